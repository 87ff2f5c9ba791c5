//! The navigator: the pyramid of stones, and the list of its levels, which opens to what each holds.

use serde::Serialize;

use super::Str;

/// The pyramid and the list of its levels, as the front page has them and each page of a level beside its text. Nothing
/// in it says where a student stands: the page's script does, by the keys of levels, outcomes and lessons.
#[derive(Clone, Debug, Serialize)]
pub struct Navigator<'a> {
    /// The pyramid as SVG, in the sizes that the page may need.
    pub drawings_html: String,
    /// What the book comes to.
    pub totals: Totals<'a>,
    /// Its levels, the highest first.
    pub rows: Vec<LevelRow<'a>>,
    /// The lesson that comes next in the order of the book; `None` after the last one.
    pub next: Option<LessonLink<'a>>,
    /// The map of the lessons; `None` where there are too few for one.
    pub map: Option<String>,
}

/// What a book comes to.
#[derive(Clone, Debug, Serialize)]
pub struct Totals<'a> {
    /// How many outcomes its levels have.
    pub outcomes: usize,
    /// How many lessons it has in the page's language.
    pub lessons: usize,
    /// “6 h 40 min”, when its lessons say.
    pub duration: Option<Str<'a>>,
}

/// A level in the list.
#[derive(Clone, Debug, Serialize)]
pub struct LevelRow<'a> {
    /// 1 at the base.
    pub number: usize,
    /// What students' progress knows it by.
    pub key: &'a str,
    /// The level's title.
    pub title: Str<'a>,
    /// The title's language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// The need that the level answers, or any subtitle.
    pub need: Option<Str<'a>>,
    /// The level's page.
    pub href: String,
    /// What a screen reader says before the title: “Level 2 of 5”.
    pub position: Str<'a>,
    /// Whether the reader is in this level.
    pub here: bool,
    /// Whether its stones are outcomes; else they are its lessons.
    pub has_outcomes: bool,
    /// What it is built of: “4 outcomes”, or of a level without any “3 lessons”.
    pub stones: Str<'a>,
    /// “3 lessons”.
    pub lessons: Str<'a>,
    /// “1 h 10 min”, when its lessons say.
    pub duration: Option<Str<'a>>,
    /// What it opens to, where it does.
    pub inside: Option<LevelInside<'a>>,
}

/// What a level of the list opens to.
#[derive(Clone, Debug, Serialize)]
pub struct LevelInside<'a> {
    /// “Level 2: outcomes and lessons”.
    pub label: Str<'a>,
    /// Its outcomes, or the first of very many.
    pub outcomes: Vec<OutcomeRow<'a>>,
    /// Lessons: those around the one that is read, or the first of a level without outcomes.
    pub lessons: Vec<LessonLink<'a>>,
    /// “See the 7 lessons”.
    pub all: Str<'a>,
    /// Where all of them are: on the level's page, beside a lesson at that lesson.
    pub all_href: String,
    /// The lessons of other levels that some lesson of this one is needed for, or the first of many.
    pub leads_to: Vec<LessonLink<'a>>,
}

/// What students can do after a level, and the lessons that serve it.
#[derive(Clone, Debug, Serialize)]
pub struct OutcomeRow<'a> {
    /// What students' progress knows it by.
    pub key: String,
    /// Its words.
    pub text: Str<'a>,
    /// Their language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// The lessons that serve it, or the first of many.
    pub lessons: Vec<LessonLink<'a>>,
    /// “and 3 more”, if there are.
    pub others: Option<Str<'a>>,
}

/// A lesson, wherever it is named with where the student stands.
#[derive(Clone, Debug, Serialize)]
pub struct LessonLink<'a> {
    /// What students' progress knows it by.
    pub key: &'a str,
    /// Its title.
    pub title: Str<'a>,
    /// The title's language, where it differs from the page's.
    pub lang: Option<Str<'a>>,
    /// Its page.
    pub href: String,
    /// “25 min”, when it says.
    pub duration: Option<Str<'a>>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether it is the one that is read.
    pub here: bool,
}
