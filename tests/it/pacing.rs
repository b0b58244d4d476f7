//! An account sends as fast as it may and never faster.

use smsdesk::{domain::Timestamp, server::store::Outcome};

use crate::house::TestHouse;

const ANNA: &str = "+15550100001";

/// Sends for `seconds` as the worker does, woken when it asked to be; when each message left, ms.
async fn departures(house: &TestHouse, rate: f64, seconds: i64) -> Vec<i64> {
    let me = house.present("ben").await;
    let mut draft = house.account_draft("CARE", vec![]);
    draft.rate = rate;
    let account = house.state.accounts.save_as(None, None, draft).await.unwrap();
    house.text(account, ANNA, "hello").await;
    // More than can leave, put there at once.
    let wanted = (rate * seconds as f64) as i64 + 20;
    house.execute(&format!("update interaction set owner_id = {}", me.id)).await;
    for table in [
        "insert into message (interaction_id, account_id, kind, at, text, media, delivery, delivery_rank, attempt, segments) \
         select i.id, i.account_id, 'outbound', 0, 'x', '[]', 'queued', 0, 1, 1 from interaction i",
        // Each as if to a customer of its own: what goes to one customer leaves one after the other.
        "insert into outbox (message_id, interaction_id, account_id, priority, due_at, leased_until, lease, segments, tries) \
         select m.id, m.id, m.account_id, 0, 0, 0, '', 1, 0 from message m where m.kind = 'outbound'",
    ] {
        let numbers = format!("with recursive n(n) as (select 1 union all select n + 1 from n where n < {wanted})");
        let sql = if table.contains("interaction i") { format!("{numbers} {table}, n") } else { table.to_owned() };
        house.execute(&sql).await;
    }
    let (start, store) = (house.clock.now(), &house.state.store);
    let mut left = Vec::new();
    while house.clock.now() < start + seconds * 1000 {
        let now = house.clock.now();
        let claim =
            store.claim_departures(vec![(account, rate)], 256, "one".into(), now, house.state.house()).await.unwrap();
        for departure in claim.departures {
            // Never before its slot, and the worker sleeps until then.
            left.push(departure.not_before.max(now).since(start));
            let accepted = Outcome::Accepted { external_id: format!("SM{}", departure.message), segments: None };
            store.finish_departure(departure, accepted, now).await.unwrap();
        }
        let next = claim.next_at.unwrap_or(Timestamp(now.0 + 1000));
        house.clock.advance(next.since(now).clamp(1, 1000));
    }
    left
}

/// The most that left in any second, whenever it begins.
fn busiest_second(left: &[i64]) -> usize {
    (0..left.len())
        .map(|first| left[first..].iter().take_while(|at| **at < left[first] + 1000).count())
        .max()
        .unwrap_or(0)
}

on_both! {
    async fn no_second_is_over_the_rate_and_hardly_any_of_it_is_wasted(house) {
        // 60 and 97 do not divide a second: what is rounded must not add up.
        let rate = 97.0;
        let left = departures(&house, rate, 5).await;
        assert!(busiest_second(&left) <= rate as usize, "{}", busiest_second(&left));
        let used = left.iter().filter(|at| **at < 5_000).count() as f64 / (rate * 5.0);
        assert!((0.97..=1.0).contains(&used), "{used}");
    }
}

#[tokio::test]
async fn every_rate_is_held() {
    for rate in [0.5, 1.0, 3.0, 10.0, 60.0] {
        let seconds = if rate < 2.0 { 30 } else { 12 };
        let left = departures(&TestHouse::sqlite().await, rate, seconds).await;
        assert!(busiest_second(&left) as f64 <= rate.max(1.0), "{rate}: {}", busiest_second(&left));
        let used = left.iter().filter(|at| **at < seconds * 1000).count() as f64 / (rate * seconds as f64);
        assert!((0.97..=1.0).contains(&used), "{rate}: {used}");
    }
}

#[tokio::test]
async fn long_messages_count_for_every_segment() {
    let house = TestHouse::sqlite().await;
    let me = house.present("ben").await;
    let mut draft = house.account_draft("CARE", vec![]);
    draft.rate = 1.0;
    let account = house.state.accounts.save_as(None, None, draft).await.unwrap();
    house.text(account, ANNA, "hello").await;
    house.execute(&format!("update interaction set owner_id = {}", me.id)).await;
    let interaction = smsdesk::domain::InteractionId(house.number("select id from interaction").await);
    house.reply(&me, interaction, &"x".repeat(400)).await;
    house.reply(&me, interaction, "short").await;
    house.send().await;
    for (after, handed) in [(2_900, 1), (100, 2)] {
        house.clock.advance(after);
        house.send().await;
        assert_eq!(house.twilio.handed().len(), handed);
    }
}
