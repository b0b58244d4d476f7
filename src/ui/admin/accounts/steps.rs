//! The steps of a flow as they are typed.

use crate::{
    domain::{
        QueueId, UserId,
        error::Invalid,
        flow::{AutoReplyWhen, Flow, Step},
    },
    ui::admin::{ordered::Ordered, reader::Reader},
};

/// What can be typed into one step.
#[derive(Clone, Debug, PartialEq)]
pub enum TypedStep {
    /// An empty timeout waits for as long as it takes.
    Queue {
        queue: Option<QueueId>,
        timeout: String,
    },
    Agent {
        agent: Option<UserId>,
        timeout: String,
    },
    AutoReply {
        text: String,
        when: AutoReplyWhen,
    },
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

    pub fn blank(self) -> TypedStep {
        match self {
            StepKind::Queue => TypedStep::Queue { queue: None, timeout: String::new() },
            StepKind::Agent => TypedStep::Agent { agent: None, timeout: "30".into() },
            StepKind::AutoReply => {
                TypedStep::AutoReply { text: String::new(), when: AutoReplyWhen::OncePerInteraction }
            }
        }
    }
}

impl TypedStep {
    pub fn kind(&self) -> StepKind {
        match self {
            TypedStep::Queue { .. } => StepKind::Queue,
            TypedStep::Agent { .. } => StepKind::Agent,
            TypedStep::AutoReply { .. } => StepKind::AutoReply,
        }
    }

    /// Nothing after such a step is ever reached.
    pub fn waits_for_ever(&self) -> bool {
        matches!(self, TypedStep::Queue { queue: Some(_), timeout } if timeout.trim().is_empty())
    }

    pub fn queue(&self) -> Option<QueueId> {
        if let TypedStep::Queue { queue, .. } = self { *queue } else { None }
    }

    pub fn agent(&self) -> Option<UserId> {
        if let TypedStep::Agent { agent, .. } = self { *agent } else { None }
    }

    pub fn timeout(&self) -> &str {
        match self {
            TypedStep::Queue { timeout, .. } | TypedStep::Agent { timeout, .. } => timeout,
            TypedStep::AutoReply { .. } => "",
        }
    }

    pub fn text(&self) -> &str {
        if let TypedStep::AutoReply { text, .. } = self { text } else { "" }
    }

    pub fn when(&self) -> AutoReplyWhen {
        if let TypedStep::AutoReply { when, .. } = self { *when } else { AutoReplyWhen::OncePerInteraction }
    }

    pub fn set_target(&mut self, id: Option<i64>) {
        match self {
            TypedStep::Queue { queue, .. } => *queue = id.map(QueueId),
            TypedStep::Agent { agent, .. } => *agent = id.map(UserId),
            TypedStep::AutoReply { .. } => {}
        }
    }

    pub fn set_timeout(&mut self, typed: String) {
        if let TypedStep::Queue { timeout, .. } | TypedStep::Agent { timeout, .. } = self {
            *timeout = typed;
        }
    }

    pub fn set_text(&mut self, typed: String) {
        if let TypedStep::AutoReply { text, .. } = self {
            *text = typed;
        }
    }

    pub fn set_when(&mut self, chosen: AutoReplyWhen) {
        if let TypedStep::AutoReply { when, .. } = self {
            *when = chosen;
        }
    }
}

impl From<&Step> for TypedStep {
    fn from(step: &Step) -> TypedStep {
        match step {
            Step::Queue { queue, timeout } => {
                TypedStep::Queue { queue: Some(*queue), timeout: timeout.map(|t| t.to_string()).unwrap_or_default() }
            }
            Step::Agent { agent, timeout } => TypedStep::Agent { agent: Some(*agent), timeout: timeout.to_string() },
            Step::AutoReply { text, when } => TypedStep::AutoReply { text: text.clone(), when: *when },
        }
    }
}

/// The flow. What can't be read is told by the server's names: `flow.<index>`.
pub fn read_flow(steps: &Ordered<TypedStep>, reader: &mut Reader) -> Flow {
    let mut flow = Flow::default();
    for (index, step) in steps.iter().enumerate() {
        let field = format!("flow.{index}");
        let step = match step {
            TypedStep::Queue { queue, timeout } => reader
                .chosen(&field, *queue)
                .map(|queue| Step::Queue { queue, timeout: reader.whole_or_none(&field, timeout) }),
            TypedStep::Agent { agent, timeout } => {
                reader.chosen(&field, *agent).map(|agent| Step::Agent { agent, timeout: reader.whole(&field, timeout) })
            }
            TypedStep::AutoReply { text, when } => Some(Step::AutoReply { text: text.trim().to_owned(), when: *when }),
        };
        if let Some(words) = step.as_ref().and_then(Step::wrong) {
            reader.beside(Err(Invalid::one(&field, words)));
        }
        flow.0.extend(step);
    }
    flow
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::language::Language, ui::words::words_in};

    fn flow() -> Flow {
        Flow(vec![
            Step::AutoReply { text: "Hello".into(), when: AutoReplyWhen::FirstContact },
            Step::Queue { queue: QueueId(1), timeout: None },
            Step::Agent { agent: UserId(2), timeout: 20 },
        ])
    }

    #[test]
    fn a_flow_survives_being_typed() {
        let mut reader = Reader::new(&words_in(Language::English).admin.form);
        let typed: Ordered<TypedStep> = flow().0.iter().map(TypedStep::from).collect();
        assert_eq!(read_flow(&typed, &mut reader), flow());
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_step() {
        let mut typed: Ordered<TypedStep> = flow().0.iter().map(TypedStep::from).collect();
        let last = typed.keys()[2];
        typed.add(StepKind::Queue.blank());
        if let Some(step) = typed.get_mut(last) {
            step.set_timeout("soon".into());
        }
        let mut reader = Reader::new(&words_in(Language::English).admin.form);
        read_flow(&typed, &mut reader);
        let wrong = reader.finish().expect_err("two steps are wrong");
        assert_eq!(wrong.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["flow.2", "flow.3"]);
    }
}
