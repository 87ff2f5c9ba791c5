//! References: given and cited.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Book, Lesson};
use crate::nearest::Guesses;
use crate::rule::Rule;

/// Checks a lesson's citations against the references that its translations share.
pub(super) fn check(book: &Book, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    let known = lesson.references.keys().map(String::as_str);
    let shared = book.references.shared.keys().map(String::as_str);
    // What is cited, or was probably meant to be: a key written in two ways is one fault.
    let mut cited: HashSet<&str> = HashSet::new();
    let mut guesses = Guesses::default();
    for translation in lesson.translations.values() {
        let document = &translation.parsed.document;
        for citation in &document.citations {
            for (place, item) in citation.items.iter().enumerate() {
                let key = item.key.value.as_str();
                if book.reference(lesson, key).is_some() {
                    cited.insert(key);
                    continue;
                }
                // `@word` in running text is a social handle unless it is a known key, or says where in a work.
                let says_where = item.locator.is_some() || !item.suffix.is_empty() && citation.items.len() > 1;
                if citation.in_text && place == 0 && !says_where {
                    continue;
                }
                let message = message!("undefined-reference.message", key = key);
                let place = Place::new(&translation.path, &item.key.span);
                let fault = Diagnostic::new(Rule::UndefinedReference, place, message);
                diagnostics.push(fault.help(match guesses.nearest(key, known.clone().chain(shared.clone())) {
                    Some(near) => {
                        cited.insert(near);
                        message!("undefined-reference.help-nearest", key = key, nearest = near)
                    }
                    None => message!("undefined-reference.help", key = key),
                }));
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
            let fault = Diagnostic::new(Rule::UnusedReference, place, message);
            diagnostics.push(fault.help(message!("unused-reference.help", key = key)));
        }
    }
}
