//! The words of the administration: people, teams, queues, settings and what all forms share.

use super::speech::{In, Written, words};
use crate::domain::language::Language;

/// The administration's own words, and those of its pages.
pub struct AdminWords {
    pub frame: In<AdminFrameWords>,
    pub form: In<FormWords>,
    pub overview: In<OverviewWords>,
    pub users: In<UserWords>,
    pub teams: In<TeamWords>,
    pub queues: In<QueueWords>,
    pub settings: In<SettingsWords>,
}

impl AdminWords {
    pub(super) const fn page(language: Language) -> AdminWords {
        AdminWords {
            frame: In::page(language),
            form: In::page(language),
            overview: In::page(language),
            users: In::page(language),
            teams: In::page(language),
            queues: In::page(language),
            settings: In::page(language),
        }
    }
}

words! {
    /// What stands around its pages.
    pub struct AdminFrameWords in EN, super::italian::admin::IT;

    pub title: &'static str,
    pub not_allowed: &'static str,
    pub not_allowed_text: &'static str,
}

pub const EN: AdminFrameWords<Written> = AdminFrameWords {
    title: "Administration",
    not_allowed: "Only administrators may set the house up",
    not_allowed_text: "Ask one of them, or sign in as somebody else.",
};

words! {
    /// What all forms share.
    pub struct FormWords in FORM_EN, super::italian::admin::FORM_IT;

    pub saving: &'static str,
    pub saved: &'static str,
    pub unsaved: &'static str,
    pub discard: &'static str,
    pub sign_in: &'static str,
    pub overtaken: &'static str,
    pub show_theirs: &'static str,
    pub save_ours: &'static str,
    pub search: &'static str,
    pub search_in: fn(&str) -> String,
    pub nothing_found: &'static str,
    pub move_up: fn(&str) -> String,
    pub move_down: fn(&str) -> String,
    pub remove_named: fn(&str) -> String,
    pub whole_number: &'static str,
    pub too_large: &'static str,
    pub number: &'static str,
    pub clock_time: &'static str,
    pub choose: &'static str,
}

pub const FORM_EN: FormWords<Written> = FormWords {
    saving: "Saving…",
    saved: "Saved",
    unsaved: "Unsaved changes",
    discard: "Discard changes",
    sign_in: "Sign in, in a new tab",
    overtaken: "You can look at the present values, which drops what you typed here, or save yours over them.",
    show_theirs: "Show the present values",
    save_ours: "Save mine all the same",
    search: "Search",
    search_in: |what| format!("Search in: {what}"),
    nothing_found: "Nobody and nothing fits.",
    move_up: |name| format!("Move up: {name}"),
    move_down: |name| format!("Move down: {name}"),
    remove_named: |name| format!("Remove: {name}"),
    whole_number: "Please type a whole number.",
    too_large: "This number is too large.",
    number: "Please type a number.",
    clock_time: "Please give a time such as 21:00.",
    choose: "Please choose one of the list.",
};

words! {
    /// The first steps.
    pub struct OverviewWords in OVERVIEW_EN, super::italian::admin::OVERVIEW_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub failed: &'static str,
    pub people: &'static str,
    pub people_count: fn(usize) -> String,
    pub queues: &'static str,
    pub queue_count: fn(usize, usize) -> String,
    pub accounts: &'static str,
    pub account_count: fn(usize) -> String,
    pub flows: &'static str,
    pub flow_count: fn(usize, usize) -> String,
    pub open: &'static str,
    pub set_up: &'static str,
    pub open_named: fn(&str) -> String,
}

