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
    /// What could not be rendered: all of it, in the order of the entries. The old site is untouched.
    Render(Vec<E>),
    /// A fault of the disk, or something foreign in the output folder. The old site is untouched.
    Output(OutputError),
    /// The same, once the write was decided: some files may be in place already, and the next write
    /// begins by finishing this one.
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
    /// A file to be copied that can't be read.
    Source {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file to be copied that is no longer the one that was read: its published name would lie.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file, folder or link in the way that Palier did not make; or the output folder itself,
    /// when it holds files and no manifest.
    Foreign {
        /// The foreign file or folder.
        path: PathBuf,
    },
    /// A manifest or a journal that can't be read: what Palier made is no longer known.
    Corrupt {
        /// The manifest or the journal.
        path: PathBuf,
    },
    /// Another Palier is writing here.
    Locked {
        /// The output folder.
        path: PathBuf,
    },
    /// Two files of the site that exclude each other: the same path, a path below a file, or
    /// (where the file system ignores case) names that differ by case only.
    Clash {
        /// One path.
        first: String,
        /// The other.
        second: String,
    },
    /// A path with a name that is too long for the file system.
    LongName {
        /// The path.
        path: String,
    },
    /// A path that no output folder could hold on every system.
    UnsoundPath {
        /// The path.
        path: String,
    },
}

impl OutputError {
    /// Whether the path has a name that no file has here.
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

/// The error of a path of the output, for `map_err`.
pub(super) fn io_at(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> OutputError {
    move |source| OutputError::Io { path: path.into(), source }
}
