//! Words of the frame around every screen, and of the sign-in page.

use super::speech::{Written, words};

words! {
    pub struct FrameWords in EN, late super::italian::frame::IT;

    pub skip_to_content: &'static str,
    pub navigation: &'static str,
    pub desktop: &'static str,
    pub interactions: &'static str,
    pub contacts: &'static str,
    pub simulator: &'static str,
    pub administration: &'static str,
    pub theme: &'static str,
    pub theme_system: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub account: fn(&str) -> String,
    pub signed_in_as: fn(&str) -> String,
    pub role_agent: &'static str,
    pub role_supervisor: &'static str,
    pub role_administrator: &'static str,
    pub sign_out: &'static str,
    pub presence: fn(&str) -> String,
    pub online: &'static str,
    pub paused: &'static str,
    pub paused_because: fn(&str) -> String,
    pub offline: &'static str,
    pub go_online: &'static str,
    pub pause: &'static str,
    pub go_offline: &'static str,
    pub presence_failed: &'static str,
    pub queues: &'static str,
    pub waiting: fn(i64) -> String,
    pub no_queues: &'static str,
    pub link_live: &'static str,
    pub link_live_help: &'static str,
    pub link_catching_up: &'static str,
    pub link_catching_up_help: &'static str,
    pub link_offline: &'static str,
    pub link_offline_help: &'static str,
    pub sound: &'static str,
    pub sound_on: &'static str,
    pub sound_muted: &'static str,
    pub sound_blocked: &'static str,
    pub sound_blocked_long: &'static str,
    pub sound_absent: &'static str,
    pub allow_sound: &'static str,
    pub test_sound: &'static str,
    pub mute: &'static str,
    pub unmute: &'static str,
    pub allow_notifications: &'static str,
    pub notifications_on: &'static str,
    pub notifications_denied: &'static str,
    pub outdated: &'static str,
    pub load_failed: &'static str,
    pub title: fn(usize, &str, &str) -> String,
    pub palette: &'static str,
    pub open_palette: &'static str,
    /// Names of keys that have no sign of their own.
    pub key_name: fn(&str) -> Option<&'static str>,
}

pub const EN: FrameWords<Written> = FrameWords {
    skip_to_content: "Skip to the content",
    navigation: "Main",
    desktop: "Desktop",
    interactions: "Interactions",
    contacts: "Contacts",
    simulator: "Phone simulator",
    administration: "Administration",
    theme: "Theme",
    theme_system: "As the system",
    theme_light: "Light",
    theme_dark: "Dark",
    account: |name| format!("Account: {name}"),
    signed_in_as: |name| format!("Signed in as {name}"),
    role_agent: "Agent",
    role_supervisor: "Supervisor",
    role_administrator: "Administrator",
    sign_out: "Sign out",
    presence: |state| format!("Your presence: {state}"),
    online: "Online",
    paused: "Paused",
    paused_because: |reason| format!("Paused: {reason}"),
    offline: "Offline",
    go_online: "Go online",
    pause: "Pause",
    go_offline: "Go offline",
    presence_failed: "Your presence did not change.",
    queues: "Your queues",
    waiting: |n| if n == 1 { "1 waiting".into() } else { format!("{n} waiting") },
    no_queues: "You serve no queue",
    link_live: "Live",
    link_live_help: "Everything you see is up to date.",
    link_catching_up: "Catching up…",
    link_catching_up_help: "The connection is being restored. You may not see the newest messages yet.",
    link_offline: "No connection",
    link_offline_help: "The server can't be reached. What you write is kept and sent when it can.",
    sound: "Sound",
    sound_on: "Sound on",
    sound_muted: "Sound muted",
    sound_blocked: "Sound blocked",
    sound_blocked_long: "Sound is blocked by the browser: click to allow",
    sound_absent: "This browser can't play the alert",
    allow_sound: "Allow sound",
    test_sound: "Test the sound",
    mute: "Mute",
    unmute: "Unmute",
    allow_notifications: "Show desktop notifications",
    notifications_on: "Desktop notifications are on",
    notifications_denied: "Notifications are blocked in the browser's settings",
    outdated: "smsdesk was updated. Reload to go on with the new version; your drafts are kept.",
    load_failed: "The desktop could not be loaded.",
    title: |count, page, house| {
        let badge = if count == 0 { String::new() } else { format!("({count}) ") };
        if page.is_empty() { format!("{badge}{house}") } else { format!("{badge}{page} · {house}") }
    },
    palette: "Find or do",
    open_palette: "Find people, numbers, interactions, commands",
    key_name: |key| match key {
        "ArrowUp" => Some("↑"),
        "ArrowDown" => Some("↓"),
        "ArrowLeft" => Some("←"),
        "ArrowRight" => Some("→"),
        "Escape" => Some("Esc"),
        "Delete" => Some("Del"),
        "Control" => Some("Ctrl"),
        "Digit" => Some("1 … 9"),
        _ => None,
    },
};

words! {
    pub struct SignInWords in SIGN_IN_EN, super::italian::frame::SIGN_IN_IT;

    pub title: &'static str,
    pub lead: &'static str,
    pub login: &'static str,
    pub password: &'static str,
    pub show_password: &'static str,
    pub hide_password: &'static str,
    pub submit: &'static str,
    pub wrong: &'static str,
    pub ended: &'static str,
    pub demo_title: &'static str,
    pub demo_text: &'static str,
    pub demo_people: [(&'static str, &'static str); 4],
    pub demo_password: &'static str,
}

pub const SIGN_IN_EN: SignInWords<Written> = SignInWords {
    title: "Sign in",
    lead: "Text messages of your customers, answered together.",
    login: "Login",
    password: "Password",
    show_password: "Show the password",
    hide_password: "Hide the password",
    submit: "Sign in",
    wrong: "Login and password do not match.",
    ended: "You were signed out: your session ended, or an administrator changed your account.",
    demo_title: "This is a demo",
    demo_text: "Sign in as one of these people. Use two browsers to see two agents at once.",
    demo_people: [("anna", "Agent"), ("ben", "Agent"), ("sara", "Supervisor"), ("admin", "Administrator")],
    demo_password: "Password for all of them:",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_in_page_names_everybody_who_is_in_the_demo() {
        let demo = include_str!("../../server/setup/demo.yaml");
        let logins: Vec<&str> = demo.split("{ login: ").skip(1).filter_map(|rest| rest.split(',').next()).collect();
        for named in [SIGN_IN_EN.demo_people, super::super::italian::frame::SIGN_IN_IT.demo_people] {
            assert_eq!(named.map(|(login, _)| login).as_slice(), logins);
        }
    }
}
