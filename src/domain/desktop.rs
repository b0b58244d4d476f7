//! What a browser needs to begin with; from there on it lives on events.

use serde::{Deserialize, Serialize};

use super::{
    AccountId, InteractionId, account::AccountBadge, alerts::AlertChoice, attention::Looker, draft::Draft,
    interaction::Interaction, mention::Mentions, offer::Offer, presence::Presence, queue::QueueLoad, user::Me,
};

/// Everything the agent's desktop shows at first, as of `cursor`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desktop {
    pub me: Me,
    pub house_name: String,
    pub presence: Presence,
    pub pause_reasons: Vec<String>,
    /// The queues he serves.
    pub queues: Vec<QueueLoad>,
    /// The accounts he may use.
    pub accounts: Vec<AccountBadge>,
    /// Those of his open sessions that he may not use otherwise: of sessions he took over.
    #[serde(default)]
    pub other_accounts: Vec<AccountBadge>,
    /// The accounts whose sessions may be transferred; none where the house does not allow it.
    pub transfer: Vec<AccountId>,
    pub offers: Vec<Offer>,
    /// The open interactions he owns, in the order they were accepted.
    pub sessions: Vec<Interaction>,
    /// What he has begun to write, in these and in others.
    pub drafts: Vec<Draft>,
    /// Who else has one of these on the screen.
    pub looking: Vec<(InteractionId, Vec<Looker>)>,
    /// The notes in which he was named.
    pub mentions: Mentions,
    /// How requests sound for him.
    pub alerts: AlertChoice,
    /// There is an account that the phone simulator plays the customers of.
    pub simulator: bool,
    /// Where the event stream goes on: `/live?after=…`.
    pub cursor: String,
    /// The build that rendered this; a browser with another one reloads.
    pub build: String,
}

/// A caller's answer to "who is signed in", for the frame around every screen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub me: Option<super::user::Me>,
    pub house_name: String,
    pub simulator: bool,
    /// Demo data is in place: the sign-in page names the demo people.
    pub demo: bool,
    /// This browser was signed in, and is no more without having signed out.
    pub ended: bool,
}
