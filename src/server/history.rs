//! The list of interactions, and closing or reassigning several of them at once. For supervisors.
//!
//! Doing something to several is doing it to each, by the same services and each in a transaction of its own: one that is
//! refused harms no other.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    clock,
    desktop::Desktops,
    failure::Failure,
    handover::{RECENT, RECENT_LOOK, supervises},
    house::HouseAccount,
    houses::Houses,
    store::Store,
};
use crate::domain::{
    InteractionId,
    attention::Looker,
    disposition::{ClosingForm, Disposal, DispositionChoice},
    error::Invalid,
    history::{
        AccountChoice, AgentChoice, Filter, HistoryChoices, HistoryPage, HistoryRow, MOST_AT_ONCE, NotDone, Outcome,
        Place,
    },
    interaction::{Interaction, State},
    sentence::Sentence,
    transfer::{Destination, Targets},
    user::Me,
};

/// Rows sent at once.
const PAGE: usize = 50;

#[derive(Clone)]
pub struct History {
    store: Store,
    houses: Arc<Houses>,
    desktop: Desktops,
}

impl History {
    pub fn new(store: Store, houses: Arc<Houses>, desktop: Desktops) -> History {
        History { store, houses, desktop }
    }

    /// The newest, or those that stand after `before`.
    pub async fn list(&self, me: &Me, filter: &Filter, before: Option<Place>) -> Result<HistoryPage, Failure> {
        supervises(me)?;
        let limit = PAGE as i64 + 1;
        let mut found = self.store.history(filter, before, limit, &self.houses.current()).await?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = found.last().map(Place::of).filter(|_| more);
        Ok(HistoryPage { rows: self.dressed(me, found).await?, next })
    }

    /// These rows as they are now; what is not there any more is left out.
    pub async fn rows(&self, me: &Me, ids: &[InteractionId]) -> Result<Vec<HistoryRow>, Failure> {
        supervises(me)?;
        check_count(ids)?;
        let found = self.store.interactions(ids, &self.houses.current()).await?;
        self.dressed(me, found).await
    }

    /// With their tags, and who looks at them.
    async fn dressed(&self, me: &Me, found: Vec<Interaction>) -> Result<Vec<HistoryRow>, Failure> {
        let house = self.houses.current();
        let ids: Vec<InteractionId> = found.iter().map(|it| it.id).collect();
        let mut tags = self.store.tags_of_all(&ids, &house).await?;
        let looking = self.store.looking_at(me.id, &ids, &house).await?;
        let mut looking: HashMap<InteractionId, Vec<Looker>> = looking.into_iter().collect();
        let row = |interaction: Interaction| HistoryRow {
            tags: tags.remove(&interaction.id).unwrap_or_default(),
            looking: looking.remove(&interaction.id).unwrap_or_default(),
            interaction,
        };
        Ok(found.into_iter().map(row).collect())
    }

    /// What the list can be narrowed by: also accounts and people that are switched off, whose history stays.
    pub fn choices(&self, me: &Me) -> Result<HistoryChoices, Failure> {
        supervises(me)?;
        let house = self.houses.current();
        let account = |it: &Arc<HouseAccount>| AccountChoice { id: it.id, key: it.key.clone(), name: it.name.clone() };
        let mut accounts: Vec<AccountChoice> = house.accounts.values().map(account).collect();
        accounts.sort_by_key(|it| it.key.to_lowercase());
        let agents = house.users.values().map(|user| AgentChoice { id: user.id, name: user.name.clone() });
        let mut agents: Vec<AgentChoice> = agents.collect();
        agents.sort_by_key(|it| (it.name.to_lowercase(), it.id));
        Ok(HistoryChoices { accounts, agents })
    }

    /// What the question before closing these needs to know: dispositions that are offered for every one of them, and
    /// whether any of them demands one.
    pub async fn closing_form(&self, me: &Me, ids: &[InteractionId]) -> Result<ClosingForm, Failure> {
        supervises(me)?;
        check_count(ids)?;
        let house = self.houses.current();
        let mut shared: Option<Vec<DispositionChoice>> = None;
        let mut required = None;
        for it in self.store.interactions(ids, &house).await?.iter().filter(|it| it.state == State::Open) {
            let own = house.dispositions.choices(it.account, it.queue);
            required = required.or(house.disposition_required(it.account, it.queue));
            match &mut shared {
                None => shared = Some(own),
                Some(shared) => shared.retain(|choice| own.contains(choice)),
            }
        }
        let choices = shared.unwrap_or_default();
        let mut recent = self.store.recent_dispositions(me.id, RECENT_LOOK).await?;
        recent.retain(|id| choices.iter().any(|choice| choice.id == *id));
        recent.truncate(RECENT);
        Ok(ClosingForm { choices, recent, required })
    }

    /// Closes each of them.
    pub async fn close(&self, me: &Me, ids: &[InteractionId], disposal: Option<Disposal>) -> Result<Outcome, Failure> {
        supervises(me)?;
        let mut outcome = Outcome::default();
        for id in once_each(ids)? {
            let ended = match self.desktop.end(me, id, disposal.clone()).await {
                Ok(false) => Err(Failure::refused(["It was closed meanwhile.", "Nel frattempo è stata chiusa."])),
                ended => ended.map(drop),
            };
            note(&mut outcome, id, ended);
        }
        Ok(outcome)
    }

    /// Where they could go.
    pub async fn targets(&self, me: &Me) -> Result<Targets, Failure> {
        supervises(me)?;
        self.desktop.destinations(None).await
    }

    /// Gives each of them to an agent or to a queue.
    pub async fn assign(&self, me: &Me, ids: &[InteractionId], to: Destination) -> Result<Outcome, Failure> {
        supervises(me)?;
        let mut outcome = Outcome::default();
        for id in once_each(ids)? {
            note(&mut outcome, id, self.desktop.assign(me, id, to).await);
        }
        Ok(outcome)
    }
}

fn check_count(ids: &[InteractionId]) -> Result<(), Failure> {
    if ids.len() <= MOST_AT_ONCE {
        return Ok(());
    }
    Err(Failure::refused([
        format!("At most {MOST_AT_ONCE} interactions at once."),
        format!("Al massimo {MOST_AT_ONCE} interazioni alla volta."),
    ]))
}

/// In their order, each once.
fn once_each(ids: &[InteractionId]) -> Result<Vec<InteractionId>, Failure> {
    check_count(ids)?;
    let mut met = HashSet::new();
    Ok(ids.iter().copied().filter(|id| met.insert(*id)).collect())
}

fn note(outcome: &mut Outcome, id: InteractionId, done: Result<(), Failure>) {
    match done {
        Ok(()) => outcome.done.push(id),
        Err(failure) => outcome.not.push(NotDone { interaction: id, why: why(id, failure) }),
    }
}

/// In words, whatever it was: what became of the others must not be lost with it.
fn why(id: InteractionId, failure: Failure) -> Sentence {
    match failure {
        Failure::Refused(words) => words,
        Failure::Invalid(Invalid(fields)) if !fields.is_empty() => fields[0].words.clone(),
        Failure::NotFound => ["It does not exist.", "Non esiste."].into(),
        failure => {
            let reference = clock::random_word(6);
            tracing::error!(%reference, interaction = %id, error = %failure, "one of several was not done");
            [
                format!("Something went wrong ({reference}). Try again in a moment."),
                format!("Qualcosa è andato storto ({reference}). Riprovare tra un momento."),
            ]
            .into()
        }
    }
}
