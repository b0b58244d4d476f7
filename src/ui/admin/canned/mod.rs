//! Canned answers, where they are kept: the house's in the administration, one's own on a page for everybody. Both are the
//! same list and the same form; the server decides what may be kept by whom.

mod form;
mod lint;
mod list;
mod preview;

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::form::Drafts;
use crate::{
    domain::canned::{AccountLine, Scope},
    ui::words::{CannedWords, Word},
};
use form::AnswerPage;
use list::AnswerList;

/// Which of the two places a page stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// The administration: everybody's and the accounts'.
    House,
    /// One's own, and what else one's role keeps.
    Own,
}

impl Home {
    fn path(self) -> &'static str {
        match self {
            Home::House => "/admin/answers",
            Home::Own => "/answers",
        }
    }

    fn path_new(self) -> &'static str {
        match self {
            Home::House => "/admin/answers/new",
            Home::Own => "/answers/new",
        }
    }

    fn title(self, words: &CannedWords) -> Word {
        match self {
            Home::House => words.title,
            Home::Own => words.own_title,
        }
    }

    fn shows(self, scope: Scope) -> bool {
        self == Home::Own || !scope.is_personal()
    }
}

#[component]
pub fn HouseAnswers() -> impl IntoView {
    view! { <AnswerList home=Home::House /> }
}

#[component]
pub fn HouseAnswer() -> impl IntoView {
    view! { <AnswerPage home=Home::House /> }
}

/// The frame of the pages under `/answers`, which are not part of the administration.
#[component]
pub fn OwnFrame() -> impl IntoView {
    provide_context(Drafts::new());
    view! {
        <main class="admin-page own-answers">
            <div class="admin-inner"><Outlet /></div>
        </main>
    }
}

#[component]
pub fn OwnAnswers() -> impl IntoView {
    view! { <AnswerList home=Home::Own /> }
}

#[component]
pub fn OwnAnswer() -> impl IntoView {
    view! { <AnswerPage home=Home::Own /> }
}

/// Whose an answer is, in words.
fn whose(scope: Scope, accounts: &[AccountLine], w: &'static CannedWords) -> Signal<String> {
    match scope {
        Scope::Global => w.everybodys.into(),
        Scope::Account { account } => {
            w.of_account.unless(accounts.iter().find(|it| it.id == account).map(|it| it.name.clone()))
        }
        Scope::Personal { .. } => w.own.into(),
    }
}
