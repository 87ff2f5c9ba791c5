//! Diagnostics as text: for a person, or for a machine.

mod github;
mod gitlab;
mod grouped;
mod human;
mod json;
mod page;
pub mod status;

use std::collections::HashMap;
use std::io::{self, Write};

use crate::assemble::file_name::natural;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::locale::{UserLanguage, message};
use crate::source::{BookPath, Positions, Sources, Span};
pub use json::Faults;

/// The form of a report: who reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFormat {
    /// For a person, at a terminal.
    #[default]
    Human,
    /// For a program: one JSON object.
    Json,
    /// For GitHub's workflows, which show each fault beside its line of a change.
    Github,
    /// For GitLab's merge requests, which do the same: one JSON list.
    Gitlab,
}

/// How the text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    /// The language of its sentences.
    pub language: UserLanguage,
    /// Whether there are ANSI codes for colours in it.
    pub colour: bool,
    /// How many columns a line may have.
    pub width: usize,
}

impl TextStyle {
    /// Text without colours, 100 columns wide, in that language: for a file or a pipe.
    pub fn plain(language: UserLanguage) -> Self {
        Self { language, colour: false, width: 100 }
    }
}

/// Writes the diagnostics, by file and place, each once; for a person errors last, and a message that is repeated
/// often only once, with all its places. If there are no diagnostics nothing is written for a person: that all is
/// well is for the caller to say.
///
/// # Errors
/// Those of `out`.
pub fn print(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: ReportFormat,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let sorted = in_order(diagnostics, style.language);
    match format {
        ReportFormat::Human => human::print(&sorted, sources, style, out),
        ReportFormat::Json => json::print(diagnostics, sources, style.language, out),
        ReportFormat::Github => github::print(&sorted, sources, style.language, out),
        ReportFormat::Gitlab => gitlab::print(&sorted, sources, style.language, out),
    }
}

/// The same for a person whose screen has so many lines, in a text that fits: as many faults as there is room for, the
/// errors first, each on one line if none fits in full; then how many more there are. Empty if there are none.
pub fn fitted(diagnostics: &[Diagnostic], sources: &Sources, style: TextStyle, lines: usize) -> String {
    human::fitted(&in_order(diagnostics, style.language), sources, style, lines)
}

/// The diagnostics for a page of the preview, which shows them over itself: one JSON object on one line, the errors first;
/// `null` if there are none.
pub fn for_page(diagnostics: &[Diagnostic], sources: &Sources, language: UserLanguage) -> String {
    page::json(&in_order(diagnostics, language), sources, language)
}

/// How many errors and warnings there are, in words: « 2 erreurs, 1 avertissement »; `None` if there are none.
pub fn summary(diagnostics: &[Diagnostic], language: UserLanguage) -> Option<String> {
    count(&in_order(diagnostics, language)).words(language)
}

/// The diagnostics by file and place, each once.
pub fn in_order(diagnostics: &[Diagnostic], language: UserLanguage) -> Vec<&Diagnostic> {
    let text = |diagnostic: &Diagnostic| (diagnostic.rule, diagnostic.message.text(language));
    let mut sorted: Vec<_> = diagnostics.iter().map(|diagnostic| (diagnostic, text(diagnostic))).collect();
    sorted.sort_by(|(a, a_text), (b, b_text)| {
        // As the book is read: the tenth lesson after the second.
        natural(a.at.path.as_str(), b.at.path.as_str()).then_with(|| (&a.at, a_text).cmp(&(&b.at, b_text)))
    });
    let mut sorted: Vec<&Diagnostic> = sorted.into_iter().map(|(diagnostic, _)| diagnostic).collect();
    sorted.dedup();
    sorted
}

/// The errors in their order, then the warnings in theirs.
fn ranked<'a>(diagnostics: &[&'a Diagnostic]) -> impl Iterator<Item = &'a Diagnostic> {
    let of = |severity| diagnostics.iter().copied().filter(move |diagnostic| diagnostic.severity == severity);
    of(Severity::Error).chain(of(Severity::Warning))
}

/// How many there are of each severity.
struct Count {
    errors: usize,
    warnings: usize,
}

fn count(diagnostics: &[&Diagnostic]) -> Count {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    Count { errors, warnings: diagnostics.len() - errors }
}

impl Count {
    fn words(&self, language: UserLanguage) -> Option<String> {
        let errors = (self.errors > 0).then(|| message!("report.errors", count = self.errors));
        let warnings = (self.warnings > 0).then(|| message!("report.warnings", count = self.warnings));
        let counts: Vec<String> = [errors, warnings].into_iter().flatten().map(|count| count.text(language)).collect();
        (!counts.is_empty()).then(|| counts.join(", "))
    }
}

/// The text of a place, and its range there in bytes; `None` for a file as a whole, or a file that is not a text of
/// the book. Should a stage have got the range wrong, it is moved inside the text, between characters.
fn text_at<'a>(place: &Place, sources: &'a Sources) -> Option<(&'a str, Span)> {
    if place.start == 0 && place.end == 0 {
        return None;
    }
    let text = &*sources.text(place.path.as_str())?.text;
    let start = boundary(text, place.start);
    Some((text, start..boundary(text, place.end).max(start)))
}

/// The lines and columns of the texts that diagnostics are in, prepared once for each text.
#[derive(Default)]
struct Located<'a>(HashMap<&'a BookPath, Positions<'a>>);

impl<'a> Located<'a> {
    /// The two ends of a place, each as its byte offset from 0, and its line and column from 1; `None` as in
    /// [`text_at`].
    fn ends(&mut self, place: &'a Place, sources: &'a Sources) -> Option<[(usize, usize, usize); 2]> {
        let (text, span) = text_at(place, sources)?;
        let positions = self.0.entry(&place.path).or_insert_with(|| Positions::new(text));
        Some([span.start, span.end].map(|offset| {
            let (line, column) = positions.of(offset);
            (offset, line, column)
        }))
    }
}

/// The last byte offset at or before `offset` where a character begins, or the text's end.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests;
