//! Typography in a text's events. A quotation may well begin in one event and end in another: the run
//! is the whole text of a paragraph, a heading, a cell, with what is marked in it.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::ops::Range;

use html5gum::{Token, Tokenizer};

use super::Context;
use crate::locale::typography::{Edit, EditKind, OBJECT, Typography};
use crate::parse::document::{Document, Event, LinkKind, RawHtml, Tag};
use crate::parse::formula::Formula;
use crate::source::Span;

/// Elements of raw HTML whose text is nobody's sentence.
const UNTOUCHED: &[&str] =
    &["code", "kbd", "math", "pre", "samp", "script", "style", "sub", "sup", "svg", "textarea", "tt", "var"];

/// Elements that hold nothing.
const VOID: &[&str] = &["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// How many elements of raw HTML within each other are kept account of.
const DEEPEST: usize = 100;

/// The changes to the texts of a slice of events, in its order.
#[derive(Debug, Default)]
pub(super) struct Typeset(VecDeque<(usize, Edit)>);

impl Typeset {
    /// Finds what is to be changed in events of a document, whose text is set as `own` has it.
    pub(super) fn new(document: &Document, events: &[(Event, Span)], context: &dyn Context, own: Typography) -> Self {
        let has_passages = !document.passages.is_empty();
        if own == Typography::AsWritten && !has_passages {
            return Self::default();
        }
        let mut setter =
            Setter { document, context, runs: vec![TypesetRun::new(own)], frames: Vec::new(), found: Vec::new() };
        let mut at = 0;
        while let Some((event, _)) = events.get(at) {
            at = setter.event(events, at, event);
        }
        while !setter.frames.is_empty() {
            setter.leave();
        }
        setter.end_run();
        // A passage within a line ends before the line.
        setter.found.sort_by_key(|(event, _)| *event);
        Self(setter.found.into())
    }

    /// Takes the next change to the text of the event with that index; `None` if it has no more. Changes to earlier
    /// events are dropped.
    pub(super) fn next(&mut self, event: usize) -> Option<Edit> {
        while self.0.front().is_some_and(|(at, _)| *at < event) {
            self.0.pop_front();
        }
        let is_its = self.0.front().is_some_and(|(at, _)| *at == event);
        is_its.then(|| self.0.pop_front()).flatten().map(|(_, edit)| edit)
    }
}

/// The plain text of a heading's events, as it is set.
pub(super) fn plain(document: &Document, events: &[(Event, Span)], context: &dyn Context) -> String {
    let mut typeset = Typeset::new(document, events, context, context.typography(None));
    let mut plain = String::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Text(text) => {
                let mut rest = 0;
                while let Some(edit) = typeset.next(at) {
                    let EditKind::Replace(by) = edit.change else { continue };
                    plain.push_str(&text[rest..edit.range.start]);
                    plain.push_str(by);
                    rest = edit.range.end;
                }
                plain.push_str(&text[rest..]);
            }
            Event::Code(code) => plain.push_str(code),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            Event::Math(index) => plain.extend(document.formulas.get(*index).map(Formula::text)),
            Event::Term(index) => {
                if let Some(term) = document.terms.get(*index) {
                    plain.push_str(&context.typography(term.lang.as_deref()).set(term.shown()));
                }
            }
            // One in brackets says nothing that the sentence needs.
            Event::Citation(index) if document.citations.get(*index).is_some_and(|citation| citation.in_text) => {
                plain.push_str(&context.citation_words(*index));
            }
            _ => {}
        }
    }
    plain.trim().to_owned()
}

/// The text of a paragraph, a heading, a cell, as far as it is in one language.
struct TypesetRun {
    typography: Typography,
    text: String,
    /// The place of each event's text in it.
    pieces: Vec<(Range<usize>, usize)>,
    /// Where notes are called.
    calls: Vec<usize>,
}

impl TypesetRun {
    fn new(typography: Typography) -> Self {
        Self { typography, text: String::new(), pieces: Vec::new(), calls: Vec::new() }
    }
}

impl TypesetRun {
    /// What only a note's call parts: an ellipsis from the full stop after it.
    fn before_calls(&self) -> Vec<Edit> {
        let dots = |call: usize| {
            let (before, after) = self.text.split_at_checked(call)?;
            let (before, three) = before.split_at_checked(before.len().checked_sub(3)?)?;
            let parts = three == "..." && !before.ends_with('.') && after.starts_with('.') && !after.starts_with("..");
            let edit = self.typography.edits(three).into_iter().next().filter(|_| parts)?;
            Some(Edit { range: call - 3..call, change: edit.change })
        };
        self.calls.iter().filter_map(|call| dots(*call)).collect()
    }
}

/// What is open around a text, as far as typography goes.
struct Frame {
    /// The element of raw HTML; `None` for a passage.
    element: Option<String>,
    /// Whether it ends with the block around it.
    inline: bool,
    /// Whether its text stays as it is written.
    is_untouched: bool,
    /// How many runs are outside it.
    outside: usize,
}

struct Setter<'a> {
    document: &'a Document,
    context: &'a dyn Context,
    /// The runs that are open: the text's own, then those of passages in other languages.
    runs: Vec<TypesetRun>,
    frames: Vec<Frame>,
    found: Vec<(usize, Edit)>,
}

