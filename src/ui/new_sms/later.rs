//! When a text is to leave: quick choices, or a date and time on the customer's clock.

use leptos::{ev, prelude::*, task::spawn_local};

use super::Here;
use crate::{
    api::{AppError, new_sms::read_time},
    domain::{
        Timestamp,
        new_sms::{Later, WrongTime},
        quiet::{Outlook, ZoneKnownBy},
    },
    ui::{
        browser,
        clock::{Clock, use_clock},
        widgets::{Button, ButtonKind, Dialog, ErrorNote, Field, FieldIds, Show, Skeleton},
        words::{Words, use_words},
    },
};

const HOUR: i64 = 3_600_000;
/// Where a date and time is typed.
const TIME: &str = "later-time";

/// Which of the choices is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Hour,
    Tomorrow,
    AfterQuiet,
    Custom,
}

/// What was chosen. Copies are the same thing.
#[derive(Clone, Copy)]
pub struct Picked {
    pub at: RwSignal<Option<Timestamp>>,
    pub cancel_if_they_write: RwSignal<bool>,
    choice: RwSignal<Option<Choice>>,
    /// As the input of date and time holds it.
    local: RwSignal<String>,
    /// What the server said of this time.
    wrong: RwSignal<Option<AppError>>,
}

impl Picked {
    pub fn new(later: Option<Later>) -> Picked {
        let picked = Picked {
            at: RwSignal::new(None),
            cancel_if_they_write: RwSignal::new(true),
            choice: RwSignal::new(None),
            local: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
        };
        picked.begin(later);
        picked
    }

    /// Begins anew, with what was chosen before.
    pub fn begin(&self, later: Option<Later>) {
        self.at.set(later.map(|later| later.at));
        self.cancel_if_they_write.set(later.is_none_or(|later| later.cancel_if_they_write));
        self.choice.set(later.map(|_| Choice::Custom));
        self.local.set(String::new());
        self.wrong.set(None);
    }

    pub fn later(&self) -> Option<Later> {
        let cancel_if_they_write = self.cancel_if_they_write.get();
        self.at.get().map(|at| Later { at, cancel_if_they_write })
    }

    /// There is a time, and a text can be written for it.
    pub fn is_ready(&self, clock: Clock) -> bool {
        self.at.get().is_some_and(|at| clock.now().is_none_or(|now| WrongTime::of(at, now).is_none()))
    }

    /// Takes from a refusal what concerns the time; what is left stands elsewhere in the dialog.
    pub fn refusal(self, failed: Signal<Option<AppError>>) -> Signal<Option<AppError>> {
        let of_time = move |error: &AppError| error.on_field("later").is_some();
        Effect::new(move || {
            if let Some(error) = failed.get().filter(of_time) {
                self.wrong.set(Some(error));
                // Not there where one of the quick choices was taken.
                browser::focus_id(TIME);
            }
        });
        Signal::derive(move || failed.get().filter(|error| !of_time(error)))
    }

    /// Why nothing can be sent at this time, in words.
    fn complaint(&self, clock: Clock, words: &Words) -> Option<String> {
        if let Some(error) = self.wrong.get() {
            return Some(words.common.on_field(&error, "later").unwrap_or_else(|| words.common.error(&error)));
        }
        let wrong = WrongTime::of(self.at.get()?, clock.now()?)?;
        Some((words.new_sms.wrong_time)(wrong).to_owned())
    }
}

