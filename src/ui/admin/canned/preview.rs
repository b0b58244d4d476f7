//! Beside the form: what the customer will read, what it costs, and what is wrong or remarkable.

use leptos::prelude::*;

use super::{lint::Lint, whose};
use crate::{
    domain::{
        Segments,
        canned::{AccountLine, Scope, Values},
    },
    ui::{
        answers::AnswerPreview,
        widgets::{Glyph, Icon, Show},
        words::use_words,
    },
};

#[component]
pub(super) fn Findings(
    text: Signal<String>,
    sample: Signal<Values>,
    findings: Memo<Lint>,
    accounts: StoredValue<Vec<AccountLine>>,
    /// Replaces typographic signs in the text.
    #[prop(name = "mend")]
    on_mend: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let w = &words.canned;
    let names = move |scopes: &[Scope]| {
        let names =
            accounts.with_value(|all| scopes.iter().map(|scope| whose(*scope, all, w).get()).collect::<Vec<_>>());
        names.join(", ")
    };
    let wrong = move || {
        findings.with(|it| {
            let mut sentences: Vec<String> = it.wrongs.iter().map(|wrong| (w.wrong)(wrong)).collect();
            if it.taken {
                sentences.push(w.taken_here.to_string());
            }
            if let Some(longest) = it.filled_too_long {
                sentences.push((w.filled_too_long)(it.filled.chars, longest));
            }
            sentences
        })
    };
    let remarks = move || {
        findings.with(|it| {
            let mut sentences = Vec::new();
            if !it.wins_over.is_empty() {
                sentences.push((w.wins_over)(&names(&it.wins_over)));
            }
            if !it.loses_to.is_empty() {
                sentences.push((w.loses_to)(&names(&it.loses_to)));
            }
            sentences
        })
    };
    let forced = move |segments: &Segments| {
        let signs: Vec<String> = segments.forcing.iter().map(|c| (words.composer.sign)(*c)).collect();
        (!signs.is_empty()).then(|| (w.unicode_because)(&signs.join(", ")))
    };
    let line = |sentence: String, glyph: Glyph, class: &'static str| {
        view! { <p class=class><Icon glyph=glyph small=true /><span>{sentence}</span></p> }
    };
    view! {
        <section class="panel form-section answer-preview">
            <header>
                <h2>{w.preview}</h2>
                <p>{w.preview_help}</p>
            </header>
            <div class="answer-bubble">
                {move || view! { <AnswerPreview text=text.get().trim().to_owned() values=sample.get() /> }}
            </div>
            <dl class="facts-list">
                <div><dt>{w.as_it_stands}</dt><dd>{move || findings.with(|it| (w.cost)(&it.as_it_stands))}</dd></div>
                <div><dt>{w.filled_in}</dt><dd>{move || findings.with(|it| (w.cost)(&it.filled))}</dd></div>
            </dl>
            <p class="answer-forced">
                {move || findings.with(|it| forced(&it.filled))}
                <Show when=move || findings.with(|it| it.mends)>
                    " "
                    <button type="button" class="text-button" on:click=move |_| on_mend.run(())>{words.composer.mend}</button>
                </Show>
            </p>
            <div class="answer-findings" role="status">
                {move || wrong().into_iter().map(|it| line(it, Glyph::Alert, "bad")).collect_view()}
                {move || remarks().into_iter().map(|it| line(it, Glyph::Info, "soft")).collect_view()}
            </div>
        </section>
    }
}
