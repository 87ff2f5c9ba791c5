//! The second step: in which order the lessons of each row stand, such that few lines cross.

use std::collections::BTreeMap;

use super::Link;
use super::rows::Rows;

/// How often rows are gone through, up and down.
const SWEEPS: usize = 12;
/// The most rows that one line passes by, and the most lines that pass through one row; others are only begun and
/// ended.
const FAR: usize = 24;
const MANY: usize = 24;

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Course {
    /// It comes from the lesson beside.
    Beside,
    /// It leads to a lesson of its own row that is elsewhere.
    Along,
    /// It would pass by too many rows.
    Far,
    /// It climbs through these points, from the lower lesson to the upper one.
    Climb {
        /// Lessons and bends, one a row.
        through: Vec<usize>,
        /// Whether what is needed is above.
        down: bool,
    },
}

/// Lessons, and bends where lines pass by a row, with what ties those of one row to those of the next.
pub(super) struct Graph {
    /// Each row's runs of points: lessons, or a bend by itself.
    pub(super) rows: Vec<Vec<Vec<usize>>>,
    /// For each point, those of the row below that lead to it.
    pub(super) below: Vec<Vec<usize>>,
    /// For each point, those of the row above that it leads to.
    pub(super) above: Vec<Vec<usize>>,
    /// For each link, what it does.
    pub(super) courses: Vec<Course>,
    /// The number of lessons: points from here on are bends.
    pub(super) lessons: usize,
    /// For each point, its row.
    pub(super) row_of: Vec<usize>,
    /// Where each point stands in its row.
    at: Vec<usize>,
    /// What was looked at.
    pub(super) work: usize,
}

/// Where lines pass, while they are laid.
struct Trunks {
    /// How many pass through each row.
    passing: Vec<usize>,
    /// By what needs, its choice and the row: the bend of the lines that climb there.
    bends: BTreeMap<(usize, Option<usize>, usize), usize>,
}

impl Trunks {
    fn is_full(&self, link: Link, row: usize) -> bool {
        let full = self.passing.get(row).is_some_and(|lines| *lines >= MANY);
        full && !self.bends.contains_key(&(link.to, link.choice, row))
    }

    fn pass(&mut self, link: Link, row: usize, bend: usize, down: bool) {
        if let Some(lines) = self.passing.get_mut(row) {
            *lines += 1;
        }
        if !down {
            self.bends.insert((link.to, link.choice, row), bend);
        }
    }
}

impl Graph {
    /// The points of those rows, with what ties them.
    pub(super) fn new(rows: &Rows, links: &[Link], lessons: usize) -> Self {
        let mut graph = Self {
            rows: rows.runs.clone(),
            below: vec![Vec::new(); lessons],
            above: vec![Vec::new(); lessons],
            courses: Vec::with_capacity(links.len()),
            lessons,
            row_of: rows.of.clone(),
            at: Vec::new(),
            work: rows.work,
        };
        let mut trunks = Trunks { passing: vec![0; rows.runs.len()], bends: BTreeMap::new() };
        for link in links {
            let course = graph.course(rows, *link, &mut trunks);
            graph.courses.push(course);
        }
        graph.number();
        graph
    }

    fn course(&mut self, rows: &Rows, link: Link, trunks: &mut Trunks) -> Course {
        let row = |lesson: usize| rows.of.get(lesson).copied().unwrap_or_default();
        let (from, to) = (row(link.from), row(link.to));
        let is_beside = rows.beside.get(link.to) == Some(&true);
        if from == to {
            let follows = |run: &Vec<usize>| run.windows(2).any(|pair| pair == [link.from, link.to]);
            let beside = is_beside && rows.runs.get(from).is_some_and(|runs| runs.iter().any(follows));
            self.work += rows.runs.get(from).map_or(0, Vec::len);
            return if beside { Course::Beside } else { Course::Along };
        }
        let down = to < from;
        let (low, high, first, last) =
            if down { (link.to, link.from, to, from) } else { (link.from, link.to, from, to) };
        let between = first + 1..last;
        self.work += between.len().min(FAR);
        if between.len() > FAR || between.clone().any(|row| trunks.is_full(link, row)) {
            return Course::Far;
        }
        let mut through = vec![low];
        through.extend(between.map(|row| self.bend(link, row, down, trunks)));
        through.push(high);
        for pair in through.windows(2) {
            if let [one, next] = pair {
                self.tie(*one, *next);
            }
        }
        Course::Climb { through, down }
    }

    /// The bend of a line where it passes by a row. Lines that climb to the same need come together on the way.
    fn bend(&mut self, link: Link, row: usize, down: bool, trunks: &mut Trunks) -> usize {
        let known = trunks.bends.get(&(link.to, link.choice, row)).copied().filter(|_| !down);
        known.unwrap_or_else(|| {
            let bend = self.new_bend(row);
            trunks.pass(link, row, bend, down);
            bend
        })
    }

    fn new_bend(&mut self, row: usize) -> usize {
        let bend = self.below.len();
        self.row_of.push(row);
        self.below.push(Vec::new());
        self.above.push(Vec::new());
        if let Some(row) = self.rows.get_mut(row) {
            row.push(vec![bend]);
        }
        bend
    }

    fn tie(&mut self, low: usize, high: usize) {
        if let (Some(above), Some(below)) = (self.above.get_mut(low), self.below.get_mut(high)) {
            // A line that has come together with another goes on with it; the last tie is the one to compare.
            if above.last() != Some(&high) && below.last() != Some(&low) {
                above.push(high);
                below.push(low);
            }
        }
    }

