//! Levels: each has lessons, and outcomes.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Book, Level};
use crate::rule::Rule;

/// Checks every level.
pub(super) fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for level in &book.levels {
        if level.lessons.is_empty() {
            report_empty(level, diagnostics);
        }
        for translation in level.index.translations.values() {
            let front_matter = &translation.parsed.front_matter;
            if front_matter.outcomes.is_empty() && !front_matter.meant.contains(&"outcomes") {
                let at = front_matter.title.as_ref().map_or(0..0, |title| title.span.clone());
                let place = Place::new(&translation.path, &at);
                let fault = Diagnostic::new(Rule::MissingOutcomes, place, message!("missing-outcomes.message"));
                let fault = fault.relying_on([&translation.path]);
                diagnostics.push(fault.help(message!("missing-outcomes.help")));
            }
        }
    }
}

/// Reports a level without lessons, at its first text. (A folder without lessons or texts is not a level.)
fn report_empty(level: &Level, diagnostics: &mut Vec<Diagnostic>) {
    let Some(index) = level.index.translations.values().next() else { return };
    let place = Place::file(&index.path);
    let fault = Diagnostic::new(Rule::EmptyLevel, place, message!("empty-level.message")).relying_on_book();
    diagnostics.push(fault.help(message!("empty-level.help", folder = index.path.folder())));
}
