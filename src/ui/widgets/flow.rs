//! Showing by a condition and by a list, as Leptos does it, but with one copy of the machinery for all places. Leptos has
//! one for each place and each kind of item, and browsers download them all; here what is shown is erased first.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use leptos::{
    children::ViewFn,
    prelude::{For as EachRow, *},
};

/// Shows its children while `when` holds, else the fallback. Drawn anew only when that changes.
#[component(transparent)]
pub fn Show<W>(
    when: W,
    children: ChildrenFn,
    /// Nothing, where nothing is given.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    show(Arc::new(when), children, fallback)
}

fn show(when: Arc<dyn Fn() -> bool + Send + Sync>, children: ChildrenFn, fallback: ViewFn) -> AnyView {
    let holds = ArcMemo::new(move |_| when());
    let view = move || if holds.get() { children() } else { fallback.run() };
    view.into_any()
}

/// One view for each item; it stays as long as an item with its key is there.
#[component(transparent)]
pub fn For<IF, I, T, EF, N, KF, K>(
    each: IF,
    /// Tells an item from the others.
    key: KF,
    children: EF,
) -> impl IntoView
where
    IF: Fn() -> I + Send + 'static,
    I: IntoIterator<Item = T>,
    T: Send + 'static,
    EF: Fn(T) -> N + Send + Clone + 'static,
    N: IntoView + 'static,
    KF: Fn(&T) -> K + Send + 'static,
    K: Hash,
{
    let rows = move || {
        let row = |item: T| {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let children = children.clone();
            Row { key: hasher.finish(), draw: Box::new(move || children(item).into_any()) }
        };
        each().into_iter().map(row).collect::<Vec<Row>>()
    };
    list(Box::new(rows))
}

/// An item that was erased.
struct Row {
    /// A hash of its key.
    key: u64,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

fn list(rows: Box<dyn Fn() -> Vec<Row> + Send>) -> AnyView {
    view! { <EachRow each=move || rows() key=|row| row.key children=|row: Row| (row.draw)() /> }.into_any()
}
