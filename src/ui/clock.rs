//! Time as people read it. The server and the first paint show UTC; once the page is alive, the person's own zone.

use leptos::prelude::*;

use super::{browser, words::Words};
use crate::domain::Timestamp;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Ticks once a second. Views depend on the coarsest part they need, so that nothing is drawn without need.
#[derive(Clone, Copy)]
pub struct Clock {
    /// `None` on the server and during the first paint.
    second: RwSignal<Option<i64>>,
    minute: Memo<Option<i64>>,
    local: Memo<bool>,
    /// How far the person's clock is ahead of the server's.
    skew: StoredValue<i64>,
}

impl Clock {
    /// Starts the clock of the page.
    pub fn provide() -> Clock {
        let second = RwSignal::new(None);
        let clock = Clock {
            second,
            minute: Memo::new(move |_| second.get().map(|now: i64| now / MINUTE)),
            local: Memo::new(move |_| second.with(Option::is_some)),
            skew: StoredValue::new(0),
        };
        provide_context(clock);
        Effect::new(move || {
            second.set(Some(browser::now().0));
            browser::every(1_000, move || {
                let _ = second.try_set(Some(browser::now().0));
            });
        });
        clock
    }

    /// The server's time just now is `at`.
    pub fn learn(&self, at: Timestamp) {
        self.skew.set_value(browser::now().since(at));
    }

    /// Now by the server's clock, ticking every second; `None` before the page is alive.
    pub fn now(&self) -> Option<Timestamp> {
        self.second.get().map(|now| Timestamp(now - self.skew.get_value()))
    }

    /// The same, ticking every minute.
    fn minute_now(&self) -> Option<Timestamp> {
        self.minute.get()?;
        self.second.get_untracked().map(|now| Timestamp(now - self.skew.get_value()))
    }

