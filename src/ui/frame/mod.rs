//! The frame around every screen of a signed-in person: rail, top bar, requests.

mod badge;
mod changes;
mod deaf;
mod mentions;
mod presence;
mod pull;
mod rail;
mod top_bar;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use leptos_meta::{Html, Title};
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
    location::Location,
};
use serde::{Deserialize, Serialize};

use super::{
    answers::Answers,
    asked::Asked,
    browser,
    clock::use_clock,
    desktop::Typed,
    extras::{EXTRAS, Extra, ExtraDialog},
    keys::Keys,
    live::{Live, interaction_in},
    new_sms::NewSmsDoor,
    offers::{Alerts, OfferStack},
    pages::PAGES,
    palette::PaletteDoor,
    widgets::{ErrorNote, Notices, Skeleton, use_notices},
    words::{learn, speak, use_words},
};
use crate::{
    api::{
        AppError,
        desktop::{load_conversation, load_desktop},
        wire::Json,
    },
    domain::{
        InteractionId, MessageId,
        desktop::Desktop,
        interaction::{Conversation, Stretch},
        language::Language,
        user::Theme,
    },
};
use deaf::DeafBanner;
use rail::Rail;
use top_bar::TopBar;

pub use mentions::MentionEntries;
pub use presence::{GoOnline, choose_presence};
pub use pull::{PullButton, may_pull, pull_oldest};
pub use rail::{AccountActs, Places, Themes, choose_language, choose_theme, leave};
pub use top_bar::SoundActs;

/// What the screens of a signed-in person begin with.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Beginning {
    pub desktop: Desktop,
    /// The conversation that the address names, and which stretch of it.
    pub first: Option<(Stretch, Result<Conversation, AppError>)>,
}

/// The beginning as the server has it before it renders a page. It is not a resource, because what stands inside a
/// `Suspense` is made several times over on the server and all but the last are thrown away: everything under the frame
/// would be at their mercy.
#[derive(Clone)]
pub struct Preloaded(pub Arc<Result<Beginning, AppError>>);

impl Beginning {
    /// For a browser that comes here without a page of the server: after signing in.
    async fn load(named: Option<(InteractionId, Stretch)>) -> Result<Beginning, AppError> {
        let desktop = load_desktop().await?;
        if let Some(language) = desktop.me.language {
            learn(language).await;
        }
        let first = match named {
            Some((interaction, stretch)) => Some((stretch, load_conversation(interaction, stretch).await)),
            None => None,
        };
        Ok(Beginning { desktop, first })
    }
}

/// What an address of the desktop names; `?before=` is the way to older messages without script.
pub fn named_in(path: &str, before: Option<&str>) -> Option<(InteractionId, Stretch)> {
    let before = before.and_then(|id| id.parse::<MessageId>().ok());
    Some((interaction_in(path)?, before.map_or(Stretch::Newest, Stretch::Before)))
}

/// Gives the screens what they begin with; strangers are sent to sign in. Whether a screen may be seen is decided by the
/// server functions it calls.
#[component]
pub fn SignedIn() -> impl IntoView {
    let words = use_words();
    let Location { pathname, query, .. } = use_location();
    let preloaded = SharedValue::<_, Json>::new_with_encoding(|| {
        use_context::<Preloaded>().map(|preloaded| preloaded.0.as_ref().clone())
    });
    let beginning = Asked::answered(preloaded.into_inner(), move || {
        Beginning::load(untrack(|| named_in(&pathname.read(), query.read().get_str("before"))))
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
    let notices = use_notices();
    let live = Live::provide(beginning.desktop, beginning.first, use_clock());
    // Where somebody signs in without a new page, it becomes theirs; chosen in one window, it is that of all of them.
    let theirs = Memo::new(move |_| live.me.with(|me| me.language));
    Effect::new(move || {
        if let Some(language) = theirs.get() {
            speak_theirs(language, notices);
        }
    });
    Answers::provide(live);
    Keys::provide();
    Places::provide();
    provide_context(Typed::new());
    let palette = PaletteDoor::provide();
    let new_sms = NewSmsDoor::provide();
    let alerts = Alerts::provide(live);
    let choosing_alerts = RwSignal::new(false);
    badge::show_on_favicon(live);
    changes::tell_what_changes_hands(live);
    fetch_parts();
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
        {extra(new_sms.open, Extra::NewSms)}
        {extra(palette.open, Extra::Palette(choosing_alerts))}
        {extra(palette.sheet, Extra::Keys)}
        {extra(choosing_alerts, Extra::Alerts(choosing_alerts))}
    }
}

/// Speaks what this person once chose. When it does not come, they can try again.
fn speak_theirs(language: Language, notices: Notices) {
    let words = use_words();
    spawn_local(async move {
        if !speak(language).await {
            let again = Callback::new(move |()| speak_theirs(language, notices));
            notices.ask(words.parts.language_missing, words.common.try_again, again);
        }
    });
}

/// A dialog that is an extra, open while `open` holds.
fn extra(open: RwSignal<bool>, extra: Extra) -> impl IntoView {
    let abandon = Callback::new(move |()| open.set(false));
    view! { <ExtraDialog asked=open abandon=abandon extra=extra /> }
}

/// How long the page must have been whole before pages are fetched that nobody asked for yet, ms.
const CALM: u32 = 4_000;

/// Once the page is alive: what may be wanted any moment, and when all is calm what may be wanted some time.
fn fetch_parts() {
    Effect::new(move || {
        EXTRAS.fetch();
        browser::after(CALM, || PAGES.fetch());
    });
}
