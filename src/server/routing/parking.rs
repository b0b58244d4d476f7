//! A rush: everybody is busy, and each text opens an interaction that can only wait. They go to their queues together,
//! where each by itself would be a dozen statements.

use std::collections::BTreeMap;

use crate::{
    domain::{
        InteractionId, QueueId, Timestamp, UserId,
        flow::Step,
        routing::{Next, choose},
    },
    server::{
        house::{House, HouseQueue},
        store::{Newcomer, Parked, StoreError, Tx},
    },
};

/// Lets those of `interactions` wait that nobody has been asked to take yet, whose flow stands at a queue, and whom nobody
/// of that queue can take now. Returns the others, in their order, and when the first of those that wait is due again.
pub(super) async fn park(
    tx: &mut Tx,
    house: &House,
    interactions: &[InteractionId],
    now: Timestamp,
) -> Result<(Vec<InteractionId>, Option<Timestamp>), StoreError> {
    // One alone is walked through its flow in the usual way, which is as quick.
    if interactions.len() < 2 {
        return Ok((interactions.to_vec(), None));
    }
    let mut queues: BTreeMap<QueueId, (&HouseQueue, Vec<Newcomer>, Vec<Parked>)> = BTreeMap::new();
    for newcomer in tx.newcomers(interactions, now).await? {
        let Some((queue, timeout)) = queue_of(house, &newcomer) else { continue };
        let expires_at = match newcomer.queue {
            Some(_) => newcomer.expires_at,
            None => timeout.map(|seconds| newcomer.entered_at + seconds * 1000),
        };
        if expires_at.is_some_and(|expires| expires <= now) {
            continue; // its time in the queue is up: the flow goes on
        }
        let parked = Parked {
            interaction_id: newcomer.interaction,
            queue_id: queue.queue.id,
            priority: queue.queue.priority,
            expires_at,
        };
        let (_, newcomers, all) = queues.entry(queue.queue.id).or_insert_with(|| (queue, Vec::new(), Vec::new()));
        newcomers.push(newcomer);
        all.push(parked);
    }
    let (mut rest, mut next) = (interactions.to_vec(), None);
    for (id, (queue, newcomers, parked)) in queues {
        if can_ask_somebody(tx, house, queue).await? {
            continue;
        }
        tx.park(&parked).await?;
        next = next.into_iter().chain(parked.iter().filter_map(|parked| parked.expires_at)).min();
        let came = newcomers.iter().filter(|newcomer| newcomer.queue.is_none()).count() as i64;
        if came > 0 {
            tx.count_waiting(id, came, now).await?;
        }
        rest.retain(|interaction| !newcomers.iter().any(|newcomer| newcomer.interaction == *interaction));
    }
    Ok((rest, next))
}

/// The queue at which the flow stands, and how long it may wait there (s).
fn queue_of<'a>(house: &'a House, newcomer: &Newcomer) -> Option<(&'a HouseQueue, Option<i64>)> {
    let flow = &house.account(newcomer.account)?.flow.0;
    match flow.get(usize::try_from(newcomer.step).ok()?)? {
        Step::Queue { queue, timeout } if newcomer.queue.is_none_or(|waits_in| waits_in == *queue) => {
            Some((house.queues.get(queue)?, *timeout))
        }
        _ => None,
    }
}

async fn can_ask_somebody(tx: &mut Tx, house: &House, queue: &HouseQueue) -> Result<bool, StoreError> {
    let members: Vec<UserId> = queue.members.iter().copied().collect();
    let candidates = tx.floor(&members, house).await?;
    Ok(choose(queue.queue.strategy, &candidates, None).next != Next::NobodyAvailable)
}
