//! How a text becomes SMS segments (3GPP 23.038). The composer shows these figures while an agent types; providers that
//! split by themselves get the whole text and bill by the same rules.

use serde::{Deserialize, Serialize};

/// The characters of one septet. The escape (0x1B) stands for no character, so it is not among them.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                     ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The characters of two septets: the escape and a code.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How many forcing characters are worth naming to a person.
const NAMED: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Units are septets.
    Gsm7,
    /// Units are UTF-16 code units.
    Ucs2,
}

impl Encoding {
    /// What a message of a single part holds.
    pub fn alone(self) -> i64 {
        match self {
            Encoding::Gsm7 => 160,
            Encoding::Ucs2 => 70,
        }
    }

    /// What each part of a longer message holds, after the header that joins them.
    pub fn joined(self) -> i64 {
        match self {
            Encoding::Gsm7 => 153,
            Encoding::Ucs2 => 67,
        }
    }

    /// Units of one character; they are never cut apart.
    fn units(self, c: char) -> i64 {
        match self {
            Encoding::Gsm7 if EXTENSION.contains(c) => 2,
            Encoding::Gsm7 => 1,
            Encoding::Ucs2 => c.len_utf16() as i64,
        }
    }
}

/// What a text costs and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segments {
    pub encoding: Encoding,
    pub chars: i64,
    pub units: i64,
    /// Messages the recipient's phone joins, each billed. None for an empty text.
    pub parts: i64,
    /// Units that still fit into the last part.
    pub left: i64,
    /// The distinct characters that GSM 7 bit lacks, in order of appearance, the first few.
    pub forcing: Vec<char>,
}

impl Segments {
    pub fn of(text: &str) -> Segments {
        let mut forcing = Vec::new();
        for c in text.chars().filter(|c| !is_gsm(*c)) {
            if forcing.len() == NAMED {
                break;
            }
            if !forcing.contains(&c) {
                forcing.push(c);
            }
        }
        let encoding = if forcing.is_empty() { Encoding::Gsm7 } else { Encoding::Ucs2 };
        let units = text.chars().map(|c| encoding.units(c)).sum();
        let (parts, left) = if units <= encoding.alone() {
            (i64::from(units > 0), encoding.alone() - units)
        } else {
            fill(text, encoding)
        };
        Segments { encoding, chars: text.chars().count() as i64, units, parts, left, forcing }
    }
}

/// Parts of a text too long for one, and the units left in the last. Greedy, because a pair that would straddle a border
/// moves over whole and leaves a gap: dividing the units by the size of a part would count too few.
fn fill(text: &str, encoding: Encoding) -> (i64, i64) {
    text.chars().map(|c| encoding.units(c)).fold((1, encoding.joined()), |(parts, left), units| {
        if units <= left { (parts, left - units) } else { (parts + 1, encoding.joined() - units) }
    })
}

fn is_gsm(c: char) -> bool {
    BASIC.contains(c) || EXTENSION.contains(c)
}

/// The same text with typographic characters replaced by what GSM 7 bit has: a click of the agent, never done unseen.
/// Letters stay: replacing `ç` or `À` would change what the customer reads.
pub fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    // Direction marks come along with pasted numbers and addresses; they mean something only beside letters that are
    // written from right to left.
    let has_direction = text.chars().any(is_right_to_left);
    for c in text.chars() {
        let c = narrow(c);
        if is_direction_mark(c) && !has_direction {
            continue;
        }
        if let Some(letter) = mended.chars().next_back().and_then(|base| compose(base, c)) {
            mended.pop();
            mended.push(letter);
            continue;
        }
        match plain(c) {
            Some(plain) => {
                // One and a half is not eleven halves.
                if plain.starts_with(|c: char| c.is_ascii_digit()) && mended.ends_with(|c: char| c.is_ascii_digit()) {
                    mended.push(' ');
                }
                mended.push_str(plain);
            }
            None => mended.push(c),
        }
    }
    mended
}

