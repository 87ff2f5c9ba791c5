//! `palier new`: a lesson, a level or a page, in every language of the book.

use std::path::PathBuf;

use clap::Args;

use super::interrupt::Interruption;
use super::{Exit, Terminal, chosen_book};
use crate::author::add::{self, NewKind, NewText};
use crate::author::begin::titles;
use crate::locale::message;
use crate::report::ReportFormat;

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
}

/// Adds the text, and prints the names of its files.
pub fn run(arguments: &NewArguments, terminal: &Terminal) -> Exit {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
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
        author: terminal.language(),
    };
    let interruption = Interruption::listen();
    match add::add(&book, &new, || interruption.is_noted()) {
        Ok(files) => {
            add::said(&files).iter().for_each(|line| terminal.say(line));
            Exit::Done
        }
        Err(reason) => terminal.not_done(reason, ReportFormat::Human, &message!("new.stopped")),
    }
}
