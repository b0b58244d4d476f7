//! Numbers as people type them, against the numbering plans of all countries (Google's metadata, by `rlibphonenumber`).

mod zones;

use rlibphonenumber::{
    PHONE_NUMBER_UTIL, ParseError, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region, ValidationError,
};

use crate::domain::{
    Peer,
    phone::{Line, Number, Reading, WrongNumber},
};

/// Longer texts are no numbers, whatever stands in them.
const LONGEST: usize = 60;
/// Digits without a `+` that may well be an international number.
const INTERNATIONAL: usize = 10;

/// Reads a number in any usual form. `country` (ISO 3166, may be empty) is that of numbers in the national form.
pub fn read(typed: &str, country: &str) -> Reading {
    let typed = plain(typed);
    let typed = typed.as_str();
    if typed.is_empty() {
        return Err(WrongNumber::Empty);
    }
    if has_extension(typed) {
        return Err(WrongNumber::Extension);
    }
    // A parser that looks for numbers in a text would find one in almost anything.
    let is_number_sign = |c: char| c.is_numeric() || c.is_whitespace() || "+-().,/#*".contains(c);
    if typed.chars().count() > LONGEST || !typed.chars().all(is_number_sign) {
        return Err(WrongNumber::NotANumber);
    }
    let region = Region::from_code(&country.to_uppercase()).ok();
    let first = understand(typed, region);
    if matches!(first, Ok(_) | Err(WrongNumber::Extension)) {
        return first;
    }
    // `+39 (0) 347 …`: the zero for callers at home, put where it does not belong.
    let abroad = typed.replacen("(0)", "", 1);
    if abroad != typed
        && let Ok(number) = understand(&abroad, region)
    {
        return Ok(number);
    }
    // `0039 …` where people begin a call abroad with other digits: no country's numbers begin with two zeros.
    if let Some(rest) = abroad.strip_prefix("00").filter(|rest| !rest.is_empty()) {
        return understand(&format!("+{rest}"), None);
    }
    // Copied from a system that writes international numbers without their sign.
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !typed.starts_with('+')
        && digits.len() >= INTERNATIONAL
        && let Ok(number) = understand(&format!("+{digits}"), None)
    {
        return Ok(number);
    }
    first
}

/// A number without the signs it carries where it was copied: the address of a link, spaces and hyphens of all kinds, and
/// the marks by which applications keep digits in order, which nobody sees.
pub fn plain(typed: &str) -> String {
    let typed = typed.trim().trim_start_matches(is_unseen);
    let link = typed.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:"));
    let typed = if link { &typed[4..] } else { typed };
    let kept = typed.chars().filter(|c| !is_unseen(*c)).map(|c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{ff0b}' => '+',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    kept.collect::<String>().trim().to_owned()
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// What stands before the digits of an extension.
const EXTENSIONS: [&str; 7] = ["#", "x", "ext", "extn", "extension", "int", "interno"];

/// `202 555 0143 x12`, `… ext. 12`, `…;ext=12`: no text reaches an extension.
fn has_extension(typed: &str) -> bool {
    let typed = typed.to_lowercase();
    let Some((number, rest)) = typed.find(|c: char| c.is_alphabetic() || c == '#').map(|at| typed.split_at(at)) else {
        return false;
    };
    let digits = rest.trim_start_matches(|c: char| c.is_alphabetic() || c == '#');
    let mark = &rest[..rest.len() - digits.len()];
    let digits = digits.trim_start_matches(['.', ':', '=', ' ']).trim_end_matches([')', ' ']);
    let is_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    number.contains(|c: char| c.is_ascii_digit()) && EXTENSIONS.contains(&mark) && is_digits(digits)
}

/// The zone of a customer whose country keeps one time.
pub fn zone_of(peer: &Peer) -> Option<&'static str> {
    let number = PhoneNumber::parse(peer.as_str(), None).ok()?;
    zones::of_country(&name_of(number.get_region_code()?)?)
}

/// The zone of a country that keeps one time.
pub fn zone_of_country(country: &str) -> Option<&'static str> {
    zones::of_country(country)
}

/// Whether it is the code of a country (ISO 3166) that has numbers.
pub fn is_country(country: &str) -> bool {
    country.len() == 2 && country_code(country).is_some_and(|code| code > 0)
}

/// Whether it may be a number, by its length alone: more than its plan has in use.
pub fn is_possible(international: &str) -> bool {
    PhoneNumber::parse(international, None).is_ok_and(|number| number.is_possible_with_reason().is_ok())
}

