//! Canned answers: who may use which, and who may keep them. Read from the database each time, so a change holds on every
//! node at once; browsers keep what they got until an event says it changed.

use std::sync::Arc;

use super::{
    clock::Clock,
    failure::Failure,
    house::House,
    houses::Houses,
    store::{Store, StoreError},
};
use crate::domain::{
    AccountId, AnswerId,
    canned::{
        AccountLine, Answer, AnswerBook, AnswerDraft, LONGEST_SHORTCUT, LONGEST_TITLE, Scope, Wrong,
        keeps_house_answers,
    },
    error::Invalid,
    message::LONGEST_TEXT,
    sentence::Sentence,
    user::Me,
};

/// Answers one person may keep for themselves.
const MOST_PERSONAL: usize = 500;

#[derive(Clone)]
pub struct CannedAnswers {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
}

impl CannedAnswers {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock) -> CannedAnswers {
        CannedAnswers { store, houses, clock }
    }

    /// What this person may put into a conversation of `account`: everybody's, the account's, and their own.
    pub async fn for_conversation(&self, me: &Me, account: AccountId) -> Result<Vec<Answer>, Failure> {
        let house = self.houses.current();
        let uses = house.account(account).ok_or(Failure::NotFound)?.users.contains(&me.id);
        let sees = uses || keeps_house_answers(me.role) || {
            // Whoever accepted a conversation answers it, whether the account is theirs to write from or not.
            self.store.sessions_of(me.id, &house).await?.iter().any(|session| session.account == account)
        };
        if !sees {
            return Err(Failure::NotFound);
        }
        Ok(self.store.answers_for(me.id, account).await?)
    }

    /// Everything this person may see: their own, everybody's, and those of the accounts they use or supervise.
    pub async fn book(&self, me: &Me) -> Result<AnswerBook, Failure> {
        let house = self.houses.current();
        let supervises = keeps_house_answers(me.role);
        let sees = |account: &AccountId| {
            supervises || house.account(*account).is_some_and(|account| account.users.contains(&me.id))
        };
        let mut answers = self.store.answers_of_house(Some(me.id)).await?;
        answers.retain(|answer| match answer.draft.scope {
            Scope::Account { account } => sees(&account),
            Scope::Global | Scope::Personal { .. } => true,
        });
        answers.sort_by(|a, b| {
            (a.draft.shortcut.as_str(), a.draft.scope).cmp(&(b.draft.shortcut.as_str(), b.draft.scope))
        });
        let mut accounts: Vec<AccountLine> = house
            .accounts
            .values()
            .filter(|account| sees(&account.id))
            .map(|account| AccountLine {
                id: account.id,
                key: account.key.clone(),
                name: account.name.clone(),
                max_chars: account.max_chars(),
            })
            .collect();
        accounts.sort_by_key(|account| account.name.to_lowercase());
        Ok(AnswerBook { answers, accounts })
    }

    /// `seen` is what the form began with; without it what is there is written over.
    pub async fn save(
        &self,
        me: &Me,
        id: Option<AnswerId>,
        draft: AnswerDraft,
        seen: Option<AnswerDraft>,
    ) -> Result<AnswerId, Failure> {
        let known = match id {
            Some(id) => Some(self.kept_by(me, id).await?),
            None => None,
        };
        if !draft.scope.may_be_kept_by(me) {
            return Err(Invalid::one(
                "scope",
                ["Your role does not let you keep answers there.", "Il ruolo non consente di salvare risposte lì."],
            )
            .into());
        }
        let moves_in = draft.scope.is_personal() && known.as_ref().is_none_or(|known| known.draft.scope != draft.scope);
        if moves_in {
            let answers = self.store.answers_of_house(Some(me.id)).await?;
            if answers.iter().filter(|answer| answer.draft.scope == draft.scope).count() >= MOST_PERSONAL {
                return Err(Failure::refused([
                    format!("At most {MOST_PERSONAL} answers of your own: remove one first."),
                    format!("Al massimo {MOST_PERSONAL} risposte personali: prima occorre eliminarne una."),
                ]));
            }
        }
        self.put(Some(me), known.map(|known| (known.id, known.draft.scope)), draft, seen).await
    }

    /// `by` is `None` for the command line. `known` is the answer to change, and the scope it was found in.
    pub async fn save_as(
        &self,
        by: Option<&Me>,
        known: Option<(AnswerId, Scope)>,
        draft: AnswerDraft,
    ) -> Result<AnswerId, Failure> {
        self.put(by, known, draft, None).await
    }

    async fn put(
        &self,
        by: Option<&Me>,
        known: Option<(AnswerId, Scope)>,
        mut draft: AnswerDraft,
        mut seen: Option<AnswerDraft>,
    ) -> Result<AnswerId, Failure> {
        draft.tidy();
        seen.iter_mut().for_each(AnswerDraft::tidy);
        let house = self.houses.current();
        let Some(longest) = longest_text(&house, draft.scope) else {
            return Err(Invalid::one(
                "scope",
                ["This account does not exist any more.", "Questo account non esiste più."],
            )
            .into());
        };
        check(&draft, longest)?;
        let (now, scope, shortcut) = (self.clock.now(), draft.scope, draft.shortcut.clone());
        let saved = match self.store.save_answer(known, draft, seen, now).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(Invalid::one(
                    "shortcut",
                    ["Another answer has this shortcut there.", "Lì un'altra risposta ha già questa scorciatoia."],
                )
                .into());
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        self.note(by, "canned_answer.save", saved, scope, shortcut).await?;
        Ok(saved)
    }

    pub async fn remove(&self, me: &Me, id: AnswerId) -> Result<(), Failure> {
        let known = self.kept_by(me, id).await?;
        if !self.store.remove_answer(id, known.draft.scope, self.clock.now()).await? {
            return Err(Failure::NotFound);
        }
        self.note(Some(me), "canned_answer.remove", id, known.draft.scope, known.draft.shortcut).await
    }

    /// The answer, when this person keeps it. Somebody else's does not exist.
    async fn kept_by(&self, me: &Me, id: AnswerId) -> Result<Answer, Failure> {
        let known = self.store.answer(id).await?.ok_or(Failure::NotFound)?;
        if known.draft.scope.may_be_kept_by(me) { Ok(known) } else { Err(Failure::NotFound) }
    }

    /// What changes for others is noted; what somebody keeps for themselves is theirs.
    async fn note(
        &self,
        by: Option<&Me>,
        act: &'static str,
        id: AnswerId,
        scope: Scope,
        shortcut: String,
    ) -> Result<(), Failure> {
        if scope.is_personal() {
            return Ok(());
        }
        let subject = format!("canned answer {id}");
        Ok(self.store.note_act(self.clock.now(), by.map(|me| me.id), act, subject, shortcut).await?)
    }
}

