//! The glossary: the terms that a book explains, in all its languages.

use super::{LessonRef, Title, Translation};
use crate::locale::{Locale, Localized};

/// The terms of a book.
#[derive(Clone, Debug)]
pub struct Glossary {
    /// The terms, in the file's order.
    pub terms: Vec<Term>,
    /// The terms in each language's alphabetical order: indices of `terms`.
    pub order: Localized<Vec<usize>>,
    /// The definitions in each language, as the prose of one text; `None` for a language without any.
    pub texts: Localized<Option<Translation>>,
}

/// A word that the book explains.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its name in addresses.
    pub id: String,
    /// Its name in each language; in a language without one, another language's.
    pub names: Localized<Title>,
    /// Its other names in each language.
    pub synonyms: Localized<Vec<String>>,
    /// Its definition for each language; in a language without one, another language's. `None` if it has none at all.
    pub definitions: Localized<Option<Definition>>,
    /// Its index in each language's order ([`Glossary::order`]).
    pub ranks: Localized<usize>,
    /// The texts that use it, in reading order, as each language of the site shows them.
    pub lessons: Localized<Vec<LessonRef>>,
}

/// The place of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its language.
    pub locale: Locale,
    /// Its index in the prose of that language's text ([`Glossary::texts`]).
    pub prose: usize,
}

/// The term that a text uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedTerm {
    /// The term: an index of [`Glossary::terms`].
    pub term: usize,
    /// Whether the text names it by its id, so that the page shows the term's name instead.
    pub by_id: bool,
}

impl Glossary {
    /// Whether any term has a name in that language; if none has, the language's page shows only another language's
    /// words.
    pub fn is_in(&self, locale: Locale) -> bool {
        self.terms.iter().any(|term| term.names.get(locale).locale == locale)
    }
}
