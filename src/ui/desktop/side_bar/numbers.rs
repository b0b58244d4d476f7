//! The numbers of a contact: copied by a click, each with its type; added and removed here.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    beside::{Typed, use_beside},
    edit::Changing,
    merge::MergeDialog,
};
use crate::{
    api::{AppError, contacts::edit_contact},
    domain::{
        Peer,
        contact::{ContactEdit, Edited, MergeProposal, NumberKind},
    },
    ui::{
        browser,
        widgets::{Button, ButtonKind, For, Glyph, Icon, IconButton, Show, use_notices},
        words::use_words,
    },
};

#[component]
pub(super) fn Numbers() -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let numbers = use_beside().of_contact(|contact| contact.numbers.clone());
    let proposal = RwSignal::new(None::<MergeProposal>);
    view! {
        <h3>{w.numbers}</h3>
        <ul class="numbers">
            <For each=move || numbers.get() key=|known| known.number.clone() let:known>
                <NumberRow number=known.number />
            </For>
        </ul>
        <Changing><AddNumber proposal=proposal /></Changing>
        <MergeDialog proposal=proposal />
    }
}

#[component]
fn NumberRow(number: Peer) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let beside = use_beside();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let text = StoredValue::new(number.as_str().to_owned());
    let own = number.clone();
    let kind = beside.of_contact(move |contact| {
        contact.numbers.iter().find(|known| known.number == own).map(|known| known.kind).unwrap_or_default()
    });
    let send = move |edit: ContactEdit| {
        let Some(contact) = beside.contact_id().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            match edit_contact(contact, edit).await {
                Ok(Edited::Done { contact } | Edited::Overtaken { contact }) => beside.adopt(contact),
                Ok(Edited::KnownElsewhere { .. }) => {}
                Err(error) => notices.say(words.common.error(&error)),
            }
            busy.try_set(false);
            asking.try_set(false);
        });
    };
    let (of_kind, removed) = (number.clone(), number);
    let set_kind = move |value: String| {
        if let Some(kind) = NumberKind::parse(&value) {
            send(ContactEdit::SetNumberKind { number: of_kind.clone(), kind });
        }
    };
    let remove = Callback::new(move |()| send(ContactEdit::RemoveNumber { number: removed.clone() }));
    let copy = move |_| {
        browser::copy(&text.get_value());
        notices.say(words.common.copied);
    };
    view! {
        <li class="number-row">
            <button type="button" class="number-copy" title=move || text.with_value(|it| (w.copy_named)(it)) on:click=copy>
                {text.get_value()}<Icon glyph=Glyph::Copy small=true />
            </button>
            <Changing>
                <KindSelect
                    label=Signal::derive(move || text.with_value(|it| (w.kind_of)(it))) kind=kind busy=busy
                    choose=Callback::new(set_kind)
                />
                <IconButton
                    glyph=Glyph::Trash small=true label=Signal::derive(move || text.with_value(|it| (w.remove_named)(it)))
                    on:click=move |_| asking.set(true)
                />
            </Changing>
            <Show when=move || asking.get()>
                <div class="number-ask" role="alertdialog" aria-label=move || text.with_value(|it| (w.remove_named)(it))>
                    <p>{move || text.with_value(|it| (w.remove_question)(it))}</p>
                    <div class="fact-acts">
                        <Button small=true kind=ButtonKind::Danger busy=busy on:click=move |_| remove.run(())>
                            {w.remove}
                        </Button>
                        <Button small=true kind=ButtonKind::Quiet on:click=move |_| asking.set(false)>{w.keep}</Button>
                    </div>
                </div>
            </Show>
        </li>
    }
}

