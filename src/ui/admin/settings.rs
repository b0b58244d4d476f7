//! What holds for the whole house.

use leptos::prelude::*;

use super::{
    focus::focus_soon,
    form::Form,
    inputs::{FieldError, Text, Toggle},
    media::MediaSection,
    moves::Moves,
    ordered::{Key, Ordered},
    reader::Reader,
    shell::{FormShell, PageHead, Section, loaded},
};
use crate::{
    api::admin::{load_settings, save_settings},
    domain::{error::Invalid, media::MediaKind, settings::Settings},
    ui::{
        widgets::{Button, For, Glyph},
        words::{admin::FormWords, use_words},
    },
};

#[component]
pub fn SettingsPage() -> impl IntoView {
    let w = &use_words().admin.settings;
    let settings = Resource::new(|| (), |()| load_settings());
    view! {
        <PageHead title=w.title text=w.text />
        {loaded(w.failed, 8, move || settings.refetch(), move || async move { settings.await }, |settings| {
            view! { <SettingsForm settings=settings /> }
        })}
    }
}

/// What the form's inputs hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TypedSettings {
    house_name: String,
    default_capacity: String,
    grace_seconds: String,
    receipt_minutes: String,
    absent_minutes: String,
    deaf_minutes: String,
    session_hours: String,
    warn_messages: String,
    reasons: Ordered<String>,
    transfer: bool,
    transfer_seconds: String,
    disposition_required: bool,
    tab_limit: String,
    pub(super) media_megabytes: String,
    pub(super) media_kinds: Vec<MediaKind>,
    agents_create_tags: bool,
    keep_calls_days: String,
    keep_story_days: String,
}

impl TypedSettings {
    /// The server keeps no empty ones.
    fn drop_blank_reasons(&mut self) {
        self.reasons = self.reasons.iter().filter(|reason| !reason.trim().is_empty()).cloned().collect();
    }

    fn read(&self, words: &'static FormWords) -> Result<Settings, Invalid> {
        let mut reader = Reader::new(words);
        let settings = Settings {
            house_name: self.house_name.trim().to_owned(),
            default_capacity: reader.whole("default_capacity", &self.default_capacity),
            grace_seconds: reader.whole("grace_seconds", &self.grace_seconds),
            receipt_minutes: reader.whole("receipt_minutes", &self.receipt_minutes),
            absent_minutes: reader.whole("absent_minutes", &self.absent_minutes),
            deaf_minutes: reader.whole("deaf_minutes", &self.deaf_minutes),
            session_hours: reader.whole("session_hours", &self.session_hours),
            warn_messages: reader.whole("warn_messages", &self.warn_messages),
            pause_reasons: self
                .reasons
                .iter()
                .map(|reason| reason.trim().to_owned())
                .filter(|reason| !reason.is_empty())
                .collect(),
            transfer: self.transfer,
            transfer_seconds: reader.whole("transfer_seconds", &self.transfer_seconds),
            disposition_required: self.disposition_required,
            tab_limit: reader.whole("tab_limit", &self.tab_limit),
            media_megabytes: reader.whole("media_megabytes", &self.media_megabytes),
            media_kinds: self.media_kinds.clone(),
            agents_create_tags: self.agents_create_tags,
            keep_calls_days: reader.whole("keep_calls_days", &self.keep_calls_days),
            keep_story_days: reader.whole("keep_story_days", &self.keep_story_days),
        };
        reader.beside(settings.check());
        reader.finish()?;
        Ok(settings)
    }
}

impl From<Settings> for TypedSettings {
    fn from(settings: Settings) -> TypedSettings {
        TypedSettings {
            house_name: settings.house_name,
            default_capacity: settings.default_capacity.to_string(),
            grace_seconds: settings.grace_seconds.to_string(),
            receipt_minutes: settings.receipt_minutes.to_string(),
            absent_minutes: settings.absent_minutes.to_string(),
            deaf_minutes: settings.deaf_minutes.to_string(),
            session_hours: settings.session_hours.to_string(),
            warn_messages: settings.warn_messages.to_string(),
            reasons: settings.pause_reasons.into_iter().collect(),
            transfer: settings.transfer,
            transfer_seconds: settings.transfer_seconds.to_string(),
            disposition_required: settings.disposition_required,
            tab_limit: settings.tab_limit.to_string(),
            media_megabytes: settings.media_megabytes.to_string(),
            media_kinds: settings.media_kinds,
            agents_create_tags: settings.agents_create_tags,
            keep_calls_days: settings.keep_calls_days.to_string(),
            keep_story_days: settings.keep_story_days.to_string(),
        }
    }
}

