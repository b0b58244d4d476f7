//! Said above a conversation while a colleague is asked to take it over; it can still be kept.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::closing::cancel_transfer,
    ui::{
        live::{Session, use_live},
        widgets::{Button, Glyph, Icon, Show, use_notices},
        words::use_words,
    },
};

#[component]
pub(super) fn UnderWay(session: Session) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let (id, facts) = (session.id, session.facts);
    let to = Memo::new(move |_| facts.with(|facts| facts.as_ref().and_then(|facts| facts.transfer_to_name.clone())));
    let keep = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        live.let_go(id, true);
        spawn_local(async move {
            if let Err(error) = cancel_transfer(id).await {
                notices.say(format!("{} {}", words.hands.cancel_failed, words.common.error(&error)));
            }
            live.let_go(id, false);
            busy.try_set(false);
        });
    };
    view! {
        <div role="status">
            {move || to.get().map(|to| view! {
                <div class="under-way">
                    <Icon glyph=Glyph::Users small=true />
                    <p class="grow">{move || (words.hands.under_way)(&to)}</p>
                    <Show when=move || live.owns(id)>
                        <Button small=true busy=busy on:click=keep>{words.hands.cancel}</Button>
                    </Show>
                </div>
            })}
        </div>
    }
}
