//! Walks an unowned interaction through its account's flow, as far as it can go now.

use std::collections::HashMap;

use super::{ownership::made_room, transfer};
use crate::{
    domain::{
        InteractionId, QueueId, Timestamp, UserId,
        flow::{AutoReplyWhen, Step},
        interaction::State,
        offer::{OfferEnd, OfferState},
        queue::Strategy,
        routing::{Answered, Choice, Next, PassedOver, Weighing, choose, grouped},
    },
    server::{
        house::{House, HouseQueue},
        store::{NewOffer, OfferRow, RouteRow, StoreError, Tx, Undecided},
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

/// Moves one interaction on; tells when to look at it again. Harmless when there is nothing to do.
pub(super) async fn advance(
    tx: &mut Tx,
    house: &House,
    interaction: InteractionId,
    now: Timestamp,
) -> Result<Option<Timestamp>, StoreError> {
    let Some(mut it) = tx.undecided(interaction, house).await? else { return Ok(None) };
    if it.route.due_at.is_none_or(|due| due > now) {
        return Ok(it.route.due_at); // another node was here
    }
    if it.interaction.owner.is_some() || it.interaction.state == State::Closed {
        tx.end_route(interaction).await?;
        return Ok(None);
    }
    expire_offers(tx, &mut it, now).await?;
    let flow = house.account(it.interaction.account).map(|account| account.flow.0.clone()).unwrap_or_default();
    if let Some(queue) = it.route.sent_to {
        if let Some(queue) = house.queues.get(&queue) {
            // Twice: everybody there may have said no.
            for _ in 0..2 {
                if it.route.is_over(now) {
                    if transfer::hand_back(tx, house, &it.interaction, &it.route, &queue.queue.name, now).await? {
                        return Ok(None);
                    }
                    // Its sender can't have it back: it waits here for whoever comes.
                    (it.route.handed_over, it.route.expires_at) = (None, None);
                }
                if let Walked::Stays(due_at) = ask_queue(tx, house, &mut it, queue, None, now).await?
                    && !it.route.is_over(now)
                {
                    it.route.due_at = due_at;
                    tx.save_route(&it.route).await?;
                    return Ok(due_at);
                }
            }
        }
        // The queue is gone: what the flow says counts again.
        (it.route.sent_to, it.route.handed_over) = (None, None);
        leave_step(tx, house, &mut it, now).await?;
    }
    for _ in 0..STEPS {
        if it.route.is_over(now) {
            leave_step(tx, house, &mut it, now).await?;
        }
        let Some(step) = usize::try_from(it.route.step).ok().and_then(|index| flow.get(index)) else {
            // Past the last step it waits for somebody to pick it up.
            it.route.due_at = None;
            break;
        };
        match walk(tx, house, &mut it, step, now).await? {
            Walked::Stays(due_at) => {
                it.route.due_at = due_at;
                break;
            }
            Walked::On => leave_step(tx, house, &mut it, now).await?,
        }
    }
    tx.save_route(&it.route).await?;
    Ok(it.route.due_at)
}

async fn expire_offers(tx: &mut Tx, it: &mut Undecided, now: Timestamp) -> Result<(), StoreError> {
    let is_over = |offer: &&mut OfferRow| offer.state == OfferState::Pending && offer.due_at <= now;
    let mut over = Vec::new();
    for offer in it.offers.iter_mut().filter(is_over) {
        offer.state = OfferState::TimedOut;
        over.push(offer.id);
    }
    if over.is_empty() {
        return Ok(());
    }
    for agent in tx.end_offers(&over, OfferState::TimedOut, &OfferEnd::TimedOut, now).await? {
        tx.look_again_for(agent, now).await?;
    }
    Ok(())
}

/// Goes to the next step: what was offered in this one is withdrawn.
async fn leave_step(tx: &mut Tx, house: &House, it: &mut Undecided, now: Timestamp) -> Result<(), StoreError> {
    if pending_until(it).is_some() {
        let asked = tx.end_offers_of(it.interaction.id, None, &OfferEnd::Withdrawn, now).await?;
        made_room(tx, house, &asked, now).await?;
    }
    if let Some(queue) = it.route.queue.take() {
        tx.count_waiting(queue, -1, now).await?;
    }
    it.route.step += 1;
    it.route.entered_at = now;
    it.route.expires_at = None;
    begin_round(tx, it, 0).await
}

/// Whoever was asked in it before, when the interaction came this way already, has answered.
async fn begin_round(tx: &mut Tx, it: &mut Undecided, round: i64) -> Result<(), StoreError> {
    it.route.round = round;
    it.offers = tx.offers_of_round(it.interaction.id, it.route.step, round).await?;
    Ok(())
}

async fn walk(
    tx: &mut Tx,
    house: &House,
    it: &mut Undecided,
    step: &Step,
    now: Timestamp,
) -> Result<Walked, StoreError> {
    match step {
        Step::AutoReply { text, when } => {
            let due = match when {
                AutoReplyWhen::OncePerInteraction | AutoReplyWhen::EachMessage => true,
                AutoReplyWhen::FirstContact => tx.is_first_contact(&it.interaction).await?,
            };
            // The flow begins anew when an interaction comes back from its owner; the customer has read this before.
            if due && !tx.has_replied(it.interaction.id, text).await? {
                tx.auto_reply(&it.interaction, text, now, house).await?;
            }
            Ok(Walked::On)
        }
        Step::Agent { agent, timeout } => ask_agent(tx, house, it, *agent, *timeout, now).await,
        Step::Queue { queue, timeout } => match house.queues.get(queue) {
            Some(queue) => ask_queue(tx, house, it, queue, *timeout, now).await,
            None => Ok(Walked::On),
        },
    }
}

/// Offers to one agent, once; whoever does not take it, or is not there, lets it go on.
async fn ask_agent(
    tx: &mut Tx,
    house: &House,
    it: &Undecided,
    agent: UserId,
    timeout: i64,
    now: Timestamp,
) -> Result<Walked, StoreError> {
    let choice = weigh(tx, house, it, &[agent], Strategy::RingAll, None, now).await?;
    match choice.next {
        Next::Ask(_) => {
            let due_at = now + timeout * 1000;
            put_before(tx, house, it, &[agent], None, due_at, now).await?;
            Ok(Walked::Stays(Some(due_at)))
        }
        Next::Pending => Ok(Walked::Stays(pending_until(it))),
        Next::RoundOver | Next::NobodyAvailable => Ok(Walked::On),
    }
}

async fn ask_queue(
    tx: &mut Tx,
    house: &House,
    it: &mut Undecided,
    queue: &HouseQueue,
    timeout: Option<i64>,
    now: Timestamp,
) -> Result<Walked, StoreError> {
    let (id, rules) = (queue.queue.id, &queue.queue);
    if it.route.queue != Some(id) {
        it.route.queue = Some(id);
        it.route.priority = rules.priority;
        it.route.expires_at = timeout.map(|seconds| it.route.entered_at + seconds * 1000);
        tx.count_waiting(id, 1, now).await?;
        tx.set_queue(it.interaction.id, id).await?;
    }
    let last = match rules.strategy {
        Strategy::RoundRobin => tx.last_agent(id).await?,
        _ => None,
    };
    let mut members: Vec<UserId> = queue.members.iter().copied().collect();
    members.sort();
    let first = |times: &[Option<Timestamp>]| times.iter().flatten().copied().min();
    for _ in 0..2 {
        let choice = weigh(tx, house, it, &members, rules.strategy, last, now).await?;
        match choice.next {
            Next::Ask(agents) => {
                let due_at = now + rules.agent_timeout * 1000;
                if it.route.handed_over.is_some() && it.route.expires_at.is_none() {
                    it.route.expires_at = Some(now + house.settings.transfer_seconds * 1_000);
                }
                put_before(tx, house, it, &agents, Some((id, &rules.name)), due_at, now).await?;
                if rules.strategy == Strategy::RoundRobin
                    && let Some(agent) = agents.first()
                {
                    tx.set_last_agent(id, *agent).await?;
                }
                return Ok(Walked::Stays(first(&[Some(due_at), pending_until(it), it.route.expires_at])));
            }
            Next::Pending => return Ok(Walked::Stays(first(&[pending_until(it), it.route.expires_at]))),
            Next::NobodyAvailable => return Ok(Walked::Stays(it.route.expires_at)),
            Next::RoundOver if was_refused(&it.route, &choice) => {
                it.route.expires_at = Some(now);
                return Ok(Walked::Stays(None));
            }
            Next::RoundOver => {
                // A round ends with a pause; when the pause is over the next one begins.
                let over_since =
                    tx.round_ended_at(it.interaction.id, it.route.step, it.route.round).await?.unwrap_or(now);
                let again_at = over_since + rules.round_pause * 1000;
                if again_at > now {
                    return Ok(Walked::Stays(first(&[Some(again_at), it.route.expires_at])));
                }
                begin_round(tx, it, it.route.round + 1).await?;
            }
        }
    }
    Ok(Walked::Stays(first(&[Some(now + rules.round_pause.max(1) * 1000), it.route.expires_at])))
}

/// Whether somebody of the queue did not want what its owner sent there.
fn was_refused(route: &RouteRow, choice: &Choice) -> bool {
    route.handed_over.as_ref().is_some_and(|handed| {
        let refusals =
            choice.passed_over.iter().filter(|(_, why)| matches!(why, PassedOver::Rejected | PassedOver::TimedOut));
        refusals.into_iter().any(|(agent, _)| *agent != handed.by)
    })
}

/// When the earliest card on a screen is over.
fn pending_until(it: &Undecided) -> Option<Timestamp> {
    it.offers.iter().filter(|offer| offer.state == OfferState::Pending).map(|offer| offer.due_at).min()
}

/// Chooses among `agents` by how they stand, and keeps the reasons.
async fn weigh(
    tx: &mut Tx,
    house: &House,
    it: &Undecided,
    agents: &[UserId],
    strategy: Strategy,
    last: Option<UserId>,
    now: Timestamp,
) -> Result<Choice, StoreError> {
    let route = &it.route;
    // The last word counts; a card on the screen above all.
    let mut states: HashMap<UserId, OfferState> = HashMap::new();
    for offer in &it.offers {
        let state = states.entry(offer.agent).or_insert(offer.state);
        if *state != OfferState::Pending {
            *state = offer.state;
        }
    }
    let mut candidates = tx.floor(agents, house).await?;
    for candidate in &mut candidates {
        // A withdrawn offer was not his doing: he may be asked again.
        candidate.answered = match states.get(&candidate.agent) {
            Some(OfferState::Pending) => Answered::Pending,
            Some(OfferState::Rejected) => Answered::Rejected,
            Some(OfferState::TimedOut) => Answered::TimedOut,
            _ => Answered::NotAsked,
        };
    }
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
        tx.explain(it.interaction.id, &weighing, now)?;
    }
    Ok(choice)
}

async fn put_before(
    tx: &mut Tx,
    house: &House,
    it: &Undecided,
    agents: &[UserId],
    queue: Option<(QueueId, &str)>,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let offer = NewOffer {
        interaction: &it.interaction,
        first_words: &it.first_words,
        agents,
        queue,
        step: it.route.step,
        round: it.route.round,
        due_at,
        from: None,
        handed_over: it.route.handed_over.as_ref(),
    };
    tx.make_offers(&offer, now, house).await
}
