//! A random walk through everything routing can be asked, with what must hold checked after each step.

use sqlx::Row;

use smsdesk::domain::{
    Timestamp,
    disposition::{Disposal, DispositionDraft},
    flow::Step,
    follow_up::FollowUp,
    presence::Availability,
    queue::{QueueDraft, Strategy},
    transfer::Destination,
    user::{Me, Role},
};

use crate::house::TestHouse;

/// A small generator, so that a seed in a message is all that is needed to walk the same way again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// What is told of a step that may wake a session.
const WAKES: &str = "something comes back";

/// No row may come back: each is something that must not be.
const NEVER: [(&str, &str); 14] = [
    (
        "an agent's open count is not what he owns and has not put off",
        "select p.user_id, p.open_count from presence p where p.open_count <> \
         (select count(*) from interaction i where i.owner_id = p.user_id and i.state = 'open' \
         and i.follow_up_at is null)",
    ),
    (
        "an agent's pending count is not what lies before him",
        "select p.user_id, p.pending_count from presence p where p.pending_count <> \
         (select count(*) from offer o where o.user_id = p.user_id and o.state = 'pending')",
    ),
    (
        "a queue's waiting count is not what waits in it",
        "select q.id, q.waiting from queue q where q.waiting <> \
         (select count(*) from route r, interaction i where r.queue_id = q.id and i.id = r.interaction_id \
         and i.owner_id is null and i.state = 'open')",
    ),
    (
        "an interaction nobody owns has no route",
        "select i.id, 0 from interaction i where i.state = 'open' and i.owner_id is null \
         and not exists (select 1 from route r where r.interaction_id = i.id)",
    ),
    (
        "an interaction with an owner, or closed, has a route",
        "select i.id, 0 from interaction i, route r where r.interaction_id = i.id \
         and (i.owner_id is not null or i.state = 'closed')",
    ),
    (
        "an offer is pending for what is owned or closed",
        "select o.id, o.interaction_id from offer o, interaction i where i.id = o.interaction_id and o.state = 'pending' \
         and o.from_id is null and (i.owner_id is not null or i.state = 'closed')",
    ),
    (
        "a transfer is pending that is not its owner's",
        "select o.id, o.interaction_id from offer o, interaction i where i.id = o.interaction_id and o.state = 'pending' \
         and o.from_id is not null and (i.owner_id is null or i.owner_id <> o.from_id or i.state = 'closed' \
         or i.transfer_to is null or i.transfer_to <> o.user_id)",
    ),
    (
        "a session says it is being transferred and is not",
        "select i.id, i.transfer_to from interaction i where i.transfer_to is not null and not exists (select 1 from offer o \
         where o.interaction_id = i.id and o.user_id = i.transfer_to and o.from_id = i.owner_id and o.state = 'pending')",
    ),
    (
        "an owner is not among those who ever had it",
        "select i.id, i.owner_id from interaction i where i.owner_id is not null and i.first_words <> '' \
         and not exists (select 1 from handled h where h.interaction_id = i.id and h.user_id = i.owner_id)",
    ),
    (
        "somebody had an interaction with a contact and does not serve it",
        "select i.contact_id, h.user_id from handled h, interaction i where i.id = h.interaction_id and not exists \
         (select 1 from served s where s.user_id = h.user_id and s.contact_id = i.contact_id)",
    ),
    (
        "somebody serves a contact and had no interaction with it",
        "select s.contact_id, s.user_id from served s where not exists (select 1 from interaction i, handled h \
         where i.contact_id = s.contact_id and h.interaction_id = i.id and h.user_id = s.user_id)",
    ),
    (
        "a contact stands in somebody's list under another name",
        "select s.contact_id, s.user_id from served s, contact c where c.id = s.contact_id and s.name <> lower(c.name)",
    ),
    (
        "an offer is pending before somebody who is not there",
        "select o.id, o.user_id from offer o, presence p where p.user_id = o.user_id and o.state = 'pending' \
         and (p.availability <> 'online' or p.connected = 0 or p.audible = 0)",
    ),
    (
        "something waits while somebody is free to take it",
        "select r.interaction_id, p.user_id from route r, queue q, queue_agent m, presence p, app_user u \
         where q.id = r.queue_id and m.queue_id = q.id and p.user_id = m.user_id and u.id = m.user_id and u.active = 1 \
         and p.availability = 'online' and p.connected = 1 and p.audible = 1 and p.open_count + p.pending_count < u.capacity \
         and not exists (select 1 from offer o where o.interaction_id = r.interaction_id and o.state = 'pending' \
         and (o.user_id = p.user_id or q.strategy <> 'ring_all')) \
         and not exists (select 1 from offer o where o.interaction_id = r.interaction_id and o.user_id = p.user_id \
         and o.step = r.step and o.round = r.round and o.state in ('rejected', 'timed_out'))",
    ),
];

