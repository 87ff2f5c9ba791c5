//! Load: the only module that reads a book, from disk and from an editor's unsaved files.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{self, Read as _};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::characters;
use crate::config::{self, MAX_FILE_SIZE};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::{Size, message};
use crate::model::MediaKind;
use crate::progress::Task;
use crate::rule::Rule;
use crate::source::{AssetFile, BookPath, FileBytes, SourceFile, Sources};
pub use find::find_book;
use find::{Files, find, is_left_behind};
pub use picture::orientation;
pub use source::{NoFile, ReadSeek, Source};

mod captions;
mod encoding;
mod film;
mod find;
mod picture;
mod source;

/// The file that makes a folder a book.
pub const BOOK_TOML: &str = "book.toml";

/// The labels of the tags, in each language.
pub const TAGS_YML: &str = "content/tags.yml";

/// The terms that the book explains, in each language.
pub const GLOSSARY_YML: &str = "content/glossary.yml";

/// The files of the shared bibliography, of which a book has one; the first of several is read.
pub const REFERENCES: [&str; 4] =
    ["content/references.bib", "content/references.json", "content/references.yml", "content/references.yaml"];

/// The record of translations when they were last said to be in step.
pub const TRANSLATIONS_LOCK: &str = "translations.lock";

/// The most bytes that `translations.lock` may have, 256 MiB: it grows with the book, not with one text.
const MAX_LOCK_SIZE: u64 = 256 * MAX_FILE_SIZE;

/// The folders that are read; beside them, only `book.toml` and `translations.lock` are.
pub const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// The file at a path of a book, for a program to open: a regular file of those that are read, which no link leads to.
/// `None` for any other path.
pub fn file_of_book(root: &Path, path: &str) -> Option<PathBuf> {
    let path = BookPath::new(path);
    if !source::is_read(&path) {
        return None;
    }
    let mut disk = root.to_owned();
    let mut parts = path.as_str().split('/').peekable();
    while let Some(part) = parts.next() {
        disk.push(part);
        let kind = fs::symlink_metadata(&disk).ok()?.file_type();
        if !(if parts.peek().is_some() { kind.is_dir() } else { kind.is_file() }) {
            return None;
        }
    }
    Some(disk)
}

/// Reads books. A loader that is kept between two readings of a book doesn't hash an asset again whose size and time of
/// modification are the same; texts are always read.
#[derive(Debug, Default)]
pub struct Loader {
    assets: HashMap<PathBuf, (u64, SystemTime, AssetFile)>,
}

/// One file found.
enum Loaded {
    Text(SourceFile),
    Asset(Option<SystemTime>, AssetFile),
    /// A transcript: a text that pages show, and an asset too.
    Transcript(SourceFile, Option<SystemTime>, AssetFile),
}

impl Loader {
    /// Reads the book of a source.
    ///
    /// What can't be read is reported and left out. Symbolic links are reported and not followed,
    /// so that a loop ends and nothing outside the book is published by accident.
    pub fn load(&mut self, source: &Source) -> Checked<Sources> {
        let mut diagnostics = Vec::new();
        let files = find(source, &mut diagnostics);
        let book_toml = files.get(BOOK_TOML).and_then(|file| file.read(MAX_FILE_SIZE).ok());
        let most = book_toml.map_or(MAX_FILE_SIZE, |(_, bytes)| most_bytes(&String::from_utf8_lossy(&bytes)));
        let underway = source.progress().begin(Task::Files, files.len());
        let read = |(path, found)| {
            let read = self.read(path, found, &files, most);
            underway.one();
            read
        };
        let loaded: Vec<_> = files.par_iter().map(read).collect();
        drop(underway);
        let mut sources = Sources::default();
        let mut assets = HashMap::new();
        for (found, faults) in loaded {
            diagnostics.extend(faults);
            let (text, asset) = match found {
                Some(Loaded::Text(text)) => (Some(text), None),
                Some(Loaded::Asset(modified, file)) => (None, Some((modified, file))),
                Some(Loaded::Transcript(text, modified, file)) => (Some(text), Some((modified, file))),
                None => (None, None),
            };
            sources.texts.extend(text.map(|text| (text.path.clone(), text)));
            if let Some((modified, file)) = asset {
                if let (Some(modified), FileBytes::Disk(disk)) = (modified, &file.bytes) {
                    assets.insert(disk.clone(), (file.len, modified, file.clone()));
                }
                sources.assets.insert(file.path.clone(), file);
            }
        }
        self.assets = assets;
        let is_told = diagnostics.iter().any(|fault| fault.at.path.as_str() == BOOK_TOML);
        if !sources.texts.contains_key(BOOK_TOML) && !is_told {
            let place = Place::file(&BookPath::new(BOOK_TOML));
            let fault = Diagnostic::new(Rule::MissingBook, place, message!("missing-book.message"));
            diagnostics.push(fault.help(message!("missing-book.help")));
        }
        Checked::new(sources, diagnostics)
    }

