//! Contacts, as the side bar shows and changes them.
//!
//! Who may see a contact and change it: everybody who has or ever had an interaction with it, and supervisors. With it goes
//! its whole journey, over all accounts and colleagues. Who was merely named in an interaction reads that one and what
//! stands beside it, and changes nothing.

use std::sync::Arc;

use super::{
    clock::Clock,
    failure::Failure,
    house::House,
    houses::Houses,
    new_sms::words_of,
    phones,
    routing::release::may_change,
    store::{ContactChange, ContactOutcome, Store, Tagged},
    tags::may_create,
};
use crate::domain::{
    ContactId, InteractionId, ListId, Peer,
    contact::{
        Contact, ContactEdit, ContactNumber, Edited, LONGEST_LINE, LONGEST_NOTES, LONGEST_REASON, MOST_NUMBERS,
        MergeProposal, Part, is_email, typed_number,
    },
    error::Invalid,
    facts::{Choices, Facts},
    interaction::Interaction,
    journey::JourneyPage,
    line,
    phone::WrongNumber,
    tag::folded,
    user::{Me, Right},
};

/// Interactions of a journey sent at once.
const PAGE: i64 = 20;

#[derive(Clone)]
pub struct Contacts {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
}

impl Contacts {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> Contacts {
        Contacts { store, houses, clock }
    }

    pub(super) async fn may_see(&self, me: &Me, contact: ContactId) -> Result<bool, Failure> {
        Ok(me.role.may(Right::Supervise) || self.store.has_served(me.id, contact).await?)
    }

    pub(super) async fn check_visible(&self, me: &Me, contact: ContactId) -> Result<(), Failure> {
        if self.may_see(me, contact).await? { Ok(()) } else { Err(Failure::NotFound) }
    }

    /// The interaction, when this person may read it: any of a contact he may see, and one in which he was named.
    pub async fn readable(&self, me: &Me, id: InteractionId) -> Result<Interaction, Failure> {
        let interaction = self.store.interaction(id, &self.houses.current()).await?.ok_or(Failure::NotFound)?;
        if me.role.may(Right::Supervise) || self.reads_for_good(me, &interaction).await? {
            Ok(interaction)
        } else {
            Err(Failure::NotFound)
        }
    }

    /// Whether he may read it whatever his role: he has it or had it, was named in it, or knows the contact. Nobody takes
    /// that away again.
    pub async fn reads_for_good(&self, me: &Me, interaction: &Interaction) -> Result<bool, Failure> {
        Ok(interaction.owner == Some(me.id)
            || interaction.guests.contains(&me.id)
            || self.store.has_handled(interaction.id, me.id).await?
            || self.store.has_served(me.id, interaction.contact).await?)
    }

    /// Everything that stands beside a conversation.
    pub async fn facts(&self, me: &Me, id: InteractionId) -> Result<Facts, Failure> {
        let interaction = self.readable(me, id).await?;
        let house = self.houses.current();
        let contact = self.store.contact(interaction.contact, &house).await?.ok_or(Failure::NotFound)?;
        Ok(Facts {
            contact,
            tags: self.store.tags_of(Tagged::Interaction(id), &house).await?,
            routing: self.store.askings(id, &house).await?,
            choices: Choices {
                edit_contact: self.may_see(me, interaction.contact).await?,
                tag_interaction: may_change(me, interaction.owner),
                ..choices(me, &house)
            },
            interaction,
        })
    }

    /// The interactions with a contact that began before `before`, or the newest. For who was named in one of them, the
    /// others are closed.
    pub async fn journey(
        &self,
        me: &Me,
        contact: ContactId,
        before: Option<InteractionId>,
    ) -> Result<JourneyPage, Failure> {
        let knows = self.may_see(me, contact).await?;
        if !knows && !self.store.was_named(me.id, contact).await? {
            return Err(Failure::NotFound);
        }
        let guest = (!knows).then_some(me.id);
        let mut rows = self.store.journey(contact, before, PAGE + 1, guest, &self.houses.current()).await?;
        let more = rows.len() as i64 > PAGE;
        rows.truncate(PAGE as usize);
        Ok(JourneyPage { rows, more })
    }

