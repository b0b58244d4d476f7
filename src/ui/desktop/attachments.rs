//! Pictures and files of a message. Each has a box of fixed height from the start, so nothing jumps when it arrives.

mod larger;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::media::retry_media,
    domain::{
        InteractionId, MediaId,
        media::{Media, MediaKind, MediaState, shows_inline},
        message::Message,
        user::Right,
    },
    ui::{
        desktop::DesktopExtra,
        extras::{Extra, ExtraDialog},
        live::use_live,
        widgets::{Button, ButtonKind, For, Glyph, Icon, Show, use_notices},
        words::{Words, use_words},
    },
};
pub(super) use larger::Larger;

/// Whose it is.
#[derive(Clone, Copy)]
pub(in crate::ui) struct Whose {
    /// The contact.
    pub name: Signal<String>,
    /// We sent it.
    pub ours: bool,
    pub words: &'static Words,
}

impl Whose {
    /// What it is and whose, for who can't see it.
    fn describe(self, kind: MediaKind) -> String {
        let words = &self.words.media;
        let (theirs, ours) = match kind {
            MediaKind::Audio => (words.audio_from, words.audio_sent),
            MediaKind::Video => (words.video_from, words.video_sent),
            _ => (words.picture_from, words.picture_sent),
        };
        if self.ours { ours.to_string() } else { theirs(&self.name.get()) }
    }
}

#[component]
pub(super) fn Attachments(interaction: InteractionId, message: RwSignal<Message>, from: Whose) -> impl IntoView {
    let ids = Memo::new(move |_| message.with(|it| it.content.media().iter().map(|it| it.id).collect::<Vec<_>>()));
    let pictures = Memo::new(move |_| {
        message.with(|it| it.content.media().iter().filter(|it| is_picture(it)).cloned().collect::<Vec<_>>())
    });
    let larger = RwSignal::new(None::<MediaId>);
    let part = move |id: MediaId| {
        Memo::new(move |_| message.with(|it| it.content.media().iter().find(|it| it.id == id).cloned()))
    };
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <div class="media-parts">
                <For each=move || ids.get() key=|id| *id let:id>
                    <Part interaction=interaction media=part(id) from=from larger=larger />
                </For>
            </div>
            <Show when=move || pictures.with(|pictures| !pictures.is_empty())>
                <ExtraDialog
                    asked=Signal::derive(move || larger.with(Option::is_some))
                    abandon=Callback::new(move |()| larger.set(None))
                    extra=Extra::Desktop(DesktopExtra::Larger { pictures, shown: larger, from })
                />
            </Show>
        </Show>
    }
}

/// Where its bytes are.
pub(super) fn address(id: MediaId) -> String {
    format!("/media/{id}")
}

fn is_picture(media: &Media) -> bool {
    media.is_stored() && media.kind() == MediaKind::Picture && shows_inline(&media.content_type)
}

#[component]
fn Part(
    interaction: InteractionId,
    media: Memo<Option<Media>>,
    from: Whose,
    larger: RwSignal<Option<MediaId>>,
) -> impl IntoView {
    move || {
        media.get().map(|media| match (media.state, media.kind()) {
            (MediaState::Pending, kind) => view! { <Pending kind=kind /> }.into_any(),
            (MediaState::Stored, kind) if shows_inline(&media.content_type) => match kind {
                MediaKind::Picture => view! { <Picture media=media from=from larger=larger /> }.into_any(),
                MediaKind::Audio => view! {
                    <audio
                        class="media-audio" controls=true preload="metadata" src=address(media.id)
                        aria-label=move || from.describe(kind)
                    ></audio>
                }
                .into_any(),
                _ => view! {
                    <video
                        class="media-video" controls=true playsinline=true preload="metadata" src=address(media.id)
                        aria-label=move || from.describe(kind)
                    ></video>
                }
                .into_any(),
            },
            (MediaState::Stored, _) => view! { <File media=media /> }.into_any(),
            _ => view! { <Missing interaction=interaction media=media /> }.into_any(),
        })
    }
}

/// Being fetched: the box it will have.
#[component]
fn Pending(kind: MediaKind) -> impl IntoView {
    let words = &use_words().media;
    let class = match kind {
        MediaKind::Picture => "media-box media-pending",
        MediaKind::Video => "media-video media-pending",
        _ => "media-file media-pending",
    };
    view! {
        <p class=class role="status"><Icon glyph=glyph_of(kind) /><span>{move || (words.pending)(kind)}</span></p>
    }
}

#[component]
fn Picture(media: Media, from: Whose, larger: RwSignal<Option<MediaId>>) -> impl IntoView {
    let words = &use_words().media;
    let id = media.id;
    let describe = move || from.describe(MediaKind::Picture);
    view! {
        <button
            type="button" class="media-box media-picture" aria-label=move || (words.enlarge)(&describe())
            on:click=move |_| larger.set(Some(id))
        >
            <img
                src=address(id) alt=describe width=media.width height=media.height loading="lazy" decoding="async"
            />
        </button>
    }
}

/// A file with its name, what it is, its size, and the way to have it.
#[component]
fn File(media: Media) -> impl IntoView {
    let words = &use_words().media;
    let (kind, size, own) = (media.kind(), media.size, StoredValue::new(media.name.clone()));
    let name = move || {
        let own = own.get_value();
        if own.is_empty() { (words.kind)(kind).to_owned() } else { own }
    };
    let facts = move || match own.with_value(String::is_empty) {
        true => (words.size)(size),
        false => format!("{} · {}", (words.kind)(kind), (words.size)(size)),
    };
    let label = move || (words.download_label)(&format!("{}, {}", name(), facts()));
    view! {
        <a class="media-file" href=address(media.id) download="" aria-label=label>
            <Icon glyph=glyph_of(media.kind()) />
            <span class="media-name"><b class="clip">{name}</b><span class="soft">{facts}</span></span>
            <Icon glyph=Glyph::ArrowDown small=true />
        </a>
    }
}

fn glyph_of(kind: MediaKind) -> Glyph {
    match kind {
        MediaKind::Picture => Glyph::Picture,
        MediaKind::Audio | MediaKind::Video => Glyph::Play,
        MediaKind::Vcard => Glyph::User,
        MediaKind::Pdf | MediaKind::Text => Glyph::Note,
        MediaKind::Other => Glyph::Paperclip,
    }
}

/// Why it is not here, and the button that asks for it again.
#[component]
fn Missing(interaction: InteractionId, media: Media) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let (id, can_retry) = (media.id, media.state.can_retry());
    let again = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            // Asked for, it is pending, and the event draws it so.
            if let Err(error) = retry_media(id).await {
                notices.say(format!("{} {}", words.media.retry_failed, words.common.error(&error)));
            }
            busy.try_set(false);
        });
    };
    let may = move || can_retry && (live.owns(interaction) || live.me.with(|me| me.role.may(Right::Supervise)));
    view! {
        <div class="media-file media-missing">
            <Icon glyph=Glyph::Alert />
            <span class="media-name">{move || (words.media.missing)(media.kind(), media.state, media.problem)}</span>
            <Show when=may>
                <Button small=true kind=ButtonKind::Quiet glyph=Glyph::Refresh busy=busy on:click=again>
                    {words.common.try_again}
                </Button>
            </Show>
        </div>
    }
}
