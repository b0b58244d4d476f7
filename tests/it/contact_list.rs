//! The list of contacts: whom it shows to whom, in which order, and by which index.

use std::collections::BTreeSet;

use serde_json::json;
use smsdesk::{
    domain::{
        ContactId, InteractionId, Peer,
        contact::{ContactEdit, NumberKind, Part},
        contact_list::{Order, Place, Query},
        event::Event,
        find::Wanted,
        queue::Strategy,
        tag::{TagDraft, TagPick},
        transfer::Destination,
        user::{Me, Role},
    },
    server::{failure::Failure, store::Circle},
};

use crate::house::TestHouse;

fn peer(n: usize) -> String {
    format!("+1555060{n:04}")
}

async fn contact_of(house: &TestHouse, number: &str) -> ContactId {
    house.state.store.contact_with_number(&Peer::parse(number)).await.unwrap().expect("somebody has this number")
}

async fn name(house: &TestHouse, number: &str, name: &str) {
    let of = contact_of(house, number).await;
    house.execute(&format!("update contact set name = '{name}' where id = {of}")).await;
}

/// All of them, as somebody reads the list who always asks for the next page.
async fn all(house: &TestHouse, circle: Circle, order: Order, page: i64) -> Vec<ContactId> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let places = house.state.store.list_contacts(circle, order, after, page).await.unwrap();
        let Some(last) = places.last() else { return found };
        after = Some(last.clone());
        found.extend(places.iter().map(Place::contact));
        assert!(found.len() < 1_000, "it goes round in circles");
    }
}

async fn found(house: &TestHouse, me: &Me, text: &str) -> Vec<ContactId> {
    let query = Query { text: text.into(), order: Order::Newest };
    let page = house.state.contact_list.list(me, &query, None).await.unwrap();
    page.rows.into_iter().map(|row| row.id).collect()
}

