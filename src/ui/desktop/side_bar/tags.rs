//! Tags on the contact and on the interaction: typed with suggestions, removed by a click.

use leptos::{ev, html, prelude::*, task::spawn_local};

use super::beside::use_beside;
use crate::{
    api::{
        AppError,
        contacts::{tag_contact, tag_interaction},
    },
    domain::tag::{Tag, TagPick, folded},
    ui::{
        browser,
        widgets::{For, Glyph, Icon, Show, TagChip},
        words::{Word, use_words},
    },
};

/// Suggestions shown at once.
const MOST: usize = 8;

/// One tag to put on (`true`) or take away.
type Act = (TagPick, bool);

#[component]
pub(super) fn ContactTags() -> impl IntoView {
    let beside = use_beside();
    let state = Acting::new();
    let act = Callback::new(move |(pick, on): Act| {
        let Some(contact) = beside.contact_id() else { return };
        if state.begin() {
            spawn_local(async move {
                let answer = tag_contact(contact, pick, on).await;
                if let Some(contact) = state.end(answer) {
                    beside.adopt(contact);
                }
            });
        }
    });
    let what = use_words().contacts.tags.on_contact;
    view! { <TagEditor id="contact-tags" what=what tags=beside.of_contact(|it| it.tags.clone()) state=state act=act /> }
}

#[component]
pub(super) fn InteractionTags() -> impl IntoView {
    let beside = use_beside();
    let state = Acting::new();
    let act = Callback::new(move |(pick, on): Act| {
        let Some(interaction) = beside.interaction() else { return };
        if state.begin() {
            spawn_local(async move {
                let answer = tag_interaction(interaction, pick, on).await;
                if let Some(tags) = state.end(answer) {
                    beside.adopt_tags(tags);
                }
            });
        }
    });
    let what = use_words().contacts.tags.on_interaction;
    view! { <TagEditor id="interaction-tags" what=what tags=beside.of_session(|it| it.tags.clone()) state=state act=act /> }
}

/// An act on its way, and why the last one was refused.
#[derive(Clone, Copy)]
struct Acting {
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<AppError>>,
    /// Counts acts that went well: what was typed for them can go.
    done: RwSignal<u64>,
}

impl Acting {
    fn new() -> Acting {
        Acting { busy: RwSignal::new(false), wrong: RwSignal::new(None), done: RwSignal::new(0) }
    }

    fn begin(self) -> bool {
        let free = !self.busy.get_untracked();
        if free {
            self.busy.set(true);
            self.wrong.set(None);
        }
        free
    }

    fn end<T>(self, answer: Result<T, AppError>) -> Option<T> {
        self.busy.try_set(false);
        match answer {
            Ok(answer) => {
                self.done.try_update(|n| *n += 1);
                Some(answer)
            }
            Err(AppError::Unauthenticated) => {
                browser::go("/sign-in");
                None
            }
            Err(error) => {
                self.wrong.try_set(Some(error));
                None
            }
        }
    }
}

/// What fits what is typed: known tags, at last the new one.
fn suggestions(typed: &str, known: &[Tag], there: &[Tag], may_make: bool) -> Vec<(TagPick, String)> {
    let sought = folded(typed);
    let free = known.iter().filter(|tag| !there.iter().any(|own| own.id == tag.id));
    let fits = free.filter(|tag| folded(&tag.name).contains(&sought));
    let mut found: Vec<_> = fits.take(MOST).map(|tag| (TagPick::Known(tag.id), tag.name.clone())).collect();
    let exact = known.iter().chain(there).any(|tag| folded(&tag.name) == sought);
    if may_make && !sought.is_empty() && !exact {
        let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        found.push((TagPick::Named(name.clone()), name));
    }
    found
}

#[component]
fn TagEditor(id: &'static str, what: Word, tags: Signal<Vec<Tag>>, state: Acting, act: Callback<Act>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.tags;
    let wrong = move || {
        let error = state.wrong.get()?;
        let of_field = ["tag", "name"].iter().find_map(|field| words.common.on_field(&error, field));
        Some(of_field.unwrap_or_else(|| words.common.error(&error)))
    };
    view! {
        <ul class="tag-list" aria-label=words.contacts.card.tags>
            <For each=move || tags.get() key=|tag| (tag.id, tag.name.clone(), tag.colour, tag.archived) let:tag>
                {
                    let (own, name) = (tag.id, tag.name.clone());
                    let label = Signal::derive(move || (w.remove)(&name));
                    view! {
                        <li>
                            <TagChip tag=tag>
                                <button
                                    type="button" class="tag-remove" aria-label=move || label.get() title=move || label.get()
                                    on:click=move |_| act.run((TagPick::Known(own), false))
                                >
                                    <Icon glyph=Glyph::Close small=true />
                                </button>
                            </TagChip>
                        </li>
                    }
                }
            </For>
        </ul>
        <TagInput id=id what=what tags=tags state=state act=act />
        <div role="alert">
            {move || wrong().map(|words| view! {
                <p class="field-error"><Icon glyph=Glyph::Alert small=true /><span>{words}</span></p>
            })}
        </div>
    }
}

