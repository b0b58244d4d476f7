//! What an agent does all day.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    InteractionId, MediaId, MessageId, OfferId,
    desktop::Desktop,
    draft::Draft,
    interaction::{Conversation, PastSessions, Stretch},
    message::{DeliveryStep, Message},
    offer::Claim,
    presence::Availability,
};

/// Everything the desktop shows at first.
#[server(prefix = "/api", endpoint = "desktop", input = GetUrl, output = JsonAnswer)]
pub async fn load_desktop() -> Result<Desktop, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.snapshot(&me).await)
}

/// A stretch of an interaction's messages. `NotFound` unless he may read it.
#[server(prefix = "/api", endpoint = "conversation", input = GetUrl, output = JsonAnswer)]
pub async fn load_conversation(
    interaction: InteractionId,
    #[server(default)] stretch: Stretch,
) -> Result<Conversation, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.conversation(&me, interaction, stretch).await)
}

/// Earlier sessions of the same peer and account: those before `before`, which is the interaction itself or one of them.
#[server(prefix = "/api", endpoint = "past_sessions", input = GetUrl, output = JsonAnswer)]
pub async fn load_past_sessions(interaction: InteractionId, before: InteractionId) -> Result<PastSessions, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.past_sessions(&me, interaction, before).await)
}

/// Keeps what he has begun to write; the answer is what is kept now, which is newer when he typed elsewhere.
#[server(prefix = "/api", endpoint = "draft.save", input = Json, output = JsonAnswer)]
pub async fn save_draft(draft: Draft) -> Result<Draft, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.save_draft(&me, draft).await)
}

/// Accepts an offer of his. Losing is an answer, not an error.
#[server(prefix = "/api", endpoint = "offer.accept", input = Json, output = JsonAnswer)]
pub async fn accept(offer: OfferId) -> Result<Claim, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.routing.accept(&me, offer).await)
}

/// Rejects an offer of his; the interaction goes on to a colleague. A second click changes nothing.
#[server(prefix = "/api", endpoint = "offer.reject", input = Json, output = JsonAnswer)]
pub async fn reject(offer: OfferId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.routing.reject(&me, offer).await)
}

/// Sends a text to the customer, with what was uploaded for it. The same `compose_key` again answers the same message and sends nothing.
#[server(prefix = "/api", endpoint = "reply", input = Json, output = JsonAnswer)]
pub async fn reply(
    interaction: InteractionId,
    text: String,
    #[server(default)] media: Vec<MediaId>,
    compose_key: String,
) -> Result<Message, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.reply_with(&me, interaction, text, media, compose_key).await)
}

/// Writes a note for colleagues. Never leaves the house.
#[server(prefix = "/api", endpoint = "note", input = Json, output = JsonAnswer)]
pub async fn note(interaction: InteractionId, text: String, compose_key: String) -> Result<Message, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.note(&me, interaction, text, compose_key).await)
}

/// The owner has seen everything so far.
#[server(prefix = "/api", endpoint = "seen", input = Json, output = JsonAnswer)]
pub async fn seen(interaction: InteractionId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.seen(&me, interaction).await)
}

/// Sends a failed message again, as a new attempt under the same message.
#[server(prefix = "/api", endpoint = "resend", input = Json, output = JsonAnswer)]
pub async fn resend(message: MessageId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.resend(&me, message).await)
}

/// Each step of a message's way.
#[server(prefix = "/api", endpoint = "delivery_story", input = GetUrl, output = JsonAnswer)]
pub async fn delivery_story(message: MessageId) -> Result<Vec<DeliveryStep>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.desktop.delivery_story(&me, message).await)
}

/// Online, paused with a reason, or offline.
#[server(prefix = "/api", endpoint = "presence.set", input = Json, output = JsonAnswer)]
pub async fn set_presence(availability: Availability, reason: Option<String>) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.routing.set_presence(&me, availability, reason).await)
}