/// What numbers of a country begin with abroad: `39`.
pub fn country_code(country: &str) -> Option<i32> {
    PHONE_NUMBER_UTIL.get_country_code_for_region(Region::from_code(&country.to_uppercase()).ok()?)
}

/// A stored number as people read it; what is no number stays as it is.
pub fn international(peer: &Peer) -> Option<Number> {
    understand(peer.as_str(), None).ok()
}

fn understand(typed: &str, region: Option<Region>) -> Reading {
    let abroad = typed.starts_with('+') || typed.starts_with("00");
    let home = || region.filter(|_| !abroad).and_then(name_of);
    let number = PhoneNumber::parse(typed, region).map_err(|error| match error {
        ParseError::InvalidCountryCode if abroad => WrongNumber::NoSuchCode,
        ParseError::InvalidCountryCode => WrongNumber::NoCountry,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => WrongNumber::TooShort { country: home() },
        ParseError::TooLongNsn => WrongNumber::TooLong { country: home() },
        // A digit or two are not yet a number.
        ParseError::NotANumber(_) if typed.chars().any(|c| c.is_ascii_digit()) => {
            WrongNumber::TooShort { country: home() }
        }
        ParseError::NotANumber(_) => WrongNumber::NotANumber,
    })?;
    if !number.extension().is_empty() {
        return Err(WrongNumber::Extension);
    }
    let country = || PHONE_NUMBER_UTIL.get_region_for_country_code(number.country_code).and_then(name_of);
    match number.is_possible_with_reason() {
        Err(ValidationError::InvalidCountryCode) => return Err(WrongNumber::NoSuchCode),
        Err(ValidationError::TooShort) => return Err(WrongNumber::TooShort { country: country() }),
        Err(ValidationError::TooLong) => return Err(WrongNumber::TooLong { country: country() }),
        Err(ValidationError::InvalidLength) => return Err(WrongNumber::NotOfPlan { country: country() }),
        Ok(_) => {}
    }
    if !number.is_valid() {
        return Err(WrongNumber::NotOfPlan { country: country() });
    }
    Ok(Number {
        peer: Peer::parse(&number.format_as(PhoneNumberFormat::E164)),
        international: number.format_as(PhoneNumberFormat::International).into_owned(),
        country: number.get_region_code().and_then(name_of),
        line: line_of(number.get_type()),
    })
}

/// ISO 3166; `None` for what belongs to no country.
fn name_of(region: Region) -> Option<String> {
    (region != Region::World).then(|| region.to_string())
}

