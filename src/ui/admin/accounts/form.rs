//! The form of one account.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{
    aside::{Addresses, HealthPanel},
    flow::FlowEditor,
    journal::Journal,
    provider::ProviderSection,
    quiet::QuietHoursSection,
    rules::RulesSection,
    typed::TypedAccount,
};
use crate::{
    api::{
        AppError,
        admin::{load_accounts, load_providers, load_queues, load_teams, load_users, save_account},
        dispositions::load_dispositions,
    },
    domain::{
        AccountId, TeamId, UserId,
        account::{Account, ProviderForm},
        disposition::Disposition,
        queue::Queue,
        user::{Team, User},
    },
    ui::{
        admin::{
            NothingHere,
            form::Form,
            inputs::{Text, Toggle},
            picker::{Picker, team_options, user_options},
            shell::{FormShell, PageHead, Section, loaded},
            use_place,
        },
        widgets::use_notices,
        words::use_words,
    },
};

/// What the form chooses from.
#[derive(Clone)]
pub struct House {
    pub providers: Vec<ProviderForm>,
    pub users: Vec<User>,
    pub teams: Vec<Team>,
    pub queues: Vec<Queue>,
    pub dispositions: Vec<Disposition>,
}

#[component]
pub fn AccountPage() -> impl IntoView {
    let w = &use_words().accounts;
    let place = use_place::<AccountId>();
    let accounts =
        Resource::new(move || place.get(), |place| async move { Ok::<_, AppError>((place, load_accounts().await?)) });
    let providers = Resource::new(|| (), |()| load_providers());
    let users = Resource::new(|| (), |()| load_users());
    let teams = Resource::new(|| (), |()| load_teams());
    let queues = Resource::new(|| (), |()| load_queues());
    let dispositions = Resource::new(|| (), |()| load_dispositions());
    let retry = move || {
        accounts.refetch();
        providers.refetch();
        users.refetch();
        teams.refetch();
        queues.refetch();
        dispositions.refetch();
    };
    let load = move || async move {
        let (place, accounts) = accounts.await?;
        let house = House {
            providers: providers.await?,
            users: users.await?,
            teams: teams.await?,
            queues: queues.await?,
            dispositions: dispositions.await?,
        };
        Ok((place, accounts, house))
    };
    loaded(w.one_failed, 10, retry, load, move |(place, accounts, house)| {
        match place.subject(accounts, |account| account.id) {
            Some(account) => view! { <AccountForm account=account house=house /> }.into_any(),
            None => view! { <NothingHere back="/admin/accounts" back_name=w.title /> }.into_any(),
        }
    })
}

#[component]
fn AccountForm(account: Option<Account>, house: House) -> impl IntoView {
    let words = use_words();
    let w = &words.accounts;
    let id = account.as_ref().map(|account| account.id);
    let place = id.map_or_else(|| "/admin/accounts/new".into(), |id| format!("/admin/accounts/{id}"));
    // The address may name the provider of a new account: `?provider=sandbox`.
    let named = use_query_map().with_untracked(|query| query.get("provider"));
    let first = house.providers.iter().find(|p| Some(&p.key) == named.as_ref()).or(house.providers.first());
    let typed = account.as_ref().map_or_else(|| TypedAccount::blank(first), TypedAccount::from);
    let form = Form::new(place, typed);
    let title = form.kept(move |t| if id.is_some() { t.name.clone() } else { w.add.to_string() });
    // As the server has it: addresses, health and which secrets are set change with a save.
    let stored = RwSignal::new(account);
    let providers = StoredValue::new(house.providers.clone());
    let (notices, navigate) = (use_notices(), use_navigate());

    let save = Callback::new(move |()| {
        let navigate = navigate.clone();
        form.save(
            |typed| typed.read(&words.admin.form),
            move |draft, seen| save_account(id, draft, seen),
            move |typed| providers.with_value(|providers| typed.forget_secrets(providers)),
            move |saved: AccountId| {
                if id.is_none() {
                    notices.say(w.added);
                    let replace = NavigateOptions { replace: true, ..Default::default() };
                    navigate(&format!("/admin/accounts/{saved}"), replace);
                } else {
                    spawn_local(async move {
                        if let Ok(accounts) = load_accounts().await {
                            stored.try_set(accounts.into_iter().find(|account| account.id == saved));
                        }
                    });
                }
            },
        );
    });
    let House { users, teams, queues, dispositions, .. } = house;
    let (team_options, agent_options) = (team_options(&teams, &users), user_options(&users));
    view! {
        <PageHead title=title back=("/admin/accounts", w.title) />
        <div class="form-columns">
            <FormShell id="account-form" standing=form.standing() save=save class="form">
                <Section title=w.account>
                    <div class="form-grid">
                        <Text bound=form.bind("name", |t| t.name.clone(), |t, v| t.name = v) label=w.name help=w.name_help />
                        <Text
                            bound=form.bind("key", |t| t.key.clone(), |t, v| t.key = v)
                            label=w.key
                            help=w.key_help
                            class="mono short"
                            maxlength=5
                        />
                    </div>
                    <Toggle
                        bound=form.bind("active", |t| t.active, |t, v| t.active = v)
                        label=w.active
                        help=w.active_help
                    />
                </Section>
                <ProviderSection id=id form=form providers=providers stored=stored />
                <Section title=w.flow text=w.flow_help>
                    <FlowEditor form=form queues=queues users=users />
                </Section>
                <RulesSection form=form dispositions=dispositions />
                <QuietHoursSection form=form />
                <Section title=w.who text=w.who_help>
                    <Picker
                        bound=form.bind(
                            "teams",
                            |t| t.teams.iter().map(|team| team.0).collect(),
                            |t, ids: Vec<i64>| t.teams = ids.into_iter().map(TeamId).collect(),
                        )
                        label=words.admin.queues.teams
                        none=words.admin.queues.no_teams
                        options=team_options
                    />
                    <Picker
                        bound=form.bind(
                            "agents",
                            |t| t.agents.iter().map(|agent| agent.0).collect(),
                            |t, ids: Vec<i64>| t.agents = ids.into_iter().map(UserId).collect(),
                        )
                        label=words.admin.queues.agents
                        none=words.admin.queues.no_agents
                        options=agent_options
                    />
                </Section>
                <Section title=w.numbers>
                    <div class="form-grid">
                        <Text
                            bound=form.bind("country", |t| t.country.clone(), |t, v| t.country = v)
                            label=w.country
                            help=w.country_help
                            class="short upper"
                            maxlength=2
                        />
                        <Text
                            bound=form.bind("rate", |t| t.rate.clone(), |t, v| t.rate = v)
                            label=w.rate
                            help=w.rate_help
                            unit=w.rate_unit
                            keyboard="decimal"
                        />
                    </div>
                </Section>
            </FormShell>
            <div class="form-aside">
                <Addresses form=form providers=providers stored=stored />
                {id.map(|id| view! {
                    <HealthPanel stored=stored />
                    <Journal account=id />
                })}
            </div>
        </div>
    }
}
