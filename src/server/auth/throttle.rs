//! Slows down whoever guesses passwords: by address and by login, so neither one machine nor many get far.
//!
//! A whole office comes from one address, and at the beginning of a shift all of it at once. So what counts against an
//! address is what was wrong; all its tries together are bounded by what hashing may cost. A process counts for itself.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::domain::Timestamp;

/// Tries of an address, right or wrong: 300 at once, then 300 a minute. A hash takes some 25 ms of a core, so one address
/// alone keeps an eighth of a core busy; how many are hashed at once is bounded beside (`password`).
const TRIES: (i64, i64) = (300, 200);
/// Wrong passwords of an address: an office may mistype 40 at once, whoever guesses gets ten a minute.
const WRONG: (i64, i64) = (40, 6_000);
/// Tries with a login, from wherever: ten, then ten a minute. Whoever knows a password needs one.
const LOGIN: (i64, i64) = (10, 6_000);
/// Characters of a login that tell it from others; nobody has a longer one.
const LOGIN_LENGTH: usize = 80;

pub struct Throttle {
    tries: Allowance<IpAddr>,
    wrong: Allowance<IpAddr>,
    by_login: Allowance<String>,
}

impl Default for Throttle {
    fn default() -> Self {
        Throttle { tries: Allowance::new(TRIES), wrong: Allowance::new(WRONG), by_login: Allowance::new(LOGIN) }
    }
}

impl Throttle {
    /// Whether a try may go on at all; counts it. `Err` with the seconds to wait.
    pub fn admit(&self, address: IpAddr, login: &str, now: Timestamp) -> Result<(), u64> {
        self.tries.take(household(address), now)?;
        self.by_login.take(login.chars().take(LOGIN_LENGTH).collect(), now)
    }

    /// Whether this address may be wrong once more. `Err` with the seconds to wait.
    pub fn may_guess(&self, address: IpAddr, now: Timestamp) -> Result<(), u64> {
        self.wrong.room(&household(address), now)
    }

    /// Counts a wrong password of this address.
    pub fn guessed_wrong(&self, address: IpAddr, now: Timestamp) {
        self.wrong.charge(household(address), now);
    }

    /// Forgets whoever has been quiet.
    pub fn tidy(&self, now: Timestamp) {
        self.tries.tidy(now);
        self.wrong.tidy(now);
        self.by_login.tidy(now);
    }
}

/// Whoever has one address of IPv6 has a network of them.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address => address,
    }
}

/// A number of things at once, and then one in a while, for each key.
struct Allowance<K> {
    /// How far ahead of time a key may be, ms.
    burst: i64,
    /// How far ahead each thing puts it, ms.
    each: i64,
    /// Up to when each key has used what it may. Who is not in it has used nothing.
    used: Mutex<HashMap<K, Timestamp>>,
}

impl<K: Eq + Hash> Allowance<K> {
    fn new((at_once, each): (i64, i64)) -> Allowance<K> {
        Allowance { burst: at_once * each, each, used: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Timestamp>> {
        // A panic while the map was held leaves it whole: every change of it is one call.
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far ahead of time a key is, ms. Never further than it may be: a clock that was put back keeps nobody waiting.
    fn ahead(&self, used: &mut HashMap<K, Timestamp>, key: &K, now: Timestamp) -> i64 {
        let Some(until) = used.get_mut(key) else { return 0 };
        *until = (*until).min(now + self.burst);
        until.since(now).max(0)
    }

    fn room_for(&self, ahead: i64) -> Result<(), u64> {
        match ahead + self.each - self.burst {
            ..=0 => Ok(()),
            wait => Err(wait.unsigned_abs().div_ceil(1_000)),
        }
    }

    fn room(&self, key: &K, now: Timestamp) -> Result<(), u64> {
        self.room_for(self.ahead(&mut self.lock(), key, now))
    }

    fn take(&self, key: K, now: Timestamp) -> Result<(), u64> {
        let mut used = self.lock();
        let ahead = self.ahead(&mut used, &key, now);
        self.room_for(ahead)?;
        used.insert(key, now + ahead + self.each);
        Ok(())
    }

    /// Counts one whether or not there was room.
    fn charge(&self, key: K, now: Timestamp) {
        let mut used = self.lock();
        let ahead = self.ahead(&mut used, &key, now) + self.each;
        used.insert(key, now + ahead.min(self.burst));
    }

    fn tidy(&self, now: Timestamp) {
        self.lock().retain(|_, used| *used > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_800_000_000_000);

    #[test]
    fn so_many_at_once_and_then_one_in_a_while() {
        let allowance = Allowance::new((3, 6_000));
        let taken = |now| allowance.take("key", now);
        assert_eq!([taken(NOON), taken(NOON), taken(NOON), taken(NOON)], [Ok(()), Ok(()), Ok(()), Err(6)]);
        assert_eq!(allowance.take("other", NOON), Ok(()));
        assert_eq!(taken(NOON + 5_500), Err(1));
        assert_eq!([taken(NOON + 6_000), taken(NOON + 6_000)], [Ok(()), Err(6)]);
        assert_eq!([taken(NOON + 60_000), taken(NOON + 60_000), taken(NOON + 60_000)], [Ok(()); 3]);
        // The clock was put back by an hour.
        let earlier = NOON - 3_600_000;
        assert_eq!([taken(earlier), taken(earlier + 6_000)], [Err(6), Ok(())]);
        allowance.tidy(NOON + 600_000);
        assert!(allowance.lock().is_empty());
    }

    #[test]
    fn what_is_charged_afterwards_is_missing_at_the_next_look() {
        let allowance = Allowance::new((2, 6_000));
        assert_eq!(allowance.room(&1, NOON), Ok(()));
        (0..5).for_each(|_| allowance.charge(1, NOON));
        assert_eq!(allowance.room(&1, NOON), Err(6));
        assert_eq!(allowance.room(&1, NOON + 6_000), Ok(()));
    }

    #[test]
    fn a_network_of_ipv6_is_one_household() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.7"), of("192.0.2.7"));
        assert_ne!(of("192.0.2.7"), of("192.0.2.8"));
    }
}
