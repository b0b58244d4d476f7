//! How far an outbound message has come, and the one rule of its order.

use serde::{Deserialize, Serialize};

/// How far a message has come. Order is rank: a message never moves to a lower one, whatever arrives late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Waits for the time it was written for; can still be changed.
    Scheduled,
    /// In our outbox.
    Queued,
    /// A worker has it and is talking to the provider.
    Sending,
    /// The line broke after the request was written: the provider may or may not have taken it. Asks a person.
    Unknown,
    /// The provider took it.
    Sent,
    /// The provider took it and no receipt came for long enough to say so.
    Unconfirmed,
    /// The recipient has it.
    Delivered,
    /// We or the provider refused it.
    Failed,
    /// A carrier could not deliver it.
    Undelivered,
    /// It grew too old on the way.
    Expired,
    /// Taken back before its time came; it never left.
    Cancelled,
}

/// What the ticks show. Never colour alone: each has an icon and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tick {
    Clock,
    Arrow,
    /// One tick: the system met a problem.
    Single,
    /// Two ticks: the recipient has it.
    Double,
    /// It was not to go.
    Cross,
}

impl Delivery {
    pub const ALL: [Delivery; 11] = [
        Delivery::Scheduled,
        Delivery::Queued,
        Delivery::Sending,
        Delivery::Unknown,
        Delivery::Sent,
        Delivery::Unconfirmed,
        Delivery::Delivered,
        Delivery::Failed,
        Delivery::Undelivered,
        Delivery::Expired,
        Delivery::Cancelled,
    ];

    /// Position in the one-way order, as stored. All final states share the highest rank: the first of them stays.
    pub fn rank(self) -> i64 {
        match self {
            Delivery::Scheduled => -1,
            Delivery::Queued => 0,
            Delivery::Sending => 1,
            Delivery::Unknown => 2,
            Delivery::Sent => 3,
            Delivery::Unconfirmed => 4,
            Delivery::Delivered
            | Delivery::Failed
            | Delivery::Undelivered
            | Delivery::Expired
            | Delivery::Cancelled => 5,
        }
    }

    pub fn is_final(self) -> bool {
        self.rank() == 5
    }

    /// Where the message is after `report` came in.
    pub fn advance(self, report: Delivery) -> Delivery {
        if report.rank() > self.rank() { report } else { self }
    }

    pub fn tick(self) -> Tick {
        match self {
            Delivery::Scheduled | Delivery::Queued | Delivery::Sending => Tick::Clock,
            Delivery::Sent | Delivery::Unconfirmed => Tick::Arrow,
            Delivery::Delivered => Tick::Double,
            Delivery::Unknown | Delivery::Failed | Delivery::Undelivered | Delivery::Expired => Tick::Single,
            Delivery::Cancelled => Tick::Cross,
        }
    }

    /// It has not left, and may never.
    pub fn waits(self) -> bool {
        matches!(self, Delivery::Scheduled | Delivery::Cancelled)
    }

    /// Whether a person may have it sent again.
    pub fn can_resend(self) -> bool {
        matches!(self, Delivery::Unknown | Delivery::Failed | Delivery::Undelivered | Delivery::Expired)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Delivery::Scheduled => "scheduled",
            Delivery::Queued => "queued",
            Delivery::Sending => "sending",
            Delivery::Unknown => "unknown",
            Delivery::Sent => "sent",
            Delivery::Unconfirmed => "unconfirmed",
            Delivery::Delivered => "delivered",
            Delivery::Failed => "failed",
            Delivery::Undelivered => "undelivered",
            Delivery::Expired => "expired",
            Delivery::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Delivery> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_state_reads_back_what_it_writes() {
        for state in Delivery::ALL {
            assert_eq!(Delivery::parse(state.as_str()), Some(state));
        }
    }

    #[test]
    fn a_late_sent_receipt_does_not_undo_delivered() {
        assert_eq!(Delivery::Delivered.advance(Delivery::Sent), Delivery::Delivered);
        assert_eq!(Delivery::Failed.advance(Delivery::Delivered), Delivery::Failed);
        assert_eq!(Delivery::Unconfirmed.advance(Delivery::Delivered), Delivery::Delivered);
        assert_eq!(Delivery::Unknown.advance(Delivery::Sent), Delivery::Sent);
    }

    fn any_state() -> impl Strategy<Value = Delivery> {
        proptest::sample::select(Delivery::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn no_sequence_of_reports_moves_a_message_back(start in any_state(), reports in proptest::collection::vec(any_state(), 0..20)) {
            let mut state = start;
            for report in reports {
                let next = state.advance(report);
                prop_assert!(next.rank() >= state.rank());
                prop_assert!(!state.is_final() || next == state);
                state = next;
            }
        }

        #[test]
        fn a_problem_is_never_shown_while_a_message_is_on_its_way(state in any_state()) {
            let on_its_way = matches!(
                state,
                Delivery::Scheduled | Delivery::Queued | Delivery::Sending | Delivery::Sent | Delivery::Unconfirmed
            );
            prop_assert_eq!(on_its_way, matches!(state.tick(), Tick::Clock | Tick::Arrow));
        }
    }
}
