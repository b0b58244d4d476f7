//! How requests make themselves noticed, to be chosen and tried out.

use leptos::{ev, prelude::*, task::spawn_local};

use super::{Permission, use_alerts};
use crate::{
    domain::alerts::{AlertChoice, AlertTone},
    ui::{
        browser,
        widgets::{Button, ButtonKind, Dialog, Glyph, Icon, Show, use_notices},
        words::use_words,
    },
};

/// How long nothing must move before a choice is kept, ms.
const SETTLED: u32 = 400;

#[component]
pub fn AlertsDialog(open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let w = &words.people;
    let alerts = use_alerts();
    let notices = use_notices();
    let turn = StoredValue::new(0_u32);
    // The slider moves through many values; the last one is kept.
    let choose = move |choice: AlertChoice| {
        alerts.choice.set(choice);
        let mine = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        browser::after(SETTLED, move || {
            if turn.try_get_value() != mine {
                return;
            }
            spawn_local(async move {
                if let Err(error) = alerts.choose(choice).await {
                    notices.say(format!("{} {}", w.alerts_failed, words.common.error(&error)));
                }
            });
        });
    };
    let current = move || alerts.choice.get();
    let tones = move || {
        let tones = AlertTone::ALL.into_iter().map(move |tone| {
            view! {
                <label class="tone">
                    <input
                        type="radio" name="alert-tone" value=tone.as_str() prop:checked=move || current().tone == tone
                        on:change=move |_| {
                            choose(AlertChoice { tone, ..alerts.choice.get_untracked() });
                            alerts.test();
                        }
                    />
                    <span>{(w.tone_name)(tone)}</span>
                </label>
            }
        });
        tones.collect_view()
    };
    let repeats = move || {
        let repeats = AlertChoice::REPEATS.into_iter().map(move |every| {
            view! { <option value=every.to_string() selected=move || current().every_seconds == every>{(w.every)(every)}</option> }
        });
        repeats.collect_view()
    };
    let on_volume = move |event: ev::Event| {
        if let Ok(volume) = event_target_value(&event).parse() {
            choose(AlertChoice { volume, ..alerts.choice.get_untracked() });
        }
    };
    let on_repeat = move |event: ev::Event| {
        if let Ok(every_seconds) = event_target_value(&event).parse() {
            choose(AlertChoice { every_seconds, ..alerts.choice.get_untracked() });
        }
    };
    let permission = move || alerts.notifications.get();
    let state =
        move || (w.notifications_state)(permission() == Permission::Denied, permission() == Permission::Granted);
    view! {
        <Dialog open=open label=w.alerts>
            <h2>{w.alerts}</h2>
            <p class="soft">{w.alerts_text}</p>
            <fieldset class="field tones">
                <legend>{w.tone}</legend>
                {tones}
            </fieldset>
            <div class="field">
                <label for="alert-volume">{w.volume}</label>
                <div class="slider">
                    <input
                        id="alert-volume" type="range" min="0" max="100" step="5"
                        prop:value=move || current().volume.to_string()
                        aria-valuetext=move || (w.volume_value)(current().volume) on:input=on_volume
                    />
                    <output for="alert-volume">{move || (w.volume_value)(current().volume)}</output>
                </div>
            </div>
            <div class="field">
                <label for="alert-repeat">{w.repeat}</label>
                <select id="alert-repeat" class="input" on:change=on_repeat>{repeats}</select>
            </div>
            <div class="field">
                <p class="field-name">{w.notifications}</p>
                <p class="notification-state" role="status">
                    <Icon
                        small=true
                        glyph=Signal::derive(move || {
                            if permission() == Permission::Granted { Glyph::Check } else { Glyph::Info }
                        })
                    />
                    <span>{state}</span>
                </p>
                <div class="dialog-row">
                    <Show when=move || permission() == Permission::NotAsked>
                        <Button small=true on:click=move |_| alerts.ask_for_notifications()>
                            {words.frame.allow_notifications}
                        </Button>
                    </Show>
                    <Show when=move || permission() == Permission::Granted>
                        <Button small=true on:click=move |_| alerts.test_notification(words)>
                            {w.test_notification}
                        </Button>
                    </Show>
                </div>
            </div>
            <div class="dialog-actions">
                <Button glyph=Glyph::Play on:click=move |_| alerts.test()>{words.frame.test_sound}</Button>
                <Button kind=ButtonKind::Primary on:click=move |_| open.set(false)>{words.common.close}</Button>
            </div>
        </Dialog>
    }
}