/// What a typographic character becomes.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | 'ʹ' | '`' | '´' | '‹' | '›' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹘' | '﹣' | '•' | '‣' | '◦' | '▪' | '·' => {
            "-"
        }
        '…' => "...",
        '‥' => "..",
        '‼' => "!!",
        '⁉' => "!?",
        '×' => "x",
        '÷' | '⁄' | '∕' => "/",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '→' => "->",
        '←' => "<-",
        '½' => "1/2",
        '⅓' => "1/3",
        '⅔' => "2/3",
        '¼' => "1/4",
        '¾' => "3/4",
        '™' => "(TM)",
        '©' => "(C)",
        '®' => "(R)",
        '№' => "No.",
        '℅' => "c/o",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'ĳ' => "ij",
        'Ĳ' => "IJ",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => " ",
        '\u{85}' | '\u{2028}' | '\u{2029}' => "\n",
        // Soft hyphen, zero-width space, word joiner, byte order mark: nothing is seen, nothing is lost. Joiners stay,
        // because emoji and whole scripts depend on them.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => "",
        _ => return None,
    })
}

/// Full-width signs, as East Asian keyboards type them, in their usual width.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Letters of Hebrew, Arabic and their neighbours.
fn is_right_to_left(c: char) -> bool {
    let letter = matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{1e800}'..='\u{1eeff}');
    letter && !is_direction_mark(c)
}

