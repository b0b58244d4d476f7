//! Ending sessions, putting them off and handing them over.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    InteractionId,
    disposition::{ClosingForm, Disposal},
    follow_up::FollowUp,
    offer::Claim,
    transfer::{Destination, Targets},
};

/// Dispositions to choose from, and whether one must be chosen.
#[server(prefix = "/api", endpoint = "closing", input = GetUrl, output = JsonAnswer)]
pub async fn load_closing(interaction: InteractionId) -> Result<ClosingForm, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.closing_form(&me, interaction).await)
}

/// Closes the session, with a disposition or without. Closing a closed one changes nothing.
#[server(prefix = "/api", endpoint = "close", input = Json, output = JsonAnswer)]
pub async fn close(interaction: InteractionId, #[server(default)] disposal: Option<Disposal>) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.close_with(&me, interaction, disposal).await)
}

/// Brings the session back at that time, or (`None`) not at all. Wrong fields: `later`, `reason`.
#[server(prefix = "/api", endpoint = "follow_up", input = Json, output = JsonAnswer)]
pub async fn set_follow_up(interaction: InteractionId, follow_up: Option<FollowUp>) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.follow_up(&me, interaction, follow_up).await)
}

/// Colleagues and queues a session can go to, and how they stand.
#[server(prefix = "/api", endpoint = "transfer.targets", input = GetUrl, output = JsonAnswer)]
pub async fn load_targets(interaction: InteractionId) -> Result<Targets, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.targets(&me, interaction).await)
}

/// Asks a colleague to take his session over, or puts it into a queue.
#[server(prefix = "/api", endpoint = "transfer", input = Json, output = JsonAnswer)]
pub async fn transfer(interaction: InteractionId, to: Destination, note: String) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.transfer(&me, interaction, to, note).await)
}

/// Keeps the session after all. Changes nothing when the colleague was faster.
#[server(prefix = "/api", endpoint = "transfer.cancel", input = Json, output = JsonAnswer)]
pub async fn cancel_transfer(interaction: InteractionId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.cancel_transfer(&me, interaction).await)
}

/// Becomes the owner of an open interaction, whoever has it.
#[server(prefix = "/api", endpoint = "take_over", input = Json, output = JsonAnswer)]
pub async fn take_over(interaction: InteractionId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.desktop.take_over(&me, interaction).await)
}

/// Gives an open interaction to an agent or to a queue; nobody is asked.
#[server(prefix = "/api", endpoint = "assign", input = Json, output = JsonAnswer)]
pub async fn assign(interaction: InteractionId, to: Destination) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Supervise).await?;
    web::told(state.desktop.assign(&me, interaction, to).await)
}

/// Takes the oldest waiting interaction of his queues.
#[server(prefix = "/api", endpoint = "pull", input = Json, output = JsonAnswer)]
pub async fn pull() -> Result<Claim, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.pull(&me).await)
}
