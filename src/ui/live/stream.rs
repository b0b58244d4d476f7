//! The one `EventSource` of the page. It reconnects by itself and resumes from its last event; when the server refuses it
//! (signed out, restarted) we ask why, wait, and begin again from a fresh snapshot. Nothing polls.

use super::Live;

/// Opens the stream; it is closed when the current owner goes.
#[cfg(feature = "hydrate")]
pub(super) fn start(live: Live) {
    use leptos::{ev, prelude::*};

    let stream = StoredValue::new_local(open::Stream::default());
    open::open(live, stream);
    let online = window_event_listener(ev::online, move |_| open::open(live, stream));
    let offline = window_event_listener(ev::offline, move |_| open::lose(live, stream));
    on_cleanup(move || {
        online.remove();
        offline.remove();
        drop(stream.try_update_value(std::mem::take));
    });
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn start(_: Live) {}

#[cfg(feature = "hydrate")]
mod open {
    use leptos::{
        prelude::*,
        task::spawn_local,
        wasm_bindgen::{JsCast, closure::Closure},
    };
    use serde::Deserialize;
    use web_sys::{EventSource, MessageEvent};

    use super::Live;
    use crate::{
        api::{AppError, desktop::load_desktop, wire},
        domain::event::Event,
        ui::{browser, live::Link},
    };

    /// Longest wait between two tries, in milliseconds.
    const LONGEST_WAIT: u32 = 15_000;
    /// Wait before what failed again, although the stream stands, is read once more, in milliseconds.
    const READ_AGAIN: u32 = 3_000;

    type Handle = StoredValue<Stream, LocalStorage>;

    #[derive(Default)]
    pub(super) struct Stream {
        source: Option<Source>,
        /// Errors since the stream last stood.
        errors: u32,
        /// Which opening this is: a wait that belongs to an earlier one does nothing.
        round: u64,
    }

    /// An open source with the closures it calls. Dropping closes it.
    struct Source {
        source: EventSource,
        _closures: Vec<Closure<dyn FnMut(MessageEvent)>>,
    }

    impl Drop for Source {
        fn drop(&mut self) {
            self.source.close();
        }
    }

    #[derive(Deserialize)]
    struct Arrived {
        event: Event,
    }

    pub(super) fn open(live: Live, stream: Handle) {
        let Some(after) = live.cursor.try_get_value() else { return };
        let round = stream.try_update_value(|stream| {
            stream.source = None;
            stream.round += 1;
            stream.round
        });
        let Some(round) = round else { return };
        live.set_link(Link::CatchingUp);
        let Ok(source) = EventSource::new(&format!("/live?after={after}&page={}", live.page())) else { return };
        let mut closures = Vec::new();
        let mut on = |name: &str, act: Box<dyn FnMut(MessageEvent)>| {
            let closure = Closure::wrap(act);
            // Fails only when out of memory.
            let _ = source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
            closures.push(closure);
        };
        on("open", Box::new(move |_| stood(live, stream)));
        on("message", Box::new(move |event| arrived(live, &event)));
        on("current", Box::new(move |_| caught_up(live, stream)));
        on("resync", Box::new(move |_| read_again(live, stream)));
        on("hello", Box::new(move |event| greeted(live, &event)));
        on("error", Box::new(move |_| broke(live, stream, round)));
        let _ = stream.try_update_value(|stream| stream.source = Some(Source { source, _closures: closures }));
    }

    /// The network is gone: nothing to wait for until it is back.
    pub(super) fn lose(live: Live, stream: Handle) {
        let _ = stream.try_update_value(|stream| {
            stream.source = None;
            stream.round += 1;
        });
        live.set_link(Link::Offline);
    }

    fn stood(live: Live, stream: Handle) {
        let _ = stream.try_update_value(|stream| stream.errors = 0);
        live.stood_at.set_value(Some(browser::now()));
    }

    fn stands(stream: Handle) -> bool {
        let is_open = |stream: &Stream| {
            stream.source.as_ref().is_some_and(|source| source.source.ready_state() == EventSource::OPEN)
        };
        stream.try_with_value(is_open) == Some(true)
    }

    /// Everything that was missed has come. What could not be read meanwhile comes before anybody is told so.
    fn caught_up(live: Live, stream: Handle) {
        live.retry_waiting();
        live.save_drafts();
        spawn_local(async move {
            let all_here = live.read_what_failed().await;
            if !stands(stream) {
                // Broken again: it catches up again.
            } else if all_here {
                live.set_link(Link::Live);
            } else {
                browser::after(READ_AGAIN, move || {
                    if stands(stream) {
                        caught_up(live, stream);
                    }
                });
            }
        });
    }

    /// Too much was missed to be told one by one.
    fn read_again(live: Live, stream: Handle) {
        live.set_link(Link::CatchingUp);
        spawn_local(async move {
            if live.read_again(true).await && stands(stream) {
                caught_up(live, stream);
            }
        });
    }

    fn arrived(live: Live, event: &MessageEvent) {
        let Some(data) = event.data().as_string() else { return };
        if !event.last_event_id().is_empty() {
            live.cursor.try_set_value(event.last_event_id());
        }
        match wire::read::<Arrived>(&data) {
            Ok(arrived) => live.apply(arrived.event),
            // Of a newer server: what we can't read we ask for.
            Err(_) => live.resync(),
        }
    }

    fn greeted(live: Live, event: &MessageEvent) {
        if let Some(build) = event.data().as_string()
            && live.build.with_value(|own| *own != build)
        {
            live.outdated.set(true);
        }
    }

    fn broke(live: Live, stream: Handle, round: u64) {
        let state = stream.try_update_value(|stream| {
            stream.errors += 1;
            (stream.errors, stream.source.as_ref().map(|source| source.source.ready_state()))
        });
        match state {
            Some((errors, Some(EventSource::CLOSED))) => {
                live.set_link(Link::Offline);
                let wait = 500_u32.saturating_mul(1 << errors.min(6)).min(LONGEST_WAIT);
                let jitter = (js_sys::Math::random() * f64::from(wait) * 0.4) as u32;
                browser::after(wait + jitter, move || begin_again(live, stream, round));
            }
            Some((errors, Some(_))) => live.set_link(if errors > 1 { Link::Offline } else { Link::CatchingUp }),
            _ => {}
        }
    }

    /// The answer says whether it was the server or the session that ended.
    fn begin_again(live: Live, stream: Handle, round: u64) {
        if stream.try_with_value(|stream| stream.round) != Some(round) {
            return;
        }
        spawn_local(async move {
            let answer = load_desktop().await;
            if stream.try_with_value(|stream| stream.round) != Some(round) {
                return;
            }
            match answer {
                Ok(desktop) => {
                    live.adopt(desktop);
                    live.go_stale();
                    open(live, stream);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(_) => broke(live, stream, round),
            }
        });
    }
}
