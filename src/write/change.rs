//! Several files of the book changed for its author, all of them or none.
//!
//! ```text
//! survey → stage → journal → steps → end
//!          ╰── the book as it was ──╯  a failure, an interruption or the next command takes back what was done
//! ```
//!
//! - `survey` looks at what each step needs, and refuses all of them if one can't be done: a file that is read-only, a
//!   place that is taken, a link in the way.
//! - New texts and copies of the old ones are staged in `.palier/change/`, and synced.
//! - The journal names every step. While it is there, the steps may be half done, and [`put_back`] undoes them: a site
//!   can always be made again, so its journal is finished; a book can't, so its journal is taken back.
//!
//! A file that its author changed after the interruption is left as it is.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Hold;
use super::replace::replace_bytes;
use crate::load;
use crate::source::Hash;

const HEADER: &str = "palier change 1";

/// Where a change is staged, from the book's folder.
const STAGE: &str = ".palier/change";

/// One step of a change. Paths are from the book's folder, `/`-separated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writes a text, in UTF-8, to a new file or in place of the one that is there.
    Write {
        /// The file.
        path: String,
        /// Its new text.
        text: String,
    },
    /// Moves a file, or a folder with all it holds, to where nothing is.
    Move {
        /// What is moved.
        from: String,
        /// Its new path.
        to: String,
    },
}

impl Step {
    fn as_on_disk(&self, root: &Path) -> Self {
        let found = |path: &str| load::as_on_disk(root, path);
        match self {
            Self::Write { path, text } => Self::Write { path: found(path), text: text.clone() },
            Self::Move { from, to } => Self::Move { from: found(from), to: found(to) },
        }
    }
}

/// Why a book was not changed. Unless it is [`Unfinished`](Self::Unfinished), it is as it was.
#[derive(Debug)]
pub enum NotChanged {
    /// A file is read-only.
    ReadOnly {
        /// Its path.
        path: String,
    },
    /// Something is where a step would put something else.
    Taken {
        /// Its path.
        path: String,
    },
    /// A symbolic link, or no regular file, is where a step needs a file or a folder.
    NoFile {
        /// Its path.
        path: String,
    },
    /// Another process is changing the book.
    Busy,
    /// The user interrupted the change.
    Interrupted,
    /// The system refused a step.
    Failed {
        /// The path that the step was about.
        path: String,
        /// What the system said.
        error: io::Error,
    },
    /// The system refused a step, and then to take back another: the next command that is run on the book tries again.
    Unfinished {
        /// The path that the step was about.
        path: String,
        /// What the system said.
        error: io::Error,
    },
}

/// Does all steps, in their order, or none. Missing folders are created. Before each step `is_stopped` is asked whether
/// the user wants to stop.
///
/// # Errors
/// Why nothing was changed.
pub fn change(root: &Path, steps: &[Step], is_stopped: impl Fn() -> bool) -> Result<(), NotChanged> {
    let steps: Vec<Step> = steps.iter().map(|step| step.as_on_disk(root)).collect();
    for step in &steps {
        survey(root, step)?;
    }
    let stage = root.join(STAGE);
    let journal = stage_all(root, &stage, &steps).map_err(|(path, error)| {
        let _ = clear(&stage);
        NotChanged::Failed { path, error }
    })?;
    for entry in &journal {
        let done = if is_stopped() { Err(None) } else { entry.take(root, &stage).map_err(Some) };
        let Err(reason) = done else { continue };
        return Err(match (take_back(root, &stage, &journal), reason) {
            (Err((path, error)), _) => NotChanged::Unfinished { path, error },
            (Ok(()), None) => NotChanged::Interrupted,
            (Ok(()), Some(error)) => NotChanged::Failed { path: entry.path().to_owned(), error },
        });
    }
    // The journal goes first: without it, what else is staged means nothing.
    let ended = fs::remove_file(stage.join("journal")).and_then(|()| clear(&stage));
    ended.map_err(|error| NotChanged::Unfinished { path: STAGE.to_owned(), error })
}

/// Removes the stage, and the folder above it if nothing else is there.
fn clear(stage: &Path) -> io::Result<()> {
    fs::remove_dir_all(stage)?;
    let _ = stage.parent().map(fs::remove_dir);
    Ok(())
}

