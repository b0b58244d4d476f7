//! The languages the house is written in.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Where nobody chose.
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "it")]
    Italian,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::English, Language::Italian];

    /// For `<html lang>`, the cookie and the database.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Italian => "it",
        }
    }

    /// As those who speak it call it: the same in every language.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Italian => "Italiano",
        }
    }

    /// `it`, and every `it-CH`.
    pub fn parse(code: &str) -> Option<Language> {
        let language = code.trim().split(['-', '_']).next().unwrap_or_default();
        Language::ALL.into_iter().find(|known| known.code().eq_ignore_ascii_case(language))
    }

    /// The first wish of an `Accept-Language` that can be met.
    pub fn accepted(header: &str) -> Option<Language> {
        let wish = |part: &str| {
            let mut part = part.split(';');
            let code = part.next()?.trim();
            let weight = part.find_map(|extra| extra.trim().strip_prefix("q="));
            let weight = weight.map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok())?;
            let language = if code == "*" { Language::default() } else { Language::parse(code)? };
            (weight > 0.0).then_some((language, weight))
        };
        // Of equal weights the first counts.
        let wishes = header.split(',').filter_map(wish);
        wishes.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(language, _)| language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_wish_that_can_be_met_is_met() {
        for (header, language) in [
            ("it-IT,it;q=0.9,en;q=0.8", Some(Language::Italian)),
            ("de-DE, de;q=0.9, it;q=0.7, en;q=0.5", Some(Language::Italian)),
            ("en;q=0.5, it;q=0.7", Some(Language::Italian)),
            ("en-GB,it", Some(Language::English)),
            ("it;q=0, en;q=0.1", Some(Language::English)),
            ("de, *;q=0.1", Some(Language::English)),
            ("fr, de;q=nonsense", None),
            ("", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }

    #[test]
    fn a_code_is_read_whatever_the_country() {
        assert_eq!(Language::parse("it-CH"), Some(Language::Italian));
        assert_eq!(Language::parse("IT"), Some(Language::Italian));
        assert_eq!(Language::parse("ita"), None);
    }
}
