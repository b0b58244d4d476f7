//! The building blocks of every screen. They know no business; their words come from the caller or from `words::common`.

mod basics;
mod button;
mod copy;
mod dialog;
mod empty;
mod field;
mod flow;
mod icon;
mod menu;
mod notice;
mod switch;
mod tag;
mod time;

pub use basics::{Avatar, Badge, Tone};
pub use button::{Button, ButtonKind, IconButton};
pub use copy::{CopyButton, copy_text};
pub use dialog::Dialog;
pub use empty::{EmptyState, ErrorNote, Skeleton};
pub use field::{Choice, Field, FieldIds, Select, TextInput};
pub use flow::{For, Show};
pub use icon::{Glyph, Icon, Sprite};
pub use menu::{Menu, MenuEntry, MenuItem, MenuRadio, Pick};
pub use notice::{NoticeRegion, Notices, use_notices};
pub use switch::Switch;
pub use tag::TagChip;
pub use time::RelativeTime;
