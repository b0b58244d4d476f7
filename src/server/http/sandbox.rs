//! The API of the simulated network, as the sandbox adapter calls it.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::server::{providers::sandbox::wire, sandbox::Taken, state::AppState};

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
