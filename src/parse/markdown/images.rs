//! Images, film and sound: what shows, its alternative text, and the figure that it makes with its caption.

use std::ops::Range;

use super::builder::Lowering;
use crate::autolink;
use crate::film;
use crate::model::MediaKind;
use crate::parse::document::{Event, Link, LinkKind, Tag};
use crate::parse::term;

impl Lowering<'_, '_> {
    /// The figure that a paragraph is: one image with a title, and nothing else.
    pub(super) fn figure(&mut self, start: usize) -> Option<Tag> {
        self.flush();
        match (self.out.get(start + 1), self.out.last()) {
            (Some((Event::Start(Tag::Image(first)), _)), Some((Event::End(Tag::Image(last)), _))) if first == last => {
                let link = self.builder.document.links.get(*first);
                let is_film = |link: &Link| link.film().is_some();
                let is_figure = link.is_some_and(|link| link.title.is_some() || link.kind.is_media() || is_film(link));
                is_figure.then_some(Tag::Figure(*first))
            }
            _ => None,
        }
    }

    /// Writes what a figure's title holds, where that is more than text. A title with escapes or entities is text.
    pub(super) fn caption(&mut self, link: usize, range: &Range<usize>) {
        let Some(title) = self.builder.document.links.get(link).and_then(|link| link.title.clone()) else { return };
        if !title.contains(['@', '[']) && !autolink::may_be_in(&title) {
            return;
        }
        let written = self.markdown.get(range.clone()).unwrap_or_default();
        let Some(at) = written.rfind(&title).map(|at| range.start + at) else { return };
        let from = self.out.len();
        self.run.push_text(&title, at..at + title.len(), self.markdown);
        self.flush();
        if self.out[from..].iter().all(|(event, _)| matches!(event, Event::Text(_))) {
            return self.out.truncate(from);
        }
        let place = |at: usize| self.builder.within_file(self.origin.place(at..at));
        let (start, end) = (place(at), place(at + title.len()));
        self.out.insert(from, (Event::Start(Tag::Caption), start));
        self.out.push((Event::End(Tag::Caption), end));
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
