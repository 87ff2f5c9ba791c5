//! The map of what each lesson needs, drawn when the site is built: levels as bands, the base at the bottom, each
//! lesson a card, each need a line that climbs from what comes before to what it opens.
//!
//! A layered drawing after Sugiyama, Tagawa and Toda (1981), in four steps, each a module: lessons take [`rows`], rows
//! take an [`order`] in which few lines cross, cards take [`place`]s on a grid of half cards, as bricks do, and lines
//! take their [`route`]. A narrow screen has the same in one [`column`]. Every step's work is in proportion to lessons
//! and needs, and counted; the same book gives the same drawing on every machine. Circles are drawn too: that they are
//! mistakes is for `palier check` to say.

mod column;
mod order;
mod place;
mod route;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use crate::render::pen::{Pen, Point};
use crate::render::pyramid::Direction;

/// Above so many lessons the map is drawn level by level.
pub const WHOLE: usize = 60;
/// A level of more lessons than this is told as a list only.
pub const DRAWN: usize = WHOLE;

/// A lesson to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lesson {
    /// Its level: 0 is the base. Lessons come in the order of their levels.
    pub level: usize,
    /// On how many lines its card says its title.
    pub lines: usize,
    /// What has to be done before: of each, one of these lessons.
    pub needs: Vec<Vec<usize>>,
}

/// How much room a drawing has, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// The drawing's width.
    pub width: f64,
    /// From one card's middle to the next one's.
    pub pitch: f64,
    /// A card's width.
    pub card: f64,
    /// By what part of the base's width the summit is narrower.
    pub shrink: f64,
}

impl Room {
    /// For screens from 1280 px up.
    pub const WIDE: Self = Self { width: 1200.0, pitch: 216.0, card: 192.0, shrink: 0.5 };
    /// For screens from 704 px up.
    pub const MIDDLE: Self = Self { width: 640.0, pitch: 204.0, card: 180.0, shrink: 0.25 };

    /// The width of a band's lower edge and of its upper one; `level` counts from 0, of `levels`.
    fn band(self, level: usize, levels: usize) -> (f64, f64) {
        let at = |steps: f64| self.width * (1.0 - self.shrink * steps / levels as f64);
        (at(level as f64), at(level as f64 + 0.6))
    }

    /// How many cards stand beside each other in a band.
    fn columns(self, level: usize, levels: usize) -> usize {
        let (_, top) = self.band(level, levels);
        let cards = ((top - 8.0) / self.pitch).floor();
        if cards >= 1.0 { cards as usize } else { 1 }
    }
}

/// A need as it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    from: usize,
    to: usize,
    /// The choice that it is one of; each has a number of its own.
    choice: Option<usize>,
}

/// A card's place, in pixels; `x` from the side where the script begins.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Card {
    /// Its nearer side.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// A level's ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The level, 0 at the base.
    pub level: usize,
    /// Where its name stands: its upper corner on the side where the script begins.
    pub label: Point,
    /// The width of its upper edge: the most room that its name has.
    pub room: f64,
    /// The outline's `d`; empty where levels are only named.
    pub path: String,
}

/// A need's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The lesson that comes before.
    pub from: usize,
    /// The lesson that needs it.
    pub to: usize,
    /// Whether another lesson would do as well.
    pub any: bool,
    /// The line's `d`, with its arrow.
    pub path: String,
}

/// Where the lines of a choice come together.
#[derive(Clone, Debug, PartialEq)]
pub struct Join {
    /// The lesson that needs one of them.
    pub to: usize,
    /// The middle of the word “or”.
    pub at: Point,
    /// From there to the lesson: a `d` with its arrow; empty where the word stands at the card itself.
    pub path: String,
}

/// A map, ready to be written. All lengths are in pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map {
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Levels that have lessons, from the base up.
    pub bands: Vec<Band>,
    /// For each lesson, in their order.
    pub cards: Vec<Card>,
    /// The needs.
    pub lines: Vec<Line>,
    /// The choices.
    pub joins: Vec<Join>,
    /// How many lines cross, from row to row.
    pub crossings: usize,
    /// How many lessons, lines and bends were looked at on the way.
    pub work: usize,
}

/// Draws a map in rows.
pub fn layered(lessons: &[Lesson], room: Room, direction: Direction) -> Map {
    let links = links(lessons);
    let rows = rows::Rows::new(lessons, &links, room);
    let mut graph = order::Graph::new(&rows, &links, lessons.len());
    let crossings = graph.settle();
    let places = place::places(&mut graph, &rows, room);
    route::Route { lessons, links: &links, rows: &rows, graph: &graph, places: &places, room, direction }.map(crossings)
}

/// Draws a map in one column this wide, with its lines at the side.
pub fn column(lessons: &[Lesson], width: f64, direction: Direction) -> Map {
    column::draw(lessons, &links(lessons), width, direction)
}

