//! `palier strings`: the theme's words in a language, to be translated.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser};

use super::answer::Answer;
use super::wrong::Unfit;
use super::{Exit, Terminal, book_to_change};
use crate::config;
use crate::locale::message;
use crate::report::ReportFormat;
use crate::strings::{self, AddedWords, NotAdded};

/// The arguments of `palier strings`.
#[derive(Clone, Debug, Args)]
pub struct StringsArguments {
    /// The language's key in `book.toml`.
    #[arg(value_parser = key_parser())]
    pub language: String,
    /// The book's folder; the current one if it is missing.
    pub book: Option<PathBuf>,
}

fn key_parser() -> impl TypedValueParser<Value = String> {
    StringValueParser::new().try_map(|key| match config::is_language_key(&key) {
        true => Ok(key),
        false if config::language_tag(&key).is_some() => Err(Unfit(message!("invalid-setting.help-language-unknown"))),
        false => Err(Unfit(message!("invalid-setting.help-language-key"))),
    })
}

/// Writes the file of that language's words, or adds the missing ones to it.
pub fn run(arguments: &StringsArguments, terminal: &Terminal) -> Exit {
    let key = arguments.language.as_str();
    let mut answer = Answer::new(terminal, Some("strings"), ReportFormat::Human);
    let (book, _hold) = match book_to_change(arguments.book.as_deref(), &mut answer) {
        Ok(held) => held,
        Err(exit) => return exit,
    };
    match strings::add_missing(book, key, terminal.language()) {
        Ok(AddedWords { count: 0, .. }) => terminal.say(&message!("strings.complete", key = key)),
        Ok(added) => {
            terminal.say(&message!("strings.added", count = added.count, file = added.file));
            if !added.is_listed {
                terminal.say(&message!("strings.add-language", key = key));
            }
        }
        Err(reason) => {
            refuse(&reason, terminal);
            return Exit::BookHasErrors;
        }
    }
    Exit::Done
}

/// Prints why no words were added.
fn refuse(reason: &NotAdded, terminal: &Terminal) {
    match reason {
        NotAdded::Faults { sources, diagnostics } => terminal.report(diagnostics, sources, ReportFormat::Human),
        NotAdded::Unreadable { file } => {
            let help = message!("strings.help-unreadable");
            terminal.fail(&message!("strings.unreadable", file = file.as_str()), Some(&help));
        }
        NotAdded::NotWritten { file, error } => {
            terminal.fail(&message!("strings.unwritable", file = file.as_str(), reason = error), None);
        }
    }
}
