//! What the server says about the interaction in hand, or about a contact on its own page, kept fresh by events. Of an
//! interaction the first paint has what the tab knows, and this comes once the page is alive; the page of a contact begins
//! with it.

use std::collections::HashMap;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        AppError,
        contacts::{load_contact, load_facts},
    },
    domain::{
        ContactId, InteractionId,
        contact::Contact,
        event::Event,
        facts::{Choices, ContactFacts, Facts},
        tag::Tag,
    },
    ui::{
        browser,
        live::{Link, Live, Session, use_live},
    },
};

/// What is typed and not saved, by the place it is typed in; it outlives the tabs and sessions it belongs to.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Typed(StoredValue<HashMap<String, String>>);

impl Typed {
    pub(in crate::ui) fn new() -> Typed {
        Typed(StoredValue::new(HashMap::new()))
    }

    pub(super) fn get(self, place: &str) -> Option<String> {
        self.0.with_value(|all| all.get(place).cloned())
    }

    /// Nothing typed is nothing kept.
    pub(super) fn keep(self, place: &str, typed: Option<String>) {
        self.0.update_value(|all| match typed {
            Some(typed) => drop(all.insert(place.to_owned(), typed)),
            None => drop(all.remove(place)),
        });
    }
}

/// What it is said about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Interaction(InteractionId),
    Contact(ContactId),
}

/// What is known of the contact, and of the interaction where there is one in hand.
#[derive(Clone)]
pub(super) struct Known {
    pub contact: Contact,
    pub choices: Choices,
    pub session: Option<Facts>,
}

impl Known {
    async fn load(subject: Subject) -> Result<Known, AppError> {
        Ok(match subject {
            Subject::Interaction(id) => {
                let facts = load_facts(id).await?;
                let (contact, choices) = (facts.contact.clone(), facts.choices.clone());
                Known { contact, choices, session: Some(facts) }
            }
            Subject::Contact(id) => load_contact(id).await?.into(),
        })
    }
}

impl From<ContactFacts> for Known {
    fn from(ContactFacts { contact, choices }: ContactFacts) -> Known {
        Known { contact, choices, session: None }
    }
}

/// A handle: copies are the same thing.
#[derive(Clone, Copy)]
pub(super) struct Beside {
    subject: Subject,
    facts: RwSignal<Option<Known>>,
    /// Why there are none.
    pub failed: RwSignal<Option<AppError>>,
    /// Counts what may have changed the contact's journey.
    pub journey: RwSignal<u64>,
    /// Calls on their way; only the answer to the last one counts.
    asked: StoredValue<u64>,
}

impl Beside {
    /// Begins for a session; loads once the page is alive, and again whenever something of it changes.
    pub(super) fn provide(session: &Session) -> Beside {
        let live = use_live();
        let beside = Beside::begin(Subject::Interaction(session.id), None, live);
        let tab = session.facts.clone();
        // What the loaded facts say of the interaction itself, without what each text changes.
        let outline = Memo::new(move |_| {
            tab.with(|it| {
                let it = it.as_ref()?;
                Some((it.contact, it.owner, it.state, it.queue, it.first_response_at))
            })
        });
        Effect::new(move || {
            outline.track();
            beside.ask();
        });
        beside
    }

    /// Begins for a contact of which the page knows all.
    pub(super) fn provide_of(facts: ContactFacts) -> Beside {
        let beside = Beside::begin(Subject::Contact(facts.contact.id), Some(facts.into()), use_live());
        // The page may be older than the stream.
        Effect::new(move || beside.ask());
        beside
    }

    fn begin(subject: Subject, known: Option<Known>, live: Live) -> Beside {
        let beside = Beside {
            subject,
            facts: RwSignal::new(known),
            failed: RwSignal::new(None),
            journey: RwSignal::new(0),
            asked: StoredValue::new(0),
        };
        provide_context(beside);
        // After a break events may have been missed.
        Effect::new(move |before: Option<Link>| {
            let link = live.link.get();
            let failed = beside.failed.with_untracked(Option::is_some);
            if link == Link::Live && (before == Some(Link::Offline) || failed) {
                beside.ask();
                beside.journey.update(|n| *n += 1);
            }
            if link == Link::CatchingUp { before.unwrap_or(link) } else { link }
        });
        Effect::new(move || live.listen(move |event| beside.hear(event)));
        beside
    }

