//! Attaching pictures and files to a reply: chosen by the button, dropped on the composer, or pasted.

use leptos::{ev, html, prelude::*};

use super::attachments::address;
use crate::{
    domain::{
        interaction::State,
        media::{MediaKind, MediaLimits, shows_inline},
    },
    ui::{
        desktop::DesktopExtra,
        extras::{EXTRAS, Extra},
        files::{self, PickedFile},
        live::{Attached, Live, Mode, Session, Upload, use_live},
        widgets::{For, Glyph, Icon, IconButton, Show},
        words::{Word, Words, use_words},
    },
};

/// What the parts of the composer share of it. Copies are the same thing.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Attaching {
    session: StoredValue<Session>,
    attached: RwSignal<Vec<Attached>>,
    /// What the account takes; `None` when this can't be a reply with files.
    limits: Memo<Option<MediaLimits>>,
    /// The reply has something attached.
    pub any: Memo<bool>,
    /// Why it can't be sent yet.
    pub hold: Memo<Option<Word>>,
    /// Files are held over the composer.
    pub over: RwSignal<bool>,
    /// What could not be attached, and why.
    refused: RwSignal<Vec<String>>,
    live: Live,
    words: &'static Words,
}

impl Attaching {
    pub(super) fn new(session: &Session) -> Attaching {
        let (live, words) = (use_live(), use_words());
        let mode = RwSignal::from(session.mode.clone());
        let facts = RwSignal::from(session.facts.clone());
        let attached = RwSignal::from(session.attached.clone());
        let limits = Memo::new(move |_| {
            let facts = facts.get().filter(|_| mode.get() == Mode::Reply)?;
            let his = facts.owner == Some(live.me.with(|me| me.id))
                && facts.state == State::Open
                && facts.peer.can_be_answered();
            live.account(facts.account).filter(|_| his)?.media
        });
        let any = Memo::new(move |_| mode.get() == Mode::Reply && attached.with(|all| !all.is_empty()));
        let hold = Memo::new(move |_| {
            let uploads: Vec<Upload> = attached.with(|all| all.iter().map(|it| it.upload.get()).collect());
            let has = |which: fn(&Upload) -> bool| any.get() && uploads.iter().any(which);
            if has(|it| matches!(it, Upload::Failed(_))) {
                Some(words.media.some_not_attached)
            } else if has(|it| matches!(it, Upload::Going)) {
                Some(words.media.still_uploading)
            } else if any.get() && limits.with(Option::is_none) {
                Some(words.media.texts_only)
            } else {
                None
            }
        });
        let (over, refused) = (RwSignal::new(false), RwSignal::new(Vec::new()));
        // Who goes on writing has read why.
        let draft = RwSignal::from(session.draft.clone());
        Effect::watch(
            move || (draft.track(), mode.track()),
            move |_, _, _| {
                if refused.with_untracked(|refused: &Vec<String>| !refused.is_empty()) {
                    refused.set(Vec::new());
                }
            },
            false,
        );
        let session = StoredValue::new(session.clone());
        Attaching { session, attached, limits, any, hold, over, refused, live, words }
    }

    fn add(self, picked: Vec<PickedFile>) {
        let Some(limits) = self.limits.get_untracked() else { return };
        let mut refused = Vec::new();
        for file in picked {
            let sizes: Vec<i64> = self.attached.with_untracked(|all| all.iter().map(|it| it.size).collect());
            let name = if file.name.is_empty() { self.words.media.pasted.to_string() } else { file.name.clone() };
            match limits.check(&sizes, file.size, &file.content_type) {
                Ok(()) => self.session.with_value(|session| self.live.attach(session, file, name)),
                Err(why) => refused.push((self.words.media.unattachable)(&name, &why)),
            }
        }
        self.refused.set(refused);
    }

    pub(super) fn on_paste(self, event: &ev::ClipboardEvent) {
        let picked = files::pasted(event);
        // A text copied from an office program comes with its picture; the text is meant.
        if !picked.is_empty() && self.limits.with_untracked(Option::is_some) && !files::pastes_text(event) {
            event.prevent_default();
            self.add(picked);
        }
    }

    pub(super) fn on_dragover(self, event: &ev::DragEvent) {
        if files::drags_files(event) {
            // Without this the browser would leave the page and open the file.
            event.prevent_default();
            self.over.set(self.limits.with_untracked(Option::is_some));
        }
    }

