//! Where the agent writes. Enter sends, Shift Enter breaks the line; the draft is kept with every key.

use leptos::{ev, html, prelude::*};

use super::{
    attaching::{AttachButton, AttachedList, Attaching},
    counter::Counter,
};
use crate::{
    domain::{
        interaction::{Interaction, State},
        message::LONGEST_TEXT,
        segments::mend,
    },
    ui::{
        browser,
        live::{Link, Mode, Session, use_live},
        widgets::{Glyph, Icon},
        words::{Words, use_words},
    },
};

#[component]
pub(super) fn Composer(session: Session) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let node = NodeRef::<html::Textarea>::new();
    let draft = RwSignal::from(session.draft.clone());
    let mode = RwSignal::from(session.mode.clone());
    let facts = RwSignal::from(session.facts.clone());
    let attaching = Attaching::new(&session);
    let session = StoredValue::new(session);

    let name = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));
    let is_note = Memo::new(move |_| mode.get() == Mode::Note);
    let chars = Memo::new(move |_| draft.with(|draft| draft.trim().chars().count() as i64));
    let limit = Memo::new(move |_| {
        let account = facts.with(|it| it.as_ref().and_then(|it| live.account_of(it)));
        account.map_or(LONGEST_TEXT, |account| account.max_chars.min(LONGEST_TEXT)) as i64
    });
    let refusal = Memo::new(move |_| match (is_note.get(), facts.get()) {
        (false, Some(facts)) => refusal(&facts, live.me.with(|me| me.id), words),
        _ => None,
    });
    let too_long =
        Memo::new(move |_| (chars.get() > limit.get()).then(|| (words.composer.too_long)(chars.get(), limit.get())));
    let may_send = Memo::new(move |_| {
        (chars.get() > 0 || attaching.any.get())
            && attaching.hold.with(Option::is_none)
            && too_long.with(Option::is_none)
            && refusal.with(Option::is_none)
    });

    let remember = move || session.with_value(|session| live.remember_draft(session));
    let send = move || {
        if !may_send.get_untracked() {
            return;
        }
        let text = draft.with_untracked(|draft| draft.trim().to_owned());
        session.with_value(|session| live.send(session, mode.get_untracked(), text));
        attaching.sent();
        draft.set(String::new());
        remember();
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        // While a word is being composed (Japanese, Chinese …) Enter takes the word; Safari says so only by the code 229.
        let composing = event.is_composing() || event.key_code() == 229;
        if event.key() == "Enter" && !event.shift_key() && !composing {
            event.prevent_default();
            // A key held down sends once.
            if !event.repeat() {
                send();
            }
        }
    };
    let switch = move |to: Mode| {
        mode.set(to);
        remember();
        if let Some(node) = node.get_untracked() {
            let _ = node.focus();
        }
    };
    Effect::new(move || {
        if let Some(node) = node.get()
            && live.has_settled()
            && !browser::has_coarse_pointer()
        {
            let _ = node.focus();
        }
    });
    let label = move || {
        if is_note.get() { words.composer.note_label.to_owned() } else { (words.composer.reply_label)(&name.get()) }
    };
    let placeholder = move || {
        if is_note.get() {
            words.composer.note_placeholder.to_owned()
        } else {
            (words.composer.reply_placeholder)(&name.get())
        }
    };
    let send_label = move || if is_note.get() { words.composer.save_note } else { words.composer.send };
    view! {
        <form
            class="composer" class:noting=move || is_note.get() aria-label=words.composer.region
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
            on:paste=move |event| attaching.on_paste(&event)
            on:dragover=move |event| attaching.on_dragover(&event)
            on:dragleave=move |_| attaching.over.set(false)
            on:drop=move |event| attaching.on_drop(&event)
        >
            <Show when=move || live.link.get() == Link::Offline>
                <p class="composer-warning"><Icon glyph=Glyph::LinkOff small=true />{words.composer.stale}</p>
            </Show>
            <div class="composer-modes" role="group" aria-label=words.composer.mode>
                <button
                    type="button" class="composer-mode" aria-pressed=move || if is_note.get() { "false" } else { "true" }
                    on:click=move |_| switch(Mode::Reply)
                >
                    {words.composer.reply}
                </button>
                <button
                    type="button" class="composer-mode" aria-pressed=move || if is_note.get() { "true" } else { "false" }
                    on:click=move |_| switch(Mode::Note)
                >
                    <Icon glyph=Glyph::Note small=true />
                    {words.composer.note}
                </button>
            </div>
            <AttachedList attaching=attaching />
            <div class="composer-row">
                <AttachButton attaching=attaching />
                <div class="composer-text" data-text=move || draft.get()>
                    <textarea
                        id="composer" rows="1" node_ref=node aria-label=label placeholder=placeholder
                        aria-describedby="composer-refusal" dir="auto" enterkeyhint="send"
                        prop:value=move || draft.get()
                        on:input:target=move |event| {
                            draft.set(event.target().value());
                            remember();
                        }
                        on:keydown=on_keydown
                    ></textarea>
                </div>
                <button
                    type="submit" class="button primary" disabled=move || !may_send.get() title=words.composer.hint
                >
                    <Icon glyph=Signal::derive(move || if is_note.get() { Glyph::Check } else { Glyph::Send }) />
                    <span class="composer-send">{send_label}</span>
                </button>
            </div>
            <div class="composer-foot">
                <p id="composer-refusal" class="composer-refusal" role="status">
                    {move || refusal.get().or_else(|| too_long.get()).or_else(|| attaching.hold.get().map(str::to_owned))}
                </p>
                <Show when=move || { !is_note.get() && refusal.with(Option::is_none) && chars.get() > 0 }
                    fallback=move || view! { <p class="composer-hint soft">{words.composer.hint}</p> }
                >
                    <Counter
                        draft=draft.into() limit=limit.into()
                        mend=Callback::new(move |()| {
                            draft.update(|draft| *draft = mend(draft));
                            remember();
                        })
                    />
                </Show>
            </div>
        </form>
    }
}

/// Why this person can't answer the customer now, in words. The server decides again.
fn refusal(facts: &Interaction, me: crate::domain::UserId, words: &Words) -> Option<String> {
    if facts.state == State::Closed {
        return Some(words.composer.session_closed.to_owned());
    }
    if facts.owner != Some(me) {
        let owner = facts.owner_name.as_ref();
        return Some(
            owner.map_or_else(|| words.composer.no_owner.to_owned(), |owner| (words.composer.not_owner)(owner)),
        );
    }
    (!facts.peer.can_be_answered()).then(|| (words.composer.cannot_answer)(facts.peer.as_str()))
}
