//! Find or do: one field for people, numbers, interactions and everything that can be done by a word. Ctrl K opens it from
//! anywhere; arrows choose, Enter goes.

mod commands;
mod items;
mod sheet;

use std::sync::Arc;

use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use self::items::{Group, Item, Kept, Run, fit, remember};
use super::{
    browser,
    frame::Places,
    keys::{Act, Keys, Place, pressed, shown, use_keys},
    live::{Live, path_of, path_of_contact, use_live},
    offers::{Alerts, use_alerts},
    widgets::{Dialog, For, Glyph, Icon, Notices, use_notices},
    words::{Word, Words, use_words},
};
use crate::{
    api::{AppError, attention::find, wire},
    domain::{
        find::{Found, FoundContact, FoundInteraction, Wanted},
        interaction::State,
    },
};

pub use sheet::KeySheet;

/// How long nothing must be typed before the server is asked, ms.
const SETTLED: u32 = 150;
const LIST: &str = "palette-list";

/// What the palette works with. A handle: copies are the same thing.
#[derive(Clone, Copy)]
struct Palette {
    open: RwSignal<bool>,
    alerts_open: RwSignal<bool>,
    live: Live,
    keys: Keys,
    alerts: Alerts,
    notices: Notices,
    places: Places,
}

/// Opens the palette from its button and its key, and the sheet of keys from its own.
#[derive(Clone, Copy)]
pub struct PaletteDoor {
    pub open: RwSignal<bool>,
    pub sheet: RwSignal<bool>,
}

impl PaletteDoor {
    pub fn provide() -> PaletteDoor {
        let door = PaletteDoor { open: RwSignal::new(false), sheet: RwSignal::new(false) };
        provide_context(door);
        let opens = |act: Act, open: RwSignal<bool>| {
            use_keys().on(act, move || {
                open.set(true);
                true
            });
        };
        opens(Act::Palette, door.open);
        opens(Act::Help, door.sheet);
        door
    }
}

/// The button of the top bar.
#[component]
pub fn PaletteButton() -> impl IntoView {
    let words = use_words();
    let PaletteDoor { open, .. } = expect_context();
    view! {
        <button
            type="button" class="button palette-button" aria-haspopup="dialog" title=words.frame.open_palette
            aria-keyshortcuts="Control+K" on:click=move |_| open.set(true)
        >
            <Icon glyph=Glyph::Search />
            <span class="palette-name clip">{words.frame.palette}</span>
            <kbd aria-hidden="true">{move || shown(Act::Palette, words)}</kbd>
        </button>
    }
}

/// The state of the server's answer to what is typed.
#[derive(Clone, Default)]
enum Answer {
    /// Nothing was asked.
    #[default]
    None,
    Coming,
    Come(Found),
    Failed(AppError),
}

#[component]
pub fn CommandPalette(alerts_open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let PaletteDoor { open, .. } = expect_context();
    let palette = Palette {
        open,
        alerts_open,
        live: use_live(),
        keys: use_keys(),
        alerts: use_alerts(),
        notices: use_notices(),
        places: expect_context(),
    };
    view! {
        <Dialog open=open label=words.frame.palette class="palette">
            <Field palette=palette />
        </Dialog>
    }
}

