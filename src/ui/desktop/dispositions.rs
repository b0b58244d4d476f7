//! Choosing a disposition: a search over the paths, the last used ones on top. Arrows move, Enter takes, Enter again closes.

use leptos::{ev, html, prelude::*};

use crate::{
    domain::{
        DispositionId,
        disposition::{ARROW, ClosingForm, DispositionChoice, LONGEST_REMARK},
    },
    ui::{
        browser,
        widgets::{For, Glyph, Icon, Show},
        words::{Word, use_words},
    },
};

/// A row of the list. The same choice may stand in it twice: among the last used and among all.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    choice: DispositionChoice,
    recent: bool,
}

impl Row {
    fn id(&self) -> String {
        format!("{}-{}", if self.recent { "recent" } else { "disposition" }, self.choice.id)
    }
}

/// What fits: every word of the search stands somewhere in the path.
fn rows(form: &ClosingForm, search: &str) -> Vec<Row> {
    let wanted: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    let fits = |choice: &&DispositionChoice| {
        let path = choice.path.to_lowercase();
        wanted.iter().all(|word| path.contains(word))
    };
    let recent = form.recent.iter().filter_map(|id| form.choices.iter().find(|choice| choice.id == *id));
    let recent = recent.filter(|_| wanted.is_empty()).map(|choice| Row { choice: choice.clone(), recent: true });
    recent.chain(form.choices.iter().filter(fits).map(|choice| Row { choice: choice.clone(), recent: false })).collect()
}

#[component]
pub(in crate::ui) fn DispositionPicker(
    form: ClosingForm,
    chosen: RwSignal<Option<DispositionId>>,
    remark: RwSignal<String>,
    /// Enter on what is chosen.
    confirm: Callback<()>,
    /// Said while nothing is chosen; without it, that something must be.
    #[prop(optional_no_strip)]
    unchosen: Option<Word>,
) -> impl IntoView {
    let w = &use_words().closing;
    let search = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let node = NodeRef::<html::Input>::new();
    let form = StoredValue::new(form);
    let rows = Memo::new(move |_| form.with_value(|form| search.with(|search| rows(form, search))));
    let current = Memo::new(move |_| rows.with(|rows| rows.get(at.get()).map(Row::id)));
    let take = move |row: &Row| chosen.set(Some(row.choice.id));
    let step = move |forward: bool| {
        let count = rows.with_untracked(Vec::len);
        if count > 0 {
            at.update(|at| *at = if forward { (*at + 1) % count } else { (*at + count - 1) % count });
            if let Some(row) = current.get_untracked().and_then(|id| document().get_element_by_id(&id)) {
                browser::reveal(&row);
            }
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            step(event.key() == "ArrowDown");
        }
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            let Some(row) = rows.with_untracked(|rows| rows.get(at.get_untracked()).cloned()) else { return };
            if chosen.get_untracked() == Some(row.choice.id) {
                confirm.run(());
            } else {
                take(&row);
            }
        }
        _ => {}
    };
    Effect::new(move || {
        if let Some(node) = node.get() {
            let _ = node.focus();
        }
    });
    let said = move || {
        let path = chosen.get().and_then(|id| {
            form.with_value(|form| form.choices.iter().find(|choice| choice.id == id).map(|choice| choice.path.clone()))
        });
        path.map_or_else(|| unchosen.unwrap_or(w.choose_first).to_string(), |path| (w.chosen)(&path))
    };
    let numbered = move || {
        let numbered: Vec<(usize, Row)> = rows.get().into_iter().enumerate().collect();
        numbered
    };
    view! {
        <div class="dispositions">
            <input
                class="input" type="search" node_ref=node role="combobox" autocomplete="off" spellcheck="false"
                aria-label=w.search aria-expanded="true" aria-controls="disposition-list" aria-autocomplete="list"
                aria-activedescendant=move || current.get() placeholder=w.search_placeholder
                prop:value=move || search.get()
                on:input:target=move |event| {
                    search.set(event.target().value());
                    at.set(0);
                }
                on:keydown=on_keydown
            />
            <ul class="disposition-list" id="disposition-list" role="listbox" aria-label=w.disposition>
                <For each=numbered key=|(index, row)| (*index, row.id()) let:numbered>
                    {list_part(numbered, rows, at, chosen)}
                </For>
            </ul>
            <Show when=move || rows.with(Vec::is_empty)>
                <p class="soft" role="status">{move || (w.nothing_found)(search.get().trim())}</p>
            </Show>
            <p class="disposition-chosen" role="status">{said}</p>
            <div class="field">
                <label for="remark">{w.remark}</label>
                <input
                    class="input" id="remark" type="text" maxlength=LONGEST_REMARK autocomplete="off"
                    aria-describedby="remark-help" prop:value=move || remark.get()
                    on:input:target=move |event| remark.set(event.target().value())
                    on:keydown=move |event| if event.key() == "Enter" && !event.is_composing() {
                        event.prevent_default();
                        confirm.run(());
                    }
                />
                <p class="field-help" id="remark-help">{w.remark_help}</p>
            </div>
        </div>
    }
}

