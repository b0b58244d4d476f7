//! Looking at a session again later: the dialog that asks when, and what is said above the conversation until then.

use leptos::{ev, prelude::*, task::spawn_local};

use super::Panes;
use crate::{
    api::{AppError, closing::set_follow_up},
    domain::{
        InteractionId, Timestamp,
        follow_up::{FollowUp, LONGEST_REASON},
        user::Right,
    },
    ui::{
        browser,
        clock::use_clock,
        live::{Session, use_live},
        new_sms::Here,
        widgets::{Button, ButtonKind, Dialog, ErrorNote, Field, FieldIds, Glyph, Icon, Show, use_notices},
        words::use_words,
    },
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// When mornings begin.
const MORNING: i64 = 9 * HOUR;

/// The times offered besides any other: in one and three hours, tomorrow morning, and on Monday where that is later.
/// `zone` tells the minutes a place is ahead of UTC at a moment.
fn offered(now: Timestamp, zone: impl Fn(Timestamp) -> i64) -> [Option<Timestamp>; 4] {
    let today = (now.0 + zone(now) * MINUTE).div_euclid(DAY);
    let morning = |days: i64| {
        let local = (today + days) * DAY + MORNING;
        // The clocks may be changed in between.
        let near = Timestamp(local - zone(now) * MINUTE);
        Timestamp(local - zone(near) * MINUTE)
    };
    // 1 January 1970 was a Thursday.
    let to_monday = 7 - (today + 3).rem_euclid(7);
    let monday = (to_monday > 1).then(|| morning(to_monday));
    [Some(now + HOUR), Some(now + 3 * HOUR), Some(morning(1)), monday]
}

#[component]
pub(super) fn FollowUpDialog() -> impl IntoView {
    let words = use_words();
    let panes: Panes = expect_context();
    let open = RwSignal::new(false);
    Effect::new(move || {
        if panes.follow_up.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && panes.follow_up.with_untracked(Option::is_some) {
            panes.follow_up.set(None);
        }
    });
    view! {
        <Dialog open=open label=words.follow_up.fact>
            {move || panes.follow_up.get().map(|session| view! { <Form session=session open=open /> })}
        </Dialog>
    }
}

#[component]
fn Form(session: Session, open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let w = &words.follow_up;
    let id = session.id;
    let (name, before) = session
        .facts
        .with_untracked(|it| it.as_ref().map(|it| (it.contact_name.clone(), it.follow_up.clone())))
        .unwrap_or_default();
    let is_set = before.is_some();
    let at = RwSignal::new(before.as_ref().map(|it| it.at));
    let custom = RwSignal::new(is_set);
    let local =
        RwSignal::new(at.get_untracked().map(|at| browser::local_input(at, &browser::zone_name())).unwrap_or_default());
    let reason = RwSignal::new(before.map(|it| it.reason).unwrap_or_default());
    let failed = RwSignal::new(None::<AppError>);
    let busy = RwSignal::new(false);

    let now = untrack(|| use_clock().now()).unwrap_or_default();
    let labels = [w.in_an_hour, w.in_three_hours, w.tomorrow, w.monday];
    let radios = offered(now, browser::zone_minutes)
        .into_iter()
        .zip(labels)
        .filter_map(|(time, label)| Some((time?, label)))
        .map(|(time, label)| {
            view! {
                <label class="choice-line">
                    <input
                        type="radio" name="follow-up" prop:checked=move || !custom.get() && at.get() == Some(time)
                        on:change=move |_| {
                            custom.set(false);
                            at.set(Some(time));
                        }
                    />
                    <span>{move || label(&Here::time(time, words))}</span>
                </label>
            }
        })
        .collect_view();
    let save = move |follow_up: Option<FollowUp>| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = set_follow_up(id, follow_up).await;
            busy.try_set(false);
            match answer {
                Ok(()) => {
                    open.try_set(false);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
        });
    };
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if let Some(at) = at.get_untracked() {
            save(Some(FollowUp { at, reason: reason.get_untracked() }));
        }
    };
    let wrong = move |field: &'static str| {
        Signal::derive(move || failed.with(|it| it.as_ref().and_then(|it| words.common.on_field(it, field))))
    };
    let (wrong_time, wrong_reason) = (wrong("later"), wrong("reason"));
    let elsewhere = Signal::derive(move || {
        failed.get().filter(|it| it.on_field("later").is_none() && it.on_field("reason").is_none())
    });
    view! {
        <form class="later" on:submit=on_submit>
            <h2>{move || (w.title)(&name)}</h2>
            <p class="soft">{w.text}</p>
            <fieldset class="choice-lines">
                <legend class="sr-only">{w.when}</legend>
                {radios}
                <label class="choice-line">
                    <input
                        type="radio" name="follow-up" prop:checked=move || custom.get()
                        on:change=move |_| {
                            custom.set(true);
                            at.set(browser::local_moment(&local.get_untracked()));
                        }
                    />
                    <span>{w.choose_time}</span>
                </label>
            </fieldset>
            <Show when=move || custom.get() || wrong_time.with(Option::is_some)>
                <Field
                    name="follow-up-time" label=w.date_and_time error=wrong_time
                    control=move |ids: FieldIds| view! {
                        <input
                            class="input" type="datetime-local" id=ids.id() prop:value=move || local.get()
                            aria-invalid=move || ids.invalid() aria-describedby=move || ids.described_by()
                            on:input:target=move |event| {
                                local.set(event.target().value());
                                custom.set(true);
                                at.set(browser::local_moment(&local.get_untracked()));
                            }
                        />
                    }
                />
            </Show>
            <Field
                name="follow-up-reason" label=w.reason help=Some(w.reason_help.into()) error=wrong_reason
                control=move |ids: FieldIds| view! {
                    <input
                        class="input" type="text" autocomplete="off" maxlength=LONGEST_REASON.to_string() id=ids.id()
                        prop:value=move || reason.get()
                        aria-invalid=move || ids.invalid() aria-describedby=move || ids.described_by()
                        on:input:target=move |event| reason.set(event.target().value())
                    />
                }
            />
            <Show when=move || elsewhere.with(Option::is_some)>
                <ErrorNote what=w.not_set error=elsewhere />
            </Show>
            <div class="dialog-actions">
                <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                <Show when=move || is_set>
                    <Button busy=busy on:click=move |_| save(None)>{w.remove}</Button>
                </Show>
                <Button
                    kind=ButtonKind::Primary submit=true busy=busy
                    disabled=Signal::derive(move || at.with(Option::is_none))
                >
                    {w.set}
                </Button>
            </div>
        </form>
    }
}

