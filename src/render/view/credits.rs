//! The credits of all images as their template sees them.

use serde::Serialize;

use super::{Frame, NavigationLink, Str};

/// Whose the images of the book are, for the readers of a language: `credits.html`.
#[derive(Clone, Debug, Serialize)]
pub struct CreditsView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The images, in reading order.
    pub entries: Vec<CreditEntry<'a>>,
}

/// An image and whose it is.
#[derive(Clone, Debug, Serialize)]
pub struct CreditEntry<'a> {
    /// What the image shows, or the name of its file.
    pub name: Str<'a>,
    /// The language of that, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// Whose it is, as HTML.
    pub credit_html: Str<'a>,
    /// The texts that show it, in reading order.
    pub lessons: Vec<NavigationLink<'a>>,
}
