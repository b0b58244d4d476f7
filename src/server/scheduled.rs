//! What was written for later, as long as it can be changed.

use std::sync::Arc;

use super::{
    clock::Clock,
    consent::check_later,
    desktop::{Desktops, check_text, standing},
    failure::Failure,
    houses::Houses,
    routing::release::may_change,
    store::{Rewritten, Store},
};
use crate::domain::{
    InteractionId, MessageId,
    interaction::Interaction,
    message::{LONGEST_TEXT, Message},
    new_sms::Later,
    segments::Segments,
    user::Me,
};

const TOO_LATE: [&str; 2] = [
    "Its time has come: it is on its way already, or was cancelled.",
    "Il suo momento è arrivato: è già in viaggio, o è stato annullato.",
];

#[derive(Clone)]
pub struct Scheduled {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    desktops: Desktops,
}

impl Scheduled {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, desktops: Desktops) -> Scheduled {
        Scheduled { store, houses, clock, desktops }
    }

    /// The interaction of a message, when this person may change what is scheduled in it.
    async fn changeable(&self, me: &Me, message: MessageId) -> Result<Interaction, Failure> {
        let id = self.store.interaction_of(message).await?.ok_or(Failure::NotFound)?;
        self.changeable_in(me, id).await
    }

    async fn changeable_in(&self, me: &Me, interaction: InteractionId) -> Result<Interaction, Failure> {
        let interaction = self.desktops.visible(me, interaction).await?;
        if !may_change(me, interaction.owner) {
            return Err(Failure::refused([
                "Only who answers this customer can change what is scheduled.",
                "Può modificare gli invii programmati solo chi risponde a questo cliente.",
            ]));
        }
        Ok(interaction)
    }

    /// Other words, another time.
    pub async fn change(&self, me: &Me, message: MessageId, text: String, later: Later) -> Result<Message, Failure> {
        let interaction = self.changeable(me, message).await?;
        let (now, house) = (self.clock.now(), self.houses.current());
        let account = house.account(interaction.account).ok_or(Failure::NotFound)?;
        let text = text.trim_end().to_owned();
        check_text(&text, account.provider.capabilities().max_chars.min(LONGEST_TEXT))?;
        check_later(Some(later), now)?;
        standing(account, &interaction).allow(me, later.at, None)?;
        let new = Rewritten { segments: Segments::of(&text).parts, text, later };
        let changed = self.store.rewrite_scheduled(message, new, now, house.clone()).await?;
        changed.ok_or_else(|| Failure::refused(TOO_LATE))
    }

    pub async fn cancel(&self, me: &Me, message: MessageId) -> Result<(), Failure> {
        self.changeable(me, message).await?;
        let (now, house) = (self.clock.now(), self.houses.current());
        if self.store.cancel_scheduled(message, cancelled_by(me), now, house).await? {
            Ok(())
        } else {
            Err(Failure::refused(TOO_LATE))
        }
    }

    /// All that is scheduled in a conversation: it is about to be closed.
    pub async fn cancel_all(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        self.changeable_in(me, interaction).await?;
        let (now, house) = (self.clock.now(), self.houses.current());
        Ok(self.store.cancel_all_scheduled(interaction, cancelled_by(me), now, house).await?)
    }

    /// Sends it at once.
    pub async fn send_now(&self, me: &Me, message: MessageId) -> Result<(), Failure> {
        let interaction = self.changeable(me, message).await?;
        let (now, house) = (self.clock.now(), self.houses.current());
        if let Some(account) = house.account(interaction.account) {
            standing(account, &interaction).allow(me, now, None)?;
        }
        if self.store.release_scheduled(message, now, house).await? { Ok(()) } else { Err(Failure::refused(TOO_LATE)) }
    }
}

fn cancelled_by(me: &Me) -> String {
    format!("Cancelled by {}.", me.name)
}
