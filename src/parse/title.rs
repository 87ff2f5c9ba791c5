//! A title is plain text: terms in it are their words, and citations are left out; both are told.

use super::citation::{self, What};
use super::document::Slip;
use super::front_matter::TextValue;
use super::run::Run;
use super::term;
use crate::source::Spanned;

/// Takes the marks out of a title.
pub(super) fn plain(title: &mut TextValue) -> Vec<Spanned<Slip>> {
    let text = title.text.as_str();
    let mut run = Run::default();
    run.push_text(text, 0..text.len(), text);
    let citations = citation::find(&run, true, false).into_iter();
    // `@word` is a name on a network.
    let citations = citations.filter(|found| matches!(found.what, What::Citation { in_text: false, .. }));
    let citations = citations.map(|found| (found.range, None));
    let terms = term::find(&run).into_iter().map(|found| (found.range, Some(found.words.unwrap_or(found.term))));
    let mut marks: Vec<_> = citations.chain(terms).collect();
    marks.sort_by_key(|(range, _)| range.start);
    if marks.is_empty() {
        return Vec::new();
    }
    let mut plain = String::with_capacity(text.len());
    let mut slips = Vec::with_capacity(marks.len());
    let mut at = 0;
    for (range, words) in marks {
        plain.push_str(&text[at..range.start]);
        match &words {
            Some(words) => plain.push_str(words),
            None => plain.truncate(plain.trim_end_matches([' ', '\u{a0}']).len()),
        }
        at = range.end;
        slips.push(Spanned::new(Slip::MarkInTitle { is_term: words.is_some() }, title.place(range)));
    }
    plain.push_str(&text[at..]);
    title.text = plain;
    // No run of it can be told any more.
    title.runs.clear();
    slips
}
