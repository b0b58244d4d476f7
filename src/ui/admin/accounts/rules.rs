//! How sessions of an account end and change hands, as its form holds it and asks for it.

use leptos::prelude::*;

use super::typed::TypedAccount;
use crate::{
    domain::{
        DispositionId,
        account::Rules,
        disposition::{Disposition, Tree},
    },
    ui::{
        admin::{
            form::Form,
            inputs::{Choose, Text, Toggle},
            reader::Reader,
            shell::Section,
        },
        widgets::Choice,
        words::use_words,
    },
};

#[derive(Clone, Debug, PartialEq)]
pub struct TypedRules {
    reopen_minutes: String,
    auto_close_hours: String,
    /// Empty: none.
    auto_close_disposition: String,
    disposition_required: bool,
    transfer: bool,
}

impl From<&Rules> for TypedRules {
    fn from(rules: &Rules) -> TypedRules {
        TypedRules {
            reopen_minutes: rules.reopen_minutes.to_string(),
            auto_close_hours: rules.auto_close_hours.to_string(),
            auto_close_disposition: rules.auto_close_disposition.map(|id| id.to_string()).unwrap_or_default(),
            disposition_required: rules.disposition_required,
            transfer: rules.transfer,
        }
    }
}

impl TypedRules {
    pub fn read(&self, reader: &mut Reader) -> Rules {
        Rules {
            reopen_minutes: reader.whole("rules.reopen_minutes", &self.reopen_minutes),
            auto_close_hours: reader.whole("rules.auto_close_hours", &self.auto_close_hours),
            auto_close_disposition: self.auto_close_disposition.parse::<DispositionId>().ok(),
            disposition_required: self.disposition_required,
            transfer: self.transfer,
        }
    }
}

#[component]
pub fn RulesSection(form: Form<TypedAccount>, dispositions: Vec<Disposition>) -> impl IntoView {
    let w = &use_words().rules;
    let tree = Tree::new(dispositions);
    let offered = tree.walk().into_iter().filter(|it| !tree.is_archived(it.id));
    let choices = std::iter::once(Choice::new("", w.no_disposition))
        .chain(offered.filter_map(|it| Some(Choice::new(it.id, tree.path(it.id)?))))
        .collect();
    view! {
        <Section title=w.title text=w.text>
            <div class="form-grid">
                <Text
                    bound=form.bind("rules.reopen_minutes", |t| t.rules.reopen_minutes.clone(), |t, v| t.rules.reopen_minutes = v)
                    label=w.reopen_minutes
                    help=w.reopen_minutes_help
                    unit=w.minutes
                    keyboard="numeric"
                />
                <Text
                    bound=form.bind("rules.auto_close_hours", |t| t.rules.auto_close_hours.clone(), |t, v| t.rules.auto_close_hours = v)
                    label=w.auto_close_hours
                    help=w.auto_close_hours_help
                    unit=w.hours
                    keyboard="numeric"
                />
            </div>
            <Choose
                bound=form.bind(
                    "rules.auto_close_disposition",
                    |t| t.rules.auto_close_disposition.clone(),
                    |t, v| t.rules.auto_close_disposition = v,
                )
                label=w.auto_close_disposition
                help=w.auto_close_disposition_help
                choices=choices
            />
            <Toggle
                bound=form.bind("rules.disposition_required", |t| t.rules.disposition_required, |t, v| t.rules.disposition_required = v)
                label=w.disposition_required
                help=w.disposition_required_help
            />
            <Toggle
                bound=form.bind("rules.transfer", |t| t.rules.transfer, |t, v| t.rules.transfer = v)
                label=w.transfer
                help=w.transfer_help
            />
        </Section>
    }
}
