//! What the levels of a book come to in a language, from the base up.

use super::Book;
use crate::locale::Locale;

/// What a level comes to in a language. Every page that shows the pyramid says it of every level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelTotals {
    /// Its lessons.
    pub lessons: usize,
    /// How long they take together, in minutes; `None` if one of them doesn't say.
    pub minutes: Option<u32>,
    /// Its outcomes, in the language that its own text is shown in.
    pub outcomes: usize,
}

impl LevelTotals {
    /// Of how many stones it is built: a level without outcomes, of its lessons.
    pub fn stones(self) -> usize {
        if self.outcomes == 0 { self.lessons } else { self.outcomes }
    }
}

impl Book {
    /// What each level comes to in a language, from the base up.
    pub fn level_totals(&self, locale: Locale) -> Vec<LevelTotals> {
        let totals = self.levels.iter().enumerate().map(|(at, level)| {
            let shown = level.index.shown(locale, self.config.default_locale);
            let outcomes = shown.map_or(0, |shown| self.learning.outcomes_in(at, shown.locale).len());
            let lessons = || level.lessons.iter().filter(|lesson| lesson.has_page(locale));
            let minutes = lessons().try_fold(0u32, |sum, lesson| Some(sum.saturating_add(lesson.duration?)));
            LevelTotals { lessons: lessons().count(), minutes, outcomes }
        });
        totals.collect()
    }
}
