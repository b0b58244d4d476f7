//! The form of one answer, told what is wrong with it while it is being typed.

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast, web_sys};
use leptos_router::hooks::use_navigate;

use super::{Home, lint::lint, preview::Findings};
use crate::{
    api::{
        AppError,
        canned::{load_answer_book, remove_answer, save_answer},
    },
    domain::{
        AccountId, AnswerId, UserId,
        canned::{
            AccountLine, Answer, AnswerBook, AnswerDraft, LONGEST_SHORTCUT, Scope, Values, Variable,
            keeps_house_answers, tidy_shortcut,
        },
        error::Invalid,
        message::LONGEST_TEXT,
        segments::mend,
        user::Right,
    },
    ui::{
        admin::{
            NothingHere,
            form::Form,
            inputs::{Choices, Choose, LongText, Text},
            reader::Reader,
            shell::{FormShell, PageHead, Section, loaded},
            use_place,
        },
        browser,
        clock::use_clock,
        live::use_live,
        widgets::{Button, ButtonKind, Choice, Dialog, Glyph, Show, use_notices},
        words::{CannedWords, admin::FormWords, speech::Said, use_words},
    },
};

#[component]
pub(super) fn AnswerPage(home: Home) -> impl IntoView {
    let w = &use_words().canned;
    let live = use_live();
    let place = use_place::<AnswerId>();
    let book = Resource::new(
        move || place.get(),
        |place| async move { Ok::<_, AppError>((place, load_answer_book().await?)) },
    );
    loaded(
        w.one_failed,
        8,
        move || book.refetch(),
        move || async move { book.await },
        move |(place, book)| {
            // What somebody else keeps has no form here.
            let kept = |answer: &&Answer| {
                home.shows(answer.draft.scope) && live.me.with_untracked(|me| answer.draft.scope.may_be_kept_by(me))
            };
            let all = book.answers.iter().filter(kept).cloned().collect();
            match place.subject(all, |answer| answer.id) {
                Some(answer) => view! { <AnswerForm home=home answer=answer book=book /> }.into_any(),
                None => view! { <NothingHere back=home.path() back_name=home.title(w) /> }.into_any(),
            }
        },
    )
}

/// The kinds of scope, as the form's radio buttons name them.
const EVERYBODY: &str = "everybody";
const ACCOUNT: &str = "account";
const OWN: &str = "own";

/// What the form's inputs hold.
#[derive(Clone, Debug, PartialEq)]
struct TypedAnswer {
    whose: String,
    account: String,
    shortcut: String,
    title: String,
    text: String,
}

impl TypedAnswer {
    fn blank(home: Home) -> TypedAnswer {
        TypedAnswer {
            whose: if home == Home::Own { OWN } else { EVERYBODY }.into(),
            account: String::new(),
            shortcut: String::new(),
            title: String::new(),
            text: String::new(),
        }
    }

    /// `None` while no account is chosen.
    fn scope(&self, me: UserId) -> Option<Scope> {
        match self.whose.as_str() {
            EVERYBODY => Some(Scope::Global),
            ACCOUNT => self.account.parse().ok().map(|id| Scope::Account { account: AccountId(id) }),
            _ => Some(Scope::Personal { user: me }),
        }
    }

    fn draft(&self, scope: Scope) -> AnswerDraft {
        let (shortcut, title, text) = (self.shortcut.clone(), self.title.clone(), self.text.clone());
        AnswerDraft { scope, shortcut, title, text }
    }

    fn read(&self, me: UserId, words: &'static FormWords) -> Result<AnswerDraft, Invalid> {
        let mut reader = Reader::new(words);
        let scope = reader.chosen("account", self.scope(me));
        reader.finish()?;
        Ok(self.draft(scope.unwrap_or(Scope::Global)))
    }
}

impl From<&Answer> for TypedAnswer {
    fn from(answer: &Answer) -> TypedAnswer {
        let draft = answer.draft.clone();
        let (whose, account) = match draft.scope {
            Scope::Global => (EVERYBODY, String::new()),
            Scope::Account { account } => (ACCOUNT, account.to_string()),
            Scope::Personal { .. } => (OWN, String::new()),
        };
        TypedAnswer { whose: whose.into(), account, shortcut: draft.shortcut, title: draft.title, text: draft.text }
    }
}

