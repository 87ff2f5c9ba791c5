//! `translations.lock` brought up to date: the translations of some lessons, or of all, are recorded as agreeing
//! as they are now. From then on, Palier reports what changes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use serde::Serialize;

use crate::build;
use crate::builder::{Built, Edition};
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::{Source, TRANSLATIONS_LOCK};
use crate::locale::{Message, message};
use crate::model::drift::ChangeKind;
use crate::model::{Book, Lesson, LessonRef};
use crate::nearest::nearest;
use crate::parse::lock::{self, Lock};
use crate::rule::Rule;
use crate::source::{BookPath, Sources};
use crate::write;

/// Which lessons are recorded, and when not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncOptions {
    /// Which lessons are recorded.
    pub lessons: Lessons,
    /// Whether only small fixes are taken: blocks that changed, none that was added, removed or moved.
    pub typo: bool,
}

/// Which lessons are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lessons {
    /// All lessons that exist in two languages or more; what is recorded of lessons that the book no longer has
    /// is forgotten.
    All,
    /// Those of these names: a lesson's id (`/` for the home page), or one of its files, from the current folder
    /// or from the book's.
    Named(Vec<String>),
}

/// What was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Synced {
    /// How many lessons.
    pub lessons: usize,
    /// How many translations of them.
    pub translations: usize,
    /// How many of these translations are new in the record, or changed since they were last recorded.
    pub renewed: usize,
    /// How many lessons are no longer in the book, and no longer recorded.
    pub forgotten: usize,
    /// How many lessons were left out of “all”, since they exist in one language only.
    pub alone: usize,
}

/// Why nothing was recorded.
#[derive(Debug)]
pub enum NotSynced {
    /// The book, or its record, can't be read as a whole: recording would lose something.
    Faults {
        /// The book as it was read: the texts that the diagnostics speak of.
        sources: Sources,
        /// What is in the way.
        diagnostics: Vec<Diagnostic>,
    },
    /// `translations.lock` is there, and is not a file that can be read.
    NotAFile,
    /// The book has no lessons of these names.
    Unknown(Vec<UnknownLesson>),
    /// These lessons can't be recorded as asked.
    Refused(Vec<Refusal>),
    /// The record could not be written.
    NotWritten(io::Error),
}

/// A name that no lesson has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLesson {
    /// The name as it was given.
    pub name: String,
    /// The id or file that was probably meant.
    pub nearest: Option<String>,
}

/// Why a lesson can't be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Message,
}

impl NotSynced {
    /// What is wrong, and what to do, in words; the faults of the book are diagnostics instead.
    pub fn messages(&self) -> Vec<(Message, Option<Message>)> {
        match self {
            Self::Faults { .. } => Vec::new(),
            Self::NotAFile => vec![(message!("sync.not-a-file", path = TRANSLATIONS_LOCK), None)],
            Self::Unknown(names) => names.iter().map(UnknownLesson::message).collect(),
            Self::Refused(lessons) => {
                lessons.iter().map(|Refusal { message, help }| (message.clone(), Some(help.clone()))).collect()
            }
            Self::NotWritten(error) => {
                let message = message!("sync.not-written", path = TRANSLATIONS_LOCK, reason = error);
                vec![(message, Some(message!("sync.help-not-written")))]
            }
        }
    }
}

impl UnknownLesson {
    fn message(&self) -> (Message, Option<Message>) {
        let help = match &self.nearest {
            Some(nearest) => message!("sync.help-nearest", nearest = nearest.as_str()),
            None => message!("sync.help-unknown"),
        };
        (message!("sync.unknown", lesson = self.name.as_str()), Some(help))
    }
}

