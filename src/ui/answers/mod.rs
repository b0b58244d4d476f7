//! The canned answers of the accounts somebody writes for. Asked for once, then kept true by events, so that a search
//! never waits for the server.

mod preview;

use std::{collections::HashMap, pin::Pin, sync::Arc};

use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{self, SplitLoaderError},
};

pub use preview::AnswerPreview;

use super::live::Live;
use crate::{
    api::{AppError, canned::load_answers},
    domain::{
        AccountId,
        canned::{Answer, Shelf},
        event::Event,
    },
};

/// Finds what fits, best first, and no more than so many.
pub type Find = Arc<dyn Fn(&str, usize) -> Vec<Answer> + Send + Sync>;

type Asking = Pin<Box<dyn Future<Output = Result<Find, AppError>>>>;

/// Here the build cuts: to ask for answers and to search them is an extra.
#[wasm_split::wasm_split(extras, wasm_split_path = leptos::wasm_split, fallible)]
fn ask(account: AccountId) -> Result<Asking, SplitLoaderError> {
    Ok(Box::pin(async move {
        let shelf = Shelf::of(load_answers(account).await?);
        let find = move |typed: &str, most| shelf.find(typed).into_iter().take(most).cloned().collect();
        Ok(Arc::new(find) as Find)
    }))
}

/// What is there of one account.
#[derive(Clone)]
pub enum Supply {
    Coming,
    Here(Find),
    Failed(AppError),
}

#[derive(Clone)]
struct Kept {
    supply: ArcRwSignal<Supply>,
    /// Counts the questions asked: an answer to any but the last is out of date.
    asked: u64,
}

/// A handle: copies are the same thing.
#[derive(Clone, Copy)]
pub struct Answers(StoredValue<HashMap<AccountId, Kept>>);

impl Answers {
    /// Begins with nothing; `live` tells what changes.
    pub fn provide(live: Live) -> Answers {
        let answers = Answers(StoredValue::new(HashMap::new()));
        provide_context(answers);
        live.listen(move |event| {
            if let Event::AnswersChanged { account } = event {
                answers.renew(*account);
            }
        });
        // A whole snapshot was taken over: the stream may have left something out, or the accounts are others now.
        Effect::new(move |before: Option<()>| {
            live.me.track();
            if before.is_some() {
                answers.renew(None);
            }
        });
        answers
    }

    /// Those of one account. The first who wants them has them brought.
    pub fn of(&self, account: AccountId) -> ArcRwSignal<Supply> {
        if let Some(kept) = self.0.with_value(|all| all.get(&account).cloned()) {
            return kept.supply;
        }
        let kept = Kept { supply: ArcRwSignal::new(Supply::Coming), asked: 0 };
        self.0.update_value(|all| {
            all.insert(account, kept.clone());
        });
        self.bring(account);
        kept.supply
    }

    /// Asks for those of `account` again, or for all that were ever wanted.
    pub fn renew(&self, account: Option<AccountId>) {
        let wanted: Vec<AccountId> = self.0.with_value(|all| all.keys().copied().collect());
        for id in wanted.into_iter().filter(|id| account.is_none_or(|account| account == *id)) {
            self.bring(id);
        }
    }

    /// What is there stays in use until the new ones are.
    fn bring(&self, account: AccountId) {
        let all = self.0;
        let asked = all.try_update_value(|all| {
            all.get_mut(&account).map_or(0, |kept| {
                kept.asked += 1;
                kept.asked
            })
        });
        spawn_local(async move {
            let answer = match ask(account).await {
                Ok(asking) => asking.await,
                Err(_) => Err(AppError::Unavailable),
            };
            let current = all.try_with_value(|all| all.get(&account).filter(|kept| Some(kept.asked) == asked).cloned());
            let Some(Some(kept)) = current else { return };
            match answer {
                Ok(find) => kept.supply.set(Supply::Here(find)),
                Err(error) => {
                    let is_here = kept.supply.with_untracked(|supply| matches!(supply, Supply::Here(_)));
                    if !is_here || error == AppError::NotFound {
                        kept.supply.set(Supply::Failed(error));
                    }
                }
            }
        });
    }
}
