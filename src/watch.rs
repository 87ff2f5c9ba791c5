//! Which files of the book changed, in settled batches.
//!
//! A path that is reported is only *dirty*: what happened to it is never trusted, since editors
//! save by renaming, and systems merge and reorder what they report. Whoever gets the path reads the file
//! again, and finds by its bytes whether anything changed.
//!
//! Only what a book is made of is watched: `book.toml` and `translations.lock` through the book's
//! folder, and everything below `content/`, `static/` and `themes/`. A watch on a folder dies with
//! it, so each of these is watched again when the book's folder reports that it came, went or was
//! replaced. Links are not followed, here or anywhere in a book.
//!
//! **What is not here**: no debouncer that sums up what happened to a file. Sums lose cases (a file
//! replaced, then deleted, is no change at all to the one that was tried) and dirty paths need
//! none. Nor is there a timer, unless the system can't report changes: then `poll` lists the files every half-second.

mod poll;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::locale::{Message, message};
use poll::Listing;

/// The files that are watched in the book's folder itself.
const FILES: [&str; 2] = ["book.toml", "translations.lock"];

/// The folders that are watched, with all that is in them.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// How long nothing must happen before a batch is given: the events of one save follow each other sooner than that.
const QUIET: Duration = Duration::from_millis(10);

/// How long nothing must happen before what looks like half of a save is taken for all of it: an editor's rename follows its
/// write sooner than that, even on a busy machine.
pub const SETTLED: Duration = Duration::from_millis(100);

/// How long a batch waits at most while more changes arrive.
const LONGEST: Duration = Duration::from_secs(1);

/// The most paths in a batch: of more, it is only said that anything may have changed.
const MANY: usize = 4096;

/// What may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// These paths, relative to the book's folder; a folder's path stands for all that is or was below it. Empty if
    /// nothing changed in the time given.
    Paths(BTreeSet<PathBuf>),
    /// Anything may have changed.
    All,
}

/// Why the files are listed every half-second rather than watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polling {
    /// The user asked for it (network drives report no changes).
    Asked,
    /// There are more folders than the system can watch for one user.
    LimitReached,
    /// The system can't watch here.
    Unavailable,
    /// The book's folder is gone; once it is back, it is watched again.
    FolderGone,
}

impl Polling {
    /// What to say to the user; `None` if the user asked for it, or is told that there is no book.
    pub fn message(self) -> Option<Message> {
        match self {
            Self::Asked | Self::FolderGone => None,
            Self::LimitReached => Some(message!("watch.limit-reached")),
            Self::Unavailable => Some(message!("watch.unavailable")),
        }
    }
}

/// Watches a book.
#[derive(Debug)]
pub struct Watcher {
    scope: Scope,
    source: Source,
    /// Which folder is watched as the book's.
    root: Option<FolderId>,
}

/// What tells a folder from another that takes its place: on Unix, the numbers of its file system and of itself.
type FolderId = (u64, u64);

#[derive(Debug)]
enum Source {
    Events { notify: RecommendedWatcher, events: Receiver<notify::Result<notify::Event>> },
    Polling { listing: Listing, why: Polling },
}

