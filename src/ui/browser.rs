//! What only a browser can do, in one place. Called from effects and event handlers alone, so on the server these
//! functions compile and are never reached.

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::widgets::Pick;
use crate::domain::{Timestamp, language::Language};

/// The language the server wrote the page in.
pub fn page_language() -> Language {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute("lang")).and_then(|code| Language::parse(&code)).unwrap_or_default()
}

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

/// The person's time zone: `Europe/Rome`. Empty where the browser does not tell.
pub fn zone_name() -> String {
    #[cfg(feature = "hydrate")]
    {
        let options =
            js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
        let zone = js_sys::Reflect::get(&options, &"timeZone".into());
        zone.ok().and_then(|zone| zone.as_string()).unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// `Fri 27 Nov, 09:00` on the walls of a zone; without the date when it is `today` there, with the year when it is not
/// this one. The browser knows the zones.
pub fn time_in_zone(at: Timestamp, zone: &str, lang: &str) -> String {
    #[cfg(feature = "hydrate")]
    {
        let written = |fields: &[(&str, &str)]| {
            let options = js_sys::Object::new();
            for (name, value) in fields.iter().chain(&[("timeZone", zone), ("hourCycle", "h23")]) {
                // Setting a field of a plain object can't fail.
                let _ = js_sys::Reflect::set(&options, &(*name).into(), &(*value).into());
            }
            // Plain English is American to browsers; the rest of the page puts the day first.
            let lang = if lang == "en" { "en-GB" } else { lang };
            let date = |at: Timestamp| js_sys::Date::new(&(at.0 as f64).into()).to_locale_string(lang, &options);
            (String::from(date(at)), String::from(date(now())))
        };
        let date = [("weekday", "short"), ("day", "numeric"), ("month", "short"), ("year", "numeric")];
        let (year, this_year) = written(&date[3..]);
        let (day, today) = written(&date[..if year == this_year { 3 } else { 4 }]);
        let (time, _) = written(&[("hour", "2-digit"), ("minute", "2-digit")]);
        if day == today { time } else { format!("{day}, {time}") }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (at, zone, lang);
        String::new()
    }
}

/// `2026-11-27T09:00` on the walls of a zone, as an input of date and time holds it.
pub fn local_input(at: Timestamp, zone: &str) -> String {
    #[cfg(feature = "hydrate")]
    {
        let options = js_sys::Object::new();
        let minutes = [("dateStyle", "short"), ("timeStyle", "short"), ("timeZone", zone)];
        for (name, value) in minutes {
            // Setting a field of a plain object can't fail.
            let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
        }
        // Swedes write dates as ISO 8601 does.
        String::from(js_sys::Date::new(&(at.0 as f64).into()).to_locale_string("sv-SE", &options)).replacen(' ', "T", 1)
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (at, zone);
        String::new()
    }
}

/// What an input of date and time holds, as the person's own clock means it; `None` while it holds no whole moment.
pub fn local_moment(input: &str) -> Option<Timestamp> {
    #[cfg(feature = "hydrate")]
    let millis = Some(js_sys::Date::parse(input)).filter(|millis| millis.is_finite());
    #[cfg(not(feature = "hydrate"))]
    let millis = {
        let _ = input;
        None::<f64>
    };
    millis.map(|millis| Timestamp(millis as i64))
}

/// What a country is called in a language; its code where the browser does not know.
pub fn country_name(code: &str, lang: &str) -> String {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsValue;
        let ask = || -> Option<String> {
            let get = |from: &JsValue, name: &str| js_sys::Reflect::get(from, &name.into()).ok();
            let names: js_sys::Function = get(&get(&js_sys::global(), "Intl")?, "DisplayNames")?.dyn_into().ok()?;
            let options = js_sys::Object::new();
            js_sys::Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
            let names = js_sys::Reflect::construct(&names, &js_sys::Array::of2(&lang.into(), &options)).ok()?;
            let of: js_sys::Function = get(&names, "of")?.dyn_into().ok()?;
            of.call1(&names, &code.into()).ok()?.as_string()
        };
        ask().unwrap_or_else(|| code.to_owned())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = lang;
        code.to_owned()
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

/// Gives the field that has the focus its caret again. Where a dialog gives the focus back, Chromium leaves it without one:
/// the field looks ready and swallows what is typed.
pub fn go_on_writing() {
    #[cfg(feature = "hydrate")]
    if let Some(field) = focused().filter(|it| it.matches("input, textarea").unwrap_or_default()) {
        // Fails only on elements that have left the page.
        let _ = field.blur();
        focus(&field);
    }
}

/// The elements under `root` that match `selector`, in order.
pub fn all(root: &web_sys::Element, selector: &str) -> Vec<web_sys::Element> {
    #[cfg(feature = "hydrate")]
    {
        let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (root, selector);
        Vec::new()
    }
}

/// Where the upper and the lower edge of an element stand in the window.
pub fn edges(element: &web_sys::Element) -> (f64, f64) {
    #[cfg(feature = "hydrate")]
    {
        let area = element.get_bounding_client_rect();
        (area.top(), area.bottom())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = element;
        (0.0, 0.0)
    }
}

/// Where an element begins and ends in the window, in reading direction.
pub fn sides(element: &web_sys::Element) -> (f64, f64) {
    #[cfg(feature = "hydrate")]
    {
        let area = element.get_bounding_client_rect();
        if is_right_to_left() { (-area.right(), -area.left()) } else { (area.left(), area.right()) }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = element;
        (0.0, 0.0)
    }
}

/// Scrolls a strip by so many pixels in reading direction.
pub fn scroll_along(element: &web_sys::Element, pixels: f64) {
    element.scroll_by_with_x_and_y(if is_right_to_left() { -pixels } else { pixels }, 0.0);
}

fn is_right_to_left() -> bool {
    document().document_element().and_then(|root| root.get_attribute("dir")).is_some_and(|dir| dir == "rtl")
}

/// Focuses what asks for it under `root`, unless something there has the focus already.
pub fn focus_wanted(root: &web_sys::Element) {
    #[cfg(feature = "hydrate")]
    {
        let held = focused().is_some_and(|it| root.contains(Some(&it)) && !root.is_same_node(Some(&it)));
        let wanted = root.query_selector("[autofocus]:not([disabled])").ok().flatten();
        if let Some(wanted) = wanted.filter(|_| !held).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = wanted.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = root;
}

/// Focuses one of the elements under `root` that match `selector`, seen from the one that has the focus.
pub fn focus_among(root: &web_sys::Element, selector: &str, pick: Pick) {
    #[cfg(feature = "hydrate")]
    {
        let items: Vec<web_sys::HtmlElement> =
            all(root, selector).into_iter().filter_map(|item| item.dyn_into().ok()).collect();
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

/// Whether a dialog is open: keys belong to it then.
pub fn has_dialog() -> bool {
    #[cfg(feature = "hydrate")]
    return document().query_selector("dialog[open]").is_ok_and(|found| found.is_some());
    #[cfg(not(feature = "hydrate"))]
    false
}

/// Whether a key was pressed where somebody writes.
pub fn is_in_field(event: &ev::KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| element.matches("input, textarea, select, [contenteditable]").unwrap_or_default())
}

/// Focuses the element with this id. Whether there is one.
pub fn focus_id(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = &element {
        focus(element);
    }
    element.is_some()
}

/// Clicks the element with this id. Whether there is one.
pub fn click_id(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = &element {
        element.click();
    }
    element.is_some()
}

/// Whether the focus, on leaving an element, goes to something inside `root`.
fn stays_within(root: &web_sys::Node, event: &ev::FocusEvent) -> bool {
    event
        .related_target()
        .and_then(|target| target.dyn_into::<web_sys::Node>().ok())
        .is_some_and(|to| root.contains(Some(&to)))
}

/// The focus goes out of `root`. Not so when `root` leaves the page with the focus in it: the browser says that it lost the
/// focus, and nothing of `root` is there any more to act on.
pub fn leaves(root: NodeRef<html::Div>, event: &ev::FocusEvent) -> bool {
    root.try_get_untracked().flatten().is_some_and(|root| !stays_within(&root, event))
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

/// As [`recall`], but what was kept for this window alone.
pub fn recall_here(key: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return window().session_storage().ok()??.get_item(&format!("{KEPT}{key}")).ok()?;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = key;
        None
    }
}

/// As [`keep`], but for this window alone: until it is closed, over reloads.
pub fn keep_here(key: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(storage)) = window().session_storage() {
        let key = format!("{KEPT}{key}");
        let _ = if value.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, value) };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (key, value);
}

/// Hands `body` to the browser, which posts it to a path of ours even when the page is gone by then. Whether it will.
pub fn beacon(path: &str, body: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return window().navigator().send_beacon_with_opt_str(path, Some(body)).unwrap_or(false);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (path, body);
        false
    }
}

/// Calls `act` after layout and before painting whenever one of `elements` changes its size, until the current owner goes.
pub fn watch_sizes(elements: &[&web_sys::Element], act: impl FnMut() + 'static) {
    #[cfg(feature = "hydrate")]
    {
        use js_sys::{Array, Function, Reflect};
        use leptos::wasm_bindgen::{JsValue, closure::Closure};
        let closure = Closure::<dyn FnMut()>::wrap(Box::new(act));
        // By name: the whole of its binding would be more than these two calls.
        let observe = || -> Result<JsValue, JsValue> {
            let class: Function = Reflect::get(&window(), &"ResizeObserver".into())?.dyn_into()?;
            let observer = Reflect::construct(&class, &Array::of1(closure.as_ref()))?;
            let observe: Function = Reflect::get(&observer, &"observe".into())?.dyn_into()?;
            for element in elements {
                observe.call1(&observer, element)?;
            }
            Ok(observer)
        };
        let kept = StoredValue::new_local(Some((observe(), closure)));
        on_cleanup(move || {
            let Some(Some((Ok(observer), closure))) = kept.try_update_value(Option::take) else { return };
            if let Ok(disconnect) = Reflect::get(&observer, &"disconnect".into()).and_then(JsCast::dyn_into::<Function>)
            {
                let _ = disconnect.call0(&observer);
            }
            drop(closure);
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (elements, act);
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

/// Scrolls the element with this id by so many of its heights.
pub fn turn_page(id: &str, screens: f64) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_by_with_x_and_y(0.0, screens * f64::from(element.client_height()));
    }
}

/// Types `text` where the focus is, over what is marked there; `false` when the browser can't.
///
/// The command is old and has no successor: nothing else leaves Ctrl Z working.
pub fn type_text(text: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        let document: wasm_bindgen::JsValue = document().into();
        let command = js_sys::Reflect::get(&document, &"execCommand".into());
        let Some(command) = command.ok().and_then(|command| command.dyn_into::<js_sys::Function>().ok()) else {
            return false;
        };
        let name = if text.is_empty() { "delete" } else { "insertText" };
        let typed = command.call3(&document, &name.into(), &false.into(), &text.into());
        typed.is_ok_and(|typed| typed.as_bool() == Some(true))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = text;
        false
    }
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
