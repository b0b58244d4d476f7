//! The question before something is sent although it should not be. The reason is kept.

use leptos::{ev, prelude::*};

use crate::ui::{
    widgets::{Button, ButtonKind, Dialog, Field, FieldIds},
    words::use_words,
};

#[component]
pub fn DespiteDialog(
    open: RwSignal<bool>,
    /// What stands in the way.
    #[prop(into)]
    obstacle: Signal<String>,
    /// Called with the reason.
    send: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    let reason = RwSignal::new(String::new());
    let empty = Memo::new(move |_| reason.with(|reason| reason.trim().is_empty()));
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        event.stop_propagation();
        if !empty.get_untracked() {
            open.set(false);
            send.run(reason.with_untracked(|reason| reason.trim().to_owned()));
            reason.set(String::new());
        }
    };
    view! {
        <Dialog open=open label=words.new_sms.despite_title>
            <form class="despite" on:submit=on_submit>
                <h2>{words.new_sms.despite_title}</h2>
                <p><strong>{move || obstacle.get()}</strong></p>
                <p>{words.new_sms.despite_text}</p>
                <Field
                    name="despite-reason" label=words.new_sms.despite_reason
                    control=move |ids: FieldIds| view! {
                        <input
                            class="input" id=ids.id() maxlength="300" autocomplete="off" autofocus
                            prop:value=move || reason.get()
                            on:input:target=move |event| reason.set(event.target().value())
                        />
                    }
                />
                <div class="dialog-actions">
                    <Button on:click=move |_| open.set(false)>{words.common.cancel}</Button>
                    <Button kind=ButtonKind::Danger submit=true disabled=empty>{words.new_sms.despite_send}</Button>
                </div>
            </form>
        </Dialog>
    }
}
