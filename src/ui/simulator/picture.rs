//! Pictures and files of a handset: those it sends next, and those of its texts.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    api::AppError,
    domain::{
        AccountId,
        media::{MediaKind, shows_inline},
        sandbox::HandsetMedia,
    },
    ui::{
        files::{PickedFile, chosen, upload},
        widgets::{For, Glyph, Icon, IconButton, Show},
        words::use_words,
    },
};

/// Uploaded to the phone, and in no text yet.
#[derive(Clone, PartialEq)]
pub(super) struct Ready {
    pub token: String,
    name: String,
    content_type: String,
    size: i64,
}

impl From<Ready> for HandsetMedia {
    fn from(ready: Ready) -> HandsetMedia {
        let Ready { token, content_type, size, .. } = ready;
        HandsetMedia { token, content_type, size, width: None, height: None }
    }
}

/// What goes with the next text of a phone. Copies are the same thing.
#[derive(Clone, Copy)]
pub(super) struct Pictures {
    account: AccountId,
    ready: RwSignal<Vec<Ready>>,
    under_way: RwSignal<usize>,
    failed: RwSignal<Option<(String, AppError)>>,
}

impl Pictures {
    pub(super) fn new(account: AccountId) -> Pictures {
        let (ready, under_way, failed) = (RwSignal::new(Vec::new()), RwSignal::new(0), RwSignal::new(None));
        Pictures { account, ready, under_way, failed }
    }

    pub(super) fn busy(self) -> bool {
        self.under_way.get() > 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.ready.with(Vec::is_empty)
    }

    pub(super) fn take(self) -> Vec<Ready> {
        self.failed.set(None);
        self.ready.try_update(std::mem::take).unwrap_or_default()
    }

    /// One after the other, so that they keep their order.
    fn add(self, files: Vec<PickedFile>) {
        self.failed.set(None);
        self.under_way.update(|n| *n += files.len());
        spawn_local(async move {
            for file in files {
                let answer = upload::<String>(&format!("/sandbox/media?account={}", self.account), &file).await;
                let PickedFile { name, size, content_type, .. } = file;
                match answer {
                    Ok(token) => drop(self.ready.try_update(|all| all.push(Ready { token, name, content_type, size }))),
                    Err(error) => drop(self.failed.try_set(Some((name, error)))),
                }
                self.under_way.try_update(|n| *n -= 1);
            }
        });
    }
}

#[component]
pub(super) fn PictureButton(pictures: Pictures) -> impl IntoView {
    let words = &use_words().media;
    let input = NodeRef::<html::Input>::new();
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <input
            node_ref=input type="file" multiple=true hidden=true
            on:change:target=move |event| {
                pictures.add(chosen(&event));
                event.target().set_value("");
            }
        />
        <IconButton glyph=Glyph::Picture label=words.take_picture on:click=choose />
    }
}

/// What goes with the next text.
#[component]
pub(super) fn ReadyList(pictures: Pictures) -> impl IntoView {
    let words = use_words();
    let said = move || {
        pictures.failed.get().map(|(name, error)| {
            let why = words.common.on_field(&error, "file").unwrap_or_else(|| words.common.error(&error));
            format!("{} {why}", (words.media.upload_failed)(&name))
        })
    };
    view! {
        <div class="phone-ready" role="status">
            <For each=move || pictures.ready.get() key=|it| it.token.clone() let:it>
                <span class="phone-ready-file">
                    <Icon glyph=Glyph::Paperclip small=true />
                    <span class="clip">{it.name.clone()}</span>
                    <IconButton
                        glyph=Glyph::Close small=true label={
                            let name = it.name.clone();
                            Signal::derive(move || (words.media.remove)(&name))
                        }
                        on:click=move |_| pictures.ready.update(|all| all.retain(|other| other.token != it.token))
                    />
                </span>
            </For>
            <Show when=move || pictures.busy()><Icon glyph=Glyph::Spinner small=true /></Show>
            {move || said().map(|said| view! { <p class="phone-problem">{said}</p> })}
        </div>
    }
}

/// What a text carries.
#[component]
pub(super) fn Carried(media: Vec<HandsetMedia>, mine: bool) -> impl IntoView {
    let words = &use_words().media;
    media
        .into_iter()
        .map(|media| {
            let address = format!("/sandbox/media/{}", media.token);
            let kind = MediaKind::of(&media.content_type);
            let part = match kind {
                MediaKind::Picture if shows_inline(&media.content_type) => view! {
                    <img src=address alt=words.phone_picture width=media.width height=media.height loading="lazy" />
                }
                .into_any(),
                kind => {
                    let name = move || format!("{}, {}", (words.kind)(kind), (words.size)(media.size));
                    view! { <a class="media-file" href=address download=""><Icon glyph=Glyph::Paperclip small=true />{name}</a> }
                        .into_any()
                }
            };
            view! { <div class="phone-picture" class:mine=mine>{part}</div> }
        })
        .collect_view()
}
