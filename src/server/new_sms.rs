//! Writing to a customer first: who it is, what stands in the way, and the conversation that begins with it.

use std::sync::Arc;

use super::{
    clock::Clock,
    consent::{Standing, check_later},
    desktop::{Desktops, check_key, check_text},
    failure::Failure,
    hours,
    house::{House, HouseAccount},
    houses::Houses,
    phones,
    routing::Routing,
    store::{Begun, Composed, First, Found, Reach, Store},
};
use crate::domain::{
    AccountId, InteractionId, Peer, Timestamp,
    error::Invalid,
    interaction::Interaction,
    message::LONGEST_TEXT,
    new_sms::{Existing, Hit, Known, NewSms, Recipient, Started, Whose},
    offer::Claim,
    phone::{Line, Number, Reading, WrongNumber},
    quiet::Outlook,
    segments::Segments,
    user::{Me, Right},
};

/// Contacts offered while somebody types.
const HITS: i64 = 8;
/// Fewer digits than this name half the world.
const FEWEST_DIGITS: usize = 3;
/// Characters of a search.
const LONGEST_SEARCH: usize = 60;

#[derive(Clone)]
pub struct FirstWords {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    routing: Routing,
    desktops: Desktops,
}

impl FirstWords {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, routing: Routing, desktops: Desktops) -> FirstWords {
        FirstWords { store, houses, clock, routing, desktops }
    }

    /// An account from which this person may write first.
    fn account(&self, me: &Me, id: AccountId) -> Result<Arc<HouseAccount>, Failure> {
        let house = self.houses.current();
        let account = house.account(id).filter(|account| account.active && account.users.contains(&me.id));
        account.cloned().ok_or(Failure::NotFound)
    }

    /// What is known of a recipient as he is typed.
    pub async fn recipient(&self, me: &Me, account: AccountId, typed: &str) -> Result<Recipient, Failure> {
        let account = self.account(me, account)?;
        let number = match self.read(typed, &account).await? {
            Ok(number) => number,
            Err(wrong) => return Ok(Recipient { number: Err(wrong), known: None }),
        };
        let house = self.houses.current();
        let contact = self.store.contact_of(&number.peer).await?;
        let existing = match self.store.open_interaction(account.id, &number.peer, &house).await? {
            Some(interaction) => Some(self.existing(me, &interaction, &house).await?),
            None => None,
        };
        let known = Known {
            opted_out_at: contact.as_ref().and_then(|contact| contact.opted_out_at),
            name: contact.map(|contact| contact.name).unwrap_or_default(),
            existing,
            outlook: hours::outlook(&account, &number.peer, self.clock.now()),
        };
        Ok(Recipient { number: Ok(number), known: Some(known) })
    }

    /// A number as typed. One that has written to us is right, whatever its plan says.
    async fn read(&self, typed: &str, account: &HouseAccount) -> Result<Reading, Failure> {
        let reading = phones::read(typed, &account.country);
        if reading.is_err() {
            let peer = Peer::parse(&phones::plain(typed));
            let is_number = peer.as_str().starts_with('+') && peer.can_be_answered();
            if is_number && self.store.contact_of(&peer).await?.is_some() {
                return Ok(Ok(unplanned(&peer)));
            }
        }
        Ok(reading)
    }

    async fn existing(&self, me: &Me, interaction: &Interaction, house: &House) -> Result<Existing, Failure> {
        let whose = match (interaction.owner, &interaction.owner_name) {
            (Some(owner), _) if owner == me.id => Whose::Mine,
            (Some(_), name) => {
                let visible = self.desktops.may_see(me, interaction.id).await?;
                Whose::Colleague { name: name.clone().unwrap_or_default(), visible }
            }
            (None, _) => {
                let queue = self.store.waits_in(interaction.id).await?;
                let serves = queue.and_then(|id| house.queues.get(&id)).is_some_and(|q| q.members.contains(&me.id));
                let name = queue.and_then(|id| house.queue_name(id)).map(str::to_owned);
                Whose::Waiting { queue: name, takable: serves || me.role.may(Right::Supervise) }
            }
        };
        Ok(Existing { interaction: interaction.id, whose })
    }

    /// Contacts that begin or end as typed, among those this person may find.
    pub async fn search(&self, me: &Me, account: AccountId, typed: &str) -> Result<Vec<Hit>, Failure> {
        let account = self.account(me, account)?;
        let typed = phones::plain(typed);
        let typed = typed.as_str();
        if typed.is_empty() || typed.chars().count() > LONGEST_SEARCH || typed.contains('\0') {
            return Ok(Vec::new());
        }
        let reach = Reach::of(me, &self.houses.current());
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let found = if typed.chars().any(char::is_alphabetic) {
            self.store.named(typed, &reach, HITS).await?
        } else if digits.len() >= FEWEST_DIGITS {
            let abroad = digits.strip_prefix("00").unwrap_or(&digits);
            let home = phones::country_code(&account.country).map(|code| code.to_string()).unwrap_or_default();
            let beginnings = [format!("+{abroad}"), format!("+{home}{}", digits.trim_start_matches('0'))];
            self.store.numbered(beginnings, &digits, &reach, HITS).await?
        } else {
            Vec::new()
        };
        Ok(found.into_iter().filter_map(hit).collect())
    }

    /// Sends a first message and begins the conversation. A second call with the same key changes nothing.
    pub async fn start(&self, me: &Me, new: NewSms) -> Result<Started, Failure> {
        let account = self.account(me, new.account)?;
        let now = self.clock.now();
        check_key(&new.compose_key)?;
        let number = self.read(&new.to, &account).await?.map_err(|wrong| Invalid::one("to", words_of(&wrong)))?;
        let text = new.text.trim_end().to_owned();
        check_text(&text, account.provider.capabilities().max_chars.min(LONGEST_TEXT))?;
        check_later(new.later, now)?;
        let contact = self.store.contact_of(&number.peer).await?;
        let standing = Standing {
            account: &account,
            peer: &number.peer,
            opted_out_at: contact.and_then(|contact| contact.opted_out_at),
            last_inbound_at: None,
        };
        let despite = standing.allow(me, new.later.map_or(now, |later| later.at), new.despite.as_deref())?;
        let message = Composed {
            interaction: InteractionId(0),
            author: me.id,
            segments: Segments::of(&text).parts,
            text,
            compose_key: new.compose_key,
            note: false,
            later: new.later,
            despite,
            media: Vec::new(),
        };
        let house = self.houses.current();
        let first = First { account: account.id, peer: number.peer, message };
        Ok(match self.store.begin(first, now, house.clone()).await? {
            Begun::Done(interaction, message) => Started::Sent { interaction, message },
            Begun::Exists(interaction) => Started::Exists { existing: self.existing(me, &interaction, &house).await? },
        })
    }

    /// Takes a conversation that waits for somebody. Losing is an answer, not an error.
    pub async fn take(&self, me: &Me, interaction: InteractionId) -> Result<Claim, Failure> {
        let house = self.houses.current();
        let known = self.store.interaction(interaction, &house).await?.ok_or(Failure::NotFound)?;
        let works_there = house.account(known.account).is_some_and(|account| account.users.contains(&me.id));
        match self.existing(me, &known, &house).await?.whose {
            Whose::Waiting { takable: false, .. } => Err(Failure::NotFound),
            Whose::Colleague { visible: false, .. } if !works_there => Err(Failure::NotFound),
            _ => self.routing.take(me, interaction).await,
        }
    }

    /// When the customer of a conversation can be written to.
    pub async fn outlook(&self, me: &Me, interaction: InteractionId) -> Result<Outlook, Failure> {
        let interaction = self.desktops.visible(me, interaction).await?;
        let house = self.houses.current();
        let account = house.account(interaction.account).ok_or(Failure::NotFound)?;
        Ok(hours::outlook(account, &interaction.peer, self.clock.now()))
    }

    /// A time on the customer's wall (`2026-11-27T09:00`) as a point in time.
    pub fn read_time(&self, zone: &str, local: &str) -> Result<Timestamp, Failure> {
        hours::read_local(zone, local)
            .ok_or_else(|| Invalid::one("later", ["Give a date and a time.", "Indicare data e ora."]).into())
    }
}

