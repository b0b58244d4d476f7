//! Canned answers of a description: everybody's and the accounts'. What people keep for themselves is theirs.

use serde_saphyr::Spanned;

use super::{
    description::AnswerPart,
    plan::{Act, Place, Planner},
    words::{self, Words, field, text},
};
use crate::{
    domain::{
        canned::{AnswerDraft, Scope, tidy_shortcut},
        message::LONGEST_TEXT,
    },
    server::canned,
};

impl Planner<'_> {
    pub(super) fn answer(&mut self, part: &Spanned<AnswerPart>) {
        let shortcut = tidy_shortcut(&part.value.shortcut);
        let account = part.value.account.as_deref().map(str::trim);
        let subject = match account {
            Some(account) => format!("canned answer /{shortcut} of {account}"),
            None => format!("canned answer /{shortcut}"),
        };
        let place = Place::of(part, subject);
        self.once(&place, "shortcut");
        let (scope, longest) = match account {
            None => (Scope::Global, LONGEST_TEXT),
            Some(key) => match self.account_keys.get(key) {
                Some((account, provider)) => (Scope::Account { account: *account }, self.longest_text(provider)),
                None => {
                    let words = format!("there is no account {key}; add it under accounts.");
                    return self.complain(&place, "account", &words);
                }
            },
        };
        let known = self.answers.iter().find(|it| it.draft.scope == scope && it.draft.shortcut == shortcut).cloned();
        let before = known.as_ref().map(|known| known.draft.clone());
        let mut draft = before.clone().unwrap_or_else(|| AnswerDraft {
            scope,
            title: shortcut.clone(),
            shortcut,
            text: String::new(),
        });
        if let Some(title) = &part.value.title {
            draft.title = title.clone();
        }
        if let Some(text) = &part.value.text {
            draft.text = text.clone();
        }
        draft.tidy();
        if let Err(invalid) = canned::check(&draft, longest) {
            self.complain_of(&place, invalid);
        }
        let lines = match &before {
            None => vec![format!("+ {}", place.subject)],
            Some(before) => words::difference(&place.subject, &words_of(before), &words_of(&draft)),
        };
        self.add(Act::Answer(known.map(|known| (known.id, known.draft.scope)), draft), lines);
    }

    fn longest_text(&self, provider: &str) -> usize {
        let provider = self.state.houses.registry().get(provider);
        provider.map_or(LONGEST_TEXT, |provider| provider.capabilities().max_chars.min(LONGEST_TEXT))
    }
}

fn words_of(draft: &AnswerDraft) -> Words {
    vec![field("title", text(&draft.title)), field("text", text(&draft.text))]
}
