//! The flow as it is typed: steps with a key of their own, so that a step keeps its inputs and the focus when it moves.

use crate::{
    domain::{
        QueueId, UserId,
        flow::{AutoReplyWhen, Flow, Step},
    },
    ui::admin::reader::Reader,
};

/// What can be typed into one step.
#[derive(Clone, Debug, PartialEq)]
pub enum TypedStep {
    /// An empty timeout waits for as long as it takes.
    Queue { queue: Option<QueueId>, timeout: String },
    Agent { agent: Option<UserId>, timeout: String },
    AutoReply { text: String, when: AutoReplyWhen },
}

/// The kinds of steps that can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    Queue,
    Agent,
    AutoReply,
}

impl StepKind {
    pub const ALL: [StepKind; 3] = [StepKind::Queue, StepKind::Agent, StepKind::AutoReply];

    fn blank(self) -> TypedStep {
        match self {
            StepKind::Queue => TypedStep::Queue { queue: None, timeout: String::new() },
            StepKind::Agent => TypedStep::Agent { agent: None, timeout: "30".into() },
            StepKind::AutoReply => {
                TypedStep::AutoReply { text: String::new(), when: AutoReplyWhen::OncePerInteraction }
            }
        }
    }
}

/// Names a step for as long as the form is open.
pub type StepKey = u32;

/// The ordered steps. Two flows are equal when their steps are, whatever the keys.
#[derive(Clone, Debug, Default)]
pub struct TypedFlow {
    steps: Vec<(StepKey, TypedStep)>,
    next_key: StepKey,
}

impl PartialEq for TypedFlow {
    fn eq(&self, other: &TypedFlow) -> bool {
        self.steps.iter().map(|(_, step)| step).eq(other.steps.iter().map(|(_, step)| step))
    }
}

impl From<&Flow> for TypedFlow {
    fn from(flow: &Flow) -> TypedFlow {
        let mut typed = TypedFlow::default();
        for step in &flow.0 {
            typed.push(match step {
                Step::Queue { queue, timeout } => {
                    TypedStep::Queue { queue: Some(*queue), timeout: timeout.map(|t| t.to_string()).unwrap_or_default() }
                }
                Step::Agent { agent, timeout } => {
                    TypedStep::Agent { agent: Some(*agent), timeout: timeout.to_string() }
                }
                Step::AutoReply { text, when } => TypedStep::AutoReply { text: text.clone(), when: *when },
            });
        }
        typed
    }
}

impl TypedFlow {
    pub fn keys(&self) -> Vec<StepKey> {
        self.steps.iter().map(|(key, _)| *key).collect()
    }

    pub fn position(&self, key: StepKey) -> Option<usize> {
        self.steps.iter().position(|(k, _)| *k == key)
    }

    pub fn step(&self, key: StepKey) -> Option<&TypedStep> {
        self.steps.iter().find(|(k, _)| *k == key).map(|(_, step)| step)
    }

    pub fn step_mut(&mut self, key: StepKey) -> Option<&mut TypedStep> {
        self.steps.iter_mut().find(|(k, _)| *k == key).map(|(_, step)| step)
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    pub fn len(&self) -> usize {
        self.steps.len()
    }

    fn push(&mut self, step: TypedStep) -> StepKey {
        let key = self.next_key;
        self.next_key += 1;
        self.steps.push((key, step));
        key
    }

    /// Puts a new step at the end.
    pub fn add(&mut self, kind: StepKind) -> StepKey {
        self.push(kind.blank())
    }

    pub fn remove(&mut self, key: StepKey) {
        self.steps.retain(|(k, _)| *k != key);
    }

    /// Moves a step one place up (-1) or down (+1); at the ends nothing happens.
    pub fn shift(&mut self, key: StepKey, by: isize) {
        if let Some(from) = self.position(key)
            && let Some(to) = from.checked_add_signed(by)
            && to < self.steps.len()
        {
            self.steps.swap(from, to);
        }
    }

    /// The step that waits for as long as it takes: those after it are never reached.
    pub fn waits_for_ever(&self) -> Option<usize> {
        self.steps.iter().position(
            |(_, step)| matches!(step, TypedStep::Queue { queue: Some(_), timeout } if timeout.trim().is_empty()),
        )
    }

    /// The flow. What can't be read is told by the server's names: `flow.<index>`.
    pub fn read(&self, reader: &mut Reader) -> Flow {
        let mut flow = Flow::default();
        for (index, (_, step)) in self.steps.iter().enumerate() {
            let field = format!("flow.{index}");
            flow.0.extend(match step {
                TypedStep::Queue { queue, timeout } => reader
                    .chosen(&field, *queue)
                    .map(|queue| Step::Queue { queue, timeout: reader.whole_or_none(&field, timeout) }),
                TypedStep::Agent { agent, timeout } => reader
                    .chosen(&field, *agent)
                    .map(|agent| Step::Agent { agent, timeout: reader.whole(&field, timeout) }),
                TypedStep::AutoReply { text, when } => Some(Step::AutoReply { text: text.clone(), when: *when }),
            });
        }
        flow
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::words::EN;

    fn flow() -> Flow {
        Flow(vec![
            Step::AutoReply { text: "Hello".into(), when: AutoReplyWhen::FirstContact },
            Step::Queue { queue: QueueId(1), timeout: None },
            Step::Agent { agent: UserId(2), timeout: 20 },
        ])
    }

    #[test]
    fn a_flow_survives_being_typed() {
        let mut reader = Reader::new(&EN.admin.form);
        assert_eq!(TypedFlow::from(&flow()).read(&mut reader), flow());
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn a_step_moves_but_not_past_the_ends() {
        let mut typed = TypedFlow::from(&flow());
        let keys = typed.keys();
        typed.shift(keys[0], -1);
        assert_eq!(typed.keys(), keys);
        typed.shift(keys[0], 1);
        assert_eq!(typed.keys(), [keys[1], keys[0], keys[2]]);
        typed.shift(keys[2], 1);
        assert_eq!(typed.keys(), [keys[1], keys[0], keys[2]]);
    }

    #[test]
    fn moving_there_and_back_leaves_no_unsaved_change() {
        let stored = TypedFlow::from(&flow());
        let mut typed = stored.clone();
        let key = typed.keys()[1];
        typed.shift(key, 1);
        assert_ne!(typed, stored);
        typed.shift(key, -1);
        assert_eq!(typed, stored);
        let added = typed.add(StepKind::Queue);
        typed.remove(added);
        assert_eq!(typed, stored);
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_step() {
        let mut typed = TypedFlow::from(&flow());
        typed.add(StepKind::Queue);
        if let Some(TypedStep::Agent { timeout, .. }) = typed.step_mut(2) {
            *timeout = "soon".into();
        }
        let mut reader = Reader::new(&EN.admin.form);
        typed.read(&mut reader);
        let wrong = reader.finish().expect_err("two steps are wrong");
        assert_eq!(wrong.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["flow.2", "flow.3"]);
    }
}
