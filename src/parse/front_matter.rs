//! The front matter as written: every field with the place of its value.

pub(in crate::parse) mod field;
pub(in crate::parse) mod fields;
pub(crate) mod learning;
mod references;
mod suggestions;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use field::{Field, Sharing, Texts};
pub use learning::{Prerequisite, WrittenObjective, WrittenOutcome};

use super::mistyped::told;
use super::yaml::{self, Entry, Kind, Reader};
use crate::diagnostic::Checked;
use crate::message;
use crate::model::{Colour, Date, Item, Slug};
use crate::rule::Rule;
use crate::shape::in_yaml;
use crate::source::{Span, Spanned};

/// A text value of the front matter, and where each part of it is in the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextValue {
    /// The text as meant: quotes taken off, escapes read, a block's indent removed.
    pub text: String,
    /// The value as written, quotes included.
    pub span: Span,
    /// Where runs of `text` are in the file: (byte offset in `text`, byte offset in the file), ascending. Within a
    /// run both advance together. Empty if no run can be placed (escapes): then any place in the text is the whole
    /// `span`.
    pub runs: Vec<(usize, usize)>,
}

impl TextValue {
    /// The place in the file of a byte range of `text`.
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
    /// The keys that unknown ones were probably meant to be: of what they lack nothing more is said.
    pub meant: Vec<&'static str>,
    /// The title.
    pub title: Option<TextValue>,
    /// The address's last segment, unchecked.
    pub slug: Option<Spanned<String>>,
    /// A sentence that sums the lesson up.
    pub description: Option<TextValue>,
    /// A level's need.
    pub need: Option<TextValue>,
    /// Who emerges at a level; each translation has its own.
    pub emerges: Option<TextValue>,
    /// A level's colour.
    pub color: Option<Spanned<Colour>>,
    /// A level's outcomes.
    pub outcomes: Vec<WrittenOutcome>,
    /// What the student will be able to do.
    pub objectives: Vec<WrittenObjective>,
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
    /// The day of the translation, for a text that is one.
    pub translated: Option<Spanned<Date>>,
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

/// A row of [`FIELDS`]: the field, what its value may be, the texts that show it, and how its value is read.
macro_rules! field {
    ($name:ident, $shape:expr, $texts:ident, $read:path) => {
        Field::new(stringify!($name), $shape, Texts::$texts, |all, reader, entry| all.$name = $read(reader, entry))
    };
}

/// Every field, in the order of the manual.
pub const FIELDS: &[Field] = &[
    field!(title, in_yaml::text, All, fields::text).meant_by(&["titre", "nom", "name"]),
    field!(slug, || in_yaml::pattern(Slug::PATTERN), All, fields::line)
        .meant_by(&["adresse", "permalien", "permalink", "url"]),
    field!(description, in_yaml::text, All, fields::text)
        .meant_by(&["chapeau", "abstract", "summary", "resume", "sommaire"]),
    field!(need, in_yaml::text, Levels, fields::text).meant_by(&["besoin", "besoins", "subtitle", "sous-titre"]),
    field!(emerges, in_yaml::text, Levels, fields::text).meant_by(&["emerge", "emergence", "qui-emerge", "emerging"]),
    field!(color, || in_yaml::pattern("#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})"), Levels, fields::colour)
        .meant_by(&["couleur", "colour", "accent"])
        .shared(|all| said(all.color.as_ref())),
    field!(outcomes, learning::outcomes_shape, Levels, learning::outcomes)
        .meant_by(&["acquis", "acquis-vises", "competences", "resultat", "resultats", "results"]),
    field!(objectives, learning::objectives_shape, Lessons, learning::objectives)
        .meant_by(&["but", "buts", "intention", "intentions", "objectif", "objectifs", "goals"]),
    field!(recap, in_yaml::texts_by_name, All, fields::recaps)
        .meant_by(&["recapitulatif", "synthese"])
        .entries(|all, reader, entry| all.recap.extend(fields::labelled_text(reader, "recap", entry))),
    field!(prerequisites, learning::prerequisites_shape, Lessons, learning::prerequisites)
        .meant_by(&["prealable", "prealables", "prerequis", "pre-requis", "requires"])
        .shared(|all| all.prerequisites.as_ref().map(learning::said)),
    field!(duration, fields::minutes_shape, Lessons, fields::minutes)
        .meant_by(&["duree", "temps", "minutes", "time"])
        .shared(|all| said(all.duration.as_ref())),
    field!(tags, in_yaml::texts, LessonsAndPages, fields::ids)
        .meant_by(&["etiquette", "etiquettes", "mots-cles", "mot-cle", "motscles", "keywords", "categories"])
        .shared(|all| said_in_list(all.tags.as_ref())),
    field!(authors, in_yaml::texts, All, fields::authors)
        .meant_by(&["auteur", "auteurs", "auteure", "auteures", "autrice", "autrices"])
        .shared(|all| said_in_list(all.authors.as_ref())),
    field!(date, in_yaml::day, All, fields::date)
        .meant_by(&["date-de-publication", "publication"])
        .sharing(Sharing::Lent),
    field!(updated, in_yaml::day, All, fields::date).meant_by(&[
        "date-de-mise-a-jour",
        "mise-a-jour",
        "mis-a-jour",
        "lastmod",
        "modified",
    ]),
    field!(translated, in_yaml::day, All, fields::date)
        .meant_by(&["date-de-traduction", "traduit", "traduit-le", "traduction"]),
    field!(license, in_yaml::text, All, fields::line).meant_by(&["licence"]).shared(|all| said(all.license.as_ref())),
    field!(draft, in_yaml::truth, All, fields::truth).meant_by(&["brouillon"]),
    Field::new("aliases", in_yaml::texts, Texts::All, |all, reader, entry| {
        all.aliases = fields::ids(reader, entry).map_or_else(Vec::new, |list| list.value)
    })
    .meant_by(&["ancien-nom", "anciens-noms", "ancienne-adresse", "anciennes-adresses", "redirections"]),
    field!(side_by_side, in_yaml::truth, All, fields::truth)
        .meant_by(&["cote-a-cote", "side-by-side"])
        .shared(|all| said(all.side_by_side.as_ref())),
    field!(footnotes, in_yaml::texts_by_name, All, fields::labelled_texts)
        .meant_by(&["note", "notes", "note-de-bas-de-page", "notes-de-bas-de-page"])
        .entries(|all, reader, entry| all.footnotes.extend(fields::labelled_text(reader, "footnotes", entry))),
    field!(references, references::shape, All, references::read)
        .meant_by(&["sources", "bibliographie", "bibliography"])
        .sharing(Sharing::EntriesShared)
        .entries(|all, reader, entry| all.references.extend(references::by_key(reader, entry))),
    field!(extra, in_yaml::map, All, fields::map).entries(|_, _, _| {}),
];

/// What a single value says, to be compared with another file's, and its place.
fn said<T: ToString>(value: Option<&Spanned<T>>) -> Option<(String, Span)> {
    value.map(|value| (value.value.to_string(), value.span.clone()))
}

/// What a list says, to be compared with another file's, and its place.
fn said_in_list(list: Option<&Spanned<Vec<Spanned<String>>>>) -> Option<(String, Span)> {
    let list = list?;
    let items: Vec<&str> = list.value.iter().map(|item| item.value.as_str()).collect();
    Some((format!("{items:?}"), list.span.clone()))
}

/// A reference as the front matter gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenReference {
    /// The key, with its place.
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

/// Reads a file's front matter, and gives with it the byte offset in `text` at which the body begins. Every fault is
/// reported; a fault costs its own value and no other.
pub fn read(text: &str) -> Checked<(FrontMatter, usize), Span> {
    let fences = yaml::split(text);
    let mut reader = Reader::new(text);
    reader.diagnostics = fences.diagnostics;
    let mut front_matter = FrontMatter { span: fences.block, is_unread: fences.is_unread, ..FrontMatter::default() };
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    // The field whose entries may follow without their indentation.
    let mut above: Option<&'static Field> = None;
    let entries = fences.yaml.map_or_else(Vec::new, |yaml| reader.top_entries(yaml, field::is_known));
    for entry in entries {
        reader.tabs_reported = entry.tabs;
        let key = entry.key.value.as_str();
        let Some(field) = Field::of_key(key) else {
            match above {
                Some(above) => front_matter.read_unindented(&mut reader, above, entry),
                None => front_matter.meant.extend(report_unknown(&mut reader, &entry)),
            }
            continue;
        };
        let is_open = field.read_entry.is_some() && matches!(reader.kind(&entry.value), Kind::Nothing);
        above = is_open.then_some(field);
        match first.get(key) {
            Some(first) => reader.report_duplicate(key, entry.key.span.clone(), first.clone()),
            None => {
                first.insert(key.to_owned(), entry.key.span.clone());
                front_matter.keys.push(entry.key.clone());
                (field.read)(&mut front_matter, &mut reader, &entry);
            }
        }
    }
    let mut diagnostics = reader.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.at.start);
    Checked::new((front_matter, fences.body), diagnostics)
}

/// Reports a key that is no field's, and gives the one that it was probably meant to be.
fn report_unknown(reader: &mut Reader<'_>, entry: &Entry<'_>) -> Option<&'static str> {
    let key = entry.key.value.as_str();
    let nearest = field::nearest(key);
    let help = match nearest {
        Some(nearest) => message!("unknown-field.help-nearest", nearest = nearest),
        None => message!("unknown-field.help"),
    };
    reader.report(Rule::UnknownField, entry.key.span.clone(), message!("unknown-field.message", key = key), Some(help));
    nearest
}

impl FrontMatter {
    /// Reads an entry that was meant to be in the field above it but isn't indented.
    fn read_unindented<'t>(&mut self, reader: &mut Reader<'t>, above: &Field, entry: Entry<'t>) {
        let (key, span) = (entry.key.value.as_str(), entry.key.span.clone());
        let written = reader.text[span.start..].lines().next().unwrap_or_default();
        let help = message!("unknown-field.help-unindented", line = told(written));
        let message = message!("unknown-field.unindented", key = key, field = above.key);
        reader.report(Rule::UnknownField, span, message, Some(help));
        if let Some(read) = above.read_entry {
            read(self, reader, entry);
        }
    }
}

#[cfg(test)]
mod tests;
