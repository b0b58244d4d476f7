//! Every interaction with the contact, over all accounts, the newest first. More come as one nears the end; a click opens
//! one beside the conversation in hand, or beside the contact.

use leptos::{html, prelude::*, task::spawn_local};

use super::beside::use_beside;
use crate::{
    api::{AppError, contacts::load_journey},
    domain::{
        ContactId, InteractionId, Timestamp,
        interaction::State,
        journey::{JourneyPage, JourneyRow},
    },
    ui::{
        browser,
        clock::use_clock,
        desktop::PastPane,
        live::use_live,
        widgets::{Badge, Button, ButtonKind, ErrorNote, For, Glyph, Show, Skeleton, Tone},
        words::use_words,
    },
};

/// Pixels before the end at which more are loaded.
const NEAR: i32 = 400;

/// The rows so far, and what is under way.
#[derive(Clone, Copy)]
struct Journey {
    rows: RwSignal<Vec<JourneyRow>>,
    more: RwSignal<bool>,
    loaded: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<AppError>>,
    /// Of whom; another one after a merge.
    contact: StoredValue<Option<ContactId>>,
    /// What was asked for while something else was on its way.
    again: StoredValue<bool>,
}

impl Journey {
    fn new() -> Journey {
        Journey {
            rows: RwSignal::new(Vec::new()),
            more: RwSignal::new(false),
            loaded: RwSignal::new(false),
            busy: RwSignal::new(false),
            failed: RwSignal::new(None),
            contact: StoredValue::new(None),
            again: StoredValue::new(false),
        }
    }

    /// Loads the newest (again), or what comes after the last row.
    fn load(self, older: bool) {
        let Some(contact) = self.contact.get_value() else { return };
        if self.busy.get_untracked() {
            if !older {
                self.again.set_value(true);
            }
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        let before = older.then(|| self.rows.with_untracked(|rows| rows.last().map(|row| row.interaction))).flatten();
        spawn_local(async move {
            let answer = load_journey(contact, before).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                _ if self.contact.get_value() != Some(contact) => {}
                Ok(page) if older => {
                    self.rows.update(|rows| *rows = followed(std::mem::take(rows), page.rows));
                    self.more.set(page.more);
                }
                Ok(page) => {
                    let whole = !page.more;
                    let known = self.rows.try_update(std::mem::take).unwrap_or_default();
                    if whole || known.is_empty() {
                        self.more.set(page.more);
                    }
                    self.rows.set(if whole { page.rows } else { headed(page.rows, known) });
                    self.loaded.set(true);
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => self.failed.set(Some(error)),
            }
            if self.again.try_update_value(std::mem::take) == Some(true) {
                self.load(false);
            }
        });
    }
}

/// Older rows behind those that are there, none of them twice.
fn followed(mut rows: Vec<JourneyRow>, older: Vec<JourneyRow>) -> Vec<JourneyRow> {
    let last = rows.last().map(place);
    rows.extend(older.into_iter().filter(|row| last.is_none_or(|last| place(row) < last)));
    rows
}

/// The newest rows, fresh, before those that are there and older.
fn headed(mut newest: Vec<JourneyRow>, rows: Vec<JourneyRow>) -> Vec<JourneyRow> {
    let last = newest.last().map(place);
    newest.extend(rows.into_iter().filter(|row| last.is_none_or(|last| place(row) < last)));
    newest
}

/// Rows stand by falling place.
fn place(row: &JourneyRow) -> (Timestamp, InteractionId) {
    (row.started_at, row.interaction)
}

#[component]
pub(super) fn JourneyPanel(
    /// What a page begins with.
    #[prop(optional)]
    first: Option<JourneyPage>,
) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.journey;
    let beside = use_beside();
    let journey = Journey::new();
    let contact = beside.read(|known| Some(known.contact.id));
    if let Some(page) = first {
        journey.contact.set_value(beside.contact_id());
        journey.rows.set(page.rows);
        journey.more.set(page.more);
        journey.loaded.set(true);
    }
    Effect::new(move || {
        beside.journey.track();
        let of = contact.get();
        if of.is_some() && of != journey.contact.get_value() {
            journey.contact.set_value(of);
            journey.rows.set(Vec::new());
            journey.loaded.set(false);
        }
        journey.load(false);
    });
    use_live().when_back(journey.failed, move || journey.load(false));
    let scroller = NodeRef::<html::Div>::new();
    let near_the_end = move || {
        let near =
            scroller.get_untracked().is_some_and(|it| it.scroll_top() + it.client_height() > it.scroll_height() - NEAR);
        if near && journey.more.get_untracked() && journey.failed.with_untracked(Option::is_none) {
            journey.load(true);
        }
    };
    // Rows that don't fill the panel can't be scrolled.
    Effect::new(move || {
        journey.rows.track();
        if journey.more.get() {
            browser::after(50, move || {
                if journey.busy.try_get_untracked() == Some(false) {
                    near_the_end();
                }
            });
        }
    });
    let older = Callback::new(move |()| journey.load(journey.loaded.get_untracked()));
    view! {
        <div class="journey" node_ref=scroller tabindex="0" role="group" aria-label=w.list on:scroll=move |_| near_the_end()>
            <Show when=move || journey.loaded.get() fallback=move || view! {
                <Show when=move || journey.failed.with(Option::is_none)>
                    <div class="side-part"><Skeleton lines=6 /></div>
                </Show>
            }>
                <Show when=move || journey.rows.with(|rows| rows.iter().any(|row| !row.readable))>
                    <p class="side-note soft">{w.only_named}</p>
                </Show>
                <ol class="journey-rows" aria-label=w.list>
                    <For each=move || journey.rows.get() key=|row| row.clone() let:row>
                        <Row row=row />
                    </For>
                </ol>
            </Show>
            <div class="journey-end">
                <Show
                    when=move || journey.failed.with(Option::is_some)
                    fallback=move || view! {
                        <Show when=move || journey.loaded.get()>
                            <Show
                                when=move || journey.more.get()
                                fallback=move || view! { <p class="soft">{w.end}</p> }
                            >
                                <Button
                                    small=true kind=ButtonKind::Quiet glyph=Glyph::ArrowDown busy=journey.busy
                                    on:click=move |_| older.run(())
                                >
                                    {w.more}
                                </Button>
                            </Show>
                        </Show>
                    }
                >
                    <ErrorNote what=w.failed error=journey.failed retry=older />
                </Show>
            </div>
        </div>
    }
}

