//! Whom to write to: typed, pasted, or taken from the contacts. What the server makes of it stands beside it.

use leptos::{ev, html, prelude::*};

use super::{
    hits::{HitList, Hits, LIST, option_id},
    writing::{Checked, Writing},
};
use crate::{
    domain::{new_sms::Hit, phone::WrongNumber},
    ui::{
        browser,
        widgets::{Field, FieldIds, Glyph, Icon},
        words::use_words,
    },
};

#[component]
pub(super) fn RecipientField(
    writing: Writing,
    /// The number is right and Enter was pressed.
    onward: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let hits = Hits::new(writing.checked);
    let node = NodeRef::<html::Input>::new();
    let take = Callback::new(move |hit: Hit| {
        hits.close();
        writing.set_to(hit.number.international);
        onward.run(());
    });
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" if hits.open() => {
            event.prevent_default();
            hits.step(event.key() == "ArrowDown");
        }
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            match hits.chosen() {
                Some(hit) => take.run(hit),
                None if matches!(writing.checked.get_untracked(), Checked::Right(..)) => {
                    hits.close();
                    onward.run(());
                }
                None => {}
            }
        }
        // Closes the list and not the dialog.
        "Escape" if hits.open() => {
            event.prevent_default();
            event.stop_propagation();
            hits.close();
        }
        _ => {}
    };
    let country = move |code: Option<&String>| code.map(|code| browser::country_name(code, *words.common.lang));
    let error = Signal::derive(move || {
        writing.checked.with(|checked| match checked {
            // A name or a number that is being looked for need not be a whole number yet.
            Checked::Wrong(_) if hits.open() => None,
            Checked::Wrong(wrong) => {
                let of = match wrong {
                    WrongNumber::TooShort { country: code }
                    | WrongNumber::TooLong { country: code }
                    | WrongNumber::NotOfPlan { country: code } => country(code.as_ref()),
                    _ => None,
                };
                Some((words.new_sms.wrong)(wrong, of.as_deref())).filter(|words| !words.is_empty())
            }
            Checked::Failed(error) => Some(format!("{} {}", words.new_sms.check_failed, words.common.error(error))),
            _ => None,
        })
    });
    let said = move || match writing.checked.get() {
        Checked::Asking => view! { <p class="soft">{words.new_sms.checking}</p> }.into_any(),
        Checked::Right(number, known) => {
            let place = country(number.country.as_ref()).unwrap_or_else(|| words.new_sms.no_country.to_string());
            let line = (words.new_sms.line)(number.line);
            let name = (!known.name.is_empty()).then(|| view! { <strong>{known.name.clone()} " · "</strong> });
            view! {
                <p class="read-number">
                    <Icon glyph=Glyph::Check small=true />
                    <span>{name} <bdi>{number.international.clone()}</bdi> {format!(" · {place} · {line}")}</span>
                </p>
                {number.line.is_unlikely().then(|| view! {
                    <p class="warn"><Icon glyph=Glyph::Alert small=true />{words.new_sms.unlikely}</p>
                })}
            }
            .into_any()
        }
        _ => ().into_any(),
    };
    let active = move || hits.active.get().map(option_id);
    view! {
        <div class="recipient">
            <Field
                name="new-sms-to" label=words.new_sms.to help=Some(words.new_sms.to_help.into()) error=error
                control=move |ids: FieldIds| view! {
                    <input
                        class="input" id=ids.id() node_ref=node type="text" inputmode="tel" autocomplete="off"
                        autofocus spellcheck="false" dir="auto" placeholder=words.new_sms.to_placeholder
                        role="combobox" aria-autocomplete="list" aria-controls=LIST
                        aria-expanded=move || if hits.open() { "true" } else { "false" }
                        aria-activedescendant=active
                        aria-invalid=move || ids.invalid() aria-describedby=move || ids.described_by()
                        prop:value=move || writing.to.get()
                        on:input:target=move |event| {
                            let typed = event.target().value();
                            hits.look(writing, typed.clone());
                            writing.set_to(typed);
                        }
                        on:keydown=on_keydown
                        on:blur=move |_| hits.close()
                    />
                }
            />
            <div role="status" class="read">{said}</div>
            // Below what was made of the number: that stays in view.
            <HitList hits=hits take=take />
        </div>
    }
}
