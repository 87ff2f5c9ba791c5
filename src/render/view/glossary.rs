//! The glossary as its template sees it.

use serde::Serialize;

use super::{Frame, NavigationLink, Str};

/// The terms of the book, for the readers of a language: `glossary.html`.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// How many terms there are: “14 terms”.
    pub terms: Str<'a>,
    /// The terms in the language's order, by their first letter.
    pub letters: Vec<GlossaryLetter<'a>>,
}

/// The terms under a letter.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryLetter<'a> {
    /// The letter; `#` for what begins with none.
    pub letter: String,
    /// The id of its heading, as it is written in an address.
    pub anchor: Str<'a>,
    /// The terms.
    pub terms: Vec<TermEntry<'a>>,
}

/// A term with all that is known of it.
#[derive(Clone, Debug, Serialize)]
pub struct TermEntry<'a> {
    /// Its id, in the page too: `#<id>` leads to it from anywhere.
    pub id: Str<'a>,
    /// What it is called.
    pub term: Str<'a>,
    /// The name's language, where the page's has no name for it.
    pub lang: Option<InLanguage<'a>>,
    /// What else it is called.
    pub synonyms: Vec<Str<'a>>,
    /// What it means, as HTML, if the glossary says.
    pub definition_html: Option<Str<'a>>,
    /// The definition's language, where it differs from the page's.
    pub definition_lang: Option<InLanguage<'a>>,
    /// What it is called in the book's other languages.
    pub equivalents: Vec<Equivalent<'a>>,
    /// The texts that use it, in reading order.
    pub lessons: Vec<NavigationLink<'a>>,
}

/// A language that is not the page's.
#[derive(Clone, Debug, Serialize)]
pub struct InLanguage<'a> {
    /// Its tag.
    pub lang: Str<'a>,
    /// The direction of its script: `ltr` or `rtl`.
    pub dir: &'static str,
}

/// What a term is called in another language.
#[derive(Clone, Debug, Serialize)]
pub struct Equivalent<'a> {
    /// What the language is called in the page's.
    pub language: Str<'a>,
    /// The term in that language.
    pub term: Str<'a>,
    /// The language's tag, for the term.
    pub lang: Str<'a>,
    /// Its key, for the link.
    pub hreflang: Str<'a>,
    /// The term in that language's glossary.
    pub href: String,
}
