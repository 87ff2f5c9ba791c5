//! `palier` alone, typed or double-clicked: the nearest book in a browser, or a first one.

use std::path::{Path, PathBuf};

use super::answer::Answer;
use super::serve::{self, ServeArguments};
use super::{Exit, Terminal, init};
use crate::load::find_book;
use crate::locale::message;
use crate::report::ReportFormat;

/// Serves the nearest book and opens it; where there is none, offers to begin one.
pub(super) fn run(terminal: &Terminal) -> Exit {
    if let Some(book) = nearest_book() {
        return open(book, terminal);
    }
    let folder = std::env::current_dir().unwrap_or_default();
    let nothing_here = message!("cli.no-book", folder = &*folder.to_string_lossy());
    if !terminal.is_interactive() {
        terminal.fail(&nothing_here, Some(&message!("init.help-nothing-here")));
        return Exit::WrongCommandLine;
    }
    terminal.say(&nothing_here);
    match init::ask_and_begin(&mut Answer::new(terminal, None, ReportFormat::Human)) {
        Ok(book) => open(book, terminal),
        Err(exit) => exit,
    }
}

/// The book around the current folder; else the one beside the program, where a double click may have begun.
fn nearest_book() -> Option<PathBuf> {
    let beside = || {
        let program = std::env::current_exe().ok()?;
        let folder = program.parent()?;
        find_book(folder).filter(|book| book == folder)
    };
    find_book(Path::new(".")).or_else(beside)
}

fn open(book: PathBuf, terminal: &Terminal) -> Exit {
    let arguments = ServeArguments { book: Some(book), open: true, ..ServeArguments::default() };
    serve::run(&arguments, terminal)
}
