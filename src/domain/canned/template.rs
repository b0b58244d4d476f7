//! The text of an answer: what is said as it stands, and variables in braces that each conversation fills in.

use std::{fmt, ops::Range};

use super::super::interaction::Interaction;

macro_rules! variables {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// What a conversation can fill in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Variable { $($variant),+ }

        impl Variable {
            pub const ALL: &[Variable] = &[$(Variable::$variant),+];

            /// As it stands between the braces.
            pub fn name(self) -> &'static str {
                match self { $(Variable::$variant => $name),+ }
            }

            pub fn parse(name: &str) -> Option<Variable> {
                match name { $($name => Some(Variable::$variant),)+ _ => None }
            }
        }
    };
}

variables! {
    ContactFirstName "contact.first_name",
    ContactName "contact.name",
    ContactNumber "contact.number",
    AgentAlias "agent.alias",
    AgentName "agent.name",
    AccountName "account.name",
    AccountKey "account.key",
    InteractionId "interaction.id",
    QueueName "queue.name",
    Date "date",
    Time "time",
}

/// Letters that may be wrong in the name of a variable that is still recognised.
const FORGIVEN: usize = 3;

impl Variable {
    /// The one that a mistyped name most probably means.
    pub fn like(name: &str) -> Option<Variable> {
        let name = name.to_lowercase();
        let distance = |variable: &&Variable| distance(&name, variable.name());
        let nearest = *Variable::ALL.iter().min_by_key(distance)?;
        let far = distance(&&nearest);
        (far <= FORGIVEN && far * 2 < nearest.name().len()).then_some(nearest)
    }

    /// With its braces.
    pub fn token(self) -> String {
        format!("{{{}}}", self.name())
    }
}

/// Letters to be changed, put in or taken out to make `b` of `a`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let changed = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Text(String),
    Variable(Variable),
    /// Looks like a variable, and nobody knows it.
    Unknown(String),
}

/// A text with its variables. Printing it gives back what was parsed, sign by sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Part>);

impl Template {
    /// Braces around a single word of letters, digits, `.` and `_` are a variable; all other braces are text.
    pub fn parse(text: &str) -> Template {
        let mut parts = Vec::new();
        let mut rest = text;
        let mut plain = String::new();
        while let Some(open) = rest.find('{') {
            plain.push_str(&rest[..open]);
            rest = &rest[open..];
            let Some(name) = name_in_braces(rest) else {
                plain.push('{');
                rest = &rest[1..];
                continue;
            };
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Variable::parse(name).map_or_else(|| Part::Unknown(name.to_owned()), Part::Variable));
            rest = &rest[name.len() + 2..];
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Template(parts)
    }

    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Names that nobody knows, each once.
    pub fn unknown(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for part in &self.0 {
            if let Part::Unknown(name) = part
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        }
        names
    }

    /// The text with its values. What has none stays visible, as a gap: see [`Template::first_gap`].
    pub fn fill(&self, values: &Values) -> String {
        let mut filled = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Variable(variable) => match values.of(*variable) {
                    Some(value) => filled.push_str(value),
                    None => filled.push_str(&variable.token()),
                },
                Part::Unknown(name) => filled.push_str(&format!("{{{name}}}")),
            }
        }
        filled
    }

    /// Where the first variable stands that nothing filled in, in bytes of the printed text.
    pub fn first_gap(&self) -> Option<(Variable, Range<usize>)> {
        let mut at = 0;
        for part in &self.0 {
            let length = match part {
                Part::Text(text) => text.len(),
                Part::Variable(variable) => return Some((*variable, at..at + variable.name().len() + 2)),
                Part::Unknown(name) => name.len() + 2,
            };
            at += length;
        }
        None
    }
}

