//! A lesson, a level or a page removed: what would break is said first, and its files are kept aside.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::place::{self, Given};
use super::relocate::new_faults;
use super::{NotDone, Refusal};
use crate::assemble::file_name::is_index;
use crate::build;
use crate::builder::{Built, Edition};
use crate::diagnostic::Diagnostic;
use crate::load::{self, Source};
use crate::locale::message;
use crate::model::{Book, LessonRef};
use crate::progress::{Progress, Task};
use crate::rule::Rule;
use crate::source::Sources;
use crate::write::{self, NotChanged, Step};

/// Where removed files are kept, from the book's folder.
const REMOVED: &str = ".palier/removed";

/// A removal, worked out whole; no file is touched yet.
#[derive(Debug)]
pub struct Removal {
    root: PathBuf,
    /// The files and folders that go, each with the path at which it is kept.
    pub moved: Vec<(String, String)>,
    /// What the book would lose: links and prerequisites that lead there, say.
    pub breaks: Vec<Diagnostic>,
    /// The book as it would be: the texts that the faults speak of.
    pub sources: Sources,
}

/// Works out the removal of what the author names; it is counted in `progress` how far that has come.
///
/// # Errors
/// If there is no such text, or the book can't be read.
pub fn plan(root: &Path, name: &str, here: &Path, progress: &Progress) -> Result<Removal, NotDone> {
    let underway = progress.begin(Task::Readings, 2);
    let edition = Edition { with_echoes: true, ..Edition::preview(true) };
    let Built { sources, site, diagnostics } = build::read(root, &edition);
    underway.one();
    let Some(site) = site else { return Err(NotDone::Faults { sources, diagnostics }) };
    let given = Given::read(name, root, here, &site.book.config)?;
    let at = place::text_named(&site.book, &given, name)?;
    if at == LessonRef::Home {
        return Err(Refusal::new(message!("remove.home"), message!("remove.help-home")).into());
    }
    let gone = paths(&site.book, at);
    let mut source = Source::disk(root);
    let is_gone = |path: &str| {
        gone.iter()
            .any(|gone| path.strip_prefix(gone.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    };
    for path in sources.texts.keys().chain(sources.assets.keys()).filter(|path| is_gone(path.as_str())) {
        // What was read can be removed.
        let _ = source.remove(path.as_str());
    }
    let after = build::read(source, &edition);
    let breaks = new_faults(&diagnostics, after.diagnostics, &[]).into_iter().map(of_removal).collect();
    let unreadable = |error| {
        Refusal::new(message!("init.unreadable", folder = REMOVED, reason = &error), message!("author.help-failed"))
    };
    let kept = load::names_in(&root.join(REMOVED)).map_err(unreadable)?;
    let number = kept.iter().filter_map(|name| name.parse::<u64>().ok()).max().map_or(1, |last| last.saturating_add(1));
    let moved = gone.into_iter().map(|path| (format!("{REMOVED}/{number}/{path}"), path)).map(|(to, from)| (from, to));
    Ok(Removal { root: root.to_owned(), moved: moved.collect(), breaks, sources: after.sources })
}

/// What names the text now names it rightly: that it will no longer, is the removal's doing, and no slip of the pen to be
/// mended by a name that is almost the same.
fn of_removal(fault: Diagnostic) -> Diagnostic {
    let message = match fault.rule {
        Rule::BrokenLink => message!("remove.link"),
        Rule::UnknownPrerequisite => message!("remove.prerequisite"),
        Rule::UnknownOutcome => message!("remove.outcome"),
        _ => return fault,
    };
    Diagnostic { message, ..fault }.help(message!("remove.help-link"))
}

/// The files and folders of a text.
fn paths(book: &Book, at: LessonRef) -> BTreeSet<String> {
    if let LessonRef::Level(level) = at {
        return place::folder_of(&book.levels[level]).map(|folder| format!("content/{folder}")).into_iter().collect();
    }
    let files =
        place::files_of(book.lesson(at)).map(|path| match place::without_suffix(path.file_name(), &book.config) {
            stem if is_index(stem) => path.folder().to_owned(),
            _ => path.to_string(),
        });
    files.collect()
}

impl Removal {
    /// Moves the files aside, all of them or none.
    ///
    /// # Errors
    /// Why nothing was removed.
    pub fn apply(&self, is_stopped: impl Fn() -> bool) -> Result<(), NotChanged> {
        let steps = self.moved.iter().map(|(from, to)| Step::Move { from: from.clone(), to: to.clone() });
        write::change(&self.root, &steps.collect::<Vec<_>>(), is_stopped)
    }
}
