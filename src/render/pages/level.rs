//! A level's lessons in the list of its page, and those of any list.

use crate::model::Lesson;
use crate::render::pages::Place;
use crate::render::pages::navigator::anchor;
use crate::render::view::{LessonEntry, Str};

impl<'a> Place<'a> {
    /// “Lesson 3/7”: a lesson's place among those of its level that have a page in the language.
    pub(super) fn place_in_level(&self, level: usize, index: usize) -> Str<'a> {
        let (number, lessons) = (self.position(level, index), self.lesson_count(level));
        self.strings.fill("lesson_place", &[("number", &number), ("lessons", &lessons)]).into()
    }

    /// The lessons in the list of their level's page.
    pub(super) fn lesson_entries(&self, level: usize) -> Vec<LessonEntry<'a>> {
        let lessons = self.lessons_with_pages(level).enumerate();
        let entry =
            |(index, lesson)| LessonEntry { anchor: Some(anchor(lesson)), ..self.lesson_entry(lesson, index + 1) };
        lessons.map(entry).collect()
    }

    /// A lesson in a list of this page, with its place in its level.
    pub(super) fn lesson_entry(&self, lesson: &'a Lesson, number: usize) -> LessonEntry<'a> {
        let book = &self.renderer.site.book;
        let shown = lesson.shown(self.locale, book.config.default_locale);
        let description = shown.and_then(|shown| self.renderer.description(lesson, shown, self.permalink, self.locale));
        let (title, lang) = self.words(lesson.titles.get(self.locale));
        LessonEntry {
            key: &lesson.id,
            anchor: None,
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
