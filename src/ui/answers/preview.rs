//! What a canned answer will say.

use leptos::prelude::*;

use crate::{
    domain::{
        Segments,
        canned::{Part, Template, Values},
    },
    ui::words::use_words,
};

/// A filled-in text with its gaps marked, and what it will cost.
#[component]
pub fn AnswerPreview(text: String, values: Values) -> impl IntoView {
    let words = use_words();
    let w = &words.canned;
    let template = Template::parse(&text);
    let segments = Segments::of(template.fill(&values).trim());
    let parts = template.parts().to_vec().into_iter().map(move |part| match part {
        Part::Text(text) => text.into_any(),
        Part::Unknown(name) => view! { <mark class="gap">{format!("{{{name}}}")}</mark> }.into_any(),
        Part::Variable(variable) => match values.of(variable) {
            Some(value) => view! { <span class="filled">{value.to_owned()}</span> }.into_any(),
            None => view! { <mark class="gap">{variable.token()}</mark> }.into_any(),
        },
    });
    view! {
        <p class="canned-text" dir="auto">{parts.collect_view()}</p>
        <p class="canned-cost">{move || (w.cost)(&segments)}</p>
    }
}
