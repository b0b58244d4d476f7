//! Parts of the browser's half that are downloaded when somebody first needs them.
//!
//! The build cuts the program at the functions marked `wasm_split`: what only they reach is no longer in what every page
//! loads. The server has everything at hand and draws a part like anything else. A browser that begins on a page of a part
//! loads it before it takes the page over ([`start`]), so that both draw the same; later on [`Part::draw`] says that it
//! comes, and what to do when it does not.

use std::{
    pin::{Pin, pin},
    sync::{LazyLock, Mutex, OnceLock, PoisonError},
    task::{Context, Poll, Waker},
};

use leptos::{prelude::*, task::spawn_local, wasm_split::SplitLoaderError};

#[cfg(feature = "hydrate")]
use super::words::speak;
use super::{
    browser,
    widgets::{ErrorNote, Skeleton},
    words::use_words,
};

/// How long a part may take before somebody who waits for it is told, ms. It may still come then.
const PATIENCE: u32 = 20_000;

/// Held while the server opens one.
static OPENING: Mutex<()> = Mutex::new(());

/// What opening a part ends in: the function that draws what is asked of it.
pub type Opening<Q> = Pin<Box<dyn Future<Output = Result<fn(Q) -> AnyView, SplitLoaderError>>>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody asked for it yet.
    Away,
    Coming,
    Here,
    /// It did not come.
    Missing,
}

/// One part. `Q` says what it can be asked to draw.
pub struct Part<Q: 'static> {
    name: &'static str,
    open: fn() -> Opening<Q>,
    door: OnceLock<fn(Q) -> AnyView>,
    standing: LazyLock<ArcRwSignal<Standing>>,
}

impl<Q: Clone + Send + 'static> Part<Q> {
    /// `name` is the one the build knows it by.
    pub const fn new(name: &'static str, open: fn() -> Opening<Q>) -> Part<Q> {
        Part { name, open, door: OnceLock::new(), standing: LazyLock::new(|| ArcRwSignal::new(Standing::Away)) }
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tracked. The server, where renders come and go, never asks the signal: it would keep something of each.
    pub fn standing(&self) -> Standing {
        if cfg!(feature = "ssr") { Standing::Away } else { self.standing.get() }
    }

    /// Whether what is drawn later can be drawn now: never on the server, nor while a browser takes its page over.
    /// Tracked.
    pub fn is_here(&self) -> bool {
        self.standing() == Standing::Here
    }

    /// What draws it, if it is here. On the server everything is.
    pub fn at_hand(&self) -> Option<fn(Q) -> AnyView> {
        if cfg!(feature = "ssr") && self.door.get().is_none() {
            // One at a time: to whoever comes while another opens it, it would not be at hand.
            let _turn = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
            let opened = pin!((self.open)()).poll(&mut Context::from_waker(Waker::noop()));
            if let Poll::Ready(Ok(door)) = opened {
                let _ = self.door.set(door);
            }
        }
        self.door.get().copied()
    }

    /// Fetches it unless it is here or on its way.
    pub fn fetch(&'static self) {
        if matches!(self.standing.get_untracked(), Standing::Coming | Standing::Here) {
            return;
        }
        self.standing.set(Standing::Coming);
        spawn_local(async move {
            self.arrive().await;
        });
        browser::after(PATIENCE, move || {
            if self.standing.get_untracked() == Standing::Coming {
                self.standing.set(Standing::Missing);
            }
        });
    }

    /// Waits until it is here. False when it does not come; the next call tries anew.
    pub async fn arrive(&self) -> bool {
        let opened = (self.open)().await;
        let here = opened.is_ok();
        if let Ok(door) = opened {
            let _ = self.door.set(door);
        }
        self.standing.set(if here { Standing::Here } else { Standing::Missing });
        here
    }

    /// Draws what it makes of `question`: at once if it is here; else that it comes, or why not.
    pub fn draw(&'static self, question: Q) -> AnyView {
        if let Some(door) = self.at_hand() {
            return door(question);
        }
        let view = move || match self.standing() {
            Standing::Here => self.at_hand().map(|door| door(question.clone())),
            _ => Some(
                view! {
                    <main class="lone">
                        <h1 class="sr-only">{use_words().common.product}</h1>
                        {self.waiting(5)}
                    </main>
                }
                .into_any(),
            ),
        };
        self.fetch();
        view.into_any()
    }

    /// Draws what is no part of a first paint: until the part is here its shape, in a box of this class.
    pub fn later(&'static self, question: Q, class: &'static str, lines: usize) -> AnyView {
        self.after(question, move || view! { <div class=class>{self.waiting(lines)}</div> }.into_any())
    }

    /// The same, where a first paint has something to show until then.
    pub fn after(&'static self, question: Q, until: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        let view = move || match self.standing() {
            Standing::Here => self.at_hand().map(|door| door(question.clone())),
            _ => Some(until()),
        };
        view.into_any()
    }

    /// That it comes; or why not, and a way to try again.
    pub fn waiting(&'static self, lines: usize) -> AnyView {
        let words = &use_words().parts;
        let again = Callback::new(move |()| self.fetch());
        match self.standing() {
            Standing::Missing => view! { <ErrorNote what=words.missing error=None retry=again /> }.into_any(),
            _ => view! { <Skeleton lines=lines /> }.into_any(),
        }
    }
}

/// Takes the page in the browser over, once what it needs beside what every page loads is here: its part, its language.
#[cfg(feature = "hydrate")]
pub fn start<V: IntoView + 'static>(app: fn() -> V) {
    use leptos::mount::{hydrate_body, mount_to_body};

    let path = window().location().pathname().unwrap_or_default();
    // Leptos has no executor of its own before there is an app.
    wasm_bindgen_futures::spawn_local(async move {
        let has_part = match super::pages::part_at(&path) {
            Some(part) => part.arrive().await,
            None => true,
        };
        let has_words = speak(browser::page_language()).await;
        if has_part && has_words {
            return hydrate_body(app);
        }
        // Otherwise it can't be taken over. Drawn anew, it says what is missing.
        if let Some(body) = document().body() {
            body.set_text_content(None);
        }
        mount_to_body(app);
    });
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use std::{
        future::poll_fn,
        sync::atomic::{AtomicBool, Ordering::SeqCst},
        thread,
        time::Duration,
    };

    use super::*;

    /// As the loader of a part: whoever comes while somebody else opens it has to wait.
    fn open() -> Opening<()> {
        static BUSY: AtomicBool = AtomicBool::new(false);
        Box::pin(poll_fn(|_| {
            if BUSY.swap(true, SeqCst) {
                return Poll::Pending;
            }
            thread::sleep(Duration::from_millis(5));
            BUSY.store(false, SeqCst);
            let door: fn(()) -> AnyView = |()| ().into_any();
            Poll::Ready(Ok(door))
        }))
    }

    #[test]
    fn the_first_visitors_of_a_server_find_a_part_at_hand_however_many_come_at_once() {
        static PART: Part<()> = Part::new("part", open);
        let visitors: Vec<_> = (0..8).map(|_| thread::spawn(|| PART.at_hand().is_some())).collect();
        assert!(visitors.into_iter().all(|visitor| visitor.join().unwrap()));
    }
}
