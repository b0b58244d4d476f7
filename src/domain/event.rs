//! What the server tells the browsers. Each event is a row first, written with the change it tells of.

use serde::{Deserialize, Serialize};

use super::{
    AccountId, ContactId, Delivery, InteractionId, MessageId, OfferId, QueueId, UserId,
    interaction::Interaction,
    media::Media,
    message::{Message, Problem},
    offer::{Offer, OfferEnd},
    presence::Presence,
};

/// One change. Applying it twice does no harm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
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
    /// Accounts, queues, users or settings are no longer what they were: every node reads them again, and browsers ask
    /// for what they show.
    HouseChanged,
    /// A handset of the phone simulator got or sent something.
    SandboxChanged {
        account: AccountId,
        handset: String,
    },
}

/// Who may see an event. Checked for every receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum Audience {
    /// One person: offers, and his own presence.
    Person { user: UserId },
    /// The owner of an interaction and supervisors.
    Owner { user: Option<UserId> },
    /// Supervisors and administrators.
    Supervisors,
    /// The members of a queue and supervisors.
    Queue { queue: QueueId },
    /// Everybody who is signed in.
    Everyone,
}

/// An event with its place in the stream, as the browser gets it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamped {
    pub id: String,
    pub event: Event,
}
