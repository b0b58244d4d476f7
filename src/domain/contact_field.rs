//! Fields of contacts that the house has thought of itself, and what may stand in them.

use serde::{Deserialize, Serialize};

use super::{FieldId, error::Invalid, line::line, sentence::Sentence};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    #[default]
    Text,
    Number,
    /// One of the field's options.
    Select,
    /// On or off; off is empty.
    Switch,
    /// `2026-11-22`.
    Date,
    Url,
}

impl FieldKind {
    pub const ALL: [FieldKind; 6] =
        [FieldKind::Text, FieldKind::Number, FieldKind::Select, FieldKind::Switch, FieldKind::Date, FieldKind::Url];

    pub fn as_str(self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Number => "number",
            FieldKind::Select => "select",
            FieldKind::Switch => "switch",
            FieldKind::Date => "date",
            FieldKind::Url => "url",
        }
    }

    pub fn parse(text: &str) -> Option<FieldKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactField {
    pub id: FieldId,
    pub name: String,
    pub kind: FieldKind,
    /// What a select offers.
    pub options: Vec<String>,
    /// Fields stand in this order.
    pub position: i64,
    /// Shown no more; what was entered is kept.
    pub archived: bool,
}

/// What a form says about a field. The kind of a field that is there already never changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFieldDraft {
    pub name: String,
    pub kind: FieldKind,
    pub options: Vec<String>,
    pub position: i64,
    pub archived: bool,
}

impl From<&ContactField> for ContactFieldDraft {
    fn from(field: &ContactField) -> ContactFieldDraft {
        ContactFieldDraft {
            name: field.name.clone(),
            kind: field.kind,
            options: field.options.clone(),
            position: field.position,
            archived: field.archived,
        }
    }
}

/// What stands in a switch that is on.
pub const ON: &str = "1";
/// Characters of a value.
const LONGEST_VALUE: usize = 500;
const LONGEST_NAME: usize = 40;
const MOST_OPTIONS: usize = 100;

impl ContactField {
    /// `typed` as it is stored, or the sentence that says what is wrong with it. Empty is always allowed.
    pub fn read(&self, typed: &str) -> Result<String, Sentence> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(String::new());
        }
        if typed.chars().count() > LONGEST_VALUE || typed.contains('\0') {
            let words =
                [format!("At most {LONGEST_VALUE} characters."), format!("Al massimo {LONGEST_VALUE} caratteri.")];
            return Err(words.into());
        }
        match self.kind {
            FieldKind::Text => Ok(typed.to_owned()),
            FieldKind::Number => number(typed).ok_or_else(|| ["Please type a number.", "Inserire un numero."].into()),
            FieldKind::Select if self.options.iter().any(|option| option == typed) => Ok(typed.to_owned()),
            FieldKind::Select => Err(["Please choose one of the list.", "Scegliere una voce dell'elenco."].into()),
            FieldKind::Switch if typed == ON => Ok(ON.to_owned()),
            FieldKind::Switch if typed == "0" => Ok(String::new()),
            FieldKind::Switch => Err(["On or off.", "Sì o no."].into()),
            FieldKind::Date if is_date(typed) => Ok(typed.to_owned()),
            FieldKind::Date => Err([
                "Please give a date: year-month-day, such as 2026-11-22.",
                "Inserire una data: anno-mese-giorno, per esempio 2026-11-22.",
            ]
            .into()),
            FieldKind::Url if is_url(typed) => Ok(typed.to_owned()),
            FieldKind::Url => Err([
                "Please give a whole address that begins with https:// or http://.",
                "Inserire un indirizzo completo che inizi con https:// o http://.",
            ]
            .into()),
        }
    }
}

/// A decimal number without needless signs; a comma counts as a point.
fn number(typed: &str) -> Option<String> {
    let plain = typed.replace(',', ".");
    let well_formed = plain.chars().enumerate().all(|(at, c)| c.is_ascii_digit() || c == '.' || (at == 0 && c == '-'));
    let parsed = plain.parse::<f64>().ok().filter(|number| well_formed && number.is_finite());
    parsed.map(|_| plain)
}

fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let whole = |text: &str, digits: usize| {
        let fits = text.len() == digits && text.chars().all(|c| c.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| fits)
    };
    let (Some(year), Some(month), Some(day)) = (whole(year, 4), whole(month, 2), whole(day, 2)) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// Only addresses of the web: nothing that would run when it is clicked.
