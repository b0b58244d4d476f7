//! Names and other texts of one line, as they are stored.

/// Spaces made one, and nothing in it that nobody sees: a sign that turns the direction of writing would turn every
/// sentence the name stands in, and two names could differ by what can't be read.
pub fn line(typed: &str) -> String {
    let seen: String = typed.chars().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What joins letters or marks the direction of one (`\u{200c}`–`\u{200f}`) belongs to the writing and is not meant.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_nothing_that_is_not_seen() {
        for (typed, kept) in [
            ("  Sales  North ", "Sales North"),
            ("Sales\u{202e}", "Sales"),
            ("\u{2067}Sales\u{2069} \u{200b}North\u{feff}", "Sales North"),
            ("Sales\nNorth\t\0", "Sales North"),
            ("\u{202e}\u{200b}", ""),
            // These are part of how a name is written.
            ("علی\u{200c}رضا", "علی\u{200c}رضا"),
            ("👩\u{200d}💻", "👩\u{200d}💻"),
        ] {
            assert_eq!(line(typed), kept, "{typed:?}");
        }
    }
}
