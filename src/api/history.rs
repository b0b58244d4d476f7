//! The list of interactions, and what is done to several of them at once.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    AccountId, InteractionId, UserId,
    disposition::{ClosingForm, Disposal},
    history::{HistoryChoices, HistoryPage, HistoryRow, Outcome, Place, Status},
    transfer::{Destination, Targets},
};

/// Interactions that fit, newest activity first; those that stand after `before`.
#[server(prefix = "/api", endpoint = "history", input = GetUrl, output = JsonAnswer)]
pub async fn load_history(
    #[server(default)] status: Status,
    #[server(default)] account: Option<AccountId>,
    #[server(default)] agent: Option<UserId>,
    #[server(default)] owner: Option<UserId>,
    #[server(default)] before: Option<Place>,
) -> Result<HistoryPage, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.history.list(&me, &crate::domain::history::Filter { status, account, agent, owner }, before).await)
}

/// These rows as they are now.
#[server(prefix = "/api", endpoint = "history.rows", input = Json, output = JsonAnswer)]
pub async fn load_rows(interactions: Vec<InteractionId>) -> Result<Vec<HistoryRow>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.history.rows(&me, &interactions).await)
}

/// Accounts and people the list can be narrowed by.
#[server(prefix = "/api", endpoint = "history.choices", input = GetUrl, output = JsonAnswer)]
pub async fn load_choices() -> Result<HistoryChoices, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.history.choices(&me))
}

/// Dispositions that are offered for all of these, and whether one must be chosen.
#[server(prefix = "/api", endpoint = "history.closing", input = Json, output = JsonAnswer)]
pub async fn load_closing_of_all(interactions: Vec<InteractionId>) -> Result<ClosingForm, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.history.closing_form(&me, &interactions).await)
}

/// Closes each of these, with a disposition or without.
#[server(prefix = "/api", endpoint = "history.close", input = Json, output = JsonAnswer)]
pub async fn close_all(
    interactions: Vec<InteractionId>,
    #[server(default)] disposal: Option<Disposal>,
) -> Result<Outcome, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.history.close(&me, &interactions, disposal).await)
}

/// Colleagues and queues they can go to, and how they stand.
#[server(prefix = "/api", endpoint = "history.targets", input = GetUrl, output = JsonAnswer)]
pub async fn load_all_targets() -> Result<Targets, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.history.targets(&me).await)
}

/// Gives each of these to an agent or to a queue; nobody is asked.
#[server(prefix = "/api", endpoint = "history.assign", input = Json, output = JsonAnswer)]
pub async fn assign_all(interactions: Vec<InteractionId>, to: Destination) -> Result<Outcome, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.history.assign(&me, &interactions, to).await)
}