/// A row, under its heading where it is the first of its part.
fn list_part(
    (index, row): (usize, Row),
    rows: Memo<Vec<Row>>,
    at: RwSignal<usize>,
    chosen: RwSignal<Option<DispositionId>>,
) -> impl IntoView {
    let w = &use_words().closing;
    let first = rows.with_untracked(|rows| {
        let before = index.checked_sub(1).and_then(|before| rows.get(before));
        // Without any last used ones there is but one part, and no heading.
        rows.first().is_some_and(|row| row.recent) && before.is_none_or(|before| before.recent != row.recent)
    });
    let heading = if row.recent { w.recent } else { w.all };
    let id = row.choice.id;
    view! {
        {first.then(|| view! { <li class="disposition-heading" role="presentation">{heading}</li> })}
        <DispositionRow
            row=row is_current=Signal::derive(move || at.get() == index) chosen=chosen
            on_take=Callback::new(move |()| {
                at.set(index);
                chosen.set(Some(id));
            })
        />
    }
}

#[component]
fn DispositionRow(
    row: Row,
    is_current: Signal<bool>,
    chosen: RwSignal<Option<DispositionId>>,
    on_take: Callback<()>,
) -> impl IntoView {
    let id = row.choice.id;
    let is_chosen = Memo::new(move |_| chosen.get() == Some(id));
    let (above, name) = match row.choice.path.rsplit_once(ARROW) {
        Some((above, name)) => (Some(format!("{above}{ARROW}")), name.to_owned()),
        None => (None, row.choice.path.clone()),
    };
    view! {
        <li
            class="disposition" class:current=move || is_current.get() id=row.id() role="option"
            aria-selected=move || if is_chosen.get() { "true" } else { "false" } on:click=move |_| on_take.run(())
        >
            <span class="grow">{above.map(|above| view! { <span class="soft">{above}</span> })}{name}</span>
            <Show when=move || is_chosen.get()><Icon glyph=Glyph::Check small=true /></Show>
        </li>
    }
}

/// The line of the side bar.
#[component]
pub(super) fn DispositionFact(path: String, remark: Option<String>) -> impl IntoView {
    let w = &use_words().closing;
    view! {
        <div>
            <dt>{w.closed_as}</dt>
            <dd>{path} {remark.map(|remark| view! { <span class="soft">{format!("“{remark}”")}</span> })}</dd>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_search_stands_in_the_path_and_the_last_used_stand_on_top_without_one() {
        let choice = |id, path: &str| DispositionChoice { id: DispositionId(id), path: path.into() };
        let form = ClosingForm {
            choices: vec![choice(1, "Sales › Sold"), choice(2, "Sales › Lost"), choice(3, "Spam")],
            recent: vec![DispositionId(3)],
            required: None,
        };
        let ids = |search: &str| rows(&form, search).iter().map(Row::id).collect::<Vec<_>>();
        assert_eq!(ids(" "), ["recent-3", "disposition-1", "disposition-2", "disposition-3"]);
        assert_eq!(ids("lost SALES"), ["disposition-2"]);
        assert!(ids("nothing").is_empty());
    }
}
