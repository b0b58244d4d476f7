//! The frame around every screen of a signed-in person: rail, top bar, requests.

mod badge;
mod presence;
mod rail;
mod top_bar;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_meta::{Html, Title};
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};
use serde::{Deserialize, Serialize};

use super::{
    asked::Asked,
    browser,
    clock::use_clock,
    live::{Live, interaction_in},
    offers::{Alerts, OfferStack},
    widgets::{ErrorNote, Skeleton, use_notices},
    words::use_words,
};
use crate::{
    api::{
        AppError,
        desktop::{load_conversation, load_desktop},
    },
    domain::{InteractionId, desktop::Desktop, interaction::Conversation, user::Theme},
};
use rail::Rail;
use top_bar::TopBar;

pub use presence::GoOnline;

/// What the screens of a signed-in person begin with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Beginning {
    pub desktop: Desktop,
    /// The conversation that the address names.
    pub first: Option<Result<Conversation, AppError>>,
}

/// The beginning as the server has it before it renders a page. It is not a resource, because what stands inside a
/// `Suspense` is made several times over on the server and all but the last are thrown away: everything under the frame
/// would be at their mercy.
#[derive(Clone)]
pub struct Preloaded(pub Arc<Result<Beginning, AppError>>);

impl Beginning {
    /// For a browser that comes here without a page of the server: after signing in.
    async fn load(named: Option<InteractionId>) -> Result<Beginning, AppError> {
        let desktop = load_desktop().await?;
        let first = match named {
            Some(interaction) => Some(load_conversation(interaction, None).await),
            None => None,
        };
        Ok(Beginning { desktop, first })
    }
}

/// Gives the screens what they begin with; strangers are sent to sign in. Whether a screen may be seen is decided by the
/// server functions it calls.
#[component]
pub fn SignedIn() -> impl IntoView {
    let words = use_words();
    let pathname = use_location().pathname;
    let preloaded = SharedValue::new(|| use_context::<Preloaded>().map(|preloaded| preloaded.0.as_ref().clone()));
    let beginning = Asked::answered(preloaded.into_inner(), move || {
        Beginning::load(pathname.with_untracked(|path| interaction_in(path)))
    });
    move || match beginning.answer() {
        None => view! { <div class="lone"><Skeleton /></div> }.into_any(),
        Some(Ok(beginning)) => view! { <Frame beginning=beginning /> }.into_any(),
        Some(Err(AppError::Unauthenticated)) => view! { <Redirect path="/sign-in" /> }.into_any(),
        Some(Err(error)) => view! {
            <Title text=words.common.product />
            <main class="lone">
                <ErrorNote
                    what=words.frame.load_failed
                    error=Signal::stored(Some(error))
                    retry=Callback::new(|()| browser::reload())
                />
            </main>
        }
        .into_any(),
    }
}

#[component]
fn Frame(beginning: Beginning) -> impl IntoView {
    let words = use_words();
    let live = Live::provide(beginning.desktop, beginning.first, use_clock());
    Alerts::provide(live);
    badge::show_on_favicon(live);
    let notices = use_notices();
    Effect::new(move || {
        if live.outdated.get() {
            notices.ask(words.frame.outdated, words.common.reload, Callback::new(|()| browser::reload()));
        }
    });
    let title = badge::title(live, words);
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
            <TopBar />
            <div class="content" id="content" tabindex="-1">
                <Outlet />
            </div>
        </div>
        <OfferStack />
    }
}
