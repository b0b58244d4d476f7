//! Online, paused with a reason, or offline: the switch, and the button of the empty desktop.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::desktop::set_presence,
    domain::presence::Availability,
    ui::{
        clock::use_clock,
        live::use_live,
        widgets::{Button, ButtonKind, Glyph, Icon, Menu, MenuRadio, Notices, use_notices},
        words::{Words, use_words},
    },
};

/// Tells the server; the switch moves when the event comes back.
pub fn choose_presence(availability: Availability, reason: Option<String>, notices: Notices, words: &'static Words) {
    spawn_local(async move {
        if let Err(error) = set_presence(availability, reason).await {
            notices.say(format!("{} {}", words.frame.presence_failed, words.common.error(&error)));
        }
    });
}

#[component]
pub(super) fn PresenceSwitch() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let clock = use_clock();
    let notices = use_notices();
    let availability = Memo::new(move |_| live.presence.with(|presence| presence.availability));
    let state = Memo::new(move |_| {
        live.presence.with(|presence| match (presence.availability, &presence.reason) {
            (Availability::Online, _) if !presence.audible => words.people.deaf.to_string(),
            (Availability::Online, _) => words.frame.online.to_string(),
            (Availability::Paused, Some(reason)) => (words.frame.paused_because)(reason),
            (Availability::Paused, None) => words.frame.paused.to_string(),
            (Availability::Offline, _) => words.frame.offline.to_string(),
        })
    });
    // Whoever can't hear is offered nothing, as if he had paused.
    let shown = Memo::new(move |_| match availability.get() {
        Availability::Online if live.presence.with(|presence| !presence.audible) => Availability::Paused,
        chosen => chosen,
    });
    let lasted = Memo::new(move |_| clock.lasted(live.presence.with(|presence| presence.since), words));
    let trigger = move || {
        view! {
            <span class="presence-dot" data-presence=move || shown.get().as_str()></span>
            <span class="clip">{move || state.get()}</span>
            <span class="soft presence-time">{move || lasted.get()}</span>
            <Icon glyph=Glyph::ChevronDown small=true />
        }
    };
    let is = move |wanted: Availability| Signal::derive(move || availability.get() == wanted);
    let reasons = move || {
        let reasons = live.pause_reasons.get().into_iter().map(move |reason| {
            let (own, label) = (reason.clone(), reason.clone());
            let checked = Signal::derive(move || {
                live.presence.with(|it| it.availability == Availability::Paused && it.reason.as_ref() == Some(&own))
            });
            let run =
                Callback::new(move |()| choose_presence(Availability::Paused, Some(reason.clone()), notices, words));
            view! { <MenuRadio glyph=Glyph::Pause label=label checked=checked run=run /> }
        });
        let reasons = reasons.collect_view();
        // A house without reasons pauses all the same.
        let plain = live.pause_reasons.with(Vec::is_empty).then(|| {
            let run = Callback::new(move |()| choose_presence(Availability::Paused, None, notices, words));
            view! { <MenuRadio glyph=Glyph::Pause label=words.frame.pause checked=is(Availability::Paused) run=run /> }
        });
        let heading = plain.is_none().then(|| view! { <p class="menu-heading">{words.frame.pause}</p> });
        view! { {heading}{plain}{reasons} }
    };
    view! {
        <Menu
            label=Signal::derive(move || (words.frame.presence)(&state.get()))
            class="button presence" trigger=ViewFn::from(trigger)
        >
            <MenuRadio
                glyph=Glyph::Play label=words.frame.online checked=is(Availability::Online)
                run=Callback::new(move |()| choose_presence(Availability::Online, None, notices, words))
            />
            {reasons}
            <hr class="menu-divider" />
            <MenuRadio
                glyph=Glyph::Power label=words.frame.offline checked=is(Availability::Offline)
                run=Callback::new(move |()| choose_presence(Availability::Offline, None, notices, words))
            />
        </Menu>
    }
}

/// The one thing to do for somebody who is offered nothing.
#[component]
pub fn GoOnline() -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    view! {
        <Button
            kind=ButtonKind::Primary glyph=Glyph::Play
            on:click=move |_| choose_presence(Availability::Online, None, notices, words)
        >
            {words.frame.go_online}
        </Button>
    }
}
