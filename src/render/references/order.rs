//! The order in which a reader meets the citations of a text.

use std::collections::HashSet;

use crate::parse::document::{Document, Event, Events, ProseField, Tag};

/// The citations that a page shows, in reading order, each with the number of the note that it
/// stands in where notes are what citations are.
pub(super) fn order(document: &Document, in_notes: bool) -> Vec<(usize, Option<usize>)> {
    let mut order = Vec::new();
    let mut list = |events: &Events, note: Option<usize>| {
        order.extend(events.iter().filter_map(|(event, _)| match event {
            Event::Citation(citation) => Some((*citation, note)),
            _ => None,
        }));
    };
    let is_above = |field: ProseField| matches!(field, ProseField::Objective | ProseField::Outcome);
    for prose in document.prose.iter().filter(|prose| is_above(prose.field)) {
        list(&prose.events, None);
    }
    // Of a citation in notes the text keeps the author alone, who makes no note a later one.
    if !in_notes {
        list(&document.body, None);
    }
    for (number, note) in (1..).zip(document.note_order()) {
        if let Some(note) = document.notes.get(note) {
            list(&note.events, in_notes.then_some(number));
        }
    }
    if in_notes {
        list(&document.body, None);
    }
    // A summary shows on pages of another language alone: it must change no number in the others.
    for prose in document.prose.iter().filter(|prose| matches!(prose.field, ProseField::Recap(_))) {
        list(&prose.events, None);
    }
    order
}

/// The citations in notes, and in fields of the front matter, after which the author’s sentence goes on: the
/// full stop that a style ends notes with is not theirs.
pub(super) fn amid(document: &Document) -> HashSet<usize> {
    let texts = document.notes.iter().map(|note| &note.events).chain(document.prose.iter().map(|prose| &prose.events));
    let mut amid = HashSet::new();
    for events in texts {
        // The last citation so far, while nothing follows it.
        let mut last = None;
        for (event, _) in events {
            match event {
                Event::Citation(citation) => {
                    amid.extend(last.replace(*citation));
                }
                Event::Text(text) if text.trim().is_empty() => {}
                Event::SoftBreak | Event::HardBreak | Event::NoteCall(_) => {}
                Event::Start(tag) | Event::End(tag) => match tag {
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Passage(_) => {}
                    // Another paragraph.
                    _ => last = None,
                },
                _ => amid.extend(last.take()),
            }
        }
    }
    amid
}
