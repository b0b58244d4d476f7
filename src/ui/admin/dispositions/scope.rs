//! Where a branch is offered: everywhere, or in conversations of some accounts and queues.

use leptos::prelude::*;

use super::Editor;
use crate::{
    api::dispositions::save_disposition,
    domain::{
        AccountId, QueueId,
        disposition::{DispositionDraft, Scope},
        error::OVERTAKEN,
    },
    ui::{
        admin::{
            form::Bound,
            picker::{PickOption, Picker},
        },
        widgets::{Button, ButtonKind, Dialog},
        words::use_words,
    },
};

#[component]
pub fn ScopeDialog(editor: Editor) -> impl IntoView {
    let words = use_words();
    let w = &words.dispositions;
    let open = RwSignal::new(false);
    let (accounts, queues) = (RwSignal::new(Vec::<i64>::new()), RwSignal::new(Vec::<i64>::new()));
    let it = move || editor.scoping.get().and_then(|id| editor.get(id));
    Effect::new(move || {
        if let Some(it) = editor.scoping.get().and_then(|id| untrack(|| editor.get(id))) {
            editor.look_at(it.id);
            accounts.set(it.scope.accounts.iter().map(|id| id.0).collect());
            queues.set(it.scope.queues.iter().map(|id| id.0).collect());
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && editor.scoping.get_untracked().is_some() {
            editor.scoping.set(None);
            editor.failed.set(None);
        }
    });
    let title = move || (w.scope)(&it().map(|it| it.name).unwrap_or_default());
    let save = move |_| {
        let Some(it) = untrack(it) else { return };
        let scope = Scope {
            accounts: accounts.get_untracked().into_iter().map(AccountId).collect(),
            queues: queues.get_untracked().into_iter().map(QueueId).collect(),
        };
        let draft = DispositionDraft { parent: it.parent, name: it.name, scope };
        editor.act(save_disposition(Some(it.id), draft, editor.seen.get_value()), move |id| {
            open.set(false);
            format!("#disposition-{id}-places")
        });
    };
    let wrong = move || {
        let error = editor.failed.get()?;
        let own = ["accounts", "queues"].iter().find_map(|field| words.common.on_field(&error, field));
        let overtaken = error.on_field(OVERTAKEN).map(|_| w.overtaken.to_string());
        Some(overtaken.or(own).unwrap_or_else(|| words.common.error(&error)))
    };
    let bound = |name: &str, ids: RwSignal<Vec<i64>>| Bound {
        name: name.to_owned(),
        value: ids.into(),
        set: Callback::new(move |chosen| ids.set(chosen)),
        error: Signal::stored(None),
    };
    let account_options = move || {
        let option =
            |(id, name): &(AccountId, String)| PickOption { id: id.0, label: name.clone(), detail: String::new() };
        editor.accounts.with_value(|all| all.iter().map(option).collect::<Vec<_>>())
    };
    let queue_options = move || {
        let option =
            |(id, name): &(QueueId, String)| PickOption { id: id.0, label: name.clone(), detail: String::new() };
        editor.queues.with_value(|all| all.iter().map(option).collect::<Vec<_>>())
    };
    view! {
        <Dialog open=open label=Signal::derive(title)>
            <h2>{title}</h2>
            <p class="soft">{w.scope_text}</p>
            <Picker bound=bound("accounts", accounts) label=w.accounts none=w.no_accounts options=account_options() />
            <Picker bound=bound("queues", queues) label=w.queues none=w.no_queues options=queue_options() />
            <div role="alert">{move || wrong().map(|wrong| view! { <p class="field-error">{wrong}</p> })}</div>
            <div class="dialog-actions">
                <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                <Button kind=ButtonKind::Primary busy=editor.busy on:click=save>{words.common.save}</Button>
            </div>
        </Dialog>
    }
}
