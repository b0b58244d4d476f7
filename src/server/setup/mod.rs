//! The set-up from the command line: a described house brought about (`apply`), people (`user`), and a house to try
//! (`demo`). Whatever is saved here goes through the services of the administration pages, noted as done by nobody who is
//! signed in.

mod accounts;
mod carry_out;
mod contacts;
pub mod demo;
mod description;
pub mod people;
mod plan;
mod queues;
mod users;
mod words;

use std::{collections::BTreeMap, io};

pub use description::Description;
pub use plan::{Environment, Plan};
use serde::Serialize;

use super::{failure::Failure, state::AppState};
use crate::domain::error::Invalid;

/// Why the house is not as described.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error("{0} can't be read: {1}")]
    File(String, io::Error),
    #[error("nothing was changed: {0} is not a set-up: {1}")]
    Unreadable(String, String),
    /// Each a place and a sentence.
    #[error("nothing was changed:\n  {}", .0.join("\n  "))]
    Wrong(Vec<String>),
    #[error("stopped before “{0}”: {1}")]
    Stopped(String, String),
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Failed(Failure),
}

impl From<Failure> for SetupError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Invalid(invalid) => SetupError::Wrong(sentences(invalid)),
            other => SetupError::Failed(other),
        }
    }
}

fn sentences(invalid: Invalid) -> Vec<String> {
    invalid.0.into_iter().map(|error| format!("{}: {}", error.field, error.words)).collect()
}

/// What the providers of the described accounts have to be told, for the script that tells them.
#[derive(Debug, Serialize)]
pub struct Addresses {
    accounts: BTreeMap<String, AccountAddresses>,
}

#[derive(Debug, Serialize)]
struct AccountAddresses {
    inbound: String,
    status: String,
}

/// The environment of this process.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Reads a description from a file, or from standard input when `file` is `-`.
pub fn read(file: &str) -> Result<Description, SetupError> {
    let (name, text) = match file {
        "-" => ("standard input", io::read_to_string(io::stdin())),
        file => (file, std::fs::read_to_string(file)),
    };
    let text = text.map_err(|error| SetupError::File(name.to_owned(), error))?;
    Description::parse(&text).map_err(|error| SetupError::Unreadable(name.to_owned(), error))
}

/// What applying would change, one line each.
pub async fn check(
    state: &AppState,
    description: &Description,
    environment: &Environment<'_>,
) -> Result<Vec<String>, SetupError> {
    let plan = Plan::make(state, description, environment).await?;
    Ok(plan.lines().map(str::to_owned).collect())
}

/// Makes the house as described; what is so already is not touched. Tells each change once it is made.
pub async fn apply(
    state: &AppState,
    description: &Description,
    environment: &Environment<'_>,
    told: impl FnMut(&str),
) -> Result<Addresses, SetupError> {
    let plan = Plan::make(state, description, environment).await?;
    let keys = plan.accounts.clone();
    plan.carry_out(state, told).await?;
    state.houses.reload().await?;
    let house = state.house();
    let named = house.accounts.values().filter(|account| keys.contains(&account.key));
    let accounts = named.map(|account| {
        (account.key.clone(), AccountAddresses { inbound: account.inbound_url(), status: account.status_url() })
    });
    Ok(Addresses { accounts: accounts.collect() })
}
