//! The tree of dispositions, for administrators.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    DispositionId,
    disposition::{Disposition, DispositionDraft},
};

/// In the order of the tree, archived ones too.
#[server(prefix = "/api", endpoint = "dispositions", input = GetUrl, output = JsonAnswer)]
pub async fn load_dispositions() -> Result<Vec<Disposition>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    web::told(state.dispositions.list().await)
}

/// Adds one below `draft.parent`, or renames one and changes where it is offered.
#[server(prefix = "/api", endpoint = "disposition.save", input = Json, output = JsonAnswer)]
pub async fn save_disposition(
    id: Option<DispositionId>,
    draft: DispositionDraft,
    #[server(default)] seen: Option<DispositionDraft>,
) -> Result<DispositionId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.dispositions.save(&me, id, draft, seen).await)
}

/// One place up (-1) or down (+1) among its siblings.
#[server(prefix = "/api", endpoint = "disposition.move", input = Json, output = JsonAnswer)]
pub async fn move_disposition(id: DispositionId, by: i64) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.dispositions.shift(&me, id, by).await)
}

/// Offered no more, or again.
#[server(prefix = "/api", endpoint = "disposition.archive", input = Json, output = JsonAnswer)]
pub async fn archive_disposition(id: DispositionId, archived: bool) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.dispositions.archive(&me, id, archived).await)
}
