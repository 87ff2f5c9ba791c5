//! Notes written: their calls in the text, their lists, and the ways back.

use std::fmt::Write;

use super::writer::Writer;
use super::{Label, escape};
use crate::parse::document::{Citation, Event, Events, Tag};

/// The id of the notes' title. Neither a heading's anchor nor a note's id can be the same.
const NOTES_TITLE: &str = "endnotes:title";

impl Writer<'_> {
    /// The call of a note, by its index in `Document::note_calls`: a link to the note, or `[^label]` as text where
    /// the note has no number. Within a link, it is written after that.
    pub(super) fn note_call(&mut self, index: usize) {
        let Some(call) = self.document.note_calls.get(index) else { return };
        let shown = call
            .note
            .and_then(|note| Some((self.notes.number(note)?, self.notes.id(note)?, self.notes.call_id(index)?)));
        let Some((number, note, id)) = shown else {
            return escape::text(&mut self.html, &format!("[^{}]", call.label));
        };
        let prefix = self.id_prefix();
        let html = format!(
            "<sup class=\"pal-note-call\"><a id=\"{prefix}fnref:{}\" href=\"#{prefix}fn:{}\" role=\"doc-noteref\" aria-label=\"{}\">{number}</a></sup>",
            id,
            note,
            escape(&self.context.label(Label::NoteCall(number))),
        );
        match self.linked {
            true => self.after_link.push_str(&html),
            false => self.push(&html),
        }
    }

    /// Puts the calls among a citation's words after the link around the citation.
    pub(super) fn calls_of_citation(&mut self, citation: usize) {
        for (event, _) in self.document.citations.get(citation).into_iter().flat_map(Citation::events) {
            if let Event::NoteCall(call) = event {
                self.note_call(*call);
            }
        }
    }

    /// Writes the section of the notes.
    pub(super) fn notes(&mut self) {
        let title = escape(&self.context.label(Label::Notes));
        let prefix = self.id_prefix();
        let named_by = super::named_by(self.context.id_prefix(), NOTES_TITLE);
        self.push(&format!(
            "<section class=\"pal-notes\" role=\"doc-endnotes\" aria-labelledby=\"{named_by}\">\n\
             <h{level} id=\"{prefix}{NOTES_TITLE}\">{title}</h{level}>\n<ol>\n",
            level = 2 + self.context.lowered()
        ));
        // Their tables are counted on from the text's.
        self.tables =
            self.document.body.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Table(_)))).count();
        let notes = self.notes;
        self.note_items(notes.at_the_end());
        self.push("</ol>\n</section>\n");
    }

    /// Writes the notes of the answer to a question.
    pub(super) fn answer_notes(&mut self, question: usize) {
        let notes = self.notes;
        if notes.of_answer(question).next().is_none() {
            return;
        }
        let title = escape(&self.context.label(Label::Notes));
        self.block(&format!("<ol class=\"pal-answer-notes\" aria-label=\"{title}\">\n"));
        self.note_items(notes.of_answer(question));
        self.push("</ol>\n");
    }

    /// Writes notes under their numbers: what is elsewhere on the page is counted.
    fn note_items(&mut self, notes: impl Iterator<Item = usize>) {
        let mut before = 0;
        for note in notes {
            let Some(number) = self.notes.number(note) else { continue };
            self.note(note, (number != before + 1).then_some(number));
            before = number;
        }
    }

    /// Writes a note, with its number where that doesn't follow from the one before.
    fn note(&mut self, note: usize, number: Option<usize>) {
        let (Some(definition), Some(id)) = (self.document.notes.get(note), self.notes.id(note)) else { return };
        self.push(&format!("<li id=\"{}fn:{id}\"", self.id_prefix()));
        if let Some(number) = number {
            self.attribute("value", &number.to_string());
        }
        self.push(">");
        let events: &Events = &definition.events;
        match events.split_last() {
            Some(((Event::End(Tag::Paragraph), _), before)) => {
                self.write(before);
                self.push(" ");
            }
            _ => {
                self.write(events);
                self.block("<p>");
            }
        }
        self.ways_back(note);
        self.push("</p>\n</li>\n");
    }

    /// One way back for each call.
    fn ways_back(&mut self, note: usize) {
        let calls = self.notes.calls(note);
        let prefix = self.id_prefix();
        for (number, &call) in (1..).zip(calls) {
            let Some(id) = self.notes.call_id(call) else { continue };
            if number > 1 {
                self.push(" ");
            }
            self.push(&format!(
                "<a class=\"pal-note-back\" href=\"#{prefix}fnref:{id}\" role=\"doc-backlink\"><span aria-hidden=\"true\">↩\u{fe0e}"
            ));
            let label = match calls.len() {
                1 => self.context.label(Label::NoteBack),
                _ => self.context.label(Label::NoteBackTo(number)),
            };
            if calls.len() > 1 {
                // Writing to a string can't fail.
                let _ = write!(self.html, "<sup>{number}</sup>");
            }
            self.push("</span><span class=\"pal-visually-hidden\">");
            escape::text(&mut self.html, &label);
            self.push("</span></a>");
        }
    }
}
