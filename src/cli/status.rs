//! `palier status`: the state of the translations, lesson by lesson.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::value::RawValue;

use super::answer::{Answer, AnswerFormat};
use super::{Exit, Terminal, chosen_book};
use crate::build;
use crate::builder::{Built, Edition};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::TranslationState;
use crate::report::status;
use crate::rule::Rule;

/// The arguments of `palier status`.
#[derive(Clone, Debug, Args)]
pub struct StatusArguments {
    /// The book's folder; the current one if it is missing.
    pub book: Option<PathBuf>,
    /// Whether to show the words that are new.
    #[arg(long)]
    pub diff: bool,
    /// The form of the list.
    #[command(flatten)]
    pub answer: AnswerFormat,
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
    Answer::give("status", arguments.answer.format, terminal, |answer| shown(arguments, answer))
}

fn shown(arguments: &StatusArguments, answer: &mut Answer<'_>) -> Result<(Exit, Option<Box<RawValue>>), Exit> {
    let book = chosen_book(arguments.book.as_deref(), answer)?;
    let Built { sources, site, diagnostics } = build::read(answer.source(book), &Edition::default());
    // Only the faults that keep the states from being known; `check` reports the others.
    let is_grave = |fault: &Diagnostic| match site {
        Some(_) => fault.rule == Rule::InvalidLock,
        None => fault.severity == Severity::Error,
    };
    let grave: Vec<Diagnostic> = diagnostics.iter().filter(|fault| is_grave(fault)).cloned().collect();
    answer.report(&grave, &sources);
    let Some(site) = site else { return Err(Exit::BookHasErrors) };
    let is_broken = grave.iter().any(|fault| fault.severity == Severity::Error);
    let mut result = None;
    if answer.is_for_person() {
        let text = status::human(&site.book, &sources, arguments.diff, answer.terminal.style_out());
        answer.terminal.print(&text);
    } else {
        result = Some(status::json(&site.book, &sources, arguments.diff));
    }
    let lessons = site.book.lessons().filter(|(_, lesson)| !lesson.translations.is_empty());
    let mut states = lessons.flat_map(|(_, lesson)| site.book.config.locales().map(|locale| lesson.state(locale)));
    let has_failed = states.any(|state| arguments.fail_on.contains(&state));
    let exit = if has_failed || is_broken { Exit::BookHasErrors } else { Exit::Done };
    Ok((exit, result))
}
