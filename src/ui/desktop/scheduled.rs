//! Under a text that waits for its time: when it leaves, and what can still be done about it.

use leptos::{ev, prelude::*, task::spawn_local};

use super::composer::counter::Counter;
use crate::{
    api::{
        AppError,
        new_sms::{cancel_scheduled, change_scheduled, load_outlook, send_scheduled_now},
    },
    domain::{
        Delivery, InteractionId, MessageId,
        message::{Content, LONGEST_TEXT, Message},
        new_sms::Later,
        quiet::Outlook,
        segments::mend,
    },
    ui::{
        browser,
        clock::use_clock,
        desktop::DesktopExtra,
        extras::{Extra, ExtraDialog},
        live::use_live,
        new_sms::{Here, LaterPicker, Picked},
        widgets::{Button, ButtonKind, Dialog, ErrorNote, Field, FieldIds, Glyph, Icon, Show, Skeleton, use_notices},
        words::{Word, use_words},
    },
};

/// The text of a message to the customer and when it was written for.
fn written(message: &Message) -> (String, Option<Later>) {
    match &message.content {
        Content::Outbound { text, later, .. } => (text.clone(), *later),
        _ => (String::new(), None),
    }
}

#[component]
pub(super) fn ScheduledFoot(
    interaction: InteractionId,
    id: MessageId,
    message: RwSignal<Message>,
    delivery: Signal<Delivery>,
) -> impl IntoView {
    let words = use_words();
    let scheduled = Memo::new(move |_| delivery.get() == Delivery::Scheduled);
    let cancelled = Memo::new(move |_| delivery.get() == Delivery::Cancelled);
    let why = move || {
        message.with(|message| match &message.content {
            Content::Outbound { problem: Some(problem), .. } => (words.common.sentence)(&problem.words),
            _ => String::new(),
        })
    };
    view! {
        <Show when=move || scheduled.get()>
            <Waiting interaction=interaction id=id message=message />
        </Show>
        <Show when=move || cancelled.get()>
            <p class="scheduled soft"><Icon glyph=Glyph::Close small=true /><span>{why}</span></p>
        </Show>
    }
}

#[component]
fn Waiting(interaction: InteractionId, id: MessageId, message: RwSignal<Message>) -> impl IntoView {
    let words = use_words();
    let live = use_live();
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let editing = RwSignal::new(false);
    let clock = use_clock();
    // The server and the first paint know no zone but UTC.
    let alive = Memo::new(move |_| clock.now().is_some());
    let later = Memo::new(move |_| message.with(|message| written(message).1));
    let said = move || {
        later.get().map(|later| {
            let at = if alive.get() { Here::time(later.at, words) } else { clock.exact(later.at, words) };
            let mut said = (words.later.scheduled_for)(&at);
            if later.cancel_if_they_write {
                said.push_str(", ");
                said.push_str(*words.later.cancels_if_they_write);
            }
            said
        })
    };
    let told = move |answer: Result<(), AppError>| {
        busy.try_set(false);
        if let Err(error) = answer {
            notices.say(format!("{} {}", words.later.change_failed, words.common.error(&error)));
        }
    };
    let begin = move || !busy.get_untracked() && busy.try_set(true).is_none();
    let cancel = move |_| {
        if begin() {
            spawn_local(async move { told(cancel_scheduled(id).await) });
        }
    };
    let send = move |_| {
        if begin() {
            spawn_local(async move { told(send_scheduled_now(id).await) });
        }
    };
    view! {
        <div class="scheduled">
            <p><Icon glyph=Glyph::Clock small=true /><span>{said}</span></p>
            <Show when=move || live.owns(interaction)>
                <Button small=true kind=ButtonKind::Quiet glyph=Glyph::Edit on:click=move |_| editing.set(true)>
                    {words.later.edit}
                </Button>
                <Button small=true kind=ButtonKind::Quiet glyph=Glyph::Send disabled=busy on:click=send>
                    {words.later.send_now}
                </Button>
                <Button small=true kind=ButtonKind::Quiet glyph=Glyph::Trash disabled=busy on:click=cancel>
                    {words.later.cancel_it}
                </Button>
            </Show>
        </div>
        <ExtraDialog
            asked=editing abandon=Callback::new(move |()| editing.set(false))
            extra=Extra::Desktop(DesktopExtra::EditScheduled { interaction, id, message, open: editing })
        />
    }
}