    /// Reads a book of which only these paths, from its folder, may have changed since it was `known`, with those faults. Of
    /// texts that the book has already, no other file is read.
    pub fn load_again(
        &mut self,
        source: &Source,
        known: &Sources,
        faults: &[Diagnostic],
        changed: &BTreeSet<PathBuf>,
    ) -> Checked<Sources> {
        match with_changes(source, known, faults, changed) {
            Some(sources) => Checked::new(sources, faults.to_vec()),
            None => self.load(source),
        }
    }

    fn read(&self, path: &BookPath, found: &FileBytes, files: &Files, most: u64) -> (Option<Loaded>, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let most = if path.as_str() == TRANSLATIONS_LOCK { MAX_LOCK_SIZE } else { most };
        let loaded = if is_text(path) {
            read_text(path, found, most, &mut faults).map(|text| text.map(Loaded::Text))
        } else {
            let transcript = match is_transcript(path, files) {
                true => read_text(path, found, most, &mut faults),
                false => Ok(None),
            };
            transcript.and_then(|transcript| {
                let (modified, file) = self.read_asset(path, found)?;
                faults.extend(captions::check(path, found));
                Ok(Some(match transcript {
                    Some(text) => Loaded::Transcript(text, modified, file),
                    None => Loaded::Asset(modified, file),
                }))
            })
        };
        match loaded {
            Ok(loaded) => (loaded, faults),
            // A file that went away between the walk and the reading was never there.
            Err(error) if error.kind() == io::ErrorKind::NotFound => (None, faults),
            Err(error) => {
                faults.push(unreadable(path, &error));
                (None, faults)
            }
        }
    }

    /// An asset, and its time of modification; `None` for one in memory, or if the system has no such time.
    fn read_asset(&self, path: &BookPath, found: &FileBytes) -> io::Result<(Option<SystemTime>, AssetFile)> {
        let mut modified = None;
        if let FileBytes::Disk(disk) = found {
            let metadata = fs::metadata(disk)?;
            modified = metadata.modified().ok();
            if let Some((len, time, known)) = self.assets.get(disk)
                && *len == metadata.len()
                && Some(*time) == modified
            {
                return Ok((modified, known.clone()));
            }
        }
        let mut hasher = blake3::Hasher::new();
        let len = io::copy(&mut found.open()?, &mut hasher)?;
        let picture::PictureFacts { dimensions, flaw, misnamed, raster } = picture::of(path, found);
        let (bytes, hash) = (found.clone(), hasher.finalize());
        Ok((modified, AssetFile { path: path.clone(), bytes, hash, len, dimensions, flaw, misnamed, raster }))
    }
}

/// The book as it is `known`, with the texts of it that changed; `None` if that can't be told by reading them alone.
fn with_changes(
    source: &Source,
    known: &Sources,
    faults: &[Diagnostic],
    changed: &BTreeSet<PathBuf>,
) -> Option<Sources> {
    let most = most_bytes(&known.text(BOOK_TOML)?.text);
    let mut sources = known.clone();
    for path in changed {
        let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
        let parts = parts?;
        if parts.iter().enumerate().any(|(at, part)| is_left_behind(part, at + 1 < parts.len())) {
            continue;
        }
        let path = BookPath::new(&parts.join("/"));
        if faults.iter().any(|fault| fault.at.path == path) {
            return None;
        }
        let file = match source.over().find(|(over, _)| **over == path) {
            Some((_, bytes)) => Some(bytes?.clone()),
            None => file_of_book(source.root(), path.as_str()).map(FileBytes::Disk),
        };
        match (known.texts.contains_key(&path), file) {
            (true, Some(file)) if is_text(&path) && path.as_str() != BOOK_TOML => {
                let mut faults = Vec::new();
                let most = if path.as_str() == TRANSLATIONS_LOCK { MAX_LOCK_SIZE } else { most };
                let text = read_text(&path, &file, most, &mut faults).ok()??;
                if !faults.is_empty() {
                    return None;
                }
                sources.texts.insert(path, text);
            }
            // An editor's file that came and went, in a folder of the book.
            (false, None) if source::is_read(&path) && !is_there(source.root(), &path) && !has_below(known, &path) => {}
            _ => return None,
        }
    }
    Some(sources)
}