fn line_of(kind: PhoneNumberType) -> Line {
    match kind {
        PhoneNumberType::FixedLine => Line::Fixed,
        PhoneNumberType::Mobile => Line::Mobile,
        PhoneNumberType::FixedLineOrMobile => Line::FixedOrMobile,
        PhoneNumberType::TollFree => Line::TollFree,
        PhoneNumberType::PremiumRate => Line::Premium,
        PhoneNumberType::SharedCost => Line::SharedCost,
        PhoneNumberType::VoIP => Line::Voip,
        PhoneNumberType::PersonalNumber => Line::Personal,
        PhoneNumberType::Pager => Line::Pager,
        PhoneNumberType::UAN | PhoneNumberType::VoiceMail | PhoneNumberType::Unknown => Line::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn peer(typed: &str, country: &str) -> String {
        read(typed, country).unwrap_or_else(|wrong| panic!("{typed}: {wrong:?}")).peer.as_str().to_owned()
    }

    #[test]
    fn every_usual_form_is_the_same_number() {
        for typed in [
            "+39 347 123 4567",
            "+393471234567",
            "0039 347 1234567",
            "347 123 4567",
            "347-123.4567",
            "(347) 1234567",
            "+39 (0) 347 1234567",
            "393471234567",
            "＋39 347 1234567",
            " 347/1234567 ",
        ] {
            assert_eq!(peer(typed, "IT"), "+393471234567", "{typed}");
        }
        assert_eq!(peer("+44 (0)7400 123456", "IT"), "+447400123456");
        assert_eq!(peer("393471234567", "US"), "+393471234567");
        assert_eq!(peer("393471234567", ""), "+393471234567");
        assert_eq!(peer("(202) 555-0123", "us"), "+12025550123");
        for typed in ["0039 347 7654321", "0039 (0) 347 7654321"] {
            assert_eq!(peer(typed, "US"), "+393477654321", "{typed}");
        }
        assert_eq!(peer("0044 7400 123456", "US"), "+447400123456");
    }

    #[test]
    fn a_number_that_was_copied_is_read_as_it_looks() {
        for typed in [
            "tel:+12025550143",
            "TEL:+1-202-555-0143",
            "+1 202\u{2011}555\u{2011}0143",
            "+1\u{a0}202\u{202f}555\u{a0}0143",
            "\u{202a}+1 (202) 555-0143\u{202c}",
            "\u{2066}+12025550143\u{2069}\u{200b}",
            "\u{200e}tel:+12025550143",
            "+1 202–555—0143",
            "＋1 202 555 0143",
        ] {
            assert_eq!(peer(typed, "IT"), "+12025550143", "{typed:?}");
        }
    }

    #[test]
    fn an_extension_is_refused_and_never_dropped() {
        for typed in [
            "202.555.0143 x12",
            "(202) 555-0143 ext 5",
            "+1 202 555 0143 ext. 12",
            "+1 202 555 0143 Extension: 12",
            "tel:+12025550143;ext=5",
            "202 555 0143 #12",
            "202 555 0143 (x12)",
            "06 698 12345 int. 7",
        ] {
            assert_eq!(read(typed, "US"), Err(WrongNumber::Extension), "{typed}");
        }
        assert_eq!(read("x12", "US"), Err(WrongNumber::NotANumber));
    }

    #[test]
    fn a_country_is_one_that_has_numbers() {
        for (country, known) in [("IT", true), ("us", true), ("ZZ", false), ("XX", false), ("001", false), ("", false)]
        {
            assert_eq!(is_country(country), known, "{country}");
        }
    }

    #[test]
    fn a_number_is_shown_in_full_with_its_country_and_its_line() {
        let number = read("3471234567", "IT").unwrap();
        assert_eq!(number.international, "+39 347 123 4567");
        assert_eq!((number.country.as_deref(), number.line), (Some("IT"), Line::Mobile));
        let fixed = read("06 698 12345", "IT").unwrap();
        assert_eq!((fixed.peer.as_str(), fixed.line, fixed.line.is_unlikely()), ("+390669812345", Line::Fixed, true));
        let american = read("+1 202 555 0123", "IT").unwrap();
        assert_eq!((american.country.as_deref(), american.line), (Some("US"), Line::FixedOrMobile));
        assert!(!american.line.is_unlikely());
        assert_eq!(read("+1 416 555 0123", "").unwrap().country.as_deref(), Some("CA"));
        assert_eq!(read("+800 1234 5678", "").unwrap().country, None);
    }

    #[test]
    fn what_cannot_be_right_has_its_own_reason() {
        let italy = || Some("IT".to_owned());
        for (typed, country, wrong) in [
            ("", "IT", WrongNumber::Empty),
            ("Mario Rossi", "IT", WrongNumber::NotANumber),
            ("347 123 4567", "", WrongNumber::NoCountry),
            ("+999 123 456 789", "IT", WrongNumber::NoSuchCode),
            ("+39 347 12", "", WrongNumber::TooShort { country: italy() }),
            ("+39 347 123 4567 890", "", WrongNumber::TooLong { country: italy() }),
            ("+39 100 123 4567", "", WrongNumber::NotOfPlan { country: italy() }),
            ("3", "IT", WrongNumber::TooShort { country: italy() }),
        ] {
            assert_eq!(read(typed, country), Err(wrong), "{typed}");
        }
    }

    #[test]
    fn a_number_tells_the_zone_of_a_country_that_keeps_one_time() {
        assert_eq!(zone_of(&Peer::parse("+393471234567")), Some("Europe/Rome"));
        assert_eq!(zone_of(&Peer::parse("+12025550123")), None);
        assert_eq!(zone_of(&Peer::parse("38438")), None);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_a_number_that_is_taken_is_international(typed in "[-+0-9() .a-z]{0,24}", country in "(|IT|US|GB|ZZ|x)") {
            if let Ok(number) = read(&typed, &country) {
                let text = number.peer.as_str();
                prop_assert!(text.starts_with('+') && number.peer.can_be_answered(), "{}", text);
                prop_assert_eq!(read(text, "").map(|it| it.peer), Ok(number.peer.clone()));
            }
        }

        #[test]
        fn nothing_typed_makes_it_panic(typed in ".{0,70}", country in ".{0,3}") {
            let _ = read(&typed, &country);
        }
    }
}