/// Everything that must hold whenever routing has nothing left to do.
pub async fn check(house: &TestHouse) {
    for (what, sql) in NEVER {
        let rows = house.rows(sql).await;
        let found: Vec<(i64, i64)> = rows.iter().map(|row| (sqlx::Row::get(row, 0), sqlx::Row::get(row, 1))).collect();
        assert!(found.is_empty(), "{what}: {found:?}");
    }
}

/// Who owns more than he may. Nothing makes that so but sessions that come back from sleep.
async fn over(house: &TestHouse) -> Vec<(i64, i64)> {
    let sql = "select p.user_id, p.open_count from presence p, app_user u where u.id = p.user_id \
               and p.open_count > u.capacity order by p.user_id";
    house.rows(sql).await.iter().map(|row| (row.get(0), row.get(1))).collect()
}

async fn step(
    house: &TestHouse,
    people: &[Me],
    accounts: &[smsdesk::domain::AccountId],
    dice: &mut Dice,
    puts_off: bool,
) -> String {
    let me = &people[dice.roll(people.len())];
    let owned = house.state.store.sessions_of(me.id, &house.state.house()).await.unwrap();
    match dice.roll(if puts_off { 24 } else { 19 }) {
        0..=3 => {
            let (account, peer) = (accounts[dice.roll(accounts.len())], format!("+1555010{:04}", dice.roll(14)));
            house.text(account, &peer, "hello").await;
            format!("{peer} texts")
        }
        4 | 5 => match house.offers(me).await.first() {
            Some(offer) => format!("{} accepts: {:?}", me.name, house.accept(me, offer.id).await),
            None => "nothing".into(),
        },
        6 => match house.offers(me).await.last() {
            Some(offer) => {
                house.state.routing.reject(me, offer.id).await.unwrap();
                format!("{} rejects", me.name)
            }
            None => "nothing".into(),
        },
        7 => match owned.first() {
            Some(interaction) => {
                let form = house.state.desktop.closing_form(me, interaction.id).await.unwrap();
                let disposition = form.choices.get(dice.roll(3)).map(|choice| choice.id);
                let disposal = disposition.map(|disposition| Disposal { disposition, remark: String::new() });
                house.state.desktop.close_with(me, interaction.id, disposal).await.unwrap();
                format!("{} closes", me.name)
            }
            None => "nothing".into(),
        },
        8 => {
            let availability = Availability::ALL[dice.roll(3)];
            house.be(me, availability).await;
            format!("{} is {availability:?}", me.name)
        }
        9 => {
            house.connect(me).await;
            format!("{} connects", me.name)
        }
        11 => {
            // Most are still there; whoever is not in the heartbeat long enough is gone.
            let there: Vec<_> = people.iter().filter(|_| dice.roll(4) > 0).map(|me| me.id).collect();
            house.clock.advance([500, 4_000, 11_000, 31_000][dice.roll(4)]);
            house.state.store.heartbeat(there, house.clock.now()).await.unwrap();
            house.state.routing.sweep().await.unwrap();
            house.state.desktop.bring_back().await.unwrap();
            WAKES.into()
        }
        10 | 12 => match owned.last() {
            Some(interaction) => {
                let to = people[dice.roll(people.len())].id;
                let sent =
                    house.state.desktop.transfer(me, interaction.id, Destination::Agent(to), "please".into()).await;
                format!("{} transfers to {to}: {sent:?}", me.name)
            }
            None => "nothing".into(),
        },
        13 => match owned.first() {
            Some(interaction) => {
                let queues: Vec<_> = house.state.house().queues.keys().copied().collect();
                let to = queues[dice.roll(queues.len())];
                let sent =
                    house.state.desktop.transfer(me, interaction.id, Destination::Queue(to), String::new()).await;
                format!("{} sends to queue {to}: {sent:?}", me.name)
            }
            None => "nothing".into(),
        },
        14 => {
            for interaction in &owned {
                house.state.desktop.cancel_transfer(me, interaction.id).await.unwrap();
            }
            format!("{} cancels", me.name)
        }
        15 => {
            let boss = Me { role: Role::Supervisor, ..me.clone() };
            let open = house.words("select cast(id as text) from interaction where state = 'open' order by id").await;
            let Some(id) = (!open.is_empty()).then(|| open[dice.roll(open.len())].parse().unwrap()) else {
                return "nothing".into();
            };
            let done = match dice.roll(4) {
                0 => house.state.desktop.close(&boss, id).await,
                1 => {
                    house.state.desktop.assign(&boss, id, Destination::Agent(people[dice.roll(people.len())].id)).await
                }
                2 => {
                    let queue = house.state.house().queues.keys().next().copied().unwrap();
                    house.state.desktop.assign(&boss, id, Destination::Queue(queue)).await
                }
                _ => house.state.desktop.take_over(&boss, id).await,
            };
            format!("{} decides on {id}: {done:?}", me.name)
        }
        16 => format!("{} pulls: {:?}", me.name, house.state.desktop.pull(me).await),
        17 => {
            let (hears, acted) = (dice.roll(2) == 0, dice.roll(2) == 0);
            house.state.attention.hearing(me, format!("pageof{:04}", me.id), hears, acted).await.unwrap();
            format!("{} {} ({acted})", me.name, if hears { "hears" } else { "is deaf" })
        }
        19..=22 => match owned.get(dice.roll(owned.len().max(1))) {
            Some(interaction) => {
                let later = [2_000, 9_000, 40_000][dice.roll(3)];
                let follow_up = FollowUp { at: Timestamp(house.clock.now().0 + later), reason: "later".into() };
                house.state.desktop.follow_up(me, interaction.id, Some(follow_up)).await.unwrap();
                format!("{} puts {} off", me.name, interaction.id)
            }
            None => "nothing".into(),
        },
        23 => match owned.iter().find(|interaction| interaction.follow_up.is_some()) {
            Some(interaction) => {
                house.state.desktop.follow_up(me, interaction.id, None).await.unwrap();
                WAKES.into()
            }
            None => "nothing".into(),
        },
        _ => match owned.last() {
            Some(interaction) => {
                house.reply(me, interaction.id, "answer").await;
                format!("{} answers", me.name)
            }
            None => "nothing".into(),
        },
    }
}

