//! The page on accessibility, as its template sees it.

use serde::Serialize;

use super::{Frame, Str};

/// What was tested, what is checked, and to whom a barrier is reported: `accessibility.html`.
#[derive(Clone, Debug, Serialize)]
pub struct AccessibilityView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// What the book's authors say themselves, a paragraph each.
    pub statement: Vec<Str<'a>>,
    /// Whether the book changed the theme, which is what was tested.
    pub is_own_theme: bool,
    /// The faults of texts that are looked for.
    pub checked: Vec<CheckedFault<'a>>,
    /// Whether pages may show content from other hosts.
    pub has_embeds: bool,
    /// Where to write, as readers see it; the way there is the frame's `report`.
    pub contact: Option<Str<'a>>,
}

/// A fault that is looked for in texts.
#[derive(Clone, Debug, Serialize)]
pub struct CheckedFault<'a> {
    /// The fault.
    pub fault: Str<'a>,
    /// What happens where there is one.
    pub then: Str<'a>,
}