/// Other words, another time.
#[component]
pub(super) fn EditDialog(
    interaction: InteractionId,
    id: MessageId,
    message: RwSignal<Message>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words();
    let text = RwSignal::new(String::new());
    let picked = Picked::new(None);
    let outlook = RwSignal::new(None::<Outlook>);
    let failed = RwSignal::new(None::<AppError>);
    let busy = RwSignal::new(false);
    Effect::new(move || {
        if !open.get() {
            return;
        }
        let (now, later) = message.with_untracked(written);
        text.set(now);
        picked.begin(later);
        failed.set(None);
        spawn_local(async move {
            match load_outlook(interaction).await {
                Ok(loaded) => {
                    outlook.try_set(Some(loaded));
                }
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
        });
    });
    let clock = use_clock();
    let elsewhere = picked.refusal(failed.into());
    // Not while it is busy: a button that is switched off under the focus loses it.
    let blocked = Memo::new(move |_| !picked.is_ready(clock) || text.with(|text| text.trim().is_empty()));
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (Some(later), false) = (picked.later(), blocked.get_untracked() || busy.get_untracked()) else { return };
        busy.set(true);
        failed.set(None);
        let changed = text.with_untracked(|text| text.trim().to_owned());
        spawn_local(async move {
            let answer = change_scheduled(id, changed, later).await;
            busy.try_set(false);
            match answer {
                // The message itself comes as an event.
                Ok(_) => {
                    open.try_set(false);
                }
                Err(error) => {
                    failed.try_set(Some(error));
                }
            }
        });
    };
    let name = StoredValue::new(format!("scheduled-{id}"));
    let replace = Callback::new(move |()| {
        text.update(|text| *text = mend(text));
        // What was clicked is gone.
        browser::focus_id(&name.get_value());
    });
    view! {
        <Dialog open=open label=words.new_sms.edit_title>
            <form class="later" on:submit=save>
                <h2>{words.new_sms.edit_title}</h2>
                <Field
                    name=name.get_value() label=words.new_sms.text
                    control=move |ids: FieldIds| view! {
                        <textarea
                            class="input" id=ids.id() rows="3" dir="auto" prop:value=move || text.get()
                            on:input:target=move |event| text.set(event.target().value())
                        ></textarea>
                    }
                />
                <div class="new-sms-count">
                    <Counter draft=text.into() limit=Signal::stored(LONGEST_TEXT as i64) mend=replace />
                </div>
                {move || match outlook.get() {
                    Some(outlook) => view! { <LaterPicker picked=picked outlook=outlook /> }.into_any(),
                    None if failed.with(Option::is_none) => view! { <Skeleton lines=4 /> }.into_any(),
                    None => ().into_any(),
                }}
                <Show when=move || elsewhere.with(Option::is_some)>
                    <ErrorNote what=words.later.change_failed error=elsewhere />
                </Show>
                <div class="dialog-actions">
                    <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                    <Button kind=ButtonKind::Primary submit=true busy=busy disabled=blocked>
                        {words.new_sms.save_scheduled}
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}

/// What becomes of scheduled texts when their session is closed.
#[component]
pub(super) fn ScheduledOnClose(#[prop(into)] count: Signal<i64>, cancels: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let line = move |label: Word, value: bool| {
        view! {
            <label class="choice-line">
                <input
                    type="radio" name="scheduled-on-close" prop:checked=move || cancels.get() == value
                    on:change=move |_| cancels.set(value)
                />
                <span>{label}</span>
            </label>
        }
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <fieldset class="choice-lines">
                <legend>{move || (words.new_sms.on_close)(count.get())}</legend>
                {line(words.new_sms.on_close_send, false)}
                {line(words.new_sms.on_close_cancel, true)}
            </fieldset>
        </Show>
    }
}
