//! The order in which a reader meets the citations of a text.

use crate::parse::document::{Document, Event, Events, ProseField};

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