#[component]
fn Field(palette: Palette) -> impl IntoView {
    let words = use_words();
    let w = &words.keyboard;
    let typed = RwSignal::new(String::new());
    let answer = RwSignal::new(Answer::None);
    let chosen = RwSignal::new(0_usize);
    let turn = StoredValue::new(0_u32);
    let node = NodeRef::<html::Input>::new();
    let navigate = StoredValue::new(use_navigate());
    let recent_key = format!("recent.{}", palette.live.me.with_untracked(|me| me.id));
    let recent = StoredValue::new(recall(&recent_key));
    let recent_key = StoredValue::new(recent_key);
    // What can be done stands still while somebody looks at it; its words follow the language.
    let own = Memo::new_with_compare(
        move |_| {
            let _ = *words.common.lang;
            untrack(|| commands::all(palette, words))
        },
        |_, _| true,
    );

    let items = Memo::new_with_compare(
        move |_| {
            let found = answer.with(|answer| match answer {
                Answer::Come(found) => from_server(found, palette, words),
                _ => Vec::new(),
            });
            own.with(|own| recent.with_value(|recent| gather(own, found, recent, typed.get().trim())))
        },
        |before: Option<&Vec<Item>>, after: Option<&Vec<Item>>| {
            let ids = |items: Option<&Vec<Item>>| {
                items.map(|items| items.iter().map(|item| (item.row(), item.group)).collect::<Vec<_>>())
            };
            ids(before) != ids(after)
        },
    );
    let ask = move |event: ev::Event| {
        typed.set(event_target_value(&event));
        chosen.set(0);
        let text = typed.get_untracked();
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        if Wanted::read(&text).is_nothing() {
            return answer.set(Answer::None);
        }
        // What was found for less stays until there is something better: nothing jumps while somebody types.
        if !matches!(answer.get_untracked(), Answer::Come(_)) {
            answer.set(Answer::Coming);
        }
        browser::after(SETTLED, move || {
            if turn.try_get_value() != mine {
                return;
            }
            spawn_local(async move {
                let come = find(text).await;
                // Somebody typed on: this answers what nobody asks any more.
                if turn.try_get_value() != mine {
                    return;
                }
                match come {
                    Ok(found) => answer.set(Answer::Come(found)),
                    Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                    Err(error) => answer.set(Answer::Failed(error)),
                }
            });
        });
    };
    let run = move |index: usize| {
        let Some(item) = items.with_untracked(|items| items.get(index).cloned()) else { return };
        let path = if let Run::Go(path) = &item.run { path.clone() } else { String::new() };
        recent.update_value(|recent| {
            remember(recent, Kept { id: item.id, label: item.label, detail: item.detail, path });
            recent_key.with_value(|key| browser::keep(key, &serde_json::to_string(recent).unwrap_or_default()));
        });
        palette.open.set(false);
        match item.run {
            Run::Go(path) => navigate.with_value(|go| go(&path, NavigateOptions::default())),
            // After the dialog has given the focus back: what is done may take it.
            Run::Do(act) => browser::after(0, move || act()),
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        let last = items.with_untracked(Vec::len).saturating_sub(1);
        let at = chosen.get_untracked();
        match pressed(&event, Place::Lists) {
            Some(Act::Next) => chosen.set(if at >= last { 0 } else { at + 1 }),
            Some(Act::Previous) => chosen.set(at.checked_sub(1).unwrap_or(last)),
            Some(Act::Choose) => run(at),
            _ if pressed(&event, Place::Anywhere) == Some(Act::Palette) => palette.open.set(false),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move || {
        if let Some(node) = node.get() {
            let _ = node.focus();
        }
    });
    Effect::new(move || {
        let id = format!("{LIST}-{}", chosen.get());
        if let Some(option) = document().get_element_by_id(&id) {
            browser::reveal(&option);
        }
    });
    let count = Memo::new(move |_| items.with(Vec::len));
    let said = move || match answer.get() {
        Answer::Coming => w.looking.to_string(),
        Answer::Failed(error) => format!("{} {}", w.failed, words.common.error(&error)),
        _ if count.get() == 0 => (w.nothing)(typed.get().trim()),
        _ => (w.found)(count.get()),
    };
    let unheard = move || count.get() > 0 && !matches!(answer.get(), Answer::Failed(_));
    let rows = move || {
        let items = items.get();
        let first_of = |index: usize, items: &[Item]| index == 0 || items[index - 1].group != items[index].group;
        let rows: Vec<(usize, bool, Item)> =
            (0..items.len()).map(|index| (index, first_of(index, &items), items[index].clone())).collect();
        rows
    };
    view! {
        <div class="palette-field">
            <Icon glyph=Glyph::Search />
            <input
                id="palette" type="text" role="combobox" autocomplete="off" spellcheck="false" enterkeyhint="go"
                aria-label=words.frame.palette placeholder=w.placeholder aria-expanded="true" aria-autocomplete="list"
                aria-controls=LIST aria-activedescendant=move || (count.get() > 0).then(|| format!("{LIST}-{}", chosen.get()))
                node_ref=node prop:value=move || typed.get() on:input=ask on:keydown=on_keydown
            />
        </div>
        <ul class="palette-list" id=LIST role="listbox" aria-label=w.results>
            <For each=rows key=|(index, first, item)| (*index, *first, item.row()) let:row>
                {
                    let (index, first, item) = row;
                    view! {
                        {first.then(|| view! {
                            <li class="palette-group" role="presentation">{group_name(item.group, words)}</li>
                        })}
                        <li
                            id=format!("{LIST}-{index}") role="option" class="palette-option"
                            aria-selected=move || if chosen.get() == index { "true" } else { "false" }
                            on:mousemove=move |_| if chosen.get_untracked() != index { chosen.set(index) }
                            on:click=move |_| run(index)
                        >
                            <Icon glyph=item.glyph />
                            <span class="palette-label clip" dir="auto">{item.label}</span>
                            <span class="palette-detail soft clip">{item.detail}</span>
                            {(!item.keys.is_empty()).then(|| view! { <kbd>{item.keys}</kbd> })}
                        </li>
                    }
                }
            </For>
        </ul>
        <p class="palette-said" class:sr-only=unheard role="status">{said}</p>
        <p class="palette-hint soft" aria-hidden="true">{w.hint}</p>
    }
}

fn recall(key: &str) -> Vec<Kept> {
    browser::recall(key).and_then(|kept| wire::read(&kept).ok()).unwrap_or_default()
}

fn group_name(group: Group, words: &Words) -> Word {
    let w = &words.keyboard;
    match group {
        Group::Recent => w.recent,
        Group::Sessions => w.sessions,
        Group::Interactions => w.interactions,
        Group::Contacts => w.contacts,
        Group::Commands => w.commands,
        Group::Pages => w.pages,
    }
}

/// What fits, recent things first, each once.
fn gather(own: &[Item], found: Vec<Item>, recent: &[Kept], typed: &str) -> Vec<Item> {
    let known = |kept: &Kept| own.iter().chain(&found).find(|item| item.id == kept.id).cloned();
    let mut items: Vec<(Group, u8, Item)> = Vec::new();
    for kept in recent {
        let again = known(kept).or_else(|| {
            let run = Run::Go(kept.path.clone());
            let item = Item::new(kept.id.clone(), Group::Recent, Glyph::Clock, kept.label.clone(), run);
            (!kept.path.is_empty()).then(|| item.detail(kept.detail.clone()))
        });
        if let Some(item) = again
            && fit(&item, typed).is_some()
        {
            items.push((Group::Recent, 0, Item { group: Group::Recent, ..item }));
        }
    }
    let fits = own.iter().filter_map(|item| Some((item.group, fit(item, typed)?, item.clone())));
    // What the server found fits, by its own rules.
    let of_server = found.into_iter().map(|item| (item.group, 0, item));
    for (group, rank, item) in fits.chain(of_server) {
        if items.iter().all(|(_, _, other)| other.id != item.id) {
            items.push((group, rank, item));
        }
    }
    items.sort_by_key(|(group, rank, _)| (*group, *rank));
    items.into_iter().map(|(_, _, item)| item).collect()
}

fn from_server(found: &Found, palette: Palette, words: &'static Words) -> Vec<Item> {
    let interactions = found.interactions.iter().map(|it| interaction(it, words));
    let contacts = found.contacts.iter().map(|contact| a_contact(contact, palette.notices, words));
    interactions.chain(contacts).collect()
}

fn interaction(it: &FoundInteraction, words: &Words) -> Item {
    let w = &words.keyboard;
    let run = Run::Go(path_of(it.id));
    let item =
        Item::new(format!("interaction:{}", it.id), Group::Interactions, Glyph::Inbox, it.contact_name.clone(), run);
    let who = match (it.state, &it.owner_name) {
        (State::Closed, _) => *w.closed,
        (State::Open, Some(owner)) => owner,
        (State::Open, None) => *w.nobody,
    };
    let number = if it.number == it.contact_name { String::new() } else { format!("{} · ", it.number) };
    item.detail(format!("{number}{} · {}", it.account_key, (w.interaction)(&it.id.to_string(), who)))
}

/// A contact he may not open has a number that he can use.
fn a_contact(contact: &FoundContact, notices: Notices, words: &'static Words) -> Item {
    let w = &words.keyboard;
    let number = contact.number.clone();
    let run = if contact.opens {
        Run::Go(path_of_contact(contact.id))
    } else {
        Run::Do(Arc::new(move || {
            browser::copy(&number);
            notices.say((w.number_copied)(&number));
        }))
    };
    let act = if contact.opens { words.contacts.card.whole } else { w.copy_number };
    let label = if contact.name.is_empty() { contact.number.clone() } else { contact.name.clone() };
    let detail = if contact.name.is_empty() { act.to_string() } else { format!("{} · {act}", contact.number) };
    Item::new(format!("contact:{}", contact.id), Group::Contacts, Glyph::User, label, run).detail(detail)
}
