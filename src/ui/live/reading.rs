//! Reading conversations from the server: the newest of one, stretches further up, the sessions before it; and again what
//! could not be read while the link was down.

use leptos::{prelude::*, task::spawn_local};

use super::{Live, Loading, Session};
use crate::{
    api::{
        AppError,
        desktop::{load_conversation, load_past_sessions},
    },
    domain::{
        InteractionId,
        interaction::{Conversation, Stretch},
    },
    ui::browser,
};

impl Live {
    /// Loads the newest messages.
    pub(super) fn load(&self, session: Session) {
        let live = *self;
        session.thread.loading.set(Loading::Under);
        spawn_local(async move {
            live.read_newest(&session).await;
        });
    }

    /// The same, awaited.
    async fn read_newest(&self, session: &Session) {
        session.thread.loading.set(Loading::Under);
        let stood_at = self.stood_at.try_get_value();
        match load_conversation(session.id, Stretch::Newest).await {
            Ok(conversation) => self.merge_newest(conversation),
            Err(AppError::Unauthenticated) => browser::go("/sign-in"),
            // The link broke under it and stands again: nobody else would ask once more.
            Err(AppError::Unavailable) if self.stood_at.try_get_value() != stood_at => {
                session.thread.loading.set(Loading::Not);
            }
            Err(error) => session.thread.loading.set(Loading::Failed(error)),
        }
    }

    /// The link is back: what could not be loaded without it is loaded, what is on the screen at once. Whether that is
    /// here now.
    pub(super) async fn read_what_failed(&self) -> bool {
        let shown = [self.active.try_get_untracked().flatten(), self.beside.try_get_untracked().flatten()];
        let mut all_here = true;
        for session in self.sessions.get_untracked().iter().chain(&self.visited.get_untracked()) {
            if !session.thread.wants_the_link() {
                continue;
            }
            if shown.contains(&Some(session.id)) {
                self.read_newest(session).await;
                all_here &= !session.thread.wants_the_link();
            } else {
                session.thread.go_stale();
            }
        }
        all_here
    }

    /// Loads a stretch of a conversation, or of an earlier one that stands above it.
    pub async fn load_stretch(&self, session: &Session, of: InteractionId, stretch: Stretch) -> Result<(), AppError> {
        let conversation = load_conversation(of, stretch).await?;
        match (of == session.id, stretch) {
            (true, Stretch::Newest) => self.merge_newest(conversation),
            (true, _) => session.thread.merge(conversation.messages, conversation.older),
            (false, _) => session.thread.merge_past(of, conversation.messages, conversation.older),
        }
        Ok(())
    }

    /// Finds the earlier sessions of the same peer and account.
    pub async fn load_past(&self, session: &Session) -> Result<(), AppError> {
        let oldest = session.thread.past.with_untracked(|past| past.chapters.first().map(|it| it.interaction.id));
        let found = load_past_sessions(session.id, oldest.unwrap_or(session.id)).await?;
        session.thread.add_past(found);
        Ok(())
    }

    pub(super) fn merge_newest(&self, conversation: Conversation) {
        let session = self.session_or_visit(conversation.interaction.id);
        let unread = conversation.interaction.unread;
        self.interaction_changed(conversation.interaction.clone());
        if session.facts.with_untracked(Option::is_none) {
            session.facts.set(Some(conversation.interaction));
        }
        session.thread.merge_newest(conversation.messages, conversation.older);
        session.thread.mark_unread(unread);
    }

    /// An interaction to be read beside the one in hand, loaded when it is not there yet.
    pub fn visit(&self, id: InteractionId) -> Session {
        let session = self.session_or_visit(id);
        if session.thread.loading.get_untracked() == Loading::Not {
            self.load(session.clone());
        }
        session
    }

    /// The first paint shows older messages: a way to them without script. The newest follow once the page is alive.
    pub(super) fn begin_further_up(&self, conversation: Conversation) {
        let session = self.session_or_visit(conversation.interaction.id);
        self.interaction_changed(conversation.interaction.clone());
        session.facts.set(Some(conversation.interaction));
        session.thread.merge(conversation.messages, conversation.older);
    }
}
