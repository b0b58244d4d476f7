//! Whether this process lives, and whether it can work.

use axum::{extract::State, http::StatusCode};

use crate::server::state::AppState;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers too.
pub async fn ready(State(state): State<AppState>) -> Result<&'static str, StatusCode> {
    state.store.ready().await.map(|()| "ok").map_err(|error| {
        tracing::warn!(%error, "not ready");
        StatusCode::SERVICE_UNAVAILABLE
    })
}
