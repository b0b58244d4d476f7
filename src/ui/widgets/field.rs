//! A labelled control: label above, help under it, what is wrong beside it in words.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// The ids that tie a control to its words. `described_by` goes to `aria-describedby`.
#[derive(Clone, Copy)]
pub struct FieldIds {
    pub control: StoredValue<String>,
    help: StoredValue<String>,
    error: StoredValue<String>,
    has_help: bool,
    wrong: Signal<Option<String>>,
}

impl FieldIds {
    pub fn id(&self) -> String {
        self.control.get_value()
    }

    pub fn described_by(&self) -> Option<String> {
        let help = self.has_help.then(|| self.help.get_value());
        let error = self.wrong.with(Option::is_some).then(|| self.error.get_value());
        match (help, error) {
            (Some(help), Some(error)) => Some(format!("{error} {help}")),
            (help, error) => help.or(error),
        }
    }

    pub fn invalid(&self) -> Option<&'static str> {
        self.wrong.with(Option::is_some).then_some("true")
    }
}

/// Frame of any control. The control is built by `control` from the ids:
/// `<Field name="key" label="Key" control=|ids| view! { <input id=ids.id() … /> } />`.
#[component]
pub fn Field<V: IntoView + 'static>(
    /// Unique on the page; becomes the control's id.
    #[prop(into)]
    name: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional_no_strip)] help: Option<Signal<String>>,
    /// What is wrong with what was entered.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    control: impl FnOnce(FieldIds) -> V,
) -> impl IntoView {
    let (help_id, error_id) = (format!("{name}-help"), format!("{name}-error"));
    let ids = FieldIds {
        control: StoredValue::new(name.clone()),
        help: StoredValue::new(help_id.clone()),
        error: StoredValue::new(error_id.clone()),
        has_help: help.is_some(),
        wrong: error,
    };
    view! {
        <div class="field">
            <label for=name>{move || label.get()}</label>
            {control(ids)}
            <div id=error_id role="alert">
                {move || error.get().map(|words| view! {
                    <p class="field-error"><Icon glyph=Glyph::Alert small=true /><span>{words}</span></p>
                })}
            </div>
            {help.map(|help| view! { <p class="field-help" id=help_id>{move || help.get()}</p> })}
        </div>
    }
}

/// A line of text in a `Field`, two-way bound to `value`.
#[component]
pub fn TextInput(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(optional, into)] help: Option<Signal<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// `text`, `password`, `number`, `url` …
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional, into)] placeholder: Signal<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let form_name = name.clone();
    view! {
        <Field
            name=name
            label=label
            help=help
            error=error
            control=move |ids: FieldIds| {
                view! {
                    <input
                        class="input"
                        id=ids.id()
                        name=form_name
                        type=kind
                        autocomplete=autocomplete
                        placeholder=move || placeholder.get()
                        required=required
                        disabled=move || disabled.get()
                        aria-invalid=move || ids.invalid()
                        aria-describedby=move || ids.described_by()
                        bind:value=value
                    />
                }
            }
        />
    }
}

/// One of a `Select`'s options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: Signal<String>,
}

impl Choice {
    pub fn new(value: impl ToString, label: impl Into<Signal<String>>) -> Choice {
        Choice { value: value.to_string(), label: label.into() }
    }
}

/// A native drop-down in a `Field`.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: Signal<String>,
    value: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    #[prop(optional, into)] help: Option<Signal<String>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let form_name = name.clone();
    view! {
        <Field
            name=name
            label=label
            help=help
            error=error
            control=move |ids: FieldIds| {
                view! {
                    <select
                        class="input"
                        id=ids.id()
                        name=form_name
                        disabled=move || disabled.get()
                        aria-invalid=move || ids.invalid()
                        aria-describedby=move || ids.described_by()
                        on:change:target=move |event| value.set(event.target().value())
                    >
                        {move || {
                            choices
                                .get()
                                .into_iter()
                                .map(|choice| {
                                    let own = choice.value.clone();
                                    view! {
                                        <option value=choice.value selected=move || value.with(|v| *v == own)>
                                            {move || choice.label.get()}
                                        </option>
                                    }
                                })
                                .collect_view()
                        }}
                    </select>
                }
            }
        />
    }
}
