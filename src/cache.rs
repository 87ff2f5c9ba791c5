//! A cache on disk: what is costly to make, kept between builds by the hash of all that it is made of.
//!
//! ```text
//! <book>/.palier/cache/.gitignore    keeps it out of the author's repository
//!                      <key>         BLAKE3 of the rest (32 bytes), then what was made
//!                      .new-*        a file that is being written
//!                schemas/            the same, with files that editors read
//! ```
//!
//! Nothing depends on it. It may be deleted at any time, as a whole or a file of it; a file that is not as it was written
//! is as good as none; where it can't be written (a book on a read-only disk, a full one), all is made anew each time.
//! So no function here fails. The clock decides only which files go first.

use std::fs::{self, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use crate::source::Hash;

/// The folder of a book in which Palier keeps what is its own, and not the author's.
pub const OWN: &str = ".palier";

/// The most bytes that a cache holds: the pictures of a large book several times over.
const MOST: u64 = 1 << 30;

/// How the names of files that are being written begin.
const NEW: &str = ".new-";

/// The bytes before a file's content.
const HEAD: usize = blake3::OUT_LEN;

/// What something in the cache is made of, as a hash.
#[derive(Clone, Debug)]
pub struct Key(blake3::Hasher);

impl Key {
    /// A key of a kind of things, with nothing in it yet. `kind` names what is made, and the version of how, which is
    /// raised whenever the same bytes would be made into others: `"palier pictures 1"`.
    pub fn new(kind: &'static str) -> Self {
        Self(blake3::Hasher::new_derive_key(kind))
    }

    /// The same key, of a part more: bytes that the result depends on.
    #[must_use]
    pub fn of(mut self, part: &[u8]) -> Self {
        // Its length first, so that the same bytes cut otherwise are another key.
        self.0.update(&(part.len() as u64).to_le_bytes()).update(part);
        self
    }

    /// The key as a hash.
    pub fn hash(&self) -> Hash {
        self.0.finalize()
    }
}

/// A cache in a book's folder.
#[derive(Debug)]
pub struct Cache {
    /// Its folder; `None` for a cache that keeps nothing.
    folder: Option<PathBuf>,
    most: u64,
    /// How many bytes it holds; `None` until the first file is written.
    held: Mutex<Option<u64>>,
    /// How many files this process has begun.
    begun: AtomicU64,
}

impl Cache {
    /// The cache of the book in the folder `book`. Nothing is read or written yet.
    pub fn of_book(book: &Path) -> Self {
        Self::new(Some(book.join(OWN).join("cache")), MOST)
    }

    /// A cache that keeps nothing: all is made anew.
    pub fn none() -> Self {
        Self::new(None, 0)
    }

    fn new(folder: Option<PathBuf>, most: u64) -> Self {
        Self { folder, most, held: Mutex::new(None), begun: AtomicU64::new(0) }
    }

    /// What was made before under that key; else what `make` makes, which is then kept.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn or_make<E>(&self, key: &Key, make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        if let Some(made) = self.get(key) {
            return Ok(made);
        }
        let made = make()?;
        self.put(key, &made);
        Ok(made)
    }

    /// What was kept under that key; `None` if nothing was, or if it isn't whole.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let folder = self.folder.as_deref().filter(|folder| is_own(folder))?;
        let path = folder.join(name(key));
        if !fs::symlink_metadata(&path).ok()?.is_file() {
            return None;
        }
        let mut file = OpenOptions::new().read(true).open(&path).ok()?;
        let (mut head, mut made) = ([0; HEAD], Vec::new());
        file.read_exact(&mut head).ok()?;
        file.take(self.most).read_to_end(&mut made).ok()?;
        if blake3::hash(&made) != head {
            let _ = fs::remove_file(&path);
            return None;
        }
        // What is still of use is the last to go; on a disk that can't be written, nothing goes.
        let touched = OpenOptions::new().append(true).open(&path);
        let _ = touched.and_then(|file| file.set_modified(SystemTime::now()));
        Some(made)
    }

    /// Keeps what was made under that key, if it can be kept.
    pub fn put(&self, key: &Key, made: &[u8]) {
        let len = made.len() as u64 + HEAD as u64;
        let Some(folder) = self.folder.as_deref().filter(|folder| len <= self.most && make_own(folder)) else { return };
        if !self.make_room(folder, len) {
            return;
        }
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        write_whole(folder, number, &name(key), &[blake3::hash(made).as_bytes(), made]);
    }

    /// Makes room for a file of `len` bytes and counts it as held; `false` if there can be no such room.
    fn make_room(&self, folder: &Path, len: u64) -> bool {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut now = held.unwrap_or_else(|| sum(&files(folder)));
        if now + len > self.most {
            // Room for more than this file, so that it isn't made again for each.
            now = shrink(folder, (self.most - len).min(self.most - self.most / 8));
        }
        let fits = now + len <= self.most;
        *held = Some(if fits { now + len } else { now });
        fits
    }
}

