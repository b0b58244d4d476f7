//! What open pages tell of themselves, and colleagues of each other.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{InteractionId, alerts::AlertChoice, attention::Looker, find::Found, mention::Colleague};

/// Whether a request would be noticed on this page. `acted`: the person clicked there, which brings him back into routing.
#[server(prefix = "/api", endpoint = "hearing", input = Json, output = JsonAnswer)]
pub async fn tell_hearing(page: String, hears: bool, acted: bool) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.attention.hearing(&me, page, hears, acted).await)
}

/// What this page shows now, and what `beside` it. Answers who else has it on the screen; `NotFound` unless he may read
/// both.
#[server(prefix = "/api", endpoint = "look", input = Json, output = JsonAnswer)]
pub async fn look(
    page: String,
    interaction: Option<InteractionId>,
    #[server(default)] beside: Option<InteractionId>,
) -> Result<Vec<Looker>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.attention.look(&me, page, interaction, beside).await)
}

/// How requests sound for him from now on.
#[server(prefix = "/api", endpoint = "alerts.set", input = Json, output = JsonAnswer)]
pub async fn set_alerts(choice: AlertChoice) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.attention.set_alerts(&me, choice).await)
}

/// Colleagues whose name or login begins so.
#[server(prefix = "/api", endpoint = "colleagues", input = GetUrl, output = JsonAnswer)]
pub async fn find_colleagues(#[server(default)] typed: String) -> Result<Vec<Colleague>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    Ok(state.colleagues.find(&me, &typed))
}

/// His mentions in this interaction are read, or all of them.
#[server(prefix = "/api", endpoint = "mentions.read", input = Json, output = JsonAnswer)]
pub async fn read_mentions(interaction: Option<InteractionId>) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.colleagues.read_mentions(&me, interaction).await)
}

/// Contacts and interactions by name, number or id, as far as he may see them.
#[server(prefix = "/api", endpoint = "find", input = Json, output = JsonAnswer)]
pub async fn find(typed: String) -> Result<Found, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.finder.find(&me, &typed).await)
}
