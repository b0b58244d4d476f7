//! Setting the house up. A save brings what its form began with (`seen`): it is refused at this field when somebody else changed
//! the thing meanwhile. Without it the thing is saved whatever there is.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::{AppError, wire::JsonAnswer};
use crate::domain::{
    AccountId, CallId, QueueId, TeamId, UserId,
    account::{Account, AccountDraft, ProviderForm},
    journal::{CallRow, CallVerdict},
    queue::{Queue, QueueDraft},
    sentence::Sentence,
    settings::Settings,
    user::{Team, User, UserDraft},
};

/// Everybody who can sign in, or once could.
#[server(prefix = "/api", endpoint = "users", input = GetUrl, output = JsonAnswer)]
pub async fn load_users() -> Result<Vec<User>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    web::told(state.users.list().await)
}

/// Adds a person, or changes one.
#[server(prefix = "/api", endpoint = "user.save", input = Json, output = JsonAnswer)]
pub async fn save_user(
    id: Option<UserId>,
    draft: UserDraft,
    #[server(default)] seen: Option<UserDraft>,
) -> Result<UserId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.users.save(&me, id, draft, seen).await)
}

#[server(prefix = "/api", endpoint = "teams", input = GetUrl, output = JsonAnswer)]
pub async fn load_teams() -> Result<Vec<Team>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    web::told(state.users.teams().await)
}

#[server(prefix = "/api", endpoint = "team.save", input = Json, output = JsonAnswer)]
pub async fn save_team(
    id: Option<TeamId>,
    name: String,
    #[server(default)] seen: Option<String>,
) -> Result<TeamId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.users.save_team(&me, id, name, seen).await)
}

#[server(prefix = "/api", endpoint = "queues", input = GetUrl, output = JsonAnswer)]
pub async fn load_queues() -> Result<Vec<Queue>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    web::told(state.queues.list().await)
}

#[server(prefix = "/api", endpoint = "queue.save", input = Json, output = JsonAnswer)]
pub async fn save_queue(
    id: Option<QueueId>,
    draft: QueueDraft,
    #[server(default)] seen: Option<QueueDraft>,
) -> Result<QueueId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.queues.save(&me, id, draft, seen).await)
}

/// What carries SMS, and what each needs to know.
#[server(prefix = "/api", endpoint = "providers", input = GetUrl, output = JsonAnswer)]
pub async fn load_providers() -> Result<Vec<ProviderForm>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    Ok(state.accounts.providers())
}

#[server(prefix = "/api", endpoint = "accounts", input = GetUrl, output = JsonAnswer)]
pub async fn load_accounts() -> Result<Vec<Account>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    web::told(state.accounts.list().await)
}

#[server(prefix = "/api", endpoint = "account.save", input = Json, output = JsonAnswer)]
pub async fn save_account(
    id: Option<AccountId>,
    draft: AccountDraft,
    #[server(default)] seen: Option<AccountDraft>,
) -> Result<AccountId, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.accounts.save(&me, id, draft, seen).await)
}

/// Asks the provider whether the credentials are right. `Ok` holds the sentence to show.
#[server(prefix = "/api", endpoint = "account.test", input = Json, output = JsonAnswer)]
pub async fn test_credentials(id: Option<AccountId>, draft: AccountDraft) -> Result<Sentence, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    web::told(state.accounts.test(id, draft).await)
}

#[server(prefix = "/api", endpoint = "settings", input = GetUrl, output = JsonAnswer)]
pub async fn load_settings() -> Result<Settings, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    Ok(state.house().settings.clone())
}

#[server(prefix = "/api", endpoint = "settings.save", input = Json, output = JsonAnswer)]
pub async fn save_settings(settings: Settings, #[server(default)] seen: Option<Settings>) -> Result<(), AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.users.save_settings(&me, settings, seen).await)
}

/// The newest calls of an account's provider, or those that reached no account; before `before`.
#[server(prefix = "/api", endpoint = "journal", input = GetUrl, output = JsonAnswer)]
pub async fn load_journal(
    #[server(default)] account: Option<AccountId>,
    #[server(default)] before: Option<CallId>,
) -> Result<Vec<CallRow>, AppError> {
    use crate::server::web::{self, Right};
    let (state, _) = web::require(Right::Administer).await?;
    web::told(state.accounts.journal(account, before).await)
}

/// Takes a call of the journal once more; what became of it.
#[server(prefix = "/api", endpoint = "journal.drive_again", input = Json, output = JsonAnswer)]
pub async fn drive_again(call: CallId) -> Result<CallVerdict, AppError> {
    use crate::server::web::{self, Right};
    let (state, me) = web::require(Right::Administer).await?;
    web::told(state.inbox.drive_again(&me, call).await)
}
