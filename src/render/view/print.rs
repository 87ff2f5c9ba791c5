//! A level or the whole book as one page to print, as its templates see it.

use serde::Serialize;

use super::{Frame, Licence, Listed, NavigationLink, PrerequisiteLink, Str, Text};

/// A level or the whole book, to be printed: `print.html`.
#[derive(Clone, Debug, Serialize)]
pub struct PrintView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title: that of the level or of the book.
    pub title: Str<'a>,
    /// The title's language, where it isn't the page's.
    pub title_lang: Option<Str<'a>>,
    /// The level or the book in a sentence.
    pub lead: Option<Str<'a>>,
    /// Of a level, “Level 2 of 5”.
    pub label: Option<Str<'a>>,
    /// Of a level, its number, 1 at the base.
    pub number: Option<usize>,
    /// The text of the level or of the front page, under the page's own title.
    pub opening: Option<PrintedText<'a>>,
    /// The texts that follow, each with a title of its own.
    pub texts: Vec<PrintedText<'a>>,
    /// The stylesheet beside the page.
    pub stylesheet: String,
    /// The script of its button, if the theme has it.
    pub script: Option<String>,
}

/// A text of a print.
#[derive(Clone, Debug, Serialize)]
pub struct PrintedText<'a> {
    /// The id of its place. Its own ids begin with it and a colon.
    pub id: &'a str,
    /// How deep its title is in the page, 1 for the page's own.
    pub rank: u8,
    /// Of a lesson, its place in the level: `3`, or in a print of the book `2.3`.
    pub number: Option<String>,
    /// Of a level, “Level 2 of 5”.
    pub label: Option<Str<'a>>,
    /// Its title.
    pub title: Str<'a>,
    /// The title's language, where it isn't the page's.
    pub title_lang: Option<Str<'a>>,
    /// “25 min”, when it says.
    pub duration: Option<Str<'a>>,
    /// Its own page, where it is to be printed, if it can't be on a page with others.
    pub own_page: Option<String>,
    /// That its text is in another language than the page.
    pub fallback: Option<Str<'a>>,
    /// The title of its outcomes or objectives.
    pub skills_heading: Str<'a>,
    /// What a student can do after it.
    pub skills: Vec<Listed<'a>>,
    /// Lessons to do before.
    pub prerequisites: Vec<PrerequisiteLink<'a>>,
    /// Whether some of them will do in place of others.
    pub has_alternatives: bool,
    /// What it says.
    pub text: Text<'a>,
    /// Who wrote it.
    pub authors: Vec<Str<'a>>,
    /// Under which licence.
    pub licence: Option<Licence<'a>>,
}

/// What is on the sheets of a print: `print.css`.
#[derive(Clone, Debug, Serialize)]
pub struct PrintStyle {
    /// The corner where a line begins: `left` or `right`.
    pub start: &'static str,
    /// The corner where it ends.
    pub end: &'static str,
    /// The book's title, as a string of CSS.
    pub book: String,
    /// The title of each text after the first.
    pub titles: Vec<RunningTitle>,
}

/// The title of a text at the head of its sheets.
#[derive(Clone, Debug, Serialize)]
pub struct RunningTitle {
    /// The id of the text's place.
    pub id: String,
    /// The title, as a string of CSS.
    pub title: String,
}

/// The levels of a book that is too long for one page, each to be printed: `prints.html`.
#[derive(Clone, Debug, Serialize)]
pub struct PrintsView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The levels, from the base up.
    pub levels: Vec<PrintEntry<'a>>,
}

/// A level in that list.
#[derive(Clone, Debug, Serialize)]
pub struct PrintEntry<'a> {
    /// Its number, 1 at the base.
    pub number: usize,
    /// “Level 2”, in the book's own word.
    pub label: Str<'a>,
    /// Its title, and the way to its print, or if it is too long itself, to its page.
    #[serde(flatten)]
    pub link: NavigationLink<'a>,
    /// Whether it is too long for one page.
    pub is_too_long: bool,
}
