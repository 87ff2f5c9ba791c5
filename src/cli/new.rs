//! `palier new`: a lesson, a level or a page, in every language of the book.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::answer::{Answer, AnswerFormat};
use super::interrupt::Interruption;
use super::{Exit, Terminal, book_to_change};
use crate::author::add::{self, NewKind, NewText};
use crate::author::begin::titles;
use crate::locale::message;

/// The arguments of `palier new`.
#[derive(Clone, Debug, Args)]
pub struct NewArguments {
    /// Where the text goes: `2-securiser/3-sauvegarde`, or its title.
    #[arg(id = "new_path")]
    pub path: String,
    /// Its title, in several languages if need be: `Sauvegarder = Back up`.
    #[arg(id = "new_title", long = "title")]
    pub title: Option<String>,
    /// Whether it is a level.
    #[arg(long, conflicts_with = "page")]
    pub level: bool,
    /// Whether it is a page outside the levels.
    #[arg(long)]
    pub page: bool,
    /// The book's folder; the current one if it is missing.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
    /// The form of the answer.
    #[command(flatten)]
    pub answer: AnswerFormat,
}

/// What a program is told of a new text.
#[derive(Serialize)]
struct JsonNew {
    files: Vec<String>,
}

/// Adds the text, and prints the names of its files.
pub fn run(arguments: &NewArguments, terminal: &Terminal) -> Exit {
    Answer::give("new", arguments.answer.format, terminal, |answer| added(arguments, answer))
}

fn added(arguments: &NewArguments, answer: &mut Answer<'_>) -> Result<(Exit, JsonNew), Exit> {
    let (book, _hold) = book_to_change(arguments.book.as_deref(), answer)?;
    let kind = match (arguments.level, arguments.page) {
        (true, _) => NewKind::Level,
        (_, true) => NewKind::Page,
        _ => NewKind::Told,
    };
    let new = NewText {
        path: arguments.path.clone(),
        titles: arguments.title.as_deref().map(titles).unwrap_or_default(),
        kind,
        here: std::env::current_dir().unwrap_or_default(),
        author: answer.language(),
    };
    let interruption = Interruption::listen();
    let files = add::add(&book, &new, &answer.progress, || interruption.is_noted())
        .map_err(|reason| answer.not_done(reason, &message!("new.stopped")))?;
    add::said(&files).iter().for_each(|line| answer.say(line));
    Ok((Exit::Done, JsonNew { files }))
}
