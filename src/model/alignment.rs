//! How two translations of a lesson lie beside each other, block by block.

use std::ops::Range;

use crate::parse::blocks::{Block, BlockKind};

/// The blocks of two translations, laid beside each other in the order of both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// The rows: every block of either side stands in one.
    pub rows: Vec<Row>,
}

/// Blocks that say the same; one side is empty where a text says what the other doesn't.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Blocks of the first text.
    pub first: Range<usize>,
    /// Blocks of the second.
    pub second: Range<usize>,
}

impl Row {
    /// Whether both texts have something in it.
    pub fn is_pair(&self) -> bool {
        !self.first.is_empty() && !self.second.is_empty()
    }
}

/// What part of the text, of four, must have its like for two translations to be read side by side.
const PARALLEL_QUARTERS: usize = 3;

impl Alignment {
    /// Whether the two can be read side by side: every heading has its like, and so has most of
    /// the text.
    pub fn is_parallel(&self, first: &[Block], second: &[Block]) -> bool {
        let is_heading = |blocks: &[Block]| blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading(_)));
        let length = |blocks: &[Block]| blocks.iter().map(|block| block.length).sum::<usize>();
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

    /// The same, the second text first.
    #[must_use]
    pub fn swapped(&self) -> Self {
        let rows = self.rows.iter().map(|row| Row { first: row.second.clone(), second: row.first.clone() });
        Self { rows: rows.collect() }
    }
}
