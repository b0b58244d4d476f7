//! The answers of a house or a person, searched and by whose they are.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{Home, whose};
use crate::{
    api::canned::load_answer_book,
    domain::{
        AccountId,
        canned::{AccountLine, Answer, AnswerBook, Scope},
        event::Event,
        fold::fold,
        segments::Segments,
    },
    ui::{
        admin::{
            form::Drafts,
            shell::{AddLink, PageHead, loaded},
        },
        browser,
        live::use_live,
        widgets::{Badge, Button, EmptyState, Glyph, Tone},
        words::{CannedWords, use_words},
    },
};

const SEARCH: &str = "answer-search";

#[component]
pub(super) fn AnswerList(home: Home) -> impl IntoView {
    let w = &use_words().canned;
    let book = Resource::new(|| (), |()| load_answer_book());
    use_live().listen(move |event| {
        if matches!(event, Event::AnswersChanged { .. }) {
            book.refetch();
        }
    });
    let text = match home {
        Home::House => w.text,
        Home::Own => w.own_text,
    };
    // Outlives the list, which is drawn anew when somebody changes an answer.
    let (search, chosen) = (RwSignal::new(String::new()), RwSignal::new(Whose::first(home)));
    view! {
        <PageHead title=home.title(w) text=text><AddLink href=home.path_new() label=w.add /></PageHead>
        {loaded(w.list_failed, 6, move || book.refetch(), move || async move { book.await }, move |book| {
            view! { <Shelves home=home book=book search=search chosen=chosen /> }
        })}
    }
}

/// The filter by whose they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    All,
    Everybody,
    Account(AccountId),
    Own,
}

impl Whose {
    fn first(home: Home) -> Whose {
        if home == Home::Own { Whose::Own } else { Whose::All }
    }

    fn value(self) -> String {
        match self {
            Whose::All => "all".into(),
            Whose::Everybody => "everybody".into(),
            Whose::Account(id) => id.to_string(),
            Whose::Own => "own".into(),
        }
    }

    fn parse(value: &str) -> Whose {
        match value {
            "everybody" => Whose::Everybody,
            "own" => Whose::Own,
            other => other.parse().map_or(Whose::All, Whose::Account),
        }
    }

    fn holds(self, scope: Scope) -> bool {
        match (self, scope) {
            (Whose::All, _) | (Whose::Everybody, Scope::Global) | (Whose::Own, Scope::Personal { .. }) => true,
            (Whose::Account(id), Scope::Account { account }) => id == account,
            _ => false,
        }
    }
}

