//! `palier rm`: a lesson, a level or a page removed, if nothing needs it.

use std::path::PathBuf;

use clap::Args;

use super::interrupt::Interruption;
use super::{Exit, Terminal, chosen_book};
use crate::author::remove;
use crate::locale::message;
use crate::report::ReportFormat;

/// The arguments of `palier rm`.
#[derive(Clone, Debug, Args)]
pub struct RmArguments {
    /// A lesson, a level or a page: its id or its file.
    #[arg(id = "removed")]
    pub name: String,
    /// Whether to remove it although something needs it.
    #[arg(long)]
    pub force: bool,
    /// The book's folder; the current one if it is missing.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
}

/// Removes the text, or prints what would break.
pub fn run(arguments: &RmArguments, terminal: &Terminal) -> Exit {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    let here = std::env::current_dir().unwrap_or_default();
    let planned = match remove::plan(&book, &arguments.name, &here) {
        Ok(planned) => planned,
        Err(reason) => return terminal.not_done(reason, ReportFormat::Human, &message!("remove.stopped")),
    };
    let name = arguments.name.as_str();
    if !planned.breaks.is_empty() {
        terminal.report(&planned.breaks, &planned.sources, ReportFormat::Human);
        if !arguments.force {
            terminal.fail(&message!("remove.needed", name = name), Some(&message!("remove.help-needed", name = name)));
            return Exit::BookHasErrors;
        }
    }
    let interruption = Interruption::listen();
    if let Err(reason) = planned.apply(|| interruption.is_noted()) {
        terminal.refuse(&reason.into());
        return Exit::BookHasErrors;
    }
    for (from, to) in &planned.moved {
        terminal.say(&message!("remove.done", from = from.as_str(), to = to.as_str()));
    }
    terminal.say(&message!("remove.progress"));
    Exit::Done
}
