//! Levels as pages show them: the pyramid's rows, a level's lessons.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{Lesson, LessonRef, Permalink};
use crate::render::pages::Place;
use crate::render::pyramid::band;
use crate::render::view::{LessonEntry, LessonRow, LevelRow, Navigator, Str};
use crate::render::{LevelParts, Renderer};

impl Renderer {
    /// What the lessons of a level share in a language. Their pages are at one depth, so the addresses
    /// from the first of them are those from each.
    pub(in crate::render) fn make_level_parts(
        &self,
        level: usize,
        locale: Locale,
    ) -> Result<LevelParts, Box<Diagnostic>> {
        let theme = &self.site.theme;
        let lessons = &self.site.book.levels[level].lessons;
        let pages = lessons
            .iter()
            .enumerate()
            .filter_map(|(index, lesson)| Some((index, lesson.permalinks.get(locale).as_ref()?)));
        let pages: BTreeMap<usize, &Permalink> = pages.collect();
        let Some((&first, &from)) = pages.first_key_value() else { return Ok(LevelParts::default()) };
        let place = |index: usize| Place {
            renderer: self,
            at: LessonRef::Lesson(level, index),
            lesson: &lessons[index],
            locale,
            permalink: from,
            shown: lessons[index].shown(locale, self.site.book.config.default_locale),
            strings: theme.strings(locale),
        };
        let navigator = theme.render("navigator.html", &place(first).navigator(Some(level), from))?;
        let (mut rows, mut ends) = (String::new(), Vec::new());
        for index in 0..lessons.len() {
            if pages.contains_key(&index) {
                rows.push_str(&theme.render("lesson-row.html", &place(index).lesson_row(level, index, from))?);
            }
            ends.push(rows.len());
        }
        Ok(LevelParts { navigator, rows, ends })
    }
}

impl<'a> Place<'a> {
    /// The pyramid beside a text, on the page `from`.
    pub(super) fn navigator(&self, here: Option<usize>, from: &Permalink) -> Navigator<'a> {
        let levels = self.renderer.site.book.levels.len();
        let label = here.map(|level| self.strings.here(level + 1, levels, self.level_name()).into());
        Navigator { rows: self.level_rows(from, here), here: label, strings: self.strings }
    }

    /// The pyramid's rows, highest level first, with addresses from the page `from`.
    pub(super) fn level_rows(&self, from: &Permalink, here: Option<usize>) -> Vec<LevelRow<'a>> {
        let levels = &self.renderer.site.book.levels;
        let rows = levels.iter().enumerate().rev().map(|(index, level)| {
            let (title, lang) = self.words(level.index.titles.get(self.locale));
            LevelRow {
                number: level.number,
                title,
                lang,
                need: self.need(&level.index),
                href: from.href(&self.renderer.page_of(&level.index, self.locale)),
                position: self.strings.level_of(level.number, levels.len(), self.level_name()).into(),
                here: here == Some(index),
                lessons: self.strings.count("lessons", self.lesson_count(index)).into(),
                duration: self.level_duration(index),
                points: band(level.number, levels.len()).into(),
            }
        });
        rows.collect()
    }

    /// “Lesson 3/7”: a lesson's place among those of its level that have a page in the language.
    pub(super) fn place_in_level(&self, level: usize, index: usize) -> Str<'a> {
        let lessons = &self.renderer.site.book.levels[level].lessons;
        let pages = lessons[..=index].iter().filter(|lesson| lesson.permalinks.get(self.locale).is_some());
        let (number, lessons) = (pages.count(), self.lesson_count(level));
        self.strings.fill("lesson_place", &[("number", &number), ("lessons", &lessons)]).into()
    }

    fn lesson_count(&self, level: usize) -> usize {
        let lessons = &self.renderer.site.book.levels[level].lessons;
        lessons.iter().filter(|lesson| lesson.permalinks.get(self.locale).is_some()).count()
    }

    /// How long a level's lessons take, when any of them says.
    pub(super) fn level_duration(&self, level: usize) -> Option<Str<'a>> {
        let lessons = self.renderer.site.book.levels[level].lessons.iter();
        let shown = lessons.filter(|lesson| lesson.permalinks.get(self.locale).is_some());
        let minutes = shown.filter_map(|lesson| lesson.duration).fold(0u32, u32::saturating_add);
        (minutes > 0).then(|| self.strings.duration(minutes).into())
    }

    /// A lesson's row in the list beside the lessons of its level, on the page `from`.
    pub(super) fn lesson_row(&self, level: usize, index: usize, from: &Permalink) -> LessonRow<'a> {
        let lessons = &self.renderer.site.book.levels[level].lessons;
        let before = lessons[..index].iter().filter(|lesson| lesson.permalinks.get(self.locale).is_some());
        let (title, lang) = self.words(self.lesson.titles.get(self.locale));
        LessonRow {
            number: before.count() + 1,
            title,
            lang,
            href: from.href(&self.renderer.page_of(self.lesson, self.locale)),
            draft: self.shown.is_some_and(|shown| shown.draft),
            strings: self.strings,
        }
    }

    /// The lessons in the list of their level's page.
    pub(super) fn lesson_entries(&self, level: usize) -> Vec<LessonEntry<'a>> {
        let book = &self.renderer.site.book;
        let lessons = book.levels[level].lessons.iter();
        let pages = lessons.filter(|lesson| lesson.permalinks.get(self.locale).is_some());
        pages.enumerate().map(|(index, lesson)| self.lesson_entry(lesson, index + 1)).collect()
    }

    /// A lesson in a list of this page, with its place in its level.
    pub(super) fn lesson_entry(&self, lesson: &'a Lesson, number: usize) -> LessonEntry<'a> {
        let book = &self.renderer.site.book;
        let shown = lesson.shown(self.locale, book.config.default_locale);
        let description = shown.and_then(|shown| self.renderer.description(lesson, shown, self.permalink, self.locale));
        let (title, lang) = self.words(lesson.titles.get(self.locale));
        LessonEntry {
            number,
            title,
            lang,
            href: self.href(lesson),
            description,
            duration: lesson.duration.map(|minutes| self.strings.duration(minutes).into()),
            draft: shown.is_some_and(|shown| shown.draft),
        }
    }
}