fn hit(found: Found) -> Option<Hit> {
    let Found { contact, name, opted_out_at, number } = found;
    let number = phones::international(&number).or_else(|| number.can_be_answered().then(|| unplanned(&number)))?;
    Some(Hit { contact, name, number, opted_out: opted_out_at.is_some() })
}

/// A number no plan knows, and that is in use all the same.
fn unplanned(peer: &Peer) -> Number {
    Number { peer: peer.clone(), international: peer.as_str().to_owned(), country: None, line: Line::Other }
}

/// For who has no words of his own beside the field.
pub(super) fn words_of(wrong: &WrongNumber) -> [&'static str; 2] {
    match wrong {
        WrongNumber::Empty => ["Give a number.", "Indicare un numero."],
        WrongNumber::NotANumber => ["This is not a telephone number.", "Non è un numero di telefono."],
        WrongNumber::NoCountry => [
            "Begin with + and the country code: this account has no country of its own.",
            "Iniziare con + e il prefisso del paese: questo account non ha un paese.",
        ],
        WrongNumber::Extension => [
            "A text reaches no extension: give the number without it.",
            "Un SMS non raggiunge un interno: indicare il numero senza.",
        ],
        WrongNumber::NoSuchCode => ["No country has this code.", "Nessun paese ha questo prefisso."],
        WrongNumber::TooShort { .. } => ["This number is too short.", "Questo numero è troppo corto."],
        WrongNumber::TooLong { .. } => ["This number is too long.", "Questo numero è troppo lungo."],
        WrongNumber::NotOfPlan { .. } => {
            ["There is no such number in this country.", "In questo paese non esiste un numero così."]
        }
    }
}