/// The word in the braces that `text` begins with.
fn name_in_braces(text: &str) -> Option<&str> {
    let (name, _) = text.strip_prefix('{')?.split_once('}')?;
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let begins = name.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    (begins && name.chars().all(letter)).then_some(name)
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Variable(variable) => write!(f, "{{{}}}", variable.name())?,
                Part::Unknown(name) => write!(f, "{{{name}}}")?,
            }
        }
        Ok(())
    }
}

/// What a conversation knows. An empty value is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub contact_name: String,
    pub contact_number: String,
    pub agent_alias: String,
    pub agent_name: String,
    pub account_name: String,
    pub account_key: String,
    pub interaction_id: String,
    pub queue_name: String,
    /// As the customer reads them.
    pub date: String,
    pub time: String,
}

impl Values {
    /// What an interaction itself knows; the rest is for the caller to add.
    pub fn of_interaction(interaction: &Interaction) -> Values {
        // A contact without a name is shown by number: that is no name to write to somebody.
        let named = interaction.contact_name != interaction.peer.as_str();
        Values {
            contact_name: if named { interaction.contact_name.clone() } else { String::new() },
            contact_number: interaction.peer.as_str().to_owned(),
            account_name: interaction.account_name.clone(),
            account_key: interaction.account_key.clone(),
            interaction_id: interaction.id.to_string(),
            queue_name: interaction.queue_name.clone().unwrap_or_default(),
            ..Values::default()
        }
    }

    pub fn of(&self, variable: Variable) -> Option<&str> {
        let value = match variable {
            Variable::ContactFirstName => first_name(&self.contact_name),
            Variable::ContactName => &self.contact_name,
            Variable::ContactNumber => &self.contact_number,
            Variable::AgentAlias => &self.agent_alias,
            Variable::AgentName => &self.agent_name,
            Variable::AccountName => &self.account_name,
            Variable::AccountKey => &self.account_key,
            Variable::InteractionId => &self.interaction_id,
            Variable::QueueName => &self.queue_name,
            Variable::Date => &self.date,
            Variable::Time => &self.time,
        };
        (!value.is_empty()).then_some(value)
    }
}

