//! Diagnostics for a program, as every command gives them in its JSON (`docs/content/6-reference/6-machine.en.md`).

use std::io::{self, Write};

use serde::Serialize;

use super::{Located, count, in_order};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locale::UserLanguage;
use crate::source::Sources;

/// Diagnostics, and how many there are of each severity.
#[derive(Debug, Default, Serialize)]
pub struct Faults {
    diagnostics: Vec<JsonDiagnostic>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Serialize)]
struct JsonDiagnostic {
    rule: &'static str,
    severity: &'static str,
    message: String,
    help: Option<String>,
    #[serde(flatten)]
    place: Range,
    related: Vec<Related>,
}

#[derive(Debug, Serialize)]
struct Related {
    message: String,
    #[serde(flatten)]
    place: Range,
}

/// A place; without `start` and `end`, the file as a whole.
#[derive(Debug, Serialize)]
struct Range {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}

/// Line and column from 1, the column in characters; the offset in bytes.
#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

impl Faults {
    /// Adds diagnostics, by file and place, each once.
    pub fn add(&mut self, diagnostics: &[Diagnostic], sources: &Sources, language: UserLanguage) {
        let sorted = in_order(diagnostics, language);
        let mut located = Located::default();
        self.diagnostics.extend(sorted.iter().map(|fault| entry(fault, sources, &mut located, language)));
        let counts = count(&sorted);
        self.errors += counts.errors;
        self.warnings += counts.warnings;
    }
}

/// Writes diagnostics as one JSON object and the end of its line.
///
/// # Errors
/// Those of `out`.
pub(super) fn print(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    language: UserLanguage,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut faults = Faults::default();
    faults.add(diagnostics, sources, language);
    serde_json::to_writer(&mut *out, &faults)?;
    writeln!(out)
}

fn entry<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    located: &mut Located<'a>,
    language: UserLanguage,
) -> JsonDiagnostic {
    let related = diagnostic.related.iter();
    let related = related
        .map(|(at, message)| Related { message: message.text(language), place: range(at, sources, located) })
        .collect();
    JsonDiagnostic {
        rule: diagnostic.rule.name(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.message.text(language),
        help: diagnostic.help.as_ref().map(|help| help.text(language)),
        place: range(&diagnostic.at, sources, located),
        related,
    }
}

fn range<'a>(place: &'a Place, sources: &'a Sources, located: &mut Located<'a>) -> Range {
    let path = place.path.to_string();
    let Some(ends) = located.ends(place, sources) else { return Range { path, start: None, end: None } };
    let [start, end] = ends.map(|(offset, line, column)| Position { line, column, offset });
    Range { path, start: Some(start), end: Some(end) }
}
