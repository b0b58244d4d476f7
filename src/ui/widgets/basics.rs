//! Badges and avatars.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Plain,
    /// A number that asks to be looked at.
    Count,
    /// An account's key.
    Key,
    Good,
    Warn,
    Bad,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Tone::Plain => "badge",
            Tone::Count => "badge count",
            Tone::Key => "badge key",
            Tone::Good => "badge good",
            Tone::Warn => "badge warn",
            Tone::Bad => "badge bad",
        }
    }
}

#[component]
pub fn Badge(#[prop(optional, into)] tone: Signal<Tone>, children: Children) -> impl IntoView {
    view! { <span class=move || tone.get().class()>{children()}</span> }
}

/// The first letters of a name, which the style makes capitals; of a number, its last two digits. Silent: the name stands
/// beside it.
#[component]
pub fn Avatar(#[prop(into)] name: Signal<String>, #[prop(optional)] large: bool) -> impl IntoView {
    view! {
        <span class="avatar" class:large=large aria-hidden="true">
            {move || initials(&name.get())}
        </span>
    }
}

fn initials(name: &str) -> String {
    if name.starts_with('+') || name.chars().all(|c| c.is_ascii_digit()) {
        let tail: Vec<char> = name.chars().rev().take(2).collect();
        return tail.into_iter().rev().collect();
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = words.iter().skip(1).next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_come_from_the_outer_names_and_from_the_end_of_a_number() {
        for (name, expected) in [
            ("Anna Maria Rossi", "AR"),
            ("ben", "b"),
            ("+393471234567", "67"),
            ("38438", "38"),
            ("", ""),
            ("Élodie", "É"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
