//! What is drawn only after somebody did something: dialogs, the side bar's panels, emoji. One part, fetched as soon as the
//! page is alive, so that hardly anybody ever waits for it; the page works before it is here.

use leptos::{
    prelude::*,
    wasm_split::{self, SplitLoaderError},
};

use super::{
    desktop::DesktopExtra,
    frame::{AccountActs, MentionEntries, SoundActs, Themes},
    new_sms::NewSmsDialog,
    offers::AlertsDialog,
    palette::{CommandPalette, KeySheet},
    part::Part,
    widgets::Dialog,
    words::use_words,
};

#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "there are as many as there are things on the screen")]
pub enum Extra {
    NewSms,
    /// With what opens the choice of alerts.
    Palette(RwSignal<bool>),
    Keys,
    Alerts(RwSignal<bool>),
    Mentions,
    Themes,
    Account,
    /// With what opens the choice of alerts.
    Sound(RwSignal<bool>),
    Desktop(DesktopExtra),
}

pub static EXTRAS: Part<Extra> = Part::new("extras", || Box::pin(open()));

/// Here the build cuts: what only extras use comes with them.
#[wasm_split::wasm_split(extras, wasm_split_path = leptos::wasm_split, fallible)]
fn open() -> Result<fn(Extra) -> AnyView, SplitLoaderError> {
    Ok(draw)
}

fn draw(extra: Extra) -> AnyView {
    match extra {
        Extra::NewSms => view! { <NewSmsDialog /> }.into_any(),
        Extra::Palette(alerts_open) => view! { <CommandPalette alerts_open=alerts_open /> }.into_any(),
        Extra::Keys => view! { <KeySheet /> }.into_any(),
        Extra::Alerts(open) => view! { <AlertsDialog open=open /> }.into_any(),
        Extra::Mentions => view! { <MentionEntries /> }.into_any(),
        Extra::Themes => view! { <Themes /> }.into_any(),
        Extra::Account => view! { <AccountActs /> }.into_any(),
        Extra::Sound(choosing) => view! { <SoundActs choosing=choosing /> }.into_any(),
        Extra::Desktop(extra) => extra.draw(),
    }
}

/// A dialog that is an extra. Asked for before the extras are here, a box says that they come, or why not.
#[component]
pub fn ExtraDialog(
    /// The dialog wants to be open.
    #[prop(into)]
    asked: Signal<bool>,
    /// Nobody wants it any more.
    abandon: Callback<()>,
    extra: Extra,
) -> impl IntoView {
    let words = use_words();
    let waiting = RwSignal::new(false);
    let is_here = Memo::new(move |_| EXTRAS.is_here());
    Effect::new(move || waiting.set(asked.get() && !is_here.get()));
    Effect::new(move || {
        if !waiting.get() && asked.get_untracked() && !is_here.get_untracked() {
            abandon.run(());
        }
    });
    move || {
        if is_here.get() {
            return EXTRAS.later(extra.clone(), "", 3);
        }
        let extra = extra.clone();
        view! { <Dialog open=waiting label=words.common.loading>{EXTRAS.later(extra.clone(), "", 3)}</Dialog> }
            .into_any()
    }
}
