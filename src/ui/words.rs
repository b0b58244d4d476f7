//! Every visible text. A second language is one more `Words` beside `EN`: the compiler names what is missing.
//!
//! Each screen has its own struct in its own file under `words/`; texts with something in them are functions.

pub mod common;

use leptos::prelude::*;

pub use common::{CommonWords, TimeWords};

pub struct Words {
    /// For `<html lang>`.
    pub lang: &'static str,
    pub common: CommonWords,
    pub time: TimeWords,
}

pub const EN: Words = Words { lang: "en", common: common::EN, time: common::TIME_EN };

/// The language of the page; English where nobody chose.
pub fn use_words() -> &'static Words {
    use_context::<&'static Words>().unwrap_or(&EN)
}
