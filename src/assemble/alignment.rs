//! Lays the blocks of two translations beside each other: by what they are first, then by what a
//! translation leaves as it is (code, files, notes, works, numbers), then by length, after Gale and
//! Church, “A Program for Aligning Sentences in Bilingual Corpora”, *Computational Linguistics*
//! 19(1), 1993, whose figures these are unless said otherwise.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::locale::Locale;
use crate::model::alignment::{Alignment, Row};
use crate::model::{Audience, Book, Lesson, Translation};
use crate::parse::blocks::{Block, BlockKind};

/// The variance of a translation's length for each character of the original.
const VARIANCE: f64 = 6.8;

/// The cost of each step: the negative natural logarithm of its frequency.
const MATCH: f64 = 0.117;
const SKIP: f64 = 5.31;
const MERGE: f64 = 3.11;

/// The extra cost of skipping a heading, code, a table or a figure, which hold the text together (ours).
const SKIPPED_ANCHOR: f64 = 6.0;

/// The gain of blocks that share everything that a translation leaves as it is, and the loss of those that share none
/// of it (ours).
const SHARED: f64 = 4.0;
const UNSHARED: f64 = 2.0;

/// The gain of blocks for the proportion of their words that begin alike, less the proportion that does so by chance;
/// and the most that this gain can be (ours).
const ALIKE: f64 = 12.0;
const BY_CHANCE: f64 = 0.12;
const MOST_ALIKE: f64 = 3.0;

/// The fewest words for which that proportion means something.
const FEW_WORDS: usize = 5;

/// The most that a difference of lengths costs: a paragraph may be rewritten and still be the counterpart.
const MOST_DIFFERENCE: f64 = 8.0;

/// The highest mean cost of a pair for which two texts of the same structure are aligned block by block (ours).
const PLAIN_ENOUGH: f64 = 2.0;

/// How many blocks from the diagonal a block's counterpart is looked for.
const BAND: usize = 48;

/// Aligns the texts of every lesson, for each two languages.
pub(super) fn resolve(book: &mut Book) {
    let audience = book.audience;
    book.par_lessons_mut().for_each(|lesson| {
        lesson.alignments = of(lesson, audience);
        let has_more = || lesson.translations.values().any(|translation| translation.parsed.students.is_some());
        if audience.sees_all() && has_more() {
            lesson.students_alignments = of(lesson, Audience::Students);
        }
    });
}

fn of(lesson: &Lesson, audience: Audience) -> BTreeMap<(Locale, Locale), Alignment> {
    let texts: Vec<_> = lesson.translations.values().collect();
    fn blocks(translation: &Translation, audience: Audience) -> &[Block] {
        &translation.parsed.shown(audience).blocks
    }
    let pairs = texts.iter().enumerate().flat_map(|(index, first)| {
        texts[index + 1..].iter().map(move |second| ((first.locale, second.locale), (first, second)))
    });
    pairs
        .map(|(locales, (first, second))| (locales, align(blocks(first, audience), blocks(second, audience))))
        .collect()
}

/// Aligns two texts.
fn align(first: &[Block], second: &[Block]) -> Alignment {
    let mut ratio = ratio(first, second);
    let is_same = first.len() == second.len() && first.iter().zip(second).all(|(a, b)| a.kind == b.kind);
    if !is_same {
        // If one text is missing a part, the lengths of the whole texts say little about those of the rest.
        ratio = ratio.clamp(0.8, 1.25);
    } else {
        let pairs = (0..first.len()).map(|at| (at..at + 1, at..at + 1));
        let costs = first.iter().zip(second).map(|(a, b)| pair(&[a], &[b], ratio));
        if costs.sum::<f64>() <= PLAIN_ENOUGH * first.len() as f64 {
            return Alignment { rows: pairs.map(|(first, second)| Row { first, second }).collect() };
        }
    }
    Grid::new(first, second, ratio).alignment()
}

