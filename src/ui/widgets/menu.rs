//! A button that opens a list of acts. Arrows move, Escape closes and gives the focus back, leaving closes.

use leptos::{context::Provider, ev, html, prelude::*};

use super::{Glyph, Icon, Show};
use crate::ui::browser;

/// The menu that items stand in.
#[derive(Clone, Copy)]
struct OpenMenu {
    open: RwSignal<bool>,
    button: NodeRef<html::Button>,
}

impl OpenMenu {
    /// The focus is back on the button before an item acts, so that a dialog it opens gives it back there.
    fn close(self) {
        self.open.set(false);
        if let Some(button) = self.button.get_untracked() {
            let _ = button.focus();
        }
    }
}

/// `trigger` is the content of the button; the children are `MenuItem`s, `MenuRadio`s, headings and dividers.
#[component]
pub fn Menu(
    /// Name of the button for screen readers and as a tooltip.
    #[prop(into)]
    label: Signal<String>,
    trigger: ViewFn,
    /// Classes of the button.
    #[prop(default = "button quiet")]
    class: &'static str,
    /// `end`, `up`, `aside` or several: where the list stands.
    #[prop(default = "")]
    place: &'static str,
    /// Id of the button.
    #[prop(optional)]
    id: Option<&'static str>,
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let menu = OpenMenu { open, button };
    let children = StoredValue::new(children);

    let focus_item = move |pick: Pick| {
        if let Some(root) = root.get_untracked() {
            browser::focus_among(&root, "[role^=menuitem]", pick);
        }
    };
    Effect::new(move || {
        if open.get() {
            focus_item(Pick::First);
        }
    });
    let on_keydown = move |event: ev::KeyboardEvent| {
        if !open.get_untracked() {
            return;
        }
        match event.key().as_str() {
            "Escape" => {
                event.stop_propagation();
                menu.close();
            }
            "ArrowDown" => focus_item(Pick::Next),
            "ArrowUp" => focus_item(Pick::Previous),
            "Home" => focus_item(Pick::First),
            "End" => focus_item(Pick::Last),
            _ => return,
        }
        event.prevent_default();
    };
    let on_focusout = move |event: ev::FocusEvent| {
        if browser::leaves(root, &event) {
            open.set(false);
        }
    };
    view! {
        <div class=format!("menu {place}") node_ref=root on:keydown=on_keydown on:focusout=on_focusout>
            <button
                type="button"
                id=id
                class=class
                node_ref=button
                aria-haspopup="menu"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-label=move || label.get()
                title=move || label.get()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {trigger.run()}
            </button>
            <Show when=move || open.get()>
                // Menus stand side by side: each tells only its own items.
                <Provider value=menu>
                    <div class="menu-list" role="menu" aria-label=move || label.get()>
                        {children.with_value(|children| children())}
                    </div>
                </Provider>
            </Show>
        </div>
    }
}

/// Which item the focus goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    First,
    Next,
    Previous,
    Last,
}

/// An act.
#[component]
pub fn MenuItem(
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] run: Callback<()>,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    let on_click = move |_| {
        if let Some(menu) = menu {
            menu.close();
        }
        run.run(());
    };
    view! {
        <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=on_click>
            {glyph.map(|glyph| view! { <Icon glyph=glyph /> })}
            <span>{move || label.get()}</span>
        </button>
    }
}

/// An act that needs more than a line to be told.
#[component]
pub fn MenuEntry(#[prop(into)] run: Callback<()>, children: Children) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    let on_click = move |_| {
        if let Some(menu) = menu {
            menu.close();
        }
        run.run(());
    };
    view! { <button type="button" class="menu-item" role="menuitem" tabindex="-1" on:click=on_click>{children()}</button> }
}

/// One of several, of which one is chosen.
#[component]
pub fn MenuRadio(
    #[prop(optional)] glyph: Option<Glyph>,
    #[prop(into)] label: Signal<String>,
    /// Of the label, where it is not the page's.
    #[prop(optional)]
    lang: Option<&'static str>,
    #[prop(into)] checked: Signal<bool>,
    #[prop(into)] run: Callback<()>,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    let on_click = move |_| {
        if let Some(menu) = menu {
            menu.close();
        }
        run.run(());
    };
    view! {
        <button
            type="button"
            class="menu-item"
            role="menuitemradio"
            tabindex="-1"
            aria-checked=move || if checked.get() { "true" } else { "false" }
            on:click=on_click
        >
            {glyph.map(|glyph| view! { <Icon glyph=glyph /> })}
            <span lang=lang>{move || label.get()}</span>
            <span class="check"><Icon glyph=Glyph::Check small=true /></span>
        </button>
    }
}
