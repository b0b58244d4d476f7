//! Beside the account's form: what to paste at the provider, and how the account is doing.

use leptos::prelude::*;

use super::{list::When, typed::TypedAccount};
use crate::{
    domain::account::{Account, ProviderForm},
    ui::{
        admin::{form::Form, inputs::Text, shell::Section},
        widgets::{CopyButton, RelativeTime},
        words::{Word, use_words},
    },
};

/// The addresses that the provider calls.
#[component]
pub fn Addresses(
    form: Form<TypedAccount>,
    providers: StoredValue<Vec<ProviderForm>>,
    stored: RwSignal<Option<Account>>,
) -> impl IntoView {
    let (w, common) = (&use_words().accounts, &use_words().common);
    let chosen = Memo::new(move |_| form.typed.with(|typed| typed.provider.clone()));
    let provider = move || providers.with_value(|all| chosen.with(|key| all.iter().find(|p| p.key == *key).cloned()));
    let lines = move || {
        let Some(account) = stored.get() else {
            return view! { <p class="soft">{w.addresses_later}</p> }.into_any();
        };
        let provider = provider();
        let per_message = provider.as_ref().is_some_and(|provider| provider.receipt_url_per_message);
        let help = provider.map(|provider| provider.webhook_help).filter(|help| !help.is_empty());
        view! {
            {help.map(|help| view! { <p class="field-help">{common.told(help)}</p> })}
            <CopyLine label=w.inbound_url url=account.inbound_url />
            {if per_message {
                view! { <p class="field-help">{w.receipts_per_message}</p> }.into_any()
            } else {
                view! { <CopyLine label=w.status_url url=account.status_url /> }.into_any()
            }}
        }
        .into_any()
    };
    view! {
        <Section title=w.addresses text=w.addresses_help>
            {lines}
            <Text
                bound=form.bind("public_url", |t| t.public_url.clone(), |t, v| t.public_url = v)
                label=w.public_url
                help=w.public_url_help
                placeholder="https://sms.example.com"
                keyboard="url"
                class="mono"
            />
        </Section>
    }
}

#[component]
fn CopyLine(label: Word, url: String) -> impl IntoView {
    let w = &use_words().accounts;
    view! {
        <div class="copy-line">
            <span class="field-label">{label}</span>
            <code>{url.clone()}</code>
            <CopyButton text=url label=Signal::derive(move || (w.copy_named)(&label)) />
        </div>
    }
}

#[component]
pub fn HealthPanel(stored: RwSignal<Option<Account>>) -> impl IntoView {
    let (w, common) = (&use_words().accounts, &use_words().common);
    let facts = move || {
        stored.get().map(|account| {
            let health = account.health;
            view! {
                <dl class="facts">
                    <dt>{w.last_inbound}</dt>
                    <dd><When at=health.last_inbound /></dd>
                    <dt>{w.last_sent}</dt>
                    <dd><When at=health.last_sent /></dd>
                    <dt>{w.last_receipt}</dt>
                    <dd><When at=health.last_receipt /></dd>
                    <dt>{w.last_error}</dt>
                    {match health.last_error {
                        Some((at, error)) => view! { <dd class="bad">{common.told(error)} " (" <RelativeTime at=at /> ")"</dd> }.into_any(),
                        None => view! { <dd>{w.no_error}</dd> }.into_any(),
                    }}
                </dl>
            }
        })
    };
    view! { <Section title=w.health>{facts}</Section> }
}
