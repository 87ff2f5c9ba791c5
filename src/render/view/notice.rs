//! What a page says at its head of the text that it shows.

use serde::Serialize;

use super::{NavigationLink, Str};

/// What a page says whose text is there in another language only.
#[derive(Clone, Debug, Serialize)]
pub struct FallbackNotice<'a> {
    /// The notice, in the page's language.
    pub text: Str<'a>,
    /// The original page.
    pub href: String,
    /// The words of the link to it, in the page's language.
    pub label: Str<'a>,
    /// The original's language key.
    pub hreflang: Str<'a>,
    /// A summary of the text in the page's language (`recap`), as HTML.
    pub recap_html: Option<Str<'a>>,
}

/// What a page says whose text fell behind another language's.
#[derive(Clone, Debug, Serialize)]
pub struct OutdatedNotice<'a> {
    /// The notice, in the page's language.
    pub text: Str<'a>,
    /// The sections that are out of date, before their names.
    pub sections_label: Str<'a>,
    /// The sections of this page that are out of date.
    pub sections: Vec<NavigationLink<'a>>,
    /// The texts that changed, by language.
    pub originals: Vec<OriginalLink<'a>>,
}

/// A link to the text that a translation fell behind.
#[derive(Clone, Debug, Serialize)]
pub struct OriginalLink<'a> {
    /// Where it leads.
    pub href: String,
    /// Its words, in the page's language.
    pub label: Str<'a>,
    /// The language key of what it leads to.
    pub hreflang: Str<'a>,
}
