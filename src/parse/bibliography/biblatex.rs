//! BibLaTeX, in CSL's words.

mod file;
mod inherit;
mod persons;
mod tex;
mod words;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::message;
use crate::model::Item;
use crate::parse::csl::{self, Field};
use crate::rule::Rule;
use crate::source::{Span, Spanned};
use inherit::{Family, Fields};
pub(super) use words::{babel, is_law, number};

/// The works of a file.
pub(super) fn read(text: &str, faults: &mut Vec<Diagnostic<Span>>) -> Vec<(Spanned<String>, Item)> {
    let entries = file::entries(text, faults);
    let mut family = Family::new(&entries);
    let mut meant = Meant::new();
    let mut told = HashSet::new();
    let mut works = Vec::with_capacity(entries.len());
    for entry in &entries {
        let kind = entry.kind.value.to_ascii_lowercase();
        report_fields(&kind, entry, &mut meant, faults);
        if words::is_no_work(&kind) {
            continue;
        }
        let fields = family.fields(entry, faults);
        let work = BiblatexWork { kind: known_kind(kind, &entry.kind, faults), fields, at: &entry.key.span };
        report_persons(&work, &mut told, faults);
        let item = csl::whole_item(work.read(), faults);
        // A field that seems to be missing may be where an entry can't be read.
        if entry.is_whole {
            report_missing(&entry.key, &work.kind, &item, faults);
        }
        works.push((Spanned::new(entry.key.value.to_owned(), entry.key.span.clone()), item));
    }
    works
}

/// Reports names that may be several persons', each once, wherever they are inherited.
fn report_persons(work: &BiblatexWork<'_>, told: &mut HashSet<usize>, faults: &mut Vec<Diagnostic<Span>>) {
    for name in MAKERS.iter().map(|(name, ..)| *name).chain(["translator", "bookauthor"]) {
        let Some((_, value)) = work.fields.get(name) else { continue };
        if !told.insert(value.at.start) {
            continue;
        }
        for (plain, persons) in work.tex(name).map(persons::unclear).unwrap_or_default() {
            let message = message!("bare-name.message-several", name = plain.as_str());
            let whole = format!("{{{{{plain}}}}}");
            let help = match persons.as_slice() {
                [] => message!("bare-name.help-several-bib-any", whole = whole),
                known => {
                    let persons = format!("{{{}}}", known.join(" and "));
                    message!("bare-name.help-several-bib", persons = persons, whole = whole)
                }
            };
            faults.push(Diagnostic::new(Rule::BareName, value.at.clone(), message).help(help));
        }
    }
}

/// The type of an entry. An unknown one is reported, and replaced by the one that was probably meant, or `misc`.
fn known_kind(kind: String, written: &Spanned<&str>, faults: &mut Vec<Diagnostic<Span>>) -> String {
    if words::work_type(&kind).is_some() {
        return kind;
    }
    let meant = words::meant_type(&kind);
    let help = match meant {
        Some(near) => message!("unknown-reference-type.help-nearest", nearest = near),
        None => message!("unknown-reference-type.help-biblatex"),
    };
    let message = message!("unknown-reference-type.message", value = written.value);
    faults.push(Diagnostic::new(Rule::UnknownReferenceType, written.span.clone(), message).help(help));
    meant.unwrap_or("misc").to_owned()
}

/// The fields that were probably meant by unknown names; `None` for a name that is like no field's.
type Meant<'e> = HashMap<&'e str, Option<&'static str>>;

/// How many such names are looked at.
const MOST_NAMES: usize = 1_000;

