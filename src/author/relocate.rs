//! A lesson, a level or a page renamed or moved, and every link to it mended.
//!
//! The book is read several times in memory before a file is touched: as it is; with the files at their new paths, which
//! says what ids and addresses they get; with links mended, which says what would be lost; and with every alias, which must be
//! the same book, but for the places of the files that moved. Edits are made where the parser found the links: all else in the
//! files stays as it is.

mod aliases;
mod edits;
mod target;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::place::{self, Given};
use super::{NotDone, Refusal};
use crate::build;
use crate::builder::{Built, Edition};
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::{self, Source, TRANSLATIONS_LOCK};
use crate::locale::message;
use crate::model::{Book, Lesson, LessonRef, Slug};
use crate::parse::lock;
use crate::plan::Site;
use crate::progress::{Progress, Task};
use crate::rule::Rule;
use crate::source::{BookPath, FileBytes, Sources};
use crate::write::{self, NotChanged, Step};
use edits::Edits;
use target::Rename;
pub(super) use verify::new_faults;

/// Faults that leave a text, or what the book is made of, unknown: links could be lost in what can't be read.
const UNSAFE: [Rule; 10] = [
    Rule::UnreadableFile,
    Rule::OversizedText,
    Rule::InvalidText,
    Rule::InvalidLock,
    Rule::DuplicateId,
    Rule::DuplicatePermalink,
    Rule::DuplicateTranslation,
    Rule::ClashingNames,
    Rule::UnclosedFrontMatter,
    Rule::InvalidFrontMatter,
];

/// How often a book is read to work out a move.
const READINGS: usize = 5;

/// What is to be moved, and where to, as the author types both.
#[derive(Clone, Debug)]
pub struct MoveRequest {
    /// A lesson, a level or a page: its id, its file or its title.
    pub from: String,
    /// A new name, a level, or a number.
    pub to: String,
    /// The author's current folder.
    pub here: PathBuf,
}

/// A move, worked out whole; no file is touched yet.
#[derive(Debug)]
pub struct Move {
    root: PathBuf,
    /// The files and folders that get another path, with that path.
    pub moved: Vec<(String, String)>,
    /// The files that are edited, by the path that they have before, each with how many links and ids are mended in it.
    pub edited: BTreeMap<String, usize>,
    /// The former ids and addresses that are kept, each with the file whose `aliases` has it, by its new path.
    pub aliases: Vec<(String, String)>,
    /// Whether the text has another name now, and still its title.
    pub keeps_title: bool,
    /// The warnings that the book gets by it.
    pub warnings: Vec<Diagnostic>,
    /// The book as it will be: the texts that the warnings speak of.
    pub sources: Sources,
    steps: Vec<Step>,
}

