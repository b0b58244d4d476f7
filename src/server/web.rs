//! What stands between a server function and a service: who calls, may he, and how is a failure told.

use std::net::IpAddr;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderValue, StatusCode, header, request::Parts},
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

pub use super::desktop::Manner;
use super::{auth::sessions, clock, failure::Failure, state::AppState, store::StoreError};
pub use crate::domain::user::Right;
use crate::{
    api::AppError,
    domain::{
        desktop::Frame,
        error::{Invalid, OVERTAKEN},
        language::Language,
        user::Me,
    },
};

/// The session cookie where the connection is encrypted; browsers refuse the prefix elsewhere.
const SECURE_COOKIE: &str = "__Host-sid";
const PLAIN_COOKIE: &str = "sid";

/// The language of a browser in which nobody is signed in.
const LANGUAGE_COOKIE: &str = "language";
const A_YEAR: i64 = 365 * 86_400;

/// Whoever sent a request.
#[derive(Clone, Debug)]
pub struct Caller {
    pub me: Option<Me>,
    /// The session cookie's value.
    pub token: Option<String>,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, StatusCode> {
        let Some(token) = cookie(parts, state) else { return Ok(Caller { me: None, token: None }) };
        let me = sessions::whose(state, &token).await.map_err(|error| {
            tracing::error!(%error, "session can't be read");
            StatusCode::SERVICE_UNAVAILABLE
        })?;
        Ok(Caller { me, token: Some(token) })
    }
}

fn is_secure(state: &AppState) -> bool {
    state.config.public_url().starts_with("https://")
}

fn cookie_name(state: &AppState) -> &'static str {
    if is_secure(state) { SECURE_COOKIE } else { PLAIN_COOKIE }
}

fn cookie(parts: &Parts, state: &AppState) -> Option<String> {
    cookie_named(cookie_name(state), parts)
}

fn cookie_named(name: &str, parts: &Parts) -> Option<String> {
    parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(|cookies| {
        cookies
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.into())
    })
}

/// What to speak to whoever sent this: what they chose, else what this browser was told, else what it asks for.
pub fn language(parts: &Parts, me: Option<&Me>) -> Language {
    let of_browser = || cookie_named(LANGUAGE_COOKIE, parts).as_deref().and_then(Language::parse);
    let asked = || parts.headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok().and_then(Language::accepted);
    me.and_then(|me| me.language).or_else(of_browser).or_else(asked).unwrap_or_default()
}

/// The client's address; behind a trusted proxy, what the proxy says.
fn address(parts: &Parts, state: &AppState) -> IpAddr {
    let forwarded = || {
        let value = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        value.rsplit(',').next()?.trim().parse().ok()
    };
    let direct = parts.extensions.get::<ConnectInfo<std::net::SocketAddr>>().map(|info| info.0.ip());
    let seen = if state.config.trust_proxy { forwarded().or(direct) } else { direct };
    seen.unwrap_or(IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED))
}

/// Missing only where a page was given up half-way: nobody waits for that answer any more.
fn state() -> Result<AppState, AppError> {
    use_context::<AppState>().ok_or(AppError::Unavailable)
}

async fn caller(state: &AppState) -> Result<Caller, AppError> {
    let mut parts = use_context::<Parts>().ok_or(AppError::Unavailable)?;
    match Caller::from_request_parts(&mut parts, state).await {
        Ok(caller) => Ok(caller),
        Err(_) => Err(AppError::Unavailable),
    }
}

/// The caller, when he is signed in and may do what needs `right`.
pub async fn require(right: Right) -> Result<(AppState, Me), AppError> {
    let state = state()?;
    let me = caller(&state).await?.me.ok_or_else(|| fail(AppError::Unauthenticated))?;
    if !sessions::may(&me, right) {
        return Err(fail(AppError::Forbidden));
    }
    Ok((state, me))
}

/// A service's result, told to a person. What only an operator may read goes to the log, under a reference.
pub fn told<T>(result: Result<T, Failure>) -> Result<T, AppError> {
    result.map_err(|failure| {
        fail(match failure {
            Failure::Refused(words) => AppError::Conflict(words),
            Failure::Invalid(invalid) => AppError::Invalid(invalid),
            Failure::NotFound => AppError::NotFound,
            Failure::Slower(seconds) => AppError::Slower(seconds),
            Failure::Store(StoreError::Overtaken) => AppError::Invalid(overtaken()),
            Failure::Store(StoreError::Busy) => AppError::Unavailable,
            failure @ (Failure::Store(_) | Failure::Vault(_)) => {
                let reference = clock::random_word(6);
                tracing::error!(%reference, error = %failure, "a call failed");
                AppError::Internal(reference)
            }
        })
    })
}

