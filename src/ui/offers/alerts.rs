//! Makes requests heard and seen outside the page. Browsers let a page be heard only after a click: until then the state
//! is plainly `Blocked`, and the first click or key anywhere allows it.

use leptos::{ev, prelude::*, reactive::send_wrapper_ext::SendOption};

use super::tone::Bell;
use crate::{
    api::attention::set_alerts,
    domain::{alerts::AlertChoice, attention::Hearing, event::Event},
    ui::{
        browser,
        live::{Live, path_of, tell_whether_it_hears},
        words::{Words, use_words},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    On,
    Muted,
    /// The browser waits for a click.
    Blocked,
    /// The browser has no sound.
    Absent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    NotAsked,
    Granted,
    Denied,
}

#[derive(Clone, Copy)]
pub struct Alerts {
    pub sound: RwSignal<Sound>,
    pub notifications: RwSignal<Permission>,
    /// A request would be noticed on this page only as long as somebody sees it.
    pub depends_on_sight: Memo<bool>,
    /// How it sounds; the server keeps it.
    pub choice: RwSignal<AlertChoice>,
    muted: RwSignal<bool>,
    /// Never made on the server, where another thread may drop it.
    bell: StoredValue<SendOption<Bell>>,
}

/// Where the choice to mute is kept in this browser.
const MUTED: &str = "sound";

pub fn use_alerts() -> Alerts {
    expect_context()
}

impl Alerts {
    /// Rings while `live` has requests that can be answered.
    pub fn provide(live: Live) -> Alerts {
        let sound = RwSignal::new(Sound::On);
        let notifications = RwSignal::new(Permission::Denied);
        let hearing = Memo::new(move |_| Hearing {
            sound: sound.get() == Sound::On,
            notices: notifications.get() == Permission::Granted,
            visible: live.visible.get(),
        });
        let alerts = Alerts {
            sound,
            notifications,
            depends_on_sight: Memo::new(move |_| hearing.get().depends_on_sight()),
            choice: live.alerts,
            muted: RwSignal::new(false),
            bell: StoredValue::new(SendOption::new_local(None)),
        };
        provide_context(alerts);
        let words = use_words();
        let waiting = Memo::new(move |_| live.pending_offers() > 0);
        let choice = Memo::new(move |_| live.alerts.get());

        Effect::new(move || {
            alerts.muted.set(browser::recall(MUTED).is_some());
            alerts.notifications.set(permission());
            alerts.begin();
        });
        Effect::new(move || {
            // How it sounds from now on is heard at once.
            choice.track();
            let ring = waiting.get() && alerts.sound.get() == Sound::On;
            alerts.ring(ring);
        });
        tell_whether_it_hears(live, Memo::new(move |_| hearing.get().hears()));
        live.listen(move |event| alerts.notice(event, live, words));
        alerts
    }

    /// What the desktop shows while nobody looks here, and the soft note for what is not urgent.
    fn notice(&self, event: &Event, live: Live, words: &Words) {
        let shows = !browser::visible() && self.notifications.get_untracked() == Permission::Granted;
        match event {
            Event::OfferMade { offer } if shows => {
                let title = (words.offers.notification)(&offer.contact_name);
                notify(&title, &offer.account_name, &format!("offer-{}", offer.interaction), None);
            }
            Event::Mentioned { mention } => {
                if shows {
                    let title = (words.people.mention_notice)(&mention.by);
                    let tag = format!("mention-{}", mention.id);
                    notify(&title, &mention.contact_name, &tag, Some(path_of(mention.interaction)));
                }
                let looks_at_it = browser::visible() && live.active.get_untracked() == Some(mention.interaction);
                if self.sound.get_untracked() == Sound::On && !looks_at_it {
                    self.ring_softly();
                }
            }
            _ => {}
        }
    }

    /// Changes how requests sound, here at once and on the server.
    pub async fn choose(&self, choice: AlertChoice) -> Result<(), crate::api::AppError> {
        self.choice.set(choice);
        set_alerts(choice).await
    }

    /// Shows what a request in the background looks like.
    pub fn test_notification(&self, words: &Words) {
        notify(&words.people.test_notification_title, &words.people.test_notification_text, "test", None);
    }

    fn ring_softly(&self) {
        #[cfg(feature = "hydrate")]
        let _ = self.bell.try_with_value(|bell| {
            if let Some(bell) = &**bell {
                bell.ring_softly(self.choice.get_untracked());
            }
        });
    }

    /// Whether the alert is repeated until a request is handled.
    fn ring(&self, ring: bool) {
        #[cfg(feature = "hydrate")]
        let _ = self.bell.try_update_value(|bell| match &mut **bell {
            Some(bell) if ring => bell.ring(self.choice.get_untracked()),
            Some(bell) => bell.stop(),
            None => {}
        });
        #[cfg(not(feature = "hydrate"))]
        let _ = ring;
    }

    #[cfg(feature = "hydrate")]
    fn ring_on(&self) {
        let _ = self.bell.try_update_value(|bell| {
            if let Some(bell) = &mut **bell {
                bell.ring_on();
            }
        });
    }

    fn begin(&self) {
        #[cfg(feature = "hydrate")]
        {
            let alerts = *self;
            let on_change = move || {
                alerts.look();
                alerts.ring_on();
            };
            self.bell.update_value(|bell| **bell = Bell::new(on_change));
            self.look();
            let allow = move || {
                if alerts.sound.try_get_untracked() == Some(Sound::Blocked) {
                    alerts.allow_sound();
                }
            };
            let pointer = window_event_listener(ev::click, move |_| allow());
            let key = window_event_listener(ev::keydown, move |_| allow());
            on_cleanup(move || {
                pointer.remove();
                key.remove();
                drop(alerts.bell.try_update_value(|bell| (**bell).take()));
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (ev::click, ev::keydown, &self.bell, self.look());
    }

    /// Reads how things stand.
    fn look(&self) {
        #[cfg(feature = "hydrate")]
        {
            let blocked = self.bell.try_with_value(|bell| (**bell).as_ref().map(Bell::is_blocked));
            let sound = match blocked {
                None => return,
                Some(None) => Sound::Absent,
                Some(Some(_)) if self.muted.get_untracked() => Sound::Muted,
                Some(Some(true)) => Sound::Blocked,
                Some(Some(false)) => Sound::On,
            };
            if self.sound.get_untracked() != sound {
                self.sound.set(sound);
            }
        }
    }

    /// From a click: asks the browser to let us be heard.
    pub fn allow_sound(&self) {
        #[cfg(feature = "hydrate")]
        let _ = self.bell.try_with_value(|bell| {
            if let Some(bell) = &**bell {
                bell.allow();
            }
        });
    }

    /// Lets the alert be heard once, muted or not. While a request rings it is heard anyway.
    pub fn test(&self) {
        self.allow_sound();
        #[cfg(feature = "hydrate")]
        let _ = self.bell.try_with_value(|bell| {
            if let Some(bell) = &**bell
                && !bell.is_ringing()
            {
                bell.ring_once(self.choice.get_untracked());
            }
        });
    }

    pub fn mute(&self, muted: bool) {
        self.muted.set(muted);
        browser::keep(MUTED, if muted { "muted" } else { "" });
        self.allow_sound();
        self.look();
    }

    /// From a click, never at load: browsers and people punish that.
    pub fn ask_for_notifications(&self) {
        #[cfg(feature = "hydrate")]
        {
            let alerts = *self;
            leptos::task::spawn_local(async move {
                if let Ok(asked) = web_sys::Notification::request_permission() {
                    let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
                }
                let _ = alerts.notifications.try_set(permission());
            });
        }
    }
}

fn permission() -> Permission {
    #[cfg(feature = "hydrate")]
    {
        use web_sys::{Notification, NotificationPermission};
        // Asking a class that is missing (Safari on a phone) would throw.
        if !js_sys::Reflect::has(&window(), &"Notification".into()).unwrap_or(false) {
            return Permission::Denied;
        }
        match Notification::permission() {
            NotificationPermission::Granted => Permission::Granted,
            NotificationPermission::Default => Permission::NotAsked,
            _ => Permission::Denied,
        }
    }
    #[cfg(not(feature = "hydrate"))]
    Permission::Denied
}

/// A notice of the desktop. It names who writes, never what: it may be seen over a shoulder.
/// A click on it comes here, and goes to `path` if there is one.
fn notify(title: &str, body: &str, tag: &str, path: Option<String>) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::wasm_bindgen::{JsCast, closure::Closure};
        let options = web_sys::NotificationOptions::new();
        options.set_body(body);
        options.set_tag(tag);
        if let Ok(notification) = web_sys::Notification::new_with_options(title, &options) {
            let shown = notification.clone();
            let on_click = Closure::once_into_js(move || {
                let _ = window().focus();
                shown.close();
                if let Some(path) = path {
                    browser::go(&path);
                }
            });
            notification.set_onclick(Some(on_click.unchecked_ref()));
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (title, body, tag, path);
}
