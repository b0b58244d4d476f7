//! What an agent's desktop asks for.

use std::sync::Arc;

use super::{
    clock::Clock,
    consent::{Standing, check_later},
    contacts::Contacts,
    failure::Failure,
    house::{House, HouseAccount},
    houses::Houses,
    routing::{Routing, release::may_change},
    sandbox,
    store::{Composed, Cursor, Desk, Store, StoreError, Written},
};
use crate::domain::{
    InteractionId, MediaId, MessageId,
    account::AccountBadge,
    canned::Template,
    desktop::Desktop,
    draft::{Draft, LONGEST_DRAFT},
    error::Invalid,
    interaction::{Conversation, Interaction, PastSessions, State, Stretch},
    message::{DeliveryStep, Message},
    new_sms::Later,
    presence::{Availability, Presence},
    queue::QueueLoad,
    segments::Segments,
    user::Me,
};

/// Messages of a conversation sent at once.
const PAGE: i64 = 100;
/// Earlier sessions told of at once.
const PAST_PAGE: i64 = 20;
/// Longer keys are nobody's.
const LONGEST_KEY: usize = 64;
/// Characters of a note.
const LONGEST_NOTE: usize = 10_000;

#[derive(Clone)]
pub struct Desktops {
    pub(super) store: Store,
    pub(super) houses: Arc<Houses>,
    pub(super) clock: Clock,
    pub(super) routing: Routing,
    pub(super) contacts: Contacts,
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

    /// Where the events stand. Read before anything a desktop shows: what happens meanwhile comes as an event again, and
    /// applying it twice does no harm.
    pub async fn cursor(&self) -> Result<Cursor, Failure> {
        Ok(self.store.newest_cursor().await?)
    }

    /// Everything the desktop shows at first, and the stretch of a conversation that its address names.
    pub async fn begin(
        &self,
        cursor: Cursor,
        me: &Me,
        named: Option<(InteractionId, Stretch)>,
    ) -> Result<(Desktop, Option<Result<Conversation, Failure>>), Failure> {
        let messages = async {
            match named {
                Some((interaction, stretch)) => Some(self.messages(interaction, stretch).await),
                None => None,
            }
        };
        let (desktop, messages) = tokio::join!(self.since(cursor, me), messages);
        let desktop = desktop?;
        let Some(((id, _), messages)) = named.zip(messages) else { return Ok((desktop, None)) };
        // His own he may read, and it is here.
        let own = desktop.sessions.iter().find(|session| session.id == id).cloned();
        let interaction = match own {
            Some(interaction) => Ok(interaction),
            None => self.contacts.readable(me, id).await,
        };
        Ok((desktop, Some(interaction.and_then(|interaction| Ok(told(interaction, messages?))))))
    }

    /// Everything the desktop shows at first.
    pub async fn snapshot(&self, me: &Me) -> Result<Desktop, Failure> {
        self.since(self.cursor().await?, me).await
    }

    /// The desktop, read after `cursor`. What it needs is asked for at once, so that it takes as long as the longest answer.
    async fn since(&self, cursor: Cursor, me: &Me) -> Result<Desktop, Failure> {
        let house = self.houses.current();
        let sessions = async {
            let sessions = self.store.sessions_of(me.id, &house).await?;
            let open: Vec<InteractionId> = sessions.iter().map(|session| session.id).collect();
            let looking = self.store.looking_at(me.id, &open, &house).await?;
            Ok::<_, StoreError>((sessions, looking))
        };
        let (Desk { presence, alerts, drafts, waiting }, (sessions, looking), offers, mentions) = tokio::try_join!(
            self.store.desk_of(me.id, &house),
            sessions,
            self.store.offers_of(me.id, &house),
            self.store.mentions_of(me.id, &house),
        )?;
        let presence = presence.unwrap_or(Presence {
            user: me.id,
            availability: Availability::Offline,
            reason: None,
            since: self.clock.now(),
            connected: false,
            open: 0,
            audible: true,
            capacity: 0,
        });
        let queues = house
            .queues_of(me.id)
            .map(|queue| QueueLoad {
                id: queue.queue.id,
                name: queue.queue.name.clone(),
                waiting: waiting.iter().find(|(id, _)| *id == queue.queue.id).map_or(0, |(_, waiting)| *waiting),
            })
            .collect();
        let (own, others): (Vec<_>, Vec<_>) = house
            .accounts
            .values()
            .filter(|account| account.active)
            .partition(|account| account.users.contains(&me.id));
        let others = others.into_iter().filter(|account| sessions.iter().any(|session| session.account == account.id));
        Ok(Desktop {
            me: me.clone(),
            house_name: house.settings.house_name.clone(),
            presence,
            pause_reasons: house.settings.pause_reasons.clone(),
            queues,
            accounts: own.into_iter().map(|account| badge(account, &house)).collect(),
            other_accounts: others.map(|account| badge(account, &house)).collect(),
            transfer: house.accounts.keys().copied().filter(|account| house.may_transfer(*account)).collect(),
            offers,
            looking,
            mentions,
            alerts,
            sessions,
            drafts,
            simulator: house.accounts.values().any(|account| account.provider_key == sandbox::PROVIDER),
            cursor: cursor.to_string(),
            build: self.build.to_string(),
        })
    }

