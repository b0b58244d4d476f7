//! Canned answers: texts kept ready to be inserted, for everybody, for one account or for oneself.

mod search;
mod template;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

pub use search::Shelf;
pub use template::{Part, Template, Values, Variable};

use super::{
    AccountId, AnswerId, UserId,
    line::line,
    user::{Me, Right, Role},
};

/// Characters of a shortcut.
pub const LONGEST_SHORTCUT: usize = 32;
/// Characters of a title.
pub const LONGEST_TITLE: usize = 80;

/// Whom an answer is for. Order is strength: of two with the same shortcut the later one is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "scope", rename_all = "snake_case")]
pub enum Scope {
    /// Everybody, in every conversation.
    Global,
    /// Everybody, in conversations of one account.
    Account { account: AccountId },
    /// One person, in every conversation.
    Personal { user: UserId },
}

impl Scope {
    /// Whether this person may add, change and remove answers there.
    pub fn may_be_kept_by(self, me: &Me) -> bool {
        match self {
            Scope::Global => me.role.may(Right::Administer),
            Scope::Account { .. } => me.role.may(Right::Supervise),
            Scope::Personal { user } => me.id == user,
        }
    }

    pub fn is_personal(self) -> bool {
        matches!(self, Scope::Personal { .. })
    }
}

/// Roles that keep answers of the house, not just their own.
pub fn keeps_house_answers(role: Role) -> bool {
    role.may(Right::Supervise)
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Answer {
    pub id: AnswerId,
    pub draft: AnswerDraft,
}

/// What a form says about an answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AnswerDraft {
    #[serde(flatten)]
    pub scope: Scope,
    /// Lower case, unique in its scope.
    pub shortcut: String,
    pub title: String,
    pub text: String,
}

/// Everything a person may see and keep, with the accounts it can belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerBook {
    pub answers: Vec<Answer>,
    pub accounts: Vec<AccountLine>,
}

/// An account an answer can belong to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLine {
    pub id: AccountId,
    pub key: String,
    pub name: String,
    /// Characters of one text.
    pub max_chars: usize,
}

/// What is wrong with one field of a draft, as far as the draft alone tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    NoShortcut,
    /// Other signs than letters, digits, `-`, `_` and `.`.
    ShortcutSigns,
    ShortcutTooLong,
    NoTitle,
    TitleTooLong,
    NoText,
    /// Characters there are, characters there may be.
    TextTooLong(usize, usize),
    /// A sign no text may hold.
    TextSigns,
    /// A variable nobody knows, and the one that was perhaps meant.
    UnknownVariable(String, Option<Variable>),
}

impl Wrong {
    /// The input it belongs to.
    pub fn field(&self) -> &'static str {
        match self {
            Wrong::NoShortcut | Wrong::ShortcutSigns | Wrong::ShortcutTooLong => "shortcut",
            Wrong::NoTitle | Wrong::TitleTooLong => "title",
            Wrong::NoText | Wrong::TextTooLong(..) | Wrong::TextSigns | Wrong::UnknownVariable(..) => "text",
        }
    }
}

impl AnswerDraft {
    /// What was typed, as it is stored: `/Hi ` becomes `hi`.
    pub fn tidy(&mut self) {
        self.shortcut = tidy_shortcut(&self.shortcut);
        self.title = line(&self.title);
        self.text = self.text.trim().replace("\r\n", "\n");
    }

    /// Everything that is wrong with a tidy draft whose text may have `longest` characters.
    pub fn wrongs(&self, longest: usize) -> Vec<Wrong> {
        let mut wrongs = Vec::new();
        let sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        match self.shortcut.chars().count() {
            0 => wrongs.push(Wrong::NoShortcut),
            n if n > LONGEST_SHORTCUT => wrongs.push(Wrong::ShortcutTooLong),
            _ if !self.shortcut.chars().all(sign) => wrongs.push(Wrong::ShortcutSigns),
            _ => {}
        }
        match self.title.chars().count() {
            0 => wrongs.push(Wrong::NoTitle),
            n if n > LONGEST_TITLE => wrongs.push(Wrong::TitleTooLong),
            _ => {}
        }
        match self.text.chars().count() {
            0 => wrongs.push(Wrong::NoText),
            n if n > longest => wrongs.push(Wrong::TextTooLong(n, longest)),
            _ if self.text.contains('\0') => wrongs.push(Wrong::TextSigns),
            _ => {}
        }
        for name in Template::parse(&self.text).unknown() {
            wrongs.push(Wrong::UnknownVariable(name.to_owned(), Variable::like(name)));
        }
        wrongs
    }
}

