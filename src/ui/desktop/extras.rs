//! What of the desktop is an extra ([`crate::ui::extras`]).

use leptos::prelude::*;

use super::{
    attaching::{Attaching, Chips},
    attachments::{Larger, Whose},
    close::CloseDialog,
    composer::{EmojiPanel, Pen, Picker, PickerList},
    follow_up::FollowUpDialog,
    mention::{Mentionable, Mentioning},
    past::Past,
    scheduled::EditDialog,
    send_later::{OtherWays, OtherWaysDialogs},
    session_menu::SessionActs,
    side_bar::SidePanel,
    story::Story,
    transfer::TransferDialog,
};
use crate::{
    domain::{Delivery, InteractionId, MediaId, MessageId, media::Media, message::Message},
    ui::live::Session,
};

#[derive(Clone)]
pub(in crate::ui) enum DesktopExtra {
    Side(Box<Session>),
    Past(InteractionId),
    Close,
    FollowUp,
    Transfer,
    OtherWays { ways: Box<OtherWays>, obstacle: Memo<Option<String>> },
    Emoji { pen: Pen, open: RwSignal<bool> },
    Canned(Picker),
    Mentionable(Mentioning),
    Attached(Box<Attaching>),
    Larger { pictures: Memo<Vec<Media>>, shown: RwSignal<Option<MediaId>>, from: Whose },
    SessionActs(InteractionId),
    Story { message: MessageId, delivery: Signal<Delivery> },
    EditScheduled { interaction: InteractionId, id: MessageId, message: RwSignal<Message>, open: RwSignal<bool> },
}

impl DesktopExtra {
    pub(in crate::ui) fn draw(self) -> AnyView {
        match self {
            DesktopExtra::Side(session) => view! { <SidePanel session=*session /> }.into_any(),
            DesktopExtra::Past(id) => view! { <Past id=id /> }.into_any(),
            DesktopExtra::Close => view! { <CloseDialog /> }.into_any(),
            DesktopExtra::FollowUp => view! { <FollowUpDialog /> }.into_any(),
            DesktopExtra::Transfer => view! { <TransferDialog /> }.into_any(),
            DesktopExtra::OtherWays { ways, obstacle } => {
                view! { <OtherWaysDialogs ways=*ways obstacle=obstacle /> }.into_any()
            }
            DesktopExtra::Mentionable(mentioning) => view! { <Mentionable mentioning=mentioning /> }.into_any(),
            DesktopExtra::Attached(attaching) => view! { <Chips attaching=*attaching /> }.into_any(),
            DesktopExtra::Larger { pictures, shown, from } => {
                view! { <Larger pictures=pictures shown=shown from=from /> }.into_any()
            }
            DesktopExtra::SessionActs(id) => view! { <SessionActs id=id /> }.into_any(),
            DesktopExtra::Story { message, delivery } => {
                view! { <Story message=message delivery=delivery /> }.into_any()
            }
            DesktopExtra::Canned(picker) => view! { <PickerList picker=picker /> }.into_any(),
            DesktopExtra::EditScheduled { interaction, id, message, open } => {
                view! { <EditDialog interaction=interaction id=id message=message open=open /> }.into_any()
            }
            DesktopExtra::Emoji { pen, open } => view! { <EmojiPanel pen=pen open=open /> }.into_any(),
        }
    }
}
