//! One file of the book that Palier writes for its author.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes `text`, in UTF-8, to the file at `path`, and replaces the one that may be there: whole, or not at all.
/// Missing folders are created.
///
/// # Errors
/// If the system refuses; the former file is then as it was.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    replace_bytes(path, text.as_bytes())
}

/// Removes a folder if nothing is in it.
pub fn remove_empty(folder: &Path) {
    let _ = fs::remove_dir(folder);
}

/// As [`replace`], for bytes.
pub(super) fn replace_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let Some(name) = path.file_name() else { return Err(io::ErrorKind::InvalidFilename.into()) };
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    // A name that the book's own files never have: `load` passes over it.
    let staged = path.with_file_name(format!(".{}.new", name.to_string_lossy()));
    match fs::remove_file(&staged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(&staged)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    let moved = written.and_then(|()| fs::rename(&staged, path));
    if moved.is_err() {
        let _ = fs::remove_file(&staged);
    }
    moved
}
