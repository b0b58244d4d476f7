//! A field of the house's own, by its kind.

use leptos::{prelude::*, task::spawn_local};

use super::{
    beside::use_beside,
    edit::{Control, EditField},
};
use crate::{
    api::contacts::edit_contact,
    domain::{
        contact::{ContactEdit, Edited, Part},
        contact_field::{ContactField, FieldKind, ON},
    },
    ui::{
        clock::calendar_date,
        widgets::{Choice, Glyph, Icon, use_notices},
        words::use_words,
    },
};

#[component]
pub(super) fn OwnField(field: ContactField) -> impl IntoView {
    let words = use_words();
    let part = Part::Own(field.id);
    let stands = use_beside().of_contact(move |contact| contact.value_of(part));
    let label = field.name.clone();
    match field.kind {
        FieldKind::Switch => view! { <Flag part=part label=label stands=stands /> }.into_any(),
        FieldKind::Select => {
            let options = field.options;
            let nothing = Choice::new("", words.contacts.card.nothing_chosen);
            let choices = Signal::derive(move || {
                let mut all = vec![nothing.clone()];
                all.extend(options.iter().map(|option| Choice::new(option, option.clone())));
                // What was chosen before the option went stays to be seen.
                let kept = stands.get();
                if !kept.is_empty() && !options.contains(&kept) {
                    all.push(Choice::new(&kept, kept.clone()));
                }
                all
            });
            view! { <EditField part=part label=label stands=stands control=Control::Select(choices) /> }.into_any()
        }
        FieldKind::Url => {
            let named = field.name;
            let link = move || {
                let (href, named) = (stands.get(), named.clone());
                (!href.is_empty()).then(|| {
                    let label = (words.contacts.card.open_link)(&named);
                    view! {
                        <a
                            class="button quiet icon-only small" href=href target="_blank"
                            rel="noopener noreferrer nofollow" aria-label=label.clone() title=label
                        >
                            <Icon glyph=Glyph::External />
                        </a>
                    }
                })
            };
            view! { <EditField part=part label=label stands=stands control=Control::Line("url") beside_value=link /> }
                .into_any()
        }
        FieldKind::Date => {
            let read = Callback::new(move |iso: String| calendar_date(&iso, words));
            view! { <EditField part=part label=label stands=stands control=Control::Line("date") read=read /> }
                .into_any()
        }
        FieldKind::Text | FieldKind::Number => {
            view! { <EditField part=part label=label stands=stands control=Control::Line("text") /> }.into_any()
        }
    }
}

/// On or off, at once.
#[component]
fn Flag(part: Part, label: String, stands: Signal<String>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let beside = use_beside();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let turn = move |_| {
        let Some(contact) = beside.contact_id().filter(|_| !busy.get_untracked()) else { return };
        let was = stands.get_untracked();
        let value = if was == ON { String::new() } else { ON.to_owned() };
        busy.set(true);
        spawn_local(async move {
            match edit_contact(contact, ContactEdit::Set { part, was, value }).await {
                // Overtaken: a colleague turned it the same way.
                Ok(Edited::Done { contact } | Edited::Overtaken { contact }) => beside.adopt(contact),
                Ok(Edited::KnownElsewhere { .. }) => {}
                Err(error) => notices.say(words.common.error(&error)),
            }
            busy.try_set(false);
        });
    };
    let name = label.clone();
    view! {
        <div class="fact">
            <span class="fact-label">{label}</span>
            <button
                type="button" class="switch" role="switch" aria-label=name
                aria-checked=move || if stands.get() == ON { "true" } else { "false" }
                aria-busy=move || busy.get().then_some("true") on:click=turn
            >
                <span class="switch-track"></span>
                <span>{move || if stands.get() == ON { w.on } else { w.off }}</span>
            </button>
        </div>
    }
}
