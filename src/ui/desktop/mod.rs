//! The agent's desktop.
use leptos::prelude::*;
#[component]
pub fn DesktopPage() -> impl IntoView { view!{ <main></main> } }
