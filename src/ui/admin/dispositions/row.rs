//! One disposition of the tree, and what can be done with it.

use leptos::prelude::*;

use super::{Editor, Naming, naming::NameForm};
use crate::{
    api::dispositions::{archive_disposition, move_disposition},
    domain::{DispositionId, disposition::LEVELS},
    ui::{
        widgets::{Badge, Button, Glyph, IconButton, Show, Tone},
        words::{speech::Said, use_words},
    },
};

#[component]
pub fn TreeRow(editor: Editor, id: DispositionId) -> impl IntoView {
    let words = use_words();
    let w = &words.dispositions;
    let f = &words.admin.form;
    let it = Memo::new(move |_| editor.get(id));
    let name = Memo::new(move |_| it.with(|it| it.as_ref().map(|it| it.name.clone()).unwrap_or_default()));
    let level = Memo::new(move |_| editor.tree().level(id));
    let archived = Memo::new(move |_| it.with(|it| it.as_ref().is_some_and(|it| it.archived)));
    let hidden = Memo::new(move |_| editor.tree().is_archived(id));
    // Its place among those that are shown beside it.
    let place = Memo::new(move |_| {
        let tree = editor.tree();
        let siblings: Vec<DispositionId> = tree.children(it.get().and_then(|it| it.parent)).map(|it| it.id).collect();
        (siblings.first() == Some(&id), siblings.last() == Some(&id))
    });
    let naming =
        Memo::new(move |_| editor.naming.get().filter(|naming| matches!(naming, Naming::Old(old) if *old == id)));
    let below = Memo::new(move |_| editor.naming.get().filter(|naming| *naming == Naming::New(Some(id))));
    let shift = move |by: i64| {
        let (own, other) = if by < 0 { ("up", "down") } else { ("down", "up") };
        let focus = format!("#disposition-{id}-{own}:not(:disabled), #disposition-{id}-{other}:not(:disabled)");
        editor.act(move_disposition(id, by), move |()| focus);
    };
    let put_away = move |_| {
        let focus = format!("#disposition-{id}-archive, #add-disposition");
        editor.act(archive_disposition(id, !archived.get_untracked()), move |()| focus);
    };
    let label = move |of: Said<fn(&str) -> String>| Signal::derive(move || of(&name.get()));
    view! {
        <li class=move || format!("tree-row level-{}", level.get()) class:archived=move || hidden.get()>
            <div class="tree-line">
                <Show when=move || naming.get().is_none() fallback=move || view! { <NameForm editor=editor naming=Naming::Old(id) /> }>
                    <span class="tree-name grow">{move || name.get()}</span>
                    <Show when=move || archived.get()><Badge>{w.archived}</Badge></Show>
                    <Show when=move || level.get() == 1><Places editor=editor id=id /></Show>
                    <div class="moves">
                        <IconButton
                            glyph=Glyph::ArrowUp small=true label=label(f.move_up)
                            disabled=Signal::derive(move || place.get().0) attr:id=format!("disposition-{id}-up")
                            on:click=move |_| shift(-1)
                        />
                        <IconButton
                            glyph=Glyph::ArrowDown small=true label=label(f.move_down)
                            disabled=Signal::derive(move || place.get().1) attr:id=format!("disposition-{id}-down")
                            on:click=move |_| shift(1)
                        />
                        <IconButton
                            glyph=Glyph::Edit small=true label=label(w.rename) attr:id=format!("disposition-{id}-rename")
                            on:click=move |_| editor.begin(Naming::Old(id))
                        />
                        <IconButton
                            glyph=Glyph::Plus small=true label=label(w.add_below)
                            disabled=Signal::derive(move || level.get() >= LEVELS || hidden.get())
                            on:click=move |_| editor.begin(Naming::New(Some(id)))
                        />
                        <IconButton
                            glyph=Signal::derive(move || if archived.get() { Glyph::Refresh } else { Glyph::Archive }) small=true
                            label=Signal::derive(move || {
                                let of = if archived.get() { w.restore } else { w.archive };
                                of(&name.get())
                            })
                            attr:id=format!("disposition-{id}-archive") on:click=put_away
                        />
                    </div>
                </Show>
            </div>
            <Show when=move || below.get().is_some()>
                <NameForm editor=editor naming=Naming::New(Some(id)) />
            </Show>
        </li>
    }
}

/// Where a branch is offered; a click changes it.
#[component]
fn Places(editor: Editor, id: DispositionId) -> impl IntoView {
    let w = &use_words().dispositions;
    let names = Memo::new(move |_| {
        let Some(it) = editor.get(id) else { return Vec::new() };
        let accounts = editor.accounts.with_value(|all| {
            all.iter()
                .filter(|(id, _)| it.scope.accounts.contains(id))
                .map(|(_, name)| name.clone())
                .collect::<Vec<_>>()
        });
        let queues = editor.queues.with_value(|all| {
            all.iter().filter(|(id, _)| it.scope.queues.contains(id)).map(|(_, name)| name.clone()).collect::<Vec<_>>()
        });
        [accounts, queues].concat()
    });
    let said = move || if names.with(Vec::is_empty) { w.everywhere.to_string() } else { names.get().join(", ") };
    let label = move || (w.scope)(&editor.get(id).map(|it| it.name).unwrap_or_default());
    view! {
        <Button
            small=true attr:class="button quiet small tree-places" attr:id=format!("disposition-{id}-places")
            attr:title=label on:click=move |_| editor.scoping.set(Some(id))
        >
            <Badge tone=Signal::derive(move || if names.with(Vec::is_empty) { Tone::Plain } else { Tone::Warn })>
                {said}
            </Badge>
            <span class="sr-only">{label}</span>
        </Button>
    }
}
