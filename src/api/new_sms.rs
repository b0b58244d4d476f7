//! Writing first, and writing later.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    AccountId, InteractionId, MessageId, Timestamp,
    message::Message,
    new_sms::{Hit, Later, NewSms, Recipient, Started},
    offer::Claim,
    quiet::Outlook,
};

/// What is known of a recipient as he is typed; a wrong number is an answer.
#[server(prefix = "/api", endpoint = "new_sms.recipient", input = Json, output = JsonAnswer)]
pub async fn check_recipient(account: AccountId, typed: String) -> Result<Recipient, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.first_words.recipient(&me, account, &typed).await)
}

/// Contacts whose name or number begins or ends as typed.
#[server(prefix = "/api", endpoint = "new_sms.search", input = Json, output = JsonAnswer)]
pub async fn search_recipients(account: AccountId, typed: String) -> Result<Vec<Hit>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.first_words.search(&me, account, &typed).await)
}

/// Sends a first message. The same `compose_key` again answers the same conversation and sends nothing.
#[server(prefix = "/api", endpoint = "new_sms.start", input = Json, output = JsonAnswer)]
pub async fn start(new: NewSms) -> Result<Started, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.first_words.start(&me, new).await)
}

/// Takes a conversation that waits in a queue of his. Losing is an answer, not an error.
#[server(prefix = "/api", endpoint = "new_sms.take", input = Json, output = JsonAnswer)]
pub async fn take(interaction: InteractionId) -> Result<Claim, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.first_words.take(&me, interaction).await)
}

/// When the customer of a conversation can be written to, and what time it is there.
#[server(prefix = "/api", endpoint = "outlook", input = GetUrl, output = JsonAnswer)]
pub async fn load_outlook(interaction: InteractionId) -> Result<Outlook, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.first_words.outlook(&me, interaction).await)
}

/// A date and time in a zone (`2026-11-27T09:00`) as a point in time.
#[server(prefix = "/api", endpoint = "time.read", input = Json, output = JsonAnswer)]
pub async fn read_time(zone: String, local: String) -> Result<Timestamp, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Converse).await?;
    web::told(state.first_words.read_time(&zone, &local))
}

/// A reply that leaves later, or although something stands in its way (`despite` says why; needs the right).
#[server(prefix = "/api", endpoint = "reply.as", input = Json, output = JsonAnswer)]
pub async fn reply_as(
    interaction: InteractionId,
    text: String,
    compose_key: String,
    later: Option<Later>,
    despite: Option<String>,
) -> Result<Message, AppError> {
    use crate::server::web::{self, Manner, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(
        state.desktop.reply_as(&me, interaction, text, compose_key, Manner { later, despite, media: Vec::new() }).await,
    )
}

/// Changes what is scheduled.
#[server(prefix = "/api", endpoint = "scheduled.change", input = Json, output = JsonAnswer)]
pub async fn change_scheduled(message: MessageId, text: String, later: Later) -> Result<Message, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.scheduled.change(&me, message, text, later).await)
}

#[server(prefix = "/api", endpoint = "scheduled.cancel", input = Json, output = JsonAnswer)]
pub async fn cancel_scheduled(message: MessageId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.scheduled.cancel(&me, message).await)
}

/// Takes back all that is scheduled in a conversation.
#[server(prefix = "/api", endpoint = "scheduled.cancel_all", input = Json, output = JsonAnswer)]
pub async fn cancel_all_scheduled(interaction: InteractionId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.scheduled.cancel_all(&me, interaction).await)
}

/// Sends at once what was scheduled.
#[server(prefix = "/api", endpoint = "scheduled.send", input = Json, output = JsonAnswer)]
pub async fn send_scheduled_now(message: MessageId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.scheduled.send_now(&me, message).await)
}
