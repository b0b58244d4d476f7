//! The question before a session is closed: Close, or Close & dispose. Where a disposition is mandatory the second is the
//! only way, and the reason stands there.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{Panes, dispositions::DispositionPicker, scheduled::ScheduledOnClose};
use crate::{
    api::{
        AppError,
        closing::{close, load_closing},
        new_sms::cancel_all_scheduled,
    },
    domain::{
        DispositionId,
        disposition::{ClosingForm, Disposal},
    },
    ui::{
        browser,
        live::{Session, path_of, use_live},
        widgets::{Button, ButtonKind, Dialog, ErrorNote, Glyph, Icon, Show, Skeleton},
        words::use_words,
    },
};

/// How the dialog stands.
#[derive(Clone, Copy)]
struct Asking {
    session: RwSignal<Option<Session>>,
    open: RwSignal<bool>,
    busy: RwSignal<bool>,
    /// What there is to choose from; `None` while it comes.
    form: RwSignal<Option<Result<ClosingForm, AppError>>>,
    /// The picker is shown.
    disposing: RwSignal<bool>,
    chosen: RwSignal<Option<DispositionId>>,
    remark: RwSignal<String>,
    failed: RwSignal<Option<AppError>>,
    /// What is scheduled is not sent.
    cancels: RwSignal<bool>,
}

impl Asking {
    fn begin(self) {
        self.failed.set(None);
        self.busy.set(false);
        self.chosen.set(None);
        self.cancels.set(false);
        self.remark.set(String::new());
        self.disposing.set(false);
        self.load();
        self.open.set(true);
    }

    fn load(self) {
        let Some(session) = self.session.get_untracked() else { return };
        self.form.set(None);
        spawn_local(async move {
            let form = load_closing(session.id).await;
            let still = self.session.try_with_untracked(|now| now.as_ref().is_some_and(|now| now.id == session.id));
            if still == Some(true) {
                if form.as_ref().is_ok_and(|form| form.required.is_some()) {
                    self.disposing.set(true);
                }
                self.form.set(Some(form));
            }
        });
    }

    fn required(self) -> bool {
        self.form.with(|form| matches!(form, Some(Ok(form)) if form.required.is_some()))
    }

    /// There are dispositions to choose from, or they are on their way: who types fast is not held up by a grey button.
    fn may_dispose(self) -> bool {
        self.form.with(|form| match form {
            None => true,
            Some(Ok(form)) => !form.choices.is_empty(),
            Some(Err(_)) => false,
        })
    }

    fn has_choices(self) -> bool {
        self.form.with(|form| matches!(form, Some(Ok(form)) if !form.choices.is_empty()))
    }
}

