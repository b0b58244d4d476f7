//! How requests sound. Each person's choice, the same wherever he signs in.

use serde::{Deserialize, Serialize};

/// A sound the browser makes by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertTone {
    /// Two soft notes, the second higher.
    #[default]
    Chime,
    /// A telephone of old.
    Bell,
    /// Wood: four short notes.
    Marimba,
    /// Two plain beeps, for loud rooms.
    Pulse,
}

impl AlertTone {
    pub const ALL: [AlertTone; 4] = [AlertTone::Chime, AlertTone::Bell, AlertTone::Marimba, AlertTone::Pulse];

    pub fn as_str(self) -> &'static str {
        match self {
            AlertTone::Chime => "chime",
            AlertTone::Bell => "bell",
            AlertTone::Marimba => "marimba",
            AlertTone::Pulse => "pulse",
        }
    }

    pub fn parse(text: &str) -> Option<AlertTone> {
        Self::ALL.into_iter().find(|tone| tone.as_str() == text)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertChoice {
    pub tone: AlertTone,
    /// 0 to 100.
    pub volume: i64,
    /// Seconds from one ring to the next.
    pub every_seconds: i64,
}

impl Default for AlertChoice {
    fn default() -> Self {
        AlertChoice { tone: AlertTone::default(), volume: 70, every_seconds: 3 }
    }
}

impl AlertChoice {
    /// The repeats that can be chosen, in seconds.
    pub const REPEATS: [i64; 4] = [3, 5, 10, 20];

    /// The nearest choice there is.
    pub fn checked(self) -> AlertChoice {
        let every = Self::REPEATS.into_iter().min_by_key(|every| (every - self.every_seconds).abs());
        AlertChoice { volume: self.volume.clamp(0, 100), every_seconds: every.unwrap_or(3), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_asked_for_becomes_a_choice_there_is() {
        let wild = AlertChoice { tone: AlertTone::Bell, volume: 900, every_seconds: -4 };
        assert_eq!(wild.checked(), AlertChoice { tone: AlertTone::Bell, volume: 100, every_seconds: 3 });
        assert_eq!(AlertChoice::default().checked(), AlertChoice::default());
    }
}
