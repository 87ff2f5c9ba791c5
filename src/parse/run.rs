//! A run of text, put together again from the pieces that pulldown-cmark cut it into, with the
//! place of every piece. What Markdown itself doesn't know (citations, calls of notes) is looked for
//! here, since one of them may well span several pieces.

use std::ops::Range;

use super::document::{Event, Events, Tag};
use crate::locale::typography::OBJECT;

/// Text of one line or several, with the emphasis in it marked. While a bracket is open, code, formulas, links
/// and calls of notes are kept in their places: a citation may go on after them. All places are byte ranges, of the
/// run's text or of the flow's Markdown.
#[derive(Debug, Default)]
pub(super) struct Run {
    text: String,
    items: Vec<Item>,
    /// How many brackets are open.
    brackets: usize,
}

/// A step of a run.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Where in the run's text.
    pub(super) at: usize,
    /// How long, in the run's text.
    pub(super) len: usize,
    /// Where in the Markdown.
    pub(super) source: Range<usize>,
    /// What it is.
    pub(super) kind: ItemKind,
}

/// What a step of a run is.
#[derive(Clone, Debug)]
pub(super) enum ItemKind {
    /// Text that is in the Markdown just so; whether its first character was escaped.
    Verbatim { escaped: bool },
    /// Text that an entity was decoded to.
    Decoded,
    /// The end of a line.
    Break(Event),
    /// Emphasis or a link begins or ends: no text.
    Mark(Event),
    /// Code, a formula, an image or raw HTML: in the run's text, an [`OBJECT`].
    Object(Events),
    /// A call of the note with that label, which the text itself defines: an [`OBJECT`] too.
    Call(String),
}

impl Item {
    /// The place in the Markdown of a part of this step's text, given as a range of the run's text. Decoded text is
    /// one whole.
    pub(super) fn source_of(&self, text: Range<usize>) -> Range<usize> {
        match self.kind {
            ItemKind::Verbatim { .. } => {
                let place = |at: usize| self.source.start + at.saturating_sub(self.at);
                place(text.start)..place(text.end)
            }
            _ => self.source.clone(),
        }
    }
}

impl Run {
    /// The text, lines ended by `\n`.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether the run has no steps.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds the text that `markdown[source]` means.
    pub(super) fn push_text(&mut self, text: &str, source: Range<usize>, markdown: &str) {
        let kind = if markdown.get(source.clone()) == Some(text) {
            // pulldown-cmark leaves an escaping backslash out of every piece; one that is text is the
            // end of the piece before, or within one.
            let backslash = source.start.checked_sub(1).filter(|&at| markdown.as_bytes()[at] == b'\\');
            let shown = self.items.last().map_or(0, |item| item.source.end);
            ItemKind::Verbatim { escaped: backslash.is_some_and(|at| at >= shown) }
        } else {
            ItemKind::Decoded
        };
        if let ItemKind::Verbatim { escaped } = kind {
            for bracket in text.bytes().skip(usize::from(escaped)) {
                match bracket {
                    b'[' => self.brackets += 1,
                    b']' => self.brackets = self.brackets.saturating_sub(1),
                    _ => {}
                }
            }
        }
        self.push(text, source, kind);
    }

    /// Whether a bracket is still open at the run's end.
    pub(super) fn is_open(&self) -> bool {
        self.brackets > 0
    }

    /// Adds code, a formula, an image or raw HTML.
    pub(super) fn push_object(&mut self, events: Events, source: Range<usize>) {
        self.push(OBJECT.encode_utf8(&mut [0; 4]), source, ItemKind::Object(events));
    }

    /// Adds the call of a note that the text itself defines.
    pub(super) fn push_call(&mut self, label: String, source: Range<usize>) {
        self.push(OBJECT.encode_utf8(&mut [0; 4]), source, ItemKind::Call(label));
    }

    /// Adds the end of a line.
    pub(super) fn push_break(&mut self, event: Event, source: Range<usize>) {
        self.push("\n", source, ItemKind::Break(event));
    }

