//! What students' progress needs of a book: a name that stays, and keys that its short codes tell apart.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::Book;
use crate::rule::Rule;

/// Reports keys that the codes of progress would take for each other.
pub(super) fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for ((key, at), first) in book.clashing_keys() {
        let Some(file) = book.file(at, book.config.default_locale) else { continue };
        let message = message!("clashing-keys.message", key = key, other = first);
        let fault = Diagnostic::new(Rule::ClashingKeys, Place::file(file), message);
        diagnostics.push(fault.help(message!("clashing-keys.help")));
    }
}

/// The fault of a book without an id, at a place; `None` if it has one. The line that it proposes is the name that
/// progress is kept under meanwhile, so that nothing is lost.
pub(super) fn check_id(config: &Config, place: impl Fn() -> Place) -> Option<Diagnostic> {
    let fault = || Diagnostic::new(Rule::MissingBookId, place(), message!("missing-book-id.message"));
    (!config.has_id).then(|| fault().help(message!("missing-book-id.help", id = config.progress_id().as_ref())))
}
