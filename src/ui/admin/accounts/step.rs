//! One step of a flow: what it does in plain words, and its inputs.

use leptos::prelude::*;

use super::{
    flow::Targets,
    steps::{StepKind, TypedStep},
    typed::TypedAccount,
};
use crate::{
    domain::flow::AutoReplyWhen,
    ui::{
        admin::{
            form::{Bound, Form},
            inputs::{Choose, LongText, Text},
            moves::Moves,
            ordered::Key,
        },
        widgets::{Choice, Glyph, Icon},
        words::{FlowWords, Word, use_words},
    },
};

#[component]
pub fn StepCard(
    form: Form<TypedAccount>,
    step: Key,
    targets: Targets,
    shift: Callback<(Key, isize)>,
    remove: Callback<Key>,
) -> impl IntoView {
    let (w, common) = (&use_words().flow, &use_words().common);
    let position = Memo::new(move |_| form.typed.with(|typed| typed.flow.position(step).unwrap_or(0)));
    let count = Memo::new(move |_| form.typed.with(|typed| typed.flow.len()));
    let kind = form.typed.with_untracked(|typed| typed.flow.get(step).map(TypedStep::kind));
    let summary = Memo::new(move |_| {
        form.typed.with(|typed| typed.flow.get(step).map(|step| summary(w, step, targets)).unwrap_or_default())
    });
    let blocked_by = Memo::new(move |_| {
        let endless = form.typed.with(|typed| typed.flow.iter().position(TypedStep::waits_for_ever));
        endless.filter(|endless| *endless < position.get())
    });
    let error = Signal::derive(move || {
        let field = format!("flow.{}", position.get());
        form.error.with(|error| error.as_ref().and_then(|error| common.on_field(error, &field)))
    });
    let inputs = match kind {
        Some(StepKind::Queue) => view! { <QueueInputs form=form step=step targets=targets error=error /> }.into_any(),
        Some(StepKind::Agent) => view! { <AgentInputs form=form step=step targets=targets error=error /> }.into_any(),
        Some(StepKind::AutoReply) => view! { <ReplyInputs form=form step=step error=error /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <li class="flow-step" id=format!("step-{step}")>
            <header>
                <span class="flow-number" aria-hidden="true">{move || position.get() + 1}</span>
                <strong>{move || summary.get()}</strong>
                <Moves
                    key=format!("step-{step}")
                    name=Signal::derive(move || (w.step)(position.get() + 1))
                    first=Signal::derive(move || position.get() == 0)
                    last=Signal::derive(move || position.get() + 1 == count.get())
                    shift=Callback::new(move |by| shift.run((step, by)))
                    remove=Callback::new(move |()| remove.run(step))
                />
            </header>
            {move || blocked_by.get().map(|endless| view! {
                <p class="form-state unsaved">
                    <Icon glyph=Glyph::Alert small=true />
                    <span>{(w.never_reached)(endless + 1)}</span>
                </p>
            })}
            {inputs}
        </li>
    }
}

/// What the step does, in a sentence.
fn summary(w: &FlowWords, step: &TypedStep, targets: Targets) -> String {
    let name = |names: StoredValue<Vec<(i64, String)>>, id: Option<i64>| {
        names.with_value(|names| {
            id.and_then(|id| names.iter().find(|(own, _)| *own == id)).map(|(_, name)| name.clone())
        })
    };
    let seconds: Option<i64> = step.timeout().trim().parse().ok();
    match step.kind() {
        StepKind::Queue => (w.queue_summary)(name(targets.queues, step.queue().map(|id| id.0)), seconds),
        StepKind::Agent => (w.agent_summary)(name(targets.agents, step.agent().map(|id| id.0)), seconds),
        StepKind::AutoReply => (w.reply_summary)(step.when()),
    }
}

/// Ties an input to one value of the step. An error of the step is told at its first input.
fn bind<V: Clone + Default + Send + Sync + 'static>(
    form: Form<TypedAccount>,
    step: Key,
    part: &str,
    error: Option<Signal<Option<String>>>,
    get: impl Fn(&TypedStep) -> Option<V> + Send + Sync + 'static,
    set: impl Fn(&mut TypedStep, V) + Send + Sync + 'static,
) -> Bound<V> {
    Bound {
        name: format!("step-{step}-{part}"),
        value: form.read(move |typed| typed.flow.get(step).and_then(&get).unwrap_or_default()),
        set: Callback::new(move |value| {
            let field = form.typed.with_untracked(|typed| typed.flow.position(step)).map(|at| format!("flow.{at}"));
            form.edit(&field.unwrap_or_default(), |typed| {
                if let Some(step) = typed.flow.get_mut(step) {
                    set(step, value);
                }
            });
        }),
        error: error.unwrap_or_else(|| Signal::stored(None)),
    }
}

fn choices(names: StoredValue<Vec<(i64, String)>>, none: Word) -> Vec<Choice> {
    let names = names.get_value().into_iter().map(|(id, name)| Choice::new(id, name));
    std::iter::once(Choice::new("", none)).chain(names).collect()
}

#[component]
fn QueueInputs(form: Form<TypedAccount>, step: Key, targets: Targets, error: Signal<Option<String>>) -> impl IntoView {
    let w = &use_words().flow;
    let queue = bind(
        form,
        step,
        "queue",
        Some(error),
        |step| step.queue().map(|id| id.to_string()),
        |step, id: String| step.set_target(id.parse().ok()),
    );
    let timeout = bind(form, step, "timeout", None, |s| Some(s.timeout().to_owned()), TypedStep::set_timeout);
    view! {
        <div class="form-grid">
            <Choose bound=queue label=w.queue choices=choices(targets.queues, w.choose_queue) />
            <Text
                bound=timeout
                label=w.for_how_long
                help=w.queue_timeout_help
                placeholder=w.no_limit
                unit=w.seconds
                keyboard="numeric"
            />
        </div>
    }
}

#[component]
fn AgentInputs(form: Form<TypedAccount>, step: Key, targets: Targets, error: Signal<Option<String>>) -> impl IntoView {
    let w = &use_words().flow;
    let agent = bind(
        form,
        step,
        "agent",
        Some(error),
        |step| step.agent().map(|id| id.to_string()),
        |step, id: String| step.set_target(id.parse().ok()),
    );
    let timeout = bind(form, step, "timeout", None, |s| Some(s.timeout().to_owned()), TypedStep::set_timeout);
    view! {
        <div class="form-grid">
            <Choose bound=agent label=w.agent choices=choices(targets.agents, w.choose_agent) />
            <Text
                bound=timeout
                label=w.for_how_long
                help=w.agent_timeout_help
                unit=w.seconds
                keyboard="numeric"
            />
        </div>
    }
}

#[component]
fn ReplyInputs(form: Form<TypedAccount>, step: Key, error: Signal<Option<String>>) -> impl IntoView {
    let w = &use_words().flow;
    let text = bind(form, step, "text", Some(error), |s| Some(s.text().to_owned()), TypedStep::set_text);
    let when = bind(
        form,
        step,
        "when",
        None,
        |s| Some(s.when().as_str().to_owned()),
        |step, when: String| step.set_when(AutoReplyWhen::parse(&when).unwrap_or(step.when())),
    );
    let whens = AutoReplyWhen::ALL
        .into_iter()
        .map(|when| Choice::new(when.as_str(), Signal::derive(move || (w.when_name)(when).to_owned())))
        .collect();
    view! {
        <LongText bound=text label=w.text help=w.text_help />
        <Choose bound=when label=w.when choices=whens />
    }
}
