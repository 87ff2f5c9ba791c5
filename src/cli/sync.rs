//! `palier sync`: records that translations are in step as they are now.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Terminal, chosen_book};
use crate::locale::message;
use crate::report::ReportFormat;
use crate::sync::{self, Lessons, NotSynced, SyncOptions, Synced};

/// The arguments of `palier sync`.
#[derive(Clone, Debug, Args)]
pub struct SyncArguments {
    /// The ids of the lessons to record, or their files.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub lessons: Vec<String>,
    /// Whether to record all lessons.
    #[arg(long)]
    pub all: bool,
    /// Whether to refuse changes that are more than small fixes.
    #[arg(long)]
    pub typo: bool,
    /// The book's folder; the current one if it is missing.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
}

/// Records the lessons as they are now.
pub fn run(arguments: &SyncArguments, terminal: &Terminal) -> Exit {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    let lessons = match arguments.all {
        true => Lessons::All,
        false => Lessons::Named(arguments.lessons.clone()),
    };
    match sync::sync(book, &SyncOptions { lessons, typo: arguments.typo }) {
        Ok(synced) => {
            say(&synced, terminal);
            Exit::Done
        }
        Err(reason) => refuse(&reason, terminal),
    }
}

/// Prints what was recorded.
fn say(synced: &Synced, terminal: &Terminal) {
    let texts = synced.translations.to_string();
    terminal.say(&message!("sync.done", count = synced.lessons, translations = texts));
    match synced.renewed {
        0 => terminal.say(&message!("sync.unchanged")),
        renewed => terminal.say(&message!("sync.renewed", count = renewed)),
    }
    if synced.alone > 0 {
        terminal.say(&message!("sync.alone", count = synced.alone));
    }
    if synced.forgotten > 0 {
        terminal.say(&message!("sync.forgotten", count = synced.forgotten));
    }
}

/// Prints why nothing was recorded.
fn refuse(reason: &NotSynced, terminal: &Terminal) -> Exit {
    if let NotSynced::Faults { sources, diagnostics } = reason {
        terminal.report(diagnostics, sources, ReportFormat::Human);
    }
    reason.messages().iter().for_each(|(message, help)| terminal.fail(message, help.as_ref()));
    terminal.say(&message!("sync.stopped"));
    match reason {
        NotSynced::Unknown(_) => Exit::WrongCommandLine,
        _ => Exit::BookHasErrors,
    }
}
