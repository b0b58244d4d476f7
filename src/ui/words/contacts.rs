//! Words of contacts: the side bar, tags and the house's own fields.

use super::speech::{In, Written, words};
use crate::domain::{
    contact::NumberKind, contact_field::FieldKind, language::Language, offer::OfferState, routing::PassedOver,
    tag::TagColour,
};

/// Whatever has to do with contacts.
pub struct ContactWords {
    pub side: In<SideWords>,
    pub card: In<CardWords>,
    pub merge: In<MergeWords>,
    pub routing: In<RoutingWords>,
    pub journey: In<JourneyWords>,
    pub tags: In<TagWords>,
    pub tag_admin: In<TagAdminWords>,
    pub fields: In<FieldAdminWords>,
}

impl ContactWords {
    pub(super) const fn page(language: Language) -> ContactWords {
        ContactWords {
            side: In::page(language),
            card: In::page(language),
            merge: In::page(language),
            routing: In::page(language),
            journey: In::page(language),
            tags: In::page(language),
            tag_admin: In::page(language),
            fields: In::page(language),
        }
    }
}

words! {
    /// The side bar itself.
    pub struct SideWords in SIDE_EN, super::italian::contacts::SIDE_IT;

    pub tabs: &'static str,
    pub contact: &'static str,
    pub interaction: &'static str,
    pub journey: &'static str,
    pub failed: &'static str,
    pub first_response_after: fn(i64) -> String,
    pub tags: &'static str,
}

pub const SIDE_EN: SideWords<Written> = SideWords {
    tabs: "What is known",
    contact: "Contact",
    interaction: "Interaction",
    journey: "Journey",
    failed: "What is known of this contact could not be loaded.",
    first_response_after: |millis| format!("after {}", span(millis)),
    tags: "Tags",
};

