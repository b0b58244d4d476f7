//! The requests, above everything at the top right (on a phone from below). They never take the focus: a key gives it
//! (see `keys`), then A accepts and R rejects.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::card::{OfferCard, answer_accept, answer_reject};
use crate::{
    domain::{OfferId, Timestamp},
    ui::{
        browser,
        keys::{self, Act, Place, shown, use_keys},
        live::{Live, use_live},
        widgets::{For, Pick, use_notices},
        words::use_words,
    },
};
use leptos_router::hooks::use_navigate;

/// For how long nothing is answered after others moved what there is to answer, ms: it was meant for another card.
const SETTLES: i64 = 600;
/// After how long somebody has seen that they moved, and how long his pointer rests before it goes for what it means, ms; and
/// how far it goes, CSS px.
const SEEN: i64 = 250;
const REST: i64 = 80;
const MEANT: i32 = 24;
/// The id of what stands beside the requests.
const CONTENT: &str = "content";

/// Where the focus goes when the card that had it goes. Copies are the same thing.
#[derive(Clone, Copy)]
pub(super) struct StackFocus {
    stack: NodeRef<html::Section>,
    /// The card that has it.
    focused: RwSignal<Option<OfferId>>,
    /// The id of what had the focus before the stack; empty where it had none.
    came_from: StoredValue<String>,
    /// The card that was accepted last.
    accepting: StoredValue<Option<OfferId>>,
    /// When others last moved the focus or the cards, and the newest card that could be answered then.
    moved: StoredValue<(Timestamp, Option<OfferId>)>,
    pointer: StoredValue<Pointer>,
}

/// Where somebody goes with his pointer after he has seen the cards move.
#[derive(Clone, Copy, Default)]
enum Pointer {
    #[default]
    Unseen,
    /// When it moved last, on its way to where the cards were.
    Goes(Timestamp),
    From(i32, i32),
    Aims,
}

impl StackFocus {
    /// What is on the other side of a change of the focus, when that is outside of the stack.
    fn outside(self, event: &ev::FocusEvent) -> Option<web_sys::HtmlElement> {
        let other = event.related_target()?.dyn_into::<web_sys::HtmlElement>().ok()?;
        Some(other).filter(|other| self.stack.get_untracked().is_some_and(|stack| !stack.contains(Some(other))))
    }

    fn entered(self, event: &ev::FocusEvent) {
        if let Some(from) = self.outside(event) {
            self.came_from.set_value(from.id());
        }
    }

    /// The person took the focus away. A card that goes with the focus in it is no longer among the offers.
    fn left(self, live: Live, event: &ev::FocusEvent) {
        let held = self.focused.get_untracked();
        let is_there = live.offers.with_untracked(|cards| cards.iter().any(|card| Some(card.offer.id) == held));
        if is_there && (event.related_target().is_none() || self.outside(event).is_some()) {
            self.focused.set(None);
            self.came_from.set_value(String::new());
        }
    }

    /// It has just got the focus or another place, by somebody else's doing.
    fn settles(self, id: OfferId) -> bool {
        let (at, newest) = self.moved.get_value();
        Some(id) <= newest && browser::now().since(at) < SETTLES
    }

    /// A click that was meant for this card, or a key that was: those have no count.
    pub(super) fn is_meant(self, id: OfferId, event: &ev::MouseEvent) -> bool {
        let aims = event.detail() > 0 && matches!(self.pointer.get_value(), Pointer::Aims);
        aims || !self.settles(id)
    }

    fn points(self, event: &ev::MouseEvent) {
        let (now, x, y) = (browser::now(), event.client_x(), event.client_y());
        let has_seen = now.since(self.moved.get_value().0) >= SEEN;
        self.pointer.update_value(|pointer| {
            *pointer = match *pointer {
                Pointer::Goes(last) if !has_seen || now.since(last) < REST => Pointer::Goes(now),
                Pointer::Unseen if !has_seen => Pointer::Goes(now),
                Pointer::Unseen | Pointer::Goes(_) => Pointer::From(x, y),
                Pointer::From(from_x, from_y) if (x - from_x).abs() + (y - from_y).abs() >= MEANT => Pointer::Aims,
                same => same,
            }
        });
    }

    pub(super) fn accepts(self, id: OfferId) {
        self.accepting.set_value(Some(id));
    }

    /// A button of this card was pressed and is switched off: its card keeps the focus. After a click it goes back to where
    /// somebody was writing, or the next letters would answer requests.
    pub(super) fn pressed(self, id: OfferId, event: &ev::MouseEvent) {
        if event.detail() == 0 {
            self.to_card(id);
        } else {
            browser::focus_id(&self.came_from.get_value());
        }
    }

    /// Its buttons, one of which may have the focus, are about to be switched off.
    fn to_card(self, id: OfferId) {
        let head = browser::by_id(&format!("offer-{id}"));
        let card = head.and_then(|head| head.closest(".offer").ok().flatten());
        if let Some(card) = card.and_then(|card| card.dyn_into().ok()) {
            browser::focus(&card);
        }
    }

