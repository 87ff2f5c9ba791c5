//! What a command answers: to a person as it goes, to a program in one JSON value at its end (`docs/content/6-reference/6-machine.en.md`).

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use super::bar::Bar;
use super::{Exit, Terminal};
use crate::author::{NotDone, Refusal};
use crate::diagnostic::Diagnostic;
use crate::load::Source;
use crate::locale::{Message, UserLanguage};
use crate::progress::Progress;
use crate::report::{Faults, ReportFormat};
use crate::source::Sources;

/// The version of the JSON: it grows when a program that reads one version would misread the next.
const VERSION: u32 = 1;

/// The option `--format` of commands that answer a person or a program.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct AnswerFormat {
    /// The form of the answer: `human` or `json`.
    #[arg(id = "answer_format", long = "format", default_value = "human", hide_default_value = true, value_parser = format_parser())]
    pub format: ReportFormat,
}

fn format_parser() -> impl TypedValueParser<Value = ReportFormat> {
    PossibleValuesParser::new(["human", "json"]).map(|format| match format.as_str() {
        "json" => ReportFormat::Json,
        _ => ReportFormat::Human,
    })
}

/// The JSON of every command.
#[derive(Serialize)]
struct Json<'a, T> {
    version: u32,
    /// The command's name; `None` if the command line names none.
    command: Option<&'a str>,
    exit: u8,
    /// What it did; `None` if it did nothing.
    result: Option<T>,
    /// Why it did nothing, or not all, beside the faults of the book.
    refusals: &'a [JsonRefusal],
    #[serde(flatten)]
    faults: &'a Faults,
}

#[derive(Debug, Serialize)]
struct JsonRefusal {
    message: String,
    help: Option<String>,
}

/// What a command has to say.
#[derive(Debug)]
pub(super) struct Answer<'t> {
    /// Where the user reads.
    pub(super) terminal: &'t Terminal,
    pub(super) command: Option<&'t str>,
    format: ReportFormat,
    faults: Faults,
    refusals: Vec<JsonRefusal>,
    /// Whether anything was reported, in any format.
    has_reported: bool,
    /// Where it is counted how far the command has come.
    pub(super) progress: Progress,
}

impl<'t> Answer<'t> {
    /// The answer of a command, to which nothing was added yet.
    pub(super) fn new(terminal: &'t Terminal, command: Option<&'t str>, format: ReportFormat) -> Self {
        let (faults, refusals) = (Faults::default(), Vec::new());
        let progress = Progress::default();
        Self { terminal, command, format, faults, refusals, has_reported: false, progress }
    }

    /// Runs a command, and prints its answer. It gives how it ends and what it did, or only how it ends if it did nothing.
    pub(super) fn give<T: Serialize>(
        command: &'static str,
        format: ReportFormat,
        terminal: &'t Terminal,
        run: impl FnOnce(&mut Self) -> Result<(Exit, T), Exit>,
    ) -> Exit {
        let mut answer = Self::new(terminal, Some(command), format);
        let bar = Bar::of(&answer.progress, terminal);
        let done = run(&mut answer);
        drop(bar);
        match done {
            Ok((exit, result)) => answer.end(exit, Some(result)),
            Err(exit) => answer.end(exit, None::<T>),
        }
    }

    /// Prints what is printed at the end, and gives how the command ends.
    pub(super) fn end<T: Serialize>(self, exit: Exit, result: Option<T>) -> Exit {
        let Self { terminal, command, format, faults, refusals, has_reported, .. } = self;
        match format {
            ReportFormat::Json => {
                let (refusals, faults) = (&refusals[..], &faults);
                let answer = Json { version: VERSION, command, exit: exit.code(), result, refusals, faults };
                // Only maps whose keys are no strings, and errors of types of our own, keep a value from being JSON.
                let text = serde_json::to_string(&answer).unwrap_or_default();
                terminal.print(&format!("{text}\n"));
            }
            // It reads a list, even of nothing.
            ReportFormat::Gitlab if !has_reported => terminal.report(&[], &Sources::default(), format),
            _ => {}
        }
        exit
    }

    /// Whether a person reads the answer as it comes.
    pub(super) fn is_for_person(&self) -> bool {
        matches!(self.format, ReportFormat::Human | ReportFormat::Gitlab)
    }

    /// The book of a folder, of which it is counted how far reading it has come.
    pub(super) fn source(&self, book: PathBuf) -> Source {
        Source::disk(book).counted_in(&self.progress)
    }

    /// The language of its sentences.
    pub(super) fn language(&self) -> UserLanguage {
        self.terminal.language()
    }

    /// Reports diagnostics.
    pub(super) fn report(&mut self, diagnostics: &[Diagnostic], sources: &Sources) {
        self.has_reported = true;
        match self.format {
            ReportFormat::Json => self.faults.add(diagnostics, sources, self.terminal.language()),
            format => self.terminal.report(diagnostics, sources, format),
        }
    }

    /// Says a sentence on the work to a person; a program has it in the command's result.
    pub(super) fn say(&self, message: &Message) {
        if self.is_for_person() {
            self.terminal.say(message);
        }
    }

    /// Says why something can't be done, and what to do.
    pub(super) fn fail(&mut self, message: &Message, help: Option<&Message>) {
        match self.format {
            ReportFormat::Json => {
                let text = |message: &Message| message.text(self.terminal.language());
                self.refusals.push(JsonRefusal { message: text(message), help: help.map(text) });
            }
            _ => self.terminal.fail(message, help),
        }
    }

    /// Says why something asked for can't be done, and what to do instead.
    pub(super) fn refuse(&mut self, refusal: &Refusal) {
        self.fail(&refusal.message, Some(&refusal.help));
    }

    /// Says why a book was not changed, then `stopped` after its faults; gives how the command ends.
    pub(super) fn not_done(&mut self, reason: NotDone, stopped: &Message) -> Exit {
        match reason {
            NotDone::Refused(refusal) => {
                self.refuse(&refusal);
                Exit::WrongCommandLine
            }
            NotDone::NotWritten(reason) => {
                self.refuse(&reason.into());
                Exit::BookHasErrors
            }
            NotDone::Faults { sources, diagnostics } => {
                self.report(&diagnostics, &sources);
                self.say(stopped);
                Exit::BookHasErrors
            }
        }
    }
}
