//! What a supervisor asks.

use axum::{extract::State, http::StatusCode};

use crate::server::state::AppState;

/// `/healthz`: the process answers. Says nothing about the database, so a slow disk does not get the process killed.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `/readyz`: the database answers too.
pub async fn ready(State(state): State<AppState>) -> Result<&'static str, StatusCode> {
    state.store.ready().await.map(|()| "ok\n").map_err(|error| {
        tracing::warn!(%error, "not ready");
        StatusCode::SERVICE_UNAVAILABLE
    })
}
