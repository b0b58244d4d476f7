//! Signing in. A plain form: works before and without script.

use leptos::{html, prelude::*, task::spawn_local};
use leptos_meta::Title;

use super::{
    widgets::{Button, ButtonKind, Glyph, Icon, IconButton, use_notices},
    words::{speak, use_words},
};
use crate::{
    api::{
        AppError,
        session::{SetLanguage, SignIn, load_frame},
    },
    domain::language::Language,
};

#[component]
pub fn SignInPage() -> impl IntoView {
    let words = use_words();
    let frame = Resource::new_blocking(|| (), |()| load_frame());
    view! {
        <Title text=words.sign_in.title />
        <main class="sign-in">
            <Suspense>
                {move || Suspend::new(async move {
                    let frame = frame.await.unwrap_or_default();
                    let house = if frame.house_name.is_empty() { words.common.product.into() } else { frame.house_name };
                    view! {
                        <div class="sign-in-box">
                            <header class="sign-in-head">
                                <span class="mark" aria-hidden="true"><Icon glyph=Glyph::Desk /></span>
                                <h1>{house}</h1>
                                <p class="soft">{words.sign_in.lead}</p>
                            </header>
                            {frame.ended.then(|| view! {
                                <p class="warn" role="status"><Icon glyph=Glyph::Info small=true />{words.sign_in.ended}</p>
                            })}
                            <SignInForm />
                            <LanguageChoice />
                            {frame.demo.then(|| view! { <DemoPeople /> })}
                        </div>
                    }
                })}
            </Suspense>
        </main>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let words = use_words();
    let action = ServerAction::<SignIn>::new();
    let error = move || action.value().with(|value| value.as_ref().and_then(|done| done.as_ref().err().cloned()));
    let revealed = RwSignal::new(false);
    let login = NodeRef::<html::Input>::new();
    let password = NodeRef::<html::Input>::new();

    Effect::new(move || {
        if action.value().with(|value| matches!(value, Some(Err(_))))
            && let Some(password) = password.get_untracked()
        {
            password.select();
        }
    });
    let invalid = move || matches!(error(), Some(AppError::Unauthenticated | AppError::Invalid(_))).then_some("true");
    view! {
        <ActionForm action=action attr:class="sign-in-form panel">
            <div id="sign-in-error" role="alert">
                {move || error().map(|error| {
                    let said = match error {
                        AppError::Unauthenticated | AppError::Invalid(_) => words.sign_in.wrong.to_string(),
                        error => words.common.error(&error),
                    };
                    view! { <p class="field-error"><Icon glyph=Glyph::Alert small=true /><span>{said}</span></p> }
                })}
            </div>
            <div class="field">
                <label for="login">{words.sign_in.login}</label>
                <input
                    class="input" id="login" name="login" type="text" required autofocus autocapitalize="none"
                    autocomplete="username" spellcheck="false" node_ref=login
                    aria-invalid=invalid aria-describedby="sign-in-error"
                />
            </div>
            <div class="field">
                <label for="password">{words.sign_in.password}</label>
                <div class="input-with-button">
                    <input
                        class="input" id="password" name="password" required autocomplete="current-password"
                        type=move || if revealed.get() { "text" } else { "password" } node_ref=password
                        aria-invalid=invalid aria-describedby="sign-in-error"
                    />
                    <span class="needs-script"><IconButton
                        glyph=Signal::derive(move || if revealed.get() { Glyph::EyeOff } else { Glyph::Eye })
                        label=Signal::derive(move || {
                            let label = if revealed.get() { words.sign_in.hide_password } else { words.sign_in.show_password };
                            label.to_string()
                        })
                        on:click=move |_| revealed.update(|on| *on = !*on)
                    /></span>
                </div>
            </div>
            <Button kind=ButtonKind::Primary submit=true busy=action.pending() attr:id="sign-in-submit">
                {words.sign_in.submit}
            </Button>
        </ActionForm>
    }
}

/// Another language for this browser, as soon as it is here or, before there is script, with the page's next load.
#[component]
fn LanguageChoice() -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let action = ServerAction::<SetLanguage>::new();
    let choices = Language::ALL.into_iter().map(move |language| {
        view! {
            <button
                class="button small" name="language" value=language.code() lang=language.code()
                aria-pressed=move || if *words.common.lang == language.code() { "true" } else { "false" }
                on:click=move |event| {
                    event.prevent_default();
                    spawn_local(async move {
                        if speak(language).await {
                            action.dispatch(SetLanguage { language });
                        } else {
                            notices.say(words.parts.language_missing);
                        }
                    });
                }
            >
                {language.own_name()}
            </button>
        }
    });
    view! {
        <ActionForm action=action attr:class="sign-in-languages">
            <div role="group" aria-label=words.common.language>{choices.collect_view()}</div>
        </ActionForm>
    }
}

#[component]
fn DemoPeople() -> impl IntoView {
    let words = use_words();
    view! {
        <section class="demo" aria-labelledby="demo-title">
            <h2 id="demo-title">{words.sign_in.demo_title}</h2>
            <p>{words.sign_in.demo_text}</p>
            <dl>
                {(0..words.sign_in.demo_people.len()).map(|nth| view! {
                    <div>
                        <dt><code>{move || words.sign_in.demo_people[nth].0}</code></dt>
                        <dd>{move || words.sign_in.demo_people[nth].1}</dd>
                    </div>
                }).collect_view()}
            </dl>
            <p>{words.sign_in.demo_password} " " <code>"smsdesk-demo"</code></p>
        </section>
    }
}
