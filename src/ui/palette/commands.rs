//! Everything this person can do by a word.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    Palette,
    items::{Group, Item, Run},
};
use crate::{
    domain::{language::Language, presence::Availability, user::Theme},
    ui::{
        admin,
        desktop::{may_follow_up, may_transfer},
        frame::{choose_language, choose_presence, choose_theme, leave, may_pull, pull_oldest},
        keys::{Act, shown},
        live::{Live, path_of},
        widgets::Glyph,
        words::{Word, Words},
    },
};

fn act(run: impl Fn() + Send + Sync + 'static) -> Run {
    Run::Do(Arc::new(run))
}

/// Open sessions, commands, pages.
pub(super) fn all(palette: Palette, words: &'static Words) -> Vec<Item> {
    let mut items = sessions(palette);
    items.extend(presence(palette, words));
    items.extend(oldest(palette, words));
    items.extend(by_keys(palette, words));
    items.extend(look_and_sound(palette, words));
    items.extend(pages(palette, words));
    items
}

fn sessions(palette: Palette) -> Vec<Item> {
    let item = |facts: crate::domain::interaction::Interaction| {
        let run = Run::Go(path_of(facts.id));
        let number = facts.peer.as_str();
        let number = if number == facts.contact_name { String::new() } else { format!("{number} · ") };
        let detail = format!("{number}{} · #{}", facts.account_key, facts.id);
        let item =
            Item::new(format!("interaction:{}", facts.id), Group::Sessions, Glyph::Inbox, facts.contact_name, run);
        item.detail(detail)
    };
    let sessions = palette.live.sessions.get_untracked();
    sessions.iter().filter_map(|session| session.facts.get_untracked()).map(item).collect()
}

fn presence(palette: Palette, words: &'static Words) -> Vec<Item> {
    let (live, notices) = (palette.live, palette.notices);
    let detail = words.keyboard.presence;
    let mut items = Vec::new();
    let mut add = |id: &str, glyph: Glyph, label: String, availability: Availability, reason: Option<String>| {
        let also = (words.keyboard.also)(id.split(':').next().unwrap_or(id));
        let run = act(move || choose_presence(availability, reason.clone(), notices, words));
        items.push(Item::new(format!("command:{id}"), Group::Commands, glyph, label, run).detail(detail).also(also));
    };
    add("online", Glyph::Play, words.frame.go_online.to_string(), Availability::Online, None);
    let reasons = live.pause_reasons.get_untracked();
    if reasons.is_empty() {
        add("pause", Glyph::Pause, words.frame.pause.to_string(), Availability::Paused, None);
    }
    for reason in reasons {
        let label = (words.keyboard.pause_for)(&reason);
        add(&format!("pause:{reason}"), Glyph::Pause, label, Availability::Paused, Some(reason));
    }
    add("offline", Glyph::Power, words.frame.go_offline.to_string(), Availability::Offline, None);
    items
}

/// What has a key of its own and can be done here.
fn by_keys(palette: Palette, words: &'static Words) -> Vec<Item> {
    let acts = [
        (Act::NewSms, Glyph::Plus),
        (Act::NextSession, Glyph::ChevronRight),
        (Act::PreviousSession, Glyph::ArrowLeft),
        (Act::Transfer, Glyph::Users),
        (Act::FollowUp, Glyph::Clock),
        (Act::CloseSession, Glyph::Close),
        (Act::Mode, Glyph::Note),
        (Act::Composer, Glyph::Edit),
        (Act::Requests, Glyph::Bell),
        (Act::Mentions, Glyph::Mention),
        (Act::Help, Glyph::Info),
    ];
    let can = acts.into_iter().filter(|(known, _)| palette.keys.can(*known) && is_for_now(palette.live, *known));
    can.map(|(known, glyph)| {
        let run = act(move || {
            palette.keys.perform(known, 0);
        });
        let (label, id) = ((words.keyboard.act)(known), format!("{known:?}"));
        let also = (words.keyboard.also)(&id);
        let item = Item::new(format!("command:{id}"), Group::Commands, glyph, label, run);
        item.also(also).keys(shown(known, words))
    })
    .collect()
}

