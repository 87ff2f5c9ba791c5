//! Load: the only module that reads a book from disk.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::message;
use crate::rule::Rule;
use crate::source::{AssetFile, BookPath, SourceFile, Sources};

mod dimensions;

/// The file that makes a folder a book.
pub const BOOK_TOML: &str = "book.toml";

/// The folders that are read, and nothing else beside `book.toml`.
pub const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// Reads books. Kept between two readings of the same book, it doesn't hash again an asset whose
/// size and time did not change; texts are always read.
#[derive(Debug, Default)]
pub struct Loader {
    assets: HashMap<PathBuf, (u64, SystemTime, AssetFile)>,
}

/// One file found.
enum Loaded {
    Text(SourceFile),
    Asset(Option<SystemTime>, AssetFile),
}

impl Loader {
    /// Reads the book in the folder `root`.
    ///
    /// What can't be read is reported and left out. Symbolic links are reported and not followed,
    /// so that a loop ends and nothing outside the book is published by accident.
    pub fn load(&mut self, root: &Path) -> Checked<Sources> {
        let mut diagnostics = Vec::new();
        let files = find(root, &mut diagnostics);
        let loaded: Vec<_> = files.par_iter().map(|(path, disk)| self.read(path, disk)).collect();
        let mut sources = Sources::default();
        let mut assets = HashMap::new();
        for (found, faults) in loaded {
            diagnostics.extend(faults);
            match found {
                Some(Loaded::Text(file)) => {
                    sources.texts.insert(file.path.clone(), file);
                }
                Some(Loaded::Asset(modified, file)) => {
                    if let Some(modified) = modified {
                        assets.insert(file.disk.clone(), (file.len, modified, file.clone()));
                    }
                    sources.assets.insert(file.path.clone(), file);
                }
                None => {}
            }
        }
        self.assets = assets;
        if !sources.texts.contains_key(BOOK_TOML) && diagnostics.is_empty() {
            let place = Place::file(&BookPath::new(BOOK_TOML));
            let fault = Diagnostic::new(Rule::MissingBook, place, message!("missing-book.message"));
            diagnostics.push(fault.help(message!("missing-book.help")));
        }
        Checked::new(sources, diagnostics)
    }

    fn read(&self, path: &BookPath, disk: &Path) -> (Option<Loaded>, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let loaded = if is_text(path) { read_text(path, disk, &mut faults) } else { self.read_asset(path, disk) };
        match loaded {
            Ok(loaded) => (Some(loaded), faults),
            // A file that went away between the walk and the reading was never there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => (None, faults),
            Err(error) => {
                faults.push(unreadable(path, &error));
                (None, faults)
            }
        }
    }

    fn read_asset(&self, path: &BookPath, disk: &Path) -> io::Result<Loaded> {
        let metadata = fs::metadata(disk)?;
        let modified = metadata.modified().ok();
        if let Some((len, time, known)) = self.assets.get(disk)
            && *len == metadata.len()
            && Some(*time) == modified
        {
            return Ok(Loaded::Asset(modified, known.clone()));
        }
        let mut hasher = blake3::Hasher::new();
        let len = io::copy(&mut fs::File::open(disk)?, &mut hasher)?;
        let dimensions = dimensions::of(path, disk);
        let (disk, hash) = (disk.to_owned(), hasher.finalize());
        Ok(Loaded::Asset(modified, AssetFile { path: path.clone(), disk, hash, len, dimensions }))
    }
}

/// The bytes of an asset.
///
/// # Errors
/// When the file can no longer be read.
pub fn read_asset(asset: &AssetFile) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(asset.len).unwrap_or_default());
    fs::File::open(&asset.disk)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Every file of the book, with its path on disk, in order.
fn find(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<BookPath, PathBuf> {
    let mut files = BTreeMap::new();
    let book = root.join(BOOK_TOML);
    if book.is_file() {
        files.insert(BookPath::new(BOOK_TOML), book);
    }
    for folder in FOLDERS {
        let top = root.join(folder);
        if !top.is_dir() {
            continue;
        }
        let walk = WalkDir::new(&top).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            match entry {
                Ok(entry) if entry.path_is_symlink() => {
                    let path = book_path(root, entry.path());
                    let fault = message!("skipped-link.message", path = path.as_str());
                    let fault = Diagnostic::new(Rule::SkippedLink, Place::file(&path), fault);
                    diagnostics.push(fault.help(message!("skipped-link.help")));
                }
                Ok(entry) if entry.file_type().is_file() => {
                    files.insert(book_path(root, entry.path()), entry.into_path());
                }
                Ok(_) => {}
                Err(error) => {
                    let path = book_path(root, error.path().unwrap_or(&top));
                    diagnostics.push(unreadable(&path, &error.into()));
                }
            }
        }
    }
    files
}

/// What systems and editors leave behind.
fn is_hidden(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.') || name.ends_with('~') || name == "Thumbs.db" || name == "desktop.ini"
}

fn book_path(root: &Path, path: &Path) -> BookPath {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    BookPath::new(&parts.join("/"))
}

/// Whether a file is read as text: what the book is written in, not what it shows.
fn is_text(path: &BookPath) -> bool {
    let extension = path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension);
    match path.as_str().split('/').next() {
        Some("content") => {
            matches!(extension.to_ascii_lowercase().as_str(), "md" | "markdown" | "yml" | "yaml" | "bib")
        }
        Some("themes") => matches!(extension, "html" | "toml" | "css"),
        Some(BOOK_TOML) => true,
        _ => false,
    }
}

fn read_text(path: &BookPath, disk: &Path, faults: &mut Vec<Diagnostic>) -> io::Result<Loaded> {
    let bytes = fs::read(disk)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let text = String::from_utf8_lossy(bytes);
    let invalid = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
    let nul = bytes.iter().position(|&byte| byte == 0);
    if let Some(at) = invalid {
        // What stands there in the text is U+FFFD, three bytes.
        let fault =
            Diagnostic::new(Rule::InvalidText, Place::new(path, &(at..at + 3)), message!("invalid-text.message"));
        faults.push(fault.help(message!("invalid-text.help")));
    } else if let Some(at) = nul {
        let fault = Diagnostic::new(Rule::InvalidText, Place::new(path, &(at..at + 1)), message!("invalid-text.nul"));
        faults.push(fault.help(message!("invalid-text.help")));
    }
    Ok(Loaded::Text(SourceFile::new(path.clone(), &text)))
}

fn unreadable(path: &BookPath, error: &io::Error) -> Diagnostic {
    let message = message!("unreadable-file.message", path = path.as_str(), reason = error.to_string());
    Diagnostic::new(Rule::UnreadableFile, Place::file(path), message).help(message!("unreadable-file.help"))
}
