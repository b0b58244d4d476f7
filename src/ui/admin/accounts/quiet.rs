//! When the account sends nothing: from, to, days, and the zone of customers whose number tells none.

use leptos::prelude::*;

use super::typed::TypedAccount;
use crate::{
    domain::{error::Invalid, quiet},
    ui::{
        admin::{
            form::{Bound, Form},
            inputs::{FieldError, Text, Toggle},
            shell::Section,
        },
        browser,
        widgets::Show,
        words::{admin::FormWords, use_words},
    },
};

/// As the form holds it; kept while it is switched off.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedQuietHours {
    pub on: bool,
    pub from: String,
    pub to: String,
    pub zone: String,
    pub days: Vec<i64>,
}

impl From<Option<&quiet::QuietHours>> for TypedQuietHours {
    fn from(hours: Option<&quiet::QuietHours>) -> TypedQuietHours {
        match hours {
            Some(hours) => TypedQuietHours {
                on: true,
                from: quiet::clock(hours.from),
                to: quiet::clock(hours.to),
                zone: hours.zone.clone(),
                days: hours.days.clone(),
            },
            None => TypedQuietHours {
                on: false,
                from: "21:00".into(),
                to: "08:00".into(),
                zone: String::new(),
                days: (0..7).collect(),
            },
        }
    }
}

impl TypedQuietHours {
    /// `None` when they are switched off.
    pub fn read(&self, words: &FormWords) -> Result<Option<quiet::QuietHours>, Invalid> {
        if !self.on {
            return Ok(None);
        }
        let mut wrong = Invalid::default();
        let mut time = |field: &str, text: &str| {
            quiet::parse_clock(text).unwrap_or_else(|| {
                wrong.add(field, words.clock_time);
                0
            })
        };
        let (from, to) = (time("quiet_hours.from", &self.from), time("quiet_hours.to", &self.to));
        wrong.check()?;
        Ok(Some(quiet::QuietHours { from, to, zone: self.zone.trim().to_owned(), days: self.days.clone() }))
    }
}

#[component]
pub fn QuietHoursSection(form: Form<TypedAccount>) -> impl IntoView {
    let words = use_words();
    let w = &words.new_sms;
    let toggle = form.bind(
        "quiet_hours",
        |t| t.quiet_hours.on,
        |t, on| {
            t.quiet_hours.on = on;
            if on && t.quiet_hours.zone.is_empty() {
                t.quiet_hours.zone = browser::zone_name();
            }
        },
    );
    let on = Memo::new(move |_| form.typed.with(|typed| typed.quiet_hours.on));
    view! {
        <Section title=w.quiet_hours text=w.quiet_hours_text>
            <Toggle bound=toggle label=w.quiet_hours_on />
            <Show when=move || on.get()>
                <div class="form-grid">
                    <Text
                        bound=form.bind("quiet_hours.from", |t| t.quiet_hours.from.clone(), |t, v| t.quiet_hours.from = v)
                        label=w.quiet_from
                        kind="time"
                        class="short"
                    />
                    <Text
                        bound=form.bind("quiet_hours.to", |t| t.quiet_hours.to.clone(), |t, v| t.quiet_hours.to = v)
                        label=w.quiet_to
                        help=w.quiet_to_help
                        kind="time"
                        class="short"
                    />
                </div>
                <Days bound=form.bind("quiet_hours.days", |t| t.quiet_hours.days.clone(), |t, v| t.quiet_hours.days = v) />
                <Text
                    bound=form.bind("quiet_hours.zone", |t| t.quiet_hours.zone.clone(), |t, v| t.quiet_hours.zone = v)
                    label=w.quiet_zone
                    help=w.quiet_zone_help
                    placeholder="Europe/Rome"
                />
            </Show>
        </Section>
    }
}

/// Seven boxes, Monday first.
#[component]
fn Days(bound: Bound<Vec<i64>>) -> impl IntoView {
    let words = use_words();
    let Bound { name, value, set, error } = bound;
    let error_id = format!("{name}-error");
    let described_by = error_id.clone();
    let boxes = (0..7_i64)
        .map(|day| {
            let id = format!("{name}-{day}");
            let put = move |chosen: bool| {
                let mut days = value.get_untracked();
                days.retain(|other| *other != day);
                if chosen {
                    days.push(day);
                    days.sort_unstable();
                }
                set.run(days);
            };
            view! {
                <label class="day-box" for=id.clone()>
                    <input
                        type="checkbox" id=id.clone() prop:checked=move || value.with(|days| days.contains(&day))
                        on:change:target=move |event| put(event.target().checked())
                    />
                    <span>{words.time.weekdays[day as usize]}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class="field days" aria-describedby=described_by tabindex="-1"
            aria-invalid=move || error.with(Option::is_some).then_some("true")
        >
            <legend class="field-label">{words.new_sms.quiet_days}</legend>
            <div class="day-boxes">{boxes}</div>
            <FieldError id=error_id error=error />
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::language::Language, ui::words::words_in};

    #[test]
    fn quiet_hours_are_read_as_typed_and_a_time_that_is_none_is_told_at_its_field() {
        let mut typed = TypedQuietHours::from(None);
        assert_eq!(typed.read(&words_in(Language::English).admin.form), Ok(None));
        (typed.on, typed.zone) = (true, " Europe/Rome ".into());
        let hours = typed.read(&words_in(Language::English).admin.form).unwrap().unwrap();
        assert_eq!((hours.from, hours.to, hours.zone.as_str()), (21 * 60, 8 * 60, "Europe/Rome"));
        assert_eq!(TypedQuietHours::from(Some(&hours)).read(&words_in(Language::English).admin.form), Ok(Some(hours)));
        typed.to = "late".into();
        let wrong = typed.read(&words_in(Language::English).admin.form).unwrap_err();
        assert_eq!(wrong.0[0].field, "quiet_hours.to");
    }
}
