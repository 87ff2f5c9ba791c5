//! Where a book is read from: its folder, and over it the texts that an editor has not saved yet.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::find::is_left_behind;
use super::is_text;
use crate::source::BookPath;

/// Where a book is read from: a folder, and over its files those texts that are in memory only.
///
/// A text in memory is read as if it were saved, and one that is taken away as if its file were deleted;
/// nothing is written. Files that are published as they are (images, films, transcripts) are those on disk.
#[derive(Clone, Debug)]
pub struct Source {
    root: PathBuf,
    /// The texts in memory; `None` for one that is taken away.
    texts: BTreeMap<BookPath, Option<Arc<str>>>,
}

impl Source {
    /// A book as it stands on disk.
    pub fn disk(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), texts: BTreeMap::new() }
    }

    /// The book's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Has a text take the place of a file, whether there is one on disk or not. `path` is the file's from the
    /// book's folder, `/`-separated.
    ///
    /// # Errors
    /// A book has no text at that path, and would not read it there if it were saved.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), NoText> {
        self.put(path, Some(text.into()))
    }

    /// Takes a text away, as if its file were deleted.
    ///
    /// # Errors
    /// As [`set`](Self::set).
    pub fn remove(&mut self, path: &str) -> Result<(), NoText> {
        self.put(path, None)
    }

    /// Has a text read from disk again: it was saved, or the author doesn't keep what was typed.
    pub fn forget(&mut self, path: &str) {
        self.texts.remove(&BookPath::new(path));
    }

    fn put(&mut self, path: &str, text: Option<Arc<str>>) -> Result<(), NoText> {
        let path = BookPath::new(path);
        let is_name = |part: &str| !matches!(part, "" | "." | "..") && !is_left_behind(part, false);
        if !is_text(&path) || !path.as_str().split('/').all(is_name) {
            return Err(NoText { path });
        }
        self.texts.insert(path, text);
        Ok(())
    }

    /// The texts in memory; `None` for one that is taken away.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&BookPath, Option<&Arc<str>>)> {
        self.texts.iter().map(|(path, text)| (path, text.as_ref()))
    }
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

/// That a book has no text at a path: it is outside the folders that are read, a name that is passed over, or a
/// file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoText {
    /// The path.
    pub path: BookPath,
}

impl fmt::Display for NoText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a book has no text at {}", self.path)
    }
}

impl std::error::Error for NoText {}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub(super) enum Found {
    Disk(PathBuf),
    Memory(Arc<str>),
}

impl Found {
    /// Its size in bytes, and so many of them at most.
    pub(super) fn read(&self, most: u64) -> io::Result<(u64, Cow<'_, [u8]>)> {
        match self {
            Self::Disk(disk) => {
                let mut bytes = Vec::new();
                let file = fs::File::open(disk)?;
                let size = file.metadata()?.len();
                file.take(most).read_to_end(&mut bytes)?;
                Ok((size, bytes.into()))
            }
            Self::Memory(text) => {
                let bytes = text.as_bytes();
                let read = usize::try_from(most).map_or(bytes.len(), |most| most.min(bytes.len()));
                Ok((bytes.len() as u64, Cow::Borrowed(&bytes[..read])))
            }
        }
    }
}
