//! A title is plain text: terms in it are their words, citations and calls of notes are left out; all are reported.

use super::citation::{self, What};
use super::document::Slip;
use super::front_matter::TextValue;
use super::run::Run;
use super::term;
use crate::source::Spanned;

/// A mark in a title.
enum Mark {
    /// A term, and its words.
    Term(String),
    /// A citation in brackets.
    Citation,
    /// A call of a note.
    Call,
}

/// Takes the marks out of a title.
pub(super) fn plain(title: &mut TextValue) -> Vec<Spanned<Slip>> {
    let text = title.text.as_str();
    let mut run = Run::default();
    run.push_text(text, 0..text.len(), text);
    let found = citation::find(&run, true, true).into_iter();
    let found = found.filter_map(|found| match found.what {
        What::Call(_) => Some((found.range, Mark::Call)),
        What::Citation { in_text: false, .. } => Some((found.range, Mark::Citation)),
        // `@word` is a name on a network.
        What::Citation { in_text: true, .. } => None,
    });
    let terms = term::find(&run).into_iter();
    let terms = terms.map(|found| (found.range, Mark::Term(found.words.unwrap_or(found.term))));
    let mut marks: Vec<_> = found.chain(terms).collect();
    marks.sort_by_key(|(range, _)| range.start);
    if marks.is_empty() {
        return Vec::new();
    }
    let mut plain = String::with_capacity(text.len());
    let mut slips = Vec::with_capacity(marks.len());
    let mut at = 0;
    for (range, mark) in marks {
        plain.push_str(&text[at..range.start]);
        at = range.end;
        let slip = match mark {
            Mark::Term(words) => {
                plain.push_str(&words);
                Slip::MarkInTitle { is_term: true }
            }
            Mark::Citation => {
                plain.truncate(plain.trim_end_matches([' ', '\u{a0}']).len());
                Slip::MarkInTitle { is_term: false }
            }
            Mark::Call => Slip::NoteInTitle,
        };
        slips.push(Spanned::new(slip, title.place(range)));
    }
    plain.push_str(&text[at..]);
    title.text = plain;
    // Its runs no longer lead to places in the file.
    title.runs.clear();
    slips
}
