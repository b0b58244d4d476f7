//! Icons: our own strokes on a 20 × 20 grid, drawn once in a sprite and used by name.

use leptos::prelude::*;

macro_rules! glyphs {
    ($($name:ident $id:literal $path:literal;)+) => {
        /// A drawing of the sprite.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Glyph { $($name),+ }

        impl Glyph {
            const ALL: &[Glyph] = &[$(Glyph::$name),+];

            fn id(self) -> &'static str {
                match self { $(Glyph::$name => concat!("glyph-", $id)),+ }
            }

            fn href(self) -> &'static str {
                match self { $(Glyph::$name => concat!("#glyph-", $id)),+ }
            }

            fn path(self) -> &'static str {
                match self { $(Glyph::$name => $path),+ }
            }
        }
    };
}

glyphs! {
    Alert "alert" "M10 3 2.5 16.5h15L10 3Zm0 5v4m0 2.4v.1";
    Archive "archive" "M3 4h14v3.5H3V4Zm1 3.5v9h12v-9M8 10.5h4";
    ArrowDown "arrow-down" "M10 4v12m-5-5 5 5 5-5";
    ArrowLeft "arrow-left" "M16 10H4m5-5-5 5 5 5";
    ArrowRight "arrow-right" "M4 10h12m-5-5 5 5-5 5";
    ArrowUp "arrow-up" "M10 16V4M5 9l5-5 5 5";
    Bell "bell" "M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13L5 13.5ZM8.3 17.2a2 2 0 0 0 3.4 0";
    BellOff "bell-off" "M5 13.5V9c0-.7.1-1.3.4-2M7.6 4.6A5 5 0 0 1 15 9v3M13.5 15h-10L5 13.5M8.3 17.2a2 2 0 0 0 3.4 0M3 3l14 14";
    Bolt "bolt" "M11.5 2.5 4.5 11.5h5l-1 6 7-9h-5l1-6Z";
    Check "check" "m4 10.5 4 4 8-9";
    CheckDouble "check-double" "m1.5 10.5 4 4 7-9M10 14l.8.8 7.7-9.3";
    ChevronDown "chevron-down" "m5 7.5 5 5 5-5";
    ChevronLeft "chevron-left" "m12.5 5-5 5 5 5";
    ChevronRight "chevron-right" "m7.5 5 5 5-5 5";
    Clock "clock" "M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4ZM10 6v4.2l2.8 1.7";
    Close "close" "m5 5 10 10M15 5 5 15";
    Copy "copy" "M7 7h9v9.5H7V7Zm-3 6V3.5h9";
    Desk "desk" "M3 4.5h14v9H9L5.5 16.8V13.5H3v-9ZM6.5 8h7M6.5 10.5h4.5";
    Edit "edit" "m4 16 .8-3.4L13.5 4 16 6.5l-8.6 8.7L4 16Zm7.8-10.2 2.5 2.5";
    External "external" "M8.5 4.5H4v11.5h11.5V11.5M11.5 3.5h5v5M16 4l-6.5 6.5";
    Eye "eye" "M1.8 10S5 4.5 10 4.5 18.2 10 18.2 10 15 15.5 10 15.5 1.8 10 1.8 10ZM10 7.6a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8Z";
    EyeOff "eye-off" "M7.5 5c.8-.3 1.6-.5 2.5-.5 5 0 8.2 5.5 8.2 5.5s-.9 1.5-2.5 3M12.8 15c-.9.3-1.8.5-2.8.5C5 15.5 1.8 10 1.8 10s1-1.7 2.7-3.2M3 3l14 14";
    Gear "gear" "M3 6h6m4 0h4M3 14h2m4 0h8M11 4v4M7 12v4";
    Globe "globe" "M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4ZM2.8 10h14.4M10 2.8c2.4 2 3.4 4.4 3.4 7.2s-1 5.2-3.4 7.2c-2.4-2-3.4-4.4-3.4-7.2s1-5.2 3.4-7.2Z";
    Inbox "inbox" "M3 11 5.5 4h9L17 11v5H3v-5Zm0 0h4.2c.3 1.3 1.3 2 2.8 2s2.5-.7 2.8-2H17";
    Info "info" "M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4ZM10 9.2v4.3M10 6.5v.1";
    Keyboard "keyboard" "M2.5 5h15v10h-15V5Zm3 3v.1M8.5 8v.1M11.5 8v.1M14.5 8v.1M5.5 10v.1M14.5 10v.1M7.5 12.2h5";
    Link "link" "M8.5 11.5l3-3M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2";
    LinkOff "link-off" "M9 6l2-2a3.5 3.5 0 0 1 5 5l-2 2M11 14l-2 2a3.5 3.5 0 0 1-5-5l2-2M3 3l14 14";
    List "list" "M7 5h10M7 10h10M7 15h10M3.5 5v.1M3.5 10v.1M3.5 15v.1";
    Mail "mail" "M3 5h14v10.5H3V5Zm0 .8 7 5.2 7-5.2";
    Mention "mention" "M13.2 10a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0Zm0-3.2V11c0 1.4.8 2.2 1.9 2.2 1.4 0 2.1-1.3 2.1-3.2A7.2 7.2 0 1 0 14 16";
    Monitor "monitor" "M3 4h14v9.5H3V4Zm4 13h6m-3-3.5V17";
    Moon "moon" "M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z";
    More "more" "M10 3.9a.7.7 0 1 1 0 1.4.7.7 0 0 1 0-1.4Zm0 5.4a.7.7 0 1 1 0 1.4.7.7 0 0 1 0-1.4Zm0 5.4a.7.7 0 1 1 0 1.4.7.7 0 0 1 0-1.4Z";
    Note "note" "M4 3.5h12v8.5l-4.5 4.5H4v-13Zm7.5 13V12H16M7 7h6M7 10h3";
    Pause "pause" "M7 4.5v11M13 4.5v11";
    Pane "pane" "M3 4h14v12H3V4Zm9 0v12";
    Paperclip "paperclip" "m15.5 9-5.8 5.8a3.3 3.3 0 0 1-4.7-4.7L11.5 3.6a2.2 2.2 0 0 1 3.1 3.1l-6.3 6.3a1.1 1.1 0 0 1-1.6-1.6L12 6.1";
    Phone "phone" "M6 2.5h8v15H6v-15Zm3 12.5h2";
    Picture "picture" "M3 4h14v12H3V4Zm0 9.5 4-4 3.5 3.5 2.5-2.5 4 4M12.6 7.5v.1";
    Play "play" "M6.5 4.5v11l9-5.5-9-5.5Z";
    Plus "plus" "M10 4v12M4 10h12";
    Power "power" "M10 3v6M6 5.5a6.2 6.2 0 1 0 8 0";
    Refresh "refresh" "M16 10a6 6 0 1 1-1.8-4.3L16 7.5M16 3.5v4h-4";
    Search "search" "M9 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Zm4 9.5 3.5 3.5";
    Send "send" "M3 3.5 17 10 3 16.5 5 10 3 3.5ZM5 10h6";
    SignOut "sign-out" "M8 3.5H4v13h4M8 10h9m-3.5-3.5L17 10l-3.5 3.5";
    Smile "smile" "M10 2.8a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4ZM6.8 11.8c.7 1.3 1.8 2 3.2 2s2.5-.7 3.2-2M7.6 7.8v.1M12.4 7.8v.1";
    Sound "sound" "M3.5 7.5H6l4-3.5v12l-4-3.5H3.5v-5ZM13 7.2a4 4 0 0 1 0 5.6M15.3 5a7.2 7.2 0 0 1 0 10";
    SoundOff "sound-off" "M3.5 7.5H6l4-3.5v12l-4-3.5H3.5v-5ZM13 8l4 4m0-4-4 4";
    Spinner "spinner" "M10 3a7 7 0 1 1-6.6 4.6";
    Sun "sun" "M10 6.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4ZM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2";
    Tag "tag" "M3 3.5h6.5L17 11l-6 6-7.5-7.5V3.5Zm3.8 3.3v.1";
    Trash "trash" "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.7 11h7.6l.7-11M8.5 8.5v5M11.5 8.5v5";
    User "user" "M10 3.5a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4ZM3.8 16.8c.6-3 3-4.6 6.2-4.6s5.6 1.6 6.2 4.6";
    Users "users" "M7.5 4a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6ZM2 16c.4-2.7 2.6-4.2 5.5-4.2S12.6 13.3 13 16M13 4.4a2.6 2.6 0 0 1 0 4.9M15 12.2c1.7.6 2.8 1.9 3 3.8";
}

/// Every drawing, once per page.
#[component]
pub fn Sprite() -> impl IntoView {
    let symbols = Glyph::ALL
        .iter()
        .map(|glyph| view! { <symbol id=glyph.id() viewBox="0 0 20 20"><path d=glyph.path()></path></symbol> })
        .collect_view();
    view! { <svg class="sr-only" width="0" height="0" aria-hidden="true" focusable="false">{symbols}</svg> }
}

/// A drawing. Silent for screen readers: the words stand beside it.
#[component]
pub fn Icon(#[prop(into)] glyph: Signal<Glyph>, #[prop(optional)] small: bool) -> impl IntoView {
    view! {
        <svg class="icon" class:small=small viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <use_ href=move || glyph.get().href()></use_>
        </svg>
    }
}
