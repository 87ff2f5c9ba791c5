//! Uses of terms in a run: `[[term]]`, and `[[term|the words shown]]`. In a table the bar is written
//! `\|`, as any bar there.

use std::collections::HashMap;
use std::ops::Range;

use super::document::{Document, Event, Tag};
use super::run::Run;
use crate::source::Span;

/// The longest use, in bytes: no term comes near.
const LONGEST: usize = 400;

/// More emphasis than anyone sets in a term; a longer one is text.
const MARKS: usize = 16;

/// A use of a term.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its byte range in the run's text, brackets included.
    pub(super) range: Range<usize>,
    /// The term, in any of its forms.
    pub(super) term: String,
    /// The words shown in its place.
    pub(super) words: Option<String>,
}

/// Finds the terms of a run, in order; none overlaps another.
pub(super) fn find(run: &Run) -> Vec<Found> {
    let text = run.text();
    if !text.contains("[[") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open = Vec::new();
    // The pair that was closed last.
    let mut last = 0..0;
    for (at, bracket) in text.match_indices(['[', ']']).filter(|&(at, _)| run.is_active(at)) {
        if bracket == "[" {
            open.push(at);
        } else if let Some(start) = open.pop() {
            let pair = start..at + 1;
            if last == (pair.start + 1..pair.end - 1) {
                found.extend(term(run, &pair));
            }
            last = pair;
        }
    }
    found
}

/// The place of a `[[` that nothing closes, up to the run's end.
pub(super) fn unclosed(run: &Run) -> Option<Range<usize>> {
    let text = run.text();
    let start = text.rfind("[[").filter(|&at| run.is_active(at) && run.is_active(at + 1))?;
    let is_closed = text[start..].match_indices(']').any(|(at, _)| run.is_active(start + at));
    (!is_closed && !text[start + 2..].trim().is_empty()).then_some(start..text.len())
}

/// The term between `[[` and `]]`.
fn term(run: &Run, range: &Range<usize>) -> Option<Found> {
    let inside = run.text().get(range.start + 2..range.end - 2)?;
    let has_objects = || run.objects(range.clone()).next().is_some();
    // A gap in a question that is answered otherwise, or in none, is reported as such.
    if inside.starts_with('=')
        || inside.len() > LONGEST
        || inside.contains(['[', ']'])
        || !is_whole(run, range)
        || has_objects()
    {
        return None;
    }
    let (term, words) = match inside.split_once('|') {
        Some((term, words)) => (one_line(term), Some(one_line(words)).filter(|words| !words.is_empty())),
        None => (one_line(inside), None),
    };
    (!term.is_empty()).then(|| Found { range: range.clone(), term, words })
}

/// Whether emphasis that begins within a range ends there too, and the other way round.
fn is_whole(run: &Run, range: &Range<usize>) -> bool {
    let mut depth = 0_usize;
    for (count, mark) in run.marks(range.clone()).enumerate() {
        depth = match mark {
            _ if count >= MARKS => return false,
            Event::Start(_) => depth + 1,
            _ if depth == 0 => return false,
            _ => depth - 1,
        };
    }
    depth == 0
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tells each use of a term, and each citation, the language of the passage around it.
pub(super) fn set_languages(document: &mut Document) {
    if document.passages.is_empty() || document.terms.is_empty() && document.citations.is_empty() {
        return;
    }
    let notes = document.notes.iter().map(|note| &note.events);
    let prose = document.prose.iter().map(|prose| &prose.events);
    let mut found: Vec<(Event, String)> = Vec::new();
    for events in std::iter::once(&document.body).chain(notes).chain(prose) {
        found.extend(in_passages(document, None, events));
    }
    // Terms in a citation's words are in its language, or in that of a passage among them.
    let citations = found.iter().filter_map(|(event, lang)| match event {
        Event::Citation(citation) => Some((*citation, lang.as_str())),
        _ => None,
    });
    let around: HashMap<usize, &str> = citations.collect();
    let mut within = Vec::new();
    for (index, citation) in document.citations.iter().enumerate() {
        within.extend(in_passages(document, around.get(&index).copied(), citation.events()));
    }
    for (event, lang) in found.into_iter().chain(within) {
        match event {
            Event::Term(term) => document.terms[term].lang = Some(lang),
            Event::Citation(citation) => document.citations[citation].lang = Some(lang),
            _ => {}
        }
    }
}

/// The terms and citations among events within a passage, or within a text in the language `around`.
fn in_passages<'e>(
    document: &Document,
    around: Option<&str>,
    events: impl IntoIterator<Item = &'e (Event, Span)>,
) -> Vec<(Event, String)> {
    let mut open = Vec::new();
    let mut found = Vec::new();
    for (event, _) in events {
        match event {
            Event::Start(Tag::Passage(passage)) => open.push(*passage),
            Event::End(Tag::Passage(_)) => {
                open.pop();
            }
            Event::Term(_) | Event::Citation(_) => {
                let lang = match open.last() {
                    Some(passage) => document.passages.get(*passage).and_then(|passage| passage.lang.as_deref()),
                    None => around,
                };
                found.extend(lang.map(|lang| (event.clone(), lang.to_owned())));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found, written shortly: `term>words`.
    fn found(text: &str) -> Vec<String> {
        let mut run = Run::default();
        run.push_text(text, 0..text.len(), text);
        let written = |found: Found| format!("{}>{}", found.term, found.words.unwrap_or_default());
        find(&run).into_iter().map(written).collect()
    }

    #[test]
    fn a_term_has_its_words_after_a_bar() {
        assert_eq!(found("Le [[consomm'acteur]] parle."), ["consomm'acteur>"]);
        assert_eq!(found("[[curation|faire\n le tri]] [[ a  b ]]"), ["curation>faire le tri", "a b>"]);
        assert_eq!(found("[[a|]]"), ["a>"]);
        assert_eq!(found("[[[a]]]"), ["a>"]);
    }

    #[test]
    fn what_is_no_term_stays_text() {
        for text in [
            "[a]", "[[]]", "[[ ]]", "[[|a]]", "[[a] b]", "[[1, 2], [3, 4]]", "[[a", "a]]", "[[a [b]]]", "[ [a] ]",
            "[[= a]]",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
        assert!(found(&format!("[[{}]]", "a".repeat(500))).is_empty());
    }

    #[test]
    fn a_term_that_nothing_closes_is_found() {
        let unclosed = |text: &str| {
            let mut run = Run::default();
            run.push_text(text, 0..text.len(), text);
            super::unclosed(&run)
        };
        assert_eq!(unclosed("un [[mot "), Some(3..9));
        for text in ["[[mot]]", "[[mot]", "[[", "mot", ""] {
            assert_eq!(unclosed(text), None, "{text}");
        }
    }
}
