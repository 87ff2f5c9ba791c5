//! The book as Palier understands it, and the small types it is made of.

pub mod alignment;
pub mod colour;
pub mod credit;
pub mod date;
pub mod drift;
pub mod glossary;
pub mod learning;
pub mod licence;
pub mod media;
pub mod permalink;
pub mod progress;
pub mod reference;
pub mod totals;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

pub use alignment::Alignment;
pub use colour::Colour;
pub use credit::{Credit, ShownCredit};
pub use date::Date;
pub use drift::{Drift, TranslationState};
pub use glossary::{Definition, Glossary, Term, UsedTerm};
pub use learning::{Learning, PlacedTask};
pub use media::{Captions, Media, MediaKind, Transcript};
pub use permalink::{Permalink, Slug, is_device};
pub use reference::{Item, Reference, ReferenceWords, References, Work};
pub use totals::LevelTotals;

use crate::config::Config;
use crate::diagnostic::Place;
use crate::locale::{Locale, Localized};
use crate::parse::Parsed;
use crate::parse::document::Document;
use crate::source::{AssetFile, BookPath};

/// The whole work.
#[derive(Clone, Debug)]
pub struct Book {
    /// The settings of `book.toml`.
    pub config: Arc<Config>,
    /// Who its site is for.
    pub audience: Audience,
    /// How its site reaches them.
    pub delivery: Delivery,
    /// The front page's text.
    pub home: Lesson,
    /// The levels, from the base up.
    pub levels: Vec<Level>,
    /// Pages outside the levels.
    pub pages: Vec<Lesson>,
    /// The tags: those of `tags.yml` in its order, then others by first use.
    pub tags: Vec<Tag>,
    /// The terms that it explains.
    pub glossary: Glossary,
    /// The works that its texts may cite.
    pub references: References,
    /// What is learnt in it, and what shows it.
    pub learning: Learning,
    /// Former addresses, and where they lead now.
    pub redirects: BTreeMap<Permalink, Redirect>,
    /// Files that lessons show or offer, with the name each is published under.
    pub assets: BTreeMap<BookPath, PublishedAsset>,
    /// Whose images are, by their paths, as the files beside them say.
    pub credits: BTreeMap<BookPath, Credit>,
    /// Files of `static/`, copied as they are.
    pub static_files: Vec<AssetFile>,
    /// The links that it adds to header and footer, in each language, as those of one text: first those of the header.
    pub bars: Localized<Translation>,
}

/// Where a former address leads now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The text that it leads to.
    pub to: LessonRef,
    /// The language to read it in, one in which the text has an address.
    pub locale: Locale,
    /// The place of the alias that says so.
    pub said: Place,
}

/// How a site reaches its readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivery {
    /// A server on the author's computer shows it while it is written.
    #[default]
    Preview,
    /// A host sends it.
    Host,
    /// It is opened from a folder: on a disk, on a stick, in a zip.
    Folder,
}

impl Delivery {
    /// The way that a script takes from a page to another: in a folder, to the page's file.
    pub fn href(self, from: &Permalink, to: &Permalink) -> String {
        match self {
            Self::Folder => from.href(&to.file_itself()),
            Self::Preview | Self::Host => from.href(to),
        }
    }
}

/// Who a site is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Students, who don't see what is for the teacher.
    #[default]
    Students,
    /// Teachers, who see everything; every page says that it is theirs.
    Teachers,
    /// The author, who sees everything while writing.
    Author,
}

impl Audience {
    /// Whether it sees what is for the teacher.
    pub fn sees_all(self) -> bool {
        self != Self::Students
    }
}

/// A subject that lessons share, and are found by.
#[derive(Clone, Debug)]
pub struct Tag {
    /// What names it in front matters and addresses.
    pub id: String,
    /// Its label in each language; in a language without one, another language's, or the id.
    pub labels: Localized<Title>,
    /// The lessons and pages that bear it, in reading order.
    pub lessons: Vec<LessonRef>,
    /// Whether another tag has the same label in a language, so that its page needs more to be distinguished.
    pub has_namesake: Localized<bool>,
}

