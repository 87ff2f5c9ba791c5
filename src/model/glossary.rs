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
    /// The definitions in each language that has any: a text whose prose they are.
    pub texts: Localized<Option<Translation>>,
}

/// A word that the book explains.
#[derive(Clone, Debug)]
pub struct Term {
    /// What names it in addresses.
    pub id: String,
    /// What it is called in each language; another language's name where it has none.
    pub names: Localized<Title>,
    /// What else it is called in each language.
    pub synonyms: Localized<Vec<String>>,
    /// What it means, in each language; another language's definition where it has none.
    pub definitions: Localized<Option<Definition>>,
    /// Its place in each language's order ([`Glossary::order`]).
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
    /// An index of [`Glossary::terms`].
    pub term: usize,
    /// Whether the text names it by its id, which is nothing to read.
    pub by_id: bool,
}

impl Glossary {
    /// Whether the page of a language has words of its own: else all that it shows is another
    /// language's.
    pub fn is_in(&self, locale: Locale) -> bool {
        self.terms.iter().any(|term| term.names.get(locale).locale == locale)
    }
}
