//! Takes the oldest waiting customer without being asked.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::{AppError, closing::pull},
    domain::offer::Claim,
    ui::{
        browser,
        live::{Live, path_of, use_live},
        widgets::{Button, Glyph, Notices, Show, use_notices},
        words::{Words, use_words},
    },
};

/// Somebody waits in his queues, and he has room.
pub fn may_pull(live: Live) -> bool {
    live.queues.with(|queues| queues.iter().any(|queue| queue.waiting > 0))
        && live.presence.with(|it| it.open < it.capacity)
}

/// Takes who has waited longest and goes there; says why not.
pub async fn pull_oldest(words: &'static Words, notices: Notices, go: impl Fn(&str)) {
    match pull().await {
        Ok(Claim::Won { interaction }) => go(&path_of(interaction)),
        Ok(Claim::Full { capacity }) => notices.say((words.offers.full)(capacity)),
        Ok(Claim::TakenBy { name }) => notices.say((words.offers.taken_by)(&name)),
        Ok(Claim::Gone) => notices.say(words.offers.gone),
        Err(AppError::Unauthenticated) => browser::go("/sign-in"),
        Err(error) => notices.say(format!("{} {}", words.hands.pull_failed, words.common.error(&error))),
    }
}

/// Only there while somebody waits in his queues and he has room.
#[component]
pub fn PullButton(#[prop(optional)] small: bool) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let navigate = StoredValue::new(use_navigate());
    let busy = RwSignal::new(false);
    let take = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        // What it stands on may be gone when the answer comes.
        let go = navigate.get_value();
        spawn_local(async move {
            pull_oldest(words, notices, |path| go(path, NavigateOptions::default())).await;
            busy.try_set(false);
        });
    };
    let may = Memo::new(move |_| may_pull(live));
    view! {
        <Show when=move || may.get()>
            <span class="pull" class:small=small>
                <Button small=small glyph=Glyph::Inbox busy=busy on:click=take>{words.hands.pull}</Button>
            </span>
        </Show>
    }
}