#[component]
fn Row(row: JourneyRow) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.journey;
    let clock = use_clock();
    let PastPane(past) = expect_context();
    let (id, at) = (row.interaction, row.started_at);
    let in_hand = use_beside().interaction() == Some(id);
    let opened = Memo::new(move |_| past.get() == Some(id));
    let state = match row.state {
        State::Open => view! { <Badge tone=Tone::Good>{words.desktop.open}</Badge> },
        State::Closed => view! { <Badge>{words.desktop.closed}</Badge> },
    };
    let first_words = if row.readable { w.begun_by_us.unless(Some(row.first_words)) } else { w.not_open.into() };
    let shut = in_hand || !row.readable;
    let agent = w.nobody.unless(row.agent);
    view! {
        <li>
            <button
                type="button" class="journey-row" id=format!("journey-{id}") disabled=shut
                aria-current=in_hand.then_some("true")
                aria-expanded=move || (!shut).then(|| if opened.get() { "true" } else { "false" })
                class:opened=move || opened.get()
                on:click=move |_| past.set(if opened.get_untracked() { None } else { Some(id) })
            >
                <span class="journey-head">
                    <span title=row.account_name><Badge tone=Tone::Key>{row.account_key}</Badge></span>
                    <time datetime=clock.iso(at) title=move || clock.exact(at, words)>{move || clock.ago(at, words)}</time>
                    {if in_hand { view! { <Badge tone=Tone::Count>{w.this_one}</Badge> } } else { state }}
                </span>
                <span class="journey-words" class:soft=!row.readable dir="auto">{first_words}</span>
                <span class="journey-foot soft">
                    <span class="sr-only">{move || (w.number)(id.0)} ", "</span>
                    {agent} " · " {move || (w.messages)(row.messages)}
                </span>
            </button>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, Peer};

    fn row(id: i64, messages: i64) -> JourneyRow {
        JourneyRow {
            interaction: InteractionId(id),
            account: AccountId(1),
            account_key: "A".into(),
            account_name: "Account".into(),
            peer: Peer::parse("+15550100001"),
            state: State::Closed,
            started_at: Timestamp(id * 10),
            closed_at: None,
            agent: None,
            first_words: String::new(),
            messages,
            readable: true,
        }
    }

    fn shown(rows: &[JourneyRow]) -> Vec<(i64, i64)> {
        rows.iter().map(|row| (row.interaction.0, row.messages)).collect()
    }

    #[test]
    fn a_fresh_head_replaces_what_was_there_and_doubles_nothing() {
        let known = vec![row(4, 1), row(3, 1), row(2, 1), row(1, 1)];
        let rows = headed(vec![row(5, 2), row(4, 2), row(3, 2)], known);
        assert_eq!(shown(&rows), [(5, 2), (4, 2), (3, 2), (2, 1), (1, 1)]);
    }

    #[test]
    fn older_rows_follow_once() {
        let rows = followed(vec![row(5, 1), row(4, 1)], vec![row(4, 1), row(3, 1)]);
        assert_eq!(shown(&rows), [(5, 1), (4, 1), (3, 1)]);
    }
}
