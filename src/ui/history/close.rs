//! Closing all that are selected: the disposition is one that is offered for every one of them.

use leptos::{prelude::*, task::spawn_local};

use super::{
    listing::Listing,
    outcome::{Deed, OutcomeNote},
};
use crate::{
    api::{
        AppError,
        history::{close_all, load_closing_of_all},
    },
    domain::{
        DispositionId,
        disposition::{ClosingForm, Disposal},
    },
    ui::{
        browser,
        desktop::DispositionPicker,
        widgets::{Button, ButtonKind, Dialog, ErrorNote, Glyph, Icon, Show, Skeleton, use_notices},
        words::use_words,
    },
};

#[component]
pub(super) fn CloseMany(listing: Listing, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let w = &words.history;
    let notices = use_notices();
    let deed = Deed::new();
    let form = RwSignal::new(None::<Result<ClosingForm, AppError>>);
    let chosen = RwSignal::new(None::<DispositionId>);
    let remark = RwSignal::new(String::new());
    let load = move || {
        form.set(None);
        let ids = deed.ids.get_untracked();
        spawn_local(async move {
            let answer = load_closing_of_all(ids.clone()).await;
            if deed.ids.try_with_untracked(|now| *now == ids) == Some(true) {
                form.set(Some(answer));
            }
        });
    };
    Effect::new(move || {
        if open.get() {
            untrack(|| {
                deed.begin(listing);
                chosen.set(None);
                remark.set(String::new());
                load();
            });
        }
    });
    let required = move || form.with(|form| matches!(form, Some(Ok(form)) if form.required.is_some()));
    let ready = move || match form.with(|form| form.as_ref().map(Result::is_ok)) {
        Some(true) => !required() || chosen.with(Option::is_some),
        _ => false,
    };
    let send = Callback::new(move |()| {
        if deed.busy.get_untracked() || !untrack(ready) {
            return;
        }
        deed.busy.set(true);
        deed.failed.set(None);
        let disposal =
            chosen.get_untracked().map(|disposition| Disposal { disposition, remark: remark.get_untracked() });
        spawn_local(async move {
            let answer = close_all(deed.ids.get_untracked(), disposal).await;
            deed.busy.try_set(false);
            match answer {
                Ok(outcome) => {
                    listing.settle(outcome.done.clone());
                    if outcome.not.is_empty() {
                        notices.say((w.were_closed)(outcome.done.len(), 0));
                        open.try_set(false);
                    } else {
                        deed.partly.try_set(Some(outcome));
                    }
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => drop(deed.failed.try_set(Some(error))),
            }
        });
    });
    let title = move || (w.close_title)(deed.count());
    let picker = move || {
        form.get().map(|form| match form {
            Err(error) => view! {
                <ErrorNote what=words.closing.choices_failed error=Some(error) retry=Callback::new(move |()| load()) />
            }
            .into_any(),
            Ok(form) if form.choices.is_empty() => {
                let said = if form.required.is_some() { w.none_shared_required } else { w.none_shared };
                view! { <p class="soft">{said}</p> }.into_any()
            }
            Ok(form) => {
                let note = form.required.is_some().then(|| {
                    view! {
                        <p class="close-reason"><Icon glyph=Glyph::Info small=true />{w.required}</p>
                    }
                });
                let unchosen = form.required.is_none().then_some(w.without);
                view! {
                    {note}
                    <DispositionPicker form=form chosen=chosen remark=remark confirm=send unchosen=unchosen />
                }
                .into_any()
            }
        })
    };
    let result = move || {
        deed.partly.get().map(|outcome| {
            let (done, not) = (outcome.done.len(), outcome.not.len());
            let told = Signal::derive(move || (w.were_closed)(done, not));
            view! { <OutcomeNote listing=listing outcome=outcome told=told open=open /> }
        })
    };
    view! {
        <Dialog open=open label=Signal::derive(title)>
            <h2>{title}</h2>
            <Show when=move || deed.partly.with(Option::is_none) fallback=move || result()>
                <p class="soft">{w.close_text}</p>
                <Show when=move || form.with(Option::is_some) fallback=|| view! { <Skeleton lines=4 /> }>{picker}</Show>
                <Show when=move || deed.failed.with(Option::is_some)>
                    <ErrorNote what=w.not_closed error=deed.failed />
                </Show>
                <div class="dialog-actions">
                    <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                    <Button
                        kind=ButtonKind::Danger busy=deed.busy disabled=Signal::derive(move || !ready())
                        on:click=move |_| send.run(())
                    >
                        {title}
                    </Button>
                </div>
            </Show>
        </Dialog>
    }
}
