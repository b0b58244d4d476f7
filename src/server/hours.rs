//! Time where the customer is: zones and their rules, which the browser does not carry.

use jiff::{Span, civil, tz::TimeZone};

use super::{house::HouseAccount, phones};
use crate::domain::{
    Peer, Timestamp,
    quiet::{DAY, Outlook, Quiet, QuietHours, Zone, ZoneKnownBy},
};

/// Where nothing tells the zone.
const NOWHERE: &str = "UTC";
/// When a customer may be written to in the morning, in minutes after midnight.
const MORNING: i64 = 9 * 60;

pub fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// The zone that holds for a customer of `account`.
pub fn zone_of(account: &HouseAccount, peer: &Peer) -> Zone {
    match phones::zone_of(peer) {
        Some(name) => Zone { name: name.into(), known_by: ZoneKnownBy::Number },
        None => {
            let own = account.quiet_hours.as_ref().map(|hours| hours.zone.as_str());
            let name = own.or_else(|| phones::zone_of_country(&account.country)).unwrap_or(NOWHERE);
            Zone { name: name.into(), known_by: ZoneKnownBy::Account }
        }
    }
}

/// When a customer of `account` can be written to, seen from `now`.
pub fn outlook(account: &HouseAccount, peer: &Peer, now: Timestamp) -> Outlook {
    let zone = zone_of(account, peer);
    let local = Local::at(&zone.name, now);
    let quiet = account.quiet_hours.as_ref().zip(local.as_ref()).and_then(|(hours, local)| stretch(hours, local));
    let tomorrow = local.and_then(|local| local.minute(DAY + MORNING)).unwrap_or(now + DAY * 60_000);
    Outlook { zone, quiet, tomorrow }
}

/// Until when it is quiet for a customer of `account` at `at`; `None` when it is not.
pub fn quiet_until(account: &HouseAccount, peer: &Peer, at: Timestamp) -> Option<Timestamp> {
    account.quiet_hours.as_ref()?;
    outlook(account, peer, at).quiet_at(at)
}

/// `2026-11-27T09:00` in a zone, as a point in time.
pub fn read_local(zone: &str, text: &str) -> Option<Timestamp> {
    let local: civil::DateTime = text.parse().ok()?;
    let at = local.to_zoned_datetime(TimeZone::get(zone).ok()?).ok()?.timestamp();
    Some(Timestamp(at.as_millisecond()))
}

/// The time of day in a zone: `09:00`.
pub fn clock_in(zone: &str, at: Timestamp) -> String {
    Local::at(zone, at).map_or_else(String::new, |local| crate::domain::quiet::clock(local.minute))
}

/// A moment on the walls of a zone.
struct Local {
    zone: TimeZone,
    date: civil::Date,
    /// 0 is Monday.
    weekday: i64,
    /// Of the day.
    minute: i64,
}

impl Local {
    fn at(zone: &str, at: Timestamp) -> Option<Local> {
        let zone = TimeZone::get(zone).ok()?;
        let local = jiff::Timestamp::from_millisecond(at.0).ok()?.to_zoned_datetime(zone.clone());
        Some(Local {
            zone,
            date: local.date(),
            weekday: i64::from(local.weekday().to_monday_zero_offset()),
            minute: i64::from(local.hour()) * 60 + i64::from(local.minute()),
        })
    }

    /// The point in time of a minute of this day, or of a day before or after it. A time that a clock change leaves out
    /// is the one as much later.
    fn minute(&self, minute: i64) -> Option<Timestamp> {
        let on_the_wall = self.date.at(0, 0, 0, 0).checked_add(Span::new().try_minutes(minute).ok()?).ok()?;
        let at = on_the_wall.to_zoned_datetime(self.zone.clone()).ok()?.timestamp();
        Some(Timestamp(at.as_millisecond()))
    }
}

/// The quiet time that is, or the next.
fn stretch(hours: &QuietHours, local: &Local) -> Option<Quiet> {
    let lasts = (hours.to - hours.from).rem_euclid(DAY);
    let ends = match hours.left(local.weekday, local.minute) {
        0 => local.minute + hours.begins_in(local.weekday, local.minute)? + lasts,
        left => local.minute + left,
    };
    Some(Quiet { from: local.minute(ends - lasts)?, until: local.minute(ends)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(zone: &str, text: &str) -> Timestamp {
        read_local(zone, text).unwrap()
    }

    fn quiet(text: &str) -> Quiet {
        let hours = QuietHours { from: 21 * 60, to: 8 * 60, zone: "Europe/Rome".into(), days: (0..7).collect() };
        stretch(&hours, &Local::at("Europe/Rome", at("Europe/Rome", text)).unwrap()).unwrap()
    }

    #[test]
    fn a_local_time_is_a_point_in_time() {
        assert_eq!(at("Europe/Rome", "2027-01-15T09:00"), Timestamp(1_800_000_000_000));
        assert_eq!(at("America/New_York", "2027-01-15T03:00"), Timestamp(1_800_000_000_000));
        assert_eq!(clock_in("Asia/Kolkata", Timestamp(1_800_000_000_000)), "13:30");
        assert_eq!(read_local("Europe/Rome", "soon"), None);
        assert_eq!(read_local("Mars/Olympus", "2027-01-15T09:00"), None);
    }

    #[test]
    fn the_night_ends_when_the_clock_on_the_wall_says_so_even_when_it_was_changed() {
        let rome = |text| at("Europe/Rome", text);
        let night = quiet("2027-01-15T23:00");
        assert_eq!((night.from, night.until), (rome("2027-01-15T21:00"), rome("2027-01-16T08:00")));
        // Summer time begins on 28 March 2027 at two: that night is an hour short.
        let short = quiet("2027-03-28T01:00");
        assert_eq!(short.until.since(short.from), 10 * 3_600_000);
        assert_eq!(short.until, rome("2027-03-28T08:00"));
    }

    #[test]
    fn by_day_the_next_night_is_told() {
        let next = quiet("2027-01-15T12:00");
        assert_eq!(next.from, at("Europe/Rome", "2027-01-15T21:00"));
        assert_eq!(next.until, at("Europe/Rome", "2027-01-16T08:00"));
    }
}
