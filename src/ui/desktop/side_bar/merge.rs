//! The proposal to make one contact of two that share a number, with what each has.

use leptos::{prelude::*, task::spawn_local};

use super::beside::use_beside;
use crate::{
    api::{AppError, contacts::merge_contacts},
    domain::contact::{Contact, MergeProposal, MergeSide, Part},
    ui::{
        browser,
        widgets::{Button, ButtonKind, Dialog, ErrorNote, Show, TagChip, use_notices},
        words::{Word, use_words},
    },
};

#[component]
pub(super) fn MergeDialog(proposal: RwSignal<Option<MergeProposal>>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.merge;
    let beside = use_beside();
    let notices = use_notices();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<AppError>);
    Effect::new(move || {
        if proposal.with(Option::is_some) {
            failed.set(None);
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && proposal.with_untracked(Option::is_some) {
            proposal.set(None);
        }
    });
    let merge = move |_| {
        let Some(found) = proposal.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        spawn_local(async move {
            let answer = merge_contacts(found.kept.contact.id, found.gone.contact.id).await;
            busy.try_set(false);
            match answer {
                Ok(contact) => {
                    beside.adopt(contact);
                    beside.journey.try_update(|n| *n += 1);
                    notices.say(w.merged);
                    open.try_set(false);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    };
    let body = move || {
        proposal.get().map(|found| {
            let shared = found.gone.contact.numbers.first().map(|it| it.number.to_string()).unwrap_or_default();
            let act = (w.merge)(found.gone.contact.title(), found.kept.contact.title());
            view! {
                <h2>{(w.question)(&shared)}</h2>
                <p>{w.text}</p>
                <div class="merge-sides">
                    <Side heading=w.stays side=found.kept />
                    <Side heading=w.goes side=found.gone />
                </div>
                <p class="soft">{w.outcome}</p>
                <p><strong>{act}</strong></p>
            }
        })
    };
    view! {
        <Dialog open=open label=w.title>
            {body}
            <Show when=move || failed.with(Option::is_some)>
                <ErrorNote what=w.failed error=failed />
            </Show>
            <div class="dialog-actions">
                <Button on:click=move |_| open.set(false) attr:autofocus=true>{words.common.cancel}</Button>
                <Button kind=ButtonKind::Danger busy=busy on:click=merge>{w.merge_button}</Button>
            </div>
        </Dialog>
    }
}

#[component]
fn Side(heading: Word, side: MergeSide) -> impl IntoView {
    let words = use_words();
    let (w, c) = (&words.contacts.merge, &words.contacts.card);
    let MergeSide { contact, interactions } = side;
    let numbers = contact.numbers.iter().map(|it| it.number.to_string()).collect::<Vec<_>>().join(", ");
    let mut lines = vec![(Signal::<String>::from(w.numbers), numbers)];
    for (label, part) in [(c.email, Part::Email), (c.company, Part::Company), (c.notes, Part::Notes)] {
        lines.push((label.into(), contact.value_of(part)));
    }
    lines.extend(contact.fields.iter().map(|own| (own.field.name.clone().into(), own.value.clone())));
    let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
    let lines =
        lines.map(|(label, value)| view! { <div><dt>{move || label.get()}</dt><dd dir="auto">{value}</dd></div> });
    let Contact { tags, .. } = &contact;
    let tags = tags.iter().map(|tag| view! { <li><TagChip tag=tag.clone() /></li> }).collect_view();
    view! {
        <section class="merge-side">
            <h3>{heading}</h3>
            <p class="facts-name" dir="auto">{contact.title().to_owned()}</p>
            <p class="soft">{move || (w.interactions)(interactions)}</p>
            <dl class="facts-list">{lines.collect_view()}</dl>
            <ul class="tag-list">{tags}</ul>
        </section>
    }
}
