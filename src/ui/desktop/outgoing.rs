//! A text that was written here and that the server does not have yet.

use leptos::prelude::*;

use super::{
    mention::NoteWords,
    message::{Time, Words},
};
use crate::ui::{
    live::{Mode, Outgoing, Progress, Session, use_live},
    widgets::{Button, ButtonKind, Glyph, Icon},
    words::use_words,
};

#[component]
pub(super) fn OutgoingView(session: Session, outgoing: Outgoing) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let progress = RwSignal::from(outgoing.progress.clone());
    let stuck = Memo::new(move |_| progress.get() != Progress::Going);
    let said = move || match progress.get() {
        Progress::Going => String::new(),
        Progress::Waiting => words.conversation.waiting.to_owned(),
        Progress::Asking => words.conversation.asking.to_owned(),
        Progress::Refused(error) => format!("{} {}", words.conversation.refused, words.common.error(&error)),
    };
    let is_note = outgoing.mode == Mode::Note;
    let body = if is_note {
        view! {
            <p class="note-label"><Icon glyph=Glyph::Note small=true />{words.conversation.internal_note}</p>
            <NoteWords text=outgoing.text.clone() />
        }
        .into_any()
    } else {
        view! {
            <div class="bubble">
                <Words text=outgoing.text.clone() />
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
            <header class="message-head">
                <span class="message-author">{words.conversation.you}</span>
                <Time at=outgoing.at />
            </header>
            {body}
            <Show when=move || stuck.get()>
                <div class="trouble waiting">
                    <p><Icon glyph=Glyph::Alert small=true /><span>{said}</span></p>
                    <Button
                        small=true glyph=Glyph::Send
                        on:click=move |_| retry.with_value(|(session, outgoing)| live.retry(session, outgoing))
                    >
                        {words.conversation.retry}
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