/// An asset that a lesson shows or offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedAsset {
    /// The file.
    pub file: AssetFile,
    /// The path with a fingerprint that it is shown from; `None` if no lesson shows it.
    pub shown: Option<Permalink>,
    /// The paths under which lessons that link to it offer it.
    pub offered: Vec<Permalink>,
}

/// One step of the pyramid.
#[derive(Clone, Debug)]
pub struct Level {
    /// 1 at the base.
    pub number: usize,
    /// The level's own text: its `index` files.
    pub index: Lesson,
    /// Its lessons in order.
    pub lessons: Vec<Lesson>,
}

/// Which text of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LessonRef {
    /// The front page.
    Home,
    /// The text of the level at that index, from 0: its number less one.
    Level(usize),
    /// The lesson at the indices of its level, and of the lesson in it, both from 0.
    Lesson(usize, usize),
    /// The page outside the levels at that index, from 0.
    Page(usize),
}

impl LessonRef {
    /// A key that sorts the levels and their lessons in reading order: a level comes before its lessons.
    pub fn reading_order(self) -> (usize, usize) {
        match self {
            Self::Home => (0, 0),
            Self::Level(level) => (level + 1, 0),
            Self::Lesson(level, lesson) => (level + 1, lesson + 1),
            Self::Page(page) => (usize::MAX, page),
        }
    }
}

/// A teaching text in all its languages. Front, level and other pages are lessons too as far as
/// their text goes.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// Its path in `content/`, without numbers, suffix and extension, folded to ASCII: `naviguer/ecosysteme`; empty for
    /// the front page.
    pub id: String,
    /// The ids that it had, in alphabetical order.
    pub former_ids: Vec<String>,
    /// Its texts. Only a level or a front page without `index` has none.
    pub translations: BTreeMap<Locale, Translation>,
    /// The files of its texts that are drafts, and so left out.
    pub drafts: BTreeMap<Locale, BookPath>,
    /// Its address in each language, that of a fallback page included; `None` if it has neither a translation nor a
    /// fallback in the language.
    pub permalinks: Localized<Option<Permalink>>,
    /// Its title in each language: that of the translation, of the fallback, or made of the folder's name.
    pub titles: Localized<Title>,
    /// Its prerequisites: of each group, which is never empty, any one lesson is to be done before.
    pub prerequisites: Vec<Vec<LessonRef>>,
    /// How long it takes, in minutes.
    pub duration: Option<u32>,
    /// The colour that its shades are made of, of a level that says one.
    pub colour: Option<Colour>,
    /// Its tags: indices of [`Book::tags`].
    pub tags: Vec<usize>,
    /// The names of its authors: the lesson's, else the book's.
    pub authors: Vec<String>,
    /// The day on which translations without a date of their own were published; [`Lesson::published`] looks at the
    /// translation's first.
    pub date: Option<Date>,
    /// Its licence, an SPDX expression: the lesson's, else the book's.
    pub license: Option<String>,
    /// Whether it (or for a level, its lessons) is to be offered in two languages side by side; `None` if it doesn't
    /// say.
    pub side_by_side: Option<bool>,
    /// The works that the lesson gives in any of its languages, by key: indices of
    /// [`References::works`]. [`Book::reference`] finds a work that a text cites.
    pub references: BTreeMap<String, usize>,
    /// The alignment of its texts, for each two languages in the book's order.
    pub alignments: BTreeMap<(Locale, Locale), Alignment>,
    /// The alignments of what students see, if the book shows more of the lesson; else empty.
    pub students_alignments: BTreeMap<(Locale, Locale), Alignment>,
    /// How its translations changed since they were last said to be in step.
    pub drift: Drift,
}

/// A title, and the language it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The text.
    pub text: String,
    /// Its language.
    pub locale: Locale,
}

