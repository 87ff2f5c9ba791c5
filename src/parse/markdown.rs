//! Markdown → [`Document`]: the body, the notes, and the prose of the front matter.
//!
//! Nothing here recurses: pulldown-cmark's events are walked in a line, with a stack on the heap.

mod answers;
mod builder;
mod callout_attributes;
mod callouts;
mod definitions;
mod displays;
mod dollars;
mod fences;
mod flow;
mod foreign;
mod found;
mod headings;
mod html;
mod image_attributes;
mod images;
mod labels;
mod lookalikes;
mod loose_attributes;
mod malformed;
mod math;
mod mistyped;
mod ours;
mod question;
mod shown;
mod spans;
mod steps;
mod strays;
mod tables;
mod teacher;
#[cfg(test)]
mod tests;
mod written;

use pulldown_cmark::Options;

use super::anchor::Anchors;
use super::blocks;
use super::document::{Document, Event, Events, Note, Prose, ProseField, Tag};
use super::front_matter::{FrontMatter, TextValue, WrittenWork};
use super::term;
use crate::source::Spanned;
use builder::{Builder, Part};
use flow::{Flow, Origin, one_line};
use lookalikes::Ground;
pub use teacher::without_teacher;

/// The dialect. What is left off on purpose: smart punctuation is English; metadata blocks are split
/// off before; attributes of headings, callouts and notes that the text doesn't define are read here.
const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_MATH);

/// Parses a lesson's file. Its Markdown begins at the byte `body`; notes and prose of the front
/// matter are Markdown too. All places are bytes of the whole file.
pub fn parse(text: &str, body: usize, front_matter: &FrontMatter) -> Document {
    let mut flows = Flow::split(text.get(body..).unwrap_or_default(), DIALECT, Origin::File(body));
    let mut builder = Builder::new(text);
    mistyped::report(&mut builder, &flows);
    labels::report(&mut builder, &flows);
    mistyped::report_invisible(&mut builder, text, &mistyped::code(&flows));
    let mut grounds = vec![Ground::of(&flows)];
    let notes = flows.split_off(1);
    let from_front_matter: Vec<_> =
        front_matter.footnotes.iter().map(|(label, value)| note_flows(label, value)).collect();
    for flows in &from_front_matter {
        mistyped::report(&mut builder, flows);
        labels::report(&mut builder, flows);
        grounds.push(Ground::of(flows));
    }
    grounds.extend(callout_free(front_matter).map(Ground::of_field));
    let prose: Vec<_> =
        prose_fields(front_matter).map(|(field, value)| (field, one_line(&value.text), value)).collect();

    let notes: Vec<Flow<'_>> = notes.into_iter().chain(from_front_matter.into_iter().flatten()).collect();
    builder.define(&notes);
    for body in flows {
        builder.document.body = builder.lower(body, Part::Body);
    }
    builder.document.words = words(&builder.document.body);
    for (index, note) in notes.into_iter().enumerate() {
        builder.document.notes[index].events = builder.lower(note, Part::Note(index));
    }
    for (field, line, value) in &prose {
        let part = Part::Prose { citations: !matches!(field, ProseField::Reference(_)) };
        let flow = Flow::inline(line, DIALECT, Origin::value(value).inline(0));
        mistyped::report_inline(&mut builder, &flow);
        let terms = builder.document.terms.len();
        let events = builder.lower(flow, part);
        if let ProseField::Recap(index) = field {
            // A summary is for the readers of another language.
            let lang = front_matter.recap.get(*index).map(|(language, _)| language.value.clone());
            builder.document.terms[terms..].iter_mut().for_each(|term| term.lang.clone_from(&lang));
        }
        builder.document.prose.push(Prose { field: *field, events });
    }
    lookalikes::report(&mut builder, &grounds);
    builder.finish()
}

/// Parses definitions of terms, each with its index in the glossary: inline Markdown.
pub fn definitions<'t>(text: &str, definitions: impl IntoIterator<Item = (usize, &'t TextValue)>) -> Document {
    let mut builder = Builder::new(text);
    for (index, value) in definitions {
        let line = one_line(&value.text);
        let events = builder.lower(Flow::inline(&line, DIALECT, Origin::value(value).inline(0)), Part::Definition);
        builder.document.prose.push(Prose { field: ProseField::Definition(index), events });
    }
    builder.finish()
}

