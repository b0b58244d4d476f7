//! The left rail, at phone width the bottom bar: where this person may go, theme, account.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::{use_location, use_navigate};

use crate::{
    api::session::{set_language, set_theme, sign_out},
    domain::{
        language::Language,
        user::{Right, Role, Theme},
    },
    ui::{
        browser,
        extras::{EXTRAS, Extra},
        keys::{Act, use_keys},
        live::{Live, use_live},
        widgets::{Avatar, Badge, Glyph, Icon, Menu, MenuItem, MenuRadio, Notices, Show, Tone, use_notices},
        words::{Word, Words, speak, use_words},
    },
};

#[component]
pub(super) fn Rail() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let pathname = use_location().pathname;
    let on_desktop = move || pathname.with(|path| path == "/" || path.starts_with("/s/"));
    let unread = move || {
        live.sessions.with(|sessions| {
            let count =
                |facts: &Option<crate::domain::interaction::Interaction>| facts.as_ref().map_or(0, |it| it.unread);
            sessions.iter().map(|session| session.facts.with(count)).sum::<i64>()
        })
    };
    let supervises = move || live.me.with(|me| me.role.may(Right::Supervise));
    let may_administer = move || live.me.with(|me| me.role.may(Right::Administer));
    view! {
        <nav class="rail" aria-label=words.frame.navigation>
            <a class="rail-mark" href="/" aria-hidden="true" tabindex="-1"><Icon glyph=Glyph::Desk /></a>
            <ul class="rail-places">
                <li>
                    <Place href="/" label=words.frame.desktop glyph=Glyph::Inbox current=Signal::derive(on_desktop)>
                        {move || (unread() > 0).then(|| view! {
                            <Badge tone=Tone::Count>
                                {move || unread()} <span class="sr-only">{move || (words.desktop.unread)(unread())}</span>
                            </Badge>
                        })}
                    </Place>
                </li>
                <Show when=supervises>
                    <li>
                        <Place
                            href="/interactions" label=words.frame.interactions glyph=Glyph::List
                            current=Signal::derive(move || pathname.with(|path| path.starts_with("/interactions")))
                        />
                    </li>
                </Show>
                <li>
                    <Place
                        href="/contacts" label=words.frame.contacts glyph=Glyph::User
                        current=Signal::derive(move || pathname.with(|path| path.starts_with("/contacts")))
                    />
                </li>
                <Show when=move || live.simulator.get()>
                    <li>
                        <Place
                            href="/simulator" label=words.frame.simulator glyph=Glyph::Phone
                            current=Signal::derive(move || pathname.with(|path| path.starts_with("/simulator")))
                        />
                    </li>
                </Show>
                <Show when=may_administer>
                    <li>
                        <Place
                            href="/admin" label=words.frame.administration glyph=Glyph::Gear
                            current=Signal::derive(move || pathname.with(|path| path.starts_with("/admin")))
                        />
                    </li>
                </Show>
            </ul>
            <div class="rail-foot">
                <ThemeMenu />
                <AccountMenu />
            </div>
        </nav>
    }
}

/// A page the rail leads to.
#[derive(Clone, Copy)]
pub struct RailPlace {
    pub href: &'static str,
    pub label: Word,
    pub glyph: Glyph,
}

/// The pages the rail leads this person to: each entry writes itself down while it is there.
#[derive(Clone, Copy)]
pub struct Places(StoredValue<Vec<RailPlace>>);

impl Places {
    pub(super) fn provide() -> Places {
        let places = Places(StoredValue::new(Vec::new()));
        provide_context(places);
        places
    }

    pub fn all(&self) -> Vec<RailPlace> {
        self.0.get_value()
    }

    fn add(&self, place: RailPlace) {
        let all = self.0;
        all.update_value(|all| all.push(place));
        on_cleanup(move || {
            let _ = all.try_update_value(|all| all.retain(|other| other.href != place.href));
        });
    }
}

#[component]
fn Place(
    href: &'static str,
    label: Word,
    glyph: Glyph,
    current: Signal<bool>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    expect_context::<Places>().add(RailPlace { href, label, glyph });
    view! {
        <a class="rail-place" href=href title=label aria-current=move || current.get().then_some("page")>
            <Icon glyph=glyph />
            <span class="rail-label">{label}</span>
            {children.map(|children| children())}
        </a>
    }
}

