//! Colleagues named in notes: `@anna` in the text of a note tells Anna and lets her see that interaction.

use serde::{Deserialize, Serialize};

use super::{InteractionId, MentionId, Timestamp, UserId};

/// One person named in one note, as the person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    pub id: MentionId,
    pub interaction: InteractionId,
    pub contact_name: String,
    pub account_key: String,
    /// Who wrote the note.
    pub by: String,
    /// The beginning of the note.
    pub words: String,
    pub at: Timestamp,
    pub read: bool,
}

/// What the bell shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentions {
    /// Newest first.
    pub newest: Vec<Mention>,
    pub unread: i64,
}

impl Mentions {
    /// Those in this interaction are read now, or all of them.
    pub fn read(&mut self, interaction: Option<InteractionId>) {
        let concerned =
            |mention: &&mut Mention| interaction.is_none_or(|id| mention.interaction == id) && !mention.read;
        let mut read = 0;
        for mention in self.newest.iter_mut().filter(concerned) {
            mention.read = true;
            read += 1;
        }
        self.unread = if interaction.is_none() { 0 } else { (self.unread - read).max(0) };
    }
}

/// Somebody of the house.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub id: UserId,
    pub login: String,
    pub name: String,
}

/// A stretch of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Text(&'a str),
    /// Without its `@`.
    Name(&'a str),
}

fn is_login(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@')
}

/// Takes a note apart. A name begins at an `@` that follows no letter or digit, and ends before what ends a sentence;
/// whether somebody has that login is for others to say.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('@').map(|found| at + found) {
        let after = &text[found + 1..];
        let end = after.find(|c| !is_login(c)).unwrap_or(after.len());
        let name = after[..end].trim_end_matches(['.', '-', '_', '@']);
        let within_word = text[..found].chars().next_back().is_some_and(is_login);
        if name.is_empty() || name.starts_with('@') || within_word {
            at = found + 1;
            continue;
        }
        if from < found {
            parts.push(Part::Text(&text[from..found]));
        }
        parts.push(Part::Name(name));
        from = found + 1 + name.len();
        at = from;
    }
    if from < text.len() {
        parts.push(Part::Text(&text[from..]));
    }
    parts
}

/// The logins a note names, in lower case, each once.
pub fn logins(text: &str) -> Vec<String> {
    let mut logins: Vec<String> = Vec::new();
    for part in parts(text) {
        if let Part::Name(name) = part {
            let login = name.to_lowercase();
            if !logins.contains(&login) {
                logins.push(login);
            }
        }
    }
    logins
}

/// The beginning of a name that is being typed: what stands between an `@` and the caret, and where the `@` is. `caret`
/// counts bytes.
pub fn typed(text: &str, caret: usize) -> Option<(usize, &str)> {
    let before = text.get(..caret)?;
    let at = before.rfind('@')?;
    let name = &before[at + 1..];
    let within_word = before[..at].chars().next_back().is_some_and(is_login);
    (name.chars().all(is_login) && !within_word).then_some((at, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_the_sentence_around_them() {
        for (text, expected) in [
            ("@anna please", vec!["anna"]),
            ("Ask @Anna, @ben-2 or (@c.d).", vec!["anna", "ben-2", "c.d"]),
            ("@anna@house.it. and @anna@house.it", vec!["anna@house.it"]),
            ("write to me@example.com", vec![]),
            ("@ nobody, @@x, 5 @ 3", vec![]),
            ("@zoë!", vec!["zoë"]),
            ("", vec![]),
        ] {
            assert_eq!(logins(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_note_is_lost() {
        for text in ["@a b @c", "x@y @z.", "🎉@é🎉", "@"] {
            let joined: String = parts(text)
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) => text.to_owned(),
                    Part::Name(name) => format!("@{name}"),
                })
                .collect();
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn what_is_typed_after_an_at_is_the_beginning_of_a_name() {
        assert_eq!(typed("ask @an", 7), Some((4, "an")));
        assert_eq!(typed("ask @", 5), Some((4, "")));
        assert_eq!(typed("ask @anna now", 7), Some((4, "an")));
        assert_eq!(typed("ask @anna now", 13), None);
        assert_eq!(typed("me@example", 10), None);
        assert_eq!(typed("ä@", 1), None, "not between two letters");
    }
}
