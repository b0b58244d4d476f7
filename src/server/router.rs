//! Every address the server answers, and the layers each request passes.

use std::{borrow::Cow, sync::LazyLock, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, FromRequestParts, Request, State},
    http::{StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodFilter, any, get, on, post},
};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{AxumRouteListing, ErrorHandler, LeptosRoutes, generate_route_list};
use tower::{ServiceBuilder, ServiceExt};
use tower_http::{
    catch_panic::CatchPanicLayer,
    classify::ServerErrorsFailureClass,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate},
    },
    csrf::CsrfLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    timeout::TimeoutLayer,
    trace::TraceLayer,
};

use super::{
    http::{encoding, headers, health, live, media, page, sandbox, webhooks},
    state::AppState,
    web::{self, Caller},
};
use crate::ui::{App, shell};

/// The addresses of pages. Found once: while they are looked for no page of this process loads anything, and one that begins
/// just then, as tests with a house each make it, would wait for ever.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// Until the head of an answer; bodies such as event streams may take as long as they like.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

pub fn router(state: AppState) -> Router {
    let layers = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(failed))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(middleware::from_fn(headers::secure))
        .layer(CatchPanicLayer::new());
    // The site's own files come compressed and pass through.
    let compression = CompressionLayer::new().compress_when(DefaultPredicate::new().and(encoding::may_compress));

    // No browser calls here and no cookie counts: a call is genuine by its signature, whatever site it names as its origin,
    // and whatever is wrong with it stands in the journal.
    let hooks = Router::new()
        .route("/hooks/{token}/inbound", any(webhooks::inbound))
        .route("/hooks/{token}/status", any(webhooks::status))
        .layer(DefaultBodyLimit::max(webhooks::LONGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN));

    // An event stream stays open for a day: what could compress it, and never does, would take 6 KiB of memory for each.
    let streams = Router::new()
        .route("/live", get(live::stream))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN));

    // A file may take as long as it moves; who reads it keeps the time.
    let uploads = Router::new()
        .route("/media/upload", post(media::upload))
        .route("/sandbox/media", post(sandbox::upload))
        .layer(DefaultBodyLimit::disable());

    Router::new()
        .route("/media/{id}", get(media::show))
        .route("/m/{token}", get(media::lend))
        .route("/sandbox/media/{token}", get(sandbox::media))
        .route("/sandbox/messages", get(sandbox::probe).post(sandbox::send))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .merge(server_functions())
        .leptos_routes_with_handler(PAGES.clone(), page::render)
        .fallback(file_or_not_found)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .merge(uploads)
        .layer(compression)
        .merge(streams)
        .layer(CsrfLayer::new())
        .merge(hooks)
        .layer(layers)
        .with_state(state)
}

/// What the browser's half calls, each at its own address.
fn server_functions() -> Router<AppState> {
    server_fn_paths().fold(Router::new(), |router, (path, method)| {
        let by = MethodFilter::try_from(method).expect("server functions are called by GET or POST");
        router.route(path, on(by, page::server_function))
    })
}

/// The path without its query: a query may hold what people searched for.
fn span(request: &Request<Body>) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = %guarded(request.uri().path()), id)
}

/// A path without what can't be guessed: whoever reads the log must not be able to call as a provider, or fetch a file.
fn guarded(path: &str) -> Cow<'_, str> {
    const BEFORE_TOKENS: [&str; 3] = ["/hooks/", "/m/", "/sandbox/media/"];
    let split = BEFORE_TOKENS.iter().find_map(|before| Some((before, path.strip_prefix(before)?)));
    let Some((before, rest)) = split else { return path.into() };
    let after = rest.find('/').map_or("", |at| &rest[at..]);
    format!("{before}…{after}").into()
}

/// Whoever finds no room is told so at once and comes back: that is no fault, and a line for each would be too many.
fn failed(what: ServerErrorsFailureClass, after: Duration, _: &tracing::Span) {
    match what {
        ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) if after < ANSWER_WITHIN => {}
        what => tracing::error!(%what, milliseconds = after.as_millis(), "response failed"),
    }
}

/// A file of the site, else "not found": as a page for people, as a line for programs.
async fn file_or_not_found(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if let Some(file) = state.assets.serve(path, request.method(), request.headers()) {
        return file;
    }
    let wants_page = request.method() == axum::http::Method::GET
        && request
            .headers()
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|accepted| accepted.contains("text/html"));
    if !wants_page {
        return (StatusCode::NOT_FOUND, "not found\n").into_response();
    }
    let (mut parts, body) = request.into_parts();
    let me = Caller::from_request_parts(&mut parts, &state).await.ok().and_then(|caller| caller.me);
    let language = web::language(&parts, me.as_ref());
    let context = page::context(&state, parts.uri.path(), language);
    let request = Request::from_parts(parts, body);
    match ErrorHandler::new_with_context(context, |_| shell(), state.leptos.clone()).oneshot(request).await {
        Ok(page) => page.into_response(),
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_logged_without_what_can_not_be_guessed() {
        for (path, logged) in [
            ("/hooks/s3cret/inbound", "/hooks/…/inbound"),
            ("/hooks/s3cret", "/hooks/…"),
            ("/m/s3cret", "/m/…"),
            ("/sandbox/media/s3cret", "/sandbox/media/…"),
            ("/media/7", "/media/7"),
            ("/sandbox/messages", "/sandbox/messages"),
            ("/s/12", "/s/12"),
        ] {
            assert_eq!(guarded(path), logged);
        }
    }
}
