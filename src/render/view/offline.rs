//! The page on which a level or the book is kept on a device.

use serde::Serialize;

use super::{Frame, LevelLink, Str};

/// What can be kept: `offline.html`.
#[derive(Clone, Debug, Serialize)]
pub struct OfflineView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The levels, from the base up.
    pub levels: Vec<LevelLink<'a>>,
    /// The address of the file that says what each part weighs; `None` in the preview, which keeps nothing.
    pub parts: Option<String>,
    /// The page's own script, if the theme has it.
    pub script: Option<String>,
}
