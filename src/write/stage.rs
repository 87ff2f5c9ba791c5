//! Renders on all cores, compares each file with the old one and, if it differs, puts it aside in the stage. One file
//! for each core is in memory at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::error::{OutputError, WriteError, io_at};
use super::manifest::{Made, Manifest};
use super::output::{Output, sync_folder};
use super::survey::Survey;
use super::{Class, FileContent, OutputFile};

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileOutcome {
    /// The old file has these contents already.
    Unchanged(Made),
    /// A file with these contents waits in the stage, under the entry's number.
    Staged(Made),
}

/// Renders and stages all entries.
pub(super) fn stage<E: Send>(
    output: &Output,
    manifest: &Manifest,
    entries: &[OutputFile],
    survey: &Survey,
    render: impl Fn(usize) -> Result<FileContent, E> + Sync,
) -> Result<Vec<FileOutcome>, WriteError<E>> {
    // On a full disk, every file fails: the first error is enough.
    let stopped = AtomicBool::new(false);
    let staged = |number: usize| {
        if stopped.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let before = Before {
            made: manifest.get(&entries[number].path).copied(),
            len: survey.standing[number],
            file: &output.disk(&entries[number].path),
        };
        let outcome = stage_one(&entries[number], before, &output.staged(number), || render(number));
        if matches!(outcome, Err(Fault::Output(_))) {
            stopped.store(true, Ordering::Relaxed);
        }
        outcome.map(Some)
    };
    let is_seal = |number: &usize| entries[*number].class == Class::Seal;
    let (seals, others): (Vec<usize>, Vec<usize>) = (0..entries.len()).partition(is_seal);
    let mut results: Vec<_> = others.into_par_iter().map(|number| (number, staged(number))).collect();
    // A file that couldn't be rendered says why by itself.
    if results.iter().all(|(_, result)| result.is_ok()) {
        results.extend(seals.into_iter().map(|number| (number, staged(number))));
    }
    results.sort_by_key(|(number, _)| *number);

    let mut outcomes = Vec::with_capacity(entries.len());
    let mut unrendered = Vec::new();
    for (_, result) in results {
        match result {
            Ok(outcome) => outcomes.extend(outcome),
            Err(Fault::Render(error)) => unrendered.push(error),
            Err(Fault::Output(error)) => return Err(error.into()),
        }
    }
    if unrendered.is_empty() { Ok(outcomes) } else { Err(WriteError::Render(unrendered)) }
}

enum Fault<E> {
    Render(E),
    Output(OutputError),
}

impl<E> From<OutputError> for Fault<E> {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}

/// What is known of the old file at an entry's path.
#[derive(Clone, Copy)]
struct Before<'f> {
    /// Its contents, by the manifest.
    made: Option<Made>,
    /// Its length on disk in bytes; `None` if it isn't there.
    len: Option<u64>,
    file: &'f Path,
}

impl Before<'_> {
    /// Whether its bytes are these. They are read, since the manifest only says what they once were.
    fn holds(self, bytes: &[u8]) -> bool {
        let same = |mut file: File| {
            let mut part = [0; 16 * 1024];
            let mut rest = bytes;
            loop {
                match file.read(&mut part) {
                    Ok(0) => return rest.is_empty(),
                    Ok(count) => match rest.split_at_checked(count) {
                        Some((start, end)) if start == &part[..count] => rest = end,
                        _ => return false,
                    },
                    Err(_) => return false,
                }
            }
        };
        self.len == Some(bytes.len() as u64) && File::open(self.file).is_ok_and(same)
    }
}

fn stage_one<E>(
    entry: &OutputFile,
    before: Before<'_>,
    staged: &Path,
    render: impl FnOnce() -> Result<FileContent, E>,
) -> Result<FileOutcome, Fault<E>> {
    if let Some(made) = before.made
        && entry.hash == Some(made.hash)
        && before.len == Some(made.len)
    {
        return Ok(FileOutcome::Unchanged(made));
    }
    match render().map_err(Fault::Render)? {
        FileContent::Bytes(bytes) => {
            let made = Made::of(&bytes);
            if before.holds(&bytes) {
                return Ok(FileOutcome::Unchanged(made));
            }
            fs::write(staged, &bytes).map_err(io_at(staged))?;
            Ok(FileOutcome::Staged(made))
        }
        FileContent::File(source) => {
            let made = copy(&source, staged)?;
            if entry.hash.is_some_and(|hash| hash != made.hash) {
                return Err(OutputError::Changed { path: source }.into());
            }
            if before.len == Some(made.len) && Made::read(before.file).is_ok_and(|stands| stands == made) {
                fs::remove_file(staged).map_err(io_at(staged))?;
                return Ok(FileOutcome::Unchanged(made));
            }
            Ok(FileOutcome::Staged(made))
        }
    }
}

/// Copies the bytes of a file, and not its permissions: an asset that is private in the book is still published.
fn copy(source: &Path, staged: &Path) -> Result<Made, OutputError> {
    let unreadable = |error| OutputError::Source { path: source.to_owned(), source: error };
    // It was a file when the book was read. If it has become a link or a pipe, it is neither followed nor waited for.
    if !fs::symlink_metadata(source).map_err(unreadable)?.is_file() {
        return Err(OutputError::Changed { path: source.to_owned() });
    }
    let mut from = File::open(source).map_err(unreadable)?;
    let mut to = File::create(staged).map_err(io_at(staged))?;
    let mut hasher = blake3::Hasher::new();
    let mut part = vec![0; 64 * 1024];
    loop {
        let count = from.read(&mut part).map_err(unreadable)?;
        if count == 0 {
            return Ok(Made { hash: hasher.finalize(), len: hasher.count() });
        }
        hasher.update(&part[..count]);
        to.write_all(&part[..count]).map_err(io_at(staged))?;
    }
}

/// How many files wait for the disk at once: see the module's text on power cuts.
const WAITING: usize = 32;

/// Waits until the staged files of those numbers are on the disk.
pub(super) fn sync(output: &Output, numbers: impl Iterator<Item = usize>) -> Result<(), OutputError> {
    let failed = Mutex::new(None);
    let numbers: Vec<usize> = numbers.collect();
    crowd(&numbers, |&number| {
        let path = output.staged(number);
        // Windows syncs only what is open for writing.
        let synced = OpenOptions::new().write(true).open(&path).and_then(|file| file.sync_all());
        if let Err(source) = synced {
            *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(OutputError::Io { path, source });
        }
    });
    sync_folder(&output.stage());
    failed.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

/// Waits until the names in those folders are on the disk.
pub(super) fn sync_folders(output: &Output, folders: &[&str]) {
    crowd(folders, |folder| sync_folder(&output.disk(folder)));
}

/// Calls `wait_for`, which mostly waits, for many things at once.
fn crowd<T: Sync>(things: &[T], wait_for: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(thing) = things.get(next.fetch_add(1, Ordering::Relaxed)) {
            wait_for(thing);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..WAITING.min(things.len()) {
            // If the system has no thread to spare, this one does it all.
            let _ = std::thread::Builder::new().stack_size(64 * 1024).spawn_scoped(scope, work);
        }
        work();
    });
}
