//! Walks an unowned interaction through its account's flow, as far as it can go now.

use std::collections::HashMap;

use super::{ownership::made_room, transfer};
use crate::{
    domain::{
        InteractionId, QueueId, Timestamp, UserId,
        flow::{AutoReplyWhen, Step},
        interaction::{Interaction, State},
        offer::{OfferEnd, OfferState},
        queue::Strategy,
        routing::{Answered, Candidate, Choice, Next, PassedOver, Weighing, choose, grouped},
    },
    server::{
        house::{House, HouseQueue},
        store::{FloorAgent, NewOffer, RouteRow, StoreError, Tx},
    },
};

/// Steps walked in one go; a flow has far fewer.
const STEPS: usize = 64;

/// What a step did.
enum Walked {
    /// The interaction stays here; look again at the given time, or when somebody becomes available.
    Stays(Option<Timestamp>),
    On,
}

/// Moves one interaction on. Harmless when there is nothing to do.
pub(super) async fn advance(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(interaction) = tx.lock_interaction(interaction, house).await? else { return Ok(()) };
    let Some(mut route) = tx.route(interaction.id).await? else { return Ok(()) };
    if route.due_at.is_none_or(|due| due > now) {
        return Ok(()); // another node was here
    }
    if interaction.owner.is_some() || interaction.state == State::Closed {
        return tx.end_route(interaction.id).await;
    }
    expire_offers(tx, interaction.id, now).await?;
    let flow = house.account(interaction.account).map(|account| account.flow.0.clone()).unwrap_or_default();
    if let Some(queue) = route.sent_to {
        if let Some(queue) = house.queues.get(&queue) {
            // Twice: everybody there may have said no.
            for _ in 0..2 {
                if route.is_over(now) {
                    if transfer::hand_back(tx, house, &interaction, &route, &queue.queue.name, now).await? {
                        return Ok(());
                    }
                    // Its sender can't have it back: it waits here for whoever comes.
                    (route.handed_over, route.expires_at) = (None, None);
                }
                if let Walked::Stays(due_at) = ask_queue(tx, house, &interaction, &mut route, queue, None, now).await?
                    && !route.is_over(now)
                {
                    route.due_at = due_at;
                    return tx.save_route(&route).await;
                }
            }
        }
        // The queue is gone: what the flow says counts again.
        (route.sent_to, route.handed_over) = (None, None);
        leave_step(tx, house, &mut route, now).await?;
    }
    for _ in 0..STEPS {
        if route.is_over(now) {
            leave_step(tx, house, &mut route, now).await?;
        }
        let Some(step) = usize::try_from(route.step).ok().and_then(|index| flow.get(index)) else {
            // Past the last step it waits for somebody to pick it up.
            route.due_at = None;
            break;
        };
        match walk(tx, house, &interaction, &mut route, step, now).await? {
            Walked::Stays(due_at) => {
                route.due_at = due_at;
                break;
            }
            Walked::On => leave_step(tx, house, &mut route, now).await?,
        }
    }
    tx.save_route(&route).await
}

async fn expire_offers(tx: &mut Tx, interaction: InteractionId, now: Timestamp) -> Result<(), StoreError> {
    for offer in tx.pending_offers(interaction).await? {
        if offer.due_at <= now && tx.end_offer(offer.id, OfferState::TimedOut, &OfferEnd::TimedOut, now).await? {
            tx.look_again_for(offer.agent, now).await?;
        }
    }
    Ok(())
}

/// Goes to the next step: what was offered in this one is withdrawn.
async fn leave_step(tx: &mut Tx, house: &House, route: &mut RouteRow, now: Timestamp) -> Result<(), StoreError> {
    let offers = tx.pending_offers(route.interaction).await?;
    for offer in &offers {
        tx.end_offer(offer.id, OfferState::Withdrawn, &OfferEnd::Withdrawn, now).await?;
    }
    let asked: Vec<UserId> = offers.iter().map(|offer| offer.agent).collect();
    made_room(tx, house, &asked, now).await?;
    if let Some(queue) = route.queue.take() {
        tx.count_waiting(queue, -1, now).await?;
    }
    route.step += 1;
    route.round = 0;
    route.entered_at = now;
    route.expires_at = None;
    Ok(())
}