#[component]
fn SettingsForm(settings: Settings) -> impl IntoView {
    let words = use_words();
    let (w, r) = (&words.admin.settings, &words.rules);
    let tags = &words.contacts.tag_admin;
    let form = Form::new("/admin/settings".into(), TypedSettings::from(settings));
    let save = Callback::new(move |()| {
        form.save(|typed| typed.read(&words.admin.form), save_settings, TypedSettings::drop_blank_reasons, |()| {});
    });
    view! {
        <FormShell id="settings-form" standing=form.standing() save=save>
            <Section title=w.house>
                <Text
                    bound=form.bind("house_name", |t| t.house_name.clone(), |t, v| t.house_name = v)
                    label=w.house_name
                    help=w.house_name_help
                />
                <Text
                    bound=form.bind("session_hours", |t| t.session_hours.clone(), |t, v| t.session_hours = v)
                    label=w.session_hours
                    help=w.session_hours_help
                    unit=w.hours
                    keyboard="numeric"
                />
            </Section>
            <Section title=w.work>
                <div class="form-grid">
                    <Text
                        bound=form.bind("default_capacity", |t| t.default_capacity.clone(), |t, v| t.default_capacity = v)
                        label=w.default_capacity
                        help=w.default_capacity_help
                        unit=w.conversations
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("grace_seconds", |t| t.grace_seconds.clone(), |t, v| t.grace_seconds = v)
                        label=w.grace_seconds
                        help=w.grace_seconds_help
                        unit=w.seconds
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("absent_minutes", |t| t.absent_minutes.clone(), |t, v| t.absent_minutes = v)
                        label=w.absent_minutes
                        help=w.absent_minutes_help
                        unit=w.minutes
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("deaf_minutes", |t| t.deaf_minutes.clone(), |t, v| t.deaf_minutes = v)
                        label=w.deaf_minutes
                        help=w.deaf_minutes_help
                        unit=w.minutes
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("receipt_minutes", |t| t.receipt_minutes.clone(), |t, v| t.receipt_minutes = v)
                        label=w.receipt_minutes
                        help=w.receipt_minutes_help
                        unit=w.minutes
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("warn_messages", |t| t.warn_messages.clone(), |t, v| t.warn_messages = v)
                        label=w.warn_messages
                        help=w.warn_messages_help
                        unit=w.messages
                        keyboard="numeric"
                    />
                </div>
            </Section>
            <Section title=r.house_title>
                <Toggle
                    bound=form.bind("transfer", |t| t.transfer, |t, v| t.transfer = v)
                    label=r.transfer
                    help=r.house_transfer_help
                />
                <Toggle
                    bound=form.bind("disposition_required", |t| t.disposition_required, |t, v| t.disposition_required = v)
                    label=r.house_required
                    help=r.house_required_help
                />
                <div class="form-grid">
                    <Text
                        bound=form.bind("transfer_seconds", |t| t.transfer_seconds.clone(), |t, v| t.transfer_seconds = v)
                        label=r.transfer_seconds
                        help=r.transfer_seconds_help
                        unit=r.seconds
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("tab_limit", |t| t.tab_limit.clone(), |t, v| t.tab_limit = v)
                        label=r.tab_limit
                        help=r.tab_limit_help
                        unit=r.sessions
                        keyboard="numeric"
                    />
                </div>
            </Section>
            <Section title=w.pause_reasons text=w.pause_reasons_help>
                <ReasonList form=form />
            </Section>
            <MediaSection form=form />
            <Section title=tags.title>
                <Toggle
                    bound=form.bind("agents_create_tags", |t| t.agents_create_tags, |t, v| t.agents_create_tags = v)
                    label=tags.setting
                    help=tags.setting_help
                />
            </Section>
            <Section title=w.keeping text=w.keeping_text>
                <div class="form-grid">
                    <Text
                        bound=form.bind("keep_calls_days", |t| t.keep_calls_days.clone(), |t, v| t.keep_calls_days = v)
                        label=w.keep_calls
                        help=w.keep_calls_help
                        unit=w.days
                        keyboard="numeric"
                    />
                    <Text
                        bound=form.bind("keep_story_days", |t| t.keep_story_days.clone(), |t, v| t.keep_story_days = v)
                        label=w.keep_story
                        help=w.keep_story_help
                        unit=w.days
                        keyboard="numeric"
                    />
                </div>
            </Section>
        </FormShell>
    }
}

#[component]
fn ReasonList(form: Form<TypedSettings>) -> impl IntoView {
    let w = &use_words().admin.settings;
    let error = form.wrong("pause_reasons");
    let keys = move || form.typed.with(|t| t.reasons.keys());
    let add = move |_| {
        let mut key = 0;
        form.edit("pause_reasons", |t| key = t.reasons.add(String::new()));
        focus_soon(format!("#reason-{key}"));
    };
    view! {
        <ul class="word-list">
            <For each=keys key=|key| *key let:key>
                <ReasonRow form=form reason=key />
            </For>
        </ul>
        <FieldError id="pause_reasons-error".into() error=error />
        <div>
            <Button small=true glyph=Glyph::Plus attr:id="add-reason" on:click=add>{w.add_reason}</Button>
        </div>
    }
}

#[component]
fn ReasonRow(form: Form<TypedSettings>, reason: Key) -> impl IntoView {
    let w = &use_words().admin.settings;
    let value = form.read(move |t| t.reasons.get(reason).cloned().unwrap_or_default());
    let position = Memo::new(move |_| form.typed.with(|t| t.reasons.position(reason).unwrap_or(0)));
    let count = Memo::new(move |_| form.typed.with(|t| t.reasons.len()));
    let error = form.wrong("pause_reasons");
    let shift = Callback::new(move |by| form.edit("pause_reasons", |t| t.reasons.shift(reason, by)));
    let remove = Callback::new(move |()| {
        form.edit("pause_reasons", |t| t.reasons.remove(reason));
        focus_soon("#add-reason".into());
    });
    view! {
        <li>
            <input
                class="input"
                id=format!("reason-{reason}")
                type="text"
                autocomplete="off"
                aria-label=move || (w.reason_number)(position.get() + 1)
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:value=move || value.get()
                on:input:target=move |event| {
                    form.edit("pause_reasons", |t| t.reasons.get_mut(reason).into_iter().for_each(|r| *r = event.target().value()));
                }
            />
            <Moves
                key=format!("reason-{reason}")
                name=Signal::derive(move || {
                    let name = value.get();
                    if name.is_empty() { (w.reason_number)(position.get() + 1) } else { name }
                })
                first=Signal::derive(move || position.get() == 0)
                last=Signal::derive(move || position.get() + 1 == count.get())
                shift=shift
                remove=remove
            />
        </li>
    }
}
