//! `palier check`: everything that building would report, and nothing written.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Terminal, chosen_book, format_parser};
use crate::build::{self, BuildOptions};
use crate::locale::message;
use crate::report::ReportFormat;

/// What `palier check` is told.
#[derive(Clone, Debug, Args)]
pub struct CheckArguments {
    /// The book's folder.
    pub book: Option<PathBuf>,
    /// Who reads the diagnostics.
    #[arg(long, default_value = "human", hide_default_value = true, value_parser = format_parser())]
    pub format: ReportFormat,
    /// Whether a warning counts as an error.
    #[arg(long)]
    pub strict: bool,
}

/// Checks the book.
pub fn run(arguments: &CheckArguments, terminal: &Terminal) -> Exit {
    let book = match chosen_book(arguments.book.as_deref(), arguments.format, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    let checked = build::check(book, &BuildOptions { strict: arguments.strict, ..BuildOptions::default() });
    if let (Some(site), [], ReportFormat::Human) = (&checked.site, &checked.diagnostics[..], arguments.format) {
        terminal.say(&message!("check.clean", count = site.pages()));
    }
    terminal.report(&checked.diagnostics, &checked.sources, arguments.format);
    if checked.is_publishable() { Exit::Done } else { Exit::BookHasErrors }
}
