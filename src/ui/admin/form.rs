//! The state of one form: what is typed, what the server has, what is wrong. Nothing typed is lost by leaving the page:
//! what was not saved waits in [`Drafts`] until somebody comes back, saves or discards it. Nor is anything written over that
//! somebody else saved meanwhile: a save brings what the form began with.

use std::{any::Any, collections::BTreeMap, sync::Arc};

use leptos::{ev, prelude::*, task::spawn_local};

use crate::{api::AppError, domain::error::Invalid, ui::words::use_words};

type Kept = Arc<dyn Any + Send + Sync>;

/// What was typed and not saved, with what it began with, by the address of its form. Lives as long as the administration is open.
#[derive(Clone, Copy)]
pub struct Drafts(RwSignal<BTreeMap<String, Kept>>);

impl Drafts {
    pub fn new() -> Drafts {
        Drafts(RwSignal::new(BTreeMap::new()))
    }

    /// Whether something waits there; lists mark such rows.
    pub fn waits(self, place: &str) -> bool {
        self.0.with(|kept| kept.contains_key(place))
    }

    fn take<T: Clone + 'static>(self, place: &str) -> Option<T> {
        self.0.with_untracked(|kept| kept.get(place).and_then(|kept| kept.downcast_ref::<T>().cloned()))
    }

    fn put(self, place: &str, typed: Option<Kept>) {
        let unchanged = typed.is_none() && !self.0.try_with_untracked(|kept| kept.contains_key(place)).unwrap_or(false);
        if unchanged {
            return;
        }
        self.0.try_update(|kept| match typed {
            Some(typed) => kept.insert(place.to_owned(), typed),
            None => kept.remove(place),
        });
    }
}

/// One form. `T` is exactly what its inputs hold, numbers still as text.
pub struct Form<T: Send + Sync + 'static> {
    pub typed: RwSignal<T>,
    stored: RwSignal<T>,
    /// What was stored when the typing began: not the same when somebody comes back to what waited.
    began: StoredValue<T>,
    /// The next save writes over whatever there is.
    insists: StoredValue<bool>,
    pub error: RwSignal<Option<AppError>>,
    pub saving: RwSignal<bool>,
    /// The last act was a save that went well.
    pub saved: RwSignal<bool>,
    place: StoredValue<String>,
    drafts: Drafts,
}

