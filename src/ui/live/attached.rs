//! What is attached to the reply in the composer. A file goes to the server at once and waits there for its message; the
//! list survives a reload.

use leptos::{prelude::*, task::spawn_local};

use super::{Live, Session};
use crate::{
    api::{AppError, media::discard_media, wire},
    domain::media::Media,
    ui::{
        browser,
        files::{PickedFile, in_address, upload},
    },
};

#[derive(Clone)]
pub struct Attached {
    /// Tells it from the others on this page.
    pub key: String,
    pub name: String,
    /// Bytes.
    pub size: i64,
    pub upload: ArcRwSignal<Upload>,
    /// `None` after a reload.
    file: Option<PickedFile>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upload {
    Going,
    /// With the server.
    Done(Media),
    Failed(AppError),
}

impl Attached {
    pub fn media(&self) -> Option<Media> {
        match self.upload.get() {
            Upload::Done(media) => Some(media),
            Upload::Going | Upload::Failed(_) => None,
        }
    }
}

impl Live {
    /// Attaches a file to the reply and uploads it.
    pub fn attach(&self, session: &Session, file: PickedFile, name: String) {
        let attached = Attached {
            key: browser::random_key(),
            name,
            size: file.size,
            upload: ArcRwSignal::new(Upload::Going),
            file: Some(file),
        };
        session.attached.update(|all| all.push(attached.clone()));
        self.upload(session.clone(), attached);
    }

    /// Uploads it again.
    pub fn attach_again(&self, session: &Session, attached: &Attached) {
        attached.upload.set(Upload::Going);
        self.upload(session.clone(), attached.clone());
    }

    fn upload(&self, session: Session, attached: Attached) {
        let Some(file) = attached.file.clone() else { return };
        let live = *self;
        spawn_local(async move {
            let address = format!("/media/upload?interaction={}&name={}", session.id, in_address(&attached.name));
            match upload::<Media>(&address, &file).await {
                Ok(media) => {
                    let still = session.attached.with_untracked(|all| all.iter().any(|it| it.key == attached.key));
                    if still {
                        attached.upload.set(Upload::Done(media));
                        live.remember_attached(&session);
                    } else {
                        // Removed meanwhile. What can't be thrown away now goes by itself in a day.
                        let _ = discard_media(media.id).await;
                    }
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => attached.upload.set(Upload::Failed(error)),
            }
        });
    }

    /// Takes it off the reply.
    pub fn detach(&self, session: &Session, attached: &Attached) {
        session.attached.update(|all| all.retain(|it| it.key != attached.key));
        self.remember_attached(session);
        if let Upload::Done(media) = attached.upload.get_untracked() {
            spawn_local(async move {
                let _ = discard_media(media.id).await;
            });
        }
    }

    /// What is with the server, to be sent now; nothing is attached any more.
    pub(super) fn take_attached(&self, session: &Session) -> Vec<Media> {
        let media = untrack(|| session.attached.with(|all| all.iter().filter_map(Attached::media).collect()));
        session.attached.update(Vec::clear);
        self.remember_attached(session);
        media
    }

    /// Gives back what was to be sent.
    pub(super) fn put_back(&self, session: &Session, media: Vec<Media>) {
        if media.is_empty() {
            return;
        }
        session.attached.update(|all| all.extend(media.into_iter().map(waiting)));
        self.remember_attached(session);
    }

    fn remember_attached(&self, session: &Session) {
        let media: Vec<Media> =
            untrack(|| session.attached.with(|all| all.iter().filter_map(Attached::media).collect()));
        let kept = if media.is_empty() { None } else { serde_json::to_string(&media).ok() };
        browser::keep(&self.key_of("attached", session), &kept.unwrap_or_default());
    }

    pub(super) fn restore_attached(&self, session: &Session) {
        let kept = browser::recall(&self.key_of("attached", session));
        let media: Vec<Media> = kept.and_then(|kept| wire::read(&kept).ok()).unwrap_or_default();
        if !media.is_empty() {
            session.attached.set(media.into_iter().map(waiting).collect());
        }
    }
}

fn waiting(media: Media) -> Attached {
    Attached {
        key: format!("media-{}", media.id),
        name: media.name.clone(),
        size: media.size,
        upload: ArcRwSignal::new(Upload::Done(media)),
        file: None,
    }
}