/// Whether there is something at a path of the book's folder, be it a link that leads nowhere.
fn is_there(root: &Path, path: &BookPath) -> bool {
    !matches!(fs::symlink_metadata(root.join(path.as_str())), Err(error) if error.kind() == io::ErrorKind::NotFound)
}

/// Whether the book has a file at a path, or below it.
fn has_below(sources: &Sources, path: &BookPath) -> bool {
    let is_of = |file: &BookPath| {
        file.as_str().strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    sources.texts.keys().chain(sources.assets.keys()).any(is_of)
}

/// The bytes of an asset.
///
/// # Errors
/// If the file can no longer be read.
pub fn read_asset(asset: &AssetFile) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(asset.len).unwrap_or_default());
    open_asset(asset)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens an asset, to read it piece by piece.
///
/// # Errors
/// If it can no longer be read, or is no longer a file.
pub fn open_asset(asset: &AssetFile) -> io::Result<Box<dyn ReadSeek>> {
    match &asset.bytes {
        FileBytes::Disk(disk) if !fs::symlink_metadata(disk)?.is_file() => Err(io::ErrorKind::NotFound.into()),
        bytes => bytes.open(),
    }
}

/// The names of what is in a folder, in order; none if there is no such folder.
///
/// # Errors
/// If it can't be read, or is no folder.
pub fn names_in(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<String>>>()?;
    names.sort();
    Ok(names)
}

/// A path of a book as its parts are spelt on disk: a system may keep letters and their accents apart (NFD), and the book’s own
/// paths never do. Parts that aren’t there stay as they are.
pub fn as_on_disk(root: &Path, path: &str) -> String {
    let mut found = String::with_capacity(path.len());
    for part in path.split('/') {
        let folder = root.join(&found);
        let is_there = || folder.join(part).symlink_metadata().is_ok();
        let other = (!part.is_ascii() && !is_there())
            .then(|| names_in(&folder).ok()?.into_iter().find(|name| name.nfc().eq(part.nfc())))
            .flatten();
        if !found.is_empty() {
            found.push('/');
        }
        found.push_str(other.as_deref().unwrap_or(part));
    }
    found
}

/// Whether a file begins with a byte order mark, which the text that is read from it doesn't have.
pub fn begins_with_mark(file: &Path) -> bool {
    let mut mark = [0; 3];
    fs::File::open(file).and_then(|mut file| file.read_exact(&mut mark)).is_ok() && mark == *b"\xef\xbb\xbf"
}

/// Whether a file is read as text: the book is written in it, and it is not published as it is.
fn is_text(path: &BookPath) -> bool {
    if REFERENCES.contains(&path.as_str()) {
        return true;
    }
    let extension = path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension);
    match path.as_str().split('/').next() {
        Some("content") => {
            matches!(extension.to_ascii_lowercase().as_str(), "md" | "markdown" | "yml" | "yaml" | "bib" | "csl")
        }
        Some("themes") => matches!(extension, "html" | "toml" | "css"),
        Some(BOOK_TOML | TRANSLATIONS_LOCK) => true,
        _ => false,
    }
}

/// Whether a file is a transcript: a `.txt` beside a film or a sound of the same name, but for a language's suffix.
fn is_transcript(path: &BookPath, files: &Files) -> bool {
    let Some(stem) = path.as_str().strip_suffix(".txt").filter(|stem| stem.starts_with("content/")) else {
        return false;
    };
    let name = stem.rsplit('/').next().unwrap_or_default();
    let language = name.rsplit_once('.').map_or(0, |(_, language)| language.len() + 1);
    [stem, &stem[..stem.len() - language]].iter().any(|stem| {
        let after = (Bound::Included(*stem), Bound::Unbounded);
        let mut beside = files.range::<str, _>(after).take_while(|(path, _)| path.as_str().starts_with(stem));
        beside.any(|(path, _)| {
            let rest = path.as_str()[stem.len()..].strip_prefix('.');
            rest.is_some_and(|rest| !rest.contains('.')) && MediaKind::of(path.file_name()).is_some()
        })
    })
}

