//! What can be done with a whole session: follow-up, transfer, take over, reassign, close. Only what this person may do is shown; the
//! server decides again.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Panes,
    transfer::{Leaving, Purpose, may_transfer},
};
use crate::{
    api::closing::take_over,
    domain::{InteractionId, interaction::State, user::Right},
    ui::{
        desktop::DesktopExtra,
        extras::{EXTRAS, Extra},
        live::use_live,
        widgets::{Glyph, Icon, Menu, MenuItem, Show, use_notices},
        words::use_words,
    },
};

#[component]
pub(super) fn SessionMenu(id: InteractionId) -> impl IntoView {
    let w = &use_words().conversation;
    let live = use_live();
    let open = Memo::new(move |_| {
        let facts = live.session(id).and_then(|session| session.facts.get());
        facts.is_some_and(|facts| facts.state == State::Open)
    });
    let may = move || open.get() && (live.owns(id) || live.me.with(|me| me.role.may(Right::Supervise)));
    view! {
        <Show when=may>
            <Menu
                label=w.session_menu class="button quiet small icon-only" place="end"
                trigger=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
            >
                {EXTRAS.later(Extra::Desktop(DesktopExtra::SessionActs(id)), "menu-text", 3)}
            </Menu>
        </Show>
    }
}

/// What stands in the opened menu.
#[component]
pub(super) fn SessionActs(id: InteractionId) -> impl IntoView {
    let words = use_words();
    let w = &words.closing;
    let live = use_live();
    let panes: Panes = expect_context();
    let notices = use_notices();
    let facts = Memo::new(move |_| live.session(id).and_then(|session| session.facts.get()));
    let open = Memo::new(move |_| facts.with(|it| it.as_ref().is_some_and(|it| it.state == State::Open)));
    let mine = Memo::new(move |_| open.get() && live.owns(id));
    let supervises = Memo::new(move |_| open.get() && live.me.with(|me| me.role.may(Right::Supervise)));
    let may_transfer = Memo::new(move |_| may_transfer(live, id));
    let leave = move |purpose: Purpose| {
        panes.leaving.set(live.session(id).map(|session| Leaving { session, purpose }));
    };
    let take = Callback::new(move |()| {
        // The menu is gone when the answer comes, and its signals with it.
        let contact = facts.with_untracked(|it| it.as_ref().map(|it| it.contact_name.clone())).unwrap_or_default();
        spawn_local(async move {
            match take_over(id).await {
                Ok(()) => notices.say((words.transfer.taken_over)(&contact)),
                Err(error) => {
                    notices.say(format!("{} {}", words.transfer.take_over_failed, words.common.error(&error)))
                }
            }
        });
    });
    view! {
        <Show when=move || may_transfer.get()>
            <MenuItem
                glyph=Glyph::Users label=words.transfer.menu run=Callback::new(move |()| leave(Purpose::Transfer))
            />
        </Show>
        <Show when=move || { supervises.get() && !mine.get() }>
            <MenuItem glyph=Glyph::User label=words.transfer.take_over run=take />
        </Show>
        <Show when=move || supervises.get()>
            <MenuItem
                glyph=Glyph::ChevronRight label=words.transfer.assign run=Callback::new(move |()| leave(Purpose::Assign))
            />
        </Show>
        <MenuItem
            glyph=Glyph::Clock label=words.follow_up.menu
            run=Callback::new(move |()| panes.follow_up.set(live.session(id)))
        />
        <MenuItem
            glyph=Glyph::Close label=w.menu_close
            run=Callback::new(move |()| panes.closing.set(live.session(id)))
        />
    }
}
