//! A work as BibTeX and BibLaTeX read it: types that both know, BibLaTeX's fields, and `year` for BibTeX.
//! What Palier reads of it is the work again.
//!
//! BibLaTeX has no field for what is left out: `medium`, `archive` and what goes with it, `section`, `source`,
//! `division`, `jurisdiction`, `references`, `scale`, `dimensions`, titles and genres of what is reviewed, dates
//! other than those of publication, first publication, event and consultation, more than three roles beside
//! author, editor and translator, a comma before a suffix, and regions of languages that Babel doesn't name. It
//! distinguishes the two kinds of a name's particles for a whole entry only, and not at all in capitals; a name in
//! several words without a given name comes back whole.

mod creators;
mod kinds;

use std::borrow::Cow;

use super::item::{CreatorName, Item, When};
use super::latex::{escaped, verbatim};
use crate::parse::{bibliography, csl};

/// The entry under that key ([`key`] makes one of any text).
pub(in crate::render) fn entry(work: &Item<'_>) -> String {
    let (kind, subtype) = kinds::kind(work);
    let mut entry = BibtexEntry { text: format!("@{kind}{{{}", key(work.key)) };
    entry.people(work);
    entry.titles(work, kind);
    entry.dates(work);
    entry.numbers(work);
    entry.makers(work, kind);
    for (name, field) in [("isbn", "ISBN"), ("issn", "ISSN"), ("pmid", "PMID"), ("pmcid", "PMCID")] {
        entry.field(name, work.text(field));
    }
    entry.exactly("doi", work.doi());
    entry.exactly("url", work.text("URL"));
    entry.date("urldate", work, "accessed");
    entry.field("langid", work.text("language").and_then(|tag| bibliography::babel(&tag)).map(str::to_owned));
    for (name, field) in [
        ("pubstate", "status"),
        ("library", "call-number"),
        ("rights", "license"),
        ("keywords", "keyword"),
        ("abstract", "abstract"),
        ("annotation", "annote"),
        ("note", "note"),
    ] {
        entry.field(name, work.text(field));
    }
    entry.field("entrysubtype", subtype);
    entry.text + "\n}\n"
}

/// A key, without what would end it or begin something else: a reader of BibTeX takes letters of any
/// script, digits and a few marks.
pub(in crate::render) fn key(key: &str) -> Cow<'_, str> {
    let fits = |letter: char| letter.is_alphanumeric() || "-_.:/+*!<>?$&@".contains(letter);
    match key.chars().all(fits) && !key.is_empty() {
        true => key.into(),
        false if key.is_empty() => "work".into(),
        false => key.chars().map(|letter| if fits(letter) { letter } else { '-' }).collect::<String>().into(),
    }
}

/// An entry, as far as it is written.
struct BibtexEntry {
    text: String,
}

