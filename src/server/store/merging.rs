//! Two contacts become one. Nothing is lost: numbers, tags and interactions are joined, empty fields filled, and what
//! both say differently goes into the notes.

use std::sync::Arc;

use sqlx::Row;

use super::{Store, StoreError, Tx, contacts};
use crate::{
    domain::{
        ContactId, Timestamp, UserId,
        contact::{Contact, MergeSide, Origin},
        event::Event,
    },
    server::house::House,
};

/// The fields of the contact that stays, as they will be.
#[derive(Debug, PartialEq, Eq)]
struct Joined {
    name: String,
    email: String,
    company: String,
    notes: String,
}

impl Joined {
    fn of(kept: &Contact, gone: &Contact) -> Joined {
        let mut aside: Vec<String> = Vec::new();
        let mut join = |what: &str, kept: &str, gone: &str| {
            if !kept.is_empty() && !gone.is_empty() && kept != gone {
                aside.push(format!("{what}: {gone}"));
            }
            if kept.is_empty() { gone.to_owned() } else { kept.to_owned() }
        };
        let name = join("Name", &kept.name, &gone.name);
        let email = join("Email", &kept.email, &gone.email);
        let company = join("Company", &kept.company, &gone.company);
        for own in &gone.fields {
            let stays = kept.fields.iter().find(|other| other.field.id == own.field.id);
            join(&own.field.name, stays.map_or("", |other| &other.value), &own.value);
        }
        let mut notes = [kept.notes.as_str(), gone.notes.as_str()];
        if notes[0] == notes[1] {
            notes[1] = "";
        }
        let mut notes: Vec<String> = notes.into_iter().filter(|notes| !notes.is_empty()).map(str::to_owned).collect();
        if !aside.is_empty() {
            notes.push(aside.join("\n"));
        }
        Joined { name, email, company, notes: notes.join("\n") }
    }
}

impl Store {
    /// One side of a proposal.
    pub async fn merge_side(&self, id: ContactId, house: &House) -> Result<Option<MergeSide>, StoreError> {
        let Some(contact) = self.contact(id, house).await? else { return Ok(None) };
        let row = sqlx::query("select count(*) as n from interaction where contact_id = $1")
            .bind(id.0)
            .fetch_one(self.read())
            .await?;
        Ok(Some(MergeSide { contact, interactions: row.try_get("n")? }))
    }

    /// Puts `gone` into `kept`. `None` when one of them is not there, or both are the same.
    pub async fn merge_contacts(
        &self,
        kept: ContactId,
        gone: ContactId,
        by: UserId,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<Option<Contact>, StoreError> {
        self.write(move |tx| {
            let house = house.clone();
            Box::pin(async move { tx.merge_contacts(kept, gone, by, now, &house).await })
        })
        .await
    }
}

impl Tx {
    async fn merge_contacts(
        &mut self,
        kept: ContactId,
        gone: ContactId,
        by: UserId,
        now: Timestamp,
        house: &House,
    ) -> Result<Option<Contact>, StoreError> {
        // In one order, so that two merges can't wait for each other.
        for id in [kept.min(gone), kept.max(gone)] {
            if kept == gone || !self.lock_contact(id).await? {
                return Ok(None);
            }
        }
        let stays = contacts::load(self.connection(), kept, house).await?;
        let goes = contacts::load(self.connection(), gone, house).await?;
        let (Some(stays), Some(goes)) = (stays, goes) else { return Ok(None) };
        self.tell_those_who_served(gone, &Event::ContactMerged { contact: gone, into: kept }, now).await?;
        let moved = self.move_belongings(kept, gone, now).await?;
        self.write_joined(&stays, &goes).await?;
        sqlx::query("delete from contact where id = $1").bind(gone.0).execute(self.connection()).await?;
        let detail = format!(
            "contact {gone} with {} numbers, {} tags and {moved} interactions",
            goes.numbers.len(),
            goes.tags.len()
        );
        self.note_act(now, Some(by), "contact.merge", format!("contact {kept}"), detail).await?;
        self.contact_changed(kept, now).await?;
        self.contact_renamed(kept, now, house).await?;
        contacts::load(self.connection(), kept, house).await
    }