/// Reports fields whose names are slips. BibLaTeX passes over what it doesn't know, so that programs
/// put there what they like.
fn report_fields<'e>(
    kind: &str,
    entry: &'e file::Entry<'_>,
    meant: &mut Meant<'e>,
    faults: &mut Vec<Diagnostic<Span>>,
) {
    for (name, _) in entry.fields.iter().filter(|(name, _)| kind != "set" && !words::is_known(&name.value)) {
        // Names of a program's own come in every entry, and are looked at once.
        let is_new = meant.len() < MOST_NAMES;
        let near = match meant.get(name.value.as_str()) {
            Some(near) => *near,
            None if is_new => *meant.entry(&name.value).or_insert_with(|| words::meant_field(&name.value)),
            None => None,
        };
        let Some(near) = near else { continue };
        let message = message!("unknown-field.reference", key = name.value.as_str());
        let fault = Diagnostic::new(Rule::UnknownField, name.span.clone(), message);
        faults.push(fault.help(message!("unknown-field.help-nearest", nearest = near)));
    }
}

/// Reports the fields that a work needs and doesn't have, by BibLaTeX's names.
fn report_missing(key: &Spanned<&str>, kind: &str, item: &Item, faults: &mut Vec<Diagnostic<Span>>) {
    for missing in csl::missing(item) {
        let field = match missing {
            "container-title" if matches!(kind, "article" | "suppperiodical" | "review") => "journaltitle",
            "container-title" => "booktitle",
            "publisher" if kind.ends_with("thesis") => "institution",
            "issued" => "date",
            "URL" => "url",
            other => other,
        };
        let message = message!("missing-reference-field.message", key = key.value, field = field);
        let help = message!("missing-reference-field.help-biblatex", field = field);
        faults.push(Diagnostic::new(Rule::MissingReferenceField, key.span.clone(), message).help(help));
    }
}

/// A work on its way to CSL.
struct BiblatexWork<'e> {
    kind: String,
    fields: Fields<'e>,
    /// The place of its key.
    at: &'e Span,
}

/// Fields of CSL that are titles: braces in them keep capitals.
const TITLES: [&str; 8] = [
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "volume-title",
    "original-title",
    "event-title",
];

/// Titles, and the fields that hold what follows their colons.
const SUBTITLES: [(&str, &str); 4] = [
    ("title", "subtitle"),
    ("booktitle", "booksubtitle"),
    ("maintitle", "mainsubtitle"),
    ("journaltitle", "journalsubtitle"),
];

/// Who made it, each with the field that says as what, and what they are when it doesn't.
const MAKERS: [(&str, &str, &str); 5] = [
    ("author", "authortype", "author"),
    ("editor", "editortype", "editor"),
    ("editora", "editoratype", "contributor"),
    ("editorb", "editorbtype", "contributor"),
    ("editorc", "editorctype", "contributor"),
];

