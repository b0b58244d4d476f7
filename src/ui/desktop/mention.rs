//! Naming a colleague in a note: an `@` opens the list of those whose names begin as typed.

use leptos::{ev, html, prelude::*, task::spawn_local};

use super::message::linked;
use crate::{
    api::attention::find_colleagues,
    domain::mention::{Colleague, Part, parts, typed},
    ui::{
        browser,
        desktop::DesktopExtra,
        extras::{EXTRAS, Extra},
        keys::{Act, Place, pressed},
        live::use_live,
        widgets::{For, Show},
        words::use_words,
    },
};

/// How long nothing must be typed before the server is asked, ms.
const SETTLED: u32 = 120;
const LIST: &str = "mention-list";

/// The list beside the note, as the composer's handlers see it.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Mentioning {
    draft: RwSignal<String>,
    active: Signal<bool>,
    node: NodeRef<html::Textarea>,
    /// Where the `@` stands, in bytes, and what was typed after it.
    asked: RwSignal<Option<(usize, String)>>,
    found: RwSignal<Vec<Colleague>>,
    chosen: RwSignal<usize>,
    turn: StoredValue<u32>,
}

/// Bytes before the caret, which the browser counts in UTF-16 units.
fn bytes_before(text: &str, units: u32) -> usize {
    let mut left = units as usize;
    let before = text.chars().take_while(|c| {
        let fits = left >= c.len_utf16();
        left = left.saturating_sub(c.len_utf16());
        fits
    });
    before.map(char::len_utf8).sum()
}

impl Mentioning {
    /// `active`: what is written is a note.
    pub(super) fn new(draft: RwSignal<String>, node: NodeRef<html::Textarea>, active: Signal<bool>) -> Mentioning {
        let mentioning = Mentioning {
            draft,
            active,
            node,
            asked: RwSignal::new(None),
            found: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(0),
            turn: StoredValue::new(0),
        };
        Effect::new(move || {
            if !active.get() {
                mentioning.close();
            }
        });
        mentioning
    }

    pub(super) fn is_open(&self) -> bool {
        self.asked.with(Option::is_some) && self.found.with(|found| !found.is_empty())
    }

    /// The id of the person who would be taken, for the text field.
    pub(super) fn chosen_id(&self) -> Option<String> {
        self.is_open().then(|| format!("{LIST}-{}", self.chosen.get()))
    }

    fn close(&self) {
        self.asked.set(None);
        self.found.set(Vec::new());
        self.turn.update_value(|turn| *turn += 1);
    }

    /// After each change of the text or the caret.
    pub(super) fn look(&self) {
        let Some(node) = self.node.get_untracked().filter(|_| self.active.get_untracked()) else { return };
        let caret = node.selection_start().ok().flatten().unwrap_or_default();
        let asked = self
            .draft
            .with_untracked(|draft| typed(draft, bytes_before(draft, caret)).map(|(at, name)| (at, name.to_owned())));
        let Some((_, name)) = asked.clone() else { return self.close() };
        if self.asked.get_untracked() == asked {
            return;
        }
        self.asked.set(asked);
        self.chosen.set(0);
        let turn = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let this = *self;
        browser::after(SETTLED, move || {
            if this.turn.try_get_value() != turn {
                return;
            }
            spawn_local(async move {
                let found = find_colleagues(name).await.unwrap_or_default();
                // Somebody typed on: what was asked before is of no use.
                if this.turn.try_get_value() == turn {
                    this.found.set(found);
                    this.chosen.set(0);
                }
            });
        });
    }

    /// Whether the key was for the list.
    pub(super) fn on_key(&self, event: &ev::KeyboardEvent) -> bool {
        if !untrack(|| self.is_open()) {
            return false;
        }
        let last = self.found.with_untracked(Vec::len).saturating_sub(1);
        let at = self.chosen.get_untracked();
        match pressed(event, Place::Lists) {
            Some(Act::Next) => self.chosen.set(if at == last { 0 } else { at + 1 }),
            Some(Act::Previous) => self.chosen.set(at.checked_sub(1).unwrap_or(last)),
            Some(Act::Choose) => self.take(at),
            Some(Act::Leave) => {
                event.stop_propagation();
                self.close();
            }
            _ if event.key() == "Tab" && !event.shift_key() => self.take(at),
            _ => return false,
        }
        event.prevent_default();
        true
    }

    fn take(&self, index: usize) {
        let person = self.found.with_untracked(|found| found.get(index).cloned());
        let (Some(person), Some((at, name))) = (person, self.asked.get_untracked()) else { return };
        let end = at + 1 + name.len();
        let caret = self.draft.try_update(|draft| {
            draft.get(at..end)?;
            let rest = draft[end..].starts_with(char::is_whitespace);
            let name = format!("@{}{}", person.login, if rest { "" } else { " " });
            draft.replace_range(at..end, &name);
            Some(draft[..at + name.len()].encode_utf16().count() as u32)
        });
        self.close();
        let Some(node) = self.node.get_untracked() else { return };
        if let Some(caret) = caret.flatten() {
            node.set_value(&self.draft.get_untracked());
            let _ = node.set_selection_range(caret, caret);
        }
        let _ = node.focus();
    }
}

#[component]
pub(super) fn MentionList(mentioning: Mentioning) -> impl IntoView {
    view! {
        <Show when=move || mentioning.is_open()>
            {EXTRAS.later(Extra::Desktop(DesktopExtra::Mentionable(mentioning)), "mention-list", 2)}
        </Show>
    }
}

/// The colleagues whose names fit what was typed.
#[component]
pub(super) fn Mentionable(mentioning: Mentioning) -> impl IntoView {
    let words = use_words();
    let people = move || mentioning.found.get().into_iter().enumerate().collect::<Vec<_>>();
    view! {
        <ul class="mention-list" id=LIST role="listbox" aria-label=words.people.pick>
            <For each=people key=|(index, person)| (*index, person.id) let:row>
                {
                    let (index, person) = row;
                    view! {
                        <li
                            id=format!("{LIST}-{index}") role="option" class="mention-option"
                            aria-selected=move || if mentioning.chosen.get() == index { "true" } else { "false" }
                            // The focus stays in the note.
                            on:mousedown=move |event| {
                                event.prevent_default();
                                mentioning.take(index);
                            }
                        >
                            <strong>{person.name}</strong>
                            <span class="soft">"@"{person.login}</span>
                        </li>
                    }
                }
            </For>
        </ul>
    }
}

/// The text of a note: who is named in it stands out, oneself most.
#[component]
pub(super) fn NoteWords(text: String) -> impl IntoView {
    let live = use_live();
    let parts = parts(&text).into_iter().map(|part| match part {
        Part::Text(text) => linked(text).into_any(),
        Part::Name(name) => {
            let login = name.to_lowercase();
            let me = move || live.me.with(|me| me.login == login);
            view! { <span class="mentioned" class:me=me>{format!("@{name}")}</span> }.into_any()
        }
    });
    view! { <p class="message-text" dir="auto">{parts.collect_view()}</p> }
}

/// The id of the list, for the text field.
pub(super) fn list_id() -> &'static str {
    LIST
}

#[cfg(test)]
mod tests {
    use super::bytes_before;

    #[test]
    fn the_caret_is_found_behind_signs_of_any_size() {
        for (text, units, bytes) in [("abc", 2, 2), ("äb", 1, 2), ("🎉b", 2, 4), ("🎉b", 3, 5), ("a", 9, 1)] {
            assert_eq!(bytes_before(text, units), bytes, "{text}");
        }
    }
}
