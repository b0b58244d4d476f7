//! Sessions: the browser has a random cookie, the database its hash.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::{
    domain::{
        UserId,
        user::{Me, Right},
    },
    server::{clock, failure::Failure, state::AppState},
};

/// How often a session in use is extended, ms.
const EXTEND_EVERY: i64 = 5 * 60_000;

pub fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Starts a session and returns the cookie's value.
pub async fn start(state: &AppState, user: UserId, user_agent: String) -> Result<String, Failure> {
    let token = clock::random_word(32);
    let now = state.clock.now();
    let expires = now + state.house().settings.session_hours * 3_600_000;
    let user_agent = user_agent.chars().take(200).collect();
    state.store.start_session(hash(&token), user, now, expires, user_agent).await?;
    Ok(token)
}

/// Whose session a cookie is; `None` when it is nobody's, or no longer.
pub async fn whose(state: &AppState, token: &str) -> Result<Option<Me>, Failure> {
    let hashed = hash(token);
    let Some(session) = state.store.session(&hashed).await? else { return Ok(None) };
    let now = state.clock.now();
    if session.expires_at <= now {
        return Ok(None);
    }
    let house = state.house();
    let Some(user) = house.users.get(&session.user).filter(|user| user.active) else { return Ok(None) };
    if now.since(session.seen_at) > EXTEND_EVERY {
        let expires = now + house.settings.session_hours * 3_600_000;
        state.store.extend_session(hashed, now, expires).await?;
    }
    Ok(Some(Me {
        id: user.id,
        login: user.login.clone(),
        name: user.name.clone(),
        alias: user.alias().to_owned(),
        role: user.role,
        theme: session.theme,
        language: session.language,
    }))
}

pub async fn end(state: &AppState, token: &str) -> Result<(), Failure> {
    Ok(state.store.end_session(hash(token), state.clock.now(), state.house()).await?)
}

/// Checks name and password.
pub async fn sign_in(
    state: &AppState,
    login: &str,
    password: String,
    address: std::net::IpAddr,
) -> Result<Option<UserId>, Failure> {
    let login = login.trim().to_lowercase();
    state.throttle.admit(address, &login, state.clock.now()).map_err(Failure::Slower)?;
    let known = state.store.password_of(&login).await?;
    let (user, hash) = known.map_or((None, None), |(user, hash)| (Some(user), Some(hash)));
    let turn = state.passwords.turn().await;
    // Asked only now: of many tries sent at once, the later ones pay for the earlier.
    state.throttle.may_guess(address, state.clock.now()).map_err(Failure::Slower)?;
    let right = turn.verify(password, hash).await;
    if !right {
        state.throttle.guessed_wrong(address, state.clock.now());
    }
    Ok(user.filter(|_| right))
}

/// Whether this person may do what needs `right`.
pub fn may(me: &Me, right: Right) -> bool {
    me.role.may(right)
}

/// How long a session lasts without use, seconds.
pub fn lifetime(state: &AppState) -> i64 {
    state.house().settings.session_hours * 3600
}
