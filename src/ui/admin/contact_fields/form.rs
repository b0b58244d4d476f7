//! The form of one contact field.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    api::{
        AppError,
        contacts::{load_contact_fields, save_contact_field},
    },
    domain::{
        FieldId,
        contact_field::{ContactField, ContactFieldDraft, FieldKind},
        error::Invalid,
    },
    ui::{
        admin::{
            NothingHere,
            form::Form,
            inputs::{Choices, LongText, Text, Toggle},
            reader::Reader,
            shell::{FormShell, PageHead, Section, loaded},
            use_place,
        },
        widgets::{Show, use_notices},
        words::{admin::FormWords, use_words},
    },
};

#[component]
pub fn ContactFieldPage() -> impl IntoView {
    let w = &use_words().contacts.fields;
    let place = use_place::<FieldId>();
    let fields = Resource::new(
        move || place.get(),
        |place| async move { Ok::<_, AppError>((place, load_contact_fields().await?)) },
    );
    let load = move || async move { fields.await };
    loaded(
        w.failed,
        5,
        move || fields.refetch(),
        load,
        move |(place, fields)| match place.subject(fields, |field| field.id) {
            Some(field) => view! { <FieldForm field=field /> }.into_any(),
            None => view! { <NothingHere back="/admin/contact-fields" back_name=w.title /> }.into_any(),
        },
    )
}

/// What the form's inputs hold.
#[derive(Clone, Debug, PartialEq)]
struct TypedField {
    name: String,
    kind: FieldKind,
    /// One a line.
    options: String,
    position: String,
    archived: bool,
}

impl TypedField {
    fn read(&self, words: &'static FormWords) -> Result<ContactFieldDraft, Invalid> {
        let mut reader = Reader::new(words);
        let draft = ContactFieldDraft {
            name: self.name.clone(),
            kind: self.kind,
            options: self.options.lines().map(str::to_owned).collect(),
            position: reader.whole("position", &self.position),
            archived: self.archived,
        };
        reader.finish()?;
        Ok(draft)
    }
}

impl From<Option<ContactField>> for TypedField {
    fn from(field: Option<ContactField>) -> TypedField {
        let field = field.as_ref().map_or_else(ContactFieldDraft::default, ContactFieldDraft::from);
        TypedField {
            name: field.name,
            kind: field.kind,
            options: field.options.join("\n"),
            position: field.position.to_string(),
            archived: field.archived,
        }
    }
}

#[component]
fn FieldForm(field: Option<ContactField>) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.fields;
    let id = field.as_ref().map(|field| field.id);
    let place = id.map_or_else(|| "/admin/contact-fields/new".into(), |id| format!("/admin/contact-fields/{id}"));
    let form = Form::new(place, TypedField::from(field));
    let title = form.kept(move |t| if id.is_some() { t.name.clone() } else { w.add.to_string() });
    let (notices, navigate) = (use_notices(), use_navigate());
    let save = Callback::new(move |()| {
        let navigate = navigate.clone();
        form.save(
            |typed| typed.read(&words.admin.form),
            move |draft, seen| save_contact_field(id, draft, seen),
            |_| {},
            move |_| {
                if id.is_none() {
                    notices.say((w.added)(form.typed.with_untracked(|typed| typed.name.trim().to_owned()).as_str()));
                    navigate("/admin/contact-fields", Default::default());
                }
            },
        );
    });
    let kinds = FieldKind::ALL.map(|kind| {
        let name = Signal::derive(move || (w.kind_words)(kind).0.to_owned());
        let sentence = Signal::derive(move || (w.kind_words)(kind).1.to_owned());
        (kind.as_str(), name, sentence)
    });
    let kind = if id.is_some() {
        let kind = form.typed.with_untracked(|typed| typed.kind);
        let (name, sentence) = (move || (w.kind_words)(kind).0, move || (w.kind_words)(kind).1);
        view! {
            <div class="field">
                <p class="field-label">{w.kind}</p>
                <p>{name} " – " {sentence}</p>
                <p class="field-help">{w.kind_fixed}</p>
            </div>
        }
        .into_any()
    } else {
        view! {
            <Choices
                bound=form.bind(
                    "kind",
                    |t| t.kind.as_str().to_owned(),
                    |t, v| t.kind = FieldKind::parse(&v).unwrap_or(t.kind),
                )
                label=w.kind
                options=kinds.to_vec()
            />
        }
        .into_any()
    };
    let is_select = form.read(|typed| typed.kind == FieldKind::Select);
    view! {
        <PageHead title=title back=("/admin/contact-fields", w.title) />
        <FormShell id="contact-field-form" standing=form.standing() save=save>
            <Section title=w.field>
                <Text
                    bound=form.bind("name", |t| t.name.clone(), |t, v| t.name = v) label=w.name
                    help=w.name_help
                />
                {kind}
                <Show when=move || is_select.get()>
                    <LongText
                        bound=form.bind("options", |t| t.options.clone(), |t, v| t.options = v) label=w.options
                        help=w.options_help
                    />
                </Show>
                <Text
                    bound=form.bind("position", |t| t.position.clone(), |t, v| t.position = v) label=w.position
                    help=w.position_help class="short" keyboard="numeric"
                />
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
