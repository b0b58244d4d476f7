//! Why a service did not do what it was asked.

use super::{store::StoreError, vault::VaultError};
use crate::domain::{error::Invalid, sentence::Sentence};

#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// For the person: why it can't be done now.
    #[error("{0}")]
    Refused(Sentence),
    #[error("invalid input")]
    Invalid(Invalid),
    #[error("not found")]
    NotFound,
    #[error("too many tries")]
    Slower(u64),
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Failure::Invalid(invalid)
    }
}

impl Failure {
    pub fn refused(words: impl Into<Sentence>) -> Failure {
        Failure::Refused(words.into())
    }
}
