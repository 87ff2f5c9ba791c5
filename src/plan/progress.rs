//! What scripts are told of the book, so that they can say where a student stands: in each language an outline, and in
//! a large book a part for each level. They are scripts, since a page that was opened from a disk can load no other kind
//! of file, and no page holds them: a page's size must not grow with the book. `web/PROGRESS.md` has their form.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::locale::Locale;
use crate::model::learning::{Learning, Outcome, Skill, Task};
use crate::model::progress::VERSION;
use crate::model::{Audience, Book, Lesson, LessonRef, Permalink, Title, Translation};
use crate::parse::callout::CalloutKind;
use crate::parse::tasks::asked;
use crate::theme::{Content, fingerprinted};

/// How many lessons a book may have whose outline holds them all.
const IN_ONE: usize = 60;

/// The scripts of a language.
pub(super) struct Scripts {
    /// The address of the outline.
    pub(super) outline: Permalink,
    /// Each script, by its address.
    pub(super) files: BTreeMap<Permalink, Content>,
}

/// A book in one language, without its lessons if it is large.
#[derive(Serialize)]
struct Outline<'b> {
    version: u32,
    book: Cow<'b, str>,
    title: Cow<'b, str>,
    /// Which edition of the book it is, if the book says.
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'b str>,
    /// Where students take stock, if the language has that page.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    levels: Vec<Level<'b>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former: Vec<(&'b str, &'b str)>,
}

#[derive(Serialize)]
struct Level<'b> {
    key: &'b str,
    #[serde(flatten)]
    title: Words<'b>,
    href: String,
    outcomes: Vec<OutcomeEntry<'b>>,
    lessons: usize,
    minutes: u32,
    #[serde(skip_serializing_if = "is_default")]
    untimed: usize,
    part: Held<'b>,
}

/// The lessons of a level, or the address of the script with them, from the outline's own.
#[derive(Serialize)]
#[serde(untagged)]
enum Held<'b> {
    Here(Part<'b>),
    At(String),
}

#[derive(Serialize)]
struct Part<'b> {
    version: u32,
    level: &'b str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<Text<'b>>,
    lessons: Vec<LessonEntry<'b>>,
}

#[derive(Serialize)]
struct OutcomeEntry<'b> {
    key: String,
    text: Cow<'b, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'b str>,
    lessons: usize,
}

/// A text that asks or assigns something.
#[derive(Serialize)]
struct Text<'b> {
    key: &'b str,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    serves: BTreeSet<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tasks: Vec<TaskEntry<'b>>,
}

#[derive(Serialize)]
struct LessonEntry<'b> {
    #[serde(flatten)]
    text: Text<'b>,
    #[serde(flatten)]
    title: Words<'b>,
    href: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<Need<'b>>,
}

/// A prerequisite: a lesson, or several of which one is enough.
#[derive(Serialize)]
#[serde(untagged)]
enum Need<'b> {
    One(&'b str),
    Any(Vec<&'b str>),
}

#[derive(Serialize)]
struct TaskEntry<'b> {
    id: Cow<'b, str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    former: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    shows: BTreeSet<String>,
    #[serde(skip_serializing_if = "is_default")]
    absent: bool,
    /// What a question asks, in the teacher's site.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'b, str>>,
}

/// A title, and the tag of its language if that isn't the outline's.
#[derive(Serialize)]
struct Words<'b> {
    title: Cow<'b, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'b str>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The name of the listing that is the page of progress.
pub(super) const RECORD: &str = "progress";