/// Works out a move; it is counted in `progress` how far that has come.
///
/// # Errors
/// Why it can't be done.
pub fn plan(root: &Path, request: &MoveRequest, progress: &Progress) -> Result<Move, NotDone> {
    let underway = progress.begin(Task::Readings, READINGS);
    let read = |source| {
        let read = read(source);
        underway.one();
        read
    };
    let before = read(Source::disk(root))?;
    let unsafe_faults: Vec<Diagnostic> =
        before.diagnostics.iter().filter(|fault| UNSAFE.contains(&fault.rule)).cloned().collect();
    if !unsafe_faults.is_empty() {
        return Err(NotDone::Faults { sources: before.sources, diagnostics: unsafe_faults });
    }
    let book = &before.site.book;
    let given = Given::read(&request.from, root, &request.here, &book.config)?;
    let at = place::text_named(book, &given, &request.from)?;
    let renames = target::renames(book, root, at, request)?;
    let placed = read(overlay(root, &before.sources, &renames, &BTreeMap::new())?)?;
    let twins = Twins::new(book, &placed.site.book, &renames);
    if let Some(lost) = book.lessons().find(|(at, _)| twins.of(*at).is_none()) {
        let id = lost.1.id.as_str();
        return Err(Refusal::new(message!("move.loses", id = id), message!("move.help-loses", id = id)).into());
    }
    let mut edits = Edits::default();
    edits::links(&mut edits, book, &before.sources, &renames, &twins, &placed.site.book)?;
    edits::ids(&mut edits, book, &before.sources, &twins, &placed.site.book);
    let mut texts = edits.texts(&before.sources);
    aliases::settle(book, &placed.site.book, &twins, &before.sources, &mut texts);
    let linked = read(overlay(root, &before.sources, &renames, &texts)?)?;
    let lost = aliases::lost_ids(book, &linked.site.book, &twins);
    let mut kept = aliases::keep(&lost, &before.sources, &renames, &mut texts);
    // An id keeps addresses too: what is lost after that is written as it was.
    let with_ids = read(overlay(root, &before.sources, &renames, &texts)?)?;
    let lost = aliases::lost_addresses(book, &with_ids.site.book, &twins);
    kept.extend(aliases::keep(&lost, &before.sources, &renames, &mut texts));
    renew_lock(book, &before.sources, &placed.site.book, &twins, &mut texts);
    let after = read(overlay(root, &before.sources, &renames, &texts)?)?;
    verify::same_book(book, &after.site.book, &renames, &twins)?;
    verify::all_kept(book, &after.site.book, &twins)?;
    let (errors, warnings): (Vec<_>, Vec<_>) = new_faults(&before.diagnostics, after.diagnostics, &renames)
        .into_iter()
        .partition(|fault| fault.severity == Severity::Error);
    if !errors.is_empty() {
        return Err(NotDone::Faults { sources: after.sources, diagnostics: errors });
    }
    let mut steps: Vec<Step> = texts
        .iter()
        .map(|(path, text)| {
            let mark =
                if load::begins_with_mark(&root.join(load::as_on_disk(root, path.as_str()))) { "\u{feff}" } else { "" };
            Step::Write { path: path.to_string(), text: format!("{mark}{text}") }
        })
        .collect();
    let moved = target::in_order(&before.sources, &renames)?;
    steps.extend(moved.iter().map(|(from, to)| Step::Move { from: from.clone(), to: to.clone() }));
    let edited = texts.keys().map(|path| (path.to_string(), edits.count(path))).collect();
    let keeps_title = twins.of(at).is_some_and(|twin| keeps_title(book.lesson(at), placed.site.book.lesson(twin)));
    Ok(Move {
        root: root.to_owned(),
        keeps_title,
        moved,
        edited,
        aliases: kept,
        warnings,
        sources: after.sources,
        steps,
    })
}

/// Whether a text got a name that is none of its titles.
fn keeps_title(before: &Lesson, after: &Lesson) -> bool {
    let name = |lesson: &Lesson| lesson.id.rsplit('/').next().map(str::to_owned);
    let is_title = |name: &str| {
        let slugs = after.titles.iter().filter_map(|(_, title)| Slug::from_name(&title.text));
        slugs.into_iter().any(|slug| slug.as_str() == name)
    };
    name(before) != name(after) && !name(after).is_some_and(|name| is_title(&name))
}

impl Move {
    /// Moves the files, all of them or none.
    ///
    /// # Errors
    /// Why nothing was moved.
    pub fn apply(&self, is_stopped: impl Fn() -> bool) -> Result<(), NotChanged> {
        write::change(&self.root, &self.steps, is_stopped)
    }

    /// How many links and ids are mended.
    pub fn mended(&self) -> usize {
        self.edited.values().sum()
    }
}

/// A book that has a site.
struct Read {
    sources: Sources,
    site: Site,
    diagnostics: Vec<Diagnostic>,
}

/// Reads a book with all that its author sees: drafts, and what is for the teacher.
fn read(source: Source) -> Result<Read, NotDone> {
    let Built { sources, site, diagnostics } =
        build::read(source, &Edition { with_echoes: true, ..Edition::preview(true) });
    match site {
        Some(site) => Ok(Read { sources, site, diagnostics }),
        None => Err(NotDone::Faults { sources, diagnostics }),
    }
}

/// The new path of a file or a folder; its own where it stays.
fn new_path(renames: &[Rename], path: &str) -> String {
    renames.iter().find_map(|rename| rename.of(path)).unwrap_or_else(|| path.to_owned())
}

