//! Which provider carries the account's texts, as what sender, and with which credentials.

use leptos::{prelude::*, task::spawn_local};

use super::{credentials::Credential, typed::TypedAccount};
use crate::{
    api::{AppError, admin::test_credentials},
    domain::{
        AccountId,
        account::{Account, ProviderForm},
        sentence::Sentence,
    },
    ui::{
        admin::{
            form::Form,
            inputs::{Choose, Text, Toggle},
            shell::{Section, WayBackIn},
        },
        widgets::{Button, Choice, Glyph, Icon},
        words::use_words,
    },
};

#[component]
pub fn ProviderSection(
    id: Option<AccountId>,
    form: Form<TypedAccount>,
    providers: StoredValue<Vec<ProviderForm>>,
    stored: RwSignal<Option<Account>>,
) -> impl IntoView {
    let (w, common) = (&use_words().accounts, &use_words().common);
    let chosen = Memo::new(move |_| form.typed.with(|typed| typed.provider.clone()));
    let provider = move || providers.with_value(|all| chosen.with(|key| all.iter().find(|p| p.key == *key).cloned()));
    let choices =
        providers.with_value(|all| all.iter().map(|p| Choice::new(&p.key, common.told(p.name.clone()))).collect());
    let choice = form.bind(
        "provider",
        |t| t.provider.clone(),
        move |t, key: String| providers.with_value(|all| t.take_provider(&key, all)),
    );
    let fields = move || {
        provider().map(|provider| {
            let credentials = provider
                .fields
                .into_iter()
                .map(|field| view! { <Credential form=form field=field provider=provider.key.clone() stored=stored /> })
                .collect_view();
            view! {
                <Text
                    bound=form.bind("sender", |t| t.sender.clone(), |t, v| t.sender = v)
                    label=w.sender
                    help=common.told(provider.sender_help)
                />
                {credentials}
                {provider.mms.then(|| view! {
                    <Toggle
                        bound=form.bind("mms", |t| t.mms, |t, v| t.mms = v)
                        label=w.mms
                        help=if provider.mms_always { w.mms_always_help } else { w.mms_help }
                    />
                })}
                <Text
                    bound=form.bind("api_base", |t| t.api_base.clone(), |t, v| t.api_base = v)
                    label=w.api_base
                    help=w.api_base_help
                    placeholder=provider.api_base
                    keyboard="url"
                    class="mono"
                />
            }
        })
    };
    view! {
        <Section title=w.provider>
            <Choose bound=choice label=w.provider choices=choices />
            {fields}
            <TestCredentials id=id form=form />
        </Section>
    }
}

/// Asks the provider whether the credentials are right, saved or not.
#[component]
fn TestCredentials(id: Option<AccountId>, form: Form<TypedAccount>) -> impl IntoView {
    let words = use_words();
    let w = &words.accounts;
    let testing = RwSignal::new(false);
    let verdict = RwSignal::new(None::<Result<Sentence, AppError>>);
    // What was said of other credentials is worth nothing any more.
    let asked = Memo::new(move |_| {
        form.typed.with(|t| {
            (t.provider.clone(), t.credentials.clone(), t.removing.clone(), t.sender.clone(), t.api_base.clone())
        })
    });
    Effect::new(move |before: Option<()>| {
        asked.track();
        if before.is_some() {
            verdict.set(None);
        }
    });
    let test = move |_| {
        let draft = match form.typed.with_untracked(|typed| typed.read(&words.admin.form)) {
            Ok(draft) => draft,
            Err(wrong) => return form.refuse(AppError::Invalid(wrong)),
        };
        testing.set(true);
        verdict.set(None);
        spawn_local(async move {
            let answer = test_credentials(id, draft).await;
            testing.try_set(false);
            match answer {
                Err(AppError::Invalid(wrong)) if !wrong.0.is_empty() => form.refuse(AppError::Invalid(wrong)),
                answer => drop(verdict.try_set(Some(answer))),
            }
        });
    };
    view! {
        <div class="secret-set">
            <Button glyph=Glyph::Link busy=testing disabled=testing on:click=test>
                {move || if testing.get() { w.testing } else { w.test }}
            </Button>
            <span class="field-help">{w.test_help}</span>
        </div>
        <div role="status">
            {move || verdict.get().map(|verdict| match verdict {
                Ok(sentence) => view! { <p class="verdict"><Icon glyph=Glyph::Check />{words.common.told(sentence)}</p> }.into_any(),
                Err(error) => view! {
                    <p class="verdict bad">
                        <Icon glyph=Glyph::Alert />
                        {words.common.error(&error)}
                        " "
                        <WayBackIn error=error />
                    </p>
                }
                    .into_any(),
            })}
        </div>
    }
}
