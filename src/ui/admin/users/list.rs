//! Everybody who can sign in, or once could.

use leptos::prelude::*;
use leptos_router::components::A;

use super::role_words;
use crate::{
    api::admin::{load_teams, load_users},
    domain::user::{Team, User},
    ui::{
        admin::{
            form::Drafts,
            shell::{AddLink, PageHead, loaded},
        },
        widgets::{Badge, EmptyState, For, Glyph, Tone},
        words::use_words,
    },
};

#[component]
pub fn UserList() -> impl IntoView {
    let w = &use_words().admin.users;
    let users = Resource::new(|| (), |()| load_users());
    let teams = Resource::new(|| (), |()| load_teams());
    let retry = move || {
        users.refetch();
        teams.refetch();
    };
    let load = move || async move { Ok((users.await?, teams.await?)) };
    view! {
        <PageHead title=w.title text=w.text><AddLink href="/admin/users/new" label=w.add /></PageHead>
        {loaded(w.list_failed, 6, retry, load, move |(users, teams)| {
            if users.is_empty() {
                view! {
                    <EmptyState glyph=Glyph::User title=w.empty text=w.empty_text>
                        <AddLink href="/admin/users/new" label=w.add />
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <UserTable users=users teams=teams /> }.into_any()
            }
        })}
    }
}

/// From this many on the table can be searched.
const SEARCH_FROM: usize = 10;

#[component]
fn UserTable(users: Vec<User>, teams: Vec<Team>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.users;
    let search = RwSignal::new(String::new());
    let with_search = users.len() >= SEARCH_FROM;
    let mut users = users;
    users.sort_by_key(|user| (!user.active, user.name.to_lowercase()));
    let rows: Vec<Row> = users.into_iter().map(|user| Row::new(user, &teams)).collect();
    let shown = move || {
        let wanted = search.get().trim().to_lowercase();
        rows.iter().filter(|row| row.words.contains(&wanted)).cloned().collect::<Vec<_>>()
    };
    view! {
        {with_search.then(|| view! {
            <input
                class="input search"
                id="user-search"
                type="search"
                autocomplete="off"
                placeholder=w.search
                aria-label=w.search
                bind:value=search
            />
        })}
        <div class="panel">
            <table class="admin-table">
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.role}</th>
                        <th scope="col" class="wide-only">{w.teams}</th>
                        <th scope="col" class="wide-only number">{w.capacity}</th>
                        <th scope="col" class="wide-only">{w.state}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=shown key=|row| row.user.id let:row>
                        <UserRow row=row />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[derive(Clone)]
struct Row {
    user: User,
    teams: String,
    /// What the search looks through.
    words: String,
}

impl Row {
    fn new(user: User, teams: &[Team]) -> Row {
        let names: Vec<&str> =
            teams.iter().filter(|team| user.teams.contains(&team.id)).map(|team| team.name.as_str()).collect();
        let teams = names.join(", ");
        let words = format!("{} {} {teams}", user.name, user.login).to_lowercase();
        Row { user, teams, words }
    }
}

#[component]
fn UserRow(row: Row) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.users;
    let Row { user, teams, .. } = row;
    let place = format!("/admin/users/{}", user.id);
    let unsaved = expect_context::<Drafts>().waits(&place);
    let capacity = w.house_default.unless(user.capacity.map(|capacity| capacity.to_string()));
    view! {
        <tr class:off=!user.active>
            <td>
                <A href=place attr:class="row-link">{user.name}</A>
                {unsaved.then(|| view! { " " <Badge tone=Tone::Warn>{words.admin.form.unsaved}</Badge> })}
                <span class="row-under">{user.login}</span>
                {(!user.active).then(|| view! { <span class="narrow-only"><Badge>{w.inactive}</Badge></span> })}
            </td>
            <td>{role_words(w, user.role).0}</td>
            <td class="wide-only soft">{words.common.none.unless(Some(teams))}</td>
            <td class="wide-only number">{capacity}</td>
            <td class="wide-only">
                {if user.active {
                    view! { <Badge tone=Tone::Good>{w.active}</Badge> }
                } else {
                    view! { <Badge>{w.inactive}</Badge> }
                }}
            </td>
        </tr>
    }
}