/// The length of the second text divided by that of the first; 1 if either is empty.
fn ratio(first: &[Block], second: &[Block]) -> f64 {
    let length = |blocks: &[Block]| blocks.iter().map(|block| block.length).sum::<usize>() as f64;
    let (first, second) = (length(first), length(second));
    if first == 0.0 || second == 0.0 { 1.0 } else { second / first }
}

/// The steps through both texts: how many blocks of the first and of the second each passes.
const STEPS: [(usize, usize); 5] = [(1, 1), (1, 0), (0, 1), (2, 1), (1, 2)];

/// The cheapest path to each pair of places, near the diagonal.
struct Grid<'a> {
    first: &'a [Block],
    second: &'a [Block],
    ratio: f64,
    band: usize,
    /// The cells around the diagonal, for each place of the first text in turn.
    cells: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    cost: f64,
    /// The last step of the path: an index of [`STEPS`].
    step: u8,
}

impl<'a> Grid<'a> {
    fn new(first: &'a [Block], second: &'a [Block], ratio: f64) -> Self {
        // Steep where one text is much longer: the next row's cells must still touch this one's.
        let band = BAND + second.len().div_ceil(first.len().max(1));
        let nowhere = Cell { cost: f64::INFINITY, step: 0 };
        let mut grid = Self { first, second, ratio, band, cells: vec![nowhere; (first.len() + 1) * (2 * band + 1)] };
        for i in 0..=first.len() {
            let middle = grid.middle(i);
            for j in middle.saturating_sub(band)..=(middle + band).min(second.len()) {
                let cell = grid.best(i, j);
                if let Some(index) = grid.index(i, j) {
                    grid.cells[index] = cell;
                }
            }
        }
        grid
    }

    /// The place of the second text that is on the diagonal at a place of the first.
    fn middle(&self, i: usize) -> usize {
        i * self.second.len() / self.first.len().max(1)
    }

    fn index(&self, i: usize, j: usize) -> Option<usize> {
        let offset = (j + self.band).checked_sub(self.middle(i)).filter(|offset| *offset <= 2 * self.band)?;
        Some(i * (2 * self.band + 1) + offset)
    }

    fn best(&self, i: usize, j: usize) -> Cell {
        if (i, j) == (0, 0) {
            return Cell { cost: 0.0, step: 0 };
        }
        let mut best = Cell { cost: f64::INFINITY, step: 1 };
        for (step, (a, b)) in (0_u8..).zip(STEPS) {
            let (Some(from_i), Some(from_j)) = (i.checked_sub(a), j.checked_sub(b)) else { continue };
            let Some(before) = self.index(from_i, from_j).map(|index| self.cells[index].cost) else { continue };
            if before >= best.cost {
                continue;
            }
            let cost = before + cost(&self.first[from_i..i], &self.second[from_j..j], self.ratio);
            if cost < best.cost {
                best = Cell { cost, step };
            }
        }
        best
    }

    /// The rows of the cheapest path, followed back from the end.
    fn alignment(&self) -> Alignment {
        let (mut i, mut j) = (self.first.len(), self.second.len());
        let mut rows = Vec::new();
        while (i, j) != (0, 0) {
            let step = self.index(i, j).map_or(1, |index| usize::from(self.cells[index].step));
            let (a, b) = STEPS[step];
            // A cell outside the band has no step: the remaining blocks have no counterpart.
            let (from_i, from_j) = match (i.checked_sub(a), j.checked_sub(b)) {
                (Some(from_i), Some(from_j)) => (from_i, from_j),
                _ => (0, 0),
            };
            rows.push(Row { first: from_i..i, second: from_j..j });
            (i, j) = (from_i, from_j);
        }
        rows.reverse();
        Alignment { rows }
    }
}

