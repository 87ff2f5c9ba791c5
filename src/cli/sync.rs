//! `palier sync`: says that translations are in step as they are now.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Outcome, Terminal, chosen_book};
use crate::build;
use crate::builder::{Built, Options};
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::TRANSLATIONS_LOCK;
use crate::locale::{Message, message};
use crate::model::drift::ChangeKind;
use crate::model::{Book, Lesson, LessonRef};
use crate::nearest::nearest;
use crate::parse::lock::{self, Lock};
use crate::report::ReportFormat;
use crate::rule::Rule;
use crate::source::BookPath;

/// What `palier sync` is told.
#[derive(Clone, Debug, Args)]
pub struct SyncArguments {
    /// Ids of lessons, or their files.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub lessons: Vec<String>,
    /// Whether all lessons are meant.
    #[arg(long)]
    pub all: bool,
    /// Whether only small fixes are taken: changed blocks, none that is new or gone.
    #[arg(long)]
    pub typo: bool,
    /// The book's folder.
    #[arg(id = "book_folder", long = "book")]
    pub book: Option<PathBuf>,
}

/// Records the lessons as they are now.
pub fn run(arguments: &SyncArguments, terminal: &Terminal) -> Outcome {
    let book = match chosen_book(arguments.book.as_deref(), ReportFormat::Human, terminal) {
        Ok(book) => book,
        Err(outcome) => return outcome,
    };
    // With drafts: what is known of a text is not forgotten while it is one.
    let options = Options { drafts: true, ..Options::default() };
    let Built { sources, site, diagnostics } = build::read(book.as_path(), &options);
    let Some(site) = site else {
        terminal.report(&diagnostics, &sources, ReportFormat::Human);
        return Outcome::BookHasErrors;
    };
    // What can't be read would be lost by writing it anew. The book may allow the rule: that makes it
    // no better, so the file itself is asked.
    let known = sources.text(TRANSLATIONS_LOCK).map(|file| (file, lock::read(&file.text)));
    let mut faults: Vec<Diagnostic> = diagnostics.into_iter().filter(is_in_the_way).collect();
    let mut lock = Lock::default();
    let path = book.join(TRANSLATIONS_LOCK);
    if known.is_none() && faults.is_empty() && fs::symlink_metadata(&path).is_ok() {
        terminal.fail(&message!("sync.not-a-file", path = TRANSLATIONS_LOCK), None);
        terminal.say(&message!("sync.stopped"));
        return Outcome::BookHasErrors;
    }
    if let Some((file, read)) = known {
        faults.extend(read.diagnostics.into_iter().map(|fault| fault.in_file(&file.path)));
        lock = read.value;
    }
    if !faults.is_empty() {
        terminal.report(&faults, &sources, ReportFormat::Human);
        terminal.say(&message!("sync.stopped"));
        return Outcome::BookHasErrors;
    }
    let before = lock.clone();
    let counts = match record(arguments, &book, &site.book, &mut lock) {
        Ok(counts) => counts,
        Err(refusal) => {
            for (message, help) in &refusal.reasons {
                terminal.fail(message, help.as_ref());
            }
            terminal.say(&message!("sync.stopped"));
            return refusal.outcome;
        }
    };
    let is_new = lock != before || sources.text(TRANSLATIONS_LOCK).is_none();
    if is_new && let Err(error) = replace(&path, &lock.text()) {
        let message = message!("sync.not-written", path = TRANSLATIONS_LOCK, reason = &error);
        terminal.fail(&message, Some(&message!("sync.help-not-written")));
        return Outcome::BookHasErrors;
    }
    counts.say(terminal);
    Outcome::Done
}

/// Whether a fault keeps the lock, or the texts to be recorded, from being known.
fn is_in_the_way(fault: &Diagnostic) -> bool {
    let of_lock = fault.at.path.as_str() == TRANSLATIONS_LOCK;
    (of_lock && fault.rule != Rule::InvalidLock)
        || (fault.severity == Severity::Error && matches!(fault.rule, Rule::UnreadableFile | Rule::OversizedText))
}

/// Why nothing is recorded.
struct Refusal {
    outcome: Outcome,
    reasons: Vec<(Message, Option<Message>)>,
}

/// What was recorded.
#[derive(Default)]
struct Counts {
    lessons: usize,
    translations: usize,
    /// Of them, those that were recorded otherwise.
    renewed: usize,
    forgotten: usize,
    alone: usize,
}

impl Counts {
    fn say(&self, terminal: &Terminal) {
        let texts = self.translations.to_string();
        terminal.say(&message!("sync.done", count = self.lessons, translations = texts));
        match self.renewed {
            0 => terminal.say(&message!("sync.unchanged")),
            renewed => terminal.say(&message!("sync.renewed", count = renewed)),
        }
        if self.alone > 0 {
            terminal.say(&message!("sync.alone", count = self.alone));
        }
        if self.forgotten > 0 {
            terminal.say(&message!("sync.forgotten", count = self.forgotten));
        }
    }
}

