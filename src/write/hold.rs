//! The right to change a book, which one process has at a time: from before the book is read until its files are changed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::NotChanged;

/// Where Palier keeps what is its own, and in it the file that is locked.
const OWN: &str = ".palier";
const LOCK: &str = ".palier/changing";

/// The right to change a book. It ends with the value, or with the process, and leaves nothing behind.
#[derive(Debug)]
pub struct Hold {
    root: PathBuf,
    /// The lock, which is held as long as the file is open.
    _file: File,
}

impl Hold {
    /// Takes the right to change a book.
    ///
    /// # Errors
    /// If another process has it, or the system refuses.
    pub fn take(root: &Path) -> Result<Self, NotChanged> {
        Self::locked(root, |file| match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(NotChanged::Busy),
            Err(TryLockError::Error(error)) => unless_unknown(error),
            Ok(()) => Ok(()),
        })
    }

    /// The same, once the process that has it is done.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn wait(root: &Path) -> Result<Self, NotChanged> {
        Self::locked(root, |file| file.lock().or_else(unless_unknown))
    }

    fn locked(root: &Path, lock: impl Fn(&File) -> Result<(), NotChanged>) -> Result<Self, NotChanged> {
        loop {
            let file = open(root).map_err(failed)?;
            lock(&file)?;
            // Whoever had it removed the file: the next one locks another.
            if is_at(&file, &root.join(LOCK)) {
                return Ok(Self { root: root.to_owned(), _file: file });
            }
        }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.root.join(LOCK));
        // It stays if something else is in it.
        let _ = fs::remove_dir(self.root.join(OWN));
    }
}

fn failed(error: io::Error) -> NotChanged {
    NotChanged::Failed { path: LOCK.to_owned(), error }
}

/// Some network drives have no locks: there, avoiding two changes at once is up to the user.
fn unless_unknown(error: io::Error) -> Result<(), NotChanged> {
    if error.kind() == io::ErrorKind::Unsupported { Ok(()) } else { Err(failed(error)) }
}

/// Opens the file, and makes it if it is missing. A link is never followed.
fn open(root: &Path) -> io::Result<File> {
    let kind = |path: &str| fs::symlink_metadata(root.join(path)).ok().map(|found| found.file_type());
    let is_foreign = kind(OWN).is_some_and(|kind| !kind.is_dir()) || kind(LOCK).is_some_and(|kind| !kind.is_file());
    if is_foreign {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::create_dir_all(root.join(OWN))?;
    OpenOptions::new().write(true).create(true).truncate(false).open(root.join(LOCK))
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |found: fs::Metadata| (found.dev(), found.ino());
    file.metadata().ok().map(of) == fs::symlink_metadata(path).ok().map(of)
}

/// Elsewhere, a file that is open keeps its name.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}