    /// Adds the beginning or the end of emphasis.
    pub(super) fn push_mark(&mut self, event: Event, source: Range<usize>) {
        self.push("", source, ItemKind::Mark(event));
    }

    fn push(&mut self, text: &str, source: Range<usize>, kind: ItemKind) {
        self.items.push(Item { at: self.text.len(), len: text.len(), source, kind });
        self.text.push_str(text);
    }

    /// Cuts the text off at `end`, when nothing but text would be lost; says whether it did.
    pub(super) fn truncate(&mut self, end: usize) -> bool {
        let kept = self.items.partition_point(|item| item.at < end || item.len == 0 && item.at == end);
        let is_text = |item: &Item| !matches!(item.kind, ItemKind::Mark(_) | ItemKind::Object(_) | ItemKind::Call(_));
        if !self.items[kept..].iter().all(is_text) {
            return false;
        }
        self.items.truncate(kept);
        if let Some(last) = self.items.last_mut().filter(|last| last.at + last.len > end) {
            last.len = end - last.at;
            if matches!(last.kind, ItemKind::Verbatim { .. }) {
                last.source.end = last.source.start + last.len;
            }
        }
        self.text.truncate(end);
        true
    }

    /// Whether the character at that place of the text is written as itself: neither escaped nor an
    /// entity, so that it may mean something.
    pub(super) fn is_active(&self, at: usize) -> bool {
        self.item_at(at).is_some_and(|item| match item.kind {
            ItemKind::Verbatim { escaped } => !(escaped && item.at == at),
            _ => false,
        })
    }

