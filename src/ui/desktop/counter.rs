//! What the text will cost: encoding, characters, messages; and what makes it dearer, with the one-click mend.

use leptos::prelude::*;

use crate::{
    domain::segments::{Encoding, Segments, mend},
    ui::words::use_words,
};

/// Above this share of the limit, in per cent, what is left is said.
const NEARLY: i64 = 90;

#[component]
pub(in crate::ui) fn Counter(
    draft: Signal<String>,
    limit: Signal<i64>,
    /// Replaces typographic signs in the draft.
    #[prop(name = "mend")]
    on_mend: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let segments = Memo::new(move |_| draft.with(|draft| Segments::of(draft.trim())));
    let mends = Memo::new(move |_| draft.with(|draft| mend(draft) != *draft));
    let encoding = move || match segments.with(|it| it.encoding) {
        Encoding::Gsm7 => words.composer.gsm,
        Encoding::Ucs2 => words.composer.ucs2,
    };
    let forced = move || {
        segments.with(|it| {
            let named: Vec<String> = it.forcing.iter().map(|c| format!("“{c}”")).collect();
            (!named.is_empty()).then(|| (words.composer.forced_by)(&named.join(" ")))
        })
    };
    let left = move || {
        let (chars, limit) = (segments.with(|it| it.chars), limit.get());
        (chars <= limit && chars * 100 > limit * NEARLY).then(|| (words.composer.nearly_full)(limit - chars))
    };
    view! {
        <div class="counter">
            <p class="counter-forced">
                {move || forced().or_else(|| Some(encoding().to_owned()))}
                <Show when=move || { segments.with(|it| it.encoding == Encoding::Ucs2) && mends.get() }>
                    " "
                    <button type="button" class="text-button" on:click=move |_| on_mend.run(())>{words.composer.mend}</button>
                </Show>
            </p>
            <p class="counter-near">{left}</p>
            <p>{move || segments.with(|it| (words.composer.characters)(it.chars))}</p>
            <p class="counter-parts" class:several=move || { segments.with(|it| it.parts) > 1 }>
                {move || segments.with(|it| (words.composer.segments)(it.parts, it.left))}
            </p>
        </div>
    }
}
