//! Pages and files, as far as headers go; what people see of them is for the browser tests in `end2end/`.

use std::collections::HashMap;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, Response, StatusCode, header},
};
use smsdesk::server::{clock::Clock, config::Config, router::router, state::AppState};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// What may be downloaded before the desktop works: bytes of brotli over all files.
const FIRST_DOWNLOAD: usize = 430_000;

async fn app() -> Router {
    let data = tempfile::tempdir().unwrap();
    let config = Config {
        listen: "127.0.0.1:1".parse().unwrap(),
        database_url: None,
        data: data.keep(),
        public_url: None,
        key: None,
        trust_proxy: false,
    };
    let _ = rustls::crypto::ring::default_provider().install_default();
    router(AppState::open(config, Clock::System, CancellationToken::new()).await.unwrap())
}

async fn get(app: &Router, path: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

async fn text(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn field<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

/// The address of the first file with this ending that the start page links.
async fn linked_file(app: &Router, ending: &str) -> String {
    let page = text(get(app, "/sign-in", &[]).await).await;
    let mut links = page.split('"').filter(|part| part.starts_with("/pkg/") && part.ends_with(ending));
    links.next().expect("the page links its files: run `make site` before the tests").to_owned()
}

#[tokio::test]
async fn a_page_is_never_stored_and_runs_only_its_own_scripts() {
    let app = app().await;
    let response = get(&app, "/sign-in", &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers().clone();
    assert_eq!(field(&headers, "cache-control"), "no-store");
    assert_eq!(field(&headers, "x-content-type-options"), "nosniff");
    let policy = field(&headers, "content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");

    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    let page = text(response).await;
    let scripts = page.matches("<script").count();
    assert!(scripts > 0);
    // Each script and the two preloaded ones carry this page's nonce.
    assert_eq!(page.matches(&format!("nonce=\"{nonce}\"")).count(), scripts + 2);
}

#[tokio::test]
async fn two_pages_have_two_nonces() {
    let app = app().await;
    let (first, second) = (get(&app, "/sign-in", &[]).await, get(&app, "/sign-in", &[]).await);
    let policy = header::CONTENT_SECURITY_POLICY;
    assert_ne!(first.headers().get(&policy), second.headers().get(&policy));
}

#[tokio::test]
async fn a_hashed_file_is_kept_for_ever_and_comes_compressed() {
    let app = app().await;
    let path = linked_file(&app, ".wasm").await;
    for (accepted, coding) in [("gzip, br", "br"), ("gzip", "gzip"), ("identity", "")] {
        let response = get(&app, &path, &[("accept-encoding", accepted)]).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(field(response.headers(), "content-encoding"), coding);
        assert_eq!(field(response.headers(), "content-type"), "application/wasm");
        assert_eq!(field(response.headers(), "cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(field(response.headers(), "vary"), "accept-encoding");
    }
}

/// As browsers ask: brotli would take longer than the page itself.
#[tokio::test]
async fn a_page_is_compressed_in_the_quickest_way_the_browser_knows() {
    let app = app().await;
    for (accepted, coding) in [("gzip, deflate, br, zstd", "zstd"), ("gzip, deflate, br", "br"), ("identity", "")] {
        let response = get(&app, "/sign-in", &[("accept-encoding", accepted)]).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(field(response.headers(), "content-encoding"), coding);
    }
}

/// `manifest.json`, as far as these tests ask.
#[derive(serde::Deserialize)]
struct Manifest {
    small: bool,
    first: Vec<String>,
    parts: HashMap<String, Vec<String>>,
    sizes: HashMap<String, Size>,
}

#[derive(serde::Deserialize)]
struct Size {
    brotli: usize,
}

fn manifest() -> Manifest {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/target/site/manifest.json");
    let text = std::fs::read_to_string(file).expect("run `make site` before the tests");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn what_every_agent_downloads_first_fits_its_budget() {
    let manifest = manifest();
    if !manifest.small {
        eprintln!("this site was built quickly, not small: its size says nothing");
        return;
    }
    let first: usize = manifest.first.iter().map(|name| manifest.sizes[name].brotli).sum();
    assert!(first <= FIRST_DOWNLOAD, "{first} bytes of brotli before the desktop works, {FIRST_DOWNLOAD} are allowed");
}

#[tokio::test]
async fn a_page_links_what_its_part_and_its_language_need_and_nothing_of_others() {
    let app = app().await;
    let manifest = manifest();
    // A stranger is sent away from the administration, but not from an address under it that leads nowhere.
    for (path, part) in [("/nowhere", None), ("/sign-in", Some("sign_in")), ("/admin/nowhere", Some("pages"))] {
        for (language, words) in [("en", None), ("it", Some("italian"))] {
            let page = text(get(&app, path, &[("accept", "text/html"), ("accept-language", language)]).await).await;
            let pieces = part.into_iter().chain(words).flat_map(|part| &manifest.parts[part]);
            let mut linked: Vec<&str> =
                page.split("\"/pkg/").skip(1).filter_map(|link| link.split('"').next()).collect();
            linked.retain(|name| name.ends_with(".wasm"));
            let first = manifest.first.iter().filter(|name| name.ends_with(".wasm"));
            assert_eq!(linked, first.chain(pieces).collect::<Vec<_>>(), "{path} in {language}");
        }
    }
}

#[tokio::test]
async fn the_pieces_of_every_part_are_kept_for_ever_and_come_compressed() {
    let app = app().await;
    for piece in manifest().parts.values().flatten() {
        let response = get(&app, &format!("/pkg/{piece}"), &[("accept-encoding", "br")]).await;
        assert_eq!(response.status(), StatusCode::OK, "{piece}");
        assert_eq!(field(response.headers(), "content-encoding"), "br");
        assert_eq!(field(response.headers(), "content-type"), "application/wasm");
        assert_eq!(field(response.headers(), "cache-control"), "public, max-age=31536000, immutable");
    }
}

#[tokio::test]
async fn a_file_the_browser_holds_is_not_sent_again() {
    let app = app().await;
    let path = linked_file(&app, ".css").await;
    let first = get(&app, &path, &[("accept-encoding", "br")]).await;
    let tag = field(first.headers(), "etag").to_owned();

    let again = get(&app, &path, &[("accept-encoding", "br"), ("if-none-match", &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(field(again.headers(), "etag"), tag);

    // The tag belongs to the compressed bytes; whoever wants the plain ones holds something else.
    let plain = get(&app, &path, &[("if-none-match", &tag)]).await;
    assert_eq!(plain.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_missing_file_is_not_remembered() {
    let app = app().await;
    let response = get(&app, "/pkg/smsdesk.0000000000000000.js", &[("accept", "*/*")]).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert_eq!(field(response.headers(), "cache-control"), "no-store");
    assert_eq!(text(response).await, "not found\n");
}

#[tokio::test]
async fn people_get_a_page_for_an_address_that_leads_nowhere() {
    let app = app().await;
    let response = get(&app, "/nowhere", &[("accept", "text/html")]).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    assert!(text(response).await.contains("There is nothing here"));
}

#[tokio::test]
async fn another_site_can_not_post_for_a_user() {
    let request =
        |site: &str| Request::post("/api/anything").header("sec-fetch-site", site).body(Body::empty()).unwrap();
    let foreign = app().await.oneshot(request("cross-site")).await.unwrap();
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    let own = app().await.oneshot(request("same-origin")).await.unwrap();
    assert_eq!(own.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_process_says_that_it_is_alive() {
    let app = app().await;
    let response = get(&app, "/healthz", &[]).await;
    assert_eq!((response.status(), text(response).await.as_str()), (StatusCode::OK, "ok\n"));
}
