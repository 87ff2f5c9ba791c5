//! Parts of a page in plain words, for an editor that shows them beside the text.

use super::text::PageText;
use super::{Renderer, plain, references, terms};
use crate::locale::Locale;
use crate::model::{LessonRef, Permalink};

/// In plain words nothing leads anywhere.
fn nowhere(_: &Permalink) -> Option<String> {
    None
}

impl Renderer {
    /// A work as the list of references of a text in that language has it; `None` if the book has no such work or text.
    pub fn reference_in_words(&self, at: LessonRef, locale: Locale, work: usize) -> Option<String> {
        let book = &self.site().book;
        let lesson = book.lesson(at);
        let translation = lesson.translations.get(&locale)?;
        let text = PageText::new(self.parts(), lesson, translation, &nowhere, locale);
        Some(references::words(&text, book.references.works.get(work)?))
    }

    /// A term's definition as it reads for texts in that language; `None` if it has none.
    pub fn definition_in_words(&self, locale: Locale, term: usize) -> Option<String> {
        let book = &self.site().book;
        let written = book.glossary.texts.iter().find_map(|(of, text)| text.as_ref().filter(|_| of == locale));
        let written = written.or_else(|| book.glossary.texts.iter().find_map(|(_, text)| text.as_ref()))?;
        let text = PageText::new(self.parts(), &book.home, written, &nowhere, locale);
        Some(plain::text(&terms::definition(&text, term)?.0))
    }
}
