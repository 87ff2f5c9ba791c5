//! The files of a book, found on disk and in memory. No link is followed: what it leads to is not part of the book. Nor
//! is anything opened that isn't a file: reading a pipe would wait for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::source::Source;
use super::{BOOK_TOML, FOLDERS, TRANSLATIONS_LOCK, is_text, unreadable};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, message};
use crate::rule::Rule;
use crate::source::{BookPath, FileBytes};

/// Every file of a book, with where its bytes are.
pub(super) type Files = BTreeMap<BookPath, FileBytes>;

/// Every file of the book. Links, and whatever can't be read as a file, are reported.
pub(super) fn find(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Files {
    let root = source.root();
    let mut files = BTreeMap::new();
    if source.has_folder {
        walk_all(root, &mut files, diagnostics);
    }
    // A file behind a link is not part of the book, saved or not.
    let links = diagnostics.iter().filter(|fault| fault.rule == Rule::SkippedLink);
    let links: BTreeSet<&str> = links.map(|fault| fault.at.path.as_str()).collect();
    for (path, bytes) in source.over().filter(|(path, _)| !is_behind(&links, path.as_str())) {
        match bytes {
            Some(bytes) => files.insert(path.clone(), bytes.clone()),
            None => files.remove(path),
        };
    }
    files
}

/// Adds the files of a book's folder.
fn walk_all(root: &Path, files: &mut Files, diagnostics: &mut Vec<Diagnostic>) {
    for name in [BOOK_TOML, TRANSLATIONS_LOCK] {
        let (path, disk) = (BookPath::new(name), root.join(name));
        let Some(kind) = fs::symlink_metadata(&disk).ok().map(|metadata| metadata.file_type()) else { continue };
        match no_file(&path, kind) {
            Some(fault) => diagnostics.push(fault),
            None => {
                files.insert(path, FileBytes::Disk(disk));
            }
        }
    }
    for folder in FOLDERS {
        walk(root, folder, files, diagnostics);
    }
}

/// Whether a path is one of those links, or below one.
fn is_behind(links: &BTreeSet<&str>, path: &str) -> bool {
    let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    folders.chain([path]).any(|above| links.contains(above))
}

/// Adds the files of one of the book's folders.
fn walk(root: &Path, folder: &str, files: &mut Files, diagnostics: &mut Vec<Diagnostic>) {
    let top = root.join(folder);
    let walk = WalkDir::new(&top).follow_root_links(false).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| {
        entry.depth() == 0 || !is_left_behind(&entry.file_name().to_string_lossy(), entry.file_type().is_dir())
    }) {
        let entry = match entry {
            Ok(entry) => entry,
            // A book needs neither `static` nor `themes`, and a file may go away during the walk.
            Err(error) if error.io_error().is_some_and(|error| error.kind() == ErrorKind::NotFound) => continue,
            Err(error) => {
                let path = book_path(root, error.path().unwrap_or(&top));
                diagnostics.push(unreadable(&path, &error.into()));
                continue;
            }
        };
        let path = book_path(root, entry.path());
        let kind = entry.file_type();
        if entry.depth() == 0 && kind.is_file() {
            diagnostics.push(not_read(&path, message!("unreadable-file.file", path = path.as_str())));
        } else if kind.is_dir() && !is_text(&path) {
            continue;
        } else if let Some(fault) = no_file(&path, kind) {
            diagnostics.push(fault);
        } else if let Some(first) = files.insert(path.clone(), FileBytes::Disk(entry.into_path())) {
            // One name to a person, its accents encoded in two ways: the last file would silently replace the others.
            let message = message!("clashing-names.unicode", name = path.file_name());
            let fault = Diagnostic::new(Rule::ClashingNames, Place::file(&path), message);
            diagnostics.push(fault.help(message!("clashing-names.help")));
            files.insert(path, first);
        }
    }
}