/// How long something took, in its largest two units.
fn span(millis: i64) -> String {
    let seconds = (millis / 1_000).max(0);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

words! {
    /// The contact.
    pub struct CardWords in CARD_EN, super::italian::contacts::CARD_IT;

    pub whole: &'static str,
    pub name: &'static str,
    pub numbers: &'static str,
    pub number_kind: fn(NumberKind) -> &'static str,
    pub kind_of: fn(&str) -> String,
    pub add_number: &'static str,
    pub new_number: &'static str,
    pub new_number_kind: &'static str,
    pub add: &'static str,
    pub copy_named: fn(&str) -> String,
    pub remove_named: fn(&str) -> String,
    pub remove_question: fn(&str) -> String,
    pub remove: &'static str,
    pub keep: &'static str,
    pub email: &'static str,
    pub company: &'static str,
    pub list: &'static str,
    pub notes: &'static str,
    pub tags: &'static str,
    pub own_fields: &'static str,
    pub empty: &'static str,
    pub unknown: &'static str,
    pub read_only: &'static str,
    pub edit: fn(&str, &str) -> String,
    pub fill: fn(&str) -> String,
    pub hint_line: &'static str,
    pub hint_notes: &'static str,
    pub open_link: fn(&str) -> String,
    pub nothing_chosen: &'static str,
    pub on: &'static str,
    pub off: &'static str,
    pub changed_meanwhile: fn(&str) -> String,
    pub overtaken: fn(&str) -> String,
    pub emptied: &'static str,
    pub opted_out: &'static str,
    pub opted_out_since: &'static str,
    pub opted_out_by_provider: &'static str,
    pub opted_out_by_word: fn(&str) -> String,
    pub takes_texts: &'static str,
    pub texts: &'static str,
    pub opt_out: &'static str,
    pub opt_in: &'static str,
    pub opt_out_reason: &'static str,
    pub opt_out_help: &'static str,
    pub opt_in_help: &'static str,
    pub only_supervisors: &'static str,
}

pub const CARD_EN: CardWords<Written> = CardWords {
    whole: "Full contact",
    name: "Name",
    numbers: "Numbers",
    number_kind: |kind| match kind {
        NumberKind::Mobile => "Mobile",
        NumberKind::Home => "Home",
        NumberKind::Work => "Work",
        NumberKind::Other => "Other",
    },
    kind_of: |number| format!("Type of {number}"),
    add_number: "Add a number",
    new_number: "New number",
    new_number_kind: "Type of the new number",
    add: "Add",
    copy_named: |number| format!("Copy {number}"),
    remove_named: |number| format!("Remove {number}"),
    remove_question: |number| format!("Remove {number}? Its next text begins a new contact."),
    remove: "Remove",
    keep: "Keep it",
    email: "E-mail",
    company: "Company",
    list: "List",
    notes: "Notes",
    tags: "Tags",
    own_fields: "More",
    empty: "Add",
    unknown: "not known",
    read_only: "You can read this. Changes are made by who has or had a conversation with this contact, and by supervisors.",
    edit: |label, value| format!("{label}: {value}. Edit"),
    fill: |label| format!("{label}: nothing yet. Edit"),
    hint_line: "Enter saves, Escape leaves it as it was.",
    hint_notes: "Enter saves, Shift Enter breaks the line, Escape leaves it as it was.",
    open_link: |label| format!("Open: {label}"),
    nothing_chosen: "Nothing",
    on: "Yes",
    off: "No",
    changed_meanwhile: |value| format!("A colleague changed this to “{value}” while you were typing."),
    overtaken: |value| format!("Not saved: a colleague changed this to “{value}” meanwhile. Save again to replace it."),
    emptied: "nothing",
    opted_out: "Opted out",
    opted_out_since: "Noted",
    opted_out_by_provider: "The provider reported it.",
    opted_out_by_word: |word| format!("The customer texted {word}."),
    takes_texts: "Takes texts",
    texts: "Consent",
    opt_out: "Note an opt-out",
    opt_in: "Lift the opt-out",
    opt_out_reason: "How do you know?",
    opt_out_help: "For example: asked for it on the phone. It is kept with your name.",
    opt_in_help: "For example: agreed again by e-mail. It is kept with your name.",
    only_supervisors: "A supervisor can lift it.",
};

words! {
    /// Two contacts that may be one.
    pub struct MergeWords in MERGE_EN, super::italian::contacts::MERGE_IT;

    pub title: &'static str,
    pub question: fn(&str) -> String,
    pub text: &'static str,
    pub stays: &'static str,
    pub goes: &'static str,
    pub numbers: &'static str,
    pub interactions: fn(i64) -> String,
    pub outcome: &'static str,
    pub merge: fn(&str, &str) -> String,
    pub merge_button: &'static str,
    pub failed: &'static str,
    pub merged: &'static str,
}

pub const MERGE_EN: MergeWords<Written> = MergeWords {
    title: "Merge two contacts",
    question: |number| format!("{number} is known at another contact"),
    text: "If both are the same, merge them. This can't be undone.",
    stays: "Stays",
    goes: "Goes into it",
    numbers: "Numbers",
    interactions: |n| if n == 1 { "1 interaction".into() } else { format!("{n} interactions") },
    outcome: "Numbers, tags and interactions are joined and empty fields filled; where both say something different, the \
              other one's words go into the notes.",
    merge: |gone, kept| format!("Merge {gone} into {kept}"),
    merge_button: "Merge",
    failed: "The contacts could not be merged.",
    merged: "Merged into one contact.",
};

words! {
    /// Why an interaction came to whom.
    pub struct RoutingWords in ROUTING_EN, super::italian::contacts::ROUTING_IT;

    pub title: &'static str,
    pub none: &'static str,
    pub none_known: &'static str,
    pub by_flow: &'static str,
    pub round: fn(i64) -> String,
    pub nobody: &'static str,
    pub outcome: fn(Option<OfferState>, Option<i64>) -> String,
    pub why: fn(PassedOver) -> &'static str,
    pub asked: &'static str,
    pub passed_over: &'static str,
    pub agents: fn(usize) -> String,
    pub somebody: &'static str,
}

pub const ROUTING_EN: RoutingWords<Written> = RoutingWords {
    title: "How it was routed",
    none: "Nobody has been asked yet.",
    none_known: "Nobody was asked, or it is too long ago and not kept any more.",
    by_flow: "Named by the flow",
    round: |n| format!("round {n}"),
    nobody: "Nobody",
    outcome: |state, after| {
        let after = after.map(span);
        match (state, after) {
            (Some(OfferState::Pending), _) => "being asked".into(),
            (Some(OfferState::Accepted), Some(after)) => format!("accepted after {after}"),
            (Some(OfferState::Accepted), None) => "accepted".into(),
            (Some(OfferState::Rejected), Some(after)) => format!("rejected after {after}"),
            (Some(OfferState::Rejected), None) => "rejected".into(),
            (Some(OfferState::TimedOut), Some(after)) => format!("did not answer within {after}"),
            (Some(OfferState::TimedOut), None) => "did not answer".into(),
            (Some(OfferState::Withdrawn), Some(after)) => format!("withdrawn after {after}"),
            (Some(OfferState::Withdrawn), None) => "withdrawn".into(),
            (None, _) => "asked".into(),
        }
    },
    why: |why| match why {
        PassedOver::Offline => "offline",
        PassedOver::Paused => "paused",
        PassedOver::Disconnected => "no connection",
        PassedOver::Deaf => "could not hear requests",
        PassedOver::Full => "as many conversations as allowed",
        PassedOver::Rejected => "had rejected it",
        PassedOver::TimedOut => "had not answered",
        PassedOver::NotHisTurn => "somebody else's turn",
    },
    asked: "Asked",
    passed_over: "Passed over",
    agents: |n| format!("{n} agents"),
    somebody: "Somebody who is gone",
};

words! {
    /// All interactions with a contact.
    pub struct JourneyWords in JOURNEY_EN, super::italian::contacts::JOURNEY_IT;

    pub list: &'static str,
    pub failed: &'static str,
    pub more: &'static str,
    pub end: &'static str,
    pub messages: fn(i64) -> String,
    pub nobody: &'static str,
    pub begun_by_us: &'static str,
    pub this_one: &'static str,
    pub number: fn(i64) -> String,
    pub pane: fn(i64) -> String,
    pub not_open: &'static str,
    pub only_named: &'static str,
    pub read_only: &'static str,
    pub close_pane: &'static str,
    pub open_session: &'static str,
}

pub const JOURNEY_EN: JourneyWords<Written> = JourneyWords {
    list: "All interactions, the newest first",
    failed: "The journey could not be loaded.",
    more: "Show older ones",
    end: "This is where it began.",
    messages: |n| if n == 1 { "1 text".into() } else { format!("{n} texts") },
    nobody: "Nobody",
    begun_by_us: "Begun by us",
    this_one: "In hand",
    number: |id| format!("Interaction {id}"),
    pane: |id| format!("Interaction {id}, to read"),
    not_open: "Not open to you",
    only_named: "A note named you in one of these: that one you can read. Of the others you see that they were.",
    read_only: "To read only",
    close_pane: "Close and go back",
    open_session: "Go to this session",
};

words! {
    /// Putting tags on something.
    pub struct TagWords in TAG_EN, super::italian::contacts::TAG_IT;

    pub none: &'static str,
    pub add: &'static str,
    pub add_to: fn(&str) -> String,
    pub make: fn(&str) -> String,
    pub no_such: &'static str,
    pub suggestions: &'static str,
    pub remove: fn(&str) -> String,
    pub on_contact: &'static str,
    pub on_interaction: &'static str,
    pub only_who_answers: &'static str,
}

pub const TAG_EN: TagWords<Written> = TagWords {
    none: "No tags",
    add: "Add a tag",
    add_to: |what| format!("Add a tag to {what}"),
    make: |name| format!("New tag “{name}”"),
    no_such: "No tag fits. Administrators make new ones.",
    suggestions: "Tags that fit",
    remove: |name| format!("Remove the tag {name}"),
    on_contact: "the contact",
    on_interaction: "the interaction",
    only_who_answers: "Who answers this customer changes these tags, and supervisors.",
};

words! {
    /// Administration → Tags.
    pub struct TagAdminWords in TAG_ADMIN_EN, super::italian::contacts::TAG_ADMIN_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub add: &'static str,
    pub added: fn(&str) -> String,
    pub failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub tag: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub colour: &'static str,
    pub colour_name: fn(TagColour) -> &'static str,
    pub state: &'static str,
    pub in_use: &'static str,
    pub archived: &'static str,
    pub archive: &'static str,
    pub archive_help: &'static str,
    pub setting: &'static str,
    pub setting_help: &'static str,
}

pub const TAG_ADMIN_EN: TagAdminWords<Written> = TagAdminWords {
    title: "Tags",
    text: "Short coloured words on contacts and interactions: to find them again, and to count them.",
    add: "Add a tag",
    added: |name| format!("The tag {name} was added."),
    failed: "The tags could not be loaded.",
    empty: "There is no tag yet",
    empty_text: "Make the first one; everybody who answers can put it on contacts and interactions.",
    tag: "Tag",
    name: "Name",
    name_help: "One or two words. A new name shows everywhere at once, in the history too.",
    colour: "Colour",
    colour_name: |colour| match colour {
        TagColour::Grey => "Grey",
        TagColour::Red => "Red",
        TagColour::Orange => "Orange",
        TagColour::Yellow => "Yellow",
        TagColour::Green => "Green",
        TagColour::Teal => "Teal",
        TagColour::Blue => "Blue",
        TagColour::Purple => "Purple",
    },
    state: "State",
    in_use: "In use",
    archived: "Archived",
    archive: "Archived",
    archive_help: "It stays where it was put and can't be added any more.",
    setting: "Agents make new tags",
    setting_help: "By typing a name that does not exist yet. Otherwise they choose among those made here.",
};

words! {
    /// Administration → Contact fields.
    pub struct FieldAdminWords in FIELD_ADMIN_EN, super::italian::contacts::FIELD_ADMIN_IT;

    pub title: &'static str,
    pub text: &'static str,
    pub add: &'static str,
    pub added: fn(&str) -> String,
    pub failed: &'static str,
    pub empty: &'static str,
    pub empty_text: &'static str,
    pub field: &'static str,
    pub name: &'static str,
    pub name_help: &'static str,
    pub kind: &'static str,
    pub kind_words: fn(FieldKind) -> (&'static str, &'static str),
    pub kind_fixed: &'static str,
    pub options: &'static str,
    pub options_help: &'static str,
    pub position: &'static str,
    pub position_help: &'static str,
    pub state: &'static str,
    pub in_use: &'static str,
    pub archived: &'static str,
    pub archive: &'static str,
    pub archive_help: &'static str,
}

pub const FIELD_ADMIN_EN: FieldAdminWords<Written> = FieldAdminWords {
    title: "Contact fields",
    text: "What you want to know of a contact beside name, numbers, e-mail and company. They stand in the side bar.",
    add: "Add a field",
    added: |name| format!("The field {name} was added."),
    failed: "The fields could not be loaded.",
    empty: "There is no field of your own yet",
    empty_text: "Add one: a customer number, a plan, a date of renewal.",
    field: "Field",
    name: "Name",
    name_help: "Stands before what is entered.",
    kind: "Kind",
    kind_words: |kind| match kind {
        FieldKind::Text => ("Text", "Anything, on one line."),
        FieldKind::Number => ("Number", "With a point or a comma."),
        FieldKind::Select => ("Select", "One of a list that you give."),
        FieldKind::Switch => ("Switch", "Yes or no."),
        FieldKind::Date => ("Date", "A day."),
        FieldKind::Url => ("Web address", "Can be opened by a click."),
    },
    kind_fixed: "The kind stays as it was made, because of what was entered since.",
    options: "Options",
    options_help: "One on each line. What was chosen before stays with the contacts that have it.",
    position: "Position",
    position_help: "Smaller numbers stand first.",
    state: "State",
    in_use: "In use",
    archived: "Archived",
    archive: "Archived",
    archive_help: "It is not shown any more; what was entered is kept and comes back with it.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_told_in_its_largest_two_units() {
        for (millis, told) in
            [(400, "0 s"), (12_000, "12 s"), (125_000, "2 min 5 s"), (7_500_000, "2 h 5 min"), (180_000_000, "2 d 2 h")]
        {
            assert_eq!(span(millis), told);
        }
    }
}
