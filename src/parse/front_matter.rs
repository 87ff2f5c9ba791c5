//! The front matter as written: every field with the place of its value.

pub(in crate::parse) mod fields;
pub(in crate::parse) mod keys;
mod learning;
mod references;
mod suggestions;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use learning::{Objective, Outcome, Prerequisite};

use super::mistyped::told;
use super::yaml::{self, Entry, Kind, Reader};
use crate::diagnostic::Checked;
use crate::message;
use crate::model::{Date, Item};
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// A text value of the front matter, and where each part of it stands in the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextValue {
    /// The text as meant: quotes taken off, escapes read, a block's indent removed.
    pub text: String,
    /// The value as written, quotes included.
    pub span: Span,
    /// Where runs of `text` stand in the file: (offset in `text`, offset in the file), ascending.
    /// Within a run both advance together. Empty when no run can be told (escapes): then a place
    /// in it is the whole `span`.
    pub runs: Vec<(usize, usize)>,
}

impl TextValue {
    /// The place in the file of a range of `text`.
    pub fn place(&self, range: Span) -> Span {
        let offset = |at: usize| {
            let run = self.runs.partition_point(|&(start, _)| start <= at).checked_sub(1)?;
            let (start, file) = self.runs[run];
            Some(file + (at - start))
        };
        match (offset(range.start), range.end.checked_sub(1).and_then(offset)) {
            (Some(start), Some(last)) if range.start < range.end && start <= last => start..last + 1,
            (Some(start), _) if range.start == range.end => start..start,
            _ => self.span.clone(),
        }
    }
}

/// A lesson's front matter. Absent fields are empty or `None`; what could not be read is absent
/// too, and reported.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The whole block with its fences; empty at 0 when there is none.
    pub span: Span,
    /// Whether there is one in a form that isn't read, which is reported.
    pub is_unread: bool,
    /// The keys that are known, in order, each once.
    pub keys: Vec<Spanned<String>>,
    /// The title.
    pub title: Option<TextValue>,
    /// The address's last segment, unchecked.
    pub slug: Option<Spanned<String>>,
    /// A sentence that sums the lesson up.
    pub description: Option<TextValue>,
    /// A level's need.
    pub need: Option<TextValue>,
    /// Who stands out at a level, own to each translation.
    pub emerges: Option<TextValue>,
    /// A level's outcomes.
    pub outcomes: Vec<Outcome>,
    /// What the student will be able to do.
    pub objectives: Vec<Objective>,
    /// Short summaries in other languages, by language key.
    pub recap: Vec<(Spanned<String>, TextValue)>,
    /// Lessons to do before; the list's own place.
    pub prerequisites: Option<Spanned<Vec<Prerequisite>>>,
    /// Minutes.
    pub duration: Option<Spanned<u32>>,
    /// Ids of tags.
    pub tags: Option<Spanned<Vec<Spanned<String>>>>,
    /// Names of authors.
    pub authors: Option<Spanned<Vec<Spanned<String>>>>,
    /// The day of publication.
    pub date: Option<Spanned<Date>>,
    /// The day of the last revision.
    pub updated: Option<Spanned<Date>>,
    /// An SPDX expression.
    pub license: Option<Spanned<String>>,
    /// Whether it is a draft.
    pub draft: Option<Spanned<bool>>,
    /// Former addresses and ids.
    pub aliases: Vec<Spanned<String>>,
    /// Whether the lesson, or a level's lessons, are offered in two languages side by side.
    pub side_by_side: Option<Spanned<bool>>,
    /// Notes by label, in order, duplicates kept.
    pub footnotes: Vec<(Spanned<String>, TextValue)>,
    /// References by key, in order, duplicates kept.
    pub references: Vec<WrittenReference>,
    /// The author's own values, which templates see.
    pub extra: Option<serde_json::Map<String, serde_json::Value>>,
}

/// A reference as the front matter gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenReference {
    /// The key, and where it stands.
    pub key: Spanned<String>,
    /// The work.
    pub work: WrittenWork,
}

/// A work, in words or in fields.
#[derive(Clone, Debug, PartialEq)]
pub enum WrittenWork {
    /// Printed as written (inline Markdown).
    Words {
        /// The whole reference.
        text: TextValue,
        /// What citations call it, where the author says: “Toffler, 1980”.
        short: Option<TextValue>,
    },
    /// A CSL item, as Pandoc writes them in YAML, brought into one form ([`Item`]).
    Item(Arc<Item>),
}

