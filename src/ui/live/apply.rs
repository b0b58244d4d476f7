//! What each event changes. Idempotent: versions, ids and ranks decide, never the order of arrival.

use leptos::prelude::*;

use super::{Card, CardEnd, Live, Loading, Session, session::DeliveryChange};
use crate::{
    domain::{
        ContactId, Timestamp,
        desktop::Desktop,
        event::Event,
        interaction::{Interaction, State},
        message::{Content, Message},
        offer::{Offer, OfferEnd},
    },
    ui::browser,
};

/// Milliseconds in which a stream that stands has told what was missed.
const CAUGHT_UP: i64 = 3_000;

impl Live {
    /// One event of the stream.
    pub(super) fn apply(&self, event: Event) {
        for (_, listener) in self.listeners.try_get_value().unwrap_or_default() {
            listener(&event);
        }
        match event {
            Event::OfferMade { offer } => self.offer_made(offer),
            Event::OfferEnded { offer, end, .. } => match end {
                OfferEnd::Accepted | OfferEnd::Rejected => self.drop_card(offer),
                OfferEnd::TimedOut => self.end_card(offer, CardEnd::TimedOut),
                OfferEnd::TakenBy { id, .. } if id == self.me.with_untracked(|me| me.id) => self.drop_card(offer),
                OfferEnd::TakenBy { name, .. } => self.end_card(offer, CardEnd::TakenBy(name)),
                OfferEnd::Withdrawn => self.end_card(offer, CardEnd::Gone),
            },
            Event::InteractionChanged { interaction } => self.interaction_changed(interaction),
            Event::MessageAdded { message } => self.message_added(message),
            Event::DeliveryChanged { interaction, message, attempt, delivery, problem } => {
                if let Some(session) = untrack(|| self.session(interaction)) {
                    session.thread.delivery_changed(DeliveryChange { message, attempt, delivery, problem });
                }
            }
            Event::MediaChanged { interaction, message, media } => {
                if let Some(session) = untrack(|| self.session(interaction)) {
                    session.thread.media_changed(message, media);
                }
            }
            Event::PresenceChanged { presence } => {
                if presence.user == self.me.with_untracked(|me| me.id) {
                    self.presence.set(presence);
                }
            }
            Event::QueueChanged { queue, waiting } => {
                let stale = self.queues.with_untracked(|all| all.iter().any(|q| q.id == queue && q.waiting != waiting));
                if stale {
                    self.queues.update(|all| {
                        for load in all.iter_mut().filter(|load| load.id == queue) {
                            load.waiting = waiting;
                        }
                    });
                }
            }
            Event::LookingChanged { interaction, people } => self.set_lookers(interaction, people),
            Event::Shown { interactions } => self.shown(&interactions),
            Event::Mentioned { mention } => self.mentioned(mention),
            Event::MentionsRead { interaction } => self.mentions_read(interaction),
            // Whoever shows these listens for itself.
            Event::AnswersChanged { .. }
            | Event::SandboxChanged { .. }
            | Event::ContactChanged { .. }
            | Event::ContactMerged { .. }
            | Event::TagsChanged { .. }
            | Event::Watched { .. } => {}
            Event::DraftChanged { draft } => self.draft_arrived(&draft),
            // Nothing was missed: the conversations stay as they are.
            Event::HouseChanged => self.refresh(),
            Event::SignedOut => {}
            Event::ConsentChanged { contact, opted_out_at } => self.consent_changed(contact, opted_out_at),
        }
    }

    /// Takes over a whole snapshot; what is the same stays untouched.
    pub(super) fn adopt(&self, desktop: Desktop) {
        self.me.set(desktop.me);
        self.house_name.set(desktop.house_name);
        self.simulator.set(desktop.simulator);
        self.presence.set(desktop.presence);
        self.pause_reasons.set(desktop.pause_reasons);
        self.queues.set(desktop.queues);
        self.accounts.set(desktop.accounts);
        self.other_accounts.set(desktop.other_accounts);
        self.transfer.set(desktop.transfer);
        self.mentions.set(desktop.mentions);
        self.alerts.set(desktop.alerts);
        self.looking.update(|all| {
            // Of what is no session of his the snapshot says nothing.
            all.retain(|(id, _)| desktop.sessions.iter().all(|session| session.id != *id));
            all.extend(desktop.looking);
        });
        self.cursor.set_value(desktop.cursor);

        let known = self.offers.get_untracked();
        let cards = desktop.offers.into_iter().map(|offer| {
            known.iter().find(|card| card.offer.id == offer.id).cloned().unwrap_or_else(|| Card::new(offer))
        });
        self.offers.set(cards.collect());

        let gone: Vec<Session> = self.sessions.with_untracked(|sessions| {
            let still = |session: &&Session| !desktop.sessions.iter().any(|open| open.id == session.id);
            sessions.iter().filter(still).cloned().collect()
        });
        if !gone.is_empty() {
            self.sessions.update(|sessions| sessions.retain(|own| !gone.iter().any(|session| session.id == own.id)));
            self.visited.update(|visited| visited.extend(gone.iter().cloned()));
        }
        for interaction in desktop.sessions {
            self.interaction_changed(interaction);
        }
        for draft in &desktop.drafts {
            self.draft_arrived(draft);
        }
    }