/// The choices, for a dialog.
#[component]
pub fn LaterPicker(picked: Picked, outlook: Outlook) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    let w = &words.new_sms;
    let zone = StoredValue::new(outlook.zone.name.clone());
    // What was chosen before stands in the input as the customer's clock shows it.
    if let (Some(at), true) = (picked.at.get_untracked(), picked.local.with_untracked(String::is_empty)) {
        picked.local.set(browser::local_input(at, &outlook.zone.name));
    }
    let there = move |at: Timestamp| zone.with_value(|zone| browser::time_in_zone(at, zone, *words.common.lang));
    // The choices stand still while they are looked at.
    let now = untrack(|| clock.now()).unwrap_or_default();
    let quiet = outlook.quiet_at(now);
    let offers = [
        Some((Choice::Hour, now + HOUR, w.in_an_hour)),
        quiet.map(|until| (Choice::AfterQuiet, until, w.after_quiet)),
        Some((Choice::Tomorrow, outlook.tomorrow, w.tomorrow)),
    ]
    .into_iter()
    .flatten()
    .filter(|(_, at, _)| outlook.quiet_at(*at).is_none());
    let known_by = outlook.zone.known_by;
    let explained = move || match known_by {
        ZoneKnownBy::Number => zone.with_value(|zone| (w.local_time)(&there(now), zone)),
        ZoneKnownBy::Account => zone.with_value(|zone| (w.zone_of_account)(zone)),
    };
    let read = move |local: String| {
        picked.local.set(local.clone());
        picked.choice.set(Some(Choice::Custom));
        picked.wrong.set(None);
        if local.is_empty() {
            picked.at.set(None);
            return;
        }
        let zone = zone.get_value();
        spawn_local(async move {
            let answer = read_time(zone, local.clone()).await;
            if picked.local.try_get_untracked().as_ref() != Some(&local) {
                return;
            }
            match answer {
                Ok(at) => picked.at.set(Some(at)),
                Err(error) => {
                    picked.at.set(None);
                    picked.wrong.set(Some(error));
                }
            }
        });
    };
    let radios = offers
        .map(|(choice, at, label)| {
            let checked = move || picked.choice.get() == Some(choice);
            view! {
                <label class="choice-line">
                    <input
                        type="radio" name="later" prop:checked=checked
                        on:change=move |_| {
                            picked.choice.set(Some(choice));
                            picked.wrong.set(None);
                            picked.at.set(Some(at));
                        }
                    />
                    <span>{move || label(&there(at))}</span>
                </label>
            }
        })
        .collect_view();
    let custom = move || picked.choice.get() == Some(Choice::Custom);
    let complaint = Memo::new(move |_| picked.complaint(clock, words));
    // It stands beside the field where there is one; nothing is promised for a time that can't be.
    let summary = move || {
        if let Some(complaint) = complaint.get() {
            return Some(complaint).filter(|_| !custom());
        }
        let at = picked.at.get()?;
        let (there, here) = (there(at), Here::time(at, words));
        Some(if there == here { (w.later_at_same)(&there) } else { (w.later_at)(&there, &here) })
    };
    let in_quiet = StoredValue::new(outlook.clone());
    let quiet_then = move || {
        let until = in_quiet.with_value(|outlook| picked.at.get().and_then(|at| outlook.quiet_at(at)))?;
        Some(zone.with_value(|zone| (w.quiet)(&there(until), zone)))
    };
    view! {
        <p class="soft">{explained}</p>
        <fieldset class="choice-lines">
            <legend class="sr-only">{w.later_title}</legend>
            {radios}
            <label class="choice-line">
                <input
                    type="radio" name="later" prop:checked=custom
                    on:change=move |_| {
                        picked.choice.set(Some(Choice::Custom));
                        picked.wrong.set(None);
                        picked.at.set(None);
                    }
                />
                <span>{w.choose_time}</span>
            </label>
        </fieldset>
        <Show when=custom>
            <Field
                name=TIME label=w.date_and_time error=complaint
                help=Some(Signal::derive(move || zone.with_value(|zone| (w.date_and_time_help)(zone))))
                control=move |ids: FieldIds| view! {
                    <input
                        class="input" type="datetime-local" id=ids.id() prop:value=move || picked.local.get()
                        aria-invalid=move || ids.invalid() aria-describedby=move || ids.described_by()
                        on:input:target=move |event| read(event.target().value())
                    />
                }
            />
        </Show>
        <label class="choice-line">
            <input
                type="checkbox" prop:checked=move || picked.cancel_if_they_write.get()
                on:change:target=move |event| picked.cancel_if_they_write.set(event.target().checked())
            />
            <span>{w.cancel_if_they_write}</span>
        </label>
        <p role="status" class="later-summary">{summary}</p>
        <p role="status" class="warn">{quiet_then}</p>
    }
}

/// Asks when, and hands the answer to `schedule`.
#[component]
pub fn LaterDialog(
    open: RwSignal<bool>,
    /// `None` while it is being loaded.
    #[prop(into)]
    outlook: Signal<Option<Outlook>>,
    /// Why it could not be loaded, or why the server refused.
    #[prop(into)]
    failed: Signal<Option<AppError>>,
    #[prop(into)] busy: Signal<bool>,
    /// Called with the choice; closes the dialog itself when it succeeded.
    schedule: Callback<Later>,
) -> impl IntoView {
    let (words, clock) = (use_words(), use_clock());
    let picked = Picked::new(None);
    Effect::new(move || {
        if open.get() {
            picked.begin(None);
        }
    });
    let elsewhere = picked.refusal(failed);
    // Not while it is busy: a button that is switched off under the focus loses it.
    let blocked = Memo::new(move |_| !picked.is_ready(clock));
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let (Some(later), false) = (picked.later(), blocked.get_untracked() || busy.get_untracked()) {
            schedule.run(later);
        }
    };
    view! {
        <Dialog open=open label=words.new_sms.later_title>
            <form class="later" on:submit=on_submit>
                <h2>{words.new_sms.later_title}</h2>
                {move || match outlook.get() {
                    Some(outlook) => view! { <LaterPicker picked=picked outlook=outlook /> }.into_any(),
                    None if failed.with(Option::is_none) => view! { <Skeleton lines=4 /> }.into_any(),
                    None => ().into_any(),
                }}
                <Show when=move || elsewhere.with(Option::is_some)>
                    <ErrorNote what=words.new_sms.failed error=elsewhere />
                </Show>
                <div class="dialog-actions">
                    <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                    <Button kind=ButtonKind::Primary submit=true busy=busy disabled=blocked>{words.new_sms.schedule}</Button>
                </div>
            </form>
        </Dialog>
    }
}
