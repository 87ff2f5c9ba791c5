//! What Palier does in a book for its author: begin one, add a lesson, move one, remove one.
//!
//! Each works out everything in memory, reads the book as it would become, and only then changes the files, all of
//! them or none ([`crate::write::change()`]).

pub mod add;
pub mod begin;
mod place;
pub mod relocate;
pub mod remove;
mod template;

use crate::diagnostic::Diagnostic;
use crate::locale::{Message, message};
use crate::source::Sources;
use crate::write::NotChanged;

/// Why something asked for can't be done, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Message,
}

impl Refusal {
    fn new(message: Message, help: Message) -> Self {
        Self { message, help }
    }
}

/// Why a book was not changed. It is as it was.
#[derive(Debug)]
pub enum NotDone {
    /// What was asked for can't be done.
    Refused(Refusal),
    /// The files could not be written.
    NotWritten(NotChanged),
    /// The book can't be read as a whole, or would have faults that it doesn't have.
    Faults {
        /// The book as it was read: the texts that the diagnostics speak of.
        sources: Sources,
        /// What is in the way.
        diagnostics: Vec<Diagnostic>,
    },
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<NotChanged> for Refusal {
    fn from(reason: NotChanged) -> Self {
        match reason {
            NotChanged::ReadOnly { path } => {
                Self::new(message!("author.read-only", path = path), message!("author.help-read-only"))
            }
            NotChanged::Taken { path } => {
                Self::new(message!("author.taken", path = path), message!("author.help-taken"))
            }
            NotChanged::NoFile { path } => {
                Self::new(message!("author.no-file", path = path), message!("author.help-no-file"))
            }
            NotChanged::Busy => Self::new(message!("author.busy"), message!("author.help-busy")),
            NotChanged::Interrupted => Self::new(message!("author.interrupted"), message!("author.help-interrupted")),
            NotChanged::Failed { path, error } => {
                Self::new(message!("author.failed", path = path, reason = &error), message!("author.help-failed"))
            }
            NotChanged::Unfinished { path, error } => Self::new(
                message!("author.unfinished", path = path, reason = &error),
                message!("author.help-unfinished"),
            ),
        }
    }
}