impl<T: Send + Sync + 'static> Clone for Form<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Form<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Form<T> {
    /// A form at `place` over what is `stored`. Picks up what was typed there before.
    pub fn new(place: String, stored: T) -> Form<T> {
        let drafts = expect_context::<Drafts>();
        let waiting = drafts.take::<(T, T)>(&place);
        let (typed, began) = waiting.unwrap_or_else(|| (stored.clone(), stored.clone()));
        let (typed, began) = (ArcRwSignal::new(typed), ArcStoredValue::new(began));
        let stored = ArcRwSignal::new(stored);
        on_cleanup({
            let (typed, began, stored, place) = (typed.clone(), began.clone(), stored.clone(), place.clone());
            move || {
                let unsaved = typed.with_untracked(|typed| stored.with_untracked(|stored| typed != stored));
                drafts.put(&place, unsaved.then(|| Arc::new((typed.get_untracked(), began.get_value())) as Kept));
            }
        });
        let form = Form {
            typed: typed.into(),
            stored: stored.into(),
            began: began.into(),
            insists: StoredValue::new(false),
            error: RwSignal::new(None),
            saving: RwSignal::new(false),
            saved: RwSignal::new(false),
            place: StoredValue::new(place),
            drafts,
        };
        form.warn_before_unload();
        form
    }

    /// A reload or a closed window would lose what `Drafts` holds: the browser asks first.
    fn warn_before_unload(self) {
        Effect::new(move |_| {
            let listener = window_event_listener(ev::beforeunload, move |event| {
                if self.unsaved() {
                    event.prevent_default();
                }
            });
            on_cleanup(move || listener.remove());
        });
    }

    /// Reads a value of what is typed.
    pub fn read<R: Send + Sync + 'static>(self, read: impl Fn(&T) -> R + Send + Sync + 'static) -> Signal<R> {
        Signal::derive(move || self.typed.with(&read))
    }

    /// Changes what is typed in `field`; what was wrong with it is forgotten until the next save.
    pub fn edit(self, field: &str, change: impl FnOnce(&mut T)) {
        self.typed.update(change);
        self.saved.set(false);
        self.forget(|wrong| wrong == field);
    }

    /// Forgets what was wrong with the fields that `which` names.
    pub fn forget(self, which: impl Fn(&str) -> bool) {
        let told = self.error.with_untracked(
            |error| matches!(error, Some(AppError::Invalid(wrong)) if wrong.0.iter().any(|e| which(&e.field))),
        );
        if told {
            self.error.update(|error| {
                if let Some(AppError::Invalid(wrong)) = error {
                    wrong.0.retain(|e| !which(&e.field));
                    if wrong.0.is_empty() {
                        *error = None;
                    }
                }
            });
        }
    }

    /// Reads a value of what the server has.
    pub fn kept<R: Send + Sync + 'static>(self, read: impl Fn(&T) -> R + Send + Sync + 'static) -> Signal<R> {
        Signal::derive(move || self.stored.with(&read))
    }

    /// Ties an input to what is typed in `field`.
    pub fn bind<V: Clone + Send + Sync + 'static>(
        self,
        field: impl Into<String>,
        get: impl Fn(&T) -> V + Send + Sync + 'static,
        set: impl Fn(&mut T, V) + Send + Sync + 'static,
    ) -> Bound<V> {
        let field = field.into();
        Bound {
            name: field.clone(),
            value: self.read(get),
            error: self.wrong(field.clone()),
            set: Callback::new(move |value| self.edit(&field, |typed| set(typed, value))),
        }
    }

    /// What is wrong with `field`, in words.
    pub fn wrong(self, field: impl Into<String>) -> Signal<Option<String>> {
        let (field, words) = (field.into(), use_words());
        Signal::derive(move || {
            self.error.with(|error| error.as_ref().and_then(|error| words.common.on_field(error, &field)))
        })
    }

    pub fn standing(self) -> Standing {
        Standing {
            unsaved: Memo::new(move |_| self.unsaved()).into(),
            saving: self.saving.into(),
            saved: self.saved.into(),
            error: self.error.into(),
            discard: Callback::new(move |()| self.discard()),
            insist: Callback::new(move |()| self.insists.set_value(true)),
        }
    }

    pub fn unsaved(self) -> bool {
        self.typed.with(|typed| self.stored.with(|stored| typed != stored))
    }

    /// Back to what the server has.
    pub fn discard(self) {
        self.typed.set(self.stored.get_untracked());
        self.began.set_value(self.stored.get_untracked());
        self.place.with_value(|place| self.drafts.put(place, None));
        self.error.set(None);
        self.saved.set(false);
    }

    /// Reads what is typed as a draft and sends it, beside the draft the form began with. While it is on its way a second save does nothing. `settle` takes
    /// away what must not stay (a password), then `done` hears the answer.
    pub fn save<D, R, F>(
        self,
        read: impl Fn(&T) -> Result<D, Invalid>,
        send: impl FnOnce(D, Option<D>) -> F + 'static,
        settle: impl Fn(&mut T) + 'static,
        done: impl FnOnce(R) + 'static,
    ) where
        D: 'static,
        R: 'static,
        F: Future<Output = Result<R, AppError>> + 'static,
    {
        if self.saving.get_untracked() {
            return;
        }
        let mut sent = self.typed.get_untracked();
        let draft = match read(&sent) {
            Ok(draft) => draft,
            Err(wrong) => return self.refuse(AppError::Invalid(wrong)),
        };
        let insists = self.insists.try_update_value(std::mem::take).unwrap_or_default();
        let seen = if insists { None } else { self.began.with_value(|began| read(began).ok()) };
        self.error.set(None);
        self.saving.set(true);
        let (place, drafts) = (self.place.get_value(), self.drafts);
        spawn_local(async move {
            let answer = send(draft, seen).await;
            if self.saving.try_set(false).is_some() {
                // Somebody left before the answer came: what was typed waits only if it was refused.
                if answer.is_ok() {
                    drafts.put(&place, None);
                }
                return;
            }
            match answer {
                Ok(answer) => {
                    settle(&mut sent);
                    self.began.set_value(sent.clone());
                    self.stored.set(sent);
                    self.typed.update(|typed| settle(typed));
                    self.saved.set(true);
                    done(answer);
                }
                Err(error) => self.refuse(error),
            }
        });
    }

    pub fn refuse(self, error: AppError) {
        self.saved.set(false);
        self.error.set(Some(error));
    }
}

/// One input of a form.
pub struct Bound<V: Clone + Send + Sync + 'static> {
    /// The server's name of the field, and the input's id.
    pub name: String,
    pub value: Signal<V>,
    pub set: Callback<V>,
    pub error: Signal<Option<String>>,
}

/// How a form stands, without what is in it.
#[derive(Clone, Copy)]
pub struct Standing {
    pub unsaved: Signal<bool>,
    pub saving: Signal<bool>,
    pub saved: Signal<bool>,
    pub error: Signal<Option<AppError>>,
    pub discard: Callback<()>,
    /// The next save writes over whatever there is.
    pub insist: Callback<()>,
}
