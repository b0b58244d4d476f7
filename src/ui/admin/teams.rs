//! Teams: people who are put into queues together.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_navigate};

use super::{
    NothingHere,
    form::{Drafts, Form},
    inputs::Text,
    shell::{AddLink, FormShell, PageHead, Section, loaded},
    use_place,
};
use crate::{
    api::{
        AppError,
        admin::{load_teams, load_users, save_team},
    },
    domain::{
        TeamId,
        user::{Team, User},
    },
    ui::{
        widgets::{Badge, EmptyState, Glyph, Tone, use_notices},
        words::use_words,
    },
};

#[component]
pub fn TeamList() -> impl IntoView {
    let w = &use_words().admin.teams;
    let teams = Resource::new(|| (), |()| load_teams());
    let users = Resource::new(|| (), |()| load_users());
    let retry = move || {
        teams.refetch();
        users.refetch();
    };
    let load = move || async move { Ok((teams.await?, users.await?)) };
    view! {
        <PageHead title=w.title text=w.text><AddLink href="/admin/teams/new" label=w.add /></PageHead>
        {loaded(w.list_failed, 4, retry, load, move |(teams, users)| {
            if teams.is_empty() {
                view! {
                    <EmptyState glyph=Glyph::Users title=w.empty text=w.empty_text>
                        <AddLink href="/admin/teams/new" label=w.add />
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <TeamTable teams=teams users=users /> }.into_any()
            }
        })}
    }
}

#[component]
fn TeamTable(teams: Vec<Team>, users: Vec<User>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.teams;
    let drafts = expect_context::<Drafts>();
    let rows = teams
        .into_iter()
        .map(|team| {
            let place = format!("/admin/teams/{}", team.id);
            let members: Vec<&str> =
                users.iter().filter(|user| user.teams.contains(&team.id)).map(|user| user.name.as_str()).collect();
            let names = w.nobody.unless(Some(members.join(", ")));
            let unsaved = drafts.waits(&place);
            view! {
                <tr>
                    <td>
                        <A href=place attr:class="row-link">{team.name}</A>
                        {unsaved.then(|| view! { " " <Badge tone=Tone::Warn>{words.admin.form.unsaved}</Badge> })}
                    </td>
                    <td class="soft">{names}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="panel">
            <table class="admin-table">
                <thead><tr><th scope="col">{w.name}</th><th scope="col">{w.members}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
pub fn TeamPage() -> impl IntoView {
    let w = &use_words().admin.teams;
    let place = use_place::<TeamId>();
    let teams =
        Resource::new(move || place.get(), |place| async move { Ok::<_, AppError>((place, load_teams().await?)) });
    let users = Resource::new(|| (), |()| load_users());
    let retry = move || {
        teams.refetch();
        users.refetch();
    };
    let load = move || async move {
        let (place, teams) = teams.await?;
        Ok((place, teams, users.await?))
    };
    loaded(w.list_failed, 3, retry, load, move |(place, teams, users)| match place.subject(teams, |team| team.id) {
        Some(team) => view! { <TeamForm team=team users=users /> }.into_any(),
        None => view! { <NothingHere back="/admin/teams" back_name=w.title /> }.into_any(),
    })
}

#[component]
fn TeamForm(team: Option<Team>, users: Vec<User>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.teams;
    let id = team.as_ref().map(|team| team.id);
    let name = team.map(|team| team.name).unwrap_or_default();
    let place = id.map_or_else(|| "/admin/teams/new".into(), |id| format!("/admin/teams/{id}"));
    let form = Form::new(place, name);
    let title = form.kept(move |name| if id.is_some() { name.clone() } else { w.add.to_string() });
    let (notices, navigate) = (use_notices(), use_navigate());
    let save = Callback::new(move |()| {
        let navigate = navigate.clone();
        form.save(
            |name| Ok(name.trim().to_owned()),
            move |name, seen| save_team(id, name, seen),
            |_| {},
            move |_| {
                if id.is_none() {
                    notices.say((w.added)(&form.typed.get_untracked()));
                    navigate("/admin/teams", Default::default());
                }
            },
        );
    });
    let members: Vec<User> = users.into_iter().filter(|user| id.is_some_and(|id| user.teams.contains(&id))).collect();
    let nobody = members.is_empty();
    let members = members
        .into_iter()
        .map(|user| view! { <li><A href=format!("/admin/users/{}", user.id)>{user.name}</A></li> })
        .collect_view();
    view! {
        <PageHead title=title back=("/admin/teams", w.title) />
        <FormShell id="team-form" standing=form.standing() save=save>
            <Section title=w.team>
                <Text bound=form.bind("name", String::clone, |name, value| *name = value) label=w.name help=w.name_help />
            </Section>
            {id.is_some().then(|| view! {
                <Section title=w.members text=w.members_help>
                    {if nobody { view! { <p class="soft">{w.nobody}</p> }.into_any() } else { view! { <ul>{members}</ul> }.into_any() }}
                </Section>
            })}
        </FormShell>
    }
}
