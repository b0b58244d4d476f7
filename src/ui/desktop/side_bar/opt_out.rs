//! Whether the contact takes texts; noted by hand, with a reason.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{
    beside::{Typed, use_beside},
    edit::Changing,
};
use crate::{
    api::{AppError, contacts::set_opt_out},
    domain::contact::Origin,
    ui::{
        browser,
        widgets::{Badge, Button, ButtonKind, Glyph, Icon, RelativeTime, Show, Tone},
        words::use_words,
    },
};

#[component]
pub(super) fn OptOutState() -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let beside = use_beside();
    let opted_out = beside.of_contact(|contact| contact.opted_out.clone());
    let may_lift = beside.read(|facts| facts.choices.lift_opt_out);
    let is_out = Memo::new(move |_| opted_out.with(Option::is_some));
    let state = move || {
        match opted_out.get() {
        None => view! { <Badge tone=Tone::Good>{w.takes_texts}</Badge> }.into_any(),
        Some(out) => view! {
            <div class="opted-out">
                <Badge tone=Tone::Bad>{w.opted_out}</Badge>
                <p>{w.opted_out_since} " " <RelativeTime at=out.since /></p>
                {match out.how {
                    Origin::Noted(by) => view! { <p class="soft" dir="auto">{by}</p> }.into_any(),
                    Origin::Texted(word) => view! { <p class="soft">{move || (w.opted_out_by_word)(&word)}</p> }.into_any(),
                    Origin::Provider => view! { <p class="soft">{w.opted_out_by_provider}</p> }.into_any(),
                }}
            </div>
        }
        .into_any(),
    }
    };
    view! {
        {state}
        <Show
            when=move || !is_out.get() || may_lift.get()
            fallback=move || view! { <p class="field-help">{w.only_supervisors}</p> }
        >
            <Changing><ChangeConsent is_out=is_out /></Changing>
        </Show>
    }
}

#[component]
fn ChangeConsent(is_out: Memo<bool>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let beside = use_beside();
    let drafts: Typed = expect_context();
    let place = StoredValue::new(beside.place("consent"));
    let kept = place.with_value(|place| drafts.get(place));
    let open = RwSignal::new(kept.is_some());
    let reason = RwSignal::new(kept.unwrap_or_default());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<AppError>);
    let input = NodeRef::<leptos::html::Input>::new();
    let wanted = StoredValue::new(false);
    Effect::new(move || {
        if let Some(input) = input.get()
            && wanted.get_value()
        {
            wanted.set_value(false);
            browser::focus(&input);
        }
    });
    let end = move || {
        place.with_value(|place| drafts.keep(place, None));
        reason.set(String::new());
        wrong.set(None);
        open.set(false);
    };
    let save = move || {
        let Some(contact) = beside.contact_id().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        wrong.set(None);
        let (out, why) = (!is_out.get_untracked(), reason.get_untracked());
        spawn_local(async move {
            let answer = set_opt_out(contact, out, why).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(contact) => {
                    end();
                    beside.adopt(contact);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => wrong.set(Some(error)),
            }
        });
    };
    let act = move || if is_out.get() { w.opt_in } else { w.opt_out };
    let write = move |value: String| {
        place.with_value(|place| drafts.keep(place, Some(value.clone())));
        reason.set(value);
        wrong.set(None);
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
            end();
        }
    };
    view! {
        <Show
            when=move || open.get()
            fallback=move || view! {
                <Button
                    small=true kind=ButtonKind::Quiet
                    on:click=move |_| {
                        wanted.set_value(true);
                        open.set(true);
                    }
                >
                    {act}
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
                <label class="fact-label" for="consent-reason">{w.opt_out_reason}</label>
                <input
                    class="input" id="consent-reason" type="text" autocomplete="off" node_ref=input
                    aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                    aria-describedby="consent-error consent-help" readonly=move || busy.get()
                    prop:value=move || reason.get() on:input:target=move |event| write(event.target().value())
                />
                <div id="consent-error" role="alert">
                    {move || wrong.get().map(|error| view! {
                        <p class="field-error">
                            <Icon glyph=Glyph::Alert small=true />
                            <span>{words.common.on_field(&error, "reason").unwrap_or_else(|| words.common.error(&error))}</span>
                        </p>
                    })}
                </div>
                <p class="field-help" id="consent-help">
                    {move || if is_out.get() { w.opt_in_help } else { w.opt_out_help }}
                </p>
                <div class="fact-acts">
                    <Button small=true submit=true kind=ButtonKind::Danger busy=busy>{act}</Button>
                    <Button small=true kind=ButtonKind::Quiet on:click=move |_| end()>{words.common.cancel}</Button>
                </div>
            </form>
        </Show>
    }
}
