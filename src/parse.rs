//! One file alone: its front matter and its Markdown. Pure: no path, no other file, no clock, so
//! that it can be memoised by a hash of the bytes and run on all cores.

mod anchor;
pub mod answer;
pub(crate) mod attributes;
pub mod bibliography;
pub mod blocks;
pub mod callout;
mod citation;
pub mod code_attributes;
pub mod code_language;
pub mod credit;
pub mod csl;
pub mod document;
pub mod elements;
pub mod fingerprints;
pub mod formula;
pub mod front_matter;
pub mod glossary;
mod ids;
pub mod image;
pub mod locator;
pub mod lock;
pub mod markdown;
pub mod mistyped;
pub mod passage;
pub(crate) mod persons;
pub(crate) mod raw_html;
mod run;
pub mod tags;
pub mod tasks;
mod term;
mod title;
mod yaml;

use crate::diagnostic::Checked;
use crate::model::Audience;
use crate::source::Span;
use document::Document;
use fingerprints::Fingerprint;
use front_matter::FrontMatter;
use tasks::TaskPlace;

/// What one Markdown file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// Its front matter.
    pub front_matter: FrontMatter,
    /// Its Markdown.
    pub document: Document,
    /// Its Markdown without what is for the teacher, when there is any. Its lists are those of the
    /// whole text; what is left out of it is called by none of its events.
    pub students: Option<Box<Document>>,
    /// The fingerprints of its blocks, by which a change is found out.
    pub fingerprints: Vec<Fingerprint>,
    /// Its questions and activities that are for students.
    pub tasks: Vec<TaskPlace>,
}

impl Parsed {
    /// Whether it asks questions, for whoever.
    pub fn has_questions(&self) -> bool {
        !self.document.questions.is_empty()
    }

    /// What `audience` gets to see.
    pub fn shown(&self, audience: Audience) -> &Document {
        match &self.students {
            Some(students) if !audience.sees_all() => students,
            _ => &self.document,
        }
    }
}

/// Parses a lesson's file. Places are byte ranges of `text`; every fault of the file comes with the value,
/// which is as whole as they allow.
pub fn parse(text: &str) -> Checked<Parsed, Span> {
    let read = front_matter::read(text);
    let (mut front_matter, body) = read.value;
    let slips = front_matter.title.as_mut().map_or_else(Vec::new, title::plain);
    let mut document = markdown::parse(text, body, &front_matter);
    document.slips.extend(slips);
    let students = markdown::without_teacher(&mut document).map(Box::new);
    let mut parsed = Parsed { front_matter, document, students, ..Parsed::default() };
    parsed.fingerprints = fingerprints::fingerprints(&parsed);
    parsed.tasks = tasks::tasks(&parsed);
    Checked::new(parsed, read.diagnostics)
}
