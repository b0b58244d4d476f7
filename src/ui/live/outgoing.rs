//! What was written here and is on its way to the server. Each text has one key for its whole life, so however often it
//! is handed over, it is sent once; from two windows with the same draft too. It survives a reload.

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::{Live, Session};
use crate::{
    api::{
        AppError,
        desktop::{note, reply},
        wire,
    },
    domain::{Timestamp, draft::Mode, media::Media},
    ui::browser,
};

#[derive(Clone)]
pub struct Outgoing {
    pub key: String,
    pub mode: Mode,
    pub text: String,
    /// With the server already, waiting for its message.
    pub media: Vec<Media>,
    pub at: Timestamp,
    pub progress: ArcRwSignal<Progress>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Being handed to the server.
    Going,
    /// The server could not be reached; tried again by itself.
    Waiting,
    /// Found after a reload, too old to be sent unasked.
    Asking,
    /// The server said no.
    Refused(AppError),
}

/// As kept over a reload.
#[derive(Serialize, Deserialize)]
struct Kept {
    key: String,
    mode: Mode,
    text: String,
    #[serde(default)]
    media: Vec<Media>,
    at: Timestamp,
}

/// The waits between tries, in milliseconds; the last one goes on.
const WAITS: [u32; 5] = [1_000, 2_000, 5_000, 10_000, 20_000];
/// How old a text may be to be sent after a reload without asking.
const FRESH: i64 = 5 * 60_000;

impl Live {
    /// Shows a text at once and hands it to the server; a reply takes along what is attached.
    pub fn send(&self, session: &Session, mode: Mode, text: String) {
        let media = if mode == Mode::Reply { self.take_attached(session) } else { Vec::new() };
        let outgoing = Outgoing {
            key: self.compose_key(session.id, mode, &text),
            mode,
            text,
            media,
            at: browser::now(),
            progress: ArcRwSignal::new(Progress::Going),
        };
        session.thread.outgoing.update(|all| all.push(outgoing.clone()));
        session.thread.first_new.set(None);
        self.remember_outgoing(session);
        self.hand_over(session.clone(), outgoing, 0);
    }

    /// Tries again now, with the same key.
    pub fn retry(&self, session: &Session, outgoing: &Outgoing) {
        outgoing.progress.set(Progress::Going);
        self.hand_over(session.clone(), outgoing.clone(), 0);
    }

    /// Gives a text back to the composer instead of sending it. One that the server may have keeps its name, unless
    /// something else was begun there.
    pub fn take_back(&self, session: &Session, outgoing: &Outgoing) {
        session.thread.outgoing.update(|all| all.retain(|other| other.key != outgoing.key));
        self.switch_mode(session, outgoing.mode);
        self.put_back(session, outgoing.media.clone());
        let refused = matches!(outgoing.progress.get_untracked(), Progress::Refused(_));
        let is_again = !refused && session.draft.with_untracked(String::is_empty);
        session.draft.update(|draft| {
            if !draft.is_empty() && !outgoing.text.is_empty() {
                draft.insert(0, '\n');
            }
            draft.insert_str(0, &outgoing.text);
        });
        self.remember_outgoing(session);
        self.remember_draft(session);
        if is_again {
            self.name_draft(session, outgoing.mode, outgoing.key.clone());
        }
    }

    /// What waits is tried again: the connection is back.
    pub(super) fn retry_waiting(&self) {
        for session in self.sessions.get_untracked() {
            for outgoing in session.thread.outgoing.get_untracked() {
                if outgoing.progress.get_untracked() == Progress::Waiting {
                    self.retry(&session, &outgoing);
                }
            }
        }
    }

    fn hand_over(&self, session: Session, outgoing: Outgoing, tries: usize) {
        let live = *self;
        spawn_local(async move {
            let Outgoing { key, mode, text, media, progress, .. } = outgoing.clone();
            let outcome = match mode {
                Mode::Reply => reply(session.id, text, media.iter().map(|it| it.id).collect(), key.clone()).await,
                Mode::Note => note(session.id, text, key.clone()).await,
            };
            match outcome {
                Ok(message) => {
                    session.thread.outgoing.update(|all| all.retain(|other| other.key != key));
                    session.thread.put(message);
                    live.remember_outgoing(&session);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(AppError::Unavailable) => {
                    progress.set(Progress::Waiting);
                    browser::after(WAITS[tries.min(WAITS.len() - 1)], move || {
                        let still = session.thread.outgoing.with_untracked(|all| all.iter().any(|it| it.key == key));
                        if still && progress.get_untracked() == Progress::Waiting {
                            live.hand_over(session, outgoing, tries + 1);
                        }
                    });
                }
                Err(error) => progress.set(Progress::Refused(error)),
            }
        });
    }

    pub(super) fn remember_outgoing(&self, session: &Session) {
        let kept: Vec<Kept> = session.thread.outgoing.with_untracked(|all| {
            let keep = |it: &Outgoing| Kept {
                key: it.key.clone(),
                mode: it.mode,
                text: it.text.clone(),
                media: it.media.clone(),
                at: it.at,
            };
            all.iter().map(keep).collect()
        });
        let text = if kept.is_empty() { None } else { serde_json::to_string(&kept).ok() };
        browser::keep(&self.key_of("outgoing", session), &text.unwrap_or_default());
    }

    /// Brings back what a reload would have lost.
    pub(super) fn restore(&self, session: &Session) {
        self.restore_drafts(session);
        session.anchor.set(self.recall_place(session));
        self.restore_attached(session);
        let outgoing = browser::recall(&self.key_of("outgoing", session));
        for kept in outgoing.and_then(|text| wire::read::<Vec<Kept>>(&text).ok()).unwrap_or_default() {
            let fresh = browser::now().since(kept.at) < FRESH;
            let outgoing = Outgoing {
                key: kept.key,
                mode: kept.mode,
                text: kept.text,
                media: kept.media,
                at: kept.at,
                progress: ArcRwSignal::new(if fresh { Progress::Going } else { Progress::Asking }),
            };
            session.thread.outgoing.update(|all| all.push(outgoing.clone()));
            if fresh {
                self.hand_over(session.clone(), outgoing, 0);
            }
        }
    }

    pub(super) fn key_of(&self, what: &str, session: &Session) -> String {
        format!("{what}.{}.{}", self.me.with_untracked(|me| me.id), session.id)
    }
}
