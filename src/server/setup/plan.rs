//! From a description to what has to be saved. Everything is checked against the house as it will be, by the checks of the
//! services themselves, before anything is changed.
//!
//! The invariant: what does not exist yet has a negative id here, and only here; [`super::carry_out`] puts the real one
//! in its place.

use std::collections::{BTreeMap, HashSet};

use serde_saphyr::Spanned;

use super::{SetupError, description::Description, words};
use crate::{
    domain::{
        AccountId, AnswerId, DispositionId, FieldId, QueueId, TagId, TeamId, UserId,
        account::AccountDraft,
        canned::{Answer, AnswerDraft, Scope},
        contact_field::ContactFieldDraft,
        disposition::{DispositionDraft, Tree},
        error::Invalid,
        line::line,
        queue::QueueDraft,
        settings::Settings,
        tag::{TagDraft, folded},
        user::UserDraft,
    },
    server::{
        failure::Failure,
        house::{House, HouseQueue},
        state::AppState,
        store::AccountRow,
        users,
    },
};

/// Looks a variable up; `None` when it isn't set.
pub type Environment<'a> = dyn Fn(&str) -> Option<String> + Sync + 'a;

/// What has to be saved, in order.
#[derive(Default)]
pub struct Plan {
    pub(super) changes: Vec<Change>,
    /// Keys of all accounts the file names.
    pub(super) accounts: Vec<String>,
}

pub(super) struct Change {
    pub(super) act: Act,
    /// What it changes, one line each.
    pub(super) lines: Vec<String>,
}

/// As the services take it. Ids below zero are those of [`Act`]s before.
pub(super) enum Act {
    Settings(Settings),
    Team(TeamId, String),
    User(UserId, UserDraft),
    Queue(QueueId, QueueDraft),
    Account(AccountId, Box<AccountDraft>),
    /// The answer to change, where it is there already.
    Answer(Option<(AnswerId, Scope)>, AnswerDraft),
    Disposition(DispositionId, DispositionDraft),
    ArchiveDisposition(DispositionId, bool),
    Tag(TagId, TagDraft),
    ContactField(FieldId, ContactFieldDraft),
}

impl Plan {
    /// Reads the house and compares. `Err` tells everything that is wrong with the description.
    pub async fn make(
        state: &AppState,
        description: &Description,
        environment: &Environment<'_>,
    ) -> Result<Plan, SetupError> {
        let mut planner = Planner::new(state, environment).await?;
        planner.settings(description);
        for team in &description.teams {
            planner.team(team);
        }
        for user in &description.users {
            planner.user(user).await?;
        }
        for queue in &description.queues {
            planner.queue(queue);
        }
        for disposition in &description.dispositions {
            planner.disposition(disposition);
        }
        for account in &description.accounts {
            planner.account(account);
        }
        for answer in &description.canned_answers {
            planner.answer(answer);
        }
        for disposition in &description.dispositions {
            planner.disposition_scope(disposition);
        }
        for tag in &description.tags {
            planner.tag(tag);
        }
        for field in &description.contact_fields {
            planner.contact_field(field);
        }
        if planner.wrong.is_empty() { Ok(planner.plan) } else { Err(SetupError::Wrong(planner.wrong)) }
    }

    /// What differs, one line each; empty when everything is as described.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().flat_map(|change| &change.lines).map(String::as_str)
    }
}

/// Where in the file something stands, and what it is: `line 12, user anna`.
pub(super) struct Place {
    line: u64,
    pub(super) subject: String,
}

impl Place {
    pub(super) fn of<T>(part: &Spanned<T>, subject: String) -> Place {
        Place { line: part.referenced.line(), subject }
    }
}

pub(super) struct Planner<'a> {
    pub(super) state: &'a AppState,
    pub(super) environment: &'a Environment<'a>,
    /// As it will be: people, teams, queues, settings, dispositions, tags and contact fields. Accounts stand in `accounts`.
    pub(super) house: House,
    pub(super) accounts: BTreeMap<AccountId, AccountRow>,
    /// Accounts as they will be, by key: id and provider.
    pub(super) account_keys: BTreeMap<String, (AccountId, String)>,
    /// As they are: everybody's and the accounts'.
    pub(super) answers: Vec<Answer>,
    pub(super) plan: Plan,
    wrong: Vec<String>,
    named: HashSet<String>,
    newest: i64,
}

