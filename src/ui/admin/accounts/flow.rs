//! The flow editor: an ordered list of steps, changed with mouse or keyboard.

use leptos::prelude::*;

use super::{step::StepCard, steps::StepKind, typed::TypedAccount};
use crate::{
    domain::{queue::Queue, user::User},
    ui::{
        admin::{focus::focus_soon, form::Form, ordered::Key},
        widgets::{Button, For, Glyph},
        words::use_words,
    },
};

/// Whom steps can name, by id.
#[derive(Clone, Copy)]
pub struct Targets {
    pub queues: StoredValue<Vec<(i64, String)>>,
    pub agents: StoredValue<Vec<(i64, String)>>,
}

#[component]
pub fn FlowEditor(form: Form<TypedAccount>, queues: Vec<Queue>, users: Vec<User>) -> impl IntoView {
    let w = &use_words().flow;
    let mut people: Vec<(i64, String)> =
        users.into_iter().filter(|user| user.active).map(|user| (user.id.0, user.name)).collect();
    people.sort_by_key(|(_, name)| name.to_lowercase());
    let targets = Targets {
        queues: StoredValue::new(queues.into_iter().map(|queue| (queue.id.0, queue.name)).collect()),
        agents: StoredValue::new(people),
    };
    // What happened to the list, for those who don't see it.
    let told = RwSignal::new(String::new());
    let change = move |act: &dyn Fn(&mut TypedAccount)| {
        form.edit("flow", act);
        // The server's indexes speak of the order that was sent.
        form.forget(|field| field.starts_with("flow"));
    };
    let add = move |kind: StepKind| {
        form.edit("flow", |typed| {
            let key = typed.flow.add(kind.blank());
            focus_soon(format!("#step-{key} :is(select, textarea)"));
        });
    };
    let shift = Callback::new(move |(key, by): (Key, isize)| {
        change(&|typed| typed.flow.shift(key, by));
        form.typed.with_untracked(|typed| {
            let position = typed.flow.position(key).unwrap_or(0);
            told.set((w.moved)(position + 1, typed.flow.len()));
        });
    });
    let remove = Callback::new(move |key: Key| {
        change(&|typed| typed.flow.remove(key));
        told.set(w.removed.to_string());
        focus_soon("#flow-add button".into());
    });
    let keys = move || form.typed.with(|typed| typed.flow.keys());
    let adders = StepKind::ALL
        .into_iter()
        .map(|kind| {
            let name = match kind {
                StepKind::Queue => w.add_queue,
                StepKind::Agent => w.add_agent,
                StepKind::AutoReply => w.add_reply,
            };
            view! { <Button small=true glyph=Glyph::Plus on:click=move |_| add(kind)>{name}</Button> }
        })
        .collect_view();
    view! {
        <ol class="flow">
            <For each=keys key=|key| *key let:key>
                <StepCard form=form step=key targets=targets shift=shift remove=remove />
            </For>
        </ol>
        <p class="flow-end">
            {move || {
                let empty = form.typed.with(|typed| typed.flow.is_empty());
                if empty { w.empty } else { w.end }
            }}
        </p>
        <div class="flow-add" id="flow-add" role="group" aria-label=w.add>{adders}</div>
        <p class="sr-only" role="status">{move || told.get()}</p>
    }
}
