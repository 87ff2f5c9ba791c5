//! What the teacher's site has for each level, to be printed: a guide with its outcomes, its objectives and what shows
//! them, its activities, its questions with their answers and its references; and an answer key.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::learning::{Learning, OutcomeRef, Skill, TaskRef};
use crate::model::{Audience, Book, LessonRef};
use crate::parse::document::{CalloutKind, ProseField};
use crate::render::Renderer;
use crate::render::excerpt::Excerpt;
use crate::render::pages::Place;
use crate::render::pages::listing::ListPage;
use crate::render::references;
use crate::render::terms::TermsLead;
use crate::render::text::{PageText, fragment};
use crate::render::view::{
    Frame, GuideEntry, GuideLesson, GuideView, GuidedSkill, GuidesView, NavigationLink, Step, Str,
};

/// The name of the guides as a kind of page.
pub(super) const NAME: &str = "guide";

/// The name of the answer keys.
pub(super) const KEY: &str = "answer_key";

/// Only the teacher's site has them.
pub(super) fn is_in(book: &Book, locale: Locale) -> bool {
    book.audience == Audience::Teachers && each(book, locale).iter().any(Option::is_some)
}

/// They are for no search engine.
pub(super) fn is_indexed(_: &Book, _: Locale, _: Option<usize>) -> bool {
    false
}

/// The levels, each with the segment of its own address.
pub(super) fn each(book: &Book, locale: Locale) -> Vec<Option<&str>> {
    let pages = book.levels.iter().map(|level| level.index.permalinks.get(locale).as_ref());
    pages.map(|page| page?.as_str().trim_end_matches('/').rsplit('/').next()).collect()
}

impl Renderer {
    /// The guides of the teacher's site or its answer keys, or that of a level.
    pub(super) fn guides<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        match page.thing {
            Some(level) => self.site.theme.render("guide.html", &self.guide(page, level)),
            None => self.all_guides(page),
        }
    }

    /// The levels, each with the way to its guide or answer key.
    fn all_guides<'a>(&'a self, page: &ListPage<'a>) -> Result<String, Box<Diagnostic>> {
        let levels = (0..self.site.book.levels.len()).filter_map(|level| {
            let place = self.listed(LessonRef::Level(level), page.locale, page.permalink)?;
            let (title, lang) = place.title();
            let href = page.permalink.href(page.pages.page(Some(level))?);
            Some(GuideEntry {
                number: level + 1,
                label: place.strings.level(level + 1, place.level_name()).into(),
                link: NavigationLink { title, lang, href, current: false },
                facts: place.guide_facts(level, page.kind.name == KEY),
            })
        });
        let levels = levels.collect();
        let title = self.list_title(page);
        let frame = self.list_frame(page, title.clone(), None);
        self.site.theme.render("guides.html", &GuidesView { frame, title, levels })
    }

    /// The text of a level, on the page of its guide.
    fn guided<'a>(&'a self, page: &ListPage<'a>, level: usize) -> Place<'a> {
        self.place(LessonRef::Level(level), page.locale, page.permalink)
    }

    /// The guide of a level, or its answer key, which has nothing but questions.
    fn guide<'a>(&'a self, page: &ListPage<'a>, level: usize) -> GuideView<'a> {
        let (book, place) = (&self.site.book, self.guided(page, level));
        let (strings, is_key) = (place.strings, page.kind.name == KEY);
        let lessons = (0..book.levels[level].lessons.len()).filter_map(|index| {
            let lesson = self.listed(LessonRef::Lesson(level, index), page.locale, page.permalink)?;
            Some(lesson.guide_lesson(level, lesson.position(level, index), is_key))
        });
        let in_level = |index| self.listed(LessonRef::Lesson(level, index), page.locale, page.permalink)?.shown;
        let shown = place.shown.into_iter().chain((0..book.levels[level].lessons.len()).filter_map(in_level));
        let index = place.guide_lesson(level, 0, is_key);
        let has_tasks = |lesson: &GuideLesson<'_>| !lesson.callouts.is_empty();
        let lessons = std::iter::once(index).filter(has_tasks).chain(lessons.filter(|one| !is_key || has_tasks(one)));
        let (title, lang) = place.title();
        let named = strings.fill(if is_key { "answer_key_title" } else { "guide_title" }, &[("title", &title)]).into();
        let step = |to: usize, up: bool| {
            let (title, lang) = place.words(book.levels.get(to)?.index.titles.get(page.locale));
            let href = page.permalink.href(page.pages.page(Some(to))?);
            let label = strings.level_step(up, to + 1, place.level_name()).into();
            Some(Step { href, title, lang, label, is_level_step: true })
        };
        GuideView {
            frame: Frame { text_parts: self.text_parts(shown, page.permalink), ..self.list_frame(page, named, None) },
            number: level + 1,
            label: strings.level_of(level + 1, book.levels.len(), place.level_name()).into(),
            kind: strings.get(page.kind.name).into(),
            level: NavigationLink { title, lang, href: place.href(place.lesson), current: false },
            lead: place.lead().filter(|_| !is_key),
            facts: place.guide_facts(level, is_key),
            other: place.guide_link(if is_key { NAME } else { KEY }, level),
            lang: place.shown.and_then(|shown| place.lang(shown.locale)),
            outcomes: if is_key { Vec::new() } else { place.guided_outcomes(level) },
            lessons: lessons.collect(),
            references: if is_key { Vec::new() } else { self.guide_references(page, level) },
            previous: level.checked_sub(1).and_then(|below| step(below, false)),
            next: step(level + 1, true),
        }
    }

    /// The works that the texts of a level cite, each as HTML.
    fn guide_references<'a>(&'a self, page: &ListPage<'a>, level: usize) -> Vec<Str<'a>> {
        let Some(text) = self.citing_text(page.locale, page.permalink) else { return Vec::new() };
        let is_here = |at: &LessonRef| match *at {
            LessonRef::Level(other) | LessonRef::Lesson(other, _) => other == level,
            LessonRef::Home | LessonRef::Page(_) => false,
        };
        references::of_texts(&text, page.locale, is_here).into_iter().map(|(_, html)| html.into()).collect()
    }
}

