//! What frames every page of the administration: heading, loading, and a form with its foot.

use leptos::{ev, prelude::*, web_sys::Element};
use leptos_router::components::A;

use super::{focus::focus_soon, form::Standing};
use crate::{
    api::AppError,
    domain::{
        error::{FieldError, OVERTAKEN},
        sentence::Sentence,
    },
    ui::{
        browser,
        keys::{Act, Place, pressed},
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

/// Loads once more what a form was made of.
#[derive(Clone, Copy)]
struct Again {
    load: Callback<()>,
    /// The form that comes takes the focus: the one that had it goes.
    focus: StoredValue<bool>,
}

/// Shows what `load` brings: its shape while it comes, why it did not, or `show`. A form in it can ask for it again.
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
    provide_context(Again { load: retry, focus: StoredValue::new(false) });
    view! {
        <Transition fallback=move || view! { <div class="panel"><Skeleton lines=lines /></div> }>
            {move || {
                let (load, show) = (load.clone(), show.clone());
                Suspend::new(async move {
                    match load().await {
                        Ok(it) => show(it).into_any(),
                        Err(error) => view! {
                            <ErrorNote what=what error=Some(error.clone()) retry=retry />
                            <WayBackIn error=error />
                        }
                            .into_any(),
                    }
                })
            }}
        </Transition>
    }
}

/// A form with its sections and the foot that saves it. A refused save puts the focus on the first wrong field, or on the
/// foot, where there is a choice when somebody else saved meanwhile.
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
    let again = use_context::<Again>();
    if again.is_some_and(|again| again.focus.try_update_value(std::mem::take).unwrap_or_default()) {
        focus_soon(format!("#{id} :is(input, select, textarea)"));
    }
    Effect::new(move || {
        if standing.error.with(|error| matches!(error, Some(AppError::Invalid(_)))) {
            focus_soon(format!("#{id} :is([aria-invalid='true'], .form-foot:has(.form-errors .form-foot-row))"));
        }
    });
    let theirs = Callback::new(move |()| {
        standing.discard.run(());
        if let Some(again) = again {
            again.focus.set_value(true);
            again.load.run(());
        }
    });
    let ours = Callback::new(move |()| {
        // The choice goes, and the focus stays where the outcome is told.
        focus_soon(format!("#{id} .form-foot"));
        standing.insist.run(());
        save.run(());
    });
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        save.run(());
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if pressed(&event, Place::Forms) == Some(Act::Save) {
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
            <div class="form-foot" tabindex="-1">
                <div role="alert">
                    {move || standing.error.get().map(|error| match error.on_field(OVERTAKEN) {
                        Some(sentence) => {
                            view! { <Overtaken sentence=sentence.clone() theirs=theirs ours=ours /> }.into_any()
                        }
                        None => view! { <FormErrors form=id error=error /> }.into_any(),
                    })}
                </div>
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

/// Somebody else saved meanwhile: whose is it to be?
#[component]
fn Overtaken(sentence: Sentence, theirs: Callback<()>, ours: Callback<()>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.form;
    view! {
        <div class="form-errors">
            <strong>{move || (words.common.sentence)(&sentence)}</strong>
            <p>{w.overtaken}</p>
            <div class="form-foot-row">
                <Button small=true glyph=Glyph::Refresh on:click=move |_| theirs.run(())>{w.show_theirs}</Button>
                <Button small=true glyph=Glyph::Check on:click=move |_| ours.run(())>{w.save_ours}</Button>
            </div>
        </div>
    }
}

/// Why a form was not saved. The sentences stand beside their fields too, and in the order of these; here nobody can miss
/// one, and each leads to its field.
#[component]
fn FormErrors(form: &'static str, error: AppError) -> impl IntoView {
    let words = use_words();
    let fields = match &error {
        AppError::Invalid(wrong) if !wrong.0.is_empty() => {
            let lines = in_order(form, &wrong.0).into_iter().map(|(place, error)| line(form, place, error));
            Some(view! { <ul>{lines.collect_view()}</ul> })
        }
        _ => None,
    };
    let way = view! { <WayBackIn error=error.clone() /> };
    view! { <div class="form-errors"><strong>{move || words.common.error(&error)}</strong>" "{way}{fields}</div> }
}

/// For whoever is not signed in any more: a tab of its own, so that what was typed here stays and can be saved afterwards.
#[component]
pub fn WayBackIn(error: AppError) -> impl IntoView {
    let w = &use_words().admin.form;
    (error == AppError::Unauthenticated).then(|| view! { <a href="/sign-in" target="_blank">{w.sign_in}</a> })
}

fn line(form: &'static str, place: Option<Element>, error: &FieldError) -> impl IntoView {
    let words = use_words();
    let (field, sentence) = (error.field.clone(), error.words.clone());
    let step = step_of(&field);
    let to = match step {
        Some(step) => format!("#{form} .flow-step:nth-child({}) [aria-invalid]", step + 1),
        None => format!("#{form} :has(> [id='{field}-error']) :is(input, select, textarea, button)"),
    };
    let name = match step {
        Some(step) => Some((words.flow.step)(step + 1)),
        None => place.and_then(|place| name_at(form, &field, &place)),
    };
    let go = move |event: ev::MouseEvent| {
        event.prevent_default();
        focus_soon(to.clone());
    };
    let link = name.map(|name| view! { <a href=format!("#{field}") on:click=go>{name}</a> ": " });
    view! { <li>{link}{move || (words.common.sentence)(&sentence)}</li> }
}

/// Which step of a flow `field` names.
fn step_of(field: &str) -> Option<usize> {
    field.strip_prefix("flow.")?.parse().ok()
}

/// What the control is called whose errors are told at `place`: by its label, by itself, by the group or the section it
/// stands in.
fn name_at(form: &str, field: &str, place: &Element) -> Option<String> {
    let form = browser::by_id(form)?;
    let within = |root: Option<Element>, selector: &str| browser::all(&root?, selector).into_iter().next();
    let named = within(Some(form.into()), &format!("label[for='{field}'], button[id='{field}']"))
        .or_else(|| within(place.closest("fieldset").ok().flatten(), "legend"))
        .or_else(|| within(place.closest("section").ok().flatten(), "h2"))?;
    named.text_content().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// As they stand in the form, from above, each with where it is told; what stands nowhere comes last.
fn in_order<'a>(form: &str, errors: &'a [FieldError]) -> Vec<(Option<Element>, &'a FieldError)> {
    let places = browser::by_id(form).map(|form| browser::all(&form, "[id$='-error'], .flow-step")).unwrap_or_default();
    let mut steps = 0;
    let named = places.into_iter().map(|place| {
        let field = match place.id().strip_suffix("-error") {
            Some(field) => field.to_owned(),
            None => {
                steps += 1;
                format!("flow.{}", steps - 1)
            }
        };
        (field, place)
    });
    let named: Vec<(String, Element)> = named.collect();
    let place = |error: &FieldError| named.iter().position(|(field, _)| *field == error.field);
    let mut errors: Vec<(usize, &FieldError)> =
        errors.iter().map(|error| (place(error).unwrap_or(named.len()), error)).collect();
    errors.sort_by_key(|(place, _)| *place);
    errors.into_iter().map(|(place, error)| (named.get(place).map(|(_, place)| place.clone()), error)).collect()
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
