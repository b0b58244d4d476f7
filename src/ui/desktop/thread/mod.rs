//! The messages of a conversation. The list hangs from its foot (`column-reverse`), so the newest is in view before any
//! script runs. Of a long one, only what is near stands in the document; the sessions before it follow above.

mod ends;
mod lines;
mod scroller;
mod window;

use leptos::prelude::*;

use super::{message::MessageView, outgoing::OutgoingView};
use crate::{
    domain::{MessageId, message::Content},
    ui::{
        clock::use_clock,
        live::{Session, use_live},
        widgets::{Button, ButtonKind, ErrorNote, For, Glyph, Show},
        words::use_words,
    },
};
use ends::{SessionHead, TopEnd};
use lines::{Line, MessageLine, lines};
use scroller::Scroller;

#[component]
pub(super) fn ThreadView(session: Session, away: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    let live = use_live();
    let scroller = Scroller::new(&session, live, away);
    live.when_back(scroller.failed, move || scroller.try_again());
    let rows = scroller.rows;
    let fresh = RwSignal::new(false);
    let entries = RwSignal::from(session.thread.entries.clone());
    let past = RwSignal::from(session.thread.past.clone());
    let first_new = RwSignal::from(session.thread.first_new.clone());
    let outgoing = RwSignal::from(session.thread.outgoing.clone());
    let facts = session.facts.clone();
    let name = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));
    let newest = Memo::new(move |_| entries.with(|entries| entries.last().map(|entry| entry.id)));

    let to_newest = move || {
        scroller.to_newest();
        away.set(false);
        fresh.set(false);
    };
    Effect::new(move || {
        if !away.get() && fresh.get_untracked() {
            fresh.set(false);
        }
    });
    Effect::new(move |before: Option<Option<MessageId>>| {
        let newest = newest.get();
        if before.is_some_and(|before| before.is_some() && before < newest) && away.get_untracked() {
            fresh.set(true);
        }
        newest
    });
    // What is written here is always shown.
    Effect::new(move |before: Option<usize>| {
        let count = outgoing.with(Vec::len);
        if before.is_some_and(|before| count > before) {
            to_newest();
        }
        count
    });
    // The divider goes when one leaves: next time these are old.
    let leaving = session.thread.first_new.clone();
    on_cleanup(move || {
        let _ = leaving.try_set(None);
    });
    Effect::new(move |before: Option<()>| {
        rows.track();
        entries.track();
        past.track();
        outgoing.track();
        first_new.track();
        if before.is_none() {
            scroller.begin();
        }
        scroller.recount();
        scroller.settle_when_drawn();
    });

    let of_lines = session.clone();
    let each = move || {
        // Where rows are added, the window follows in the effect above.
        let rows = rows.get();
        scroller.with_column(|column| lines(&of_lines, column, &rows, clock))
    };
    let of_day = session.clone();
    let floating_day = move || {
        let rows = rows.get();
        // A session may begin at the very top: then what follows its head.
        let first = rows.start..(rows.start + 2).min(rows.end);
        let mut lines = scroller.with_column(|column| lines(&of_day, column, &first, clock)).into_iter();
        match lines.find(|line| matches!(line, Line::Message(_))) {
            Some(Line::Message(MessageLine { day: None, entry, .. })) => {
                Some(entry.message.with_untracked(|message| message.at))
            }
            _ => None,
        }
    };
    let floating_day = Memo::new(move |_| floating_day());
    let of_outgoing = session.clone();
    let label = move || (words.conversation.log)(&name.get());
    view! {
        <div class="thread-frame">
            <div
                class="thread-scroll" id="thread" node_ref=scroller.scroll on:scroll=move |_| scroller.on_scroll() tabindex="0"
                role="group" aria-label=label
            >
                // Not read aloud as it changes: rows come and go with scrolling. What is new is announced below.
                <div class="thread" role="log" aria-live="off" aria-label=label node_ref=scroller.thread>
                    <TopEnd session=session.clone() scroller=scroller />
                    <div class="thread-room" node_ref=scroller.above aria-hidden="true"></div>
                    <p class="day floating" hidden=move || floating_day.with(Option::is_none)>
                        <span>{move || floating_day.get().map(|at| clock.day_name(at, words))}</span>
                    </p>
                    <For each=each key=Line::key let:line>
                        <Row line=line name=name />
                    </For>
                    <div class="thread-room" node_ref=scroller.below aria-hidden="true"></div>
                    <For each=move || outgoing.get() key=|it| it.key.clone() let:it>
                        <OutgoingView session=of_outgoing.clone() outgoing=it />
                    </For>
                </div>
            </div>
            <Announced session=session.clone() name=name />
            <Show when=move || scroller.failed.with(Option::is_some)>
                <div class="thread-trouble">
                    <ErrorNote
                        what=words.conversation.load_earlier_failed error=scroller.failed
                        retry=Callback::new(move |()| scroller.try_again())
                    />
                </div>
            </Show>
            <Show when=move || away.get()>
                <div class="to-newest">
                    <Button
                        small=true glyph=Glyph::ArrowDown on:click=move |_| to_newest()
                        kind=ButtonKind::Plain
                    >
                        {move || if fresh.get() { words.conversation.new_messages } else { words.conversation.to_newest }}
                    </Button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Row(line: Line, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    match line {
        Line::Head { of, facts } => view! { <SessionHead of=of facts=facts /> }.into_any(),
        Line::Message(line) => view! {
            {line.day.map(|(_, at)| view! {
                <p class="day"><span>{move || clock.day_name(at, words)}</span></p>
            })}
            {line.first_new.then(|| view! {
                <p class="new-divider"><span>{words.conversation.new_divider}</span></p>
            })}
            <MessageView interaction=line.of entry=line.entry starts_run=line.starts_run past=line.past name=name />
        }
        .into_any(),
    }
}

/// Reads a customer's text aloud when it comes.
#[component]
fn Announced(session: Session, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let words = use_words();
    let said = RwSignal::new(String::new());
    let entries = session.thread.entries;
    Effect::new(move |before: Option<Option<MessageId>>| {
        let newest = entries.with(|entries| entries.last().cloned());
        let id = newest.as_ref().map(|entry| entry.id);
        if let (Some(Some(before)), Some(newest)) = (before, newest)
            && newest.id > before
            && let Content::Inbound { text, .. } = newest.message.get_untracked().content
        {
            said.set((words.conversation.said)(&name.get_untracked(), &text));
        }
        id
    });
    view! { <p class="sr-only" role="status" aria-live="polite">{move || said.get()}</p> }
}