/// A form can be shown again, or saved all the same: then it comes without what it began with.
fn overtaken() -> Invalid {
    Invalid::one(
        OVERTAKEN,
        [
            "Somebody else has changed this meanwhile, so nothing was saved.",
            "Nel frattempo qualcun altro ha modificato questi dati: non è stato salvato nulla.",
        ],
    )
}

/// Gives the answer its status. Only for calls of the browser's half: on a page the status would be the page's, and on a
/// plain form it would undo the way back.
fn fail(error: AppError) -> AppError {
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else {
        return error;
    };
    let asks_for_page =
        parts.headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
    if parts.uri.path().starts_with("/api/") && !asks_for_page {
        response.set_status(status(&error));
    }
    error
}

/// What a program reads of an error.
pub fn status(error: &AppError) -> StatusCode {
    match error {
        AppError::Unauthenticated => StatusCode::UNAUTHORIZED,
        AppError::Forbidden => StatusCode::FORBIDDEN,
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Conflict(_) => StatusCode::CONFLICT,
        AppError::Invalid(_) | AppError::Unreadable => StatusCode::UNPROCESSABLE_ENTITY,
        AppError::Slower(_) => StatusCode::TOO_MANY_REQUESTS,
        AppError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

pub async fn frame() -> Result<Frame, AppError> {
    let state = state()?;
    let caller = caller(&state).await?;
    let (ended, me) = (caller.me.is_none() && caller.token.is_some(), caller.me);
    let house = state.house();
    let simulator =
        me.is_some() && house.accounts.values().any(|account| account.provider_key == super::sandbox::PROVIDER);
    let (house_name, demo) = (house.settings.house_name.clone(), told(state.users.is_demo().await)?);
    Ok(Frame { me, house_name, simulator, demo, ended })
}

fn set_cookie(state: &AppState, name: &str, value: &str, seconds: i64) {
    let secure = if is_secure(state) { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    if let (Ok(value), Some(response)) = (HeaderValue::from_str(&cookie), use_context::<ResponseOptions>()) {
        response.append_header(header::SET_COOKIE, value);
    }
}

pub async fn sign_in(login: String, password: String) -> Result<(), AppError> {
    let state = state()?;
    let parts = use_context::<Parts>().ok_or(AppError::Unavailable)?;
    let user = told(sessions::sign_in(&state, &login, password, address(&parts, &state)).await)?;
    let Some(user) = user else {
        let words = ["This name and password do not belong together.", "Nome utente e password non corrispondono."];
        return Err(fail(AppError::Invalid(Invalid::one("password", words))));
    };
    let agent = parts.headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    let token = told(sessions::start(&state, user, agent).await)?;
    // Whoever was signed in here before is not any more.
    if let Some(former) = cookie(&parts, &state) {
        told(sessions::end(&state, &former).await)?;
    }
    set_cookie(&state, cookie_name(&state), &token, sessions::lifetime(&state));
    // So that the next sign-in speaks it too.
    if let Some(language) = told(state.store.language_of(user).await.map_err(Failure::from))? {
        set_cookie(&state, LANGUAGE_COOKIE, language.code(), A_YEAR);
    }
    leptos_axum::redirect("/");
    Ok(())
}

pub async fn set_language(language: Language) -> Result<(), AppError> {
    let state = state()?;
    if let Some(me) = caller(&state).await?.me {
        told(state.users.set_language(me.id, language).await)?;
    }
    set_cookie(&state, LANGUAGE_COOKIE, language.code(), A_YEAR);
    Ok(())
}

pub async fn sign_out() -> Result<(), AppError> {
    let state = state()?;
    if let Some(token) = caller(&state).await?.token {
        told(sessions::end(&state, &token).await)?;
    }
    set_cookie(&state, cookie_name(&state), "", 0);
    leptos_axum::redirect("/sign-in");
    Ok(())
}