/// One lesson in one language.
#[derive(Clone, Debug)]
pub struct Translation {
    /// Its file.
    pub path: BookPath,
    /// Its language.
    pub locale: Locale,
    /// Whether it is a draft, which only a preview or a site with drafts shows.
    pub draft: bool,
    /// Its file, parsed.
    pub parsed: Arc<Parsed>,
    /// Where each of `parsed.document.links` leads.
    pub links: Vec<Target>,
    /// The term that each of `parsed.document.terms` is; `None` for one that isn't in the glossary.
    pub terms: Vec<Option<UsedTerm>>,
    /// Its questions and activities, by their index in `parsed.document.callouts`.
    pub tasks: BTreeMap<usize, PlacedTask>,
    /// The HTML ids of what its page lists, a level's outcomes or a lesson's objectives, by their index in the front
    /// matter. They are the authors' ids, the same in every language; one that something else in this translation
    /// has is left out.
    pub listed_anchors: BTreeMap<usize, String>,
}

impl Translation {
    /// The ids that a link can lead to in its page, of which `document` is the text, whole or as students see it.
    pub fn anchors<'t>(&'t self, document: &'t Document) -> impl Iterator<Item = &'t str> {
        let tasks = self.tasks.values().filter_map(|task| task.anchor.as_deref());
        document.anchors().chain(tasks).chain(self.listed_anchors.values().map(String::as_str))
    }
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another text of the book, in the language of the file linked to.
    Lesson {
        /// The text.
        to: LessonRef,
        /// The language in which it is read.
        locale: Locale,
        /// The anchor in it; `None` for its beginning.
        anchor: Option<String>,
    },
    /// A file shown in the page (an image).
    Shown(BookPath),
    /// A film or a sound played in the page.
    Played(Box<Media>),
    /// A file offered for download, at that path below the lesson's address.
    Offered(BookPath, Permalink),
    /// A file of `static/`, at the path it is copied to.
    Static(Permalink),
    /// An anchor in the same page.
    Anchor(String),
    /// Outside the book, as written.
    External,
    /// Nowhere: reported, and shown as plain text.
    Nowhere,
}

/// Whether browsers know an anchor whatever ids a page has: its top, or words to look for, `:~:text=`.
pub fn is_of_every_page(anchor: &str) -> bool {
    anchor == "top" || anchor.starts_with(":~:")
}

impl Book {
    /// The text that `at` names.
    pub fn lesson(&self, at: LessonRef) -> &Lesson {
        match at {
            LessonRef::Home => &self.home,
            LessonRef::Level(level) => &self.levels[level].index,
            LessonRef::Lesson(level, lesson) => &self.levels[level].lessons[lesson],
            LessonRef::Page(page) => &self.pages[page],
        }
    }

    /// The text that `at` names, to be completed.
    pub fn lesson_mut(&mut self, at: LessonRef) -> &mut Lesson {
        match at {
            LessonRef::Home => &mut self.home,
            LessonRef::Level(level) => &mut self.levels[level].index,
            LessonRef::Lesson(level, lesson) => &mut self.levels[level].lessons[lesson],
            LessonRef::Page(page) => &mut self.pages[page],
        }
    }

    /// The work that a key names in a lesson's texts, as an index of [`References::works`]: the lesson's own, else the
    /// shared bibliography's; `None` if neither has one.
    pub fn reference(&self, lesson: &Lesson, key: &str) -> Option<usize> {
        lesson.references.get(key).or_else(|| self.references.shared.get(key)).copied()
    }

    /// The file at which to report a fault of a text as a whole: the one shown in `locale`, or for a level without
    /// `index`, that of its first lesson; `None` if there is neither.
    pub fn file(&self, at: LessonRef, locale: Locale) -> Option<&BookPath> {
        let of = |lesson: LessonRef| Some(&self.lesson(lesson).shown(locale, self.config.default_locale)?.path);
        of(at).or_else(|| match at {
            LessonRef::Level(level) => {
                (0..self.levels[level].lessons.len()).find_map(|lesson| of(LessonRef::Lesson(level, lesson)))
            }
            _ => None,
        })
    }