    /// The place in the Markdown of a range of the text.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.item_at(range.start).map(|item| item.source_of(range.start..range.start).start);
        let last = range.end.checked_sub(1).and_then(|last| self.item_at(last));
        let end = last.map(|item| item.source_of(range.end..range.end).end);
        match (start, end) {
            (Some(start), Some(end)) if start <= end => start..end,
            (Some(start), _) => start..start,
            _ => self.items.last().map_or(0..0, |item| item.source.end..item.source.end),
        }
    }

    /// The text's item at a place of the text. Marks have no text, and an item with text follows
    /// the marks at its place.
    fn item_at(&self, at: usize) -> Option<&Item> {
        let index = self.items.partition_point(|item| item.at <= at).checked_sub(1)?;
        let item = &self.items[index];
        (at < item.at + item.len).then_some(item)
    }

    /// The marks within a range of the text.
    pub(super) fn marks(&self, range: Range<usize>) -> impl Iterator<Item = &Event> {
        self.placed_marks(range).map(|(_, event)| event)
    }

    /// The same, each with its place.
    pub(super) fn placed_marks(&self, range: Range<usize>) -> impl Iterator<Item = (usize, &Event)> {
        let first = self.items.partition_point(|item| item.at <= range.start);
        self.items[first..].iter().take_while(move |item| item.at < range.end).filter_map(|item| match &item.kind {
            ItemKind::Mark(event) => Some((item.at, event)),
            _ => None,
        })
    }

    /// The steps within a range that the text has an [`OBJECT`] for.
    pub(super) fn objects(&self, range: Range<usize>) -> impl Iterator<Item = &Item> {
        let first = self.items.partition_point(|item| item.at < range.start);
        let items = self.items[first..].iter().take_while(move |item| item.at < range.end);
        items.filter(|item| matches!(item.kind, ItemKind::Object(_) | ItemKind::Call(_)))
    }

    /// Whether a range of the text is nothing but text.
    pub(super) fn is_plain(&self, range: Range<usize>) -> bool {
        self.marks(range.clone()).next().is_none() && self.objects(range).next().is_none()
    }

    /// A part of the run, with the marks that are `open` where it begins: what begins in it ends in it.
    pub(super) fn part(&self, range: Range<usize>, open: &[Event]) -> Self {
        let mut part = Self::default();
        let mut marks: Vec<Event> = open.to_vec();
        let place = self.source(range.start..range.start);
        for event in open {
            part.push_mark(event.clone(), place.start..place.start);
        }
        let first = self.items.partition_point(|item| item.at + item.len <= range.start);
        for item in self.items[first..].iter().take_while(|item| item.at < range.end) {
            if let ItemKind::Mark(event) = &item.kind {
                match event {
                    // Those at its beginning are open there.
                    _ if item.at <= range.start => continue,
                    Event::End(_) if marks.pop().is_none() => continue,
                    Event::Start(_) => marks.push(event.clone()),
                    _ => {}
                }
                part.push_mark(event.clone(), item.source.clone());
                continue;
            }
            let text = item.at.max(range.start)..(item.at + item.len).min(range.end);
            let kind = match &item.kind {
                ItemKind::Verbatim { escaped } => ItemKind::Verbatim { escaped: *escaped && text.start == item.at },
                kind => kind.clone(),
            };
            part.push(self.text.get(text.clone()).unwrap_or_default(), item.source_of(text), kind);
        }
        let end = part.items.last().map_or(place.start, |item| item.source.end);
        for event in marks.into_iter().rev() {
            if let Event::Start(tag) = event {
                part.push_mark(Event::End(tag), end..end);
            }
        }
        part
    }

    /// The text between one mark and the next, in order, but for the text of links.
    pub(super) fn stretches(&self) -> Vec<Range<usize>> {
        let mut stretches = Vec::new();
        let (mut start, mut in_link) = (0, false);
        for item in &self.items {
            let ItemKind::Mark(mark) = &item.kind else { continue };
            if start < item.at && !in_link {
                stretches.push(start..item.at);
            }
            start = item.at;
            in_link = match mark {
                Event::Start(Tag::Link(_)) => true,
                Event::End(Tag::Link(_)) => false,
                _ => in_link,
            };
        }
        if start < self.text.len() && !in_link {
            stretches.push(start..self.text.len());
        }
        stretches
    }

    /// The steps, in order.
    pub(super) fn into_items(self) -> (String, Vec<Item>) {
        (self.text, self.items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What pulldown-cmark makes of `a\[b&amp;*c*`.
    fn run() -> Run {
        let markdown = r"a\[b&amp;*c*";
        let mut run = Run::default();
        run.push_text("a", 0..1, markdown);
        run.push_text("[b", 2..4, markdown);
        run.push_text("&", 4..9, markdown);
        run.push_mark(Event::Start(Tag::Emphasis), 9..10);
        run.push_text("c", 10..11, markdown);
        run.push_mark(Event::End(Tag::Emphasis), 11..12);
        run
    }

    #[test]
    fn a_place_in_the_text_is_found_in_the_markdown() {
        let run = run();
        assert_eq!(run.text(), "a[b&c");
        assert_eq!(run.source(0..1), 0..1);
        assert_eq!(run.source(1..4), 2..9);
        assert_eq!(run.source(3..5), 4..11);
        assert_eq!(run.source(5..5), 12..12);
    }

    #[test]
    fn what_is_escaped_or_an_entity_means_nothing() {
        let run = run();
        assert_eq!((0..5).map(|at| run.is_active(at)).collect::<Vec<_>>(), [true, false, true, false, true]);
    }

    #[test]
    fn a_backslash_that_is_text_escapes_nothing() {
        let mut run = Run::default();
        run.push_text(r"\", 1..2, r"\\[");
        run.push_text("[", 2..3, r"\\[");
        assert!(run.is_active(1));
    }

    #[test]
    fn text_is_cut_off_but_no_emphasis() {
        let mut cut = run();
        assert!(!cut.truncate(4));
        cut = run();
        cut.push_text(" {#id}", 12..18, r"a\[b&amp;*c* {#id}");
        assert!(cut.truncate(5));
        assert_eq!(cut.text(), "a[b&c");
        assert_eq!(cut.marks(0..5).count(), 1);
    }
}
