//! The page of a student’s progress, and that of what the site keeps, as their templates see them.

use serde::Serialize;

use super::{Frame, Navigator, Str};

/// Where a student stands in the book: `progress.html`. What is in it is that of nobody, to be filled in by the script
/// or by hand.
#[derive(Clone, Debug, Serialize)]
pub struct ProgressView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The pyramid, and its levels with all of their outcomes.
    pub navigator: Navigator<'a>,
    /// The words of the page's own script, as those of the navigator.
    pub words_json: String,
    /// The page's own script, if the theme has it.
    pub script: Option<String>,
    /// The page on what the site keeps.
    pub privacy: Option<String>,
}

/// What the site keeps, sends, and doesn't: `privacy.html`.
#[derive(Clone, Debug, Serialize)]
pub struct PrivacyView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// What browsers may store for the book.
    pub kept: Vec<KeptEntry<'a>>,
    /// Whether a host sends the pages; else they are opened from a folder.
    pub is_hosted: bool,
    /// The host that the site is published at, where that is known.
    pub host: Option<Str<'a>>,
    /// Other hosts that pages may show content from.
    pub others: Vec<Str<'a>>,
    /// The person to ask.
    pub contact: Option<Str<'a>>,
    /// Whether the book has a language of Canada, and so Quebec's law is named.
    pub is_in_quebec: bool,
    /// The page of the student's progress.
    pub progress: Option<String>,
}

/// Something that browsers may store.
#[derive(Clone, Debug, Serialize)]
pub struct KeptEntry<'a> {
    /// Its key.
    pub key: String,
    /// What it holds.
    pub holds: Str<'a>,
    /// How long it stays.
    pub stays: Str<'a>,
}
