//! Whether the system allows a write: asked before anything moves, since a rename that fails half-way leaves half a
//! site.
//!
//! Only what can be known in advance is asked: who may write in a folder and replace a file. A disk may still fill up
//! between two renames; then the journal remains, and the next write finishes it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::error::{OutputError, io_at};
use super::journal::Journal;
use super::output::{Output, Standing};

/// Refuses a journal if the system would refuse one of its steps. Nothing is changed.
pub(super) fn check(output: &mut Output, journal: &Journal) -> Result<(), OutputError> {
    let moves = journal.moves.iter().map(|each| each.path.as_str());
    let removals = journal.clears.iter().chain(&journal.deletes).map(|(path, _)| path.as_str());
    let mut folders = BTreeSet::new();
    let mut files = Vec::new();
    for path in moves.chain(removals) {
        folders.insert(output.folder_above(path).to_owned());
        match output.standing(path) {
            Ok(Standing::File(_)) => files.push(path),
            // Folders that contain only folders, in the way: all of them are removed.
            Ok(Standing::Folder) => {
                folders.insert(path.to_owned());
                output.each_below(path, |path, is_folder| {
                    if is_folder {
                        folders.insert(path.to_owned());
                    }
                    true
                })?;
            }
            Ok(Standing::Nothing | Standing::Blocked(_)) => {}
            // No file can have that name here, so there is nothing to remove.
            Err(error) if error.is_no_name() => {}
            Err(error) => return Err(error),
        }
    }
    for folder in &folders {
        let disk = output.disk(folder);
        may_change(&disk).map_err(io_at(&disk))?;
    }
    for file in files {
        let disk = output.disk(file);
        may_go(&disk, &output.disk(output.folder_above(file))).map_err(io_at(&disk))?;
    }
    Ok(())
}

/// Whether files may come into a folder and leave it.
#[cfg(unix)]
fn may_change(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(folder, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// As above; on other systems, only an attempt shows it.
#[cfg(not(unix))]
fn may_change(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a file may be replaced or removed, in a folder that may be changed.
#[cfg(unix)]
fn may_go(file: &Path, folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use rustix::fs::{Access, access};
    use rustix::io::Errno;
    use rustix::process::geteuid;

    // A read-only file may still be replaced, but not an immutable one.
    if access(file, Access::WRITE_OK) == Err(Errno::PERM) {
        return Err(Errno::PERM.into());
    }
    // In a folder like `/tmp`, only its owner may remove a file.
    const STICKY: u32 = 0o1000;
    let (folder, user) = (fs::symlink_metadata(folder)?, geteuid().as_raw());
    let is_shared = folder.permissions().mode() & STICKY != 0 && folder.uid() != user && user != 0;
    if is_shared && fs::symlink_metadata(file)?.uid() != user { Err(Errno::PERM.into()) } else { Ok(()) }
}

/// As above; on other systems files themselves can be locked, and a locked one may not.
#[cfg(not(unix))]
fn may_go(file: &Path, _folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(file)?.permissions().readonly() {
        true => Err(io::ErrorKind::PermissionDenied.into()),
        false => Ok(()),
    }
}
