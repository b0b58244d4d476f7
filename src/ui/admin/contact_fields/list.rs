//! The house's own fields of contacts.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::contacts::load_contact_fields,
    domain::contact_field::ContactField,
    ui::{
        admin::{
            form::Drafts,
            shell::{AddLink, PageHead, loaded},
        },
        widgets::{Badge, EmptyState, Glyph, Tone},
        words::use_words,
    },
};

#[component]
pub fn ContactFieldList() -> impl IntoView {
    let w = &use_words().contacts.fields;
    let fields = Resource::new(|| (), |()| load_contact_fields());
    view! {
        <PageHead title=w.title text=w.text><AddLink href="/admin/contact-fields/new" label=w.add /></PageHead>
        {loaded(w.failed, 4, move || fields.refetch(), move || async move { fields.await }, move |fields| {
            if fields.is_empty() {
                view! {
                    <EmptyState glyph=Glyph::User title=w.empty text=w.empty_text>
                        <AddLink href="/admin/contact-fields/new" label=w.add />
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <FieldTable fields=fields /> }.into_any()
            }
        })}
    }
}

#[component]
fn FieldTable(fields: Vec<ContactField>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.fields;
    let drafts = expect_context::<Drafts>();
    let rows = fields
        .into_iter()
        .map(|field| {
            let place = format!("/admin/contact-fields/{}", field.id);
            let unsaved = drafts.waits(&place);
            let options = field.options.join(", ");
            view! {
                <tr class:off=field.archived>
                    <td>
                        <A href=place attr:class="row-link">{field.name}</A>
                        {unsaved.then(|| view! { " " <Badge tone=Tone::Warn>{words.admin.form.unsaved}</Badge> })}
                        {(!options.is_empty()).then(|| view! { <span class="row-under">{options}</span> })}
                    </td>
                    <td>{move || (w.kind_words)(field.kind).0}</td>
                    <td class="wide-only number">{field.position}</td>
                    <td>{if field.archived { w.archived } else { w.in_use }}</td>
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
                        <th scope="col">{w.kind}</th>
                        <th scope="col" class="wide-only number">{w.position}</th>
                        <th scope="col">{w.state}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
