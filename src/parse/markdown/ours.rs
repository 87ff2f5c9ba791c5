//! Containers of our own, among those of pulldown-cmark.

use std::ops::Range;

use super::builder::{DEPTH, Lowering, Open};
use super::fences::{Fence, Opening};
use super::question;
use super::steps::Reader;
use crate::parse::document::{CalloutKind, Event, Slip, Tag};
use crate::parse::passage::SpanAttributes;

impl<'b> Lowering<'_, 'b> {
    /// Opens a block of ours.
    pub(super) fn open_ours(&mut self, tag: Tag, range: Range<usize>) {
        self.flush();
        if self.too_deep(&range) {
            return self.open.push(Open::Dropped { block: true });
        }
        self.depth += 1;
        let document = &mut self.builder.document;
        if let Tag::Callout(index) = tag {
            document.ids.extend(document.callouts.get(index).and_then(|callout| callout.id.clone()));
        }
        self.open.push(Open::Kept(tag.clone(), self.out.len()));
        self.push(Event::Start(tag), range);
    }

    /// Opens a container within a line.
    pub(super) fn mark_ours(&mut self, tag: Tag, range: Range<usize>) {
        // An alternative text has no languages: of a passage, the words are left.
        if self.in_image || self.too_deep(&range) {
            return self.open.push(Open::Dropped { block: false });
        }
        self.depth += 1;
        self.open.push(Open::Mark(tag.clone()));
        self.run.push_mark(Event::Start(tag), range);
    }

    fn too_deep(&mut self, range: &Range<usize>) -> bool {
        let too_deep = self.depth >= DEPTH;
        if too_deep && self.builder.document.too_deep.is_none() {
            self.builder.document.too_deep = Some(self.place(range.clone()));
        }
        too_deep
    }

    /// Puts a question's events in order.
    pub(super) fn end_callout(&mut self, index: usize, start: usize) {
        self.flush();
        let document = &mut self.builder.document;
        let Some(callout) = document.callouts.get_mut(index) else { return };
        if callout.kind != CalloutKind::Question {
            return;
        }
        callout.question = Some(document.questions.len());
        let events = self.out.split_off((start + 1).min(self.out.len()));
        let arranged = question::arrange(self.builder, events, index);
        self.out.extend(arranged);
    }

    /// Writes a place where a student writes. An alternative text has none.
    pub(super) fn blank(&mut self, blank: usize, range: Range<usize>) {
        if !self.in_image {
            self.inline(Event::Blank(blank), range);
        }
    }

    /// A line of colons: opens a block, or closes one.
    pub(super) fn fence(&mut self, fence: Fence) {
        self.flush();
        match fence.opening {
            Some(opening) => self.open_fence(fence.colons, &opening, fence.range),
            None => self.close_fence(fence.colons, fence.range),
        }
    }

    fn reader(&mut self) -> Reader<'_, 'b> {
        Reader { builder: &mut *self.builder, markdown: self.markdown, origin: self.origin }
    }

    fn open_fence(&mut self, colons: usize, opening: &Opening, range: Range<usize>) {
        let none = SpanAttributes::default();
        let (attributes, inside) = match opening {
            Opening::Attributes(attributes, inside) => (attributes, *inside),
            Opening::Broken(_) | Opening::Word(..) | Opening::Foreign(_) => (&none, range.start),
        };
        let mut reader = self.reader();
        match opening {
            Opening::Broken(braces) => {
                let written = reader.markdown.get(braces.clone()).unwrap_or_default().to_owned();
                reader.slip(Slip::UnknownAttribute(written), braces.clone());
            }
            Opening::Word(word, place) => reader.slip(Slip::UnknownAttribute(word.clone()), place.clone()),
            Opening::Foreign(foreign) => {
                reader.slip(Slip::ForeignCallout(foreign.kind, foreign.title.clone()), range.clone());
            }
            Opening::Attributes(..) => {}
        }
        let is_foreign = matches!(opening, Opening::Foreign(_));
        let passage = reader.passage(attributes, inside, range.clone(), false);
        let tag = Tag::Passage(passage);
        if self.too_deep(&range) {
            return self.open.push(Open::Fence { colons, tag: None, range, is_foreign });
        }
        self.depth += 1;
        self.open.push(Open::Fence { colons, tag: Some(tag.clone()), range: range.clone(), is_foreign });
        self.push(Event::Start(tag), range);
    }

    /// Closes the innermost block of as many colons, and those in it that nothing closed; else the
    /// innermost of fewer.
    fn close_fence(&mut self, colons: usize, range: Range<usize>) {
        let open = self.open.iter().rev().map_while(|open| match open {
            Open::Fence { colons, .. } => Some(*colons),
            _ => None,
        });
        let open: Vec<usize> = open.take(DEPTH).collect();
        let equal = open.iter().position(|&other| other == colons);
        let Some(found) = equal.or_else(|| open.iter().position(|&other| other < colons)) else {
            // An indented line after a list is its last item's. Of another tool's callout the opening was
            // reported, and says all.
            if self.open.iter().any(|open| matches!(open, Open::Fence { is_foreign: true, .. })) {
                return;
            }
            self.reader().slip(Slip::StrayFence, range.clone());
            self.push(Event::Start(Tag::Paragraph), range.clone());
            let written = self.markdown.get(range.clone()).unwrap_or_default().to_owned();
            self.push(Event::Text(written), range.clone());
            return self.push(Event::End(Tag::Paragraph), range.end..range.end);
        };
        for inner in 0..=found {
            self.end_fence(range.end, inner < found);
        }
    }

    /// Ends the innermost blocks that nothing closed.
    pub(super) fn end_fences(&mut self, at: usize) {
        while matches!(self.open.last(), Some(Open::Fence { .. })) {
            self.end_fence(at, true);
        }
    }

    fn end_fence(&mut self, at: usize, unclosed: bool) {
        let Some(Open::Fence { tag, range, is_foreign, .. }) = self.open.pop() else { return };
        // One of another tool is reported already.
        if unclosed && !is_foreign {
            self.reader().slip(Slip::UnclosedBlock, range);
        }
        self.flush();
        if let Some(tag) = tag {
            self.depth -= 1;
            self.push(Event::End(tag), at..at);
        }
    }
}