    /// Reorders rows by the mean of what each point is tied to, now of the row below, now of the one above, and keeps
    /// the best order that was met. How many lines cross in it.
    pub(super) fn settle(&mut self) -> usize {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            self.sweep(sweep & 1 == 0, sweep & 2 != 0);
            self.exchange();
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
        self.number();
        best.0
    }

    /// One way through the rows. Points with the same mean keep their order, or with `turned` change it.
    fn sweep(&mut self, upwards: bool, turned: bool) {
        let count = self.rows.len();
        for step in 1..count {
            let row = if upwards { step } else { count - 1 - step };
            let mut runs = self.rows.get_mut(row).map(std::mem::take).unwrap_or_default();
            if turned {
                runs.reverse();
            }
            let ties = if upwards { &self.below } else { &self.above };
            self.work += runs.iter().flatten().map(|point| 1 + ties.get(*point).map_or(0, Vec::len)).sum::<usize>();
            let mut keyed: Vec<(f64, Vec<usize>)> = runs.into_iter().map(|run| (self.mean(&run, ties), run)).collect();
            keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
            let runs: Vec<Vec<usize>> = keyed.into_iter().map(|(_, run)| run).collect();
            number(&mut self.at, &runs);
            if let Some(place) = self.rows.get_mut(row) {
                *place = runs;
            }
        }
    }

    /// Where a run would like to stand: the mean of what its points are tied to, or where it is.
    fn mean(&self, run: &[usize], ties: &[Vec<usize>]) -> f64 {
        let at = |point: &usize| self.at.get(*point).copied().unwrap_or_default() as f64;
        let tied: Vec<f64> = run.iter().filter_map(|point| ties.get(*point)).flatten().map(at).collect();
        let own: Vec<f64> = run.iter().map(at).collect();
        let among = if tied.is_empty() { &own } else { &tied };
        among.iter().sum::<f64>() / among.len().max(1) as f64
    }

    /// Changes the places of two neighbours wherever fewer lines then cross.
    fn exchange(&mut self) {
        for row in 0..self.rows.len() {
            for index in 1..self.rows.get(row).map_or(0, Vec::len) {
                let Some([one, other]) = self.rows.get(row).and_then(|runs| runs.get(index - 1..=index)) else {
                    continue;
                };
                let (now, then) = (self.between(one, other), self.between(other, one));
                self.work += 1 + self.ties(one) + self.ties(other);
                if then < now
                    && let Some(runs) = self.rows.get_mut(row)
                {
                    runs.swap(index - 1, index);
                    number(&mut self.at, runs);
                }
            }
        }
    }

    fn ties(&self, run: &[usize]) -> usize {
        let ties = |ties: &[Vec<usize>]| run.iter().filter_map(|point| ties.get(*point)).map(Vec::len).sum::<usize>();
        ties(&self.below) + ties(&self.above)
    }

    /// How many lines of two neighbours cross, if the first one stands before the other.
    fn between(&self, one: &[usize], other: &[usize]) -> usize {
        let sorted = |run: &[usize], ties: &[Vec<usize>]| {
            let tied = run.iter().filter_map(|point| ties.get(*point)).flatten();
            let mut places: Vec<usize> = tied.filter_map(|point| self.at.get(*point)).copied().collect();
            places.sort_unstable();
            places
        };
        let count = |ties: &[Vec<usize>]| {
            let (one, other) = (sorted(one, ties), sorted(other, ties));
            one.iter().map(|place| other.partition_point(|other| other < place)).sum::<usize>()
        };
        count(&self.below) + count(&self.above)
    }

    /// How many lines cross between neighbouring rows.
    pub(super) fn crossings(&mut self) -> usize {
        self.number();
        let mut crossings = 0;
        for (row, upper) in self.rows.iter().zip(self.rows.iter().skip(1)) {
            let mut ends: Vec<usize> = Vec::new();
            for point in row.iter().flatten() {
                let from = ends.len();
                let above = self.above.get(*point).into_iter().flatten();
                ends.extend(above.filter_map(|point| self.at.get(*point)));
                ends.get_mut(from..).unwrap_or_default().sort_unstable();
            }
            self.work += ends.len() + upper.len();
            crossings += inversions(&ends, upper.iter().map(Vec::len).sum());
        }
        crossings
    }

    fn number(&mut self) {
        self.at.resize(self.below.len(), 0);
        for row in &self.rows {
            number(&mut self.at, row);
        }
    }
}

/// Notes where each point of a row stands.
fn number(at: &mut [usize], row: &[Vec<usize>]) {
    for (index, point) in row.iter().flatten().enumerate() {
        if let Some(at) = at.get_mut(*point) {
            *at = index;
        }
    }
}

/// How many pairs are in the wrong order, of numbers below `size`: a sum over a binary indexed tree.
fn inversions(numbers: &[usize], size: usize) -> usize {
    let mut tree = vec![0_usize; size + 1];
    let mut inversions = 0;
    for (seen, number) in numbers.iter().enumerate() {
        let mut not_above = 0;
        let mut node = number + 1;
        while node > 0 {
            not_above += tree.get(node).copied().unwrap_or_default();
            node &= node - 1;
        }
        inversions += seen - not_above;
        let mut node = number + 1;
        while let Some(count) = tree.get_mut(node) {
            *count += 1;
            node += node & node.wrapping_neg();
        }
    }
    inversions
}

#[cfg(test)]
mod tests {
    use super::inversions;

    #[test]
    fn inversions_are_counted() {
        assert_eq!(inversions(&[0, 1, 2], 3), 0);
        assert_eq!(inversions(&[2, 1, 0], 3), 3);
        assert_eq!(inversions(&[1, 1, 0, 0], 2), 4);
        assert_eq!(inversions(&[], 0), 0);
    }
}
