//! The emoji picker: a search field over a grid. The focus stays in the field; arrows move through the grid, Enter puts
//! the emoji where the caret of the text stands.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::{pen::Pen, room::measure_room};
use crate::{
    domain::fold::fold,
    ui::{
        browser,
        desktop::DesktopExtra,
        extras::{EXTRAS, Extra},
        live::use_live,
        widgets::{Glyph, IconButton, Show},
        words::{emoji::EmojiWords, use_words},
    },
};

const COLUMNS: usize = 9;
/// Two rows of those used lately.
const RECENT: usize = 2 * COLUMNS;

const GRID: &str = "emoji-grid";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Emoji {
    sign: &'static str,
    name: &'static str,
}

/// Emoji under one title, in rows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    title: &'static str,
    emoji: Vec<Emoji>,
}

/// Every line of a group's table: the emoji, and the words it is found by.
fn lines(table: &'static str) -> impl Iterator<Item = (Emoji, &'static str)> {
    table.lines().filter_map(|line| {
        let (sign, words) = line.split_once(' ')?;
        Some((Emoji { sign, name: words.split(';').next().unwrap_or(words) }, words))
    })
}

/// All of them, those used lately first; or what is called as `typed` says.
fn groups(words: &'static EmojiWords, typed: &str, recent: &str) -> Vec<Group> {
    let all = || words.groups.iter().flat_map(|(_, table)| lines(table));
    let typed = fold(typed);
    let wanted: Vec<&str> = typed.split_whitespace().collect();
    let groups = if wanted.is_empty() {
        let recent =
            recent.split(' ').filter_map(|sign| all().map(|(emoji, _)| emoji).find(|emoji| emoji.sign == sign));
        let tables = words
            .groups
            .iter()
            .map(|(title, table)| Group { title, emoji: lines(table).map(|(emoji, _)| emoji).collect() });
        std::iter::once(Group { title: *words.recent, emoji: recent.collect() }).chain(tables).collect()
    } else {
        let called = |words: &str| {
            let words = fold(words);
            wanted.iter().all(|word| words.split([' ', ';', '-']).any(|own| own.starts_with(*word)))
        };
        let found = all().filter(|(emoji, words)| called(words) || typed.contains(emoji.sign)).map(|(emoji, _)| emoji);
        vec![Group { title: *words.title, emoji: found.collect() }]
    };
    groups.into_iter().filter(|group: &Group| !group.emoji.is_empty()).collect()
}

/// The recently used with `sign` in front.
fn with_recent(recent: &str, sign: &str) -> String {
    let others = recent.split(' ').filter(|other| !other.is_empty() && *other != sign);
    std::iter::once(sign).chain(others).take(RECENT).collect::<Vec<_>>().join(" ")
}

/// Where an arrow leads from place `at`, in rows of these lengths.
fn step(rows: &[usize], at: usize, key: &str) -> Option<usize> {
    let count: usize = rows.iter().sum();
    let mut first = 0;
    let mut starts = Vec::with_capacity(rows.len());
    for row in rows {
        starts.push(first);
        first += row;
    }
    let row = starts.partition_point(|start| *start <= at).checked_sub(1)?;
    let column = at - starts[row];
    let into = |row: usize| starts[row] + column.min(rows[row] - 1);
    match key {
        "ArrowRight" => Some((at + 1).min(count - 1)),
        "ArrowLeft" => Some(at.saturating_sub(1)),
        "ArrowDown" if row + 1 < rows.len() => Some(into(row + 1)),
        "ArrowUp" if row > 0 => Some(into(row - 1)),
        "ArrowDown" | "ArrowUp" => Some(at),
        "PageDown" => Some(into((row + 5).min(rows.len() - 1))),
        "PageUp" => Some(into(row.saturating_sub(5))),
        _ => None,
    }
}

