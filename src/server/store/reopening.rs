//! A text soon after a close reopens the session, where the account wants that.
//!
//! Part of the batched ingest, before its texts are stored. Accounts without a reopen window pay a look into memory and
//! no statement. Whose texts may reopen something takes its turn with the decisions of routing, because reopening counts
//! in presence and route; a close that commits meanwhile is noticed after the upsert, and the batch is done again.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use sqlx::{Executor, Row};

use super::{RouteRow, StoreError, Tx, dialect::Kind, inbound::Text};
use crate::{
    domain::{AccountId, InteractionId, Peer, Timestamp, UserId, interaction::Interaction, message::Happening},
    server::house::House,
};

/// An (account, peer) of a batch, and how old a close may be to be undone.
#[derive(Serialize)]
struct Again<'a> {
    account_id: AccountId,
    peer: &'a str,
    since: Timestamp,
}

impl Tx {
    /// Reopens what the texts of a batch may reopen.
    pub(super) async fn reopen(&mut self, texts: &[Text<'_>], house: &House) -> Result<(), StoreError> {
        let wanted = reopenable(texts, house);
        if wanted.is_empty() || self.closed_of_late(&wanted, true).await?.is_empty() {
            return Ok(());
        }
        // Nothing is locked yet: from here on the order is that of every decision.
        if let Some(statement) = self.dialect.take_turn() {
            self.connection().execute(statement).await?;
        }
        let now = texts.iter().map(|text| text.at).max().unwrap_or_default();
        for id in self.closed_of_late(&wanted, true).await? {
            if let Some(closed) = self.lock_interaction(id, house).await? {
                self.reopen_one(&closed, now, house).await?;
            }
        }
        Ok(())
    }

    /// A session was closed while this batch was on its way, and its text began a new one: once more from the start.
    pub(super) async fn check_reopening(
        &mut self,
        texts: &[Text<'_>],
        interactions: &BTreeMap<(AccountId, Peer), Interaction>,
        house: &House,
    ) -> Result<(), StoreError> {
        let mut wanted = reopenable(texts, house);
        wanted.retain(|again| {
            let key = (again.account_id, Peer::parse(again.peer));
            interactions.get(&key).is_some_and(|interaction| interaction.version == 1)
        });
        if wanted.is_empty() || self.closed_of_late(&wanted, false).await?.is_empty() {
            return Ok(());
        }
        Err(StoreError::Duplicate("closed while its customer texted".into()))
    }

    /// The newest closed interaction of each, when it was closed late enough; with `none_open` only where none is open.
    async fn closed_of_late(
        &mut self,
        wanted: &[Again<'_>],
        none_open: bool,
    ) -> Result<Vec<InteractionId>, StoreError> {
        let rows = self.dialect.rows("again", &[("account_id", Kind::Int), ("peer", Kind::Text), ("since", Kind::Int)]);
        let unless = if none_open {
            "and not exists (select 1 from interaction o where o.account_id = again.account_id and o.peer = again.peer \
             and o.state = 'open') "
        } else {
            ""
        };
        let sql = format!(
            "select i.id, i.account_id, i.peer from {rows} cross join interaction i \
             where i.account_id = again.account_id and i.peer = again.peer and i.state = 'closed' \
             and i.closed_at >= again.since {unless}order by i.closed_at desc, i.id desc"
        );
        let mut newest: BTreeMap<(i64, String), InteractionId> = BTreeMap::new();
        for row in self.rows_of(sql, wanted).await? {
            let key = (row.try_get("account_id")?, row.try_get("peer")?);
            newest.entry(key).or_insert(InteractionId(row.try_get("id")?));
        }
        Ok(newest.into_values().collect())
    }

    /// Gives it back to its owner when he is there and has room; otherwise its flow begins anew.
    async fn reopen_one(&mut self, closed: &Interaction, now: Timestamp, house: &House) -> Result<(), StoreError> {
        let owner = match closed.owner {
            Some(owner) if self.takes_again(owner, house).await? => Some(owner),
            _ => None,
        };
        // Version by version: whoever saw the close sees that it is undone.
        let open = self
            .change_interaction(
                closed,
                "state = 'open', closed_at = null, closed_by = null, disposition_id = null, disposition = null, \
                 remark = null, owner_id = $2, owned_at = $3",
                owner.map(|owner| owner.0),
                now,
                house,
            )
            .await?;
        let to = owner.and_then(|owner| house.user_name(owner)).map(str::to_owned);
        self.note_happening(&open, Happening::Reopened { to }, now, house).await?;
        match owner {
            Some(owner) => {
                let stands = self.tell_presence(owner, now, house).await?;
                if stands.open >= stands.capacity {
                    self.withdraw_offers_of(owner, now, house).await?;
                }
                Ok(())
            }
            None => {
                self.save_route(&RouteRow::anew(open.id, now, now)).await?;
                self.due_now(&[open.id], now).await
            }
        }
    }

    /// Counts one more open session for somebody who is online and has room.
    async fn takes_again(&mut self, owner: UserId, house: &House) -> Result<bool, StoreError> {
        if !house.users.get(&owner).is_some_and(|user| user.active) {
            return Ok(false);
        }
        let row = sqlx::query(
            "update presence set open_count = open_count + 1 where user_id = $1 and open_count < $2 \
             and connected = 1 and availability = 'online' returning open_count",
        )
        .bind(owner.0)
        .bind(house.capacity(owner))
        .fetch_optional(self.connection())
        .await?;
        Ok(row.is_some())
    }
}

/// The senders of a batch whose account has a reopen window, in a fixed order.
fn reopenable<'a>(texts: &'a [Text<'_>], house: &House) -> Vec<Again<'a>> {
    let mut seen = BTreeSet::new();
    let mut wanted = Vec::new();
    for text in texts {
        let minutes = house.account(text.account).map_or(0, |account| account.rules.reopen_minutes);
        let peer = text.text.from.as_str();
        if minutes > 0 && seen.insert((text.account, peer)) {
            wanted.push(Again { account_id: text.account, peer, since: text.at - minutes * 60_000 });
        }
    }
    wanted.sort_by(|a, b| (a.account_id, a.peer).cmp(&(b.account_id, b.peer)));
    wanted
}
