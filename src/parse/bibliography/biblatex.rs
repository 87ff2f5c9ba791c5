//! BibLaTeX, in CSL's words.

use biblatex::{Bibliography, Chunk, ChunksRef, RawBibliography};
use serde_json::{Value, json};

use super::unreadable;
use crate::diagnostic::Diagnostic;
use crate::model::Item;
use crate::parse::csl::{self, Field};
use crate::source::{Span, Spanned};

/// What BibLaTeX calls types, and what CSL does.
const TYPES: [(&str, &str); 27] = [
    ("article", "article-journal"),
    ("book", "book"),
    ("mvbook", "book"),
    ("inbook", "chapter"),
    ("bookinbook", "chapter"),
    ("suppbook", "chapter"),
    ("booklet", "pamphlet"),
    ("collection", "book"),
    ("mvcollection", "book"),
    ("incollection", "chapter"),
    ("dataset", "dataset"),
    ("manual", "book"),
    ("online", "webpage"),
    ("electronic", "webpage"),
    ("www", "webpage"),
    ("patent", "patent"),
    ("periodical", "periodical"),
    ("proceedings", "book"),
    ("inproceedings", "paper-conference"),
    ("conference", "paper-conference"),
    ("inreference", "entry-encyclopedia"),
    ("report", "report"),
    ("techreport", "report"),
    ("software", "software"),
    ("video", "motion_picture"),
    ("audio", "song"),
    ("legislation", "legislation"),
];

/// What BibLaTeX calls fields, and what CSL does.
const FIELDS: [(&str, &str); 39] = [
    ("title", "title"),
    ("shorttitle", "title-short"),
    ("journaltitle", "container-title"),
    ("journal", "container-title"),
    ("shortjournal", "container-title-short"),
    ("booktitle", "container-title"),
    ("maintitle", "volume-title"),
    ("series", "collection-title"),
    ("publisher", "publisher"),
    ("institution", "publisher"),
    ("school", "publisher"),
    ("organization", "publisher"),
    ("location", "publisher-place"),
    ("address", "publisher-place"),
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("bookauthor", "container-author"),
    ("date", "issued"),
    ("urldate", "accessed"),
    ("origdate", "original-date"),
    ("eventdate", "event-date"),
    ("eventtitle", "event-title"),
    ("origtitle", "original-title"),
    ("origpublisher", "original-publisher"),
    ("volume", "volume"),
    ("volumes", "number-of-volumes"),
    ("edition", "edition"),
    ("pages", "page"),
    ("pagetotal", "number-of-pages"),
    ("chapter", "chapter-number"),
    ("version", "version"),
    ("langid", "language"),
    ("language", "language"),
    ("doi", "DOI"),
    ("url", "URL"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("note", "note"),
];

const LANGUAGES: [(&str, &str); 8] = [
    ("canadian", "en-CA"),
    ("american", "en-US"),
    ("british", "en-GB"),
    ("english", "en"),
    ("french", "fr"),
    ("acadian", "fr-CA"),
    ("canadien", "fr-CA"),
    ("spanish", "es"),
];

/// The works of a file.
pub(super) fn read(text: &str, faults: &mut Vec<Diagnostic<Span>>) -> Vec<(Spanned<String>, Item)> {
    let parsed = RawBibliography::parse(text).and_then(|raw| {
        let places: Vec<Span> = raw.entries.iter().map(|entry| entry.v.key.span.clone()).collect();
        Ok((Bibliography::from_raw(raw)?, places))
    });
    let (bibliography, places) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let start = floor(text, error.span.start);
            unreadable(start..floor(text, error.span.end).max(start), faults);
            return Vec::new();
        }
    };
    let place = |key: &str| {
        let found = places.iter().find(|span| text.get((*span).clone()) == Some(key));
        found.cloned().unwrap_or(0..0)
    };
    let by_key: std::collections::HashMap<&str, &Span> =
        places.iter().filter_map(|span| Some((text.get(span.clone())?, span))).collect();
    let works = bibliography.iter().map(|entry| {
        let at = by_key.get(entry.key.as_str()).map_or_else(|| place(&entry.key), |span| (*span).clone());
        let item = csl::item(&entry.key, &at, fields(entry, &at), faults);
        (Spanned::new(entry.key.clone(), at), item)
    });
    works.collect()
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn fields(entry: &biblatex::Entry, at: &Span) -> Vec<Field> {
    let kind = entry.entry_type.to_string().to_lowercase();
    let known = TYPES.iter().find(|(name, _)| *name == kind).map(|(_, known)| *known);
    let mut work_type = known.unwrap_or(match kind.as_str() {
        "thesis" | "phdthesis" | "mastersthesis" => "thesis",
        _ => "document",
    });
    let sub = entry.fields.get("entrysubtype").map(|chunks| words(chunks)).unwrap_or_default();
    work_type = match (work_type, sub.as_str()) {
        ("article-journal", "newspaper") => "article-newspaper",
        ("article-journal", "magazine") => "article-magazine",
        (other, _) => other,
    };
    let field = |key: &str, value: Value| Field { key: key.to_owned(), key_at: at.clone(), value, at: at.clone() };
    let mut fields = vec![field("type", work_type.into())];
    for (name, key) in FIELDS {
        let Some(chunks) = entry.fields.get(name) else { continue };
        if fields.iter().any(|field| field.key == key) {
            continue;
        }
        let value = match key {
            "author" | "editor" | "translator" | "container-author" => names(chunks),
            "language" => {
                let written = words(chunks).to_lowercase();
                let tag = LANGUAGES.iter().find(|(name, _)| *name == written).map(|(_, tag)| (*tag).to_owned());
                tag.unwrap_or(written).into()
            }
            "page" => words(chunks).replace("--", "-").into(),
            "title" | "container-title" | "title-short" | "volume-title" => marked(chunks).into(),
            _ => words(chunks).into(),
        };
        fields.push(field(key, value));
    }
    // The subtitle belongs to the title.
    if let Some(subtitle) = entry.fields.get("subtitle")
        && let Some(title) = fields.iter_mut().find(|field| field.key == "title")
    {
        title.value = format!("{}: {}", title.value.as_str().unwrap_or_default(), marked(subtitle)).into();
    }
    // A number is an issue's in a periodical, a series' in a book, else the work's own.
    if let Some(number) = entry.fields.get("number").or_else(|| entry.fields.get("issue")) {
        let key = match work_type {
            "article-journal" | "article-magazine" | "article-newspaper" => "issue",
            "book" | "chapter" | "paper-conference" => "collection-number",
            _ => "number",
        };
        fields.push(field(key, words(number).into()));
    }
    if !fields.iter().any(|field| field.key == "issued")
        && let Some(year) = entry.fields.get("year")
    {
        let month = entry.fields.get("month").map(|month| words(month)).unwrap_or_default();
        let date = format!("{month} {}", words(year));
        fields.push(field("issued", date.trim().into()));
    }
    if let Some(genre) = entry.fields.get("type").filter(|_| matches!(work_type, "thesis" | "report" | "patent")) {
        fields.push(field("genre", words(genre).into()));
    }
    fields
}