/// Records in `translations.lock` that the translations of the lessons agree as they are now: all of the lessons
/// that are meant, or none. The record of a draft stays as it was.
///
/// ```
/// use palier::sync::{Lessons, SyncOptions, Synced, sync};
///
/// # fn main() -> std::io::Result<()> {
/// # let folder = tempfile::tempdir()?;
/// # let book = folder.path();
/// # std::fs::write(book.join("book.toml"), "[book]\ntitle = \"My book\"\n[languages.fr]\n[languages.en]\n")?;
/// # std::fs::create_dir_all(book.join("content/1-start"))?;
/// # std::fs::write(book.join("content/1-start/1-read.fr.md"), "---\ntitle: Lire\n---\n\nUn texte.\n")?;
/// # std::fs::write(book.join("content/1-start/1-read.en.md"), "---\ntitle: Read\n---\n\nA text.\n")?;
/// let options = SyncOptions { lessons: Lessons::Named(vec!["start/read".to_owned()]), typo: false };
/// let synced = sync(book, &options).expect("the lesson exists in two languages");
/// assert_eq!(synced, Synced { lessons: 1, translations: 2, renewed: 2, ..Synced::default() });
/// assert!(book.join("translations.lock").is_file());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Why nothing was recorded; the file is then as it was.
pub fn sync(source: impl Into<Source>, options: &SyncOptions) -> Result<Synced, NotSynced> {
    let source = source.into();
    // With drafts: what is known of a text is not forgotten while it is one.
    let edition = Edition { drafts: true, ..Edition::default() };
    let Built { sources, site, diagnostics } = build::read(source.clone(), &edition);
    let Some(site) = site else { return Err(NotSynced::Faults { sources, diagnostics }) };
    let path = source.root().join(TRANSLATIONS_LOCK);
    let (known, diagnostics) = recorded(&sources, diagnostics);
    if !diagnostics.is_empty() {
        return Err(NotSynced::Faults { sources, diagnostics });
    }
    if known.is_none() && path.symlink_metadata().is_ok() {
        return Err(NotSynced::NotAFile);
    }
    let mut lock = known.clone().unwrap_or_default();
    let synced = record(options, source.root(), &site.book, &mut lock)?;
    if known.as_ref() != Some(&lock) {
        write::replace(&path, &lock.text()).map_err(NotSynced::NotWritten)?;
    }
    Ok(synced)
}

/// The record as it is, `None` if the book has none yet, and the faults that keep it from being replaced. The
/// book may allow the rule for faults of the record: what can't be read would be lost all the same, so the file
/// itself is asked.
fn recorded(sources: &Sources, diagnostics: Vec<Diagnostic>) -> (Option<Lock>, Vec<Diagnostic>) {
    let mut faults: Vec<Diagnostic> = diagnostics.into_iter().filter(is_in_the_way).collect();
    let lock = sources.text(TRANSLATIONS_LOCK).map(|file| {
        let read = lock::read(&file.text);
        faults.extend(read.diagnostics.into_iter().map(|fault| fault.in_file(&file.path)));
        read.value
    });
    (lock, faults)
}

/// Whether a fault keeps the record, or the texts to be recorded, from being known.
fn is_in_the_way(fault: &Diagnostic) -> bool {
    let of_lock = fault.at.path.as_str() == TRANSLATIONS_LOCK;
    (of_lock && fault.rule != Rule::InvalidLock)
        || (fault.severity == Severity::Error && matches!(fault.rule, Rule::UnreadableFile | Rule::OversizedText))
}

/// Puts the lessons that are meant into the record: all of them, or none.
fn record(options: &SyncOptions, root: &Path, book: &Book, lock: &mut Lock) -> Result<Synced, NotSynced> {
    let (chosen, is_all) = match &options.lessons {
        Lessons::All => (book.lessons().collect(), true),
        Lessons::Named(names) => (named(names, root, book).map_err(NotSynced::Unknown)?, false),
    };
    let mut synced = Synced::default();
    let mut refused = Vec::new();
    for (at, lesson) in chosen {
        follow(lesson, lock);
        let texts = lesson.translations.values().filter(|translation| !translation.draft).count();
        // Of one text alone, the numbers of what is learnt in it are still to be kept.
        let is_learnt = texts == 1 && !book.learning.given(at).is_empty();
        match texts {
            1 if is_learnt => {}
            0 | 1 if is_all => {
                synced.alone += texts;
                continue;
            }
            0 | 1 => {
                let message = message!("sync.no-translation", lesson = id(lesson));
                refused.push(Refusal { message, help: message!("sync.help-no-translation") });
                continue;
            }
            _ => {}
        }
        if options.typo {
            refused.extend(more_than_a_typo(book, lesson, lock));
        }
        put(book, at, lock, &mut synced);
    }
    if !refused.is_empty() {
        return Err(NotSynced::Refused(refused));
    }
    if is_all {
        let known: BTreeSet<&str> = book.lessons().map(|(_, lesson)| lesson.id.as_str()).collect();
        let before = lock.lessons.len();
        lock.lessons.retain(|id, _| known.contains(id.as_str()));
        lock.given.retain(|id, _| known.contains(id.as_str()));
        synced.forgotten = before - lock.lessons.len();
    }
    Ok(synced)
}

