//! The document around every page, and which page stands at which address.

use std::{collections::HashMap, iter};

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
    pages::{PAGES, Page, part_at},
    part::Part,
    widgets::{NoticeRegion, Notices, Sprite},
    words::{part_of, use_words},
};
use crate::domain::language::Language;

/// Addresses of the files that pages load; their names change with their content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFiles {
    pub style: String,
    /// Of the part `pages`.
    pub pages_style: String,
    pub boot: String,
    /// What the boot script imports.
    pub scripts: Vec<String>,
    pub wasm: String,
    /// The further WASM of each part.
    pub parts: HashMap<String, Vec<String>>,
}

impl PageFiles {
    /// Names the build: the boot script's name changes with whatever it starts.
    pub fn build(&self) -> &str {
        &self.boot
    }

    /// What the page at `path` links in this language.
    pub fn at(&self, path: &str, language: Language) -> PageLinks {
        let part = part_at(path).map(Part::name);
        let parts = [part, part_of(language)];
        let pieces = parts.into_iter().flatten().filter_map(|part| self.parts.get(part)).flatten();
        PageLinks {
            style: self.style.clone(),
            pages_style: self.pages_style.clone(),
            pages_rel: if part == Some(PAGES.name()) { "stylesheet" } else { "later" },
            boot: self.boot.clone(),
            scripts: self.scripts.clone(),
            modules: iter::once(&self.wasm).chain(pieces).cloned().collect(),
        }
    }
}

/// The files of one page. The server puts them into the context of its render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLinks {
    style: String,
    pages_style: String,
    pages_rel: &'static str,
    boot: String,
    scripts: Vec<String>,
    modules: Vec<String>,
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
                {use_context::<PageLinks>().map(links)}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Styles first, those of the pages beside the desktop as far as this is one; else a relation that no browser knows keeps their
/// address for the loader. Scripts and WASM are fetched side by side while the page is still being read. The boot script is a
/// module and so waits for the end of the page.
fn links(files: PageLinks) -> impl IntoView {
    let nonce = use_nonce();
    let scripts = files.scripts.into_iter().map(|script| {
        view! { <link rel="modulepreload" href=script nonce=nonce.clone() /> }
    });
    let scripts = scripts.collect_view();
    let modules = files.modules.into_iter().map(|module| {
        view! { <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous" /> }
    });
    view! {
        <link rel="stylesheet" href=files.style />
        <link id="pages-style" rel=files.pages_rel r#as="style" href=files.pages_style />
        {scripts}
        {modules.collect_view()}
        <script type="module" src=files.boot nonce=nonce></script>
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
                    <Route path=path!("interactions") view=Page::Interactions />
                    <Route path=path!("contacts") view=Page::Contacts />
                    <Route path=path!("contacts/:id") view=Page::Contact />
                    <Route path=path!("simulator") view=Page::Simulator />
                </ParentRoute>
                <Route path=path!("sign-in") view=Page::SignIn ssr=SsrMode::Async />
            </Routes>
        </Router>
        <NoticeRegion />
    }
}
