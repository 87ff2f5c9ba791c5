//! References: given and cited.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::Lesson;
use crate::nearest::Guesses;
use crate::rule::Rule;

/// Checks a lesson's citations against the references that its translations share.
pub(super) fn check(lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    let known = lesson.references.iter().map(|given| given.reference.key.value.as_str());
    let given: HashSet<&str> = known.clone().collect();
    // What is cited, or was probably meant to be: a key written in two ways is one fault.
    let mut cited: HashSet<&str> = HashSet::new();
    let mut guesses = Guesses::default();
    for translation in lesson.translations.values() {
        let document = &translation.parsed.document;
        for citation in &document.citations {
            for item in &citation.items {
                let key = item.key.value.as_str();
                if given.contains(key) {
                    cited.insert(key);
                    continue;
                }
                // `@word` in running text is a social handle unless it is a known key.
                if citation.in_text {
                    continue;
                }
                let message = message!("undefined-reference.message", key = key);
                let place = Place::new(&translation.path, &item.key.span);
                let fault = Diagnostic::new(Rule::UndefinedReference, place, message);
                diagnostics.push(fault.help(match guesses.nearest(key, known.clone()) {
                    Some(near) => {
                        cited.insert(near);
                        message!("undefined-reference.help-nearest", key = key, nearest = near)
                    }
                    None => message!("undefined-reference.help", key = key),
                }));
            }
        }
    }
    for given in &lesson.references {
        let key = &given.reference.key;
        let Some(translation) = lesson.translations.get(&given.locale) else { continue };
        if !cited.contains(key.value.as_str()) {
            let message = message!("unused-reference.message", key = key.value.as_str());
            let fault = Diagnostic::new(Rule::UnusedReference, Place::new(&translation.path, &key.span), message);
            diagnostics.push(fault.help(message!("unused-reference.help", key = key.value.as_str())));
        }
    }
}
