//! The delimiters between the works of a citation: those of one author are closer together than those of
//! several, “Dix, 1998, 2001; Roy, 1999”. hayagriva takes a group of one for one of several.

use hayagriva::citationberg::{Citation, Collapse};

use super::pieces::{Mark, Piece, plain};

/// Puts the style's delimiters between works.
pub(super) fn delimit(pieces: &mut [Piece], style: &Citation) {
    let by_year = matches!(style.collapse, Some(Collapse::Year | Collapse::YearSuffix | Collapse::YearSuffixRanged));
    let (own, others) = (style.cite_group_delimiter.as_deref(), style.layout.delimiter.as_deref());
    let Some(within) = own.or(by_year.then_some(Citation::DEFAULT_CITE_GROUP_DELIMITER)) else { return };
    let others = others.unwrap_or_default();
    let mut last: Option<String> = None;
    let mut between = None;
    let mut at = 0;
    while at < pieces.len() {
        match &pieces[at] {
            Piece::Start(Mark::Work(_)) => {
                let length = pieces[at..].iter().position(|piece| matches!(piece, Piece::End(Mark::Work(_))));
                let end = length.map_or(pieces.len(), |length| at + length);
                let names = names(&pieces[at..end]);
                // Years alone are of the names before.
                let is_same = last.is_some() && (names.is_none() || names == last);
                last = names.or(last);
                if let Some(Piece::Text(text, _)) = between.take().and_then(|between: usize| pieces.get_mut(between))
                    && (text == within || text == others)
                {
                    *text = if is_same { within.to_owned() } else { others.to_owned() };
                }
                at = end;
            }
            Piece::Text(..) => between = Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// The names that a work is cited by.
fn names(work: &[Piece]) -> Option<String> {
    let start = work.iter().position(|piece| *piece == Piece::Start(Mark::Names))?;
    let end = work.iter().position(|piece| *piece == Piece::End(Mark::Names))?;
    work.get(start..end).map(plain)
}
