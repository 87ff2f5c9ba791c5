//! The order in which a reader meets the citations of a text.

use std::collections::HashMap;

use crate::parse::document::{Document, Event, Events, ProseField, Tag};

/// The citations that a page shows, in reading order, each with the number of the note that it
/// is in, if the style's citations are notes.
pub(super) fn order(document: &Document, in_notes: bool) -> Vec<(usize, Option<usize>)> {
    let mut order = Vec::new();
    let mut list = |events: &Events, note: Option<usize>| {
        order.extend(citations(events).map(|citation| (citation, note)));
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
    // A summary shows on pages of another language alone, a description beside the text: they must change no
    // number in it.
    let is_beside = |field: ProseField| matches!(field, ProseField::Recap(_) | ProseField::Description);
    for prose in document.prose.iter().filter(|prose| is_beside(prose.field)) {
        list(&prose.events, None);
    }
    order
}

/// The surroundings of a citation in a style of notes.
#[derive(Clone, Debug, Default)]
pub(super) struct Surroundings {
    /// It begins a note.
    pub(super) begins: bool,
    /// The author’s sentence goes on after it: the full stop that the style ends notes with is not theirs.
    pub(super) is_amid: bool,
    /// It is in the text, which has its author alone: the rest is in the note that is called there.
    pub(super) in_body: bool,
    /// The words right before it, as many as a name has.
    pub(super) before: String,
}

/// The longest name that is looked for before a citation, in letters.
const LONGEST_NAME: usize = 100;

fn citations(events: &Events) -> impl Iterator<Item = usize> {
    events.iter().filter_map(|(event, _)| match event {
        Event::Citation(citation) => Some(*citation),
        _ => None,
    })
}

/// The surroundings of the citations of a text, of its notes and of its front matter, by index.
pub(super) fn places(document: &Document) -> HashMap<usize, Surroundings> {
    let notes = document.notes.iter().map(|note| (&note.events, false));
    let fields = document.prose.iter().map(|prose| (&prose.events, true));
    let mut places: HashMap<usize, Surroundings> = HashMap::new();
    let mut in_image = false;
    for (event, _) in &document.body {
        match event {
            Event::Start(Tag::Image(_)) => in_image = true,
            Event::End(Tag::Image(_)) => in_image = false,
            // In an alternative text no note is called.
            Event::Citation(citation) => {
                places.insert(
                    *citation,
                    Surroundings { in_body: !in_image, is_amid: in_image, ..Surroundings::default() },
                );
            }
            _ => {}
        }
    }
    for (events, in_field) in notes.chain(fields) {
        let mut begins = !in_field;
        // The last citation so far, while nothing follows it.
        let mut last: Option<usize> = None;
        let mut before = "";
        for (event, _) in events {
            match event {
                Event::Text(text) if text.trim().is_empty() => continue,
                Event::SoftBreak | Event::HardBreak | Event::NoteCall(_) => continue,
                Event::Start(tag) | Event::End(tag) => match tag {
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Passage(_) => continue,
                    // Another paragraph.
                    _ => {
                        last = None;
                        continue;
                    }
                },
                _ => {}
            }
            if let Some(place) = last.take().and_then(|last| places.get_mut(&last)) {
                place.is_amid = true;
            }
            if let Event::Citation(citation) = event {
                let start = before.char_indices().rev().take(LONGEST_NAME).last().map_or(0, |(at, _)| at);
                let before = before[start..].to_owned();
                places.insert(*citation, Surroundings { begins, is_amid: in_field, in_body: false, before });
                last = Some(*citation);
            }
            before = match event {
                Event::Text(text) => text.trim_end(),
                _ => "",
            };
            begins = false;
        }
    }
    places
}
