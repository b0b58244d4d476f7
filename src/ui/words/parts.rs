//! Words for the parts of the program that are downloaded when they are first needed.

use super::speech::{Written, words};

words! {
    pub struct PartWords in EN, late super::italian::parts::IT;

    pub missing: &'static str,
    pub language_missing: &'static str,
}

pub const EN: PartWords<Written> = PartWords {
    missing: "This part of smsdesk could not be loaded. Check the connection and try again; if smsdesk was updated \
              meanwhile, reload the page. Your drafts are kept.",
    language_missing: "This language could not be loaded. Check the connection and try again.",
};
