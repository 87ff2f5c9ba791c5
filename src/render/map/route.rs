//! The last step: how high rows are, where lines leave cards and reach them, and how they bend.

use std::collections::BTreeMap;

use super::order::{Course, Graph};
use super::rows::Rows;
use super::{Band, Card, Join, Lesson, Line, Link, Map, Room, arrow, pen};
use crate::render::pen::{Pen, Point, tenths};
use crate::render::pyramid::Direction;

/// In pixels: a line of a card's title, and what else is in a card.
const TITLE_LINE: f64 = 18.0;
const CARD_REST: f64 = 40.0;
/// Between two rows of a level, and more where a choice needs room for its word.
const CHANNEL: f64 = 38.0;
const CHOICE: f64 = 24.0;
/// Above a level's uppermost row, where its name is; below its lowest; and between two levels.
const HEAD: f64 = 42.0;
const FOOT: f64 = 22.0;
const GAP: f64 = 8.0;
/// Between lines that leave or reach a card beside each other, or pass through one joint.
const PORTS: f64 = 18.0;
const TRACKS: f64 = 6.0;

/// All that lines are drawn from.
pub(super) struct Route<'a> {
    pub(super) lessons: &'a [Lesson],
    pub(super) links: &'a [Link],
    pub(super) rows: &'a Rows,
    pub(super) graph: &'a Graph,
    pub(super) places: &'a [i64],
    pub(super) room: Room,
    pub(super) direction: Direction,
}

/// A row's upper and lower edge.
#[derive(Clone, Copy, Default)]
struct Row {
    top: f64,
    bottom: f64,
}

