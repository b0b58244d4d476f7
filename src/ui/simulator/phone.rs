//! One handset: what its owner sees and types.

use leptos::{ev, html, prelude::*, task::spawn_local};

use super::{
    board::{Changes, Lying, Table},
    picture::{Carried, PictureButton, Pictures, Ready, ReadyList},
};
use crate::{
    api::{
        AppError,
        sandbox::{load_handset, text_from_handset},
    },
    domain::{AccountId, Timestamp, sandbox::HandsetText},
    ui::{
        asked::Asked,
        clock::use_clock,
        widgets::{Button, ButtonKind, Glyph, IconButton, Show},
        words::use_words,
    },
};

/// Texts further apart than this get a time between them.
const APART: i64 = 10 * 60_000;

/// A text that was typed and is not on the screen of the network yet.
#[derive(Clone, PartialEq)]
struct Leaving {
    key: u32,
    text: String,
    media: Vec<Ready>,
    error: Option<AppError>,
}

#[component]
pub fn Phone(account: AccountId, number: String, table: Table, changes: Changes, lying: Lying) -> impl IntoView {
    let w = &use_words().simulator;
    let texts = Asked::new(lying.take(account, &number), {
        let number = number.clone();
        move || load_handset(account, number.clone())
    });
    let number = StoredValue::new(number);
    Effect::new(move |before: Option<u32>| {
        let now = number.with_value(|number| changes.of(number));
        if before.is_some_and(|before| before != now) {
            texts.again();
        }
        now
    });
    let leaving = RwSignal::new(Vec::<Leaving>::new());
    let next_key = StoredValue::new(0_u32);
    let draft = RwSignal::new(String::new());
    let pictures = Pictures::new(account);

    let send = move |leaving_text: Leaving| {
        let key = leaving_text.key;
        spawn_local(async move {
            let media = leaving_text.media.into_iter().map(|it| it.token).collect();
            let answer = text_from_handset(account, number.get_value(), leaving_text.text, media).await;
            leaving.try_update(|leaving| match answer {
                // The event brings it back as the network has it.
                Ok(()) => leaving.retain(|text| text.key != key),
                Err(error) => {
                    leaving.iter_mut().filter(|text| text.key == key).for_each(|text| text.error = Some(error.clone()))
                }
            });
            number.try_with_value(|number| changes.note(number));
        });
    };
    let send_draft = move || {
        let text = draft.get_untracked();
        if untrack(|| pictures.busy() || (text.trim().is_empty() && pictures.is_empty())) {
            return;
        }
        draft.set(String::new());
        let media = pictures.take();
        let key = next_key.get_value();
        next_key.set_value(key + 1);
        let text = Leaving { key, text, media, error: None };
        leaving.update(|leaving| leaving.push(text.clone()));
        send(text);
    };
    let again = Callback::new(move |key: u32| {
        let text = leaving.try_update(|leaving| {
            let text = leaving.iter_mut().find(|text| text.key == key)?;
            text.error = None;
            Some(text.clone())
        });
        if let Some(text) = text.flatten() {
            send(text);
        }
    });
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        send_draft();
    };
    let on_keydown = move |event: ev::KeyboardEvent| {
        // Enter also ends the composition of a character in some scripts.
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            send_draft();
        }
    };
    let name = move || number.with_value(|number| (w.phone_of)(number));
    let put_away = Signal::derive(move || number.with_value(|number| (w.put_away)(number)));
    let input_id = number.with_value(|number| format!("text-{}", number.trim_start_matches('+')));
    view! {
        <section class="phone" aria-label=name>
            <header>
                <h2>{number.get_value()}</h2>
                <IconButton
                    glyph=Glyph::Close
                    label=put_away
                    on:click=move |_| number.with_value(|number| table.toggle(number))
                />
            </header>
            <Screen leaving=leaving again=again>
                {texts.view(w.text_failed, 3, move |texts| view! { <Texts texts=texts leaving=leaving /> })}
            </Screen>
            <form on:submit=on_submit>
                <ReadyList pictures=pictures />
                <PictureButton pictures=pictures />
                <label class="sr-only" for=input_id.clone()>{w.text}</label>
                <textarea
                    class="input"
                    id=input_id
                    rows="1"
                    placeholder=w.text
                    autocomplete="off"
                    prop:value=move || draft.get()
                    on:input:target=move |event| draft.set(event.target().value())
                    on:keydown=on_keydown
                ></textarea>
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    disabled=Signal::derive(move || {
                        pictures.busy() || (draft.with(|draft| draft.trim().is_empty()) && pictures.is_empty())
                    })
                >
                    {w.send}
                </Button>
            </form>
        </section>
    }
}

