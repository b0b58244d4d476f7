//! People of a description.

use serde_saphyr::Spanned;

use super::{
    SetupError,
    description::UserPart,
    plan::{Act, Place, Planner, user_named},
    words::{self, Words, field, text},
};
use crate::{
    domain::{
        UserId,
        language::Language,
        user::{Role, User, UserDraft},
    },
    server::{failure::Failure, users},
};

impl Planner<'_> {
    pub(super) async fn user(&mut self, part: &Spanned<UserPart>) -> Result<(), SetupError> {
        let login = part.value.login.trim().to_lowercase();
        let place = Place::of(part, format!("user {login}"));
        let sound = self.complaints();
        self.once(&place, "login");
        let known = user_named(&self.house, &login).and_then(|id| self.house.users.get(&id)).map(UserDraft::from);
        let id = user_named(&self.house, &login).unwrap_or_else(|| UserId(self.new_id()));
        let mut draft = self.user_draft(&place, &part.value, login, known.clone());
        let password = self.password(&place, &part.value, &draft, known.is_none()).await?;
        draft.password = password.clone().unwrap_or_default();
        if sound == self.complaints()
            && let Err(invalid) = users::check(&draft, known.is_none(), &self.house)
        {
            self.complain_of(&place, invalid);
        }
        let mut lines = match &known {
            None => vec![format!("+ {}", place.subject)],
            Some(known) => words::difference(&place.subject, &self.words_of_user(known), &self.words_of_user(&draft)),
        };
        if known.is_some() && password.is_some() {
            lines.push(format!("~ {}: password changed", place.subject));
        }
        self.house.users.insert(id, user_of(id, &draft));
        self.add(Act::User(id, draft), lines);
        Ok(())
    }

    fn user_draft(&mut self, place: &Place, part: &UserPart, login: String, known: Option<UserDraft>) -> UserDraft {
        let mut draft = known.unwrap_or_else(|| UserDraft {
            name: login.clone(),
            login,
            role: Role::Agent.as_str().into(),
            active: true,
            ..UserDraft::default()
        });
        if let Some(name) = &part.name {
            draft.name = name.clone();
        }
        if let Some(alias) = &part.alias {
            draft.alias = alias.clone();
        }
        if let Some(code) = &part.language {
            match Language::parse(code) {
                // Whoever chose another one keeps it.
                Some(language) => draft.language = draft.language.or(Some(language)),
                None => self.complain(place, "language", "There is no such language: en or it."),
            }
        }
        if let Some(role) = part.role {
            draft.role = role.as_str().into();
        }
        draft.active = part.active.unwrap_or(draft.active);
        draft.capacity = part.capacity.unwrap_or(draft.capacity);
        if let Some(teams) = &part.teams {
            draft.teams = self.teams_named(place, teams);
        }
        users::tidy(&mut draft);
        draft
    }

    /// The password to set: that of a new person, or one that is to be reset and is another one now.
    async fn password(
        &mut self,
        place: &Place,
        part: &UserPart,
        draft: &UserDraft,
        new: bool,
    ) -> Result<Option<String>, SetupError> {
        let Some(password) = &part.password else {
            if new {
                self.complain(place, "password", "A new user needs one: password: { env: NAME }.");
            }
            return Ok(None);
        };
        if !(new || password.reset && draft.active) {
            return Ok(None);
        }
        let Some(value) = self.variable(place, "password", &password.env) else { return Ok(None) };
        if !new {
            let stored = self.state.store.password_of(&draft.login).await.map_err(Failure::from)?;
            if self.state.passwords.verify(value.clone(), stored.map(|(_, hash)| hash)).await {
                return Ok(None);
            }
        }
        Ok(Some(value))
    }

    fn words_of_user(&self, draft: &UserDraft) -> Words {
        vec![
            field("name", text(&draft.name)),
            field("alias", text(&draft.alias)),
            field("language", draft.language.map_or("the browser's", Language::code)),
            field("role", &draft.role),
            field("active", draft.active),
            field("capacity", draft.capacity.map_or_else(|| "the house's".to_owned(), |capacity| capacity.to_string())),
            field("teams", self.team_names(&draft.teams)),
        ]
    }
}

fn user_of(id: UserId, draft: &UserDraft) -> User {
    User {
        id,
        login: draft.login.clone(),
        name: draft.name.clone(),
        alias: draft.alias.clone(),
        role: Role::parse(&draft.role).unwrap_or(Role::Agent),
        active: draft.active,
        capacity: draft.capacity,
        teams: draft.teams.clone(),
        language: draft.language,
    }
}
