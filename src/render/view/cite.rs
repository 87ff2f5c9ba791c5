//! How a page is cited, as templates see it.

use serde::Serialize;

use super::Str;

/// How a page is cited, for who writes about it.
#[derive(Clone, Debug, Serialize)]
pub struct Cite<'a> {
    /// The citation in the style of the language of the text that the page shows, as HTML.
    pub citation_html: Str<'a>,
    /// That language's tag.
    pub lang: Str<'a>,
    /// Its direction: `ltr` or `rtl`.
    pub dir: Str<'a>,
    /// The same as BibTeX.
    pub bibtex: Str<'a>,
    /// The same as RIS.
    pub ris: Str<'a>,
}

/// What reference managers and scholarly search engines read on a page: the `citation_*` names that
/// Google Scholar and Zotero read.
#[derive(Clone, Debug, Serialize)]
pub struct Scholar<'a> {
    /// The page's title.
    pub title: Str<'a>,
    /// Its authors.
    pub authors: Vec<Str<'a>>,
    /// The day that it is of: `2026/05/12`.
    pub date: Option<String>,
    /// Its language, without a country.
    pub language: Str<'a>,
    /// The book that it is part of.
    pub book: Str<'a>,
    /// Its absolute address, where the site knows its own.
    pub url: Option<String>,
}
