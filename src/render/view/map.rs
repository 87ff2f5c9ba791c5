//! The map of what each lesson needs.

use serde::Serialize;

use super::navigator::LessonLink;
use super::{Frame, LevelLink, Str};

/// The map of all lessons, or of a level's: `map.html`.
#[derive(Clone, Debug, Serialize)]
pub struct MapView<'a> {
    /// What is around it.
    pub frame: Frame<'a>,
    /// Its title.
    pub title: Str<'a>,
    /// The title's language, where it differs from the page's.
    pub title_lang: Option<Str<'a>>,
    /// The levels that have maps of their own, from the base up; only a book of many lessons has them.
    pub levels: Vec<MapOfLevel<'a>>,
    /// The map; `None` where there are too many lessons to draw.
    pub drawing: Option<MapDrawing<'a>>,
    /// The lessons as a list, the highest level first.
    pub list: Vec<MapList<'a>>,
    /// The address of the map of all lessons: below it are those of levels.
    pub root: String,
    /// Of a preview, the address that this page is published at; `None` if the book doesn't give one.
    pub published: Option<String>,
}

/// A level's own map.
#[derive(Clone, Debug, Serialize)]
pub struct MapOfLevel<'a> {
    /// The level, with the address of its map.
    pub level: LevelLink<'a>,
    /// “3 lessons”.
    pub lessons: Str<'a>,
}

/// A map, drawn for three widths of screens.
#[derive(Clone, Debug, Serialize)]
pub struct MapDrawing<'a> {
    /// Its stylesheet, made with `map.css`: where each card is.
    pub stylesheet: String,
    /// Its script, if the theme has it.
    pub script: Option<String>,
    /// The lines as SVG, for wide screens, middle ones and phones.
    pub lines_html: String,
    /// The bands, from the base up.
    pub bands: Vec<MapBand<'a>>,
}

/// A band of the map, with its cards.
#[derive(Clone, Debug, Serialize)]
pub struct MapBand<'a> {
    /// Its place, from 1 at the base.
    pub place: usize,
    /// The level; `None` for lessons of other levels, below and above a level's own.
    pub level: Option<LevelLink<'a>>,
    /// What is said in place of a level's name.
    pub label: Str<'a>,
    /// Its lessons.
    pub cards: Vec<MapCard<'a>>,
}

/// A lesson on the map.
#[derive(Clone, Debug, Serialize)]
pub struct MapCard<'a> {
    /// Its place on the map, from 0.
    pub place: usize,
    /// The places of the lessons that it needs, with spaces between them, as the lines are ordered; empty if it needs none.
    pub before: String,
    /// The level that it is of, 1 at the base.
    pub level: usize,
    /// The lesson.
    #[serde(flatten)]
    pub lesson: LessonLink<'a>,
}

/// The lessons of a level in the list.
#[derive(Clone, Debug, Serialize)]
pub struct MapList<'a> {
    /// The level.
    pub level: LevelLink<'a>,
    /// Its lessons, in order.
    pub lessons: Vec<MapEntry<'a>>,
}

/// A lesson in the list.
#[derive(Clone, Debug, Serialize)]
pub struct MapEntry<'a> {
    /// The lesson.
    #[serde(flatten)]
    pub lesson: LessonLink<'a>,
    /// What has to be done before: of each, one.
    pub needs: Vec<Vec<LessonLink<'a>>>,
    /// The lessons that need it.
    pub opens: Vec<LessonLink<'a>>,
}

/// Where everything of a map is: `map.css`. All lengths are in pixels.
#[derive(Clone, Debug, Serialize)]
pub struct MapStyle {
    /// The drawings' sizes.
    pub size: Places,
    /// Each band's name, and the most room that it has: its place on the map from 1, and where it stands.
    pub bands: Vec<(usize, Places)>,
    /// Each card, from 0.
    pub cards: Vec<Places>,
}

/// A place on each of the three drawings: `x` and `y`, and a height or width.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Places {
    /// On wide screens.
    pub a: (i64, i64, i64),
    /// On middle ones.
    pub b: (i64, i64, i64),
    /// On phones.
    pub c: (i64, i64, i64),
}
