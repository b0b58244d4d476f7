//! What a part of a page asks the server for by itself.
//!
//! The data of a page are resources, made beside its `Suspense`. What stands inside one must not make resources: on the
//! server they come to be when the outer ones are answered, in the browser at once, so the two sides number them
//! differently and the page stays dead. `Asked` is a plain signal instead.

use leptos::{prelude::*, task::spawn_local};

use super::{
    live::{Link, Live},
    widgets::{ErrorNote, Skeleton},
    words::Word,
};
use crate::api::AppError;

/// The latest answer to a question that can be asked again. What is shown stays until there is a newer answer. A question
/// that did not reach the server is asked again when the link is back.
pub struct Asked<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, AppError>>>,
    ask: Callback<()>,
}

impl<T: Send + Sync + 'static> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Asked<T> {}

impl<T: Clone + Send + Sync + 'static> Asked<T> {
    /// Begins with what the page knows already; without it `load` is called once the page is alive.
    pub fn new<F>(known: Option<T>, load: impl Fn() -> F + Send + Sync + 'static) -> Asked<T>
    where
        F: Future<Output = Result<T, AppError>> + 'static,
    {
        Asked::answered(known.map(Ok), load)
    }

    /// The same, where the answer known already may be a refusal.
    pub fn answered<F>(known: Option<Result<T, AppError>>, load: impl Fn() -> F + Send + Sync + 'static) -> Asked<T>
    where
        F: Future<Output = Result<T, AppError>> + 'static,
    {
        let answer = RwSignal::new(known);
        let turn = StoredValue::new(0_u32);
        let ask = Callback::new(move |()| {
            let own = turn.try_update_value(|turn| {
                *turn += 1;
                *turn
            });
            let answering = untrack(&load);
            spawn_local(async move {
                let answered = answering.await;
                // An answer that was overtaken by a later question is old news.
                if own.is_some() && turn.try_get_value() == own {
                    answer.try_set(Some(answered));
                }
            });
        });
        // Once the page is alive; and when the link is back, if it failed for want of it.
        let live = use_context::<Live>();
        Effect::new(move |begun: Option<()>| {
            let back = live.is_some_and(|live| live.link.get() == Link::Live);
            let asks = answer.with_untracked(|answer| match answer {
                None => begun.is_none(),
                Some(answer) => back && matches!(answer, Err(AppError::Unavailable)),
            });
            if asks {
                ask.run(());
            }
        });
        Asked { answer, ask }
    }

    pub fn answer(self) -> Option<Result<T, AppError>> {
        self.answer.get()
    }

    pub fn again(self) {
        self.ask.run(());
    }

    /// Its shape while it comes, why it did not, or `show`.
    pub fn view<V: IntoView + 'static>(
        self,
        what: Word,
        lines: usize,
        show: impl Fn(T) -> V + Send + Sync + 'static,
    ) -> impl IntoView {
        move || match self.answer() {
            None => view! { <Skeleton lines=lines /> }.into_any(),
            Some(Ok(answer)) => show(answer).into_any(),
            Some(Err(error)) => view! { <ErrorNote what=what error=Some(error) retry=self.ask /> }.into_any(),
        }
    }
}
