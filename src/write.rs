//! The only module that writes: the site, and the files of the book that Palier makes for its author: one
//! ([`replace`]), or several at once ([`change()`]).
//!
//! Whatever happens, the output folder holds a whole site, or one that the next run makes whole, and nothing that
//! Palier did not make is touched.
//!
//! ```text
//! survey → stage → journal → renames → removals → manifest
//!          ╰── the old site ──╯╰──── finished by the next run ────╯
//! ```
//!
//! - `survey` looks at the contents of the output folder. The manifest of the last write says what Palier made; if
//!   anything else is in the way, the write is refused before it begins.
//! - `stage` renders on all cores and compares each file with the old one. A changed one is
//!   written in `.palier/stage/` and dropped from memory; an unchanged one is left alone, with its
//!   time of modification.
//! - `access` asks whether the system allows all of that, before any of it is done.
//! - The journal holds the new manifest and every rename and removal. Once it is written, the write is decided: a run
//!   that finds a journal finishes it first. Until then, the old site is untouched.
//!
//! **Power cuts.** Every staged file is synced before the journal, and every folder touched before
//! the journal is removed, so the journal never promises bytes that the disk does not hold. Syncing
//! files one after the other is slow, but a journalling file system commits those that wait
//! together at once: 2,000 files of 25 kB take 360 ms on 2 threads and 70 ms on 32 (ext4, where
//! writing them takes 60 ms), hence a crowd of threads that only wait. Recovery still checks each
//! staged file against the hash in the journal, and leaves the old file where it doesn't agree.
//!
//! **What is not here**: no clock, no size limit, no retries. No file is compared by its time of modification, which
//! copies and version control don't keep.

mod access;
mod change;
mod error;
mod hold;
mod journal;
mod manifest;
mod output;
mod replace;
mod stage;
mod survey;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::path::{Path, PathBuf};

pub use change::{NotChanged, Step, change, put_back};
pub use error::{OutputError, WriteError};
pub use hold::Hold;
pub use manifest::is_sound;
pub use replace::{remove_empty, replace};

use serde::{Deserialize, Serialize};

use crate::source::{FileBytes, Hash};
use journal::{Journal, Trust};
use manifest::Manifest;
use output::Output;
use stage::FileOutcome;

/// A file of the site, to be made when it is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Its place in the output folder: `/`-separated, without an empty part, `.` or `..`.
    pub path: String,
    /// The hash of its bytes, if it is known without rendering them (an asset's is); else `None`. A file with a hash is
    /// taken as unchanged if the manifest holds that hash and the file on disk still has its size.
    pub hash: Option<Hash>,
    /// Its place in the order of renames.
    pub class: Class,
}

/// The order in which files come into place, so that no page names an asset that isn't there yet
/// and no index names a page that isn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// A file that pages show or offer.
    Asset,
    /// A page.
    Page,
    /// A file that leads to pages: the root, feeds, `sitemap.xml`, `robots.txt`.
    Index,
    /// A file that is made of what all others hold, and rendered when they are.
    Seal,
}

/// The bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of the file at that path.
    File(PathBuf),
}

impl From<FileBytes> for FileContent {
    fn from(bytes: FileBytes) -> Self {
        match bytes {
            FileBytes::Disk(disk) => Self::File(disk),
            FileBytes::Memory(bytes) => Self::Bytes(bytes.to_vec()),
        }
    }
}

/// What a write did to the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many files were made, new or changed.
    pub made: usize,
    /// How many files were as they should be, and were not touched.
    pub unchanged: usize,
    /// How many files that the site no longer has were deleted.
    pub deleted: usize,
    /// The size of the files made, in bytes.
    pub bytes: u64,
    /// The paths of files that the site no longer has, but that were changed after Palier made them: they are left in
    /// place.
    pub left: Vec<String>,
    /// The hash and the length in bytes of each file, in the order of the entries.
    pub contents: Vec<(Hash, u64)>,
}

/// Writes the site into the folder `output`: `entries` are all its files, and `render` makes the one at that index.
///
/// `render` is called on all cores, in any order (but for seals, which come last), for each file but those known to be
/// unchanged by their hash. All its errors are collected. After any error that is met while rendering or
/// staging, the old site is untouched.
///
/// # Errors
/// If a file can't be rendered, if something foreign is in the output folder, or if the disk fails ([`WriteError`]).
pub fn write<E: Send>(
    output: &Path,
    entries: &[OutputFile],
    render: impl Fn(usize) -> Result<FileContent, E> + Sync,
) -> Result<Written, WriteError<E>> {
    let mut output = Output::open(output)?;
    write_in(&mut output, entries, render).map_err(|error| decided(&output, error))
}

fn write_in<E: Send>(
    output: &mut Output,
    entries: &[OutputFile],
    render: impl Fn(usize) -> Result<FileContent, E> + Sync,
) -> Result<Written, WriteError<E>> {
    journal::recover(output)?;
    let manifest = output.manifest()?.unwrap_or_default();
    let (journal, mut written) = prepare(output, &manifest, entries, render)?;
    if let Some(journal) = journal {
        let removals = journal.finish(output, &manifest, Trust::Staged)?;
        written.deleted = removals.deleted;
        written.left = removals.left;
    }
    Ok(written)
}

