//! Why a site could not be written.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::rule::Rule;
use crate::source::BookPath;

/// Why a site could not be written.
#[derive(Debug)]
pub enum WriteError<E> {
    /// Files could not be rendered: the error of each, in the order of the entries. The old site is untouched.
    Render(Vec<E>),
    /// The disk failed, or something foreign is in the output folder. The old site is untouched.
    Output(OutputError),
    /// The same happened once the write was decided: some new files may be in place already, and the next write begins
    /// by finishing this one.
    Unfinished(OutputError),
}

impl<E> From<OutputError> for WriteError<E> {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// Why an output folder can't be written.
#[derive(Debug)]
pub enum OutputError {
    /// The system refused.
    Io {
        /// The file or folder of the output.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file to be copied can't be read.
    Source {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file to be copied has changed since the book was read: the hash in its published name would be wrong.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file, folder or link that Palier did not make is in the way; or the output folder itself is foreign: it holds
    /// files, but no manifest.
    Foreign {
        /// The foreign file or folder.
        path: PathBuf,
    },
    /// A manifest or a journal can't be read, so what Palier made is no longer known.
    Corrupt {
        /// The manifest or the journal.
        path: PathBuf,
    },
    /// Another Palier is writing here.
    Locked {
        /// The output folder.
        path: PathBuf,
    },
    /// Two files of the site exclude each other: they have the same path, one is below the other, or (if the file
    /// system ignores case) their names differ by case only.
    Clash {
        /// One path.
        first: String,
        /// The other.
        second: String,
    },
    /// A path has a name that is too long for the file system.
    LongName {
        /// The path.
        path: String,
    },
    /// A path can't exist in an output folder on every system.
    UnsoundPath {
        /// The path.
        path: String,
    },
}

impl OutputError {
    /// Whether no file can have that name in this file system.
    pub(super) fn is_no_name(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::InvalidFilename)
    }

    /// The fault as it is shown to the user.
    pub fn diagnostic(&self) -> Diagnostic {
        let at = |path: &Path| Place::file(&BookPath::new(&path.display().to_string()));
        match self {
            Self::Io { path, source } => Diagnostic::new(
                Rule::UnwritableOutput,
                at(path),
                message!("unwritable-output.message", path = path.display().to_string(), error = source),
            )
            .help(message!("unwritable-output.help")),
            Self::Source { path, source } => Diagnostic::new(
                Rule::UnreadableFile,
                at(path),
                message!("unwritable-output.source", path = path.display().to_string(), error = source),
            )
            .help(message!("unwritable-output.help-source")),
            Self::Changed { path } => Diagnostic::new(
                Rule::UnreadableFile,
                at(path),
                message!("unwritable-output.changed", path = path.display().to_string()),
            )
            .help(message!("unwritable-output.help-changed")),
            Self::Foreign { path } => Diagnostic::new(
                Rule::ForeignOutput,
                at(path),
                message!("foreign-output.message", path = path.display().to_string()),
            )
            .help(message!("foreign-output.help")),
            Self::Corrupt { path } => Diagnostic::new(
                Rule::ForeignOutput,
                at(path),
                message!("foreign-output.corrupt", path = path.display().to_string()),
            )
            .help(message!("foreign-output.help-corrupt")),
            Self::Locked { path } => Diagnostic::new(
                Rule::UnwritableOutput,
                at(path),
                message!("unwritable-output.locked", path = path.display().to_string()),
            )
            .help(message!("unwritable-output.help-locked")),
            Self::Clash { first, second } => Diagnostic::new(
                Rule::DuplicatePermalink,
                at(Path::new(first)),
                message!("unwritable-output.clash", first = first.as_str(), second = second.as_str()),
            )
            .help(message!("unwritable-output.help-clash")),
            Self::LongName { path } => Diagnostic::new(
                Rule::UnwritableOutput,
                at(Path::new(path)),
                message!("unwritable-output.long-name", path = path.as_str()),
            )
            .help(message!("unwritable-output.help-long-name")),
            Self::UnsoundPath { path } => Diagnostic::new(
                Rule::UnwritableOutput,
                at(Path::new(path)),
                message!("unwritable-output.unsound", path = path.escape_debug().to_string()),
            )
            .help(message!("unwritable-output.help-unsound")),
        }
    }
}

/// Makes an error of the system's, at a path of the output; for `map_err`.
pub(super) fn io_at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> OutputError {
    move |source| OutputError::Io { path: path.into(), source }
}