/// Takes back a change that a kill or a power cut interrupted, and says whether there was one.
///
/// # Errors
/// If the system refuses, with the path that it refused, from the book's folder.
pub fn put_back(root: &Path) -> Result<bool, (String, io::Error)> {
    let stage = root.join(STAGE);
    let journal = || match fs::read_to_string(stage.join("journal")) {
        Ok(text) => Ok(Some(text)),
        // Nothing begins where `.palier` is a file of the author's.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err((STAGE.to_owned(), error)),
    };
    if journal()?.is_none() {
        return Ok(false);
    }
    // The journal may be that of a process that is at work: what it does, it will have done.
    let _hold = Hold::wait(root).map_err(|reason| match reason {
        NotChanged::Failed { path, error } => (path, error),
        _ => (STAGE.to_owned(), io::ErrorKind::ResourceBusy.into()),
    })?;
    let Some(text) = journal()? else { return Ok(false) };
    // The journal is written whole before the first step: one that can't be read began nothing.
    if let Some(journal) = parse(&text) {
        take_back(root, &stage, &journal)?;
        return Ok(true);
    }
    clear(&stage).map_err(|error| (STAGE.to_owned(), error))?;
    Ok(false)
}

/// Refuses a step that can't be done.
fn survey(root: &Path, step: &Step) -> Result<(), NotChanged> {
    match step {
        Step::Write { path, .. } => {
            not_through_a_link(root, path)?;
            match fs::symlink_metadata(root.join(path)) {
                Ok(found) if !found.is_file() => Err(NotChanged::NoFile { path: path.clone() }),
                Ok(found) if found.permissions().readonly() => Err(NotChanged::ReadOnly { path: path.clone() }),
                _ => Ok(()),
            }
        }
        Step::Move { from, to } => {
            not_through_a_link(root, from)?;
            not_through_a_link(root, to)?;
            let is_sound = fs::symlink_metadata(root.join(from)).is_ok_and(|found| found.is_file() || found.is_dir());
            if !is_sound {
                return Err(NotChanged::NoFile { path: from.clone() });
            }
            // Where the file system ignores case, a name in other letters is the same file.
            let is_itself = from.to_lowercase() == to.to_lowercase();
            match !is_itself && root.join(to).symlink_metadata().is_ok() {
                true => Err(NotChanged::Taken { path: to.clone() }),
                false => Ok(()),
            }
        }
    }
}

/// Refuses a path that goes through a link, or through a file.
fn not_through_a_link(root: &Path, path: &str) -> Result<(), NotChanged> {
    let above = path.match_indices('/').map(|(end, _)| &path[..end]);
    for folder in above {
        if fs::symlink_metadata(root.join(folder)).is_ok_and(|found| !found.is_dir()) {
            return Err(NotChanged::NoFile { path: folder.to_owned() });
        }
    }
    Ok(())
}

/// A step as the journal has it.
#[derive(Debug, PartialEq, Eq)]
enum Entry {
    /// A folder that wasn't there.
    Folder { path: String },
    /// The file staged under that number, with its hash and that of the file whose place it takes.
    Write { number: usize, new: Hash, old: Option<Hash>, path: String },
    /// A file or a folder, moved.
    Move { from: String, to: String },
}

/// Stages new texts and old ones, and writes the journal; an error comes with the path that it is about.
fn stage_all(root: &Path, stage: &Path, steps: &[Step]) -> Result<Vec<Entry>, (String, io::Error)> {
    let at = |path: &str| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    fs::create_dir_all(stage).map_err(at(STAGE))?;
    let mut journal: Vec<Entry> = Vec::new();
    let mut made: Vec<String> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let (Step::Write { path: target, .. } | Step::Move { to: target, .. }) = step;
        for (end, _) in target.match_indices('/') {
            let folder = &target[..end];
            if !made.iter().any(|made| made == folder) && root.join(folder).symlink_metadata().is_err() {
                made.push(folder.to_owned());
                journal.push(Entry::Folder { path: folder.to_owned() });
            }
        }
        journal.push(match step {
            Step::Move { from, to } => Entry::Move { from: from.clone(), to: to.clone() },
            Step::Write { path, text } => {
                replace_bytes(&staged(stage, "new", number), text.as_bytes()).map_err(at(path))?;
                let old = match fs::read(root.join(path)) {
                    Ok(bytes) => {
                        replace_bytes(&staged(stage, "old", number), &bytes).map_err(at(path))?;
                        Some(blake3::hash(&bytes))
                    }
                    Err(error) if error.kind() == io::ErrorKind::NotFound => None,
                    Err(error) => return Err((path.clone(), error)),
                };
                Entry::Write { number, new: blake3::hash(text.as_bytes()), old, path: path.clone() }
            }
        });
    }
    replace_bytes(&stage.join("journal"), to_text(&journal).as_bytes()).map_err(at(STAGE))?;
    Ok(journal)
}

