//! The question before a session is closed.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{Panes, scheduled::ScheduledOnClose};
use crate::{
    api::{AppError, desktop::close, new_sms::cancel_all_scheduled},
    ui::{
        browser,
        live::{Live, Session, path_of, use_live},
        widgets::{Button, ButtonKind, Dialog, ErrorNote},
        words::use_words,
    },
};

#[component]
pub(super) fn CloseDialog() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let panes: Panes = expect_context();
    let navigate = StoredValue::new(use_navigate());
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AppError>);
    let cancels = RwSignal::new(false);

    Effect::new(move || {
        if panes.closing.with(Option::is_some) {
            failed.set(None);
            busy.set(false);
            cancels.set(false);
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && panes.closing.with_untracked(Option::is_some) {
            panes.closing.set(None);
        }
    });
    let name = move || {
        panes.closing.with(|session| {
            let facts = session.as_ref().and_then(|session| session.facts.get());
            facts.map(|facts| facts.contact_name).unwrap_or_default()
        })
    };
    let draft = move || {
        panes.closing.with(|session| session.as_ref().is_some_and(|it| it.draft.with(|draft| !draft.trim().is_empty())))
    };
    let scheduled = Signal::derive(move || {
        panes.closing.with(|session| {
            let facts = session.as_ref().and_then(|session| session.facts.get());
            facts.map_or(0, |facts| facts.scheduled)
        })
    });
    let confirm = move |_| {
        let Some(session) = panes.closing.get_untracked() else { return };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let cancels = cancels.get_untracked() && scheduled.get_untracked() > 0;
        spawn_local(async move {
            let next = neighbour(live, &session);
            let answer = match cancels {
                true => cancel_all_scheduled(session.id).await,
                false => Ok(()),
            };
            let answer = match answer {
                Ok(()) => close(session.id).await,
                failed => failed,
            };
            match answer {
                Ok(()) => {
                    session.draft.set(String::new());
                    live.remember_draft(&session);
                    if live.active.get_untracked() == Some(session.id) {
                        let path = next.map_or_else(|| "/".to_owned(), |next| path_of(next.id));
                        navigate.with_value(|go| go(&path, NavigateOptions::default()));
                    }
                    open.set(false);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => {
                    busy.set(false);
                    failed.set(Some(error));
                }
            }
        });
    };
    view! {
        <Dialog open=open label=words.desktop.close_title>
            <h2>{move || (words.desktop.close_question)(&name())}</h2>
            <p>{words.desktop.close_text}</p>
            <ScheduledOnClose count=scheduled cancels=cancels />
            <Show when=draft><p><strong>{words.desktop.close_unsent}</strong></p></Show>
            <Show when=move || failed.with(Option::is_some)>
                <ErrorNote what=words.desktop.close_failed error=failed />
            </Show>
            <div class="dialog-actions">
                <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                <Button kind=ButtonKind::Danger busy=busy on:click=confirm attr:autofocus=true>
                    {words.desktop.close_button}
                </Button>
            </div>
        </Dialog>
    }
}

/// The tab to go to when this one is gone: the one after it, else the one before.
fn neighbour(live: Live, session: &Session) -> Option<Session> {
    live.sessions.with_untracked(|all| {
        let at = all.iter().position(|other| other.id == session.id)?;
        all.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| all.get(before))).cloned()
    })
}
