//! Words of the New SMS dialog, of sending later, of quiet hours and of those who want no texts.

use super::speech::{Written, words};
use crate::domain::{
    new_sms::WrongTime,
    phone::{Line, WrongNumber},
};

words! {
    /// What the desktop itself shows of it.
    pub struct LaterWords in LATER_EN, late super::italian::new_sms::LATER_IT;

    pub open: &'static str,
    pub open_hint: &'static str,
    pub send_later: &'static str,
    pub despite: &'static str,
    pub opted_out_composer: &'static str,
    pub quiet_composer: fn(&str) -> String,
    pub scheduled_for: fn(&str) -> String,
    pub cancels_if_they_write: &'static str,
    pub change_failed: &'static str,
    pub edit: &'static str,
    pub send_now: &'static str,
    pub cancel_it: &'static str,
}

pub const LATER_EN: LaterWords<Written> = LaterWords {
    open: "New SMS",
    open_hint: "New SMS (N)",
    send_later: "Send later",
    despite: "Send all the same…",
    opted_out_composer: "This contact has opted out of texts, so nothing can be sent.",
    quiet_composer: |until| format!("It is quiet time at the customer until {until}: send it later."),
    scheduled_for: |here| format!("Leaves {here}"),
    cancels_if_they_write: "unless the customer writes first",
    change_failed: "It was not changed.",
    edit: "Edit",
    send_now: "Send now",
    cancel_it: "Cancel it",
};

words! {
    pub struct NewSmsWords in EN, super::italian::new_sms::IT;

    pub title: &'static str,
    pub no_accounts: &'static str,
    pub account: &'static str,
    pub to: &'static str,
    pub to_help: &'static str,
    pub to_placeholder: &'static str,
    pub hits: &'static str,
    pub hits_found: fn(usize) -> String,
    pub unnamed: &'static str,
    pub checking: &'static str,
    pub check_failed: &'static str,
    pub wrong: fn(&WrongNumber, Option<&str>) -> String,
    pub line: fn(Line) -> &'static str,
    pub no_country: &'static str,
    pub unlikely: &'static str,
    pub text: &'static str,
    pub send: &'static str,
    pub starting: &'static str,
    pub failed: &'static str,
    pub existing_mine: &'static str,
    pub existing_colleague: fn(&str) -> String,
    /// What to do about one that may not be read.
    pub ask_colleague: fn(&str) -> String,
    pub existing_waiting: fn(Option<&str>) -> String,
    /// What to do about one that may not be taken.
    pub ask_queue: &'static str,
    pub go_to_mine: &'static str,
    pub look_at_it: &'static str,
    pub take_it: &'static str,
    pub take_full: fn(i64) -> String,
    pub take_gone: &'static str,
    pub opted_out: &'static str,
    pub hit_opted_out: &'static str,
    pub quiet: fn(&str, &str) -> String,
    pub send_at: fn(&str) -> String,
    pub despite_title: &'static str,
    pub despite_text: &'static str,
    pub despite_reason: &'static str,
    pub despite_send: &'static str,
    pub local_time: fn(&str, &str) -> String,
    pub zone_of_account: fn(&str) -> String,
    pub later_title: &'static str,
    pub in_an_hour: fn(&str) -> String,
    pub tomorrow: fn(&str) -> String,
    pub after_quiet: fn(&str) -> String,
    pub choose_time: &'static str,
    pub date_and_time: &'static str,
    pub date_and_time_help: fn(&str) -> String,
    pub later_at: fn(&str, &str) -> String,
    pub later_at_same: fn(&str) -> String,
    pub wrong_time: fn(WrongTime) -> &'static str,
    pub cancel_if_they_write: &'static str,
    pub schedule: &'static str,
    pub at_once: &'static str,
    pub scheduled_there: fn(&str) -> String,
    pub save_scheduled: &'static str,
    pub edit_title: &'static str,
    pub outlook_failed: &'static str,
    pub on_close: fn(i64) -> String,
    pub on_close_send: &'static str,
    pub on_close_cancel: &'static str,
    pub quiet_hours: &'static str,
    pub quiet_hours_text: &'static str,
    pub quiet_hours_on: &'static str,
    pub quiet_from: &'static str,
    pub quiet_to: &'static str,
    pub quiet_to_help: &'static str,
    pub quiet_days: &'static str,
    pub quiet_zone: &'static str,
    pub quiet_zone_help: &'static str,
}