/// Puts a file for other programs, such as editors, into a folder beside the cache, unless it is there as it should be:
/// `.palier/<folder>/<name>`. Like the cache, it is made again whenever it is missing, and is left where it can't be
/// written.
pub fn provide(book: &Path, folder: &str, name: &str, text: &str) {
    let folder = book.join(OWN).join(folder);
    let path = folder.join(name);
    let is_file = is_own(&folder) && fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
    if !(is_file && fs::read(&path).is_ok_and(|held| held == text.as_bytes())) && make_own(&folder) {
        write_whole(&folder, 0, name, &[text.as_bytes()]);
    }
}

/// Writes a file, whole under its name or not at all; `number` tells it from others that this process is writing.
fn write_whole(folder: &Path, number: u64, name: &str, pieces: &[&[u8]]) {
    let new = folder.join(format!("{NEW}{}-{number}", std::process::id()));
    // What a process of that number left, when it was killed, is in the way.
    let _ = fs::remove_file(&new);
    let written = OpenOptions::new().write(true).create_new(true).open(&new);
    let written = written.and_then(|mut file| pieces.iter().try_for_each(|piece| file.write_all(piece)));
    if written.and_then(|()| fs::rename(&new, folder.join(name))).is_err() {
        let _ = fs::remove_file(&new);
    }
}

fn name(key: &Key) -> String {
    key.hash().to_hex().to_string()
}

/// Whether a folder, and the one that it is in, are folders and no links.
fn is_own(folder: &Path) -> bool {
    let is_folder = |path: &Path| fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    is_folder(folder) && folder.parent().is_some_and(is_folder)
}

/// Makes the cache's folder if it is missing; `false` if it can't be made, or leads elsewhere.
fn make_own(folder: &Path) -> bool {
    if is_own(folder) {
        return true;
    }
    // One after the other, since making all at once would follow links. What is there already fails, and is looked at.
    let _ = folder.parent().map(fs::create_dir);
    if !folder.parent().is_some_and(|own| fs::symlink_metadata(own).is_ok_and(|found| found.is_dir())) {
        return false;
    }
    if fs::create_dir(folder).is_ok() {
        let ignored = OpenOptions::new().write(true).create_new(true).open(folder.join(".gitignore"));
        let _ = ignored.and_then(|mut file| file.write_all(b"*\n"));
    }
    is_own(folder)
}

/// A file of the cache.
struct Kept {
    path: PathBuf,
    len: u64,
    used: Option<SystemTime>,
}

/// The files of the cache that are Palier's: those named by a key, and those that were being written when a build ended.
fn files(folder: &Path) -> Vec<Kept> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let kept = entries.filter_map(|entry| {
        let name = entry.file_name();
        let name = name.to_str()?;
        let is_ours = name.starts_with(NEW) || Hash::from_hex(name).is_ok();
        // Of the entry itself: links are not followed.
        let metadata = entry.metadata().ok().filter(|found| is_ours && found.is_file())?;
        Some(Kept { path: entry.path(), len: metadata.len(), used: metadata.modified().ok() })
    });
    kept.collect()
}

fn sum(files: &[Kept]) -> u64 {
    files.iter().map(|file| file.len).sum()
}

