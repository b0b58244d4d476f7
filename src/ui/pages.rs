//! Every page beside the desktop: parts that are downloaded when somebody first goes there.

use leptos::{
    prelude::*,
    wasm_split::{self, SplitLoaderError},
};
use leptos_router::ChooseView;

use super::{
    admin::AdminPage,
    contacts::{ContactPage, ContactsPage},
    history::InteractionsPage,
    part::Part,
    sign_in::SignInPage,
    simulator::SimulatorPage,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    SignIn,
    Interactions,
    Contacts,
    Contact,
    Simulator,
    Admin(AdminPage),
}

/// Whoever signs in waits for nothing else; whoever is signed in never needs it.
static SIGN_IN: Part<Page> = Part::new("sign_in", || Box::pin(open_sign_in()));

pub static PAGES: Part<Page> = Part::new("pages", || Box::pin(open_pages()));

// Here the build cuts: what only these functions reach comes with their part.

#[wasm_split::wasm_split(sign_in, wasm_split_path = leptos::wasm_split, fallible)]
fn open_sign_in() -> Result<fn(Page) -> AnyView, SplitLoaderError> {
    Ok(draw_sign_in)
}

#[wasm_split::wasm_split(pages, wasm_split_path = leptos::wasm_split, fallible)]
fn open_pages() -> Result<fn(Page) -> AnyView, SplitLoaderError> {
    Ok(draw_page)
}

fn draw_sign_in(_: Page) -> AnyView {
    view! { <SignInPage /> }.into_any()
}

fn draw_page(page: Page) -> AnyView {
    match page {
        Page::Admin(page) => page.draw(),
        Page::Interactions => view! { <InteractionsPage /> }.into_any(),
        Page::Contacts => view! { <ContactsPage /> }.into_any(),
        Page::Contact => view! { <ContactPage /> }.into_any(),
        Page::Simulator => view! { <SimulatorPage /> }.into_any(),
        Page::SignIn => ().into_any(),
    }
}

impl Page {
    fn part(self) -> &'static Part<Page> {
        match self {
            Page::SignIn => &SIGN_IN,
            _ => &PAGES,
        }
    }
}

/// The part that the page at `path` needs beside what every page loads.
pub fn part_at(path: &str) -> Option<&'static Part<Page>> {
    match path.trim_start_matches('/').split('/').next() {
        Some("sign-in") => Some(&SIGN_IN),
        Some("admin" | "answers" | "contacts" | "interactions" | "simulator") => Some(&PAGES),
        _ => None,
    }
}

/// A route names its page; the router asks for it when the address leads there.
impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        self.part().draw(self)
    }

    async fn preload(&self) {}
}

impl ChooseView for AdminPage {
    async fn choose(self) -> AnyView {
        Page::Admin(self).choose().await
    }

    async fn preload(&self) {}
}
