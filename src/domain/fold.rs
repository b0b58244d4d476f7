//! Text as people search it: without case and without the marks above and below letters. Small on purpose, because it runs
//! in the browser with every key: Latin letters by table, everything else by what the standard library knows of case.

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
            _ => folded.extend(c.to_lowercase().filter(|c| !is_mark(*c)).map(|c| base(c).unwrap_or(c))),
        }
    }
    folded
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
