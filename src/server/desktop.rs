//! What an agent's desktop asks for.

use std::sync::Arc;

use super::{
    clock::Clock,
    contacts::Contacts,
    failure::Failure,
    house::HouseAccount,
    houses::Houses,
    routing::{Routing, release::may_change},
    sandbox,
    store::{Composed, Store, Written},
};
use crate::domain::{
    InteractionId, MediaId, MessageId,
    account::AccountBadge,
    desktop::Desktop,
    error::Invalid,
    interaction::{Conversation, Interaction},
    message::{DeliveryStep, LONGEST_TEXT, Message},
    presence::{Availability, Presence},
    queue::QueueLoad,
    segments::Segments,
    user::{Me, Right},
};

/// Messages of a conversation sent at once.
const PAGE: i64 = 100;
/// Longer keys are nobody's.
const LONGEST_KEY: usize = 64;
/// Characters of a note.
const LONGEST_NOTE: usize = 10_000;

#[derive(Clone)]
pub struct Desktops {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    routing: Routing,
    contacts: Contacts,
    build: Arc<str>,
}

impl Desktops {
    pub fn new(
        store: Store,
        houses: Arc<Houses>,
        clock: Clock,
        routing: Routing,
        contacts: Contacts,
        build: Arc<str>,
    ) -> Desktops {
        Desktops { store, houses, clock, routing, contacts, build }
    }

    /// Everything the desktop shows at first. The cursor is read first: what happens meanwhile comes as an event again,
    /// and applying it twice does no harm.
    pub async fn snapshot(&self, me: &Me) -> Result<Desktop, Failure> {
        let cursor = self.store.newest_cursor().await?.to_string();
        let house = self.houses.current();
        let presence = self.store.presence_of(me.id, &house).await?.unwrap_or(Presence {
            user: me.id,
            availability: Availability::Offline,
            reason: None,
            since: self.clock.now(),
            connected: false,
            open: 0,
            capacity: 0,
        });
        let waiting = self.store.waiting().await?;
        let queues = house
            .queues_of(me.id)
            .map(|queue| QueueLoad {
                id: queue.queue.id,
                name: queue.queue.name.clone(),
                waiting: waiting.iter().find(|(id, _)| *id == queue.queue.id).map_or(0, |(_, waiting)| *waiting),
            })
            .collect();
        let accounts = house
            .accounts
            .values()
            .filter(|account| account.active && account.users.contains(&me.id))
            .map(|account| AccountBadge {
                id: account.id,
                key: account.key.clone(),
                name: account.name.clone(),
                provider: account.provider_key.clone(),
                sender: account.sender.clone(),
                max_chars: account.provider.capabilities().max_chars.min(LONGEST_TEXT),
                media: house.media_limits(account),
            })
            .collect();
        Ok(Desktop {
            me: me.clone(),
            house_name: house.settings.house_name.clone(),
            presence,
            pause_reasons: house.settings.pause_reasons.clone(),
            queues,
            accounts,
            offers: self.store.offers_of(me.id, &house).await?,
            sessions: self.store.sessions_of(me.id, &house).await?,
            simulator: house.accounts.values().any(|account| account.provider_key == sandbox::PROVIDER),
            cursor,
            build: self.build.to_string(),
        })
    }

    /// The interaction, when this person may see it: its owner, whoever owned it first, and supervisors.
    async fn visible(&self, me: &Me, id: InteractionId) -> Result<Interaction, Failure> {
        let house = self.houses.current();
        let interaction = self.store.interaction(id, &house).await?.ok_or(Failure::NotFound)?;
        let served = interaction.owner == Some(me.id) || me.role.may(Right::Supervise);
        if served { Ok(interaction) } else { Err(Failure::NotFound) }
    }

    /// The interaction, when this person may read its conversation. History belongs to the contact, not to who wrote it, so
    /// it is whoever may see the contact.
    pub(super) async fn readable(&self, me: &Me, id: InteractionId) -> Result<Interaction, Failure> {
        self.contacts.readable(me, id).await
    }

    pub async fn conversation(
        &self,
        me: &Me,
        id: InteractionId,
        before: Option<MessageId>,
    ) -> Result<Conversation, Failure> {
        let interaction = self.readable(me, id).await?;
        let house = self.houses.current();
        let mut messages = self.store.messages(id, before, PAGE + 1, &house).await?;
        let more = messages.len() as i64 > PAGE;
        if more {
            messages.remove(0);
        }
        Ok(Conversation { interaction, messages, more })
    }

    /// A text to the customer.
    pub async fn reply(
        &self,
        me: &Me,
        interaction: InteractionId,
        text: String,
        compose_key: String,
    ) -> Result<Message, Failure> {
        self.reply_with(me, interaction, text, Vec::new(), compose_key).await
    }