/// The text of a field.
fn words(chunks: ChunksRef<'_>) -> String {
    let text: String = chunks.iter().map(|chunk| chunk.v.get()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a title, what braces keep from changing its case marked as CSL does.
fn marked(chunks: ChunksRef<'_>) -> String {
    let chunks = chunks.iter().map(|chunk| match &chunk.v {
        Chunk::Verbatim(text) if !text.trim().is_empty() => format!("<span class=\"nocase\">{text}</span>"),
        chunk => chunk.get().to_owned(),
    });
    let text: String = chunks.collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names, parted by “and”; one in braces is an organisation's.
fn names(chunks: ChunksRef<'_>) -> Value {
    let is_whole =
        |text: &str| chunks.iter().any(|chunk| matches!(&chunk.v, Chunk::Verbatim(whole) if whole.trim() == text));
    let text = words(chunks);
    let names = text.split(" and ").map(str::trim).filter(|name| !name.is_empty() && *name != "others");
    let names = names.map(|name| {
        if is_whole(name) {
            return json!({ "literal": name });
        }
        let parts: Vec<&str> = name.split(',').map(str::trim).collect();
        match parts.as_slice() {
            [family, given] => json!({ "family": family, "given": given }),
            [family, suffix, given] => json!({ "family": family, "given": given, "suffix": suffix }),
            _ => match name.rsplit_once(' ') {
                Some((given, family)) => json!({ "family": family, "given": given }),
                None => json!({ "literal": name }),
            },
        }
    });
    Value::Array(names.collect())
}
