//! `palier mv`: a lesson, a level or a page renamed or moved, and every link to it mended.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, AnswerFormat};
use super::interrupt::Interruption;
use super::{Exit, Terminal, book_to_change, chosen_book};
use crate::author::NotDone;
use crate::author::relocate::{self, Move, MoveRequest};
use crate::locale::message;

/// The arguments of `palier mv`.
#[derive(Clone, Debug, Args)]
pub struct MvArguments {
    /// A lesson, a level or a page: its id or its file.
    #[arg(id = "move_from")]
    pub from: String,
    /// Its new name, its new level, or its new number.
    #[arg(id = "move_to")]
    pub to: String,
    /// Whether only to show what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// The form of the answer.
    #[command(flatten)]
    pub answer: AnswerFormat,
    /// The book's folder; the current one if it is missing.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
}

/// What a program is told of a move.
#[derive(Serialize)]
struct JsonMove {
    dry_run: bool,
    moved: Vec<JsonMoved>,
    edited: Vec<JsonEdited>,
    kept: Vec<JsonKept>,
    keeps_title: bool,
}

#[derive(Serialize)]
struct JsonMoved {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct JsonEdited {
    path: String,
    mended: usize,
}

#[derive(Serialize)]
struct JsonKept {
    path: String,
    alias: String,
}

/// Moves the text, and prints what changed.
pub fn run(arguments: &MvArguments, terminal: &Terminal) -> Exit {
    Answer::give("mv", arguments.answer.format, terminal, |answer| moved(arguments, answer))
}

fn moved(arguments: &MvArguments, answer: &mut Answer<'_>) -> Result<(Exit, JsonMove), Exit> {
    let book = arguments.book.as_deref();
    let (book, _hold) = match arguments.dry_run {
        true => (chosen_book(book, answer)?, None),
        false => book_to_change(book, answer).map(|(book, hold)| (book, Some(hold)))?,
    };
    let here = std::env::current_dir().unwrap_or_default();
    let request = MoveRequest { from: arguments.from.clone(), to: arguments.to.clone(), here };
    let planned = relocate::plan(&book, &request, &answer.progress)
        .map_err(|reason| answer.not_done(reason, &message!("move.stopped")))?;
    if !arguments.dry_run {
        let interruption = Interruption::listen();
        planned
            .apply(|| interruption.is_noted())
            .map_err(|reason| answer.not_done(NotDone::NotWritten(reason), &message!("move.stopped")))?;
    }
    say(&planned, arguments.dry_run, answer);
    let moved = planned.moved.iter().map(|(from, to)| JsonMoved { from: from.clone(), to: to.clone() });
    let edited = planned.edited.iter().map(|(path, &mended)| JsonEdited { path: path.clone(), mended });
    let kept = planned.aliases.iter().map(|(path, alias)| JsonKept { path: path.clone(), alias: alias.clone() });
    let (moved, edited, kept) = (moved.collect(), edited.collect(), kept.collect());
    let (dry_run, keeps_title) = (arguments.dry_run, planned.keeps_title);
    Ok((Exit::Done, JsonMove { dry_run, moved, edited, kept, keeps_title }))
}

/// Says what changed, or would.
fn say(planned: &Move, is_dry: bool, answer: &mut Answer<'_>) {
    for (from, to) in &planned.moved {
        answer.say(&message!("move.moved", from = from.as_str(), to = to.as_str()));
    }
    let files = planned.edited.values().filter(|mended| **mended > 0).count();
    if planned.mended() > 0 {
        answer.say(&message!("move.mended", count = planned.mended(), files = files.to_string()));
    }
    for (file, alias) in &planned.aliases {
        answer.say(&message!("move.kept", alias = alias.as_str(), file = file.as_str()));
    }
    if !planned.warnings.is_empty() {
        answer.say(&message!("move.warnings"));
        answer.report(&planned.warnings, &planned.sources);
    }
    if planned.keeps_title {
        answer.say(&message!("move.title"));
    }
    if is_dry {
        answer.say(&message!("move.dry"));
    }
}
