//! What only a browser can do, in one place. Called from effects and event handlers alone, so on the server these
//! functions compile and are never reached.

use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::widgets::Pick;
use crate::domain::Timestamp;

/// The person's clock.
pub fn now() -> Timestamp {
    #[cfg(feature = "hydrate")]
    return Timestamp(js_sys::Date::now() as i64);
    #[cfg(not(feature = "hydrate"))]
    Timestamp(0)
}

/// Minutes the person's zone is ahead of UTC at `at`, summer time included.
pub fn zone_minutes(at: Timestamp) -> i64 {
    #[cfg(feature = "hydrate")]
    {
        let date = js_sys::Date::new(&(at.0 as f64).into());
        -(date.get_timezone_offset() as i64)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = at;
        0
    }
}

/// Runs `act` once, `millis` from now. `act` must tolerate that its screen is gone.
pub fn after(millis: u32, act: impl FnOnce() + 'static) {
    #[cfg(feature = "hydrate")]
    gloo_timers::callback::Timeout::new(millis, act).forget();
    #[cfg(not(feature = "hydrate"))]
    let _ = (millis, act);
}

/// Runs `act` every `millis` until the current owner goes.
pub fn every(millis: u32, act: impl FnMut() + 'static) {
    #[cfg(feature = "hydrate")]
    {
        let ticking = StoredValue::new_local(Some(gloo_timers::callback::Interval::new(millis, act)));
        on_cleanup(move || drop(ticking.try_update_value(Option::take)));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (millis, act);
}

/// A name nobody else will think of: 128 random bits.
pub fn random_key() -> String {
    #[cfg(feature = "hydrate")]
    {
        let mut bytes = [0_u8; 16];
        if let Ok(crypto) = window().crypto() {
            // Fails only above 64 KiB.
            let _ = crypto.get_random_values_with_u8_array(&mut bytes);
        }
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

pub fn focused() -> Option<web_sys::HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

pub fn focus(element: &web_sys::HtmlElement) {
    // `focus` fails on elements that have left the page; then there is nothing to do.
    let _ = element.focus();
}

/// Focuses one of the elements under `root` that match `selector`, seen from the one that has the focus.
pub fn focus_among(root: &web_sys::Element, selector: &str, pick: Pick) {
    #[cfg(feature = "hydrate")]
    {
        let Ok(found) = root.query_selector_all(selector) else { return };
        let items: Vec<web_sys::HtmlElement> =
            (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect();
        let current = focused().and_then(|it| items.iter().position(|item| *item == it));
        let last = items.len().saturating_sub(1);
        let index = match (pick, current) {
            (Pick::First, _) | (Pick::Next, None) => 0,
            (Pick::Last, _) | (Pick::Previous, None) => last,
            (Pick::Next, Some(at)) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            (Pick::Previous, Some(at)) => at.checked_sub(1).unwrap_or(last),
        };
        if let Some(item) = items.get(index) {
            focus(item);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (root, selector, pick);
}

/// Whether the focus, on leaving an element, goes to something inside `root`.
pub fn stays_within(root: &web_sys::Node, event: &ev::FocusEvent) -> bool {
    event
        .related_target()
        .and_then(|target| target.dyn_into::<web_sys::Node>().ok())
        .is_some_and(|to| root.contains(Some(&to)))
}

/// Goes to a page of ours with everything fresh: nothing of the person before stays in memory.
pub fn go(path: &str) {
    // A path of our own always parses.
    let _ = window().location().assign(path);
}

pub fn reload() {
    let _ = window().location().reload();
}

/// Whether the tab can be seen.
pub fn visible() -> bool {
    #[cfg(feature = "hydrate")]
    return !document().hidden();
    #[cfg(not(feature = "hydrate"))]
    true
}

/// Everything kept in this browser begins with this.
const KEPT: &str = "smsdesk.";

/// What was kept under `key`.
pub fn recall(key: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return window().local_storage().ok()??.get_item(&format!("{KEPT}{key}")).ok()?;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = key;
        None
    }
}

/// Keeps `value` in this browser; nothing when it is empty. A full or forbidden storage only means it is not kept.
pub fn keep(key: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(storage)) = window().local_storage() {
        let key = format!("{KEPT}{key}");
        let _ = if value.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, value) };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (key, value);
}

/// Forgets what was kept under keys that begin with `prefix`.
pub fn forget(prefix: &str) {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(storage)) = window().local_storage() {
        let prefix = format!("{KEPT}{prefix}");
        let keys: Vec<String> =
            (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok().flatten()).collect();
        for key in keys.iter().filter(|key| key.starts_with(&prefix)) {
            let _ = storage.remove_item(key);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (KEPT, prefix);
}

/// Changes the icon of the tab.
pub fn set_favicon(href: &str) {
    if let Ok(Some(link)) = document().query_selector("link[rel~=icon]") {
        // Attribute names of ours are always allowed.
        let _ = link.set_attribute("href", href);
    }
}

/// Scrolls so far that `element` can be seen, and no further.
pub fn reveal(element: &web_sys::Element) {
    #[cfg(feature = "hydrate")]
    {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = element;
}

/// Puts a text on the clipboard.
pub fn copy(text: &str) {
    #[cfg(feature = "hydrate")]
    let _ = window().navigator().clipboard().write_text(text);
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}

/// Whether fingers are the main pointer: then a focused field brings up the keyboard.
pub fn has_coarse_pointer() -> bool {
    #[cfg(feature = "hydrate")]
    return window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    #[cfg(not(feature = "hydrate"))]
    false
}

/// The element with this id.
pub fn by_id(id: &str) -> Option<web_sys::HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}