/// Shows the theme at once and keeps it for every browser.
pub fn choose_theme(theme: Theme, live: Live, notices: Notices, words: &'static Words) {
    live.me.update(|me| me.theme = theme);
    spawn_local(async move {
        if let Err(error) = set_theme(theme).await {
            notices.say(words.common.error(&error));
        }
    });
}

/// Speaks this language as soon as it is here and keeps it for every browser. When it does not come, all stays as it is.
pub fn choose_language(language: Language, live: Live, notices: Notices, words: &'static Words) {
    spawn_local(async move {
        if !speak(language).await {
            return notices.say(words.parts.language_missing);
        }
        live.me.update(|me| me.language = Some(language));
        if let Err(error) = set_language(language).await {
            notices.say(format!("{} {}", words.common.language_failed, words.common.error(&error)));
        }
    });
}

/// Signs out and leaves nothing of this person in the browser.
pub fn leave(notices: Notices, words: &'static Words) {
    spawn_local(async move {
        match sign_out().await {
            Ok(()) => {
                // Somebody else may use this browser next.
                for kept in ["draft.", "outgoing.", "recent."] {
                    browser::forget(kept);
                }
                browser::go("/sign-in");
            }
            Err(error) => notices.say(words.common.error(&error)),
        }
    });
}

#[component]
fn ThemeMenu() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let current = move || live.me.with(|me| me.theme);
    let glyph = Signal::derive(move || match current() {
        Theme::System => Glyph::Monitor,
        Theme::Light => Glyph::Sun,
        Theme::Dark => Glyph::Moon,
    });
    view! {
        <Menu
            label=words.frame.theme class="rail-place" place="aside"
            trigger=ViewFn::from(move || view! { <Icon glyph=glyph /> })
        >
            {EXTRAS.later(Extra::Themes, "menu-text", 3)}
        </Menu>
    }
}

/// What stands in the opened menu of themes.
#[component]
pub fn Themes() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let current = move || live.me.with(|me| me.theme);
    let choose = move |theme: Theme| choose_theme(theme, live, notices, words);
    let choice = move |theme: Theme, label: Word, glyph: Glyph| {
        view! {
            <MenuRadio
                label=label glyph=glyph checked=Signal::derive(move || current() == theme)
                run=Callback::new(move |()| choose(theme))
            />
        }
    };
    view! {
        {choice(Theme::System, words.frame.theme_system, Glyph::Monitor)}
        {choice(Theme::Light, words.frame.theme_light, Glyph::Sun)}
        {choice(Theme::Dark, words.frame.theme_dark, Glyph::Moon)}
    }
}

#[component]
fn AccountMenu() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let name = move || live.me.with(|me| me.name.clone());
    view! {
        <Menu
            label=Signal::derive(move || (words.frame.account)(&name())) class="rail-place" place="aside"
            trigger=ViewFn::from(move || view! { <Avatar name=Signal::derive(name) /> })
        >
            {EXTRAS.later(Extra::Account, "menu-text", 3)}
        </Menu>
    }
}

/// What stands in the opened menu of one's account.
#[component]
pub fn AccountActs() -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let keys = use_keys();
    let navigate = StoredValue::new(use_navigate());
    let name = move || live.me.with(|me| me.name.clone());
    let role = move || match live.me.with(|me| me.role) {
        Role::Agent => words.frame.role_agent,
        Role::Supervisor => words.frame.role_supervisor,
        Role::Administrator => words.frame.role_administrator,
    };
    view! {
        <div class="menu-heading">
            <p>{move || (words.frame.signed_in_as)(&name())}</p>
            <p class="soft">{role}</p>
        </div>
        <hr class="menu-divider" />
        <div role="group" aria-label=words.common.language>
            {Language::ALL.into_iter().map(|language| view! {
                <MenuRadio
                    label=language.own_name() lang=language.code()
                    checked=Signal::derive(move || *words.common.lang == language.code())
                    run=Callback::new(move |()| choose_language(language, live, notices, words))
                />
            }).collect_view()}
        </div>
        <hr class="menu-divider" />
        <MenuItem
            glyph=Glyph::Bolt label=words.canned.own_title
            run=Callback::new(move |()| navigate.with_value(|navigate| navigate("/answers", Default::default())))
        />
        <MenuItem
            glyph=Glyph::Keyboard label=(words.keyboard.act)(Act::Help)
            run=Callback::new(move |()| {
                keys.perform(Act::Help, 0);
            })
        />
        <MenuItem glyph=Glyph::SignOut label=words.frame.sign_out run=Callback::new(move |()| leave(notices, words)) />
    }
}
