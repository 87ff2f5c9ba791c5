//! Diagnostics for a program: one JSON object, on one line.

use std::io::{self, Write};

use serde::Serialize;

use super::{Located, count};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locale::UserLanguage;
use crate::source::Sources;

/// The version of the format: it grows when a program that reads one version would misread the next.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report {
    version: u32,
    diagnostics: Vec<JsonDiagnostic>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct JsonDiagnostic {
    rule: &'static str,
    severity: &'static str,
    message: String,
    help: Option<String>,
    #[serde(flatten)]
    place: Range,
    related: Vec<Related>,
}

#[derive(Serialize)]
struct Related {
    message: String,
    #[serde(flatten)]
    place: Range,
}

/// A place; without `start` and `end`, the file as a whole.
#[derive(Serialize)]
struct Range {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}

/// Line and column from 1, the column in characters; the offset in bytes.
#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
    offset: usize,
}

/// Writes diagnostics, in the order given, as one JSON object and the end of its line.
///
/// # Errors
/// Those of `out`.
pub(super) fn print<'a>(
    diagnostics: &[&'a Diagnostic],
    sources: &'a Sources,
    language: UserLanguage,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut located = Located::default();
    let entry = |&diagnostic: &&'a Diagnostic| entry(diagnostic, sources, &mut located, language);
    let counts = count(diagnostics);
    let report = Report {
        version: VERSION,
        diagnostics: diagnostics.iter().map(entry).collect(),
        errors: counts.errors,
        warnings: counts.warnings,
    };
    serde_json::to_writer(&mut *out, &report)?;
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
