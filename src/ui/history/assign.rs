//! Giving all that are selected to an agent or to a queue.

use leptos::{prelude::*, task::spawn_local};

use super::{
    listing::Listing,
    outcome::{Deed, OutcomeNote},
};
use crate::{
    api::{
        AppError,
        history::{assign_all, load_all_targets},
    },
    domain::transfer::Targets,
    ui::{
        browser,
        desktop::{Purpose, Target, TargetList},
        widgets::{Button, ButtonKind, Dialog, ErrorNote, Show, Skeleton, use_notices},
        words::use_words,
    },
};

#[component]
pub(super) fn AssignMany(listing: Listing, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let w = &words.history;
    let notices = use_notices();
    let deed = Deed::new();
    let targets = RwSignal::new(None::<Result<Targets, AppError>>);
    let chosen = RwSignal::new(None::<Target>);
    let load = move || {
        targets.set(None);
        spawn_local(async move {
            let found = load_all_targets().await;
            targets.try_set(Some(found));
        });
    };
    Effect::new(move || {
        if open.get() {
            untrack(|| {
                deed.begin(listing);
                chosen.set(None);
                load();
            });
        }
    });
    let send = move || {
        let Some(target) = chosen.get_untracked().filter(|_| !deed.busy.get_untracked()) else { return };
        deed.busy.set(true);
        deed.failed.set(None);
        spawn_local(async move {
            let answer = assign_all(deed.ids.get_untracked(), target.to).await;
            deed.busy.try_set(false);
            match answer {
                Ok(outcome) => {
                    listing.settle(outcome.done.clone());
                    if outcome.not.is_empty() {
                        notices.say((w.were_assigned)(outcome.done.len(), 0));
                        open.try_set(false);
                    } else {
                        deed.partly.try_set(Some(outcome));
                    }
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => drop(deed.failed.try_set(Some(error))),
            }
        });
    };
    let title = move || (w.assign_title)(deed.count());
    let button = move || {
        chosen.with(|target| match target {
            Some(target) => (w.assign_to)(deed.count(), &target.name),
            None => title(),
        })
    };
    let list = move || {
        targets.get().map(|targets| match targets {
            Err(error) => view! {
                <ErrorNote what=words.transfer.failed error=Some(error) retry=Callback::new(move |()| load()) />
            }
            .into_any(),
            Ok(targets) => view! { <TargetList targets=targets purpose=Purpose::Assign chosen=chosen /> }.into_any(),
        })
    };
    let result = move || {
        deed.partly.get().map(|outcome| {
            let (done, not) = (outcome.done.len(), outcome.not.len());
            let told = Signal::derive(move || (w.were_assigned)(done, not));
            view! { <OutcomeNote listing=listing outcome=outcome told=told open=open /> }
        })
    };
    view! {
        <Dialog open=open label=Signal::derive(title)>
            <h2>{title}</h2>
            <Show when=move || deed.partly.with(Option::is_none) fallback=move || result()>
                <p class="soft">{w.assign_text}</p>
                <Show when=move || targets.with(Option::is_some) fallback=|| view! { <Skeleton lines=4 /> }>{list}</Show>
                <Show when=move || deed.failed.with(Option::is_some)>
                    <ErrorNote what=w.not_assigned error=deed.failed />
                </Show>
                <div class="dialog-actions">
                    <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                    <Button
                        kind=ButtonKind::Primary busy=deed.busy
                        disabled=Signal::derive(move || chosen.with(Option::is_none)) on:click=move |_| send()
                    >
                        {button}
                    </Button>
                </div>
            </Show>
        </Dialog>
    }
}
