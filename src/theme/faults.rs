//! What Tera says is wrong with a template → a diagnostic at its place.

use tera::{Error, ErrorKind};

use super::files::ThemeFiles;
use crate::diagnostic::{Diagnostic, Place};
use crate::message;
use crate::rule::Rule;
use crate::source::{BookPath, Span};

/// Templates that can't be used.
pub(super) fn of_templates(error: &Error, files: &ThemeFiles, folder: &str) -> Vec<Diagnostic> {
    let found: Vec<Diagnostic> = match error.kind() {
        // Unknown filters, parts and the like come together, as text.
        ErrorKind::Msg(text) => text
            .split("\n\n")
            .filter_map(|report| {
                let (reason, name, span) = read_report(report, files)?;
                Some(unusable(place(name, &span, files, folder), reason))
            })
            .collect(),
        ErrorKind::SyntaxError(report) => {
            vec![unusable(place(report.filename(), &report.span().range, files, folder), report.message())]
        }
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            vec![unusable(place(tpl, &(0..0), files, folder), &error.to_string())]
        }
        ErrorKind::MissingParent { current, .. } => {
            vec![unusable(place(current, &(0..0), files, folder), &error.to_string())]
        }
        _ => Vec::new(),
    };
    if found.is_empty() {
        let folder = Place::file(&BookPath::new(&format!("{folder}templates")));
        return vec![unusable(folder, &error.to_string())];
    }
    found
}

/// A template that fails while it is rendered.
pub(super) fn of_rendering(error: &Error, template: &str, files: &ThemeFiles, folder: &str) -> Diagnostic {
    let (place, reason) = match error.kind() {
        ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
            (place(report.filename(), &report.span().range, files, folder), report.message().to_owned())
        }
        _ => (place(template, &(0..0), files, folder), error.to_string()),
    };
    Diagnostic::new(Rule::TemplateFault, place, message!("template-fault.render", reason = reason))
        .help(message!("template-fault.help-render"))
}

fn unusable(place: Place, reason: &str) -> Diagnostic {
    Diagnostic::new(Rule::TemplateFault, place, message!("template-fault.message", reason = reason))
        .help(message!("template-fault.help"))
}

fn place(template: &str, span: &Span, files: &ThemeFiles, folder: &str) -> Place {
    let path = format!("templates/{template}");
    match files.get(&path) {
        Some(file) => Place::new(&file.path, span),
        None => Place::file(&BookPath::new(&format!("{folder}{path}"))),
    }
}

/// Reads `error: REASON`, ` --> FILE:LINE:COLUMN` (both from 1, in characters).
fn read_report<'a>(report: &'a str, files: &ThemeFiles) -> Option<(&'a str, &'a str, Span)> {
    let mut lines = report.lines();
    let reason = lines.next()?.strip_prefix("error: ")?;
    let mut locus = lines.next()?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
    let column: usize = locus.next()?.parse().ok()?;
    let line: usize = locus.next()?.parse().ok()?;
    let name = locus.next()?;
    let width = report.lines().last()?.matches('^').count();
    let text = files.get(&format!("templates/{name}")).and_then(super::files::ThemeFile::text).unwrap_or_default();
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    let offset = |characters: usize| {
        let line = rest.split('\n').next().unwrap_or_default();
        start + line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at)
    };
    let from = column.saturating_sub(1);
    Some((reason, name, offset(from)..offset(from + width)))
}
