//! Images, film and sound: what shows, its alternative text, and the figure that it makes with its caption.

use std::ops::Range;

use super::builder::{Lowering, Open};
use super::flow::{Flow, joined, one_line};
use super::{DIALECT, mistyped};
use crate::autolink;
use crate::film;
use crate::model::MediaKind;
use crate::parse::document::{Event, LinkKind, Tag};
use crate::parse::image::ImageAttributes;
use crate::parse::term;

impl Lowering<'_, '_> {
    /// The figure that a paragraph is: one image with a title or attributes, which may be the text of a link, and nothing
    /// else.
    pub(super) fn figure(&mut self, start: usize) -> Option<Tag> {
        self.flush();
        let (mut first, mut last) = (start + 1, self.out.len().checked_sub(1)?);
        if let (Event::Start(Tag::Link(one)), Event::End(Tag::Link(other))) =
            (&self.out.get(first)?.0, &self.out[last].0)
            && one == other
        {
            (first, last) = (first + 1, last.checked_sub(1)?);
        }
        let (Event::Start(Tag::Image(one)), Event::End(Tag::Image(other))) =
            (&self.out.get(first)?.0, &self.out[last].0)
        else {
            return None;
        };
        let link = self.builder.document.links.get(*one).filter(|_| one == other)?;
        let is_figure = link.title.is_some() || link.image.is_some() || link.kind.is_media() || link.film().is_some();
        is_figure.then_some(Tag::Figure(*one))
    }

    /// Tells the image that is open what its attributes say; nothing to one that is left out.
    pub(super) fn attributes(&mut self, attributes: Box<ImageAttributes>) {
        if let Some(Open::Kept(Tag::Image(index), _)) = self.open.last()
            && let Some(link) = self.builder.document.links.get_mut(*index)
        {
            link.image = Some(attributes);
        }
    }

    /// Writes what a figure's title holds as inline Markdown, where that is more than text.
    pub(super) fn caption(&mut self, link: usize) {
        let Some(place) = self.title.take().filter(|(of, _)| *of == link).map(|(_, place)| place) else { return };
        let written = self.markdown.get(place.clone()).unwrap_or_default();
        if !written.contains(MARKS) && !autolink::may_be_in(written) {
            return;
        }
        let line = one_line(&joined(written));
        let flow = Flow::inline(&line, DIALECT, self.origin.inline(place.start));
        mistyped::report_inline(self.builder, &flow);
        let events = self.builder.lower(flow, self.part);
        if events.iter().all(|(event, _)| matches!(event, Event::Text(_))) {
            return;
        }
        let at = |at: usize| self.builder.within_file(self.origin.place(at..at));
        let (start, end) = (at(place.start), at(place.end));
        self.out.push((Event::Start(Tag::Caption), start));
        self.out.extend(events);
        self.out.push((Event::End(Tag::Caption), end));
    }

    /// Notes where the title is written of an image whose byte range in the flow's Markdown is `image`.
    pub(super) fn note_title(&mut self, index: usize, image: &Range<usize>) {
        self.title = title(self.markdown, image).map(|place| (index, place));
    }

    /// Tells an image its alternative text, where terms are their words.
    pub(super) fn end_image(&mut self, index: usize) {
        let run = std::mem::take(&mut self.run);
        let text = run.text();
        let mut alt = String::with_capacity(text.len());
        let citations = self.cited(&run);
        let terms = if self.part.has_terms() { term::find(&run) } else { Vec::new() };
        let terms = terms.into_iter().map(|term| (term.range, Ok(term.words.unwrap_or(term.term))));
        let cited = citations.iter().map(|(range, event, _)| (range.clone(), Err(event.clone())));
        let mut marks: Vec<_> = terms.chain(cited).collect();
        marks.sort_by_key(|(range, _)| range.start);
        let (mut written, mut places) = (0, Vec::new());
        for (range, mark) in marks {
            alt.push_str(text.get(written..range.start).unwrap_or_default());
            match mark {
                Ok(words) => alt.push_str(&words),
                Err(Event::Citation(citation)) => places.push((alt.len(), citation)),
                Err(_) => {}
            }
            written = written.max(range.end);
        }
        alt.push_str(text.get(written..).unwrap_or_default());
        let alt = alt.replace('\n', " ");
        self.write(run, citations);
        self.in_image = false;
        if let Some(link) = self.builder.document.links.get_mut(index) {
            link.alt = alt;
            link.cited = places;
        }
    }
}

/// What a caption holds if it is more than text.
const MARKS: [char; 11] = ['@', '[', '*', '_', '`', '~', '$', '<', '\\', '&', '{'];

/// Where the title of an inline image is written, without its quotes (CommonMark 0.31.2 §6.3): it ends the image, and
/// holds none of its own quotes but behind a backslash.
fn title(markdown: &str, image: &Range<usize>) -> Option<Range<usize>> {
    let inside = markdown.get(image.clone())?.strip_suffix(')')?.trim_end();
    let close = inside.bytes().last()?;
    let open = match close {
        b'"' | b'\'' => close,
        b')' => b'(',
        _ => return None,
    };
    let inside = &inside[..inside.len() - 1];
    let is_escaped =
        |at: usize| inside.as_bytes()[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
    let at = (0..inside.len()).rev().find(|&at| inside.as_bytes()[at] == open && !is_escaped(at))?;
    Some(image.start + at + 1..image.start + inside.len())
}

/// What `![…](address)` shows, by its host or by the extension of its file.
pub(super) fn shown_kind(address: &str) -> LinkKind {
    if film::at(address).is_some() {
        return LinkKind::Film;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    match MediaKind::of(path.rsplit('/').next().unwrap_or_default()) {
        Some(MediaKind::Audio) => LinkKind::Audio,
        Some(MediaKind::Video) => LinkKind::Video,
        None => LinkKind::Image,
    }
}
