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
    /// It is a value of the front matter, with so many bytes put before it.
    Value { value: &'a TextValue, before: usize },
}

impl Origin<'_> {
    /// The place in the file of a byte range of the flow's Markdown.
    pub(super) fn place(self, range: Range<usize>) -> Span {
        match self {
            Self::File(start) => start + range.start..start + range.end,
            Self::Value { value, before } => {
                let within = |at: usize| at.saturating_sub(before).min(value.text.len());
                value.place(within(range.start)..within(range.end))
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

    /// The inline Markdown of a value; `line` is what [`one_line`] made of it.
    pub(super) fn inline(line: &'a str, dialect: Options, value: &'a TextValue) -> Self {
        let origin = Origin::Value { value, before: BEFORE_INLINE.len() };
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

/// A value as one line of a paragraph: marks of blocks in it are text.
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
