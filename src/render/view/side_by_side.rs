//! Two texts of a lesson beside each other, as their template sees them.

use serde::Serialize;

use super::{Frame, LevelLink, Str, Text};

/// A lesson in two languages at once: `side-by-side.html`.
#[derive(Clone, Debug, Serialize)]
pub struct SideBySideView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// The level, when the lesson is of one.
    pub level: Option<LevelLink<'a>>,
    /// “English and French, side by side”.
    pub label: Str<'a>,
    /// The two sides, that of the page's language first.
    pub sides: [Side<'a>; 2],
    /// The texts' bodies, row by row.
    pub rows: Vec<SideRow>,
}

/// The way to the page where a text is read beside another language's.
#[derive(Clone, Debug, Serialize)]
pub struct BesideLink<'a> {
    /// The words.
    pub title: Str<'a>,
    /// The page.
    pub href: String,
    /// The other language's tag.
    pub lang: Str<'a>,
    /// Its name in itself.
    pub name: Str<'a>,
    /// Its name in the page's language, as in a sentence.
    pub language: Str<'a>,
}

/// What one side has beside the rows.
#[derive(Clone, Debug, Serialize)]
pub struct Side<'a> {
    /// The lesson's title.
    pub title: Str<'a>,
    /// What leads to the lesson in this language alone, in its words.
    pub label: Str<'a>,
    /// Where that leads.
    pub href: String,
    /// The language's key, for that link.
    pub hreflang: Str<'a>,
    /// The language's name in itself.
    pub language: Str<'a>,
    /// What every id of the text begins with.
    pub prefix: Str<'a>,
    /// The words over the objectives.
    pub objectives_heading: Str<'a>,
    /// What a student can do after the lesson, each as HTML.
    pub objectives: Vec<Str<'a>>,
    /// Of each of them, its HTML id on this page; `None` if it has none.
    pub objective_ids: Vec<Option<String>>,
    /// The text's language and direction, its notes, references and terms. Its body is in the rows.
    pub text: Text<'a>,
}

/// What the two texts say in one place.
#[derive(Clone, Debug, Serialize)]
pub struct SideRow {
    /// Either side's HTML; empty where the text says nothing there.
    pub cells_html: [String; 2],
    /// The level of the heading that it is.
    pub heading: Option<u8>,
}
