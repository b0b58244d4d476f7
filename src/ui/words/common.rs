//! Words that several screens share.

use leptos::prelude::*;

use super::speech::{Written, words};
use crate::{
    api::AppError,
    domain::{language::Language, sentence::Sentence},
};

words! {
    pub struct CommonWords in EN, late super::italian::common::IT;

    /// For `<html lang>` and whatever the browser words itself.
    pub lang: &'static str,
    pub product: &'static str,
    pub cancel: &'static str,
    pub close: &'static str,
    pub save: &'static str,
    pub back: &'static str,
    pub dismiss: &'static str,
    pub try_again: &'static str,
    pub loading: &'static str,
    pub none: &'static str,
    pub reload: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_refused: &'static str,
    pub not_found: &'static str,
    pub not_found_text: &'static str,
    pub to_desktop: &'static str,
    pub language: &'static str,
    pub language_failed: &'static str,
    pub error: fn(&AppError) -> String,
    pub sentence: fn(&Sentence) -> String,
}

impl CommonWords {
    /// What went wrong, as a sentence.
    pub fn error(&self, error: &AppError) -> String {
        (self.error)(error)
    }

    /// What the server says, as the page speaks.
    pub fn told(&'static self, sentence: Sentence) -> Signal<String> {
        Signal::derive(move || (self.sentence)(&sentence))
    }

    /// What is wrong with a field, if that is what went wrong.
    pub fn on_field(&self, error: &AppError, field: &str) -> Option<String> {
        error.on_field(field).map(|sentence| (self.sentence)(sentence))
    }
}

pub const EN: CommonWords<Written> = CommonWords {
    lang: "en",
    product: "smsdesk",
    cancel: "Cancel",
    close: "Close",
    save: "Save",
    back: "Back",
    dismiss: "Dismiss",
    try_again: "Try again",
    loading: "Loading…",
    none: "–",
    reload: "Reload",
    copy: "Copy",
    copied: "Copied.",
    copy_refused: "The browser does not allow copying here. Please mark the text and copy it by hand.",
    not_found: "There is nothing here",
    not_found_text: "The address may be mistyped, or what it named is gone.",
    to_desktop: "To the desktop",
    language: "Language",
    language_failed: "Your choice of a language was not saved.",
    error: |error| error.to_string(),
    sentence: |sentence| sentence.in_language(Language::English).to_owned(),
};

words! {
    pub struct TimeWords in TIME_EN, late super::italian::common::TIME_IT;

    pub months: [&'static str; 12],
    /// Monday first.
    pub weekdays: [&'static str; 7],
    pub today: &'static str,
    pub yesterday: &'static str,
    pub just_now: &'static str,
    pub minutes_ago: fn(i64) -> String,
    pub hours_ago: fn(i64) -> String,
    /// As short as can be, from minutes.
    pub age: fn(i64) -> String,
    /// Hours and minutes.
    pub lasted: fn(i64, i64) -> String,
    /// Day, month.
    pub short_date: fn(i64, &str) -> String,
    /// Day, month, year.
    pub date: fn(i64, &str, i64) -> String,
    /// Weekday, day, month, year.
    pub long_date: fn(&str, i64, &str, i64) -> String,
}

pub const TIME_EN: TimeWords<Written> = TimeWords {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    today: "Today",
    yesterday: "Yesterday",
    just_now: "now",
    minutes_ago: |n| format!("{n} min ago"),
    hours_ago: |n| format!("{n} h ago"),
    age: |minutes| match minutes {
        0 => "now".into(),
        1..60 => format!("{minutes} min"),
        60..2_880 => format!("{} h", minutes / 60),
        _ => format!("{} d", minutes / 1_440),
    },
    lasted: |hours, minutes| match (hours, minutes) {
        (0, 0) => String::new(),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    },
    short_date: |day, month| format!("{day} {}", &month[..3]),
    date: |day, month, year| format!("{day} {month} {year}"),
    long_date: |weekday, day, month, year| format!("{weekday}, {day} {month} {year}"),
};
