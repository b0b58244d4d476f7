//! Providers call here. Nothing but passing on: the bytes go in as they came, and the provider's own answer goes out.

use axum::{
    body::Bytes,
    extract::{OriginalUri, Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode},
    response::{IntoResponse, Response},
};

use crate::server::{
    failure::Failure,
    inbox::Answer,
    providers::{Hook, HttpResponse, RawWebhook},
    state::AppState,
    store::StoreError,
};

/// Texts and receipts are small; anything larger is not a provider's.
pub const LONGEST_BODY: usize = 256 * 1024;

pub async fn inbound(
    state: State<AppState>,
    token: Path<String>,
    method: Method,
    uri: OriginalUri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    take(state, token, Hook::Inbound, method, uri, headers, body).await
}

pub async fn status(
    state: State<AppState>,
    token: Path<String>,
    method: Method,
    uri: OriginalUri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    take(state, token, Hook::Status, method, uri, headers, body).await
}

async fn take(
    State(state): State<AppState>,
    Path(token): Path<String>,
    hook: Hook,
    method: Method,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let path_and_query = uri.path_and_query().map_or("/", |path| path.as_str());
    let raw = RawWebhook {
        hook,
        method: method.as_str().to_owned(),
        url: state.inbox.public_url(&token, path_and_query),
        headers: headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body: Vec::new(),
    };
    // Refusals have no body of their own: a provider may pass on what it reads here to the customer.
    let taken = match body {
        Ok(body) => state.inbox.take(&token, RawWebhook { body: body.to_vec(), ..raw }).await,
        Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            state.inbox.refuse_too_large(&token, raw).await
        }
        Err(broken) => return broken.status().into_response(),
    };
    match taken {
        Ok(Answer::Taken(answer)) => respond(answer),
        Ok(Answer::Forbidden) => StatusCode::FORBIDDEN.into_response(),
        Ok(Answer::Unknown) => StatusCode::NOT_FOUND.into_response(),
        Ok(Answer::Unreadable) => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Ok(Answer::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(error) => {
            // When there is no room for more, the inbox says so once for many.
            if !matches!(error, Failure::Store(StoreError::Busy)) {
                tracing::error!(%error, "a call could not be stored");
            }
            // Not stored, so not acknowledged: the provider will come back.
            (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "2")]).into_response()
        }
    }
}

/// A provider's answer as a response.
pub fn respond(answer: HttpResponse) -> Response {
    let mut response = Response::new(answer.body.into());
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
