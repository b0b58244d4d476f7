//! Text as people search it: without case and without the marks above and below letters. Small on purpose, because it runs
//! in the browser with every key. The standard library's tables of case alone would be a fiftieth of the first download.

/// Base letters of U+00C0 to U+017F; a space keeps the character.
const LATIN: &str = "aaaaaa ceeeeiiiidnooooo  uuuuy  aaaaaa ceeeeiiiidnooooo  uuuuy yaaaaaaccccccccddddeeeeeeeeeegggg\
                     gggghhhhiiiiiiiiii  jjkkkllllllllllnnnnnnnnnoooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
/// Base letters of U+1E00 to U+1EFF.
const LATIN_MORE: &str = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
                          ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwya ss daaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
                          eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy  vvyy";

/// `text` in lower case, letters without their marks.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ß' | 'ẞ' => folded.push_str("ss"),
            'Æ' | 'æ' => folded.push_str("ae"),
            'Œ' | 'œ' => folded.push_str("oe"),
            'Ø' | 'ø' => folded.push('o'),
            'Þ' | 'þ' => folded.push_str("th"),
            // Marks that stand alone, as pasted from a Mac.
            _ if is_mark(c) => {}
            '’' | '‘' => folded.push('\''),
            _ => {
                let small = small(c);
                folded.push(base(small).unwrap_or(small));
            }
        }
    }
    folded
}

/// `text` in lower case.
pub fn lower(text: &str) -> String {
    text.chars().map(small).collect()
}

/// The small letter of a capital one, in the scripts that people write: Latin, Greek, Cyrillic, Armenian.
fn small(c: char) -> char {
    let code = c as u32;
    let code = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => code + 32,
        0x400..=0x40f => code + 80,
        0x531..=0x556 => code + 48,
        0x130 => 0x69,
        0x178 => 0xff,
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 63,
        0x4c0 => 0x4cf,
        0x1e9e => 0xdf,
        // Capital and small by turns, the capital first where the codes are even …
        0x100..=0x137
        | 0x14a..=0x177
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => code | 1,
        // … and where they are odd.
        0x139..=0x148 | 0x179..=0x17e | 0x4c1..=0x4ce => code + code % 2,
        other => other,
    };
    char::from_u32(code).unwrap_or(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn base(c: char) -> Option<char> {
    let (table, first) = match c {
        '\u{c0}'..='\u{17f}' => (LATIN, 0xc0),
        '\u{1e00}'..='\u{1eff}' => (LATIN_MORE, 0x1e00),
        _ => return None,
    };
    let base = table.as_bytes().get((c as u32 - first) as usize).copied().map(char::from)?;
    (base != ' ').then_some(base)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// İ is two characters in lower case; here it is one, as it is typed.
    #[test]
    fn letters_are_as_small_as_the_standard_library_makes_them() {
        let latin = '\u{0}'..='\u{17f}';
        let greek = '\u{386}'..='\u{3ce}';
        let cyrillic_and_armenian = '\u{400}'..='\u{587}';
        let more_latin = '\u{1e00}'..='\u{1eff}';
        let all = latin.chain(greek).chain(cyrillic_and_armenian).chain(more_latin);
        for c in all.filter(|c| *c != 'İ') {
            assert_eq!(small(c).to_string(), c.to_lowercase().to_string(), "{c} {:x}", c as u32);
        }
        assert_eq!(lower("ÈLODIE Ελένη ЖАННА +39"), "èlodie ελένη жанна +39");
    }

    #[test]
    fn case_and_marks_make_no_difference() {
        for (typed, folded) in [
            ("Öffnungszeiten", "offnungszeiten"),
            ("PERCHÉ così", "perche cosi"),
            ("perche\u{301}", "perche"),
            ("Straße", "strasse"),
            ("Łódź żółć", "lodz zolc"),
            ("İstanbul ışık", "istanbul isik"),
            ("Ðorđe Čapek ň", "dorde capek n"),
            ("Tiếng Việt đặng ự ỹ", "tieng viet dang u y"),
            ("Œuvre, smørrebrød", "oeuvre, smorrebrod"),
            ("ПРИВЕТ 漢字 🎉", "привет 漢字 🎉"),
            ("l’ora × 2 ÷ 3", "l'ora × 2 ÷ 3"),
        ] {
            assert_eq!(fold(typed), folded);
        }
    }

    #[test]
    fn the_tables_fit_their_blocks() {
        assert_eq!(LATIN.len(), 0x180 - 0xc0);
        assert_eq!(LATIN_MORE.len(), 0x1f00 - 0x1e00);
        for (c, letter) in
            [('À', 'a'), ('ÿ', 'y'), ('Ź', 'z'), ('ž', 'z'), ('Ŵ', 'w'), ('ů', 'u'), ('ř', 'r'), ('ģ', 'g')]
        {
            assert_eq!(base(c), Some(letter), "{c}");
        }
        for (c, letter) in
            [('Ḁ', 'a'), ('ẑ', 'z'), ('ạ', 'a'), ('ế', 'e'), ('ị', 'i'), ('ợ', 'o'), ('ụ', 'u'), ('ỹ', 'y')]
        {
            assert_eq!(base(c), Some(letter), "{c}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,60}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }
    }
}
