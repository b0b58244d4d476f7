//! One contact of the list.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::listing::{Line, Listing, element_of};
use crate::{
    domain::contact_list::ContactRow,
    ui::{
        live::path_of_contact,
        widgets::{Badge, RelativeTime, TagChip, Tone},
        words::use_words,
    },
};

/// A click on something in the row that has a use of its own.
fn is_for_itself(event: &ev::MouseEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| target.closest("a").is_ok_and(|found| found.is_some()))
}

#[component]
pub(super) fn Row(listing: Listing, line: Line) -> impl IntoView {
    let words = use_words();
    let w = &words.contact_list;
    let navigate = StoredValue::new(use_navigate());
    let id = line.id;
    let row = RwSignal::from(line.row);
    let read = move |of: fn(&ContactRow) -> String| Memo::new(move |_| row.with(of));
    let title = read(|row| row.title().to_owned());
    let email = read(|row| row.email.clone());
    let list = read(|row| row.list.clone());
    let numbers = Memo::new(move |_| row.with(|row| row.numbers.iter().map(ToString::to_string).collect::<Vec<_>>()));
    let opted_out = Memo::new(move |_| row.with(|row| row.opted_out));
    let last = Memo::new(move |_| row.with(|row| row.last_at));
    let tags = Memo::new(move |_| row.with(|row| row.tags.clone()));
    let tab_index = Memo::new(move |_| if listing.current() == Some(id) { "0" } else { "-1" });
    let on_click = move |event: ev::MouseEvent| {
        if !is_for_itself(&event) && !event.ctrl_key() && !event.meta_key() {
            navigate.with_value(|go| go(&path_of_contact(id), NavigateOptions::default()));
        }
    };
    let shown_numbers = move || {
        numbers.with(|numbers| match numbers.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first, rest @ ..] => format!("{first} {}", (w.more_numbers)(rest.len())),
        })
    };
    view! {
        <div
            role="row" class="history-row" id=element_of(id) tabindex=move || tab_index.get()
            on:focusin=move |_| listing.at.set(Some(id)) on:click=on_click
        >
            <div role="gridcell" class="of-contact">
                <a class="clip" href=path_of_contact(id) tabindex="-1" dir="auto">{move || title.get()}</a>
            </div>
            <div role="gridcell" class="of-number clip" title=move || numbers.get().join(", ")>{shown_numbers}</div>
            <div role="gridcell" class="of-disposition clip" title=move || email.get()>{move || email.get()}</div>
            <div role="gridcell" class="of-agent clip" dir="auto">{move || list.get()}</div>
            <div role="gridcell" class="of-tags">
                {move || tags.get().into_iter().map(|tag| view! { <TagChip tag=tag /> }).collect_view()}
            </div>
            <div role="gridcell" class="of-status">
                {move || opted_out.get().then(|| view! {
                    <Badge tone=Tone::Bad>{words.contacts.card.opted_out}</Badge>
                })}
            </div>
            <div role="gridcell" class="of-last">
                {move || match last.get() {
                    Some(at) => view! { <RelativeTime at=at /> }.into_any(),
                    None => w.never.into_any(),
                }}
            </div>
        </div>
    }
}
