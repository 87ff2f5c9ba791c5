//! Diagnostics for a program: one JSON object, on one line.

use std::io::{self, Write};

use serde::Serialize;

use super::{count, text_at};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locale::{Message, UserLanguage};
use crate::source::{Sources, line_column};

/// Grows when a program that reads this one would misread the next.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report {
    version: u32,
    diagnostics: Vec<Entry>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Entry {
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

/// A place; without `start` and `end` it is the file.
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

pub(super) fn print(
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    language: UserLanguage,
    out: &mut impl Write,
) -> io::Result<()> {
    let entry = |diagnostic: &&Diagnostic| entry(diagnostic, sources, language);
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

fn entry(diagnostic: &Diagnostic, sources: &Sources, language: UserLanguage) -> Entry {
    let related =
        |(at, message): &(Place, Message)| Related { message: message.text(language), place: range(at, sources) };
    Entry {
        rule: diagnostic.rule.name(),
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.message.text(language),
        help: diagnostic.help.as_ref().map(|help| help.text(language)),
        place: range(&diagnostic.at, sources),
        related: diagnostic.related.iter().map(related).collect(),
    }
}

fn range(place: &Place, sources: &Sources) -> Range {
    let path = place.path.to_string();
    let Some((text, span)) = text_at(place, sources) else { return Range { path, start: None, end: None } };
    let position = |offset| {
        let (line, column) = line_column(text, offset);
        Position { line, column, offset }
    };
    Range { path, start: Some(position(span.start)), end: Some(position(span.end)) }
}