impl Setter<'_> {
    /// Takes an event in; gives the index of the next one.
    fn event(&mut self, events: &[(Event, Span)], at: usize, event: &Event) -> usize {
        match event {
            Event::Text(text) => self.text(at, text),
            Event::Code(_) | Event::Math(_) | Event::Citation(_) | Event::Term(_) | Event::Blank(_) => self.object(),
            Event::SoftBreak | Event::HardBreak => self.line_ends(),
            Event::NoteCall(_) => self.call(),
            Event::Html(raw) => self.raw_html(raw),
            Event::Start(tag @ Tag::Image(_)) => {
                self.object();
                return past(events, at, tag);
            }
            Event::Start(tag @ Tag::CodeBlock(_)) => {
                self.end_block();
                return past(events, at, tag);
            }
            Event::Start(tag @ Tag::Link(link)) if self.is_autolink(*link) => {
                self.object();
                return past(events, at, tag);
            }
            Event::Start(Tag::Passage(passage)) => self.start_passage(*passage),
            Event::End(Tag::Passage(_)) => self.end_passage(),
            Event::Start(tag) | Event::End(tag) if is_mark(tag) => {}
            _ => self.end_block(),
        }
        at + 1
    }

    fn is_autolink(&self, link: usize) -> bool {
        self.document.links.get(link).is_some_and(|link| link.kind == LinkKind::Autolink)
    }

    fn text(&mut self, event: usize, text: &str) {
        if self.frames.iter().any(|frame| frame.is_untouched) {
            return self.object();
        }
        if let Some(run) = self.runs.last_mut() {
            let start = run.text.len();
            run.text.push_str(text);
            run.pieces.push((start..run.text.len(), event));
        }
    }

    fn object(&mut self) {
        if let Some(run) = self.runs.last_mut() {
            run.text.push(OBJECT);
        }
    }

    /// A note's call hangs on a word and is none.
    fn call(&mut self) {
        if let Some(run) = self.runs.last_mut() {
            run.calls.push(run.text.len());
        }
    }

    fn line_ends(&mut self) {
        if let Some(run) = self.runs.last_mut() {
            run.text.push('\n');
        }
    }

    /// Sets the text of the innermost run.
    fn end_run(&mut self) {
        let Some(run) = self.runs.last_mut() else { return };
        let mut edits = run.typography.edits(&run.text);
        edits.extend(run.before_calls());
        edits.sort_by_key(|edit| edit.range.start);
        let mut pieces = run.pieces.drain(..).peekable();
        for edit in edits {
            while pieces.next_if(|(piece, _)| piece.end <= edit.range.start).is_some() {}
            let Some((piece, event)) = pieces.peek() else { break };
            // What spans two events (dots of which one is in italics) stays.
            if edit.range.start >= piece.start && edit.range.end <= piece.end {
                let range = edit.range.start - piece.start..edit.range.end - piece.start;
                self.found.push((*event, Edit { range, change: edit.change }));
            }
        }
        drop(pieces);
        run.text.clear();
        run.calls.clear();
    }

    /// A block begins or ends, and with it the line.
    fn end_block(&mut self) {
        while self.frames.last().is_some_and(|frame| frame.inline && frame.element.is_some()) {
            self.leave();
        }
        self.end_run();
    }

    /// Leaves what was entered last.
    fn leave(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        while self.runs.len() > frame.outside.max(1) {
            self.end_run();
            self.runs.pop();
        }
    }

    /// Enters a text in another language; if it is within a line, the line sees an object.
    fn enter(&mut self, frame: Frame, lang: Option<&str>) {
        if let Some(lang) = lang {
            if frame.inline {
                self.object();
            }
            self.runs.push(TypesetRun::new(self.context.typography(Some(lang))));
        }
        self.frames.push(frame);
    }

    fn start_passage(&mut self, index: usize) {
        let Some(passage) = self.document.passages.get(index) else { return };
        if !passage.inline {
            self.end_block();
        }
        let outside = self.runs.len();
        let frame = Frame { element: None, inline: passage.inline, is_untouched: false, outside };
        self.enter(frame, passage.lang.as_deref());
    }

    fn end_passage(&mut self) {
        while self.frames.last().is_some_and(|frame| frame.element.is_some()) {
            self.leave();
        }
        if self.frames.last().is_some_and(|frame| !frame.inline) {
            self.end_block();
        }
        self.leave();
    }

    fn raw_html(&mut self, raw: &RawHtml) {
        if raw.block {
            self.end_block();
        }
        for token in Tokenizer::new(&raw.text) {
            let Ok::<_, Infallible>(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let lang = tag.attributes.get(b"lang".as_slice());
                    let lang = lang.map(|lang| String::from_utf8_lossy(&lang.value).into_owned());
                    match name.as_str() {
                        "br" => self.line_ends(),
                        name if VOID.contains(&name) => self.object(),
                        _ if tag.self_closing || self.frames.len() >= DEEPEST => {}
                        _ => {
                            let is_untouched = UNTOUCHED.contains(&name.as_str());
                            let (element, outside) = (Some(name), self.runs.len());
                            self.enter(Frame { element, inline: !raw.block, is_untouched, outside }, lang.as_deref());
                        }
                    }
                }
                Token::EndTag(tag) => self.end_element(&tag.name),
                _ => {}
            }
        }
    }

    /// An element of raw HTML ends, and with it those left open in it.
    fn end_element(&mut self, name: &[u8]) {
        let open = self.frames.iter().rev().take_while(|frame| frame.element.is_some());
        let is_it = |frame: &Frame| frame.element.as_ref().is_some_and(|element| element.as_bytes() == name);
        if let Some(inside) = open.into_iter().position(is_it) {
            for _ in 0..=inside {
                self.leave();
            }
        }
    }
}

/// The index of the event after a container.
fn past(events: &[(Event, Span)], at: usize, tag: &Tag) -> usize {
    let is_end = |(event, _): &(Event, Span)| matches!(event, Event::End(end) if end == tag);
    events[at..].iter().position(is_end).map_or(at, |length| at + length) + 1
}

/// Whether a container is a mark within a line.
fn is_mark(tag: &Tag) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link(_))
}
