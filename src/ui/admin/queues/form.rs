//! The form of one queue.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::strategy_words;
use crate::{
    api::{
        AppError,
        admin::{load_queues, load_teams, load_users, save_queue},
    },
    domain::{
        QueueId, TeamId, UserId,
        error::Invalid,
        queue::{Queue, QueueDraft, Strategy},
        user::{Team, User},
    },
    ui::{
        admin::{
            NothingHere,
            form::Form,
            inputs::{Choices, Text},
            picker::{Picker, team_options, user_options},
            reader::Reader,
            shell::{FormShell, PageHead, Section, loaded},
            use_place,
        },
        widgets::use_notices,
        words::{admin::FormWords, use_words},
    },
};

#[component]
pub fn QueuePage() -> impl IntoView {
    let w = &use_words().admin.queues;
    let place = use_place::<QueueId>();
    let queues =
        Resource::new(move || place.get(), |place| async move { Ok::<_, AppError>((place, load_queues().await?)) });
    let users = Resource::new(|| (), |()| load_users());
    let teams = Resource::new(|| (), |()| load_teams());
    let retry = move || {
        queues.refetch();
        users.refetch();
        teams.refetch();
    };
    let load = move || async move {
        let (place, queues) = queues.await?;
        Ok((place, queues, users.await?, teams.await?))
    };
    loaded(w.one_failed, 8, retry, load, move |(place, queues, users, teams)| {
        match place.subject(queues, |queue| queue.id) {
            Some(queue) => view! { <QueueForm queue=queue users=users teams=teams /> }.into_any(),
            None => view! { <NothingHere back="/admin/queues" back_name=w.title /> }.into_any(),
        }
    })
}

/// What the form's inputs hold.
#[derive(Clone, Debug, PartialEq)]
struct TypedQueue {
    name: String,
    strategy: Strategy,
    agent_timeout: String,
    round_pause: String,
    priority: String,
    agents: Vec<UserId>,
    teams: Vec<TeamId>,
}

impl TypedQueue {
    fn blank() -> TypedQueue {
        TypedQueue {
            name: String::new(),
            strategy: Strategy::LongestIdle,
            agent_timeout: "30".into(),
            round_pause: "10".into(),
            priority: "0".into(),
            agents: Vec::new(),
            teams: Vec::new(),
        }
    }

    fn read(&self, words: &'static FormWords) -> Result<QueueDraft, Invalid> {
        let mut reader = Reader::new(words);
        let draft = QueueDraft {
            name: self.name.trim().to_owned(),
            strategy: self.strategy,
            agent_timeout: reader.whole("agent_timeout", &self.agent_timeout),
            round_pause: reader.whole("round_pause", &self.round_pause),
            priority: reader.whole("priority", &self.priority),
            agents: self.agents.clone(),
            teams: self.teams.clone(),
        };
        reader.beside(draft.check());
        reader.finish()?;
        Ok(draft)
    }
}

impl From<&Queue> for TypedQueue {
    fn from(queue: &Queue) -> TypedQueue {
        TypedQueue {
            name: queue.name.clone(),
            strategy: queue.strategy,
            agent_timeout: queue.agent_timeout.to_string(),
            round_pause: queue.round_pause.to_string(),
            priority: queue.priority.to_string(),
            agents: queue.agents.clone(),
            teams: queue.teams.clone(),
        }
    }
}

#[component]
fn QueueForm(queue: Option<Queue>, users: Vec<User>, teams: Vec<Team>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.queues;
    let id = queue.as_ref().map(|queue| queue.id);
    let place = id.map_or_else(|| "/admin/queues/new".into(), |id| format!("/admin/queues/{id}"));
    let form = Form::new(place, queue.as_ref().map_or_else(TypedQueue::blank, TypedQueue::from));
    let title = form.kept(move |t| if id.is_some() { t.name.clone() } else { w.add.to_string() });
    let (notices, navigate) = (use_notices(), use_navigate());
    let save = Callback::new(move |()| {
        let navigate = navigate.clone();
        form.save(
            |typed| typed.read(&words.admin.form),
            move |draft, seen| save_queue(id, draft, seen),
            |_| {},
            move |_| {
                if id.is_none() {
                    notices.say((w.added)(form.typed.with_untracked(|typed| typed.name.trim().to_owned()).as_str()));
                    navigate("/admin/queues", Default::default());
                }
            },
        );
    });
    let strategies = Strategy::ALL
        .into_iter()
        .map(|strategy| {
            let (name, sentence) = strategy_words(w, strategy);
            (strategy.as_str(), name.into(), sentence.into())
        })
        .collect();
    view! {
        <PageHead title=title back=("/admin/queues", w.title) />
        <FormShell id="queue-form" standing=form.standing() save=save>
            <Section title=w.queue>
                <Text bound=form.bind("name", |t| t.name.clone(), |t, v| t.name = v) label=w.name help=w.name_help />
                <Choices
                    bound=form.bind(
                        "strategy",
                        |t| t.strategy.as_str().to_owned(),
                        |t, v| t.strategy = Strategy::parse(&v).unwrap_or(t.strategy),
                    )
                    label=w.strategy
                    options=strategies
                />
            </Section>
            <Section title=w.members text=w.members_help>
                <Picker
                    bound=form.bind(
                        "teams",
                        |t| t.teams.iter().map(|team| team.0).collect(),
                        |t, ids: Vec<i64>| t.teams = ids.into_iter().map(TeamId).collect(),
                    )
                    label=w.teams
                    none=w.no_teams
                    options=team_options(&teams, &users)
                />
                <Picker
                    bound=form.bind(
                        "agents",
                        |t| t.agents.iter().map(|agent| agent.0).collect(),
                        |t, ids: Vec<i64>| t.agents = ids.into_iter().map(UserId).collect(),
                    )
                    label=w.agents
                    none=w.no_agents
                    options=user_options(&users)
                />
            </Section>
            <Section title=w.timing>
                <div class="form-grid">
                    <Text
                        bound=form.bind("agent_timeout", |t| t.agent_timeout.clone(), |t, v| t.agent_timeout = v)
                        label=w.agent_timeout
                        help=w.agent_timeout_help
                        unit=w.seconds_unit
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("round_pause", |t| t.round_pause.clone(), |t, v| t.round_pause = v)
                        label=w.round_pause
                        help=w.round_pause_help
                        unit=w.seconds_unit
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("priority", |t| t.priority.clone(), |t, v| t.priority = v)
                        label=w.priority
                        help=w.priority_help
                        class="short"
                        keyboard="numeric"
                    />
                </div>
            </Section>
        </FormShell>
    }
}