pub const OVERVIEW_EN: OverviewWords<Written> = OverviewWords {
    title: "First steps",
    text: "What it takes until the first text reaches somebody who can answer it.",
    failed: "The state of the house could not be loaded.",
    people: "People who answer",
    people_count: |n| {
        if n == 1 { "You are the only one who can sign in.".into() } else { format!("{n} people can sign in.") }
    },
    queues: "A queue with members",
    queue_count: |all, staffed| match all {
        0 => "There is no queue yet.".into(),
        _ => format!("{staffed} of {all} have members."),
    },
    accounts: "An account that sends and receives",
    account_count: |n| match n {
        0 => "There is no account yet.".into(),
        1 => "There is one account.".into(),
        n => format!("There are {n} accounts."),
    },
    flows: "A flow for every account",
    flow_count: |routed, open| match open {
        0 => "No account is in use yet.".into(),
        _ => format!("{routed} of {open} accounts in use have one; without it a new text waits for a supervisor."),
    },
    open: "Open",
    set_up: "Set up",
    open_named: |name| format!("Open: {name}"),
};

words! {
    /// People.
    pub struct UserWords in USER_EN, super::italian::admin::USER_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub add: &'static str,
    pub added: fn(&str) -> String,
    pub list_failed: &'static str,
    pub one_failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub search: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub alias: &'static str,
    pub alias_help: &'static str,
    pub login: &'static str,
    pub login_help: &'static str,
    pub role: &'static str,
    pub teams: &'static str,
    pub capacity: &'static str,
    pub state: &'static str,
    pub active: &'static str,
    pub inactive: &'static str,
    pub house_default: &'static str,
    pub person: &'static str,
    pub may_sign_in: &'static str,
    pub may_sign_in_help: &'static str,
    pub password: &'static str,
    pub which_password: &'static str,
    pub keep_password: (&'static str, &'static str),
    pub generate_password: (&'static str, &'static str),
    pub type_password: (&'static str, &'static str),
    pub new_password: &'static str,
    pub password_help: &'static str,
    pub shown_once: fn(&str) -> String,
    pub copy_password: &'static str,
    pub done: &'static str,
    pub work: &'static str,
    pub no_teams: &'static str,
    pub capacity_help: &'static str,
    pub capacity_unit: &'static str,
    pub agent: (&'static str, &'static str),
    pub supervisor: (&'static str, &'static str),
    pub administrator: (&'static str, &'static str),
}

pub const USER_EN: UserWords<Written> = UserWords {
    title: "People",
    text: "Who can sign in, as what, and how many conversations they take at a time.",
    add: "Add a person",
    added: |name| format!("{name} can sign in now."),
    list_failed: "The people could not be loaded.",
    one_failed: "This person could not be loaded.",
    empty: "Nobody can sign in",
    empty_text: "Add the people who will answer the texts.",
    search: "Search for a name, login or team",
    name: "Name",
    name_help: "As colleagues see it. Customers don't.",
    alias: "Name for customers (optional)",
    alias_help: "What canned answers put in for {agent.alias}. Empty takes the name.",
    login: "Login",
    login_help: "What they sign in with.",
    role: "Role",
    teams: "Teams",
    capacity: "Conversations at a time",
    state: "State",
    active: "Active",
    inactive: "Can't sign in",
    house_default: "house default",
    person: "Person",
    may_sign_in: "May sign in",
    may_sign_in_help: "Switched off, nothing is lost: history keeps the name, and it can be switched on again.",
    password: "Password",
    which_password: "Where it comes from",
    keep_password: ("Leave it", "The password stays as it is."),
    generate_password: ("Generate one", "A strong one, shown once after saving, for you to hand over."),
    type_password: ("Type one", "You agree on it with the person."),
    new_password: "New password",
    password_help: "At least 10 characters. Several words are stronger than signs.",
    shown_once: |login| format!("This is the password of {login}. Hand it over now: it is never shown again."),
    copy_password: "Copy the password",
    done: "Done",
    work: "Work",
    no_teams: "There are no teams yet.",
    capacity_help: "Nothing is offered beyond it. Empty takes the house's default.",
    capacity_unit: "conversations",
    agent: ("Agent", "Takes offers, answers customers, writes notes."),
    supervisor: ("Supervisor", "Also sees every conversation and who is waiting."),
    administrator: ("Administrator", "Also sets the house up."),
};

