//! One file alone: its front matter and its Markdown. Pure: no path, no other file, no clock, so
//! that it can be memoised by a hash of the bytes and run on all cores.

mod anchor;
mod attributes;
mod citation;
pub mod document;
pub mod front_matter;
pub mod markdown;
mod raw_html;
mod run;
mod yaml;

use crate::diagnostic::Checked;
use crate::source::Span;
use document::Document;
use front_matter::FrontMatter;

/// What one Markdown file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// Its front matter.
    pub front_matter: FrontMatter,
    /// Its Markdown.
    pub document: Document,
}

/// Parses a lesson's file.
pub fn parse(text: &str) -> Checked<Parsed, Span> {
    let read = front_matter::read(text);
    let (front_matter, body) = read.value;
    let document = markdown::parse(text, body, &front_matter);
    Checked::new(Parsed { front_matter, document }, read.diagnostics)
}
