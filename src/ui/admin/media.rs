//! Which pictures and files the house takes and sends.

use leptos::prelude::*;

use super::{
    form::Form,
    inputs::{Text, Toggle},
    settings::TypedSettings,
    shell::Section,
};
use crate::{domain::media::MediaKind, ui::words::use_words};

#[component]
pub(super) fn MediaSection(form: Form<TypedSettings>) -> impl IntoView {
    let w = &use_words().media;
    let kinds = MediaKind::TAKEN.map(|kind| {
        // Which one is wrong nobody can say, so the words stand at the first.
        let name = if kind == MediaKind::TAKEN[0] {
            "media_kinds".to_owned()
        } else {
            format!("media_kinds.{}", kind.as_str())
        };
        let bound = form.bind(
            name,
            move |t| t.media_kinds.contains(&kind),
            move |t, taken: bool| {
                t.media_kinds.retain(|other| *other != kind);
                if taken {
                    t.media_kinds.push(kind);
                    t.media_kinds.sort();
                }
            },
        );
        view! { <Toggle bound=bound label=Signal::derive(move || (w.kinds)(kind).to_owned()) /> }
    });
    view! {
        <Section title=w.settings text=w.settings_help>
            <Text
                bound=form.bind("media_megabytes", |t| t.media_megabytes.clone(), |t, v| t.media_megabytes = v)
                label=w.megabytes
                help=w.megabytes_help
                unit=w.megabytes_unit
                keyboard="numeric"
            />
            <div class="media-kinds" role="group" aria-label=w.taken>{kinds.collect_view()}</div>
        </Section>
    }
}