    /// The same with uploads of his, in this order; then the text may be empty.
    pub async fn reply_with(
        &self,
        me: &Me,
        interaction: InteractionId,
        text: String,
        media: Vec<MediaId>,
        compose_key: String,
    ) -> Result<Message, Failure> {
        let text = text.trim_end().to_owned();
        let house = self.houses.current();
        let known = self.store.interaction(interaction, &house).await?.ok_or(Failure::NotFound)?;
        let account = house.account(known.account).filter(|account| account.active);
        let Some(account) = account else {
            return Err(Failure::refused("The account of this conversation is switched off."));
        };
        if !known.peer.can_be_answered() {
            return Err(Failure::refused("This sender is a name, not a number: it can't be answered."));
        }
        let longest = account.provider.capabilities().max_chars.min(LONGEST_TEXT);
        // A picture needs no words.
        if media.is_empty() || !text.is_empty() {
            check_text(&text, longest)?;
        }
        self.check_media(account, &media).await?;
        let segments = Segments::of(&text).parts.max(1);
        self.compose(Composed { interaction, author: me.id, text, compose_key, note: false, segments, media }).await
    }

    pub async fn note(
        &self,
        me: &Me,
        interaction: InteractionId,
        text: String,
        compose_key: String,
    ) -> Result<Message, Failure> {
        self.visible(me, interaction).await?;
        let text = text.trim_end().to_owned();
        check_text(&text, LONGEST_NOTE)?;
        let author = me.id;
        self.compose(Composed { interaction, author, text, compose_key, note: true, segments: 0, media: vec![] }).await
    }

    /// Whether the account sends these uploads together. Whose they are is checked when they are sent.
    async fn check_media(&self, account: &HouseAccount, media: &[MediaId]) -> Result<(), Failure> {
        if media.is_empty() {
            return Ok(());
        }
        let Some(limits) = self.houses.current().media_limits(account) else {
            return Err(Failure::refused("This account sends texts only."));
        };
        if media.len() > limits.files {
            return Err(Failure::refused(format!("At most {} files go with one message.", limits.files)));
        }
        let mut together = 0;
        for (index, id) in media.iter().enumerate() {
            if media[..index].contains(id) {
                return Err(Failure::refused("The same file is attached twice."));
            }
            together += self.store.media(*id).await?.map_or(0, |row| row.media.size);
        }
        if together > limits.total_size {
            return Err(Failure::refused("These files are too large to go with one message."));
        }
        Ok(())
    }

    async fn compose(&self, new: Composed) -> Result<Message, Failure> {
        let key = &new.compose_key;
        if key.is_empty() || key.len() > LONGEST_KEY || key.contains('\0') {
            return Err(Invalid::one("compose_key", "This message has no proper name of its own.").into());
        }
        match self.store.compose(new, self.clock.now(), self.houses.current()).await? {
            Written::Done(message) | Written::Already(message) => Ok(*message),
            Written::Closed => Err(Failure::refused("This session was closed meanwhile.")),
            Written::NotOwner(Some(name)) => Err(Failure::refused(format!("{name} answers this customer now."))),
            Written::NotOwner(None) => Err(Failure::refused("Nobody has accepted this conversation yet.")),
            Written::MediaGone => {
                Err(Failure::refused("A picture or file of this message is not there any more. Attach it again."))
            }
            Written::Gone => Err(Failure::NotFound),
        }
    }

    pub async fn seen(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        Ok(self.store.seen(interaction, me.id, self.clock.now(), self.houses.current()).await?)
    }

    async fn of_message(&self, me: &Me, message: MessageId) -> Result<Interaction, Failure> {
        let id = self.store.interaction_of(message).await?.ok_or(Failure::NotFound)?;
        self.visible(me, id).await
    }

    pub async fn resend(&self, me: &Me, message: MessageId) -> Result<(), Failure> {
        let interaction = self.of_message(me, message).await?;
        if !may_change(me, interaction.owner) {
            return Err(Failure::refused("Only who answers this customer can send again."));
        }
        if self.store.resend(message, self.clock.now()).await? {
            Ok(())
        } else {
            Err(Failure::refused("This message is on its way or has arrived: there is nothing to send again."))
        }
    }

    pub async fn delivery_story(&self, me: &Me, message: MessageId) -> Result<Vec<DeliveryStep>, Failure> {
        let id = self.store.interaction_of(message).await?.ok_or(Failure::NotFound)?;
        self.contacts.readable(me, id).await?;
        Ok(self.store.delivery_story(message).await?)
    }

    pub async fn close(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        let known = self.visible(me, interaction).await?;
        if !may_change(me, known.owner) {
            return Err(Failure::refused("Only who answers this customer can close the session."));
        }
        self.routing.close(me, interaction).await
    }
}

fn check_text(text: &str, longest: usize) -> Result<(), Failure> {
    if text.trim().is_empty() {
        return Err(Invalid::one("text", "There is nothing to send yet.").into());
    }
    if text.contains('\0') {
        return Err(Invalid::one("text", "This text holds a character that can't be sent.").into());
    }
    let chars = text.chars().count();
    if chars > longest {
        return Err(Invalid::one("text", format!("{chars} characters; at most {longest} can be sent.")).into());
    }
    Ok(())
}
