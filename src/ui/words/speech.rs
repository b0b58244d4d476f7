//! How a text is written down in every language and read in the page's.
//!
//! An area of words is declared once, by `words!`. Each language writes it in full (`Area<Written>`), so the compiler
//! names what is missing. Screens read it as spoken (`Area`): each text then knows itself in every language, and whoever
//! shows it follows a change of the language by itself, because reading it is tracked like reading a signal.
//!
//! On the server a page has one language from beginning to end, so there a spoken text is simply its text. In the browser
//! English stands beside each text. So does the Italian of what comes later by itself; the Italian of the first download is
//! a part of its own ([`super::italian::arrive`]), which only those fetch who read it.

#[cfg(feature = "hydrate")]
use std::sync::OnceLock;
use std::{fmt, marker::PhantomData, ops::Deref};

use leptos::{prelude::*, tachys::reactive_graph::ReactiveFunction, text_prop::TextProp};

use crate::domain::{language::Language, sentence::Sentence};

/// Whether an area holds what one language writes, or what is read.
pub trait Form {
    type Of<T: Copy + 'static>: 'static;
}

pub enum Written {}

pub enum Spoken {}

impl Form for Written {
    type Of<T: Copy + 'static> = T;
}

impl Form for Spoken {
    type Of<T: Copy + 'static> = Said<T>;
}

/// What a language writes once its part is here; empty until then.
#[cfg(feature = "hydrate")]
pub enum Coming {}

#[cfg(feature = "hydrate")]
impl Form for Coming {
    type Of<T: Copy + 'static> = OnceLock<T>;
}

/// A text, or a function that makes one, in the language of the page.
#[derive(Clone, Copy)]
pub struct Said<T: 'static> {
    #[cfg(not(feature = "hydrate"))]
    pub(super) text: T,
    #[cfg(feature = "hydrate")]
    pub(super) english: T,
    #[cfg(feature = "hydrate")]
    pub(super) italian: Beside<T>,
}

/// Where the other language of a text is.
#[cfg(feature = "hydrate")]
#[derive(Clone, Copy)]
pub enum Beside<T: 'static> {
    Here(T),
    Comes(&'static OnceLock<T>),
}

#[cfg(feature = "hydrate")]
impl<T> Said<T> {
    /// English as long as the Italian is not here: nobody reads Italian before.
    fn italian(&self) -> &T {
        match &self.italian {
            Beside::Here(text) => text,
            Beside::Comes(text) => text.get().unwrap_or(&self.english),
        }
    }
}

/// A text with nothing in it. Stands in a view as it is.
pub type Word = Said<&'static str>;

impl<T> Deref for Said<T> {
    type Target = T;

    #[cfg(not(feature = "hydrate"))]
    fn deref(&self) -> &T {
        &self.text
    }

    #[cfg(feature = "hydrate")]
    fn deref(&self) -> &T {
        match super::tongue::spoken() {
            Language::English => &self.english,
            Language::Italian => self.italian(),
        }
    }
}

impl<T: PartialEq> PartialEq for Said<T> {
    fn eq(&self, other: &Said<T>) -> bool {
        #[cfg(not(feature = "hydrate"))]
        return self.text == other.text;
        #[cfg(feature = "hydrate")]
        (self.english == other.english && self.italian() == other.italian())
    }
}

impl<T: Eq> Eq for Said<T> {}

impl<T: fmt::Display> fmt::Debug for Said<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for Said<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl From<Word> for String {
    fn from(word: Word) -> String {
        (*word).to_owned()
    }
}

/// What a form says of a field says it in every language, like what the server says.
impl From<Word> for Sentence {
    fn from(word: Word) -> Sentence {
        #[cfg(not(feature = "hydrate"))]
        return [word.text; 2].into();
        #[cfg(feature = "hydrate")]
        [word.english, *word.italian()].into()
    }
}

impl From<Word> for Signal<String> {
    fn from(word: Word) -> Signal<String> {
        Signal::derive(move || (*word).to_owned())
    }
}

impl From<Word> for Option<Signal<String>> {
    fn from(word: Word) -> Option<Signal<String>> {
        Some(word.into())
    }
}

impl From<Word> for TextProp {
    fn from(word: Word) -> TextProp {
        TextProp::from(move || *word)
    }
}

/// In a view a word is a function of the language.
impl ReactiveFunction for Word {
    type Output = &'static str;

    fn invoke(&mut self) -> &'static str {
        **self
    }

    fn into_shared(self) -> std::sync::Arc<std::sync::Mutex<dyn FnMut() -> &'static str + Send>> {
        std::sync::Arc::new(std::sync::Mutex::new(move || *self))
    }
}

impl Word {
    /// What is known, or this word where nothing is.
    pub fn unless(self, known: Option<String>) -> Signal<String> {
        known.filter(|known| !known.is_empty()).map_or_else(|| self.into(), Signal::stored)
    }
}

/// Two texts that go together, such as a choice and what it means. They stand in areas that come with both languages.
impl Said<(&'static str, &'static str)> {
    pub fn parts(self) -> (Word, Word) {
        #[cfg(not(feature = "hydrate"))]
        return (Said { text: self.text.0 }, Said { text: self.text.1 });
        #[cfg(feature = "hydrate")]
        {
            let italian = *self.italian();
            (
                Said { english: self.english.0, italian: Beside::Here(italian.0) },
                Said { english: self.english.1, italian: Beside::Here(italian.1) },
            )
        }
    }
}

/// The words of one screen or one thing.
pub trait Area: Sized + 'static {
    /// As this page speaks them.
    fn spoken(language: Language) -> &'static Self;
}

