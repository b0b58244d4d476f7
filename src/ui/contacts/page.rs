//! The page of one contact: all that is known of it, and its journey.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use super::PATH;
use crate::{
    api::{
        AppError,
        contacts::{load_contact, load_journey},
    },
    domain::{ContactId, facts::ContactFacts, journey::JourneyPage},
    ui::{
        desktop::WholeContact,
        widgets::{EmptyState, ErrorNote, Glyph, Skeleton},
        words::use_words,
    },
};

/// What the page begins with.
#[derive(Clone, Serialize, Deserialize)]
struct Start {
    facts: ContactFacts,
    journey: JourneyPage,
}

impl Start {
    async fn load(id: Option<ContactId>) -> Result<Start, AppError> {
        let id = id.ok_or(AppError::NotFound)?;
        Ok(Start { facts: load_contact(id).await?, journey: load_journey(id, None).await? })
    }
}

#[component]
pub fn ContactPage() -> impl IntoView {
    let words = use_words();
    let params = use_params_map();
    // On the way to another page the address names none.
    let id = Memo::new(move |before: Option<&Option<ContactId>>| {
        let said = params.with(|params| params.get_str("id").map(|id| id.parse::<ContactId>().ok()));
        said.unwrap_or_else(|| before.copied().flatten())
    });
    let start = Resource::new(move || id.get(), Start::load);
    let retry = Callback::new(move |()| start.refetch());
    view! {
        <main class="contact-page">
            <Suspense fallback=|| view! { <div class="history-lone"><Skeleton lines=12 /></div> }>
                {move || Suspend::new(async move {
                    match start.await {
                        Ok(Start { facts, journey }) => {
                            view! { <WholeContact facts=facts journey=journey /> }.into_any()
                        }
                        Err(AppError::NotFound) => view! { <Gone /> }.into_any(),
                        Err(error) => view! {
                            <h1 class="sr-only">{words.contacts.side.contact}</h1>
                            <div class="history-lone">
                                <ErrorNote what=words.contact_list.one_failed error=Some(error) retry=retry />
                            </div>
                        }
                            .into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

/// Which of the two it is is nobody's business.
#[component]
fn Gone() -> impl IntoView {
    let words = use_words();
    let w = &words.contact_list;
    view! {
        <div class="lone-page">
            <h1 class="sr-only">{words.contacts.side.contact}</h1>
            <EmptyState glyph=Glyph::User title=w.gone text=w.gone_text>
                <a class="button" href=PATH>{words.frame.contacts}</a>
            </EmptyState>
        </div>
    }
}
