//! What the palette finds, for whom, and by which index.

use smsdesk::domain::{
    InteractionId,
    queue::Strategy,
    user::{Me, Role},
};

use crate::house::TestHouse;

async fn numbers(house: &TestHouse, me: &Me, typed: &str) -> Vec<String> {
    let found = house.state.finder.find(me, typed).await.unwrap();
    let mut numbers: Vec<String> = found.contacts.into_iter().map(|contact| contact.number).collect();
    numbers.sort();
    numbers
}

async fn interactions(house: &TestHouse, me: &Me, typed: &str) -> Vec<InteractionId> {
    let found = house.state.finder.find(me, typed).await.unwrap();
    found.interactions.into_iter().map(|interaction| interaction.id).collect()
}

async fn name(house: &TestHouse, number: &str, name: &str) {
    let of = format!("(select contact_id from contact_number where number = '{number}')");
    house.execute(&format!("update contact set name = '{name}' where id = {of}")).await;
}

on_both! {
    async fn a_number_is_found_by_any_three_digits_in_any_writing(house) {
        let me = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        for number in ["+393471234567", "+15550109876", "38438", "My Bank"] {
            house.text(account, number, "hello").await;
        }
        for (typed, expected) in [
            ("347", vec!["+393471234567"]),
            ("567", vec!["+393471234567"]),
            ("+39 347-123", vec!["+393471234567"]),
            ("(555) 010 98", vec!["+15550109876"]),
            ("384", vec!["38438"]),
            ("8438", vec!["38438"]),
            ("34", vec![]),
            ("3939", vec![]),
            // Its runs of three are all there, in another order.
            ("5671234", vec![]),
        ] {
            assert_eq!(numbers(&house, &boss, typed).await, expected, "{typed}");
        }
        // A number that goes is found no more.
        house.execute("delete from contact_number where number = '38438'").await;
        assert_eq!(numbers(&house, &boss, "384").await, [] as [&str; 0]);
        house.execute("update contact_number set number = '+447700900123' where number = '+15550109876'").await;
        assert_eq!(numbers(&house, &boss, "9876").await, [] as [&str; 0]);
        assert_eq!(numbers(&house, &boss, "900123").await, ["+447700900123"]);
    }

    async fn a_name_is_found_by_the_beginning_of_any_word_without_accents(house) {
        let me = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&me]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        for (number, known) in [("+15550100001", "Zoë Müller-Rossi"), ("+15550100002", "Maria Rossi"), ("+15550100003", "")] {
            house.text(account, number, "hello").await;
            name(&house, number, known).await;
        }
        for (typed, expected) in [
            ("ross", vec!["+15550100001", "+15550100002"]),
            ("MAR ross", vec!["+15550100002"]),
            ("muller", vec!["+15550100001"]),
            ("zoe", vec!["+15550100001"]),
            ("ossi", vec![]),
            ("maria x", vec![]),
            ("\" or *", vec![]),
            ("rossi:* | :", vec!["+15550100001", "+15550100002"]),
        ] {
            assert_eq!(numbers(&house, &boss, typed).await, expected, "{typed}");
        }
        name(&house, "+15550100002", "Carla Bianchi").await;
        assert_eq!(numbers(&house, &boss, "maria").await, [] as [&str; 0]);
        assert_eq!(numbers(&house, &boss, "bian").await, ["+15550100002"]);
        name(&house, "+15550100002", "").await;
        assert_eq!(numbers(&house, &boss, "bian").await, [] as [&str; 0]);
    }

    async fn nobody_finds_what_he_may_not_see(house) {
        let (a, b, boss) =
            (house.present("ada").await, house.present("ben").await, house.person("sue", Role::Supervisor, None).await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, "+15550107777").await;
        name(&house, "+15550107777", "Maria Rossi").await;
        for typed in [interaction.to_string(), "7777".into(), "maria".into()] {
            assert_eq!(interactions(&house, &a, &typed).await, [interaction], "{typed}");
            assert_eq!(interactions(&house, &boss, &typed).await, [interaction], "{typed}");
            assert_eq!(interactions(&house, &b, &typed).await, [], "{typed}");
        }
        assert_eq!(numbers(&house, &b, "7777").await, [] as [&str; 0]);
        // Of an account of his he finds the contact, and the interaction once he was named in it.
        let mut draft = house.account_draft("CARE", vec![]);
        draft.agents = vec![b.id];
        draft.flow = house.state.house().account(account).unwrap().flow.clone();
        house.state.accounts.save_as(None, Some(account), draft).await.unwrap();
        assert_eq!(numbers(&house, &b, "7777").await, ["+15550107777"]);
        assert_eq!(interactions(&house, &b, "7777").await, []);
        house.state.desktop.note(&a, interaction, "@ben look".into(), "key".into()).await.unwrap();
        assert_eq!(interactions(&house, &b, "7777").await, [interaction]);
        assert_eq!(interactions(&house, &b, &format!("#{interaction}")).await, [interaction]);
        assert_eq!(interactions(&house, &b, "4711").await, []);
    }

    async fn among_very_many_the_search_reads_no_more_than_it_may(house) {
        let boss = house.person("sue", Role::Supervisor, None).await;
        let many = if house.is_postgres() {
            "select i from generate_series(1, 20000) as s (i)"
        } else {
            "with recursive s (i) as (select 1 union all select i + 1 from s where i < 20000) select i from s"
        };
        house.execute(&format!(
            "insert into contact (list_id, name, created_at) select 1, 'Maria ' || i, 0 from ({many}) as m (i)"
        ).replace("as m (i)", "as m")).await;
        house.execute(
            "insert into contact_number (number, contact_id) select '+1555' || (1000000 + id), id from contact"
        ).await;
        // Half the table fits: the newest are shown, and nothing takes long.
        assert_eq!(numbers(&house, &boss, "1555").await.len(), 8);
        assert_eq!(numbers(&house, &boss, "maria").await.len(), 8);
        assert_eq!(numbers(&house, &boss, "5551012345").await, ["+15551012345"]);
    }
}
