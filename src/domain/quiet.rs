//! When customers are left alone, and what time it is where they are.

use serde::{Deserialize, Serialize};

use super::Timestamp;

/// Minutes of a day.
pub const DAY: i64 = 24 * 60;

/// A customer who wrote less than this long ago, in ms, may be answered at any hour.
pub const STILL_TALKING: i64 = 3_600_000;

/// When an account sends nothing by itself. Measured in the customer's own time where his number tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Minutes after midnight. `to` before `from` means the next morning.
    #[serde(with = "clock_time")]
    pub from: i64,
    #[serde(with = "clock_time")]
    pub to: i64,
    /// IANA name; holds for customers whose number does not tell their zone.
    pub zone: String,
    /// The days on which the quiet time begins; 0 is Monday.
    pub days: Vec<i64>,
}

impl QuietHours {
    /// How many minutes are still quiet at `minute` of `weekday` (0 is Monday); 0 when it is not quiet.
    pub fn left(&self, weekday: i64, minute: i64) -> i64 {
        let begins_on = |day: i64| self.days.contains(&day.rem_euclid(7));
        let lasts = (self.to - self.from).rem_euclid(DAY);
        let since_today = minute - self.from;
        let since_yesterday = since_today + DAY;
        [(weekday, since_today), (weekday - 1, since_yesterday)]
            .into_iter()
            .filter(|(day, since)| begins_on(*day) && (0..lasts).contains(since))
            .map(|(_, since)| lasts - since)
            .max()
            .unwrap_or(0)
    }

    /// In how many minutes the next quiet time begins, seen from `minute` of `weekday`; `None` when there is none.
    pub fn begins_in(&self, weekday: i64, minute: i64) -> Option<i64> {
        let first = |ahead: i64| {
            let wait = ahead * DAY + self.from - minute;
            (wait > 0 && self.days.contains(&(weekday + ahead).rem_euclid(7))).then_some(wait)
        };
        (0..=7).find_map(first)
    }
}

/// A time zone, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name.
    pub name: String,
    pub known_by: ZoneKnownBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKnownBy {
    /// The customer's country keeps one time.
    Number,
    /// The number does not tell; this is the account's.
    Account,
}

/// When a customer can be written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    pub zone: Zone,
    /// The quiet time that is, or that comes next.
    pub quiet: Option<Quiet>,
    /// Tomorrow at nine where the customer is.
    pub tomorrow: Timestamp,
}

/// A stretch of quiet time. `from` may be past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    pub from: Timestamp,
    pub until: Timestamp,
}

impl Outlook {
    /// Until when it is quiet at `at`; `None` when it is not.
    pub fn quiet_at(&self, at: Timestamp) -> Option<Timestamp> {
        self.quiet.filter(|quiet| quiet.from <= at && at < quiet.until).map(|quiet| quiet.until)
    }
}

/// `21:30` as minutes after midnight.
pub fn parse_clock(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let digits = |text: &str| text.len() <= 2 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) {
        return None;
    }
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Minutes after midnight as `21:30`.
pub fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A time of day travels and is written as people write it.
mod clock_time {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(minutes: &i64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::clock(*minutes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_clock(&text).ok_or_else(|| D::Error::custom("a time of day is written \"21:00\""))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MONDAY: i64 = 0;
    const SATURDAY: i64 = 5;
    const SUNDAY: i64 = 6;

    fn hours(from: &str, to: &str, days: &[i64]) -> QuietHours {
        let at = |text| parse_clock(text).unwrap();
        QuietHours { from: at(from), to: at(to), zone: "Europe/Rome".into(), days: days.to_vec() }
    }

    #[test]
    fn a_night_goes_over_into_the_morning_after() {
        let nights = hours("21:00", "08:00", &[0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(nights.left(MONDAY, 20 * 60 + 59), 0);
        assert_eq!(nights.left(MONDAY, 21 * 60), 11 * 60);
        assert_eq!(nights.left(MONDAY, 7 * 60 + 59), 1);
        assert_eq!(nights.left(MONDAY, 8 * 60), 0);
    }

    #[test]
    fn a_day_left_out_has_no_quiet_evening_but_the_morning_of_the_day_before() {
        let weekend = hours("20:00", "10:00", &[SATURDAY]);
        assert_eq!(weekend.left(SUNDAY, 9 * 60), 60);
        assert_eq!(weekend.left(SUNDAY, 21 * 60), 0);
        assert_eq!(weekend.left(MONDAY, 60), 0);
        assert_eq!(weekend.begins_in(SUNDAY, 0), Some(6 * DAY + 20 * 60));
        assert_eq!(weekend.begins_in(SATURDAY, 20 * 60), Some(7 * DAY));
        assert_eq!(hours("20:00", "10:00", &[]).begins_in(MONDAY, 0), None);
    }

    #[test]
    fn times_of_day_are_read_as_they_are_written() {
        assert_eq!(parse_clock("21:05"), Some(1265));
        assert_eq!(parse_clock("8:00").map(clock).as_deref(), Some("08:00"));
        for wrong in ["", "24:00", "12:60", "12", "1:2:3", "-1:00", "+1:00", "aa:bb"] {
            assert_eq!(parse_clock(wrong), None, "{wrong}");
        }
        let written = serde_json::to_string(&hours("21:00", "08:00", &[0])).unwrap();
        assert_eq!(written, r#"{"from":"21:00","to":"08:00","zone":"Europe/Rome","days":[0]}"#);
        assert_eq!(serde_json::from_str::<QuietHours>(&written).unwrap(), hours("21:00", "08:00", &[0]));
    }

    proptest! {
        #[test]
        fn what_is_left_leads_out_of_the_quiet_time_or_into_the_next(
            from in 0..DAY, to in 0..DAY, days in proptest::collection::vec(0..7i64, 0..8), weekday in 0..7i64, minute in 0..DAY,
        ) {
            let quiet = QuietHours { from, to, zone: String::new(), days };
            let left = quiet.left(weekday, minute);
            if left > 0 {
                let (end, last) = (minute + left, minute + left - 1);
                prop_assert_eq!(end.rem_euclid(DAY), to);
                prop_assert!(quiet.left(weekday + last / DAY, last % DAY) > 0);
            } else if let Some(wait) = quiet.begins_in(weekday, minute) {
                let begins = minute + wait;
                prop_assert_eq!(begins.rem_euclid(DAY), from);
                if from != to {
                    prop_assert!(quiet.left((weekday + begins / DAY) % 7, begins % DAY) > 0);
                }
            }
        }
    }
}
