//! The ticks: an icon with words behind it, never colour alone.

use leptos::prelude::*;

use crate::{
    domain::{Delivery, delivery::Tick},
    ui::{
        widgets::{Glyph, Icon},
        words::use_words,
    },
};

/// A button that unfolds the story of the delivery.
#[component]
pub(super) fn Ticks(delivery: Signal<Delivery>, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let tick = Memo::new(move |_| delivery.get().tick());
    let glyph = Signal::derive(move || match tick.get() {
        Tick::Clock => Glyph::Clock,
        Tick::Arrow => Glyph::ArrowUp,
        Tick::Single => Glyph::Check,
        Tick::Double => Glyph::CheckDouble,
        Tick::Cross => Glyph::Close,
    });
    let name = move || match tick.get() {
        Tick::Clock => "clock",
        Tick::Arrow => "arrow",
        Tick::Single => "single",
        Tick::Double => "double",
        Tick::Cross => "cross",
    };
    let state = move || (words.conversation.delivery)(delivery.get());
    view! {
        <button
            type="button" class="ticks" data-tick=name data-delivery=move || delivery.get().as_str() title=state
            aria-label=move || (words.conversation.delivery_label)(state())
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <Icon glyph=glyph small=true />
        </button>
    }
}