#[component]
fn KindSelect(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] kind: Signal<NumberKind>,
    #[prop(into)] busy: Signal<bool>,
    choose: Callback<String>,
) -> impl IntoView {
    let w = &use_words().contacts.card;
    let options = NumberKind::ALL.map(|own| {
        view! {
            <option value=own.as_str() selected=move || kind.get() == own prop:selected=move || kind.get() == own>
                {move || (w.number_kind)(own)}
            </option>
        }
    });
    view! {
        <select
            class="input compact" aria-label=move || label.get() disabled=move || busy.get()
            on:change:target=move |event| choose.run(event.target().value())
        >
            {options.collect_view()}
        </select>
    }
}

/// A number somebody else has opens the proposal to merge.
#[component]
fn AddNumber(proposal: RwSignal<Option<MergeProposal>>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let beside = use_beside();
    let drafts: Typed = expect_context();
    let place = StoredValue::new(beside.place("new-number"));
    let kept = place.with_value(|place| drafts.get(place));
    let open = RwSignal::new(kept.is_some());
    let typed = RwSignal::new(kept.unwrap_or_default());
    let kind = RwSignal::new(NumberKind::default());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<AppError>);
    let input = NodeRef::<leptos::html::Input>::new();
    let wanted = StoredValue::new(false);
    let end = move || {
        place.with_value(|place| drafts.keep(place, None));
        typed.set(String::new());
        wrong.set(None);
        open.set(false);
    };
    Effect::new(move || {
        if let Some(input) = input.get()
            && wanted.get_value()
        {
            wanted.set_value(false);
            browser::focus(&input);
        }
    });
    // A merge brought the number here.
    let known = beside.of_contact(|contact| contact.numbers.len());
    Effect::new(move |before: Option<usize>| {
        let count = known.get();
        if before.is_some_and(|before| before > 0 && count > before) && open.get_untracked() && !busy.get_untracked() {
            end();
        }
        count
    });
    let save = move || {
        let Some(contact) = beside.contact_id().filter(|_| !busy.get_untracked()) else { return };
        let edit = ContactEdit::AddNumber { number: typed.get_untracked(), kind: kind.get_untracked() };
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            let answer = edit_contact(contact, edit).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(Edited::Done { contact } | Edited::Overtaken { contact }) => {
                    beside.adopt(contact);
                    end();
                }
                Ok(Edited::KnownElsewhere { proposal: found }) => proposal.set(Some(*found)),
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => wrong.set(Some(error)),
            }
        });
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            end();
        }
    };
    let write = move |value: String| {
        place.with_value(|place| drafts.keep(place, Some(value.clone())));
        typed.set(value);
        wrong.set(None);
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! {
                <Button
                    small=true kind=ButtonKind::Quiet glyph=Glyph::Plus
                    on:click=move |_| {
                        wanted.set_value(true);
                        open.set(true);
                    }
                >
                    {w.add_number}
                </Button>
            }
        >
            <form
                class="fact-form" novalidate on:keydown=on_keydown
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <div class="number-add">
                    <input
                        class="input" type="tel" autocomplete="off" node_ref=input aria-label=w.new_number
                        placeholder="+" aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                        aria-describedby="new-number-error" readonly=move || busy.get()
                        prop:value=move || typed.get() on:input:target=move |event| write(event.target().value())
                    />
                    <KindSelect
                        label=w.new_number_kind kind=kind busy=busy
                        choose=Callback::new(move |value: String| kind.set(NumberKind::parse(&value).unwrap_or_default()))
                    />
                </div>
                <div id="new-number-error" role="alert">
                    {move || wrong.get().map(|error| view! {
                        <p class="field-error">
                            <Icon glyph=Glyph::Alert small=true />
                            <span>{words.common.on_field(&error, "number").unwrap_or_else(|| words.common.error(&error))}</span>
                        </p>
                    })}
                </div>
                <div class="fact-acts">
                    <Button small=true submit=true kind=ButtonKind::Primary busy=busy>{w.add}</Button>
                    <Button small=true kind=ButtonKind::Quiet on:click=move |_| end()>{words.common.cancel}</Button>
                </div>
            </form>
        </Show>
    }
}
