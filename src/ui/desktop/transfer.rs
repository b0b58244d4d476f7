//! Where a session goes: the dialog of an owner who transfers and of a supervisor who reassigns.

use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::Panes;
use crate::{
    api::{
        AppError,
        closing::{assign, load_targets, transfer},
    },
    domain::{
        InteractionId,
        interaction::State,
        transfer::{AgentTarget, Destination, LONGEST_NOTE, QueueTarget, Targets},
    },
    ui::{
        browser,
        live::{Live, Session, path_of, use_live},
        widgets::{Button, ButtonKind, Dialog, ErrorNote, For, Show, Skeleton, use_notices},
        words::{Word, Words, use_words},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Purpose {
    /// The owner's own: a colleague is asked.
    Transfer,
    /// A supervisor's: nobody is asked.
    Assign,
}

/// A session on its way out.
#[derive(Clone)]
pub(in crate::ui::desktop) struct Leaving {
    pub session: Session,
    pub purpose: Purpose,
}

/// One that can be chosen, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) struct Target {
    pub to: Destination,
    pub name: String,
    detail: Signal<String>,
    able: bool,
}

fn agent_row(agent: AgentTarget, purpose: Purpose, words: &'static Words) -> Target {
    let w = &words.transfer;
    Target {
        to: Destination::Agent(agent.id),
        name: agent.name.clone(),
        able: if purpose == Purpose::Transfer { agent.is_ready() } else { agent.has_room() },
        detail: Signal::derive(move || {
            let presence = (w.presence)(agent.availability, agent.reason.as_deref(), agent.connected);
            format!("{presence} · {}", (w.room)(agent.open, agent.capacity))
        }),
    }
}

fn queue_row(queue: QueueTarget, words: &'static Words) -> Target {
    let QueueTarget { waiting, online, .. } = queue;
    Target {
        to: Destination::Queue(queue.id),
        name: queue.name,
        detail: Signal::derive(move || (words.transfer.waiting)(waiting, online)),
        able: true,
    }
}

/// It is this person's, its account allows transfers, and none is under way.
pub(in crate::ui) fn may_transfer(live: Live, id: InteractionId) -> bool {
    let Some(session) = live.session(id) else { return false };
    let account = session.facts.with(|it| {
        let free = it.as_ref().filter(|it| it.state == State::Open && it.transfer_to.is_none());
        free.map(|it| it.account)
    });
    live.owns(id) && account.is_some_and(|account| live.transfer.with(|all| all.contains(&account)))
}

/// Nobody else has it, nor is asked to take it.
fn is_mine_still(live: Live, id: InteractionId) -> bool {
    let Some(session) = live.session(id) else { return false };
    live.owns(id) && session.facts.with(|it| it.as_ref().is_none_or(|it| it.transfer_to.is_none()))
}

#[component]
pub(super) fn TransferDialog() -> impl IntoView {
    let words = use_words();
    let w = &words.transfer;
    let live = use_live();
    let notices = use_notices();
    let panes: Panes = expect_context();
    let navigate = StoredValue::new(use_navigate());
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let targets = RwSignal::new(None::<Result<Targets, AppError>>);
    let chosen = RwSignal::new(None::<Target>);
    let note = RwSignal::new(String::new());
    let note_for = StoredValue::new(None::<InteractionId>);
    let failed = RwSignal::new(None::<AppError>);

    let load = move || {
        let Some(leaving) = panes.leaving.get_untracked() else { return };
        targets.set(None);
        spawn_local(async move {
            let found = load_targets(leaving.session.id).await;
            targets.try_set(Some(found));
        });
    };
    Effect::new(move || {
        if let Some(id) = panes.leaving.with(|it| it.as_ref().map(|it| it.session.id)) {
            failed.set(None);
            busy.set(false);
            chosen.set(None);
            // Begun and not sent: kept for this session, never told of another one's customer.
            if note_for.get_value() != Some(id) {
                note.set(String::new());
                note_for.set_value(Some(id));
            }
            load();
            open.set(true);
        }
    });
    Effect::new(move || {
        if !open.get() && panes.leaving.with_untracked(Option::is_some) {
            panes.leaving.set(None);
        }
    });
    let is_transfer =
        Memo::new(move |_| panes.leaving.with(|it| it.as_ref().is_none_or(|it| it.purpose == Purpose::Transfer)));
    // Somebody is asked, or it has gone. That comes as an event, also when the answer was lost on its way here.
    let is_done = Memo::new(move |_| {
        let id = panes.leaving.with(|it| it.as_ref().map(|it| it.session.id));
        is_transfer.get() && id.is_some_and(|id| !is_mine_still(live, id))
    });
    Effect::new(move || {
        if is_done.get() {
            if busy.get_untracked() || failed.with_untracked(Option::is_some) {
                note.set(String::new());
            }
            open.set(false);
        }
    });
    let title = move || {
        let contact = panes.leaving.with(|it| it.as_ref().and_then(|it| it.session.facts.get()));
        let contact = contact.map(|facts| facts.contact_name).unwrap_or_default();
        if is_transfer.get() { (w.title)(&contact) } else { (w.assign_title)(&contact) }
    };
    let text = move || {
        let seconds = targets.with(|targets| targets.as_ref().and_then(|it| it.as_ref().ok()).map(|it| it.seconds));
        match seconds {
            _ if !is_transfer.get() => w.assign_text.to_string(),
            Some(seconds) => (w.text)(seconds),
            None => String::new(),
        }
    };
    let send = move || {
        let (Some(Leaving { session, purpose }), Some(row)) = (panes.leaving.get_untracked(), chosen.get_untracked())
        else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        // To a queue, or by a supervisor's word, it goes at once; a colleague who is asked may take his time.
        let goes_at_once = purpose == Purpose::Assign || matches!(row.to, Destination::Queue(_));
        live.let_go(session.id, goes_at_once);
        spawn_local(async move {
            let is_tab = live.sessions.with_untracked(|all| all.iter().any(|tab| tab.id == session.id));
            let next = live.neighbour(session.id);
            let sent = match purpose {
                Purpose::Transfer => transfer(session.id, row.to, note.get_untracked()).await,
                Purpose::Assign => assign(session.id, row.to).await,
            };
            live.let_go(session.id, false);
            // He may be at another one's dialog by now.
            let is_here = panes.leaving.with_untracked(|it| it.as_ref().is_some_and(|it| it.session.id == session.id));
            match sent {
                Ok(()) => {
                    // Which colleague is asked stands above the conversation.
                    if goes_at_once {
                        let said = if purpose == Purpose::Assign { w.assigned } else { w.queued };
                        notices.say(said(&row.name));
                    }
                    if goes_at_once && is_tab && live.active.get_untracked() == Some(session.id) {
                        let path = next.map_or_else(|| "/".to_owned(), |next| path_of(next.id));
                        navigate.with_value(|go| go(&path, NavigateOptions::default()));
                    }
                    if is_here {
                        note.set(String::new());
                        open.set(false);
                    }
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) if !is_here => {
                    if is_mine_still(live, session.id) {
                        notices.say(format!("{} {}", w.not_sent, words.common.error(&error)));
                    }
                }
                Err(error) => {
                    busy.set(false);
                    // Who can be asked is asked anew, unless nobody can be reached: then what was chosen is tried again.
                    if error != AppError::Unavailable {
                        chosen.set(None);
                        load();
                    }
                    failed.set(Some(error));
                }
            }
        });
    };
    view! {
        <Dialog open=open label=Signal::derive(title)>
            <h2>{title}</h2>
            <p class="soft">{text}</p>
            {move || match targets.get() {
                None => view! { <Skeleton lines=4 /> }.into_any(),
                Some(Err(error)) => view! {
                    <ErrorNote what=w.failed error=Some(error) retry=Callback::new(move |()| load()) />
                }.into_any(),
                Some(Ok(targets)) => {
                    let purpose = if is_transfer.get_untracked() { Purpose::Transfer } else { Purpose::Assign };
                    view! { <TargetList targets=targets purpose=purpose chosen=chosen /> }.into_any()
                }
            }}
            <Show when=move || is_transfer.get()>
                <div class="field">
                    <label for="transfer-note">{w.note}</label>
                    <textarea
                        class="input" id="transfer-note" rows="2" maxlength=LONGEST_NOTE aria-describedby="transfer-note-help"
                        prop:value=move || note.get() on:input:target=move |event| note.set(event.target().value())
                    ></textarea>
                    <p class="field-help" id="transfer-note-help">{w.note_help}</p>
                </div>
            </Show>
            <Show when=move || failed.with(Option::is_some)>
                <ErrorNote what=w.not_sent error=failed />
            </Show>
            <div class="dialog-actions">
                <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                <Button
                    kind=ButtonKind::Primary busy=busy disabled=Signal::derive(move || chosen.with(Option::is_none))
                    attr:title=move || chosen.with(Option::is_none).then_some(w.choose_first) on:click=move |_| send()
                >
                    {move || {
                        let (plain, to) = if is_transfer.get() { (w.send, w.send_to) } else { (w.give, w.give_to) };
                        chosen.with(|row| row.as_ref().map_or_else(|| plain.to_string(), |row| to(&row.name)))
                    }}
                </Button>
            </div>
        </Dialog>
    }
}

/// Everybody and every queue a session could go to, with a search.
#[component]
pub(in crate::ui) fn TargetList(targets: Targets, purpose: Purpose, chosen: RwSignal<Option<Target>>) -> impl IntoView {
    let words = use_words();
    let w = &words.transfer;
    let search = RwSignal::new(String::new());
    let agents: Vec<Target> = targets.agents.into_iter().map(|agent| agent_row(agent, purpose, words)).collect();
    let queues: Vec<Target> = targets.queues.into_iter().map(|queue| queue_row(queue, words)).collect();
    let found = move |all: StoredValue<Vec<Target>>| {
        Memo::new(move |_| {
            let wanted = search.get().trim().to_lowercase();
            all.with_value(|all| {
                all.iter().filter(|row| row.name.to_lowercase().contains(&wanted)).cloned().collect::<Vec<_>>()
            })
        })
    };
    let (agents, queues) = (found(StoredValue::new(agents)), found(StoredValue::new(queues)));
    let part = move |rows: Memo<Vec<Target>>, legend: Word| {
        view! {
            <Show when=move || rows.with(|rows| !rows.is_empty())>
                <fieldset class="targets">
                    <legend>{legend}</legend>
                    <For each=move || rows.get() key=|row| row.to let:row>
                        <TargetRow row=row chosen=chosen />
                    </For>
                </fieldset>
            </Show>
        }
    };
    // The list comes when the dialog has given the focus away already: to whom comes before what to tell them.
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            browser::focus(&input);
        }
    });
    view! {
        <input
            class="input" type="search" autocomplete="off" aria-label=w.search placeholder=w.search node_ref=input
            bind:value=search
        />
        <div class="target-list">
            {part(agents, w.agents)}
            {part(queues, w.queues)}
            <Show when=move || { agents.with(Vec::is_empty) && queues.with(Vec::is_empty) }>
                <p class="soft" role="status">{w.nobody}</p>
            </Show>
        </div>
    }
}

#[component]
fn TargetRow(row: Target, chosen: RwSignal<Option<Target>>) -> impl IntoView {
    let to = row.to;
    let is_chosen = Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.to == to)));
    let (name, detail, able) = (row.name.clone(), row.detail, row.able);
    view! {
        <label class="target" class:unable=!able>
            <input
                type="radio" name="target" disabled=!able prop:checked=move || is_chosen.get()
                on:change=move |_| chosen.set(Some(row.clone()))
            />
            <span class="clip grow" dir="auto">{name}</span>
            <span class="soft">{detail}</span>
        </label>
    }
}
