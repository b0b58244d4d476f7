//! People, teams and settings, as an administrator sets them up.

use std::sync::Arc;

use super::{
    auth::password::{self, Passwords},
    clock::Clock,
    failure::Failure,
    house::House,
    houses::Houses,
    seen::{as_set, still},
    store::{Store, StoreError},
};
use crate::domain::{
    TeamId, UserId,
    error::Invalid,
    language::Language,
    line::line,
    settings::Settings,
    user::{Me, Role, Team, Theme, User, UserDraft},
};

/// Set by `smsdesk demo`: the sign-in page names the demo people.
pub const DEMO: &str = "demo";

#[derive(Clone)]
pub struct Users {
    store: Store,
    houses: Arc<Houses>,
    clock: Clock,
    passwords: Passwords,
}

impl Users {
    pub fn new(store: Store, houses: Arc<Houses>, clock: Clock, passwords: Passwords) -> Users {
        Users { store, houses, clock, passwords }
    }

    /// By name; those who can't sign in any more come last.
    pub async fn list(&self) -> Result<Vec<User>, Failure> {
        let mut users: Vec<User> = self.houses.current().users.values().cloned().collect();
        users.sort_by_key(|user| (!user.active, user.name.to_lowercase(), user.id));
        Ok(users)
    }

    /// `seen` is what the form began with; without it what is there is written over.
    pub async fn save(
        &self,
        me: &Me,
        id: Option<UserId>,
        draft: UserDraft,
        seen: Option<UserDraft>,
    ) -> Result<UserId, Failure> {
        if id == Some(me.id) && (!draft.active || Role::parse(&draft.role) != Some(Role::Administrator)) {
            let words = [
                "You can't take your own administration away; ask another administrator.",
                "Non si possono togliere a sé stessi i diritti di amministratore; serve un altro amministratore.",
            ];
            return Err(Invalid::one(if draft.active { "role" } else { "active" }, words).into());
        }
        self.put(Some(me), id, draft, seen).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_as(&self, by: Option<&Me>, id: Option<UserId>, draft: UserDraft) -> Result<UserId, Failure> {
        self.put(by, id, draft, None).await
    }

    async fn put(
        &self,
        by: Option<&Me>,
        id: Option<UserId>,
        mut draft: UserDraft,
        seen: Option<UserDraft>,
    ) -> Result<UserId, Failure> {
        tidy(&mut draft);
        let role = check(&draft, id.is_none(), &self.houses.current())?;
        let hash = if draft.password.is_empty() {
            None
        } else {
            let hash = self.passwords.hash(std::mem::take(&mut draft.password)).await;
            Some(hash.ok_or_else(|| {
                Failure::refused([
                    "The password could not be stored; please try again.",
                    "Impossibile salvare la password: riprovare.",
                ])
            })?)
        };
        let still = id.and_then(|id| {
            still(seen.map(shown), shown(draft.clone()), move |rows| Some(shown(rows.users.get(&id)?.into())))
        });
        let (now, login) = (self.clock.now(), draft.login.clone());
        let saved = match self.store.save_user(id, draft, role, hash, still, now, self.houses.current()).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(Invalid::one(
                    "login",
                    ["Somebody else has this sign-in name.", "Questo nome utente è già in uso."],
                )
                .into());
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        let detail = format!("{login}, {}", role.as_str());
        self.store.note_act(now, by.map(|me| me.id), "user.save", format!("user {saved}"), detail).await?;
        self.houses.reload().await?;
        Ok(saved)
    }

    pub async fn teams(&self) -> Result<Vec<Team>, Failure> {
        let house = self.houses.current();
        let mut teams: Vec<Team> = house.teams.iter().map(|(id, name)| Team { id: *id, name: name.clone() }).collect();
        teams.sort_by_key(|team| team.name.to_lowercase());
        Ok(teams)
    }

    /// `seen` is the name the form began with; without it what is there is written over.
    pub async fn save_team(
        &self,
        me: &Me,
        id: Option<TeamId>,
        name: String,
        seen: Option<String>,
    ) -> Result<TeamId, Failure> {
        self.put_team(Some(me), id, name, seen).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_team_as(&self, by: Option<&Me>, id: Option<TeamId>, name: String) -> Result<TeamId, Failure> {
        self.put_team(by, id, name, None).await
    }

    async fn put_team(
        &self,
        by: Option<&Me>,
        id: Option<TeamId>,
        name: String,
        seen: Option<String>,
    ) -> Result<TeamId, Failure> {
        let name = line(&name);
        check_team(&name)?;
        let still = id
            .and_then(|id| still(seen.map(|seen| line(&seen)), name.clone(), move |rows| rows.teams.get(&id).cloned()));
        let now = self.clock.now();
        let saved = match self.store.save_team(id, name.clone(), still, now).await {
            Err(StoreError::Duplicate(_)) => {
                return Err(
                    Invalid::one("name", ["Another team has this name.", "Un altro team ha già questo nome."]).into()
                );
            }
            saved => saved?.ok_or(Failure::NotFound)?,
        };
        self.store.note_act(now, by.map(|me| me.id), "team.save", format!("team {saved}"), name).await?;
        self.houses.reload().await?;
        Ok(saved)
    }

    pub async fn set_language(&self, user: UserId, language: Language) -> Result<(), Failure> {
        Ok(self.store.set_language(user, language, self.clock.now()).await?)
    }

    pub async fn set_theme(&self, user: UserId, theme: Theme) -> Result<(), Failure> {
        Ok(self.store.set_theme(user, theme).await?)
    }

    /// `seen` is what the form began with; without it what is there is written over.
    pub async fn save_settings(&self, me: &Me, settings: Settings, seen: Option<Settings>) -> Result<(), Failure> {
        self.put_settings(Some(me), settings, seen).await
    }

    /// `by` is `None` for the command line.
    pub async fn save_settings_as(&self, by: Option<&Me>, settings: Settings) -> Result<(), Failure> {
        self.put_settings(by, settings, None).await
    }

    async fn put_settings(
        &self,
        by: Option<&Me>,
        mut settings: Settings,
        mut seen: Option<Settings>,
    ) -> Result<(), Failure> {
        tidy_settings(&mut settings);
        settings.check()?;
        let now = self.clock.now();
        seen.iter_mut().for_each(tidy_settings);
        let still = still(seen, settings.clone(), |rows| {
            let mut present = rows.settings.clone();
            tidy_settings(&mut present);
            Some(present)
        });
        let detail = serde_json::to_string(&settings).map_err(StoreError::from)?;
        self.store.save_settings(settings, still, now).await?;
        self.store.note_act(now, by.map(|me| me.id), "settings.save", "settings".into(), detail).await?;
        self.houses.reload().await
    }

    pub async fn is_demo(&self) -> Result<bool, Failure> {
        Ok(self.store.kept(DEMO).await?.is_some())
    }
}

/// What the form shows of a person, as it is stored. The password it never sees, the language each chooses for himself.
fn shown(mut draft: UserDraft) -> UserDraft {
    tidy(&mut draft);
    draft.password.clear();
    draft.language = None;
    as_set(&mut draft.teams);
    draft
}

/// What was typed, as it is stored.
pub(super) fn tidy(draft: &mut UserDraft) {
    draft.login = draft.login.trim().to_lowercase();
    draft.name = line(&draft.name);
    draft.alias = line(&draft.alias);
}

/// What is wrong with a person in this house, in the order of the form.
pub(super) fn check(draft: &UserDraft, new: bool, house: &House) -> Result<Role, Invalid> {
    let mut invalid = Invalid::default();
    let word = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
    if draft.name.is_empty() || draft.name.chars().count() > 80 {
        invalid.add(
            "name",
            [
                "Give a name of at most 80 characters; colleagues see it.",
                "Indicare un nome di al massimo 80 caratteri; lo vedono i colleghi.",
            ],
        );
    }
    if draft.login.is_empty() || draft.login.chars().count() > 80 || !draft.login.chars().all(word) {
        invalid.add("login", ["Letters, digits, and . - _ @ only.", "Solo lettere, cifre e . - _ @."]);
    }
    if draft.alias.chars().count() > 80 {
        invalid.add("alias", ["At most 80 characters.", "Al massimo 80 caratteri."]);
    }
    let length = draft.password.chars().count();
    if (new || length > 0) && length < password::SHORTEST {
        invalid.add(
            "password",
            [
                format!("At least {} characters.", password::SHORTEST),
                format!("Almeno {} caratteri.", password::SHORTEST),
            ],
        );
    } else if length > password::LONGEST {
        invalid.add(
            "password",
            [
                format!("At most {} characters.", password::LONGEST),
                format!("Al massimo {} caratteri.", password::LONGEST),
            ],
        );
    }
    let role = Role::parse(&draft.role);
    if role.is_none() {
        invalid.add("role", ["Choose a role.", "Scegliere un ruolo."]);
    }
    if draft.teams.iter().any(|team| !house.teams.contains_key(team)) {
        invalid.add("teams", ["One of these teams does not exist any more.", "Uno di questi team non esiste più."]);
    }
    if draft.capacity.is_some_and(|capacity| !(0..=100).contains(&capacity)) {
        invalid.add(
            "capacity",
            ["Between 0 and 100, or empty for the house's default.", "Tra 0 e 100, o vuoto per il valore predefinito."],
        );
    }
    invalid.check()?;
    role.ok_or_else(|| Invalid::one("role", ["Choose a role.", "Scegliere un ruolo."]))
}

pub(super) fn check_team(name: &str) -> Result<(), Invalid> {
    if name.is_empty() || name.chars().count() > 60 {
        return Err(Invalid::one(
            "name",
            ["Give the team a name of at most 60 characters.", "Dare al team un nome di al massimo 60 caratteri."],
        ));
    }
    Ok(())
}

/// What was typed, as it is stored.
pub(super) fn tidy_settings(settings: &mut Settings) {
    settings.house_name = line(&settings.house_name);
    settings.pause_reasons = std::mem::take(&mut settings.pause_reasons)
        .into_iter()
        .map(|reason| line(&reason))
        .filter(|reason| !reason.is_empty())
        .collect();
    settings.media_kinds.sort();
    settings.media_kinds.dedup();
}
