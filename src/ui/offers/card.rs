//! One request: who, where, what, how long still, and the two answers.

use leptos::{ev, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::stack::StackFocus;
use crate::{
    api::{
        AppError,
        desktop::{accept, reject},
    },
    domain::{OfferId, offer::Claim},
    ui::{
        browser,
        clock::use_clock,
        live::{Card, CardEnd, Link, Live, path_of, use_live},
        widgets::{Badge, Button, ButtonKind, Glyph, Icon, Notices, Show, Tone, use_notices},
        words::{Words, use_words},
    },
};

/// Clicking Accept: the session opens, or the card says who was faster.
pub(super) fn answer_accept(
    live: Live,
    notices: Notices,
    words: &'static Words,
    card: Card,
    navigate: impl Fn(&str, NavigateOptions) + 'static,
) {
    if card.busy.get_untracked() {
        return;
    }
    card.busy.set(true);
    spawn_local(async move {
        let offer = card.offer.id;
        match accept(offer).await {
            Ok(Claim::Won { interaction }) => {
                live.drop_card(offer);
                navigate(&path_of(interaction), NavigateOptions::default());
            }
            Ok(Claim::TakenBy { name }) => live.end_card(offer, CardEnd::TakenBy(name)),
            Ok(Claim::Gone) => live.end_card(offer, CardEnd::Gone),
            Ok(Claim::Full { capacity }) => {
                card.busy.set(false);
                notices.say((words.offers.full)(capacity));
            }
            Err(AppError::Unauthenticated) => browser::go("/sign-in"),
            Err(error) => {
                card.busy.set(false);
                notices.say(format!("{} {}", words.offers.accept_failed, words.common.error(&error)));
            }
        }
    });
}

/// Clicking Reject: it goes on to a colleague.
pub(super) fn answer_reject(live: Live, notices: Notices, words: &'static Words, card: Card) {
    if card.busy.get_untracked() {
        return;
    }
    card.busy.set(true);
    spawn_local(async move {
        match reject(card.offer.id).await {
            Ok(()) => live.drop_card(card.offer.id),
            Err(AppError::Unauthenticated) => browser::go("/sign-in"),
            Err(error) => {
                card.busy.set(false);
                notices.say(format!("{} {}", words.offers.reject_failed, words.common.error(&error)));
            }
        }
    });
}

#[component]
pub(super) fn OfferCard(card: Card, focused: RwSignal<Option<OfferId>>) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let clock = use_clock();
    let navigate = use_navigate();
    let Card { offer, end, busy } = card.clone();
    let id = offer.id;

    let total = offer.due_at.since(offer.offered_at).max(1);
    let due = offer.due_at;
    let left = Memo::new(move |_| clock.now().map_or(total, |now| due.since(now).clamp(0, total)));
    let seconds = move || (left.get() + 999) / 1_000;
    let gone = move || (100 * (total - left.get()) / total).to_string();

    let ran_out = Memo::new(move |_| left.get() == 0 && live.link.get() != Link::Live);
    let timed = card.clone();
    Effect::new(move || live.ran_out(&timed, ran_out.get()));
    let (ended, waits, asks) = (end.clone(), end.clone(), end);
    let (accepting, rejecting) = (card.clone(), card);
    let focus: StackFocus = expect_context();
    let on_accept = move |event: ev::MouseEvent| {
        if !focus.is_meant(id, &event) {
            return;
        }
        focus.pressed(id, &event);
        focus.accepts(id);
        answer_accept(live, notices, words, accepting.clone(), navigate.clone());
    };
    let on_reject = move |event: ev::MouseEvent| {
        if !focus.is_meant(id, &event) {
            return;
        }
        focus.pressed(id, &event);
        answer_reject(live, notices, words, rejecting.clone());
    };
    let said = move || match ended.get() {
        Some(CardEnd::TakenBy(name)) => (words.offers.taken_by)(&name),
        Some(CardEnd::TimedOut) => words.offers.timed_out.to_string(),
        Some(CardEnd::Full(capacity)) => (words.offers.full)(capacity),
        Some(CardEnd::Gone) => words.offers.gone.to_string(),
        Some(CardEnd::RanOut) => words.offers.ran_out.to_string(),
        None => String::new(),
    };
    let held = Memo::new(move |_| asks.get() == Some(CardEnd::RanOut));
    let over = Memo::new(move |_| !held.get() && waits.get().is_some());
    let unable = Signal::derive(move || busy.get() || held.get());
    let end_id = format!("offer-{id}-end");
    let (accept_why, reject_why) = (end_id.clone(), end_id.clone());
    let number = (offer.peer != offer.contact_name).then(|| offer.peer.clone());
    let queue = offer
        .queue_name
        .clone()
        .map_or_else(|| offer.account_name.clone(), |queue| format!("{} · {queue}", offer.account_name));
    // A picture may come without words.
    let silent = offer.first_words.trim().is_empty();
    let first_words = words.media.no_text.unless(Some(offer.first_words.clone()).filter(|_| !silent));
    let (accepted, rejected) = (offer.contact_name.clone(), offer.contact_name.clone());
    view! {
        <article
            class="offer" tabindex="-1" aria-labelledby=format!("offer-{id}") class:over=move || over.get()
            class:held=move || held.get()
            on:focusin=move |_| focused.set(Some(id))
        >
            <header class="offer-head">
                <div class="grow">
                    <h2 class="clip" dir="auto" id=format!("offer-{id}")>{offer.contact_name.clone()}</h2>
                    <p class="offer-where"><Badge tone=Tone::Key>{offer.account_key.clone()}</Badge><span class="clip">{queue}</span></p>
                    {number.map(|number| view! { <p class="soft">{number}</p> })}
                </div>
                <div class="ring" role="timer" aria-label=move || (words.offers.seconds_left)(seconds()) class:short=move || { left.get() < 10_000 }>
                    <svg viewBox="0 0 36 36" aria-hidden="true" focusable="false">
                        <circle class="ring-ground" cx="18" cy="18" r="15.5"></circle>
                        <circle
                            class="ring-left" cx="18" cy="18" r="15.5" pathLength="100" stroke-dasharray="100"
                            stroke-dashoffset=gone transform="rotate(-90 18 18)"
                        ></circle>
                    </svg>
                    <span aria-hidden="true">{seconds}</span>
                </div>
            </header>
            {offer.transfer.clone().map(|transfer| { let (from, queue) = (transfer.from.clone(), offer.queue_name.clone()); view! {
                <div class="offer-transfer">
                    <p><Icon glyph=Glyph::Users small=true />{move || (words.hands.card)(&from, queue.as_deref())}</p>
                    {(!transfer.note.is_empty()).then(|| view! { <p class="offer-note">{transfer.note}</p> })}
                </div>
            }})}
            <p class="offer-words">{first_words}</p>
            <div class="offer-answers" hidden=move || over.get()>
                <Button
                    kind=ButtonKind::Primary disabled=unable on:click=on_accept attr:aria-describedby=accept_why
                    attr:aria-label=move || (words.offers.accept_label)(&accepted) attr:aria-keyshortcuts="A"
                >
                    {words.offers.accept} <kbd>"A"</kbd>
                </Button>
                <Button
                    disabled=unable on:click=on_reject attr:aria-describedby=reject_why
                    attr:aria-label=move || (words.offers.reject_label)(&rejected) attr:aria-keyshortcuts="R"
                >
                    {words.offers.reject} <kbd>"R"</kbd>
                </Button>
            </div>
            <p class="offer-end" id=end_id role="status"><Show when=move || over.get() || held.get()><Icon glyph=Glyph::Info small=true /></Show>{said}</p>
        </article>
    }
}
