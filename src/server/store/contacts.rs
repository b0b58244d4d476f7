//! Contacts: read whole, changed one field at a time.
//!
//! A contact's row is locked before anything of it changes, and [`Tx::contact_changed`] ends every change: it counts the
//! version up and tells who may see the contact.

use std::sync::Arc;

use sqlx::{AnyConnection, AssertSqlSafe, Row};

use super::{
    Store, StoreError, Tx, interactions,
    tags::{self, Tagged},
};
use crate::{
    domain::{
        ContactId, FieldId, ListId, Peer, Timestamp, UserId,
        contact::{Contact, ContactList, ContactNumber, FieldValue, MOST_NUMBERS, NumberKind, OptOut, Origin, Part},
        event::{Audience, Event},
    },
    server::house::House,
};

/// A change that was checked: numbers are peers, values have their stored form.
#[derive(Clone, Debug)]
pub enum ContactChange {
    Set { part: Part, was: String, value: String },
    AddNumber(ContactNumber),
    SetNumberKind(ContactNumber),
    RemoveNumber(Peer),
}

/// What became of a change.
#[derive(Clone, Debug)]
pub enum ContactOutcome {
    Done(Contact),
    /// The field does not hold what the person saw; nothing was written.
    Overtaken(Contact),
    /// The number belongs to this contact.
    NumberOf(ContactId),
    /// A conversation with the number is open.
    NumberInUse,
    /// The contact to be given a number has it.
    NumberOfItsOwn,
    TooManyNumbers,
    Gone,
}

/// A contact with everything that belongs to it.
pub(super) async fn load(
    connection: &mut AnyConnection,
    id: ContactId,
    house: &House,
) -> Result<Option<Contact>, StoreError> {
    let row = sqlx::query(
        "select list_id, name, email, company, notes, opted_out_at, opted_out_how, opted_out_by_word, version from contact where id = $1",
    )
    .bind(id.0)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let list = ListId(row.try_get("list_id")?);
    let noted: Option<String> = row.try_get("opted_out_how")?;
    let texted: Option<String> = row.try_get("opted_out_by_word")?;
    let how = match (noted, texted) {
        (Some(noted), _) => Origin::Noted(noted),
        (None, Some(word)) => Origin::Texted(word),
        (None, None) => Origin::Provider,
    };
    let opted_out_at: Option<i64> = row.try_get("opted_out_at")?;
    Ok(Some(Contact {
        id,
        version: row.try_get("version")?,
        name: row.try_get("name")?,
        list: house.list(list).cloned().unwrap_or(ContactList { id: list, name: String::new() }),
        numbers: numbers(connection, id).await?,
        email: row.try_get("email")?,
        company: row.try_get("company")?,
        notes: row.try_get("notes")?,
        tags: tags::of(connection, Tagged::Contact(id), house).await?,
        fields: values(connection, id, house).await?,
        opted_out: opted_out_at.map(|at| OptOut { since: Timestamp(at), how }),
    }))
}

async fn numbers(connection: &mut AnyConnection, id: ContactId) -> Result<Vec<ContactNumber>, StoreError> {
    let rows = sqlx::query("select number, kind from contact_number where contact_id = $1 order by added_at, number")
        .bind(id.0)
        .fetch_all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            let kind: String = row.try_get("kind")?;
            Ok(ContactNumber {
                number: Peer::parse(&row.try_get::<String, _>("number")?),
                kind: NumberKind::parse(&kind).ok_or(StoreError::Unreadable(kind))?,
            })
        })
        .collect()
}

/// Every field in use, the empty ones too.
async fn values(connection: &mut AnyConnection, id: ContactId, house: &House) -> Result<Vec<FieldValue>, StoreError> {
    let rows = sqlx::query("select field_id, value from contact_value where contact_id = $1")
        .bind(id.0)
        .fetch_all(connection)
        .await?;
    let mut known = rows
        .into_iter()
        .map(|row| Ok((FieldId(row.try_get("field_id")?), row.try_get("value")?)))
        .collect::<Result<Vec<(FieldId, String)>, StoreError>>()?;
    let in_use = house.contact_fields.iter().filter(|field| !field.archived);
    let fields = in_use.map(|field| {
        let at = known.iter().position(|(id, _)| *id == field.id);
        FieldValue { field: field.clone(), value: at.map(|at| known.swap_remove(at).1).unwrap_or_default() }
    });
    Ok(fields.collect())
}

impl Store {
    pub async fn contact(&self, id: ContactId, house: &House) -> Result<Option<Contact>, StoreError> {
        let mut connection = self.read().acquire().await?;
        load(&mut connection, id, house).await
    }

    /// Whose number this is. All numbers of all contacts are searched.
    pub async fn contact_with_number(&self, number: &Peer) -> Result<Option<ContactId>, StoreError> {
        let row = sqlx::query("select contact_id from contact_number where number = $1")
            .bind(number.as_str().to_owned())
            .fetch_optional(self.read())
            .await?;
        row.map(|row| Ok(ContactId(row.try_get("contact_id")?))).transpose()
    }