/// Deletes the files that were used least recently until the others have at most `most` bytes; gives how many bytes they
/// have.
fn shrink(folder: &Path, most: u64) -> u64 {
    let mut files = files(folder);
    let mut held = sum(&files);
    files.sort_by_key(|file| file.used);
    for file in files {
        if held <= most {
            break;
        }
        if fs::remove_file(&file.path).is_ok() {
            held -= file.len;
        }
    }
    held
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::time::Duration;

    use super::*;

    fn key(of: &str) -> Key {
        Key::new("palier tests 1").of(of.as_bytes())
    }

    fn cache(book: &Path, most: u64) -> Cache {
        Cache::new(Some(book.join(OWN).join("cache")), most)
    }

    fn made(cache: &Cache, of: &str) -> Result<Vec<u8>, Infallible> {
        cache.or_make(&key(of), || Ok(format!("made anew of {of}").into_bytes()))
    }

    #[test]
    fn what_was_made_is_kept_for_the_next_build() {
        let book = tempfile::tempdir().unwrap();
        Cache::of_book(book.path()).put(&key("a"), b"kept");
        let next = Cache::of_book(book.path());
        assert_eq!(made(&next, "a").unwrap(), b"kept");
        assert_eq!(made(&next, "b").unwrap(), b"made anew of b");
        assert_eq!(next.get(&key("b")).unwrap(), b"made anew of b");
        next.put(&key("empty"), b"");
        assert_eq!(next.get(&key("empty")).unwrap(), b"");
        assert_eq!(fs::read(book.path().join(".palier/cache/.gitignore")).unwrap(), b"*\n");
        assert_eq!(Cache::none().get(&key("a")), None);
    }

    #[test]
    fn a_key_depends_on_its_kind_and_on_where_its_parts_end() {
        let keys = [
            Key::new("palier tests 1").of(b"ab").of(b"c"),
            Key::new("palier tests 1").of(b"a").of(b"bc"),
            Key::new("palier tests 1").of(b"abc"),
            Key::new("palier tests 2").of(b"abc"),
        ];
        let hashes: std::collections::BTreeSet<_> = keys.iter().map(name).collect();
        assert_eq!(hashes.len(), keys.len());
    }

    #[test]
    fn a_file_that_is_not_as_it_was_written_is_made_anew() {
        let book = tempfile::tempdir().unwrap();
        let cache = Cache::of_book(book.path());
        let file = book.path().join(".palier/cache").join(name(&key("a")));
        for spoilt in [&b""[..], b"short", &[0; 40]] {
            cache.put(&key("a"), b"kept");
            assert_eq!(cache.get(&key("a")).unwrap(), b"kept");
            fs::write(&file, spoilt).unwrap();
            assert_eq!(made(&cache, "a").unwrap(), b"made anew of a");
        }
        fs::remove_file(&file).unwrap();
        fs::create_dir(&file).unwrap();
        assert_eq!(made(&cache, "a").unwrap(), b"made anew of a");
        fs::remove_dir_all(book.path().join(".palier")).unwrap();
        assert_eq!(made(&cache, "a").unwrap(), b"made anew of a");
        assert_eq!(cache.get(&key("a")).unwrap(), b"made anew of a");
    }

    #[test]
    fn the_files_used_least_recently_go_first_and_nothing_foreign_does() {
        let book = tempfile::tempdir().unwrap();
        let most = 4 * (100 + HEAD as u64);
        let first = cache(book.path(), most);
        let folder = book.path().join(".palier/cache");
        let back = |file: PathBuf, seconds: u64| {
            let file = OpenOptions::new().append(true).open(file).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(seconds)).unwrap();
        };
        for (at, of) in ["a", "b", "c"].into_iter().enumerate() {
            first.put(&key(of), &[0; 100]);
            back(folder.join(name(&key(of))), 100 - at as u64);
        }
        fs::write(folder.join("note.txt"), [0; 1000]).unwrap();
        fs::write(folder.join(".new-1-1"), [0; 100]).unwrap();
        back(folder.join(".new-1-1"), 1000);
        assert!(first.get(&key("a")).is_some(), "it is used again");
        let second = cache(book.path(), most);
        second.put(&key("d"), &[0; 100]);
        second.put(&key("e"), &[0; 100]);
        let has = |of| second.get(&key(of)).is_some();
        assert_eq!(["a", "b", "c", "d", "e"].map(has), [true, false, true, true, true]);
        assert!(folder.join("note.txt").exists() && !folder.join(".new-1-1").exists());
        assert!(sum(&files(&folder)) <= most);
        second.put(&key("f"), &[0; 1000]);
        assert!(!has("f") && has("a"), "what is larger than all of it is not kept, and pushes nothing out");
    }

    #[test]
    fn a_file_in_the_place_of_its_folder_is_left() {
        for path in [".palier", ".palier/cache"] {
            let book = tempfile::tempdir().unwrap();
            let file = book.path().join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, "mine").unwrap();
            assert_eq!(made(&Cache::of_book(book.path()), "a").unwrap(), b"made anew of a");
            assert_eq!(fs::read(&file).unwrap(), b"mine");
        }
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        use std::os::unix::fs::symlink;

        for path in [".palier", ".palier/cache"] {
            let (book, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            let link = book.path().join(path);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(elsewhere.path(), &link).unwrap();
            fs::create_dir(elsewhere.path().join("cache")).unwrap();
            assert_eq!(made(&Cache::of_book(book.path()), "a").unwrap(), b"made anew of a");
            assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
            assert_eq!(fs::read_dir(elsewhere.path().join("cache")).unwrap().count(), 0);
        }
        let book = tempfile::tempdir().unwrap();
        let cache = Cache::of_book(book.path());
        cache.put(&key("a"), b"kept");
        let file = book.path().join(".palier/cache").join(name(&key("a")));
        let outside = book.path().join("outside");
        fs::rename(&file, &outside).unwrap();
        symlink(&outside, &file).unwrap();
        assert_eq!(cache.get(&key("a")), None);
        cache.put(&key("a"), b"kept again");
        assert_eq!(cache.get(&key("a")).unwrap(), b"kept again", "the link is replaced");
        assert!(fs::read(&outside).unwrap().ends_with(b"kept"), "and what it led to is not");
    }
}
