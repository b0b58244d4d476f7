//! Contacts one by one and as a list, tags, and what stands beside a conversation.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    ContactId, FieldId, InteractionId, TagId,
    contact::{Contact, ContactEdit, Edited},
    contact_field::{ContactField, ContactFieldDraft},
    contact_list::{ContactRow, ContactsPage, Order, Place},
    facts::{ContactFacts, Facts},
    journey::JourneyPage,
    tag::{Tag, TagDraft, TagPick},
};

/// The contact of an interaction, its tags, why it came to whom. `NotFound` unless he may see the contact.
#[server(prefix = "/api", endpoint = "facts", input = GetUrl, output = JsonAnswer)]
pub async fn load_facts(interaction: InteractionId) -> Result<Facts, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contacts.facts(&me, interaction).await)
}

/// Contacts he may see, in this order, or those that fit what is looked for, the newest first; those that stand behind
/// `after`.
#[server(prefix = "/api", endpoint = "contacts", input = GetUrl, output = JsonAnswer)]
pub async fn load_contacts(
    #[server(default)] text: String,
    #[server(default)] order: Order,
    #[server(default)] after: Option<Place>,
) -> Result<ContactsPage, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contact_list.list(&me, &crate::domain::contact_list::Query { text, order }, after).await)
}

/// These rows as they are now.
#[server(prefix = "/api", endpoint = "contacts.rows", input = Json, output = JsonAnswer)]
pub async fn load_contact_rows(contacts: Vec<ContactId>) -> Result<Vec<ContactRow>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contact_list.rows(&me, &contacts).await)
}

/// All that is known of a contact. `NotFound` unless he may see it.
#[server(prefix = "/api", endpoint = "contact", input = GetUrl, output = JsonAnswer)]
pub async fn load_contact(contact: ContactId) -> Result<ContactFacts, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contact_list.whole(&me, contact).await)
}

/// The interactions with a contact that began before `before`, or the newest.
#[server(prefix = "/api", endpoint = "journey", input = GetUrl, output = JsonAnswer)]
pub async fn load_journey(
    contact: ContactId,
    #[server(default)] before: Option<InteractionId>,
) -> Result<JourneyPage, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contacts.journey(&me, contact, before).await)
}

/// Changes one thing of a contact. What is wrong with it is told at `value` or `number`.
#[server(prefix = "/api", endpoint = "contact.edit", input = Json, output = JsonAnswer)]
pub async fn edit_contact(contact: ContactId, edit: ContactEdit) -> Result<Edited, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contacts.edit(&me, contact, edit).await)
}

/// Puts the contact `gone` into `kept`. There is no way back.
#[server(prefix = "/api", endpoint = "contact.merge", input = Json, output = JsonAnswer)]
pub async fn merge_contacts(kept: ContactId, gone: ContactId) -> Result<Contact, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contacts.merge(&me, kept, gone).await)
}

/// Notes that a contact wants no more texts, or, for supervisors, that it wants them again.
#[server(prefix = "/api", endpoint = "contact.opt_out", input = Json, output = JsonAnswer)]
pub async fn set_opt_out(contact: ContactId, opted_out: bool, reason: String) -> Result<Contact, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.contacts.set_opt_out(&me, contact, opted_out, reason).await)
}

/// Puts a tag on a contact (`on`) or takes it away.
#[server(prefix = "/api", endpoint = "contact.tag", input = Json, output = JsonAnswer)]
pub async fn tag_contact(contact: ContactId, tag: TagPick, on: bool) -> Result<Contact, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.tags.tag_contact(&me, contact, tag, on).await)
}

/// Puts a tag on an interaction (`on`) or takes it away. Its tags then.
#[server(prefix = "/api", endpoint = "interaction.tag", input = Json, output = JsonAnswer)]
pub async fn tag_interaction(interaction: InteractionId, tag: TagPick, on: bool) -> Result<Vec<Tag>, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Converse).await?;
    web::told(state.tags.tag_interaction(&me, interaction, tag, on).await)
}

#[server(prefix = "/api", endpoint = "tags", input = GetUrl, output = JsonAnswer)]
pub async fn load_tags() -> Result<Vec<Tag>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    Ok(state.tags.list())
}

/// Adds a tag, or changes one.
#[server(prefix = "/api", endpoint = "tag.save", input = Json, output = JsonAnswer)]
pub async fn save_tag(
    id: Option<TagId>,
    draft: TagDraft,
    #[server(default)] seen: Option<TagDraft>,
) -> Result<TagId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.tags.save(&me, id, draft, seen).await)
}

#[server(prefix = "/api", endpoint = "contact_fields", input = GetUrl, output = JsonAnswer)]
pub async fn load_contact_fields() -> Result<Vec<ContactField>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    Ok(state.contact_fields.list())
}

/// Adds a field, or changes one; its kind stays as it was made.
#[server(prefix = "/api", endpoint = "contact_field.save", input = Json, output = JsonAnswer)]
pub async fn save_contact_field(
    id: Option<FieldId>,
    draft: ContactFieldDraft,
    #[server(default)] seen: Option<ContactFieldDraft>,
) -> Result<FieldId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.contact_fields.save(&me, id, draft, seen).await)
}