    /// Whether `user` has, or ever had, an interaction with the contact.
    pub async fn has_served(&self, user: UserId, contact: ContactId) -> Result<bool, StoreError> {
        let row = sqlx::query("select contact_id from served where user_id = $1 and contact_id = $2")
            .bind(user.0)
            .bind(contact.0)
            .fetch_optional(self.read())
            .await?;
        Ok(row.is_some())
    }

    pub async fn change_contact(
        &self,
        id: ContactId,
        change: ContactChange,
        by: UserId,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<ContactOutcome, StoreError> {
        self.write(move |tx| {
            let (change, house) = (change.clone(), house.clone());
            Box::pin(async move { tx.change_contact(id, &change, by, now, &house).await })
        })
        .await
    }

    /// Notes that the contact wants no more texts (`how`: who says so and why), or that it wants them again. `None` when
    /// there is no such contact.
    pub async fn set_opt_out(
        &self,
        id: ContactId,
        how: Option<String>,
        reason: String,
        by: UserId,
        now: Timestamp,
        house: Arc<House>,
    ) -> Result<Option<Contact>, StoreError> {
        self.write(move |tx| {
            let (how, reason, house) = (how.clone(), reason.clone(), house.clone());
            Box::pin(async move {
                if !tx.lock_contact(id).await? {
                    return Ok(None);
                }
                let set = how.is_some();
                let row = sqlx::query(
                    "update contact set opted_out_at = case when $1 = 1 then coalesce(opted_out_at, $2) end, \
                     opted_out_how = $3, opted_out_by_word = null where id = $4 returning opted_out_at",
                )
                .bind(i64::from(set))
                .bind(now.0)
                .bind(how)
                .bind(id.0)
                .fetch_one(tx.connection())
                .await?;
                let act = if set { "contact.opt_out" } else { "contact.opt_in" };
                tx.note_act(now, Some(by), act, format!("contact {id}"), reason).await?;
                tx.tell_consent(id, row.try_get::<Option<i64>, _>("opted_out_at")?.map(Timestamp), now).await?;
                load(tx.connection(), id, &house).await
            })
        })
        .await
    }
}

impl Tx {
    /// Makes a contact ours until the commit; `false` when there is none.
    pub(super) async fn lock_contact(&mut self, id: ContactId) -> Result<bool, StoreError> {
        let sql = format!("select id from contact where id = $1{}", self.dialect.lock());
        let row = sqlx::query(AssertSqlSafe(sql)).bind(id.0).fetch_optional(self.connection()).await?;
        Ok(row.is_some())
    }

    /// Ends a change of a contact: counts its version up, and tells supervisors and everybody who has or had an
    /// interaction with it. What changed is not told: who may see it asks.
    pub(super) async fn contact_changed(&mut self, contact: ContactId, now: Timestamp) -> Result<(), StoreError> {
        let row = sqlx::query("update contact set version = version + 1 where id = $1 returning version")
            .bind(contact.0)
            .fetch_one(self.connection())
            .await?;
        let event = Event::ContactChanged { contact, version: row.try_get("version")? };
        self.tell_those_who_served(contact, &event, now).await
    }

    pub(super) async fn tell_those_who_served(
        &mut self,
        contact: ContactId,
        event: &Event,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query(
            "select owner_id as user_id from interaction where contact_id = $1 and owner_id is not null \
             union select first_handler_id from interaction where contact_id = $1 and first_handler_id is not null \
             union select h.user_id from interaction i, handled h where i.contact_id = $1 and h.interaction_id = i.id \
             union select m.user_id from interaction i, mention m where i.contact_id = $1 and m.interaction_id = i.id",
        )
        .bind(contact.0)
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            let user = UserId(row.try_get("user_id")?);
            self.tell(now, Audience::Person { user }, event)?;
        }
        self.tell(now, Audience::Supervisors, event)
    }

