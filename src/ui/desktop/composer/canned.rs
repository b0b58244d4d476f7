//! The picker of canned answers: `/` at the beginning of a word opens it above the composer. The focus stays in the text;
//! arrows move through the list, Enter or Tab put the answer in the place of what was typed.

use leptos::{ev, prelude::*};

use super::{gap::first_gap, pen::Pen, room::measure_room};
use crate::{
    domain::{
        AccountId,
        canned::{Answer, Scope, Template, Values},
        interaction::Interaction,
    },
    ui::{
        answers::{AnswerPreview, Answers, Supply},
        browser,
        clock::use_clock,
        desktop::DesktopExtra,
        extras::{EXTRAS, Extra},
        live::use_live,
        widgets::{Badge, ErrorNote, Glyph, IconButton, Show, Tone},
        words::use_words,
    },
};

/// Answers listed at once; whoever wants others types on.
const SHOWN: usize = 40;
/// Behind a slash this far away nobody is still searching.
const LONGEST_SEARCH: usize = 40;

/// The id of the list, and the beginning of its entries' ids.
const LIST: &str = "canned-list";

/// What is being searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Search {
    /// Where the slash stands, in bytes of the draft.
    slash: usize,
    /// Behind it, up to the caret.
    typed: String,
}

/// The search that the caret stands in: a slash at the beginning of a word, and what was typed since.
fn search_at(text: &str, caret: usize) -> Option<Search> {
    let before = text.get(..caret)?;
    let begins_word = |at: usize| before[..at].chars().next_back().is_none_or(char::is_whitespace);
    let (slash, _) = before.rmatch_indices('/').find(|(at, _)| begins_word(*at))?;
    let typed = &before[slash + 1..];
    let is_search =
        !typed.starts_with(char::is_whitespace) && !typed.contains('\n') && typed.chars().count() <= LONGEST_SEARCH;
    is_search.then(|| Search { slash, typed: typed.to_owned() })
}

/// A handle: copies are the same picker.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Picker {
    pen: Pen,
    search: RwSignal<Option<Search>>,
    /// Escape closed the search of this slash.
    dismissed: StoredValue<Option<usize>>,
    /// The button put the slash there.
    by_button: StoredValue<bool>,
    found: Memo<Vec<Answer>>,
    /// The entry that Enter takes.
    at: RwSignal<usize>,
    pub open: Memo<bool>,
    account: Memo<Option<AccountId>>,
    supply: Signal<Option<Supply>>,
    /// What the conversation fills in.
    values: Signal<Values>,
}

impl Picker {
    pub fn new(pen: Pen, facts: RwSignal<Option<Interaction>>) -> Picker {
        let words = use_words();
        let (live, clock) = (use_live(), use_clock());
        let answers = expect_context::<Answers>();
        let account = Memo::new(move |_| facts.with(|facts| facts.as_ref().map(|facts| facts.account)));
        // Asked for when the composer is alive: the first slash finds them here.
        let kept = RwSignal::new(None::<ArcRwSignal<Supply>>);
        Effect::new(move || kept.set(account.get().map(|account| answers.of(account))));
        let supply = Signal::derive(move || kept.get().map(|supply| supply.get()));
        let values = Signal::derive(move || {
            let now = browser::now();
            let mut values = facts.with(|facts| facts.as_ref().map(Values::of_interaction)).unwrap_or_default();
            (values.agent_alias, values.agent_name) = live.me.with(|me| (me.alias.clone(), me.name.clone()));
            (values.date, values.time) = (clock.date(now, words), clock.time(now));
            values
        });
        let search = RwSignal::new(None::<Search>);
        let found = Memo::new(move |_| match (search.get(), supply.get()) {
            (Some(search), Some(Supply::Here(find))) => find(&search.typed, SHOWN),
            _ => Vec::new(),
        });
        let open = Memo::new(move |_| {
            let Some(search) = search.get() else { return false };
            // The draft may be gone, sent or changed elsewhere; and words that find nothing are just words.
            let stands = pen.draft.with(|draft| draft.get(search.slash..).is_some_and(|rest| rest.starts_with('/')));
            let is_talk = search.typed.contains(char::is_whitespace) && found.with(Vec::is_empty);
            stands && !is_talk
        });
        Picker {
            pen,
            search,
            dismissed: StoredValue::new(None),
            by_button: StoredValue::new(false),
            found,
            at: RwSignal::new(0),
            open,
            account,
            supply,
            values,
        }
    }

