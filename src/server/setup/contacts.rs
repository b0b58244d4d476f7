//! Tags and contact fields of a description.

use serde_saphyr::Spanned;

use super::{
    description::{ContactFieldPart, TagPart},
    plan::{Act, Place, Planner},
    words::{Words, difference, field, text},
};
use crate::domain::{
    FieldId, TagId,
    contact_field::{ContactField, ContactFieldDraft},
    tag::{Tag, TagDraft, folded},
};

impl Planner<'_> {
    pub(super) fn tag(&mut self, part: &Spanned<TagPart>) {
        let known = self.house.tags.values().find(|tag| folded(&tag.name) == folded(&part.value.name)).cloned();
        let mut draft = known.as_ref().map_or_else(TagDraft::default, TagDraft::from);
        let before = known.as_ref().map(|_| words_of_tag(&draft));
        draft.name = part.value.name.clone();
        draft.colour = part.value.colour.unwrap_or(draft.colour);
        draft.archived = part.value.archived.unwrap_or(draft.archived);
        draft.tidy();
        let place = Place::of(part, format!("tag {}", draft.name));
        self.once(&place, "name");
        if let Err(invalid) = draft.check() {
            self.complain_of(&place, invalid);
        }
        let id = known.map_or_else(|| TagId(self.new_id()), |tag| tag.id);
        let lines = match before {
            None => vec![format!("+ {}", place.subject)],
            Some(before) => difference(&place.subject, &before, &words_of_tag(&draft)),
        };
        let tag = Tag { id, name: draft.name.clone(), colour: draft.colour, archived: draft.archived };
        self.house.tags.insert(id, tag);
        self.add(Act::Tag(id, draft), lines);
    }

    pub(super) fn contact_field(&mut self, part: &Spanned<ContactFieldPart>) {
        let at = self.house.contact_fields.iter().position(|field| folded(&field.name) == folded(&part.value.name));
        let known = at.map(|at| self.house.contact_fields[at].clone());
        let mut draft = known.as_ref().map_or_else(
            || ContactFieldDraft {
                // A new one stands behind those that are there.
                position: self.house.contact_fields.iter().map(|field| field.position + 1).max().unwrap_or_default(),
                ..ContactFieldDraft::default()
            },
            ContactFieldDraft::from,
        );
        let before = known.as_ref().map(|_| words_of_field(&draft));
        let place = Place::of(part, format!("contact field {}", part.value.name.trim()));
        self.once(&place, "name");
        if let (Some(known), Some(kind)) = (&known, part.value.kind)
            && known.kind != kind
        {
            let words = format!("It is a {} already, and contacts have values in it.", known.kind.as_str());
            self.complain(&place, "kind", &words);
        }
        draft.name = part.value.name.clone();
        draft.kind = part.value.kind.unwrap_or(draft.kind);
        draft.options = part.value.options.clone().unwrap_or(draft.options);
        draft.position = part.value.position.unwrap_or(draft.position);
        draft.archived = part.value.archived.unwrap_or(draft.archived);
        draft.tidy();
        if let Err(invalid) = draft.check() {
            self.complain_of(&place, invalid);
        }
        let id = known.map_or_else(|| FieldId(self.new_id()), |field| field.id);
        let lines = match before {
            None => vec![format!("+ {}", place.subject)],
            Some(before) => difference(&place.subject, &before, &words_of_field(&draft)),
        };
        let field = ContactField {
            id,
            name: draft.name.clone(),
            kind: draft.kind,
            options: draft.options.clone(),
            position: draft.position,
            archived: draft.archived,
        };
        match at {
            Some(at) => self.house.contact_fields[at] = field,
            None => self.house.contact_fields.push(field),
        }
        self.add(Act::ContactField(id, draft), lines);
    }
}

fn words_of_tag(draft: &TagDraft) -> Words {
    vec![field("name", text(&draft.name)), field("colour", draft.colour.as_str()), field("archived", draft.archived)]
}

fn words_of_field(draft: &ContactFieldDraft) -> Words {
    vec![
        field("kind", draft.kind.as_str()),
        field("options", format!("[{}]", draft.options.join(", "))),
        field("position", draft.position),
        field("archived", draft.archived),
    ]
}
