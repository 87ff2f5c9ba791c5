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
/// progress is kept under as the book is now, so that nothing is lost.
pub(super) fn check_id(config: &Config, place: impl Fn() -> Place) -> Option<Diagnostic> {
    let fault = || {
        let id = config.progress_id();
        let message = match id == config.id {
            true => message!("missing-book-id.message", id = id.as_ref()),
            false => message!("missing-book-id.address", id = id.as_ref()),
        };
        Diagnostic::new(Rule::MissingBookId, place(), message).help(message!("missing-book-id.help", id = id.as_ref()))
    };
    (!config.has_id).then(fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config;
    use crate::source::BookPath;

    fn fault(settings: &str) -> (Option<&'static str>, String) {
        let config = config::parse(&format!("[book]\n{settings}\n[languages.fr]\n")).value;
        let fault = check_id(&config, || Place::file(&BookPath::new("book.toml")));
        (fault.map(|fault| fault.message.key), config.progress_id().into_owned())
    }

    #[test]
    fn a_book_without_an_id_is_told_the_name_that_serves_now() {
        let title = "title = \"Lire, l’été\"";
        assert_eq!(fault(title), (Some("missing-book-id.message"), "lire-l-ete".to_owned()));
        let address = format!("{title}\nbase_url = \"https://a.example/B/\"");
        assert_eq!(fault(&address), (Some("missing-book-id.address"), "a.example-b".to_owned()));
        assert_eq!(fault(&format!("{address}\nid = \"livre\"")), (None, "livre".to_owned()));
    }

    #[test]
    fn every_id_that_is_proposed_and_all_that_the_manual_allows_is_accepted() {
        let faults = |id: &str| config::parse(&format!("[book]\ntitle = \"T\"\nid = \"{id}\"\n")).diagnostics;
        for id in ["a.b", "école", "mon_livre", "mon-livre", "2026", "a.example-b"] {
            assert_eq!(faults(id), [], "{id}");
        }
        for id in ["Livre", "mon livre", ".a", "a.", "a/b", "l’été"] {
            assert_eq!(faults(id).len(), 1, "{id}");
        }
        for title in ["Lire, l’été", "…Et après?", "C’est-à-dire: a/b.", "A..B", "日本"] {
            let id = fault(&format!("title = \"{title}\"")).1;
            assert_eq!(faults(&id), [], "{title}: {id}");
        }
    }
}
