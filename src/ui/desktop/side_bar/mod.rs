//! Beside a conversation, during a session and after it: the contact, the interaction, and the journey so far.

mod beside;
mod contact;
mod edit;
mod interaction;
mod journey;
mod merge;
mod numbers;
mod opt_out;
mod own_field;
mod routing;
mod tags;
mod whole;

use leptos::{ev, html, prelude::*};

use beside::Beside;
pub(in crate::ui) use beside::Typed;
use contact::{ContactPanel, Outline};
use interaction::InteractionPanel;
use journey::JourneyPanel;
pub(in crate::ui) use whole::WholeContact;

use super::{DesktopExtra, Panes};
use crate::{
    api::AppError,
    ui::{
        browser,
        extras::{EXTRAS, Extra},
        live::{Loading, Session},
        widgets::{ErrorNote, Glyph, IconButton, Pick, Show},
        words::use_words,
    },
};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui::desktop) enum SideTab {
    #[default]
    Contact,
    Interaction,
    Journey,
}

impl SideTab {
    const ALL: [SideTab; 3] = [SideTab::Contact, SideTab::Interaction, SideTab::Journey];

    fn id(self) -> &'static str {
        match self {
            SideTab::Contact => "side-contact",
            SideTab::Interaction => "side-interaction",
            SideTab::Journey => "side-journey",
        }
    }
}

#[component]
pub(super) fn SideBar(session: Session) -> impl IntoView {
    let words = use_words();
    let panes: Panes = expect_context();
    let loading = session.thread.loading.clone();
    // Of what does not exist there is nothing to say beside it either.
    let is_gone = move || loading.with(|loading| *loading == Loading::Failed(AppError::NotFound));
    view! {
        <aside class="side-bar" aria-label=words.desktop.facts>
            <Show when=move || !is_gone()>
                <header class="side-head">
                    <h2 class="sr-only">{words.desktop.facts}</h2>
                    <SideTabs />
                    <IconButton
                        glyph=Glyph::Close small=true label=words.desktop.hide_facts
                        on:click=move |_| {
                            panes.facts_instead.set(false);
                            panes.fold(false);
                        }
                    />
                </header>
                {
                    let outline = session.clone();
                    let outline = move || view! { <Outline session=outline.clone() /> }.into_any();
                    EXTRAS.after(Extra::Desktop(DesktopExtra::Side(Box::new(session.clone()))), outline)
                }
            </Show>
        </aside>
    }
}

/// The panel of the chosen tab. The first paint has no more than an outline of it.
#[component]
pub(in crate::ui::desktop) fn SidePanel(session: Session) -> impl IntoView {
    let words = use_words();
    let panes: Panes = expect_context();
    let beside = Beside::provide(&session);
    let panel = move || {
        let session = session.clone();
        match panes.side_tab.get() {
            SideTab::Contact => view! { <ContactPanel session=session /> }.into_any(),
            SideTab::Interaction => view! { <InteractionPanel session=session /> }.into_any(),
            SideTab::Journey => view! { <JourneyPanel /> }.into_any(),
        }
    };
    view! {
        <Show when=move || beside.failed.with(Option::is_some)>
            <div class="side-failed">
                <ErrorNote
                    what=words.contacts.side.failed error=beside.failed
                    retry=Callback::new(move |()| beside.ask())
                />
            </div>
        </Show>
        <div
            class="side-panel" role="tabpanel" id="side-panel" tabindex="-1"
            aria-labelledby=move || panes.side_tab.get().id()
        >
            {panel}
        </div>
    }
}

#[component]
fn SideTabs() -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.side;
    let panes: Panes = expect_context();
    let strip = NodeRef::<html::Div>::new();
    let on_keydown = move |event: ev::KeyboardEvent| {
        let pick = match event.key().as_str() {
            "ArrowRight" => Pick::Next,
            "ArrowLeft" => Pick::Previous,
            "Home" => Pick::First,
            "End" => Pick::Last,
            _ => return,
        };
        if let Some(strip) = strip.get_untracked() {
            event.prevent_default();
            browser::focus_among(&strip, "[role=tab]", pick);
        }
    };
    let tabs = SideTab::ALL.into_iter().map(|tab| {
        let name = match tab {
            SideTab::Contact => w.contact,
            SideTab::Interaction => w.interaction,
            SideTab::Journey => w.journey,
        };
        let chosen = move || panes.side_tab.get() == tab;
        // Arrows choose as they go.
        view! {
            <button
                type="button" role="tab" class="side-tab" id=tab.id() aria-controls="side-panel"
                aria-selected=move || if chosen() { "true" } else { "false" }
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| panes.side_tab.set(tab)
                on:focus=move |_| panes.side_tab.set(tab)
            >
                {name}
            </button>
        }
    });
    view! {
        <div class="side-tabs" role="tablist" aria-label=w.tabs node_ref=strip on:keydown=on_keydown>
            {tabs.collect_view()}
        </div>
    }
}