/// The cost of a step that passes these blocks; infinite if no step passes as many.
fn cost(first: &[Block], second: &[Block], ratio: f64) -> f64 {
    match (first, second) {
        ([one], []) | ([], [one]) => skip(one),
        ([a], [b]) if a.kind == b.kind => MATCH + pair(&[a], &[b], ratio),
        ([a, b], [c]) if [a, b, c].iter().all(|block| block.kind == BlockKind::Paragraph) => {
            MERGE + pair(&[a, b], &[c], ratio)
        }
        ([a], [b, c]) if [a, b, c].iter().all(|block| block.kind == BlockKind::Paragraph) => {
            MERGE + pair(&[a], &[b, c], ratio)
        }
        _ => f64::INFINITY,
    }
}

fn skip(block: &Block) -> f64 {
    match block.kind {
        BlockKind::Heading(_) | BlockKind::Code | BlockKind::Table | BlockKind::Figure => SKIP + SKIPPED_ANCHOR,
        _ => SKIP,
    }
}

/// How unlikely it is that blocks say the same, as a cost.
fn pair(first: &[&Block], second: &[&Block], ratio: f64) -> f64 {
    let length = |blocks: &[&Block]| blocks.iter().map(|block| block.length).sum::<usize>() as f64;
    lengths(length(first), length(second), ratio) + cues(first, second) + beginnings(first, second)
}