    pub async fn edit(&self, me: &Me, id: ContactId, edit: ContactEdit) -> Result<Edited, Failure> {
        self.check_visible(me, id).await?;
        let house = self.houses.current();
        let country = match edit {
            ContactEdit::AddNumber { .. } => self.country_of(id, &house).await?,
            _ => String::new(),
        };
        let change = check(edit, &country, &house)?;
        match self.store.change_contact(id, change, me.id, self.clock.now(), house).await? {
            ContactOutcome::Done(contact) => Ok(Edited::Done { contact }),
            ContactOutcome::Overtaken(contact) => Ok(Edited::Overtaken { contact }),
            ContactOutcome::NumberOf(other) => {
                Ok(Edited::KnownElsewhere { proposal: Box::new(self.proposal(me, id, other).await?) })
            }
            ContactOutcome::NumberOfItsOwn => Err(Invalid::one(
                "number",
                ["This contact has this number already.", "Questo contatto ha già questo numero."],
            )
            .into()),
            ContactOutcome::NumberInUse => Err(Failure::refused([
                "A conversation with this number is open. Close it first.",
                "Con questo numero è aperta una conversazione. Prima occorre chiuderla.",
            ])),
            ContactOutcome::TooManyNumbers => Err(Invalid::one(
                "number",
                [
                    format!("A contact has at most {MOST_NUMBERS} numbers."),
                    format!("Un contatto può avere al massimo {MOST_NUMBERS} numeri."),
                ],
            )
            .into()),
            ContactOutcome::Gone => Err(Failure::NotFound),
        }
    }

    /// Where a contact's numbers in the national form belong: to the country of the account it last used, else to the one
    /// that all accounts of the house are in.
    async fn country_of(&self, contact: ContactId, house: &House) -> Result<String, Failure> {
        let last = self.store.journey(contact, None, 1, None, house).await?.pop();
        let own = last.and_then(|row| house.account(row.account)).map(|account| account.country.clone());
        if let Some(country) = own.filter(|country| !country.is_empty()) {
            return Ok(country);
        }
        let mut countries: Vec<&str> = house.accounts.values().map(|account| account.country.as_str()).collect();
        countries.retain(|country| !country.is_empty());
        countries.sort_unstable();
        countries.dedup();
        Ok(if let [country] = countries[..] { country.to_owned() } else { String::new() })
    }

    /// Both contacts with what each has, when `me` may see both.
    async fn proposal(&self, me: &Me, kept: ContactId, gone: ContactId) -> Result<MergeProposal, Failure> {
        if !self.may_see(me, gone).await? {
            let words = [
                "Another contact has this number, one you never talked to. A supervisor can join the two.",
                "Questo numero appartiene a un altro contatto, non visibile qui. Un supervisore può unire i due.",
            ];
            return Err(Invalid::one("number", words).into());
        }
        let house = self.houses.current();
        Ok(MergeProposal {
            kept: self.store.merge_side(kept, &house).await?.ok_or(Failure::NotFound)?,
            gone: self.store.merge_side(gone, &house).await?.ok_or(Failure::NotFound)?,
        })
    }

    /// Joins two contacts that are one person. There is no way back, so both must be visible to who does it.
    pub async fn merge(&self, me: &Me, kept: ContactId, gone: ContactId) -> Result<Contact, Failure> {
        self.check_visible(me, kept).await?;
        self.check_visible(me, gone).await?;
        let merged = self.store.merge_contacts(kept, gone, me.id, self.clock.now(), self.houses.current()).await?;
        merged.ok_or(Failure::NotFound)
    }

    /// Notes that a contact wants no more texts, or wants them again. The latter takes a supervisor: a wrong one costs.
    pub async fn set_opt_out(
        &self,
        me: &Me,
        id: ContactId,
        opted_out: bool,
        reason: String,
    ) -> Result<Contact, Failure> {
        self.check_visible(me, id).await?;
        if !opted_out && !me.role.may(Right::Supervise) {
            return Err(Failure::refused([
                "Only a supervisor can lift an opt-out.",
                "Solo un supervisore può ripristinare il consenso.",
            ]));
        }
        let reason = line("reason", &reason, LONGEST_REASON)?;
        if reason.is_empty() {
            return Err(Invalid::one(
                "reason",
                [
                    "Say how you know: it may have to be proved.",
                    "Indicare da dove risulta: potrebbe servire come prova.",
                ],
            )
            .into());
        }
        let how = opted_out.then(|| format!("{}: {reason}", me.name));
        let house = self.houses.current();
        let changed = self.store.set_opt_out(id, how, reason, me.id, self.clock.now(), house).await?;
        changed.ok_or(Failure::NotFound)
    }
}

