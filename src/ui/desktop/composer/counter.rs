//! What the text will cost: encoding, characters, messages; and what makes it dearer, with the one-click mend.

use crate::ui::widgets::Show;
use leptos::prelude::*;

use crate::{
    domain::segments::{Encoding, Segments, mend},
    ui::words::use_words,
};

/// Above this share of the limit, in per cent, what is left is said.
const NEARLY: i64 = 90;
/// Messages that a text may take without a warning, where no account says otherwise.
pub(super) const WARN_ABOVE: i64 = 3;

#[component]
pub(in crate::ui) fn Counter(
    draft: Signal<String>,
    limit: Signal<i64>,
    /// Above so many messages their number is warned of; 0 is never.
    #[prop(default = Signal::stored(WARN_ABOVE))]
    warn_above: Signal<i64>,
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
            let named: Vec<String> = it.forcing.iter().map(|c| (words.composer.sign)(*c)).collect();
            (!named.is_empty()).then(|| (words.composer.forced_by)(&named.join(", ")))
        })
    };
    let many = Memo::new(move |_| {
        let warn_above = warn_above.get();
        segments.with(|it| (warn_above > 0 && it.parts > warn_above).then_some(it.parts))
    });
    let left = Memo::new(move |_| {
        let (chars, limit) = (segments.with(|it| it.chars), limit.get());
        (chars <= limit && chars * 100 > limit * NEARLY).then_some(limit - chars)
    });
    view! {
        <div class="counter">
            <p class="counter-forced">
                {move || forced().or_else(|| Some(encoding().to_string()))}
                <Show when=move || { segments.with(|it| it.encoding == Encoding::Ucs2) && mends.get() }>
                    " "
                    <button type="button" class="text-button" on:click=move |_| on_mend.run(())>{words.composer.mend}</button>
                </Show>
            </p>
            <p class="counter-near" role="status">
                {move || many.get().map(*words.composer.many_messages)} {move || (many.get().is_some() && left.get().is_some()).then_some(" ")}
                {move || left.get().map(*words.composer.nearly_full)}
            </p>
            <p>{move || segments.with(|it| (words.composer.characters)(it.chars))}</p>
            <p class="counter-parts" class:several=move || many.get().is_some()>
                {move || segments.with(|it| (words.composer.segments)(it.parts, it.left))}
            </p>
        </div>
    }
}
