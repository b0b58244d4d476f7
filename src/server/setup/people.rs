//! `smsdesk user`: the first administrator, and whoever is locked out.

use std::io::BufRead;

use super::{SetupError, plan::Environment};
use crate::{
    domain::{
        TeamId, UserId,
        user::{Role, UserDraft},
    },
    server::{clock, state::AppState},
};

/// Where a password may come from without standing in the list of processes.
const VARIABLE: &str = "SMSDESK_PASSWORD";
/// Random bytes of a password made here.
const MADE: usize = 15;

#[derive(clap::Subcommand)]
pub enum UserCommand {
    /// Adds a person. The password: a line on standard input, or SMSDESK_PASSWORD, or one that is made and printed once.
    Add {
        login: String,
        /// As colleagues see it. Without it: the login.
        #[arg(long)]
        name: Option<String>,
        #[arg(long, default_value = "agent", value_parser = clap::builder::PossibleValuesParser::new(Role::ALL.map(Role::as_str)))]
        role: String,
        /// A team by its name; may be given several times.
        #[arg(long = "team")]
        teams: Vec<String>,
        /// Read the password from a line on standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// Lists everybody.
    List,
    /// Gives a person another password, as `add` does, and signs them out everywhere.
    Password {
        login: String,
        /// Read the password from a line on standard input.
        #[arg(long)]
        password_stdin: bool,
    },
    /// A person may not sign in any more, and is signed out everywhere.
    Deactivate { login: String },
}

/// Does it and returns what to print.
pub async fn run(
    state: &AppState,
    command: UserCommand,
    environment: &Environment<'_>,
    input: &mut dyn BufRead,
) -> Result<String, SetupError> {
    match command {
        UserCommand::Add { login, name, role, teams, password_stdin } => {
            if find(state, &login).is_ok() {
                let words =
                    format!("there is a user {login} already; `smsdesk user password {login}` resets the password");
                return Err(SetupError::Refused(words));
            }
            let teams = teams.iter().map(|name| team(state, name)).collect::<Result<_, _>>()?;
            let (password, made) = password(password_stdin, environment, input)?;
            let name = name.unwrap_or_else(|| login.clone());
            let draft =
                UserDraft { login: login.clone(), name, role, active: true, teams, password, ..UserDraft::default() };
            state.users.save_as(None, None, draft).await?;
            Ok(format!("{login} may sign in.\n{made}"))
        }
        UserCommand::List => list(state).await,
        UserCommand::Password { login, password_stdin } => {
            let (id, mut draft) = find(state, &login)?;
            let (password, made) = password(password_stdin, environment, input)?;
            draft.password = password;
            state.users.save_as(None, Some(id), draft).await?;
            Ok(format!("{login} has a new password and is signed out everywhere.\n{made}"))
        }
        UserCommand::Deactivate { login } => {
            let (id, mut draft) = find(state, &login)?;
            draft.active = false;
            state.users.save_as(None, Some(id), draft).await?;
            Ok(format!("{login} may not sign in any more.\n"))
        }
    }
}

fn find(state: &AppState, login: &str) -> Result<(UserId, UserDraft), SetupError> {
    let login = login.trim().to_lowercase();
    let house = state.house();
    let user = house.users.values().find(|user| user.login == login);
    let user = user.ok_or_else(|| SetupError::Refused(format!("there is no user {login}")))?;
    Ok((user.id, UserDraft::from(user)))
}

fn team(state: &AppState, name: &str) -> Result<TeamId, SetupError> {
    let house = state.house();
    let team = house.teams.iter().find(|(_, known)| *known == name.trim());
    team.map(|(id, _)| *id).ok_or_else(|| SetupError::Refused(format!("there is no team {name}")))
}

/// A password, and what to print about it.
fn password(
    on_input: bool,
    environment: &Environment<'_>,
    input: &mut dyn BufRead,
) -> Result<(String, String), SetupError> {
    if on_input {
        let mut line = String::new();
        input.read_line(&mut line).map_err(|error| SetupError::File("standard input".into(), error))?;
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            return Err(SetupError::Refused("there was no password on standard input".into()));
        }
        return Ok((line.to_owned(), String::new()));
    }
    match environment(VARIABLE).filter(|password| !password.is_empty()) {
        Some(password) => Ok((password, String::new())),
        None => {
            let made = clock::random_word(MADE);
            let words = format!("The password, shown only now: {made}\n");
            Ok((made, words))
        }
    }
}

async fn list(state: &AppState) -> Result<String, SetupError> {
    let house = state.house();
    let mut lines = String::new();
    for user in state.users.list().await? {
        let teams: Vec<&str> = user.teams.iter().filter_map(|id| house.teams.get(id).map(String::as_str)).collect();
        let active = if user.active { "active" } else { "inactive" };
        let fields = [&user.login, &user.name, user.role.as_str(), active, &teams.join(", ")];
        lines += fields.join("\t").trim_end();
        lines.push('\n');
    }
    Ok(lines)
}
