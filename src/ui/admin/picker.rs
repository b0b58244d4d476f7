//! Chooses several people or teams: a search over a list of check boxes, with the chosen ones on top.

use leptos::prelude::*;

use super::{form::Bound, inputs::FieldError};
use crate::{
    domain::user::{Team, User},
    ui::{
        widgets::{For, Glyph, Icon, Show},
        words::{Word, use_words},
    },
};

/// From this many on a search is worth its place.
const SEARCH_FROM: usize = 7;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickOption {
    pub id: i64,
    pub label: String,
    /// What tells two of the same name apart.
    pub detail: String,
}

/// The people who may be chosen: those who can sign in, by name.
pub fn user_options(users: &[User]) -> Vec<PickOption> {
    let mut options: Vec<PickOption> = users
        .iter()
        .filter(|user| user.active)
        .map(|user| PickOption { id: user.id.0, label: user.name.clone(), detail: user.login.clone() })
        .collect();
    options.sort_by_key(|option| option.label.to_lowercase());
    options
}

/// The teams, each with those who are in it.
pub fn team_options(teams: &[Team], users: &[User]) -> Vec<PickOption> {
    let members = |team: &Team| -> Vec<&str> {
        users.iter().filter(|user| user.teams.contains(&team.id)).map(|user| user.name.as_str()).collect()
    };
    teams
        .iter()
        .map(|team| PickOption { id: team.id.0, label: team.name.clone(), detail: members(team).join(", ") })
        .collect()
}

/// `none` is said where there is nothing to choose.
#[component]
pub fn Picker(bound: Bound<Vec<i64>>, label: Word, none: Word, options: Vec<PickOption>) -> impl IntoView {
    let words = use_words();
    let w = &words.admin.form;
    let Bound { name, value, set, error } = bound;
    let search = RwSignal::new(String::new());
    let (search_id, error_id) = (format!("{name}-search"), format!("{name}-error"));
    let described_by = error_id.clone();
    let with_search = options.len() >= SEARCH_FROM;
    let empty = options.is_empty();
    let options = StoredValue::new(options);

    let put = move |id: i64, chosen: bool| {
        let mut ids = value.get_untracked();
        ids.retain(|other| *other != id);
        if chosen {
            ids.push(id);
        }
        set.run(ids);
    };
    let chips = move || {
        let chosen: Vec<PickOption> = value.with(|ids| {
            options.with_value(|options| {
                ids.iter().filter_map(|id| options.iter().find(|o| o.id == *id)).cloned().collect()
            })
        });
        chosen
            .into_iter()
            .map(|option| {
                let remove = (w.remove_named)(&option.label);
                view! {
                    <li class="chip">
                        {option.label}
                        <button type="button" aria-label=remove.clone() title=remove on:click=move |_| put(option.id, false)>
                            <Icon glyph=Glyph::Close small=true />
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    let found = Memo::new(move |_| {
        let wanted = search.get().trim().to_lowercase();
        options.with_value(|options| {
            let fits = |o: &&PickOption| format!("{} {}", o.label, o.detail).to_lowercase().contains(&wanted);
            options.iter().filter(fits).cloned().collect::<Vec<_>>()
        })
    });
    view! {
        <fieldset class="picker" aria-describedby=described_by>
            <legend>{label}</legend>
            {if empty {
                view! { <p class="field-help">{none}</p> }.into_any()
            } else {
                view! {
                    <Show when=move || value.with(|ids| !ids.is_empty())>
                        <ul class="chips">{chips}</ul>
                    </Show>
                    {with_search.then(|| view! {
                        <input
                            class="input"
                            id=search_id
                            type="search"
                            autocomplete="off"
                            placeholder=w.search
                            aria-label=move || (w.search_in)(&label)
                            bind:value=search
                            on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }
                        />
                    })}
                    <div class="picker-list">
                        <For each=move || found.get() key=|option| option.id let:option>
                            <PickRow
                                chosen=Signal::derive(move || value.with(|ids| ids.contains(&option.id)))
                                wrong=Signal::derive(move || error.with(Option::is_some))
                                put=Callback::new(move |chosen| put(option.id, chosen))
                                label=option.label
                                detail=option.detail
                            />
                        </For>
                        <Show when=move || found.with(Vec::is_empty)>
                            <p class="picker-none" role="status">{w.nothing_found}</p>
                        </Show>
                    </div>
                }
                    .into_any()
            }}
            <FieldError id=error_id error=error />
        </fieldset>
    }
}

#[component]
fn PickRow(
    chosen: Signal<bool>,
    wrong: Signal<bool>,
    put: Callback<bool>,
    label: String,
    detail: String,
) -> impl IntoView {
    view! {
        <label class="picker-option">
            <input
                type="checkbox"
                aria-invalid=move || wrong.get().then_some("true")
                checked=move || chosen.get()
                prop:checked=move || chosen.get()
                on:change:target=move |event| put.run(event.target().checked())
            />
            <span class="clip" dir="auto">{label}</span>
            <span class="soft clip">{detail}</span>
        </label>
    }
}
