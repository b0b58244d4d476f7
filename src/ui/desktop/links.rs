//! Finds web addresses in a text. Only `http` and `https` become links: what a stranger texts is never more than that.

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Run {
    Text(String),
    Link(String),
}

pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(at) = next_link(rest) {
        let (before, from) = rest.split_at(at);
        let link = link_at_start(from);
        if !before.is_empty() {
            runs.push(Run::Text(before.to_owned()));
        }
        runs.push(Run::Link(link.to_owned()));
        rest = &from[link.len()..];
    }
    if !rest.is_empty() {
        runs.push(Run::Text(rest.to_owned()));
    }
    runs
}

const SCHEMES: [&str; 2] = ["https://", "http://"];

/// Where the next address begins: at a scheme with something behind it, not within a word.
fn next_link(text: &str) -> Option<usize> {
    let is_link = |at: usize| {
        let scheme = SCHEMES.iter().find(|scheme| starts_with(&text[at..], scheme));
        let within_word = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        scheme.is_some_and(|scheme| link_at_start(&text[at..]).len() > scheme.len()) && !within_word
    };
    text.char_indices().map(|(at, _)| at).find(|at| is_link(*at))
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
            Run::Text(_) => None,
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
        ] {
            assert_eq!(links(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for text in ["", "a", "https://a.b", "x https://a.b. y\nz https://c.d", "🎉https://a.b🎉"] {
            let joined: String = runs(text)
                .into_iter()
                .map(|run| match run {
                    Run::Text(text) | Run::Link(text) => text,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }
}
