//! Whom to ask next. Pure: the facts go in, the choice and its reasons come out.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Timestamp, UserId, presence::Availability, queue::Strategy};

/// An agent of the queue, as he stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub agent: UserId,
    pub availability: Availability,
    pub connected: bool,
    /// A page of his would make him notice a request.
    pub audible: bool,
    /// Interactions he owns that are open.
    pub open: i64,
    /// Offers on his screen that he has not answered.
    pub pending: i64,
    pub capacity: i64,
    /// Zero: never.
    pub last_offered_at: Timestamp,
    /// Since when he has had nothing open.
    pub idle_since: Timestamp,
    /// What he did with this interaction in this round.
    pub answered: Answered,
}

impl Candidate {
    /// He can be asked, if he has room.
    pub fn is_there(&self) -> bool {
        self.availability == Availability::Online && self.connected
    }
}

/// What became of this round's offer of the interaction to the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    NotAsked,
    Pending,
    Rejected,
    TimedOut,
}

/// Why somebody was not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassedOver {
    Offline,
    Paused,
    Disconnected,
    /// Online, but no page of his could make him notice a request.
    Deaf,
    Full,
    Rejected,
    TimedOut,
    /// He could have been asked; the strategy put somebody else first.
    NotHisTurn,
}

/// What to do with an interaction now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Put it before these agents.
    Ask(Vec<UserId>),
    /// Somebody is still looking at it.
    Pending,
    /// Everybody who could take it was asked and nobody did: pause, then begin a new round.
    RoundOver,
    /// Nobody can take it now: wait until somebody can.
    NobodyAvailable,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub next: Next,
    pub passed_over: Vec<(UserId, PassedOver)>,
}

/// One decision as it is kept with the interaction: who was asked, who was passed over and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighing {
    pub step: i64,
    pub round: i64,
    /// The name the queue had; `None` for an agent's own step.
    pub queue: Option<String>,
    pub strategy: Option<Strategy>,
    pub asked: Vec<UserId>,
    /// By reason, and kept in runs: in a queue of a thousand nearly all have the same, and follow each other.
    #[serde(serialize_with = "in_runs", deserialize_with = "by_reason")]
    pub passed_over: BTreeMap<PassedOver, Vec<UserId>>,
}

/// Agents whose ids follow each other.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Run {
    One(UserId),
    /// From the first to the last.
    Many(UserId, UserId),
}

impl Run {
    fn agents(self) -> impl Iterator<Item = UserId> {
        let (first, last) = match self {
            Run::One(agent) => (agent, agent),
            Run::Many(first, last) => (first, last),
        };
        (first.0..=last.0).map(UserId)
    }
}

fn in_runs<S: Serializer>(passed_over: &BTreeMap<PassedOver, Vec<UserId>>, serializer: S) -> Result<S::Ok, S::Error> {
    let runs = |agents: &[UserId]| -> Vec<Run> {
        let run = |run: &[UserId]| match *run {
            [first, .., last] => Some(Run::Many(first, last)),
            _ => run.first().copied().map(Run::One),
        };
        agents.chunk_by(|a, b| a.0 + 1 == b.0).filter_map(run).collect()
    };
    serializer.collect_map(passed_over.iter().map(|(reason, agents)| (reason, runs(agents))))
}

/// Also as it was kept before: agent by agent.
fn by_reason<'de, D: Deserializer<'de>>(kept: D) -> Result<BTreeMap<PassedOver, Vec<UserId>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kept {
        ByReason(BTreeMap<PassedOver, Vec<Run>>),
        ByAgent(Vec<(UserId, PassedOver)>),
    }
    Ok(match Kept::deserialize(kept)? {
        Kept::ByReason(reasons) => {
            let agents = |runs: Vec<Run>| runs.into_iter().flat_map(Run::agents).collect();
            reasons.into_iter().map(|(reason, runs)| (reason, agents(runs))).collect()
        }
        Kept::ByAgent(reasons) => grouped(&reasons),
    })
}

