//! The page for addresses that lead nowhere.

use leptos::prelude::*;
use leptos_meta::Title;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text="Not found" />
        <main>
            <h1>"There is no such page"</h1>
            <p>
                <a href="/">"Go to the start"</a>
            </p>
        </main>
    }
}
