//! References: given and cited.

use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;

use crate::diagnostic::{Diagnostic, Place};
use crate::load::REFERENCES;
use crate::locale::message;
use crate::model::{Book, Lesson};
use crate::nearest::Guesses;
use crate::parse::document::{Document, Event};
use crate::rule::Rule;
use crate::source::BookPath;

/// How many keys that begin with another are looked at.
const LONGER: usize = 20;

/// The keys that begin with another and go on.
fn longer<'a, T>(works: &'a BTreeMap<String, T>, key: &'a str) -> impl Iterator<Item = &'a str> {
    let after = (Bound::Excluded(key), Bound::Unbounded);
    works.range::<str, _>(after).map(|(known, _)| known.as_str()).take_while(move |known| known.starts_with(key))
}

/// The text right after each citation in running text, by its index.
fn after_citations(document: &Document) -> HashMap<usize, &str> {
    let flows = std::iter::once(&document.body).chain(document.notes.iter().map(|note| &note.events));
    let pairs = flows.flat_map(|events| events.windows(2));
    let after = pairs.filter_map(|pair| match pair {
        [(Event::Citation(index), _), (Event::Text(text), _)] => Some((*index, text.as_str())),
        _ => None,
    });
    after.collect()
}

/// Checks a lesson's citations against the references that its translations share.
pub(super) fn check(book: &Book, lesson: &Lesson, guesses: &mut Guesses, diagnostics: &mut Vec<Diagnostic>) {
    let known = lesson.references.keys().map(String::as_str);
    let shared = book.references.shared.keys().map(String::as_str);
    let bibliographies = REFERENCES.map(BookPath::new);
    // What is cited, or was probably meant to be: a key written in two ways is one fault.
    let mut cited: HashSet<&str> = HashSet::new();
    for translation in lesson.translations.values() {
        let document = &translation.parsed.document;
        let after = LazyCell::new(|| after_citations(document));
        for (index, citation) in document.citations.iter().enumerate() {
            for (place, item) in citation.items.iter().enumerate() {
                let key = item.key.value.as_str();
                if book.reference(lesson, key).is_some() {
                    cited.insert(key);
                    continue;
                }
                // `@word` in running text is a social handle unless it is a known key, or says where in a work.
                // `@a--b` ends after the `a`, unless braces hold it.
                let suffix = item.suffix.text.as_str();
                let after = if suffix.is_empty() { after.get(&index).copied() } else { Some(suffix) };
                let longer = longer(&lesson.references, key).chain(longer(&book.references.shared, key));
                let whole =
                    after.and_then(|after| longer.take(LONGER).find(|known| after.starts_with(&known[key.len()..])));
                let says_where =
                    whole.is_some() || item.locator.is_some() || !suffix.is_empty() && citation.items.len() > 1;
                if citation.in_text && place == 0 && !says_where {
                    continue;
                }
                let message = message!("undefined-reference.message", key = key);
                let place = Place::new(&translation.path, &item.key.span);
                let fault = Diagnostic::new(Rule::UndefinedReference, place, message);
                if let Some(whole) = whole {
                    cited.insert(whole);
                    diagnostics
                        .push(fault.help(message!("undefined-reference.help-braces", key = format!("{{{whole}}}"))));
                    continue;
                }
                diagnostics.push(match guesses.nearest(key, known.clone().chain(shared.clone())) {
                    Some(near) => {
                        cited.insert(near);
                        let others = lesson.files().filter(|path| **path != translation.path);
                        let help = message!("undefined-reference.help-nearest", key = key, nearest = near);
                        fault.help(help).relying_on(others.chain(&bibliographies))
                    }
                    // It may be given where it can't be read.
                    None => fault
                        .help(message!("undefined-reference.help", key = key))
                        .relying_on(lesson.files().chain(&bibliographies)),
                });
            }
        }
    }
    // Each is reported once, where the lesson gives it first.
    let mut translations: Vec<_> = lesson.translations.values().collect();
    translations.sort_by_key(|translation| (translation.locale != book.config.default_locale, translation.locale));
    let mut seen: HashSet<&str> = HashSet::new();
    for translation in translations {
        for reference in &translation.parsed.front_matter.references {
            let key = reference.key.value.as_str();
            if !seen.insert(key) || cited.contains(key) {
                continue;
            }
            let message = message!("unused-reference.message", key = key);
            let place = Place::new(&translation.path, &reference.key.span);
            let fault = Diagnostic::new(Rule::UnusedReference, place, message).relying_on(lesson.files());
            diagnostics.push(fault.help(message!("unused-reference.help", key = key)));
        }
    }
}