#[component]
pub(super) fn CloseDialog() -> impl IntoView {
    let words = use_words();
    let w = &words.closing;
    let live = use_live();
    let panes: Panes = expect_context();
    let navigate = StoredValue::new(use_navigate());
    let asking = Asking {
        session: panes.closing,
        open: RwSignal::new(false),
        busy: RwSignal::new(false),
        form: RwSignal::new(None),
        disposing: RwSignal::new(false),
        chosen: RwSignal::new(None),
        remark: RwSignal::new(String::new()),
        failed: RwSignal::new(None),
        cancels: RwSignal::new(false),
    };
    Effect::new(move || {
        if asking.session.with(Option::is_some) {
            untrack(|| asking.begin());
        }
    });
    Effect::new(move || {
        if !asking.open.get() && asking.session.with_untracked(Option::is_some) {
            asking.session.set(None);
        }
    });
    let facts = move || asking.session.with(|session| session.as_ref().and_then(|session| session.facts.get()));
    let name = move || facts().map(|facts| facts.contact_name).unwrap_or_default();
    let text = move || match facts() {
        Some(facts) if facts.owner == Some(live.me.with(|me| me.id)) => w.close_text.to_string(),
        Some(facts) => facts.owner_name.map_or_else(|| w.close_nobodys.to_string(), |owner| (w.close_others)(&owner)),
        None => String::new(),
    };
    let scheduled = Signal::derive(move || facts().map_or(0, |facts| facts.scheduled));
    let draft =
        move || asking.session.with(|it| it.as_ref().is_some_and(|it| it.draft.with(|draft| !draft.trim().is_empty())));
    let send = move |disposal: Option<Disposal>| {
        let Some(session) = asking.session.get_untracked() else { return };
        if asking.busy.get_untracked() {
            return;
        }
        asking.busy.set(true);
        asking.failed.set(None);
        let cancels = asking.cancels.get_untracked() && scheduled.get_untracked() > 0;
        live.let_go(session.id, true);
        spawn_local(async move {
            let is_tab = live.sessions.with_untracked(|all| all.iter().any(|tab| tab.id == session.id));
            let next = live.neighbour(session.id);
            let answer = match cancels {
                true => cancel_all_scheduled(session.id).await,
                false => Ok(()),
            };
            let answer = match answer {
                Ok(()) => close(session.id, disposal).await,
                failed => failed,
            };
            live.let_go(session.id, false);
            match answer {
                Ok(()) => {
                    session.draft.set(String::new());
                    live.remember_draft(&session);
                    // Somebody else's stays on the screen, closed, for whoever closed it.
                    if is_tab && live.active.get_untracked() == Some(session.id) {
                        let path = next.map_or_else(|| "/".to_owned(), |next| path_of(next.id));
                        navigate.with_value(|go| go(&path, NavigateOptions::default()));
                    }
                    asking.open.set(false);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => {
                    asking.busy.set(false);
                    // What is offered, or whether it is mandatory, changed meanwhile.
                    if error.on_field("disposition").is_some() {
                        asking.chosen.set(None);
                        asking.load();
                    }
                    asking.failed.set(Some(error));
                }
            }
        });
    };
    let dispose = Callback::new(move |()| {
        if let Some(disposition) = asking.chosen.get_untracked() {
            send(Some(Disposal { disposition, remark: asking.remark.get_untracked() }));
        }
    });
    view! {
        <Dialog open=asking.open label=words.desktop.close_title>
            <h2>{move || (words.desktop.close_question)(&name())}</h2>
            <p>{text}</p>
            <ScheduledOnClose count=scheduled cancels=asking.cancels />
            <Show when=draft><p><strong>{words.desktop.close_unsent}</strong></p></Show>
            <FormState asking=asking />
            <Show when=move || { asking.disposing.get() && asking.has_choices() }>
                {move || asking.form.get().and_then(Result::ok).map(|form| view! {
                    <DispositionPicker form=form chosen=asking.chosen remark=asking.remark confirm=dispose />
                })}
            </Show>
            <CloseError failed=asking.failed />
            <div class="dialog-actions">
                <Button on:click=move |_| asking.open.set(false)>{words.common.cancel}</Button>
                <Show when=move || asking.disposing.get() fallback=move || view! {
                    <Button
                        disabled=Signal::derive(move || !asking.may_dispose())
                        on:click=move |_| {
                            asking.failed.set(None);
                            asking.disposing.set(true);
                        }
                    >
                        {w.close_and_dispose}
                    </Button>
                    <Button
                        // At once, also while the choices come: whether it may be closed without one, the server decides.
                        kind=ButtonKind::Primary busy=asking.busy attr:autofocus=true on:click=move |_| send(None)
                    >
                        {w.close}
                    </Button>
                }>
                    <Show when=move || !asking.required()>
                        <Button on:click=move |_| asking.disposing.set(false)>{w.back}</Button>
                    </Show>
                    <Button
                        kind=ButtonKind::Primary busy=asking.busy
                        disabled=Signal::derive(move || asking.chosen.with(Option::is_none))
                        on:click=move |_| dispose.run(())
                    >
                        {w.close_and_dispose}
                    </Button>
                </Show>
            </div>
        </Dialog>
    }
}

/// What there is to choose from: coming, not to be had, nothing, or mandatory.
#[component]
fn FormState(asking: Asking) -> impl IntoView {
    let words = use_words();
    let w = &words.closing;
    move || {
        asking.form.with(|form| match form {
            None if asking.disposing.get() => view! { <Skeleton lines=4 /> }.into_any(),
            None => ().into_any(),
            Some(Err(error)) => {
                let retry = Callback::new(move |()| asking.load());
                view! { <ErrorNote what=w.choices_failed error=Some(error.clone()) retry=retry /> }.into_any()
            }
            Some(Ok(form)) => match form.required {
                Some(by) => {
                    view! { <p class="close-reason"><Icon glyph=Glyph::Info small=true />{(w.required)(by)}</p> }
                        .into_any()
                }
                None if form.choices.is_empty() => view! { <p class="soft">{w.none_here}</p> }.into_any(),
                None => ().into_any(),
            },
        })
    }
}

/// Why it was not closed, in the words of the field where there is one.
#[component]
fn CloseError(failed: RwSignal<Option<AppError>>) -> impl IntoView {
    let words = use_words();
    let said = move || {
        failed.get().map(|error| {
            let of_field = ["disposition", "remark"].iter().find_map(|field| words.common.on_field(&error, field));
            format!("{} {}", words.desktop.close_failed, of_field.unwrap_or_else(|| words.common.error(&error)))
        })
    };
    view! {
        <div role="alert">
            {move || said().map(|said| view! { <p class="field-error"><Icon glyph=Glyph::Alert small=true /><span>{said}</span></p> })}
        </div>
    }
}
