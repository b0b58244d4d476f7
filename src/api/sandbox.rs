//! The phone simulator. Open to everybody who is signed in: its accounts reach nobody real.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    AccountId,
    sandbox::{Faults, Handset, HandsetText, Simulator},
};

/// The accounts it can text.
#[server(prefix = "/api", endpoint = "sandbox", input = GetUrl, output = JsonAnswer)]
pub async fn load_simulator() -> Result<Simulator, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Converse).await?;
    web::told(state.sandbox.simulator().await)
}

/// The handsets that have texted an account, newest first.
#[server(prefix = "/api", endpoint = "sandbox.handsets", input = GetUrl, output = JsonAnswer)]
pub async fn load_handsets(account: AccountId) -> Result<Vec<Handset>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Converse).await?;
    web::told(state.sandbox.handsets(account).await)
}

/// The newest texts on a handset, oldest first.
#[server(prefix = "/api", endpoint = "sandbox.handset", input = GetUrl, output = JsonAnswer)]
pub async fn load_handset(account: AccountId, number: String) -> Result<Vec<HandsetText>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Converse).await?;
    web::told(state.sandbox.handset(account, number).await)
}

/// The customer presses Send; `media` names what was uploaded for the text.
#[server(prefix = "/api", endpoint = "sandbox.text", input = Json, output = JsonAnswer)]
pub async fn text_from_handset(
    account: AccountId,
    number: String,
    text: String,
    #[server(default)] media: Vec<String>,
) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Converse).await?;
    web::told(state.sandbox.text(account, number, text, media).await)
}

/// What the simulated network does wrong from now on.
#[server(prefix = "/api", endpoint = "sandbox.faults", input = Json, output = JsonAnswer)]
pub async fn set_faults(account: AccountId, faults: Faults) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Converse).await?;
    web::told(state.sandbox.set_faults(account, faults).await)
}
