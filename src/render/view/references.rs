//! All references of the book as their template sees them.

use serde::Serialize;

use super::{Frame, NavigationLink, Str};

/// The works that the book cites, for the readers of a language: `references.html`.
#[derive(Clone, Debug, Serialize)]
pub struct ReferencesView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// How many works there are: “14 works”.
    pub works: Str<'a>,
    /// The works, in the order of the language's citation style.
    pub entries: Vec<ReferenceEntry<'a>>,
    /// The same works as files for reference managers, each called by its format.
    pub exports: Vec<NavigationLink<'a>>,
}

/// A work that the book cites.
#[derive(Clone, Debug, Serialize)]
pub struct ReferenceEntry<'a> {
    /// The id of its place in the page.
    pub id: Str<'a>,
    /// The work in the language's citation style, as HTML.
    pub entry_html: Str<'a>,
    /// The texts that cite it, in reading order.
    pub lessons: Vec<NavigationLink<'a>>,
}
