//! The form of one tag.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    api::{
        AppError,
        contacts::{load_tags, save_tag},
    },
    domain::{
        TagId,
        tag::{LONGEST_TAG, Tag, TagColour, TagDraft},
    },
    ui::{
        admin::{
            NothingHere,
            form::Form,
            inputs::{Text, Toggle},
            shell::{FormShell, PageHead, Section, loaded},
            use_place,
        },
        widgets::{TagChip, use_notices},
        words::use_words,
    },
};

#[component]
pub fn TagPage() -> impl IntoView {
    let w = &use_words().contacts.tag_admin;
    let place = use_place::<TagId>();
    let tags =
        Resource::new(move || place.get(), |place| async move { Ok::<_, AppError>((place, load_tags().await?)) });
    let load = move || async move { tags.await };
    loaded(
        w.failed,
        4,
        move || tags.refetch(),
        load,
        move |(place, tags)| match place.subject(tags, |tag| tag.id) {
            Some(tag) => view! { <TagForm tag=tag /> }.into_any(),
            None => view! { <NothingHere back="/admin/tags" back_name=w.title /> }.into_any(),
        },
    )
}

#[component]
fn TagForm(tag: Option<Tag>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.tag_admin;
    let id = tag.as_ref().map(|tag| tag.id);
    let stored = tag.as_ref().map_or_else(TagDraft::default, TagDraft::from);
    let place = id.map_or_else(|| "/admin/tags/new".into(), |id| format!("/admin/tags/{id}"));
    let form = Form::new(place, stored);
    let title = form.kept(move |t| if id.is_some() { t.name.clone() } else { w.add.to_string() });
    let (notices, navigate) = (use_notices(), use_navigate());
    let save = Callback::new(move |()| {
        let navigate = navigate.clone();
        form.save(
            |typed| Ok(typed.clone()),
            move |draft, seen| save_tag(id, draft, seen),
            TagDraft::tidy,
            move |_| {
                if id.is_none() {
                    notices.say((w.added)(form.typed.with_untracked(|typed| typed.name.trim().to_owned()).as_str()));
                    navigate("/admin/tags", Default::default());
                }
            },
        );
    });
    view! {
        <PageHead title=title back=("/admin/tags", w.title) />
        <FormShell id="tag-form" standing=form.standing() save=save>
            <Section title=w.tag>
                <Text
                    bound=form.bind("name", |t| t.name.clone(), |t, v| t.name = v) label=w.name
                    help=w.name_help maxlength=LONGEST_TAG as u32
                />
                <Colours form=form />
            </Section>
            {id.is_some().then(|| view! {
                <Section title=w.state>
                    <Toggle
                        bound=form.bind("archived", |t| t.archived, |t, v| t.archived = v) label=w.archive
                        help=w.archive_help
                    />
                </Section>
            })}
        </FormShell>
    }
}

/// Each colour as the tag would look in it.
#[component]
fn Colours(form: Form<TagDraft>) -> impl IntoView {
    let w = &use_words().contacts.tag_admin;
    let colours = TagColour::ALL.map(|own| {
        let chosen = move || form.typed.with(|typed| typed.colour == own);
        let name = Signal::derive(move || (w.colour_name)(own).to_owned());
        view! {
            <label class="colour-choice">
                <input
                    type="radio" name="colour" value=own.as_str() checked=chosen prop:checked=chosen
                    on:change=move |_| form.edit("colour", |typed| typed.colour = own)
                />
                {move || view! { <TagChip tag=Tag { id: TagId(0), name: name.get(), colour: own, archived: false } /> }}
            </label>
        }
    });
    view! {
        <fieldset class="colours">
            <legend>{w.colour}</legend>
            {colours.collect_view()}
        </fieldset>
    }
}