fn is_url(text: &str) -> bool {
    let folded = text.to_ascii_lowercase();
    let rest = folded.strip_prefix("https://").or_else(|| folded.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

impl ContactFieldDraft {
    /// As it is stored.
    pub fn tidy(&mut self) {
        self.name = line(&self.name);
        let options = std::mem::take(&mut self.options);
        if self.kind == FieldKind::Select {
            let options = options.into_iter().map(|option| line(&option));
            self.options = options.filter(|option| !option.is_empty()).collect();
        }
    }

    /// What is wrong with it by itself.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        if self.name.is_empty() || self.name.chars().count() > LONGEST_NAME || self.name.contains('\0') {
            invalid.add(
                "name",
                [
                    format!("Give the field a name of at most {LONGEST_NAME} characters."),
                    format!("Dare al campo un nome di al massimo {LONGEST_NAME} caratteri."),
                ],
            );
        }
        if self.kind == FieldKind::Select {
            let twice = self.options.iter().enumerate().any(|(at, option)| self.options[..at].contains(option));
            let long = self.options.iter().any(|o| o.chars().count() > LONGEST_NAME * 2 || o.contains('\0'));
            if self.options.is_empty() || self.options.len() > MOST_OPTIONS {
                invalid.add(
                    "options",
                    [
                        format!("Give at least one option and at most {MOST_OPTIONS}."),
                        format!("Indicare almeno una voce e al massimo {MOST_OPTIONS}."),
                    ],
                );
            } else if twice {
                invalid.add("options", ["One of the options stands there twice.", "Una delle voci compare due volte."]);
            } else if long {
                invalid.add(
                    "options",
                    [
                        format!("At most {} characters each.", LONGEST_NAME * 2),
                        format!("Al massimo {} caratteri ciascuna.", LONGEST_NAME * 2),
                    ],
                );
            }
        }
        if !(0..=10_000).contains(&self.position) {
            invalid.add("position", ["Between 0 and 10000.", "Tra 0 e 10000."]);
        }
        invalid.check()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> ContactField {
        let options = vec!["Gold".to_owned(), "Silver".to_owned()];
        ContactField { id: FieldId(1), name: "Field".into(), kind, options, position: 0, archived: false }
    }

    #[test]
    fn each_kind_takes_what_it_is_for_and_stores_it_in_one_form() {
        for (kind, typed, stored) in [
            (FieldKind::Text, " 4711 ", "4711"),
            (FieldKind::Number, "-12,50", "-12.50"),
            (FieldKind::Number, "7", "7"),
            (FieldKind::Select, "Gold", "Gold"),
            (FieldKind::Switch, "1", "1"),
            (FieldKind::Switch, "0", ""),
            (FieldKind::Date, "2028-02-29", "2028-02-29"),
            (FieldKind::Url, "https://example.com/a?b=c", "https://example.com/a?b=c"),
            (FieldKind::Date, "  ", ""),
        ] {
            assert_eq!(field(kind).read(typed).as_deref(), Ok(stored), "{kind:?} {typed}");
        }
    }

    #[test]
    fn what_does_not_belong_there_is_refused() {
        for (kind, typed) in [
            (FieldKind::Number, "1e5"),
            (FieldKind::Number, "inf"),
            (FieldKind::Number, "1.2.3"),
            (FieldKind::Number, "-"),
            (FieldKind::Select, "gold"),
            (FieldKind::Switch, "yes"),
            (FieldKind::Date, "2026-02-29"),
            (FieldKind::Date, "2026-13-01"),
            (FieldKind::Date, "26-1-1"),
            (FieldKind::Date, "2026-00-00"),
            (FieldKind::Url, "javascript:alert(1)"),
            (FieldKind::Url, "https://"),
            (FieldKind::Url, "https:///etc"),
            (FieldKind::Url, "https://exa mple.com"),
            (FieldKind::Text, "a\0b"),
        ] {
            assert!(field(kind).read(typed).is_err(), "{kind:?} {typed}");
        }
    }

    #[test]
    fn only_a_select_has_options_and_it_needs_some() {
        let draft = |kind, options: &[&str]| {
            let options = options.iter().map(|option| (*option).to_owned()).collect();
            let mut draft = ContactFieldDraft { name: "Plan".into(), kind, options, ..ContactFieldDraft::default() };
            draft.tidy();
            draft
        };
        assert!(draft(FieldKind::Text, &["a"]).options.is_empty());
        assert!(draft(FieldKind::Select, &[" ", ""]).check().is_err());
        assert!(draft(FieldKind::Select, &["a", " a "]).check().is_err());
        assert!(draft(FieldKind::Select, &["a", "b"]).check().is_ok());
    }
}