/// A level by itself: its lessons on the middle one of three levels, on the lowest those of other levels that they
/// need, and on the highest those of other levels that need them; of either, the first `most`. Each with its place in
/// the book.
pub fn excerpt(lessons: &[Lesson], level: usize, most: usize) -> Vec<(usize, Lesson)> {
    let inside = |lesson: usize| lessons.get(lesson).is_some_and(|lesson| lesson.level == level);
    let needed: BTreeSet<usize> = (0..lessons.len())
        .filter(|lesson| inside(*lesson))
        .flat_map(|lesson| lessons.get(lesson).map_or(&[][..], |lesson| &lesson.needs).iter().flatten().copied())
        .filter(|need| *need < lessons.len() && !inside(*need))
        .collect();
    let before: BTreeSet<usize> = needed.into_iter().take(most).collect();
    let needs_one =
        |lesson: &usize| lessons.get(*lesson).is_some_and(|one| one.needs.iter().flatten().any(|need| inside(*need)));
    let outside = (0..lessons.len()).filter(|lesson| !inside(*lesson) && !before.contains(lesson));
    let after: Vec<usize> = outside.filter(needs_one).take(most).collect();
    let own = (0..lessons.len()).filter(|lesson| inside(*lesson));
    let shown: Vec<(usize, usize)> = before
        .iter()
        .map(|lesson| (*lesson, 0))
        .chain(own.map(|lesson| (lesson, 1)))
        .chain(after.into_iter().map(|lesson| (lesson, 2)))
        .collect();
    let places: BTreeMap<usize, usize> =
        shown.iter().enumerate().map(|(place, (lesson, _))| (*lesson, place)).collect();
    let lesson = |(lesson, level): (usize, usize)| {
        let original = lessons.get(lesson)?;
        // What comes before, and what the lessons of others need besides, is another level's to say.
        let told = |need: &&usize| level == 1 || (level == 2 && inside(**need));
        let needs =
            original.needs.iter().map(|any| any.iter().filter(told).filter_map(|need| places.get(need).copied()));
        let needs = needs.map(Iterator::collect).collect();
        Some((lesson, Lesson { level, lines: original.lines, needs }))
    };
    shown.into_iter().filter_map(lesson).collect()
}

/// On how many lines a card says a title: `units` of width go on a line, of which a letter is one and one of a script
/// that writes syllables or words with it two. Never more than `most`.
pub fn lines(title: &str, units: usize, most: usize) -> usize {
    let wide = |letter: char| if matches!(u32::from(letter), 0x1100..=0x115f | 0x2e80..=0xffdc) { 2 } else { 1 };
    let (mut lines, mut used) = (1, 0);
    for word in title.split_whitespace() {
        let length: usize = word.chars().map(wide).sum();
        if used > 0 && used + 1 + length > units {
            (lines, used) = (lines + 1, 0);
        }
        used += length + usize::from(used > 0);
        lines += used.saturating_sub(1) / units.max(1);
        used = used.saturating_sub(1) % units.max(1) + usize::from(used > 0);
    }
    lines.clamp(1, most.max(1))
}

/// Each need once, without lessons that need themselves or that are not there.
fn links(lessons: &[Lesson]) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut choices = 0;
    // By lesson, the last one that was seen to need it.
    let mut seen = vec![usize::MAX; lessons.len()];
    for (to, lesson) in lessons.iter().enumerate() {
        for need in &lesson.needs {
            let mut fresh = |from: &usize| {
                let known = seen.get_mut(*from).filter(|last| *from != to && **last != to);
                known.map(|last| *last = to).is_some()
            };
            let froms: Vec<usize> = need.iter().copied().filter(|from| fresh(from)).collect();
            let choice = (froms.len() > 1).then_some(choices);
            choices += usize::from(choice.is_some());
            links.extend(froms.into_iter().map(|from| Link { from, to, choice }));
        }
    }
    links
}

impl Map {
    /// The map's lines as SVG, of a class that ends in `name`; `or` is the word where the lines of a choice meet, escaped for HTML. Cards and the levels' names are HTML
    /// and lie over it. Lines come in the order of [`Map::lines`], which is that of the lessons and their needs.
    /// A level's ground has the colours of the level whose number, from 1, `number` gives for it, if any.
    pub fn svg(&self, name: &str, or: &str, direction: Direction, number: impl Fn(usize) -> Option<usize>) -> String {
        let (width, height) = (self.width, self.height);
        let mut svg = format!(
            r#"<svg class="pal-map-lines pal-map-{name}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">"#
        );
        for band in self.bands.iter().filter(|band| !band.path.is_empty()) {
            let level = number(band.level).map_or_else(String::new, |number| format!(" pal-level-{number}"));
            svg += &format!(r#"<path class="pal-band{level}" d="{}"/>"#, band.path);
        }
        for line in &self.lines {
            let class = if line.any { r#" class="pal-any""# } else { "" };
            svg += &format!(r#"<path{class} d="{}"/>"#, line.path);
        }
        for join in &self.joins {
            svg += &self.join(join, or, direction);
        }
        svg + "</svg>"
    }

    fn join(&self, join: &Join, or: &str, direction: Direction) -> String {
        let x = if direction == Direction::Rtl { self.width - join.at.0 } else { join.at.0 };
        let (half, y) = (or.chars().count() as f64 * 4.0 + 8.0, join.at.1);
        let line = if join.path.is_empty() { String::new() } else { format!(r#"<path d="{}"/>"#, join.path) };
        format!(
            r#"<g class="pal-or" data-to="{}">{line}<rect x="{}" y="{}" width="{}" height="20" rx="10"/><text x="{x}" y="{}">{or}</text></g>"#,
            join.to,
            x - half,
            y - 10.0,
            2.0 * half,
            y + 4.5,
        )
    }
}

/// A pen for a drawing this wide.
fn pen(direction: Direction, width: f64) -> Pen {
    if direction == Direction::Rtl { Pen::mirrored(width) } else { Pen::new() }
}

/// The two strokes of an arrow whose tip is there, pointing up, down or where the script goes.
fn arrow(pen: &mut Pen, tip: Point, towards: Point) {
    let (along, across) = (4.5, 3.5);
    let back = (tip.0 - towards.0 * along, tip.1 - towards.1 * along);
    pen.move_to((back.0 - towards.1 * across, back.1 - towards.0 * across));
    pen.line_to(tip);
    pen.line_to((back.0 + towards.1 * across, back.1 + towards.0 * across));
}

#[cfg(test)]
mod tests;
