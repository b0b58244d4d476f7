//! The messages of a conversation. The list hangs from its foot (`column-reverse`), so the newest is in view before any
//! script runs, and older ones can be put on top without moving what is read.

use leptos::{html, prelude::*, task::spawn_local};

use super::{message::MessageView, outgoing::OutgoingView};
use crate::{
    api::AppError,
    domain::{
        MessageId, Timestamp,
        message::{Content, Message},
    },
    ui::{
        clock::{Clock, use_clock},
        live::{Entry, Session, use_live},
        widgets::{Button, ButtonKind, ErrorNote, Glyph},
        words::use_words,
    },
};

/// Messages of one author this close together, in milliseconds, share a head.
const ONE_RUN: i64 = 5 * 60_000;
/// Scrolled up by more than this many pixels, the newest is out of sight.
const AWAY: i32 = 120;

/// A message with what the ones before it mean for its look.
#[derive(Clone)]
struct Line {
    entry: Entry,
    /// Author and time stand above it.
    starts_run: bool,
    /// The day begins here.
    day: Option<(i64, Timestamp)>,
    /// The divider stands above it.
    first_new: bool,
}

/// Who speaks: lines of the same voice make a run.
#[derive(PartialEq, Eq)]
enum Voice {
    Customer,
    House(String),
    Note(String),
    System,
}

impl Voice {
    fn of(message: &Message) -> Voice {
        match &message.content {
            Content::Inbound { .. } => Voice::Customer,
            Content::Outbound { author, .. } => Voice::House(author.name.clone()),
            Content::Note { author, .. } => Voice::Note(author.name.clone()),
            Content::System { .. } => Voice::System,
        }
    }
}

fn lines(entries: Vec<Entry>, first_new: Option<MessageId>, clock: Clock) -> Vec<Line> {
    let mut before: Option<(Voice, Timestamp, i64)> = None;
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let (voice, at) = entry.message.with_untracked(|message| (Voice::of(message), message.at));
        let day = clock.day(at);
        // Above the very first message it would divide nothing.
        let is_first_new = first_new == Some(entry.id) && before.is_some();
        let goes_on = before
            .as_ref()
            .is_some_and(|(last, when, on)| *last == voice && *on == day && at.since(*when) < ONE_RUN && !is_first_new);
        let new_day = before.as_ref().is_none_or(|(_, _, on)| *on != day);
        lines.push(Line { entry, starts_run: !goes_on, day: new_day.then_some((day, at)), first_new: is_first_new });
        before = Some((voice, at, day));
    }
    lines
}

#[component]
pub(super) fn ThreadView(session: Session, away: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    let id = session.id;
    let scroller = NodeRef::<html::Div>::new();
    let fresh = RwSignal::new(false);
    let entries = RwSignal::from(session.thread.entries.clone());
    let first_new = RwSignal::from(session.thread.first_new.clone());
    let outgoing = RwSignal::from(session.thread.outgoing.clone());
    let facts = session.facts.clone();
    let name = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));

    let to_newest = move || {
        if let Some(scroller) = scroller.get_untracked() {
            scroller.set_scroll_top(0);
        }
        away.set(false);
        fresh.set(false);
    };
    let on_scroll = move |_| {
        // In a reversed column the foot is zero and up is negative.
        let now = scroller.get_untracked().is_some_and(|it| it.scroll_top() < -AWAY);
        if away.get_untracked() != now {
            away.set(now);
        }
        if !now && fresh.get_untracked() {
            fresh.set(false);
        }
    };
    Effect::new(move |before: Option<Option<MessageId>>| {
        let newest = entries.with(|entries| entries.last().map(|entry| entry.id));
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
    let each = move || lines(entries.get(), first_new.get(), clock);
    let of_outgoing = session.clone();
    view! {
        <div class="thread-frame">
            <div class="thread-scroll" node_ref=scroller on:scroll=on_scroll tabindex="0" role="group" aria-label=move || (words.conversation.log)(&name.get())>
                <div class="thread" role="log" aria-live="polite" aria-relevant="additions">
                    <Earlier session=session.clone() />
                    <For
                        each=each
                        key=|line| (line.entry.id, line.starts_run, line.day.map(|(day, _)| day), line.first_new)
                        let:line
                    >
                        {line.day.map(|(_, at)| view! {
                            <p class="day"><span>{move || clock.day_name(at, words)}</span></p>
                        })}
                        {line.first_new.then(|| view! {
                            <p class="new-divider"><span>{words.conversation.new_divider}</span></p>
                        })}
                        <MessageView interaction=id entry=line.entry starts_run=line.starts_run name=name />
                    </For>
                    <For each=move || outgoing.get() key=|it| it.key.clone() let:it>
                        <OutgoingView session=of_outgoing.clone() outgoing=it />
                    </For>
                </div>
            </div>
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

/// At the top: more, or the beginning.
#[component]
fn Earlier(session: Session) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let more = RwSignal::from(session.thread.more.clone());
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AppError>);
    let load = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let session = session.clone();
        spawn_local(async move {
            let outcome = live.load_earlier(&session).await;
            failed.try_set(outcome.err());
            busy.try_set(false);
        });
    });
    view! {
        <div class="earlier">
            <Show
                when=move || failed.with(Option::is_some)
                fallback=move || view! {
                    <Show
                        when=move || more.get()
                        fallback=move || view! { <p class="soft">{words.conversation.beginning}</p> }
                    >
                        <Button small=true kind=ButtonKind::Quiet glyph=Glyph::ArrowUp busy=busy on:click=move |_| load.run(())>
                            {words.conversation.load_earlier}
                        </Button>
                    </Show>
                }
            >
                <ErrorNote what=words.conversation.load_earlier_failed error=failed retry=load />
            </Show>
        </div>
    }
}
