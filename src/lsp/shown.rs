//! What stands at a place of a text: a link, a note, a term, a cited work; else the block that it is in.

use std::ops::Range;

use crate::locale::Locale;
use crate::model::{Book, Lesson, LessonRef, Target, Translation};
use crate::parse::document::{Document, Events};
use crate::source::{BookPath, Span, Spanned};

/// A text of a book.
pub(super) struct Text<'b> {
    /// The book.
    pub(super) book: &'b Book,
    /// Which text it is.
    pub(super) at: LessonRef,
    /// The same, in all its languages.
    pub(super) lesson: &'b Lesson,
    /// The text in its own.
    pub(super) translation: &'b Translation,
}

/// What stands in a text.
pub(super) enum Thing<'b> {
    /// A link, or an image.
    Link(&'b Target),
    /// A call of the note of that index.
    Note(usize),
    /// The term of that index.
    Term(usize),
    /// The work of that index.
    Work(usize),
}

impl<'b> Text<'b> {
    /// The text of a file; `None` if it is of none.
    pub(super) fn of(book: &'b Book, path: &BookPath) -> Option<Self> {
        book.lessons().find_map(|(at, lesson)| {
            let translation = lesson.translations.values().find(|text| text.path == *path)?;
            Some(Self { book, at, lesson, translation })
        })
    }

    /// What it says.
    pub(super) fn document(&self) -> &'b Document {
        &self.translation.parsed.document
    }

    /// What stands at a byte offset, with all of its place.
    pub(super) fn thing(&self, at: usize) -> Option<(Thing<'b>, Span)> {
        let document = self.document();
        // An editor's cursor at the end of a word is at the word.
        let has = |span: &Span| span.start <= at && at <= span.end;
        if let Some(call) = document.note_calls.iter().find(|call| has(&call.span)) {
            return Some((Thing::Note(call.note?), call.span.clone()));
        }
        if let Some(term) = document.terms.iter().position(|term| has(&term.span)) {
            let used = self.translation.terms.get(term).copied()??;
            return Some((Thing::Term(used.term), document.terms[term].span.clone()));
        }
        let cited = document.citations.iter().find(|citation| has(&citation.span));
        if let Some(citation) = cited {
            // Of several works in brackets, the one whose key is pointed at; the last one before the place if none is.
            let before = |key: &&Spanned<String>| key.span.start <= at + 1;
            let mut keys = citation.items.iter().map(|item| &item.key);
            let key = keys.clone().rfind(before).or_else(|| keys.next())?;
            let work = self.book.reference(self.lesson, &key.value)?;
            return Some((Thing::Work(work), citation.span.clone()));
        }
        // The innermost: an image may stand in a link.
        let links = document.links.iter().zip(&self.translation.links).filter(|(link, _)| has(&link.span));
        let (link, target) = links.min_by_key(|(link, _)| link.span.len())?;
        Some((Thing::Link(target), link.span.clone()))
    }

    /// The same passage in each other language, with its place there, and the place of the passage itself.
    pub(super) fn counterparts(&self, at: usize) -> Option<(Span, Vec<(&'b Translation, Span)>)> {
        let document = self.document();
        let places: Vec<Span> = document.blocks.iter().map(|block| around(&document.body, &block.events)).collect();
        let block = places.iter().position(|place| place.start <= at && at <= place.end)?;
        let others = self.lesson.translations.values().filter(|other| other.locale != self.translation.locale);
        let counterparts = others.filter_map(|other| {
            let alignment = self.lesson.alignment(self.translation.locale, other.locale)?;
            let row = alignment.rows.iter().find(|row| row.first.contains(&block) && row.is_pair())?;
            let document = &other.parsed.document;
            let (first, last) = (document.blocks.get(row.second.start)?, document.blocks.get(row.second.end - 1)?);
            Some((other, around(&document.body, &(first.events.start..last.events.end))))
        });
        Some((places[block].clone(), counterparts.collect()))
    }

    /// The text that a link leads to, and the place of its anchor there, if it has one.
    pub(super) fn linked(&self, to: LessonRef, locale: Locale, anchor: Option<&str>) -> Option<(Self, Option<Span>)> {
        let lesson = self.book.lesson(to);
        let translation = lesson.shown(locale, self.book.config.default_locale)?;
        let text = Self { book: self.book, at: to, lesson, translation };
        let place = anchor.and_then(|anchor| text.anchor(anchor));
        Some((text, place))
    }

    /// The place of an anchor.
    pub(super) fn anchor(&self, anchor: &str) -> Option<Span> {
        let document = self.document();
        let heading = document.headings.iter().find(|heading| heading.anchor == anchor).map(|heading| &heading.span);
        heading.or_else(|| Some(&document.ids.iter().find(|id| id.value == anchor)?.span)).cloned()
    }

    /// The place of a note's text.
    pub(super) fn note(&self, note: usize) -> Option<Span> {
        let note = self.document().notes.get(note)?;
        Some(around(&note.events, &(0..note.events.len())))
    }
}

/// The place of a run of events.
fn around(events: &Events, run: &Range<usize>) -> Span {
    let places = events.get(run.clone()).unwrap_or_default().iter().map(|(_, place)| place);
    let (start, end) = places.fold((usize::MAX, 0), |(start, end), place| (start.min(place.start), end.max(place.end)));
    start.min(end)..end
}
