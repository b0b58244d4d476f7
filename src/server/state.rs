//! What handlers, server functions and pages share.

use std::{ops::Deref, sync::Arc};

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    accounts::Accounts,
    attention::Attention,
    auth::{password::Passwords, throttle::Throttle},
    canned::CannedAnswers,
    clock::Clock,
    colleagues::Colleagues,
    config::Config,
    contact_fields::ContactFields,
    contact_list::ContactLists,
    contacts::Contacts,
    desktop::Desktops,
    dispositions::Dispositions,
    events::Hub,
    failure::Failure,
    finder::Finder,
    history::History,
    house::House,
    houses::Houses,
    http::assets::Assets,
    inbox::Inbox,
    media::MediaLibrary,
    new_sms::FirstWords,
    outbox::{client::Client, worker::Outbox},
    providers::registry::Registry,
    queues::Queues,
    retention::Retention,
    routing::Routing,
    sandbox::Sandbox,
    scheduled::Scheduled,
    signals::Signals,
    store::Store,
    tags::Tags,
    users::Users,
    vault::Vault,
};

/// A handle on all of it. Each request and each stream holds some.
#[derive(Clone)]
pub struct AppState(Arc<Services>);

impl Deref for AppState {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

pub struct Services {
    pub leptos: LeptosOptions,
    pub assets: Arc<Assets>,
    /// Cancelled when the process is asked to stop. Whatever runs without an end of its own ends with it.
    pub stopping: CancellationToken,
    pub config: Arc<Config>,
    pub clock: Clock,
    pub signals: Arc<Signals>,
    pub store: Store,
    pub houses: Arc<Houses>,
    pub hub: Arc<Hub>,
    pub inbox: Inbox,
    pub outbox: Outbox,
    pub routing: Routing,
    pub desktop: Desktops,
    pub attention: Attention,
    pub colleagues: Colleagues,
    pub finder: Finder,
    pub media: MediaLibrary,
    pub contacts: Contacts,
    pub contact_fields: ContactFields,
    pub contact_list: ContactLists,
    pub tags: Tags,
    pub first_words: FirstWords,
    pub scheduled: Scheduled,
    pub users: Users,
    pub queues: Queues,
    pub history: History,
    pub retention: Retention,
    pub dispositions: Dispositions,
    pub accounts: Accounts,
    pub canned: CannedAnswers,
    pub sandbox: Sandbox,
    pub passwords: Passwords,
    pub throttle: Arc<Throttle>,
    /// Names this build; a browser that runs another one reloads.
    pub build: Arc<str>,
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> LeptosOptions {
        state.leptos.clone()
    }
}

impl AppState {
    /// Opens the database and puts everything together. Nothing runs by itself yet: see [`AppState::start_workers`].
    pub async fn open(config: Config, clock: Clock, stopping: CancellationToken) -> Result<AppState, Failure> {
        let signals = Arc::new(Signals::default());
        let vault = match &config.key {
            Some(key) => Vault::with_key(key)?,
            None => Vault::from_file(&config.data.join("secrets.key"))?,
        };
        let store = Store::open(&config.database_url(), signals.clone()).await?;
        let houses = Houses::open(store.clone(), vault, Registry::builtin(), config.public_url(), config.own_url());
        let houses = Arc::new(houses.await?);
        let assets = Arc::new(Assets::load());
        let client = Client::new();
        let routing = Routing::new(store.clone(), houses.clone(), clock.clone());
        let contacts = Contacts::new(store.clone(), houses.clone(), clock.clone());
        let passwords = Passwords::default();
        let build: Arc<str> = assets.page_files().map_or("none", |files| files.build()).into();
        let desktop = Desktops::new(
            store.clone(),
            houses.clone(),
            clock.clone(),
            routing.clone(),
            contacts.clone(),
            Arc::clone(&build),
        );
        let media = MediaLibrary::new(store.clone(), houses.clone(), clock.clone(), desktop.clone());
        Ok(AppState(Arc::new(Services {
            leptos: LeptosOptions::builder().output_name("smsdesk").build(),
            stopping,
            hub: Hub::new(store.clone(), houses.clone(), clock.clone()),
            inbox: Inbox::start(store.clone(), houses.clone(), clock.clone()),
            outbox: Outbox::new(store.clone(), houses.clone(), clock.clone(), client.clone()),
            first_words: FirstWords::new(
                store.clone(),
                houses.clone(),
                clock.clone(),
                routing.clone(),
                desktop.clone(),
            ),
            history: History::new(store.clone(), houses.clone(), desktop.clone()),
            scheduled: Scheduled::new(store.clone(), houses.clone(), clock.clone(), desktop.clone()),
            desktop,
            attention: Attention::new(store.clone(), houses.clone(), clock.clone(), contacts.clone()),
            colleagues: Colleagues::new(store.clone(), houses.clone(), clock.clone()),
            contact_list: ContactLists::new(store.clone(), houses.clone(), contacts.clone()),
            finder: Finder::new(store.clone(), houses.clone(), contacts.clone()),
            contact_fields: ContactFields::new(store.clone(), houses.clone(), clock.clone()),
            tags: Tags::new(store.clone(), houses.clone(), clock.clone(), contacts.clone()),
            contacts,
            users: Users::new(store.clone(), houses.clone(), clock.clone(), passwords.clone()),
            queues: Queues::new(store.clone(), houses.clone(), clock.clone()),
            retention: Retention::new(store.clone(), houses.clone(), clock.clone()),
            dispositions: Dispositions::new(store.clone(), houses.clone(), clock.clone()),
            accounts: Accounts::new(store.clone(), houses.clone(), clock.clone(), client.clone()),
            canned: CannedAnswers::new(store.clone(), houses.clone(), clock.clone()),
            sandbox: Sandbox::new(
                store.clone(),
                houses.clone(),
                clock.clone(),
                client,
                media.clone(),
                config.own_url(),
            ),
            throttle: Arc::default(),
            config: Arc::new(config),
            assets,
            clock,
            signals,
            store,
            houses,
            media,
            routing,
            passwords,
            build,
        })))
    }

    pub fn house(&self) -> Arc<House> {
        self.houses.current()
    }

    /// Starts everything that works by itself. The tracker is empty when all of it has ended after `stopping`.
    pub fn start_workers(&self) -> TaskTracker {
        let workers = TaskTracker::new();
        let (signals, stop) = (&self.signals, &self.stopping);
        workers.spawn(self.hub.clone().run(signals.clone(), stop.clone()));
        workers.spawn(self.hub.clone().keep_present(stop.clone()));
        workers.spawn(self.routing.clone().run(signals.clone(), stop.clone()));
        workers.spawn(self.outbox.clone().run(signals.clone(), stop.clone()));
        workers.spawn(self.media.clone().run(signals.clone(), stop.clone()));
        workers.spawn(self.sandbox.clone().run(signals.clone(), stop.clone()));
        workers.spawn(super::jobs::follow_house(self.clone()));
        workers.spawn(super::jobs::follow_other_nodes(self.clone()));
        workers.spawn(super::jobs::sweep(self.clone()));
        workers.spawn(super::jobs::forget(self.clone()));
        workers.close();
        workers
    }
}