    /// The text or the caret changed.
    pub fn look(&self) {
        let caret = self.pen.caret();
        let found = self.pen.draft.with_untracked(|draft| search_at(draft, caret));
        let slash = found.as_ref().map(|search| search.slash);
        if self.dismissed.get_value() != slash {
            self.dismissed.set_value(None);
        }
        let next = found.filter(|_| self.dismissed.with_value(Option::is_none));
        if self.search.with_untracked(|search| *search != next) {
            self.at.set(0);
            self.search.set(next);
        }
    }

    /// Puts a slash where the caret stands, as if it was typed.
    fn begin(&self) {
        let range = self.pen.selection();
        let glued = self.pen.draft.with_untracked(|draft| {
            draft.get(..range.start).and_then(|before| before.chars().next_back()).is_some_and(|c| !c.is_whitespace())
        });
        self.dismissed.set_value(None);
        self.pen.write(range.end..range.end, if glued { " /" } else { "/" });
        self.by_button.set_value(true);
        self.look();
    }

    /// Closes and keeps what was typed; a slash that nobody typed goes.
    pub fn dismiss(&self) {
        let search = self.search.get_untracked();
        self.close();
        if let Some(Search { slash, typed }) = search {
            self.dismissed.set_value(Some(slash));
            if self.by_button.get_value() && typed.is_empty() {
                self.pen.write(slash..slash + 1, "");
            }
        }
        self.by_button.set_value(false);
    }

    /// Also as the composer leaves the page with the focus in it: the browser tells when nothing of it is there any more.
    pub fn close(&self) {
        if self.search.try_with_untracked(Option::is_some) == Some(true) {
            self.search.set(None);
        }
    }

    /// Puts `answer` in the place of what was typed, and marks its first gap.
    fn insert(&self, answer: &Answer) {
        let Some(Search { slash, typed }) = self.search.get_untracked() else { return };
        let text = Template::parse(&answer.draft.text).fill(&self.values.get_untracked());
        self.close();
        // The answer may begin with a slash itself.
        self.dismissed.set_value(Some(slash));
        self.by_button.set_value(false);
        self.pen.write(slash..slash + 1 + typed.len(), &text);
        self.close();
        if let Some((_, gap)) = first_gap(&text) {
            self.pen.select(slash + gap.start..slash + gap.end);
        }
    }

