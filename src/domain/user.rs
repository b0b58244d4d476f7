//! People who sign in, and what they may do.

use serde::{Deserialize, Serialize};

use super::{TeamId, UserId, language::Language};

/// Each role may do what the one before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Agent,
    Supervisor,
    Administrator,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Agent, Role::Supervisor, Role::Administrator];

    pub fn as_str(self) -> &'static str {
        match self {
            Role::Agent => "agent",
            Role::Supervisor => "supervisor",
            Role::Administrator => "administrator",
        }
    }

    pub fn parse(text: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    pub fn may(self, right: Right) -> bool {
        self >= right.least_role()
    }
}

/// What a call needs. Every server function names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Right {
    /// Take offers, answer, write notes.
    Converse,
    /// See every interaction and who waits.
    Supervise,
    /// Send although the customer opted out or it is quiet there; each time with a reason, which is kept.
    SendDespite,
    /// Set the house up.
    Administer,
}

impl Right {
    fn least_role(self) -> Role {
        match self {
            Right::Converse => Role::Agent,
            Right::Supervise | Right::SendDespite => Role::Supervisor,
            Right::Administer => Role::Administrator,
        }
    }
}

/// The person who is signed in, as the browser knows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub id: UserId,
    pub login: String,
    pub name: String,
    /// What customers may read; the name where there is no other.
    pub alias: String,
    pub role: Role,
    pub theme: Theme,
    /// Chosen by this person; without it the browser decides.
    pub language: Option<Language>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    pub fn parse(text: &str) -> Option<Theme> {
        [Theme::System, Theme::Light, Theme::Dark].into_iter().find(|theme| theme.as_str() == text)
    }
}

/// A person as a form shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    pub login: String,
    pub name: String,
    /// What customers may read; empty: the name.
    pub alias: String,
    pub role: Role,
    pub active: bool,
    /// How many open interactions before offers stop; `None` takes the house's default.
    pub capacity: Option<i64>,
    pub teams: Vec<TeamId>,
    pub language: Option<Language>,
}

impl User {
    /// The name for customers.
    pub fn alias(&self) -> &str {
        if self.alias.is_empty() { &self.name } else { &self.alias }
    }
}

/// What a form says about a person. `password` stays as it is when empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDraft {
    pub login: String,
    pub name: String,
    #[serde(default)]
    pub alias: String,
    pub role: String,
    pub active: bool,
    pub capacity: Option<i64>,
    pub teams: Vec<TeamId>,
    /// What this person reads until they choose. `None` leaves it open.
    #[serde(default)]
    pub language: Option<Language>,
    pub password: String,
}

impl From<&User> for UserDraft {
    fn from(user: &User) -> UserDraft {
        UserDraft {
            login: user.login.clone(),
            name: user.name.clone(),
            alias: user.alias.clone(),
            role: user.role.as_str().into(),
            active: user.active,
            capacity: user.capacity,
            teams: user.teams.clone(),
            language: user.language,
            password: String::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub name: String,
}
