//! Signing in and out.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{desktop::Frame, language::Language, user::Theme};

/// Who is signed in, and what the frame around every screen shows. Answers strangers too.
#[server(prefix = "/api", endpoint = "frame", input = GetUrl, output = JsonAnswer)]
pub async fn load_frame() -> Result<Frame, AppError> {
    use crate::server::web;
    web::frame().await
}

/// Starts a session. Works as a plain form: goes to the desktop on success.
#[server(prefix = "/api", endpoint = "sign_in", output = JsonAnswer)]
pub async fn sign_in(login: String, password: String) -> Result<(), AppError> {
    use crate::server::web;
    web::sign_in(login, password).await
}

#[server(prefix = "/api", endpoint = "sign_out", output = JsonAnswer)]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::server::web;
    web::sign_out().await
}

/// Chooses the language of this browser and, when somebody is signed in, of all their browsers. Works as a plain form.
#[server(prefix = "/api", endpoint = "language.set", output = JsonAnswer)]
pub async fn set_language(language: Language) -> Result<(), AppError> {
    use crate::server::web;
    web::set_language(language).await
}

#[server(prefix = "/api", endpoint = "theme.set", output = JsonAnswer)]
pub async fn set_theme(theme: Theme) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.users.set_theme(me.id, theme).await)
}