    /// The one in hand.
    pub(super) fn interaction(self) -> Option<InteractionId> {
        match self.subject {
            Subject::Interaction(id) => Some(id),
            Subject::Contact(_) => None,
        }
    }

    /// Where something is typed, told from the same place beside something else.
    pub(super) fn place(self, what: &str) -> String {
        match self.subject {
            Subject::Interaction(id) => format!("{id}/{what}"),
            Subject::Contact(id) => format!("contact-{id}/{what}"),
        }
    }

    fn hear(self, event: &Event) {
        let contact = self.facts.with_untracked(|facts| facts.as_ref().map(|it| (it.contact.id, it.contact.version)));
        let concerns = match event {
            Event::ContactChanged { contact: id, version } => {
                contact.is_some_and(|(own, at)| own == *id && at < *version)
            }
            Event::ContactMerged { contact: gone, into } => {
                let concerns = contact.is_some_and(|(own, _)| own == *gone || own == *into);
                if concerns {
                    self.journey.update(|n| *n += 1);
                }
                concerns
            }
            Event::TagsChanged { interaction } => self.interaction() == Some(*interaction),
            Event::HouseChanged => true,
            Event::InteractionChanged { interaction } => {
                if contact.is_some_and(|(own, _)| own == interaction.contact) {
                    self.journey.update(|n| *n += 1);
                }
                false
            }
            _ => false,
        };
        if concerns {
            self.ask();
        }
    }

    /// Loads everything again.
    pub(super) fn ask(self) {
        let number = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        spawn_local(async move {
            let answer = Known::load(self.subject).await;
            if self.asked.try_get_value() != number {
                return; // gone, or asked again meanwhile
            }
            match answer {
                Ok(facts) => {
                    self.failed.try_set(None);
                    self.facts.try_update(|known| {
                        // What was saved here just now is not undone by an answer that set out before.
                        let newer = known.as_ref().map(|known| &known.contact);
                        let newer = newer.filter(|it| it.id == facts.contact.id && it.version > facts.contact.version);
                        let contact = newer.cloned().unwrap_or_else(|| facts.contact.clone());
                        *known = Some(Known { contact, ..facts });
                    });
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => drop(self.failed.try_set(Some(error))),
            }
        });
    }

    pub(super) fn loaded(self) -> bool {
        self.facts.with(Option::is_some)
    }

    /// Takes over how a contact stands after a save.
    pub(super) fn adopt(self, contact: Contact) {
        self.facts.try_update(|facts| {
            if let Some(facts) = facts
                && facts.contact.id == contact.id
                && facts.contact.version <= contact.version
            {
                facts.contact = contact;
            }
        });
    }

    pub(super) fn adopt_tags(self, tags: Vec<Tag>) {
        self.facts.try_update(|facts| {
            if let Some(session) = facts.as_mut().and_then(|known| known.session.as_mut()) {
                session.tags = tags;
            }
        });
    }

    /// Reads something of the facts; its default while there are none.
    pub(super) fn read<T: Default + Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Known) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        Memo::new(move |_| self.facts.with(|facts| facts.as_ref().map(&read).unwrap_or_default())).into()
    }

    pub(super) fn of_contact<T: Default + Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Contact) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        self.read(move |facts| read(&facts.contact))
    }

    /// The same of the interaction in hand.
    pub(super) fn of_session<T: Default + Clone + PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Facts) -> T + Send + Sync + 'static,
    ) -> Signal<T> {
        self.read(move |known| known.session.as_ref().map(&read).unwrap_or_default())
    }

    /// The contact, as it is now.
    pub(super) fn contact_id(self) -> Option<ContactId> {
        self.facts.with_untracked(|facts| facts.as_ref().map(|facts| facts.contact.id))
    }

    pub(super) fn choices(self) -> Signal<Option<Choices>> {
        self.read(|facts| Some(facts.choices.clone()))
    }
}

pub(super) fn use_beside() -> Beside {
    expect_context()
}
