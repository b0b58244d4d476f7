//! The API of the simulated network, as the sandbox adapter calls it, and the phones' pictures.

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::media::{self as files, Person};
use crate::{
    domain::AccountId,
    server::{providers::sandbox::wire, sandbox::Taken, state::AppState},
};

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Whether the credentials are right.
pub async fn probe(State(state): State<AppState>, headers: HeaderMap) -> StatusCode {
    let known = bearer(&headers).is_some_and(|secret| state.sandbox.account_by_secret(secret).is_some());
    if known { StatusCode::OK } else { StatusCode::UNAUTHORIZED }
}

/// Takes a message for a simulated phone.
pub async fn send(State(state): State<AppState>, headers: HeaderMap, Json(message): Json<wire::Message>) -> Response {
    let Some(secret) = bearer(&headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    match state.sandbox.take(secret, message).await {
        Ok(Some(Taken::Sent(sent))) => (StatusCode::CREATED, Json(sent)).into_response(),
        Ok(Some(Taken::Refused { status, refusal, retry_after })) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            let mut response = (status, Json(refusal)).into_response();
            if let Some(seconds) = retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => {
            tracing::error!(%error, "the phone simulator could not take a message");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// A picture or file of a phone: for the house, which signs in as with a provider, and for people at the simulator.
pub async fn media(
    State(state): State<AppState>,
    Path(token): Path<String>,
    person: Result<Person, Response>,
    headers: HeaderMap,
) -> Response {
    let bearer = bearer(&headers);
    if let (None, Err(refusal)) = (bearer, person) {
        return refusal;
    }
    match state.sandbox.show(&token, bearer).await {
        Ok(shown) => files::respond(&state.media, shown, "phone", &headers, files::PRIVATE),
        Err(failure) => files::refuse(failure),
    }
}

#[derive(Deserialize)]
pub struct UploadTo {
    account: AccountId,
}

/// Takes a picture or file for the next text of a phone: its bytes are the body, its name the answer.
pub async fn upload(
    State(state): State<AppState>,
    Query(to): Query<UploadTo>,
    _: Person,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let taken = async {
        let receipt = state.sandbox.receive(to.account).await?;
        let bytes = files::read(&headers, body, receipt.longest).await?;
        state.sandbox.keep(to.account, receipt, bytes).await
    };
    match taken.await {
        Ok(token) => Json(token).into_response(),
        Err(failure) => files::refuse(failure),
    }
}