    /// A card with `at` others before it can't be answered any more, and takes the focus along, unless somebody has put it
    /// elsewhere meanwhile: the next card gets it (not its button, which a key that is held or meant for the first one would
    /// press), else what had it before the stack. That comes a moment later when `others` took the card: an Enter meant for it
    /// would send what is being written.
    fn pass_on(self, at: usize, from: String, others: bool) {
        let goes = |it: web_sys::HtmlElement| {
            it.tag_name() == "BODY" || it.closest(".offer.over, .offer.held").is_ok_and(|card| card.is_some())
        };
        let Some(stack) = self.stack.try_get_untracked().flatten() else { return };
        if !browser::focused().is_none_or(goes) {
            return;
        }
        self.came_from.set_value(from.clone());
        let next = browser::all(&stack, ".offer:not(.over, .held)");
        match next.get(at).or(next.last()).cloned().and_then(|next| next.dyn_into().ok()) {
            Some(next) => browser::focus(&next),
            None if others && browser::focus_id(CONTENT) => browser::after(SETTLES as u32, move || {
                if browser::focused().is_some_and(|it| it.id() == CONTENT) {
                    go_back(&from);
                }
            }),
            None => go_back(&from),
        }
    }
}

fn go_back(from: &str) {
    let _ = browser::focus_id(from) || browser::focus_id("composer") || browser::focus_id(CONTENT);
}

#[component]
pub fn OfferStack() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let navigate = StoredValue::new(use_navigate());
    let stack = NodeRef::<html::Section>::new();
    let focused = RwSignal::new(None::<OfferId>);
    let focus = StackFocus {
        stack,
        focused,
        came_from: StoredValue::new(String::new()),
        accepting: StoredValue::new(None),
        moved: StoredValue::new((Timestamp(0), None)),
        pointer: StoredValue::new(Pointer::Unseen),
    };
    provide_context(focus);

    use_keys().on(Act::Requests, move || match stack.get_untracked() {
        Some(stack) if untrack(|| live.pending_offers()) > 0 => {
            browser::focus_among(&stack, ".offer", Pick::First);
            true
        }
        _ => false,
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        let Some(act) = keys::pressed(&event, Place::Requests).filter(|_| !event.repeat()) else { return };
        let card = live.offers.with_untracked(|cards| {
            let open = |card: &&crate::ui::live::Card| card.end.with_untracked(Option::is_none);
            let of_focus = cards.iter().filter(open).find(|card| Some(card.offer.id) == focused.get_untracked());
            of_focus.or_else(|| cards.iter().find(open)).cloned()
        });
        match (act, card, stack.get_untracked()) {
            (Act::Accept | Act::Reject, Some(card), _) if focus.settles(card.offer.id) => {}
            (Act::Accept, Some(card), _) => {
                focus.to_card(card.offer.id);
                focus.accepts(card.offer.id);
                navigate.with_value(|go| answer_accept(live, notices, words, card, go.clone()))
            }
            (Act::Reject, Some(card), _) => {
                focus.to_card(card.offer.id);
                answer_reject(live, notices, words, card);
            }
            (Act::Next, _, Some(stack)) => browser::focus_among(&stack, ".offer", Pick::Next),
            (Act::Previous, _, Some(stack)) => browser::focus_among(&stack, ".offer", Pick::Previous),
            _ => return,
        }
        event.prevent_default();
    };
    // Which cards there are, and whether each is over.
    Effect::new(move |before: Option<Vec<(OfferId, bool)>>| {
        let now: Vec<(OfferId, bool)> = live
            .offers
            .with(|cards| cards.iter().map(|card| (card.offer.id, card.end.with_untracked(Option::is_some))).collect());
        let before = before.unwrap_or_default();
        let is_there = |held: OfferId| now.iter().any(|(id, _)| *id == held);
        // One that was over goes, and those after it move up.
        let mut moved = before.iter().any(|(id, over)| *over && !is_there(*id));
        if let Some(held) = focused.get_untracked()
            && let Some(at) = before.iter().position(|(id, _)| *id == held)
            && !now.contains(&before[at])
        {
            focused.set(None);
            // Where it was accepted, the conversation takes the focus.
            moved |= is_there(held);
            if is_there(held) || before[at].1 || focus.accepting.get_value() != Some(held) {
                let at = before[..at].iter().filter(|(id, _)| now.contains(&(*id, false))).count();
                // Read before the browser notices that what had the focus is hidden.
                let from = focus.came_from.get_value();
                let others = is_there(held);
                browser::after(0, move || focus.pass_on(at, from, others));
            }
        }
        if moved {
            let newest = now.iter().filter(|(_, over)| !over).map(|(id, _)| *id).max();
            focus.moved.set_value((browser::now(), newest));
            focus.pointer.set_value(Pointer::Unseen);
        }
        now
    });
    let count = Memo::new(move |_| live.offers.with(Vec::len));
    let announced = move || {
        live.offers.with(|cards| {
            let newest = cards.iter().rev().find(|card| card.end.with(Option::is_none));
            newest.map(|card| {
                (words.offers.announce)(
                    &card.offer.contact_name,
                    &card.offer.account_name,
                    &shown(Act::Requests, words),
                )
            })
        })
    };
    view! {
        <p class="sr-only" role="status" aria-live="polite">{announced}</p>
        <section
            class="offers" aria-label=words.offers.stack node_ref=stack hidden=move || count.get() == 0
            on:keydown=on_keydown on:focusin=move |event| focus.entered(&event)
            on:focusout=move |event| focus.left(live, &event) on:mousemove=move |event| focus.points(&event)
        >
            <header class="offers-head">
                <h2>{move || (words.offers.several)(count.get())}</h2>
                <kbd>{move || shown(Act::Requests, words)}</kbd>
            </header>
            <ul class="offers-list">
                <For each=move || live.offers.get() key=|card| card.offer.id let:card>
                    <li><OfferCard card=card focused=focused /></li>
                </For>
            </ul>
        </section>
    }
}
