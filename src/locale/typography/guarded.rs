//! Addresses in running text, which nothing is done to.

use std::ops::Range;

use super::OBJECT;

/// What an address that is no link begins with.
const BEGINNINGS: &[&str] = &["://", "www.", "mailto:"];

/// The longest name of a scheme that is looked for: `https`.
const LONGEST_SCHEME: usize = 12;

/// Where addresses stand in a run, in order.
pub(super) fn ranges(run: &str) -> Vec<Range<usize>> {
    let found = |beginning: &&str| run.match_indices(beginning).map(|(at, _)| at).collect::<Vec<_>>();
    let mut places: Vec<usize> = BEGINNINGS.iter().flat_map(found).collect();
    places.sort_unstable();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for at in places {
        let from = ranges.last().map_or(0, |last| last.end);
        if at < from {
            continue;
        }
        let scheme = run[from..at].bytes().rev().take(LONGEST_SCHEME).take_while(u8::is_ascii_alphabetic).count();
        let rest = &run[at..];
        let end = at + trimmed(&rest[..rest.find(ends).unwrap_or(rest.len())]).len();
        ranges.push(at - scheme..end.max(at + 1));
    }
    ranges
}

fn ends(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '<' | '>' | '«' | '»' | '“' | '”' | OBJECT)
}

/// An address without the punctuation of the sentence around it.
fn trimmed(address: &str) -> &str {
    let marks =
        |last: char| matches!(last, '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '…' | ']');
    let mut address = address.trim_end_matches(marks);
    let (opened, mut closed) = (address.matches('(').count(), address.matches(')').count());
    while let Some(inside) = address.strip_suffix(')').filter(|_| closed > opened) {
        closed -= 1;
        address = inside.trim_end_matches(marks);
    }
    address
}
