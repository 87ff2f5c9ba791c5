//! The manifest: the files that Palier made, as a text that sorts and merges line by line.
//!
//! ```text
//! palier manifest 1
//! <hash> <length> <path>
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Component, Path};

use crate::source::Hash;

const HEADER: &str = "palier manifest 1";

/// The name of Palier's own folder in the output.
pub(super) const OWN: &str = ".palier";

/// The contents of a file that Palier made, by hash and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    /// The hash of its bytes.
    pub(super) hash: Hash,
    /// Its length in bytes.
    pub(super) len: u64,
}

impl Made {
    /// The hash and length of those bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self { hash: blake3::hash(bytes), len: bytes.len() as u64 }
    }

    /// The hash and length of a file as it is now.
    ///
    /// # Errors
    /// If it can't be read.
    pub(super) fn read(file: &Path) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(File::open(file)?)?;
        Ok(Self { hash: hasher.finalize(), len: hasher.count() })
    }

    /// Reads `<hash> <length> ` at the beginning of a line, and gives the rest with it; `None` if the line begins
    /// otherwise.
    pub(super) fn parse(line: &str) -> Option<(Self, &str)> {
        let (hash, rest) = line.split_once(' ')?;
        let (len, rest) = rest.split_once(' ')?;
        Some((Self { hash: Hash::from_hex(hash).ok()?, len: len.parse().ok()? }, rest))
    }
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.hash, self.len)
    }
}

/// The files that Palier made, by path.
pub(super) type Manifest = BTreeMap<String, Made>;

/// The manifest as the text of its file.
pub(super) fn to_text(manifest: &Manifest) -> String {
    let lines = manifest.iter().map(|(path, made)| format!("{made} {path}\n"));
    std::iter::once(format!("{HEADER}\n")).chain(lines).collect()
}

/// Reads a manifest; `None` unless every line is sound, since with half a list, the other half of Palier's files would
/// look foreign.
pub(super) fn parse(text: &str) -> Option<Manifest> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    if lines.next() != Some(HEADER) {
        return None;
    }
    let mut manifest = Manifest::new();
    for line in lines {
        let (made, path) = Made::parse(line)?;
        if !is_sound(path) || manifest.insert(path.to_owned(), made).is_some() {
            return None;
        }
    }
    Some(manifest)
}

/// Whether a path stays in the output folder, outside Palier's own folder, and means the same on every system.
pub fn is_sound(path: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != "..";
    let normal = |component| matches!(component, Component::Normal(_));
    path.split('/').all(plain)
        && !path.contains(|c: char| c.is_control() || c == '\\' || (cfg!(windows) && c == ':'))
        && !path.split('/').next().is_some_and(|first| first.eq_ignore_ascii_case(OWN))
        && Path::new(path).components().all(normal)
}

/// The folders above a path, from the outermost: `a`, `a/b` for `a/b/c`.
pub(super) fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_back_sorted_one_line_a_file() {
        let mut manifest = Manifest::new();
        manifest.insert("fr/été à la mer.html".into(), Made::of(b"b"));
        manifest.insert("a.css".into(), Made::of(b""));
        let text = to_text(&manifest);
        assert_eq!(text.lines().count(), 3);
        assert!(text.lines().nth(1).unwrap().ends_with(" 0 a.css"), "{text}");
        assert_eq!(parse(&text), Some(manifest));
    }

    #[test]
    fn a_manifest_with_an_unsound_line_is_none() {
        let line = |path| format!("{HEADER}\n{} {path}\n", Made::of(b"x"));
        assert!(parse(&line("a/b")).is_some());
        for path in ["", "/a", "../a", "a/../b", "a//b", "a/", ".palier/x", ".PALIER/x", "a\\b", "a\u{7}"] {
            assert_eq!(parse(&line(path)), None, "{path:?}");
        }
        let twice = format!("{}{} a/b\n", line("a/b"), Made::of(b"y"));
        for text in
            ["", "palier manifest 2\n", "<<<<<<< ours\n", &twice, line("a/b").trim_end(), "palier manifest 1\nxyz\n"]
        {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }
}