/// Who was passed over for each reason, by their ids.
pub fn grouped(passed_over: &[(UserId, PassedOver)]) -> BTreeMap<PassedOver, Vec<UserId>> {
    let mut by_reason: BTreeMap<PassedOver, Vec<UserId>> = BTreeMap::new();
    for (agent, reason) in passed_over {
        by_reason.entry(*reason).or_default().push(*agent);
    }
    by_reason.values_mut().for_each(|agents| agents.sort_unstable());
    by_reason
}

/// Chooses by the queue's strategy. `last` is whom round robin asked last; candidates come in any order.
pub fn choose(strategy: Strategy, candidates: &[Candidate], last: Option<UserId>) -> Choice {
    let mut passed_over = Vec::new();
    let mut ready: Vec<&Candidate> = Vec::new();
    for candidate in candidates {
        match why_not(candidate) {
            Some(reason) => passed_over.push((candidate.agent, reason)),
            None if candidate.answered == Answered::NotAsked => ready.push(candidate),
            None => {}
        }
    }
    let pending = candidates.iter().any(|c| c.answered == Answered::Pending);
    if pending && strategy != Strategy::RingAll {
        return Choice { next: Next::Pending, passed_over };
    }
    order(strategy, &mut ready, last);
    let asked = if strategy == Strategy::RingAll { ready.len() } else { ready.len().min(1) };
    passed_over.extend(ready[asked..].iter().map(|c| (c.agent, PassedOver::NotHisTurn)));
    let ask: Vec<UserId> = ready[..asked].iter().map(|c| c.agent).collect();
    let refused = passed_over.iter().any(|(_, why)| matches!(why, PassedOver::Rejected | PassedOver::TimedOut));
    let next = match () {
        () if !ask.is_empty() => Next::Ask(ask),
        () if pending => Next::Pending,
        () if refused => Next::RoundOver,
        () => Next::NobodyAvailable,
    };
    Choice { next, passed_over }
}

/// Availability comes before what he answered: an agent who left does not start a new round by having rejected before.
fn why_not(candidate: &Candidate) -> Option<PassedOver> {
    match candidate.availability {
        Availability::Offline => return Some(PassedOver::Offline),
        Availability::Paused => return Some(PassedOver::Paused),
        Availability::Online => {}
    }
    if !candidate.connected {
        return Some(PassedOver::Disconnected);
    }
    if !candidate.audible {
        return Some(PassedOver::Deaf);
    }
    match candidate.answered {
        Answered::Pending => return None,
        Answered::Rejected => return Some(PassedOver::Rejected),
        Answered::TimedOut => return Some(PassedOver::TimedOut),
        Answered::NotAsked => {}
    }
    (candidate.open + candidate.pending >= candidate.capacity).then_some(PassedOver::Full)
}