    /// The interaction, when this person may see it: its owner, whoever had it before or was named in it, and supervisors.
    pub(super) async fn visible(&self, me: &Me, id: InteractionId) -> Result<Interaction, Failure> {
        let house = self.houses.current();
        let interaction = self.store.interaction(id, &house).await?.ok_or(Failure::NotFound)?;
        let served = interaction.is_visible_to(me) || self.store.has_handled(id, me.id).await?;
        if served { Ok(interaction) } else { Err(Failure::NotFound) }
    }

    pub(super) async fn may_see(&self, me: &Me, id: InteractionId) -> Result<bool, Failure> {
        match self.visible(me, id).await {
            Ok(_) => Ok(true),
            Err(Failure::NotFound) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    /// The interaction, when this person may read its conversation.
    pub(super) async fn readable(&self, me: &Me, id: InteractionId) -> Result<Interaction, Failure> {
        self.contacts.readable(me, id).await
    }

    /// To be read by whoever may see the contact: history belongs to the contact, not to who wrote it.
    pub async fn conversation(&self, me: &Me, id: InteractionId, stretch: Stretch) -> Result<Conversation, Failure> {
        // Read side by side; whoever may not read it gets neither.
        let (interaction, messages) = tokio::try_join!(self.contacts.readable(me, id), self.messages(id, stretch))?;
        Ok(told(interaction, messages))
    }

    async fn messages(&self, id: InteractionId, stretch: Stretch) -> Result<(Vec<Message>, i64), Failure> {
        Ok(self.store.messages(id, stretch, PAGE, &self.houses.current()).await?)
    }

    /// The sessions of the same peer and account before `before`, which is `id` itself or one of them. None for who was
    /// merely named in `id`: he reads this one, not what there was before.
    pub async fn past_sessions(
        &self,
        me: &Me,
        id: InteractionId,
        before: InteractionId,
    ) -> Result<PastSessions, Failure> {
        let interaction = self.contacts.readable(me, id).await?;
        if !self.contacts.may_see(me, interaction.contact).await? {
            return Ok(PastSessions::default());
        }
        let before = before.min(interaction.id);
        Ok(self.store.past_sessions(&interaction, before, PAST_PAGE, &self.houses.current()).await?)
    }

    /// Keeps what is being written. The newest typing wins: the answer is what is kept now.
    pub async fn save_draft(&self, me: &Me, draft: Draft) -> Result<Draft, Failure> {
        self.visible(me, draft.interaction).await?;
        if draft.text.contains('\0') || draft.text.chars().count() > LONGEST_DRAFT {
            return Err(Invalid::one(
                "text",
                [
                    "This text is too long to be kept as a draft.",
                    "Questo testo è troppo lungo per essere conservato come bozza.",
                ],
            )
            .into());
        }
        if !draft.compose_key.is_empty() {
            check_key(&draft.compose_key)?;
        }
        let kept = self.store.save_draft(me.id, draft, self.clock.now(), self.houses.current()).await?;
        kept.ok_or_else(|| {
            Failure::refused(["This session was closed meanwhile.", "Nel frattempo questa sessione è stata chiusa."])
        })
    }

    /// A text to the customer.
    pub async fn reply(
        &self,
        me: &Me,
        interaction: InteractionId,
        text: String,
        compose_key: String,
    ) -> Result<Message, Failure> {
        self.reply_as(me, interaction, text, compose_key, Manner::default()).await
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
        self.reply_as(me, interaction, text, compose_key, Manner { media, ..Manner::default() }).await
    }

    /// A reply that leaves later, with files, or although something stands in its way.
    pub async fn reply_as(
        &self,
        me: &Me,
        interaction: InteractionId,
        text: String,
        compose_key: String,
        manner: Manner,
    ) -> Result<Message, Failure> {
        let text = text.trim_end().to_owned();
        let house = self.houses.current();
        let known = self.readable(me, interaction).await?;
        let account = house.account(known.account).filter(|account| account.active);
        let Some(account) = account else {
            return Err(Failure::refused([
                "The account of this conversation is switched off.",
                "L'account di questa conversazione è disattivato.",
            ]));
        };
        if !known.peer.can_be_answered() {
            return Err(Failure::refused([
                "This sender is a name, not a number: it can't be answered.",
                "Questo mittente è un nome, non un numero: non può ricevere risposte.",
            ]));
        }
        // A picture needs no words.
        if manner.media.is_empty() || !text.is_empty() {
            check_text(&text, account.max_chars())?;
        }
        check_gaps(&text)?;
        self.check_media(account, &manner.media).await?;
        let now = self.clock.now();
        check_later(manner.later, now)?;
        let leaves = manner.later.map_or(now, |later| later.at);
        let despite = standing(account, &known).allow(me, leaves, manner.despite.as_deref())?;
        let segments = Segments::of(&text).parts.max(1);
        let Manner { later, media, .. } = manner;
        let new =
            Composed { interaction, author: me.id, text, compose_key, note: false, segments, later, despite, media };
        self.compose(new).await
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
        let new = Composed {
            interaction,
            author,
            text,
            compose_key,
            note: true,
            segments: 0,
            later: None,
            despite: None,
            media: Vec::new(),
        };
        self.compose(new).await
    }

    /// Whether the account sends these uploads together. Whose they are is checked when they are sent.
    async fn check_media(&self, account: &HouseAccount, media: &[MediaId]) -> Result<(), Failure> {
        if media.is_empty() {
            return Ok(());
        }
        let Some(limits) = self.houses.current().media_limits(account) else {
            return Err(Failure::refused([
                "This account sends texts only.",
                "Questo account invia solo SMS di testo.",
            ]));
        };
        if media.len() > limits.files {
            return Err(Failure::refused([
                format!("At most {} files go with one message.", limits.files),
                format!("Un messaggio porta al massimo {} file.", limits.files),
            ]));
        }
        let mut together = 0;
        for (index, id) in media.iter().enumerate() {
            if media[..index].contains(id) {
                return Err(Failure::refused([
                    "The same file is attached twice.",
                    "Lo stesso file è allegato due volte.",
                ]));
            }
            together += self.store.media(*id).await?.map_or(0, |row| row.media.size);
        }
        if together > limits.total_size {
            return Err(Failure::refused([
                "These files are too large to go with one message.",
                "Questi file insieme sono troppo grandi per un messaggio.",
            ]));
        }
        Ok(())
    }

    async fn compose(&self, new: Composed) -> Result<Message, Failure> {
        check_key(&new.compose_key)?;
        match self.store.compose(new, self.clock.now(), self.houses.current()).await? {
            Written::Done(message) | Written::Already(message) => Ok(*message),
            Written::Otherwise => Err(Failure::refused([
                "Your other window has sent this already, in other words. Edit this one if something is missing.",
                "L'altra finestra l'ha già inviato, con altre parole. Modificare questo se manca qualcosa.",
            ])),
            Written::Closed => Err(Failure::refused([
                "This session was closed meanwhile.",
                "Nel frattempo questa sessione è stata chiusa.",
            ])),
            Written::NotOwner(Some(name)) => Err(Failure::refused([
                format!("{name} answers this customer now."),
                format!("A questo cliente ora risponde {name}."),
            ])),
            Written::NotOwner(None) => Err(Failure::refused([
                "Nobody has accepted this conversation yet.",
                "Nessuno ha ancora accettato questa conversazione.",
            ])),
            Written::MediaGone => Err(Failure::refused([
                "A picture or file of this message is not there any more. Attach it again.",
                "Un'immagine o un file di questo messaggio non c'è più. Allegarlo di nuovo.",
            ])),
            Written::Gone => Err(Failure::NotFound),
        }
    }

    pub async fn seen(&self, me: &Me, interaction: InteractionId) -> Result<(), Failure> {
        Ok(self.store.seen(interaction, me.id, self.clock.now(), self.houses.current()).await?)
    }

    async fn of_message(&self, me: &Me, message: MessageId) -> Result<Interaction, Failure> {
        let id = self.store.interaction_of(message).await?.ok_or(Failure::NotFound)?;
        self.contacts.readable(me, id).await
    }

    pub async fn resend(&self, me: &Me, message: MessageId) -> Result<(), Failure> {
        let interaction = self.of_message(me, message).await?;
        if !may_change(me, interaction.owner) {
            return Err(Failure::refused([
                "Only who answers this customer can send again.",
                "Può inviare di nuovo solo chi risponde a questo cliente.",
            ]));
        }
        if let Some(account) = self.houses.current().account(interaction.account) {
            standing(account, &interaction).allow(me, self.clock.now(), None)?;
        }
        if self.store.resend(message, self.clock.now()).await? {
            Ok(())
        } else {
            Err(Failure::refused([
                "This message is on its way or has arrived: there is nothing to send again.",
                "Questo messaggio è in viaggio o è arrivato: non c'è nulla da inviare di nuovo.",
            ]))
        }
    }

    pub async fn delivery_story(&self, me: &Me, message: MessageId) -> Result<Vec<DeliveryStep>, Failure> {
        let id = self.store.interaction_of(message).await?.ok_or(Failure::NotFound)?;
        self.contacts.readable(me, id).await?;
        Ok(self.store.delivery_story(message).await?)
    }
}

fn told(interaction: Interaction, (messages, older): (Vec<Message>, i64)) -> Conversation {
    Conversation { interaction, messages, older }
}

fn badge(account: &HouseAccount, house: &House) -> AccountBadge {
    AccountBadge {
        id: account.id,
        key: account.key.clone(),
        name: account.name.clone(),
        provider: account.provider_key.clone(),
        sender: account.sender.clone(),
        max_chars: account.max_chars(),
        warn_messages: house.settings.warn_messages,
        quiet_hours: account.quiet_hours.is_some(),
        media: house.media_limits(account),
    }
}

/// How a reply leaves that is not simply sent.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    pub later: Option<Later>,
    /// Why it is sent although something stands in the way.
    pub despite: Option<String>,
    /// Uploads that go with it, in order.
    pub media: Vec<MediaId>,
}

/// The customer of a conversation. A closed one says nothing about when he wrote last.
pub(super) fn standing<'a>(account: &'a HouseAccount, interaction: &'a Interaction) -> Standing<'a> {
    Standing {
        account,
        peer: &interaction.peer,
        opted_out_at: interaction.opted_out_at,
        last_inbound_at: interaction.last_inbound_at.filter(|_| interaction.state == State::Open),
    }
}

pub(super) fn check_key(compose_key: &str) -> Result<(), Invalid> {
    if compose_key.is_empty() || compose_key.len() > LONGEST_KEY || compose_key.contains('\0') {
        return Err(Invalid::one(
            "compose_key",
            ["This message has no proper name of its own.", "Questo messaggio non ha un identificativo valido."],
        ));
    }
    Ok(())
}

pub(super) fn check_text(text: &str, longest: usize) -> Result<(), Failure> {
    if text.trim().is_empty() {
        return Err(Invalid::one("text", ["There is nothing to send yet.", "Non c'è ancora nulla da inviare."]).into());
    }
    if text.contains('\0') {
        return Err(Invalid::one(
            "text",
            [
                "This text holds a character that can't be sent.",
                "Questo testo contiene un carattere che non si può inviare.",
            ],
        )
        .into());
    }
    let chars = text.chars().count();
    if chars > longest {
        return Err(Invalid::one(
            "text",
            [
                format!("{chars} characters; at most {longest} can be sent."),
                format!("{chars} caratteri; se ne possono inviare al massimo {longest}."),
            ],
        )
        .into());
    }
    Ok(())
}

/// A variable of a canned answer that nothing filled in must not reach a customer, whatever sends it.
fn check_gaps(text: &str) -> Result<(), Invalid> {
    match Template::parse(text).first_gap() {
        Some((variable, _)) => Err(Invalid::one(
            "text",
            [format!("Fill in {} first.", variable.token()), format!("Prima occorre completare {}.", variable.token())],
        )),
        None => Ok(()),
    }
}
