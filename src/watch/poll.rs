//! Finds changes by listing the files every half-second, if the system can't report them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use super::{FILES, FOLDERS, FileChange, QUIET, Scope};

/// The time between two listings.
const INTERVAL: Duration = Duration::from_millis(500);

/// What a listing compares of a file: its time of modification, which may change to an earlier one (that of a backup),
/// and its size in bytes. Folders are compared by their files.
type Mark = (Option<SystemTime>, u64);

/// The files of the book as they were last listed, by path from the book's folder.
#[derive(Debug)]
pub(super) struct Listing(BTreeMap<PathBuf, Mark>);

impl Listing {
    /// Lists the files.
    pub(super) fn new(scope: &Scope) -> Self {
        let mut files = BTreeMap::new();
        for name in FILES.iter().chain(&FOLDERS) {
            let walk = walkdir::WalkDir::new(scope.root.join(name)).follow_links(false).follow_root_links(false);
            // A file that can't be read is left out, and appears once it can.
            for item in walk.into_iter().filter_map(Result::ok).filter(|item| !item.file_type().is_dir()) {
                if let (Some(place), Ok(metadata)) = (scope.place(item.path()), item.metadata()) {
                    files.insert(place.to_owned(), (metadata.modified().ok(), metadata.len()));
                }
            }
        }
        Self(files)
    }

    /// Blocks until a listing differs from the last one and the next one no longer differs from it; or until `until`,
    /// if none does.
    pub(super) fn wait(&mut self, scope: &Scope, until: Option<Instant>) -> FileChange {
        let mut changed = BTreeSet::new();
        loop {
            sleep(if changed.is_empty() { INTERVAL } else { QUIET });
            let before = changed.len();
            let next = Self::new(scope);
            let more = self.differs(&next);
            *self = next;
            let settled = more.is_empty();
            changed.extend(more);
            let is_late = changed.is_empty() && until.is_some_and(|until| until <= Instant::now());
            if (before > 0 && settled) || is_late {
                return FileChange::Paths(changed);
            }
        }
    }

    /// The files that are only in one of the listings, or differ between them.
    fn differs(&self, next: &Self) -> Vec<PathBuf> {
        let gone = self.0.keys().filter(|path| !next.0.contains_key(*path));
        let new = next.0.iter().filter(|(path, mark)| self.0.get(*path) != Some(mark)).map(|(path, _)| path);
        gone.chain(new).cloned().collect()
    }
}
