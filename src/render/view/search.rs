//! The search page as its template sees it.

use serde::Serialize;

use super::{Frame, NavigationLink, Str};

/// Where a language is searched: `search.html`. A script fills it in.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The pages that list what the book holds: where a reader looks without a script.
    pub lists: Vec<NavigationLink<'a>>,
    /// The page's own script, if the theme has it.
    pub script: Option<String>,
    /// The script with that one's words.
    pub words: String,
}
