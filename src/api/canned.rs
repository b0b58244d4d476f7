//! Canned answers. What somebody may see and keep of them depends on the answer, so the service decides.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    AccountId, AnswerId,
    canned::{Answer, AnswerBook, AnswerDraft},
};

/// What may be put into a conversation of `account`, in no order.
#[server(prefix = "/api", endpoint = "canned", input = GetUrl, output = JsonAnswer)]
pub async fn load_answers(account: AccountId) -> Result<Vec<Answer>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.canned.for_conversation(&me, account).await)
}

/// Everything one may see, to be kept and changed where one may.
#[server(prefix = "/api", endpoint = "canned.book", input = GetUrl, output = JsonAnswer)]
pub async fn load_answer_book() -> Result<AnswerBook, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.canned.book(&me).await)
}

/// Adds an answer, or changes one.
#[server(prefix = "/api", endpoint = "canned.save", input = Json, output = JsonAnswer)]
pub async fn save_answer(
    id: Option<AnswerId>,
    draft: AnswerDraft,
    #[server(default)] seen: Option<AnswerDraft>,
) -> Result<AnswerId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.canned.save(&me, id, draft, seen).await)
}

#[server(prefix = "/api", endpoint = "canned.remove", input = Json, output = JsonAnswer)]
pub async fn remove_answer(id: AnswerId) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.canned.remove(&me, id).await)
}
