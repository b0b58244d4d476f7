//! The tags of the house.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::contacts::load_tags,
    domain::tag::Tag,
    ui::{
        admin::{
            form::Drafts,
            shell::{AddLink, PageHead, loaded},
        },
        widgets::{Badge, EmptyState, Glyph, TagChip, Tone},
        words::use_words,
    },
};

#[component]
pub fn TagList() -> impl IntoView {
    let w = &use_words().contacts.tag_admin;
    let tags = Resource::new(|| (), |()| load_tags());
    view! {
        <PageHead title=w.title text=w.text><AddLink href="/admin/tags/new" label=w.add /></PageHead>
        {loaded(w.failed, 4, move || tags.refetch(), move || async move { tags.await }, move |tags| {
            if tags.is_empty() {
                view! {
                    <EmptyState glyph=Glyph::Tag title=w.empty text=w.empty_text>
                        <AddLink href="/admin/tags/new" label=w.add />
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <TagTable tags=tags /> }.into_any()
            }
        })}
    }
}

#[component]
fn TagTable(tags: Vec<Tag>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.tag_admin;
    let drafts = expect_context::<Drafts>();
    let rows = tags
        .into_iter()
        .map(|tag| {
            let place = format!("/admin/tags/{}", tag.id);
            let unsaved = drafts.waits(&place);
            let archived = tag.archived;
            let colour = tag.colour;
            let colour = move || (w.colour_name)(colour);
            view! {
                <tr class:off=archived>
                    <td>
                        <A href=place attr:class="row-link"><TagChip tag=tag /></A>
                        {unsaved.then(|| view! { " " <Badge tone=Tone::Warn>{words.admin.form.unsaved}</Badge> })}
                    </td>
                    <td class="wide-only soft">{colour}</td>
                    <td>{if archived { w.archived } else { w.in_use }}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="panel">
            <table class="admin-table">
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col" class="wide-only">{w.colour}</th>
                        <th scope="col">{w.state}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
