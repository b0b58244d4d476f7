//! One field, edited in place. Click or Enter opens it, Enter saves, Escape leaves it as it was; what is typed survives
//! until one of the two, whatever is looked at meanwhile. What a colleague saved first is told, not overwritten.

use leptos::{ev, html, prelude::*, task::spawn_local};

use super::beside::{Beside, Typed, use_beside};
use crate::{
    api::{AppError, contacts::edit_contact},
    domain::contact::{ContactEdit, Edited, Part},
    ui::{
        browser,
        widgets::{Button, ButtonKind, Choice, Glyph, Icon, Show},
        words::{Words, use_words},
    },
};

/// What a field is typed in.
#[derive(Clone)]
pub(super) enum Control {
    /// An input of this type.
    Line(&'static str),
    Long,
    Select(Signal<Vec<Choice>>),
}

/// Of the sentence that says why nothing here can be changed.
pub(super) const WHY_LOCKED: &str = "contact-locked";

/// Controls that change the contact: without effect for who only reads it.
#[component]
pub(super) fn Changing(children: Children) -> impl IntoView {
    let locked = is_locked(use_beside());
    view! {
        <fieldset
            class="changing" disabled=move || locked.get()
            aria-describedby=move || locked.get().then_some(WHY_LOCKED)
        >
            {children()}
        </fieldset>
    }
}

/// Whether the contact is only to be read here.
pub(super) fn is_locked(beside: Beside) -> Signal<bool> {
    beside.read(|facts| !facts.choices.edit_contact)
}

/// One edit of one field, from the first click to the answer.
#[derive(Clone, Copy)]
struct Editing {
    beside: Beside,
    words: &'static Words,
    part: Part,
    /// What the server has.
    stands: Signal<String>,
    open: RwSignal<bool>,
    typed: RwSignal<String>,
    /// What stood there when it was opened, or was last told.
    was: RwSignal<String>,
    busy: RwSignal<bool>,
    wrong: RwSignal<Option<AppError>>,
    /// Saving was refused because of this.
    overtaken: RwSignal<Option<String>>,
    /// Somebody opened or left it just now: the focus follows.
    by_hand: StoredValue<bool>,
    place: StoredValue<String>,
    drafts: Typed,
}

impl Editing {
    fn new(part: Part, stands: Signal<String>) -> Editing {
        let beside = use_beside();
        let drafts: Typed = expect_context();
        let place = match part {
            Part::Own(id) => beside.place(&format!("own/{id}")),
            part => beside.place(part.as_str()),
        };
        let draft = drafts.get(&place);
        Editing {
            beside,
            words: use_words(),
            part,
            stands,
            open: RwSignal::new(draft.is_some()),
            typed: RwSignal::new(draft.unwrap_or_default()),
            was: RwSignal::new(drafts.get(&was_at(&place)).unwrap_or_default()),
            busy: RwSignal::new(false),
            wrong: RwSignal::new(None),
            overtaken: RwSignal::new(None),
            by_hand: StoredValue::new(false),
            place: StoredValue::new(place),
            drafts,
        }
    }

    fn begin(self) {
        let stands = self.stands.get_untracked();
        self.was.set(stands.clone());
        self.wrong.set(None);
        self.overtaken.set(None);
        self.by_hand.set_value(true);
        self.write(stands);
        self.open.set(true);
    }

    fn write(self, typed: String) {
        let place = self.place.get_value();
        self.drafts.keep(&was_at(&place), Some(self.was.get_untracked()));
        self.drafts.keep(&place, Some(typed.clone()));
        self.typed.set(typed);
        self.wrong.set(None);
    }

    fn end(self) {
        if let Some(place) = self.place.try_get_value() {
            self.drafts.keep(&was_at(&place), None);
            self.drafts.keep(&place, None);
        }
        self.by_hand.try_set_value(true);
        self.overtaken.try_set(None);
        self.open.try_set(false);
    }

