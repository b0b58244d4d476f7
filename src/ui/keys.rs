//! All keys, in one table: what handlers ask and what the sheet shows, so that the sheet can't lie.
//!
//! Keys that work everywhere are heard once, at the window, and passed on to whoever said what they do
//! ([`Keys::on`]); keys of one place are asked for by its own handler ([`pressed`]).

use std::sync::Arc;

use leptos::{ev, prelude::*};

use super::{browser, words::Words};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    Help,
    Palette,
    Requests,
    /// The first to ninth session.
    Session,
    NextSession,
    PreviousSession,
    Transfer,
    CloseSession,
    Composer,
    Mode,
    Mentions,
    NewSms,
    Accept,
    Reject,
    Next,
    Previous,
    First,
    Last,
    CloseTab,
    Send,
    BreakLine,
    Mention,
    Canned,
    /// What was changed in a form.
    Save,
    FollowUp,
    Choose,
    Leave,
    /// A row: to be acted on together with others.
    Select,
    SelectTo,
    Deselect,
    Open,
}

/// Where a key does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Anywhere,
    OutsideFields,
    Requests,
    Tabs,
    Composer,
    Lists,
    Rows,
    Forms,
}

impl Place {
    pub const ALL: [Place; 8] = [
        Place::Anywhere,
        Place::OutsideFields,
        Place::Requests,
        Place::Tabs,
        Place::Composer,
        Place::Lists,
        Place::Rows,
        Place::Forms,
    ];
}

