//! What is left of a document without what is for the teacher.

use std::collections::HashSet;

use crate::parse::blocks;
use crate::parse::document::{CalloutKind, Document, Event, Events, Tag};
use crate::source::Span;

/// The document as students get it, when anything in it is for the teacher; marks the links,
/// terms and citations of the whole one that students don't get to see. The lists stay as long as they are, so that what a
/// later stage lays beside them fits both.
pub fn without_teacher(document: &mut Document) -> Option<Document> {
    if !document.callouts.iter().any(|callout| callout.kind == CalloutKind::Teacher) {
        return None;
    }
    let mut students = document.clone();
    let mut removed = Removed::default();
    let body = std::mem::take(&mut students.body);
    students.body = removed.sift(body, document);
    for note in &mut students.notes {
        note.events = removed.sift(std::mem::take(&mut note.events), document);
    }
    removed.list_within_citations(document);
    for &call in &removed.calls {
        students.note_calls[call].note = None;
    }
    students.headings = Vec::new();
    let mut kept = Vec::with_capacity(document.headings.len());
    for (index, heading) in document.headings.iter().enumerate() {
        kept.push(students.headings.len());
        if !removed.headings.contains(&index) {
            students.headings.push(heading.clone());
        }
    }
    for (event, _) in &mut students.body {
        if let Event::Start(Tag::Heading(index)) | Event::End(Tag::Heading(index)) = event {
            *index = kept[*index];
        }
    }
    students
        .ids
        .retain(|id| !removed.places.iter().any(|place| place.start <= id.span.start && id.span.end <= place.end));
    students.words = super::words(&students.body);
    students.blocks = blocks::blocks(&students);
    // What only the teacher's text calls is the teacher's too.
    let shown: HashSet<usize> = students.note_order().into_iter().collect();
    for note in document.note_order().into_iter().filter(|note| !shown.contains(note)) {
        for (event, _) in &document.notes[note].events {
            removed.list(event);
        }
    }
    removed.list_within_citations(document);
    for index in removed.terms {
        document.terms[index].for_teacher = true;
        students.terms[index].for_teacher = true;
    }
    for index in removed.citations {
        document.citations[index].for_teacher = true;
        students.citations[index].for_teacher = true;
    }
    for index in removed.links {
        document.links[index].for_teacher = true;
        students.links[index].for_teacher = true;
    }
    Some(students)
}

/// What is in the teacher's text, by index.
#[derive(Default)]
struct Removed {
    calls: Vec<usize>,
    headings: HashSet<usize>,
    links: Vec<usize>,
    terms: Vec<usize>,
    citations: Vec<usize>,
    places: Vec<Span>,
}

impl Removed {
    /// The events that students see.
    fn sift(&mut self, events: Events, document: &Document) -> Events {
        let mut kept = Vec::with_capacity(events.len());
        // The callout whose end is waited for.
        let mut inside = None;
        for (event, span) in events {
            match (&event, inside) {
                (Event::Start(Tag::Callout(index)), None) if is_for_teacher(document, *index) => {
                    inside = Some(*index);
                    self.places.push(span);
                    continue;
                }
                (Event::End(Tag::Callout(index)), Some(open)) if *index == open => {
                    inside = None;
                    continue;
                }
                (_, None) => kept.push((event, span)),
                (event, Some(_)) => self.remove(event),
            }
        }
        kept
    }

    fn remove(&mut self, event: &Event) {
        match event {
            Event::NoteCall(call) => self.calls.push(*call),
            Event::Start(Tag::Heading(heading)) => {
                self.headings.insert(*heading);
            }
            event => self.list(event),
        }
    }

    /// Lists what others look at beside the events.
    fn list(&mut self, event: &Event) {
        match event {
            Event::Term(term) => self.terms.push(*term),
            Event::Citation(citation) => self.citations.push(*citation),
            event => self.links.extend(links(event)),
        }
    }

    /// Lists the links, terms and notes in the words around the works of the citations listed.
    fn list_within_citations(&mut self, document: &Document) {
        let citations = std::mem::take(&mut self.citations);
        for citation in citations.iter().filter_map(|citation| document.citations.get(*citation)) {
            citation.events().for_each(|(event, _)| self.remove(event));
        }
        self.citations = citations;
    }
}

fn is_for_teacher(document: &Document, callout: usize) -> bool {
    document.callouts.get(callout).is_some_and(|callout| callout.kind == CalloutKind::Teacher)
}

/// The links that an event holds.
fn links(event: &Event) -> Vec<usize> {
    match event {
        Event::Start(Tag::Link(link) | Tag::Image(link)) => vec![*link],
        Event::Html(html) => html.links().collect(),
        _ => Vec::new(),
    }
}