    fn save(self) {
        if self.busy.get_untracked() {
            return;
        }
        let (was, value) = (self.was.get_untracked(), self.typed.get_untracked());
        if value.trim_end() == was && self.overtaken.with_untracked(Option::is_none) {
            return self.end();
        }
        let Some(contact) = self.beside.contact_id() else { return };
        self.busy.set(true);
        self.wrong.set(None);
        let part = self.part;
        spawn_local(async move {
            let answer = edit_contact(contact, ContactEdit::Set { part, was, value }).await;
            self.busy.try_set(false);
            match answer {
                Ok(Edited::Done { contact }) => {
                    self.beside.adopt(contact);
                    self.end();
                }
                Ok(Edited::Overtaken { contact }) => {
                    let theirs = contact.value_of(part);
                    self.beside.adopt(contact);
                    self.was.try_set(theirs.clone());
                    self.overtaken.try_set(Some(theirs));
                }
                Ok(Edited::KnownElsewhere { .. }) => {}
                Err(AppError::Unauthenticated) => browser::go("/sign-in"),
                Err(error) => {
                    if error == AppError::NotFound {
                        // It may have been merged into another one, which is then shown.
                        self.beside.ask();
                    }
                    self.wrong.try_set(Some(error));
                }
            }
        });
    }

    /// What a colleague did meanwhile, in words.
    fn news(self, read: &impl Fn(&str) -> String) -> Option<String> {
        let w = &self.words.contacts.card;
        let said = |value: &str| if value.is_empty() { w.emptied.to_string() } else { read(value) };
        if let Some(theirs) = self.overtaken.get() {
            return Some((w.overtaken)(&said(&theirs)));
        }
        let stands = self.stands.get();
        (stands != self.was.get()).then(|| (w.changed_meanwhile)(&said(&stands)))
    }
}

/// Where it is kept what stood there when somebody began to type.
fn was_at(place: &str) -> String {
    format!("{place}/was")
}

/// A field of the contact. `read` turns what is stored into what is shown.
#[component]
pub(super) fn EditField(
    part: Part,
    #[prop(into)] label: Signal<String>,
    stands: Signal<String>,
    control: Control,
    #[prop(optional, into)] read: Option<Callback<String, String>>,
    /// Stands behind the value: a link that opens it.
    #[prop(optional, into)]
    beside_value: ViewFn,
) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let editing = Editing::new(part, stands);
    let read = move |value: &str| read.map_or_else(|| value.to_owned(), |read| read.run(value.to_owned()));
    let shown = Memo::new(move |_| read(&stands.get()));
    let button = NodeRef::<html::Button>::new();
    let name = label;
    let locked = is_locked(editing.beside);
    let button_label = move || {
        let value = shown.get();
        name.with(|name| match (locked.get(), value.is_empty()) {
            (true, true) => format!("{name}: {}", w.unknown),
            (true, false) => format!("{name}: {value}"),
            (false, true) => (w.fill)(name),
            (false, false) => (w.edit)(name, &value),
        })
    };
    // Left by Enter or Escape, the focus returns to where it came from.
    Effect::new(move || {
        if let Some(button) = button.get()
            && editing.by_hand.get_value()
        {
            editing.by_hand.set_value(false);
            browser::focus(&button);
        }
    });
    view! {
        <div class="fact">
            <span class="fact-label">{move || label.get()}</span>
            <Show
                when=move || editing.open.get()
                fallback=move || view! {
                    <div class="fact-shown">
                        <button
                            type="button" class="fact-value" node_ref=button aria-label=button_label
                            class:unset=move || shown.with(String::is_empty)
                            on:click=move |_| editing.begin()
                        >
                            {move || {
                                let value = shown.get();
                                match value.is_empty() {
                                    true if locked.get() => w.unknown.to_string(),
                                    true => w.empty.to_string(),
                                    false => value,
                                }
                            }}
                            <Icon glyph=Glyph::Edit small=true />
                        </button>
                        {beside_value.run()}
                    </div>
                }
            >
                <EditForm editing=editing name=name control=control.clone() read=read />
            </Show>
        </div>
    }
}