/// The scripts of a book in a language, whose page of progress is `record`.
pub(super) fn scripts(book: &Book, locale: Locale, record: Option<&Permalink>) -> Scripts {
    let language = &book.config.language(locale).key;
    let telling = Telling { book, locale, root: Permalink::page([language.as_str()]) };
    let parts: Vec<Part<'_>> = (0..book.levels.len()).map(|level| telling.part(level)).collect();
    let is_small = parts.iter().map(|part| part.lessons.len()).sum::<usize>() <= IN_ONE;
    let mut files = BTreeMap::new();
    let mut levels = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        let lessons = part.lessons.iter();
        let minutes = lessons.clone().filter_map(|lesson| lesson.minutes).fold(0, u32::saturating_add);
        let untimed = lessons.filter(|lesson| lesson.minutes.is_none()).count();
        let lessons = part.lessons.len();
        let index = &book.levels[at].index;
        let part = if is_small {
            Held::Here(part)
        } else {
            let (address, content) = script(&format!("outline.{language}.{}.js", at + 1), &part);
            let name = address.as_str().rsplit('/').next().unwrap_or_default().to_owned();
            files.insert(address, content);
            Held::At(name)
        };
        levels.push(Level {
            key: &index.id,
            title: telling.words(index.titles.get(locale)),
            href: telling.href(index),
            outcomes: telling.outcomes(at),
            lessons,
            minutes,
            untimed,
            part,
        });
    }
    let outline = Outline {
        version: VERSION,
        book: book.config.progress_id(),
        title: book.config.set(book.config.title(locale), locale),
        edition: book.config.edition.as_deref(),
        record: record.map(|record| telling.root.href(record)),
        levels,
        former: telling.former(),
    };
    let (outline, content) = script(&format!("outline.{language}.js"), &outline);
    files.insert(outline.clone(), content);
    Scripts { outline, files }
}

/// A script that gives a page something, under a name that changes with it.
fn script(name: &str, value: &impl Serialize) -> (Permalink, Content) {
    // Structs of texts and numbers always serialise.
    let json = serde_json::to_string(value).unwrap_or_default();
    let content = Content::Bytes(Cow::Owned(format!("palier.take({json});\n").into_bytes()));
    (fingerprinted(name, &content.hash()), content)
}

/// What is told of a book in a language.
struct Telling<'b> {
    book: &'b Book,
    locale: Locale,
    /// The front page of the language, from which addresses are given.
    root: Permalink,
}

impl<'b> Telling<'b> {
    fn words(&self, title: &'b Title) -> Words<'b> {
        Words { title: self.book.config.set(&title.text, title.locale), lang: self.lang(title.locale) }
    }

    /// The tag of a language that isn't the outline's.
    fn lang(&self, locale: Locale) -> Option<&'b str> {
        (locale != self.locale).then(|| self.book.config.language(locale).tag.as_str())
    }

    /// The way to a text from the front page; to that itself if the text has no page in the language.
    fn href(&self, lesson: &Lesson) -> String {
        let page = lesson.permalinks.get(self.locale).as_ref().unwrap_or(&self.root);
        self.book.delivery.href(&self.root, page)
    }

    fn has_page(&self, at: LessonRef) -> bool {
        self.book.lesson(at).has_page(self.locale)
    }

