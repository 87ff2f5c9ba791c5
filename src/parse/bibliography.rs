//! The bibliography that all lessons share, in the forms that programs for references write: CSL-JSON,
//! BibLaTeX, Hayagriva’s YAML.

mod biblatex;
mod hayagriva;
mod json;
mod keys;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Checked, Diagnostic};
use crate::message;
use crate::model::Item;
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// What a bibliography holds: each work once, in the file's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bibliography {
    /// The works, each with its key.
    pub works: Vec<(Spanned<String>, Arc<Item>)>,
    /// What the file calls those works whose keys are made, since their own are addresses: the address, and
    /// the key.
    pub addresses: Vec<(String, String)>,
}

/// What a bibliography is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BibliographyFormat {
    /// CSL-JSON, as Zotero exports it.
    Json,
    /// BibLaTeX, or BibTeX.
    BibLatex,
    /// Hayagriva's YAML, as Typst takes it.
    Yaml,
}

/// Reads a bibliography; places are byte ranges of `text`. A fault costs its own work and no other, unless the file
/// can't be read at all.
pub fn read(format: BibliographyFormat, text: &str) -> Checked<Bibliography, Span> {
    let mut faults = Vec::new();
    if let Some(at) = web_page(text) {
        let fault = Diagnostic::new(Rule::InvalidBibliography, at, message!("invalid-bibliography.html"));
        return Checked::new(Bibliography::default(), vec![fault.help(message!("invalid-bibliography.help-html"))]);
    }
    if let Some(at) = no_entry(format, text) {
        let fault = Diagnostic::new(Rule::InvalidBibliography, at, message!("invalid-bibliography.no-entry"));
        return Checked::new(Bibliography::default(), vec![fault.help(message!("invalid-bibliography.help-no-entry"))]);
    }
    let works = match format {
        BibliographyFormat::Json => json::read(text, &mut faults),
        BibliographyFormat::BibLatex => biblatex::read(text, &mut faults),
        BibliographyFormat::Yaml => hayagriva::read(text, &mut faults),
    };
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let mut kept = Vec::with_capacity(works.len());
    for (key, item) in works {
        if let Some(first) = first.get(&key.value) {
            let message = message!("duplicate-reference.message", key = key.value.as_str());
            let fault = Diagnostic::new(Rule::DuplicateReference, key.span, message);
            let fault = fault.related(first.clone(), message!("duplicate-reference.first"));
            faults.push(fault.help(message!("duplicate-reference.help")));
            continue;
        }
        first.insert(key.value.clone(), key.span.clone());
        kept.push((key, Arc::new(item)));
    }
    let mut addresses = Vec::new();
    let made = keys::made(kept.iter().map(|(key, item)| (key.value.as_str(), &**item)));
    for ((key, _), made) in kept.iter_mut().zip(made) {
        if let Some(made) = made {
            addresses.push((std::mem::replace(&mut key.value, made.clone()), made));
        }
    }
    Checked::new(Bibliography { works: kept, addresses }, faults)
}

/// Babel's name of the language with that tag, which BibLaTeX takes in `langid`; `None` if Babel doesn't know it.
pub fn babel(tag: &str) -> Option<&'static str> {
    biblatex::babel(tag)
}

/// Whether a type of CSL is of the law: who made such a work is an authority, and no publisher.
pub fn is_law(work_type: &str) -> bool {
    biblatex::is_law(work_type)
}

/// The field of CSL that BibLaTeX's `number` is for a work of that type of CSL.
pub fn number(work_type: &str) -> &'static str {
    biblatex::number(work_type)
}

/// Where a file says that it is a web page: a download saved what the site showed instead.
fn web_page(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start().len();
    let first: String = text[start..].chars().take(14).collect::<String>().to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| first.starts_with(tag))
        || first.starts_with("<?xml") && text.contains("<html");
    let line = text[start..].lines().next().unwrap_or_default().trim_end();
    is_page.then(|| start..start + line.len())
}

