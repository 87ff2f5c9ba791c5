//! `palier mv`: a lesson, a level or a page renamed or moved, and every link to it mended.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::json;

use super::interrupt::Interruption;
use super::{Exit, Terminal, chosen_book};
use crate::author::relocate::{self, Move, MoveRequest};
use crate::locale::message;
use crate::report::ReportFormat;

/// The version of the output for programs: it changes when a field changes its name or its meaning.
const VERSION: u32 = 1;

/// The arguments of `palier mv`.
#[derive(Clone, Debug, Args)]
pub struct MvArguments {
    /// A lesson, a level or a page: its id or its file.
    #[arg(id = "move_from")]
    pub from: String,
    /// Its new name, its new level, or its new number.
    #[arg(id = "move_to")]
    pub to: String,
    /// Whether only to show what would change.
    #[arg(long)]
    pub dry_run: bool,
    /// The form of the output: for a person or a program.
    #[arg(id = "status_format", long = "format", default_value = "human", hide_default_value = true, value_parser = format_parser())]
    pub format: ReportFormat,
    /// The book's folder; the current one if it is missing.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
}

fn format_parser() -> impl TypedValueParser<Value = ReportFormat> {
    PossibleValuesParser::new(["human", "json"]).map(|format| match format.as_str() {
        "json" => ReportFormat::Json,
        _ => ReportFormat::Human,
    })
}

/// Moves the text, and prints what changed.
pub fn run(arguments: &MvArguments, terminal: &Terminal) -> Exit {
    let book = match chosen_book(arguments.book.as_deref(), arguments.format, terminal) {
        Ok(book) => book,
        Err(exit) => return exit,
    };
    let here = std::env::current_dir().unwrap_or_default();
    let request = MoveRequest { from: arguments.from.clone(), to: arguments.to.clone(), here };
    let planned = match relocate::plan(&book, &request) {
        Ok(planned) => planned,
        Err(reason) => return terminal.not_done(reason, arguments.format, &message!("move.stopped")),
    };
    if !arguments.dry_run {
        let interruption = Interruption::listen();
        if let Err(reason) = planned.apply(|| interruption.is_noted()) {
            terminal.refuse(&reason.into());
            return Exit::BookHasErrors;
        }
    }
    match arguments.format {
        ReportFormat::Json => terminal.print(&as_json(&planned, arguments.dry_run)),
        _ => say(&planned, arguments.dry_run, terminal),
    }
    Exit::Done
}

/// Prints what changed, or would.
fn say(planned: &Move, is_dry: bool, terminal: &Terminal) {
    for (from, to) in &planned.moved {
        terminal.say(&message!("move.moved", from = from.as_str(), to = to.as_str()));
    }
    let files = planned.edited.values().filter(|mended| **mended > 0).count();
    if planned.mended() > 0 {
        terminal.say(&message!("move.mended", count = planned.mended(), files = files.to_string()));
    }
    for (file, alias) in &planned.aliases {
        terminal.say(&message!("move.kept", alias = alias.as_str(), file = file.as_str()));
    }
    if !planned.warnings.is_empty() {
        terminal.say(&message!("move.warnings"));
        terminal.report(&planned.warnings, &planned.sources, ReportFormat::Human);
    }
    if is_dry {
        terminal.say(&message!("move.dry"));
    }
}

fn as_json(planned: &Move, is_dry: bool) -> String {
    let moved = planned.moved.iter().map(|(from, to)| json!({ "from": from, "to": to }));
    let edited = planned.edited.iter().map(|(path, mended)| json!({ "path": path, "mended": mended }));
    let kept = planned.aliases.iter().map(|(path, alias)| json!({ "path": path, "alias": alias }));
    let warnings =
        planned.warnings.iter().map(|fault| json!({ "rule": fault.rule.name(), "path": fault.at.path.as_str() }));
    let all = json!({
        "version": VERSION,
        "dry_run": is_dry,
        "moved": moved.collect::<Vec<_>>(),
        "edited": edited.collect::<Vec<_>>(),
        "kept": kept.collect::<Vec<_>>(),
        "warnings": warnings.collect::<Vec<_>>(),
    });
    format!("{all:#}\n")
}
