//! Where the agent writes. Enter sends, Shift Enter breaks the line; the draft is kept with every key.

mod canned;
pub(super) mod counter;
mod emoji;
mod gap;
mod pen;
mod room;

use leptos::{ev, html, prelude::*};

use super::{
    attaching::{AttachButton, AttachedList, Attaching},
    mention::{MentionList, Mentioning, list_id},
    send_later::{OtherWays, SendDespite, SendLater},
    shortcuts::COMPOSER,
    stale::{StaleDialog, StaleQuestion},
};
use crate::{
    domain::{
        interaction::{Interaction, State},
        message::LONGEST_TEXT,
        segments::mend,
    },
    ui::{
        browser,
        clock::{Clock, use_clock},
        desktop::DesktopExtra,
        extras::{Extra, ExtraDialog},
        keys::{self, Act, Place, use_keys},
        live::{Link, Mode, Session, use_live},
        new_sms::{quiet_until, use_outlook},
        widgets::{Glyph, Icon, Show},
        words::{Words, use_words},
    },
};
pub(in crate::ui) use canned::Picker;
pub(super) use canned::PickerList;
use canned::{PickerButton, PickerView};
use counter::{Counter, WARN_ABOVE};
pub(super) use emoji::EmojiPanel;
use emoji::EmojiPicker;
use gap::{GapNote, first_gap};
pub(in crate::ui) use pen::Pen;