/// The first word of a name; of `Rossi, Anna Maria` the first behind the comma.
fn first_name(name: &str) -> &str {
    let given = name.split_once(',').map_or(name, |(_, given)| given);
    given.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values() -> Values {
        Values {
            contact_name: "Anna Maria Rossi".into(),
            contact_number: "+15550100001".into(),
            agent_alias: "Ben".into(),
            agent_name: "Benjamin".into(),
            account_name: "Main line".into(),
            account_key: "MAIN".into(),
            interaction_id: "4711".into(),
            queue_name: "Sales".into(),
            date: "25 November 2026".into(),
            time: "14:05".into(),
        }
    }

    #[test]
    fn every_variable_is_filled_in() {
        for (text, filled) in [
            ("Hi {contact.first_name}!", "Hi Anna!"),
            ("{contact.name} {contact.number}", "Anna Maria Rossi +15550100001"),
            ("{agent.alias}/{agent.name}", "Ben/Benjamin"),
            ("{account.name} ({account.key})", "Main line (MAIN)"),
            ("{queue.name} {interaction.id}", "Sales 4711"),
            ("{date}, {time}", "25 November 2026, 14:05"),
            ("{time}{time}", "14:0514:05"),
        ] {
            assert_eq!(Template::parse(text).fill(&values()), filled);
        }
        for variable in Variable::ALL {
            assert!(values().of(*variable).is_some(), "{variable:?}");
            assert_eq!(Variable::parse(variable.name()), Some(*variable));
        }
    }

    #[test]
    fn braces_around_anything_but_a_word_are_text() {
        for text in
            ["{}", "{ date }", "{a b}", "{", "}", "{{", "{1}", "{.a}", "{date", "{é}", "{da{te}x", "a{\n}b", "{-}"]
        {
            let template = Template::parse(text);
            assert!(template.first_gap().is_none(), "{text}");
            assert_eq!(template.fill(&values()), text);
        }
        assert_eq!(Template::parse("{{date}}").fill(&values()), "{25 November 2026}");
    }

    #[test]
    fn what_has_no_value_stays_as_a_gap_that_can_be_selected() {
        let nobody = Values { contact_name: String::new(), ..values() };
        let filled = Template::parse("Ciao è {contact.first_name}, {time} {contact.name}").fill(&nobody);
        assert_eq!(filled, "Ciao è {contact.first_name}, 14:05 {contact.name}");
        let (variable, range) = Template::parse(&filled).first_gap().expect("a gap");
        assert_eq!((variable, &filled[range]), (Variable::ContactFirstName, "{contact.first_name}"));
        assert!(Template::parse("{whatever} stays what it is").first_gap().is_none());
    }

    #[test]
    fn a_value_is_never_read_as_a_variable_of_another() {
        let tricky = Values { contact_name: "{agent.name}".into(), ..values() };
        assert_eq!(Template::parse("{contact.name} {agent.name}").fill(&tricky), "{agent.name} Benjamin");
    }

    #[test]
    fn the_first_name_is_found_in_both_orders() {
        for (name, first) in [
            ("Anna Maria Rossi", "Anna"),
            ("Rossi, Anna Maria", "Anna"),
            ("Ben", "Ben"),
            (" Élodie  D.", "Élodie"),
            ("Rossi,", ""),
            ("", ""),
        ] {
            assert_eq!(first_name(name), first, "{name}");
        }
    }

    #[test]
    fn a_mistyped_variable_is_recognised_and_a_strange_one_is_not() {
        for (name, like) in [
            ("contact.firstname", Some(Variable::ContactFirstName)),
            ("Contact.First_Name", Some(Variable::ContactFirstName)),
            ("agent.alais", Some(Variable::AgentAlias)),
            ("account.nam", Some(Variable::AccountName)),
            ("dat", Some(Variable::Date)),
            ("Time", Some(Variable::Time)),
            ("name", None),
            ("order", None),
            ("x", None),
        ] {
            assert_eq!(Variable::like(name), like, "{name}");
        }
    }

    #[test]
    fn unknown_names_are_told_once() {
        assert_eq!(Template::parse("{a} {b.c} {a} {date}").unknown(), ["a", "b.c"]);
    }

    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            "[{}a-z._ ]{0,60}",
            "\\PC{0,60}",
            proptest::collection::vec(
                prop_oneof![
                    proptest::sample::select(Variable::ALL).prop_map(Variable::token),
                    Just("{nobody.knows}".to_owned()),
                    "[{} é🎉]{0,3}"
                ],
                0..12
            )
            .prop_map(|parts| parts.concat()),
        ]
    }

    proptest! {
        #[test]
        fn what_is_parsed_is_printed_again(text in any_text()) {
            prop_assert_eq!(Template::parse(&text).to_string(), text);
        }

        #[test]
        fn printing_and_parsing_gives_the_same_parts(text in any_text()) {
            let template = Template::parse(&text);
            prop_assert_eq!(Template::parse(&template.to_string()), template);
        }

        #[test]
        fn filling_changes_no_text_without_variables(text in any_text()) {
            let template = Template::parse(&text);
            if template.first_gap().is_none() {
                prop_assert_eq!(template.fill(&values()), text.clone());
            }
            prop_assert_eq!(template.fill(&Values::default()), text);
        }

        #[test]
        fn a_filled_text_has_no_gap_and_a_gap_is_where_it_is_said_to_be(text in any_text()) {
            let template = Template::parse(&text);
            if let Some((variable, range)) = template.first_gap() {
                prop_assert_eq!(&text[range], variable.token());
            }
            // Braces of the text itself may close around a value; without any, nothing is left over.
            if !template.parts().iter().any(|part| matches!(part, Part::Text(text) if text.contains(['{', '}']))) {
                prop_assert!(Template::parse(&template.fill(&values())).first_gap().is_none());
            }
        }
    }
}
