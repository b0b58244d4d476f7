//! Who would notice a request, and who is looking at what.

use serde::{Deserialize, Serialize};

use super::UserId;

/// What a page could do to be noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hearing {
    /// The alert can be heard: the browser allows it and it is not muted.
    pub sound: bool,
    /// The desktop shows our notices.
    pub notices: bool,
    /// The page is on the screen.
    pub visible: bool,
}

impl Hearing {
    /// Any one of the three is enough: a page in the background that may neither ring nor show a notice is deaf.
    pub fn hears(self) -> bool {
        self.sound || self.notices || self.visible
    }

    /// It hears only as long as nobody looks elsewhere.
    pub fn depends_on_sight(self) -> bool {
        !self.sound && !self.notices
    }
}

/// Somebody who has an interaction on the screen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Looker {
    pub id: UserId,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hidden_page_without_sound_and_notices_is_deaf() {
        for bits in 0..8 {
            let hearing = Hearing { sound: bits & 1 > 0, notices: bits & 2 > 0, visible: bits & 4 > 0 };
            assert_eq!(hearing.hears(), bits != 0, "{hearing:?}");
        }
    }
}
