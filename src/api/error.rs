//! The one error that people see.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use super::wire::Json;
use crate::domain::{error::Invalid, sentence::Sentence};

/// What a call can end in, in words a person can use. Holds no secret and no text of a message: it may travel in a URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "error", content = "detail", rename_all = "snake_case")]
pub enum AppError {
    #[error("Please sign in again.")]
    Unauthenticated,
    #[error("Your role does not allow this.")]
    Forbidden,
    #[error("This does not exist any more.")]
    NotFound,
    /// Somebody was faster, or the thing is in a state that does not allow it. The sentence says which.
    #[error("{0}")]
    Conflict(Sentence),
    #[error("Please check the marked fields.")]
    Invalid(Invalid),
    /// What was sent is no call of ours, or the answer is none: a page of another version, or another program.
    #[error("The page and the server do not understand each other. Please load the page again.")]
    Unreadable,
    /// Too many tries; seconds to wait.
    #[error("Too many tries. Please wait {0} seconds.")]
    Slower(u64),
    /// The server can't be reached or is busy: trying again makes sense.
    #[error("The server can't be reached right now. Nothing was lost; please try again.")]
    Unavailable,
    /// Our fault. The reference finds it in the log.
    #[error("Something went wrong on the server (reference {0}).")]
    Internal(String),
}

impl FromServerFnError for AppError {
    type Encoder = Json;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => AppError::Unavailable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                AppError::Unreadable
            }
            _ => AppError::Internal("protocol".into()),
        }
    }
}

impl AppError {
    /// What is wrong with a field, if that is what went wrong.
    pub fn on_field(&self, field: &str) -> Option<&Sentence> {
        match self {
            AppError::Invalid(invalid) => invalid.0.iter().find(|e| e.field == field).map(|e| &e.words),
            _ => None,
        }
    }
}

impl From<Invalid> for AppError {
    fn from(invalid: Invalid) -> Self {
        AppError::Invalid(invalid)
    }
}
