//! The question before an answer is sent by somebody who may not see the customer's newest texts.

use leptos::prelude::*;

use crate::ui::{
    live::{Link, Loading, Session, use_live},
    widgets::{Button, ButtonKind, Dialog},
    words::use_words,
};

/// Asks once in each interruption.
#[derive(Clone, Copy)]
pub(super) struct StaleQuestion {
    asking: RwSignal<bool>,
    /// He said yes in this interruption.
    agreed: StoredValue<bool>,
    stale: Signal<bool>,
}

impl StaleQuestion {
    pub(super) fn new(session: &Session) -> StaleQuestion {
        let live = use_live();
        let loading = RwSignal::from(session.thread.loading.clone());
        let stale = Signal::derive(move || live.link.get() != Link::Live || loading.get() != Loading::Ready);
        let question = StaleQuestion { asking: RwSignal::new(false), agreed: StoredValue::new(false), stale };
        Effect::new(move || {
            if !stale.get() {
                question.agreed.set_value(false);
                question.asking.set(false);
            }
        });
        question
    }

    /// Whether a reply must wait for his answer.
    pub(super) fn holds_back(&self) -> bool {
        let holds = self.stale.get_untracked() && !self.agreed.get_value();
        if holds {
            self.asking.set(true);
        }
        holds
    }
}

#[component]
pub(super) fn StaleDialog(question: StaleQuestion, send: Callback<()>) -> impl IntoView {
    let words = use_words();
    let w = &words.people;
    let anyway = move |_| {
        question.agreed.set_value(true);
        question.asking.set(false);
        send.run(());
    };
    view! {
        <Dialog open=question.asking label=w.stale_title>
            <h2>{w.stale_title}</h2>
            <p>{w.stale_text}</p>
            <div class="dialog-actions">
                <Button on:click=move |_| question.asking.set(false) attr:autofocus=true>{w.stale_wait}</Button>
                <Button kind=ButtonKind::Primary on:click=anyway>{w.stale_send}</Button>
            </div>
        </Dialog>
    }
}