    /// Events were missed, or may have been: what stands here is loaded again where somebody looks.
    pub(super) fn go_stale(&self) {
        for session in self.sessions.get_untracked().iter().chain(&self.visited.get_untracked()) {
            session.thread.go_stale();
        }
    }

    fn offer_made(&self, offer: Offer) {
        if self.offers.with_untracked(|cards| cards.iter().any(|card| card.offer.id == offer.id)) {
            return;
        }
        // Long enough after the stream stood that it is news and not what was missed: made just now, so it tells the
        // server's time.
        if self.stood_at.get_value().is_some_and(|at| browser::now().since(at) > CAUGHT_UP) {
            self.clock.learn(offer.offered_at);
        }
        self.offers.update(|cards| cards.push(Card::new(offer)));
    }

    pub(super) fn interaction_changed(&self, interaction: Interaction) {
        let (id, account) = (interaction.id, interaction.account);
        let newest = self.versions.try_update_value(|versions| {
            let known = versions.entry(id).or_insert(i64::MIN);
            let newer = interaction.version > *known;
            *known = interaction.version.max(*known);
            newer
        });
        let his = interaction.state == State::Open && interaction.owner == Some(self.me.with_untracked(|me| me.id));
        let is_tab = untrack(|| self.owns(id));
        if newest != Some(true) && is_tab == his {
            return;
        }
        let session = untrack(|| self.session(id));
        if newest == Some(true)
            && let Some(session) = &session
        {
            // While nobody has it, its texts are not told one by one.
            let texts_came = session.facts.with_untracked(|known| {
                known.as_ref().is_some_and(|known| known.last_inbound_at != interaction.last_inbound_at)
            });
            if interaction.owner.is_none() && texts_came {
                session.thread.read_again();
            }
            session.facts.set(Some(interaction.clone()));
        }
        if interaction.state == State::Closed && newest == Some(true) {
            self.forget_drafts(id);
        }
        match (his, is_tab) {
            (true, false) if newest == Some(true) => {
                let session = session.unwrap_or_else(|| {
                    let session = Session::new(id, Some(interaction));
                    self.fill_drafts(&session);
                    if self.alive.get_value() {
                        self.restore(&session);
                    }
                    session
                });
                // What was a visit may have missed events: they are sent to owners, and to pages that show it.
                session.thread.go_stale();
                self.visited.update(|visited| visited.retain(|other| other.id != id));
                self.sessions.update(|sessions| sessions.push(session));
                // He took over what is not of his accounts: the server tells which it is.
                if self.alive.get_value() && untrack(|| self.account(account)).is_none() {
                    self.refresh();
                }
            }
            (false, true) => {
                if let Some(session) = session {
                    self.sessions.update(|sessions| sessions.retain(|other| other.id != id));
                    self.visited.update(|visited| visited.push(session));
                }
            }
            _ => {}
        }
    }

    fn consent_changed(&self, contact: ContactId, opted_out_at: Option<Timestamp>) {
        let sessions = self.sessions.get_untracked().into_iter().chain(self.visited.get_untracked());
        for session in sessions {
            let news = session.facts.with_untracked(|facts| {
                facts.as_ref().is_some_and(|it| it.contact == contact && it.opted_out_at != opted_out_at)
            });
            if news {
                session.facts.update(|facts| {
                    if let Some(facts) = facts {
                        facts.opted_out_at = opted_out_at;
                    }
                });
            }
        }
    }

    fn message_added(&self, message: Message) {
        let Some(session) = untrack(|| self.session(message.interaction)) else { return };
        if let Content::Inbound { .. } = message.content {
            let looked_at = self.active.get_untracked() == Some(session.id) && browser::visible();
            if !looked_at
                && session.thread.loading.get_untracked() == Loading::Ready
                && session.thread.first_new.with_untracked(Option::is_none)
            {
                session.thread.first_new.set(Some(message.id));
            }
        }
        session.thread.put(message);
        self.remember_outgoing(&session);
    }
}

impl Card {
    fn new(offer: Offer) -> Card {
        Card { offer, end: ArcRwSignal::new(None), busy: ArcRwSignal::new(false) }
    }
}
