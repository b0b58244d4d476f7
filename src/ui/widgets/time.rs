//! A point in time: relative within a day, exact on hover. The server writes UTC; the browser puts the person's zone in.

use leptos::prelude::*;

use crate::{
    domain::Timestamp,
    ui::{clock::use_clock, words::use_words},
};

#[component]
pub fn RelativeTime(#[prop(into)] at: Signal<Timestamp>) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    let short = Memo::new(move |_| clock.ago(at.get(), words));
    let exact = Memo::new(move |_| clock.exact(at.get(), words));
    view! {
        <time datetime=move || clock.iso(at.get()) title=move || exact.get()>{move || short.get()}</time>
    }
}
