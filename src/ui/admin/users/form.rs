//! The form of one person.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::{
    password_field::{PasswordChoice, PasswordField, ShownOnce},
    role_words,
};
use crate::{
    api::{
        AppError,
        admin::{load_teams, load_users, save_user},
    },
    domain::{
        TeamId, UserId,
        error::Invalid,
        user::{Role, Team, User, UserDraft},
    },
    ui::{
        admin::{
            NothingHere,
            focus::focus_soon,
            form::Form,
            inputs::{Choices, Text, Toggle},
            password,
            picker::{Picker, team_options},
            reader::Reader,
            shell::{FormShell, PageHead, Section, loaded},
            use_place,
        },
        widgets::use_notices,
        words::{admin::FormWords, use_words},
    },
};

#[component]
pub fn UserPage() -> impl IntoView {
    let w = &use_words().admin.users;
    let place = use_place::<UserId>();
    let users =
        Resource::new(move || place.get(), |place| async move { Ok::<_, AppError>((place, load_users().await?)) });
    let teams = Resource::new(|| (), |()| load_teams());
    let retry = move || {
        users.refetch();
        teams.refetch();
    };
    let load = move || async move {
        let (place, users) = users.await?;
        Ok((place, users, teams.await?))
    };
    loaded(w.one_failed, 8, retry, load, move |(place, users, teams)| match place.subject(users, |user| user.id) {
        Some(user) => view! { <UserForm user=user teams=teams /> }.into_any(),
        None => view! { <NothingHere back="/admin/users" back_name=w.title /> }.into_any(),
    })
}

/// What the form's inputs hold.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedUser {
    login: String,
    name: String,
    alias: String,
    role: String,
    active: bool,
    capacity: String,
    teams: Vec<TeamId>,
    pub choice: PasswordChoice,
    pub password: String,
}

impl TypedUser {
    fn blank() -> TypedUser {
        TypedUser {
            login: String::new(),
            name: String::new(),
            alias: String::new(),
            role: Role::Agent.as_str().into(),
            active: true,
            capacity: String::new(),
            teams: Vec::new(),
            choice: PasswordChoice::Generate,
            password: String::new(),
        }
    }

    fn read(&self, password: Option<&str>, words: &'static FormWords) -> Result<UserDraft, Invalid> {
        let mut reader = Reader::new(words);
        let capacity = reader.whole_or_none("capacity", &self.capacity);
        reader.finish()?;
        Ok(UserDraft {
            login: self.login.trim().to_owned(),
            name: self.name.trim().to_owned(),
            alias: self.alias.trim().to_owned(),
            role: self.role.clone(),
            active: self.active,
            capacity,
            teams: self.teams.clone(),
            language: None,
            password: match self.choice {
                PasswordChoice::Keep => String::new(),
                PasswordChoice::Generate => password.unwrap_or_default().to_owned(),
                PasswordChoice::Type => self.password.clone(),
            },
        })
    }
}

impl From<&User> for TypedUser {
    fn from(user: &User) -> TypedUser {
        TypedUser {
            login: user.login.clone(),
            name: user.name.clone(),
            alias: user.alias.clone(),
            role: user.role.as_str().into(),
            active: user.active,
            capacity: user.capacity.map(|capacity| capacity.to_string()).unwrap_or_default(),
            teams: user.teams.clone(),
            choice: PasswordChoice::Keep,
            password: String::new(),
        }
    }
}

#[component]
fn UserForm(user: Option<User>, teams: Vec<Team>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.users;
    let id = user.as_ref().map(|user| user.id);
    let place = id.map_or_else(|| "/admin/users/new".into(), |id| format!("/admin/users/{id}"));
    let form = Form::new(place, user.as_ref().map_or_else(TypedUser::blank, TypedUser::from));
    let title = form.kept(move |t| if id.is_some() { t.name.clone() } else { w.add.to_string() });
    // Login and password of a generated password, until the page is left.
    let once = RwSignal::new(None::<(String, String)>);
    let (notices, navigate) = (use_notices(), use_navigate());

    let save = Callback::new(move |()| {
        let typed = form.typed.get_untracked();
        let generated = (typed.choice == PasswordChoice::Generate).then(password::generate).flatten();
        let (login, name) = (typed.login.trim().to_owned(), typed.name.trim().to_owned());
        let navigate = navigate.clone();
        form.save(
            |typed| typed.read(generated.as_deref(), &words.admin.form),
            move |draft, seen| save_user(id, draft, seen),
            |typed| {
                typed.choice = PasswordChoice::Keep;
                typed.password.clear();
            },
            {
                let generated = generated.clone();
                move |_| match generated {
                    Some(password) => {
                        once.set(Some((login, password)));
                        focus_soon("#password-once".into());
                    }
                    None if id.is_none() => {
                        notices.say((w.added)(&name));
                        navigate("/admin/users", Default::default());
                    }
                    None => {}
                }
            },
        );
    });
    let roles = Role::ALL
        .into_iter()
        .map(|role| {
            let (name, sentence) = role_words(w, role);
            (role.as_str(), name.into(), sentence.into())
        })
        .collect();
    let form_view = move || {
        view! {
            <FormShell id="user-form" standing=form.standing() save=save>
                <Section title=w.person>
                    <div class="form-grid">
                        <Text bound=form.bind("name", |t| t.name.clone(), |t, v| t.name = v) label=w.name help=w.name_help />
                        <Text
                            bound=form.bind("login", |t| t.login.clone(), |t, v| t.login = v)
                            label=w.login
                            help=w.login_help
                        />
                        <Text
                            bound=form.bind("alias", |t| t.alias.clone(), |t, v| t.alias = v)
                            label=w.alias
                            help=w.alias_help
                        />
                    </div>
                    <Toggle
                        bound=form.bind("active", |t| t.active, |t, v| t.active = v)
                        label=w.may_sign_in
                        help=w.may_sign_in_help
                    />
                </Section>
                <Section title=w.password>
                    <PasswordField form=form new=id.is_none() />
                </Section>
                <Section title=w.work>
                    <Choices bound=form.bind("role", |t| t.role.clone(), |t, v| t.role = v) label=w.role options=roles />
                    <Picker
                        bound=form.bind(
                            "teams",
                            |t| t.teams.iter().map(|team| team.0).collect(),
                            |t, ids: Vec<i64>| t.teams = ids.into_iter().map(TeamId).collect(),
                        )
                        label=w.teams
                        none=w.no_teams
                        options=team_options(&teams, &[])
                    />
                    <Text
                        bound=form.bind("capacity", |t| t.capacity.clone(), |t, v| t.capacity = v)
                        label=w.capacity
                        help=w.capacity_help
                        unit=w.capacity_unit
                        keyboard="numeric"
                        placeholder=w.house_default
                    />
                </Section>
            </FormShell>
        }
    };
    let is_new = id.is_none();
    let form_view = form_view().into_any();
    view! {
        <PageHead title=title back=("/admin/users", w.title) />
        {move || once.get().map(|(login, password)| view! { <ShownOnce login=login password=password add_another=is_new /> })}
        // A person who was just added is not to be added twice: the form goes, the password stays.
        <div hidden=move || is_new && once.with(Option::is_some)>{form_view}</div>
    }
}
