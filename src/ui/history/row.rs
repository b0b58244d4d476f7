//! One interaction of the list.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::listing::{Line, Listing, element_of};
use crate::{
    domain::{
        history::HistoryRow,
        interaction::{Direction, Interaction, State},
    },
    ui::{
        browser,
        clock::{Clock, use_clock},
        live::path_of,
        widgets::{Badge, Glyph, Icon, RelativeTime, Show, TagChip, Tone},
        words::{Words, use_words},
    },
};

/// Where it stands: with whom, or what it waits for.
fn status(it: &Interaction, clock: Clock, words: &Words) -> String {
    let w = &words.history;
    match (it.state, &it.owner_name, &it.follow_up) {
        (State::Closed, ..) => w.closed.to_string(),
        (State::Open, None, _) => (w.waiting)(it.queue_name.as_deref()),
        (State::Open, Some(owner), Some(follow_up)) => (w.follow_up)(owner, &clock.when(follow_up.at, words)),
        (State::Open, Some(owner), None) => (w.with)(owner),
    }
}

/// A click on something in the row that has a use of its own.
fn is_for_itself(event: &ev::MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("a, input, label, button").is_ok_and(|found| found.is_some()))
}

#[component]
pub(super) fn Row(listing: Listing, line: Line) -> impl IntoView {
    let words = use_words();
    let w = &words.history;
    let clock = use_clock();
    let navigate = StoredValue::new(use_navigate());
    let id = line.id;
    let row = RwSignal::from(line.row);
    let read = move |of: fn(&Interaction) -> String| Memo::new(move |_| row.with(|row| of(&row.interaction)));
    let name = read(|it| it.contact_name.clone());
    let peer = read(|it| it.peer.as_str().to_owned());
    let account = read(|it| it.account_key.clone());
    let account_name = read(|it| it.account_name.clone());
    let agent = read(|it| it.owner_name.clone().or(it.first_handler_name.clone()).unwrap_or_default());
    let disposition = read(|it| it.disposition.clone().unwrap_or_default());
    let unread = Memo::new(move |_| row.with(|row| row.interaction.unread));
    let started = Memo::new(move |_| row.with(|row| row.interaction.started_at));
    let last = Memo::new(move |_| row.with(|row| row.interaction.last_at));
    let inbound = Memo::new(move |_| row.with(|row| row.interaction.last_direction == Direction::Inbound));
    let closed = Memo::new(move |_| row.with(|row| row.interaction.state == State::Closed));
    let waiting = Memo::new(move |_| row.with(|row| !closed.get() && row.interaction.owner.is_none()));
    let fits = Memo::new(move |_| row.with(|row| listing.filter.get().fits(&row.interaction)));
    let looking = Memo::new(move |_| {
        row.with(|row: &HistoryRow| row.looking.iter().map(|person| person.name.clone()).collect::<Vec<_>>())
    });
    let watched = move || (words.people.looking)(&(words.people.and)(&looking.get()));
    let tags = Memo::new(move |_| row.with(|row| row.tags.clone()));
    let picked = Memo::new(move |_| listing.picked.with(|picked| picked.contains(&id)));
    let tab_index = Memo::new(move |_| if listing.current() == Some(id) { "0" } else { "-1" });
    let focus = move || browser::focus_id(&element_of(id));
    let on_click = move |event: ev::MouseEvent| {
        if is_for_itself(&event) || event.ctrl_key() || event.meta_key() {
            return;
        }
        if event.shift_key() {
            focus();
            return listing.toggle_to(id);
        }
        navigate.with_value(|go| go(&path_of(id), NavigateOptions::default()));
    };
    let on_check = move |event: ev::MouseEvent| {
        focus();
        if event.shift_key() { listing.toggle_to(id) } else { listing.toggle(id) }
    };
    view! {
        <div
            role="row" class="history-row" class:picked=move || picked.get() class:unfit=move || !fits.get()
            id=element_of(id) tabindex=move || tab_index.get()
            aria-selected=move || if picked.get() { "true" } else { "false" }
            on:focusin=move |_| listing.at.set(Some(id)) on:click=on_click
            // With Shift a press would mark text on its way.
            on:mousedown=move |event| if event.shift_key() { event.prevent_default() }
        >
            <div role="gridcell" class="of-check">
                <label class="history-check">
                    <input
                        type="checkbox" tabindex="-1" prop:checked=move || picked.get() disabled=move || closed.get()
                        aria-label=move || (w.select)(id.0, &name.get()) on:click=on_check
                    />
                </label>
            </div>
            <div role="gridcell" class="of-number">{id.0}</div>
            <div role="gridcell" class="of-eye">
                <Show when=move || looking.with(|looking| !looking.is_empty())>
                    <span class="tab-eye" title=watched>
                        <Icon glyph=Glyph::Eye small=true /><span class="sr-only">{watched}</span>
                    </span>
                </Show>
            </div>
            <div role="gridcell" class="of-contact">
                <a class="clip" href=path_of(id) tabindex="-1" title=move || peer.get() dir="auto">{move || name.get()}</a>
                <Show when=move || { unread.get() > 0 }>
                    <Badge tone=Tone::Count>
                        <span aria-hidden="true">{move || unread.get()}</span>
                        <span class="sr-only">{move || (words.desktop.unread)(unread.get())}</span>
                    </Badge>
                </Show>
            </div>
            <div role="gridcell" class="of-account">
                <span title=move || account_name.get()><Badge tone=Tone::Key>{move || account.get()}</Badge></span>
            </div>
            <div role="gridcell" class="of-started soft"><RelativeTime at=started /></div>
            <div role="gridcell" class="of-last">
                <Icon
                    glyph=Signal::derive(move || if inbound.get() { Glyph::ArrowDown } else { Glyph::ArrowUp }) small=true
                />
                <span class="sr-only">{move || if inbound.get() { w.received } else { w.sent }}</span>
                <RelativeTime at=last />
            </div>
            <div role="gridcell" class="of-status clip" class:waiting=move || waiting.get()>
                {move || row.with(|row| status(&row.interaction, clock, words))}
            </div>
            <div role="gridcell" class="of-agent clip" dir="auto">{move || agent.get()}</div>
            <div role="gridcell" class="of-tags">
                {move || tags.get().into_iter().map(|tag| view! { <TagChip tag=tag /> }).collect_view()}
            </div>
            <div role="gridcell" class="of-disposition clip" title=move || disposition.get()>{move || disposition.get()}</div>
        </div>
    }
}
