//! Queues of a description.

use std::collections::HashSet;

use serde_saphyr::Spanned;

use super::{
    description::QueuePart,
    plan::{Act, Place, Planner},
    words::{self, Words, field},
};
use crate::{
    domain::{
        QueueId,
        line::line,
        queue::{Queue, QueueDraft, Strategy},
        tag::folded,
    },
    server::{
        house::{House, HouseQueue},
        queues,
    },
};

impl Planner<'_> {
    pub(super) fn queue(&mut self, part: &Spanned<QueuePart>) {
        let name = line(&part.value.name);
        let place = Place::of(part, format!("queue {name}"));
        let sound = self.complaints();
        self.once(&place, "name");
        let id = queue_named(&self.house, &name);
        let known = id.and_then(|id| self.house.queues.get(&id)).map(|known| QueueDraft::from(&known.queue));
        let id = id.unwrap_or_else(|| QueueId(self.new_id()));
        let draft = self.queue_draft(&place, &part.value, name, known.clone());
        if sound == self.complaints()
            && let Err(invalid) = queues::check(&draft, &self.house)
        {
            self.complain_of(&place, invalid);
        }
        let lines = match &known {
            None => vec![format!("+ {}", place.subject)],
            Some(known) => words::difference(&place.subject, &self.words_of_queue(known), &self.words_of_queue(&draft)),
        };
        let queue = queue_of(id, &draft);
        self.house.queues.insert(id, HouseQueue { queue, members: HashSet::new() });
        self.add(Act::Queue(id, draft), lines);
    }

    fn queue_draft(&mut self, place: &Place, part: &QueuePart, name: String, known: Option<QueueDraft>) -> QueueDraft {
        let mut draft = known.unwrap_or_else(|| QueueDraft {
            name,
            strategy: Strategy::RingAll,
            agent_timeout: 30,
            round_pause: 10,
            priority: 0,
            agents: Vec::new(),
            teams: Vec::new(),
        });
        draft.strategy = part.strategy.unwrap_or(draft.strategy);
        draft.agent_timeout = part.agent_timeout.unwrap_or(draft.agent_timeout);
        draft.round_pause = part.round_pause.unwrap_or(draft.round_pause);
        draft.priority = part.priority.unwrap_or(draft.priority);
        if let Some(agents) = &part.agents {
            draft.agents = self.users_named(place, agents);
        }
        if let Some(teams) = &part.teams {
            draft.teams = self.teams_named(place, teams);
        }
        draft
    }

    fn words_of_queue(&self, draft: &QueueDraft) -> Words {
        vec![
            field("strategy", draft.strategy.as_str()),
            field("agent_timeout", draft.agent_timeout),
            field("round_pause", draft.round_pause),
            field("priority", draft.priority),
            field("agents", self.user_names(&draft.agents)),
            field("teams", self.team_names(&draft.teams)),
        ]
    }
}

pub(super) fn queue_named(house: &House, name: &str) -> Option<QueueId> {
    house.queues.iter().find(|(_, known)| folded(&known.queue.name) == folded(name)).map(|(id, _)| *id)
}

fn queue_of(id: QueueId, draft: &QueueDraft) -> Queue {
    Queue {
        id,
        name: draft.name.clone(),
        strategy: draft.strategy,
        agent_timeout: draft.agent_timeout,
        round_pause: draft.round_pause,
        priority: draft.priority,
        agents: draft.agents.clone(),
        teams: draft.teams.clone(),
    }
}
