//! Agents who accept the same thing at the same moment, on several nodes: one has it, nobody has more than he may.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use clap::Parser;
use smsdesk::{
    domain::{InteractionId, UserId, offer::Claim, user::Me},
    server::{auth::sessions, clock::Clock, config::Config, state::AppState},
};
use sqlx::Row;
use tokio_util::sync::CancellationToken;

use crate::{
    Plan,
    figures::{millis, percentile},
    ground::{Ground, Kind, Setup, session_of},
    report::Figure,
};

const NODES: usize = 3;
/// Agents who see each card.
const AGENTS: usize = 4;
/// Each may own so many, and more than they may own together is offered to them.
const CAPACITY: usize = 6;
const WAITING: usize = 40;
/// Decisions timed one after another.
const TIMED: usize = 500;
/// Races stop after this, however many there were.
const LONGEST: Duration = Duration::from_secs(1800);

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    config: Config,
}

/// A node in this process; nothing of it runs by itself.
async fn node(ground: &Ground) -> AppState {
    let config = Flags::parse_from(ground.flags()).config;
    AppState::open(config, Clock::System, CancellationToken::new()).await.unwrap()
}

async fn people(node: &AppState, count: usize) -> Vec<Me> {
    let mut people = Vec::new();
    for agent in 1..=count {
        people.push(sessions::whose(node, &session_of(agent)).await.unwrap().unwrap());
    }
    people
}

async fn house(kind: Kind, agents: usize, strategy: &str, capacity: usize, contacts: usize) -> Option<Ground> {
    let ground = Ground::new(kind, Setup { strategy, capacity, ..Setup::default() }).await?;
    ground.contacts(contacts).await;
    ground.agents(agents).await;
    // Present for as long as it takes.
    ground.run(["update presence set connected = 1, seen_at = 9000000000000".into()]).await;
    ground.rest().await;
    Some(ground)
}

/// So many customers who have written and wait for somebody.
async fn customers_write(ground: &Ground, count: usize) {
    ground
        .run([
            format!(
                "insert into interaction (account_id, peer, contact_id, state, started_at, last_at, last_inbound_at, \
                 last_direction, first_words, unread, version) select 1, number, contact_id, 'open', 0, 0, 0, 'inbound', \
                 'hello', 1, 1 from contact_number where contact_id <= {count}"
            ),
            "insert into route (interaction_id, step, entered_at, priority, round, waiting_since, due_at) \
             select id, 0, 0, 0, 0, id, 0 from interaction where state = 'open' and owner_id is null"
                .into(),
        ])
        .await;
}

pub fn measure(plan: &Plan) -> Vec<Figure> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut figures: Vec<Figure> =
        Kind::ALL.into_iter().filter_map(|kind| runtime().block_on(races(plan, kind))).collect();
    figures.extend(Kind::ALL.into_iter().filter_map(|kind| runtime().block_on(decisions(plan, kind))));
    figures
}

