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
mod pages;
mod password;
mod picker;
mod queues;
mod reader;
mod settings;
mod shell;
mod tags;
mod teams;
mod users;

use leptos::{html, prelude::*};
use leptos_router::{
    components::{A, Outlet, ParentRoute, Route},
    hooks::use_location,
    path,
};

pub use pages::AdminPage;

use crate::{
    domain::user::{Me, Right},
    ui::{
        browser,
        live::Live,
        widgets::{EmptyState, Glyph, Icon, Show},
        words::{Word, Words, use_words},
    },
};

/// Everything under `/admin`.
#[component(transparent)]
pub fn AdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/admin") view=AdminPage::Frame>
            <Route path=path!("") view=AdminPage::Overview />
            <Route path=path!("users") view=AdminPage::Users />
            <Route path=path!("users/:id") view=AdminPage::User />
            <Route path=path!("teams") view=AdminPage::Teams />
            <Route path=path!("teams/:id") view=AdminPage::Team />
            <Route path=path!("queues") view=AdminPage::Queues />
            <Route path=path!("queues/:id") view=AdminPage::Queue />
            <Route path=path!("accounts") view=AdminPage::Accounts />
            <Route path=path!("accounts/:id") view=AdminPage::Account />
            <Route path=path!("answers") view=AdminPage::HouseAnswers />
            <Route path=path!("answers/:id") view=AdminPage::HouseAnswer />
            <Route path=path!("dispositions") view=AdminPage::Dispositions />
            <Route path=path!("tags") view=AdminPage::Tags />
            <Route path=path!("tags/:id") view=AdminPage::Tag />
            <Route path=path!("contact-fields") view=AdminPage::ContactFields />
            <Route path=path!("contact-fields/:id") view=AdminPage::ContactField />
            <Route path=path!("settings") view=AdminPage::Settings />
        </ParentRoute>
    }
    .into_inner()
}

/// Everything under `/answers`: the canned answers somebody keeps for themselves.
#[component(transparent)]
pub fn OwnAnswerRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/answers") view=AdminPage::OwnFrame>
            <Route path=path!("") view=AdminPage::OwnAnswers />
            <Route path=path!(":id") view=AdminPage::OwnAnswer />
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
    let links = move || {
        let link = |(href, glyph, name, exact)| view! { <NavLink href=href glyph=glyph name=name exact=exact /> };
        pages(words).into_iter().map(link).collect_view()
    };
    let links = StoredValue::new(links);
    view! {
        <Show when=move || may.get() fallback=NotAllowed>
            <div class="admin">
                <nav class="admin-nav" aria-label=w.frame.title>
                    <h2>{w.frame.title}</h2>
                    <ul>{links.with_value(|links| links())}</ul>
                </nav>
                <main class="admin-page">
                    <div class="admin-inner"><Outlet /></div>
                </main>
            </div>
        </Show>
    }
}

/// An entry of the navigation; the one of the page at hand comes into view where they don't all fit.
#[component]
fn NavLink(href: &'static str, glyph: Glyph, name: Word, exact: bool) -> impl IntoView {
    let pathname = use_location().pathname;
    let node = NodeRef::<html::Li>::new();
    Effect::new(move || {
        let here = pathname.with(|path| if exact { path == href } else { path.starts_with(href) });
        if here && let Some(node) = node.get() {
            browser::reveal(&node);
        }
    });
    view! { <li node_ref=node><A href=href exact=exact><Icon glyph=glyph />{name}</A></li> }
}

/// Presentation only: the server refuses every call of somebody else.
#[component]
fn NotAllowed() -> impl IntoView {
    let words = use_words();
    let w = &words.admin.frame;
    view! {
        <main class="lone-page">
            <h1 class="sr-only">{w.title}</h1>
            <EmptyState glyph=Glyph::Gear title=w.not_allowed text=w.not_allowed_text>
                <a class="button" href="/">{words.common.to_desktop}</a>
            </EmptyState>
        </main>
    }
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
        <h1 class="sr-only">{words.admin.frame.title}</h1>
        <EmptyState
            glyph=Glyph::Search
            title=words.common.not_found
            text=words.common.not_found_text
        >
            <A href=back attr:class="button">{back_name}</A>
        </EmptyState>
    }
}
