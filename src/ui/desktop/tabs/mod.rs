//! One tab per open interaction, in the order they were accepted. Many tabs grow narrow, then the strip scrolls; what is out
//! of sight is counted, and found by its name.

mod finder;
mod tab;

use leptos::{ev, html, prelude::*, web_sys};

use crate::{
    domain::InteractionId,
    ui::{
        browser,
        keys::{self, Act, Place},
        live::{Live, Session, use_live},
        widgets::{For, Glyph, IconButton, Pick, Show},
        words::use_words,
    },
};
use finder::Finder;
use tab::SessionTab;

/// From so many tabs on they can be searched, even if all are in sight.
const MANY: usize = 8;

/// Signs at the end of a number that tell two of them apart.
const TAIL: usize = 4;

/// Which tabs are scrolled out of sight, wholly or in part, on either side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OutOfSight {
    before: Vec<InteractionId>,
    after: Vec<InteractionId>,
}

impl OutOfSight {
    /// From where each tab and the strip itself begin and end, in reading direction.
    fn of(strip: (f64, f64), tabs: impl Iterator<Item = (InteractionId, f64, f64)>) -> OutOfSight {
        let mut out = OutOfSight::default();
        for (id, start, end) in tabs {
            // Sides fall between pixels.
            if start < strip.0 - 1.0 {
                out.before.push(id);
            } else if end > strip.1 + 1.0 {
                out.after.push(id);
            }
        }
        out
    }

    fn is_empty(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    fn unread(&self, live: Live) -> i64 {
        let unread = |id: &InteractionId| {
            live.session(*id).and_then(|session| session.facts.with(|facts| facts.as_ref().map(|facts| facts.unread)))
        };
        self.before.iter().chain(&self.after).filter_map(unread).sum()
    }
}

#[component]
pub(super) fn SessionTabs() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let strip = NodeRef::<html::Div>::new();
    let out = RwSignal::new(OutOfSight::default());

    let look = move || {
        if let Some(strip) = strip.get_untracked() {
            let now = out_of_sight(&strip);
            if out.with_untracked(|out| *out != now) {
                out.set(now);
            }
        }
    };
    Effect::new(move || {
        if let Some(strip) = strip.get() {
            // Arrows and count take room from the strip when they come.
            browser::watch_sizes(&[&strip.clone()], move || {
                browser::all(&strip, ".tab.active").iter().for_each(browser::reveal);
                look();
            });
        }
    });
    Effect::new(move || {
        live.sessions.track();
        // Once the tabs are drawn.
        browser::after(0, look);
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        let pick = match keys::pressed(&event, Place::Tabs) {
            Some(Act::Next) => Pick::Next,
            Some(Act::Previous) => Pick::Previous,
            Some(Act::First) => Pick::First,
            Some(Act::Last) => Pick::Last,
            _ => return,
        };
        if let Some(strip) = strip.get_untracked() {
            event.prevent_default();
            browser::focus_among(&strip, ".tab-link", pick);
        }
    };
    // The wheel moves the strip, which has no other direction to go.
    let on_wheel = move |event: ev::WheelEvent| {
        if let Some(strip) = strip.get_untracked()
            && event.delta_x() == 0.0
            && out.with_untracked(|out| !out.is_empty())
        {
            event.prevent_default();
            browser::scroll_along(&strip, event.delta_y());
        }
    };
    let turn = move |share: f64| {
        if let Some(strip) = strip.get_untracked() {
            browser::scroll_along(&strip, share * f64::from(strip.client_width()));
        }
    };
    let before = Memo::new(move |_| out.with(|out| out.before.len()));
    let after = Memo::new(move |_| out.with(|out| out.after.len()));
    let unread = Memo::new(move |_| out.with(|out| out.unread(live)));
    let scrolls = Memo::new(move |_| out.with(|out| !out.is_empty()));
    let many = Memo::new(move |_| live.sessions.with(|all| all.len() >= MANY) || scrolls.get());
    view! {
        <div class="tabs-pane" hidden=move || live.sessions.with(Vec::is_empty)>
            <div
                class="tabs" role="list" aria-label=words.desktop.sessions node_ref=strip
                data-before=move || (before.get() > 0).then_some("") data-after=move || (after.get() > 0).then_some("")
                on:keydown=on_keydown on:wheel=on_wheel on:scroll=move |_| look()
            >
                <For each=move || live.sessions.get() key=|session| session.id let:session>
                    <SessionTab session=session />
                </For>
            </div>
            // Both as long as it scrolls: the tabs don't move under the pointer at either end.
            <Show when=move || scrolls.get()>
                <span class="tabs-turn">
                    <IconButton
                        glyph=Glyph::ChevronLeft small=true on:click=move |_| turn(-0.8)
                        disabled=Signal::derive(move || before.get() == 0)
                        label=Signal::derive(move || (words.desktop.tabs_before)(before.get()))
                    />
                    <IconButton
                        glyph=Glyph::ChevronRight small=true on:click=move |_| turn(0.8)
                        disabled=Signal::derive(move || after.get() == 0)
                        label=Signal::derive(move || (words.desktop.tabs_after)(after.get()))
                    />
                </span>
            </Show>
            <Show when=move || many.get()>
                <Finder unread=unread />
            </Show>
        </div>
    }
}

/// The end of the customer's number, where nothing else tells this session from another: somebody writes to one account from
/// two numbers. All of it, where they end alike.
fn tail(session: &Session, live: Live) -> Option<String> {
    let own = session.facts.get()?;
    let peer = own.peer.as_str();
    let end = peer.get(peer.len().saturating_sub(TAIL)..).unwrap_or(peer);
    let is_alike = |other: &Session, end: &str| {
        other.id != own.id
            && other.facts.with(|facts| {
                facts.as_ref().is_some_and(|it| {
                    it.account == own.account && it.contact_name == own.contact_name && it.peer.as_str().ends_with(end)
                })
            })
    };
    live.sessions.with(|all| {
        let any = |end: &str| all.iter().any(|other| is_alike(other, end));
        any("").then(|| if any(end) { peer.to_owned() } else { ["…", end].concat() })
    })
}

fn out_of_sight(strip: &web_sys::Element) -> OutOfSight {
    let tabs = browser::all(strip, "[data-tab]").into_iter().filter_map(|tab| {
        let (start, end) = browser::sides(&tab);
        Some((tab.get_attribute("data-tab")?.parse().ok()?, start, end))
    });
    OutOfSight::of(browser::sides(strip), tabs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_is_out_of_sight_when_a_part_of_it_is() {
        let tabs = (0..6).map(|n| (InteractionId(n), 100.0 * n as f64, 100.0 * (n + 1) as f64));
        let out = OutOfSight::of((140.0, 499.5), tabs);
        let ids = |found: &[InteractionId]| found.iter().map(|id| id.0).collect::<Vec<_>>();
        assert_eq!(ids(&out.before), [0, 1]);
        assert_eq!(ids(&out.after), [5]);
    }
}
