//! The works that the book cites, as files for reference managers.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::model::{Book, Permalink, Reference, Work};
use crate::render::Renderer;
use crate::render::export::{self, Item};
use crate::render::references;

/// The works as CSL-JSON.
pub(super) const JSON: &str = "references.json";
/// The same as BibTeX.
pub(super) const BIB: &str = "references.bib";
/// The same as RIS.
pub(super) const RIS: &str = "references.ris";

/// Whether there are such files: a text cites a work.
pub(super) fn is_in(book: &Book) -> bool {
    book.references.works.iter().any(|work| work.lessons.iter().any(|(_, lessons)| !lessons.is_empty()))
}

impl Renderer {
    /// `references.json`: the works as CSL-JSON.
    pub(super) fn references_json(&self) -> String {
        let works = self.exported_works(JSON, |key| key.to_owned());
        let items = works.iter().map(|(key, fields)| Value::Object(export::csl(&Item { key, fields })));
        // A tree of strings and numbers always serialises.
        serde_json::to_string_pretty(&items.collect::<Vec<_>>()).unwrap_or_default() + "\n"
    }

    /// `references.bib`: the works as BibTeX.
    pub(super) fn references_bib(&self) -> String {
        let works = self.exported_works(BIB, |key| export::bibtex_key(key).into_owned());
        let entries = works.iter().map(|(key, fields)| export::bibtex(&Item { key, fields }));
        entries.collect::<Vec<_>>().join("\n")
    }

    /// `references.ris`: the works as RIS.
    pub(super) fn references_ris(&self) -> String {
        let works = self.exported_works(RIS, |key| key.to_owned());
        let records = works.iter().map(|(key, fields)| export::ris(&Item { key, fields }));
        records.collect::<Vec<_>>().join("\n")
    }

    /// The works that a text of the site cites, each under a key of its own.
    fn exported_works(&self, file: &str, fit: impl Fn(&str) -> String) -> Vec<(String, Map<String, Value>)> {
        let mut taken = HashSet::new();
        let works = self.site.book.references.works.iter();
        let cited = works.filter(|work| work.lessons.iter().any(|(_, lessons)| !lessons.is_empty()));
        let file = Permalink::file(file);
        let named = cited.map(|work| {
            let wanted = fit(&work.key);
            let mut key = wanted.clone();
            let mut number = 1;
            // Lessons may mean different works by one key. To BibTeX, capitals are no difference.
            while !taken.insert(key.to_lowercase()) {
                number += 1;
                key = format!("{wanted}-{number}");
            }
            (key, self.exported_fields(work, &file))
        });
        named.collect()
    }

    /// The fields of a work; of one in words, the words.
    fn exported_fields(&self, work: &Reference, file: &Permalink) -> Map<String, Value> {
        if let Work::Item(item) = &work.work {
            return (**item).clone();
        }
        let locale = work.lessons.iter().find(|(_, lessons)| !lessons.is_empty()).map(|(locale, _)| locale);
        let text = locale.and_then(|locale| self.citing_text(locale, file));
        let note = text.map(|text| ("note".to_owned(), references::words(&text, work).into()));
        [("type".to_owned(), "document".into())].into_iter().chain(note).collect()
    }
}
