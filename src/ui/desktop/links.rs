//! Finds addresses and one-time codes in a text. Only `http`, `https`, `www.` and e-mail become links: what a stranger
//! texts is never more than that.

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    Text(String),
    Link(String),
    /// Digits that somebody will want to copy.
    Code(String),
}

pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(at) = next_link(rest) {
        let (before, from) = rest.split_at(at);
        let link = link_at_start(from);
        push_words(&mut runs, before);
        runs.push(Run::Link(link.to_owned()));
        rest = &from[link.len()..];
    }
    push_words(&mut runs, rest);
    runs
}

/// Digits of the shortest and the longest code.
const CODE: std::ops::RangeInclusive<usize> = 4..=8;

/// Adds a text without addresses: its codes, and what stands between them.
fn push_words(runs: &mut Vec<Run>, text: &str) {
    let mut plain = 0;
    let mut at = 0;
    while let Some(from) = text[at..].find(|c: char| c.is_ascii_digit()).map(|from| at + from) {
        let digits = text[from..].bytes().take_while(u8::is_ascii_digit).count();
        at = from + digits;
        if !is_code(&text[..from], &text[from..at], &text[at..]) {
            continue;
        }
        if plain < from {
            runs.push(Run::Text(text[plain..from].to_owned()));
        }
        runs.push(Run::Code(text[from..at].to_owned()));
        plain = at;
    }
    if plain < text.len() {
        runs.push(Run::Text(text[plain..].to_owned()));
    }
}

/// Whether digits stand alone as a code does: not within a word, a number of several parts, an amount or a date. Of
/// `G-123456` they are what is typed. A year is none.
fn is_code(before: &str, digits: &str, after: &str) -> bool {
    let joins = |c: char| matches!(c, '.' | ',' | ':' | '/' | '-' | '’' | '\'' | ' ' | '\u{a0}');
    let mut left = before.chars().rev();
    let mut right = after.chars();
    let (l, r) = (left.next(), right.next());
    let part_of_more =
        |near: Option<char>, next: Option<char>| near.is_some_and(joins) && next.is_some_and(|c| c.is_ascii_digit());
    let money = |c: Option<char>| c.is_some_and(|c| matches!(c, '€' | '$' | '£' | '%' | '+' | '#' | '_' | '@'));
    let amount = |c: Option<char>, next: Option<char>| c.is_some_and(char::is_whitespace) && money(next);
    let (l2, r2) = (left.next(), right.next());
    let within_word = l.is_some_and(char::is_alphanumeric) || r.is_some_and(char::is_alphanumeric);
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    CODE.contains(&digits.len())
        && !within_word
        && !year
        && !part_of_more(l, l2)
        && !part_of_more(r, r2)
        && !money(l)
        && !money(r)
        && !amount(l, l2)
        && !amount(r, r2)
}

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Where a link leads.
pub(super) fn href(link: &str) -> String {
    let scheme = if SCHEMES.iter().any(|scheme| starts_with(link, scheme)) {
        ""
    } else if is_web(link) {
        "https://"
    } else {
        "mailto:"
    };
    format!("{scheme}{link}")
}

/// Where the next address begins, not within a word.
fn next_link(text: &str) -> Option<usize> {
    let is_link = |at: usize| {
        if text[..at].chars().next_back().is_some_and(char::is_alphanumeric) {
            return false;
        }
        let link = link_at_start(&text[at..]);
        let has_scheme = SCHEMES.iter().any(|scheme| starts_with(link, scheme) && link.len() > scheme.len());
        has_scheme || is_web(link) || is_mail(link)
    };
    text.char_indices().map(|(at, _)| at).find(|at| is_link(*at))
}

fn is_web(link: &str) -> bool {
    starts_with(link, "www.") && link[4..].split(['/', '?', '#', ':']).next().is_some_and(is_host)
}

