//! Pictures and files of a conversation. They are shown and uploaded at addresses of their own, `/media/…`.

use leptos::{prelude::*, server_fn::codec::Json};

use super::{AppError, wire::JsonAnswer};
use crate::domain::MediaId;

/// Has something fetched again that could not be fetched. `NotFound` unless he may see it.
#[server(prefix = "/api", endpoint = "media.retry", input = Json, output = JsonAnswer)]
pub async fn retry_media(media: MediaId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.media.fetch_again(&me, media).await)
}

/// Throws away what he uploaded and has not sent. Nothing happens when it is gone.
#[server(prefix = "/api", endpoint = "media.discard", input = Json, output = JsonAnswer)]
pub async fn discard_media(media: MediaId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.media.discard(&me, media).await)
}