async fn walk(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    route: &mut RouteRow,
    step: &Step,
    now: Timestamp,
) -> Result<Walked, StoreError> {
    match step {
        Step::AutoReply { text, when } => {
            let due = match when {
                AutoReplyWhen::OncePerInteraction | AutoReplyWhen::EachMessage => true,
                AutoReplyWhen::FirstContact => tx.is_first_contact(interaction).await?,
            };
            // The flow begins anew when an interaction comes back from its owner; the customer has read this before.
            if due && !tx.has_replied(interaction.id, text).await? {
                tx.auto_reply(interaction, text, now, house).await?;
            }
            Ok(Walked::On)
        }
        Step::Agent { agent, timeout } => ask_agent(tx, house, interaction, route, *agent, *timeout, now).await,
        Step::Queue { queue, timeout } => match house.queues.get(queue) {
            Some(queue) => ask_queue(tx, house, interaction, route, queue, *timeout, now).await,
            None => Ok(Walked::On),
        },
    }
}

/// Offers to one agent, once; whoever does not take it, or is not there, lets it go on.
async fn ask_agent(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    route: &mut RouteRow,
    agent: UserId,
    timeout: i64,
    now: Timestamp,
) -> Result<Walked, StoreError> {
    let (choice, _) = weigh(tx, house, interaction, route, &[agent], Strategy::RingAll, None, now).await?;
    match choice.next {
        Next::Ask(_) => {
            let due_at = now + timeout * 1000;
            put_before(tx, house, interaction, route, &[agent], None, due_at, now).await?;
            Ok(Walked::Stays(Some(due_at)))
        }
        Next::Pending => {
            let due = tx.pending_offers(interaction.id).await?.into_iter().map(|offer| offer.due_at).min();
            Ok(Walked::Stays(due))
        }
        Next::RoundOver | Next::NobodyAvailable => Ok(Walked::On),
    }
}

async fn ask_queue(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    route: &mut RouteRow,
    queue: &HouseQueue,
    timeout: Option<i64>,
    now: Timestamp,
) -> Result<Walked, StoreError> {
    let (id, rules) = (queue.queue.id, &queue.queue);
    if route.queue != Some(id) {
        route.queue = Some(id);
        route.priority = rules.priority;
        route.expires_at = timeout.map(|seconds| route.entered_at + seconds * 1000);
        tx.count_waiting(id, 1, now).await?;
        tx.set_queue(interaction.id, id).await?;
    }
    let last = match rules.strategy {
        Strategy::RoundRobin => tx.last_agent(id).await?,
        _ => None,
    };
    let mut members: Vec<UserId> = queue.members.iter().copied().collect();
    members.sort();
    let first = |times: &[Option<Timestamp>]| times.iter().flatten().copied().min();
    for _ in 0..2 {
        let (choice, pending_due) = weigh(tx, house, interaction, route, &members, rules.strategy, last, now).await?;
        match choice.next {
            Next::Ask(agents) => {
                let due_at = now + rules.agent_timeout * 1000;
                if route.handed_over.is_some() && route.expires_at.is_none() {
                    route.expires_at = Some(now + house.settings.transfer_seconds * 1_000);
                }
                put_before(tx, house, interaction, route, &agents, Some((id, &rules.name)), due_at, now).await?;
                if rules.strategy == Strategy::RoundRobin
                    && let Some(agent) = agents.first()
                {
                    tx.set_last_agent(id, *agent).await?;
                }
                return Ok(Walked::Stays(first(&[Some(due_at), pending_due, route.expires_at])));
            }
            Next::Pending => return Ok(Walked::Stays(first(&[pending_due, route.expires_at]))),
            Next::NobodyAvailable => return Ok(Walked::Stays(route.expires_at)),
            Next::RoundOver if was_refused(route, &choice) => {
                route.expires_at = Some(now);
                return Ok(Walked::Stays(None));
            }
            Next::RoundOver => {
                // A round ends with a pause; when the pause is over the next one begins.
                let over_since = tx.round_ended_at(interaction.id, route.step, route.round).await?.unwrap_or(now);
                let again_at = over_since + rules.round_pause * 1000;
                if again_at > now {
                    return Ok(Walked::Stays(first(&[Some(again_at), route.expires_at])));
                }
                route.round += 1;
            }
        }
    }
    Ok(Walked::Stays(first(&[Some(now + rules.round_pause.max(1) * 1000), route.expires_at])))
}