/// The first line of a file for BibLaTeX that has no entry and something else: another program's export.
fn no_entry(format: BibliographyFormat, text: &str) -> Option<Span> {
    if format != BibliographyFormat::BibLatex || text.contains('@') {
        return None;
    }
    let mut lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line.trim_end()))
    });
    let (start, line) = lines.find(|(_, line)| !line.trim_start().is_empty() && !line.trim_start().starts_with('%'))?;
    Some(start..start + line.len())
}

/// The whole file can't be read, from that place on.
fn unreadable(at: Span, faults: &mut Vec<Diagnostic<Span>>) {
    let fault = Diagnostic::new(Rule::InvalidBibliography, at, message!("invalid-bibliography.message"));
    faults.push(fault.help(message!("invalid-bibliography.help")));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(format: BibliographyFormat, text: &str) -> (Vec<String>, Vec<(Rule, String)>) {
        let read = read(format, text);
        let keys = read.value.works.iter().map(|(key, _)| key.value.clone()).collect();
        (keys, read.diagnostics.into_iter().map(|fault| (fault.rule, text[fault.at].to_owned())).collect())
    }

    #[test]
    fn csl_json_is_read_with_the_place_of_each_key() {
        let text = r#"[{"id": "a", "type": "book", "title": "é"},
            {"id": "b", "type": "bok", "title": "x"}, {"id": "a", "type": "book", "title": "y"}]"#;
        let (keys, faults) = keys(BibliographyFormat::Json, text);
        assert_eq!(keys, ["a", "b"]);
        assert_eq!(faults[0], (Rule::UnknownReferenceType, "\"bok\"".to_owned()));
        assert_eq!(faults[1], (Rule::DuplicateReference, "\"a\"".to_owned()));
    }

    #[test]
    fn what_another_program_exports_has_no_entry() {
        for text in ["TY  - BOOK\nTI  - A\nER  - \n", "{\"a\": 1}", "<?xml version=\"1.0\"?>\n<xml/>"] {
            let line = text.lines().next().unwrap().trim_end();
            assert_eq!(
                keys(BibliographyFormat::BibLatex, text),
                (vec![], vec![(Rule::InvalidBibliography, line.to_owned())])
            );
        }
        for text in ["", "\n% nothing yet\n", "@comment{a}"] {
            assert_eq!(keys(BibliographyFormat::BibLatex, text), (vec![], vec![]), "{text}");
        }
    }

    #[test]
    fn biblatex_is_read_into_csls_words() {
        let text = "@book{toffler,\n  title = {The Third {Wave}},\n  author = {Toffler, Alvin and de Beauvoir, Simone},\n  \
                    date = {1980-03},\n  location = {New York},\n  langid = {english},\n  file = {x.pdf}\n}\n";
        let read = read(BibliographyFormat::BibLatex, text);
        assert_eq!(read.diagnostics, []);
        let (key, item) = &read.value.works[0];
        assert_eq!((key.value.as_str(), &text[key.span.clone()]), ("toffler", "toffler"));
        assert_eq!(item["title"], "The Third <span class=\"nocase\">Wave</span>");
        assert_eq!(item["author"][1]["family"], "Beauvoir");
        assert_eq!(item["issued"]["date-parts"][0], serde_json::json!([1980, 3]));
        assert_eq!(item["language"], "en");
    }

    #[test]
    fn a_key_twice_costs_the_second_work_alone() {
        let text = "@book{a, title = {x}}\n@book{a, title = {x}}\n@book{b, title = {y}}";
        let (keys, faults) = keys(BibliographyFormat::BibLatex, text);
        assert_eq!(keys, ["a", "b"]);
        assert_eq!(faults, [(Rule::DuplicateReference, "a".to_owned())]);
    }

    #[test]
    fn what_can_t_be_read_is_reported_where_it_breaks() {
        for text in ["[{\"id\": \"a\",}]", "{\"a\": 1}"] {
            let (keys, faults) = keys(BibliographyFormat::Json, text);
            assert_eq!((keys.len(), faults[0].0), (0, Rule::InvalidBibliography), "{text}");
        }
        for text in ["", "  ", "[]"] {
            assert_eq!(keys(BibliographyFormat::Json, text), (vec![], vec![]), "{text}");
        }
    }
}
