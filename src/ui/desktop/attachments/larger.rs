//! One picture of a message as large as the window allows; arrows go to the others.

use leptos::{ev, prelude::*};

use super::{Whose, address};
use crate::{
    domain::{
        MediaId,
        media::{Media, MediaKind},
    },
    ui::{
        widgets::{Dialog, Glyph, Icon, IconButton, Show},
        words::use_words,
    },
};

#[component]
pub(in crate::ui::desktop) fn Larger(
    pictures: Memo<Vec<Media>>,
    /// Which one; `None` when none is.
    shown: RwSignal<Option<MediaId>>,
    from: Whose,
) -> impl IntoView {
    let words = use_words();
    let open = RwSignal::new(false);
    Effect::new(move || {
        let wanted = shown.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move || {
        if !open.get() && shown.with_untracked(Option::is_some) {
            shown.set(None);
        }
    });
    let at = Memo::new(move |_| {
        let id = shown.get()?;
        pictures.with(|pictures| pictures.iter().position(|it| it.id == id))
    });
    let count = move || pictures.with(Vec::len);
    let go = move |by: isize| {
        let next = at.get_untracked().and_then(|at| at.checked_add_signed(by));
        let id = next.and_then(|next| pictures.with_untracked(|all| all.get(next).map(|it| it.id)));
        if id.is_some() {
            shown.set(id);
        }
    };
    let on_keydown = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowLeft" => go(-1),
        "ArrowRight" => go(1),
        _ => {}
    };
    let describe = move || {
        let what = from.describe(MediaKind::Picture);
        match (at.get(), count()) {
            (Some(at), count) if count > 1 => format!("{what}, {}", (words.media.nth)(at + 1, count)),
            _ => what,
        }
    };
    let several = move || count() > 1;
    let first = Signal::derive(move || at.get() == Some(0));
    let last = Signal::derive(move || at.get().is_none_or(|at| at + 1 == count()));
    let picture = move || {
        let at = at.get()?;
        let media = pictures.with(|all| all.get(at).cloned())?;
        Some(view! { <img src=address(media.id) alt=describe width=media.width height=media.height /> })
    };
    let file = move || shown.get().map(address).unwrap_or_default();
    view! {
        <Dialog open=open label=Signal::derive(describe)>
            <div class="media-larger" on:keydown=on_keydown>
                <header>
                    <h2 class="grow clip">{describe}</h2>
                    <Show when=several>
                        <IconButton
                            glyph=Glyph::ArrowLeft small=true label=words.media.previous disabled=first
                            on:click=move |_| go(-1)
                        />
                        <IconButton
                            glyph=Glyph::ArrowRight small=true label=words.media.next disabled=last on:click=move |_| go(1)
                        />
                    </Show>
                    <a class="button quiet small" href=file download=""><Icon glyph=Glyph::ArrowDown />{words.media.download}</a>
                    <IconButton
                        glyph=Glyph::Close small=true label=words.common.close on:click=move |_| open.set(false)
                        attr:autofocus=true
                    />
                </header>
                {picture}
            </div>
        </Dialog>
    }
}
