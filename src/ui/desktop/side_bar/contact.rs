//! The contact: who they are, how to reach them, what is known of them. Each thing is edited where it stands.

use leptos::prelude::*;

use super::{
    SideTab,
    beside::use_beside,
    edit::{Changing, Control, EditField, WHY_LOCKED, is_locked},
    numbers::Numbers,
    opt_out::OptOutState,
    own_field::OwnField,
    tags::ContactTags,
};
use crate::{
    domain::contact::Part,
    ui::{
        extras::EXTRAS,
        live::{Session, path_of_contact},
        widgets::{Avatar, Choice, For, Glyph, Icon, Show, Skeleton},
        words::use_words,
    },
};

/// The panel until it is here: what the tab knows of the contact.
#[component]
pub(super) fn Outline(session: Session) -> impl IntoView {
    let facts = RwSignal::from(session.facts);
    let name = move || facts.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default());
    let number = move || facts.with(|it| it.as_ref().map(|it| it.peer.to_string()).unwrap_or_default());
    view! {
        <div class="side-panel" role="tabpanel" id="side-panel" tabindex="-1" aria-labelledby=SideTab::Contact.id()>
            <section class="side-part facts-contact">
                <Avatar name=Signal::derive(name) large=true />
                <div class="grow">
                    <p class="facts-name" dir="auto">{name}</p>
                    <p class="soft">{move || (name() != number()).then(number)}</p>
                </div>
            </section>
            <div class="side-part">{EXTRAS.waiting(8)}</div>
        </div>
    }
}

#[component]
pub(super) fn ContactPanel(session: Session) -> impl IntoView {
    let words = use_words();
    let beside = use_beside();
    // Who was merely named in an interaction has no more than this.
    let whole = beside.read(|known| known.choices.edit_contact.then_some(known.contact.id));
    let tab = session.facts.clone();
    let named = Memo::new(move |_| tab.with(|it| it.as_ref().map(|it| it.contact_name.clone()).unwrap_or_default()));
    let facts = session.facts;
    let number = Memo::new(move |_| facts.with(|it| it.as_ref().map(|it| it.peer.to_string()).unwrap_or_default()));
    let title = beside.of_contact(|contact| contact.title().to_owned());
    // Before the facts are here the tab knows as much.
    let title = Memo::new(move |_| if title.with(String::is_empty) { named.get() } else { title.get() });
    view! {
        <section class="side-part facts-contact">
            <Avatar name=title large=true />
            <div class="grow">
                <p class="facts-name" dir="auto">{move || title.get()}</p>
                <Show when=move || title.get() != number.get()>
                    <p class="soft">{move || number.get()}</p>
                </Show>
                {move || whole.get().map(|id| view! {
                    <a href=path_of_contact(id)>{words.contacts.card.whole}</a>
                })}
            </div>
        </section>
        <Show when=move || beside.loaded() fallback=|| view! { <div class="side-part"><Skeleton lines=8 /></div> }>
            <Card />
        </Show>
    }
}

#[component]
pub(super) fn Card() -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let beside = use_beside();
    let line = move |part: Part| beside.of_contact(move |contact| contact.value_of(part));
    let email = line(Part::Email);
    let mail = move || {
        let address = email.get();
        (!address.is_empty()).then(|| {
            let label = (w.open_link)(&address);
            view! {
                <a
                    class="button quiet icon-only small" href=format!("mailto:{address}")
                    aria-label=label.clone() title=label
                >
                    <Icon glyph=Glyph::Mail />
                </a>
            }
        })
    };
    let lists =
        beside.read(|facts| facts.choices.lists.iter().map(|l| (l.id.to_string(), l.name.clone())).collect::<Vec<_>>());
    let list_choices = Signal::derive(move || {
        lists.get().into_iter().map(|(id, name)| Choice::new(id, name)).collect::<Vec<Choice>>()
    });
    let list_name = Callback::new(move |id: String| {
        lists.with(|all| all.iter().find(|(own, _)| *own == id).map(|(_, name)| name.clone()).unwrap_or_default())
    });
    let fields = beside.of_contact(|contact| contact.fields.iter().map(|own| own.field.clone()).collect::<Vec<_>>());
    let locked = is_locked(beside);
    view! {
        <Show when=move || locked.get()>
            <section class="side-part"><p class="field-help" id=WHY_LOCKED>{w.read_only}</p></section>
        </Show>
        <section class="side-part" aria-label=w.texts><OptOutState /></section>
        <section class="side-part" aria-label=w.numbers><Numbers /></section>
        <section class="side-part"><Changing>
            <EditField part=Part::Name label=w.name stands=line(Part::Name) control=Control::Line("text") />
            <EditField
                part=Part::Email label=w.email stands=email control=Control::Line("email") beside_value=mail
            />
            <EditField part=Part::Company label=w.company stands=line(Part::Company) control=Control::Line("text") />
            <EditField
                part=Part::List label=w.list stands=line(Part::List) control=Control::Select(list_choices)
                read=list_name
            />
            <For
                each=move || fields.get()
                key=|field| (field.id, field.name.clone(), field.kind, field.options.clone())
                let:field
            >
                <OwnField field=field />
            </For>
            <EditField part=Part::Notes label=w.notes stands=line(Part::Notes) control=Control::Long />
        </Changing></section>
        <section class="side-part" aria-label=w.tags>
            <h3>{w.tags}</h3>
            <Changing><ContactTags /></Changing>
        </section>
    }
}