/// A letter and a combining accent (as pasted from a Mac or a PDF) in one character, where GSM has it.
fn compose(base: char, accent: char) -> Option<char> {
    Some(match (base, accent) {
        ('a', '\u{300}') => 'à',
        ('e', '\u{300}') => 'è',
        ('i', '\u{300}') => 'ì',
        ('o', '\u{300}') => 'ò',
        ('u', '\u{300}') => 'ù',
        ('e', '\u{301}') => 'é',
        ('E', '\u{301}') => 'É',
        ('n', '\u{303}') => 'ñ',
        ('N', '\u{303}') => 'Ñ',
        ('a', '\u{308}') => 'ä',
        ('o', '\u{308}') => 'ö',
        ('u', '\u{308}') => 'ü',
        ('A', '\u{308}') => 'Ä',
        ('O', '\u{308}') => 'Ö',
        ('U', '\u{308}') => 'Ü',
        ('a', '\u{30a}') => 'å',
        ('A', '\u{30a}') => 'Å',
        ('C', '\u{327}') => 'Ç',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn many(text: &str, times: usize) -> String {
        text.repeat(times)
    }

    #[test]
    fn texts_cost_what_the_standard_says() {
        use Encoding::{Gsm7, Ucs2};
        for (text, encoding, units, parts, left) in [
            (String::new(), Gsm7, 0, 0, 160),
            (many("x", 160), Gsm7, 160, 1, 0),
            (many("x", 161), Gsm7, 161, 2, 145),
            (many("x", 306), Gsm7, 306, 2, 0),
            (many("x", 307), Gsm7, 307, 3, 152),
            (many("x", 159) + "€", Gsm7, 161, 2, 145),
            (many("x", 152) + "€" + &many("y", 50), Gsm7, 204, 2, 101),
            (many("€", 80), Gsm7, 160, 1, 0),
            (many("€", 153), Gsm7, 306, 3, 151),
            (many("è", 70), Gsm7, 70, 1, 90),
            (many("ç", 70), Ucs2, 70, 1, 0),
            (many("ç", 71), Ucs2, 71, 2, 63),
            (many("a", 66) + "🎉" + &many("b", 20), Ucs2, 88, 2, 45),
            (many("🎉", 35), Ucs2, 70, 1, 0),
            (many("🎉", 67), Ucs2, 134, 3, 65),
        ] {
            let got = Segments::of(&text);
            assert_eq!((got.encoding, got.units, got.parts, got.left), (encoding, units, parts, left), "{text}");
        }
    }

    #[test]
    fn the_alphabet_is_that_of_the_standard() {
        assert_eq!(BASIC.chars().count(), 127, "128 codes without the escape");
        assert_eq!(EXTENSION.chars().count(), 10);
        for c in "çÀÈÌÒÙáíóúâêôãõ`’“”–—…\u{a0}°\t🎉Αя漢\u{1b}".chars() {
            assert_eq!(Segments::of(&c.to_string()).encoding, Encoding::Ucs2, "{c:?}");
        }
    }

    #[test]
    fn the_characters_that_force_ucs2_are_named_once_and_in_order() {
        assert_eq!(Segments::of("perché “no” – “sì”…").forcing, ['“', '”', '–', '…']);
        assert_eq!(Segments::of("абвгдежзик").forcing.len(), NAMED);
        assert!(Segments::of("Ciao è € {}").forcing.is_empty());
    }

    #[test]
    fn mending_keeps_the_words_and_returns_to_gsm() {
        for (typed, mended) in [
            ("“L’ora”\u{a0}– alle 9…", "\"L'ora\" - alle 9..."),
            ("«a»\t‘b’ — c−d", "\"a\" 'b' - c-d"),
            ("perche\u{301} e\u{300} cosi\u{300}", "perché è così"),
            ("zero\u{200b}width\u{feff}", "zerowidth"),
            ("Garçon 🎉 À", "Garçon 🎉 À"),
            ("1½ h", "1 1/2 h"),
            ("½ l, 3×4 ≤ 12 → ok…‼", "1/2 l, 3x4 <= 12 -> ok...!!"),
            ("oﬃce eﬀect № 5, Acme™ © ®", "office effect No. 5, Acme(TM) (C) (R)"),
            ("ＡＢＣ１２３！ ｀x´", "ABC123! 'x'"),
            ("call \u{202a}+1 555\u{202c} now\u{200e}", "call +1 555 now"),
            ("\u{200f}שלום\u{200f}", "\u{200f}שלום\u{200f}"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
        ] {
            assert_eq!(mend(typed), mended);
        }
        assert_eq!(Segments::of(&mend("“L’ora”\u{a0}– alle 9…")).encoding, Encoding::Gsm7);
    }

    /// Texts that are sometimes GSM, sometimes not, and long enough to be cut.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            proptest::collection::vec(
                proptest::sample::select((BASIC.to_owned() + EXTENSION).chars().collect::<Vec<_>>()),
                0..700
            )
            .prop_map(String::from_iter),
            proptest::collection::vec(prop_oneof![Just('a'), Just('🎉'), Just('ç'), any::<char>()], 0..400)
                .prop_map(String::from_iter),
            ".{0,200}",
        ]
    }

    /// Cuts the slow and obvious way: the longest run of whole characters that fits, again and again.
    fn parts_of(text: &str, encoding: Encoding) -> Vec<i64> {
        let units: Vec<i64> = text.chars().map(|c| encoding.units(c)).collect();
        if units.iter().sum::<i64>() <= encoding.alone() {
            return if units.is_empty() { vec![] } else { vec![units.iter().sum()] };
        }
        let (mut parts, mut rest) = (vec![], units.as_slice());
        while !rest.is_empty() {
            let fits = (1..=rest.len()).rev().find(|n| rest[..*n].iter().sum::<i64>() <= encoding.joined()).unwrap();
            parts.push(rest[..fits].iter().sum());
            rest = &rest[fits..];
        }
        parts
    }

    proptest! {
        #[test]
        fn the_parts_hold_every_unit_and_the_rest_is_room(text in any_text()) {
            let got = Segments::of(&text);
            let parts = parts_of(&text, got.encoding);
            prop_assert_eq!(parts.iter().sum::<i64>(), got.units);
            prop_assert_eq!(parts.len() as i64, got.parts);
            let room = if got.parts > 1 { got.encoding.joined() } else { got.encoding.alone() };
            prop_assert_eq!(got.left, room - parts.last().copied().unwrap_or(0));
            prop_assert!(got.left >= 0);
        }

        #[test]
        fn ucs2_units_are_those_of_utf16(text in any_text()) {
            let got = Segments::of(&text);
            prop_assert_eq!(got.chars, text.chars().count() as i64);
            match got.encoding {
                Encoding::Ucs2 => prop_assert_eq!(got.units, text.encode_utf16().count() as i64),
                Encoding::Gsm7 => {
                    prop_assert!(got.forcing.is_empty());
                    let escaped = text.chars().filter(|c| EXTENSION.contains(*c)).count() as i64;
                    prop_assert_eq!(got.units, got.chars + escaped);
                }
            }
        }

        #[test]
        fn a_longer_text_never_costs_less_in_its_encoding(text in any_text(), more in "[a-z€]{0,40}") {
            let (before, after) = (Segments::of(&text), Segments::of(&(text.clone() + &more)));
            prop_assert_eq!(before.encoding, after.encoding);
            prop_assert!(after.parts >= before.parts);
        }

        #[test]
        fn mending_twice_is_mending_once_and_adds_no_foreign_character(text in any_text()) {
            let mended = mend(&text);
            prop_assert_eq!(mend(&mended), mended.clone());
            prop_assert!(mended.chars().all(|c| is_gsm(c) || text.contains(c)));
        }

        #[test]
        fn a_text_that_is_gsm_already_is_left_alone(text in "[ -_a-~àèéìòùÄÖÑÜäöñü€\n]{0,300}") {
            prop_assert_eq!(mend(&text), text);
        }
    }
}