#[component]
pub(super) fn Composer(session: Session) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let clock = use_clock();
    let node = NodeRef::<html::Textarea>::new();
    let draft = RwSignal::from(session.draft.clone());
    let mode = RwSignal::from(session.mode.clone());
    let facts = RwSignal::from(session.facts.clone());
    let pen = Pen { node, draft };
    let picker = Picker::new(pen, facts);
    let question = StaleQuestion::new(&session);
    let attaching = Attaching::new(&session);
    let session = StoredValue::new(session);

    let name = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));
    let is_note = Memo::new(move |_| mode.get() == Mode::Note);
    // Why nothing may leave for this customer now, and until when.
    let wanted = RwSignal::new(false);
    let outlook = use_outlook(session.with_value(|session| session.id), wanted.into());
    Effect::new(move || {
        let account = facts.with(|it| it.as_ref().and_then(|it| live.account(it.account)));
        if account.is_some_and(|account| account.quiet_hours) {
            wanted.set(true);
        }
    });
    let obstacle = Memo::new(move |_| {
        let facts = facts.get()?;
        if facts.opted_out_at.is_some() {
            return Some(words.later.opted_out_composer.to_string());
        }
        let outlook = outlook.get()?;
        let until = quiet_until(&outlook, facts.last_inbound_at, clock.now()?)?;
        let time = browser::time_in_zone(until, &outlook.zone.name, *words.common.lang);
        Some((words.later.quiet_composer)(&time))
    });
    let chars = Memo::new(move |_| draft.with(|draft| draft.trim().chars().count() as i64));
    let account = Memo::new(move |_| facts.with(|it| it.as_ref().and_then(|it| live.account(it.account))));
    let limit = Memo::new(move |_| {
        account.with(|it| it.as_ref().map_or(LONGEST_TEXT, |it| it.max_chars.min(LONGEST_TEXT))) as i64
    });
    let warn_above = Memo::new(move |_| account.with(|it| it.as_ref().map_or(WARN_ABOVE, |it| it.warn_messages)));
    let not_his = Memo::new(move |_| match (is_note.get(), facts.get()) {
        (false, Some(facts)) => refusal(&facts, live.me.with(|me| me.id), clock, words),
        _ => None,
    });
    let obstacle = Memo::new(move |_| obstacle.get().filter(|_| !is_note.get() && not_his.with(Option::is_none)));
    let refusal = Memo::new(move |_| not_his.get().or_else(|| obstacle.get()));
    let too_long =
        Memo::new(move |_| (chars.get() > limit.get()).then(|| (words.composer.too_long)(chars.get(), limit.get())));
    let may_send = Memo::new(move |_| {
        (chars.get() > 0 || attaching.any.get())
            && attaching.hold.with(Option::is_none)
            && too_long.with(Option::is_none)
            && refusal.with(Option::is_none)
    });

    // A note may show how an answer is written; a customer never gets one half filled in.
    let gap = Memo::new(move |_| if is_note.get() { None } else { draft.with(|draft| first_gap(draft)) });

    let ways = OtherWays::new(session.get_value(), outlook, wanted);
    let has_text = Memo::new(move |_| chars.get() > 0 && too_long.with(Option::is_none));
    let may_schedule = Memo::new(move |_| {
        let opted_out = facts.with(|it| it.as_ref().is_some_and(|it| it.opted_out_at.is_some()));
        // Files leave at once, with the reply they are attached to.
        has_text.get() && !attaching.any.get() && !is_note.get() && !opted_out && not_his.with(Option::is_none)
    });
    let remember = move || session.with_value(|session| live.remember_draft(session));
    let mentioning = Mentioning::new(draft, node, is_note.into());
    let send = move || {
        if !may_send.get_untracked() || (!is_note.get_untracked() && question.holds_back()) {
            return;
        }
        if let Some((_, range)) = gap.get_untracked() {
            return pen.select(range);
        }
        let text = draft.with_untracked(|draft| draft.trim().to_owned());
        session.with_value(|session| live.send(session, mode.get_untracked(), text));
        draft.set(String::new());
        remember();
        // Another window shows it as long as it is not told.
        live.save_drafts();
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        // While a word is being composed (Japanese, Chinese …) Enter takes the word; Safari says so only by the code 229.
        let composing = event.is_composing() || event.key_code() == 229;
        if !composing && picker.takes(&event) {
            return;
        }
        if mentioning.on_key(&event) {
            return remember();
        }
        if keys::pressed(&event, Place::Composer) == Some(Act::Send) {
            event.prevent_default();
            // A key held down sends once.
            if !event.repeat() {
                send();
            }
        }
    };
    let switch = move |to: Mode| {
        session.with_value(|session| live.switch_mode(session, to));
        if let Some(node) = node.get_untracked() {
            let _ = node.focus();
        }
    };
    use_keys().on(Act::Mode, move || {
        switch(if is_note.get_untracked() { Mode::Reply } else { Mode::Note });
        true
    });
    Effect::new(move || {
        if let Some(node) = node.get()
            && live.has_settled()
            && !browser::has_coarse_pointer()
        {
            let _ = node.focus();
        }
    });
    let label = move || {
        if is_note.get() { words.composer.note_label.to_string() } else { (words.composer.reply_label)(&name.get()) }
    };
    let placeholder = move || {
        if is_note.get() {
            words.composer.note_placeholder.to_string()
        } else {
            (words.composer.reply_placeholder)(&name.get())
        }
    };
    let hint = move || if is_note.get() { words.composer.hint_note } else { words.composer.hint };
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
            <PickerView picker=picker />
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
                <div class="composer-tools">
                    <AttachButton attaching=attaching />
                    <PickerButton picker=picker />
                    <EmojiPicker pen=pen />
                </div>
            </div>
            <AttachedList attaching=attaching />
            <div class="composer-row">
                <div class="composer-text" data-text=move || draft.get()>
                    <textarea
                        id=COMPOSER rows="1" node_ref=node aria-label=label placeholder=placeholder
                        aria-describedby="composer-refusal" dir="auto" enterkeyhint="send"
                        aria-autocomplete="list" aria-haspopup="listbox" aria-controls=move || if mentioning.is_open() { Some(list_id()) } else { picker.list_id() }
                        aria-activedescendant=move || mentioning.chosen_id().or_else(|| picker.active_id())
                        prop:value=move || draft.get()
                        on:input:target=move |event| {
                            draft.set(event.target().value());
                            remember();
                            picker.look();
                            mentioning.look();
                        }
                        on:keydown=on_keydown
                        on:keyup=move |event| if event.key().starts_with("Arrow") {
                            picker.look();
                            mentioning.look();
                        }
                        on:click=move |_| {
                            picker.look();
                            mentioning.look();
                        }
                        on:blur=move |_| {
                            picker.close();
                            live.save_drafts();
                        }
                    ></textarea>
                    <MentionList mentioning=mentioning />
                </div>
                <Show when=move || !is_note.get()>
                    <SendLater ways=ways ready=may_schedule />
                </Show>
                <button
                    type="submit" class="button primary" disabled=move || !may_send.get() title=move || hint().to_string()
                >
                    <Icon glyph=Signal::derive(move || if is_note.get() { Glyph::Check } else { Glyph::Send }) />
                    <span class="composer-send">{send_label}</span>
                </button>
            </div>
            <div class="composer-foot">
                <p id="composer-refusal" class="composer-refusal" class:wrong=move || too_long.with(Option::is_some) role="status">
                    {move || refusal.get().or_else(|| too_long.get()).or_else(|| attaching.hold.get().map(String::from))}
                </p>
                <GapNote gap=gap pen=pen />
                <SendDespite ways=ways ready=has_text obstacle=obstacle />
                <Show when=move || { !is_note.get() && refusal.with(Option::is_none) && chars.get() > 0 }
                    fallback=move || view! { <p class="composer-hint soft">{move || refusal.with(Option::is_none).then(hint)}</p> }
                >
                    <Counter
                        draft=draft.into() limit=limit.into() warn_above=warn_above.into()
                        mend=Callback::new(move |()| {
                            draft.update(|draft| *draft = mend(draft));
                            remember();
                            // What was clicked is gone.
                            browser::focus_id(COMPOSER);
                        })
                    />
                </Show>
            </div>
        </form>
        <ExtraDialog
            asked=ways.asked() abandon=Callback::new(move |()| ways.abandon())
            extra=Extra::Desktop(DesktopExtra::OtherWays { ways: Box::new(ways), obstacle })
        />
        <StaleDialog question=question send=Callback::new(move |()| send()) />
    }
}

/// Why this person can't answer the customer now, in words. The server decides again.
fn refusal(facts: &Interaction, me: crate::domain::UserId, clock: Clock, words: &Words) -> Option<String> {
    if facts.state == State::Closed {
        let until = facts.reopens_until.filter(|until| clock.now().is_none_or(|now| now < *until));
        return Some(match until {
            Some(until) => (words.composer.session_may_reopen)(&clock.when(until, words)),
            None => words.composer.session_closed.to_string(),
        });
    }
    if facts.owner != Some(me) {
        let owner = facts.owner_name.as_ref();
        return Some(
            owner.map_or_else(|| words.composer.no_owner.to_string(), |owner| (words.composer.not_owner)(owner)),
        );
    }
    (!facts.peer.can_be_answered()).then(|| (words.composer.cannot_answer)(facts.peer.as_str()))
}
