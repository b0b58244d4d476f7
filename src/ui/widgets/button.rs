//! Buttons. Those of an icon alone carry their name for screen readers and as a tooltip.

use leptos::prelude::*;

use super::{Glyph, Icon};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Plain,
    /// The one thing to do here.
    Primary,
    /// Ends or removes something.
    Danger,
    /// No border until it is pointed at.
    Quiet,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Plain => "button",
            ButtonKind::Primary => "button primary",
            ButtonKind::Danger => "button danger",
            ButtonKind::Quiet => "button quiet",
        }
    }
}

/// A button with a label. Further attributes (`attr:title=…`, `on:click=…`) go to the element.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(optional)] small: bool,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Something it started is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:small=small
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
        >
            {glyph.map(|glyph| {
                let glyph = Signal::derive(move || if busy.get() { Glyph::Spinner } else { glyph });
                view! { <Icon glyph=glyph /> }
            })}
            {children()}
        </button>
    }
}

/// A button that shows only an icon.
#[component]
pub fn IconButton(
    #[prop(into)] glyph: Signal<Glyph>,
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button quiet icon-only"
            class:small=small
            disabled=move || disabled.get()
            aria-label=move || label.get()
            title=move || label.get()
        >
            <Icon glyph=glyph />
        </button>
    }
}
