//! A tag as it is shown everywhere.

use leptos::prelude::*;

use crate::domain::tag::Tag;

#[component]
pub fn TagChip(tag: Tag, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    view! {
        <span class="tag-chip" class:archived=tag.archived data-colour=tag.colour.as_str()>
            <span class="clip" dir="auto">{tag.name}</span>
            {children.map(|children| children())}
        </span>
    }
}