/// A shortcut as it is stored and compared.
pub fn tidy_shortcut(typed: &str) -> String {
    typed.trim().trim_start_matches('/').to_lowercase()
}

/// Of several answers with one shortcut only the strongest: a personal one before the account's, the account's before
/// everybody's.
pub fn strongest(mut answers: Vec<Answer>) -> Vec<Answer> {
    answers.sort_by(|a, b| b.draft.scope.cmp(&a.draft.scope).then_with(|| a.draft.shortcut.cmp(&b.draft.shortcut)));
    let mut taken = HashSet::new();
    answers.retain(|answer| taken.insert(answer.draft.shortcut.clone()));
    answers.sort_by(|a, b| a.draft.shortcut.cmp(&b.draft.shortcut));
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::user::Theme;

    fn draft(scope: Scope, shortcut: &str) -> AnswerDraft {
        AnswerDraft { scope, shortcut: shortcut.into(), title: "Title".into(), text: "Text".into() }
    }

    const ACCOUNT: Scope = Scope::Account { account: AccountId(3) };

    #[test]
    fn each_keeps_what_belongs_to_their_role() {
        let me = |id, role| Me {
            id: UserId(id),
            login: String::new(),
            name: String::new(),
            alias: String::new(),
            role,
            theme: Theme::System,
            language: None,
        };
        let own = Scope::Personal { user: UserId(1) };
        for (role, global, account) in
            [(Role::Agent, false, false), (Role::Supervisor, false, true), (Role::Administrator, true, true)]
        {
            let kept = [Scope::Global, ACCOUNT, own].map(|scope| scope.may_be_kept_by(&me(1, role)));
            assert_eq!(kept, [global, account, true], "{role:?}");
            assert!(!own.may_be_kept_by(&me(2, role)), "{role:?}");
        }
    }

    #[test]
    fn a_personal_answer_beats_the_accounts_and_that_one_everybodys() {
        let own = Scope::Personal { user: UserId(1) };
        let all = [
            (1, Scope::Global, "hi"),
            (2, ACCOUNT, "hi"),
            (3, own, "hi"),
            (4, Scope::Global, "bye"),
            (5, ACCOUNT, "bye"),
        ];
        let answers = all.map(|(id, scope, shortcut)| Answer { id: AnswerId(id), draft: draft(scope, shortcut) });
        let ids: Vec<i64> = strongest(answers.to_vec()).iter().map(|answer| answer.id.0).collect();
        assert_eq!(ids, [5, 3]);
    }

    #[test]
    fn what_is_typed_is_tidied() {
        let mut typed = AnswerDraft {
            scope: Scope::Global,
            shortcut: " /Öffnung ".into(),
            title: " Hours ".into(),
            text: " a\r\nb \n".into(),
        };
        typed.tidy();
        assert_eq!((typed.shortcut.as_str(), typed.title.as_str(), typed.text.as_str()), ("öffnung", "Hours", "a\nb"));
        assert!(typed.wrongs(10).is_empty());
    }

    #[test]
    fn everything_that_is_wrong_is_found_at_its_field() {
        let empty = AnswerDraft { title: String::new(), text: String::new(), ..draft(Scope::Global, "") };
        assert_eq!(empty.wrongs(10), [Wrong::NoShortcut, Wrong::NoTitle, Wrong::NoText]);
        let wrong = AnswerDraft {
            title: "t".repeat(81),
            text: "Dear {contact.firstname}, {whatever} 1234567890".into(),
            ..draft(Scope::Global, "two words")
        };
        let wrongs = wrong.wrongs(10);
        assert_eq!(
            wrongs,
            [
                Wrong::ShortcutSigns,
                Wrong::TitleTooLong,
                Wrong::TextTooLong(47, 10),
                Wrong::UnknownVariable("contact.firstname".into(), Some(Variable::ContactFirstName)),
                Wrong::UnknownVariable("whatever".into(), None),
            ]
        );
        let fields: Vec<&str> = wrongs.iter().map(Wrong::field).collect();
        assert_eq!(fields, ["shortcut", "title", "text", "text", "text"]);
    }
}