#[component]
fn AnswerForm(home: Home, answer: Option<Answer>, book: AnswerBook) -> impl IntoView {
    let words = use_words();
    let w = &words.canned;
    let live = use_live();
    let me = live.me.with_untracked(|me| me.id);
    let id = answer.as_ref().map(|answer| answer.id);
    let place = id.map_or_else(|| home.path_new().into(), |id| format!("{}/{id}", home.path()));
    let form = Form::new(place, answer.as_ref().map_or_else(|| TypedAnswer::blank(home), TypedAnswer::from));
    let title = form.kept(move |t| if id.is_some() { format!("/{}", t.shortcut) } else { w.add.to_string() });
    let AnswerBook { answers, accounts } = book;
    let accounts = StoredValue::new(accounts);
    let sample = sample(w);
    let findings = Memo::new(move |_| {
        form.typed.with(|typed| {
            let scope = typed.scope(me).unwrap_or(Scope::Global);
            let longest = match scope {
                Scope::Account { account } => accounts
                    .with_value(|all| all.iter().find(|it| it.id == account).map_or(LONGEST_TEXT, |it| it.max_chars)),
                Scope::Global | Scope::Personal { .. } => LONGEST_TEXT,
            };
            lint(&typed.draft(scope), id, &answers, &sample.get(), longest)
        })
    });
    let (notices, navigate) = (use_notices(), use_navigate());
    let save = Callback::new({
        let navigate = navigate.clone();
        move |()| {
            let navigate = navigate.clone();
            form.save(
                |typed| typed.read(me, &words.admin.form),
                move |draft, seen| save_answer(id, draft, seen),
                |typed| typed.shortcut = tidy_shortcut(&typed.shortcut),
                move |_| {
                    if id.is_none() {
                        notices.say((w.added)(&form.typed.with_untracked(|typed| typed.shortcut.clone())));
                        navigate(home.path(), Default::default());
                    }
                },
            );
        }
    });
    let mend_text = Callback::new(move |()| form.edit("text", |typed| typed.text = mend(&typed.text)));
    view! {
        <PageHead title=title back=(home.path(), home.title(w))>
            {id.map(|id| view! { <Remove home=home id=id form=form /> })}
        </PageHead>
        <div class="form-columns">
            <FormShell id="answer-form" standing=form.standing() save=save class="form">
                <ScopeSection home=home form=form accounts=accounts />
                <Section title=w.answer>
                    <div class="form-grid">
                        <Text
                            bound=form.bind("shortcut", |t| t.shortcut.clone(), |t, v| t.shortcut = v)
                            label=w.shortcut help=w.shortcut_help class="mono"
                            maxlength=LONGEST_SHORTCUT as u32 + 1
                        />
                        <Text
                            bound=form.bind("title", |t| t.title.clone(), |t, v| t.title = v)
                            label=w.name help=w.name_help
                        />
                    </div>
                    <LongText
                        bound=form.bind("text", |t| t.text.clone(), |t, v| t.text = v)
                        label=w.body help=w.body_help
                    />
                    <Variables form=form />
                </Section>
            </FormShell>
            <div class="form-aside">
                <Findings
                    text=form.read(|t| t.text.clone()) sample=sample findings=findings accounts=accounts mend=mend_text
                />
            </div>
        </div>
    }
}

/// The conversation that the preview makes up.
fn sample(w: &'static CannedWords) -> Signal<Values> {
    let words = use_words();
    let (live, clock) = (use_live(), use_clock());
    Signal::derive(move || {
        let account = live.accounts.with(|all| all.first().cloned());
        let (name, key) =
            account.map_or_else(|| (w.sample_account.to_string(), "MAIN".to_owned()), |it| (it.name, it.key));
        let queue = live.queues.with(|all| all.first().map(|queue| queue.name.clone()));
        let now = browser::now();
        Values {
            contact_name: w.sample_name.to_string(),
            contact_number: "+15550100123".into(),
            agent_alias: live.me.with(|me| me.alias.clone()),
            agent_name: live.me.with(|me| me.name.clone()),
            account_name: name,
            account_key: key,
            interaction_id: "4711".into(),
            queue_name: queue.unwrap_or_else(|| w.sample_queue.to_string()),
            date: clock.date(now, words),
            time: clock.time(now),
        }
    })
}

