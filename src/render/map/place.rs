//! The third step: where each point stands on a grid of half cards, so that rows lie on each other as courses of bricks
//! do, lines are as upright as can be, and a bend always has a joint to pass through.

use super::Room;
use super::order::Graph;
use super::rows::Rows;

/// How often points are drawn to what they are tied to.
const PASSES: usize = 6;

/// Each point's place in half cards from the middle of the drawing.
pub(super) fn places(graph: &mut Graph, rows: &Rows, room: Room) -> Vec<i64> {
    let mut places = vec![0; graph.below.len()];
    let widest = room.columns(0, rows.count) as i64;
    let columns = columns(rows, room);
    for (runs, columns) in graph.rows.iter().zip(&columns) {
        let wanted = vec![0.0; runs.len()];
        set(&mut places, runs, &fit(runs, &wanted, *columns, widest, graph.lessons));
    }
    for pass in 0..PASSES {
        for step in 0..graph.rows.len() {
            let row = if pass & 1 == 0 { step } else { graph.rows.len() - 1 - step };
            let (Some(runs), Some(columns)) = (graph.rows.get(row), columns.get(row)) else { continue };
            let wanted: Vec<f64> = runs.iter().map(|run| wanted(run, graph, &places, pass)).collect();
            graph.work += runs.iter().flatten().count();
            let fitted = fit(runs, &wanted, *columns, widest, graph.lessons);
            set(&mut places, runs, &fitted);
        }
    }
    places
}

/// How many cards each row has room for.
fn columns(rows: &Rows, room: Room) -> Vec<i64> {
    let mut by_row = vec![1; rows.runs.len()];
    for (level, range) in &rows.levels {
        by_row.get_mut(range.clone()).unwrap_or_default().fill(room.columns(*level, rows.count) as i64);
    }
    by_row
}

/// Where the first point of a run would like to stand: below what it leads to and above what leads to it. The last
/// passes look both ways.
fn wanted(run: &[usize], graph: &Graph, places: &[i64], pass: usize) -> f64 {
    let both = pass + 2 >= PASSES;
    let (mut sum, mut count) = (0, 0);
    for (index, point) in run.iter().enumerate() {
        let below = graph.below.get(*point).filter(|_| both || pass & 1 == 0);
        let above = graph.above.get(*point).filter(|_| both || pass & 1 == 1);
        for tied in below.into_iter().chain(above).flatten() {
            sum += places.get(*tied).copied().unwrap_or_default() - 2 * index as i64;
            count += 1;
        }
    }
    let own = || run.first().and_then(|point| places.get(*point)).copied().unwrap_or_default() as f64;
    if count == 0 { own() } else { sum as f64 / f64::from(count) }
}

/// The places nearest to those wanted, by the sum of squares, at which the runs of a row keep their order and don't
/// overlap: where neighbours want the same, they meet at their mean (“pool adjacent violators”).
fn fit(runs: &[Vec<usize>], wanted: &[f64], columns: i64, widest: i64, lessons: usize) -> Vec<i64> {
    let cards = |run: &[usize]| if run.iter().any(|point| *point < lessons) { run.len() as i64 } else { 0 };
    // From the middle of a run's first card to where it begins and ends.
    let (before, after) = (|cards: i64| i64::from(cards > 0), |cards: i64| (2 * cards - 1).max(0));
    let mut offsets = Vec::with_capacity(runs.len());
    let mut offset = 0;
    let mut last = 0;
    for run in runs {
        let cards = cards(run);
        offset += if offsets.is_empty() { 0 } else { last + before(cards) };
        offsets.push(offset);
        last = after(cards);
    }
    let aims: Vec<f64> = wanted.iter().zip(&offsets).map(|(wanted, offset)| wanted - *offset as f64).collect();
    let mut free: Vec<i64> = pooled(&aims).into_iter().map(|place| place.round() as i64).collect();
    let bounds = |run: &Vec<usize>, offset: i64| {
        let cards = cards(run);
        let side = if cards > 0 { columns } else { widest };
        (before(cards) - side - offset, side - after(cards) - offset)
    };
    let mut low = i64::MIN;
    for ((place, run), offset) in free.iter_mut().zip(runs).zip(&offsets) {
        low = low.max(bounds(run, *offset).0);
        *place = (*place).max(low);
    }
    let mut high = i64::MAX;
    for ((place, run), offset) in free.iter_mut().zip(runs).zip(&offsets).rev() {
        high = high.min(bounds(run, *offset).1);
        *place = (*place).min(high);
    }
    free.iter().zip(&offsets).map(|(place, offset)| place + offset).collect()
}

/// The numbers nearest to these that never fall.
fn pooled(aims: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for aim in aims {
        pools.push((*aim, 1));
        while let [.., one, other] = pools.as_slice()
            && one.0 / one.1 as f64 > other.0 / other.1 as f64
        {
            let merged = (one.0 + other.0, one.1 + other.1);
            pools.truncate(pools.len() - 2);
            pools.push(merged);
        }
    }
    pools.into_iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count)).collect()
}

fn set(places: &mut [i64], runs: &[Vec<usize>], fitted: &[i64]) {
    for (run, first) in runs.iter().zip(fitted) {
        for (index, point) in run.iter().enumerate() {
            if let Some(place) = places.get_mut(*point) {
                *place = first + 2 * index as i64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_that_want_the_same_meet_at_their_mean() {
        assert_eq!(pooled(&[1.0, 3.0, 1.0, 5.0]), [1.0, 2.0, 2.0, 5.0]);
        assert_eq!(pooled(&[3.0, 2.0, 1.0]), [2.0, 2.0, 2.0]);
        assert_eq!(pooled(&[]), [0.0; 0]);
    }

    #[test]
    fn runs_neither_overlap_nor_leave_their_band() {
        let runs = [vec![0], vec![9], vec![1, 2], vec![10], vec![11]];
        let places = fit(&runs, &[5.0, 5.0, 5.0, 5.0, 5.0], 3, 4, 3);
        // Cards are two wide, and bends between them take no room.
        assert_eq!(places, [-2, -1, 0, 4, 4]);
        assert_eq!(fit(&runs, &[-9.0; 5], 3, 4, 3), [-2, -1, 0, 3, 3]);
        assert_eq!(fit(&[vec![0], vec![1]], &[0.0, 0.0], 3, 3, 2), [-1, 1]);
    }
}
