//! The phone simulator: plays the customers of sandbox accounts. Lives on events; every change on a handset comes as one.
//!
//! The address holds which account and which phones are open, so that a reload or a shared link shows the same table.

mod board;
mod faults;
mod handsets;
mod phone;
mod picture;

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

use board::{Board, Setting, phones_in};

use crate::{
    domain::user::Right,
    ui::{
        live::Live,
        widgets::{EmptyState, ErrorNote, Glyph, Skeleton},
        words::use_words,
    },
};

#[component]
pub fn SimulatorPage() -> impl IntoView {
    let words = use_words();
    let w = &words.simulator;
    let query = use_query_map();
    let simulator = Resource::new(
        || (),
        move |()| {
            let (key, phones) = query.with_untracked(|query| (query.get("account"), query.get("phones")));
            Setting::load(key, phones_in(phones))
        },
    );
    let retry = Callback::new(move |()| simulator.refetch());
    view! {
        <Suspense fallback=move || view! {
            <main class="simulator-lone"><h1 class="sr-only">{w.title}</h1><Skeleton lines=6 /></main>
        }>
            {move || Suspend::new(async move {
                match simulator.await {
                    Ok(setting) if setting.accounts.is_empty() => view! { <NoAccount /> }.into_any(),
                    Ok(setting) => view! { <Board setting=setting /> }.into_any(),
                    Err(error) => view! {
                        <main class="simulator-lone">
                            <h1 class="sr-only">{w.title}</h1>
                            <ErrorNote what=w.failed error=Some(error) retry=retry />
                        </main>
                    }
                        .into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn NoAccount() -> impl IntoView {
    let w = &use_words().simulator;
    let may_add = expect_context::<Live>().me.with_untracked(|me| me.role.may(Right::Administer));
    view! {
        <main class="simulator-lone">
            <h1 class="sr-only">{w.title}</h1>
            <EmptyState glyph=Glyph::Phone title=w.empty text=w.empty_text>
                {may_add.then(|| view! {
                    <A href="/admin/accounts/new?provider=sandbox" attr:class="button primary">{w.add_account}</A>
                })}
            </EmptyState>
        </main>
    }
}
