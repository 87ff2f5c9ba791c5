//! Check: the book → its faults. One family of rules for each file. Faults that can only be found while a file is parsed
//! or the book is assembled (YAML, names, links) are reported there.

mod accessibility;
mod anchors;
mod characters;
mod code;
mod credits;
mod fields;
mod file_names;
mod films;
mod footnotes;
mod formulas;
mod headings;
mod images;
mod learning;
mod levels;
mod licences;
mod links;
mod marks;
mod misnamed;
mod nesting;
mod progress;
mod progression;
mod questions;
mod raw_html;
mod references;
mod search;
mod security;
mod structure;
mod tables;
mod translations;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::Book;
use crate::nearest::Guesses;
use crate::parse::Parsed;
use crate::rule::Rule;
use crate::source::{BookPath, Sources, Span};

pub use misnamed::meant;

/// The faults of one parsed Markdown file, at byte ranges of its text. They depend on the file alone, like parsing, and
/// are memoised with it.
pub fn check_file(parsed: &Parsed) -> Vec<Diagnostic<Span>> {
    let mut diagnostics = Vec::new();
    footnotes::check(parsed, &mut diagnostics);
    accessibility::check(parsed, &mut diagnostics);
    anchors::check(parsed, &mut diagnostics);
    nesting::check(parsed, &mut diagnostics);
    headings::check(parsed, &mut diagnostics);
    marks::check(parsed, &mut diagnostics);
    formulas::check(parsed, &mut diagnostics);
    code::check(parsed, &mut diagnostics);
    films::check(parsed, &mut diagnostics);
    raw_html::check(parsed, &mut diagnostics);
    diagnostics
}

/// The faults of a book that can only be found with the whole of it.
pub fn check(book: &Book) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut keys = Guesses::default();
    for (at, lesson) in book.lessons() {
        fields::check(at, lesson, &mut diagnostics);
        translations::check(&book.config, at, lesson, &mut diagnostics);
        translations::check_recaps(&book.config, lesson, &mut diagnostics);
        translations::check_dates(lesson, &mut diagnostics);
        translations::check_drift(&book.config, lesson, &mut diagnostics);
        if book.wants_side_by_side(at) {
            structure::check(&book.config, book.audience, lesson, &mut diagnostics);
        }
        questions::check(book, at, &mut diagnostics);
        references::check(book, lesson, &mut keys, &mut diagnostics);
        licences::check(lesson, &mut diagnostics);
        security::check(&book.config, lesson, &mut diagnostics);
        accessibility::check_raw(&book.config, lesson, &mut diagnostics);
    }
    progression::check(book, &mut diagnostics);
    levels::check(book, &mut diagnostics);
    learning::check(book, &mut diagnostics);
    progress::check(book, &mut diagnostics);
    licences::check_book(&book.config, &mut diagnostics);
    credits::check(book, &mut diagnostics);
    diagnostics
}

/// The faults of a book's files as such: their names, their sizes, hidden characters.
pub fn check_files(sources: &Sources) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    file_names::check(sources, &mut diagnostics);
    misnamed::check(sources, &mut diagnostics);
    characters::check(sources, &mut diagnostics);
    file_names::check_letters(sources, &mut diagnostics);
    images::check(sources, &mut diagnostics);
    diagnostics
}

/// What a book that is to be published lacks: its address, and a name that stays. Called for `build` and `check`, not
/// for the preview.
pub fn check_published(config: &Config, is_hosted: bool) -> Vec<Diagnostic> {
    let place = || Place::new(&BookPath::new("book.toml"), &config.span);
    let lacks_address = is_hosted && config.base_url.is_none();
    let address = lacks_address.then(|| {
        let fault = Diagnostic::new(Rule::MissingBaseUrl, place(), message!("missing-base-url.message"));
        fault.help(message!("missing-base-url.help"))
    });
    address.into_iter().chain(progress::check_id(config, place)).chain(search::check(config)).collect()
}