/// The most bytes that a text may have, as `book.toml` sets it. A fault in the setting is reported with those of the
/// other settings.
fn most_bytes(book_toml: &str) -> u64 {
    match book_toml.contains("max_file_size") {
        true => config::parse(book_toml).value.max_file_size,
        false => MAX_FILE_SIZE,
    }
}

/// Reads a text of at most `most` bytes; `None` for a larger one, which is reported. Bytes that aren't UTF-8 are
/// reported, and read as U+FFFD.
///
/// # Errors
/// If the file can't be read.
fn read_text(
    path: &BookPath,
    found: &FileBytes,
    most: u64,
    faults: &mut Vec<Diagnostic>,
) -> io::Result<Option<SourceFile>> {
    let (size, bytes) = found.read(most.saturating_add(1))?;
    if bytes.len() as u64 > most {
        faults.push(oversized(path, size.max(most + 1), most));
        return Ok(None);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if let Some(text) = encoding::utf_16(bytes) {
        let fault = Diagnostic::new(Rule::InvalidText, Place::file(path), message!("invalid-text.utf-16"));
        faults.push(fault.help(message!("invalid-text.help")));
        return Ok(Some(SourceFile::new(path.clone(), &text)));
    }
    let text = String::from_utf8_lossy(bytes);
    let invalid = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
    let nul = bytes.iter().position(|&byte| byte == 0);
    if let Some(at) = invalid {
        // The bad bytes are now U+FFFD, which has three bytes.
        let fault =
            Diagnostic::new(Rule::InvalidText, Place::new(path, &(at..at + 3)), message!("invalid-text.message"));
        faults.push(fault.help(message!("invalid-text.help")));
    } else if let Some(at) = nul {
        let fault = Diagnostic::new(Rule::InvalidText, Place::new(path, &(at..at + 1)), message!("invalid-text.nul"));
        faults.push(fault.help(message!("invalid-text.help")));
    }
    let text = without_controls(path, &text, faults);
    Ok(Some(SourceFile::new(path.clone(), &text)))
}

/// A text with spaces in the place of its control characters, so that byte offsets stay the same; the first one is
/// reported. (A NUL is reported by [`read_text`], as the sign of a file that is no text.)
fn without_controls<'t>(path: &BookPath, text: &'t str, faults: &mut Vec<Diagnostic>) -> Cow<'t, str> {
    let is_odd = |one: char| characters::is_control(one) && one != '\0';
    let Some((at, one)) = text.char_indices().find(|&(_, one)| is_odd(one)) else { return Cow::Borrowed(text) };
    let message = message!("hidden-character.message", name = characters::name(one));
    let place = Place::new(path, &(at..at + one.len_utf8()));
    let fault = Diagnostic::new(Rule::HiddenCharacter, place, message);
    faults.push(fault.help(message!("hidden-character.help")));
    let blank = |one: char| if is_odd(one) { " ".repeat(one.len_utf8()) } else { one.to_string() };
    Cow::Owned(text.chars().map(blank).collect())
}

fn oversized(path: &BookPath, size: u64, most: u64) -> Diagnostic {
    let message = message!("oversized-text.message", path = path.as_str(), size = Size(size), most = Size(most));
    // In the unit that the setting takes in every language.
    let suggested = format!("{} MB", size.div_ceil(1_000_000));
    let fault = Diagnostic::new(Rule::OversizedText, Place::file(path), message);
    // A bibliography, a glossary or a stylesheet is one file.
    fault.help(match path.as_str().ends_with(".md") {
        true => message!("oversized-text.help", suggested = suggested),
        false => message!("oversized-text.help-whole", suggested = suggested),
    })
}

fn unreadable(path: &BookPath, error: &io::Error) -> Diagnostic {
    let message = message!("unreadable-file.message", path = path.as_str(), reason = error);
    Diagnostic::new(Rule::UnreadableFile, Place::file(path), message).help(message!("unreadable-file.help"))
}
