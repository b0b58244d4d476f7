//! The composer's other ways to send: later, or although something stands in the way.

use leptos::{prelude::*, task::spawn_local};

use super::shortcuts::COMPOSER;
use crate::{
    api::{AppError, new_sms::reply_as},
    domain::{new_sms::Later, quiet::Outlook, user::Right},
    ui::{
        browser,
        live::{Live, Mode, Session, use_live},
        new_sms::{DespiteDialog, LaterDialog},
        widgets::{Button, ButtonKind, Glyph, IconButton, Show, use_notices},
        words::use_words,
    },
};

/// Hands the draft over in one of these ways. Copies are the same thing.
#[derive(Clone, Copy)]
struct Sending {
    live: Live,
    session: StoredValue<Session>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<AppError>>,
}

impl Sending {
    fn new(session: Session) -> Sending {
        Sending {
            live: use_live(),
            session: StoredValue::new(session),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
        }
    }

    fn run(self, later: Option<Later>, despite: Option<String>, done: impl Fn(Result<(), AppError>) + 'static) {
        let session = self.session.get_value();
        let text = session.draft.with_untracked(|draft| draft.trim().to_owned());
        if text.is_empty() || self.busy.get_untracked() {
            return;
        }
        let live = self.live;
        let key = live.compose_key(session.id, Mode::Reply, &text);
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let answer = reply_as(session.id, text.clone(), key, later, despite).await;
            self.busy.try_set(false);
            done(match answer {
                Ok(message) => {
                    session.thread.put(message);
                    // What was typed meanwhile stays, and is another text.
                    if session.draft.with_untracked(|draft| draft.trim() == text) {
                        session.draft.set(String::new());
                        live.remember_draft(&session);
                    } else {
                        live.name_draft(&session, Mode::Reply, browser::random_key());
                    }
                    Ok(())
                }
                Err(AppError::Unauthenticated) => return browser::go("/sign-in"),
                Err(error) => Err(error),
            });
        });
    }
}

/// The other ways: which of their dialogs is open, and the text they hand over. Copies are the same thing.
#[derive(Clone, Copy)]
pub(in crate::ui) struct OtherWays {
    sending: Sending,
    outlook: RwSignal<Option<Outlook>>,
    /// Asks for the outlook.
    wanted: RwSignal<bool>,
    later: RwSignal<bool>,
    despite: RwSignal<bool>,
}

impl OtherWays {
    pub(super) fn new(session: Session, outlook: RwSignal<Option<Outlook>>, wanted: RwSignal<bool>) -> OtherWays {
        let (later, despite) = (RwSignal::new(false), RwSignal::new(false));
        OtherWays { sending: Sending::new(session), outlook, wanted, later, despite }
    }

    /// One of the dialogs wants to be open.
    pub(super) fn asked(self) -> Signal<bool> {
        Signal::derive(move || self.later.get() || self.despite.get())
    }

    pub(super) fn abandon(self) {
        self.later.set(false);
        self.despite.set(false);
    }
}

/// A clock beside Send.
#[component]
pub(super) fn SendLater(
    ways: OtherWays,
    /// There is a text that may be sent some time.
    #[prop(into)]
    ready: Signal<bool>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <IconButton
            glyph=Glyph::Clock label=words.later.send_later disabled=Signal::derive(move || !ready.get())
            on:click=move |_| {
                ways.sending.failed.set(None);
                ways.wanted.set(true);
                ways.later.set(true);
            }
        />
    }
}

/// For those who may: send although the customer opted out or it is quiet there.
#[component]
pub(super) fn SendDespite(
    ways: OtherWays,
    #[prop(into)] ready: Signal<bool>,
    obstacle: Memo<Option<String>>,
) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let offered = Memo::new(move |_| {
        obstacle.with(Option::is_some) && ready.get() && live.me.with(|me| me.role.may(Right::SendDespite))
    });
    view! {
        <Show when=move || offered.get()>
            <Button kind=ButtonKind::Quiet small=true busy=ways.sending.busy on:click=move |_| ways.despite.set(true)>
                {words.later.despite}
            </Button>
        </Show>
    }
}

/// Beside the composer, for a form can't stand in another.
#[component]
pub(super) fn OtherWaysDialogs(ways: OtherWays, obstacle: Memo<Option<String>>) -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let sending = ways.sending;
    let schedule = Callback::new(move |later| {
        sending.run(Some(later), None, move |answer| match answer {
            Ok(()) => {
                ways.later.try_set(false);
                // The button it was opened with is switched off: there is nothing to send any more.
                browser::after(0, || {
                    browser::focus_id(COMPOSER);
                });
            }
            Err(error) => {
                sending.failed.try_set(Some(error));
            }
        });
    });
    let send = Callback::new(move |why| {
        sending.run(None, Some(why), move |answer| {
            if let Err(error) = answer {
                notices.say(format!("{} {}", words.new_sms.failed, words.common.error(&error)));
            }
        });
    });
    view! {
        <LaterDialog
            open=ways.later outlook=ways.outlook failed=sending.failed busy=sending.busy schedule=schedule
        />
        <DespiteDialog
            open=ways.despite obstacle=Signal::derive(move || obstacle.get().unwrap_or_default()) send=send
        />
    }
}