/// What is said above a conversation that will come back.
#[component]
pub(super) fn FollowUpBar(session: Session) -> impl IntoView {
    let words = use_words();
    let w = &words.follow_up;
    let live = use_live();
    let clock = use_clock();
    let notices = use_notices();
    let panes: Panes = expect_context();
    let busy = RwSignal::new(false);
    let id: InteractionId = session.id;
    let facts = session.facts;
    let follow_up = Memo::new(move |_| facts.with(|facts| facts.as_ref().and_then(|facts| facts.follow_up.clone())));
    let may = Memo::new(move |_| live.owns(id) || live.me.with(|me| me.role.may(Right::Supervise)));
    let remove = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            if let Err(error) = set_follow_up(id, None).await {
                notices.say(format!("{} {}", w.not_set, words.common.error(&error)));
            }
            busy.try_set(false);
        });
    };
    view! {
        <div role="status">
            {move || follow_up.get().map(|FollowUp { at, reason }| view! {
                <div class="under-way">
                    <Icon glyph=Glyph::Clock small=true />
                    <p class="grow">
                        <strong>{move || (w.comes_back)(&clock.when(at, words))}</strong>
                        " " {reason}
                    </p>
                    <Show when=move || may.get()>
                        <Button small=true on:click=move |_| panes.follow_up.set(live.session(id))>{w.change}</Button>
                        <Button small=true busy=busy on:click=remove>{w.remove}</Button>
                    </Show>
                </div>
            })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mornings_are_those_of_the_person_whatever_the_clocks_do() {
        // Wednesday 25 November 2026, 09:43 UTC; two hours ahead.
        let now = Timestamp(1_795_599_780_000);
        let at = |times: [Option<Timestamp>; 4]| times.map(|time| time.map(|time| (time.0 - now.0) / MINUTE));
        let (hour, three) = (Some(60), Some(180));
        assert_eq!(at(offered(now, |_| 120)), [hour, three, Some(1_277), Some(7_037)]);
        // The day after tomorrow's clocks are an hour behind.
        let winter = |moment: Timestamp| if moment.0 - now.0 > 30 * HOUR { 60 } else { 120 };
        assert_eq!(offered(now, winter)[3].unwrap().0 - offered(now, |_| 120)[3].unwrap().0, HOUR);
        // On a Sunday tomorrow is Monday.
        assert_eq!(offered(now + 4 * DAY, |_| 0)[3], None);
    }
}
