//! What stands in the way of a first message, and what can be done instead.

use leptos::{prelude::*, task::spawn_local};

use super::writing::{Checked, Writing};
use crate::{
    api::{AppError, new_sms::take},
    domain::{
        InteractionId, Timestamp,
        new_sms::{Existing, Known, Whose},
        offer::Claim,
        quiet::ZoneKnownBy,
    },
    ui::{
        browser,
        clock::use_clock,
        widgets::{Button, Glyph, Icon, use_notices},
        words::use_words,
    },
};

/// Why nothing can be sent now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Obstacle {
    Exists(Existing),
    OptedOut,
    Quiet(Timestamp),
}

impl Obstacle {
    pub(super) fn of(known: &Known, now: Timestamp) -> Option<Obstacle> {
        if let Some(existing) = &known.existing {
            return Some(Obstacle::Exists(existing.clone()));
        }
        if known.opted_out_at.is_some() {
            return Some(Obstacle::OptedOut);
        }
        known.outlook.quiet_at(now).map(Obstacle::Quiet)
    }
}

/// The time at the customer, and any obstacle in words.
#[component]
pub(super) fn StandingView(
    writing: Writing,
    obstacle: Signal<Option<Obstacle>>,
    /// Goes to a conversation, with what was written.
    go: Callback<InteractionId>,
) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    let local = move || {
        let now = clock.now()?;
        writing.checked.with(|checked| match checked {
            Checked::Right(_, known) => {
                let zone = &known.outlook.zone;
                let time = browser::time_in_zone(now, &zone.name, *words.common.lang);
                Some(match zone.known_by {
                    ZoneKnownBy::Number => (words.new_sms.local_time)(&time, &zone.name),
                    ZoneKnownBy::Account => (words.new_sms.zone_of_account)(&zone.name),
                })
            }
            _ => None,
        })
    };
    let local = Memo::new(move |_| local());
    let zone = move || {
        writing.checked.with_untracked(|checked| match checked {
            Checked::Right(_, known) => known.outlook.zone.name.clone(),
            _ => String::new(),
        })
    };
    let said = move || {
        obstacle.get().map(|obstacle| match obstacle {
            Obstacle::Exists(existing) => view! { <ExistingView writing=writing existing=existing go=go /> }.into_any(),
            Obstacle::OptedOut => view! {
                <p class="obstacle bad"><Icon glyph=Glyph::Alert small=true /><span>{words.new_sms.opted_out}</span></p>
            }
            .into_any(),
            Obstacle::Quiet(until) => {
                let zone = zone();
                let time = browser::time_in_zone(until, &zone, *words.common.lang);
                view! {
                    <p class="obstacle"><Icon glyph=Glyph::Moon small=true /><span>{(words.new_sms.quiet)(&time, &zone)}</span></p>
                }
                .into_any()
            }
        })
    };
    view! {
        <p class="soft local-time">{move || local.get()}</p>
        <div role="status">{said}</div>
    }
}

/// Whose conversation it is, and the way to it.
#[component]
fn ExistingView(writing: Writing, existing: Existing, go: Callback<InteractionId>) -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let id = existing.interaction;
    let take_it = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let said = match take(id).await {
                Ok(Claim::Won { interaction }) => {
                    go.run(interaction);
                    None
                }
                Ok(Claim::TakenBy { name }) => Some((words.new_sms.existing_colleague)(&name)),
                Ok(Claim::Full { capacity }) => Some((words.new_sms.take_full)(capacity)),
                Ok(Claim::Gone) | Err(AppError::NotFound) => Some(words.new_sms.take_gone.to_string()),
                Err(error) => Some(words.common.error(&error)),
            };
            busy.try_set(false);
            if let Some(said) = said {
                notices.say(said);
                writing.check();
            }
        });
    };
    let (said, button) = match existing.whose {
        Whose::Mine => {
            let go = view! { <Button small=true on:click=move |_| go.run(id)>{words.new_sms.go_to_mine}</Button> };
            (words.new_sms.existing_mine.to_string(), Some(go.into_any()))
        }
        Whose::Colleague { name, visible } => {
            let look = visible.then(|| {
                view! { <Button small=true on:click=move |_| go.run(id)>{words.new_sms.look_at_it}</Button> }.into_any()
            });
            let said = (words.new_sms.existing_colleague)(&name);
            (if visible { said } else { format!("{said} {}", (words.new_sms.ask_colleague)(&name)) }, look)
        }
        Whose::Waiting { queue, takable } => {
            let take = takable.then(|| {
                view! { <Button small=true busy=busy on:click=take_it>{words.new_sms.take_it}</Button> }.into_any()
            });
            let said = (words.new_sms.existing_waiting)(queue.as_deref());
            (if takable { said } else { format!("{said} {}", words.new_sms.ask_queue) }, take)
        }
    };
    view! {
        <div class="obstacle">
            <Icon glyph=Glyph::Info small=true />
            <span class="grow">{said}</span>
            {button}
        </div>
    }
}
