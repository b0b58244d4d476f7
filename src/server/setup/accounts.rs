//! Accounts of a description.

use serde_saphyr::Spanned;

use super::{
    description::{AccountPart, CredentialPart, QuietHoursPart, RulesPart, StepPart},
    plan::{Act, Place, Planner, user_named},
    queues::queue_named,
    words::{self, Words, field, text},
};
use crate::{
    domain::{
        AccountId, DispositionId,
        account::{AccountDraft, Rules},
        flow::{Flow, Step},
        quiet::{QuietHours, clock, parse_clock},
    },
    server::{accounts, failure::Failure, providers::Capabilities, store::AccountRow},
};

impl Planner<'_> {
    pub(super) fn account(&mut self, part: &Spanned<AccountPart>) {
        let key = part.value.key.trim().to_owned();
        let place = Place::of(part, format!("account {key}"));
        let sound = self.complaints();
        self.once(&place, "key");
        let stored = self.accounts.values().find(|row| row.values.key.eq_ignore_ascii_case(&key)).cloned();
        let known = stored.as_ref().map(|row| self.state.accounts.draft_of(row));
        let id = stored.as_ref().map_or_else(|| AccountId(self.new_id()), |row| row.id);
        let (draft, secrets) = self.account_draft(&place, &part.value, &key, known.clone(), stored.as_ref());
        if sound == self.complaints() {
            let now = self.state.clock.now();
            match self.state.accounts.vet(&draft, stored.as_ref(), &self.house, now) {
                Ok(_) => {}
                Err(Failure::Invalid(invalid)) => self.complain_of(&place, invalid),
                Err(other) => self.complain(&place, "credentials", &other.to_string()),
            }
        }
        let lines = match &known {
            None => vec![format!("+ {}", place.subject)],
            Some(known) => {
                let (before, after) = (self.words_of_account(known), self.words_of_account(&draft));
                let mut lines = words::difference(&place.subject, &before, &after);
                lines.extend(secrets.into_iter().map(|secret| format!("~ {}: {secret}", place.subject)));
                lines
            }
        };
        self.account_keys.insert(key.clone(), (id, draft.provider.clone()));
        self.plan.accounts.push(key);
        self.add(Act::Account(id, Box::new(draft)), lines);
    }

    /// The account as it will be, and what happens to its secrets.
    fn account_draft(
        &mut self,
        place: &Place,
        part: &AccountPart,
        key: &str,
        known: Option<AccountDraft>,
        stored: Option<&AccountRow>,
    ) -> (AccountDraft, Vec<String>) {
        let mut draft = known.unwrap_or_else(|| self.new_account(part, key));
        for (written, value) in [
            (&part.name, &mut draft.name),
            (&part.provider, &mut draft.provider),
            (&part.sender, &mut draft.sender),
            (&part.country, &mut draft.country),
            (&part.public_url, &mut draft.public_url),
            (&part.api_base, &mut draft.api_base),
        ] {
            if let Some(written) = written {
                value.clone_from(written);
            }
        }
        draft.rate = part.rate.unwrap_or(draft.rate);
        draft.active = part.active.unwrap_or(draft.active);
        draft.mms = part.mms.unwrap_or(draft.mms);
        if let Some(steps) = &part.flow {
            draft.flow = Flow(steps.iter().filter_map(|step| self.step(place, step)).collect());
        }
        if let Some(rules) = &part.rules {
            self.rules(place, rules, &mut draft.rules);
        }
        if let Some(written) = &part.quiet_hours {
            draft.quiet_hours = written.as_ref().and_then(|written| self.quiet_hours(place, written));
        }
        if let Some(agents) = &part.agents {
            draft.agents = self.users_named(place, agents);
        }
        if let Some(teams) = &part.teams {
            draft.teams = self.teams_named(place, teams);
        }
        accounts::tidy(&mut draft);
        let secrets = self.credentials(place, part, &mut draft, stored);
        (draft, secrets)
    }

    fn rules(&mut self, place: &Place, part: &RulesPart, rules: &mut Rules) {
        rules.reopen_minutes = part.reopen_minutes.unwrap_or(rules.reopen_minutes);
        rules.auto_close_hours = part.auto_close_hours.unwrap_or(rules.auto_close_hours);
        rules.disposition_required = part.disposition_required.unwrap_or(rules.disposition_required);
        rules.transfer = part.transfer.unwrap_or(rules.transfer);
        if let Some(path) = &part.auto_close_disposition {
            rules.auto_close_disposition = self.house.dispositions.named(path);
            if rules.auto_close_disposition.is_none() {
                let words = format!("there is no disposition {path}; add it under dispositions.");
                self.complain(place, "rules.auto_close_disposition", &words);
            }
        }
    }

    fn new_account(&self, part: &AccountPart, key: &str) -> AccountDraft {
        let provider = part.provider.clone().unwrap_or_default();
        AccountDraft {
            key: key.to_owned(),
            name: key.to_owned(),
            rate: self.capabilities(&provider).map_or(1.0, |capabilities| capabilities.default_rate),
            mms: self.capabilities(&provider).and_then(|it| it.mms).is_some_and(|mms| mms.every_sender),
            provider,
            sender: String::new(),
            public_url: String::new(),
            country: String::new(),
            api_base: String::new(),
            active: true,
            flow: Flow::default(),
            rules: Rules::default(),
            quiet_hours: None,
            agents: Vec::new(),
            teams: Vec::new(),
            credentials: [].into(),
            cleared: [].into(),
        }
    }

    fn capabilities(&self, provider: &str) -> Option<&'static Capabilities> {
        self.state.houses.registry().get(provider).map(|provider| provider.capabilities())
    }

    /// Puts the written credentials into the draft. A secret that is stored already stays out of it, so that it keeps the
    /// time at which it was set. One written as `""` goes.
    fn credentials(
        &mut self,
        place: &Place,
        part: &AccountPart,
        draft: &mut AccountDraft,
        stored: Option<&AccountRow>,
    ) -> Vec<String> {
        // The check says that there is no such provider.
        let Some(capabilities) = self.capabilities(&draft.provider) else { return Vec::new() };
        let before = stored
            .filter(|row| row.values.provider == draft.provider)
            .and_then(|row| self.state.houses.vault().open(&row.values.credentials).ok())
            .unwrap_or_default();
        let mut told = Vec::new();
        for (key, written) in &part.credentials {
            let Some((secret, value)) = self.credential(place, capabilities, key, written) else { continue };
            let stored = before.get(key);
            if secret && stored.unwrap_or_default() == value {
                continue;
            }
            if secret && value.is_empty() {
                told.push(format!("credentials.{key} removed"));
                draft.cleared.insert(key.clone());
                continue;
            }
            if secret {
                let how = if stored.is_some() { "changed" } else { "set" };
                told.push(format!("credentials.{key} {how}"));
            }
            if value.is_empty() {
                draft.credentials.remove(key);
            } else {
                draft.credentials.insert(key.clone(), value);
            }
        }
        told
    }

    /// Whether a credential is a secret, and its value; `None` after a complaint.
    fn credential(
        &mut self,
        place: &Place,
        capabilities: &Capabilities,
        key: &str,
        written: &CredentialPart,
    ) -> Option<(bool, String)> {
        let field = format!("credentials.{key}");
        let Some(known) = capabilities.credentials.iter().find(|known| known.key == key) else {
            let keys: Vec<&str> = capabilities.credentials.iter().map(|known| known.key).collect();
            let words = format!("{} has no such credential, only {}.", capabilities.name, keys.join(", "));
            self.complain(place, &field, &words);
            return None;
        };
        let value = match written {
            CredentialPart::Plain(value) if known.secret && !value.trim().is_empty() => {
                self.complain(
                    place,
                    &field,
                    "A secret does not belong in a file: give { env: NAME }, or \"\" to remove it.",
                );
                return None;
            }
            CredentialPart::Plain(value) => value.clone(),
            CredentialPart::Environment(part) => self.variable(place, &field, &part.env)?,
        };
        Some((known.secret, value.trim().to_owned()))
    }

    fn quiet_hours(&mut self, place: &Place, part: &QuietHoursPart) -> Option<QuietHours> {
        let mut time = |field: &str, text: &str| {
            let time = parse_clock(text);
            if time.is_none() {
                self.complain(place, field, &format!("{text} is not a time of day such as \"21:00\"."));
            }
            time
        };
        let (from, to) = (time("quiet_hours.from", &part.from), time("quiet_hours.to", &part.to));
        let days = part.days.as_ref().map(|days| days.iter().map(|day| *day as i64).collect());
        Some(QuietHours {
            from: from?,
            to: to?,
            zone: part.zone.clone(),
            days: days.unwrap_or_else(|| (0..7).collect()),
        })
    }

    fn step(&mut self, place: &Place, step: &StepPart) -> Option<Step> {
        match step {
            StepPart::Queue { queue, timeout } => match queue_named(&self.house, queue.trim()) {
                Some(queue) => Some(Step::Queue { queue, timeout: *timeout }),
                None => {
                    self.complain(place, "flow", &format!("there is no queue {queue}; add it under queues."));
                    None
                }
            },
            StepPart::Agent { agent, timeout } => match user_named(&self.house, &agent.trim().to_lowercase()) {
                Some(agent) => Some(Step::Agent { agent, timeout: *timeout }),
                None => {
                    self.complain(place, "flow", &format!("there is no user {agent}; add it under users."));
                    None
                }
            },
            StepPart::AutoReply { text, when } => Some(Step::AutoReply { text: text.trim().to_owned(), when: *when }),
        }
    }

    fn words_of_account(&self, draft: &AccountDraft) -> Words {
        let steps: Vec<String> = draft.flow.0.iter().map(|step| self.words_of_step(step)).collect();
        let mut words = vec![
            field("name", text(&draft.name)),
            field("provider", &draft.provider),
            field("sender", text(&draft.sender)),
            field("country", text(&draft.country)),
            field("rate", draft.rate),
            field("public_url", text(&draft.public_url)),
            field("api_base", text(&draft.api_base)),
            field("active", draft.active),
            field("mms", draft.mms),
            field("flow", format!("[{}]", steps.join(", "))),
            field("rules.reopen_minutes", draft.rules.reopen_minutes),
            field("rules.auto_close_hours", draft.rules.auto_close_hours),
            field("rules.auto_close_disposition", self.words_of_disposition(draft.rules.auto_close_disposition)),
            field("rules.disposition_required", draft.rules.disposition_required),
            field("rules.transfer", draft.rules.transfer),
            field("quiet_hours", draft.quiet_hours.as_ref().map_or_else(|| "null".to_owned(), words_of_quiet_hours)),
            field("agents", self.user_names(&draft.agents)),
            field("teams", self.team_names(&draft.teams)),
        ];
        let fields = self.capabilities(&draft.provider).map_or(&[][..], |capabilities| capabilities.credentials);
        for known in fields.iter().filter(|field| !field.secret) {
            if let Some(value) = draft.credentials.get(known.key) {
                words.push(field(format!("credentials.{}", known.key), text(value)));
            }
        }
        words
    }

    fn words_of_disposition(&self, id: Option<DispositionId>) -> String {
        id.and_then(|id| self.house.dispositions.path(id)).unwrap_or_else(|| "none".into())
    }

    fn words_of_step(&self, step: &Step) -> String {
        match step {
            Step::Queue { queue, timeout } => {
                let name = self.house.queue_name(*queue).unwrap_or("?");
                timeout.map_or_else(|| format!("queue {name}"), |timeout| format!("queue {name} {timeout} s"))
            }
            Step::Agent { agent, timeout } => {
                let login = self.house.users.get(agent).map_or("?", |user| user.login.as_str());
                format!("agent {login} {timeout} s")
            }
            Step::AutoReply { text: reply, when } => format!("auto_reply {} {}", when.as_str(), text(reply)),
        }
    }
}

fn words_of_quiet_hours(hours: &QuietHours) -> String {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let days: Vec<&str> = hours.days.iter().filter_map(|day| DAYS.get(usize::try_from(*day).ok()?).copied()).collect();
    format!("{} to {} {} [{}]", clock(hours.from), clock(hours.to), hours.zone, days.join(", "))
}