/// The book with its files at their new paths, and with those texts, by their former paths.
fn overlay(
    root: &Path,
    sources: &Sources,
    renames: &[Rename],
    texts: &BTreeMap<BookPath, String>,
) -> Result<Source, Refusal> {
    let mut source = Source::disk(root);
    let refused = |path: &str| {
        Refusal::new(message!("author.unreadable-name", path = path), message!("author.help-unreadable-name"))
    };
    let files = sources.texts.keys().chain(sources.assets.keys());
    let moved: BTreeSet<&BookPath> = files.filter(|path| new_path(renames, path.as_str()) != path.as_str()).collect();
    for path in &moved {
        source.remove(path.as_str()).map_err(|_| refused(path.as_str()))?;
    }
    for path in &moved {
        let new = new_path(renames, path.as_str());
        let put = match (sources.texts.get(path.as_str()), sources.assets.get(path.as_str())) {
            // A transcript is both, and is read from its file.
            (_, Some(asset)) => match &asset.bytes {
                FileBytes::Disk(disk) => source.stand_in(&new, disk),
                FileBytes::Memory(bytes) => source.set(&new, bytes),
            },
            (Some(text), None) => source.set(&new, texts.get(path.as_str()).map_or(&*text.text, String::as_str)),
            (None, None) => Ok(()),
        };
        put.map_err(|_| refused(&new))?;
    }
    for (path, text) in texts.iter().filter(|(path, _)| !moved.contains(path)) {
        source.set(path.as_str(), text).map_err(|_| refused(path.as_str()))?;
    }
    Ok(source)
}

/// Each text of the book, and the same text once it is moved.
struct Twins {
    by_former: BTreeMap<LessonRef, LessonRef>,
}

impl Twins {
    /// Pairs texts by their files.
    fn new(before: &Book, after: &Book, renames: &[Rename]) -> Self {
        let mut by_path: BTreeMap<&str, LessonRef> = BTreeMap::new();
        for (at, lesson) in after.lessons() {
            by_path.extend(place::files_of(lesson).map(|path| (path.as_str(), at)));
        }
        let mut by_former = BTreeMap::new();
        for (at, lesson) in before.lessons() {
            let new = place::files_of(lesson).find_map(|path| by_path.get(&*new_path(renames, path.as_str())).copied());
            by_former.extend(new.map(|new| (at, new)));
        }
        by_former.insert(LessonRef::Home, LessonRef::Home);
        // A level without a text of its own is where the lessons are that stay in it.
        for (number, level) in before.levels.iter().enumerate() {
            let folder = place::folder_of(level).map(|folder| new_path(renames, &format!("content/{folder}")));
            let new = after.levels.iter().position(|level| {
                place::folder_of(level).is_some_and(|new| folder.as_deref() == Some(&*format!("content/{new}")))
            });
            if let (false, Some(new)) = (by_former.contains_key(&LessonRef::Level(number)), new) {
                by_former.insert(LessonRef::Level(number), LessonRef::Level(new));
            }
        }
        Self { by_former }
    }

    fn of(&self, former: LessonRef) -> Option<LessonRef> {
        self.by_former.get(&former).copied()
    }
}

/// Puts what is recorded of texts under the ids that they get.
fn renew_lock(book: &Book, sources: &Sources, placed: &Book, twins: &Twins, texts: &mut BTreeMap<BookPath, String>) {
    let Some(file) = sources.text(TRANSLATIONS_LOCK) else { return };
    let known = lock::read(&file.text).value;
    let mut renewed = known.clone();
    let renamed = || {
        let new = |at| twins.of(at).map(|new| placed.lesson(new).id.clone());
        book.lessons().filter_map(move |(at, lesson)| Some((&lesson.id, new(at)?))).filter(|(old, new)| *old != new)
    };
    // All are taken before any is put: two texts may swap their ids.
    let lessons: Vec<_> = renamed().filter_map(|(old, new)| Some((new, renewed.lessons.remove(old)?))).collect();
    let given: Vec<_> = renamed().filter_map(|(old, new)| Some((new, renewed.given.remove(old)?))).collect();
    renewed.lessons.extend(lessons);
    renewed.given.extend(given);
    if renewed != known {
        texts.insert(file.path.clone(), renewed.text());
    }
}
