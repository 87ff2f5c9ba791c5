//! What the book's last lesson ends in.

use serde::Serialize;

use super::{NavigationLink, Str};

/// All that students can do after the book.
#[derive(Clone, Debug, Serialize)]
pub struct Ending<'a> {
    /// The pyramid of stones, which the page’s script fills.
    pub drawing_html: String,
    /// The levels, highest first.
    pub levels: Vec<EndingLevel<'a>>,
    /// The page where students take stock of what they did, if the site has one.
    pub progress: Option<NavigationLink<'a>>,
}

/// A level, with what students can do after it.
#[derive(Clone, Debug, Serialize)]
pub struct EndingLevel<'a> {
    /// Its number, 1 at the base.
    pub number: usize,
    /// “Level 2”, in the book's own word.
    pub label: Str<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The title's language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// Its page.
    pub href: String,
    /// What students can do after it; none where it doesn't say.
    pub outcomes: Vec<EndingOutcome<'a>>,
}

/// What students can do after a level, in plain words.
#[derive(Clone, Debug, Serialize)]
pub struct EndingOutcome<'a> {
    /// What students' progress knows it by.
    pub key: String,
    /// The words.
    pub text: Str<'a>,
    /// Their language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
}
