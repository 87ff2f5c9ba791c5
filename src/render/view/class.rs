//! The page on which a teacher sees the class, as its template sees it.

use serde::Serialize;

use super::{Frame, Str};

/// The class on the pyramid: `class.html`. What is in it comes from the teacher, in the browser.
#[derive(Clone, Debug, Serialize)]
pub struct ClassView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The address of the script that reads and draws what a teacher brings, if the theme has it.
    pub script: Option<String>,
    /// The words that this script shows, as those of the navigator.
    pub words_json: String,
}
