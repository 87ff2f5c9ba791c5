//! Where a book is read from: its folder, and over it the files that an editor has not saved yet.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::is_left_behind;
use super::{BOOK_TOML, FOLDERS, TRANSLATIONS_LOCK};
use crate::progress::Progress;
use crate::source::{BookPath, FileBytes};

/// Where a book is read from: a folder, and files in memory that take the place of its own.
///
/// A file in memory (a text, an image, captions) is read as if it were saved, and one that is removed here as if it
/// were deleted; nothing is written in the book's folder.
#[derive(Clone, Debug)]
pub struct Source {
    root: PathBuf,
    /// Whether there is such a folder.
    pub(super) has_folder: bool,
    /// Where it is counted how far the reading has come.
    progress: Progress,
    /// The files that take the place of the folder's; `None` for one that is removed.
    over: BTreeMap<BookPath, Option<FileBytes>>,
}

impl Source {
    /// A book as it is on disk.
    pub fn disk(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), has_folder: true, progress: Progress::default(), over: BTreeMap::new() }
    }

    /// A book that has no folder yet: all its files are put in memory.
    pub fn memory() -> Self {
        Self { root: PathBuf::new(), has_folder: false, progress: Progress::default(), over: BTreeMap::new() }
    }

    /// The same, of which it is counted there how far reading it, and making its site, has come.
    #[must_use]
    pub fn counted_in(self, progress: &Progress) -> Self {
        Self { progress: progress.clone(), ..self }
    }

    /// Where that is counted.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The book's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Puts a file in memory, in the place of the one on disk, if there is one. `path` is the file's from the book's
    /// folder, `/`-separated; a text's bytes are in UTF-8.
    ///
    /// # Errors
    /// If no file at that path can be part of a book: it would not be read there if it were saved.
    pub fn set(&mut self, path: &str, bytes: impl AsRef<[u8]>) -> Result<(), NoFile> {
        self.put(path, Some(FileBytes::Memory(bytes.as_ref().into())))
    }

    /// Has a file read at `disk`, as if it were at that path of the book.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn stand_in(&mut self, path: &str, disk: &Path) -> Result<(), NoFile> {
        self.put(path, Some(FileBytes::Disk(disk.to_owned())))
    }

    /// Removes a file, as if it were deleted.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn remove(&mut self, path: &str) -> Result<(), NoFile> {
        self.put(path, None)
    }

    /// Has a file read from disk again, because it was saved, or its changes were discarded.
    pub fn forget(&mut self, path: &str) {
        self.over.remove(&BookPath::new(path));
    }

    fn put(&mut self, path: &str, bytes: Option<FileBytes>) -> Result<(), NoFile> {
        let path = BookPath::new(path);
        if !is_read(&path) {
            return Err(NoFile { path });
        }
        self.over.insert(path, bytes);
        Ok(())
    }

    /// Whether it is the book as it is on disk.
    pub fn is_saved(&self) -> bool {
        self.over.is_empty()
    }

    /// The files that take the place of the folder's; `None` for one that is removed.
    pub(super) fn over(&self) -> impl Iterator<Item = (&BookPath, Option<&FileBytes>)> {
        self.over.iter().map(|(path, bytes)| (path, bytes.as_ref()))
    }
}

/// Whether a file at that path is read, if there is one.
pub(super) fn is_read(path: &BookPath) -> bool {
    let is_name = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\') && !is_left_behind(part, false);
    let is_inside = match path.as_str().split_once('/') {
        Some((folder, _)) => FOLDERS.contains(&folder),
        None => [BOOK_TOML, TRANSLATIONS_LOCK].contains(&path.as_str()),
    };
    is_inside && path.as_str().split('/').all(is_name)
}

impl From<&Path> for Source {
    fn from(root: &Path) -> Self {
        Self::disk(root)
    }
}

impl From<PathBuf> for Source {
    fn from(root: PathBuf) -> Self {
        Self::disk(root)
    }
}

/// No file at this path can be part of a book: it is outside the folders that are read, or has a name that is passed
/// over (`.x`, `x~`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoFile {
    /// The path.
    pub path: BookPath,
}

impl fmt::Display for NoFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a book has no file at {}", self.path)
    }
}

impl std::error::Error for NoFile {}

/// A source of bytes that can be read from any place in it.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

impl FileBytes {
    /// Opens the file, to read it piece by piece.
    ///
    /// # Errors
    /// If it can't be opened.
    pub(super) fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Self::Disk(disk) => Box::new(fs::File::open(disk)?),
            Self::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }

    /// Its size in bytes, and its first `most` bytes, or all if there are fewer.
    ///
    /// # Errors
    /// If it can't be read.
    pub(super) fn read(&self, most: u64) -> io::Result<(u64, Cow<'_, [u8]>)> {
        match self {
            Self::Disk(disk) => {
                let file = fs::File::open(disk)?;
                let size = file.metadata()?.len();
                let mut bytes = Vec::with_capacity(usize::try_from(size.min(most)).map_err(io::Error::other)?);
                file.take(most).read_to_end(&mut bytes)?;
                Ok((size, bytes.into()))
            }
            Self::Memory(bytes) => {
                let read = usize::try_from(most).map_or(bytes.len(), |most| most.min(bytes.len()));
                Ok((bytes.len() as u64, Cow::Borrowed(&bytes[..read])))
            }
        }
    }
}
