//! Setting the house up: people, teams, queues, accounts, settings. For administrators; the server checks every call
//! again.
//!
//! A page is a list or a form. Lists load themselves; forms stand over a [`form::Form`], which keeps what was typed.

mod accounts;
mod canned;
mod contact_fields;
mod dispositions;
mod focus;
mod form;
mod inputs;
mod media;
mod moves;
mod ordered;
mod overview;
mod password;
mod picker;
mod queues;
mod reader;
mod settings;
mod shell;
mod tags;
mod teams;
mod users;

use leptos::prelude::*;
use leptos_router::{
    components::{A, Outlet, ParentRoute, Route},
    path,
};

use crate::{
    domain::user::{Me, Right},
    ui::{
        live::Live,
        widgets::{EmptyState, Glyph, Icon},
        words::{Word, Words, use_words},
    },
};

/// Everything under `/admin`.
#[component(transparent)]
pub fn AdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/admin") view=AdminFrame>
            <Route path=path!("") view=overview::Overview />
            <Route path=path!("users") view=users::UserList />
            <Route path=path!("users/:id") view=users::UserPage />
            <Route path=path!("teams") view=teams::TeamList />
            <Route path=path!("teams/:id") view=teams::TeamPage />
            <Route path=path!("queues") view=queues::QueueList />
            <Route path=path!("queues/:id") view=queues::QueuePage />
            <Route path=path!("accounts") view=accounts::AccountList />
            <Route path=path!("accounts/:id") view=accounts::AccountPage />
            <Route path=path!("answers") view=canned::HouseAnswers />
            <Route path=path!("answers/:id") view=canned::HouseAnswer />
            <Route path=path!("dispositions") view=dispositions::DispositionsPage />
            <Route path=path!("tags") view=tags::TagList />
            <Route path=path!("tags/:id") view=tags::TagPage />
            <Route path=path!("contact-fields") view=contact_fields::ContactFieldList />
            <Route path=path!("contact-fields/:id") view=contact_fields::ContactFieldPage />
            <Route path=path!("settings") view=settings::SettingsPage />
        </ParentRoute>
    }
    .into_inner()
}

/// Everything under `/answers`: the canned answers somebody keeps for themselves.
#[component(transparent)]
pub fn OwnAnswerRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/answers") view=canned::OwnFrame>
            <Route path=path!("") view=canned::OwnAnswers />
            <Route path=path!(":id") view=canned::OwnAnswer />
        </ParentRoute>
    }
    .into_inner()
}

/// Whether these pages are for this person.
pub fn may_administer(me: &Me) -> bool {
    me.role.may(Right::Administer)
}

/// Address, drawing and name of each page, and whether only the very address is this page.
pub fn pages(words: &Words) -> Vec<(&'static str, Glyph, Word, bool)> {
    let w = &words.admin;
    let entries = [
        ("/admin", Glyph::List, w.overview.title, true),
        ("/admin/users", Glyph::User, w.users.title, false),
        ("/admin/teams", Glyph::Users, w.teams.title, false),
        ("/admin/queues", Glyph::Inbox, w.queues.title, false),
        ("/admin/accounts", Glyph::Phone, words.accounts.title, false),
        ("/admin/answers", Glyph::Bolt, words.canned.title, false),
        ("/admin/dispositions", Glyph::Check, words.dispositions.title, false),
        ("/admin/tags", Glyph::Tag, words.contacts.tag_admin.title, false),
        ("/admin/contact-fields", Glyph::Note, words.contacts.fields.title, false),
        ("/admin/settings", Glyph::Gear, w.settings.title, false),
    ];
    entries.to_vec()
}

/// The administration's own navigation, and the page beside it.
#[component]
fn AdminFrame() -> impl IntoView {
    let words = use_words();
    let w = &words.admin;
    provide_context(form::Drafts::new());
    let live = expect_context::<Live>();
    let may = Memo::new(move |_| live.me.with(may_administer));
    let links = pages(words)
        .into_iter()
        .map(|(href, glyph, name, exact)| {
            view! { <li><A href=href exact=exact><Icon glyph=glyph />{name}</A></li> }
        })
        .collect_view();
    view! {
        <div class="admin">
            <nav class="admin-nav" aria-label=w.frame.title>
                <h2>{w.frame.title}</h2>
                <ul>{links}</ul>
            </nav>
            <main class="admin-page">
                <div class="admin-inner">
                    <Show when=move || may.get() fallback=NotAllowed>
                        <Outlet />
                    </Show>
                </div>
            </main>
        </div>
    }
}

/// Presentation only: the server refuses every call of somebody else.
#[component]
fn NotAllowed() -> impl IntoView {
    let w = &use_words().admin.frame;
    view! { <EmptyState glyph=Glyph::Gear title=w.not_allowed text=w.not_allowed_text /> }
}

/// What the address of a form names: a new thing, or the one with this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
enum Place<Id> {
    New,
    Old(Id),
    /// Neither: a mistyped address.
    Nowhere,
}

impl<Id: std::str::FromStr> Place<Id> {
    fn parse(segment: &str) -> Place<Id> {
        match segment {
            "new" => Place::New,
            other => other.parse().map_or(Place::Nowhere, Place::Old),
        }
    }
}

impl<Id: PartialEq> Place<Id> {
    /// What the form stands over: nothing for a new thing. `None` when there is no such thing.
    fn subject<T>(self, all: Vec<T>, id_of: impl Fn(&T) -> Id) -> Option<Option<T>> {
        match self {
            Place::New => Some(None),
            Place::Old(id) => all.into_iter().find(|it| id_of(it) == id).map(Some),
            Place::Nowhere => None,
        }
    }
}

/// The place that the last segment of the address names.
fn use_place<Id>() -> Memo<Place<Id>>
where
    Id: std::str::FromStr + PartialEq + Send + Sync + 'static,
{
    let params = leptos_router::hooks::use_params_map();
    Memo::new(move |_| params.with(|params| Place::parse(&params.get("id").unwrap_or_default())))
}

/// Said where an address names nothing that exists.
#[component]
fn NothingHere(back: &'static str, back_name: Word) -> impl IntoView {
    let words = use_words();
    view! {
        <EmptyState
            glyph=Glyph::Search
            title=words.common.not_found
            text=words.common.not_found_text
        >
            <A href=back attr:class="button">{back_name}</A>
        </EmptyState>
    }
}