fn staged(stage: &Path, kind: &str, number: usize) -> PathBuf {
    stage.join(format!("{kind}-{number}"))
}

impl Entry {
    fn path(&self) -> &str {
        match self {
            Self::Folder { path } | Self::Write { path, .. } | Self::Move { from: path, .. } => path,
        }
    }

    /// Does the step.
    fn take(&self, root: &Path, stage: &Path) -> io::Result<()> {
        match self {
            Self::Folder { path } => fs::create_dir(root.join(path)),
            Self::Write { number, path, .. } => {
                let (new, path) = (staged(stage, "new", *number), root.join(path));
                if let Ok(found) = fs::metadata(&path) {
                    fs::set_permissions(&new, found.permissions())?;
                }
                fs::rename(new, path)
            }
            Self::Move { from, to } => {
                let to = root.join(to);
                // A rename would replace a file that came there since.
                let is_free = from.to_lowercase() == self.target().to_lowercase() || to.symlink_metadata().is_err();
                if is_free { fs::rename(root.join(from), to) } else { Err(io::ErrorKind::AlreadyExists.into()) }
            }
        }
    }

    fn target(&self) -> &str {
        match self {
            Self::Folder { path } | Self::Write { path, .. } | Self::Move { to: path, .. } => path,
        }
    }

    /// Takes the step back, whether or not it was done.
    fn undo(&self, root: &Path, stage: &Path) -> io::Result<()> {
        match self {
            // It stays if something else came into it.
            Self::Folder { path } => match fs::remove_dir(root.join(path)) {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(error),
                _ => Ok(()),
            },
            Self::Write { number, new, old, path } => {
                let path = root.join(path);
                let is_ours = fs::read(&path).is_ok_and(|bytes| blake3::hash(&bytes) == *new);
                match old {
                    _ if !is_ours => Ok(()),
                    None => fs::remove_file(path),
                    Some(old) if old == new => Ok(()),
                    Some(_) => {
                        let copy = staged(stage, "old", *number);
                        fs::set_permissions(&copy, fs::metadata(&path)?.permissions())?;
                        fs::rename(copy, path)
                    }
                }
            }
            Self::Move { from, to } => {
                let (from, to) = (root.join(from), root.join(to));
                let was_done = from.symlink_metadata().is_err() && to.symlink_metadata().is_ok();
                if was_done { fs::rename(to, from) } else { Ok(()) }
            }
        }
    }
}

/// Takes all steps back, from the last to the first, and then the journal.
fn take_back(root: &Path, stage: &Path, journal: &[Entry]) -> Result<(), (String, io::Error)> {
    for entry in journal.iter().rev() {
        entry.undo(root, stage).map_err(|error| (entry.target().to_owned(), error))?;
    }
    clear(stage).map_err(|error| (STAGE.to_owned(), error))
}

fn to_text(journal: &[Entry]) -> String {
    let mut text = format!("{HEADER}\n");
    for entry in journal {
        // Writing to a string does not fail. A path has no `\0` on any system.
        let _ = match entry {
            Entry::Folder { path } => writeln!(text, "folder {path}\0"),
            Entry::Write { number, new, old: Some(old), path } => writeln!(text, "write {number} {new} {old} {path}\0"),
            Entry::Write { number, new, old: None, path } => writeln!(text, "write {number} {new} - {path}\0"),
            Entry::Move { from, to } => writeln!(text, "move {from}\0{to}\0"),
        };
    }
    let hash = blake3::hash(text.as_bytes());
    text + &format!("end {hash}\n")
}

fn parse(text: &str) -> Option<Vec<Entry>> {
    let (body, end) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    let body = &text[..body.len() + 1];
    if end.strip_prefix("end ")? != blake3::hash(body.as_bytes()).to_hex().as_str() {
        return None;
    }
    let entries = body.strip_prefix(HEADER)?.strip_prefix('\n')?;
    entries.split_terminator("\0\n").map(entry).collect()
}

fn entry(line: &str) -> Option<Entry> {
    let (word, rest) = line.split_once(' ')?;
    match word {
        "folder" => Some(Entry::Folder { path: rest.to_owned() }),
        "move" => {
            let (from, to) = rest.split_once('\0')?;
            Some(Entry::Move { from: from.to_owned(), to: to.to_owned() })
        }
        "write" => {
            let mut parts = rest.splitn(4, ' ');
            let (number, new, old, path) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
            let old = if old == "-" { None } else { Some(Hash::from_hex(old).ok()?) };
            let (number, new) = (number.parse().ok()?, Hash::from_hex(new).ok()?);
            Some(Entry::Write { number, new, old, path: path.to_owned() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
