//! For styles whose citations are notes: a document in which each citation of the text is the call
//! of a note that holds it. A citation within a note stays where it is.

use crate::parse::document::{Citation, Document, Event, Note, NoteCall, Tag};
use crate::source::{Span, Spanned};

/// The stops that a note's call follows in English, as Chicago (14.26) has it; in French it precedes them.
const STOPS: [char; 7] = ['.', ',', ';', ':', '?', '!', '…'];

/// The document in a language with its citations in notes; `None` if the text itself cites nothing.
pub(in crate::render) fn in_notes(
    document: &Document,
    language: &str,
    is_known: impl Fn(&str) -> bool,
) -> Option<Document> {
    let after_stops = language.split('-').next() == Some("en");
    let cites = |event: &Event| match event {
        Event::Citation(index) => document
            .citations
            .get(*index)
            .is_some_and(|citation| citation.items.iter().any(|item| is_known(&item.key.value))),
        _ => false,
    };
    if !document.body.iter().any(|(event, _)| cites(event)) {
        return None;
    }
    let mut noted = document.clone();
    let mut calls = Vec::with_capacity(document.note_calls.len());
    // Those of the text come first in the list, in reading order; the citations' come among them.
    let mut places = vec![None; document.note_calls.len()];
    let mut body = Vec::with_capacity(document.body.len());
    // Whether a citation's call was the last thing.
    let mut is_after_call = false;
    // In an alternative text no note is called.
    let mut in_image = false;
    // Where each event of the text went.
    let mut moved = Vec::with_capacity(document.body.len() + 1);
    for (event, span) in std::mem::take(&mut noted.body) {
        moved.push(body.len());
        match &event {
            Event::Start(Tag::Image(_)) => in_image = true,
            Event::End(Tag::Image(_)) => in_image = false,
            _ => {}
        }
        let was_citation = !in_image && cites(&event);
        match &event {
            Event::NoteCall(call) => {
                if let Some(written) = document.note_calls.get(*call) {
                    places[*call] = Some(calls.len());
                    body.push((Event::NoteCall(calls.len()), span));
                    calls.push(written.clone());
                }
            }
            Event::Text(text) if after_stops && is_after_call && text.starts_with(STOPS) => {
                let rest = text.trim_start_matches(STOPS);
                let stops = text[..text.len() - rest.len()].to_owned();
                let call = body.pop();
                body.push((Event::Text(stops), span.clone()));
                body.extend(call);
                body.push((Event::Text(rest.to_owned()), span));
            }
            Event::Citation(citation) if was_citation => {
                let written = document.citations.get(*citation).filter(|citation| citation.in_text);
                let handle =
                    written.filter(|citation| citation.items.first().is_none_or(|item| !is_known(&item.key.value)));
                // The author stays in the text; a note's call touches the word before it.
                match body.last_mut() {
                    _ if handle.is_some() => {
                        let handle = handle.map_or("", |citation| citation.handle());
                        body.push((Event::Text(handle.to_owned()), span.clone()));
                    }
                    _ if written.is_some() => body.push((event.clone(), span.clone())),
                    Some((Event::Text(text), _)) => text.truncate(text.trim_end_matches([' ', '\u{a0}']).len()),
                    _ => {}
                }
                body.push((Event::NoteCall(calls.len()), span.clone()));
                let call = noted.cite_in_note(*citation, &span, handle.is_some());
                let note = call.note;
                calls.push(call);
                // What is called among the citation's words is called in its note.
                for call in document.citations.get(*citation).into_iter().flat_map(calls_of) {
                    if let Some(written) = document.note_calls.get(call) {
                        places[call] = Some(calls.len());
                        calls.push(NoteCall { inside: note, ..written.clone() });
                    }
                }
            }
            _ => body.push((event, span)),
        }
        is_after_call = was_citation;
    }
    moved.push(body.len());
    noted.body = body;
    // An author left in the text is one event more: the blocks end elsewhere.
    for block in &mut noted.blocks {
        let moved = |at: usize| moved.get(at).copied().unwrap_or(noted.body.len());
        block.events = moved(block.events.start)..moved(block.events.end);
    }
    for (call, place) in document.note_calls.iter().zip(&mut places) {
        if place.is_none() {
            *place = Some(calls.len());
            calls.push(call.clone());
        }
    }
    let around = noted.citations.iter_mut().flat_map(|citation| &mut citation.items);
    let around = around.flat_map(|item| [&mut item.prefix.events, &mut item.suffix.events]);
    for (event, _) in noted.notes.iter_mut().map(|note| &mut note.events).chain(around).flatten() {
        if let Event::NoteCall(call) = event {
            *call = places.get(*call).copied().flatten().unwrap_or(*call);
        }
    }
    // Calls of the notes that were made are listed by their new places already.
    noted.note_calls = calls;
    Some(noted)
}

/// The calls of notes among a citation's words.
fn calls_of(citation: &Citation) -> impl Iterator<Item = usize> {
    citation.events().filter_map(|(event, _)| match event {
        Event::NoteCall(call) => Some(*call),
        _ => None,
    })
}

trait Cite {
    fn cite_in_note(&mut self, citation: usize, span: &Span, without_first: bool) -> NoteCall;
}

impl Cite for Document {
    /// Adds the note that holds a citation, and makes its call.
    fn cite_in_note(&mut self, citation: usize, span: &Span, without_first: bool) -> NoteCall {
        let mut citation = citation;
        if let Some(written) = self.citations.get(citation).filter(|written| written.in_text) {
            // Its brackets are in the note.
            let items = written.items.get(usize::from(without_first)..).unwrap_or_default().to_vec();
            let noted = Citation { items, in_text: false, ..written.clone() };
            citation = self.citations.len();
            self.citations.push(noted);
        }
        // No label that an author can write: a space ends it.
        let label = format!("cite {}", self.notes.len());
        let events = [Event::Start(Tag::Paragraph), Event::Citation(citation), Event::End(Tag::Paragraph)];
        self.notes.push(Note {
            label: Spanned::new(label.clone(), span.clone()),
            events: events.into_iter().map(|event| (event, span.clone())).collect(),
        });
        NoteCall { label, span: span.clone(), note: Some(self.notes.len() - 1), inside: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_whole_though_authors_stay_in_the_text() {
        let parsed = crate::parse::parse("Selon @a [p. 3], puis @a.\n\n- un [@a]\n\nEnfin.\n").value;
        let noted = in_notes(&parsed.document, "fr-CA", |_| true).unwrap();
        assert_eq!(noted.blocks.len(), parsed.document.blocks.len());
        let mut end = 0;
        for block in &noted.blocks {
            assert_eq!(block.events.start, end);
            let events = &noted.body[block.events.clone()];
            assert!(matches!((&events[0].0, &events[events.len() - 1].0), (Event::Start(a), Event::End(b)) if a == b));
            end = block.events.end;
        }
        assert_eq!(end, noted.body.len());
    }
}
