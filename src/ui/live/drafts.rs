//! What is being written. Every key is kept in this browser at once and on the server a moment later, so it is found again
//! after a reload, in another window, on another machine. The newest typing wins, but never over what is just being
//! typed here.

use leptos::{ev, prelude::*, server_fn::ServerFn, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::{Live, Mode, Session};
use crate::{
    api::{
        AppError,
        desktop::{SaveDraft, save_draft},
        wire,
    },
    domain::{InteractionId, Timestamp, draft::Draft},
    ui::browser,
};

/// A pause in typing after which the draft is saved, in milliseconds.
const PAUSE: i64 = 600;
/// Who types on and on is saved at least this often.
const AT_LEAST_EVERY: i64 = 3_000;
/// For so long after a key nothing from elsewhere takes the place of the text.
const JUST_TYPED: i64 = 2_000;

/// One draft as this browser knows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Begun {
    text: String,
    at: Timestamp,
    /// The newest stamp the server is known to have.
    saved: Timestamp,
    /// The first key since it was saved, and the last one, by this browser's clock.
    keys: Option<(Timestamp, Timestamp)>,
    compose_key: String,
}

/// Makes a name for a message that is being begun.
type NewKey = fn() -> String;

impl Begun {
    fn is_saved(&self) -> bool {
        self.saved >= self.at
    }

    /// A key was pressed. Whatever is typed over something is newer than it, whichever clock is right; what is typed into an
    /// empty box is another message.
    fn typed(&mut self, text: String, now: Timestamp, new_key: NewKey) {
        self.at = now.max(self.at + 1);
        if self.text.is_empty() || self.compose_key.is_empty() {
            self.compose_key = new_key();
        }
        self.text = text;
        let first = self.keys.filter(|_| !self.is_saved()).map_or(now, |(first, _)| first);
        self.keys = Some((first, now));
    }

    /// A draft from elsewhere. Whether it is to be shown here.
    fn arrived(&mut self, draft: &Draft, now: Timestamp) -> bool {
        if draft.at <= self.at {
            if draft.at == self.at {
                self.saved = self.saved.max(draft.at);
            }
            return false;
        }
        let typing = self.keys.is_some_and(|(_, last)| now.since(last) < JUST_TYPED);
        // It was sent in another window, or thrown away there.
        let over = draft.text.is_empty() && draft.compose_key == self.compose_key;
        if !self.is_saved() || (typing && !over) {
            // What stands here is to win: it is newer than this from now on.
            self.at = draft.at + 1;
            return false;
        }
        (self.at, self.saved) = (draft.at, draft.at);
        self.compose_key.clone_from(&draft.compose_key);
        let news = self.text != draft.text;
        self.text.clone_from(&draft.text);
        news
    }

    /// The name of a text that is just what stands here.
    fn key(&self, text: &str) -> Option<String> {
        let known = !text.is_empty() && !self.compose_key.is_empty() && self.text.trim() == text;
        known.then(|| self.compose_key.clone())
    }

    fn draft(&self, interaction: InteractionId, mode: Mode) -> Draft {
        Draft { interaction, mode, text: self.text.clone(), at: self.at, compose_key: self.compose_key.clone() }
    }

    fn is_due(&self, now: Timestamp) -> bool {
        self.keys.is_none_or(|(first, last)| now.since(last) >= PAUSE || now.since(first) >= AT_LEAST_EVERY)
    }
}

/// As kept in this browser.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    mode: Mode,
    drafts: Vec<Draft>,
}

impl Live {
    /// Keeps what stands in the composer: call it whenever that changed.
    pub fn remember_draft(&self, session: &Session) {
        let (mode, text) = (session.mode.get_untracked(), session.draft.get_untracked());
        self.drafts.update_value(|all| {
            let begun = all.entry((session.id, mode)).or_default();
            if begun.text != text {
                begun.typed(text, browser::now(), browser::random_key);
            }
        });
        self.keep_drafts(session);
        self.save_soon();
    }