impl Watcher {
    /// Watches the book in `root`, except the folders in `ignore` (the output folder, say); with `poll`, by listing its
    /// files. Changes count from this call on.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn new(root: &Path, ignore: &[PathBuf], poll: bool) -> io::Result<Self> {
        // Some systems report canonical paths only.
        let root = root.canonicalize()?;
        let absolute = |path: &PathBuf| {
            let path = root.join(path);
            path.canonicalize().unwrap_or(path)
        };
        let scope = Scope { ignored: ignore.iter().map(absolute).collect(), root };
        let source = if poll { Source::polling(&scope, Polling::Asked) } else { Source::events(&scope) };
        Ok(Self { root: folder_id(&scope.root), scope, source })
    }

    /// Why the files are listed; `None` while they are watched. Listing may begin during a [`wait`](Self::wait), which
    /// then gives [`FileChange::All`].
    pub fn polling(&self) -> Option<Polling> {
        match self.source {
            Source::Events { .. } => None,
            Source::Polling { why, .. } => Some(why),
        }
    }

    /// Blocks until something has changed and 10 ms have passed without more changes (but no longer than about a second
    /// in all), or until nothing has changed for `at_most`. Files may be in the middle of a save then: whoever reads them
    /// decides whether to wait again, for [`SETTLED`].
    pub fn wait(&mut self, at_most: Option<Duration>) -> FileChange {
        let until = at_most.map(|at_most| Instant::now() + at_most);
        loop {
            let batch = match &mut self.source {
                Source::Polling { listing, why } => {
                    let changes = listing.wait(&self.scope, until);
                    if *why != Polling::FolderGone || !is_folder(&self.scope.root) {
                        return changes;
                    }
                    // What comes before it is watched is read with what came back.
                    self.root = folder_id(&self.scope.root);
                    self.source = Source::events(&self.scope);
                    return FileChange::All;
                }
                Source::Events { events, .. } => self.scope.settled(events, until),
            };
            match batch.and_then(|batch| self.renew(&batch).map(|()| batch)) {
                Ok(batch) if batch.all || batch.paths.len() > MANY => return FileChange::All,
                Ok(batch) if !batch.paths.is_empty() => return FileChange::Paths(batch.paths),
                Ok(batch) if until.is_some_and(|until| until <= Instant::now()) => {
                    return FileChange::Paths(batch.paths);
                }
                Ok(_) => {}
                Err(why) => {
                    let is_gone = !is_folder(&self.scope.root);
                    self.source = Source::polling(&self.scope, if is_gone { Polling::FolderGone } else { why });
                    return FileChange::All;
                }
            }
        }
    }

    /// Watches the folders that may have been replaced again. Files that came into one before it was watched are not
    /// missed, since the folder itself is in the batch.
    fn renew(&mut self, batch: &Batch) -> Result<(), Polling> {
        let Source::Events { notify, .. } = &mut self.source else { return Ok(()) };
        // No system reports that a folder is deleted while a program, such as the author's shell, is in it.
        let root = folder_id(&self.scope.root).ok_or(Polling::FolderGone)?;
        let is_other = self.root.replace(root) != Some(root);
        for folder in FOLDERS {
            if batch.root || is_other || batch.paths.contains(Path::new(folder)) {
                watch_folder(notify, &self.scope.root.join(folder))?;
            }
        }
        if batch.root || is_other {
            let _ = notify.unwatch(&self.scope.root);
            watch_root(notify, &self.scope.root)?;
        }
        Ok(())
    }
}

impl Source {
    fn events(scope: &Scope) -> Self {
        Self::try_events(scope).unwrap_or_else(|why| Self::polling(scope, why))
    }

    fn try_events(scope: &Scope) -> Result<Self, Polling> {
        let (sender, events) = mpsc::channel();
        let config = notify::Config::default().with_follow_symlinks(false);
        let mut notify = RecommendedWatcher::new(sender, config).map_err(why)?;
        watch_root(&mut notify, &scope.root)?;
        for folder in FOLDERS {
            watch_folder(&mut notify, &scope.root.join(folder))?;
        }
        Ok(Self::Events { notify, events })
    }

    fn polling(scope: &Scope, why: Polling) -> Self {
        Self::Polling { listing: Listing::new(scope), why }
    }
}

fn why(error: notify::Error) -> Polling {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => Polling::LimitReached,
        _ => Polling::Unavailable,
    }
}

fn watch_root(notify: &mut RecommendedWatcher, root: &Path) -> Result<(), Polling> {
    notify.watch(root, RecursiveMode::NonRecursive).map_err(why)
}

/// Watches a folder and all below it, if it is there.
fn watch_folder(notify: &mut RecommendedWatcher, folder: &Path) -> Result<(), Polling> {
    // A watch on the folder that was here before, if there was one, is of no use.
    let _ = notify.unwatch(folder);
    if !is_folder(folder) {
        return Ok(());
    }
    match notify.watch(folder, RecursiveMode::Recursive) {
        // The folder may go meanwhile; the watch on the book's folder then reports it.
        Err(_) if !is_folder(folder) => Ok(()),
        watched => watched.map_err(why),
    }
}