/// Whose it is to be, as far as there is a choice.
#[component]
fn ScopeSection(home: Home, form: Form<TypedAnswer>, accounts: StoredValue<Vec<AccountLine>>) -> impl IntoView {
    let w = &use_words().canned;
    let role = use_live().me.with_untracked(|me| me.role);
    let mut options = Vec::new();
    let mut offer = |value, words: Said<(&'static str, &'static str)>| {
        let (name, sentence) = words.parts();
        options.push((value, name.into(), sentence.into()));
    };
    if home == Home::Own {
        offer(OWN, w.scope_own);
    }
    if role.may(Right::Administer) {
        offer(EVERYBODY, w.scope_everybody);
    }
    if keeps_house_answers(role) {
        offer(ACCOUNT, w.scope_account);
    }
    let has_choice = options.len() > 1;
    let is_account = form.read(|typed| typed.whose == ACCOUNT);
    has_choice.then(|| {
        view! {
            <Section title=w.scope>
                <Choices
                    bound=form.bind("scope", |t| t.whose.clone(), |t, v| t.whose = v) label=w.belongs_to options=options
                />
                <Show when=move || is_account.get()>
                    <Choose
                        bound=form.bind("account", |t| t.account.clone(), |t, v| t.account = v)
                        label=w.account
                        choices=std::iter::once(Choice::new("", w.choose_account))
                            .chain(accounts.with_value(|all| {
                                all.iter().map(|it| Choice::new(it.id, it.name.clone())).collect::<Vec<_>>()
                            }))
                            .collect()
                    />
                </Show>
            </Section>
        }
    })
}

/// One button for each variable: puts it where the caret stands.
#[component]
fn Variables(form: Form<TypedAnswer>) -> impl IntoView {
    let w = &use_words().canned;
    let put_in = move |variable: Variable| {
        let area =
            document().get_element_by_id("text").and_then(|it| it.dyn_into::<web_sys::HtmlTextAreaElement>().ok());
        let Some(area) = area else { return };
        browser::focus(&area);
        if !browser::type_text(&variable.token()) {
            form.edit("text", |typed| typed.text.push_str(&variable.token()));
        }
    };
    let buttons = Variable::ALL.iter().copied().map(|variable| {
        view! {
            <button
                type="button" class="button small" aria-label=move || (w.insert_variable)(variable) title=variable.token()
                on:click=move |_| put_in(variable)
            >
                {move || (w.variable)(variable)}
            </button>
        }
    });
    view! {
        <div class="answers-variables" role="group" aria-label=w.variables>
            <span class="soft" aria-hidden="true">{w.variables}</span>
            {buttons.collect_view()}
        </div>
    }
}

/// Asks first, and names what goes.
#[component]
fn Remove(home: Home, id: AnswerId, form: Form<TypedAnswer>) -> impl IntoView {
    let words = use_words();
    let w = &words.canned;
    let (notices, navigate) = (use_notices(), StoredValue::new(use_navigate()));
    let (open, busy) = (RwSignal::new(false), RwSignal::new(false));
    let shortcut = form.kept(|typed| typed.shortcut.clone());
    let remove = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = remove_answer(id).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(()) => {
                    notices.say((w.removed)(&shortcut.get_untracked()));
                    // Nothing typed is kept for an answer that is gone.
                    form.discard();
                    open.set(false);
                    navigate.with_value(|navigate| navigate(home.path(), Default::default()));
                }
                Err(error) => notices.say(format!("{} {}", w.remove_failed, words.common.error(&error))),
            }
        });
    });
    view! {
        <Button glyph=Glyph::Trash on:click=move |_| open.set(true)>{w.remove}</Button>
        <Dialog open=open label=w.remove_title>
            <h2>{w.remove_title}</h2>
            <p>{move || (w.remove_question)(&shortcut.get())}</p>
            <div class="dialog-actions">
                <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                <Button kind=ButtonKind::Danger glyph=Glyph::Trash busy=busy on:click=move |_| remove.run(())>
                    {w.remove}
                </Button>
            </div>
        </Dialog>
    }
}
