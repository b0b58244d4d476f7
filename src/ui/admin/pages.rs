//! The pages of the administration and of one's own answers, by name: what an address leads to is known without the pages
//! themselves, which are downloaded later ([`crate::ui::pages`]).

use leptos::prelude::*;

use super::{
    AdminFrame, accounts, canned, contact_fields, dispositions, overview, queues, settings, tags, teams, users,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminPage {
    Frame,
    Overview,
    Users,
    User,
    Teams,
    Team,
    Queues,
    Queue,
    Accounts,
    Account,
    HouseAnswers,
    HouseAnswer,
    Dispositions,
    Tags,
    Tag,
    ContactFields,
    ContactField,
    Settings,
    OwnFrame,
    OwnAnswers,
    OwnAnswer,
}

impl AdminPage {
    pub fn draw(self) -> AnyView {
        match self {
            AdminPage::Frame => AdminFrame().into_any(),
            AdminPage::Overview => overview::Overview().into_any(),
            AdminPage::Users => users::UserList().into_any(),
            AdminPage::User => users::UserPage().into_any(),
            AdminPage::Teams => teams::TeamList().into_any(),
            AdminPage::Team => teams::TeamPage().into_any(),
            AdminPage::Queues => queues::QueueList().into_any(),
            AdminPage::Queue => queues::QueuePage().into_any(),
            AdminPage::Accounts => accounts::AccountList().into_any(),
            AdminPage::Account => accounts::AccountPage().into_any(),
            AdminPage::HouseAnswers => canned::HouseAnswers().into_any(),
            AdminPage::HouseAnswer => canned::HouseAnswer().into_any(),
            AdminPage::Dispositions => dispositions::DispositionsPage().into_any(),
            AdminPage::Tags => tags::TagList().into_any(),
            AdminPage::Tag => tags::TagPage().into_any(),
            AdminPage::ContactFields => contact_fields::ContactFieldList().into_any(),
            AdminPage::ContactField => contact_fields::ContactFieldPage().into_any(),
            AdminPage::Settings => settings::SettingsPage().into_any(),
            AdminPage::OwnFrame => canned::OwnFrame().into_any(),
            AdminPage::OwnAnswers => canned::OwnAnswers().into_any(),
            AdminPage::OwnAnswer => canned::OwnAnswer().into_any(),
        }
    }
}