    /// The composer goes to the other mode, with what was begun there.
    pub fn switch_mode(&self, session: &Session, to: Mode) {
        if session.mode.get_untracked() == to {
            return;
        }
        let (draft, aside) = (session.draft.get_untracked(), session.aside.get_untracked());
        session.mode.set(to);
        session.draft.set(aside);
        session.aside.set(draft);
        self.keep_drafts(session);
    }

    /// Saves what is not yet saved, now.
    pub fn save_drafts(&self) {
        for draft in self.unsaved(|_| true) {
            self.save(draft);
        }
    }

    /// A draft typed elsewhere, or one of ours coming back.
    pub(super) fn draft_arrived(&self, draft: &Draft) {
        let now = browser::now();
        let shown = self
            .drafts
            .try_update_value(|all| all.entry((draft.interaction, draft.mode)).or_default().arrived(draft, now));
        let session = untrack(|| self.session(draft.interaction));
        if let (Some(true), Some(session)) = (shown, session) {
            show(&session, draft.mode, draft.text.clone());
            // Not during the first paint: this browser's own copy may be the newer one.
            if self.alive.get_value() {
                self.keep_drafts(&session);
            }
        }
    }

    /// Puts what is known into a session that has just come.
    pub(super) fn fill_drafts(&self, session: &Session) {
        let text = |mode| {
            self.drafts.with_value(|all| all.get(&(session.id, mode)).map(|it| it.text.clone()).unwrap_or_default())
        };
        let (reply, note) = (text(Mode::Reply), text(Mode::Note));
        if reply.is_empty() && !note.is_empty() {
            session.mode.set(Mode::Note);
        }
        show(session, Mode::Reply, reply);
        show(session, Mode::Note, note);
    }

    /// What this browser kept and the server never got.
    pub(super) fn restore_drafts(&self, session: &Session) {
        let kept = browser::recall(&self.key_of("draft", session));
        let Some(kept) = kept.and_then(|text| wire::read::<Kept>(&text).ok()) else { return };
        let mut newer = false;
        self.drafts.update_value(|all| {
            for draft in kept.drafts {
                let begun = all.entry((session.id, draft.mode)).or_default();
                if draft.at > begun.at {
                    (begun.text, begun.at, begun.compose_key) = (draft.text, draft.at, draft.compose_key);
                    newer = true;
                }
            }
        });
        self.fill_drafts(session);
        self.switch_mode(session, kept.mode);
        if newer {
            self.save_soon();
        }
    }

    /// The session is closed: what was begun in it is kept nowhere. What stands on the screen may still be copied.
    pub(super) fn forget_drafts(&self, interaction: InteractionId) {
        self.drafts.update_value(|all| all.retain(|(of, _), _| *of != interaction));
        if self.alive.get_value() {
            browser::keep(&format!("draft.{}.{interaction}", self.me.with_untracked(|me| me.id)), "");
        }
    }

    /// Saves when the page is left or hidden, when another session is taken up.
    pub(super) fn watch_drafts(&self) {
        let live = *self;
        Effect::new(move |_| {
            live.active.track();
            live.save_drafts();
        });
        let hidden = window_event_listener(ev::visibilitychange, move |_| {
            if !browser::visible() {
                live.hand_over_drafts();
            }
        });
        on_cleanup(move || hidden.remove());
    }

    /// The page may be gone in a moment: the browser carries the drafts for us.
    fn hand_over_drafts(&self) {
        for draft in self.unsaved(|_| true) {
            let (key, at) = ((draft.interaction, draft.mode), draft.at);
            let Ok(body) = serde_json::to_string(&SaveDraft { draft }) else { continue };
            if browser::beacon(SaveDraft::PATH, &body) {
                self.mark_saved(key, at);
            }
        }
    }

    fn unsaved(&self, also: impl Fn(&Begun) -> bool) -> Vec<Draft> {
        self.drafts.with_value(|all| {
            let unsaved = all.iter().filter(|(_, begun)| !begun.is_saved() && also(begun));
            unsaved.map(|(&(interaction, mode), begun)| begun.draft(interaction, mode)).collect()
        })
    }