on_both! {
    async fn everybody_lists_whom_he_may_see_in_either_order_and_paging_skips_and_repeats_nothing(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let other = house.account("OTHER", vec![]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        let (mut served, mut handed_on) = (BTreeSet::new(), BTreeSet::new());
        for n in 0..9 {
            let id = house.conversation(&a, account, &peer(n)).await;
            served.insert(contact_of(&house, &peer(n)).await);
            if n % 3 == 1 {
                house.state.desktop.assign(&boss, id, Destination::Agent(b.id)).await.unwrap();
                handed_on.insert(contact_of(&house, &peer(n)).await);
            }
            // Whom one served, one sees for good.
            house.state.desktop.close(&boss, id).await.unwrap();
        }
        for n in 20..24 {
            house.text(other, &peer(n), "hello").await;
        }
        // Two with one name, which only their ids tell apart.
        for (n, known) in [(1, "maria"), (2, "Maria"), (4, "Zoe"), (5, "anna"), (20, "Maria"), (21, "Bruno")] {
            name(&house, &peer(n), known).await;
        }
        let mut named = Vec::new();
        for n in [5, 21, 1, 2, 20, 4] {
            named.push(contact_of(&house, &peer(n)).await);
        }
        let everyone = house.words("select cast(id as text) from contact order by contact.id desc").await;
        let everyone: Vec<ContactId> = everyone.iter().map(|id| id.parse().unwrap()).collect();
        assert_eq!(everyone.len(), 13);
        let hers: Vec<ContactId> = everyone.iter().copied().filter(|id| served.contains(id)).collect();
        let his: Vec<ContactId> = everyone.iter().copied().filter(|id| handed_on.contains(id)).collect();
        assert_eq!((hers.len(), his.len()), (9, 3));
        for (circle, newest) in
            [(Circle::Everybody, everyone), (Circle::ServedBy(a.id), hers), (Circle::ServedBy(b.id), his)]
        {
            let with_name = named.iter().filter(|id| newest.contains(id));
            let without = newest.iter().filter(|id| !named.contains(id));
            let by_name: Vec<ContactId> = with_name.chain(without).copied().collect();
            for page in [1, 4, 50] {
                assert_eq!(all(&house, circle, Order::Newest, page).await, newest, "{circle:?} by {page}");
                assert_eq!(all(&house, circle, Order::Name, page).await, by_name, "{circle:?} by {page}");
            }
        }
        crate::walk::check(&house).await;
    }

    async fn it_finds_by_digits_by_the_beginning_of_a_name_and_of_an_email(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let boss = house.person("sue", Role::Supervisor, None).await;
        house.conversation(&a, account, "+393471234567").await;
        house.conversation(&a, account, "+15550609876").await;
        let other = house.account("OTHER", vec![]).await;
        house.text(other, "+393479999999", "hello").await;
        name(&house, "+393471234567", "Zoë Müller-Rossi").await;
        name(&house, "+393479999999", "Maria Rossi").await;
        house.execute("update contact set email = 'Shop@Example.com' where name = 'Maria Rossi'").await;
        house.execute("update contact set email = 'mario@example.com' where name = ''").await;
        let [zoe, mario, maria] = ["+393471234567", "+15550609876", "+393479999999"];
        let ids = [contact_of(&house, zoe).await, contact_of(&house, mario).await, contact_of(&house, maria).await];
        for (typed, expected) in [
            ("347", vec![2, 0]),
            ("347 123", vec![0]),
            ("0609", vec![1]),
            ("34", vec![]),
            ("ross", vec![2, 0]),
            ("MULLER", vec![0]),
            ("zoe ross", vec![0]),
            ("ossi", vec![]),
            ("shop@ex", vec![2]),
            // By name and by e-mail.
            ("mari", vec![2, 1]),
            ("example", vec![]),
            ("\" or *", vec![]),
            ("%", vec![]),
        ] {
            let everybody: Vec<ContactId> = expected.iter().map(|n| ids[*n]).collect();
            assert_eq!(found(&house, &boss, typed).await, everybody, "{typed}");
            // She never served Maria, and he nobody.
            let hers: Vec<ContactId> = everybody.into_iter().filter(|id| *id != ids[2]).collect();
            assert_eq!(found(&house, &a, typed).await, hers, "{typed}");
            assert_eq!(found(&house, &b, typed).await, [], "{typed}");
        }
        // What is found is paged like everything else.
        let wanted = Wanted::read("347");
        for circle in [Circle::Everybody, Circle::ServedBy(a.id)] {
            let first = house.state.store.search_contacts(circle, &wanted, None, 1).await.unwrap();
            let second = house.state.store.search_contacts(circle, &wanted, Some(first[0]), 9).await.unwrap();
            let whole = house.state.store.search_contacts(circle, &wanted, None, 9).await.unwrap();
            assert_eq!([first, second].concat(), whole, "{circle:?}");
        }
    }

    async fn a_row_tells_what_there_is_to_know_at_a_glance(house) {
        let a = house.present("ada").await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction = house.conversation(&a, account, &peer(1)).await;
        let contacts = &house.state.contacts;
        let id = contact_of(&house, &peer(1)).await;
        let set = |part, value: &str| ContactEdit::Set { part, was: String::new(), value: value.into() };
        for edit in [
            set(Part::Name, "Corner shop"),
            set(Part::Email, "shop@example.com"),
            ContactEdit::AddNumber { number: "+447400123456".into(), kind: NumberKind::Work },
        ] {
            contacts.edit(&a, id, edit).await.unwrap();
        }
        for tag in ["Late", "angry"] {
            let tag = house.state.tags.save_as(None, None, TagDraft { name: tag.into(), ..TagDraft::default() }).await.unwrap();
            house.state.tags.tag_contact(&a, id, TagPick::Known(tag), true).await.unwrap();
        }
        contacts.set_opt_out(&a, id, true, "said so".into()).await.unwrap();
        house.clock.advance(5_000);
        house.text(account, &peer(1), "again").await;
        let rows = house.state.contact_list.rows(&a, &[id]).await.unwrap();
        let row = &rows[0];
        let known = house.state.store.contact(id, &house.state.house()).await.unwrap().unwrap();
        assert_eq!((row.version, row.title(), row.list.as_str()), (known.version, "Corner shop", "Customers"));
        assert_eq!((row.email.as_str(), row.opted_out), ("shop@example.com", true));
        assert_eq!(row.numbers.iter().map(Peer::as_str).collect::<Vec<_>>(), [peer(1).as_str(), "+447400123456"]);
        assert_eq!(row.tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["angry", "Late"]);
        let written = house.number(&format!("select last_at from interaction where id = {interaction}")).await;
        assert_eq!(row.last_at.map(|at| at.0), Some(written));
        assert_eq!(house.state.contact_list.list(&a, &Query::default(), None).await.unwrap().rows, rows);
    }

    async fn who_may_not_see_a_contact_neither_lists_nor_opens_it(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let boss = house.person("sue", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        let interaction: InteractionId = house.conversation(&a, account, &peer(1)).await;
        let id = contact_of(&house, &peer(1)).await;
        let lists = &house.state.contact_list;
        let (hers, his) = (house.browser(&a).await, house.browser(&b).await);
        // To be named in a note opens that interaction and no more.
        house.state.desktop.note(&a, interaction, "@ben look".into(), "key".into()).await.unwrap();
        assert!(matches!(lists.whole(&b, id).await, Err(Failure::NotFound)));
        assert_eq!(his.get(&format!("contact?contact={id}")).await.0, 404);
        assert_eq!(his.get("contacts").await.1["rows"], json!([]));
        assert_eq!(his.post("contacts.rows", json!({ "contacts": [id] })).await.1, json!([]));
        assert!(lists.whole(&boss, id).await.unwrap().choices.edit_contact);
        let (status, whole) = hers.get(&format!("contact?contact={id}")).await;
        assert_eq!((status.as_u16(), whole["contact"]["id"].clone()), (200, json!(id)));
        assert_eq!(hers.get(&format!("contacts?text={}", &peer(1)[5..])).await.1["rows"][0]["id"], json!(id));
        assert_eq!(hers.post("contacts.rows", json!({ "contacts": [id] })).await.1[0]["id"], json!(id));
        let many = vec![id; 201];
        assert!(matches!(lists.rows(&a, &many).await, Err(Failure::Refused(_))));
        // He serves it from now on, and still when it is hers again and closed.
        for to in [b.id, a.id] {
            house.state.desktop.assign(&boss, interaction, Destination::Agent(to)).await.unwrap();
        }
        house.state.desktop.close(&a, interaction).await.unwrap();
        assert_eq!(lists.whole(&b, id).await.unwrap().contact.id, id);
        assert_eq!(lists.list(&b, &Query::default(), None).await.unwrap().rows.len(), 1);
        assert!(matches!(lists.whole(&boss, ContactId(4711)).await, Err(Failure::NotFound)));
    }

    async fn whoever_served_a_contact_serves_the_one_it_was_merged_into(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let boss = house.person("sue", Role::Supervisor, None).await;
        let account = house.queue_account(Strategy::RingAll, &[&a]).await;
        house.conversation(&a, account, &peer(1)).await;
        let second = house.conversation(&a, account, &peer(2)).await;
        house.state.desktop.assign(&boss, second, Destination::Agent(b.id)).await.unwrap();
        name(&house, &peer(2), "Maria Rossi").await;
        let (kept, gone) = (contact_of(&house, &peer(1)).await, contact_of(&house, &peer(2)).await);
        let mut stream = house.listen(&b).await;
        house.state.contacts.merge(&a, kept, gone).await.unwrap();
        assert!(stream.heard().await.contains(&Event::ContactMerged { contact: gone, into: kept }));
        for me in [&a, &b] {
            assert_eq!(all(&house, Circle::ServedBy(me.id), Order::Name, 9).await, [kept]);
            assert_eq!(found(&house, me, "maria").await, [kept]);
        }
        assert!(matches!(house.state.contact_list.whole(&b, gone).await, Err(Failure::NotFound)));
        crate::walk::check(&house).await;
    }

    async fn a_search_that_fits_more_than_it_looks_at_says_so(house) {
        let boss = house.person("sue", Role::Supervisor, None).await;
        let many = if house.is_postgres() {
            "select i from generate_series(1, 420) as s (i)"
        } else {
            "with recursive s (i) as (select 1 union all select i + 1 from s where i < 420) select i from s"
        };
        house.execute(&format!(
            "insert into contact (list_id, name, created_at) select 1, 'Maria ' || i, 0 from ({many}) as m"
        )).await;
        let (mut rows, mut after) = (0, None);
        let query = Query { text: "maria".into(), order: Order::Newest };
        let cut = loop {
            let page = house.state.contact_list.list(&boss, &query, after).await.unwrap();
            rows += page.rows.len();
            after = page.next;
            if after.is_none() {
                break page.cut;
            }
        };
        assert_eq!((rows, cut), (400, true));
        let query = Query { text: "maria 41".into(), order: Order::Newest };
        let page = house.state.contact_list.list(&boss, &query, None).await.unwrap();
        assert_eq!((page.rows.len(), page.cut), (11, false));
    }

    async fn every_list_of_contacts_is_read_from_its_index(house) {
        let (a, b) = (house.present("ada").await, house.present("ben").await);
        let many = if house.is_postgres() {
            "select i from generate_series(1, 20000) as s (i)"
        } else {
            "with recursive s (i) as (select 1 union all select i + 1 from s where i < 20000) select i from s"
        };
        house.execute(&format!(
            "insert into contact (list_id, name, email, created_at) \
             select 1, case when i % 2 = 0 then 'Maria ' || i else '' end, 'c' || i || '@example.com', 0 from ({many}) as m"
        )).await;
        house.execute(
            "insert into contact_number (number, contact_id) select '+1555' || (1000000 + id), id from contact"
        ).await;
        house.execute(&format!(
            "insert into served (user_id, contact_id, name) select u.id, c.id, lower(c.name) from contact c, app_user u \
             where u.id = {} or (u.id = {} and c.id % 100 = 0)", a.id, b.id
        )).await;
        house.execute("analyze").await;
        crate::migrations::write_down_statements();
        let store = &house.state.store;
        for circle in [Circle::Everybody, Circle::ServedBy(a.id)] {
            for order in Order::ALL {
                store.list_contacts(circle, order, None, 51).await.unwrap();
            }
            store.list_contacts(circle, Order::Name, Some(Place::Unnamed(ContactId(9))), 51).await.unwrap();
            for typed in ["1555", "maria", "c1@ex", "c1"] {
                store.search_contacts(circle, &Wanted::read(typed), None, 51).await.unwrap();
            }
        }
        let statements = crate::migrations::STATEMENTS.lock().unwrap().clone();
        let postgres = house.is_postgres();
        let by = |sqlite: &'static str, of_postgres: &'static str| if postgres { of_postgres } else { sqlite };
        let own = by("PRIMARY KEY (user_id=? AND contact_id<?)", "served_pkey");
        for (begins, index, sorts) in [
            ("select id from contact where id < ", by("INTEGER PRIMARY KEY (rowid<?)", "contact_pkey"), false),
            ("select id from contact where name = '' and", "contact_unnamed", false),
            ("select id, lower(name) as name from contact", "contact_by_name", false),
            ("select contact_id as id from served where contact_id", own, false),
            ("select contact_id as id from served where name = ''", "served_by_name", false),
            ("select contact_id as id, name from served", "served_by_name", false),
            // By whom he serves, or by the names that fit.
            ("select s.contact_id as id from served s", by("SEARCH s USING", "served_"), false),
            ("select distinct f.contact_id as id", "", true),
        ] {
            let these: Vec<&String> = statements.iter().filter(|sql| sql.starts_with(begins)).collect();
            assert!(!these.is_empty(), "nobody ran: {begins}");
            for sql in these {
                // Those of the other database are written down too.
                if sql.contains("digit_runs") || sql.contains("to_tsquery") || sql.contains("collate") {
                    if !postgres { continue; }
                } else if postgres && (sql.contains(" match ") || sql.contains("lower(")) {
                    continue;
                }
                let plan = if postgres {
                    house.words(&format!("explain {}", filled(sql))).await
                } else {
                    let rows = house.rows(&format!("explain query plan {sql}")).await;
                    rows.iter().map(|row| sqlx::Row::get(row, "detail")).collect()
                };
                let whole = ["Seq Scan on contact", "Seq Scan on served", "SCAN contact", "SCAN served", "SCAN s", "SCAN c"];
                let reads_it_all = |line: &String| whole.iter().any(|it| line.split(" USING").next() == Some(*it));
                assert!(!plan.iter().any(reads_it_all), "{sql}: {plan:#?}");
                assert!(plan.iter().any(|line| line.contains(index)), "{sql}: {plan:#?}");
                // PostgreSQL may sort those of one name by their ids.
                let sorted = plan.iter().any(|line| line.contains("B-TREE FOR ORDER BY"));
                assert!(sorts || !sorted, "{sql}: {plan:#?}");
            }
        }
    }
}

/// A statement with values in the place of its parameters.
fn filled(sql: &str) -> String {
    (1..=9).fold(sql.to_owned(), |sql, n| sql.replace(&format!("${n}"), if n == 2 { "'51'" } else { "'111'" }))
}
