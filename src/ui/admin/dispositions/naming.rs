//! The line in which a name is typed. Enter saves, Escape leaves it as it was.

use leptos::{ev, prelude::*};

use super::{Editor, Naming};
use crate::{
    domain::{disposition::LONGEST_NAME, error::OVERTAKEN},
    ui::{
        admin::inputs::FieldError,
        widgets::{Button, ButtonKind},
        words::use_words,
    },
};

#[component]
pub fn NameForm(editor: Editor, naming: Naming) -> impl IntoView {
    let words = use_words();
    let w = &words.dispositions;
    let (before, label) = match naming {
        Naming::Old(id) => {
            let name = untrack(|| editor.get(id)).map(|it| it.name).unwrap_or_default();
            (name.clone(), Signal::derive(move || (w.rename)(&name)))
        }
        Naming::New(parent) => {
            let parent = parent.and_then(|id| untrack(|| editor.get(id))).map(|it| it.name);
            (String::new(), Signal::derive(move || (w.name_of_new)(parent.as_deref())))
        }
    };
    let name = RwSignal::new(before);
    let wrong = Signal::derive(move || {
        editor.failed.with(|error| {
            let error = error.as_ref()?;
            if error.on_field(OVERTAKEN).is_some() {
                return Some(w.overtaken.to_string());
            }
            ["name", "parent"].iter().find_map(|field| words.common.on_field(error, field))
        })
    });
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        editor.name(naming, name.get_untracked());
    };
    view! {
        <form
            class="tree-naming" novalidate on:submit=on_submit
            on:keydown=move |event| if event.key() == "Escape" { editor.naming.set(None) }
        >
            <input
                class="input" id="disposition-name" type="text" autocomplete="off" maxlength=LONGEST_NAME aria-label=move || label.get()
                placeholder=move || label.get() aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby="disposition-name-error" bind:value=name
            />
            <Button kind=ButtonKind::Primary small=true submit=true busy=editor.busy>{words.common.save}</Button>
            <Button small=true on:click=move |_| editor.naming.set(None)>{words.common.cancel}</Button>
            <FieldError id="disposition-name-error".into() error=wrong />
        </form>
    }
}