async fn walk(house: TestHouse, seed: u64, steps: usize, puts_off: bool) {
    let mut dice = Dice(seed);
    let people = house.crowd(4, 2).await;
    house
        .settings(|settings| (settings.grace_seconds, settings.absent_minutes, settings.deaf_minutes) = (20, 1, 1))
        .await;
    let mut queues = Vec::new();
    for (index, name) in ["First", "Second"].into_iter().enumerate() {
        let agents = people.iter().skip(index).step_by(1 + index).map(|me| me.id).collect();
        let strategy = Strategy::ALL[dice.roll(5)];
        let priority = dice.roll(3) as i64;
        let (name, teams) = (name.to_owned(), vec![]);
        let draft = QueueDraft { name, strategy, agent_timeout: 10, round_pause: 5, priority, agents, teams };
        queues.push(house.state.queues.save_as(None, None, draft).await.unwrap());
    }
    let wait = |queue: usize, timeout| Step::Queue { queue: queues[queue], timeout };
    let accounts = [
        house.account("ONE", vec![wait(0, None)]).await,
        house
            .account("TWO", vec![Step::Agent { agent: people[0].id, timeout: 7 }, wait(1, Some(25)), wait(0, None)])
            .await,
    ];
    house.settings(|settings| (settings.transfer, settings.transfer_seconds) = (true, 15)).await;
    crate::closing::rules(&house, accounts[0], |rules| rules.reopen_minutes = 1).await;
    for name in ["Done", "Nothing to do"] {
        let draft = DispositionDraft { name: name.into(), ..DispositionDraft::default() };
        house.state.dispositions.save_as(None, None, draft).await.unwrap();
    }
    let mut story: Vec<String> = Vec::new();
    for _ in 0..steps {
        let before = over(&house).await;
        story.push(step(&house, &people, &accounts, &mut dice, puts_off).await);
        house.route().await;
        let grew = over(&house).await.into_iter().find(|(user, open)| {
            let had = before.iter().find(|(known, _)| known == user).map_or(0, |(_, open)| *open);
            *open > had
        });
        let woke = puts_off && story.last().is_some_and(|told| told == WAKES);
        assert!(grew.is_none() || woke, "seed {seed}: {grew:?} owns more than he may, after: {:?}", story.last());
        let (house, recent) = (house.clone(), story[story.len().saturating_sub(8)..].join("; "));
        let checked = tokio::spawn(async move { check(&house).await }).await;
        assert!(checked.is_ok(), "seed {seed}, after: {recent}");
    }
    assert!(house.number("select count(*) from offer where state = 'accepted'").await > 0, "nothing ever happened");
    let woken = house.number("select count(*) from message where text like '%follow_up_due%'").await;
    assert_eq!(woken > 0, puts_off, "what was put off never came back");
}

#[tokio::test]
async fn whatever_happens_the_counters_are_true_and_nobody_free_is_left_waiting() {
    for seed in [1, 2, 3, 5, 8, 13] {
        walk(TestHouse::sqlite().await, seed, 120, false).await;
    }
    for seed in [4, 6, 9] {
        walk(TestHouse::sqlite().await, seed, 160, true).await;
    }
}

#[tokio::test]
async fn whatever_happens_it_happens_on_postgres_too() {
    if let Some(house) = TestHouse::postgres().await {
        walk(house, 21, 120, false).await;
    }
    if let Some(house) = TestHouse::postgres().await {
        walk(house, 22, 160, true).await;
    }
}
