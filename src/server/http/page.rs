//! What every page render finds in its context, and the policy its page is sent with.

use axum::http::{HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

use crate::server::state::AppState;

/// Prepares one render: the files to link and the content security policy with this page's nonce.
///
/// Also runs before server functions, which have no nonce and keep the policy of all other answers.
pub fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let page_files = state.assets.page_files().cloned();
    move || {
        if let Some(page_files) = page_files.clone() {
            provide_context(page_files);
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
