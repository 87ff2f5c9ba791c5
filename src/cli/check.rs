//! `palier check`: everything that building would report; nothing is written.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::answer::Answer;
use super::{Exit, Terminal, chosen_book};
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

/// Reads `human`, `json`, `github` and `gitlab`.
fn format_parser() -> impl TypedValueParser<Value = ReportFormat> {
    PossibleValuesParser::new(["human", "json", "github", "gitlab"]).map(|format| match format.as_str() {
        "json" => ReportFormat::Json,
        "github" => ReportFormat::Github,
        "gitlab" => ReportFormat::Gitlab,
        _ => ReportFormat::Human,
    })
}

/// What a program is told of a check.
#[derive(Serialize)]
struct JsonCheck {
    /// How many pages the site would have; `None` if the book can't be read.
    pages: Option<usize>,
}

/// Checks the book.
pub fn run(arguments: &CheckArguments, terminal: &Terminal) -> Exit {
    Answer::give("check", arguments.format, terminal, |answer| checked(arguments, answer))
}

fn checked(arguments: &CheckArguments, answer: &mut Answer<'_>) -> Result<(Exit, JsonCheck), Exit> {
    let book = chosen_book(arguments.book.as_deref(), answer)?;
    let checked =
        build::check(answer.source(book), &BuildOptions { strict: arguments.strict, ..BuildOptions::default() });
    let pages = checked.site.as_ref().map(|site| site.pages());
    if let (Some(pages), []) = (pages, &checked.diagnostics[..]) {
        answer.say(&message!("check.clean", count = pages));
    }
    answer.report(&checked.diagnostics, &checked.sources);
    let exit = if checked.is_publishable() { Exit::Done } else { Exit::BookHasErrors };
    Ok((exit, JsonCheck { pages }))
}
