//! How two translations of a lesson lie beside each other, block by block.

use std::ops::Range;

use crate::parse::blocks::{Block, BlockKind};
use crate::parse::document::{Document, Event, Tag};

/// The blocks of two translations, row by row, in the order of both texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The rows: every block of either side is in one.
    pub rows: Vec<Row>,
}

/// Blocks that say the same; one side is empty if the other text has no such blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Blocks of the first text: a range of indices.
    pub first: Range<usize>,
    /// Blocks of the second text: a range of indices.
    pub second: Range<usize>,
}

impl Row {
    /// Whether both texts have blocks in it.
    pub fn is_pair(&self) -> bool {
        !self.first.is_empty() && !self.second.is_empty()
    }
}

/// How many quarters of the text must have a counterpart for two translations to be read side by side.
const PARALLEL_QUARTERS: usize = 3;

/// The most characters of a passage that can be read beside its counterpart, some two screens: in a longer one, no
/// reader finds the same place on the other side.
const LONGEST_PASSAGE: usize = 4000;

impl Alignment {
    /// The first row whose passages are too long to be read side by side; `None` if there is none. The blocks are all
    /// those of the two texts.
    pub fn too_long(&self, first: &[Block], second: &[Block]) -> Option<&Row> {
        let length = |blocks: &[Block]| blocks.iter().map(|block| block.length).sum::<usize>();
        let is_long = |row: &&Row| {
            let sides = length(&first[row.first.clone()]).max(length(&second[row.second.clone()]));
            row.is_pair() && sides > LONGEST_PASSAGE
        };
        self.rows.iter().find(is_long)
    }

    /// Whether the two texts can be read side by side: every heading has a counterpart, and so has most of the text, in
    /// passages that are short enough. The blocks are all those of the two texts.
    pub fn is_parallel(&self, first: &[Block], second: &[Block]) -> bool {
        let is_heading = |blocks: &[Block]| blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading(_)));
        let length = |blocks: &[Block]| blocks.iter().map(|block| block.length).sum::<usize>();
        if self.too_long(first, second).is_some() {
            return false;
        }
        let (mut paired, mut all) = (0, 0);
        for row in &self.rows {
            let (first, second) = (&first[row.first.clone()], &second[row.second.clone()]);
            if !row.is_pair() && (is_heading(first) || is_heading(second)) {
                return false;
            }
            let length = length(first) + length(second);
            all += length;
            paired += if row.is_pair() { length } else { 0 };
        }
        paired > 0 && 4 * paired >= PARALLEL_QUARTERS * all
    }

    /// For each heading of the first text, the index of its pair among those of the second, or `None`. Headings within
    /// a block (a quotation, say) are paired if the other block has as many.
    pub fn heading_pairs(&self, first: &Document, second: &Document) -> Vec<Option<usize>> {
        let headings = |document: &Document, blocks: &Range<usize>| {
            let blocks = document.blocks.get(blocks.clone()).unwrap_or_default();
            let events = blocks.iter().flat_map(|block| document.body.get(block.events.clone()).unwrap_or_default());
            let found = events.filter_map(|(event, _)| match event {
                Event::Start(Tag::Heading(heading)) => Some(*heading),
                _ => None,
            });
            found.collect::<Vec<_>>()
        };
        let mut pairs = vec![None; first.headings.len()];
        for row in self.rows.iter().filter(|row| row.is_pair()) {
            let (own, others) = (headings(first, &row.first), headings(second, &row.second));
            if own.len() != others.len() {
                continue;
            }
            for (heading, other) in own.into_iter().zip(others) {
                if let Some(pair) = pairs.get_mut(heading) {
                    *pair = Some(other);
                }
            }
        }
        pairs
    }

    /// The same alignment, the second text first.
    #[must_use]
    pub fn swapped(&self) -> Self {
        let rows = self.rows.iter().map(|row| Row { first: row.second.clone(), second: row.first.clone() });
        Self { rows: rows.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    #[test]
    fn a_heading_has_its_pair_and_one_that_stands_alone_has_none() {
        let document = |text: &str| parse(text).value.document;
        let first = document("## A\n\n## B\n\n> ### C\n\n> ### D\n> ### E\n");
        let second = document("## A\n\n> ### C\n\n> ### D\n");
        let row = |first, second| Row { first, second };
        let rows = vec![row(0..1, 0..1), row(1..2, 1..1), row(2..3, 1..2), row(3..4, 2..3)];
        // A quotation with two headings beside one with a single heading pairs none.
        let pairs = Alignment { rows }.heading_pairs(&first, &second);
        assert_eq!(pairs, [Some(0), None, Some(1), None, None]);
    }
}