/// What is done with the session in hand needs one, and the right to do it.
fn is_for_now(live: Live, act: Act) -> bool {
    let in_hand = live.active.get_untracked();
    match act {
        Act::NextSession | Act::PreviousSession => live.sessions.with_untracked(|sessions| sessions.len() > 1),
        Act::CloseSession | Act::Mode => in_hand.is_some_and(|id| untrack(|| live.owns(id))),
        Act::Transfer => in_hand.is_some_and(|id| untrack(|| may_transfer(live, id))),
        Act::FollowUp => in_hand.is_some_and(|id| may_follow_up(live, id)),
        Act::Composer => in_hand.is_some(),
        _ => true,
    }
}

fn oldest(palette: Palette, words: &'static Words) -> Option<Item> {
    let (live, notices, navigate) = (palette.live, palette.notices, use_navigate());
    let run = act(move || {
        let navigate = navigate.clone();
        spawn_local(async move {
            pull_oldest(words, notices, |path| navigate(path, NavigateOptions::default())).await;
        });
    });
    let item = Item::new("command:pull", Group::Commands, Glyph::Inbox, words.hands.pull, run);
    untrack(|| may_pull(live)).then(|| item.also((words.keyboard.also)("pull")))
}

fn look_and_sound(palette: Palette, words: &'static Words) -> Vec<Item> {
    let (live, notices, alerts) = (palette.live, palette.notices, palette.alerts);
    let themes = [
        (Theme::System, words.frame.theme_system, Glyph::Monitor),
        (Theme::Light, words.frame.theme_light, Glyph::Sun),
        (Theme::Dark, words.frame.theme_dark, Glyph::Moon),
    ];
    let mut items: Vec<Item> = themes
        .into_iter()
        .map(|(theme, label, glyph)| {
            let run = act(move || choose_theme(theme, live, notices, words));
            let label = format!("{}: {label}", words.keyboard.theme);
            Item::new(format!("command:theme:{}", theme.as_str()), Group::Commands, glyph, label, run)
        })
        .collect();
    items.extend(Language::ALL.into_iter().map(|language| {
        let run = act(move || choose_language(language, live, notices, words));
        let label = format!("{}: {}", words.common.language, language.own_name());
        Item::new(format!("command:language:{}", language.code()), Group::Commands, Glyph::Globe, label, run)
    }));
    let mut add = |id: &str, glyph: Glyph, label: Word, run: Run| {
        let item = Item::new(format!("command:{id}"), Group::Commands, glyph, label, run);
        items.push(item.also((words.keyboard.also)(id)));
    };
    add("test-sound", Glyph::Play, words.frame.test_sound, act(move || alerts.test()));
    add("alerts", Glyph::Sound, words.people.alerts, act(move || palette.alerts_open.set(true)));
    add("sign-out", Glyph::SignOut, words.frame.sign_out, act(move || leave(notices, words)));
    items
}

fn pages(palette: Palette, words: &'static Words) -> Vec<Item> {
    let page = |href: &str, glyph: Glyph, label: Word| {
        Item::new(format!("page:{href}"), Group::Pages, glyph, label, Run::Go(href.to_owned()))
    };
    let places = palette.places.all().into_iter().map(|place| page(place.href, place.glyph, place.label));
    let mut pages: Vec<Item> = places.collect();
    pages.push(page("/answers", Glyph::Bolt, words.canned.own_title).also((words.keyboard.also)("answers")));
    if palette.live.me.with_untracked(admin::may_administer) {
        let of_admin = admin::pages(words).into_iter().filter(|(href, ..)| *href != "/admin");
        pages.extend(
            of_admin.map(|(href, glyph, label, _)| page(href, glyph, label).detail(words.keyboard.administration)),
        );
    }
    pages
}