    /// For machines.
    pub fn iso(&self, at: Timestamp) -> String {
        let Parts { year, month, day, hour, minute, second, .. } = Parts::utc(at.0);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// `14:05`.
    pub fn time(&self, at: Timestamp) -> String {
        let Parts { hour, minute, .. } = self.parts(at);
        format!("{hour:02}:{minute:02}")
    }

    /// `22 November 2026`.
    pub fn date(&self, at: Timestamp, words: &Words) -> String {
        let Parts { year, month, day, .. } = self.parts(at);
        (words.time.date)(day, words.time.months[month as usize - 1], year)
    }

    /// `14:05:09`.
    pub fn time_exact(&self, at: Timestamp) -> String {
        let Parts { hour, minute, second, .. } = self.parts(at);
        format!("{hour:02}:{minute:02}:{second:02}")
    }

    /// `Mon 22 November 2026, 14:05:09`, with the zone while it is not the person's own.
    pub fn exact(&self, at: Timestamp, words: &Words) -> String {
        let parts = self.parts(at);
        let zone = if self.local.get() { "" } else { " UTC" };
        format!("{}, {}{zone}", parts.date(words), self.time_exact(at))
    }

    /// How long ago within a day, the date beyond.
    pub fn ago(&self, at: Timestamp, words: &Words) -> String {
        let Some(now) = self.minute_now() else { return self.date_and_time(at, words) };
        match now.since(at) {
            past if past < MINUTE => words.time.just_now.to_string(),
            past if past < HOUR => (words.time.minutes_ago)(past / MINUTE),
            past if past < DAY => (words.time.hours_ago)(past / HOUR),
            _ => self.date_and_time(at, words),
        }
    }

    /// How long ago, as short as can be. Empty before the page is alive.
    pub fn age(&self, at: Timestamp, words: &Words) -> String {
        let Some(now) = self.minute_now() else { return String::new() };
        (words.time.age)(now.since(at).max(0) / MINUTE)
    }

    /// How long something has lasted: `5 min`, `2 h 10 min`. Empty before the page is alive.
    pub fn lasted(&self, since: Timestamp, words: &Words) -> String {
        let Some(now) = self.minute_now() else { return String::new() };
        let minutes = now.since(since).max(0) / MINUTE;
        (words.time.lasted)(minutes / 60, minutes % 60)
    }

    /// The day it belongs to, for grouping.
    pub fn day(&self, at: Timestamp) -> i64 {
        self.shifted(at).div_euclid(DAY)
    }

    /// `Today`, `Yesterday` or the date of a day.
    pub fn day_name(&self, at: Timestamp, words: &Words) -> String {
        if let Some(now) = self.minute_now() {
            match self.day(now) - self.day(at) {
                0 => return words.time.today.to_string(),
                1 => return words.time.yesterday.to_string(),
                _ => {}
            }
        }
        self.parts(at).date(words)
    }

    /// A moment near by: the time today, the date with it on any other day.
    pub fn when(&self, at: Timestamp, words: &Words) -> String {
        match self.minute_now() {
            Some(now) if self.day(now) == self.day(at) => self.time(at),
            _ => self.date_and_time(at, words),
        }
    }

    fn date_and_time(&self, at: Timestamp, words: &Words) -> String {
        let Parts { month, day, .. } = self.parts(at);
        format!("{}, {}", (words.time.short_date)(day, words.time.months[month as usize - 1]), self.time(at))
    }

    fn parts(&self, at: Timestamp) -> Parts {
        Parts::utc(self.shifted(at))
    }

    fn shifted(&self, at: Timestamp) -> i64 {
        if self.local.get() { at.0 + browser::zone_minutes(at) * MINUTE } else { at.0 }
    }
}

/// A date of the calendar (`2026-11-22`) as people read it; what is none stays as it is.
pub fn calendar_date(iso: &str, words: &Words) -> String {
    let mut parts = iso.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (Some(Some(year)), Some(Some(month)), Some(Some(day))) = (parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let name = usize::try_from(month - 1).ok().and_then(|month| words.time.months.get(month).copied());
    name.map_or_else(|| iso.to_owned(), |name| (words.time.date)(day, name, year))
}

pub fn use_clock() -> Clock {
    expect_context()
}

/// A moment taken apart.
struct Parts {
    year: i64,
    /// 1 to 12.
    month: i64,
    day: i64,
    /// 0 is Monday.
    weekday: i64,
    hour: i64,
    minute: i64,
    second: i64,
}

impl Parts {
    /// Days since 1970 to a date of the Gregorian calendar, counted in eras of 400 years that begin on 1 March.
    fn utc(millis: i64) -> Parts {
        let days = millis.div_euclid(DAY);
        let rest = millis.rem_euclid(DAY);
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * of_year + 2) / 153;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        Parts {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: of_year - (153 * march_month + 2) / 5 + 1,
            weekday: (days + 3).rem_euclid(7),
            hour: rest / HOUR,
            minute: rest % HOUR / MINUTE,
            second: rest % MINUTE / SECOND,
        }
    }

    fn date(&self, words: &Words) -> String {
        (words.time.long_date)(
            words.time.weekdays[self.weekday as usize],
            self.day,
            words.time.months[self.month as usize - 1],
            self.year,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_each_language_says_it() {
        use crate::{domain::language::Language, ui::words::words_in};
        let (english, italian) = (words_in(Language::English), words_in(Language::Italian));
        assert_eq!(calendar_date("2020-01-02", english), "2 January 2020");
        assert_eq!(calendar_date("2020-01-02", italian), "2 gennaio 2020");
        for odd in ["", "soon", "2020-13-02", "2020-00-02", "2020-01"] {
            assert_eq!(calendar_date(odd, english), odd);
        }
    }

    #[test]
    fn moments_come_apart_as_the_calendar_says() {
        for (millis, expected) in [
            (0, (1970, 1, 1, 3, 0, 0, 0)),
            (951_782_400_000, (2000, 2, 29, 1, 0, 0, 0)),
            (1_795_365_449_000, (2026, 11, 22, 6, 16, 37, 29)),
            (-1_000, (1969, 12, 31, 2, 23, 59, 59)),
        ] {
            let p = Parts::utc(millis);
            assert_eq!((p.year, p.month, p.day, p.weekday, p.hour, p.minute, p.second), expected);
        }
    }
}
