//! Told to whoever was taken out of routing because requests could not be noticed. Any click or key brings him back.

use leptos::prelude::*;

use crate::{
    domain::presence::Availability,
    ui::{
        live::use_live,
        widgets::{Button, ButtonKind, Glyph, Icon},
        words::use_words,
    },
};

#[component]
pub(super) fn DeafBanner() -> impl IntoView {
    let words = use_words();
    let w = &words.people;
    let live = use_live();
    let out = Memo::new(move |_| {
        live.presence.with(|presence| !presence.audible && presence.availability == Availability::Online)
    });
    view! {
        <div class="deaf-place" role="alert">
            <Show when=move || out.get()>
                <div class="deaf">
                    <Icon glyph=Glyph::SoundOff />
                    <p class="grow"><strong>{w.deaf_title}</strong> " " {w.deaf_text}</p>
                    // Like any click: it is heard at the window.
                    <Button small=true kind=ButtonKind::Primary>{w.deaf_button}</Button>
                </div>
            </Show>
        </div>
    }
}
