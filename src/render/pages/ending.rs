//! What the book's last lesson ends in: the pyramid, and all that the book teaches to do.

use crate::model::learning::OutcomeRef;
use crate::render::pages::{Place, progress};
use crate::render::view::{Ending, EndingLevel, EndingOutcome, NavigationLink};

impl<'a> Place<'a> {
    /// The end of the book; `None` if none of its levels says what students can do after it.
    pub(super) fn ending(&self) -> Option<Ending<'a>> {
        let levels = (0..self.renderer.site.book.levels.len()).rev().map(|level| self.ending_level(level));
        let levels: Vec<_> = levels.collect();
        let says = levels.iter().any(|level| !level.outcomes.is_empty());
        says.then(|| Ending { drawing_html: self.ending_drawing(), levels, progress: self.progress_link() })
    }

    fn ending_level(&self, level: usize) -> EndingLevel<'a> {
        let book = &self.renderer.site.book;
        let index = &book.levels[level].index;
        let (title, lang) = self.words(index.titles.get(self.locale));
        let shown = index.shown(self.locale, book.config.default_locale);
        let outcomes = shown.map_or_else(Vec::new, |shown| book.learning.outcomes_in(level, shown.locale));
        EndingLevel {
            number: level + 1,
            label: self.strings.level(level + 1, self.level_name()).into(),
            title,
            lang,
            href: self.href(index),
            outcomes: outcomes.into_iter().filter_map(|outcome| self.ending_outcome(outcome)).collect(),
        }
    }

    /// An outcome in plain words: its links, citations and terms belong to the page of its level.
    fn ending_outcome(&self, at: OutcomeRef) -> Option<EndingOutcome<'a>> {
        let book = &self.renderer.site.book;
        let (words, locale) = book.outcome_words(at, self.locale)?;
        Some(EndingOutcome { key: book.outcome_key(at)?, text: words.into(), lang: self.lang(locale) })
    }

    fn progress_link(&self) -> Option<NavigationLink<'a>> {
        let page = &self.renderer.site.listing(progress::NAME, self.locale)?.all;
        let title = self.strings.get("take_stock").into();
        Some(NavigationLink { title, lang: None, href: self.permalink.href(page), current: false })
    }
}
