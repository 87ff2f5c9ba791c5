//! What of a citation the style may put in an order of its own, and the whole put together again.
//!
//! A work with words of the author’s before or after it stays where the author has it (“see” is said of all that
//! follow it), and so does one whose author is left out, since who is meant is the one before.

use std::ops::Range;

use super::pieces::{Form, Mark, Piece};
use crate::parse::document::CitationItem;

/// How many works of a citation the style sorts together: hayagriva compares each with each.
const MOST: usize = 200;

/// The runs of a citation's works that the style may sort.
pub(super) fn runs(items: &[&CitationItem], in_text: bool) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for at in 1..items.len() {
        // The author of the first is named in the text.
        let parts = in_text && at == 1 || stays(items[at - 1]) || stays(items[at]) || at - start == MOST;
        if parts {
            runs.push(start..at);
            start = at;
        }
    }
    runs.push(start..items.len());
    runs
}

fn stays(item: &CitationItem) -> bool {
    !item.prefix.is_empty() || !item.suffix.is_empty() || item.suppress_author
}

/// A citation put together from its formatted runs: the style's prefix begins it,
/// the style's suffix ends it.
pub(super) fn joined<'f>(
    runs: impl Iterator<Item = (&'f Vec<Piece>, &'f Range<usize>)>,
    delimiter: &str,
) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    // Where the last work ends.
    let mut end = 0;
    for (run, works) in runs {
        let first = run.iter().position(|piece| matches!(piece, Piece::Start(Mark::Work(_))));
        let last = run.iter().rposition(|piece| matches!(piece, Piece::End(Mark::Work(_))));
        let Some((first, last)) = first.zip(last) else { continue };
        let placed = |piece: &Piece| match piece {
            Piece::Start(Mark::Work(work)) => Piece::Start(Mark::Work(work + works.start)),
            Piece::End(Mark::Work(work)) => Piece::End(Mark::Work(work + works.start)),
            piece => piece.clone(),
        };
        if joined.is_empty() {
            joined.extend(run.iter().map(placed));
            end = last + 1;
            continue;
        }
        joined.truncate(end);
        joined.push(Piece::Text(delimiter.to_owned(), Form::default()));
        end = joined.len() + last + 1 - first;
        joined.extend(run[first..].iter().map(placed));
    }
    joined
}
