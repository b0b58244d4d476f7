//! The controls of the administration's forms: each tied to one field by a [`Bound`].

use leptos::prelude::*;

use super::form::Bound;
use crate::ui::widgets::{Choice, Field, FieldIds, Glyph, Icon};

/// A line of text.
#[component]
pub fn Text(
    bound: Bound<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional_no_strip, into)] help: Option<Signal<String>>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    /// `numeric`, `decimal`, `tel`, `url` …: the keyboard of a telephone.
    #[prop(optional)]
    keyboard: Option<&'static str>,
    /// What is counted, behind the input.
    #[prop(optional, into)]
    unit: Option<Signal<String>>,
    /// More classes of the input: `mono`, `short`.
    #[prop(default = "")]
    class: &'static str,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional, into)] placeholder: Signal<String>,
) -> impl IntoView {
    let Bound { name, value, set, error } = bound;
    let form_name = name.clone();
    let control = move |ids: FieldIds| {
        let input = view! {
            <input
                class=format!("input {class}")
                id=ids.id()
                name=form_name
                type=kind
                autocomplete=autocomplete
                inputmode=keyboard
                maxlength=maxlength
                placeholder=move || placeholder.get()
                spellcheck="false"
                aria-invalid=move || ids.invalid()
                aria-describedby=move || ids.described_by()
                prop:value=move || value.get()
                on:input:target=move |event| set.run(event.target().value())
            />
        };
        match unit {
            None => input.into_any(),
            Some(unit) => {
                view! { <div class="with-unit">{input}<span class="unit">{move || unit.get()}</span></div> }.into_any()
            }
        }
    };
    view! { <Field name=name label=label help=help error=error control=control /> }
}

/// Several lines of text.
#[component]
pub fn LongText(
    bound: Bound<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional_no_strip, into)] help: Option<Signal<String>>,
) -> impl IntoView {
    let Bound { name, value, set, error } = bound;
    let form_name = name.clone();
    let control = move |ids: FieldIds| {
        view! {
            <textarea
                class="input"
                id=ids.id()
                name=form_name
                rows="3"
                aria-invalid=move || ids.invalid()
                aria-describedby=move || ids.described_by()
                prop:value=move || value.get()
                on:input:target=move |event| set.run(event.target().value())
            ></textarea>
        }
    };
    view! { <Field name=name label=label help=help error=error control=control /> }
}

/// A native drop-down.
#[component]
pub fn Choose(
    bound: Bound<String>,
    #[prop(into)] label: Signal<String>,
    choices: Vec<Choice>,
    #[prop(optional_no_strip, into)] help: Option<Signal<String>>,
) -> impl IntoView {
    let Bound { name, value, set, error } = bound;
    let form_name = name.clone();
    let control = move |ids: FieldIds| {
        let options = choices
            .into_iter()
            .map(|choice| {
                let own = choice.value.clone();
                let selected = move || value.with(|value| *value == own);
                view! { <option value=choice.value selected=selected.clone() prop:selected=selected>{move || choice.label.get()}</option> }
            })
            .collect_view();
        view! {
            <select
                class="input"
                id=ids.id()
                name=form_name
                aria-invalid=move || ids.invalid()
                aria-describedby=move || ids.described_by()
                on:change:target=move |event| set.run(event.target().value())
            >
                {options}
            </select>
        }
    };
    view! { <Field name=name label=label help=help error=error control=control /> }
}

/// On or off.
#[component]
pub fn Toggle(
    bound: Bound<bool>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional_no_strip, into)] help: Option<Signal<String>>,
) -> impl IntoView {
    let Bound { name, value, set, error } = bound;
    let help_id = help.is_some().then(|| format!("{name}-help"));
    let error_id = format!("{name}-error");
    let described_by = format!("{error_id} {}", help_id.clone().unwrap_or_default());
    view! {
        <div class="field">
            <button
                type="button"
                class="switch"
                role="switch"
                id=name
                aria-checked=move || if value.get() { "true" } else { "false" }
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=described_by.trim_end().to_owned()
                on:click=move |_| set.run(!value.get_untracked())
            >
                <span class="switch-track"></span>
                <span>{move || label.get()}</span>
            </button>
            <FieldError id=error_id error=error />
            {help.map(|help| view! { <p class="field-help" id=help_id>{move || help.get()}</p> })}
        </div>
    }
}

/// What is wrong with a control that `Field` does not frame.
#[component]
pub fn FieldError(id: String, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <div id=id role="alert">
            {move || error.get().map(|words| view! {
                <p class="field-error"><Icon glyph=Glyph::Alert small=true /><span>{words}</span></p>
            })}
        </div>
    }
}

/// One of a few, each with a sentence that explains it.
#[component]
pub fn Choices(
    bound: Bound<String>,
    #[prop(into)] label: Signal<String>,
    /// Value, name, sentence.
    options: Vec<(&'static str, Signal<String>, Signal<String>)>,
) -> impl IntoView {
    let Bound { name, value, set, error } = bound;
    let error_id = format!("{name}-error");
    let described_by = error_id.clone();
    let cards = options
        .into_iter()
        .map(|(own, title, sentence)| {
            let described = format!("{name}-{own}");
            let checked = move || value.with(|value| value == own);
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name=name.clone()
                        value=own
                        aria-describedby=described.clone()
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        checked=checked
                        prop:checked=checked
                        on:change=move |_| set.run(own.to_owned())
                    />
                    <b>{move || title.get()}</b>
                    <small id=described>{move || sentence.get()}</small>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices" aria-describedby=described_by>
            <legend>{move || label.get()}</legend>
            {cards}
            <FieldError id=error_id error=error />
        </fieldset>
    }
}
