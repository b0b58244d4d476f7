//! The accounts of the house, and how each is doing.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::admin::{load_accounts, load_providers},
    domain::{
        Timestamp,
        account::{Account, ProviderForm},
    },
    ui::{
        admin::{
            accounts::journal::Strays,
            form::Drafts,
            shell::{AddLink, PageHead, loaded},
        },
        widgets::{Badge, EmptyState, Glyph, Icon, RelativeTime, Tone},
        words::use_words,
    },
};

#[component]
pub fn AccountList() -> impl IntoView {
    let w = &use_words().accounts;
    let accounts = Resource::new(|| (), |()| load_accounts());
    let providers = Resource::new(|| (), |()| load_providers());
    let retry = move || {
        accounts.refetch();
        providers.refetch();
    };
    let load = move || async move { Ok((accounts.await?, providers.await?)) };
    view! {
        <PageHead title=w.title text=w.text><AddLink href="/admin/accounts/new" label=w.add /></PageHead>
        {loaded(w.list_failed, 4, retry, load, move |(accounts, providers)| {
            if accounts.is_empty() {
                view! {
                    <EmptyState glyph=Glyph::Phone title=w.empty text=w.empty_text>
                        <AddLink href="/admin/accounts/new" label=w.add />
                    </EmptyState>
                }
                    .into_any()
            } else {
                view! { <AccountTable accounts=accounts providers=providers /> }.into_any()
            }
        })}
        <Strays />
    }
}

#[component]
fn AccountTable(accounts: Vec<Account>, providers: Vec<ProviderForm>) -> impl IntoView {
    let (w, common) = (&use_words().accounts, &use_words().common);
    let rows = accounts
        .into_iter()
        .map(|account| {
            let provider = providers
                .iter()
                .find(|provider| provider.key == account.draft.provider)
                .map_or_else(|| account.draft.provider.clone().into(), |provider| common.told(provider.name.clone()));
            view! { <AccountRow account=account provider=provider /> }
        })
        .collect_view();
    view! {
        <div class="panel">
            <table class="admin-table">
                <thead>
                    <tr>
                        <th scope="col">{w.account}</th>
                        <th scope="col" class="wide-only">{w.provider}</th>
                        <th scope="col" class="wide-only">{w.last_inbound}</th>
                        <th scope="col" class="wide-only">{w.last_receipt}</th>
                        <th scope="col">{w.health}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn AccountRow(account: Account, provider: Signal<String>) -> impl IntoView {
    let words = use_words();
    let w = &words.accounts;
    let place = format!("/admin/accounts/{}", account.id);
    let unsaved = expect_context::<Drafts>().waits(&place);
    let Account { draft, health, .. } = account;
    view! {
        <tr class:off=!draft.active>
            <td>
                <Badge tone=Tone::Key>{draft.key}</Badge>
                " "
                <A href=place attr:class="row-link">{draft.name}</A>
                {unsaved.then(|| view! { " " <Badge tone=Tone::Warn>{words.admin.form.unsaved}</Badge> })}
                <span class="row-under">{draft.sender}</span>
            </td>
            <td class="wide-only">{provider}</td>
            <td class="wide-only"><When at=health.last_inbound /></td>
            <td class="wide-only"><When at=health.last_receipt /></td>
            <td>
                {match health.last_error {
                    _ if !draft.active => view! { <Badge>{w.inactive}</Badge> }.into_any(),
                    Some((at, error)) => view! {
                        <span class="health-line bad">
                            <Icon glyph=Glyph::Alert small=true />
                            <span>{words.common.told(error)} " (" <RelativeTime at=at /> ")"</span>
                        </span>
                    }
                        .into_any(),
                    None => view! { <Badge tone=Tone::Good>{w.no_error}</Badge> }.into_any(),
                }}
            </td>
        </tr>
    }
}

/// A moment, or that it never was.
#[component]
pub fn When(at: Option<Timestamp>) -> impl IntoView {
    let w = &use_words().accounts;
    match at {
        Some(at) => view! { <RelativeTime at=at /> }.into_any(),
        None => view! { <span class="soft">{w.never}</span> }.into_any(),
    }
}
