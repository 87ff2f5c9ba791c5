//! The map in one column, for narrow screens: cards above each other, the base at the bottom, lines in lanes beside
//! them.

use std::collections::BTreeMap;

use super::{Band, Card, Join, Lesson, Line, Link, Map, arrow, pen};
use crate::render::pen::{Pen, Point};
use crate::render::pyramid::Direction;

/// In pixels: from one lane to the next, and how many there are.
const LANE: f64 = 8.0;
const LANES: usize = 4;
/// Beside the lanes: room for arrows, and for the word of a choice.
const MARGIN: f64 = 38.0;
/// The radius of a line's corners.
const CORNER: f64 = 6.0;
/// A line of a card's title, what else is in a card, and between two cards.
const TITLE_LINE: f64 = 18.0;
const CARD_REST: f64 = 38.0;
const GAP: f64 = 14.0;
/// A level's name.
const HEAD: f64 = 44.0;

/// The lessons in one column of that width, the base first.
pub(super) fn draw(lessons: &[Lesson], links: &[Link], width: f64, direction: Direction) -> Map {
    let mut map = Map { width, work: lessons.len() + links.len(), ..Map::default() };
    let x = LANE * LANES as f64 + MARGIN;
    map.cards = vec![Card { x, width: (width - x).max(0.0), ..Card::default() }; lessons.len()];
    let mut index = lessons.len();
    for level in lessons.chunk_by(|one, other| one.level == other.level).rev() {
        let number = level.first().map_or(0, |lesson| lesson.level);
        map.bands.push(Band { level: number, label: (x, map.height), room: width - x, path: String::new() });
        map.height += HEAD;
        for lesson in level.iter().rev() {
            index -= 1;
            let height = CARD_REST + TITLE_LINE * lesson.lines.max(1) as f64;
            if let Some(card) = map.cards.get_mut(index) {
                (card.y, card.height) = (map.height, height);
            }
            map.height += height + GAP;
        }
    }
    map.bands.reverse();
    let trunks = trunks(&map.cards, links);
    for (link, trunk) in links.iter().zip(trunk_of(links, &trunks)) {
        let path = line(&map, *link, trunk, direction);
        map.lines.push(Line { from: link.from, to: link.to, any: link.choice.is_some(), path });
    }
    map.joins = joins(&map, &trunks);
    map
}

/// The lines that come together before a card: all of its plain needs, or those of one choice.
struct Trunk {
    to: usize,
    is_choice: bool,
    /// Where it reaches the card.
    y: f64,
    /// From its uppermost end to its lowest.
    span: (f64, f64),
    /// The lane, from the card outwards.
    lane: usize,
}

/// By what needs and its choice, the trunks.
type Trunks = BTreeMap<(usize, Option<usize>), Trunk>;

/// Where a line leaves its card: in the upper half, so that it is told from what arrives.
fn leave(cards: &[Card], lesson: usize) -> f64 {
    cards.get(lesson).map_or(0.0, |card| card.y + card.height * 0.3)
}

/// The trunks, in the nearest lanes that are free at their height; the last lane is shared.
fn trunks(cards: &[Card], links: &[Link]) -> Trunks {
    let mut spans: BTreeMap<(usize, Option<usize>), (f64, f64)> = BTreeMap::new();
    for link in links {
        let from = leave(cards, link.from);
        let span = spans.entry((link.to, link.choice)).or_insert((from, from));
        *span = (span.0.min(from), span.1.max(from));
    }
    let keys: Vec<(usize, Option<usize>)> = spans.keys().copied().collect();
    let mut trunks = Trunks::new();
    for ends in keys.chunk_by(|one, other| one.0 == other.0) {
        for (place, key) in ends.iter().enumerate() {
            let y = reach(cards, key.0, place, ends.len());
            let span = spans.get(key).map_or((y, y), |span| (span.0.min(y), span.1.max(y)));
            trunks.insert(*key, Trunk { to: key.0, is_choice: key.1.is_some(), y, span, lane: LANES - 1 });
        }
    }
    let mut climbing: Vec<&mut Trunk> = trunks.values_mut().collect();
    climbing.sort_by(|one, other| other.span.1.total_cmp(&one.span.1).then(other.span.0.total_cmp(&one.span.0)));
    let mut free = [f64::INFINITY; LANES];
    for trunk in climbing {
        let (top, bottom) = trunk.span;
        trunk.lane = free.iter().position(|free| bottom < *free - 4.0).unwrap_or(LANES - 1);
        if let Some(free) = free.get_mut(trunk.lane) {
            *free = top.min(*free);
        }
    }
    trunks
}

/// Where the trunk `place` of `count` reaches its card: in the lower half.
fn reach(cards: &[Card], lesson: usize, place: usize, count: usize) -> f64 {
    let Some(card) = cards.get(lesson) else { return 0.0 };
    let step = 22.0_f64.min(card.height * 0.5 / count.max(1) as f64);
    card.y + card.height * 0.68 + (place as f64 - (count.max(1) - 1) as f64 / 2.0) * step
}

/// Each link's trunk.
fn trunk_of<'a>(links: &[Link], trunks: &'a Trunks) -> impl Iterator<Item = Option<&'a Trunk>> {
    links.iter().map(|link| trunks.get(&(link.to, link.choice)))
}

fn line(map: &Map, link: Link, trunk: Option<&Trunk>, direction: Direction) -> String {
    let Some(trunk) = trunk else { return String::new() };
    let side = map.cards.get(link.to).map_or(0.0, |card| card.x);
    let x = LANE * (LANES - trunk.lane) as f64 - LANE / 2.0;
    let (from, to) = (leave(&map.cards, link.from), trunk.y);
    let end = side - if trunk.is_choice { MARGIN - 3.0 } else { 2.0 };
    let mut pen = pen(direction, map.width);
    if trunk.is_choice {
        // From the end that they share, so that their dashes fall on each other.
        bracket(&mut pen, (end, to), (side, from), x);
    } else {
        bracket(&mut pen, (side, from), (end, to), x);
    }
    if !trunk.is_choice {
        arrow(&mut pen, (end, to), (1.0, 0.0));
    }
    pen.finish()
}

/// Out to a lane, along it, and back in.
fn bracket(pen: &mut Pen, from: Point, to: Point, x: f64) {
    let along = (to.1 - from.1).signum();
    let corner = CORNER.min((to.1 - from.1).abs() / 2.0);
    pen.move_to(from).line_to((x + corner, from.1));
    pen.curve_to((x, from.1), (x, from.1), (x, from.1 + along * corner));
    pen.line_to((x, to.1 - along * corner)).curve_to((x, to.1), (x, to.1), (x + corner, to.1));
    pen.line_to(to);
}

/// The words of choices, at their cards' sides.
fn joins(map: &Map, trunks: &Trunks) -> Vec<Join> {
    let choices = trunks.values().filter(|trunk| trunk.is_choice);
    let join = |trunk: &Trunk| {
        let side = map.cards.get(trunk.to).map_or(0.0, |card| card.x);
        let at: Point = (side - MARGIN / 2.0, trunk.y);
        Join { to: trunk.to, at, path: String::new() }
    };
    choices.map(join).collect()
}