async fn races(plan: &Plan, kind: Kind) -> Option<Figure> {
    // On SQLite there is but one node, and the races are as many as its callers.
    let wanted = if kind == Kind::Postgres { plan.races } else { plan.races / 10 };
    let ground = house(kind, AGENTS, "ring_all", CAPACITY, WAITING).await?;
    let mut nodes = vec![node(&ground).await];
    while kind == Kind::Postgres && nodes.len() < NODES {
        nodes.push(node(&ground).await);
    }
    let people = people(&nodes[0], AGENTS).await;
    let (mut raced, mut double, mut over, mut unheard) = (0usize, 0usize, 0usize, 0usize);
    let start = Instant::now();
    while raced < wanted && start.elapsed() < LONGEST {
        customers_write(&ground, WAITING).await;
        let mut owners: HashMap<InteractionId, UserId> = HashMap::new();
        loop {
            ground.run(["update route set due_at = 0".into()]).await;
            while nodes[0].routing.run_due().await.unwrap().is_some_and(|next| next <= nodes[0].clock.now()) {}
            let mut clicks = Vec::new();
            for (index, me) in people.iter().enumerate() {
                for offer in nodes[0].store.offers_of(me.id, &nodes[0].house()).await.unwrap() {
                    let (node, me) = (nodes[(index + clicks.len()) % nodes.len()].clone(), me.clone());
                    clicks.push(tokio::spawn(async move {
                        (offer.interaction, me.id, node.routing.accept(&me, offer.id).await.unwrap())
                    }));
                }
            }
            if clicks.is_empty() {
                break;
            }
            let mut asked: HashMap<InteractionId, usize> = HashMap::new();
            for click in futures::future::join_all(clicks).await {
                let (interaction, agent, claim) = click.unwrap();
                *asked.entry(interaction).or_default() += 1;
                match claim {
                    Claim::Won { .. } => double += usize::from(owners.insert(interaction, agent).is_some()),
                    // Whoever lost reads a name, unless he could not have had it anyway.
                    Claim::TakenBy { name } => unheard += usize::from(name.is_empty()),
                    Claim::Full { .. } | Claim::Gone => {}
                }
            }
            raced += asked.values().filter(|agents| **agents > 1).count();
        }
        let too_many = format!(
            "select count(*) from (select owner_id from interaction where state = 'open' and owner_id is not null \
             group by owner_id having count(*) > {CAPACITY}) o"
        );
        over += usize::try_from(ground.number(&too_many).await).unwrap();
        assert_eq!(owners.len(), AGENTS * CAPACITY, "everybody takes what he may");
        // The next wave begins with empty desks.
        ground
            .run([
                "delete from offer".into(),
                "delete from route".into(),
                "delete from explanation".into(),
                "update interaction set state = 'closed' where state = 'open'".into(),
                "update presence set open_count = 0, pending_count = 0".into(),
                "update queue set waiting = 0".into(),
            ])
            .await;
    }
    let took = start.elapsed().as_secs_f64();
    ground.leave().await;
    Some(Figure::new(
        format!("{AGENTS} agents accept at once, {} nodes, {}", nodes.len(), kind.name()),
        format!(
            "{raced} races in {took:.0} s: double owners {double}, over capacity {over}, losers without a name {unheard}"
        ),
        "0 double owners, 0 over capacity",
        Some(double == 0 && over == 0 && unheard == 0),
    ))
}

/// How long one decision takes when a queue has very many agents and nobody else is deciding.
async fn decisions(plan: &Plan, kind: Kind) -> Option<Figure> {
    let ground = house(kind, plan.agents, "longest_idle", 100, TIMED).await?;
    let node = node(&ground).await;
    let people = people(&node, plan.agents).await;
    customers_write(&ground, TIMED).await;
    ground.run(["update route set due_at = 9000000000000".into()]).await;
    let (mut offered, mut accepted, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let waiting = ground.words("select cast(interaction_id as text) from route").await;
    let beside = ground.beside().await;
    for interaction in waiting {
        let due = sqlx::query("update route set due_at = 0 where interaction_id = $1");
        let due = due.bind(interaction.parse::<i64>().unwrap());
        let at = Instant::now();
        due.execute(&beside).await.unwrap();
        bare.push(at.elapsed());
        let at = Instant::now();
        node.routing.run_due().await.unwrap();
        offered.push(at.elapsed());
        let asked = sqlx::query("select user_id from offer where state = 'pending'").fetch_one(&beside).await.unwrap();
        let me = &people[usize::try_from(asked.get::<i64, _>(0)).unwrap() - 1];
        let offer = node.store.offers_of(me.id, &node.house()).await.unwrap().remove(0);
        let at = Instant::now();
        assert!(matches!(node.routing.accept(me, offer.id).await.unwrap(), Claim::Won { .. }));
        accepted.push(at.elapsed());
    }
    beside.close().await;
    for times in [&mut offered, &mut accepted, &mut bare] {
        times.sort();
    }
    ground.leave().await;
    let (to_whom, whose) = (percentile(&offered, 0.99), percentile(&accepted, 0.99));
    Some(Figure::new(
        format!("one decision in a queue of {} agents, {}: p50, p99", plan.agents, kind.name()),
        format!(
            "whom to offer it {}, {}; who has it {}, {} (one row changed and committed: {}, {})",
            millis(percentile(&offered, 0.5)),
            millis(to_whom),
            millis(percentile(&accepted, 0.5)),
            millis(whose),
            millis(percentile(&bare, 0.5)),
            millis(percentile(&bare, 0.99))
        ),
        "p99 ≤ 5 ms",
        Some(to_whom.max(whose) <= Duration::from_millis(5)),
    ))
}
