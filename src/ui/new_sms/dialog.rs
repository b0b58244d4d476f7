//! The New SMS dialog.

use leptos::{ev, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::{
    DespiteDialog, LaterDialog,
    recipient::RecipientField,
    standing::{Obstacle, StandingView},
    use_new_sms,
    writing::{Checked, Writing},
};
use crate::{
    api::AppError,
    domain::{
        InteractionId, message::LONGEST_TEXT, new_sms::Later, new_sms::Started, quiet::Outlook, segments::mend,
        user::Right,
    },
    ui::{
        browser,
        clock::use_clock,
        desktop::Counter,
        live::{path_of, use_live},
        widgets::{Button, ButtonKind, Choice, Dialog, ErrorNote, Field, FieldIds, Glyph, Icon, Show},
        words::use_words,
    },
};

#[component]
pub fn NewSmsDialog() -> impl IntoView {
    let words = use_words();
    let w = &words.new_sms;
    let live = use_live();
    let clock = use_clock();
    let door = use_new_sms();
    let writing = Writing::new(live);
    let (choosing, excusing) = (RwSignal::new(false), RwSignal::new(false));
    let navigate = StoredValue::new(use_navigate());

    Effect::new(move || {
        if door.open.get() {
            writing.begin(door.to.try_update_untracked(Option::take).flatten());
        }
    });
    // What was wrong with a time went with the dialog it was chosen in.
    Effect::new(move || {
        let of_time = |failed: &Option<AppError>| failed.as_ref().is_some_and(|it| it.on_field("later").is_some());
        if !choosing.get() && writing.failed.with_untracked(of_time) {
            writing.failed.set(None);
        }
    });
    let obstacle = Memo::new(move |_| {
        let now = clock.now().unwrap_or_default();
        writing.checked.with(|checked| match checked {
            Checked::Right(_, known) => Obstacle::of(known, now),
            _ => None,
        })
    });
    let outlook = Memo::new(move |_| {
        writing.checked.with(|checked| match checked {
            Checked::Right(_, known) => Some(known.outlook.clone()),
            _ => None::<Outlook>,
        })
    });
    let chars = Memo::new(move |_| writing.text.with(|text| text.trim().chars().count() as i64));
    let account = Memo::new(move |_| {
        let chosen = writing.account.get();
        live.accounts.with(|all| all.iter().find(|it| it.id.to_string() == chosen).cloned())
    });
    let limit = Memo::new(move |_| account.with(|it| it.as_ref().map_or(LONGEST_TEXT, |it| it.max_chars)) as i64);
    let warn_above = Memo::new(move |_| account.with(|it| it.as_ref().map_or(0, |it| it.warn_messages)));
    let too_long =
        Memo::new(move |_| (chars.get() > limit.get()).then(|| (words.composer.too_long)(chars.get(), limit.get())));
    // Everything is there; whether it may leave now is another question.
    let complete = Memo::new(move |_| {
        outlook.with(Option::is_some) && chars.get() > 0 && too_long.with(Option::is_none) && !writing.busy.get()
    });
    let may_send = Memo::new(move |_| complete.get() && obstacle.with(|it| !is_final(it)));
    let none = Memo::new(move |_| live.accounts.with(Vec::is_empty));
    // Nothing can be sent at all: why, for those who only hear the buttons.
    let why = move || none.get().then_some(NO_ACCOUNTS);
    let quiet_until = Memo::new(move |_| match obstacle.get() {
        Some(Obstacle::Quiet(until)) => Some(until),
        _ => None,
    });
    let may_excuse = Memo::new(move |_| {
        let obstacle = obstacle.with(|it| matches!(it, Some(Obstacle::OptedOut | Obstacle::Quiet(_))));
        obstacle && live.me.with(|me| me.role.may(Right::SendDespite))
    });

    let go = move |id: InteractionId| {
        door.open.set(false);
        navigate.with_value(|go| go(&path_of(id), NavigateOptions::default()));
    };
    let done = move |started: Started| {
        choosing.set(false);
        if let Started::Sent { interaction, .. } = started {
            go(interaction.id);
        }
    };
    // What was written goes along, unless something is being written there.
    let go_with_text = Callback::new(move |id: InteractionId| {
        let text = writing.text.get_untracked();
        go(id);
        browser::after(0, move || {
            if let Some(session) = untrack(|| live.session(id))
                && session.draft.with_untracked(String::is_empty)
                && !text.trim().is_empty()
            {
                session.draft.set(text);
                live.remember_draft(&session);
                writing.forget();
            }
        });
    });
    let send = move || {
        if may_send.get_untracked() {
            let later = quiet_until.get_untracked().map(|at| Later { at, cancel_if_they_write: true });
            writing.send(later, None, done);
        }
    };
    let obstacle_words = Signal::derive(move || match obstacle.get() {
        Some(Obstacle::OptedOut) => w.opted_out.to_string(),
        Some(Obstacle::Quiet(until)) => {
            let zone = outlook.with(|it| it.as_ref().map(|it| it.zone.name.clone())).unwrap_or_default();
            (w.quiet)(&browser::time_in_zone(until, &zone, *words.common.lang), &zone)
        }
        _ => String::new(),
    });
    let send_label = move || match (quiet_until.get(), outlook.get()) {
        (Some(until), Some(outlook)) => {
            (w.send_at)(&browser::time_in_zone(until, &outlook.zone.name, *words.common.lang))
        }
        _ => w.send.to_string(),
    };
    view! {
        <Dialog open=door.open label=w.title>
            <form
                class="new-sms-form"
                on:submit=move |event: ev::SubmitEvent| {
                    event.prevent_default();
                    send();
                }
            >
                <h2>{w.title}</h2>
                <Show
                    when=move || !none.get()
                    fallback=move || view! {
                        <p class="obstacle" id=NO_ACCOUNTS>
                            <Icon glyph=Glyph::Alert small=true />
                            <span>{w.no_accounts}</span>
                        </p>
                    }
                >
                    <AccountField writing=writing />
                    <RecipientField writing=writing onward=Callback::new(move |()| focus_text()) />
                    <StandingView writing=writing obstacle=obstacle.into() go=go_with_text />
                    <TextField writing=writing limit=limit.into() warn_above=warn_above.into() too_long=too_long.into() send=Callback::new(move |()| send()) />
                    <Show when=move || writing.failed.with(Option::is_some) && !choosing.get()>
                        <ErrorNote what=w.failed error=writing.failed />
                    </Show>
                </Show>
                <div class="dialog-actions">
                    <Show when=move || may_excuse.get()>
                        <Button
                            kind=ButtonKind::Quiet disabled=Signal::derive(move || !complete.get())
                            on:click=move |_| excusing.set(true)
                        >
                            {words.later.despite}
                        </Button>
                    </Show>
                    <Button on:click=move |_| door.open.set(false)>{words.common.cancel}</Button>
                    <Button
                        glyph=Glyph::Clock disabled=Signal::derive(move || !may_send.get())
                        attr:aria-describedby=why
                        on:click=move |_| {
                            writing.failed.set(None);
                            choosing.set(true);
                        }
                    >
                        {words.later.send_later}
                    </Button>
                    <Button
                        kind=ButtonKind::Primary glyph=Glyph::Send submit=true busy=writing.busy
                        disabled=Signal::derive(move || !may_send.get()) attr:aria-describedby=why
                    >
                        {send_label}
                    </Button>
                </div>
            </form>
        </Dialog>
        <LaterDialog
            open=choosing outlook=outlook failed=writing.failed busy=writing.busy
            schedule=Callback::new(move |later| writing.send(Some(later), None, done))
        />
        <DespiteDialog
            open=excusing obstacle=obstacle_words
            send=Callback::new(move |why| writing.send(None, Some(why), done))
        />
    }
}

/// Neither another time nor another word helps.
fn is_final(obstacle: &Option<Obstacle>) -> bool {
    matches!(obstacle, Some(Obstacle::Exists(_) | Obstacle::OptedOut))
}

const TEXT: &str = "new-sms-text";
const NO_ACCOUNTS: &str = "new-sms-no-accounts";

fn focus_text() {
    browser::focus_id(TEXT);
}

#[component]
fn AccountField(writing: Writing) -> impl IntoView {
    let words = use_words();
    let live = writing.live;
    let choices = move || {
        let choice = |account: &crate::domain::account::AccountBadge| {
            Choice::new(account.id, format!("{} · {}", account.name, account.sender))
        };
        live.accounts.with(|accounts| accounts.iter().map(choice).collect::<Vec<_>>())
    };
    view! {
        <Field
            name="new-sms-account" label=words.new_sms.account
            control=move |ids: FieldIds| view! {
                <select
                    class="input" id=ids.id()
                    on:change:target=move |event| writing.set_account(event.target().value())
                >
                    {move || choices().into_iter().map(|choice| {
                        let own = choice.value.clone();
                        let selected = move || writing.account.with(|chosen| *chosen == own);
                        view! { <option value=choice.value selected=selected.clone() prop:selected=selected>{move || choice.label.get()}</option> }
                    }).collect_view()}
                </select>
            }
        />
    }
}

#[component]
fn TextField(
    writing: Writing,
    limit: Signal<i64>,
    warn_above: Signal<i64>,
    too_long: Signal<Option<String>>,
    send: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let node = NodeRef::<html::Textarea>::new();
    let on_keydown = move |event: ev::KeyboardEvent| {
        let composing = event.is_composing() || event.key_code() == 229;
        if event.key() == "Enter" && !event.shift_key() && !composing {
            event.prevent_default();
            if !event.repeat() {
                send.run(());
            }
        }
    };
    view! {
        <Field
            name=TEXT label=words.new_sms.text error=too_long
            control=move |ids: FieldIds| view! {
                <textarea
                    class="input" id=ids.id() node_ref=node rows="4" dir="auto"
                    aria-invalid=move || ids.invalid() aria-describedby=move || ids.described_by()
                    prop:value=move || writing.text.get()
                    on:input:target=move |event| writing.set_text(event.target().value())
                    on:keydown=on_keydown
                ></textarea>
            }
        />
        <div class="new-sms-count">
            <Show
                when=move || writing.text.with(|text| !text.trim().is_empty())
                fallback=move || view! { <p class="soft">{words.composer.hint}</p> }
            >
                <Counter
                    draft=writing.text.into() limit=limit warn_above=warn_above
                    mend=Callback::new(move |()| {
                        writing.set_text(writing.text.with_untracked(|text| mend(text)));
                        focus_text();
                    })
                />
            </Show>
        </div>
    }
}