pub const EN: NewSmsWords<Written> = NewSmsWords {
    title: "New SMS",
    no_accounts: "You can send nothing: no account is open to you. Ask an administrator to add you to one.",
    account: "From",
    to: "To",
    to_help: "A number in any usual form, or a contact's name.",
    to_placeholder: "Number or name",
    hits: "Contacts",
    hits_found: |n| match n {
        0 => String::new(),
        1 => "1 contact found. Arrow down goes to it.".into(),
        n => format!("{n} contacts found. Arrow down goes to them."),
    },
    unnamed: "No name",
    checking: "Checking the number…",
    check_failed: "The number could not be checked.",
    wrong,
    line: |line| match line {
        Line::Mobile => "mobile",
        Line::Fixed => "landline",
        Line::FixedOrMobile => "mobile or landline",
        Line::Voip => "internet telephony",
        Line::TollFree => "freephone",
        Line::Premium => "premium rate",
        Line::SharedCost => "shared cost",
        Line::Personal => "personal number",
        Line::Pager => "pager",
        Line::Other => "other number",
    },
    no_country: "international",
    unlikely: "Texts to such a line hardly ever arrive.",
    text: "Text",
    send: "Send",
    starting: "Sending…",
    failed: "The text was not sent.",
    existing_mine: "You are in a conversation with this customer.",
    existing_colleague: |name| format!("{name} answers this customer now."),
    ask_colleague: |name| {
        format!("You may not read that session. Ask {name} to pass your text on, or to transfer it to you.")
    },
    existing_waiting: |queue| match queue {
        Some(queue) => format!("This customer waits in queue {queue}."),
        None => "This customer waits for somebody.".into(),
    },
    ask_queue: "Ask a colleague who serves that queue, or a supervisor.",
    go_to_mine: "Go to the conversation",
    look_at_it: "Look at it",
    take_it: "Take it",
    take_full: |n| match n {
        1 => "You have 1 open session, as many as you may have. Close it first.".into(),
        n => format!("You have {n} open sessions, as many as you may have. Close one first."),
    },
    take_gone: "It is not waiting any more.",
    opted_out: "This contact has opted out of texts: nothing is sent to this number.",
    hit_opted_out: "opted out",
    quiet: |until, zone| format!("It is quiet time there until {until} ({zone})."),
    send_at: |time| format!("Send at {time}"),
    despite_title: "Send all the same?",
    despite_text: "It is sent this once. Your name and your reason are kept in the audit log and stand in the conversation.",
    despite_reason: "Reason",
    despite_send: "Send all the same",
    local_time: |time, zone| format!("It is {time} there ({zone})."),
    zone_of_account: |zone| {
        format!("The number does not tell where the customer is: times are those of the account ({zone}).")
    },
    later_title: "Send later",
    in_an_hour: |time| format!("In an hour ({time} there)"),
    tomorrow: |time| format!("Tomorrow morning ({time} there)"),
    after_quiet: |time| format!("When the quiet time ends ({time} there)"),
    choose_time: "Another time",
    date_and_time: "Date and time",
    date_and_time_help: |zone| format!("On the customer's clock ({zone})."),
    later_at: |there, here| format!("Leaves {there} on the customer's clock, {here} on yours."),
    later_at_same: |there| format!("Leaves {there}, on the customer's clock and on yours."),
    wrong_time: |wrong| match wrong {
        WrongTime::Past => "This time is past.",
        WrongTime::TooFar => "At most a year ahead.",
    },
    cancel_if_they_write: "Cancel it if the customer writes first",
    schedule: "Schedule",
    at_once: "Send at once instead",
    scheduled_there: |there| format!("{there} there"),
    save_scheduled: "Save",
    edit_title: "Change what is scheduled",
    outlook_failed: "The customer's time could not be loaded.",
    on_close: |n| if n == 1 { "One text is scheduled.".into() } else { format!("{n} texts are scheduled.") },
    on_close_send: "Send it when its time comes",
    on_close_cancel: "Cancel it",
    quiet_hours: "Quiet hours",
    quiet_hours_text: "Nothing is sent then, except to a customer who wrote within the last hour. Texts can be scheduled for later.",
    quiet_hours_on: "Keep quiet hours",
    quiet_from: "From",
    quiet_to: "Until",
    quiet_to_help: "An earlier time than “from” means the next morning.",
    quiet_days: "Days on which they begin",
    quiet_zone: "Time zone",
    quiet_zone_help: "Holds where a customer's number does not tell the zone. Otherwise the customer's own time counts.",
};

fn wrong(wrong: &WrongNumber, country: Option<&str>) -> String {
    let of = |before: &str, after: &str| match country {
        Some(country) => format!("{before} {country}{after}"),
        None => format!("{}.", before.trim_end_matches(" for").trim_end_matches(" in")),
    };
    match wrong {
        WrongNumber::Empty => String::new(),
        WrongNumber::NotANumber => "This is not a telephone number.".into(),
        WrongNumber::NoCountry => {
            "Begin with + and the country code: this account has no country for national numbers.".into()
        }
        WrongNumber::Extension => "A text reaches no extension: give the number without it.".into(),
        WrongNumber::NoSuchCode => "No country has this code.".into(),
        WrongNumber::TooShort { .. } => of("This is too short for", "."),
        WrongNumber::TooLong { .. } => of("This is too long for", "."),
        WrongNumber::NotOfPlan { .. } => of("There is no such number in", "."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_names_the_country_where_it_is_known() {
        let short = WrongNumber::TooShort { country: Some("IT".into()) };
        assert_eq!((EN.wrong)(&short, Some("Italy")), "This is too short for Italy.");
        assert_eq!((EN.wrong)(&short, None), "This is too short.");
        assert_eq!((EN.wrong)(&WrongNumber::NotOfPlan { country: None }, None), "There is no such number.");
    }
}