impl Route<'_> {
    /// The map, whose lines cross that often.
    pub(super) fn map(&self, crossings: usize) -> Map {
        let (rows, bands, height) = self.heights();
        let cards = self.cards(&rows);
        let xs = self.xs();
        let ports = Ports::new(self, &xs);
        let mut map = Map { width: self.room.width, height, bands, cards, crossings, ..Map::default() };
        for (index, link) in self.links.iter().enumerate() {
            let path = self.line(index, *link, &map.cards, &rows, &xs, &ports);
            map.lines.push(Line { from: link.from, to: link.to, any: link.choice.is_some(), path });
        }
        map.joins = self.joins(&map.cards, &ports);
        map.work = self.graph.work + self.links.len();
        map
    }

    /// Each row's edges, from the base up, the bands, and how high all are.
    fn heights(&self) -> (Vec<Row>, Vec<Band>, f64) {
        let mut rows = vec![Row::default(); self.rows.runs.len()];
        let mut bands = Vec::new();
        let mut y = 0.0;
        for (level, range) in self.rows.levels.iter().rev() {
            let top = y;
            y += HEAD;
            for row in range.clone().rev() {
                let lessons = self.rows.runs.get(row).into_iter().flatten().flatten();
                let lines = lessons.filter_map(|lesson| self.lessons.get(*lesson)).map(|lesson| lesson.lines).max();
                let bottom = y + CARD_REST + TITLE_LINE * lines.unwrap_or(1).max(1) as f64;
                if let Some(edges) = rows.get_mut(row) {
                    *edges = Row { top: y, bottom };
                }
                let choice = if self.has_choice(row) { CHOICE } else { 0.0 };
                y = bottom + choice + if row == range.start { FOOT } else { CHANNEL };
            }
            bands.push(self.band(*level, top, y));
            y += GAP;
        }
        bands.reverse();
        (rows, bands, (y - GAP).max(0.0))
    }

    /// Whether a line of a choice reaches a lesson of this row.
    fn has_choice(&self, row: usize) -> bool {
        let lessons = self.rows.runs.get(row).into_iter().flatten().flatten();
        lessons
            .filter_map(|lesson| self.lessons.get(*lesson))
            .any(|lesson| lesson.needs.iter().any(|any| any.len() > 1))
    }

    fn band(&self, level: usize, top: f64, bottom: f64) -> Band {
        let (low, high) = self.room.band(level, self.rows.count);
        let width = self.room.width;
        let at = |part: f64| ((width - part) / 2.0, (width + part) / 2.0);
        let ((left, right), (in_left, in_right)) = (at(low), at(high));
        let corners = [(left, bottom), (in_left, top), (in_right, top), (right, bottom)];
        let path = pen(self.direction, width).polygon(&corners).finish();
        Band { level, label: (in_left, top), room: high, path }
    }

    fn cards(&self, rows: &[Row]) -> Vec<Card> {
        let card = |lesson: usize| {
            let row = self.row(lesson, rows);
            let x = self.x(self.places.get(lesson).copied().unwrap_or_default()) - self.room.card / 2.0;
            Card { x, y: row.top, width: self.room.card, height: row.bottom - row.top }
        };
        (0..self.lessons.len()).map(card).collect()
    }

    fn x(&self, place: i64) -> f64 {
        self.room.width / 2.0 + place as f64 * self.room.pitch / 2.0
    }

    /// Where each point's middle is; bends that share a joint stand beside each other in it.
    fn xs(&self) -> Vec<f64> {
        let mut xs: Vec<f64> = self.places.iter().map(|place| self.x(*place)).collect();
        let place = |point: usize| self.places.get(point).copied();
        for row in &self.graph.rows {
            let bends: Vec<usize> =
                row.iter().flatten().copied().filter(|point| *point >= self.graph.lessons).collect();
            for shared in bends.chunk_by(|one, other| place(*one) == place(*other)) {
                let room = (self.room.pitch - self.room.card - 8.0) / shared.len().max(1) as f64;
                for (point, offset) in shared.iter().zip(spread(shared.len(), TRACKS.min(room))) {
                    if let Some(x) = xs.get_mut(*point) {
                        *x += offset;
                    }
                }
            }
        }
        xs
    }

    fn line(&self, index: usize, link: Link, cards: &[Card], rows: &[Row], xs: &[f64], ports: &Ports) -> String {
        let (Some(from), Some(to)) = (cards.get(link.from), cards.get(link.to)) else { return String::new() };
        let (leave, reach) = (ports.leave(index), ports.reach(index));
        let foot = to.y + to.height + 2.0;
        let mut pen = pen(self.direction, self.room.width);
        match self.graph.courses.get(index) {
            Some(Course::Climb { through, down: false }) => {
                // A choice's lines end at its word, below the card.
                let end = if link.choice.is_some() { foot + CHOICE + 6.0 } else { foot };
                let bends = self.bends(through.iter(), rows, xs).flat_map(|(x, row)| [(x, row.bottom), (x, row.top)]);
                let mut places: Vec<Point> =
                    std::iter::once((leave, from.y)).chain(bends).chain([(reach, end)]).collect();
                if link.choice.is_some() {
                    // From the end that they share, so that their dashes fall on each other.
                    places.reverse();
                }
                weave(&mut pen, &places);
                if link.choice.is_none() {
                    arrow(&mut pen, (reach, end), (0.0, -1.0));
                }
            }
            Some(Course::Climb { through, down: true }) => {
                let tip = (reach, to.y - 2.0);
                let bends =
                    self.bends(through.iter().rev(), rows, xs).flat_map(|(x, row)| [(x, row.top), (x, row.bottom)]);
                let start = (leave, from.y + from.height);
                let places: Vec<Point> = std::iter::once(start).chain(bends).chain([tip]).collect();
                weave(&mut pen, &places);
                arrow(&mut pen, tip, (0.0, 1.0));
            }
            Some(Course::Beside) => {
                let tip = (to.x - 2.0, to.y + to.height / 2.0);
                pen.move_to((from.x + from.width, from.y + from.height / 2.0)).line_to(tip);
                arrow(&mut pen, tip, (1.0, 0.0));
            }
            Some(Course::Along) => {
                let (start, tip) = ((from.x + from.width / 2.0, from.y), (to.x + to.width / 2.0, to.y - 2.0));
                pen.move_to(start).curve_to((start.0, start.1 - 24.0), (tip.0, tip.1 - 24.0), tip);
                arrow(&mut pen, tip, (0.0, 1.0));
            }
            Some(Course::Far) | None => {
                pen.move_to((leave, from.y)).line_to((leave, from.y - 10.0));
                let end = if link.choice.is_some() { foot + CHOICE + 6.0 } else { foot };
                pen.move_to((reach, end + 10.0)).line_to((reach, end));
                if link.choice.is_none() {
                    arrow(&mut pen, (reach, end), (0.0, -1.0));
                }
            }
        }
        pen.finish()
    }

    /// Where a line bends: the middles of its bends, and their rows.
    fn bends<'p>(
        &'p self,
        through: impl Iterator<Item = &'p usize> + 'p,
        rows: &'p [Row],
        xs: &'p [f64],
    ) -> impl Iterator<Item = (f64, Row)> + 'p {
        let bends = through.filter(|point| **point >= self.graph.lessons);
        bends.map(|bend| (xs.get(*bend).copied().unwrap_or_default(), self.row(*bend, rows)))
    }

    fn row(&self, point: usize, rows: &[Row]) -> Row {
        self.graph.row_of.get(point).and_then(|row| rows.get(*row)).copied().unwrap_or_default()
    }

    fn joins(&self, cards: &[Card], ports: &Ports) -> Vec<Join> {
        let mut joins = BTreeMap::new();
        for (index, link) in self.links.iter().enumerate() {
            let climbs = matches!(self.graph.courses.get(index), Some(Course::Climb { down: false, .. } | Course::Far));
            if let (Some(choice), Some(card), true) = (link.choice, cards.get(link.to), climbs) {
                joins.entry(choice).or_insert_with(|| self.join(link.to, *card, ports.reach(index)));
            }
        }
        joins.into_values().collect()
    }

    fn join(&self, to: usize, card: Card, x: f64) -> Join {
        let foot = card.y + card.height;
        let mut pen = pen(self.direction, self.room.width);
        pen.move_to((x, foot + CHOICE - 6.0)).line_to((x, foot + 2.0));
        arrow(&mut pen, (x, foot + 2.0), (0.0, -1.0));
        Join { to, at: (x, foot + CHOICE), path: pen.finish() }
    }
}

