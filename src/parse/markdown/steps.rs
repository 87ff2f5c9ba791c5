//! The steps of a flow: the Markdown parser's events, and between them what it doesn't know.

use std::ops::Range;

use pulldown_cmark::Event;

use super::builder::{Builder, Part};
use super::fences::{self, Fence};
use super::flow::{Flow, Origin};
use super::{answers, callouts, foreign, image_attributes, spans, tables};
use crate::parse::document::{Slip, Tag};
use crate::parse::image::ImageAttributes;
use crate::source::{Span, Spanned};

/// A step of a flow.
#[derive(Clone, Debug)]
pub(super) enum Step<'a> {
    /// An event of pulldown-cmark.
    Parsed(Event<'a>),
    /// A container of ours opens.
    Open(Tag),
    /// A container of ours opens, in a line.
    Mark(Tag),
    /// The last container opened closes, and it is one of ours.
    Close,
    /// A line of colons.
    Fence(Fence),
    /// A place where a student writes: an index of `Document::blanks`.
    Blank(usize),
    /// What is said of the image that is open.
    Attributes(Box<ImageAttributes>),
}

/// Steps, each with its byte range in the flow's Markdown.
pub(super) type Steps<'a> = Vec<(Step<'a>, Range<usize>)>;

/// What reads a flow's marks, and the document that they go to.
pub(super) struct Reader<'a, 'b> {
    /// The document that the marks go to.
    pub(super) builder: &'a mut Builder<'b>,
    /// The flow's Markdown.
    pub(super) markdown: &'a str,
    /// The place of that Markdown in the file.
    pub(super) origin: Origin<'a>,
}

impl Reader<'_, '_> {
    /// The place in the file of a byte range of the flow's Markdown.
    pub(super) fn place(&self, range: Range<usize>) -> Span {
        self.builder.within_file(self.origin.place(range))
    }

    /// Records a mistake in a mark.
    pub(super) fn slip(&mut self, slip: Slip, range: Range<usize>) {
        let place = self.place(range);
        self.builder.document.slips.push(Spanned::new(slip, place));
    }
}

/// The steps of a flow: in plain CommonMark, pulldown-cmark's own.
pub(super) fn steps<'a>(builder: &mut Builder<'_>, flow: Flow<'a>, part: Part) -> Steps<'a> {
    let parsed = flow.events.into_iter();
    if part == Part::CommonMark {
        return parsed.map(|(event, range)| (Step::Parsed(event), range)).collect();
    }
    let steps = parsed.map(|(event, range)| match event {
        Event::Rule => match fences::at(flow.markdown, &range) {
            Some(fence) => (Step::Fence(fence), range),
            None => (Step::Parsed(Event::Rule), range),
        },
        event => (Step::Parsed(event), range),
    });
    let steps = steps.collect();
    let mut reader = Reader { builder, markdown: flow.markdown, origin: flow.origin };
    tables::check(&mut reader, &steps);
    let steps = image_attributes::read(&mut reader, steps);
    let steps = foreign::read(&mut reader, steps);
    let steps = callouts::read(&mut reader, steps);
    let steps = answers::read(&mut reader, steps);
    spans::read(&mut reader, steps)
}
