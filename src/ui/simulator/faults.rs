//! What the simulated network does wrong. Saved at once; what can't be saved goes back to what the server has.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::{AppError, sandbox::set_faults},
    domain::sandbox::{Faults, Reject, SandboxAccount},
    ui::{
        widgets::{Button, Choice, ErrorNote, Field, FieldIds, Glyph, Icon, Show},
        words::{Word, use_words},
    },
};

/// The delays that can be chosen, in milliseconds.
const DELAYS: [i64; 6] = [0, 500, 2_000, 5_000, 15_000, 60_000];

#[component]
pub fn FaultPanel(account: SandboxAccount, accounts: StoredValue<Vec<SandboxAccount>>) -> impl IntoView {
    let w = &use_words().simulator;
    let id = account.id;
    let faults = RwSignal::new(account.faults);
    let failed = RwSignal::new(None::<AppError>);
    let put = move |wanted: Faults| {
        let before = faults.get_untracked();
        faults.set(wanted.clone());
        failed.set(None);
        spawn_local(async move {
            match set_faults(id, wanted.clone()).await {
                Ok(()) => {
                    // Whoever comes back to this account finds what was set.
                    accounts.try_update_value(|all| {
                        all.iter_mut()
                            .filter(|account| account.id == id)
                            .for_each(|account| account.faults = wanted.clone());
                    });
                }
                Err(error) => {
                    failed.try_set(Some(error));
                    faults.try_set(before);
                }
            }
        });
    };
    let change = move |act: &dyn Fn(&mut Faults)| {
        let mut wanted = faults.get_untracked();
        act(&mut wanted);
        put(wanted);
    };
    let misbehaves = Memo::new(move |_| faults.with(|faults| *faults != Faults::default()));
    // A delay that was set elsewhere is shown too.
    let delays = move || {
        let mut delays = DELAYS.to_vec();
        let own = faults.with(|faults| faults.delay_ms);
        if !delays.contains(&own) {
            delays.push(own);
            delays.sort_unstable();
        }
        delays.into_iter().map(|ms| Choice::new(ms, Signal::derive(move || (w.delay_name)(ms)))).collect::<Vec<_>>()
    };
    let rejects = Reject::ALL
        .into_iter()
        .map(|reject| Choice::new(reject.as_str(), Signal::derive(move || (w.reject_name)(reject).0.to_owned())))
        .collect::<Vec<_>>();
    view! {
        <section class="simulator-faults" aria-label=w.faults>
            <header>
                <h2>{w.faults}</h2>
                <p class="field-help">{w.faults_help}</p>
            </header>
            <div role="status">
                {move || if misbehaves.get() {
                    view! { <span class="faults-on"><Icon glyph=Glyph::Alert small=true />{w.some_wrong}</span> }.into_any()
                } else {
                    view! { <span class="soft">{w.all_well}</span> }.into_any()
                }}
            </div>
            <Show when=move || failed.with(Option::is_some)>
                <ErrorNote what=w.faults_failed error=failed />
            </Show>
            <Drop
                name="fault-delay"
                label=w.delay
                help=w.delay_help
                value=Signal::derive(move || faults.with(|faults| faults.delay_ms.to_string()))
                choices=Signal::derive(delays)
                set=Callback::new(move |ms: String| change(&|faults| faults.delay_ms = ms.parse().unwrap_or(0)))
            />
            <Drop
                name="fault-reject"
                label=w.reject
                help=Signal::derive(move || (w.reject_name)(faults.with(|faults| faults.reject)).1.to_owned())
                value=Signal::derive(move || faults.with(|faults| faults.reject.as_str().to_owned()))
                choices=Signal::stored(rejects)
                set=Callback::new(move |reject: String| {
                    change(&|faults| faults.reject = Reject::parse(&reject).unwrap_or_default());
                })
            />
            <Fault
                name="fault-receipt"
                label=w.no_receipt
                help=w.no_receipt_help
                on=Signal::derive(move || faults.with(|faults| faults.no_receipt))
                set=Callback::new(move |on| change(&|faults| faults.no_receipt = on))
            />
            <Fault
                name="fault-duplicate"
                label=w.duplicate
                help=w.duplicate_help
                on=Signal::derive(move || faults.with(|faults| faults.duplicate))
                set=Callback::new(move |on| change(&|faults| faults.duplicate = on))
            />
            <Fault
                name="fault-reorder"
                label=w.reorder
                help=w.reorder_help
                on=Signal::derive(move || faults.with(|faults| faults.reorder))
                set=Callback::new(move |on| change(&|faults| faults.reorder = on))
            />
            <div>
                <Button
                    small=true
                    glyph=Glyph::Refresh
                    disabled=Signal::derive(move || !misbehaves.get())
                    on:click=move |_| put(Faults::default())
                >
                    {w.reset}
                </Button>
            </div>
        </section>
    }
}

/// A fault that is there or not.
#[component]
fn Fault(name: &'static str, label: Word, help: Word, on: Signal<bool>, set: Callback<bool>) -> impl IntoView {
    let help_id = format!("{name}-help");
    view! {
        <div class="fault">
            <button
                type="button"
                class="switch"
                role="switch"
                id=name
                aria-checked=move || if on.get() { "true" } else { "false" }
                aria-describedby=help_id.clone()
                on:click=move |_| set.run(!on.get_untracked())
            >
                <span class="switch-track"></span>
                <span>{label}</span>
            </button>
            <p id=help_id>{help}</p>
        </div>
    }
}

/// A drop-down whose help says what the chosen one does.
#[component]
fn Drop(
    name: &'static str,
    label: Word,
    #[prop(into)] help: Signal<String>,
    value: Signal<String>,
    choices: Signal<Vec<Choice>>,
    set: Callback<String>,
) -> impl IntoView {
    let help_id = format!("{name}-does");
    let described_by = help_id.clone();
    let options = move || {
        choices
            .get()
            .into_iter()
            .map(|choice| {
                let own = choice.value.clone();
                let selected = move || value.with(|value| *value == own);
                view! { <option value=choice.value selected=selected.clone() prop:selected=selected>{move || choice.label.get()}</option> }
            })
            .collect_view()
    };
    let control = move |ids: FieldIds| {
        view! {
            <select
                class="input"
                id=ids.id()
                aria-describedby=described_by
                on:change:target=move |event| set.run(event.target().value())
            >
                {options}
            </select>
        }
    };
    view! {
        <div class="fault">
            <Field name=name label=label control=control />
            <p id=help_id>{move || help.get()}</p>
        </div>
    }
}