/// Parses plain CommonMark, with nothing of ours.
pub fn parse_commonmark(text: &str) -> Document {
    let mut builder = Builder::new(text);
    for body in Flow::split(text, Options::empty(), Origin::File(0)) {
        builder.document.body = builder.lower(body, Part::CommonMark);
    }
    builder.finish()
}

/// A note of the front matter, and those that its own text defines.
fn note_flows<'a>(label: &'a Spanned<String>, value: &'a TextValue) -> Vec<Flow<'a>> {
    let mut flows = Flow::split(&value.text, DIALECT, Origin::value(value));
    if let Some(note) = flows.first_mut() {
        note.label = Some(label.clone());
    }
    flows
}

/// The front-matter fields that are inline Markdown.
fn prose_fields(front_matter: &FrontMatter) -> impl Iterator<Item = (ProseField, &TextValue)> {
    let objectives = front_matter.objectives.iter().map(|objective| (ProseField::Objective, &objective.text));
    let outcomes = front_matter.outcomes.iter().map(|outcome| (ProseField::Outcome, &outcome.text));
    let recaps = front_matter.recap.iter().enumerate().map(|(index, (_, value))| (ProseField::Recap(index), value));
    let description =
        front_matter.description.iter().filter(|value| value.text.contains("[[") || value.text.contains('@'));
    let description = description.map(|value| (ProseField::Description, value));
    let references =
        front_matter.references.iter().enumerate().filter_map(|(index, reference)| match &reference.work {
            WrittenWork::Words { text, .. } => Some((ProseField::Reference(index), text)),
            WrittenWork::Item(_) => None,
        });
    objectives.chain(outcomes).chain(recaps).chain(references).chain(description)
}

/// The texts of the front matter that hold no callouts.
fn callout_free(front_matter: &FrontMatter) -> impl Iterator<Item = &TextValue> {
    let FrontMatter { title, description, need, emerges, objectives, outcomes, recap, .. } = front_matter;
    let learnt = objectives.iter().map(|objective| &objective.text).chain(outcomes.iter().map(|outcome| &outcome.text));
    let lists = learnt.chain(recap.iter().map(|(_, value)| value));
    title.iter().chain(description).chain(need).chain(emerges).chain(lists)
}

impl Builder<'_> {
    /// Makes the notes, still empty, so that calls find them.
    fn define(&mut self, flows: &[Flow<'_>]) {
        for flow in flows {
            let label = flow.label.clone().unwrap_or_else(|| Spanned::new(String::new(), 0..0));
            let label = Spanned::new(label.value, self.within_file(label.span));
            self.add_note(Note { label, events: Vec::new() });
        }
    }

    /// Gives the headings without an id of their own their anchors.
    fn finish(mut self) -> Document {
        let set = self.document.ids.iter().map(|id| id.value.clone());
        let mut anchors = Anchors::avoiding(set);
        for (heading, text) in self.document.headings.iter_mut().zip(&self.anchor_texts) {
            if let Some(text) = text {
                heading.anchor = anchors.next(text);
            }
        }
        self.document.blocks = blocks::blocks(&self.document);
        term::set_languages(&mut self.document);
        self.document
    }
}

/// How many words a text has. Spaces and dashes part words, apostrophes don't; code blocks and
/// alternative texts have none.
fn words(events: &Events) -> usize {
    let mut count = 0;
    let mut in_word = false;
    let mut unread = 0_usize;
    for (event, _) in events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image(_)) => unread += 1,
            Event::End(Tag::CodeBlock(_) | Tag::Image(_)) => unread = unread.saturating_sub(1),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Passage(_)) => {}
            Event::End(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_) | Tag::Passage(_)) => {}
            Event::Text(text) | Event::Code(text) if unread == 0 => {
                for character in text.chars() {
                    let parts = character.is_whitespace() || matches!(character, '–' | '—' | '…' | '/');
                    if !parts && !in_word && character.is_alphanumeric() {
                        count += 1;
                        in_word = true;
                    }
                    in_word &= !parts;
                }
            }
            Event::Text(_) | Event::Code(_) | Event::NoteCall(_) | Event::Term(_) => {}
            _ => in_word = false,
        }
    }
    count
}
