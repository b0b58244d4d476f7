//! A text that was written here and that the server does not have yet.

use leptos::prelude::*;

use super::{
    attachments::address,
    mention::NoteWords,
    message::{Time, Words},
};
use crate::{
    domain::media::{Media, MediaKind, shows_inline},
    ui::{
        live::{Mode, Outgoing, Progress, Session, use_live},
        widgets::{Button, ButtonKind, Glyph, Icon, Show},
        words::use_words,
    },
};

#[component]
pub(super) fn OutgoingView(session: Session, outgoing: Outgoing) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let progress = RwSignal::from(outgoing.progress.clone());
    let stuck = Memo::new(move |_| progress.get() != Progress::Going);
    let is_note = outgoing.mode == Mode::Note;
    let w = &words.conversation;
    let (waiting, asking, refused, retry_label) = match outgoing.mode {
        Mode::Reply => (w.waiting, w.asking, w.refused, w.retry),
        Mode::Note => (w.note_waiting, w.note_asking, w.note_refused, w.note_retry),
    };
    let said = move || match progress.get() {
        Progress::Going => String::new(),
        Progress::Waiting => waiting.to_string(),
        Progress::Asking => asking.to_string(),
        Progress::Refused(error) => format!("{refused} {}", words.common.error(&error)),
    };
    let at = outgoing.at;
    let head = move || {
        view! {
            <header class="message-head">
                <span class="message-author">{words.conversation.you}</span>
                <Time at=at />
            </header>
        }
    };
    // As it will stand there once the server has it.
    let body = if is_note {
        view! {
            <p class="note-label"><Icon glyph=Glyph::Note small=true />{words.conversation.internal_note}</p>
            {head()}
            <NoteWords text=outgoing.text.clone() />
        }
        .into_any()
    } else {
        view! {
            {head()}
            <div class="bubble">
                <div class="said">
                    <Going media=outgoing.media.clone() />
                    {(!outgoing.text.is_empty()).then(|| view! { <Words text=outgoing.text.clone() /> })}
                </div>
                <span class="ticks" data-tick="clock" title=words.conversation.going>
                    <Icon glyph=Glyph::Clock small=true />
                    <span class="sr-only">{words.conversation.going}</span>
                </span>
            </div>
        }
        .into_any()
    };
    let (retry, take_back) = ((session.clone(), outgoing.clone()), (session, outgoing.clone()));
    let (retry, take_back) = (StoredValue::new(retry), StoredValue::new(take_back));
    view! {
        <article class="message starts-run" class:ours=!is_note class:note=is_note data-compose-key=outgoing.key>
            {body}
            <Show when=move || stuck.get()>
                <div class="trouble waiting">
                    <p><Icon glyph=Glyph::Alert small=true /><span>{said}</span></p>
                    <Button
                        small=true glyph=Glyph::Send
                        on:click=move |_| retry.with_value(|(session, outgoing)| live.retry(session, outgoing))
                    >
                        {retry_label}
                    </Button>
                    <Button
                        small=true kind=ButtonKind::Quiet
                        on:click=move |_| take_back.with_value(|(session, outgoing)| live.take_back(session, outgoing))
                    >
                        {words.conversation.take_back}
                    </Button>
                </div>
            </Show>
        </article>
    }
}

/// What goes with it, in the boxes it will have.
#[component]
fn Going(media: Vec<Media>) -> impl IntoView {
    let words = &use_words().media;
    let parts = media.into_iter().map(|media| match media.kind() {
        MediaKind::Picture if shows_inline(&media.content_type) => view! {
            <span class="media-box media-picture">
                <img src=address(media.id) alt=words.picture_sent width=media.width height=media.height />
            </span>
        }
        .into_any(),
        kind => {
            let name = move || if media.name.is_empty() { (words.kind)(kind).to_owned() } else { media.name.clone() };
            view! { <p class="media-file"><Icon glyph=Glyph::Paperclip /><span class="clip">{name}</span></p> }
                .into_any()
        }
    });
    let parts = parts.collect::<Vec<_>>();
    (!parts.is_empty()).then(|| view! { <div class="media-parts">{parts}</div> })
}
