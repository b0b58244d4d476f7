//! One credential. A secret that is stored is never shown again: it can be left alone or replaced, and one that is not
//! needed removed.

use leptos::prelude::*;

use super::typed::TypedAccount;
use crate::{
    domain::account::{Account, ProviderField},
    ui::{
        admin::{focus::focus_soon, form::Form, inputs::Text},
        clock::use_clock,
        widgets::{Button, ButtonKind},
        words::use_words,
    },
};

#[component]
pub fn Credential(
    form: Form<TypedAccount>,
    field: ProviderField,
    /// The provider whose field it is.
    provider: String,
    stored: RwSignal<Option<Account>>,
) -> impl IntoView {
    let w = &use_words().accounts;
    let clock = use_clock();
    let words = use_words();
    let name = format!("credentials.{}", field.key);
    let field = StoredValue::new(field);
    let key = move || field.with_value(|field| field.key.clone());
    let set_at = Memo::new(move |_| {
        stored.with(|stored| {
            let account = stored.as_ref().filter(|account| account.draft.provider == provider)?;
            account.secrets_set.get(&key()).copied()
        })
    });
    let replacing = Memo::new(move |_| form.typed.with(|typed| typed.replacing.contains(&key())));
    let removing = Memo::new(move |_| form.typed.with(|typed| typed.removing.contains(&key())));
    let required = field.with_value(|field| field.required);
    let kept = move || set_at.get().filter(|_| !replacing.get());
    let label = Signal::derive(move || {
        field.with_value(|field| {
            let label = (words.common.sentence)(&field.label);
            if field.required { label } else { (w.optional)(&label) }
        })
    });

    let input = {
        let name = name.clone();
        move || {
            let help = field.with_value(|field| Some(field.help.clone()).filter(|help| !help.is_empty()));
            let help = help.map(|help| words.common.told(help));
            let secret = field.with_value(|field| field.secret);
            view! {
                <Text
                    bound=form.bind(
                        name.clone(),
                        move |typed| typed.credential(&key()),
                        move |typed, value| typed.set_credential(&key(), value),
                    )
                    label=label
                    help=help
                    kind=if secret { "password" } else { "text" }
                    autocomplete=if secret { "new-password" } else { "off" }
                    class="mono"
                />
            }
        }
    };
    let replace = {
        let selector = format!("[id='{name}']");
        move |_| {
            form.edit("credentials", |typed| {
                typed.replacing.insert(key());
            });
            focus_soon(selector.clone());
        }
    };
    let selectors = StoredValue::new([format!("[id='{name}-keep']"), format!("[id='{name}-remove']")]);
    let remove = move |_| {
        form.edit("credentials", |typed| {
            typed.removing.insert(key());
        });
        focus_soon(selectors.with_value(|[keep, _]| keep.clone()));
    };
    let button_ids = [format!("{name}-keep"), format!("{name}-remove")];
    let error_name = name.clone();
    let keep = move |_| form.edit(&error_name, |typed| typed.keep_secret(&key()));
    let keep = StoredValue::new(keep);
    move || match kept() {
        // An element of another kind than below: where views are erased, one would take over the other's buttons with what
        // they do.
        Some(_) if removing.get() => view! {
            <section class="field">
                <span class="field-label">{move || label.get()}</span>
                <div class="secret-set">
                    <span role="status">{w.will_be_removed}</span>
                    <Button
                        small=true attr:id=button_ids[0].clone() attr:aria-label=move || (w.keep_named)(&label.get())
                        on:click=move |_| {
                            keep.with_value(|keep| keep(()));
                            focus_soon(selectors.with_value(|[_, remove]| remove.clone()));
                        }
                    >
                        {w.keep_stored}
                    </Button>
                </div>
            </section>
        }
        .into_any(),
        Some(at) => {
            let replace = replace.clone();
            let remove_button = (!required).then(|| {
                view! {
                    <Button
                        small=true kind=ButtonKind::Quiet attr:id=button_ids[1].clone()
                        attr:aria-label=move || (w.remove_named)(&label.get()) on:click=remove
                    >
                        {w.remove}
                    </Button>
                }
            });
            view! {
                <div class="field">
                    <span class="field-label">{move || label.get()}</span>
                    <div class="secret-set">
                        <span>{move || (w.set_on)(&clock.exact(at, words))}</span>
                        <Button small=true attr:aria-label=move || (w.replace_named)(&label.get()) on:click=replace>{w.replace}</Button>
                        {remove_button}
                    </div>
                </div>
            }
                .into_any()
        }
        None => view! {
            {input()}
            {set_at.get().is_some().then(|| view! {
                <div>
                    <Button small=true kind=ButtonKind::Quiet on:click=move |_| keep.with_value(|keep| keep(()))>
                        {w.keep_stored}
                    </Button>
                </div>
            })}
        }
        .into_any(),
    }
}