pub(super) fn choices(me: &Me, house: &House) -> Choices {
    let mut tags: Vec<_> = house.tags.values().filter(|tag| !tag.archived).cloned().collect();
    tags.sort_by_key(|tag| folded(&tag.name));
    Choices {
        tags,
        lists: house.lists.clone(),
        new_tags: may_create(me, house.settings.agents_create_tags),
        lift_opt_out: me.role.may(Right::Supervise),
        edit_contact: false,
        tag_interaction: false,
    }
}

/// An edit as it is stored, or what is wrong with it at `value`, `number`.
fn check(edit: ContactEdit, country: &str, house: &House) -> Result<ContactChange, Invalid> {
    Ok(match edit {
        ContactEdit::Set { part, was, value } => {
            ContactChange::Set { part, was, value: check_value(part, &value, house)? }
        }
        ContactEdit::AddNumber { number, kind } => {
            ContactChange::AddNumber(ContactNumber { number: read_number(&number, country)?, kind })
        }
        ContactEdit::SetNumberKind { number, kind } => ContactChange::SetNumberKind(ContactNumber { number, kind }),
        ContactEdit::RemoveNumber { number } => ContactChange::RemoveNumber(Peer::parse(number.as_str())),
    })
}

/// A number as [`phones::read`] takes it; a short code; or an international number that no plan has: whoever writes it down
/// may know better.
fn read_number(typed: &str, country: &str) -> Result<Peer, Invalid> {
    let wrong = match phones::read(typed, country) {
        Ok(number) => return Ok(number.peer),
        Err(wrong) => wrong,
    };
    let known = typed_number(&phones::plain(typed)).filter(|peer| match wrong {
        WrongNumber::NotOfPlan { .. } => true,
        WrongNumber::Extension => false,
        _ => !peer.as_str().starts_with('+'),
    });
    known.ok_or_else(|| Invalid::one("number", words_of(&wrong)))
}

fn check_value(part: Part, value: &str, house: &House) -> Result<String, Invalid> {
    match part {
        Part::Name | Part::Company => line("value", value, LONGEST_LINE),
        Part::Email => {
            let email = line("value", value, LONGEST_LINE)?;
            if email.is_empty() || is_email(&email) {
                return Ok(email);
            }
            Err(Invalid::one(
                "value",
                ["Please give an address such as name@example.com.", "Inserire un indirizzo come nome@example.com."],
            ))
        }
        Part::Notes => {
            let notes = value.trim_end().to_owned();
            if notes.chars().count() > LONGEST_NOTES || notes.contains('\0') {
                return Err(Invalid::one(
                    "value",
                    [format!("At most {LONGEST_NOTES} characters."), format!("Al massimo {LONGEST_NOTES} caratteri.")],
                ));
            }
            Ok(notes)
        }
        Part::List => {
            let list = value.parse::<ListId>().ok().and_then(|id| house.list(id));
            list.map(|list| list.id.to_string()).ok_or_else(|| {
                Invalid::one("value", ["This list does not exist any more.", "Questa lista non esiste più."])
            })
        }
        Part::Own(id) => {
            let field = house.contact_fields.iter().find(|field| field.id == id && !field.archived);
            let field = field.ok_or_else(|| {
                Invalid::one(
                    "value",
                    ["An administrator took this field away.", "Un amministratore ha tolto questo campo."],
                )
            })?;
            field.read(value).map_err(|words| Invalid::one("value", words))
        }
    }
}

/// One line of at most `longest` characters.
fn line(field: &str, text: &str, longest: usize) -> Result<String, Invalid> {
    let text = line::line(text);
    if text.chars().count() > longest {
        return Err(Invalid::one(
            field,
            [format!("At most {longest} characters."), format!("Al massimo {longest} caratteri.")],
        ));
    }
    Ok(text)
}
