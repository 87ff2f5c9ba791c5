//! `palier strings`: the theme's words in a language, to be translated.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser};

use super::wrong::Unfit;
use super::{Outcome, Terminal, chosen_book};
use crate::config;
use crate::load::{BOOK_TOML, Loader, Source};
use crate::locale::message;
use crate::report::ReportFormat;
use crate::theme;

/// What `palier strings` is told.
#[derive(Clone, Debug, Args)]
pub struct StringsArguments {
    /// The language's key in `book.toml`.
    #[arg(value_parser = key_parser())]
    pub language: String,
    /// The book's folder.
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
pub fn run(arguments: &StringsArguments, terminal: &Terminal) -> Outcome {
    let key = arguments.language.as_str();
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(outcome) => return outcome,
    };
    let loaded = Loader::default().load(&Source::disk(&book));
    let sources = loaded.value;
    let config = config::parse(sources.text(BOOK_TOML).map_or("", |file| &*file.text)).value;
    let listed = config.locale(key).map(|locale| config.language(locale).tag.clone());
    let tag = listed.unwrap_or_else(|| config::default_language_tag(key));
    let name = format!("themes/{}/strings/{key}.toml", config.theme.value);
    let path = book.join(&name);
    // A link, say, would have the words written outside the book.
    let is_in_the_way = |place: &str| {
        place == BOOK_TOML || name.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let faults: Vec<_> = loaded.diagnostics.into_iter().filter(|fault| is_in_the_way(fault.at.path.as_str())).collect();
    if !faults.is_empty() {
        terminal.report(&faults, &sources, ReportFormat::Human);
        return Outcome::BookHasErrors;
    }
    let standing = sources.text(&name).map_or("", |file| &*file.text);
    let Ok(words) = theme::to_translate(&tag, key, standing, terminal.language().key()) else {
        let help = message!("strings.help-unreadable");
        terminal.fail(&message!("strings.unreadable", file = name), Some(&help));
        return Outcome::BookHasErrors;
    };
    if words.count == 0 {
        terminal.say(&message!("strings.complete", key = key));
        return Outcome::Done;
    }
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &words.text));
    if let Err(error) = written {
        terminal.fail(&message!("strings.unwritable", file = name, reason = &error), None);
        return Outcome::BookHasErrors;
    }
    terminal.say(&message!("strings.added", count = words.count, file = name));
    if config.locale(key).is_none() {
        terminal.say(&message!("strings.add-language", key = key));
    }
    Outcome::Done
}