    /// Numbers, interactions, tags and the fields that the other has not. How many interactions went over.
    async fn move_belongings(&mut self, kept: ContactId, gone: ContactId, now: Timestamp) -> Result<u64, StoreError> {
        sqlx::query(
            "update contact_number set contact_id = $1, added_at = case when added_at = 0 then $2 else added_at end \
             where contact_id = $3",
        )
        .bind(kept.0)
        .bind(now.0)
        .bind(gone.0)
        .execute(self.connection())
        .await?;
        let moved = sqlx::query("update interaction set contact_id = $1 where contact_id = $2")
            .bind(kept.0)
            .bind(gone.0)
            .execute(self.connection())
            .await?;
        self.move_served(kept, gone).await?;
        for statement in [
            "insert into contact_tag (contact_id, tag_id) select cast($1 as bigint), tag_id from contact_tag \
             where contact_id = $2 on conflict do nothing",
            "insert into contact_value (contact_id, field_id, value) select cast($1 as bigint), field_id, value \
             from contact_value where contact_id = $2 on conflict do nothing",
        ] {
            sqlx::query(statement).bind(kept.0).bind(gone.0).execute(self.connection()).await?;
        }
        for statement in
            ["delete from contact_tag where contact_id = $1", "delete from contact_value where contact_id = $1"]
        {
            sqlx::query(statement).bind(gone.0).execute(self.connection()).await?;
        }
        Ok(moved.rows_affected())
    }

    /// Who opted out under one of the numbers has opted out under all.
    async fn write_joined(&mut self, kept: &Contact, gone: &Contact) -> Result<(), StoreError> {
        let Joined { name, email, company, notes } = Joined::of(kept, gone);
        let opted_out = kept.opted_out.as_ref().or(gone.opted_out.as_ref());
        let (noted, texted) = match opted_out.map(|it| &it.how) {
            Some(Origin::Noted(who)) => (Some(who.clone()), None),
            Some(Origin::Texted(word)) => (None, Some(word.clone())),
            Some(Origin::Provider) | None => (None, None),
        };
        sqlx::query(
            "update contact set name = $1, email = $2, company = $3, notes = $4, opted_out_at = $5, opted_out_how = $6, \
             opted_out_by_word = $7 where id = $8",
        )
        .bind(name)
        .bind(email)
        .bind(company)
        .bind(notes)
        .bind(opted_out.map(|it| it.since.0))
        .bind(noted)
        .bind(texted)
        .bind(kept.id.0)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ListId, contact::ContactList};

    fn contact(name: &str, email: &str, notes: &str) -> Contact {
        Contact {
            id: ContactId(1),
            version: 1,
            name: name.into(),
            list: ContactList { id: ListId(1), name: "Customers".into() },
            numbers: vec![],
            email: email.into(),
            company: String::new(),
            notes: notes.into(),
            tags: vec![],
            fields: vec![],
            opted_out: None,
        }
    }

    #[test]
    fn empty_fields_are_filled_and_what_differs_goes_into_the_notes() {
        let joined = Joined::of(&contact("Shop", "", "Calls back."), &contact("Store", "a@example.com", "Pays late."));
        assert_eq!((joined.name.as_str(), joined.email.as_str()), ("Shop", "a@example.com"));
        assert_eq!(joined.notes, "Calls back.\nPays late.\nName: Store");
    }

    #[test]
    fn what_both_say_alike_is_said_once() {
        let joined = Joined::of(&contact("Shop", "", "Note"), &contact("Shop", "", "Note"));
        assert_eq!((joined.name.as_str(), joined.notes.as_str()), ("Shop", "Note"));
    }
}