/// Where a tag is typed: a list of what fits opens under it; arrows choose, Enter adds, Escape closes.
#[component]
fn TagInput(id: &'static str, what: Word, tags: Signal<Vec<Tag>>, state: Acting, act: Callback<Act>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.tags;
    let choices = use_beside().choices();
    let typed = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(0_usize);
    let root = NodeRef::<html::Div>::new();
    let may_make = Memo::new(move |_| choices.with(|it| it.as_ref().is_some_and(|it| it.new_tags)));
    let found = Memo::new(move |_| {
        let known = choices.with(|it| it.as_ref().map(|it| it.tags.clone()).unwrap_or_default());
        tags.with(|there| typed.with(|typed| suggestions(typed, &known, there, may_make.get())))
    });
    // Added: ready for the next one.
    Effect::new(move |before: Option<u64>| {
        let done = state.done.get();
        if before.is_some_and(|before| before != done) {
            typed.set(String::new());
            at.set(0);
        }
        done
    });
    let pick = move |index: usize| {
        if let Some((pick, _)) = found.with_untracked(|found| found.get(index).cloned()) {
            act.run((pick, true));
            open.set(false);
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        let count = found.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if !open.get_untracked() => open.set(true),
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" if event.is_composing() => return,
            "Enter" if open.get_untracked() || typed.with_untracked(|typed| !typed.is_empty()) => {
                pick(at.get_untracked());
            }
            "Escape" if open.get_untracked() || typed.with_untracked(|typed| !typed.is_empty()) => {
                event.stop_propagation();
                open.set(false);
                typed.set(String::new());
            }
            _ => return,
        }
        event.prevent_default();
    };
    let on_focusout = move |event: ev::FocusEvent| {
        if browser::leaves(root, &event) {
            open.set(false);
        }
    };
    let option_id = move |index: usize| format!("{id}-option-{index}");
    let options = move || {
        let option = move |(index, (pick_of, name)): (usize, (TagPick, String))| {
            let label = if matches!(pick_of, TagPick::Named(_)) { (w.make)(&name) } else { name };
            let chosen = move || at.get() == index;
            // Pressed, not clicked: the input would lose the focus first and close the list.
            view! {
                <li
                    role="option" id=option_id(index) class="tag-option" dir="auto"
                    aria-selected=move || if chosen() { "true" } else { "false" }
                    on:mousedown=move |event: ev::MouseEvent| {
                        event.prevent_default();
                        pick(index);
                    }
                >
                    {label}
                </li>
            }
        };
        found.get().into_iter().enumerate().map(option).collect_view()
    };
    let shown = move || open.get() && found.with(|found| !found.is_empty());
    let nothing = move || {
        open.get() && found.with(Vec::is_empty) && typed.with(|typed| !typed.trim().is_empty()) && !may_make.get()
    };
    let list = NodeRef::<html::Ul>::new();
    Effect::new(move || {
        found.track();
        if shown() {
            browser::after(0, move || {
                if let Some(list) = list.try_get_untracked().flatten() {
                    browser::reveal(&list);
                }
            });
        }
    });
    view! {
        <div class="tag-input" node_ref=root on:focusout=on_focusout>
            <input
                class="input compact" type="text" role="combobox" autocomplete="off" id=format!("{id}-input")
                placeholder=w.add aria-label=move || (w.add_to)(&what) aria-autocomplete="list"
                aria-expanded=move || if shown() { "true" } else { "false" }
                aria-controls=format!("{id}-list")
                aria-activedescendant=move || shown().then(|| option_id(at.get()))
                aria-busy=move || state.busy.get().then_some("true")
                prop:value=move || typed.get()
                on:input:target=move |event| {
                    typed.set(event.target().value());
                    state.wrong.set(None);
                    at.set(0);
                    open.set(true);
                }
                on:click=move |_| open.set(true)
                on:keydown=on_keydown
            />
            <ul
                class="tag-options" role="listbox" id=format!("{id}-list") aria-label=w.suggestions node_ref=list
                hidden=move || !shown()
            >
                {options}
            </ul>
            <Show when=nothing><p class="field-help">{w.no_such}</p></Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{TagId, tag::TagColour};

    fn tag(id: i64, name: &str) -> Tag {
        Tag { id: TagId(id), name: name.into(), colour: TagColour::Grey, archived: false }
    }

    fn names(typed: &str, there: &[Tag], may_make: bool) -> Vec<String> {
        let known = [tag(1, "Billing"), tag(2, "Delivery"), tag(3, "Late delivery")];
        suggestions(typed, &known, there, may_make).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn what_fits_is_suggested_but_not_what_is_there() {
        assert_eq!(names("deliv", &[], false), ["Delivery", "Late delivery"]);
        assert_eq!(names("deliv", &[tag(2, "Delivery")], false), ["Late delivery"]);
        assert_eq!(names("", &[], false).len(), 3);
    }

    #[test]
    fn a_new_tag_is_offered_only_to_who_may_make_it_and_never_twice() {
        assert_eq!(names("  Very  new ", &[], true), ["Very new"]);
        assert!(names("very new", &[], false).is_empty());
        assert_eq!(names("BILLING", &[], true), ["Billing"]);
        assert!(names("billing", &[tag(1, "Billing")], true).is_empty());
    }
}