/// One end of a line at a card.
struct End {
    /// Where the line comes from or goes to.
    towards: f64,
    /// Ends of a group share a port.
    group: usize,
    line: usize,
    leaves: bool,
}

/// Where lines leave and reach cards: beside each other along the edge, in the order of where they come from or go to,
/// so that they don't cross there; the lines of a choice together.
struct Ports {
    leave: Vec<f64>,
    reach: Vec<f64>,
}

impl Ports {
    fn new(route: &Route<'_>, xs: &[f64]) -> Self {
        let mut ports = Self { leave: vec![0.0; route.links.len()], reach: vec![0.0; route.links.len()] };
        // By lesson and edge, the upper or the lower one.
        let mut edges: BTreeMap<(usize, bool), Vec<End>> = BTreeMap::new();
        for (index, link) in route.links.iter().enumerate() {
            let (first, last, down) = match route.graph.courses.get(index) {
                Some(Course::Climb { through, down: false }) => (through.get(1), through.iter().rev().nth(1), false),
                Some(Course::Climb { through, down: true }) => (through.iter().rev().nth(1), through.get(1), true),
                Some(Course::Far) => (Some(&link.from), Some(&link.to), false),
                _ => continue,
            };
            let x = |point: Option<&usize>| point.and_then(|point| xs.get(*point)).copied().unwrap_or_default();
            // Lines that came together on the way reach the card as one.
            let last_bend = last.filter(|point| !down && **point >= route.graph.lessons);
            let own = route.links.len() + index;
            edges.entry((link.from, !down)).or_default().push(End {
                towards: x(first),
                group: own,
                line: index,
                leaves: true,
            });
            let trunk = last_bend.map(|bend| 2 * route.links.len() + bend);
            let group = link.choice.filter(|_| !down).or(trunk).unwrap_or(own);
            edges.entry((link.to, down)).or_default().push(End { towards: x(last), group, line: index, leaves: false });
        }
        for ((lesson, _), ends) in edges {
            ports.edge(xs.get(lesson).copied().unwrap_or_default(), route.room.card, &ends);
        }
        ports
    }

    fn edge(&mut self, middle: f64, width: f64, ends: &[End]) {
        let mut groups: BTreeMap<usize, Vec<&End>> = BTreeMap::new();
        for end in ends {
            groups.entry(end.group).or_default().push(end);
        }
        let mean = |ends: &[&End]| ends.iter().map(|end| end.towards).sum::<f64>() / ends.len().max(1) as f64;
        let mut groups: Vec<Vec<&End>> = groups.into_values().collect();
        groups.sort_by(|one, other| mean(one).total_cmp(&mean(other)));
        let step = PORTS.min((width - 32.0) / groups.len().max(1) as f64);
        for (ends, offset) in groups.iter().zip(spread(groups.len(), step)) {
            for end in ends {
                let ports = if end.leaves { &mut self.leave } else { &mut self.reach };
                if let Some(port) = ports.get_mut(end.line) {
                    *port = middle + offset;
                }
            }
        }
    }

    fn leave(&self, line: usize) -> f64 {
        self.leave.get(line).copied().unwrap_or_default()
    }

    fn reach(&self, line: usize) -> f64 {
        self.reach.get(line).copied().unwrap_or_default()
    }
}

/// So many offsets around 0, this far from each other.
fn spread(count: usize, step: f64) -> impl Iterator<Item = f64> {
    (0..count).map(move |index| (index as f64 - (count.max(1) - 1) as f64 / 2.0) * step)
}

/// A line through these places: in an S between two rows, upright past a row, in turns.
fn weave(pen: &mut Pen, places: &[Point]) {
    let Some(first) = places.first() else { return };
    pen.move_to(*first);
    for (index, (from, to)) in places.iter().zip(places.iter().skip(1)).enumerate() {
        if index & 1 == 1 || tenths(from.0) == tenths(to.0) {
            pen.line_to(*to);
        } else {
            let middle = f64::midpoint(from.1, to.1);
            pen.curve_to((from.0, middle), (to.0, middle), *to);
        }
    }
}
