//! The top bar: presence, queues, connection, sound.

use leptos::prelude::*;

use super::{mentions::MentionsMenu, presence::PresenceSwitch, pull::PullButton};
use crate::ui::{
    extras::{EXTRAS, Extra},
    live::{Link, use_live},
    new_sms::NewSmsButton,
    offers::{Alerts, Permission, Sound, use_alerts},
    palette::PaletteButton,
    widgets::{Badge, For, Glyph, Icon, Menu, MenuItem, Show, Tone},
    words::use_words,
};

#[component]
pub(super) fn TopBar(choosing_alerts: RwSignal<bool>) -> impl IntoView {
    view! {
        <header class="top-bar">
            <PresenceSwitch />
            <Queues />
            <PullButton small=true />
            <span class="grow"></span>
            <LinkState />
            <SoundState choosing=choosing_alerts />
            <MentionsMenu />
            <PaletteButton />
            <NewSmsButton />
        </header>
    }
}

#[component]
fn Queues() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    view! {
        <ul class="queues" aria-label=words.frame.queues>
            <For each=move || live.queues.get() key=|queue| (queue.id, queue.waiting, queue.name.clone()) let:queue>
                <li class="queue-load" title=move || (words.frame.waiting)(queue.waiting)>
                    <span class="clip">{queue.name}</span>
                    <Badge tone={if queue.waiting > 0 { Tone::Warn } else { Tone::Plain }}>
                        <span aria-hidden="true">{queue.waiting}</span>
                        <span class="sr-only">{move || (words.frame.waiting)(queue.waiting)}</span>
                    </Badge>
                </li>
            </For>
            {move || live.queues.with(Vec::is_empty).then(|| view! { <li class="soft">{words.frame.no_queues}</li> })}
        </ul>
    }
}

#[component]
fn LinkState() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let said = move || match live.link.get() {
        Link::Live => (words.frame.link_live, words.frame.link_live_help, Glyph::Link),
        Link::CatchingUp => (words.frame.link_catching_up, words.frame.link_catching_up_help, Glyph::Refresh),
        Link::Offline => (words.frame.link_offline, words.frame.link_offline_help, Glyph::LinkOff),
    };
    let name = move || match live.link.get() {
        Link::Live => "live",
        Link::CatchingUp => "catching-up",
        Link::Offline => "offline",
    };
    view! {
        <div class="link-state" role="status" data-link=name title=move || said().1>
            <Icon glyph=Signal::derive(move || said().2) small=true />
            <span>{move || said().0}</span>
        </div>
    }
}

#[component]
fn SoundState(choosing: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let alerts = use_alerts();
    // Where there is little room the button shows only its beginning.
    let help = move || {
        if alerts.depends_on_sight.get() { words.people.deaf_warning } else { words.frame.sound_blocked_long }
    };
    view! {
        <Show when=move || alerts.sound.get() == Sound::Blocked>
            <button type="button" class="button small sound-blocked" title=help on:click=move |_| alerts.allow_sound()>
                <Icon glyph=Glyph::SoundOff small=true />
                <span class="clip">{words.frame.sound_blocked_long}</span>
            </button>
        </Show>
        <SoundMenu alerts=alerts choosing=choosing />
    }
}

#[component]
fn SoundMenu(alerts: Alerts, choosing: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let state = move || match alerts.sound.get() {
        Sound::On => words.frame.sound_on,
        Sound::Muted => words.frame.sound_muted,
        Sound::Blocked => words.frame.sound_blocked,
        Sound::Absent => words.frame.sound_absent,
    };
    let glyph = Signal::derive(move || if alerts.sound.get() == Sound::On { Glyph::Sound } else { Glyph::SoundOff });
    view! {
        <Menu
            label=Signal::derive(move || state().to_string()) class="button quiet icon-only" place="end"
            trigger=ViewFn::from(move || view! { <Icon glyph=glyph /> })
        >
            <p class="menu-heading" role="presentation">{state}</p>
            {EXTRAS.later(Extra::Sound(choosing), "menu-text", 3)}
        </Menu>
    }
}

/// What stands in the opened menu of the sound.
#[component]
pub fn SoundActs(
    /// Opens the choice of alerts.
    choosing: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words();
    let alerts = use_alerts();
    // What it does, not how it is.
    let glyph = if alerts.sound.get_untracked() == Sound::Muted { Glyph::Sound } else { Glyph::SoundOff };
    let muted = move || alerts.sound.get() == Sound::Muted;
    view! {
        <MenuItem glyph=Glyph::Play label=words.frame.test_sound run=Callback::new(move |()| alerts.test()) />
        <MenuItem
            glyph=glyph
            label=Signal::derive(move || {
                let label = if muted() { words.frame.unmute } else { words.frame.mute };
                label.to_string()
            })
            run=Callback::new(move |()| alerts.mute(!muted()))
        />
        <MenuItem
            glyph=Glyph::Gear label=words.people.alerts run=Callback::new(move |()| choosing.set(true))
        />
        <hr class="menu-divider" />
        <Show when=move || alerts.depends_on_sight.get()>
            <p class="menu-text warn">{words.people.deaf_warning}</p>
        </Show>
        {move || match alerts.notifications.get() {
            Permission::NotAsked => view! {
                <MenuItem
                    glyph=Glyph::Monitor label=words.frame.allow_notifications
                    run=Callback::new(move |()| alerts.ask_for_notifications())
                />
            }.into_any(),
            Permission::Granted => view! { <p class="menu-heading">{words.frame.notifications_on}</p> }.into_any(),
            Permission::Denied => view! { <p class="menu-heading">{words.frame.notifications_denied}</p> }.into_any(),
        }}
    }
}
