//! The last calls of the account's provider, and what became of each; those that reached no account.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{
        AppError,
        admin::{drive_again, load_journal},
    },
    domain::{
        AccountId,
        journal::{CallRow, CallVerdict},
    },
    ui::{
        admin::shell::Section,
        asked::Asked,
        widgets::{Badge, Button, ButtonKind, ErrorNote, For, Glyph, RelativeTime, Show, Tone, use_notices},
        words::{JournalWords, Word, use_words},
    },
};

#[component]
pub fn Journal(account: AccountId) -> impl IntoView {
    let w = &use_words().journal;
    let newest = Asked::new(None, move || load_journal(Some(account), None));
    view! {
        <Section title=w.title text=w.text>
            {newest.view(w.failed, 3, move |rows| {
                view! { <Calls account=Some(account) rows=rows refresh=Callback::new(move |()| newest.again()) /> }
            })}
        </Section>
    }
}

/// Calls that reached no account.
#[component]
pub fn Strays() -> impl IntoView {
    let w = &use_words().journal;
    let newest = Asked::new(None, move || load_journal(None, None));
    view! {
        <Section title=w.strays text=w.strays_text>
            {newest.view(w.failed, 3, move |rows| {
                view! { <Calls account=None rows=rows refresh=Callback::new(move |()| newest.again()) /> }
            })}
        </Section>
    }
}

#[component]
fn Calls(account: Option<AccountId>, rows: Vec<CallRow>, refresh: Callback<()>) -> impl IntoView {
    let w = &use_words().journal;
    let rows = RwSignal::new(rows);
    let busy = RwSignal::new(false);
    let at_end = RwSignal::new(false);
    let failed = RwSignal::new(None::<AppError>);
    let older = move || {
        busy.set(true);
        failed.set(None);
        let before = rows.with_untracked(|rows| rows.last().map(|row| row.id));
        spawn_local(async move {
            let answer = load_journal(account, before).await;
            busy.try_set(false);
            match answer {
                Ok(more) if more.is_empty() => drop(at_end.try_set(true)),
                Ok(more) => drop(rows.try_update(|rows| rows.extend(more))),
                Err(error) => drop(failed.try_set(Some(error))),
            }
        });
    };
    let empty = Memo::new(move |_| rows.with(Vec::is_empty));
    view! {
        <Show when=move || !empty.get() fallback=move || view! { <p class="soft">{if account.is_some() { w.empty } else { w.no_strays }}</p> }>
            <ol class="journal">
                <For each=move || rows.get() key=|row| row.id let:row>
                    <Call row=row refresh=refresh />
                </For>
            </ol>
        </Show>
        <Show when=move || failed.with(Option::is_some)>
            <ErrorNote what=w.failed error=failed retry=Callback::new(move |()| older()) />
        </Show>
        <div class="form-foot-row">
            <Button small=true glyph=Glyph::Refresh on:click=move |_| refresh.run(())>{w.refresh}</Button>
            <Show when=move || !empty.get() && !at_end.get()>
                <Button small=true kind=ButtonKind::Quiet busy=busy disabled=busy on:click=move |_| older()>{w.older}</Button>
            </Show>
            <Show when=move || at_end.get()><span class="soft">{w.no_more}</span></Show>
        </div>
    }
}

#[component]
fn Call(row: CallRow, refresh: Callback<()>) -> impl IntoView {
    let words = use_words();
    let w = &words.journal;
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let again = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = drive_again(row.id).await;
            busy.try_set(false);
            notices.say(match answer {
                Ok(verdict) => (w.again_done)(&verdict_words(w, verdict).1.to_string().to_lowercase()),
                Err(error) => format!("{} {}", w.again_failed, words.common.error(&error)),
            });
            refresh.run(());
        });
    };
    let can_drive = row.account.is_some() && !matches!(row.verdict, CallVerdict::Accepted | CallVerdict::Duplicate);
    let (tone, verdict) = verdict_words(w, row.verdict);
    let hook = if row.hook == "status" { w.receipt } else { w.inbound };
    view! {
        <li>
            <details>
                <summary>
                    <Badge tone=tone>{verdict}</Badge>
                    <span>{hook}</span>
                    <span class="soft"><RelativeTime at=row.at /></span>
                </summary>
                {row.reason.map(|reason| view! { <p class="field-help">{words.common.told(reason)}</p> })}
                <p class="field-help">{w.called}" "<code>{row.url}</code></p>
                <pre tabindex="0" aria-label=w.body>{if row.body.is_empty() { w.no_body.into_any() } else { row.body.into_any() }}</pre>
                {can_drive.then(|| view! {
                    <p class="form-foot-row">
                        <Button small=true busy=busy disabled=busy on:click=move |_| again()>{w.again}</Button>
                        <span class="soft">{w.again_help}</span>
                    </p>
                })}
            </details>
        </li>
    }
}

fn verdict_words(w: &JournalWords, verdict: CallVerdict) -> (Tone, Word) {
    match verdict {
        CallVerdict::Accepted => (Tone::Good, w.accepted),
        CallVerdict::Duplicate => (Tone::Plain, w.duplicate),
        CallVerdict::BadSignature => (Tone::Bad, w.bad_signature),
        CallVerdict::Unreadable => (Tone::Bad, w.unreadable),
        CallVerdict::NoAccount => (Tone::Bad, w.no_account),
        CallVerdict::SwitchedOff => (Tone::Warn, w.switched_off),
    }
}
