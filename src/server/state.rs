//! What handlers, server functions and pages share.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use tokio_util::sync::CancellationToken;

use super::http::assets::Assets;

/// Cheap to clone: every field is a handle.
#[derive(Clone, FromRef)]
pub struct AppState {
    pub leptos: LeptosOptions,
    pub assets: Arc<Assets>,
    /// Cancelled when the process is asked to stop. Whatever runs without an end of its own ends with it.
    pub stopping: CancellationToken,
}

impl AppState {
    pub fn new(stopping: CancellationToken) -> Self {
        AppState {
            leptos: LeptosOptions::builder().output_name("smsdesk").build(),
            assets: Arc::new(Assets::load()),
            stopping,
        }
    }
}
