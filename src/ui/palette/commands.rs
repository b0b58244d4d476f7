//! Everything this person can do by a word.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    Palette,
    items::{Group, Item, Run},
};
use crate::{
    domain::{language::Language, presence::Availability, user::Theme},
    ui::{
        admin,
        frame::{choose_language, choose_presence, choose_theme, leave},
        keys::{Act, shown},
        live::path_of,
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
        let run = act(move || choose_presence(availability, reason.clone(), notices, words));
        items.push(Item::new(format!("command:{id}"), Group::Commands, glyph, label, run).detail(detail));
    };
    add("online", Glyph::Play, words.frame.go_online.to_string(), Availability::Online, None);
    for reason in live.pause_reasons.get_untracked() {
        let label = (words.keyboard.pause_for)(&reason);
        add(&format!("pause:{reason}"), Glyph::Pause, label, Availability::Paused, Some(reason));
    }
    add("offline", Glyph::Power, words.frame.go_offline.to_string(), Availability::Offline, None);
    items
}

/// What has a key of its own and can be done here.
fn by_keys(palette: Palette, words: &'static Words) -> Vec<Item> {
    let acts = [
        (Act::NextSession, Glyph::ChevronRight),
        (Act::PreviousSession, Glyph::ArrowLeft),
        (Act::Transfer, Glyph::Users),
        (Act::CloseSession, Glyph::Close),
        (Act::Mode, Glyph::Note),
        (Act::Composer, Glyph::Edit),
        (Act::Requests, Glyph::Bell),
        (Act::Mentions, Glyph::Mention),
        (Act::Help, Glyph::Info),
    ];
    let can = acts.into_iter().filter(|(known, _)| palette.keys.can(*known));
    can.map(|(known, glyph)| {
        let run = act(move || {
            palette.keys.perform(known, 0);
        });
        let label = (words.keyboard.act)(known);
        Item::new(format!("command:{known:?}"), Group::Commands, glyph, label, run).keys(shown(known, words))
    })
    .collect()
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
        items.push(Item::new(format!("command:{id}"), Group::Commands, glyph, label, run));
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
    if palette.live.me.with_untracked(admin::may_administer) {
        let of_admin = admin::pages(words).into_iter().filter(|(href, ..)| *href != "/admin");
        pages.extend(
            of_admin.map(|(href, glyph, label, _)| page(href, glyph, label).detail(words.keyboard.administration)),
        );
    }
    pages
}