fn is_mail(link: &str) -> bool {
    link.split_once('@').is_some_and(|(name, host)| {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
        name.starts_with(char::is_alphanumeric) && name.chars().all(fits) && is_host(host)
    })
}

/// A name with a top-level domain.
fn is_host(host: &str) -> bool {
    host.rsplit_once('.').is_some_and(|(name, top)| {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
        name.starts_with(char::is_alphanumeric)
            && name.chars().all(fits)
            && top.chars().count() > 1
            && top.chars().all(char::is_alphabetic)
    })
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// The address without what ends the sentence around it.
fn link_at_start(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»');
    let mut link = text.split(ends).next().unwrap_or_default();
    while let Some(last) = link.chars().next_back() {
        let closes_nothing = last == ')' && link.matches(')').count() > link.matches('(').count();
        if !(matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | ']') || closes_nothing) {
            break;
        }
        link = &link[..link.len() - last.len_utf8()];
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        let links = runs(text).into_iter().filter_map(|run| match run {
            Run::Link(link) => Some(link),
            Run::Text(_) | Run::Code(_) => None,
        });
        links.collect()
    }

    #[test]
    fn addresses_are_found_without_the_sentence_around_them() {
        for (text, expected) in [
            ("see https://example.com/a?b=c.", vec!["https://example.com/a?b=c"]),
            ("(http://a.it/x_(y)) and HTTPS://B.IT!", vec!["http://a.it/x_(y)", "HTTPS://B.IT"]),
            ("https:// alone, xhttp://no.it", vec![]),
            ("javascript:alert(1) ftp://a.b mailto:a@b.c", vec![]),
            ("„https://ä.de/ö“ perché?", vec!["https://ä.de/ö"]),
            (
                "www.example.org/a?b, (WWW.B.IT) and https://www.c.it",
                vec!["www.example.org/a?b", "WWW.B.IT", "https://www.c.it"],
            ),
            ("www. www.example xwww.a.it www..it", vec![]),
            (
                "write to anna.b+c@example.org, or <Ben@mail.example.co.uk>.",
                vec!["anna.b+c@example.org", "Ben@mail.example.co.uk"],
            ),
            ("@anna, 5@3, a@b a@.it me@example.org?bcc=you@example.org", vec!["you@example.org"]),
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    #[test]
    fn what_has_no_scheme_is_given_one() {
        assert_eq!(href("HTTP://a.it"), "HTTP://a.it");
        assert_eq!(href("www.a.it/b"), "https://www.a.it/b");
        assert_eq!(href("a@b.it"), "mailto:a@b.it");
    }

    #[test]
    fn digits_that_stand_alone_are_codes() {
        for (text, expected) in [
            ("Your code is 482913.", vec!["482913"]),
            ("G-123456 is your code", vec!["123456"]),
            ("(4711) or “00123”\n87654321!", vec!["4711", "00123", "87654321"]),
            ("PIN:9876", vec!["9876"]),
            ("https://a.b/123456 123456", vec!["123456"]),
            ("call +15550100123 or 0039 347 1234567", vec![]),
            ("in 2026, 12:4500, 1,2345.00 and 24/12/2026", vec![]),
            ("€1234 or 1234 € or 5000%", vec![]),
            ("A1234 1234B #12345 123 123456789", vec![]),
        ] {
            let codes: Vec<String> = runs(text)
                .into_iter()
                .filter_map(|run| match run {
                    Run::Code(code) => Some(code),
                    _ => None,
                })
                .collect();
            assert_eq!(codes, expected, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for text in [
            "",
            "a",
            "https://a.b",
            "x https://a.b. y\nz https://c.d",
            "🎉https://a.b🎉",
            "ä@b.it,www.ö.de!",
            "code 1234, https://a.b/5678 99999",
        ] {
            let joined: String = runs(text)
                .into_iter()
                .map(|run| match run {
                    Run::Text(text) | Run::Link(text) | Run::Code(text) => text,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }
}