words! {
    /// Teams.
    pub struct TeamWords in TEAM_EN, super::italian::admin::TEAM_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub add: &'static str,
    pub added: fn(&str) -> String,
    pub list_failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub team: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub members: &'static str,
    pub members_help: &'static str,
    pub nobody: &'static str,
}

pub const TEAM_EN: TeamWords<Written> = TeamWords {
    title: "Teams",
    text: "People who are put into queues and accounts together.",
    add: "Add a team",
    added: |name| format!("The team {name} was added."),
    list_failed: "The teams could not be loaded.",
    empty: "There are no teams yet",
    empty_text: "A team saves you naming everybody in every queue. Small houses do without.",
    team: "Team",
    name: "Name",
    name_help: "For example a language, a shift or a product.",
    members: "Members",
    members_help: "Who is in it is said on each person's own page.",
    nobody: "Nobody yet",
};

words! {
    /// Queues.
    pub struct QueueWords in QUEUE_EN, super::italian::admin::QUEUE_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub add: &'static str,
    pub added: fn(&str) -> String,
    pub list_failed: &'static str,
    pub one_failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub queue: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub strategy: &'static str,
    pub ring_all: (&'static str, &'static str),
    pub round_robin: (&'static str, &'static str),
    pub least_recently_offered: (&'static str, &'static str),
    pub longest_idle: (&'static str, &'static str),
    pub fewest_open: (&'static str, &'static str),
    pub members: &'static str,
    pub members_help: &'static str,
    pub teams: &'static str,
    pub agents: &'static str,
    pub no_teams: &'static str,
    pub no_agents: &'static str,
    pub no_members: &'static str,
    pub member_count: fn(usize, usize) -> String,
    pub timing: &'static str,
    pub agent_timeout: &'static str,
    pub agent_timeout_help: &'static str,
    pub round_pause: &'static str,
    pub round_pause_help: &'static str,
    pub priority: &'static str,
    pub priority_help: &'static str,
    pub seconds_unit: &'static str,
    pub seconds: fn(i64) -> String,
}

pub const QUEUE_EN: QueueWords<Written> = QueueWords {
    title: "Queues",
    text: "Groups that share work, and in which order their members are asked.",
    add: "Add a queue",
    added: |name| format!("The queue {name} was added. An account's flow sends texts to it."),
    list_failed: "The queues could not be loaded.",
    one_failed: "This queue could not be loaded.",
    empty: "There are no queues yet",
    empty_text: "A queue offers new texts to its members until one accepts. The flow of an account leads to it.",
    queue: "Queue",
    name: "Name",
    name_help: "Agents see it in the bar above, with the number waiting.",
    strategy: "Who is asked first",
    ring_all: ("Everybody at once", "All free members are asked together; the first to accept has it."),
    round_robin: ("In turn", "One after the other in a fixed circle, going on where it stopped last time."),
    least_recently_offered: (
        "Least recently asked",
        "Who was asked longest ago comes first, whether they accepted or not.",
    ),
    longest_idle: ("Longest idle", "Who has been without a new conversation longest comes first."),
    fewest_open: ("Fewest open", "Who has the fewest open conversations comes first."),
    members: "Members",
    members_help: "Takes effect at once. A team brings everybody who is in it.",
    teams: "Teams",
    agents: "People",
    no_teams: "There are no teams yet; people can be named one by one.",
    no_agents: "There is nobody to choose yet.",
    no_members: "No members",
    member_count,
    timing: "Timing",
    agent_timeout: "Time to answer",
    agent_timeout_help: "How long one member is asked before the next.",
    round_pause: "Pause between rounds",
    round_pause_help: "When nobody took it, all are asked again after this.",
    priority: "Priority",
    priority_help: "When several queues have work for the same person, the higher number goes first.",
    seconds_unit: "seconds",
    seconds: |n| format!("{n} s"),
};

