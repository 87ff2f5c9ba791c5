//! A part of a text on a page of another kind: some of its callouts, or all but the answers.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::model::Permalink;
use crate::parse::document::{CalloutKind, Document, Event, Events, Tag};

/// What a page shows of a text whose own page is another.
pub(super) struct Excerpt<'a> {
    /// The page that has the whole text: links to its anchors lead there.
    pub(super) page: &'a Permalink,
    /// What the page calls each question and activity, `3.1`, and its id there without the text's prefix, by the
    /// callout's index.
    pub(super) tasks: BTreeMap<usize, (String, String)>,
}

/// A document of nothing but its outermost callouts of the kinds that `is_kept` names, with the place of each among its
/// body's events, in reading order: those of the body, then those of its notes. What is within a callout for the
/// teacher is part of that.
pub(super) fn of(document: &Document, is_kept: impl Fn(CalloutKind) -> bool) -> (Document, Vec<Range<usize>>) {
    let notes = document.note_order();
    let flows = notes.iter().filter_map(|&note| document.notes.get(note)).map(|note| &note.events);
    let (mut body, mut places) = (Events::new(), Vec::new());
    for events in std::iter::once(&document.body).chain(flows) {
        copy(document, events, &is_kept, &mut body, &mut places);
    }
    let mut kept = Document { body, blocks: Vec::new(), ..document.clone() };
    count_calls(&mut kept);
    (kept, places)
}

/// The whole document, without what helps or answers its questions.
pub(super) fn without_answers(document: &Document) -> Document {
    let mut kept = Document { blocks: Vec::new(), ..document.clone() };
    let notes = kept.notes.iter_mut().map(|note| &mut note.events);
    for events in std::iter::once(&mut kept.body).chain(notes) {
        let mut depth = 0_usize;
        events.retain(|(event, _)| {
            let is_answer = |tag: &Tag| matches!(tag, Tag::Feedback(_) | Tag::Explanation(_) | Tag::Hint);
            match event {
                Event::Start(tag) if is_answer(tag) => depth += 1,
                Event::End(tag) if is_answer(tag) => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        });
    }
    count_calls(&mut kept);
    kept
}

/// Numbers the notes of a document by the calls that its body still has.
fn count_calls(kept: &mut Document) {
    let calls = kept.body.iter().filter_map(|(event, _)| match event {
        Event::NoteCall(call) => Some(*call),
        _ => None,
    });
    let calls: HashSet<usize> = calls.collect();
    for (index, call) in kept.note_calls.iter_mut().enumerate() {
        if calls.contains(&index) {
            call.inside = None;
        } else if call.inside.is_none() {
            call.note = None;
        }
    }
}

/// Copies such callouts of a flow of text, each with the passages that it is in: they say its language.
fn copy(
    document: &Document,
    events: &Events,
    is_kept: &impl Fn(CalloutKind) -> bool,
    body: &mut Events,
    places: &mut Vec<Range<usize>>,
) {
    let kind = |callout: usize| document.callouts.get(callout).map(|callout| callout.kind);
    let mut passages: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some((event, _)) = events.get(at) {
        match event {
            Event::Start(Tag::Passage(passage)) => passages.push(*passage),
            Event::End(Tag::Passage(_)) => drop(passages.pop()),
            Event::Start(Tag::Callout(callout)) => {
                let is_teachers = kind(*callout) == Some(CalloutKind::Teacher);
                let is_wanted = kind(*callout).is_some_and(is_kept);
                if is_wanted || is_teachers {
                    let end = Event::End(Tag::Callout(*callout));
                    let length = events.iter().skip(at).position(|(event, _)| *event == end);
                    let range = at..length.map_or(events.len(), |length| at + length + 1);
                    at = range.end;
                    if is_wanted {
                        let place = |passage: &usize| (Tag::Passage(*passage), events[range.start].1.clone());
                        let start = body.len();
                        body.extend(passages.iter().map(place).map(|(tag, span)| (Event::Start(tag), span)));
                        body.extend(events[range.clone()].iter().cloned());
                        body.extend(passages.iter().rev().map(place).map(|(tag, span)| (Event::End(tag), span)));
                        places.push(start..body.len());
                    }
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    const TEXT: &str = "Avant[^x].\n\n::: {lang=en}\n> [!QUESTION] One?[^y]\n:::\n\n> [!ACTIVITY] Faire\n>\n> > [!QUESTION] Dedans?\n\n\
                        > [!TEACHER] Clé\n>\n> > [!QUESTION] Cachée?\n\nFin[^z].\n\n[^x]: Un.\n\n[^y]: Deux.\n\n[^z]: Trois.\n\n    > \
                        [!QUESTION] En note?\n";

    fn kept(is_kept: fn(CalloutKind) -> bool) -> Vec<(String, usize)> {
        let parsed = parse(TEXT).value;
        let (kept, places) = of(&parsed.document, is_kept);
        let shown = places.into_iter().map(|place| {
            let events = &kept.body[place];
            let words = events.iter().filter_map(|(event, _)| match event {
                Event::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let passages = events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Passage(_))));
            (words.collect::<Vec<&str>>().join(" "), passages.count())
        });
        shown.collect()
    }

    #[test]
    fn the_outermost_callouts_of_the_kinds_are_kept_with_their_passages() {
        let questions = kept(|kind| kind == CalloutKind::Question);
        assert_eq!(
            questions,
            [("One?".to_owned(), 1), ("Dedans?".to_owned(), 0), ("En note?".to_owned(), 0)],
            "what is for the teacher asks students nothing"
        );
        let all = kept(|kind| kind.can_show() || kind == CalloutKind::Teacher);
        let words: Vec<&str> = all.iter().map(|(words, _)| words.as_str()).collect();
        assert_eq!(words, ["One?", "Faire Dedans?", "Clé Cachée?", "En note?"]);
    }

    #[test]
    fn a_text_without_answers_asks_the_same_and_calls_no_note_of_theirs() {
        let text = "> [!QUESTION] Où?\n>\n> - [x] Ici\n>   > Oui[^a].\n> - [ ] Là\n>\n> ? Cherchez.\n>\n> Parce que[^b].\n\nEt[^c].\n\n\
                    [^a]: A.\n\n[^b]: B.\n\n[^c]: C.\n";
        let kept = without_answers(&parse(text).value.document);
        let words = kept.body.iter().filter_map(|(event, _)| match event {
            Event::Text(text) => Some(text.as_str()),
            _ => None,
        });
        assert_eq!(words.collect::<Vec<&str>>(), ["Où?", "Ici", "Là", "Et", "."]);
        let labels: Vec<&str> = kept.note_order().iter().map(|&note| kept.notes[note].label.value.as_str()).collect();
        assert_eq!(labels, ["c"]);
    }

    #[test]
    fn notes_are_those_that_are_called_in_what_is_kept() {
        let parsed = parse(TEXT).value;
        let (kept, _) = of(&parsed.document, |kind| kind == CalloutKind::Question);
        let labels: Vec<&str> = kept.note_order().iter().map(|&note| kept.notes[note].label.value.as_str()).collect();
        assert_eq!(labels, ["y"]);
    }
}