/// The lessons of those names, each once.
fn named<'b>(
    names: &[String],
    root: &Path,
    book: &'b Book,
) -> Result<Vec<(LessonRef, &'b Lesson)>, Vec<UnknownLesson>> {
    let mut ids: BTreeMap<&str, (LessonRef, &Lesson)> = BTreeMap::new();
    let mut paths: BTreeMap<&BookPath, (LessonRef, &Lesson)> = BTreeMap::new();
    for (at, lesson) in book.lessons().filter(|(_, lesson)| !lesson.translations.is_empty()) {
        ids.insert(id(lesson), (at, lesson));
        paths.extend(lesson.translations.values().map(|translation| (&translation.path, (at, lesson))));
    }
    let (mut chosen, mut seen, mut unknown) = (Vec::new(), BTreeSet::new(), Vec::new());
    for name in names {
        let by_id = ids.get(name.as_str()).or_else(|| ids.get(name.trim_matches('/'))).copied();
        let by_path = || book_paths(name, root).iter().find_map(|path| paths.get(path).copied());
        match by_id.or_else(by_path) {
            Some((at, lesson)) if seen.insert(&lesson.id) => chosen.push((at, lesson)),
            Some(_) => {}
            None => {
                let known = ids.keys().copied().chain(paths.keys().map(|path| path.as_str()));
                unknown.push(UnknownLesson { name: name.clone(), nearest: nearest(name, known).map(str::to_owned) });
            }
        }
    }
    if unknown.is_empty() { Ok(chosen) } else { Err(unknown) }
}

/// The files of the book that a path may mean: from the current folder, or from the book.
fn book_paths(name: &str, root: &Path) -> Vec<BookPath> {
    let absolute = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
    let from_here = absolute(Path::new(name)).zip(absolute(root));
    let from_here = from_here.and_then(|(path, root)| {
        let parts = path.strip_prefix(root).ok()?.components();
        let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        Some(BookPath::new(&parts.join("/")))
    });
    from_here.into_iter().chain([BookPath::new(&name.replace('\\', "/"))]).collect()
}

/// Why a lesson has changed by more than a small fix; `None` if it hasn't.
fn more_than_a_typo(book: &Book, lesson: &Lesson, lock: &Lock) -> Option<Refusal> {
    let help = message!("sync.help-typo", lesson = id(lesson));
    for translation in lesson.translations.values().filter(|translation| !translation.draft) {
        let language = book.config.language(translation.locale);
        let known = lock.lessons.get(&lesson.id).and_then(|lesson| lesson.get(&language.key));
        if known.is_none() {
            let message = message!("sync.typo-untracked", lesson = id(lesson), language = language.in_words());
            return Some(Refusal { message, help });
        }
        let tracked = lesson.drift.translations.get(&translation.locale)?;
        let blocks = tracked.changes.iter().filter(|change| change.kind != ChangeKind::Changed).count();
        if blocks > 0 {
            let (lesson, language) = (id(lesson), language.in_words());
            let message = message!("sync.typo-refused", lesson = lesson, language = language, count = blocks);
            return Some(Refusal { message, help });
        }
    }
    None
}

/// Puts what is known of a lesson that moved under the id that it has now.
fn follow(lesson: &Lesson, lock: &mut Lock) {
    let Some(former) = &lesson.drift.former_id else { return };
    if let Some(known) = lock.lessons.remove(former) {
        lock.lessons.entry(lesson.id.clone()).or_insert(known);
    }
    if let Some(given) = lock.given.remove(former) {
        lock.given.entry(lesson.id.clone()).or_insert(given);
    }
}

/// Records a lesson as it is now. The record of a draft stays as it was.
fn put(book: &Book, at: LessonRef, lock: &mut Lock, synced: &mut Synced) {
    let lesson = book.lesson(at);
    let known = lock.lessons.remove(&lesson.id).unwrap_or_default();
    let mut translations = BTreeMap::new();
    if lesson.translations.len() == 1 {
        // A text that is gone may come back.
        translations.clone_from(&known);
    }
    for translation in lesson.translations.values() {
        let key = &book.config.language(translation.locale).key;
        if translation.draft {
            translations.extend(known.get(key).map(|records| (key.clone(), records.clone())));
            continue;
        }
        let mut records: Vec<_> = translation.parsed.fingerprints.iter().map(lock::BlockRecord::from).collect();
        for (block, learnt) in book.learning.recorded(at, translation) {
            // The file leaves out what has no number: with it, nothing would ever be what is known.
            let has_numbers = learnt.iter().any(|learnt| learnt.number.is_some());
            if let Some(record) = records.get_mut(block).filter(|_| has_numbers) {
                record.learnt = learnt;
            }
        }
        synced.translations += 1;
        synced.renewed += usize::from(known.get(key) != Some(&records));
        translations.insert(key.clone(), records);
    }
    synced.lessons += 1;
    let given = book.learning.given(at);
    if !given.is_empty() {
        lock.given.insert(lesson.id.clone(), given);
    }
    lock.lessons.insert(lesson.id.clone(), translations);
}

/// A lesson's id as the user writes it: the home page's is empty.
fn id(lesson: &Lesson) -> &str {
    if lesson.id.is_empty() { "/" } else { &lesson.id }
}
