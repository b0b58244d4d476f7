//! A contact on a page of its own: the same panel as beside a conversation, with the journey beside it.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{beside::Beside, contact::Card, journey::JourneyPanel};
use crate::{
    domain::{Peer, event::Event, facts::ContactFacts, journey::JourneyPage},
    ui::{
        desktop::PastPane,
        live::{path_of_contact, use_live},
        new_sms::use_new_sms,
        widgets::{Avatar, Button, ButtonKind, ErrorNote, Glyph, Icon, Menu, MenuItem, Show, use_notices},
        words::use_words,
    },
};

#[component]
pub(in crate::ui) fn WholeContact(facts: ContactFacts, journey: JourneyPage) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let navigate = use_navigate();
    let id = facts.contact.id;
    let beside = Beside::provide_of(facts);
    let past = PastPane::provide();
    live.listen(move |event| {
        if let Event::ContactMerged { contact, into } = event
            && *contact == id
        {
            notices.say(words.contact_list.merged);
            navigate(&path_of_contact(*into), NavigateOptions { replace: true, ..Default::default() });
        }
    });
    let title = beside.of_contact(|contact| contact.title().to_owned());
    view! {
        <div class="contact" class:with-past=move || past.0.with(Option::is_some)>
            <header class="contact-head">
                <Avatar name=title large=true />
                <div class="grow">
                    <a class="admin-back" href="/contacts">
                        <Icon glyph=Glyph::ArrowLeft small=true />
                        {words.frame.contacts}
                    </a>
                    <h1 class="facts-name" dir="auto">{move || title.get()}</h1>
                </div>
                <WriteButton beside=beside />
            </header>
            <section class="contact-card" aria-labelledby="contact-card">
                <h2 class="sr-only" id="contact-card">{words.contacts.side.contact}</h2>
                <Show when=move || beside.failed.with(Option::is_some)>
                    <div class="side-failed">
                        <ErrorNote
                            what=words.contacts.side.failed error=beside.failed
                            retry=Callback::new(move |()| beside.ask())
                        />
                    </div>
                </Show>
                <Card />
            </section>
            <section class="contact-journey" aria-labelledby="contact-journey">
                <h2 id="contact-journey">{words.contacts.side.journey}</h2>
                <JourneyPanel first=journey />
            </section>
            {past.view()}
        </div>
    }
}

/// Where there are several numbers, it asks which.
#[component]
fn WriteButton(beside: Beside) -> impl IntoView {
    let w = &use_words().contact_list;
    let door = use_new_sms();
    let numbers = beside.of_contact(|contact| {
        let numbers = contact.numbers.iter().map(|known| known.number.clone());
        numbers.filter(Peer::can_be_answered).map(|number| number.to_string()).collect::<Vec<_>>()
    });
    let trigger = ViewFn::from(move || view! { <Icon glyph=Glyph::Send />{w.write} });
    move || {
        let numbers = numbers.get();
        match numbers.as_slice() {
            [] => ().into_any(),
            [only] => {
                let only = only.clone();
                view! {
                    <Button kind=ButtonKind::Primary glyph=Glyph::Send on:click=move |_| door.write_to(only.clone())>
                        {w.write}
                    </Button>
                }
                .into_any()
            }
            _ => {
                let items = move || {
                    let item = |number: String| {
                        let label = number.clone();
                        let label = Signal::derive(move || (w.write_to)(&label));
                        view! { <MenuItem label=label run=Callback::new(move |()| door.write_to(number.clone())) /> }
                    };
                    numbers.iter().cloned().map(item).collect_view()
                };
                view! { <Menu label=w.write trigger=trigger.clone() class="button primary" place="end">{items()}</Menu> }
                    .into_any()
            }
        }
    }
}