/// How unlikely two lengths in characters are for the same contents: the negative logarithm of the probability that
/// they differ by that much or more.
fn lengths(first: f64, second: f64, ratio: f64) -> f64 {
    let mean = (first + second / ratio) / 2.0;
    if mean == 0.0 {
        return 0.0;
    }
    let delta = (second - first * ratio).abs() / (mean * VARIANCE).sqrt();
    // An approximation of the normal distribution's tail: Abramowitz and Stegun, Handbook of Mathematical Functions,
    // 26.2.17.
    let t = 1.0 / (1.0 + 0.231_641_9 * delta);
    let polynomial =
        t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let tail = (-delta * delta / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * polynomial;
    (-(2.0 * tail).max(f64::MIN_POSITIVE).ln()).clamp(0.0, MOST_DIFFERENCE)
}

/// The gain or loss of blocks for sharing what a translation leaves as it is, or not.
fn cues(first: &[&Block], second: &[&Block]) -> f64 {
    let count = |blocks: &[&Block]| blocks.iter().map(|block| block.cues.len()).sum::<usize>();
    let all = count(first).max(count(second));
    if count(first).min(count(second)) == 0 {
        return 0.0;
    }
    let has = |cue: &u64| second.iter().any(|block| block.cues.binary_search(cue).is_ok());
    let shared = first.iter().flat_map(|block| &block.cues).filter(|cue| has(cue)).count();
    if shared == 0 { UNSHARED } else { -SHARED * shared as f64 / all as f64 }
}

/// The gain of blocks for words that begin alike. Texts in two scripts have no such words, and all their pairs weigh
/// the same.
fn beginnings(first: &[&Block], second: &[&Block]) -> f64 {
    let count = |blocks: &[&Block]| blocks.iter().map(|block| block.beginnings.len()).sum::<usize>();
    let (a, b) = (count(first), count(second));
    if a.min(b) < FEW_WORDS {
        return 0.0;
    }
    let has = |word: &u64| second.iter().any(|block| block.beginnings.binary_search(word).is_ok());
    let shared = first.iter().flat_map(|block| &block.beginnings).filter(|word| has(word)).count();
    let alike = 2.0 * shared as f64 / (a + b) as f64;
    (ALIKE * (BY_CHANCE - alike)).clamp(-MOST_ALIKE, MOST_ALIKE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    /// The rows of two texts, as the blocks' numbers from 1: `1=1 2+3=2 4= =3`.
    fn rows(first: &str, second: &str) -> String {
        let blocks = |text: &str| parse(text).value.document.blocks;
        let alignment = align(&blocks(first), &blocks(second));
        let side =
            |range: &std::ops::Range<usize>| range.clone().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join("+");
        let rows = alignment.rows.iter().map(|row| format!("{}={}", side(&row.first), side(&row.second)));
        rows.collect::<Vec<_>>().join(" ")
    }

    /// A paragraph of about so many characters.
    fn long(characters: usize) -> String {
        "mots qui font une phrase ".repeat(characters / 25) + "\n\n"
    }

    #[test]
    fn texts_of_one_structure_lie_side_by_side() {
        assert_eq!(rows("Un.\n\n## Deux\n\n- trois\n", "One.\n\n## Two\n\n- three\n"), "1=1 2=2 3=3");
    }

    #[test]
    fn a_paragraph_that_one_text_lacks_stands_alone() {
        let first = long(200) + &long(400) + &long(500) + &long(125);
        let second = long(200) + &long(500) + &long(125);
        assert_eq!(rows(&first, &second), "1=1 2= 3=2 4=3");
    }

    #[test]
    fn two_paragraphs_that_a_translation_made_one_stay_together() {
        let first = long(300) + &long(250) + &long(100);
        let second = long(550) + &long(100);
        assert_eq!(rows(&first, &second), "1+2=1 3=2");
    }

    #[test]
    fn a_paragraph_cut_and_two_joined_elsewhere_are_seen_though_the_structure_is_one() {
        let first = long(600) + "## A\n\n" + &long(300) + &long(275);
        let second = long(350) + &long(250) + "## A\n\n" + &long(575);
        assert_eq!(rows(&first, &second), "1=1+2 2=3 3+4=4");
    }

    #[test]
    fn a_section_that_one_text_lacks_stands_alone_whole() {
        let first = "## A\n\n".to_owned() + &long(200) + "## B\n\n" + &long(400) + "## C\n\n" + &long(100);
        let second = "## A\n\n".to_owned() + &long(200) + "## C\n\n" + &long(100);
        assert_eq!(rows(&first, &second), "1=1 2=2 3= 4= 5=3 6=4");
    }

    #[test]
    fn code_that_is_the_same_is_paired_whatever_stands_between() {
        let code = |text: &str| format!("```\n{text}\n```\n\n");
        let first = code("aaaa") + &code("bbbb") + &long(100);
        let second = code("bbbb") + &long(100);
        assert_eq!(rows(&first, &second), "1= 2=1 3=2");
    }

    #[test]
    fn a_number_tells_paragraphs_of_one_length_apart() {
        let paragraph = |year: &str| format!("En {year}, {}", long(100));
        let first = paragraph("1943") + &paragraph("1962") + &paragraph("1980");
        let second = paragraph("1943") + &paragraph("1980");
        assert_eq!(rows(&first, &second), "1=1 2= 3=2");
    }

    #[test]
    fn code_within_a_line_tells_paragraphs_of_one_length_apart() {
        let paragraph = |code: &str| format!("Tapez `{code}`, puis {}", long(100));
        let first = paragraph("palier init") + &paragraph("palier build") + &paragraph("palier serve");
        let second = paragraph("palier init") + &paragraph("palier serve");
        assert_eq!(rows(&first, &second), "1=1 2= 3=2");
    }

    #[test]
    fn an_empty_text_leaves_the_other_alone() {
        assert_eq!(rows("", "Un.\n\nDeux.\n"), "=1 =2");
        assert_eq!(rows("", ""), "");
    }

    #[test]
    fn every_block_stands_in_one_row_however_unlike_the_texts_are() {
        let many: String = (0..3000).map(|number| format!("- {number}\n\n## {number}\n\n")).collect();
        for (first, second) in [(many.as_str(), "a\n\nb\n"), ("a\n\nb\n", many.as_str())] {
            let blocks = |text: &str| parse(text).value.document.blocks;
            let (first, second) = (blocks(first), blocks(second));
            let alignment = align(&first, &second);
            let firsts: Vec<usize> = alignment.rows.iter().flat_map(|row| row.first.clone()).collect();
            let seconds: Vec<usize> = alignment.rows.iter().flat_map(|row| row.second.clone()).collect();
            assert_eq!(firsts, (0..first.len()).collect::<Vec<_>>());
            assert_eq!(seconds, (0..second.len()).collect::<Vec<_>>());
        }
    }
}
