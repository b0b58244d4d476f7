//! What is wrong or remarkable about an answer while it is being typed. Pure: the form asks, the panel shows.

use crate::domain::{
    AnswerId, Encoding, Segments,
    canned::{Answer, AnswerDraft, Scope, Template, Values, Wrong},
    segments::mend,
};

/// Everything that can be told of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lint {
    /// What the server will refuse. Fields left empty are not told before somebody tries to save.
    pub wrongs: Vec<Wrong>,
    /// Another answer of this scope has the shortcut.
    pub taken: bool,
    /// Whose answers with this shortcut this one takes the place of.
    pub wins_over: Vec<Scope>,
    /// Whose go before it.
    pub loses_to: Vec<Scope>,
    pub as_it_stands: Segments,
    pub filled: Segments,
    /// Filled in with the sample it is longer than this.
    pub filled_too_long: Option<usize>,
    /// Plain signs would make it cheaper.
    pub mends: bool,
}

/// `others` are all answers the author may see; `own` is the one being changed.
pub fn lint(draft: &AnswerDraft, own: Option<AnswerId>, others: &[Answer], sample: &Values, longest: usize) -> Lint {
    let mut draft = draft.clone();
    draft.tidy();
    let mut wrongs = draft.wrongs(longest);
    wrongs.retain(|wrong| !matches!(wrong, Wrong::NoShortcut | Wrong::NoTitle | Wrong::NoText));
    let namesakes = || {
        let named = |answer: &&Answer| answer.draft.shortcut == draft.shortcut && Some(answer.id) != own;
        others.iter().filter(named).map(|answer| answer.draft.scope)
    };
    // Answers of two accounts never meet.
    let meets = |scope: &Scope| match (draft.scope, *scope) {
        (Scope::Account { account }, Scope::Account { account: other }) => account == other,
        _ => true,
    };
    let rank = |scope: Scope| match scope {
        Scope::Global => 0,
        Scope::Account { .. } => 1,
        Scope::Personal { .. } => 2,
    };
    let filled = Segments::of(&Template::parse(&draft.text).fill(sample));
    let as_it_stands = Segments::of(&draft.text);
    let is_unicode = as_it_stands.encoding == Encoding::Ucs2;
    Lint {
        taken: namesakes().any(|scope| scope == draft.scope),
        wins_over: namesakes().filter(meets).filter(|scope| rank(*scope) < rank(draft.scope)).collect(),
        loses_to: namesakes().filter(meets).filter(|scope| rank(*scope) > rank(draft.scope)).collect(),
        filled_too_long: (filled.chars > longest as i64).then_some(longest),
        mends: is_unicode && mend(&draft.text) != draft.text,
        wrongs,
        as_it_stands,
        filled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, UserId};

    const OWN: Scope = Scope::Personal { user: UserId(1) };

    fn account(id: i64) -> Scope {
        Scope::Account { account: AccountId(id) }
    }

    fn draft(scope: Scope, shortcut: &str, text: &str) -> AnswerDraft {
        AnswerDraft { scope, shortcut: shortcut.into(), title: "Title".into(), text: text.into() }
    }

    fn answer(id: i64, scope: Scope) -> Answer {
        Answer { id: AnswerId(id), draft: draft(scope, "hi", "text") }
    }

    #[test]
    fn an_empty_form_is_not_scolded() {
        let empty = AnswerDraft { title: String::new(), ..draft(Scope::Global, "", "") };
        let lint = lint(&empty, None, &[], &Values::default(), 10);
        assert!(lint.wrongs.is_empty() && !lint.taken && lint.filled_too_long.is_none());
    }

    #[test]
    fn a_shortcut_is_taken_only_in_its_own_scope_and_never_by_itself() {
        let others = [answer(1, Scope::Global), answer(2, account(1)), answer(3, OWN)];
        let of = |scope, own: Option<i64>| {
            lint(&draft(scope, " /HI", "x"), own.map(AnswerId), &others, &Values::default(), 10)
        };
        assert!(of(Scope::Global, None).taken && !of(Scope::Global, Some(1)).taken);
        assert!(of(account(1), None).taken && !of(account(2), None).taken);
        assert!(of(OWN, None).taken && !of(OWN, Some(3)).taken);
    }

    #[test]
    fn it_is_told_which_answer_goes_before_which() {
        let others = [answer(1, Scope::Global), answer(2, account(1)), answer(3, OWN)];
        let of = |scope| {
            let lint = lint(&draft(scope, "hi", "x"), None, &others, &Values::default(), 10);
            (lint.wins_over, lint.loses_to)
        };
        assert_eq!(of(Scope::Global), (vec![], vec![account(1), OWN]));
        assert_eq!(of(account(2)), (vec![Scope::Global], vec![OWN]));
        assert_eq!(of(OWN), (vec![Scope::Global, account(1)], vec![]));
    }

    #[test]
    fn the_text_is_counted_as_it_stands_and_filled_in() {
        let sample = Values { contact_name: "Maria Bianchi".into(), ..Values::default() };
        let lint = lint(&draft(OWN, "hi", "“{contact.first_name}”"), None, &[], &sample, 6);
        assert_eq!((lint.as_it_stands.chars, lint.filled.chars), (22, 7));
        assert_eq!(lint.filled_too_long, Some(6));
        assert!(lint.mends && lint.as_it_stands.forcing == ['“', '”']);
        assert_eq!(lint.wrongs, [Wrong::TextTooLong(22, 6)]);
    }
}
