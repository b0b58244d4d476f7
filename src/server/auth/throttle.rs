//! Slows down whoever guesses passwords: by address and by login, so neither one machine nor many get far.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock as _};

pub struct Throttle {
    by_address: DefaultKeyedRateLimiter<IpAddr>,
    by_login: DefaultKeyedRateLimiter<String>,
}

/// Tries in a burst; then one every few seconds.
const BURST_ADDRESS: NonZeroU32 = NonZeroU32::new(30).expect("not zero");
const BURST_LOGIN: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
const REFILL: Duration = Duration::from_secs(6);

impl Default for Throttle {
    fn default() -> Self {
        let quota = |burst| Quota::with_period(REFILL).map(|quota| quota.allow_burst(burst)).expect("not zero");
        Throttle {
            by_address: RateLimiter::keyed(quota(BURST_ADDRESS)),
            by_login: RateLimiter::keyed(quota(BURST_LOGIN)),
        }
    }
}

impl Throttle {
    /// `Err` with the seconds to wait.
    pub fn admit(&self, address: IpAddr, login: &str) -> Result<(), u64> {
        let wait = |wait: Duration| wait.as_secs() + 1;
        let clock = governor::clock::DefaultClock::default();
        self.by_address.check_key(&address).map_err(|not| wait(not.wait_time_from(clock.now())))?;
        self.by_login.check_key(&login.to_owned()).map_err(|not| wait(not.wait_time_from(clock.now())))
    }

    /// Forgets whoever has been quiet.
    pub fn tidy(&self) {
        self.by_address.retain_recent();
        self.by_login.retain_recent();
    }
}
