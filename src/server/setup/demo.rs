//! `smsdesk demo`: a house to try, once. Its password is known to the world, so it never comes near real people.

use std::process::Stdio;

use super::{Description, Environment, SetupError, apply};
use crate::server::{failure::Failure, state::AppState, users::DEMO};

/// The described house; a test applies it.
const DESCRIPTION: &str = include_str!("demo.yaml");
/// What the demo people sign in with.
pub const PASSWORD: &str = "smsdesk-demo";
/// The demo was begun; an interrupted start finishes it at the next one.
const BEGUN: &str = "begun";
/// The demo is there. What people change in it afterwards stays changed.
const THERE: &str = "there";

/// Fills a database without people with the demo; leaves a demo as it is; refuses any other.
pub async fn bring_about(state: &AppState) -> Result<(), SetupError> {
    match state.store.kept(DEMO).await.map_err(Failure::from)?.as_deref() {
        None => refuse_real_people(state)?,
        Some(BEGUN) => {}
        Some(_) => return Ok(()),
    }
    state.store.keep(DEMO.into(), BEGUN.into()).await.map_err(Failure::from)?;
    let description =
        Description::parse(DESCRIPTION).map_err(|error| SetupError::Unreadable("the demo".into(), error))?;
    let environment: &Environment = &|_| Some(PASSWORD.to_owned());
    apply(state, &description, environment, |_| {}).await?;
    state.store.keep(DEMO.into(), THERE.into()).await.map_err(Failure::from)?;
    Ok(())
}

fn refuse_real_people(state: &AppState) -> Result<(), SetupError> {
    let house = state.house();
    let Some(first) = house.users.values().min_by_key(|user| user.id) else { return Ok(()) };
    Err(SetupError::Refused(format!(
        "this database holds real people, such as {}: the demo would let anybody in with a well-known password. \
         Run `smsdesk serve`, or try the demo in a folder of its own: `smsdesk demo --data demo-data`",
        first.login
    )))
}

/// What a newcomer reads.
pub fn welcome(url: &str) -> String {
    let people = Description::parse(DESCRIPTION).unwrap_or_default().users;
    let names: String = people.iter().map(|person| format!("    {}\n", person.value.login)).collect();
    format!(
        "\nThis is a demo. Sign in with the password {PASSWORD} as\n{names}\n\
         What to do first: sign in as anna, open {url}/simulator in a second tab and send a text to the Demo line. \
         It rings on Anna's desktop.\n"
    )
}

/// Shows `url` in a browser where somebody sits at a desktop; elsewhere, and whatever goes wrong, does nothing.
pub fn open_browser(url: &str, environment: &Environment<'_>) {
    let Some(program) = browser(cfg!(target_os = "macos"), environment) else { return };
    let started = tokio::process::Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    if let Err(error) = started {
        tracing::debug!(%error, program, "no browser was opened");
    }
}

fn browser(macos: bool, environment: &Environment<'_>) -> Option<&'static str> {
    let set = |name: &str| environment(name).is_some_and(|value| !value.is_empty());
    match () {
        () if set("CI") => None,
        () if macos => Some("open"),
        () if set("DISPLAY") || set("WAYLAND_DISPLAY") => Some("xdg-open"),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_opens_only_where_somebody_sits() {
        let with = |names: &'static [&str]| move |name: &str| names.contains(&name).then(|| ":0".to_owned());
        assert_eq!(browser(false, &with(&["DISPLAY"])), Some("xdg-open"));
        assert_eq!(browser(false, &with(&[])), None);
        assert_eq!(browser(true, &with(&[])), Some("open"));
        assert_eq!(browser(true, &with(&["CI"])), None);
        assert_eq!(browser(false, &with(&["DISPLAY", "CI"])), None);
    }

    #[test]
    fn the_demo_can_be_read() {
        let demo = Description::parse(DESCRIPTION).unwrap();
        assert_eq!((demo.users.len(), demo.queues.len(), demo.accounts.len()), (4, 2, 2));
    }
}