/// Reads a file's front matter, and tells where the body begins. Every fault is reported; a fault
/// costs its own value and no other.
pub fn read(text: &str) -> Checked<(FrontMatter, usize), Span> {
    let fences = yaml::split(text);
    let mut reader = Reader::new(text);
    reader.diagnostics = fences.diagnostics;
    let mut front_matter = FrontMatter { span: fences.block, is_unread: fences.is_unread, ..FrontMatter::default() };
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    // The field whose entries may follow without their indentation.
    let mut above: Option<String> = None;
    let entries = fences.yaml.map_or_else(Vec::new, |yaml| reader.top_entries(yaml, keys::is_known));
    for entry in entries {
        reader.tabs_reported = entry.tabs;
        let key = entry.key.value.as_str();
        if !keys::is_known(key) {
            match &above {
                Some(above) => front_matter.read_unindented(&mut reader, above, entry),
                None => report_unknown(&mut reader, &entry),
            }
            continue;
        }
        let is_open = HOLDERS.contains(&key) && matches!(reader.kind(&entry.value), Kind::Nothing);
        above = is_open.then(|| key.to_owned());
        match first.get(key) {
            Some(first) => reader.report_duplicate(key, entry.key.span.clone(), first.clone()),
            None => {
                first.insert(key.to_owned(), entry.key.span.clone());
                front_matter.keys.push(entry.key.clone());
                front_matter.read_field(&mut reader, &entry);
            }
        }
    }
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.at.start);
    Checked::new((front_matter, fences.body), diagnostics)
}

fn report_unknown(reader: &mut Reader<'_>, entry: &Entry<'_>) {
    let key = entry.key.value.as_str();
    let help = match keys::nearest(key) {
        Some(nearest) => message!("unknown-field.help-nearest", nearest = nearest),
        None => message!("unknown-field.help"),
    };
    reader.report(Rule::UnknownField, entry.key.span.clone(), message!("unknown-field.message", key = key), Some(help));
}

/// The fields that hold entries of their authors' own.
const HOLDERS: [&str; 4] = ["footnotes", "references", "recap", "extra"];

impl FrontMatter {
    /// Reads an entry that was meant to stand in the field above it, and lacks its indentation.
    fn read_unindented<'t>(&mut self, reader: &mut Reader<'t>, above: &str, entry: Entry<'t>) {
        let (key, span) = (entry.key.value.as_str(), entry.key.span.clone());
        let written = reader.text[span.start..].lines().next().unwrap_or_default();
        let help = message!("unknown-field.help-unindented", line = told(written));
        let message = message!("unknown-field.unindented", key = key, field = above);
        reader.report(Rule::UnknownField, span, message, Some(help));
        match above {
            "footnotes" => self.footnotes.extend(fields::labelled_text(reader, above, entry)),
            "references" => self.references.extend(references::by_key(reader, entry)),
            "recap" => self.recap.extend(fields::labelled_text(reader, above, entry)),
            _ => {}
        }
    }

    /// Reads the value of a known key.
    fn read_field<'t>(&mut self, reader: &mut Reader<'t>, entry: &Entry<'t>) {
        match entry.key.value.as_str() {
            "title" => self.title = fields::text(reader, entry),
            "slug" => self.slug = fields::line(reader, entry),
            "description" => self.description = fields::text(reader, entry),
            "need" => self.need = fields::text(reader, entry),
            "emerges" => self.emerges = fields::text(reader, entry),
            "outcomes" => self.outcomes = learning::outcomes(reader, entry),
            "objectives" => self.objectives = learning::objectives(reader, entry),
            "recap" => self.recap = fields::recaps(reader, entry),
            "prerequisites" => self.prerequisites = learning::prerequisites(reader, entry),
            "duration" => self.duration = fields::minutes(reader, entry),
            "tags" => self.tags = fields::ids(reader, entry),
            "authors" => self.authors = fields::authors(reader, entry),
            "date" => self.date = fields::date(reader, entry),
            "updated" => self.updated = fields::date(reader, entry),
            "license" => self.license = fields::line(reader, entry),
            "draft" => self.draft = fields::truth(reader, entry),
            "aliases" => self.aliases = fields::ids(reader, entry).map_or_else(Vec::new, |list| list.value),
            "side_by_side" => self.side_by_side = fields::truth(reader, entry),
            "footnotes" => self.footnotes = fields::labelled_texts(reader, entry),
            "references" => self.references = references::read(reader, entry),
            "extra" => self.extra = fields::map(reader, entry),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