words! {
    /// The house's settings.
    pub struct SettingsWords in SETTINGS_EN, super::italian::admin::SETTINGS_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub failed: &'static str,
    pub house: &'static str,
    pub house_name: &'static str,
    pub house_name_help: &'static str,
    pub session_hours: &'static str,
    pub session_hours_help: &'static str,
    pub hours: &'static str,
    pub work: &'static str,
    pub default_capacity: &'static str,
    pub default_capacity_help: &'static str,
    pub conversations: &'static str,
    pub grace_seconds: &'static str,
    pub grace_seconds_help: &'static str,
    pub seconds: &'static str,
    pub absent_minutes: &'static str,
    pub absent_minutes_help: &'static str,
    pub deaf_minutes: &'static str,
    pub deaf_minutes_help: &'static str,
    pub minutes: &'static str,
    pub receipt_minutes: &'static str,
    pub receipt_minutes_help: &'static str,
    pub warn_messages: &'static str,
    pub warn_messages_help: &'static str,
    pub messages: &'static str,
    pub pause_reasons: &'static str,
    pub pause_reasons_help: &'static str,
    pub add_reason: &'static str,
    pub reason_number: fn(usize) -> String,
    pub keeping: &'static str,
    pub keeping_text: &'static str,
    pub keep_calls: &'static str,
    pub keep_calls_help: &'static str,
    pub keep_story: &'static str,
    pub keep_story_help: &'static str,
    pub days: &'static str,
}

pub const SETTINGS_EN: SettingsWords<Written> = SettingsWords {
    title: "House settings",
    text: "Take effect at once, for everybody, without a restart.",
    failed: "The settings could not be loaded.",
    house: "House",
    house_name: "Name of the house",
    house_name_help: "Stands above the sign-in form.",
    session_hours: "Sign out after",
    session_hours_help: "Hours without use before somebody has to sign in again.",
    hours: "hours",
    work: "Work",
    default_capacity: "Conversations at a time",
    default_capacity_help: "For everybody whose own page says nothing else. What is put off with a follow-up takes no \
                            place until it comes back.",
    conversations: "conversations",
    grace_seconds: "Lost connection",
    grace_seconds_help: "How long an agent may be without connection before offers go on to colleagues.",
    seconds: "seconds",
    absent_minutes: "Gone for good",
    absent_minutes_help: "How long an owner may be gone before new texts of their customers go back to the queue.",
    deaf_minutes: "Can’t hear requests",
    deaf_minutes_help: "How long somebody who is online may have the desktop in the background without sound and \
                        notifications before requests go to colleagues. 0: for ever.",
    minutes: "minutes",
    receipt_minutes: "Missing receipt",
    receipt_minutes_help: "How long to wait for a delivery receipt before a message is shown as unconfirmed.",
    warn_messages: "Long texts",
    warn_messages_help: "Above so many messages for one text its author is warned. 0 warns of nothing.",
    messages: "messages",
    pause_reasons: "Reasons for a pause",
    pause_reasons_help: "Agents choose one when they pause. Empty lines are left out.",
    add_reason: "Add a reason",
    reason_number: |n| format!("Reason {n}"),
    keeping: "How long it is kept",
    keeping_text: "Messages, notes and the list of administrative acts are always kept.",
    keep_calls: "Keep providers’ calls for",
    keep_calls_help: "The journal of every account. 0 keeps them for ever.",
    keep_story: "Keep explanations for",
    keep_story_help: "To whom a conversation was offered and why, and the steps behind the ticks of a message. 0 keeps \
                      them for ever.",
    days: "days",
};

fn member_count(agents: usize, teams: usize) -> String {
    let people = match agents {
        0 => String::new(),
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    };
    let groups = match teams {
        0 => String::new(),
        1 => "1 team".to_owned(),
        n => format!("{n} teams"),
    };
    [groups, people].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