    pub(super) fn on_drop(self, event: &ev::DragEvent) {
        if files::drags_files(event) {
            event.prevent_default();
            self.over.set(false);
            if self.limits.with_untracked(Option::is_some) {
                self.add(files::dropped(event));
            } else {
                self.refused.set(vec![self.words.media.texts_only.to_string()]);
            }
        }
    }
}

/// What a file dialog offers.
fn accepted(limits: &MediaLimits) -> String {
    let names = limits.kinds.iter().map(|kind| match kind {
        MediaKind::Picture => "image/*",
        MediaKind::Audio => "audio/*",
        MediaKind::Video => "video/*",
        MediaKind::Pdf => "application/pdf",
        MediaKind::Vcard => "text/vcard,.vcf",
        MediaKind::Text => "text/plain",
        MediaKind::Other => "",
    });
    names.collect::<Vec<_>>().join(",")
}

/// The button; nothing where the account sends texts only.
#[component]
pub(super) fn AttachButton(attaching: Attaching) -> impl IntoView {
    let words = use_words();
    let input = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let accept = move || attaching.limits.with(|limits| limits.as_ref().map(accepted));
    view! {
        <Show when=move || attaching.limits.with(Option::is_some)>
            <input
                node_ref=input type="file" multiple=true hidden=true accept=accept
                on:change:target=move |event| {
                    attaching.add(files::chosen(&event));
                    // The same file again is a change too.
                    event.target().set_value("");
                }
            />
            <IconButton glyph=Glyph::Paperclip small=true label=words.media.attach on:click=choose />
        </Show>
    }
}

/// What is attached, and what could not be.
#[component]
pub(super) fn AttachedList(attaching: Attaching) -> impl IntoView {
    let words = use_words();
    let refused = attaching.refused;
    view! {
        <Show when=move || attaching.over.get()>
            <p class="attach-here"><Icon glyph=Glyph::Paperclip small=true />{words.media.drop_here}</p>
        </Show>
        <Show when=move || attaching.any.get()>
            {EXTRAS.later(Extra::Desktop(DesktopExtra::Attached(Box::new(attaching))), "attached", 1)}
        </Show>
        <div role="alert" class="attach-refused">
            {move || refused.get().into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
        </div>
    }
}

/// The files, one by one.
#[component]
pub(super) fn Chips(attaching: Attaching) -> impl IntoView {
    let words = use_words();
    view! {
        <ul class="attached" aria-label=words.media.attached>
            <For each=move || attaching.attached.get() key=|it| it.key.clone() let:it>
                <Chip attaching=attaching attached=it />
            </For>
        </ul>
    }
}

#[component]
fn Chip(attaching: Attaching, attached: Attached) -> impl IntoView {
    let words = use_words();
    let upload = RwSignal::from(attached.upload.clone());
    let name = words.media.pasted.unless(Some(attached.name.clone()));
    let size = attached.size;
    let look = move || match upload.get() {
        Upload::Done(media) if media.kind() == MediaKind::Picture && shows_inline(&media.content_type) => {
            view! { <img src=address(media.id) alt="" /> }.into_any()
        }
        Upload::Done(_) => view! { <Icon glyph=Glyph::Paperclip /> }.into_any(),
        Upload::Going => view! { <Icon glyph=Glyph::Spinner /> }.into_any(),
        Upload::Failed(_) => view! { <Icon glyph=Glyph::Alert /> }.into_any(),
    };
    let said = move || match upload.get() {
        Upload::Done(_) => (words.media.size)(size),
        Upload::Going => (words.media.uploading)(&name.get()),
        Upload::Failed(error) => {
            let why = words.common.on_field(&error, "file").unwrap_or_else(|| words.common.error(&error));
            format!("{} {why}", (words.media.upload_failed)(&name.get()))
        }
    };
    let failed = move || upload.with(|it| matches!(it, Upload::Failed(_)));
    let (again, remove) = (StoredValue::new(attached.clone()), StoredValue::new(attached));
    view! {
        <li class="attached-file" class:failed=failed>
            {look}
            <span class="media-name"><b class="clip">{name}</b><span class="soft" role="status">{said}</span></span>
            <Show when=failed>
                <IconButton
                    glyph=Glyph::Refresh small=true label=words.common.try_again
                    on:click=move |_| again.with_value(|it| {
                        attaching.session.with_value(|session| attaching.live.attach_again(session, it));
                    })
                />
            </Show>
            <IconButton
                glyph=Glyph::Close small=true label=Signal::derive(move || (words.media.remove)(&name.get()))
                on:click=move |_| remove.with_value(|it| {
                    attaching.session.with_value(|session| attaching.live.detach(session, it));
                })
            />
        </li>
    }
}
