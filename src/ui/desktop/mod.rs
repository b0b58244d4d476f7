//! The agent's desktop: session tabs, the conversation in hand, its facts. The address names the interaction, so a reload
//! or a link comes back to it. At phone width one pane is shown at a time.

mod attaching;
mod attachments;
mod close;
mod code;
mod composer;
mod conversation;
mod dispositions;
mod empty;
mod extras;
mod follow_up;
mod links;
mod lookers;
mod mention;
mod message;
mod outgoing;
mod past;
mod scheduled;
mod send_later;
mod session_menu;
mod shortcuts;
mod side_bar;
mod stale;
mod story;
mod tabs;
mod thread;
mod ticks;
mod transfer;
mod under_way;

use leptos::prelude::*;
use leptos_router::components::Outlet;

pub(in crate::ui) use composer::counter::Counter;
pub(in crate::ui) use dispositions::DispositionPicker;
pub(in crate::ui) use extras::DesktopExtra;
pub(in crate::ui) use shortcuts::may_follow_up;
pub(in crate::ui) use side_bar::{Typed, WholeContact};
pub(in crate::ui) use transfer::{Purpose, Target, TargetList, may_transfer};

use super::{
    browser,
    extras::{EXTRAS, Extra, ExtraDialog},
    live::{Session, use_live},
    words::use_words,
};
use crate::domain::InteractionId;
use conversation::ConversationPane;
use empty::EmptyDesktop;
use side_bar::{SideBar, SideTab};
use tabs::SessionTabs;
use transfer::Leaving;

/// Where the choice to fold the side bar is kept in this browser.
const FOLDED: &str = "side-bar";

/// What the panes share.
#[derive(Clone, Copy)]
pub(in crate::ui::desktop) struct Panes {
    /// The side bar, on wide screens.
    pub facts: RwSignal<bool>,
    /// The side bar, where it takes the place of the conversation.
    pub facts_instead: RwSignal<bool>,
    /// Which of its tabs is chosen.
    pub side_tab: RwSignal<SideTab>,
    /// The session that is about to be closed.
    pub closing: RwSignal<Option<Session>>,
    /// The session that is to come back later.
    pub follow_up: RwSignal<Option<Session>>,
    /// The session that is about to be given away.
    pub leaving: RwSignal<Option<Leaving>>,
}

/// An interaction that is read beside what one is at.
#[derive(Clone, Copy)]
pub(in crate::ui) struct PastPane(pub RwSignal<Option<InteractionId>>);

impl PastPane {
    pub(in crate::ui) fn provide() -> PastPane {
        let pane = PastPane(RwSignal::new(None));
        provide_context(pane);
        pane
    }

    pub(in crate::ui) fn view(self) -> AnyView {
        let view = move || self.0.get().map(|id| EXTRAS.later(Extra::Desktop(DesktopExtra::Past(id)), "past", 6));
        view.into_any()
    }
}

#[component]
pub fn DesktopPage() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let panes = Panes {
        facts: RwSignal::new(true),
        facts_instead: RwSignal::new(false),
        side_tab: RwSignal::new(SideTab::default()),
        closing: RwSignal::new(None),
        follow_up: RwSignal::new(None),
        leaving: RwSignal::new(None),
    };
    provide_context(panes);
    let past = PastPane::provide();
    shortcuts::provide(live, panes);
    Effect::new(move || panes.facts.set(browser::recall(FOLDED).is_none()));
    Effect::new(move || {
        live.active.track();
        panes.facts_instead.set(false);
        past.0.set(None);
    });
    // Only the interaction itself decides what is drawn anew; all within it moves by its own signals.
    let session = Memo::new_with_compare(
        move |_| live.active.get().and_then(|id| live.session(id)),
        |before, after| before.flatten_id() != after.flatten_id(),
    );
    let pane = move || match (live.active.get(), panes.facts_instead.get()) {
        (None, _) => "sessions",
        (Some(_), false) => "conversation",
        (Some(_), true) => "facts",
    };
    view! {
        <main class="desktop" data-pane=pane class:folded=move || !panes.facts.get() class:with-past=move || past.0.with(Option::is_some)>
            <h1 class="sr-only">{words.frame.desktop}</h1>
            <SessionTabs />
            {move || match session.get() {
                Some(session) => view! {
                    <ConversationPane session=session.clone() />
                    {past.view()}
                    <SideBar session=session />
                }.into_any(),
                None => view! { <EmptyDesktop /> }.into_any(),
            }}
            // Draws nothing: a link counts as followed, and its address stands above, once its route has been drawn.
            <Outlet />
        </main>
        <ExtraDialog
            asked=Signal::derive(move || panes.closing.with(Option::is_some))
            abandon=Callback::new(move |()| panes.closing.set(None)) extra=Extra::Desktop(DesktopExtra::Close)
        />
        <ExtraDialog
            asked=Signal::derive(move || panes.follow_up.with(Option::is_some))
            abandon=Callback::new(move |()| panes.follow_up.set(None)) extra=Extra::Desktop(DesktopExtra::FollowUp)
        />
        <ExtraDialog
            asked=Signal::derive(move || panes.leaving.with(Option::is_some))
            abandon=Callback::new(move |()| panes.leaving.set(None)) extra=Extra::Desktop(DesktopExtra::Transfer)
        />
    }
}

trait FlattenId {
    fn flatten_id(&self) -> Option<InteractionId>;
}

impl FlattenId for Option<&Option<Session>> {
    fn flatten_id(&self) -> Option<InteractionId> {
        self.and_then(|session| session.as_ref().map(|session| session.id))
    }
}

impl Panes {
    fn fold(&self, open: bool) {
        self.facts.set(open);
        browser::keep(FOLDED, if open { "" } else { "folded" });
    }
}