/// What is wrong with a tidy draft whose text may have `longest` characters.
pub(super) fn check(draft: &AnswerDraft, longest: usize) -> Result<(), Invalid> {
    let mut invalid = Invalid::default();
    for wrong in draft.wrongs(longest) {
        invalid.add(wrong.field(), words(&wrong));
    }
    invalid.check()
}

fn words(wrong: &Wrong) -> Sentence {
    match wrong {
        Wrong::NoShortcut => ["Give it a shortcut.", "Indicare una scorciatoia."].into(),
        Wrong::ShortcutSigns => ["Letters, digits, and - _ . only.", "Solo lettere, cifre e - _ ."].into(),
        Wrong::ShortcutTooLong => {
            [format!("At most {LONGEST_SHORTCUT} characters."), format!("Al massimo {LONGEST_SHORTCUT} caratteri.")]
                .into()
        }
        Wrong::NoTitle => ["Give it a title.", "Indicare un titolo."].into(),
        Wrong::TitleTooLong => {
            [format!("At most {LONGEST_TITLE} characters."), format!("Al massimo {LONGEST_TITLE} caratteri.")].into()
        }
        Wrong::NoText => ["Write what the customer gets.", "Scrivere il testo per il cliente."].into(),
        Wrong::TextTooLong(chars, longest) => [
            format!("{chars} characters; at most {longest} can be sent."),
            format!("{chars} caratteri; se ne possono inviare al massimo {longest}."),
        ]
        .into(),
        Wrong::TextSigns => {
            ["It holds a character that can't be sent.", "Contiene un carattere che non si può inviare."].into()
        }
        Wrong::UnknownVariable(name, None) => {
            [format!("There is no variable {{{name}}}."), format!("La variabile {{{name}}} non esiste.")].into()
        }
        Wrong::UnknownVariable(name, Some(like)) => {
            let like = like.token();
            [
                format!("There is no variable {{{name}}}. Do you mean {like}?"),
                format!("La variabile {{{name}}} non esiste. Forse {like}?"),
            ]
            .into()
        }
    }
}

/// How many characters a text in `scope` may have; `None` when its account is gone.
fn longest_text(house: &House, scope: Scope) -> Option<usize> {
    match scope {
        Scope::Account { account } => Some(house.account(account)?.max_chars()),
        Scope::Global | Scope::Personal { .. } => Some(LONGEST_TEXT),
    }
}
