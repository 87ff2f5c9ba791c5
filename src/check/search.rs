//! What the search can't do for a language of the book.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::rule::Rule;
use crate::search::stems::Stems;
use crate::source::BookPath;

/// Reports languages whose words have no stems: each form is found by itself alone.
pub(super) fn check(config: &Config) -> impl Iterator<Item = Diagnostic> {
    let unknown = config.languages.iter().filter(|language| config.search && !Stems::are_known(&language.tag));
    unknown.map(|language| {
        let place = Place::new(&BookPath::new("book.toml"), &language.span);
        let message = message!("unstemmed-language.message", language = language.in_words());
        Diagnostic::new(Rule::UnstemmedLanguage, place, message).help(message!("unstemmed-language.help"))
    })
}
