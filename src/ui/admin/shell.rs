//! What frames every page of the administration: heading, loading, and a form with its foot.

use leptos::{ev, prelude::*};
use leptos_router::components::A;

use super::{focus::focus_soon, form::Standing};
use crate::{
    api::AppError,
    domain::error::FieldError,
    ui::{
        browser,
        widgets::{Button, ButtonKind, ErrorNote, Glyph, Icon, Skeleton},
        words::{Word, use_words},
    },
};

/// Heading of a page, what it is for in a sentence, and what can be done at once.
#[component]
pub fn PageHead(
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] text: Option<Word>,
    /// Where the way back leads and what it is called.
    #[prop(optional)]
    back: Option<(&'static str, Word)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="admin-head">
            <div>
                {back.map(|(href, name)| view! {
                    <A href=href attr:class="admin-back"><Icon glyph=Glyph::ArrowLeft small=true />{name}</A>
                })}
                <h1>{move || title.get()}</h1>
                {text.map(|text| view! { <p class="soft">{text}</p> })}
            </div>
            {children.map(|children| children())}
        </header>
    }
}

/// A link that looks like the one thing to do here.
#[component]
pub fn AddLink(href: &'static str, label: Word) -> impl IntoView {
    view! { <A href=href attr:class="button primary"><Icon glyph=Glyph::Plus />{label}</A> }
}

/// Shows what `load` brings: its shape while it comes, why it did not, or `show`.
pub fn loaded<T, F, V>(
    what: Word,
    lines: usize,
    retry: impl Fn() + Send + Sync + 'static,
    load: impl Fn() -> F + Clone + Send + Sync + 'static,
    show: impl Fn(T) -> V + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
    V: IntoView + 'static,
{
    let retry = Callback::new(move |()| retry());
    view! {
        <Transition fallback=move || view! { <div class="panel"><Skeleton lines=lines /></div> }>
            {move || {
                let (load, show) = (load.clone(), show.clone());
                Suspend::new(async move {
                    match load().await {
                        Ok(it) => show(it).into_any(),
                        Err(error) => view! { <ErrorNote what=what error=Some(error) retry=retry /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// A form with its sections and the foot that saves it. A refused save puts the focus on the first wrong field.
#[component]
pub fn FormShell(
    /// Unique on the page.
    id: &'static str,
    standing: Standing,
    save: Callback<()>,
    #[prop(default = "form narrow")] class: &'static str,
    children: Children,
) -> impl IntoView {
    let words = use_words();
    Effect::new(move || {
        if standing.error.with(|error| matches!(error, Some(AppError::Invalid(_)))) {
            focus_soon(format!("#{id} [aria-invalid='true']"));
        }
    });
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        save.run(());
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if (event.ctrl_key() || event.meta_key()) && event.key() == "s" {
            event.prevent_default();
            save.run(());
        }
    };
    let w = &words.admin.form;
    let state = move || {
        let Standing { unsaved, saved, .. } = standing;
        if unsaved.get() {
            view! { <span class="form-state unsaved"><Icon glyph=Glyph::Edit small=true />{w.unsaved}</span> }
                .into_any()
        } else if saved.get() {
            view! { <span class="form-state saved"><Icon glyph=Glyph::Check small=true />{w.saved}</span> }.into_any()
        } else {
            ().into_any()
        }
    };
    view! {
        <form id=id class=class novalidate on:submit=on_submit on:keydown=on_keydown>
            {children()}
            <div class="form-foot">
                <div role="alert">{move || standing.error.get().map(|error| view! { <FormErrors form=id error=error /> })}</div>
                <div class="form-foot-row">
                    <Button
                        kind=ButtonKind::Primary
                        glyph=Glyph::Check
                        submit=true
                        busy=standing.saving
                        disabled=standing.saving
                    >
                        {move || if standing.saving.get() { w.saving } else { words.common.save }}
                    </Button>
                    <Button
                        kind=ButtonKind::Quiet
                        disabled=Signal::derive(move || !standing.unsaved.get() || standing.saving.get())
                        on:click=move |_| standing.discard.run(())
                    >
                        {w.discard}
                    </Button>
                    <span role="status">{state}</span>
                </div>
            </div>
        </form>
    }
}

/// Why a form was not saved. The sentences stand beside their fields too, and in the order of these; here nobody can miss
/// one.
#[component]
fn FormErrors(form: &'static str, error: AppError) -> impl IntoView {
    let words = use_words();
    let fields = match &error {
        AppError::Invalid(wrong) if !wrong.0.is_empty() => {
            let sentence = |field: &FieldError| {
                let sentence = field.words.clone();
                view! { <li>{move || (words.common.sentence)(&sentence)}</li> }
            };
            let sentences = in_order(form, &wrong.0).into_iter().map(sentence).collect_view();
            Some(view! { <ul>{sentences}</ul> })
        }
        _ => None,
    };
    view! { <div class="form-errors"><strong>{move || words.common.error(&error)}</strong>{fields}</div> }
}

/// As they stand in the form, from above; what stands nowhere comes last.
fn in_order<'a>(form: &str, errors: &'a [FieldError]) -> Vec<&'a FieldError> {
    let places: Vec<String> = browser::by_id(form)
        .map(|form| browser::all(&form, "[id$='-error']").iter().map(|place| place.id()).collect())
        .unwrap_or_default();
    let place = |error: &&FieldError| {
        let id = format!("{}-error", error.field);
        places.iter().position(|place| *place == id).unwrap_or(places.len())
    };
    let mut errors: Vec<&FieldError> = errors.iter().collect();
    errors.sort_by_key(place);
    errors
}

/// A part of a form with its own heading.
#[component]
pub fn Section(
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] text: Option<Word>,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="panel form-section">
            <header>
                <h2>{move || title.get()}</h2>
                {text.map(|text| view! { <p>{text}</p> })}
            </header>
            {children()}
        </section>
    }
}
