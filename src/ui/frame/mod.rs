//! The frame around every screen of a signed-in person: rail, top bar, requests.

mod badge;
mod deaf;
mod mentions;
mod presence;
mod rail;
mod top_bar;

use leptos::prelude::*;
use leptos_meta::{Html, Title};
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};

use super::{
    browser,
    clock::use_clock,
    keys::Keys,
    live::{Live, interaction_in},
    offers::{Alerts, AlertsDialog, OfferStack},
    palette::{CommandPalette, KeySheet, PaletteDoor},
    widgets::{ErrorNote, Skeleton, use_notices},
    words::use_words,
};
use crate::{
    api::{
        AppError,
        desktop::{load_conversation, load_desktop},
    },
    domain::{desktop::Desktop, interaction::Conversation, user::Theme},
};
use deaf::DeafBanner;
use rail::Rail;
use top_bar::TopBar;

pub use presence::{GoOnline, choose_presence};
pub use rail::{Places, choose_theme, leave};

/// Loads what the screens begin with; strangers are sent to sign in. Whether a screen may be seen is decided by the
/// server functions it calls.
#[component]
pub fn SignedIn() -> impl IntoView {
    let words = use_words();
    let pathname = use_location().pathname;
    let beginning = Resource::new_blocking(
        || (),
        move |()| {
            let named = pathname.with_untracked(|path| interaction_in(path));
            async move {
                let desktop = load_desktop().await?;
                let first = match named {
                    Some(interaction) => Some(load_conversation(interaction, None).await),
                    None => None,
                };
                Ok::<_, AppError>((desktop, first))
            }
        },
    );
    view! {
        <Suspense fallback=|| view! { <div class="lone"><Skeleton /></div> }>
            {move || Suspend::new(async move {
                match beginning.await {
                    Ok((desktop, first)) => view! { <Frame desktop=desktop first=first /> }.into_any(),
                    Err(AppError::Unauthenticated) => view! { <Redirect path="/sign-in" /> }.into_any(),
                    Err(error) => view! {
                        <Title text=words.common.product />
                        <main class="lone">
                            <ErrorNote
                                what=words.frame.load_failed
                                error=Signal::stored(Some(error))
                                retry=Callback::new(|()| browser::reload())
                            />
                        </main>
                    }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Frame(desktop: Desktop, first: Option<Result<Conversation, AppError>>) -> impl IntoView {
    let words = use_words();
    let live = Live::provide(desktop, first, use_clock());
    Keys::provide();
    Places::provide();
    PaletteDoor::provide();
    let alerts = Alerts::provide(live);
    let choosing_alerts = RwSignal::new(false);
    badge::show_on_favicon(live);
    let notices = use_notices();
    Effect::new(move || {
        if live.outdated.get() {
            notices.ask(words.frame.outdated, words.common.reload, Callback::new(|()| browser::reload()));
        }
    });
    let title = badge::title(live, alerts, words);
    let theme = move || match live.me.with(|me| me.theme) {
        Theme::System => None,
        chosen => Some(chosen.as_str()),
    };
    view! {
        <Html {..} data-theme=theme />
        <Title text=title />
        <a class="skip-link" href="#content">{words.frame.skip_to_content}</a>
        <div class="frame">
            <Rail />
            <TopBar choosing_alerts=choosing_alerts />
            <DeafBanner />
            <div class="content" id="content" tabindex="-1">
                <Outlet />
            </div>
        </div>
        <OfferStack />
        <CommandPalette alerts_open=choosing_alerts />
        <KeySheet />
        <AlertsDialog open=choosing_alerts />
    }
}