    /// The name under which a text is sent: that of the draft, where it is one.
    pub fn compose_key(&self, interaction: InteractionId, mode: Mode, text: &str) -> String {
        let of_draft = self.drafts.with_value(|all| all.get(&(interaction, mode))?.key(text));
        of_draft.unwrap_or_else(browser::random_key)
    }

    /// What stands in the composer is to become this message.
    pub fn name_draft(&self, session: &Session, mode: Mode, compose_key: String) {
        self.drafts.update_value(|all| all.entry((session.id, mode)).or_default().compose_key = compose_key);
        self.keep_drafts(session);
    }

    fn mark_saved(&self, key: (InteractionId, Mode), at: Timestamp) {
        let _ = self.drafts.try_update_value(|all| {
            if let Some(begun) = all.get_mut(&key) {
                begun.saved = begun.saved.max(at);
            }
        });
    }

    fn save_soon(&self) {
        let live = *self;
        if self.saving_soon.try_get_value() != Some(false) {
            return;
        }
        self.saving_soon.set_value(true);
        browser::after(PAUSE as u32, move || {
            if live.saving_soon.try_set_value(false).is_some() {
                return;
            }
            let now = browser::now();
            for draft in live.unsaved(|begun| begun.is_due(now)) {
                live.save(draft);
            }
            if !live.unsaved(|begun| !begun.is_due(now)).is_empty() {
                live.save_soon();
            }
        });
    }

    fn save(&self, draft: Draft) {
        let live = *self;
        let (key, at) = ((draft.interaction, draft.mode), draft.at);
        spawn_local(async move {
            match save_draft(draft).await {
                Ok(kept) => {
                    live.mark_saved(key, at);
                    live.draft_arrived(&kept);
                }
                // Kept in this browser; tried again with the next key, or when the connection is back.
                Err(AppError::Unavailable | AppError::Unauthenticated | AppError::Slower(_)) => {}
                Err(_) => live.mark_saved(key, at),
            }
        });
    }

    fn keep_drafts(&self, session: &Session) {
        let drafts: Vec<Draft> = self.drafts.with_value(|all| {
            let kept = |mode: Mode| {
                let begun = all.get(&(session.id, mode)).filter(|begun| !begun.text.is_empty() || !begun.is_saved())?;
                Some(begun.draft(session.id, mode))
            };
            Mode::ALL.into_iter().filter_map(kept).collect()
        });
        let mode = session.mode.get_untracked();
        let nothing = drafts.is_empty() && mode == Mode::default();
        let text = if nothing { None } else { serde_json::to_string(&Kept { mode, drafts }).ok() };
        browser::keep(&self.key_of("draft", session), &text.unwrap_or_default());
    }
}