/// Puts the lessons that are meant into the lock: all of them, or none.
fn record(arguments: &SyncArguments, root: &Path, book: &Book, lock: &mut Lock) -> Result<Counts, Refusal> {
    let chosen = match arguments.all {
        true => book.lessons().collect(),
        false => named(&arguments.lessons, root, book)?,
    };
    let mut counts = Counts::default();
    let mut reasons = Vec::new();
    for (at, lesson) in chosen {
        follow(lesson, lock);
        let texts = lesson.translations.values().filter(|translation| !translation.draft).count();
        // Of one text alone, the numbers of what is learnt in it are still to be kept.
        let is_learnt = texts == 1 && !book.learning.given(at).is_empty();
        match texts {
            1 if is_learnt => {}
            0 | 1 if arguments.all => {
                counts.alone += usize::from(texts == 1);
                continue;
            }
            0 | 1 => {
                let message = message!("sync.no-translation", lesson = id(lesson));
                reasons.push((message, Some(message!("sync.help-no-translation"))));
                continue;
            }
            _ => {}
        }
        if arguments.typo {
            reasons.extend(more_than_a_typo(book, lesson, lock));
        }
        put(book, at, lock, &mut counts);
    }
    if !reasons.is_empty() {
        return Err(Refusal { outcome: Outcome::BookHasErrors, reasons });
    }
    if arguments.all {
        let known: BTreeSet<&str> = book.lessons().map(|(_, lesson)| lesson.id.as_str()).collect();
        let before = lock.lessons.len();
        lock.lessons.retain(|id, _| known.contains(id.as_str()));
        lock.given.retain(|id, _| known.contains(id.as_str()));
        counts.forgotten = before - lock.lessons.len();
    }
    Ok(counts)
}

/// The lessons of those names: ids, or files.
fn named<'b>(names: &[String], root: &Path, book: &'b Book) -> Result<Vec<(LessonRef, &'b Lesson)>, Refusal> {
    let mut ids: BTreeMap<&str, (LessonRef, &Lesson)> = BTreeMap::new();
    let mut paths: BTreeMap<&BookPath, (LessonRef, &Lesson)> = BTreeMap::new();
    for (at, lesson) in book.lessons().filter(|(_, lesson)| !lesson.translations.is_empty()) {
        ids.insert(id(lesson), (at, lesson));
        paths.extend(lesson.translations.values().map(|translation| (&translation.path, (at, lesson))));
    }
    let (mut chosen, mut seen, mut reasons) = (Vec::new(), BTreeSet::new(), Vec::new());
    for name in names {
        let by_id = ids.get(name.as_str()).or_else(|| ids.get(name.trim_matches('/'))).copied();
        let by_path = || book_paths(name, root).iter().find_map(|path| paths.get(path).copied());
        match by_id.or_else(by_path) {
            Some((at, lesson)) if seen.insert(&lesson.id) => chosen.push((at, lesson)),
            Some(_) => {}
            None => {
                let known = ids.keys().copied().chain(paths.keys().map(|path| path.as_str()));
                let help = match nearest(name, known) {
                    Some(nearest) => message!("sync.help-nearest", nearest = nearest),
                    None => message!("sync.help-unknown"),
                };
                reasons.push((message!("sync.unknown", lesson = name.as_str()), Some(help)));
            }
        }
    }
    if reasons.is_empty() { Ok(chosen) } else { Err(Refusal { outcome: Outcome::WrongCommandLine, reasons }) }
}

/// The files of the book that a path may mean: from the current folder, or from the book.
fn book_paths(name: &str, root: &Path) -> Vec<BookPath> {
    let absolute = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
    let from_here = absolute(Path::new(name)).zip(absolute(root));
    let from_here = from_here.and_then(|(path, root)| {
        let parts: Vec<_> = path
            .strip_prefix(root)
            .ok()?
            .components()
            .map(|part| part.as_os_str().to_string_lossy().into_owned())
            .collect();
        Some(BookPath::new(&parts.join("/")))
    });
    from_here.into_iter().chain([BookPath::new(&name.replace('\\', "/"))]).collect()
}

/// Why a lesson has changed by more than a small fix.
fn more_than_a_typo(book: &Book, lesson: &Lesson, lock: &Lock) -> Option<(Message, Option<Message>)> {
    let help = Some(message!("sync.help-typo", lesson = id(lesson)));
    for translation in lesson.translations.values().filter(|translation| !translation.draft) {
        let language = book.config.language(translation.locale);
        let known = lock.lessons.get(&lesson.id).and_then(|lesson| lesson.get(&language.key));
        if known.is_none() {
            let message = message!("sync.typo-untracked", lesson = id(lesson), language = language.name.as_str());
            return Some((message, help));
        }
        let tracked = lesson.drift.translations.get(&translation.locale)?;
        let blocks = tracked.changes.iter().filter(|change| change.kind != ChangeKind::Changed).count();
        if blocks > 0 {
            let (lesson, language) = (id(lesson), language.name.as_str());
            let message = message!("sync.typo-refused", lesson = lesson, language = language, count = blocks);
            return Some((message, help));
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
fn put(book: &Book, at: LessonRef, lock: &mut Lock, counts: &mut Counts) {
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
            records.get_mut(block).into_iter().for_each(|record| record.learnt.clone_from(&learnt));
        }
        counts.translations += 1;
        counts.renewed += usize::from(known.get(key) != Some(&records));
        translations.insert(key.clone(), records);
    }
    counts.lessons += 1;
    let given = book.learning.given(at);
    if !given.is_empty() {
        lock.given.insert(lesson.id.clone(), given);
    }
    lock.lessons.insert(lesson.id.clone(), translations);
}

fn id(lesson: &Lesson) -> &str {
    if lesson.id.is_empty() { "/" } else { &lesson.id }
}

/// Puts a file in the place of another, whole or not at all.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let staged = path.with_file_name(".translations.lock.new");
    match fs::remove_file(&staged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(&staged)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    drop(file);
    let moved = written.and_then(|()| fs::rename(&staged, path));
    if moved.is_err() {
        let _ = fs::remove_file(&staged);
    }
    moved
}
