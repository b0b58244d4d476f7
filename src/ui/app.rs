//! The document around every page, and which page stands at which address.

use std::sync::Arc;

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{Html, MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use super::{
    admin::{AdminRoutes, OwnAnswerRoutes},
    clock::Clock,
    desktop::DesktopPage,
    frame::SignedIn,
    not_found::NotFound,
    sign_in::SignInPage,
    simulator::SimulatorPage,
    widgets::{NoticeRegion, Notices, Sprite},
    words::use_words,
};

/// Addresses of the files every page loads. The server puts it into the context of a render; their names change with
/// their content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFiles {
    style: Arc<str>,
    boot: Arc<str>,
    script: Arc<str>,
    wasm: Arc<str>,
}

impl PageFiles {
    pub fn new(
        style: impl Into<Arc<str>>,
        boot: impl Into<Arc<str>>,
        script: impl Into<Arc<str>>,
        wasm: impl Into<Arc<str>>,
    ) -> Self {
        PageFiles { style: style.into(), boot: boot.into(), script: script.into(), wasm: wasm.into() }
    }

    /// Names the build: the boot script's name changes with whatever it starts.
    pub fn build(&self) -> &str {
        &self.boot
    }
}

/// The whole HTML document. Rendered on the server only; the browser hydrates `App` inside its body.
pub fn shell() -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html dir="ltr">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
                <meta name="color-scheme" content="light dark" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                {use_context::<PageFiles>().map(links)}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Style first; script and WASM are fetched side by side while the page is still being read. The boot script is a
/// module and so waits for the end of the page.
fn links(files: PageFiles) -> impl IntoView {
    let nonce = use_nonce();
    view! {
        <link rel="stylesheet" href=files.style.to_string() />
        <link rel="modulepreload" href=files.script.to_string() nonce=nonce.clone() />
        <link rel="preload" href=files.wasm.to_string() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" src=files.boot.to_string() nonce=nonce></script>
    }
}

/// All screens. Every page waits for its data on the server, so it is complete without script.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Clock::provide();
    Notices::provide();
    let words = use_words();

    // Effects run in the browser only, after hydration: tests and scripts can wait for this mark.
    Effect::new(|| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-hydrated", "");
        }
    });

    view! {
        <Html {..} lang=words.common.lang />
        <Sprite />
        <Router>
            <Routes fallback=NotFound>
                <ParentRoute path=path!("") view=SignedIn ssr=SsrMode::Async>
                    <ParentRoute path=path!("") view=DesktopPage>
                        <Route path=path!("") view=|| () />
                        <Route path=path!("s/:id") view=|| () />
                    </ParentRoute>
                    <AdminRoutes />
                    <OwnAnswerRoutes />
                    <Route path=path!("simulator") view=SimulatorPage />
                </ParentRoute>
                <Route path=path!("sign-in") view=SignInPage ssr=SsrMode::Async />
            </Routes>
        </Router>
        <NoticeRegion />
    }
}