fn show(session: &Session, mode: Mode, text: String) {
    let signal = if session.mode.get_untracked() == mode { &session.draft } else { &session.aside };
    if signal.with_untracked(|now| *now != text) {
        signal.set(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str, at: i64) -> Draft {
        let compose_key = "theirs".into();
        Draft { interaction: InteractionId(1), mode: Mode::Reply, text: text.into(), at: Timestamp(at), compose_key }
    }

    fn mine() -> String {
        "mine".into()
    }

    fn another() -> String {
        "another".into()
    }

    #[test]
    fn what_is_typed_over_a_draft_is_newer_even_by_a_slow_clock() {
        let mut begun = Begun::default();
        assert!(begun.arrived(&draft("from a fast clock", 9_000), Timestamp(0)));
        begun.typed("typed over it".into(), Timestamp(5_000), mine);
        assert_eq!(begun.at, Timestamp(9_001));
        assert!(!begun.is_saved());
    }

    #[test]
    fn a_newer_draft_from_elsewhere_is_shown_once_nobody_types_here() {
        let mut begun = Begun::default();
        begun.typed("here".into(), Timestamp(1_000), mine);
        begun.saved = begun.at;
        assert!(begun.arrived(&draft("there", 2_000), Timestamp(10_000)));
        assert_eq!(begun.text, "there");
        assert!(!begun.arrived(&draft("here", 1_000), Timestamp(10_000)), "an older one");
    }

    #[test]
    fn what_is_being_typed_here_is_never_taken_away_and_wins() {
        let mut begun = Begun::default();
        begun.typed("he".into(), Timestamp(1_000), mine);
        assert!(!begun.arrived(&draft("there", 5_000), Timestamp(60_000)), "not saved yet");
        begun.typed("here".into(), Timestamp(1_500), mine);
        assert!(begun.at > Timestamp(5_000));
        begun.saved = begun.at;
        assert!(!begun.arrived(&draft("there again", 6_000), Timestamp(2_000)), "saved, but just typed");
        assert_eq!(begun.text, "here");
        assert!(!begun.is_saved());
    }

    /// Two windows, the second of which has just been told what is typed in the first one.
    fn two_windows() -> (Begun, Begun) {
        let (mut here, mut there) = (Begun::default(), Begun::default());
        here.typed("hello".into(), Timestamp(1_000), mine);
        there.arrived(&here.draft(InteractionId(1), Mode::Reply), Timestamp(1_100));
        (here, there)
    }

    fn sent(of: &Begun) -> Draft {
        Draft { text: String::new(), at: of.at + 1, ..of.draft(InteractionId(1), Mode::Reply) }
    }

    #[test]
    fn two_windows_with_one_draft_call_it_the_same_from_its_first_key_on() {
        let (mut here, mut there) = two_windows();
        assert!(!here.is_saved(), "the server's answer is still on its way");
        assert_eq!((here.key("hello"), there.key("hello")), (Some(mine()), Some(mine())));
        there.typed("hello there".into(), Timestamp(1_200), another);
        here.typed("hello Anna".into(), Timestamp(1_200), another);
        assert_eq!((here.key("hello Anna"), there.key("hello there")), (Some(mine()), Some(mine())));
        assert_eq!(here.key("what was said otherwise"), None);
    }

    #[test]
    fn what_is_typed_into_an_empty_box_is_another_message() {
        let (mut here, mut there) = two_windows();
        here.typed(String::new(), Timestamp(2_000), another);
        assert_eq!(here.key(""), None);
        here.typed("hello".into(), Timestamp(2_100), another);
        assert_eq!(here.key("hello"), Some(another()));
        there.arrived(&here.draft(InteractionId(1), Mode::Reply), Timestamp(9_000));
        assert_eq!(there.key("hello"), Some(another()));
    }

    #[test]
    fn what_was_sent_in_another_window_goes_from_this_one_even_if_it_was_just_typed_here() {
        let (mut here, there) = two_windows();
        here.saved = here.at;
        assert!(here.arrived(&sent(&there), Timestamp(1_500)));
        assert_eq!(here.text, "");
    }

    #[test]
    fn what_is_typed_on_while_it_is_sent_in_another_window_stays_under_its_name() {
        let (mut here, there) = two_windows();
        here.typed("hello Anna".into(), Timestamp(1_400), another);
        assert!(!here.arrived(&sent(&there), Timestamp(1_500)));
        assert_eq!(here.key("hello Anna"), Some(mine()), "the server decides whether it is the same message");
    }

    #[test]
    fn a_draft_is_due_after_a_pause_and_now_and_then_while_typing_goes_on() {
        let mut begun = Begun::default();
        begun.typed("a".into(), Timestamp(10_000), mine);
        assert!(!begun.is_due(Timestamp(10_100)));
        assert!(begun.is_due(Timestamp(10_600)));
        begun.typed("ab".into(), Timestamp(12_900), mine);
        assert!(!begun.is_due(Timestamp(12_950)));
        assert!(begun.is_due(Timestamp(13_000)));
    }
}
