//! Ending sessions and handing them over, as the desktop asks for it: who may, and what there is to choose from.

use super::{desktop::Desktops, failure::Failure, routing::release::may_change};
use crate::domain::{
    InteractionId, UserId,
    disposition::{ClosingForm, Disposal},
    offer::Claim,
    presence::Presence,
    transfer::{AgentTarget, Destination, QueueTarget, Targets},
    user::{Me, Right},
};

/// Dispositions on top of the picker, and how many of the last are looked at to find them: not all are offered here.
pub(super) const RECENT: usize = 3;
pub(super) const RECENT_LOOK: i64 = 50;

impl Desktops {
    /// What the question before a close needs to know.
    pub async fn closing_form(&self, me: &Me, interaction: InteractionId) -> Result<ClosingForm, Failure> {
        let known = self.visible(me, interaction).await?;
        let house = self.houses.current();
        let choices = house.dispositions.choices(known.account, known.queue);
        let mut recent = self.store.recent_dispositions(me.id, RECENT_LOOK).await?;
        recent.retain(|id| choices.iter().any(|choice| choice.id == *id));
        recent.truncate(RECENT);
        Ok(ClosingForm { required: house.disposition_required(known.account, known.queue), choices, recent })
    }

    /// Closes without a disposition.
    pub async fn close(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        self.close_with(me, interaction, None).await
    }

    /// Closes, and notes why when something was chosen. Closing a closed one changes nothing.
    pub async fn close_with(
        &self,
        me: &Me,
        interaction: InteractionId,
        disposal: Option<Disposal>,
    ) -> Result<(), Failure> {
        self.end(me, interaction, disposal).await.map(drop)
    }

    /// The same; whether it was open until now.
    pub(super) async fn end(
        &self,
        me: &Me,
        interaction: InteractionId,
        disposal: Option<Disposal>,
    ) -> Result<bool, Failure> {
        let known = self.visible(me, interaction).await?;
        if !may_change(me, known.owner) {
            return Err(Failure::refused([
                "Only who answers this customer can close the session.",
                "Può chiudere la sessione solo chi risponde a questo cliente.",
            ]));
        }
        self.routing.close(me, interaction, disposal).await
    }

    /// Where this session could go. Whether it may go at all is decided with the act.
    pub async fn targets(&self, me: &Me, interaction: InteractionId) -> Result<Targets, Failure> {
        let known = self.visible(me, interaction).await?;
        self.destinations(known.owner).await
    }

    /// Colleagues without `owner`, and queues with those who could be asked there.
    pub(super) async fn destinations(&self, owner: Option<UserId>) -> Result<Targets, Failure> {
        let house = self.houses.current();
        let presences = self.store.presences(&house).await?;
        let waiting = self.store.waiting().await?;
        let stands = |id: UserId| presences.iter().find(|presence| presence.user == id);
        let mut agents: Vec<AgentTarget> = house
            .users
            .values()
            .filter(|user| user.active && Some(user.id) != owner)
            .filter_map(|user| stands(user.id).map(|presence| target(user.name.clone(), presence)))
            .collect();
        agents.sort_by_key(|agent| (!agent.is_ready(), agent.name.to_lowercase(), agent.id));
        let mut queues: Vec<QueueTarget> = house
            .queues
            .values()
            .map(|queue| QueueTarget {
                id: queue.queue.id,
                name: queue.queue.name.clone(),
                waiting: waiting.iter().find(|(id, _)| *id == queue.queue.id).map_or(0, |(_, waiting)| *waiting),
                online: {
                    let others = queue.members.iter().filter(|id| Some(**id) != owner);
                    others.filter(|id| stands(**id).is_some_and(Presence::is_there)).count() as i64
                },
            })
            .collect();
        queues.sort_by_key(|queue| queue.name.to_lowercase());
        Ok(Targets { agents, queues, seconds: house.settings.transfer_seconds })
    }

    pub async fn transfer(
        &self,
        me: &Me,
        interaction: InteractionId,
        to: Destination,
        note: String,
    ) -> Result<(), Failure> {
        self.visible(me, interaction).await?;
        self.routing.transfer(me, interaction, to, note).await
    }

    pub async fn cancel_transfer(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        self.routing.cancel_transfer(me, interaction).await
    }

    /// The supervisor `me` becomes the owner.
    pub async fn take_over(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        supervises(me)?;
        self.routing.take_over(me, interaction).await
    }

    /// The supervisor `me` gives it to an agent or to a queue.
    pub async fn assign(&self, me: &Me, interaction: InteractionId, to: Destination) -> Result<(), Failure> {
        supervises(me)?;
        self.routing.assign(me, interaction, to).await
    }

    /// Takes the oldest waiting interaction of the queues of `me`.
    pub async fn pull(&self, me: &Me) -> Result<Claim, Failure> {
        let claim = self.routing.pull(me).await?;
        claim.ok_or_else(|| {
            Failure::refused([
                "Nobody is waiting in your queues any more.",
                "Nelle code assegnate non c'è più nessuno in attesa.",
            ])
        })
    }
}

pub(super) fn supervises(me: &Me) -> Result<(), Failure> {
    // Who can't see it learns nothing of it.
    if me.role.may(Right::Supervise) { Ok(()) } else { Err(Failure::NotFound) }
}

fn target(name: String, presence: &Presence) -> AgentTarget {
    AgentTarget {
        id: presence.user,
        name,
        availability: presence.availability,
        reason: presence.reason.clone(),
        connected: presence.connected,
        open: presence.open,
        capacity: presence.capacity,
    }
}