#[component]
fn Shelves(home: Home, book: AnswerBook, search: RwSignal<String>, chosen: RwSignal<Whose>) -> impl IntoView {
    let words = use_words();
    let w = &words.canned;
    let AnswerBook { answers, accounts } = book;
    let rows: Vec<Row> =
        answers.into_iter().filter(|it| home.shows(it.draft.scope)).map(|it| Row::new(it, &accounts, w)).collect();
    let (is_empty, has_own) = (rows.is_empty(), rows.iter().any(|row| row.answer.draft.scope.is_personal()));
    let shown = move || {
        let (wanted, whose) = (fold(search.get().trim()), chosen.get());
        let fits = |row: &&Row| whose.holds(row.answer.draft.scope) && row.words.contains(&wanted);
        rows.iter().filter(fits).cloned().collect::<Vec<_>>()
    };
    // Nothing of one's own is not nothing found.
    let none_own = move || home == Home::Own && chosen.get() == Whose::Own && !has_own;
    let nothing = move || {
        if none_own() {
            view! {
                <EmptyState glyph=Glyph::Bolt title=w.empty_own text=w.empty_own_text>
                    <AddLink href=home.path_new() label=w.add />
                </EmptyState>
            }
            .into_any()
        } else if is_empty {
            view! {
                <EmptyState glyph=Glyph::Bolt title=w.empty text=w.empty_text>
                    <AddLink href=home.path_new() label=w.add />
                </EmptyState>
            }
            .into_any()
        } else {
            let show_all = move |_| {
                search.set(String::new());
                chosen.set(Whose::All);
                // What was clicked is gone.
                browser::focus_id(SEARCH);
            };
            view! {
                <EmptyState glyph=Glyph::Search title=w.nothing_found>
                    <Button on:click=show_all>{w.show_all}</Button>
                </EmptyState>
            }
            .into_any()
        }
    };
    let mut options: Vec<(Whose, Signal<String>)> =
        vec![(Whose::All, w.all.into()), (Whose::Everybody, w.everybodys.into())];
    if home == Home::Own {
        options.insert(0, (Whose::Own, w.own.into()));
    }
    options.extend(accounts.into_iter().map(|account| (Whose::Account(account.id), Signal::stored(account.name))));
    let options = options.into_iter().map(|(whose, name)| {
        let selected = move || chosen.get() == whose;
        view! { <option value=whose.value() selected=selected prop:selected=selected>{move || name.get()}</option> }
    });
    view! {
        <div class="answers-filter">
            <input
                class="input search" id=SEARCH type="search" autocomplete="off" placeholder=w.search
                aria-label=w.search bind:value=search
            />
            <select
                class="input" id="answer-whose" aria-label=w.whose
                on:change:target=move |event| chosen.set(Whose::parse(&event.target().value()))
            >
                {options.collect_view()}
            </select>
        </div>
        {move || {
            let rows = shown();
            if rows.is_empty() {
                nothing()
            } else {
                view! { <AnswerTable home=home rows=rows /> }.into_any()
            }
        }}
    }
}

#[component]
fn AnswerTable(home: Home, rows: Vec<Row>) -> impl IntoView {
    let w = &use_words().canned;
    let rows = rows.into_iter().map(|row| view! { <AnswerRow home=home row=row /> }).collect_view();
    view! {
        <div class="panel">
            <table class="admin-table answers">
                <thead>
                    <tr>
                        <th scope="col">{w.shortcut}</th>
                        <th scope="col">{w.answer}</th>
                        <th scope="col" class="wide-only">{w.whose}</th>
                        <th scope="col" class="wide-only">{w.as_it_stands}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Row {
    answer: Answer,
    whose: Signal<String>,
    /// What the search looks through.
    words: String,
}

impl Row {
    fn new(answer: Answer, accounts: &[AccountLine], w: &'static CannedWords) -> Row {
        let draft = &answer.draft;
        let whose = whose(draft.scope, accounts, w);
        let words = fold(&format!("/{} {} {} {}", draft.shortcut, draft.title, draft.text, whose.get_untracked()));
        Row { answer, whose, words }
    }
}

#[component]
fn AnswerRow(home: Home, row: Row) -> impl IntoView {
    let words = use_words();
    let w = &words.canned;
    let Row { answer: Answer { id, draft }, whose, .. } = row;
    let may_keep = use_live().me.with_untracked(|me| draft.scope.may_be_kept_by(me));
    let place = format!("{}/{id}", home.path());
    let drafts = expect_context::<Drafts>();
    let unsaved = untrack(|| drafts.waits(&place));
    let segments = Segments::of(&draft.text);
    let shortcut = format!("/{}", draft.shortcut);
    view! {
        <tr>
            <td>
                {if may_keep {
                    view! { <A href=place attr:class="row-link mono">{shortcut}</A> }.into_any()
                } else {
                    view! { <span class="mono">{shortcut}</span> }.into_any()
                }}
                {unsaved.then(|| view! { " " <Badge tone=Tone::Warn>{words.admin.form.unsaved}</Badge> })}
                <span class="narrow-only"><Badge>{whose}</Badge></span>
            </td>
            <td>
                <strong>{draft.title}</strong>
                <span class="row-under answers-text" dir="auto">{draft.text}</span>
            </td>
            <td class="wide-only soft">{whose}</td>
            <td class="wide-only soft answers-cost">{move || (w.cost)(&segments)}</td>
        </tr>
    }
}
