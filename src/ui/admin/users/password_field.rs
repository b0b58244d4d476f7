//! A person's password: kept, generated and shown once, or typed.

use leptos::prelude::*;
use leptos_router::components::A;

use super::form::TypedUser;
use crate::ui::{
    admin::{
        form::Form,
        inputs::{Choices, Text},
    },
    widgets::{CopyButton, Show},
    words::use_words,
};

/// Where the password comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordChoice {
    Keep,
    Generate,
    Type,
}

impl PasswordChoice {
    const ALL: [PasswordChoice; 3] = [PasswordChoice::Keep, PasswordChoice::Generate, PasswordChoice::Type];

    fn as_str(self) -> &'static str {
        match self {
            PasswordChoice::Keep => "keep",
            PasswordChoice::Generate => "generate",
            PasswordChoice::Type => "type",
        }
    }

    fn parse(text: &str) -> PasswordChoice {
        Self::ALL.into_iter().find(|choice| choice.as_str() == text).unwrap_or(PasswordChoice::Keep)
    }
}

#[component]
pub fn PasswordField(form: Form<TypedUser>, new: bool) -> impl IntoView {
    let w = &use_words().admin.users;
    let options = PasswordChoice::ALL
        .into_iter()
        .filter(|choice| !(new && *choice == PasswordChoice::Keep))
        .map(|choice| {
            let (name, sentence) = match choice {
                PasswordChoice::Keep => w.keep_password.parts(),
                PasswordChoice::Generate => w.generate_password.parts(),
                PasswordChoice::Type => w.type_password.parts(),
            };
            (choice.as_str(), name.into(), sentence.into())
        })
        .collect();
    let choice = form.bind(
        "password_choice",
        |typed| typed.choice.as_str().to_owned(),
        |typed, choice| typed.choice = PasswordChoice::parse(&choice),
    );
    let types = Memo::new(move |_| form.typed.with(|typed| typed.choice == PasswordChoice::Type));
    view! {
        <Choices bound=choice label=w.which_password options=options />
        <Show when=move || types.get()>
            <Text
                bound=form.bind("password", |t| t.password.clone(), |t, v| t.password = v)
                label=w.new_password
                help=w.password_help
                kind="password"
                autocomplete="new-password"
            />
        </Show>
    }
}

/// A password that was made: to be handed over now, because nobody can read it again.
#[component]
pub fn ShownOnce(login: String, password: String, add_another: bool) -> impl IntoView {
    let w = &use_words().admin.users;
    view! {
        <section class="once" id="password-once" tabindex="-1" aria-label=w.password>
            <p role="status">{move || (w.shown_once)(&login)}</p>
            <div class="secret-set">
                <output>{password.clone()}</output>
                <CopyButton text=password label=w.copy_password />
            </div>
            {add_another.then(|| view! {
                <div class="secret-set">
                    <A href="/admin/users" attr:class="button">{w.done}</A>
                </div>
            })}
        </section>
    }
}
