//! `palier status`: the state of the translations, lesson by lesson.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::{Exit, Terminal, chosen_book};
use crate::build;
use crate::builder::{Built, Edition};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::TranslationState;
use crate::report::{ReportFormat, status};
use crate::rule::Rule;

/// The arguments of `palier status`.
#[derive(Clone, Debug, Args)]
pub struct StatusArguments {
    /// The book's folder; the current one if it is missing.
    pub book: Option<PathBuf>,
    /// Whether to show the words that are new.
    #[arg(long)]
    pub diff: bool,
    /// The form of the list: `human` or `json`.
    #[arg(id = "status_format", long = "format", default_value = "human", hide_default_value = true,
        value_parser = PossibleValuesParser::new(["human", "json"]))]
    pub format: String,
    /// The states that make the command fail: any translation in one of them is enough.
    #[arg(long, value_delimiter = ',', value_parser = state_parser())]
    pub fail_on: Vec<TranslationState>,
}

fn state_parser() -> impl TypedValueParser<Value = TranslationState> {
    let names = TranslationState::ALL.map(TranslationState::name);
    PossibleValuesParser::new(names).map(|name| {
        TranslationState::ALL.into_iter().find(|state| state.name() == name).unwrap_or(TranslationState::InStep)
    })
}

/// Shows the state of the translations.
pub fn run(arguments: &StatusArguments, terminal: &Terminal) -> Exit {
    let is_json = arguments.format == "json";
    let format = if is_json { ReportFormat::Json } else { ReportFormat::Human };
    let book = match chosen_book(arguments.book.as_deref(), format, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    let Built { sources, site, diagnostics } = build::read(book, &Edition::default());
    // Only the faults that keep the states from being known; `check` reports the others.
    let is_grave = |fault: &Diagnostic| match site {
        Some(_) => fault.rule == Rule::InvalidLock,
        None => fault.severity == Severity::Error,
    };
    let grave: Vec<Diagnostic> = diagnostics.iter().filter(|fault| is_grave(fault)).cloned().collect();
    // On standard error, apart from the JSON that a program reads on standard output.
    terminal.report(&grave, &sources, ReportFormat::Human);
    let Some(site) = site else { return Exit::BookHasErrors };
    terminal.print(&match is_json {
        true => status::json(&site.book, &sources, arguments.diff),
        false => status::human(&site.book, &sources, arguments.diff, terminal.style_out()),
    });
    let lessons = site.book.lessons().filter(|(_, lesson)| !lesson.translations.is_empty());
    let mut states = lessons.flat_map(|(_, lesson)| site.book.config.locales().map(|locale| lesson.state(locale)));
    let has_failed = states.any(|state| arguments.fail_on.contains(&state));
    let is_broken = grave.iter().any(|fault| fault.severity == Severity::Error);
    if has_failed || is_broken { Exit::BookHasErrors } else { Exit::Done }
}
