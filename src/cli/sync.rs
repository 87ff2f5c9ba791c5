//! `palier sync`: records that translations are in step as they are now.

use std::path::PathBuf;

use clap::Args;

use super::answer::{Answer, AnswerFormat};
use super::{Exit, Terminal, book_to_change};
use crate::locale::message;
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
    /// The form of the answer.
    #[command(flatten)]
    pub answer: AnswerFormat,
}

/// Records the lessons as they are now.
pub fn run(arguments: &SyncArguments, terminal: &Terminal) -> Exit {
    Answer::give("sync", arguments.answer.format, terminal, |answer| synced(arguments, answer))
}

fn synced(arguments: &SyncArguments, answer: &mut Answer<'_>) -> Result<(Exit, Synced), Exit> {
    let (book, _hold) = book_to_change(arguments.book.as_deref(), answer)?;
    let lessons = match arguments.all {
        true => Lessons::All,
        false => Lessons::Named(arguments.lessons.clone()),
    };
    match sync::sync(answer.source(book), &SyncOptions { lessons, typo: arguments.typo }) {
        Ok(synced) => {
            say(&synced, answer);
            Ok((Exit::Done, synced))
        }
        Err(reason) => Err(refuse(&reason, answer)),
    }
}

/// Says what was recorded.
fn say(synced: &Synced, answer: &Answer<'_>) {
    let texts = synced.translations.to_string();
    answer.say(&message!("sync.done", count = synced.lessons, translations = texts));
    match synced.renewed {
        0 => answer.say(&message!("sync.unchanged")),
        renewed => answer.say(&message!("sync.renewed", count = renewed)),
    }
    if synced.alone > 0 {
        answer.say(&message!("sync.alone", count = synced.alone));
    }
    if synced.forgotten > 0 {
        answer.say(&message!("sync.forgotten", count = synced.forgotten));
    }
}

/// Says why nothing was recorded.
fn refuse(reason: &NotSynced, answer: &mut Answer<'_>) -> Exit {
    if let NotSynced::Faults { sources, diagnostics } = reason {
        answer.report(diagnostics, sources);
    }
    reason.messages().iter().for_each(|(message, help)| answer.fail(message, help.as_ref()));
    answer.say(&message!("sync.stopped"));
    match reason {
        NotSynced::Unknown(_) => Exit::WrongCommandLine,
        _ => Exit::BookHasErrors,
    }
}