#[component]
fn EditForm(
    editing: Editing,
    name: Signal<String>,
    control: Control,
    read: impl Fn(&str) -> String + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = use_words();
    let w = &words.contacts.card;
    let on_keydown = move |event: ev::KeyboardEvent| {
        let composing = event.is_composing() || event.key_code() == 229;
        match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                editing.end();
            }
            "Enter" if !event.shift_key() && !composing && is_input(&event) => {
                event.prevent_default();
                editing.save();
            }
            _ => {}
        }
    };
    let invalid = move || editing.wrong.with(Option::is_some).then_some("true");
    let help = if matches!(control, Control::Long) { w.hint_notes } else { w.hint_line };
    let help_id = format!("edit-{}-help", place_id(editing.part));
    let described_by = help_id.clone();
    let news = Memo::new(move |_| editing.news(&read));
    view! {
        <div class="fact-form" on:keydown=on_keydown>
            <EditControl editing=editing name=name control=control invalid=Signal::derive(invalid) described_by=described_by />
            <div role="alert">
                {move || editing.wrong.get().map(|error| view! {
                    <p class="field-error">
                        <Icon glyph=Glyph::Alert small=true />
                        <span>{words.common.on_field(&error, "value").unwrap_or_else(|| words.common.error(&error))}</span>
                    </p>
                })}
                {move || news.get().map(|news| view! {
                    <p class="fact-news"><Icon glyph=Glyph::Info small=true /><span dir="auto">{news}</span></p>
                })}
            </div>
            <div class="fact-acts">
                <Button small=true kind=ButtonKind::Primary busy=editing.busy on:click=move |_| editing.save()>
                    {words.common.save}
                </Button>
                <Button small=true kind=ButtonKind::Quiet on:click=move |_| editing.end()>{words.common.cancel}</Button>
            </div>
            <p class="field-help" id=help_id>{help}</p>
        </div>
    }
}

/// The control itself; it takes the focus when somebody opened it by hand.
#[component]
fn EditControl(
    editing: Editing,
    name: Signal<String>,
    control: Control,
    invalid: Signal<Option<&'static str>>,
    described_by: String,
) -> impl IntoView {
    let take_focus = move |element: Option<leptos::web_sys::HtmlElement>| {
        if let Some(element) = element
            && editing.by_hand.get_value()
        {
            editing.by_hand.set_value(false);
            browser::focus(&element);
        }
    };
    let busy = move || editing.busy.get();
    match control {
        Control::Line(kind) => {
            let node = NodeRef::<html::Input>::new();
            Effect::new(move || take_focus(node.get().map(Into::into)));
            view! {
                <input
                    class="input" type=kind autocomplete="off" node_ref=node aria-label=move || name.get()
                    aria-invalid=move || invalid.get() aria-describedby=described_by readonly=busy
                    prop:value=move || editing.typed.get()
                    on:input:target=move |event| editing.write(event.target().value())
                />
            }
            .into_any()
        }
        Control::Long => {
            let node = NodeRef::<html::Textarea>::new();
            Effect::new(move || take_focus(node.get().map(Into::into)));
            view! {
                <textarea
                    class="input" rows="5" node_ref=node aria-label=move || name.get()
                    aria-invalid=move || invalid.get() aria-describedby=described_by readonly=busy
                    prop:value=move || editing.typed.get()
                    on:input:target=move |event| editing.write(event.target().value())
                ></textarea>
            }
            .into_any()
        }
        Control::Select(choices) => {
            let node = NodeRef::<html::Select>::new();
            Effect::new(move || take_focus(node.get().map(Into::into)));
            let options = move || {
                let option = move |choice: Choice| {
                    let own = choice.value.clone();
                    let chosen = move || editing.typed.with(|typed| *typed == own);
                    view! { <option value=choice.value prop:selected=chosen>{move || choice.label.get()}</option> }
                };
                choices.get().into_iter().map(option).collect_view()
            };
            view! {
                <select
                    class="input" node_ref=node aria-label=move || name.get()
                    aria-invalid=move || invalid.get() aria-describedby=described_by disabled=busy
                    on:change:target=move |event| editing.write(event.target().value())
                >
                    {options}
                </select>
            }
            .into_any()
        }
    }
}

/// Enter on a button presses the button.
fn is_input(event: &ev::KeyboardEvent) -> bool {
    use leptos::wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok());
    target.is_some_and(|target| target.tag_name() != "BUTTON")
}

fn place_id(part: Part) -> String {
    match part {
        Part::Own(id) => format!("own-{id}"),
        part => part.as_str().to_owned(),
    }
}
