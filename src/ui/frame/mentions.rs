//! The bell: notes in which a colleague named this person.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::attention::read_mentions,
    domain::mention::Mention,
    ui::{
        browser,
        extras::{EXTRAS, Extra},
        keys::{Act, use_keys},
        live::{path_of, use_live},
        widgets::{Badge, For, Glyph, Icon, Menu, MenuEntry, MenuItem, RelativeTime, Show, Tone, use_notices},
        words::use_words,
    },
};

const BUTTON: &str = "mentions";

#[component]
pub(super) fn MentionsMenu() -> impl IntoView {
    let w = &use_words().people;
    let live = use_live();
    let unread = Memo::new(move |_| live.mentions.with(|mentions| mentions.unread));
    use_keys().on(Act::Mentions, || browser::click_id(BUTTON));
    let trigger = move || {
        view! {
            <Icon glyph=Glyph::Mention />
            <Show when=move || { unread.get() > 0 }>
                <Badge tone=Tone::Count><span aria-hidden="true">{move || unread.get()}</span></Badge>
            </Show>
        }
    };
    view! {
        <Menu
            label=Signal::derive(move || (w.mentions_unread)(unread.get())) id=BUTTON
            class="button quiet icon-only counted" place="end" trigger=ViewFn::from(trigger)
        >
            <p class="menu-heading" role="presentation">{w.mentions}</p>
            {EXTRAS.later(Extra::Mentions, "menu-text", 3)}
        </Menu>
    }
}

/// What stands in the opened menu.
#[component]
pub fn MentionEntries() -> impl IntoView {
    let words = use_words();
    let w = &words.people;
    let live = use_live();
    let notices = use_notices();
    let unread = Memo::new(move |_| live.mentions.with(|mentions| mentions.unread));
    let any = Memo::new(move |_| live.mentions.with(|mentions| !mentions.newest.is_empty()));
    let read_all = Callback::new(move |()| {
        spawn_local(async move {
            if let Err(error) = read_mentions(None).await {
                notices.say(words.common.error(&error));
            }
        });
    });
    view! {
        // A menu holds items, also one that has nothing to choose.
        <Show
            when=move || any.get()
            fallback=move || view! {
                <p class="menu-text soft" role="menuitem" aria-disabled="true" tabindex="-1">{w.no_mentions}</p>
            }
        >
            <For each=move || live.mentions.with(|it| it.newest.clone()) key=|it| (it.id, it.read) let:mention>
                <Entry mention=mention />
            </For>
            <Show when=move || { unread.get() > 0 }>
                <hr class="menu-divider" />
                <MenuItem glyph=Glyph::Check label=w.mark_all_read run=read_all />
            </Show>
        </Show>
    }
}

#[component]
fn Entry(mention: Mention) -> impl IntoView {
    let words = use_words();
    let w = &words.people;
    let navigate = use_navigate();
    let path = path_of(mention.interaction);
    let (unread, by) = (!mention.read, mention.by.clone());
    view! {
        <MenuEntry run=Callback::new(move |()| navigate(&path, NavigateOptions::default()))>
            <span class="mention-entry" class:unread=unread>
                <span class="mention-head">
                    <strong class="clip">{move || (w.mentioned_by)(&by)}</strong>
                    <RelativeTime at=mention.at />
                </span>
                <span class="soft clip">{format!("{} · {}", mention.account_key, mention.contact_name)}</span>
                <span class="mention-words">{mention.words.clone()}</span>
                {unread.then(|| view! { <span class="sr-only">{w.unread_mention}</span> })}
            </span>
        </MenuEntry>
    }
}