impl<'a> Place<'a> {
    /// From a level's page, the ways to its guide and to its answer key.
    pub(super) fn guide_links(&self, level: usize) -> Vec<NavigationLink<'a>> {
        [NAME, KEY].into_iter().filter_map(|name| self.guide_link(name, level)).collect()
    }

    /// The way to a level's guide or to its answer key, by the name of the kind.
    fn guide_link(&self, name: &'static str, level: usize) -> Option<NavigationLink<'a>> {
        let href = self.permalink.href(self.renderer.site.listing(name, self.locale)?.page(Some(level))?);
        Some(NavigationLink { title: self.strings.get(name).into(), lang: None, href, current: false })
    }

    /// How long a level takes, how many lessons, questions and activities it has; of these an answer key has none.
    fn guide_facts(&self, level: usize, is_key: bool) -> Vec<Str<'a>> {
        let book = &self.renderer.site.book;
        let Some(own) = book.levels.get(level) else { return Vec::new() };
        let lessons: Vec<_> = own.lessons.iter().filter(|lesson| lesson.has_page(self.locale)).collect();
        let texts = std::iter::once(&own.index).chain(lessons.iter().copied());
        let shown = texts.filter_map(|text| text.shown(self.locale, book.config.default_locale));
        let tasks: Vec<TaskRef> = shown.flat_map(|text| text.tasks.values()).map(|placed| placed.task).collect();
        let of_kind = |kind| {
            let kinds = tasks.iter().filter_map(|task| book.learning.task(*task));
            kinds.filter(|task| task.kind == kind).count()
        };
        let counts = [
            ("lessons", lessons.len()),
            ("questions", of_kind(CalloutKind::Question)),
            ("activities", if is_key { 0 } else { of_kind(CalloutKind::Activity) }),
        ];
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        let counts = counts.map(|(key, count)| self.strings.count(key, count).into());
        self.level_duration(level).into_iter().chain(counts).collect()
    }

    /// The outcomes of a level, with the lessons that serve each and what shows it.
    fn guided_outcomes(&self, level: usize) -> Vec<GuidedSkill<'a>> {
        let learning = &self.renderer.site.book.learning;
        let (Some(text), Some(shown)) = (self.guide_text(""), self.shown) else { return Vec::new() };
        let words = text.fields(Some(ProseField::Outcome));
        let outcomes = learning.outcomes_in(level, shown.locale).into_iter();
        let outcomes = outcomes.filter_map(|at| {
            let outcome = learning.outcome(at)?;
            let lessons = Learning::lessons_serving(outcome).into_iter();
            let tasks = learning.tasks_showing(outcome).into_iter();
            Some(GuidedSkill {
                html: words.get(outcome.places.get(&shown.locale)?.index)?.clone(),
                leads: lessons.filter_map(|lesson| self.named_lesson(lesson, level)).collect(),
                shown_by: tasks.filter_map(|task| self.task_link(task, level)).collect(),
            })
        });
        outcomes.collect()
    }

    /// What a level's guide has of this text, which has that place in the level.
    fn guide_lesson(&self, level: usize, number: usize, is_key: bool) -> GuideLesson<'a> {
        let (title, lang) = self.title();
        let language = self.config().language(self.shown.map_or(self.locale, |shown| shown.locale));
        let prefix = prefix(number);
        let numbers = self.shown.into_iter().flat_map(|shown| shown.tasks.keys()).zip(1..);
        let tasks = numbers.map(|(callout, task)| (*callout, (task_number(number, task), task_id(task))));
        let tasks: BTreeMap<usize, (String, String)> = tasks.collect();
        let text = |tasks| {
            let page = self.lesson.permalinks.get(self.locale).as_ref()?;
            Some(PageText { excerpt: Some(Excerpt { page, tasks }), ..self.guide_text(&prefix)? })
        };
        let head = text(BTreeMap::new()).filter(|_| !is_key);
        let objectives = head.map_or_else(Vec::new, |text| self.guided_objectives(level, &text));
        let is_kept = |kind: CalloutKind| match kind {
            CalloutKind::Question => true,
            CalloutKind::Activity | CalloutKind::Teacher => !is_key,
            _ => false,
        };
        let (callouts, notes) = text(tasks).map_or_else(Default::default, |text| text.callouts(is_kept));
        GuideLesson {
            number,
            link: NavigationLink { title, lang, href: self.href(self.lesson), current: false },
            duration: self.lesson.duration.filter(|_| !is_key).map(|minutes| self.strings.duration(minutes).into()),
            prerequisites: if is_key { Vec::new() } else { self.prerequisites() },
            objectives,
            text_lang: language.tag.as_str().into(),
            text_dir: if language.right_to_left { "rtl" } else { "ltr" },
            callouts: callouts.into_iter().map(Str::from).collect(),
            notes: notes.map(Str::from),
        }
    }

    /// The objectives of a lesson, with the outcomes that each serves and what shows it.
    fn guided_objectives(&self, level: usize, text: &PageText<'_>) -> Vec<GuidedSkill<'a>> {
        let learning = &self.renderer.site.book.learning;
        let Some(shown) = self.shown else { return Vec::new() };
        let words = text.fields(Some(ProseField::Objective));
        let tasks = learning.of(self.at).map_or(&[][..], |own| &own.tasks);
        let objectives = learning.objectives_in(self.at, shown.locale).into_iter();
        let objectives = objectives.filter_map(|at| {
            let objective = learning.objective(at)?;
            let is_shown = |skill: &Skill| match skill {
                Skill::Objective(index) => *index == at.index,
                Skill::Outcome(outcome) => objective.serves.contains(outcome),
            };
            let showing = tasks.iter().enumerate().filter(|(_, task)| task.shows.iter().any(is_shown));
            let showing = showing.map(|(index, _)| TaskRef { lesson: self.at, index });
            Some(GuidedSkill {
                html: words.get(objective.places.get(&shown.locale)?.index)?.clone().into_owned().into(),
                leads: objective.serves.iter().filter_map(|outcome| self.outcome_link(*outcome, level)).collect(),
                shown_by: showing.filter_map(|task| self.task_link(task, level)).collect(),
            })
        });
        objectives.collect()
    }

    /// The text as guides show it, with that prefix of its ids.
    fn guide_text<'t>(&self, prefix: &'t str) -> Option<PageText<'t>>
    where
        'a: 't,
    {
        let text = self.renderer.page_text(self.lesson, self.shown?, self.permalink, self.locale);
        Some(PageText { prefix, terms_lead: TermsLead::ToTheGlossary, is_for_paper: true, ..text })
    }

    /// From the guide of the level `here`, the way to a place in the guide of another or in the same one.
    fn guide_href(&self, level: usize, here: usize, id: &str) -> Option<String> {
        let page = match level == here {
            true => String::new(),
            false => self.permalink.href(self.renderer.site.listing(NAME, self.locale)?.page(Some(level))?),
        };
        Some(format!("{page}#{}", fragment(id)))
    }

    /// What is called `name` in the guide of its level, as the guide of the level `here` calls it.
    fn guide_name(&self, name: String, level: usize, here: usize) -> Str<'a> {
        if level == here {
            return name.into();
        }
        let level = self.strings.level(level + 1, self.level_name());
        self.strings.fill("guide_elsewhere", &[("name", &name), ("level", &level)]).into()
    }

    fn named_lesson(&self, at: LessonRef, here: usize) -> Option<NavigationLink<'a>> {
        let LessonRef::Lesson(level, index) = at else { return None };
        let lesson = self.renderer.site.book.lesson(at);
        lesson.permalinks.get(self.locale).as_ref()?;
        let (title, lang) = self.words(lesson.titles.get(self.locale));
        let href = self.guide_href(level, here, &lesson_id(self.position(level, index)))?;
        Some(NavigationLink { title, lang, href, current: false })
    }

    fn outcome_link(&self, at: OutcomeRef, here: usize) -> Option<NavigationLink<'a>> {
        let book = &self.renderer.site.book;
        let shown = book.levels.get(at.level)?.index.shown(self.locale, book.config.default_locale)?;
        let outcomes = book.learning.outcomes_in(at.level, shown.locale);
        let number = outcomes.iter().position(|outcome| *outcome == at)? + 1;
        let name = self.strings.fill("guide_outcome", &[("number", &number)]);
        let href = self.guide_href(at.level, here, &format!("outcome-{number}"))?;
        Some(NavigationLink { title: self.guide_name(name, at.level, here), lang: None, href, current: false })
    }

    fn task_link(&self, at: TaskRef, here: usize) -> Option<NavigationLink<'a>> {
        let book = &self.renderer.site.book;
        let (level, lesson) = match at.lesson {
            LessonRef::Level(level) => (level, 0),
            LessonRef::Lesson(level, index) => (level, self.position(level, index)),
            LessonRef::Home | LessonRef::Page(_) => return None,
        };
        let text = book.lesson(at.lesson);
        text.permalinks.get(self.locale).as_ref()?;
        let shown = text.shown(self.locale, book.config.default_locale)?;
        let number = shown.tasks.values().position(|placed| placed.task == at)? + 1;
        let kind = match book.learning.task(at)?.kind {
            CalloutKind::Activity => "callout_activity",
            _ => "callout_question",
        };
        let name = format!("{} {}", self.strings.get(kind), task_number(lesson, number));
        let href = self.guide_href(level, here, &(prefix(lesson) + &task_id(number)))?;
        Some(NavigationLink { title: self.guide_name(name, level, here), lang: None, href, current: false })
    }
}

/// The id of a lesson's place in the guide of its level.
fn lesson_id(number: usize) -> String {
    format!("lesson-{number}")
}

/// The prefix of the ids of a lesson's text there.
fn prefix(number: usize) -> String {
    format!("{}:", lesson_id(number))
}

/// The id of a question or an activity, without the prefix of its text.
fn task_id(number: usize) -> String {
    format!("task-{number}")
}

/// What a question or an activity is called: by its lesson and its place there.
fn task_number(lesson: usize, number: usize) -> String {
    format!("{lesson}.{number}")
}
