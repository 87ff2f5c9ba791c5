//! The only module that writes: the site, and the files of the book that Palier makes for its author ([`replace`]).
//!
//! Whatever happens, there is a whole site in the output
//! folder, and nothing that Palier did not make is touched.
//!
//! ```text
//! survey → stage → journal → renames → removals → manifest
//!          ╰── the old site ──╯╰──── finished by the next run ────╯
//! ```
//!
//! - `survey` looks at the content of the output. The manifest of the last write says what Palier
//!   made; anything else that is in the way refuses the write before it begins.
//! - `stage` renders on all cores and compares each file with the old one. A changed one is
//!   written in `.palier/stage/` and dropped from memory; an unchanged one is left alone, with its
//!   time of modification.
//! - `access` asks whether the system lets all of that be done, before any of it is.
//! - The journal holds the new manifest and every rename and removal. From the moment it is there,
//!   the write is decided: who finds a journal finishes it first. Before, the old site is untouched.
//!
//! **Power cuts.** Every staged file is synced before the journal, and every folder touched before
//! the journal goes, so the journal never promises bytes that the disk does not hold. Syncing
//! files one after the other is slow, but a journalling file system commits those that wait
//! together at once: 2,000 files of 25 kB take 360 ms on 2 threads and 70 ms on 32 (ext4, where
//! writing them takes 60 ms), hence a crowd of threads that only wait. Recovery still checks each
//! staged file against the hash in the journal, and leaves the old file where it doesn't agree.
//!
//! **What is not here**: no read of a clock, no size limit, no retry. No file is compared by its
//! time, which copies and version control don't keep.

mod access;
mod error;
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

pub use error::{OutputError, WriteError};
pub use replace::replace;

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
    /// The hash of its bytes, where it is known without making them (an asset). Such a file is
    /// taken as unchanged when the manifest holds that hash and the file still has its size.
    pub hash: Option<Hash>,
    /// When it is renamed into place.
    pub class: Class,
}

/// The order in which files come into place, so that no page names an asset that isn't there yet
/// and no index names a page that isn't.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What pages show or offer.
    Asset,
    /// Pages.
    Page,
    /// What leads to pages: the root, feeds, `sitemap.xml`, `robots.txt`.
    Index,
}

/// The bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// Rendered.
    Bytes(Vec<u8>),
    /// As they are in that file.
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

/// What a write did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files made, new or changed.
    pub made: usize,
    /// Files that were as they should be, and were not touched.
    pub unchanged: usize,
    /// Files that the site no longer has, deleted.
    pub deleted: usize,
    /// The size of the files made.
    pub bytes: u64,
    /// Files that the site no longer has and that somebody changed since Palier made them: left
    /// where they are.
    pub left: Vec<String>,
}

/// Writes the site: `entries` are all its files, and `render` makes the one of that index.
///
/// `render` is called on all cores, in any order, for each file but those known to be unchanged by
/// their hash. All that it can't make is collected. After any error that is met while rendering or
/// staging, the old site is untouched.
///
/// # Errors
/// What could not be rendered, something foreign in the output folder, or a fault of the disk ([`WriteError`]).
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

/// The paths of the site that Palier last wrote in a folder; none where it never did, or where the
/// list can't be read. Nothing is locked: the list is replaced whole.
pub fn published(output: &Path) -> Vec<String> {
    output::manifest_of(output).ok().flatten().unwrap_or_default().into_keys().collect()
}

/// An error, named by what it leaves: a write that is decided, or the old site. A journal that can't
/// be read decides nothing.
fn decided<E>(output: &Output, error: WriteError<E>) -> WriteError<E> {
    match error {
        WriteError::Output(error) if output.has_journal() && !matches!(error, OutputError::Corrupt { .. }) => {
            WriteError::Unfinished(error)
        }
        error => error,
    }
}

/// Finishes the write that a kill or a power cut interrupted, if there is one: says whether there
/// was. An output folder that isn't there, or that Palier never wrote in, is left as it is.
///
/// # Errors
/// Something foreign is in the way, or the disk fails ([`WriteError`]).
pub fn recover(output: &Path) -> Result<bool, WriteError<Infallible>> {
    match Output::reopen(output)? {
        Some(mut output) => journal::recover(&mut output).map_err(|error| decided(&output, error.into())),
        None => Ok(false),
    }
}

/// Everything up to a written journal; `None` if the site is as it should be.
fn prepare<E: Send>(
    output: &mut Output,
    manifest: &Manifest,
    entries: &[OutputFile],
    render: impl Fn(usize) -> Result<FileContent, E> + Sync,
) -> Result<(Option<Journal>, Written), WriteError<E>> {
    let survey = survey::survey(output, manifest, entries)?;
    output.empty_stage()?;
    let outcomes = stage::stage(output, manifest, entries, &survey, render).inspect_err(|_| {
        // The error to tell is the first one; what is left in the stage goes with the next write.
        let _ = output.remove_stage();
    })?;

    let mut written = Written::default();
    for outcome in &outcomes {
        match outcome {
            FileOutcome::Unchanged(_) => written.unchanged += 1,
            FileOutcome::Staged(made) => {
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