    /// Whether a lesson is to be offered in two languages side by side: as it says, else as its level
    /// does, else as the book does.
    pub fn wants_side_by_side(&self, at: LessonRef) -> bool {
        let level = match at {
            LessonRef::Lesson(level, _) => Some(LessonRef::Level(level)),
            _ => None,
        };
        let said = std::iter::once(at).chain(level).find_map(|at| self.lesson(at).side_by_side);
        said.unwrap_or(self.config.side_by_side)
    }

    /// The colour of each level, from the base up; `None` where the place in the pyramid gives it.
    pub fn colours(&self) -> Vec<Option<Colour>> {
        self.levels.iter().map(|level| level.index.colour).collect()
    }

    /// Every text, in reading order: the front page, each level and its lessons, the other pages.
    pub fn lessons(&self) -> impl Iterator<Item = (LessonRef, &Lesson)> {
        let levels = self.levels.iter().enumerate().flat_map(|(number, level)| {
            let lessons = level.lessons.iter().enumerate();
            std::iter::once((LessonRef::Level(number), &level.index))
                .chain(lessons.map(move |(index, lesson)| (LessonRef::Lesson(number, index), lesson)))
        });
        let pages = self.pages.iter().enumerate().map(|(index, page)| (LessonRef::Page(index), page));
        std::iter::once((LessonRef::Home, &self.home)).chain(levels).chain(pages)
    }

    /// Every text, to be changed on all cores, in no order.
    pub fn par_lessons_mut(&mut self) -> impl ParallelIterator<Item = &mut Lesson> {
        let levels = self.levels.par_iter_mut().flat_map(|level| {
            let index = rayon::iter::once(&mut level.index);
            index.chain(level.lessons.par_iter_mut())
        });
        let others = rayon::iter::once(&mut self.home).chain(self.pages.par_iter_mut());
        levels.chain(others)
    }
}

impl Lesson {
    /// Whether it has a page in a language: a text, or one shown in its place.
    pub fn has_page(&self, locale: Locale) -> bool {
        self.permalinks.get(locale).is_some()
    }

    /// The day on which its text in a language was published: for a translation that says when it was made, that day,
    /// whatever `date` its author copied from the original; `None` if no date is given.
    pub fn published(&self, locale: Locale) -> Option<Date> {
        let own = self.translations.get(&locale).map(|own| &own.parsed.front_matter);
        let own = own.and_then(|own| own.translated.as_ref().or(own.date.as_ref()));
        own.map(|date| date.value).or(self.date)
    }

    /// The files of its texts.
    pub fn files(&self) -> impl Iterator<Item = &BookPath> {
        self.translations.values().map(|translation| &translation.path)
    }

    /// The text shown in `locale`: its translation, else that in the `default` language, else the first in the book's
    /// order; `None` if it has no text at all.
    pub fn shown(&self, locale: Locale, default: Locale) -> Option<&Translation> {
        self.translations
            .get(&locale)
            .or_else(|| self.translations.get(&default))
            .or_else(|| self.translations.values().next())
    }

    /// The alignment of its texts in two languages, that in `first` first; `None` if either text is missing.
    pub fn alignment(&self, first: Locale, second: Locale) -> Option<Cow<'_, Alignment>> {
        among(&self.alignments, first, second)
    }

    /// As [`alignment`](Self::alignment), for what students see.
    pub fn students_alignment(&self, first: Locale, second: Locale) -> Option<Cow<'_, Alignment>> {
        among(&self.students_alignments, first, second).or_else(|| self.alignment(first, second))
    }
}

fn among(
    alignments: &BTreeMap<(Locale, Locale), Alignment>,
    first: Locale,
    second: Locale,
) -> Option<Cow<'_, Alignment>> {
    let straight = alignments.get(&(first, second)).map(Cow::Borrowed);
    straight.or_else(|| Some(Cow::Owned(alignments.get(&(second, first))?.swapped())))
}
