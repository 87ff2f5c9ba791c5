//! `palier rm`: a lesson, a level or a page removed, if nothing needs it.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, AnswerFormat};
use super::interrupt::Interruption;
use super::{Exit, Terminal, book_to_change, chosen_book};
use crate::author::{NotDone, remove};
use crate::locale::message;

/// The arguments of `palier rm`.
#[derive(Clone, Debug, Args)]
pub struct RmArguments {
    /// A lesson, a level or a page: its id or its file.
    #[arg(id = "removed")]
    pub name: String,
    /// Whether to remove it although something needs it.
    #[arg(long)]
    pub force: bool,
    /// Whether only to show what would go, and what would break.
    #[arg(long)]
    pub dry_run: bool,
    /// The form of the answer.
    #[command(flatten)]
    pub answer: AnswerFormat,
    /// The book's folder; the current one if it is missing.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
}

/// What a program is told of a removal.
#[derive(Serialize)]
struct JsonRemoval {
    dry_run: bool,
    removed: Vec<JsonRemoved>,
}

#[derive(Serialize)]
struct JsonRemoved {
    path: String,
    kept_in: String,
}

/// Removes the text, or says what would break.
pub fn run(arguments: &RmArguments, terminal: &Terminal) -> Exit {
    Answer::give("rm", arguments.answer.format, terminal, |answer| removed(arguments, answer))
}

fn removed(arguments: &RmArguments, answer: &mut Answer<'_>) -> Result<(Exit, JsonRemoval), Exit> {
    let book = arguments.book.as_deref();
    let (book, _hold) = match arguments.dry_run {
        true => (chosen_book(book, answer)?, None),
        false => book_to_change(book, answer).map(|(book, hold)| (book, Some(hold)))?,
    };
    let here = std::env::current_dir().unwrap_or_default();
    let planned = remove::plan(&book, &arguments.name, &here, &answer.progress)
        .map_err(|reason| answer.not_done(reason, &message!("remove.stopped")))?;
    let name = arguments.name.as_str();
    if !planned.breaks.is_empty() {
        answer.report(&planned.breaks, &planned.sources);
        if !arguments.force {
            answer.fail(&message!("remove.needed", name = name), Some(&message!("remove.help-needed", name = name)));
            return Err(Exit::BookHasErrors);
        }
    }
    if !arguments.dry_run {
        let interruption = Interruption::listen();
        planned
            .apply(|| interruption.is_noted())
            .map_err(|reason| answer.not_done(NotDone::NotWritten(reason), &message!("remove.stopped")))?;
    }
    for (from, to) in &planned.moved {
        answer.say(&message!("remove.done", from = from.as_str(), to = to.as_str()));
    }
    answer.say(&message!("remove.progress"));
    if arguments.dry_run {
        answer.say(&message!("move.dry"));
    }
    let removed = planned.moved.into_iter().map(|(path, kept_in)| JsonRemoved { path, kept_in }).collect();
    Ok((Exit::Done, JsonRemoval { dry_run: arguments.dry_run, removed }))
}
