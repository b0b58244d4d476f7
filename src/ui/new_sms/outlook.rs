//! What time it is at the customer, and when it is quiet there.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::new_sms::load_outlook,
    domain::{
        InteractionId, Timestamp,
        quiet::{Outlook, STILL_TALKING},
    },
    ui::{browser, clock::use_clock, live::use_live, words::Words},
};

/// A point in time as the person's own clock shows it.
pub struct Here;

impl Here {
    pub fn time(at: Timestamp, words: &Words) -> String {
        browser::time_in_zone(at, &browser::zone_name(), *words.common.lang)
    }
}

/// The outlook of a conversation, when `wanted`; asked again whenever its quiet time is over, and while there is none when
/// the link is back. Nothing on the server.
pub fn use_outlook(interaction: InteractionId, wanted: Signal<bool>) -> RwSignal<Option<Outlook>> {
    let (clock, link) = (use_clock(), use_live().link);
    let outlook = RwSignal::new(None::<Outlook>);
    let over = Memo::new(move |_| {
        let now = clock.now();
        outlook.with(|outlook| {
            let quiet = outlook.as_ref().and_then(|outlook| outlook.quiet);
            now.zip(quiet).is_some_and(|(now, quiet)| quiet.until <= now)
        })
    });
    Effect::new(move || {
        link.track();
        let missing = outlook.with_untracked(Option::is_none);
        if wanted.get() && (missing || over.get()) {
            spawn_local(async move {
                // Without it the server refuses, and says why.
                if let Ok(loaded) = load_outlook(interaction).await {
                    outlook.try_set(Some(loaded));
                }
            });
        }
    });
    outlook
}

/// Until when a customer who wrote at `last_inbound` is left alone, seen from `now`.
pub fn quiet_until(outlook: &Outlook, last_inbound: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let talking = last_inbound.is_some_and(|wrote| now.since(wrote) < STILL_TALKING);
    outlook.quiet_at(now).filter(|_| !talking)
}