/// The paths of the site that Palier last wrote in a folder; none if it never wrote one, or if the manifest can't be
/// read. No lock is needed, since the manifest is replaced as a whole.
pub fn published(output: &Path) -> Vec<String> {
    output::manifest_of(output).ok().flatten().unwrap_or_default().into_keys().collect()
}

/// Takes a folder with files that Palier didn't make for one to write in: they stay as they are, and a write that would
/// need the place of one is refused. A folder that Palier wrote in before is left as it is.
///
/// # Errors
/// If something in the folder is in the way, or the disk fails.
pub fn adopt(folder: &Path) -> Result<(), OutputError> {
    if output::manifest_of(folder)?.is_some() {
        return Ok(());
    }
    let own = folder.join(manifest::OWN);
    std::fs::create_dir_all(&own).map_err(error::io_at(&own))?;
    let path = own.join("manifest");
    replace(&path, &manifest::to_text(&Manifest::new())).map_err(error::io_at(path))
}

/// Whether a folder holds nothing, but for names that begin with a dot (`.git`, `.nojekyll`); one that doesn't exist
/// does.
///
/// # Errors
/// If it can't be read.
pub fn is_empty(folder: &Path) -> Result<bool, OutputError> {
    match output::refuse_foreign(folder) {
        Ok(()) => Ok(true),
        Err(OutputError::Foreign { .. }) => Ok(false),
        Err(OutputError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

/// The text of a file of a site; `None` if it isn't there. A link is never followed.
///
/// # Errors
/// If it is something else than a file in UTF-8, or the disk fails.
pub fn text_of(folder: &Path, path: &str) -> Result<Option<String>, OutputError> {
    output::read_text(&folder.join(path))
}

/// The bytes of a file of a site.
///
/// # Errors
/// If it can't be read.
pub fn bytes_of(folder: &Path, path: &str) -> Result<Vec<u8>, OutputError> {
    let path = folder.join(path);
    std::fs::read(&path).map_err(error::io_at(path))
}

/// Writes a text beside the site, in Palier's own folder of the output, and gives where it is.
///
/// # Errors
/// If the disk fails.
pub fn put_beside(output: &Path, name: &str, text: &str) -> Result<PathBuf, OutputError> {
    let path = output.join(manifest::OWN).join(name);
    replace(&path, text).map_err(error::io_at(path.clone()))?;
    Ok(path)
}

/// An error as [`WriteError::Unfinished`] if the write was decided before it; else as it is. A journal that can't be
/// read decides nothing.
fn decided<E>(output: &Output, error: WriteError<E>) -> WriteError<E> {
    match error {
        WriteError::Output(error) if output.has_journal() && !matches!(error, OutputError::Corrupt { .. }) => {
            WriteError::Unfinished(error)
        }
        error => error,
    }
}

/// Finishes the write that a kill or a power cut interrupted, and says whether there was one. An output folder that
/// doesn't exist, or that Palier never wrote in, is left as it is.
///
/// # Errors
/// If something foreign is in the way, or the disk fails ([`WriteError`]).
pub fn recover(output: &Path) -> Result<bool, WriteError<Infallible>> {
    match Output::reopen(output)? {
        Some(mut output) => journal::recover(&mut output).map_err(|error| decided(&output, error.into())),
        None => Ok(false),
    }
}

/// Does everything up to writing the journal, and gives it; `None` if the site is already as it should be.
fn prepare<E: Send>(
    output: &mut Output,
    manifest: &Manifest,
    entries: &[OutputFile],
    render: impl Fn(usize) -> Result<FileContent, E> + Sync,
) -> Result<(Option<Journal>, Written), WriteError<E>> {
    let survey = survey::survey(output, manifest, entries)?;
    output.empty_stage()?;
    let outcomes = stage::stage(output, manifest, entries, &survey, render).inspect_err(|_| {
        // The first error is the one to report; what is left in the stage goes with the next write.
        let _ = output.remove_stage();
    })?;

    let mut written = Written::default();
    for outcome in &outcomes {
        let (FileOutcome::Unchanged(made) | FileOutcome::Staged(made)) = outcome;
        written.contents.push((made.hash, made.len));
        match outcome {
            FileOutcome::Unchanged(_) => written.unchanged += 1,
            FileOutcome::Staged(_) => {
                written.made += 1;
                written.bytes += made.len;
            }
        }
    }
    let journal = Journal::new(entries, &outcomes, survey);
    if journal.changes_nothing(manifest) {
        output.remove_stage()?;
        return Ok((None, written));
    }
    let allowed = access::check(output, &journal);
    let stands = allowed.and_then(|()| stage::sync(output, journal.staged())).and_then(|()| journal.stand(output));
    stands.inspect_err(|_| {
        let _ = output.remove_stage();
    })?;
    Ok((Some(journal), written))
}
