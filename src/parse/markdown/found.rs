//! What is found in a run of text, listed: citations, calls of notes, terms.

use std::ops::Range;

use super::builder::Lowering;
use crate::parse::citation::{self, Found, What};
use crate::parse::document::{Citation, CitationItem, Event, NoteCall, Slip, TermUse, label_key};
use crate::parse::locator;
use crate::parse::run::Run;
use crate::parse::term;
use crate::source::{Span, Spanned};

impl Lowering<'_, '_> {
    /// Writes the text before what comes next, with the citations and calls of notes in it.
    pub(super) fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let looked_for = !self.in_image && !self.in_code;
        let (citations, calls) = (looked_for && self.part.has_citations(), looked_for && self.part.has_calls());
        let found = citation::find(&self.run, citations, calls);
        if let Some(unclosed) = citation::unclosed(&self.run).filter(|_| citations) {
            let place = self.place(self.run.source(unclosed));
            self.builder.document.slips.push(Spanned::new(Slip::UnclosedCitation, place));
        }
        if citations {
            for note in citation::inline_notes(&self.run) {
                let place = self.place(self.run.source(note));
                self.builder.document.slips.push(Spanned::new(Slip::InlineNote, place));
            }
        }
        let mut terms = if looked_for && self.part.has_terms() { term::find(&self.run) } else { Vec::new() };
        terms.retain(|term| is_apart(&term.range, &found, |found| &found.range));
        let run = std::mem::take(&mut self.run);
        let mut events: Vec<_> = found.into_iter().map(|found| self.found(&run, found)).collect();
        if !terms.is_empty() {
            events.extend(terms.into_iter().map(|term| self.term(&run, term)));
            events.sort_by_key(|(range, ..)| range.start);
        }
        self.write(run, events);
    }

    /// Reports a term that its bar parts at the end of a cell.
    pub(super) fn report_split_term(&mut self) {
        if let Some(split) = term::unclosed(&self.run).filter(|_| self.part.has_terms()) {
            let place = self.place(self.run.source(split));
            self.builder.document.slips.push(Spanned::new(Slip::SplitTerm, place));
        }
    }

    fn found(&mut self, run: &Run, found: Found) -> (Range<usize>, Event, Span) {
        let source = run.source(found.range.clone());
        let event = match found.what {
            What::Call(label) => self.note_call(label, &source),
            What::Citation { items, in_text } => self.citation(run, &found.range, items, in_text),
        };
        (found.range, event, self.place(source))
    }

    /// The citations of a run, listed, where the part has any.
    pub(super) fn cited(&mut self, run: &Run) -> Vec<(Range<usize>, Event, Span)> {
        let found = if self.part.has_citations() { citation::find(run, true, false) } else { Vec::new() };
        found.into_iter().map(|found| self.found(run, found)).collect()
    }

    /// A call of a note, listed.
    pub(super) fn note_call(&mut self, label: String, range: &Range<usize>) -> Event {
        let note = self.builder.notes.get(&label_key(&label)).copied();
        let span = self.place(range.clone());
        let calls = &mut self.builder.document.note_calls;
        calls.push(NoteCall { label, span, note, inside: self.part.note() });
        Event::NoteCall(calls.len() - 1)
    }

    /// A use of a term, listed.
    fn term(&mut self, run: &Run, found: term::Found) -> (Range<usize>, Event, Span) {
        let span = self.place(run.source(found.range.clone()));
        let term::Found { range, term, words } = found;
        let terms = &mut self.builder.document.terms;
        terms.push(TermUse { term, words, lang: None, for_teacher: false, span: span.clone() });
        (range, Event::Term(terms.len() - 1), span)
    }

    fn citation(&mut self, run: &Run, found: &Range<usize>, items: Vec<citation::Item>, in_text: bool) -> Event {
        let text = run.text();
        let items = items
            .into_iter()
            .map(|item| {
                let (locator, suffix) = locator::read(&item.suffix);
                if let Some((word, meant)) = locator::meant(&suffix).filter(|_| locator.is_none()) {
                    let after = item.key.end;
                    let at = text[after..found.end].find(word).map_or(after, |offset| after + offset);
                    let place = self.place(run.source(at..at + word.len()));
                    let slip = Slip::UnknownLocator(word.to_owned(), meant);
                    self.builder.document.slips.push(Spanned::new(slip, place));
                }
                CitationItem {
                    prefix: item.prefix,
                    key: Spanned::new(text[item.key.clone()].to_owned(), self.place(run.source(item.key))),
                    suppress_author: item.suppress_author,
                    locator,
                    suffix,
                }
            })
            .collect();
        let raw = text[found.clone()].to_owned();
        let span = self.place(run.source(found.clone()));
        let citations = &mut self.builder.document.citations;
        citations.push(Citation { items, in_text, raw, for_teacher: false, span, inside: self.part.note() });
        Event::Citation(citations.len() - 1)
    }
}

/// Whether a range overlaps none of the ranges of a list in order.
fn is_apart<T>(range: &Range<usize>, others: &[T], of: impl Fn(&T) -> &Range<usize>) -> bool {
    let next = others.partition_point(|other| of(other).end <= range.start);
    others.get(next).is_none_or(|other| range.end <= of(other).start)
}