/// The part that scrolls; it stays at the newest text.
#[component]
fn Screen(leaving: RwSignal<Vec<Leaving>>, again: Callback<u32>, children: Children) -> impl IntoView {
    let w = &use_words().simulator;
    let words = use_words();
    let screen = NodeRef::<html::Div>::new();
    provide_context(ToFoot(Callback::new(move |()| {
        request_animation_frame(move || {
            if let Some(screen) = screen.try_get_untracked().flatten() {
                screen.set_scroll_top(screen.scroll_height());
            }
        });
    })));
    let to_foot = expect_context::<ToFoot>().0;
    Effect::new(move || {
        leaving.track();
        to_foot.run(());
    });
    let on_their_way = move || {
        leaving
            .get()
            .into_iter()
            .map(|text| {
                let key = text.key;
                let failed = text.error.is_some();
                view! {
                    <Carried media=text.media.into_iter().map(Into::into).collect() mine=true />
                    {(!text.text.is_empty()).then(|| view! {
                        <p class="phone-text mine" class:on-its-way=!failed>
                            <span class="sr-only">{w.me} ": "</span>
                            {text.text}
                        </p>
                    })}
                    {match text.error {
                        None => view! { <p class="phone-time">{w.on_its_way}</p> }.into_any(),
                        Some(error) => view! {
                            <p class="phone-problem" role="alert">{move || words.common.error(&error)}</p>
                            <Button small=true glyph=Glyph::Refresh on:click=move |_| again.run(key)>{w.retry}</Button>
                        }
                            .into_any(),
                    }}
                }
            })
            .collect_view()
    };
    view! {
        <div class="phone-screen" node_ref=screen role="log" aria-live="polite" tabindex="0" aria-label=w.text>
            {children()}
            {on_their_way}
        </div>
    }
}

/// Scrolls the screen down to the newest text.
#[derive(Clone, Copy)]
struct ToFoot(Callback<()>);

#[component]
fn Texts(texts: Vec<HandsetText>, leaving: RwSignal<Vec<Leaving>>) -> impl IntoView {
    let w = &use_words().simulator;
    if let Some(ToFoot(to_foot)) = use_context::<ToFoot>() {
        Effect::new(move || to_foot.run(()));
    }
    if texts.is_empty() {
        return view! {
            <Show when=move || leaving.with(Vec::is_empty)><p class="phone-time">{w.no_texts}</p></Show>
        }
        .into_any();
    }
    let mut before = None::<Timestamp>;
    texts
        .into_iter()
        .map(|text| {
            let apart = before.is_none_or(|before| text.at.since(before) > APART);
            before = Some(text.at);
            let (class, who) = if text.mine { ("phone-text mine", w.me) } else { ("phone-text got", w.them) };
            view! {
                {apart.then(|| view! { <TimeLine at=text.at /> })}
                <Carried media=text.media mine=text.mine />
                {(!text.text.is_empty()).then(|| view! {
                    <p class=class><span class="sr-only">{who} ": "</span>{text.text}</p>
                })}
            }
        })
        .collect_view()
        .into_any()
}

#[component]
fn TimeLine(at: Timestamp) -> impl IntoView {
    let words = use_words();
    let clock = use_clock();
    view! {
        <p class="phone-time">
            <time datetime=clock.iso(at)>{move || format!("{}, {}", clock.day_name(at, words), clock.time(at))}</time>
        </p>
    }
}