impl BibtexEntry {
    fn raw(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.text.push_str(&format!(",\n  {name} = {{{value}}}"));
        }
    }

    fn field(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.raw(name, &escaped(&value));
        }
    }

    /// A field that is read letter for letter.
    fn exactly(&mut self, name: &str, value: Option<String>) {
        if let Some(value) = value {
            self.raw(name, &verbatim(&value));
        }
    }

    /// A field that is a date in BibLaTeX.
    fn date(&mut self, name: &str, work: &Item<'_>, field: &str) {
        if let Some(date) = work.date(field).as_ref().and_then(edtf) {
            self.raw(name, &date);
        }
    }

    /// Who made it: the author, else whoever comes first in the author's place; the others by what they did.
    fn people(&mut self, work: &Item<'_>) {
        const OWN: [&str; 4] = ["author", "editor", "translator", "container-author"];
        let roles = csl::NAMES.into_iter().filter(|role| !OWN.contains(role));
        let mut roles: Vec<(&str, Vec<CreatorName>)> =
            roles.map(|role| (role, work.names(role))).filter(|(_, names)| !names.is_empty()).collect();
        let authors = work.names("author");
        let mut fields = vec![("author", Some("authortype"), "author", authors)];
        if fields[0].3.is_empty() {
            let first = FIRST.iter().find_map(|role| roles.iter().position(|(known, _)| known == role));
            if let Some((role, names)) = first.map(|first| roles.remove(first)) {
                fields[0] = ("author", Some("authortype"), role, names);
            }
        }
        fields.push(("editor", None, "editor", work.names("editor")));
        fields.push(("translator", None, "translator", work.names("translator")));
        fields.push(("bookauthor", None, "container-author", work.names("container-author")));
        let more = [("editora", "editoratype"), ("editorb", "editorbtype"), ("editorc", "editorctype")];
        fields.extend(more.into_iter().zip(roles).map(|((name, told), (role, names))| (name, Some(told), role, names)));
        // What touches the family name (« d’ ») stays with it in any case.
        let stays = |name: &CreatorName| {
            matches!(name, CreatorName::Parts { particle: Some(particle), .. } if particle.contains(' ')
                || !particle.ends_with(['’', '\'', '-']))
        };
        let keeps_prefix = fields.iter().flat_map(|(.., names)| names).any(stays);
        for (name, told, role, names) in fields.iter().filter(|(.., names)| !names.is_empty()) {
            self.raw(name, &creators::written(names));
            if let Some(told) = told
                && *role != "author"
            {
                self.raw(told, role);
            }
        }
        if keeps_prefix {
            self.raw("options", "useprefix=true");
        }
    }

    fn titles(&mut self, work: &Item<'_>, kind: &str) {
        let within = if kind == "article" { "journal" } else { "booktitle" };
        for (name, field) in [
            ("title", "title"),
            ("shorttitle", "title-short"),
            ("origtitle", "original-title"),
            (within, "container-title"),
            ("shortjournal", "container-title-short"),
            ("maintitle", "volume-title"),
            ("series", "collection-title"),
        ] {
            self.field(name, work.text(field));
        }
        self.field("eventtitle", work.first(&["event-title", "event"]));
        self.field("venue", work.text("event-place"));
    }

    /// The date as BibLaTeX has it, and the year alone, which BibTeX reads.
    fn dates(&mut self, work: &Item<'_>) {
        if let Some(when) = work.date("issued") {
            if let Some(date) = edtf(&when) {
                self.raw("date", &date);
            }
            match when.year() {
                Some(year) => self.raw("year", &year.to_string()),
                None => self.field("year", when.words.clone()),
            }
        }
        self.date("origdate", work, "original-date");
        self.date("eventdate", work, "event-date");
    }

    fn numbers(&mut self, work: &Item<'_>) {
        let number = bibliography::number(work.kind());
        self.field("edition", work.text("edition"));
        self.field("volume", work.text("volume"));
        self.field("number", work.text(number));
        self.field("issue", work.text("issue").filter(|_| number != "issue"));
        self.field("eid", work.text("number").filter(|_| number != "number"));
        self.field("volumes", work.text("number-of-volumes"));
        self.field("part", work.text("part-number"));
        self.field("chapter", work.text("chapter-number"));
        let pages = work.pages().map(|(first, last)| match last {
            Some(last) => format!("{}--{}", escaped(&first), escaped(&last)),
            None => escaped(&first).replace(['–', '—'], "--"),
        });
        if let Some(pages) = pages {
            self.raw("pages", &pages);
        }
        self.field("pagetotal", work.text("number-of-pages"));
        self.field("version", work.text("version"));
    }

    fn makers(&mut self, work: &Item<'_>, kind: &str) {
        let publisher = match kind {
            "phdthesis" | "mastersthesis" => "school",
            "techreport" => "institution",
            _ => "publisher",
        };
        let genre = match (kind, work.text("genre")) {
            ("phdthesis", Some(genre)) if genre == "phdthesis" => None,
            ("mastersthesis", Some(genre)) if genre == "mathesis" => None,
            // Which thesis it is nobody knows.
            ("phdthesis", None) => Some("thesis".to_owned()),
            (_, genre) => genre,
        };
        self.field("type", genre);
        let authority = work.text("authority");
        let made = work.text("publisher");
        if bibliography::is_law(work.kind()) {
            self.field("institution", authority);
            self.field(publisher, made);
        } else {
            self.field(publisher, made.or(authority));
        }
        self.field("address", work.text("publisher-place"));
        self.field("origpublisher", work.text("original-publisher"));
        self.field("origlocation", work.text("original-publisher-place"));
    }
}

/// Who takes the place of a missing author, the first of these that a work has.
const FIRST: [&str; 6] = ["director", "host", "composer", "performer", "interviewer", "guest"];

/// A date as BibLaTeX writes it (ISO 8601-2, with a year 0); `None` for one that is only words.
fn edtf(when: &When) -> Option<String> {
    let about = if when.circa { "~" } else { "" };
    let ends = [&when.from, &when.to].into_iter().filter(|end| !end.is_empty()).map(|end| {
        let mut end = end.clone();
        if let Some(year) = end.first_mut().filter(|year| **year < 0) {
            *year += 1;
        }
        match when.season {
            Some(season) if end.len() == 1 && when.to.is_empty() => end.push(20 + season),
            _ => {}
        }
        When::iso(&end, "-") + about
    });
    ends.reduce(|from, to| format!("{from}/{to}"))
}

#[cfg(test)]
mod tests;
