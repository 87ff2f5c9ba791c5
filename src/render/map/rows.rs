//! The first step: in which row of its level each lesson stands.

use std::ops::Range;

use super::{Lesson, Link, Room};

/// Lessons in rows, from the base up.
pub(super) struct Rows {
    /// Each lesson's row.
    pub(super) of: Vec<usize>,
    /// Each row's runs: lessons that stay beside each other, as each needs the one before it.
    pub(super) runs: Vec<Vec<Vec<usize>>>,
    /// Levels with lessons, and their rows.
    pub(super) levels: Vec<(usize, Range<usize>)>,
    /// How many levels the pyramid has.
    pub(super) count: usize,
    /// For each lesson, whether its line comes from the lesson beside it.
    pub(super) beside: Vec<bool>,
    /// What was looked at.
    pub(super) work: usize,
}

impl Rows {
    /// Puts lessons in rows: above what they need of their own level, or beside it where it is all that they need
    /// there; and no more in a row than there is room for.
    pub(super) fn new(lessons: &[Lesson], links: &[Link], room: Room) -> Self {
        let count = lessons.iter().map(|lesson| lesson.level + 1).max().unwrap_or(1);
        let mut rows = Self {
            of: vec![0; lessons.len()],
            runs: Vec::new(),
            levels: Vec::new(),
            count,
            beside: vec![false; lessons.len()],
            work: lessons.len() + links.len(),
        };
        let mut needs = vec![Vec::new(); lessons.len()];
        for link in links.iter().filter(|link| level(lessons, link.from) == level(lessons, link.to)) {
            if let Some(needs) = needs.get_mut(link.to) {
                needs.push(*link);
            }
        }
        let mut start = 0;
        for level in lessons.chunk_by(|one, other| one.level == other.level) {
            let members = start..start + level.len();
            let number = level.first().map_or(0, |lesson| lesson.level);
            rows.level(number, members, &needs, room.columns(number, count));
            start += level.len();
        }
        rows
    }

    fn level(&mut self, number: usize, members: Range<usize>, needs: &[Vec<Link>], columns: usize) {
        let first = self.runs.len();
        let mut shelf = Shelf::new(columns);
        for lesson in before_first(members.clone(), needs) {
            let needs = needs.get(lesson).map_or(&[][..], Vec::as_slice);
            self.work += 1 + needs.len();
            let below: Vec<&Link> = needs.iter().filter(|link| shelf.row_of(link.from).is_some()).collect();
            if let ([only], 1) = (below.as_slice(), needs.len())
                && only.choice.is_none()
                && shelf.beside(only.from, lesson)
            {
                set(&mut self.beside, lesson, true);
                continue;
            }
            let above = below.iter().filter_map(|link| shelf.row_of(link.from)).map(|row| row + 1).max();
            shelf.put(lesson, above.unwrap_or_default());
        }
        self.work += shelf.work;
        for (lesson, row) in members.zip(&shelf.of_member(first)) {
            set(&mut self.of, lesson, *row);
        }
        self.runs.extend(shelf.rows);
        self.levels.push((number, first..self.runs.len()));
    }
}

/// The rows of one level while they fill.
struct Shelf {
    columns: usize,
    rows: Vec<Vec<Vec<usize>>>,
    /// Each row's lessons.
    used: Vec<usize>,
    /// Where to look on for a row with room, from each row.
    skip: Vec<usize>,
    /// Each lesson's row and run.
    at: std::collections::BTreeMap<usize, (usize, usize)>,
    work: usize,
}

impl Shelf {
    fn new(columns: usize) -> Self {
        Self {
            columns,
            rows: Vec::new(),
            used: Vec::new(),
            skip: Vec::new(),
            at: std::collections::BTreeMap::new(),
            work: 0,
        }
    }

    fn row_of(&self, lesson: usize) -> Option<usize> {
        self.at.get(&lesson).map(|(row, _)| *row)
    }

    /// Puts a lesson beside the last of a run, if that is where `before` stands and there is room.
    fn beside(&mut self, before: usize, lesson: usize) -> bool {
        let Some(&(row, run)) = self.at.get(&before) else { return false };
        if self.used.get(row).is_none_or(|used| *used >= self.columns) {
            return false;
        }
        let Some(members) = self.rows.get_mut(row).and_then(|runs| runs.get_mut(run)) else { return false };
        if members.last() != Some(&before) {
            return false;
        }
        members.push(lesson);
        self.take(lesson, row, run);
        true
    }

    /// Puts a lesson in the first row with room, from this one up.
    fn put(&mut self, lesson: usize, from: usize) {
        let row = self.with_room(from);
        let Some(runs) = self.rows.get_mut(row) else { return };
        runs.push(vec![lesson]);
        let run = runs.len() - 1;
        self.take(lesson, row, run);
    }

    fn take(&mut self, lesson: usize, row: usize, run: usize) {
        self.at.insert(lesson, (row, run));
        if let (Some(used), Some(skip)) = (self.used.get_mut(row), self.skip.get_mut(row)) {
            *used += 1;
            if *used >= self.columns {
                *skip = row + 1;
            }
        }
    }

    /// The first row with room from `from` up; paths that were walked are halved, so that no walk is long twice.
    fn with_room(&mut self, from: usize) -> usize {
        let mut row = from;
        loop {
            self.work += 1;
            while self.rows.len() <= row {
                self.skip.push(self.rows.len());
                self.rows.push(Vec::new());
                self.used.push(0);
            }
            let next = self.skip.get(row).copied().unwrap_or(row);
            if next == row {
                return row;
            }
            let beyond = self.skip.get(next).copied().unwrap_or(next);
            if let Some(skip) = self.skip.get_mut(row) {
                *skip = beyond.max(next);
            }
            row = next;
        }
    }

    /// The rows of the lessons in their order, `first` being the level's lowest.
    fn of_member(&self, first: usize) -> Vec<usize> {
        self.at.values().map(|(row, _)| first + row).collect()
    }
}

/// The lessons of a level such that each comes after those that it needs, as far as circles allow, and else in their
/// own order.
fn before_first(members: Range<usize>, needs: &[Vec<Link>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(members.len());
    let mut met = vec![false; members.len()];
    for lesson in members.clone() {
        let mut stack = vec![(lesson, 0)];
        while let Some((lesson, next)) = stack.pop() {
            let Some(seen) = met.get_mut(lesson - members.start) else { continue };
            if next == 0 && std::mem::replace(seen, true) {
                continue;
            }
            match needs.get(lesson).and_then(|needs| needs.get(next)) {
                Some(link) => stack.extend([(lesson, next + 1), (link.from, 0)]),
                None => order.push(lesson),
            }
        }
    }
    order
}

fn level(lessons: &[Lesson], lesson: usize) -> Option<usize> {
    lessons.get(lesson).map(|lesson| lesson.level)
}

fn set<T>(all: &mut [T], index: usize, value: T) {
    if let Some(one) = all.get_mut(index) {
        *one = value;
    }
}
