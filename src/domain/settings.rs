//! What the administrator sets for the whole house. Takes effect at once on every node.

use serde::{Deserialize, Serialize};

use super::{error::Invalid, media::MediaKind, tag::folded};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// What the top of the sign-in page says.
    pub house_name: String,
    /// Open interactions an agent may own before offers stop.
    pub default_capacity: i64,
    /// Seconds without a live stream before an agent counts as gone.
    pub grace_seconds: i64,
    /// Minutes without a receipt before a sent message is shown as unconfirmed.
    pub receipt_minutes: i64,
    /// Minutes an owner may be gone before new texts of his interactions go back to the queue.
    pub absent_minutes: i64,
    /// Minutes an agent who is online may be unable to notice a request before none is offered to him; 0: for ever.
    pub deaf_minutes: i64,
    /// Hours a session lasts without use.
    pub session_hours: i64,
    /// Messages one text may be sent as before its author is warned; 0 warns of nothing.
    pub warn_messages: i64,
    pub pause_reasons: Vec<String>,
    /// Agents may transfer their sessions, unless the account says otherwise.
    pub transfer: bool,
    /// Seconds a colleague has to answer a transfer.
    pub transfer_seconds: i64,
    /// Nobody closes a session without choosing a disposition, whatever the account.
    pub disposition_required: bool,
    /// Sessions anybody may have open, however many his capacity allows.
    pub tab_limit: i64,
    /// Agents may add a tag that does not exist yet; else they choose among those of the administrator.
    pub agents_create_tags: bool,
    /// Megabytes (of 1024 × 1024 bytes) a picture or file may have.
    pub media_megabytes: i64,
    /// The kinds of files the house takes and sends.
    pub media_kinds: Vec<MediaKind>,
    /// Days providers' calls stay in the journal; 0: for ever.
    pub keep_calls_days: i64,
    /// Days it stays known why an interaction came to whom, and by which steps a message was delivered; 0: for ever.
    pub keep_story_days: i64,
}

impl Settings {
    /// Bytes a picture or file may have.
    pub fn media_size(&self) -> i64 {
        self.media_megabytes * 1024 * 1024
    }

    /// What is wrong with them, by the name of each.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        if self.house_name.is_empty() || self.house_name.chars().count() > 60 {
            invalid.add(
                "house_name",
                ["Give a name of at most 60 characters.", "Indicare un nome di al massimo 60 caratteri."],
            );
        }
        for (field, value, least, most) in [
            ("default_capacity", self.default_capacity, 1, 100),
            ("grace_seconds", self.grace_seconds, 5, 600),
            ("receipt_minutes", self.receipt_minutes, 1, 10_080),
            ("absent_minutes", self.absent_minutes, 1, 1_440),
            ("deaf_minutes", self.deaf_minutes, 0, 60),
            ("session_hours", self.session_hours, 1, 720),
            ("warn_messages", self.warn_messages, 0, 20),
            ("transfer_seconds", self.transfer_seconds, 5, 3_600),
            ("tab_limit", self.tab_limit, 1, 100),
            ("media_megabytes", self.media_megabytes, 1, 25),
            ("keep_calls_days", self.keep_calls_days, 0, 3_650),
            ("keep_story_days", self.keep_story_days, 0, 3_650),
        ] {
            if !(least..=most).contains(&value) {
                invalid.add(field, [format!("Between {least} and {most}."), format!("Tra {least} e {most}.")]);
            }
        }
        if self.media_kinds.contains(&MediaKind::Other) {
            invalid.add(
                "media_kinds",
                ["Files of unknown kinds are never taken.", "I file di tipo sconosciuto non si accettano mai."],
            );
        }
        if self.pause_reasons.iter().any(|reason| reason.chars().count() > 40) {
            invalid.add("pause_reasons", ["At most 40 characters each.", "Al massimo 40 caratteri ciascuno."]);
        }
        let reasons: Vec<String> = self.pause_reasons.iter().map(|reason| folded(reason)).collect();
        if reasons.iter().enumerate().any(|(at, reason)| reasons[..at].contains(reason)) {
            invalid
                .add("pause_reasons", ["One of the reasons stands there twice.", "Uno dei motivi compare due volte."]);
        }
        invalid.check()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            house_name: "smsdesk".into(),
            default_capacity: 5,
            grace_seconds: 30,
            receipt_minutes: 60,
            absent_minutes: 10,
            deaf_minutes: 2,
            session_hours: 12,
            warn_messages: 3,
            pause_reasons: ["Break", "Lunch", "Training", "Back office"].map(String::from).to_vec(),
            transfer: false,
            transfer_seconds: 60,
            disposition_required: false,
            tab_limit: 20,
            media_megabytes: 5,
            media_kinds: MediaKind::TAKEN.to_vec(),
            agents_create_tags: false,
            keep_calls_days: 90,
            keep_story_days: 365,
        }
    }
}
