//! The navigator of a page: the pyramid, its levels, and what each opens to.

use std::collections::{BTreeMap, BTreeSet};

use crate::locale::Locale;
use crate::model::{Learning, Lesson, LessonRef, LevelTotals, Title};
use crate::render::Renderer;
use crate::render::html::escape;
use crate::render::pages::{Place, map};
use crate::render::pyramid::{Direction, Pointer, Size, drawing};
use crate::render::view::{LessonLink, LevelInside, LevelRow, Navigator, OutcomeRow, Str, Totals};

/// How many lessons before the one that is read its page names, and how many after.
const NEAR: usize = 3;
/// How many outcomes, or lessons of a level without any, the front page names of a level.
const LISTED: usize = 12;
/// How many lessons it names of those that serve an outcome, or that a level leads to.
const NAMED: usize = 4;

impl Renderer {
    /// Which way a language's script runs.
    pub(super) fn script(&self, locale: Locale) -> Direction {
        if self.direction(locale) == "rtl" { Direction::Rtl } else { Direction::Ltr }
    }
}

impl<'a> Place<'a> {
    /// The navigator of the front page: every level opens to what it holds.
    pub(super) fn front_navigator(&self) -> Navigator<'a> {
        let inside = |level| self.whole_level(level, LISTED);
        Navigator { rows: self.level_rows(None, inside), ..self.navigator(None, &[Size::FRONT, Size::PHONE]) }
    }

    /// The navigator of the page of progress: every level with all of its outcomes.
    pub(super) fn progress_navigator(&self) -> Navigator<'a> {
        let inside = |level| self.whole_level(level, usize::MAX);
        Navigator { rows: self.level_rows(None, inside), ..self.navigator(None, &[Size::PHONE]) }
    }

    /// The navigator beside a level's own text.
    pub(super) fn level_navigator(&self, level: usize) -> Navigator<'a> {
        Navigator { rows: self.level_rows(Some(level), |_| None), ..self.navigator(Some(level), &[Size::LESSON]) }
    }

    /// The navigator beside a lesson: its level opens to the lessons around it.
    pub(super) fn lesson_navigator(&self, level: usize, lesson: usize) -> Navigator<'a> {
        let inside = |at| (at == level).then(|| self.near(level, lesson));
        Navigator { rows: self.level_rows(Some(level), inside), ..self.navigator(Some(level), &[Size::LESSON]) }
    }

    /// A navigator in a level of the book, or in none, without its rows.
    fn navigator(&self, here: Option<usize>, sizes: &[Size]) -> Navigator<'a> {
        let stones: Vec<usize> = self.totals().iter().map(|level| level.stones()).collect();
        let direction = self.renderer.script(self.locale);
        let (links, pointer) = match here {
            Some(level) => (Vec::new(), Pointer::Level(level + 1)),
            None => {
                let levels = self.renderer.site.book.levels.iter();
                (levels.map(|level| escape(&self.href(&level.index))).collect(), Pointer::Any)
            }
        };
        let drawings = sizes.iter().map(|&size| drawing(&stones, &links, size, direction, pointer));
        let map = self.renderer.site.listing(map::NAME, self.locale);
        Navigator {
            drawings_html: drawings.collect(),
            totals: self.book_totals(),
            rows: Vec::new(),
            next: self.next_lesson(),
            map: map.map(|pages| self.permalink.href(&pages.all)),
        }
    }

    /// The pyramid at the end of the book.
    pub(super) fn ending_drawing(&self) -> String {
        self.navigator(None, &[Size::PHONE]).drawings_html
    }

    fn totals(&self) -> &'a [LevelTotals] {
        self.renderer.level_totals(self.locale)
    }

    /// How many lessons of a level have a page in the page's language.
    pub(super) fn lesson_count(&self, level: usize) -> usize {
        self.totals().get(level).map_or(0, |level| level.lessons)
    }

    /// How long a level's lessons take, when all of them say: a sum of some would pass for that of all.
    pub(super) fn level_duration(&self, level: usize) -> Option<Str<'a>> {
        self.duration(self.totals().get(level)?.minutes)
    }

    fn duration(&self, minutes: Option<u32>) -> Option<Str<'a>> {
        let minutes = minutes.filter(|&minutes| minutes > 0)?;
        Some(self.strings.duration(minutes).into())
    }

    /// What the book comes to.
    fn book_totals(&self) -> Totals<'a> {
        let sum = |of: fn(&LevelTotals) -> usize| self.totals().iter().map(of).sum();
        let minutes = self.totals().iter().try_fold(0u32, |sum, level| Some(sum.saturating_add(level.minutes?)));
        Totals {
            outcomes: sum(|level| level.outcomes),
            lessons: sum(|level| level.lessons),
            duration: self.duration(minutes),
        }
    }

    /// The levels, the highest first, each with what it opens to, if anything.
    fn level_rows(&self, here: Option<usize>, inside: impl Fn(usize) -> Option<LevelInside<'a>>) -> Vec<LevelRow<'a>> {
        let levels = &self.renderer.site.book.levels;
        let rows = levels.iter().zip(self.totals()).enumerate().rev().map(|(at, (level, totals))| {
            let (title, lang) = self.words(level.index.titles.get(self.locale));
            let lessons = self.strings.count("lessons", totals.lessons);
            let has_outcomes = totals.outcomes > 0;
            let outcomes = has_outcomes.then(|| self.strings.count("outcomes", totals.outcomes));
            LevelRow {
                number: level.number,
                key: &level.index.id,
                title,
                lang,
                need: self.need(&level.index),
                href: self.href(&level.index),
                position: self.strings.level_of(level.number, levels.len(), self.level_name()).into(),
                here: here == Some(at),
                has_outcomes,
                stones: outcomes.unwrap_or_else(|| lessons.clone()).into(),
                lessons: lessons.into(),
                duration: self.level_duration(at),
                inside: inside(at),
            }
        });
        rows.collect()
    }

    /// What a level holds: so many of its outcomes and what serves them, and the lessons that it leads to.
    fn whole_level(&self, level: usize, most: usize) -> Option<LevelInside<'a>> {
        let totals = self.totals().get(level).copied()?;
        if totals.stones() == 0 {
            return None;
        }
        let outcomes = self.outcome_rows(level, most);
        let lessons = self.lessons_with_pages(level).filter(|_| outcomes.is_empty()).take(LISTED);
        let lessons = lessons.map(|lesson| self.lesson_link(lesson)).collect();
        Some(LevelInside { outcomes, lessons, leads_to: self.leads_to(level), ..self.inside(level, "") })
    }

    /// The lessons of a level around one of them.
    fn near(&self, level: usize, lesson: usize) -> LevelInside<'a> {
        let lessons = &self.renderer.site.book.levels[level].lessons;
        let has_page = |lesson: &&Lesson| lesson.has_page(self.locale);
        let mut near: Vec<&Lesson> = lessons[..lesson].iter().rev().filter(has_page).take(NEAR).collect();
        near.reverse();
        near.push(&lessons[lesson]);
        near.extend(lessons[lesson + 1..].iter().filter(has_page).take(NEAR));
        let own = self.lesson;
        let link = |lesson: &'a Lesson| LessonLink { here: std::ptr::eq(lesson, own), ..self.lesson_link(lesson) };
        let near = near.into_iter().map(link).collect();
        LevelInside { lessons: near, ..self.inside(level, &anchor(own)) }
    }

    /// What any level opens to: a label, and the way to all of its lessons, at the one with that id on the level's page.
    fn inside(&self, level: usize, anchor: &str) -> LevelInside<'a> {
        let index = &self.renderer.site.book.levels[level].index;
        let name = self.strings.level(level + 1, self.level_name());
        let anchor = if anchor.is_empty() { "page.lessons" } else { anchor };
        let lessons = self.lesson_count(level);
        LevelInside {
            label: self.strings.fill("level_inside", &[("level", &name)]).into(),
            outcomes: Vec::new(),
            lessons: Vec::new(),
            all: self.strings.count("see_lessons", lessons).into(),
            all_href: format!("{}#{anchor}", self.href(index)),
            leads_to: Vec::new(),
        }
    }

    /// The outcomes of a level, in the language that its own text is shown in, or the first of so many.
    fn outcome_rows(&self, level: usize, most: usize) -> Vec<OutcomeRow<'a>> {
        let book = &self.renderer.site.book;
        let index = &book.levels[level].index;
        let Some(shown) = index.shown(self.locale, book.config.default_locale) else { return Vec::new() };
        let rows = book.learning.outcomes_in(level, shown.locale).into_iter().take(most).filter_map(|at| {
            let outcome = book.learning.outcome(at)?;
            let (text, locale) = book.outcome_words(at, self.locale)?;
            let serving = Learning::lessons_serving(outcome).into_iter().map(|lesson| book.lesson(lesson));
            let serving: Vec<&Lesson> = serving.filter(|lesson| lesson.has_page(self.locale)).collect();
            let others = serving.len().saturating_sub(NAMED);
            Some(OutcomeRow {
                key: book.outcome_key(at)?,
                text: text.into(),
                lang: self.lang(locale),
                lessons: serving.into_iter().take(NAMED).map(|lesson| self.lesson_link(lesson)).collect(),
                others: (others > 0).then(|| self.strings.count("others", others).into()),
            })
        });
        rows.collect()
    }

    /// The lessons of other levels that need one of this level, as they are read, or the first of many.
    fn leads_to(&self, level: usize) -> Vec<LessonLink<'a>> {
        let levels = self.renderer.site.book.levels.iter().enumerate().filter(|(other, _)| *other != level);
        let needs = |lesson: &&Lesson| {
            let needed = lesson.prerequisites.iter().flatten();
            needed.into_iter().any(|need| matches!(need, LessonRef::Lesson(of, _) if *of == level))
        };
        let lessons = levels.flat_map(|(_, level)| &level.lessons).filter(needs);
        let lessons = lessons.filter(|lesson| lesson.has_page(self.locale));
        lessons.take(NAMED).map(|lesson| self.lesson_link(lesson)).collect()
    }

    /// The lessons of a level that have a page in the page's language.
    pub(super) fn lessons_with_pages(&self, level: usize) -> impl Iterator<Item = &'a Lesson> + use<'a> {
        let locale = self.locale;
        let lessons = self.renderer.site.book.levels.get(level).map_or(&[][..], |level| &level.lessons).iter();
        lessons.filter(move |lesson| lesson.has_page(locale))
    }

    /// The lesson after the page's text in the order of the book: after the front page the first one, after a level's own
    /// text the first of the level.
    fn next_lesson(&self) -> Option<LessonLink<'a>> {
        let levels = self.renderer.site.book.levels.len();
        let (level, after) = match self.at {
            LessonRef::Lesson(level, lesson) => (level, lesson + 1),
            LessonRef::Level(level) => (level, 0),
            LessonRef::Home | LessonRef::Page(_) => (0, 0),
        };
        let rest = self.renderer.site.book.levels.get(level).and_then(|level| level.lessons.get(after..));
        let has_page = |lesson: &&Lesson| lesson.has_page(self.locale);
        let own = rest.unwrap_or_default().iter().find(has_page);
        let next = own.or_else(|| (level + 1..levels).find_map(|level| self.lessons_with_pages(level).next()));
        next.map(|lesson| self.lesson_link(lesson))
    }

    /// A link to a lesson from this page.
    pub(super) fn lesson_link(&self, lesson: &'a Lesson) -> LessonLink<'a> {
        let title: &'a Title = lesson.titles.get(self.locale);
        let (title, lang) = self.words(title);
        let shown = lesson.shown(self.locale, self.config().default_locale);
        LessonLink {
            key: &lesson.id,
            title,
            lang,
            href: self.href(lesson),
            duration: lesson.duration.map(|minutes| self.strings.duration(minutes).into()),
            draft: shown.is_some_and(|shown| shown.draft),
            here: false,
        }
    }
}

/// The id of a lesson in the page of its level.
pub(super) fn anchor(lesson: &Lesson) -> String {
    let id = lesson.id.rsplit('/').next().unwrap_or(&lesson.id);
    format!("page.lesson-{id}")
}

/// The lessons that need each lesson, by its level and its place there, as they are read.
pub(super) fn needed_by(renderer: &Renderer, locale: Locale) -> BTreeMap<LessonRef, Vec<LessonRef>> {
    let mut opens: BTreeMap<LessonRef, Vec<LessonRef>> = BTreeMap::new();
    for (at, lesson) in renderer.site.book.lessons() {
        if lesson.permalinks.get(locale).is_none() || !matches!(at, LessonRef::Lesson(..)) {
            continue;
        }
        let needs: BTreeSet<LessonRef> = lesson.prerequisites.iter().flatten().copied().collect();
        for need in needs {
            opens.entry(need).or_default().push(at);
        }
    }
    opens
}