/// The fault of a folder, link or pipe in the place of a file; `None` for a file.
fn no_file(path: &BookPath, kind: FileType) -> Option<Diagnostic> {
    if kind.is_file() {
        None
    } else if kind.is_symlink() && path.as_str() == BOOK_TOML {
        // Without it there is no book to go on with.
        let message = message!("missing-book.link");
        Some(Diagnostic::new(Rule::MissingBook, Place::file(path), message).help(message!("missing-book.help-link")))
    } else if kind.is_symlink() {
        let message = message!("skipped-link.message", path = path.as_str());
        Some(Diagnostic::new(Rule::SkippedLink, Place::file(path), message).help(message!("skipped-link.help")))
    } else if kind.is_dir() {
        Some(not_read(path, message!("unreadable-file.folder", path = path.as_str())))
    } else {
        Some(not_read(path, message!("unreadable-file.special", path = path.as_str())))
    }
}

fn not_read(path: &BookPath, message: Message) -> Diagnostic {
    let help = message!("unreadable-file.help-kind");
    Diagnostic::new(Rule::UnreadableFile, Place::file(path), message).help(help)
}

/// Whether a name is that of a file that systems, editors and word processors leave behind.
pub(super) fn is_left_behind(name: &str, is_folder: bool) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        // A document that Word or Excel has open, and its lock.
        || name.starts_with("~$")
        // What JetBrains' editors write beside a file, to put it in its place, and what was there.
        || ["___jb_tmp___", "___jb_old___"].iter().any(|end| name.ends_with(end))
        || is_of_kde(name)
        // What Emacs has not saved yet.
        || (name.len() > 2 && name.starts_with('#') && name.ends_with('#'))
        // The file by which Vim tries whether it may write in a folder.
        || (name == "4913" && !is_folder)
        || ["thumbs.db", "ehthumbs.db", "desktop.ini"].iter().any(|left| name.eq_ignore_ascii_case(left))
}

/// Whether a name is that of a file that KDE's editors write before it takes the place of a text: `1-lire.fr.md.aBcDeF`.
fn is_of_kde(name: &str) -> bool {
    let mut parts = name.rsplit('.');
    let (chance, of) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_written = ["md", "markdown", "toml", "yml", "yaml", "bib", "css", "html", "svg"].contains(&of);
    let is_random = chance.len() == 6
        && chance.bytes().all(|byte| byte.is_ascii_alphabetic())
        && chance.bytes().any(|byte| byte.is_ascii_uppercase());
    is_written && is_random && parts.next().is_some()
}

fn book_path(root: &Path, path: &Path) -> BookPath {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    BookPath::new(&parts.join("/"))
}

/// The folder of the book that `start` (a folder, or the `book.toml` itself) is or is in: the first folder from
/// `start` up that has a `book.toml`. `None` if there is none.
pub fn find_book(start: &Path) -> Option<PathBuf> {
    // Anything with that name will do: if it isn't a file that can be read, the loader reports it.
    let holds_book = |folder: &Path| folder.join(BOOK_TOML).symlink_metadata().is_ok();
    // The path as the user typed it, if it will do: it is shorter to read in messages.
    if holds_book(start) {
        return Some(start.to_owned());
    }
    // A folder that isn't there is in no book: its name was mistyped.
    let start = std::path::absolute(start).ok().filter(|start| start.exists())?;
    start.ancestors().find(|folder| holds_book(folder)).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_is_found_from_inside_it() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("content/1-a");
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::write(folder.path().join("book.toml"), "").unwrap();
        std::fs::write(inside.join("1-b.fr.md"), "").unwrap();
        for start in [folder.path(), &inside, &inside.join("1-b.fr.md"), &folder.path().join("book.toml")] {
            assert_eq!(find_book(start).as_deref(), Some(folder.path()), "{}", start.display());
        }
        assert_eq!(find_book(&inside.join("absent")), None);
        assert_eq!(find_book(&tempfile::tempdir().unwrap().path().join("x")), None);
    }
}
