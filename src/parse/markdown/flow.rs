//! One flow of text: the body, or one note, as the Markdown parser's events.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Tag, TagEnd};

use super::shown;
use crate::parse::front_matter::TextValue;
use crate::source::{Span, Spanned};

/// The place of a flow's Markdown in the file.
#[derive(Clone, Copy)]
pub(super) enum Origin<'a> {
    /// It is the file's text from there.
    File(usize),
    /// It is a value of the front matter from the byte `from` on, with so many bytes put before it.
    Value { value: &'a TextValue, from: usize, before: usize },
}

impl<'a> Origin<'a> {
    /// A value of the front matter, as it is.
    pub(super) fn value(value: &'a TextValue) -> Self {
        Self::Value { value, from: 0, before: 0 }
    }

    /// The place in the file of a byte range of the flow's Markdown.
    pub(super) fn place(self, range: Range<usize>) -> Span {
        match self {
            Self::File(start) => start + range.start..start + range.end,
            Self::Value { value, from, before } => {
                let within = |at: usize| (from + at).saturating_sub(before).min(value.text.len());
                value.place(within(range.start)..within(range.end))
            }
        }
    }

    /// The place of inline Markdown that begins in the flow at a byte, and is read as [`one_line`] makes it.
    pub(super) fn inline(self, at: usize) -> Self {
        match self {
            Self::File(start) => Self::File((start + at).saturating_sub(BEFORE_INLINE.len())),
            Self::Value { value, from, before } => {
                Self::Value { value, from: from + at, before: before + BEFORE_INLINE.len() }
            }
        }
    }
}

/// A flow of text.
pub(super) struct Flow<'a> {
    /// Its Markdown, and that of the flows it was split from.
    pub(super) markdown: &'a str,
    /// Its place.
    pub(super) origin: Origin<'a>,
    /// Its events.
    pub(super) events: Vec<(Event<'a>, Range<usize>)>,
    /// The label of the note that it is, with its place in the file.
    pub(super) label: Option<Spanned<String>>,
}

/// What is put before inline Markdown so that it is a paragraph, whatever it begins with.
const BEFORE_INLINE: &str = "x ";

impl<'a> Flow<'a> {
    fn new(markdown: &'a str, origin: Origin<'a>) -> Self {
        Self { markdown, origin, events: Vec::new(), label: None }
    }

    /// The text without its notes, then each note defined in it.
    pub(super) fn split(markdown: &'a str, dialect: Options, origin: Origin<'a>) -> Vec<Self> {
        let mut flows = vec![Self::new(markdown, origin)];
        // The notes that are open, the innermost last; below them the text itself.
        let mut open = vec![0];
        for (event, range) in shown::events(markdown, dialect) {
            match event {
                Event::Start(Tag::FootnoteDefinition(label)) => {
                    open.push(flows.len());
                    let place = label_place(markdown, &range, &label);
                    let label = Spanned::new(label.into_string(), origin.place(place));
                    flows.push(Self { label: Some(label), ..Self::new(markdown, origin) });
                }
                Event::End(TagEnd::FootnoteDefinition) if open.len() > 1 => {
                    open.pop();
                }
                event => {
                    let current = open.last().copied().unwrap_or_default();
                    flows[current].events.push((event, range));
                }
            }
        }
        flows
    }

    /// Inline Markdown, whose place is `origin`; `line` is what [`one_line`] made of it.
    pub(super) fn inline(line: &'a str, dialect: Options, origin: Origin<'a>) -> Self {
        let mut flow = Self::new(line, origin);
        for (event, range) in shown::events(line, dialect) {
            match event {
                Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {}
                Event::Text(text) if range.start == 0 => {
                    let start = BEFORE_INLINE.len().min(range.end);
                    let text = text.get(start..).unwrap_or_default().to_owned();
                    if !text.is_empty() {
                        flow.events.push((Event::Text(text.into()), start..range.end));
                    }
                }
                event => flow.events.push((event, range)),
            }
        }
        flow
    }
}

/// Text over lines of Markdown on one line, with spaces in the place of the marks of quotations at their beginnings; up to
/// the first blank line. Byte for byte, so that places stay.
pub(super) fn joined(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split_inclusive('\n') {
        let rest = part.trim_start_matches([' ', '\t', '>']);
        let marks = if line.is_empty() { 0 } else { part.len() - rest.len() };
        if !line.is_empty() && rest.trim().is_empty() {
            break;
        }
        line.extend(std::iter::repeat_n(' ', marks));
        line.push_str(&part[marks..]);
    }
    line
}

/// A text as one line of a paragraph: marks of blocks in it are text.
pub(super) fn one_line(text: &str) -> String {
    // Byte for byte, so that places stay.
    format!("{BEFORE_INLINE}{}", text.replace(['\n', '\r'], " "))
}

/// The place of a definition's label, without `[^` and `]`.
fn label_place(markdown: &str, definition: &Range<usize>, label: &str) -> Range<usize> {
    let start = definition.start + 2;
    let written = markdown.get(start..).and_then(|rest| rest.find(']')).map(|length| start..start + length);
    match written {
        Some(place) if markdown.get(place.clone()).is_some_and(|written| written.trim() == label) => place,
        Some(place) if place.end <= definition.end => place,
        _ => definition.clone(),
    }
}