fn order(strategy: Strategy, ready: &mut [&Candidate], last: Option<UserId>) {
    match strategy {
        Strategy::RingAll => ready.sort_by_key(|c| c.agent),
        Strategy::RoundRobin => {
            let last = last.unwrap_or(UserId(i64::MIN));
            ready.sort_by_key(|c| (c.agent <= last, c.agent));
        }
        Strategy::LeastRecentlyOffered => ready.sort_by_key(|c| (c.last_offered_at, c.agent)),
        Strategy::LongestIdle => ready.sort_by_key(|c| (c.open > 0, c.idle_since, c.last_offered_at, c.agent)),
        Strategy::FewestOpen => ready.sort_by_key(|c| (c.open + c.pending, c.last_offered_at, c.agent)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy as Generate, *};

    use super::*;
    use crate::domain::queue::Strategy;

    fn agent(id: i64) -> Candidate {
        Candidate {
            agent: UserId(id),
            availability: Availability::Online,
            connected: true,
            audible: true,
            open: 0,
            pending: 0,
            capacity: 3,
            last_offered_at: Timestamp(0),
            idle_since: Timestamp(0),
            answered: Answered::NotAsked,
        }
    }

    fn asked(choice: Choice) -> Vec<i64> {
        match choice.next {
            Next::Ask(agents) => agents.into_iter().map(|a| a.0).collect(),
            other => panic!("nobody was asked: {other:?}"),
        }
    }

    #[test]
    fn ring_all_asks_everybody_who_has_room() {
        let full = Candidate { open: 3, ..agent(2) };
        let choice = choose(Strategy::RingAll, &[agent(3), full, agent(1)], None);
        assert_eq!(choice.passed_over, [(UserId(2), PassedOver::Full)]);
        assert_eq!(asked(choice), [1, 3]);
    }

    #[test]
    fn round_robin_goes_on_where_it_stopped_and_comes_round() {
        let agents = [agent(1), agent(2), agent(3)];
        assert_eq!(asked(choose(Strategy::RoundRobin, &agents, None)), [1]);
        assert_eq!(asked(choose(Strategy::RoundRobin, &agents, Some(UserId(1)))), [2]);
        assert_eq!(asked(choose(Strategy::RoundRobin, &agents, Some(UserId(3)))), [1]);
        assert_eq!(asked(choose(Strategy::RoundRobin, &[agent(1), agent(3)], Some(UserId(2)))), [3]);
    }

    #[test]
    fn a_rejection_passes_it_to_another_agent_of_the_queue() {
        let rejected = Candidate { answered: Answered::Rejected, ..agent(1) };
        assert_eq!(asked(choose(Strategy::FewestOpen, &[rejected, agent(2)], None)), [2]);
    }

    #[test]
    fn each_strategy_has_its_own_first() {
        let a = Candidate { open: 1, last_offered_at: Timestamp(5), idle_since: Timestamp(9), ..agent(1) };
        let b = Candidate { open: 0, last_offered_at: Timestamp(7), idle_since: Timestamp(4), ..agent(2) };
        let c = Candidate { open: 2, last_offered_at: Timestamp(3), idle_since: Timestamp(1), ..agent(3) };
        let agents = [a, b, c];
        assert_eq!(asked(choose(Strategy::LeastRecentlyOffered, &agents, None)), [3]);
        assert_eq!(asked(choose(Strategy::LongestIdle, &agents, None)), [2]);
        assert_eq!(asked(choose(Strategy::FewestOpen, &agents, None)), [2]);
    }

    #[test]
    fn when_all_refused_the_round_is_over_and_when_all_left_it_waits() {
        let rejected = Candidate { answered: Answered::Rejected, ..agent(1) };
        let slow = Candidate { answered: Answered::TimedOut, ..agent(2) };
        assert_eq!(choose(Strategy::RingAll, &[rejected.clone(), slow], None).next, Next::RoundOver);
        let gone = Candidate { connected: false, ..rejected };
        assert_eq!(choose(Strategy::RingAll, &[gone], None).next, Next::NobodyAvailable);
        assert_eq!(choose(Strategy::RingAll, &[], None).next, Next::NobodyAvailable);
    }

    #[test]
    fn one_at_a_time_waits_for_the_answer_and_ring_all_asks_who_comes_later() {
        let looking = Candidate { answered: Answered::Pending, pending: 1, ..agent(1) };
        assert_eq!(choose(Strategy::RoundRobin, &[looking.clone(), agent(2)], None).next, Next::Pending);
        assert_eq!(asked(choose(Strategy::RingAll, &[looking.clone(), agent(2)], None)), [2]);
        assert_eq!(choose(Strategy::RingAll, &[looking], None).next, Next::Pending);
    }

    #[test]
    fn who_would_not_notice_a_request_is_passed_over_as_deaf_and_starts_no_round() {
        let deaf = Candidate { audible: false, ..agent(1) };
        let choice = choose(Strategy::RingAll, &[deaf.clone(), agent(2)], None);
        assert_eq!(choice.passed_over, [(UserId(1), PassedOver::Deaf)]);
        assert_eq!(asked(choice), [2]);
        let refused = Candidate { answered: Answered::Rejected, ..deaf };
        assert_eq!(choose(Strategy::RingAll, &[refused], None).next, Next::NobodyAvailable);
    }

    #[test]
    fn reasons_are_kept_by_reason_and_read_as_they_were_kept_before_too() {
        let kept = |passed_over: &str| {
            format!(r#"{{"step":0,"round":0,"queue":null,"strategy":null,"asked":[],"passed_over":{passed_over}}}"#)
        };
        let now = kept(r#"{"paused":[1,[3,5]],"full":[2]}"#);
        let weighing: Weighing = serde_json::from_str(&now).unwrap();
        assert_eq!(weighing.passed_over[&PassedOver::Paused], [1, 3, 4, 5].map(UserId));
        assert_eq!(serde_json::to_string(&weighing).unwrap(), now);
        let before = [
            r#"{"paused":[1,3,4,5],"full":[2]}"#,
            r#"[[1,"paused"],[2,"full"],[5,"paused"],[3,"paused"],[4,"paused"]]"#,
        ];
        for before in before {
            assert_eq!(serde_json::from_str::<Weighing>(&kept(before)).unwrap(), weighing);
        }
    }

    fn any_candidate(id: i64) -> impl Generate<Value = Candidate> {
        (0..3usize, any::<(bool, bool)>(), 0..4i64, 0..3i64, 0..4i64, 0..9i64, 0..9i64, 0..4usize).prop_map(
            move |(availability, (connected, audible), open, pending, capacity, offered, idle, answered)| Candidate {
                agent: UserId(id),
                availability: Availability::ALL[availability],
                connected,
                audible,
                open,
                pending,
                capacity,
                last_offered_at: Timestamp(offered),
                idle_since: Timestamp(idle),
                answered: [Answered::NotAsked, Answered::Pending, Answered::Rejected, Answered::TimedOut][answered],
            },
        )
    }

    fn any_floor() -> impl Generate<Value = Vec<Candidate>> {
        (1..6i64).prop_flat_map(|n| (1..=n).map(any_candidate).collect::<Vec<_>>())
    }

    proptest! {
        #[test]
        fn only_those_who_can_take_it_are_asked_and_everybody_else_has_a_reason(
            floor in any_floor(), strategy in 0..5usize, last in proptest::option::of(1..6i64),
        ) {
            let strategy = Strategy::ALL[strategy];
            let choice = choose(strategy, &floor, last.map(UserId));
            let asked = if let Next::Ask(agents) = &choice.next { agents.clone() } else { Vec::new() };
            prop_assert!(strategy == Strategy::RingAll || asked.len() <= 1);
            for candidate in &floor {
                let was_asked = asked.contains(&candidate.agent);
                let has_reason = choice.passed_over.iter().any(|(agent, _)| *agent == candidate.agent);
                let looking = candidate.answered == Answered::Pending;
                prop_assert!(!(was_asked && has_reason));
                if was_asked {
                    prop_assert_eq!(candidate.answered, Answered::NotAsked);
                    prop_assert!(candidate.connected && candidate.availability == Availability::Online);
                    prop_assert!(candidate.audible);
                    prop_assert!(candidate.open + candidate.pending < candidate.capacity);
                } else if strategy == Strategy::RingAll && !looking {
                    prop_assert!(has_reason);
                }
            }
        }

        #[test]
        fn somebody_free_is_never_left_waiting(floor in any_floor(), strategy in 0..5usize) {
            let strategy = Strategy::ALL[strategy];
            let pending = floor.iter().any(|c| c.answered == Answered::Pending);
            let free = floor.iter().any(|c| why_not(c).is_none() && c.answered == Answered::NotAsked);
            let next = choose(strategy, &floor, None).next;
            if free && !(pending && strategy != Strategy::RingAll) {
                prop_assert!(matches!(next, Next::Ask(_)));
            }
        }
    }
}
