//! A run of text written as events, with what was found in it.

use std::iter::Peekable;
use std::ops::Range;

use super::builder::Lowering;
use crate::parse::document::Event;
use crate::parse::run::{ItemKind, Run};
use crate::source::Span;

impl Lowering<'_, '_> {
    /// Writes text in which nothing is looked for.
    pub(super) fn flush_plain(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.write(run, Vec::new());
    }

    /// Writes a run, with what was found in the place of its text.
    pub(super) fn write(&mut self, run: Run, found: Vec<(Range<usize>, Event, Span)>) {
        let mut found = found.into_iter().peekable();
        let (text, items) = run.into_items();
        // How far the text is written; what begins before is part of something found.
        let mut written = 0;
        for item in items {
            let end = item.at + item.len;
            match item.kind {
                ItemKind::Object(events) => {
                    self.write_ends(&mut found, item.at);
                    if item.at >= written {
                        written = end;
                        self.out.extend(events);
                    }
                }
                ItemKind::Mark(event) | ItemKind::Break(event) => {
                    self.write_ends(&mut found, item.at);
                    if item.at >= written {
                        written = end;
                        let place = self.place(item.source);
                        self.out.push((event, place));
                    }
                }
                ItemKind::Verbatim { .. } | ItemKind::Decoded | ItemKind::Call(_) => {
                    while written < end {
                        let next = found.next_if(|(range, ..)| range.start < end);
                        let until = next.as_ref().map_or(end, |(range, ..)| range.start);
                        if let Some(part) = text.get(written..until) {
                            self.write_text(part, item.source_of(written..until));
                        }
                        written = until;
                        if let Some((range, event, span)) = next {
                            written = range.end;
                            self.out.push((event, span));
                        }
                    }
                }
            }
        }
        self.write_ends(&mut found, text.len());
    }

    /// Writes the ends of what was found that are due before a place of the run’s text.
    fn write_ends(&mut self, found: &mut Peekable<impl Iterator<Item = (Range<usize>, Event, Span)>>, at: usize) {
        let is_due =
            |(range, event, _): &(Range<usize>, Event, Span)| range.start <= at && matches!(event, Event::End(_));
        while let Some((_, event, span)) = found.next_if(is_due) {
            self.out.push((event, span));
        }
    }

    /// Writes text; it goes on with the text before it.
    fn write_text(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let place = self.place(source);
        match self.out.last_mut() {
            Some((Event::Text(before), span)) => {
                before.push_str(text);
                span.end = place.end.max(span.end);
            }
            _ => self.out.push((Event::Text(text.to_owned()), place)),
        }
    }
}
