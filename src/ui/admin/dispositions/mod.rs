//! The tree of dispositions: each act is saved at once.

mod naming;
mod row;
mod scope;

use leptos::{prelude::*, task::spawn_local};

use super::{
    focus::focus_soon,
    shell::{PageHead, loaded},
};
use crate::{
    api::{
        AppError,
        admin::{load_accounts, load_queues},
        dispositions::{load_dispositions, save_disposition},
    },
    domain::{
        AccountId, DispositionId, QueueId,
        disposition::{Disposition, DispositionDraft, Tree},
        error::OVERTAKEN,
    },
    ui::{
        browser,
        widgets::{Button, ButtonKind, EmptyState, ErrorNote, For, Glyph, Show},
        words::use_words,
    },
};
use naming::NameForm;
use row::TreeRow;
use scope::ScopeDialog;

/// A name being typed: of something new below a parent, or of something that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    New(Option<DispositionId>),
    Old(DispositionId),
}

/// The tree on the screen and what is being done to it.
#[derive(Clone, Copy)]
struct Editor {
    all: RwSignal<Vec<Disposition>>,
    naming: RwSignal<Option<Naming>>,
    /// Whose places are being chosen.
    scoping: RwSignal<Option<DispositionId>>,
    /// What it was when somebody began to rename it or to choose its places.
    seen: StoredValue<Option<DispositionDraft>>,
    show_archived: RwSignal<bool>,
    busy: RwSignal<bool>,
    failed: RwSignal<Option<AppError>>,
    accounts: StoredValue<Vec<(AccountId, String)>>,
    queues: StoredValue<Vec<(QueueId, String)>>,
}

impl Editor {
    fn get(self, id: DispositionId) -> Option<Disposition> {
        self.all.with(|all| all.iter().find(|it| it.id == id).cloned())
    }

    fn tree(self) -> Tree {
        Tree::new(self.all.get())
    }

    /// Runs an act and shows the tree as it is then. `focus` names what has the focus afterwards.
    fn act<T: 'static>(
        self,
        act: impl Future<Output = Result<T, AppError>> + 'static,
        done: impl FnOnce(T) -> String + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failed.set(None);
        spawn_local(async move {
            let answer = act.await;
            let again = load_dispositions().await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            if let Ok(all) = again {
                self.all.set(all);
            }
            match answer {
                Ok(answer) => {
                    self.naming.set(None);
                    focus_soon(done(answer));
                }
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => {
                    if error.on_field(OVERTAKEN).is_some() {
                        // He is told; now the tree is as it is, and the next save is his decision.
                        self.seen.set_value(None);
                    }
                    self.failed.set(Some(error));
                }
            }
        });
    }

    /// Notes what is there, before it is changed.
    fn look_at(self, id: DispositionId) {
        self.failed.set(None);
        self.seen.set_value(untrack(|| self.get(id)).as_ref().map(DispositionDraft::from));
    }

    fn name(self, naming: Naming, name: String) {
        let (id, draft) = match naming {
            Naming::New(parent) => (None, DispositionDraft { parent, name, scope: Default::default() }),
            Naming::Old(id) => {
                let Some(known) = untrack(|| self.get(id)) else { return };
                (Some(id), DispositionDraft { name, ..DispositionDraft::from(&known) })
            }
        };
        let seen = id.and_then(|_| self.seen.get_value());
        self.act(save_disposition(id, draft, seen), |id| format!("#disposition-{id}-rename"));
    }

    /// Begins to type a name.
    fn begin(self, naming: Naming) {
        match naming {
            Naming::Old(id) => self.look_at(id),
            Naming::New(_) => self.failed.set(None),
        }
        self.naming.set(Some(naming));
        focus_soon("#disposition-name".into());
    }
}

#[component]
pub fn DispositionsPage() -> impl IntoView {
    let w = &use_words().dispositions;
    let dispositions = Resource::new(|| (), |()| load_dispositions());
    let accounts = Resource::new(|| (), |()| load_accounts());
    let queues = Resource::new(|| (), |()| load_queues());
    let retry = move || {
        dispositions.refetch();
        accounts.refetch();
        queues.refetch();
    };
    let load = move || async move { Ok((dispositions.await?, accounts.await?, queues.await?)) };
    view! {
        <PageHead title=w.title text=w.text />
        {loaded(w.failed, 8, retry, load, move |(all, accounts, queues)| {
            let editor = Editor {
                all: RwSignal::new(all),
                naming: RwSignal::new(None),
                scoping: RwSignal::new(None),
                seen: StoredValue::new(None),
                show_archived: RwSignal::new(false),
                busy: RwSignal::new(false),
                failed: RwSignal::new(None),
                accounts: StoredValue::new(accounts.into_iter().map(|it| (it.id, it.draft.name)).collect()),
                queues: StoredValue::new(queues.into_iter().map(|it| (it.id, it.name)).collect()),
            };
            view! { <TreeEditor editor=editor /> }
        })}
    }
}

#[component]
fn TreeEditor(editor: Editor) -> impl IntoView {
    let w = &use_words().dispositions;
    let shown = Memo::new(move |_| {
        let tree = editor.tree();
        let show = editor.show_archived.get();
        let walk = tree.walk().into_iter().filter(|it| show || !tree.is_archived(it.id));
        walk.map(|it| it.id).collect::<Vec<_>>()
    });
    let archived = Memo::new(move |_| {
        let tree = editor.tree();
        editor.all.with(|all| all.iter().filter(|it| tree.is_archived(it.id)).count())
    });
    // What is wrong with a name stands beside the name, and in the dialog what is wrong with places.
    let elsewhere = Memo::new(move |_| {
        let at_its_place = |error: &AppError| ["name", OVERTAKEN].iter().any(|field| error.on_field(field).is_some());
        editor.failed.get().filter(|error| !at_its_place(error) && editor.scoping.with(Option::is_none))
    });
    view! {
        <Show when=move || elsewhere.with(Option::is_some)>
            <ErrorNote what=w.not_saved error=elsewhere />
        </Show>
        <Show
            when=move || !editor.all.with(Vec::is_empty)
            fallback=move || view! { <EmptyState glyph=Glyph::List title=w.empty text=w.empty_text /> }
        >
            <ul class="panel disposition-tree">
                <For each=move || shown.get() key=|id| *id let:id>
                    <TreeRow editor=editor id=id />
                </For>
            </ul>
        </Show>
        <Show when=move || editor.naming.get() == Some(Naming::New(None))>
            <NameForm editor=editor naming=Naming::New(None) />
        </Show>
        <div class="tree-foot">
            <Button
                kind=ButtonKind::Primary glyph=Glyph::Plus attr:id="add-disposition"
                on:click=move |_| editor.begin(Naming::New(None))
            >
                {w.add}
            </Button>
            <Show when=move || { archived.get() > 0 }>
                <button
                    type="button" class="button quiet"
                    aria-pressed=move || if editor.show_archived.get() { "true" } else { "false" }
                    on:click=move |_| editor.show_archived.update(|show| *show = !*show)
                >
                    {move || (w.show_archived)(archived.get())}
                </button>
            </Show>
        </div>
        <ScopeDialog editor=editor />
    }
}
