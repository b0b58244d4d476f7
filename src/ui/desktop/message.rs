//! One entry of a conversation.

use leptos::{prelude::*, task::spawn_local};

use super::{
    attachments::{Attachments, Whose},
    code::Code,
    links::{Run, href, runs},
    mention::NoteWords,
    scheduled::ScheduledFoot,
    ticks::Ticks,
};
use crate::{
    api::desktop::resend,
    domain::{
        Delivery, InteractionId, MessageId, Timestamp,
        message::{Author, Content, Message},
    },
    ui::{
        clock::use_clock,
        desktop::DesktopExtra,
        extras::{EXTRAS, Extra},
        live::{Entry, use_live},
        widgets::{Button, Glyph, Icon, Show, use_notices},
        words::use_words,
    },
};

/// The provider's time is shown when it differs by more than this, in milliseconds.
const WORTH_SHOWING: i64 = 60_000;

#[component]
pub(super) fn MessageView(
    interaction: InteractionId,
    entry: Entry,
    starts_run: bool,
    /// Of an earlier session: to be read only.
    past: bool,
    /// The contact.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let words = use_words();
    let message = RwSignal::from(entry.message.clone());
    let (id, at) = (entry.id, entry.message.with_untracked(|message| message.at));
    match entry.message.get_untracked().content {
        Content::Inbound { text, sent_at, .. } => view! {
            <article class="message theirs" class:starts-run=starts_run class:past=past data-message=id.0>
                {starts_run.then(|| view! { <Head at=at author=name /> })}
                <div class="bubble">
                    {(!text.is_empty()).then(|| view! { <Words text=text /> })}
                    <Attachments interaction=interaction message=message from=Whose { name, ours: false, words } />
                    <SentAt sent_at=sent_at at=at />
                </div>
            </article>
        }
        .into_any(),
        Content::Outbound { author, .. } => view! {
            <article class="message ours" class:starts-run=starts_run class:past=past data-message=id.0>
                {starts_run.then(|| view! { <Head at=at author=author_name(author) /> })}
                <Outbound interaction=interaction id=id message=message name=name />
            </article>
        }
        .into_any(),
        Content::Note { text, author } => view! {
            <article class="message note starts-run" class:past=past data-message=id.0>
                <p class="note-label"><Icon glyph=Glyph::Note small=true />{words.conversation.internal_note}</p>
                <Head at=at author=author_name(author) />
                <NoteWords text=text />
            </article>
        }
        .into_any(),
        Content::System { what } => view! {
            <p class="system" data-message=id.0>
                {move || (words.conversation.happening)(&what)} " · " <Time at=at />
            </p>
        }
        .into_any(),
    }
}

/// The person who wrote it: "You" for oneself, "Automatic reply" for the house.
fn author_name(author: Author) -> Signal<String> {
    let words = use_words();
    let live = use_live();
    Signal::derive(move || match author.id {
        Some(id) if live.me.with(|me| me.id) == id => words.conversation.you.to_string(),
        Some(_) => author.name.clone(),
        None => words.conversation.automatic.to_string(),
    })
}

#[component]
fn Head(at: Timestamp, #[prop(into)] author: Signal<String>) -> impl IntoView {
    view! {
        <header class="message-head">
            <span class="message-author">{move || author.get()}</span>
            <Time at=at />
        </header>
    }
}

#[component]
pub(super) fn Time(at: Timestamp) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    view! {
        <time datetime=clock.iso(at) title=move || clock.exact(at, words)>{move || clock.time(at)}</time>
    }
}

/// The text with its addresses as links that tell nobody where they were clicked.
#[component]
pub(super) fn Words(text: String) -> impl IntoView {
    view! { <p class="message-text" dir="auto">{linked(&text)}</p> }
}

pub(super) fn linked(text: &str) -> impl IntoView + use<> {
    let runs = runs(text).into_iter().map(|run| match run {
        Run::Text(text) => text.into_any(),
        Run::Link(link) => {
            let href = href(&link);
            view! { <a href=href target="_blank" rel="noopener noreferrer nofollow">{link}</a> }.into_any()
        }
        Run::Code(code) => view! { <Code code=code /> }.into_any(),
    });
    runs.collect_view()
}

#[component]
fn SentAt(sent_at: Option<Timestamp>, at: Timestamp) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    sent_at.filter(|sent| at.since(*sent).abs() > WORTH_SHOWING).map(|sent| {
        view! {
            <p class="sent-at" title=move || clock.exact(sent, words)>
                {move || (words.conversation.sent_at)(&clock.time(sent))}
            </p>
        }
    })
}

/// What the ticks stand for, as it moves.
fn state_of(message: &Message) -> Delivery {
    match message.content {
        Content::Outbound { delivery, .. } => delivery,
        _ => Delivery::Delivered,
    }
}

#[component]
fn Outbound(
    interaction: InteractionId,
    id: MessageId,
    message: RwSignal<Message>,
    /// The contact.
    name: Signal<String>,
) -> impl IntoView {
    let words = use_words();
    // Changes only while it is scheduled.
    let text = Memo::new(move |_| {
        message.with(|message| match &message.content {
            Content::Outbound { text, .. } => text.clone(),
            _ => String::new(),
        })
    });
    let delivery = Memo::new(move |_| message.with(state_of));
    let open = RwSignal::new(false);
    let failed = Memo::new(move |_| delivery.get().can_resend());
    view! {
        <div class="bubble" class:failed=move || failed.get() class:waits=move || delivery.get().waits()>
            <div class="said">
                <Attachments interaction=interaction message=message from=Whose { name, ours: true, words } />
                {move || text.with(|text| !text.is_empty()).then(|| view! { <Words text=text.get() /> })}
            </div>
            <Ticks delivery=delivery.into() open=open />
        </div>
        <ScheduledFoot interaction=interaction id=id message=message delivery=delivery.into() />
        <Show when=move || failed.get()>
            <Trouble interaction=interaction id=id message=message delivery=delivery.into() />
        </Show>
        <Show when=move || open.get()>
            {EXTRAS.later(Extra::Desktop(DesktopExtra::Story { message: id, delivery: delivery.into() }), "story", 3)}
        </Show>
    }
}

/// Why it failed, with the provider's code, and the button that sends it again.
#[component]
fn Trouble(
    interaction: InteractionId,
    id: MessageId,
    message: RwSignal<Message>,
    delivery: Signal<Delivery>,
) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let why = move || {
        message.with(|message| match &message.content {
            Content::Outbound { problem: Some(problem), .. } => match &problem.code {
                Some(code) => {
                    format!("{} ({})", (words.common.sentence)(&problem.words), (words.conversation.code)(code))
                }
                None => (words.common.sentence)(&problem.words),
            },
            _ => (words.conversation.problem)(delivery.get()).to_owned(),
        })
    };
    let again = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = resend(id).await {
                notices.say(format!("{} {}", words.conversation.resend_failed, words.common.error(&error)));
            }
            busy.try_set(false);
        });
    };
    // It would only be refused again.
    let may = move || {
        live.owns(interaction)
            && live.session(interaction).is_some_and(|session| {
                session.facts.with(|facts| facts.as_ref().is_none_or(|facts| facts.opted_out_at.is_none()))
            })
    };
    let label = move || match delivery.get() {
        Delivery::Unknown => words.conversation.resend_unknown,
        _ => words.conversation.resend,
    };
    view! {
        <div class="trouble">
            <p><Icon glyph=Glyph::Alert small=true /><span>{why}</span></p>
            <Show when=may>
                <Button small=true glyph=Glyph::Refresh busy=busy on:click=again>{label}</Button>
            </Show>
        </div>
    }
}
