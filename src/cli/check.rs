//! `palier check`: everything that building would report; nothing is written.

use std::path::PathBuf;

use clap::Args;

use super::{Exit, Terminal, chosen_book, format_parser};
use crate::build::{self, BuildOptions};
use crate::locale::message;
use crate::report::ReportFormat;

/// The arguments of `palier check`.
#[derive(Clone, Debug, Args)]
pub struct CheckArguments {
    /// The book's folder; the current one if it is missing.
    pub book: Option<PathBuf>,
    /// The form of the diagnostics: for a person or a program.
    #[arg(long, default_value = "human", hide_default_value = true, value_parser = format_parser())]
    pub format: ReportFormat,
    /// Whether warnings are treated as errors.
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
