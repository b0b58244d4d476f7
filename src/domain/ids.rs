//! One newtype per identity, so that an interaction can't be passed where an account is meant.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// An SMS account: one sender at one provider.
    AccountId,
    /// A person who signs in.
    UserId,
    TeamId,
    QueueId,
    /// A reason to choose at close.
    DispositionId,
    /// A list of the Contacts Manager.
    ListId,
    ContactId,
    /// A field of contacts that an administrator added.
    FieldId,
    TagId,
    /// One conversation session between a peer and an account. People read this number aloud.
    InteractionId,
    MessageId,
    /// One person named in one note.
    MentionId,
    /// A picture or file of a message, or one that waits to be sent.
    MediaId,
    OfferId,
    /// A text kept ready to be inserted.
    AnswerId,
    /// A raw call of a provider, as kept in the journal.
    CallId,
}