/// Where an area stands among all words. The areas are not one big value, so that a part of the program that is loaded
/// later brings its own words.
pub struct In<A> {
    #[cfg(not(feature = "hydrate"))]
    language: Language,
    area: PhantomData<fn() -> A>,
}

impl<A> In<A> {
    #[cfg_attr(feature = "hydrate", expect(unused_variables, reason = "the browser asks what the page speaks now"))]
    pub(super) const fn page(language: Language) -> In<A> {
        In {
            #[cfg(not(feature = "hydrate"))]
            language,
            area: PhantomData,
        }
    }
}

impl<A: Area> Deref for In<A> {
    type Target = A;

    fn deref(&self) -> &A {
        #[cfg(not(feature = "hydrate"))]
        return A::spoken(self.language);
        #[cfg(feature = "hydrate")]
        A::spoken(Language::default())
    }
}

/// Puts the texts of a field side by side; functions have none.
#[cfg(test)]
pub fn compare(
    field: &'static str,
    english: &dyn std::any::Any,
    italian: &dyn std::any::Any,
    texts: &mut Vec<(&'static str, [&'static str; 2])>,
) {
    type Pair = (&'static str, &'static str);
    if let (Some(english), Some(italian)) = (english.downcast_ref::<&str>(), italian.downcast_ref::<&str>()) {
        texts.push((field, [english, italian]));
    }
    if let (Some(english), Some(italian)) = (english.downcast_ref::<Pair>(), italian.downcast_ref::<Pair>()) {
        texts.push((field, [english.0, italian.0]));
        texts.push((field, [english.1, italian.1]));
    }
}

/// Declares an area and names where each language writes it. `late`: in the browser this language comes with its part.
macro_rules! words {
    (
        $(#[$about:meta])*
        pub struct $name:ident in $english:path, late $italian:path;
        $($(#[$doc:meta])* pub $field:ident: $kind:ty,)*
    ) => {
        $crate::ui::words::speech::words! { @area
            $(#[$about])*
            pub struct $name in $english, $italian;
            $($(#[$doc])* pub $field: $kind,)*
            spoken {
                const fn page(
                    english: $name<$crate::ui::words::speech::Written>,
                    italian: &'static $name<$crate::ui::words::speech::Coming>,
                ) -> $name {
                    use $crate::ui::words::speech::{Beside, Said};
                    $name { $($field: Said { english: english.$field, italian: Beside::Comes(&italian.$field) },)* }
                }
                static PAGE: $name = page($english, $name::coming());
                &PAGE
            }
        }

        #[cfg(feature = "hydrate")]
        impl $name {
            const fn coming() -> &'static $name<$crate::ui::words::speech::Coming> {
                static COMING: $name<$crate::ui::words::speech::Coming> =
                    $name { $($field: std::sync::OnceLock::new(),)* };
                &COMING
            }

            /// Puts the Italian in its place.
            pub fn arrive() {
                static ITALIAN: $name<$crate::ui::words::speech::Written> = $italian;
                $(let _ = $name::coming().$field.set(ITALIAN.$field);)*
            }
        }
    };
    (
        $(#[$about:meta])*
        pub struct $name:ident in $english:path, $italian:path;
        $($(#[$doc:meta])* pub $field:ident: $kind:ty,)*
    ) => {
        $crate::ui::words::speech::words! { @area
            $(#[$about])*
            pub struct $name in $english, $italian;
            $($(#[$doc])* pub $field: $kind,)*
            spoken {
                const fn page(
                    english: $name<$crate::ui::words::speech::Written>,
                    italian: $name<$crate::ui::words::speech::Written>,
                ) -> $name {
                    use $crate::ui::words::speech::{Beside, Said};
                    $name { $($field: Said { english: english.$field, italian: Beside::Here(italian.$field) },)* }
                }
                static PAGE: $name = page($english, $italian);
                &PAGE
            }
        }
    };
    (
        @area
        $(#[$about:meta])*
        pub struct $name:ident in $english:path, $italian:path;
        $($(#[$doc:meta])* pub $field:ident: $kind:ty,)*
        spoken $spoken:block
    ) => {
        $(#[$about])*
        pub struct $name<F: $crate::ui::words::speech::Form = $crate::ui::words::speech::Spoken> {
            $($(#[$doc])* pub $field: F::Of<$kind>,)*
        }

        impl $crate::ui::words::speech::Area for $name {
            #[cfg(not(feature = "hydrate"))]
            fn spoken(language: $crate::domain::language::Language) -> &'static $name {
                use $crate::ui::words::speech::{Said, Written};
                const fn page(written: $name<Written>) -> $name {
                    $name { $($field: Said { text: written.$field },)* }
                }
                static ENGLISH: $name = page($english);
                static ITALIAN: $name = page($italian);
                match language {
                    $crate::domain::language::Language::English => &ENGLISH,
                    $crate::domain::language::Language::Italian => &ITALIAN,
                }
            }

            #[cfg(feature = "hydrate")]
            fn spoken(_: $crate::domain::language::Language) -> &'static $name $spoken
        }

        #[cfg(test)]
        impl $name {
            /// Every text with nothing in it: its name, in English, in Italian.
            pub fn texts() -> Vec<(&'static str, [&'static str; 2])> {
                let (english, italian) = ($english, $italian);
                let mut texts = Vec::new();
                $($crate::ui::words::speech::compare(stringify!($field), &english.$field, &italian.$field, &mut texts);)*
                texts
            }
        }
    };
}

pub(super) use words;
