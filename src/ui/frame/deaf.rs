//! What stands under the top bar when requests are not noticed: on a phone that sound is blocked, and for whoever was taken
//! out of routing that he was. Any click or key brings him back.

use leptos::prelude::*;

use crate::{
    domain::presence::Availability,
    ui::{
        live::use_live,
        offers::{Sound, use_alerts},
        widgets::{Button, ButtonKind, Glyph, Icon, Show},
        words::use_words,
    },
};

/// On a phone the top bar has no room to say in words that sound is blocked.
#[component]
fn SoundStrip() -> impl IntoView {
    let words = use_words();
    let alerts = use_alerts();
    view! {
        <Show when=move || alerts.sound.get() == Sound::Blocked>
            <button type="button" class="sound-strip" on:click=move |_| alerts.allow_sound()>
                <Icon glyph=Glyph::SoundOff small=true />
                {words.frame.sound_blocked_long}
            </button>
        </Show>
    }
}

#[component]
pub(super) fn DeafBanner() -> impl IntoView {
    let words = use_words();
    let w = &words.people;
    let live = use_live();
    let out = Memo::new(move |_| {
        live.presence.with(|presence| !presence.audible && presence.availability == Availability::Online)
    });
    view! {
        <div class="deaf-place">
            <SoundStrip />
            <div role="alert">
            <Show when=move || out.get()>
                <div class="deaf">
                    <Icon glyph=Glyph::SoundOff />
                    <p class="grow"><strong>{w.deaf_title}</strong> " " {w.deaf_text}</p>
                    // Like any click: it is heard at the window.
                    <Button small=true kind=ButtonKind::Primary>{w.deaf_button}</Button>
                </div>
            </Show>
            </div>
        </div>
    }
}