    fn part(&self, level: usize) -> Part<'b> {
        let index = self.text(LessonRef::Level(level));
        let lessons = self.book.levels[level].lessons.iter().enumerate();
        let lessons = lessons.filter_map(|(number, lesson)| {
            let at = LessonRef::Lesson(level, number);
            self.has_page(at).then(|| LessonEntry {
                text: self.text(at),
                title: self.words(lesson.titles.get(self.locale)),
                href: self.href(lesson),
                minutes: lesson.duration,
                needs: lesson.prerequisites.iter().filter_map(|any| self.need(any)).collect(),
            })
        });
        Part {
            version: VERSION,
            level: &self.book.levels[level].index.id,
            lessons: lessons.collect(),
            index: Some(index).filter(|index| !index.tasks.is_empty()),
        }
    }

    /// A prerequisite; `None` if none of its lessons has a page in the language.
    fn need(&self, any: &[LessonRef]) -> Option<Need<'b>> {
        let is_lesson = |at: &&LessonRef| matches!(at, LessonRef::Lesson(..)) && self.has_page(**at);
        let keys: Vec<&str> = any.iter().filter(is_lesson).map(|&at| self.book.lesson(at).id.as_str()).collect();
        match keys.as_slice() {
            [] => None,
            [only] => Some(Need::One(only)),
            _ => Some(Need::Any(keys)),
        }
    }

    fn text(&self, at: LessonRef) -> Text<'b> {
        let learning = self.book.learning.of(at);
        let objectives = learning.map_or(&[][..], |own| &own.objectives);
        let tasks = learning.map_or(&[][..], |own| &own.tasks).iter();
        let lesson = self.book.lesson(at);
        let text = lesson.shown(self.locale, self.book.config.default_locale);
        let shown = text.map(|text| text.locale);
        Text {
            key: &lesson.id,
            serves: objectives
                .iter()
                .flat_map(|one| &one.serves)
                .filter_map(|one| self.book.outcome_key(*one))
                .collect(),
            tasks: tasks
                .map(|task| TaskEntry {
                    id: task.identity.id(),
                    former: task.identity.former_ids().collect(),
                    kind: (task.kind == CalloutKind::Activity).then_some("activity"),
                    shows: self.shown_by(at, task),
                    text: text.and_then(|text| self.asked(task, text)),
                    absent: !shown.is_some_and(|shown| task.places.contains_key(&shown)),
                })
                .collect(),
        }
    }

    /// What a question asks, for the class's page; `None` in the students' site, where nothing shows it.
    fn asked(&self, task: &Task, shown: &Translation) -> Option<Cow<'b, str>> {
        let is_told = self.book.audience == Audience::Teachers && task.kind == CalloutKind::Question;
        let place = task.places.get(&shown.locale).filter(|_| is_told)?;
        let words = asked(&shown.parsed.document, place.index);
        Some(words)
            .filter(|words| !words.is_empty())
            .map(|words| self.book.config.set(&words, shown.locale).into_owned().into())
    }

    /// The outcomes that a task shows: those that it names, and those that the objectives which it names serve.
    fn shown_by(&self, at: LessonRef, task: &Task) -> BTreeSet<String> {
        let objectives = self.book.learning.of(at).map_or(&[][..], |own| &own.objectives);
        let outcomes = task.shows.iter().flat_map(|shown| match shown {
            Skill::Outcome(outcome) => std::slice::from_ref(outcome),
            Skill::Objective(index) => objectives.get(*index).map_or(&[][..], |objective| &objective.serves),
        });
        outcomes.filter_map(|outcome| self.book.outcome_key(*outcome)).collect()
    }

    /// The outcomes of a level as its page lists them.
    fn outcomes(&self, level: usize) -> Vec<OutcomeEntry<'b>> {
        let (book, index) = (self.book, &self.book.levels[level].index);
        let Some(shown) = index.shown(self.locale, book.config.default_locale) else { return Vec::new() };
        let outcomes = book.learning.outcomes_in(level, shown.locale).into_iter().filter_map(|at| {
            let outcome = book.learning.outcome(at)?;
            let (text, locale) = book.outcome_words(at, self.locale)?;
            Some(OutcomeEntry {
                key: book.outcome_key(at)?,
                text: Cow::Owned(text),
                lang: self.lang(locale),
                lessons: self.lessons_serving(outcome),
            })
        });
        outcomes.collect()
    }

    /// How many lessons serve an outcome, of all levels.
    fn lessons_serving(&self, outcome: &Outcome) -> usize {
        Learning::lessons_serving(outcome).into_iter().filter(|&lesson| self.has_page(lesson)).count()
    }

    /// The former keys of levels and lessons, each with the present one.
    fn former(&self) -> Vec<(&'b str, &'b str)> {
        let texts = self.book.lessons().filter(|(at, _)| matches!(at, LessonRef::Level(_) | LessonRef::Lesson(..)));
        texts.flat_map(|(_, text)| text.former_ids.iter().map(|former| (former.as_str(), text.id.as_str()))).collect()
    }
}