#[component]
pub(super) fn EmojiPicker(pen: Pen) -> impl IntoView {
    let words = use_words();
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let on_focusout = move |event: ev::FocusEvent| {
        if browser::leaves(root, &event) {
            open.set(false);
        }
    };
    view! {
        <div class="emoji" node_ref=root on:focusout=on_focusout>
            <IconButton
                glyph=Glyph::Smile small=true label=words.composer.emoji
                attr:aria-haspopup="dialog"
                attr:aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            />
            <Show when=move || open.get()>
                {EXTRAS.later(Extra::Desktop(DesktopExtra::Emoji { pen, open }), "emoji-panel", 4)}
            </Show>
        </div>
    }
}

#[component]
pub(in crate::ui::desktop) fn EmojiPanel(pen: Pen, open: RwSignal<bool>) -> impl IntoView {
    let w = &use_words().emoji;
    let live = use_live();
    let key = format!("emoji.{}", live.me.with_untracked(|me| me.id));
    let recent = StoredValue::new(browser::recall(&key).unwrap_or_default());
    let key = StoredValue::new(key);
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let field = NodeRef::<html::Input>::new();
    let shown = Memo::new(move |_| recent.with_value(|recent| groups(w, &typed.get(), recent)));
    let all = Memo::new(move |_| {
        shown.with(|groups| groups.iter().flat_map(|group| group.emoji.clone()).collect::<Vec<_>>())
    });
    let rows = Memo::new(move |_| {
        shown.with(|groups| {
            groups.iter().flat_map(|group| group.emoji.chunks(COLUMNS).map(<[Emoji]>::len)).collect::<Vec<_>>()
        })
    });
    let chosen = move || all.with(|all| all.get(at.get()).copied());

    Effect::new(measure_room);
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    // One element is marked at a time: by hand, because some hundred watchers would make the opening slow.
    Effect::new(move |before: Option<usize>| {
        shown.track();
        let now = at.get();
        for (place, mark) in before.into_iter().map(|before| (before, false)).chain([(now, true)]) {
            if let Some(cell) = document().get_element_by_id(&format!("{GRID}-{place}")) {
                // Attribute names of ours are always allowed.
                let _ = cell.set_attribute("aria-selected", if mark { "true" } else { "false" });
                if mark {
                    browser::reveal(&cell);
                }
            }
        }
        now
    });
    let take = move |place: usize, stay: bool| {
        let Some(emoji) = all.with_untracked(|all| all.get(place).copied()) else { return };
        let lately = recent.with_value(|recent| with_recent(recent, emoji.sign));
        browser::keep(&key.get_value(), &lately);
        pen.write(pen.selection(), emoji.sign);
        if stay {
            if let Some(field) = field.get_untracked() {
                let _ = field.focus();
            }
        } else {
            open.set(false);
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        let name = event.key();
        match name.as_str() {
            "Escape" => {
                open.set(false);
                pen.select(pen.selection());
            }
            "Enter" if event.is_composing() => return,
            "Enter" => take(at.get_untracked(), event.shift_key()),
            other => match rows.with_untracked(|rows| step(rows, at.get_untracked(), other)) {
                Some(place) => at.set(place),
                None => return,
            },
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let on_click = move |event: ev::MouseEvent| {
        let cell = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let cell = cell.and_then(|target| target.closest("[data-at]").ok().flatten());
        if let Some(place) = cell.and_then(|cell| cell.get_attribute("data-at")).and_then(|at| at.parse().ok()) {
            take(place, event.shift_key());
        }
    };
    view! {
        <div class="emoji-panel" role="dialog" aria-label=w.title on:keydown=on_keydown>
            <input
                class="input" type="text" node_ref=field role="combobox" autocomplete="off" spellcheck="false"
                placeholder=w.search aria-label=w.search aria-autocomplete="list" aria-haspopup="grid" aria-expanded="true"
                aria-controls=GRID
                aria-activedescendant=move || chosen().map(|_| format!("{GRID}-{}", at.get()))
                prop:value=move || typed.get()
                on:input:target=move |event| {
                    at.set(0);
                    typed.set(event.target().value());
                }
            />
            <div
                class="emoji-grid" id=GRID role="grid" aria-label=w.title
                on:mousedown=|event: ev::MouseEvent| event.prevent_default() on:click=on_click
            >
                {move || view! { <Cells groups=shown.get() /> }}
            </div>
            <Show when=move || all.with(Vec::is_empty)>
                <p class="emoji-none">{move || (w.nothing_fits)(&typed.get())}</p>
            </Show>
            <p class="emoji-name" aria-hidden="true">
                {move || chosen().map(|emoji| view! { <span>{emoji.sign}</span> " " {emoji.name} })}
            </p>
            <p class="emoji-hint soft">{w.hint}</p>
            <p class="sr-only" role="status">{move || (w.count)(all.with(Vec::len))}</p>
        </div>
    }
}

#[component]
fn Cells(groups: Vec<Group>) -> impl IntoView {
    let mut place = 0;
    let groups = groups.into_iter().map(|group| {
        let rows = group.emoji.chunks(COLUMNS).map(|row| {
            let cells = row.iter().map(|emoji| {
                let own = place;
                place += 1;
                view! {
                    <span
                        role="gridcell" id=format!("{GRID}-{own}") data-at=own aria-label=emoji.name
                        aria-selected=if own == 0 { "true" } else { "false" } title=emoji.name
                    >
                        {emoji.sign}
                    </span>
                }
            });
            view! { <div role="row" class="emoji-row">{cells.collect_view()}</div> }
        });
        let rows = rows.collect_view();
        view! {
            <div role="rowgroup" aria-label=group.title>
                <p class="emoji-group" aria-hidden="true">{group.title}</p>
                {rows}
            </div>
        }
    });
    groups.collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::language::Language, ui::words::words_in};

    fn signs(typed: &str) -> Vec<&'static str> {
        groups(&words_in(Language::English).emoji, typed, "")
            .into_iter()
            .flat_map(|group| group.emoji)
            .map(|emoji| emoji.sign)
            .collect()
    }

    #[test]
    fn an_emoji_is_found_by_the_beginnings_of_its_words() {
        assert_eq!(signs("Pizz"), ["🍕"]);
        assert_eq!(signs("thumbs down"), ["👎"]);
        assert!(signs("thank").contains(&"🙏") && signs("thank").contains(&"💐"));
        assert_eq!(signs("izza"), Vec::<&str>::new());
        assert_eq!(signs("🍕"), ["🍕"]);
        assert_eq!(
            signs("  ").len(),
            words_in(Language::English).emoji.groups.iter().map(|(_, table)| table.lines().count()).sum::<usize>()
        );
    }

    #[test]
    fn the_last_used_stands_first_and_only_once() {
        assert_eq!(with_recent("", "👍"), "👍");
        assert_eq!(with_recent("🎉 👍 🍕", "👍"), "👍 🎉 🍕");
        let many = (0..40).fold(String::new(), |recent, n| with_recent(&recent, &n.to_string()));
        assert_eq!(many.split(' ').count(), RECENT);
        let first = groups(&words_in(Language::English).emoji, "", "🍕 unknown 👍").remove(0);
        assert_eq!(first.title, *words_in(Language::English).emoji.recent);
        assert_eq!(first.emoji.iter().map(|emoji| emoji.sign).collect::<Vec<_>>(), ["🍕", "👍"]);
    }

    #[test]
    fn arrows_move_through_rows_of_different_lengths() {
        let rows = [9, 3, 9, 1];
        for (at, key, to) in [
            (0, "ArrowLeft", 0),
            (8, "ArrowRight", 9),
            (8, "ArrowDown", 11),
            (11, "ArrowDown", 14),
            (14, "ArrowUp", 11),
            (20, "ArrowDown", 21),
            (21, "ArrowDown", 21),
            (21, "ArrowRight", 21),
            (4, "ArrowUp", 4),
            (2, "PageDown", 21),
            (21, "PageUp", 0),
        ] {
            assert_eq!(step(&rows, at, key), Some(to), "{key} from {at}");
        }
        assert_eq!(step(&rows, 0, "a"), None);
        assert_eq!(step(&[], 0, "ArrowDown"), None);
    }
}