impl<'a> Planner<'a> {
    async fn new(state: &'a AppState, environment: &'a Environment<'a>) -> Result<Planner<'a>, SetupError> {
        let rows = state.store.house().await.map_err(Failure::from)?;
        let answers = state.store.answers_of_house(None).await.map_err(Failure::from)?;
        let keys = rows.accounts.values().map(|row| (row.values.key.clone(), (row.id, row.values.provider.clone())));
        let account_keys = keys.collect();
        let queues = rows.queues.into_iter();
        let queues = queues.map(|(id, queue)| (id, HouseQueue { queue, members: HashSet::new() })).collect();
        let house = House {
            settings: rows.settings,
            users: rows.users,
            teams: rows.teams,
            queues,
            dispositions: Tree::new(rows.dispositions),
            tags: rows.tags.into_iter().map(|tag| (tag.id, tag)).collect(),
            contact_fields: rows.contact_fields,
            ..House::default()
        };
        Ok(Planner {
            state,
            environment,
            house,
            accounts: rows.accounts,
            account_keys,
            answers,
            plan: Plan::default(),
            wrong: Vec::new(),
            named: HashSet::new(),
            newest: 0,
        })
    }

    pub(super) fn complain(&mut self, place: &Place, field: &str, words: &str) {
        let Place { line, subject } = place;
        self.wrong.push(format!("line {line}, {subject}: {field}: {words}"));
    }

    pub(super) fn complain_of(&mut self, place: &Place, invalid: Invalid) {
        for error in invalid.0 {
            self.complain(place, &error.field, &error.words.to_string());
        }
    }

    /// How much is wrong so far: what grew while a thing was read makes its check pointless.
    pub(super) fn complaints(&self) -> usize {
        self.wrong.len()
    }

    pub(super) fn new_id(&mut self) -> i64 {
        self.newest -= 1;
        self.newest
    }

    /// Names each thing once.
    pub(super) fn once(&mut self, place: &Place, field: &str) {
        if !self.named.insert(place.subject.to_lowercase()) {
            self.complain(place, field, "It stands in this file twice.");
        }
    }

    /// The value of a variable; a complaint when there is none.
    pub(super) fn variable(&mut self, place: &Place, field: &str, name: &str) -> Option<String> {
        let value = (self.environment)(name).filter(|value| !value.is_empty());
        if value.is_none() {
            self.complain(place, field, &format!("the environment variable {name} is not set."));
        }
        value
    }

    /// Plans `act` if it changes anything: a new thing has one line, another one a line for each field.
    pub(super) fn add(&mut self, act: Act, lines: Vec<String>) {
        if !lines.is_empty() {
            self.plan.changes.push(Change { act, lines });
        }
    }

    fn settings(&mut self, description: &Description) {
        let mut settings = self.house.settings.clone();
        for (name, value) in &description.settings {
            let place = Place::of(value, "settings".into());
            match with_setting(&settings, name, &value.value) {
                Ok(changed) => settings = changed,
                Err(error) => self.complain(&place, name, &error.to_string()),
            }
        }
        users::tidy_settings(&mut settings);
        if let Err(invalid) = settings.check() {
            for error in invalid.0 {
                let Some(value) = description.settings.get(&error.field) else { continue };
                self.complain(&Place::of(value, "settings".into()), &error.field, &error.words.to_string());
            }
        }
        let lines = words::difference("settings", &words_of(&self.house.settings), &words_of(&settings));
        self.house.settings = settings.clone();
        self.add(Act::Settings(settings), lines);
    }

    fn team(&mut self, part: &Spanned<String>) {
        let name = line(&part.value);
        let place = Place::of(part, format!("team {name}"));
        self.once(&place, "name");
        if let Err(invalid) = users::check_team(&name) {
            self.complain_of(&place, invalid);
        }
        if self.house.teams.values().any(|known| folded(known) == folded(&name)) {
            return;
        }
        let id = TeamId(self.new_id());
        self.house.teams.insert(id, name.clone());
        self.add(Act::Team(id, name), vec![format!("+ {}", place.subject)]);
    }

    pub(super) fn teams_named(&mut self, place: &Place, names: &[String]) -> Vec<TeamId> {
        let find = |house: &House, name: &str| {
            house.teams.iter().find(|(_, known)| folded(known) == folded(name)).map(|(id, _)| *id)
        };
        self.all_named(place, "teams", names, "team", find)
    }

    pub(super) fn users_named(&mut self, place: &Place, names: &[String]) -> Vec<UserId> {
        self.all_named(place, "agents", names, "user", |house, name| user_named(house, &name.to_lowercase()))
    }

    fn all_named<T>(
        &mut self,
        place: &Place,
        field: &str,
        names: &[String],
        kind: &str,
        find: impl Fn(&House, &str) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            match find(&self.house, name.trim()) {
                Some(id) => found.push(id),
                None => self.complain(place, field, &format!("there is no {kind} {name}; add it under {kind}s.")),
            }
        }
        found
    }

    pub(super) fn team_names(&self, ids: &[TeamId]) -> String {
        words::names(ids.iter().filter_map(|id| self.house.teams.get(id).cloned()))
    }

    pub(super) fn user_names(&self, ids: &[UserId]) -> String {
        words::names(ids.iter().filter_map(|id| Some(self.house.users.get(id)?.login.clone())))
    }
}

pub(super) fn user_named(house: &House, login: &str) -> Option<UserId> {
    house.users.values().find(|user| user.login == login).map(|user| user.id)
}

/// `settings` with one field as the file says it.
fn with_setting(settings: &Settings, name: &str, value: &serde_json::Value) -> serde_json::Result<Settings> {
    let mut fields = serde_json::to_value(settings)?;
    fields[name] = value.clone();
    serde_json::from_value(fields)
}

fn words_of(settings: &Settings) -> words::Words {
    match serde_json::to_value(settings) {
        Ok(serde_json::Value::Object(fields)) => {
            fields.into_iter().map(|(name, value)| words::field(name, value)).collect()
        }
        _ => Vec::new(),
    }
}