impl BiblatexWork<'_> {
    fn tex(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|(_, value)| value.text.as_ref()).filter(|text| !text.trim().is_empty())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.tex(name).map(tex::plain).filter(|text| !text.is_empty())
    }

    /// A field of CSL, at the place of BibLaTeX's.
    fn field(&self, key: &str, from: &str, value: Value) -> Field {
        let (key_at, at) = match self.fields.get(from) {
            Some((name, value)) => ((*name).clone(), value.at.clone()),
            None => (self.at.clone(), self.at.clone()),
        };
        Field { key: key.to_owned(), key_at, value, at }
    }

    /// The type of CSL, and whether `entrysubtype` says it.
    fn work_type(&self) -> (&'static str, bool) {
        let subtype = self.text("entrysubtype").and_then(|written| words::subtype(&self.kind, &written));
        if let Some(known) = subtype {
            return (known, true);
        }
        let known = match self.kind.as_str() {
            // BibTeX's own `inbook` has the book's title, and a chapter's number.
            "inbook" if self.tex("booktitle").is_none() && self.tex("maintitle").is_none() => "book",
            "unpublished" if self.tex("eventtitle").is_some() => "speech",
            "article" | "misc" | "online" | "unpublished"
                if self.eprint().is_some_and(|(archive, _)| archive == "arxiv")
                    && self.tex("journaltitle").or(self.tex("journal")).is_none() =>
            {
                "article"
            }
            kind => words::work_type(kind).unwrap_or("document"),
        };
        (known, false)
    }

    /// The archive that holds it, in small letters, and its number there.
    fn eprint(&self) -> Option<(String, String)> {
        let archive = self.text("eprinttype").or_else(|| self.text("archiveprefix"))?;
        Some((archive.to_lowercase(), tex::verbatim(self.tex("eprint")?)))
    }

    fn read(&self) -> Vec<Field> {
        let (work_type, is_told) = self.work_type();
        let mut read = vec![self.field("type", "entrysubtype", work_type.into())];
        self.makers(&mut read);
        for (name, key) in words::FIELDS {
            let Some(tex) = self.tex(name).filter(|_| !MAKERS.iter().any(|(maker, ..)| *maker == name)) else {
                continue;
            };
            let key = if name == "institution" && words::is_law(work_type) { "authority" } else { key };
            if read.iter().any(|field| field.key == key) {
                continue;
            }
            read.push(self.field(key, name, self.value(name, key, tex)));
        }
        self.number(work_type, &mut read);
        self.dates(&mut read);
        self.genre(work_type, is_told, &mut read);
        self.found_at(work_type, &mut read);
        read
    }

    fn value(&self, name: &str, key: &str, tex: &str) -> Value {
        match key {
            "translator" | "container-author" => persons::read(tex, self.keeps_prefix()),
            "language" => words::language(&tex::plain(tex)).into(),
            "DOI" | "URL" | "ISBN" | "ISSN" | "PMID" | "PMCID" => tex::verbatim(tex).into(),
            "issued" | "accessed" | "original-date" | "event-date" => date(&tex::verbatim(tex)).into(),
            "page" => tex::plain(tex).replace('–', "-").into(),
            _ if TITLES.contains(&key) => self.title(name, tex).into(),
            _ => tex::marked(tex).into(),
        }
    }

    /// A title with its subtitle.
    fn title(&self, name: &str, tex: &str) -> String {
        let title = tex::title(tex);
        let subtitle = SUBTITLES.iter().find(|(title, _)| *title == name).and_then(|(_, sub)| self.tex(sub));
        let Some(subtitle) = subtitle.map(tex::title).filter(|subtitle| !subtitle.is_empty()) else { return title };
        let language = self.text("langid").or_else(|| self.text("language"));
        let colon = match language.is_some_and(|language| words::language(&language).starts_with("fr")) {
            _ if title.ends_with(['?', '!', ':', '…']) => " ",
            true => " : ",
            false => ": ",
        };
        format!("{title}{colon}{subtitle}")
    }

    /// Whether names keep their particles, as `options` tell.
    fn keeps_prefix(&self) -> bool {
        self.tex("options").into_iter().flat_map(|options| options.split(',')).any(|option| {
            let (name, value) = option.split_once('=').unwrap_or((option, "true"));
            name.trim() == "useprefix" && value.trim() == "true"
        })
    }

    fn makers(&self, read: &mut Vec<Field>) {
        for (name, told, otherwise) in MAKERS {
            let Some(tex) = self.tex(name) else { continue };
            let role = self.text(told).and_then(|written| words::role(&written)).unwrap_or(otherwise);
            let names = persons::read(tex, self.keeps_prefix());
            match read.iter_mut().find(|field| field.key == role) {
                Some(Field { value: Value::Array(known), .. }) => {
                    known.extend(names.as_array().into_iter().flatten().cloned());
                }
                _ => read.push(self.field(role, name, names)),
            }
        }
    }

    fn number(&self, work_type: &str, read: &mut Vec<Field>) {
        for (name, key) in [("number", words::number(work_type)), ("issue", "issue"), ("eid", "number")] {
            if let Some(text) = self.tex(name).filter(|_| !read.iter().any(|field| field.key == key)) {
                read.push(self.field(key, name, tex::marked(text).into()));
            }
        }
    }

    /// The date, if it is spread over several fields, as in BibTeX.
    fn dates(&self, read: &mut Vec<Field>) {
        let parts = [("issued", "year", "month", "day"), ("accessed", "urlyear", "urlmonth", "urlday")];
        for (key, year, month, day) in parts {
            let Some(written) = self.text(year).filter(|_| !read.iter().any(|field| field.key == key)) else {
                continue;
            };
            let (month, day) = (self.text(month), self.text(day));
            let number = |written: &Option<String>| written.as_ref()?.parse::<u8>().ok();
            let text = match (number(&month), number(&day)) {
                (Some(month), Some(day)) => format!("{written}-{month:02}-{day:02}"),
                (Some(month), None) => format!("{written}-{month:02}"),
                _ => [day, month, Some(written)].into_iter().flatten().collect::<Vec<_>>().join(" "),
            };
            read.push(self.field(key, year, text.into()));
        }
    }

    /// What it is in words. BibLaTeX's own words are kept: pages say them in their language.
    fn genre(&self, work_type: &str, is_told: bool, read: &mut Vec<Field>) {
        let of_kind = match self.kind.as_str() {
            "phdthesis" if !is_told => Some("phdthesis"),
            "mastersthesis" if !is_told => Some("mathesis"),
            _ => None,
        };
        let told = self.tex("type").map(tex::marked).filter(|genre| !genre.is_empty());
        let genre = told.or_else(|| of_kind.map(str::to_owned));
        // “A thesis” says no more than the type does.
        if let Some(genre) = genre.filter(|genre| !(work_type == "thesis" && genre == "thesis")) {
            read.push(self.field("genre", "type", genre.into()));
        }
    }

    /// Where it is found when `url` doesn't say so: `howpublished`, `eprint`.
    fn found_at(&self, work_type: &str, read: &mut Vec<Field>) {
        let lacks = |read: &Vec<Field>, key: &str| !read.iter().any(|field| field.key == key);
        if let Some(how) = self.tex("howpublished") {
            let words = tex::plain(how);
            match words.find("http://").or_else(|| words.find("https://")) {
                Some(start) if lacks(read, "URL") => {
                    let address = words[start..].split_whitespace().next().unwrap_or_default();
                    let address = address.trim_end_matches(['.', ',', ';', ')']);
                    read.push(self.field("URL", "howpublished", address.into()));
                }
                Some(_) => {}
                None if lacks(read, "publisher") && !words.is_empty() => {
                    read.push(self.field("publisher", "howpublished", tex::marked(how).into()));
                }
                None => {}
            }
        }
        let Some((archive, number)) = self.eprint() else { return };
        let number = number.strip_prefix("arXiv:").unwrap_or(&number);
        let address = match archive.as_str() {
            "arxiv" => format!("https://arxiv.org/abs/{number}"),
            "jstor" => format!("https://www.jstor.org/stable/{number}"),
            "hdl" => format!("https://hdl.handle.net/{number}"),
            "hal" => format!("https://hal.science/{number}"),
            "googlebooks" => format!("https://books.google.com/books?id={number}"),
            "pubmed" | "pmid" => return read.push(self.field("PMID", "eprint", number.into())),
            _ => return,
        };
        if lacks(read, "URL") && lacks(read, "DOI") {
            read.push(self.field("URL", "eprint", address.into()));
        }
        if archive == "arxiv" && work_type == "article" {
            for (key, value) in [("number", format!("arXiv:{number}")), ("publisher", "arXiv".to_owned())] {
                if lacks(read, key) {
                    read.push(self.field(key, "eprint", value.into()));
                }
            }
        }
    }
}

/// A date of EDTF as CSL counts years: there, the year before 1 is -1 and no year is 0.
fn date(edtf: &str) -> String {
    let ends = edtf.split('/').map(|end| {
        let end = end.trim();
        let (sign, digits) = end.strip_prefix('-').map_or(("", end), |digits| ("-", digits));
        match digits.get(..4).and_then(|year| year.parse::<u32>().ok()) {
            Some(year) if sign == "-" || year == 0 => format!("-{:04}{}", year + 1, &digits[4..]),
            _ => end.to_owned(),
        }
    });
    ends.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests;
