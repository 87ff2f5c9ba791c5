//! Notes: each is called, and defined once.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::nearest::Guesses;
use crate::parse::Parsed;
use crate::parse::document::{Document, Event, Tag, label_key};
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file's notes.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let document = &parsed.document;
    let mut defined: HashMap<String, &Span> = HashMap::new();
    for note in &document.notes {
        let key = label_key(&note.label.value);
        let Some(first) = defined.get(&key) else {
            defined.insert(key, &note.label.span);
            continue;
        };
        let message = message!("duplicate-footnote.message", label = note.label.value.as_str());
        let fault = Diagnostic::new(Rule::DuplicateFootnote, note.label.span.clone(), message);
        let fault = fault.related((*first).clone(), message!("duplicate-footnote.first"));
        diagnostics.push(fault.help(message!("duplicate-footnote.help")));
    }
    let called: Vec<String> = document.note_calls.iter().map(|call| label_key(&call.label)).collect();
    // A mistyped label is one fault, not two: the note that was probably meant is not reported as unused.
    let mut meant: HashSet<String> = HashSet::new();
    let mut guesses = Guesses::default();
    let definitions = meant_definitions(document);
    let defined_amiss: HashSet<&String> = definitions.iter().filter_map(|&call| called.get(call)).collect();
    for (index, (call, key)) in document.note_calls.iter().zip(&called).enumerate() {
        if defined.contains_key(key) {
            continue;
        }
        let label = call.label.as_str();
        if definitions.contains(&index) {
            let message = message!("undefined-footnote.definition", label = label);
            let fault = Diagnostic::new(Rule::UndefinedFootnote, call.span.clone(), message);
            diagnostics.push(fault.help(message!("undefined-footnote.help-definition", label = label)));
        }
        if defined_amiss.contains(key) {
            continue;
        }
        let message = message!("undefined-footnote.message", label = label);
        let fault = Diagnostic::new(Rule::UndefinedFootnote, call.span.clone(), message);
        let known = document.notes.iter().map(|note| note.label.value.as_str());
        diagnostics.push(fault.help(match guesses.nearest(label, known) {
            Some(near) => {
                meant.insert(label_key(near));
                message!("undefined-footnote.help-nearest", label = label, nearest = near)
            }
            None => message!("undefined-footnote.help", label = label),
        }));
    }
    for (event, span) in document.prose.iter().flat_map(|prose| &prose.events) {
        let Event::Text(text) = event else { continue };
        for (label, range) in calls(text) {
            // If the text differs from the file's, its whole place is underlined.
            let as_written = span.len() == text.len();
            let place = if as_written { span.start + range.start..span.start + range.end } else { span.clone() };
            meant.insert(label_key(label));
            let message = message!("undefined-footnote.not-here", label = label);
            let fault = Diagnostic::new(Rule::UndefinedFootnote, place, message);
            diagnostics.push(fault.help(message!("undefined-footnote.help-not-here")));
        }
    }
    let shown: HashSet<usize> = document.note_order().into_iter().collect();
    for (index, note) in document.notes.iter().enumerate() {
        let key = label_key(&note.label.value);
        let first = defined.get(&key) == Some(&&note.label.span);
        if first && !shown.contains(&index) && !meant.contains(&key) {
            let message = message!("unused-footnote.message", label = note.label.value.as_str());
            let fault = Diagnostic::new(Rule::UnusedFootnote, note.label.span.clone(), message);
            diagnostics.push(fault.help(message!("unused-footnote.help", label = note.label.value.as_str())));
        }
    }
}

/// The calls that begin a line which was meant to define their note, `[^1] : A note.` or `[^1] A note.`, by index.
fn meant_definitions(document: &Document) -> BTreeSet<usize> {
    let found = document.body.windows(3).filter_map(|events| {
        let [(before, _), (Event::NoteCall(call), _), (Event::Text(text), _)] = events else { return None };
        let begins = match before {
            Event::Start(Tag::Paragraph) => text.trim_start().starts_with(|c: char| c == ':' || c.is_uppercase()),
            Event::SoftBreak | Event::HardBreak => text.trim_start().starts_with(':'),
            _ => false,
        };
        begins.then_some(*call)
    });
    found.collect()
}

/// The calls of notes in a text, as if it were in the body: each label, and the byte range of its call.
fn calls(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    // A label is short, and on one line.
    text.match_indices("[^").filter_map(|(at, _)| {
        let rest = &text[at + 2..];
        let label = &rest[..rest.find(|next: char| next == ']' || next == '[' || next.is_whitespace())?];
        let end = at + 2 + label.len();
        (!label.is_empty() && text[end..].starts_with(']')).then_some((label, at..end + 1))
    })
}