    /// The open interactions of a contact carry its name: their tabs are told the new one.
    pub(super) async fn contact_renamed(
        &mut self,
        contact: ContactId,
        now: Timestamp,
        house: &House,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "update interaction set version = version + 1 where contact_id = $1 and state = 'open' returning {}",
            interactions::columns(self.dialect)
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).bind(contact.0).fetch_all(self.connection()).await?;
        for row in rows {
            let interaction = interactions::read(&row, house)?;
            self.tell(now, Audience::of(&interaction), &Event::InteractionChanged { interaction })?;
        }
        Ok(())
    }

    async fn change_contact(
        &mut self,
        id: ContactId,
        change: &ContactChange,
        by: UserId,
        now: Timestamp,
        house: &House,
    ) -> Result<ContactOutcome, StoreError> {
        if !self.lock_contact(id).await? {
            return Ok(ContactOutcome::Gone);
        }
        let Some(before) = load(self.connection(), id, house).await? else { return Ok(ContactOutcome::Gone) };
        let (changed, what) = match change {
            ContactChange::Set { part, was, value } => {
                let stands = before.value_of(*part);
                if stands != *was && stands != *value {
                    return Ok(ContactOutcome::Overtaken(before));
                }
                if stands != *value {
                    self.set_part(id, *part, value).await?;
                }
                (stands != *value, part.as_str())
            }
            ContactChange::AddNumber(new) => {
                if before.numbers.iter().any(|known| known.number == new.number) {
                    return Ok(ContactOutcome::NumberOfItsOwn);
                } else if before.numbers.len() >= MOST_NUMBERS {
                    return Ok(ContactOutcome::TooManyNumbers);
                } else if let Some(other) = self.add_number(id, new, now).await? {
                    return Ok(ContactOutcome::NumberOf(other));
                } else {
                    (true, "number")
                }
            }
            ContactChange::SetNumberKind(ContactNumber { number, kind }) => {
                let sql = "update contact_number set kind = $1 where number = $2 and contact_id = $3 and kind <> $1";
                let query = sqlx::query(sql).bind(kind.as_str()).bind(number.as_str().to_owned()).bind(id.0);
                (query.execute(self.connection()).await?.rows_affected() > 0, "number")
            }
            ContactChange::RemoveNumber(number) => match self.remove_number(id, number).await? {
                None => return Ok(ContactOutcome::NumberInUse),
                Some(removed) => (removed, "number"),
            },
        };
        if !changed {
            return Ok(ContactOutcome::Done(before));
        }
        self.note_act(now, Some(by), "contact.edit", format!("contact {id}"), what.to_owned()).await?;
        self.contact_changed(id, now).await?;
        if matches!(change, ContactChange::Set { part: Part::Name, .. }) {
            self.contact_renamed(id, now, house).await?;
        }
        let after = load(self.connection(), id, house).await?;
        Ok(after.map_or(ContactOutcome::Gone, ContactOutcome::Done))
    }

    async fn set_part(&mut self, id: ContactId, part: Part, value: &str) -> Result<(), StoreError> {
        let sql = match part {
            Part::Name => "update contact set name = $1 where id = $2",
            Part::Email => "update contact set email = $1 where id = $2",
            Part::Company => "update contact set company = $1 where id = $2",
            Part::Notes => "update contact set notes = $1 where id = $2",
            Part::List => "update contact set list_id = cast($1 as bigint) where id = $2",
            Part::Own(field) => return self.set_value(id, field, value).await,
        };
        sqlx::query(sql).bind(value.to_owned()).bind(id.0).execute(self.connection()).await?;
        Ok(())
    }

    async fn set_value(&mut self, id: ContactId, field: FieldId, value: &str) -> Result<(), StoreError> {
        let query = if value.is_empty() {
            sqlx::query("delete from contact_value where contact_id = $1 and field_id = $2").bind(id.0).bind(field.0)
        } else {
            sqlx::query(
                "insert into contact_value (contact_id, field_id, value) values ($1, $2, $3) \
                 on conflict (contact_id, field_id) do update set value = excluded.value",
            )
            .bind(id.0)
            .bind(field.0)
            .bind(value.to_owned())
        };
        query.execute(self.connection()).await?;
        Ok(())
    }

    /// Adds a number; whose it is when it is somebody's already.
    async fn add_number(
        &mut self,
        id: ContactId,
        new: &ContactNumber,
        now: Timestamp,
    ) -> Result<Option<ContactId>, StoreError> {
        let added = sqlx::query(
            "insert into contact_number (number, contact_id, kind, added_at) values ($1, $2, $3, $4) \
             on conflict (number) do nothing",
        )
        .bind(new.number.as_str().to_owned())
        .bind(id.0)
        .bind(new.kind.as_str())
        .bind(now.0)
        .execute(self.connection())
        .await?;
        if added.rows_affected() > 0 {
            return Ok(None);
        }
        let row = sqlx::query("select contact_id from contact_number where number = $1")
            .bind(new.number.as_str().to_owned())
            .fetch_one(self.connection())
            .await?;
        Ok(Some(ContactId(row.try_get("contact_id")?)))
    }

    /// Takes a number away. `None` while a conversation with it is open: its next text would begin a second contact.
    async fn remove_number(&mut self, id: ContactId, number: &Peer) -> Result<Option<bool>, StoreError> {
        let open =
            sqlx::query("select id from interaction where contact_id = $1 and peer = $2 and state = 'open' limit 1")
                .bind(id.0)
                .bind(number.as_str().to_owned())
                .fetch_optional(self.connection())
                .await?;
        if open.is_some() {
            return Ok(None);
        }
        let removed = sqlx::query("delete from contact_number where number = $1 and contact_id = $2")
            .bind(number.as_str().to_owned())
            .bind(id.0)
            .execute(self.connection())
            .await?;
        Ok(Some(removed.rows_affected() > 0))
    }
}