/// Whether somebody of the queue did not want what its owner sent there.
fn was_refused(route: &RouteRow, choice: &Choice) -> bool {
    route.handed_over.as_ref().is_some_and(|handed| {
        let refusals =
            choice.passed_over.iter().filter(|(_, why)| matches!(why, PassedOver::Rejected | PassedOver::TimedOut));
        refusals.into_iter().any(|(agent, _)| *agent != handed.by)
    })
}

/// Chooses among `agents` by how they stand, and keeps the reasons. Also tells when the earliest pending offer ends.
#[expect(clippy::too_many_arguments, reason = "the facts of one decision")]
async fn weigh(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    route: &RouteRow,
    agents: &[UserId],
    strategy: Strategy,
    last: Option<UserId>,
    now: Timestamp,
) -> Result<(Choice, Option<Timestamp>), StoreError> {
    let offers = tx.offers_of_round(interaction.id, route.step, route.round).await?;
    // The last word counts; a card on the screen above all.
    let mut states: HashMap<UserId, OfferState> = HashMap::new();
    for offer in &offers {
        let state = states.entry(offer.agent).or_insert(offer.state);
        if *state != OfferState::Pending {
            *state = offer.state;
        }
    }
    let floor = tx.floor(agents, house).await?;
    let candidates: Vec<Candidate> = floor
        .iter()
        .map(|agent| {
            // A withdrawn offer was not his doing: he may be asked again.
            let answered = match states.get(&agent.user) {
                Some(OfferState::Pending) => Answered::Pending,
                Some(OfferState::Rejected) => Answered::Rejected,
                Some(OfferState::TimedOut) => Answered::TimedOut,
                _ => Answered::NotAsked,
            };
            candidate(agent, answered)
        })
        .collect();
    let choice = choose(strategy, &candidates, last);
    if let Next::Ask(asked) = &choice.next {
        let weighing = Weighing {
            step: route.step,
            round: route.round,
            queue: route.queue.and_then(|id| house.queue_name(id)).map(str::to_owned),
            strategy: Some(strategy),
            asked: asked.clone(),
            passed_over: grouped(&choice.passed_over),
        };
        tx.explain(interaction.id, &weighing, now).await?;
    }
    let pending = offers.iter().filter(|offer| offer.state == OfferState::Pending);
    Ok((choice, pending.map(|offer| offer.due_at).min()))
}

/// An agent as he stands, and what he did with the interaction.
pub(super) fn candidate(agent: &FloorAgent, answered: Answered) -> Candidate {
    Candidate {
        agent: agent.user,
        availability: agent.availability,
        connected: agent.connected,
        audible: agent.audible,
        open: agent.open,
        pending: agent.pending,
        capacity: agent.capacity,
        last_offered_at: agent.last_offered_at,
        idle_since: agent.idle_since,
        answered,
    }
}

#[expect(clippy::too_many_arguments, reason = "what a card says")]
async fn put_before(
    tx: &mut Tx,
    house: &House,
    interaction: &Interaction,
    route: &RouteRow,
    agents: &[UserId],
    queue: Option<(QueueId, &str)>,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let first_words = tx.first_words(interaction.id).await?;
    for agent in agents {
        let offer = NewOffer {
            interaction,
            first_words: &first_words,
            agent: *agent,
            queue,
            step: route.step,
            round: route.round,
            due_at,
            from: None,
            handed_over: route.handed_over.as_ref(),
        };
        tx.make_offer(&offer, now, house).await?;
    }
    Ok(())
}