/// Which folder is at a path; `None` if none is. Systems other than Unix keep a folder that is watched from being replaced.
fn folder_id(path: &Path) -> Option<FolderId> {
    let metadata = path.symlink_metadata().ok().filter(std::fs::Metadata::is_dir)?;
    #[cfg(unix)]
    let id = (std::os::unix::fs::MetadataExt::dev(&metadata), std::os::unix::fs::MetadataExt::ino(&metadata));
    #[cfg(not(unix))]
    let id = (0, u64::from(metadata.is_dir()));
    Some(id)
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

/// What is watched.
#[derive(Debug)]
struct Scope {
    root: PathBuf,
    ignored: Vec<PathBuf>,
}

/// The changes of one settled batch.
#[derive(Debug, Default)]
struct Batch {
    paths: BTreeSet<PathBuf>,
    /// Some events were lost: anything may have changed.
    all: bool,
    /// The book's folder may have been replaced.
    root: bool,
}

impl Scope {
    /// The path from the book's folder; `None` if changes there don't count.
    fn place<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let place = path.strip_prefix(&self.root).ok()?;
        let first = place.iter().next()?.to_str()?;
        let counts = FOLDERS.contains(&first) || (FILES.contains(&first) && place.iter().nth(1).is_none());
        (counts && !self.ignored.iter().any(|ignored| path.starts_with(ignored))).then_some(place)
    }

    /// Takes events until something has changed, then until nothing more does.
    fn settled(
        &self,
        events: &Receiver<notify::Result<notify::Event>>,
        until: Option<Instant>,
    ) -> Result<Batch, Polling> {
        let mut batch = Batch::default();
        while batch.is_empty() {
            let event = match until {
                None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) => events.recv_timeout(until.saturating_duration_since(Instant::now())),
            };
            match event {
                Ok(event) => self.note(&mut batch, event)?,
                Err(RecvTimeoutError::Timeout) => return Ok(batch),
                Err(RecvTimeoutError::Disconnected) => return Err(Polling::Unavailable),
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < LONGEST {
            match events.recv_timeout(QUIET) {
                Ok(event) => self.note(&mut batch, event)?,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return Err(Polling::Unavailable),
            }
        }
        Ok(batch)
    }

    fn note(&self, batch: &mut Batch, event: notify::Result<notify::Event>) -> Result<(), Polling> {
        match event {
            Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => return Err(Polling::LimitReached),
            Err(_) => batch.all = true,
            Ok(event) if event.need_rescan() => {
                batch.all = true;
                batch.root = true;
            }
            // Files that were only opened or read: we do that ourselves.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
            Ok(event) => {
                for path in &event.paths {
                    if *path == self.root {
                        batch.all = true;
                        batch.root = true;
                    } else if let Some(place) = self.place(path) {
                        batch.paths.insert(place.to_owned());
                    }
                }
            }
        }
        Ok(())
    }
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.all
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::Receiver;

    use tempfile::TempDir;

    use super::*;

    /// A book that is being watched: what is reported arrives in a channel.
    struct Watched {
        folder: TempDir,
        changes: Receiver<FileChange>,
    }

    impl Watched {
        fn new(poll: bool) -> Self {
            let folder = TempDir::new().unwrap();
            let root = folder.path().join("book");
            fs::create_dir_all(root.join("content/1-a")).unwrap();
            fs::write(root.join("book.toml"), "").unwrap();
            fs::write(root.join("content/1-a/1-b.fr.md"), "one").unwrap();
            let mut watcher = Watcher::new(&root, &["public".into(), "content/out".into()], poll).unwrap();
            assert_eq!(watcher.polling(), poll.then_some(Polling::Asked));
            let (sender, changes) = mpsc::channel();
            std::thread::spawn(move || while sender.send(watcher.wait(None)).is_ok() {});
            Self { folder, changes }
        }

        fn path(&self, path: &str) -> PathBuf {
            self.folder.path().join("book").join(path)
        }

        fn write(&self, path: &str, text: &str) {
            fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
            fs::write(self.path(path), text).unwrap();
        }

        /// Waits until that path, or a folder above it, is reported.
        fn told(&self, path: &str) {
            loop {
                match self.changes.recv_timeout(Duration::from_secs(20)).expect(path) {
                    FileChange::All => return,
                    FileChange::Paths(paths) => {
                        for told in &paths {
                            assert!(!told.starts_with("content/out") && !told.starts_with("public"), "{told:?}");
                        }
                        if paths.iter().any(|told| Path::new(path).starts_with(told)) {
                            return;
                        }
                    }
                }
            }
        }
    }

    fn either_way(test: impl Fn(Watched)) {
        test(Watched::new(false));
        test(Watched::new(true));
    }

    #[test]
    fn a_save_is_told_whatever_the_way_of_saving() {
        either_way(|book| {
            book.write("content/1-a/1-b.fr.md", "written over");
            book.told("content/1-a/1-b.fr.md");
            book.write("content/1-a/.1-b.fr.md.tmp", "saved by a rename");
            fs::rename(book.path("content/1-a/.1-b.fr.md.tmp"), book.path("content/1-a/1-b.fr.md")).unwrap();
            book.told("content/1-a/1-b.fr.md");
            fs::rename(book.path("book.toml"), book.path("book.toml~")).unwrap();
            book.write("book.toml", "with a backup");
            book.told("book.toml");
            fs::remove_file(book.path("content/1-a/1-b.fr.md")).unwrap();
            book.told("content/1-a/1-b.fr.md");
        });
    }

    #[test]
    fn new_folders_are_watched_from_their_first_file_on() {
        either_way(|book| {
            book.write("content/2-c/deep/1-d.fr.md", "new");
            book.told("content/2-c/deep/1-d.fr.md");
            book.write("content/2-c/deep/1-d.fr.md", "newer still");
            book.told("content/2-c/deep/1-d.fr.md");
            book.write("static/robots.txt", "a folder that was not there");
            book.told("static/robots.txt");
            book.write("static/robots.txt", "changed again");
            book.told("static/robots.txt");
        });
    }

    #[test]
    fn content_replaced_as_a_whole_is_still_watched() {
        either_way(|book| {
            fs::remove_dir_all(book.path("content")).unwrap();
            book.told("content/1-a/1-b.fr.md");
            book.write("content/1-a/1-b.fr.md", "again");
            book.told("content/1-a/1-b.fr.md");
            fs::rename(book.path("content"), book.path("old")).unwrap();
            book.write("content/1-a/1-b.fr.md", "another folder");
            book.told("content/1-a/1-b.fr.md");
            book.write("content/1-a/1-b.fr.md", "and on");
            book.told("content/1-a/1-b.fr.md");
        });
    }

    #[test]
    fn what_is_no_part_of_the_book_is_not_told() {
        either_way(|book| {
            for path in ["public/index.html", "target/x", "notes.md", "content/out/x"] {
                book.write(path, "no");
            }
            book.write("translations.lock", "yes");
            match book.changes.recv_timeout(Duration::from_secs(20)).unwrap() {
                FileChange::Paths(paths) => {
                    let known = |path: &PathBuf| path == Path::new("content") || path == Path::new("translations.lock");
                    assert!(paths.iter().all(known), "{paths:?}");
                }
                // Some systems report that the book's own folder changed.
                FileChange::All if cfg!(target_os = "linux") => panic!("too much"),
                FileChange::All => {}
            }
        });
    }

    #[test]
    fn a_book_that_goes_and_comes_back_is_watched_again() {
        let folder = TempDir::new().unwrap();
        let (root, away) = (folder.path().join("book"), folder.path().join("away"));
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(root.join("book.toml"), "").unwrap();
        let mut watcher = Watcher::new(&root, &[], false).unwrap();
        let mut until = |polling: Option<Polling>| {
            // Each change is told at last, in as many batches as the system makes of it.
            while watcher.polling() != polling {
                watcher.wait(Some(Duration::from_millis(20)));
            }
        };
        fs::rename(&root, &away).unwrap();
        until(Some(Polling::FolderGone));
        fs::rename(&away, &root).unwrap();
        until(None);
        fs::remove_dir_all(&root).unwrap();
        until(Some(Polling::FolderGone));
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(root.join("book.toml"), "new").unwrap();
        until(None);
        fs::write(root.join("content/1.fr.md"), "new").unwrap();
        while !matches!(watcher.wait(None), FileChange::Paths(paths) if paths.contains(Path::new("content/1.fr.md"))) {}
    }

    #[test]
    fn reading_tells_nothing() {
        let book = Watched::new(false);
        fs::read(book.path("content/1-a/1-b.fr.md")).unwrap();
        fs::read_dir(book.path("content/1-a")).unwrap().for_each(drop);
        book.write("book.toml", "the first thing told");
        let expected = BTreeSet::from([PathBuf::from("book.toml")]);
        assert_eq!(book.changes.recv_timeout(Duration::from_secs(20)), Ok(FileChange::Paths(expected)));
    }

    #[test]
    fn a_batch_that_lost_something_is_all() {
        let scope = Scope { root: "/book".into(), ignored: Vec::new() };
        let mut batch = Batch::default();
        let rescan = notify::Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        scope.note(&mut batch, Ok(rescan)).unwrap();
        assert!(batch.all);
        let limit = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        assert_eq!(scope.note(&mut batch, Err(limit)), Err(Polling::LimitReached));
    }
}
