//! Whether a text may leave for a customer, and who may send it all the same.

use super::{failure::Failure, hours, house::HouseAccount};
use crate::domain::{
    Peer, Timestamp,
    consent::Hindrance,
    error::Invalid,
    new_sms::{Later, WrongTime},
    quiet::STILL_TALKING,
    sentence::Sentence,
    user::{Me, Right},
};

/// Characters of a reason.
const LONGEST_REASON: usize = 300;

/// What stands in the way of a text at `at`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    pub hindrance: Hindrance,
    /// For the person: why, and what to do.
    pub words: Sentence,
}

/// Somebody who may sends although something stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Despite {
    pub hindrance: Hindrance,
    pub by: String,
    pub why: String,
}

/// A customer, as far as it matters here.
pub struct Standing<'a> {
    pub account: &'a HouseAccount,
    pub peer: &'a Peer,
    pub opted_out_at: Option<Timestamp>,
    /// When the customer wrote last in an open conversation.
    pub last_inbound_at: Option<Timestamp>,
}

impl Standing<'_> {
    pub fn obstacle(&self, at: Timestamp) -> Option<Obstacle> {
        if self.opted_out_at.is_some() {
            let words = [
                "This customer has opted out of texts, so nothing is sent to this number.",
                "Questo cliente ha revocato il consenso agli SMS: a questo numero non si invia nulla.",
            ];
            return Some(Obstacle { hindrance: Hindrance::OptedOut, words: words.into() });
        }
        if self.last_inbound_at.is_some_and(|wrote| at.since(wrote) < STILL_TALKING) {
            return None;
        }
        let until = hours::quiet_until(self.account, self.peer, at)?;
        let zone = hours::zone_of(self.account, self.peer).name;
        let until = hours::clock_in(&zone, until);
        let words = [
            format!("It is quiet time until {until} ({zone}): send it later."),
            format!("È fascia di silenzio fino alle {until} ({zone}): inviare più tardi."),
        ];
        Some(Obstacle { hindrance: Hindrance::QuietHours, words: words.into() })
    }

    /// `Ok` when the text may leave at `at`: nothing stands in the way, or `me` may send `despite` it.
    pub fn allow(&self, me: &Me, at: Timestamp, despite: Option<&str>) -> Result<Option<Despite>, Failure> {
        let Some(obstacle) = self.obstacle(at) else { return Ok(None) };
        let Some(why) = despite.map(str::trim).filter(|_| me.role.may(Right::SendDespite)) else {
            return Err(Failure::refused(obstacle.words));
        };
        if why.is_empty() || why.chars().count() > LONGEST_REASON || why.contains('\0') {
            return Err(Invalid::one(
                "despite",
                [
                    "Say why, in at most 300 characters; it is kept.",
                    "Indicare il motivo, in al massimo 300 caratteri; resta registrato.",
                ],
            )
            .into());
        }
        Ok(Some(Despite { hindrance: obstacle.hindrance, by: me.name.clone(), why: why.to_owned() }))
    }
}

/// `Ok` when a text can be written for this time.
pub fn check_later(later: Option<Later>, now: Timestamp) -> Result<(), Invalid> {
    match later.and_then(|later| WrongTime::of(later.at, now)) {
        Some(WrongTime::Past) => Err(Invalid::one("later", ["This time is past.", "Questo orario è già passato."])),
        Some(WrongTime::TooFar) => {
            Err(Invalid::one("later", ["At most a year ahead.", "Al massimo con un anno di anticipo."]))
        }
        None => Ok(()),
    }
}
