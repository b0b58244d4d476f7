//! The story behind the ticks: each step of a message's way with its time.

use leptos::prelude::*;

use crate::{
    api::{AppError, desktop::delivery_story},
    domain::{Delivery, MessageId, message::DeliveryStep},
    ui::{
        clock::use_clock,
        widgets::{ErrorNote, Skeleton},
        words::use_words,
    },
};

/// Loaded when it is unfolded, and again with every step that comes while it is open.
#[component]
pub(super) fn Story(message: MessageId, delivery: Signal<Delivery>) -> impl IntoView {
    let words = use_words();
    let asked = RwSignal::new(0);
    let steps = LocalResource::new(move || {
        delivery.track();
        asked.track();
        delivery_story(message)
    });
    view! {
        <section class="story" aria-label=words.conversation.story>
            <Transition fallback=|| view! { <Skeleton lines=3 /> }>
                {move || Suspend::new(async move {
                    match steps.await {
                        Ok(steps) => view! { <Steps steps=steps /> }.into_any(),
                        Err(error) => view! {
                            <ErrorNote
                                what=words.conversation.story_failed error=Signal::stored(Some::<AppError>(error))
                                retry=Callback::new(move |()| asked.update(|n| *n += 1))
                            />
                        }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Steps(steps: Vec<DeliveryStep>) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    if steps.is_empty() {
        return view! { <p class="soft">{words.conversation.story_forgotten}</p> }.into_any();
    }
    let several = steps.iter().any(|step| step.attempt > 1);
    let lines = steps.into_iter().map(move |step| {
        let at = step.at;
        let problem = step.problem.map(|problem| {
            move || match &problem.code {
                Some(code) => {
                    format!("{} ({})", (words.common.sentence)(&problem.words), (words.conversation.code)(code))
                }
                None => (words.common.sentence)(&problem.words),
            }
        });
        view! {
            <li class:ignored=!step.applied>
                <time datetime=clock.iso(at) title=move || clock.exact(at, words)>{move || clock.time_exact(at)}</time>
                <span>
                    {several.then_some(move || format!("{}: ", (words.conversation.attempt)(step.attempt)))}
                    {move || (words.conversation.delivery)(step.state)}
                    {(!step.applied).then_some(move || format!(" ({})", words.conversation.late_report))}
                    {problem.map(|problem| view! { <span class="soft">" – " {problem}</span> })}
                </span>
            </li>
        }
    });
    view! { <ol class="story-steps">{lines.collect_view()}</ol> }.into_any()
}