/// What is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stroke {
    /// A sign or a named key, wherever the keyboard has it, with Shift or without.
    Key(&'static str),
    /// The same, with Shift held.
    Shift(&'static str),
    /// With Ctrl, on a Mac with Command.
    Command(&'static str),
    /// With Alt; by the place of the key, because Alt changes its sign on a Mac.
    Alt(&'static str),
    /// With Alt, the digits 1 to 9.
    AltDigit,
}

pub struct Key {
    pub act: Act,
    pub place: Place,
    pub strokes: &'static [Stroke],
}

use Stroke::{Alt, AltDigit, Command, Key as Plain, Shift};

const fn key(act: Act, place: Place, strokes: &'static [Stroke]) -> Key {
    Key { act, place, strokes }
}

/// The table.
pub const KEYS: &[Key] = &[
    key(Act::Palette, Place::Anywhere, &[Command("k")]),
    key(Act::Requests, Place::Anywhere, &[Alt("KeyO")]),
    key(Act::Session, Place::Anywhere, &[AltDigit]),
    key(Act::NextSession, Place::Anywhere, &[Alt("ArrowDown")]),
    key(Act::PreviousSession, Place::Anywhere, &[Alt("ArrowUp")]),
    key(Act::Transfer, Place::Anywhere, &[Alt("KeyT")]),
    key(Act::CloseSession, Place::Anywhere, &[Alt("KeyW")]),
    key(Act::Composer, Place::Anywhere, &[Alt("KeyC")]),
    key(Act::Mode, Place::Anywhere, &[Alt("KeyI")]),
    key(Act::Mentions, Place::Anywhere, &[Alt("KeyM")]),
    key(Act::Help, Place::OutsideFields, &[Plain("?")]),
    key(Act::Palette, Place::OutsideFields, &[Plain("/")]),
    key(Act::NewSms, Place::OutsideFields, &[Plain("n")]),
    key(Act::Accept, Place::Requests, &[Plain("a")]),
    key(Act::Reject, Place::Requests, &[Plain("r")]),
    key(Act::Next, Place::Requests, &[Plain("ArrowDown")]),
    key(Act::Previous, Place::Requests, &[Plain("ArrowUp")]),
    key(Act::Next, Place::Tabs, &[Plain("ArrowRight"), Plain("ArrowDown")]),
    key(Act::Previous, Place::Tabs, &[Plain("ArrowLeft"), Plain("ArrowUp")]),
    key(Act::First, Place::Tabs, &[Plain("Home")]),
    key(Act::Last, Place::Tabs, &[Plain("End")]),
    key(Act::CloseTab, Place::Tabs, &[Plain("Delete")]),
    key(Act::Send, Place::Composer, &[Plain("Enter")]),
    key(Act::BreakLine, Place::Composer, &[Shift("Enter")]),
    key(Act::Mention, Place::Composer, &[Plain("@")]),
    key(Act::Canned, Place::Composer, &[Plain("/")]),
    key(Act::Next, Place::Lists, &[Plain("ArrowDown")]),
    key(Act::Previous, Place::Lists, &[Plain("ArrowUp")]),
    key(Act::Choose, Place::Lists, &[Plain("Enter")]),
    key(Act::Leave, Place::Lists, &[Plain("Escape")]),
    key(Act::Next, Place::Rows, &[Plain("ArrowDown")]),
    key(Act::Previous, Place::Rows, &[Plain("ArrowUp")]),
    key(Act::First, Place::Rows, &[Plain("Home")]),
    key(Act::Last, Place::Rows, &[Plain("End")]),
    key(Act::Open, Place::Rows, &[Plain("Enter")]),
    // Before the same key without Shift, which a sign does not tell from it.
    key(Act::SelectTo, Place::Rows, &[Shift(" ")]),
    key(Act::Select, Place::Rows, &[Plain(" ")]),
    key(Act::Deselect, Place::Rows, &[Plain("Escape")]),
    key(Act::Save, Place::Forms, &[Command("s")]),
];

impl Stroke {
    fn is(self, event: &Pressed) -> bool {
        let plain = !event.ctrl && !event.alt && !event.meta;
        match self {
            Stroke::Shift(key) => plain && event.shift && event.key == key,
            // A sign may need Shift, a named key must not have it.
            Stroke::Key(key) => {
                let same = event.key == key || (key.len() == 1 && event.key.eq_ignore_ascii_case(key));
                plain && same && (key.len() == 1 || !event.shift)
            }
            Stroke::Command(key) => {
                (event.ctrl != event.meta) && !event.alt && !event.shift && event.key.eq_ignore_ascii_case(key)
            }
            Stroke::Alt(code) => event.is_alt_alone() && event.code == code,
            Stroke::AltDigit => event.is_alt_alone() && event.digit().is_some(),
        }
    }

    /// The keys to hold and to press, by name.
    fn names(self) -> [&'static str; 2] {
        match self {
            Stroke::Key(" ") => ["", "Space"],
            Stroke::Shift(" ") => ["Shift", "Space"],
            Stroke::Key(key) => ["", key],
            Stroke::Shift(key) => ["Shift", key],
            Stroke::Command(key) => ["Control", key],
            Stroke::Alt(code) => ["Alt", code.strip_prefix("Key").unwrap_or(code)],
            Stroke::AltDigit => ["Alt", "Digit"],
        }
    }

    /// As people read it: `Alt O`.
    pub fn shown(self, words: &Words) -> Vec<String> {
        let name = |key: &&str| (words.frame.key_name)(key).map_or_else(|| capital(key), str::to_owned);
        self.names().iter().filter(|key| !key.is_empty()).map(name).collect()
    }
}

fn capital(key: &str) -> String {
    if key.chars().count() == 1 { key.to_ascii_uppercase() } else { key.to_owned() }
}

/// What of an event decides.
struct Pressed {
    key: String,
    code: String,
    ctrl: bool,
    alt: bool,
    meta: bool,
    shift: bool,
}

impl Pressed {
    fn of(event: &ev::KeyboardEvent) -> Pressed {
        Pressed {
            key: event.key(),
            code: event.code(),
            ctrl: event.ctrl_key(),
            alt: event.alt_key(),
            meta: event.meta_key(),
            shift: event.shift_key(),
        }
    }

    fn is_alt_alone(&self) -> bool {
        self.alt && !self.ctrl && !self.meta && !self.shift
    }

    fn digit(&self) -> Option<usize> {
        let digit = self.code.strip_prefix("Digit").or_else(|| self.code.strip_prefix("Numpad"))?;
        digit.parse().ok().filter(|digit| (1..=9).contains(digit))
    }

    fn act(&self, place: Place) -> Option<Act> {
        let key = KEYS.iter().find(|key| key.place == place && key.strokes.iter().any(|stroke| stroke.is(self)))?;
        Some(key.act)
    }
}

/// What a key does at this place.
pub fn pressed(event: &ev::KeyboardEvent, place: Place) -> Option<Act> {
    // While a word is being composed (Japanese, Chinese …) keys belong to it; Safari says so only by the code 229.
    if event.is_composing() || event.key_code() == 229 {
        return None;
    }
    Pressed::of(event).act(place)
}

/// The first way to do something, as people read it.
pub fn shown(act: Act, words: &Words) -> String {
    let stroke = KEYS.iter().find(|key| key.act == act).and_then(|key| key.strokes.first());
    stroke.map(|stroke| stroke.shown(words).join(" ")).unwrap_or_default()
}

type Handler = Arc<dyn Fn(usize) -> bool + Send + Sync>;

/// Who does what the keys that work everywhere say.
#[derive(Clone, Copy)]
pub struct Keys {
    handlers: StoredValue<Vec<(u64, Act, Handler)>>,
}

pub fn use_keys() -> Keys {
    expect_context()
}

impl Keys {
    /// Hears the keys of the whole window.
    pub fn provide() -> Keys {
        let keys = Keys { handlers: StoredValue::new(Vec::new()) };
        provide_context(keys);
        Effect::new(move || {
            let listener = window_event_listener(ev::keydown, move |event| keys.hear(&event));
            on_cleanup(move || listener.remove());
        });
        keys
    }

    /// `act` is done by `handler` until the current owner goes. It answers whether there was anything to do; of several
    /// the newest is asked first.
    pub fn on(&self, act: Act, handler: impl Fn() -> bool + Send + Sync + 'static) {
        self.on_numbered(act, move |_| handler());
    }

    /// The same, with the digit that was pressed.
    pub fn on_numbered(&self, act: Act, handler: impl Fn(usize) -> bool + Send + Sync + 'static) {
        let handlers = self.handlers;
        let id = handlers.try_update_value(|all| {
            let id = all.last().map_or(0, |(id, ..)| id + 1);
            all.push((id, act, Arc::new(handler)));
            id
        });
        on_cleanup(move || {
            let _ = handlers.try_update_value(|all| all.retain(|(own, ..)| Some(*own) != id));
        });
    }

    /// Somebody would do it now, or at least look whether there is anything to do.
    pub fn can(&self, act: Act) -> bool {
        self.handlers.with_value(|all| all.iter().any(|(_, known, _)| *known == act))
    }

    /// Does it. Whether there was anything to do.
    pub fn perform(&self, act: Act, digit: usize) -> bool {
        let handlers = self.handlers.with_value(|all| {
            all.iter()
                .rev()
                .filter(|(_, known, _)| *known == act)
                .map(|(.., handler)| handler.clone())
                .collect::<Vec<_>>()
        });
        handlers.iter().any(|handler| handler(digit))
    }

    fn hear(&self, event: &ev::KeyboardEvent) {
        if event.default_prevented() || browser::has_dialog() {
            return;
        }
        let act = pressed(event, Place::Anywhere)
            .or_else(|| pressed(event, Place::OutsideFields).filter(|_| !browser::is_in_field(event)));
        let Some(act) = act else { return };
        let goes_on = matches!(act, Act::NextSession | Act::PreviousSession);
        let done = (event.repeat() && !goes_on) || self.perform(act, Pressed::of(event).digit().unwrap_or_default());
        // The browser's own use of Ctrl K would leave the page.
        if done || act == Act::Palette {
            event.prevent_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::{domain::language::Language, ui::words::words_in};

    fn press(key: &str, code: &str, held: &str) -> Pressed {
        Pressed {
            key: key.into(),
            code: code.into(),
            ctrl: held.contains('c'),
            alt: held.contains('a'),
            meta: held.contains('m'),
            shift: held.contains('s'),
        }
    }

    #[test]
    fn a_stroke_does_one_thing_at_a_place() {
        for place in Place::ALL {
            let strokes: Vec<&Stroke> =
                KEYS.iter().filter(|key| key.place == place).flat_map(|key| key.strokes).collect();
            let once: HashSet<&&Stroke> = strokes.iter().collect();
            assert_eq!(once.len(), strokes.len(), "{place:?}");
            assert!(!strokes.is_empty(), "{place:?}");
        }
    }

    #[test]
    fn what_works_while_somebody_writes_needs_a_modifier() {
        for key in KEYS.iter().filter(|key| key.place == Place::Anywhere) {
            let held = |stroke: &Stroke| !matches!(stroke, Stroke::Key(_) | Stroke::Shift(_));
            assert!(key.strokes.iter().all(held), "{:?}", key.act);
        }
    }

    #[test]
    fn keys_are_found_on_every_keyboard() {
        let anywhere = Place::Anywhere;
        for (pressed, place, act) in [
            (press("k", "KeyK", "c"), anywhere, Some(Act::Palette)),
            (press("K", "KeyK", "m"), anywhere, Some(Act::Palette)),
            (press("k", "KeyK", ""), anywhere, None),
            (press("ø", "KeyO", "a"), anywhere, Some(Act::Requests)),
            (press("o", "KeyO", "ac"), anywhere, None),
            (press("¡", "Digit1", "a"), anywhere, Some(Act::Session)),
            (press("0", "Digit0", "a"), anywhere, None),
            (press("?", "Slash", "s"), Place::OutsideFields, Some(Act::Help)),
            (press("/", "Digit7", "s"), Place::OutsideFields, Some(Act::Palette)),
            (press("A", "KeyA", "s"), Place::Requests, Some(Act::Accept)),
            (press("a", "KeyA", "c"), Place::Requests, None),
            (press("Enter", "Enter", ""), Place::Composer, Some(Act::Send)),
            (press("Enter", "Enter", "s"), Place::Composer, Some(Act::BreakLine)),
            (press("Enter", "Enter", "c"), Place::Composer, None),
            (press("s", "KeyS", "c"), Place::Forms, Some(Act::Save)),
            (press("s", "KeyS", ""), Place::Forms, None),
            (press(" ", "Space", ""), Place::Rows, Some(Act::Select)),
            (press(" ", "Space", "s"), Place::Rows, Some(Act::SelectTo)),
        ] {
            assert_eq!(pressed.act(place), act, "{}", pressed.code);
        }
        assert_eq!(press("¡", "Digit9", "a").digit(), Some(9));
    }

    #[test]
    fn strokes_are_written_as_people_read_them() {
        assert_eq!(shown(Act::Requests, words_in(Language::English)), "Alt O");
        assert_eq!(shown(Act::Palette, words_in(Language::English)), "Ctrl K");
        assert_eq!(shown(Act::Session, words_in(Language::English)), "Alt 1 … 9");
        assert_eq!(shown(Act::NextSession, words_in(Language::English)), "Alt ↓");
    }
}
