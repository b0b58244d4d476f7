//! What every page render finds in its context, and the policy its page is sent with.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use leptos::{nonce::use_nonce, prelude::*, server_fn::error::SERVER_FN_ERROR_HEADER};
use leptos_axum::ResponseOptions;

use crate::{
    api::AppError,
    domain::{language::Language, user::Me},
    server::{
        state::AppState,
        store::Cursor,
        web::{self, Caller},
    },
    ui::{
        frame::{Beginning, Preloaded, named_in},
        shell,
    },
};

const SIGN_IN: &str = "/sign-in";
/// Bytes of an error, as it is told.
const LONGEST_ERROR: usize = 64 * 1024;

/// A page. What it begins with is read before anything is rendered, so a stranger is sent away at once and the frame has
/// nothing to wait for.
pub async fn render(State(state): State<AppState>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let mut language = web::language(&parts, None);
    let is_known = parts.headers.contains_key(header::COOKIE);
    let preloaded = if path == SIGN_IN {
        None
    } else {
        // Strangers bring no cookie, and wait for nothing.
        let cursor = async {
            match is_known {
                true => web::told(state.desktop.cursor().await),
                false => Ok(Cursor::default()),
            }
        };
        let (caller, cursor) = tokio::join!(Caller::from_request_parts(&mut parts, &state), cursor);
        let beginning = match caller {
            Ok(Caller { me: Some(me), .. }) => {
                language = web::language(&parts, Some(&me));
                match cursor {
                    Ok(cursor) => begin(&state, cursor, &me, &parts.uri).await,
                    Err(error) => Err(error),
                }
            }
            Ok(Caller { me: None, .. }) => return (StatusCode::FOUND, [(header::LOCATION, SIGN_IN)]).into_response(),
            Err(_) => Err(AppError::Unavailable),
        };
        Some(Preloaded(Arc::new(beginning)))
    };
    let common = context(&state, &path, language);
    let context = move || {
        provide_context(state.clone());
        common();
        let Some(preloaded) = preloaded.clone() else { return };
        if preloaded.0.is_err() {
            expect_context::<ResponseOptions>().set_status(StatusCode::SERVICE_UNAVAILABLE);
        }
        provide_context(preloaded);
    };
    leptos_axum::render_app_async_with_context(context, shell)(Request::from_parts(parts, body)).await
}

async fn begin(state: &AppState, cursor: Cursor, me: &Me, address: &Uri) -> Result<Beginning, AppError> {
    let query = url::form_urlencoded::parse(address.query().unwrap_or_default().as_bytes());
    let before = query.into_iter().find(|(key, _)| key == "before").map(|(_, value)| value);
    let named = named_in(address.path(), before.as_deref());
    let (desktop, conversation) = web::told(state.desktop.begin(cursor, me, named).await)?;
    let first = named.zip(conversation).map(|((_, stretch), conversation)| (stretch, web::told(conversation)));
    Ok(Beginning { desktop, first })
}

/// A call of the browser's half.
pub async fn server_function(State(state): State<AppState>, request: Request<Body>) -> Response {
    let context = move || provide_context(state.clone());
    let answer = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    let failed = answer.status() == StatusCode::INTERNAL_SERVER_ERROR;
    if failed && answer.headers().contains_key(SERVER_FN_ERROR_HEADER) { with_its_status(answer).await } else { answer }
}

/// What can't be read never reaches a function, which would give its error the status.
async fn with_its_status(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LONGEST_ERROR).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if let Ok(error) = serde_json::from_slice::<AppError>(&body) {
        parts.status = web::status(&error);
    }
    Response::from_parts(parts, Body::from(body))
}

/// Prepares the render of the page at `path` in this language: the files to link and the content security policy with this page's nonce.
pub fn context(state: &AppState, path: &str, language: Language) -> impl Fn() + Clone + Send + Sync + 'static + use<> {
    let links = state.assets.page_files().map(|files| files.at(path, language));
    move || {
        provide_context(language);
        if let Some(links) = links.clone() {
            provide_context(links);
        }
        let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
        let policy = policy(&nonce);
        let policy = HeaderValue::from_str(&policy).expect("a nonce is base64, which a header may carry");
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Scripts run only by nonce, whether files or the ones Leptos writes into the page to hand over data; modules they
/// import inherit it. `wasm-unsafe-eval` lets WASM compile and nothing else.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'wasm-unsafe-eval'; img-src 'self' data: blob:; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}
