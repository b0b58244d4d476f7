//! Saves what was planned, through the services that administrators use too.

use std::collections::HashMap;

use super::{
    SetupError,
    plan::{Act, Change, Plan},
    sentences,
};
use crate::{
    domain::{AccountId, FieldId, QueueId, TagId, TeamId, UserId, account::AccountDraft, flow::Step},
    server::{failure::Failure, state::AppState},
};

/// The ids that new things got, by the negative ones they had in the plan.
#[derive(Default)]
struct Made {
    teams: HashMap<TeamId, TeamId>,
    users: HashMap<UserId, UserId>,
    queues: HashMap<QueueId, QueueId>,
}

impl Made {
    fn teams(&self, teams: &mut [TeamId]) {
        teams.iter_mut().for_each(|team| *team = *self.teams.get(team).unwrap_or(team));
    }

    fn user(&self, user: &mut UserId) {
        *user = *self.users.get(user).unwrap_or(user);
    }

    fn account(&self, draft: &mut AccountDraft) {
        self.teams(&mut draft.teams);
        draft.agents.iter_mut().for_each(|agent| self.user(agent));
        for step in &mut draft.flow.0 {
            match step {
                Step::Queue { queue, .. } => *queue = *self.queues.get(queue).unwrap_or(queue),
                Step::Agent { agent, .. } => self.user(agent),
                Step::AutoReply { .. } => {}
            }
        }
    }
}

impl Plan {
    /// Saves one thing after the other and tells each line once it is true. An error half-way leaves what was told; applying
    /// again goes on from there.
    pub async fn carry_out(self, state: &AppState, mut told: impl FnMut(&str)) -> Result<(), SetupError> {
        let mut made = Made::default();
        for Change { act, lines } in self.changes {
            if let Err(failure) = save(state, act, &mut made).await {
                let subject = lines.first().cloned().unwrap_or_default();
                let words = match failure {
                    Failure::Invalid(invalid) => sentences(invalid).join(" "),
                    other => other.to_string(),
                };
                return Err(SetupError::Stopped(subject, words));
            }
            lines.iter().for_each(|line| told(line));
        }
        Ok(())
    }
}

async fn save(state: &AppState, act: Act, made: &mut Made) -> Result<(), Failure> {
    match act {
        Act::Settings(settings) => state.users.save_settings_as(None, settings).await?,
        Act::Team(id, name) => {
            made.teams.insert(id, state.users.save_team_as(None, None, name).await?);
        }
        Act::User(id, mut draft) => {
            made.teams(&mut draft.teams);
            made.users.insert(id, state.users.save_as(None, (id > UserId(0)).then_some(id), draft).await?);
        }
        Act::Queue(id, mut draft) => {
            made.teams(&mut draft.teams);
            draft.agents.iter_mut().for_each(|agent| made.user(agent));
            made.queues.insert(id, state.queues.save_as(None, (id > QueueId(0)).then_some(id), draft).await?);
        }
        Act::Account(id, mut draft) => {
            made.account(&mut draft);
            state.accounts.save_as(None, (id > AccountId(0)).then_some(id), draft).await?;
        }
        Act::Tag(id, draft) => {
            state.tags.save_as(None, (id > TagId(0)).then_some(id), draft).await?;
        }
        Act::ContactField(id, draft) => {
            state.contact_fields.save_as(None, (id > FieldId(0)).then_some(id), draft).await?;
        }
    }
    Ok(())
}
