//! Tables that lose cells or lines, and lines that look like a table but are none.

use crate::locale::{Message, message};
use crate::parse::document::TableSlip;
use crate::rule::Rule;

/// The same of a slip in a question of pairs, whose table has two columns and no more.
pub(super) fn slip_in_pairs(slip: &TableSlip) -> (Rule, Message, Message) {
    match slip {
        TableSlip::LostCell { columns: 2 } => {
            (Rule::LostCell, message!("lost-cell.message", count = 2_usize), message!("lost-cell.help-pairs"))
        }
        _ => self::slip(slip),
    }
}

/// The rule that a slip breaks, what is wrong, and what to write.
pub(super) fn slip(slip: &TableSlip) -> (Rule, Message, Message) {
    match slip {
        TableSlip::LostCell { columns } => {
            (Rule::LostCell, message!("lost-cell.message", count = *columns), message!("lost-cell.help"))
        }
        TableSlip::SplitCell(meant) => {
            (Rule::SplitCell, message!("split-cell.message"), message!("split-cell.help", meant = meant.as_str()))
        }
        TableSlip::TakenLine => {
            (Rule::BrokenTable, message!("broken-table.taken"), message!("broken-table.help-blank-before"))
        }
        TableSlip::Columns { found, columns, meant } => (
            Rule::BrokenTable,
            message!("broken-table.columns", count = *found, columns = columns.to_string()),
            message!("broken-table.help-line", meant = meant.as_str()),
        ),
        TableSlip::Dashes(meant) => (
            Rule::BrokenTable,
            message!("broken-table.dashes"),
            message!("broken-table.help-line", meant = meant.as_str()),
        ),
        TableSlip::NoDelimiter(meant) => (
            Rule::BrokenTable,
            message!("broken-table.no-line"),
            message!("broken-table.help-add-line", meant = meant.as_str()),
        ),
        TableSlip::NoHeader => {
            (Rule::BrokenTable, message!("broken-table.no-header"), message!("broken-table.help-header"))
        }
        TableSlip::NoBlankLine => {
            (Rule::BrokenTable, message!("broken-table.no-blank"), message!("broken-table.help-blank-before-table"))
        }
    }
}