    /// Whether the key was meant for the picker.
    pub fn takes(&self, event: &ev::KeyboardEvent) -> bool {
        let modified = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
        if modified || !self.open.get_untracked() {
            return false;
        }
        let (at, count) = (self.at.get_untracked(), self.found.with_untracked(Vec::len));
        match event.key().as_str() {
            "ArrowDown" if count > 0 => self.at.set((at + 1) % count),
            "ArrowUp" if count > 0 => self.at.set((at + count - 1) % count),
            "Enter" | "Tab" if count > 0 => {
                if let Some(answer) = self.found.with_untracked(|found| found.get(at).cloned()) {
                    self.insert(&answer);
                }
            }
            // What was meant as a search is not sent by the same key.
            "Enter" | "Escape" => self.dismiss(),
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// The entry that Enter takes, for `aria-activedescendant`.
    pub fn active_id(&self) -> Option<String> {
        if !self.open.get() {
            return None;
        }
        let at = self.at.get();
        self.found.with(|found| found.get(at).map(option_id))
    }

    /// The list, while it is there, for `aria-controls`.
    pub fn list_id(&self) -> Option<&'static str> {
        self.open.get().then_some(LIST)
    }
}

fn option_id(answer: &Answer) -> String {
    format!("{LIST}-{}", answer.id)
}

/// Opens the picker for the mouse, and for whoever does not know the slash yet.
#[component]
pub(super) fn PickerButton(picker: Picker) -> impl IntoView {
    let w = &use_words().picker;
    let toggle = move |_| if picker.open.get_untracked() { picker.dismiss() } else { picker.begin() };
    view! {
        <IconButton
            glyph=Glyph::Bolt small=true label=w.button
            on:mousedown=|event: ev::MouseEvent| event.prevent_default()
            on:click=toggle
        />
    }
}

#[component]
pub(super) fn PickerView(picker: Picker) -> impl IntoView {
    let w = &use_words().picker;
    let count = move || picker.found.with(Vec::len);
    view! {
        <Show when=move || picker.open.get()>
            // A press in here leaves the focus in the text.
            <div class="canned-picker" on:mousedown=|event: ev::MouseEvent| event.prevent_default()>
                {EXTRAS.later(Extra::Desktop(DesktopExtra::Canned(picker)), "canned-none", 3)}
                <div class="canned-foot">
                    <p class="canned-keys" aria-hidden="true">{w.keys}</p>
                    <a href="/answers" tabindex="-1">{w.to_own}</a>
                </div>
            </div>
        </Show>
        <p class="sr-only" role="status">{move || picker.open.get().then(|| (w.count)(count()))}</p>
    }
}

/// What fits what was typed, or why there is nothing.
#[component]
pub(in crate::ui::desktop) fn PickerList(picker: Picker) -> impl IntoView {
    let w = &use_words().canned;
    let answers = expect_context::<Answers>();
    Effect::new(measure_room);
    move || match picker.supply.get() {
        _ if !picker.found.with(Vec::is_empty) => view! { <Found picker=picker /> }.into_any(),
        None | Some(Supply::Coming) => view! { <p class="canned-none">{w.coming}</p> }.into_any(),
        Some(Supply::Failed(error)) => view! {
            <ErrorNote
                what=w.failed error=Some(error)
                retry=Callback::new(move |()| answers.renew(picker.account.get_untracked()))
            />
        }
        .into_any(),
        Some(Supply::Here(find)) if find("", 1).is_empty() => {
            view! { <p class="canned-none">{w.none_yet}</p> }.into_any()
        }
        Some(Supply::Here(_)) => {
            let typed =
                move || picker.search.with(|search| search.as_ref().map(|it| it.typed.clone()).unwrap_or_default());
            view! { <p class="canned-none">{move || (w.nothing_fits)(&typed())}</p> }.into_any()
        }
    }
}

/// The list, and what the chosen one will say.
#[component]
fn Found(picker: Picker) -> impl IntoView {
    let w = &use_words().canned;
    let chosen = Memo::new(move |_| picker.found.with(|found| found.get(picker.at.get()).cloned()));
    Effect::new(move || {
        if let Some(id) = picker.active_id()
            && let Some(entry) = document().get_element_by_id(&id)
        {
            browser::reveal(&entry);
        }
    });
    let entries = move || {
        let found = picker.found.get().into_iter().enumerate();
        found.map(|(at, answer)| view! { <Entry picker=picker at=at answer=answer /> }).collect_view()
    };
    view! {
        <div class="canned-panes">
            <ul class="canned-list" id=LIST role="listbox" aria-label=w.list>{entries}</ul>
            <div class="canned-preview" aria-live="polite">
                {move || chosen.get().map(|answer| view! { <AnswerPreview text=answer.draft.text values=picker.values.get() /> })}
            </div>
        </div>
    }
}

#[component]
fn Entry(picker: Picker, at: usize, answer: Answer) -> impl IntoView {
    let words = use_words();
    let w = &words.canned;
    let live = use_live();
    let id = option_id(&answer);
    let scope = match answer.draft.scope {
        Scope::Global => None,
        Scope::Account { account } => {
            let key = untrack(|| live.account(account)).map(|it| it.key);
            Some(key.unwrap_or_else(|| w.of_account.to_string()))
        }
        Scope::Personal { .. } => Some(w.own.to_string()),
    };
    let (shortcut, title) = (answer.draft.shortcut.clone(), answer.draft.title.clone());
    let chosen = move || picker.at.get() == at;
    view! {
        <li
            id=id role="option" class="canned-entry"
            aria-selected=move || if chosen() { "true" } else { "false" }
            on:mousemove=move |_| if picker.at.get_untracked() != at { picker.at.set(at) }
            on:click=move |_| picker.insert(&answer)
        >
            <span class="canned-shortcut">"/" {shortcut}</span>
            <span class="canned-title clip" dir="auto">{title}</span>
            {scope.map(|scope| view! { <Badge tone=Tone::Plain>{scope}</Badge> })}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slash_at_the_beginning_of_a_word_begins_a_search() {
        for (text, expected) in [
            ("/", Some((0, ""))),
            ("/hi", Some((0, "hi"))),
            ("Dear,\n/hi", Some((6, "hi"))),
            ("é /öff zei", Some((3, "öff zei"))),
            ("/a b/c", Some((0, "a b/c"))),
            ("and/or", None),
            ("24/12", None),
            ("https://x.it/y", None),
            ("a / b", None),
            ("/hi\nmore", None),
            ("", None),
        ] {
            let found = search_at(text, text.len()).map(|search| (search.slash, search.typed));
            assert_eq!(found, expected.map(|(slash, typed)| (slash, typed.to_owned())), "{text}");
        }
        assert!(search_at(&format!("/{}", "x".repeat(LONGEST_SEARCH + 1)), LONGEST_SEARCH + 2).is_none());
    }

    #[test]
    fn only_what_stands_before_the_caret_is_searched_for() {
        assert_eq!(search_at("/hello there", 3), Some(Search { slash: 0, typed: "he".into() }));
        assert_eq!(search_at("a /hi", 2), None);
        assert_eq!(search_at("🎉/hi", 2), None, "a place within a character");
    }
}
