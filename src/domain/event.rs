//! What the server tells the browsers. Each event is a row first, written with the change it tells of.

use serde::{Deserialize, Serialize};

use super::{
    AccountId, ContactId, Delivery, InteractionId, MessageId, OfferId, QueueId, Timestamp, UserId,
    attention::Looker,
    draft::Draft,
    interaction::Interaction,
    media::Media,
    mention::Mention,
    message::{Message, Problem},
    offer::{Offer, OfferEnd},
    presence::Presence,
};

/// One change. Applying it twice does no harm.
///
/// Travels under its name (`{"offer_made":{"offer":…}}`). With the name inside, serde would read every type in it by a
/// second way of its own, which browsers would have to download.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "an event lives for a moment, and most are the large one")]
pub enum Event {
    OfferMade {
        offer: Offer,
    },
    OfferEnded {
        offer: OfferId,
        interaction: InteractionId,
        agent: UserId,
        end: OfferEnd,
    },
    InteractionChanged {
        interaction: Interaction,
    },
    MessageAdded {
        message: Message,
    },
    DeliveryChanged {
        interaction: InteractionId,
        message: MessageId,
        attempt: i64,
        delivery: Delivery,
        problem: Option<Problem>,
    },
    /// A picture or file was fetched, or it turned out why not.
    MediaChanged {
        interaction: InteractionId,
        message: MessageId,
        media: Media,
    },
    PresenceChanged {
        presence: Presence,
    },
    /// Who else has an interaction on the screen now, without the receiver.
    LookingChanged {
        interaction: InteractionId,
        people: Vec<Looker>,
    },
    /// The page that gets this shows these now: from here on it is told whatever happens in them. What it read of them
    /// before may lack something.
    Shown {
        interactions: Vec<InteractionId>,
    },
    /// Who has an interaction on the screen now, everybody: for the lists of supervisors.
    Watched {
        interaction: InteractionId,
        people: Vec<Looker>,
    },
    /// A colleague named the receiver in a note.
    Mentioned {
        mention: Mention,
    },
    /// The receiver has read his mentions in this interaction, or all of them.
    MentionsRead {
        interaction: Option<InteractionId>,
    },
    QueueChanged {
        queue: QueueId,
        waiting: i64,
    },
    /// A contact is not what it was: whoever shows it asks for it again. Nothing of it travels here.
    ContactChanged {
        contact: ContactId,
        version: i64,
    },
    /// The contact was merged into another one, whose number is `into`.
    ContactMerged {
        contact: ContactId,
        into: ContactId,
    },
    /// An interaction got a tag or lost one.
    TagsChanged {
        interaction: InteractionId,
    },
    /// Somebody typed; told to himself, for his other windows.
    DraftChanged {
        draft: Draft,
    },
    /// Accounts, queues, users or settings are no longer what they were: every node reads them again, and browsers ask
    /// for what they show.
    HouseChanged,
    /// Some of a person's sessions have ended. For the streams themselves; no browser gets it.
    SignedOut,
    /// Canned answers were added, changed or removed: those of `account`, or such as hold in every conversation.
    AnswersChanged {
        account: Option<AccountId>,
    },
    /// A contact opted out of texts, or in again (`None`).
    ConsentChanged {
        contact: ContactId,
        opted_out_at: Option<Timestamp>,
    },
    /// A handset of the phone simulator got or sent something.
    SandboxChanged {
        account: AccountId,
        handset: String,
    },
}

/// Who may see an event. Checked for every receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Audience {
    /// One person: offers, his drafts, and his own presence.
    Person { user: UserId },
    /// The owner of an interaction and supervisors; and whoever has it on the screen, where it says which one it is.
    Owner {
        user: Option<UserId>,
        #[serde(default)]
        of: Option<InteractionId>,
    },
    /// The same and the colleagues named in its notes.
    Circle {
        owner: Option<UserId>,
        guests: Vec<UserId>,
        #[serde(default)]
        of: Option<InteractionId>,
    },
    /// One page of a person, by the name it made up.
    Page { user: UserId, page: String },
    /// Every stream of a person, whatever he may: each asks whether its session still holds.
    Streams { user: UserId },
    /// Supervisors and administrators.
    Supervisors,
    /// The members of a queue and supervisors.
    Queue { queue: QueueId },
    /// Everybody who is signed in.
    Everyone,
}

impl Audience {
    /// Everybody who may see this interaction.
    pub fn of(interaction: &Interaction) -> Audience {
        Audience::around(interaction.id, interaction.owner, interaction.guests.clone())
    }

    /// The same, by what decides it.
    pub fn around(interaction: InteractionId, owner: Option<UserId>, guests: Vec<UserId>) -> Audience {
        let of = Some(interaction);
        if guests.is_empty() { Audience::Owner { user: owner, of } } else { Audience::Circle { owner, guests, of } }
    }

    /// The interaction whose readers are meant, whoever they are.
    pub fn readers_of(&self) -> Option<InteractionId> {
        match self {
            Audience::Owner { of, .. } | Audience::Circle { of, .. } => *of,
            _ => None,
        }
    }
}

/// An event with its place in the stream, as the browser gets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamped {
    pub id: String,
    pub event: Event,
}
