//! The files of a book, read once: their paths, texts and assets, and places inside the texts.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::characters;

/// A range of UTF-8 byte offsets in one file's text, both from 0.
pub type Span = Range<usize>;

/// The BLAKE3 hash of a file's bytes.
pub type Hash = blake3::Hash;

/// A value and the place it was written at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where, in bytes from the beginning of the file's text.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A file's path from the book's folder, `/`-separated, in Unicode's normalisation form C (UAX #15), so that a link
/// typed on one system finds a file named on another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookPath(Arc<str>);

impl BookPath {
    /// A path from the book's folder, `/`-separated; it is normalised here.
    pub fn new(path: &str) -> Self {
        // ASCII is in that form already, and so are most paths.
        if path.is_ascii() { Self(path.into()) } else { Self(path.nfc().collect::<String>().into()) }
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What follows the last `/`.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }

    /// The folder the file is in, without a `/` at its end; empty at the book's root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path that `relative` (a percent-decoded, `/`-separated relative path) leads to from
    /// this file's folder; `None` when it climbs out of the book.
    pub fn join(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self::new(&parts.join("/")))
    }
}

impl Borrow<str> for BookPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for BookPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A text file of the book, whole.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path in the book.
    pub path: BookPath,
    /// Its text, without a byte order mark.
    pub text: Arc<str>,
    /// The hash of `text`, in UTF-8.
    pub hash: Hash,
    /// Whether it has any character that may turn the order of letters around: found once, when the file is read.
    pub may_turn: bool,
}

impl SourceFile {
    /// A text at its path.
    pub fn new(path: BookPath, text: &str) -> Self {
        let (hash, may_turn) = (blake3::hash(text.as_bytes()), text.contains(characters::may_turn));
        Self { path, text: text.into(), hash, may_turn }
    }
}

/// A file that is published as it is: what is known of it, and where its bytes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssetFile {
    /// Its path in the book.
    pub path: BookPath,
    /// Where its bytes are.
    pub bytes: FileBytes,
    /// The hash of its bytes.
    pub hash: Hash,
    /// Its size in bytes.
    pub len: u64,
    /// Width and height in CSS pixels, for an image or a film whose file gives them.
    pub dimensions: Option<(u32, u32)>,
    /// Why browsers don't show it; `None` if they do, or if it is not an image.
    pub flaw: Option<Flaw>,
    /// The extension of its format, for an image that browsers show and whose name says another format.
    pub misnamed: Option<&'static str>,
    /// Whether it moves, for an image of pixels of which smaller ones could be made; `None` for any other file: a drawing, or an
    /// image whose pixels or colours only browsers know how to show (AVIF, a JPEG for print).
    pub raster: Option<Raster>,
}

/// An image of pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raster {
    /// One that doesn't move.
    Still,
    /// An animation.
    Moving,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileBytes {
    /// In the file at this path, which begins with that of the book's folder.
    Disk(PathBuf),
    /// In memory: an editor has not saved them yet.
    Memory(Arc<[u8]>),
}

/// Why browsers don't show an image, or not all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The file is empty.
    Empty,
    /// The file ends before the image does.
    CutOff,
    /// It is in the format of that name, which most browsers can't show as an image.
    Format(&'static str),
    /// It is shown only under a name with this extension, written without a full stop.
    Misnamed(&'static str),
    /// It is a web page.
    WebPage,
    /// It is an SVG drawing without SVG's namespace in its `xmlns`.
    NoNamespace,
    /// It is an SVG drawing with a fault in its XML, on that line, from 1.
    Malformed(usize),
    /// It is a compressed SVG drawing (`.svgz`).
    Compressed,
    /// It is in no known image format.
    Unknown,
}

/// All that a build reads, by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Texts: `book.toml`, Markdown, YAML, templates, strings.
    pub texts: BTreeMap<BookPath, SourceFile>,
    /// Everything else under `content/`, `static/` and `themes/`.
    pub assets: BTreeMap<BookPath, AssetFile>,
}

impl Sources {
    /// The text at `path`, from the book's folder; `None` if the book has none there.
    pub fn text(&self, path: &str) -> Option<&SourceFile> {
        self.texts.get(path)
    }

    /// Adds a text at `path`, or replaces the one there.
    pub fn insert(&mut self, path: &str, text: &str) {
        let path = BookPath::new(path);
        self.texts.insert(path.clone(), SourceFile::new(path, text));
    }
}

/// Where the lines of a text begin, to find the line of many offsets.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines of a text: each ends with `\n`.
    pub fn new(text: &str) -> Self {
        Self { starts: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect() }
    }

    /// The line of a byte offset, from 0; the last line for an offset beyond the text.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The byte offset at which the line of that byte offset begins.
    pub fn start(&self, offset: usize) -> usize {
        self.starts[self.line(offset)]
    }

    /// The byte offset at which that line begins, from 0; `None` if the text has fewer lines.
    pub fn start_of(&self, line: usize) -> Option<usize> {
        self.starts.get(line).copied()
    }
}

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Characters (Unicode code points).
    Characters,
    /// Units of UTF-16: two for a character beyond U+FFFF, one for any other.
    Utf16,
    /// Bytes of UTF-8.
    Bytes,
}

impl Columns {
    /// How many begin in a piece of a text in UTF-8.
    fn count(self, bytes: &[u8]) -> usize {
        let characters = || bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        match self {
            Self::Characters => characters(),
            Self::Utf16 => characters() + bytes.iter().filter(|&&byte| byte >= 0xF0).count(),
            Self::Bytes => bytes.len(),
        }
    }
}

/// Lines and columns of a text, to look up those of many offsets in little time each, even on one very long line.
#[derive(Clone, Debug)]
pub struct Positions<'a> {
    text: &'a str,
    lines: Lines,
    columns: Columns,
    /// How many columns begin before each multiple of [`Self::STRIDE`].
    before: Vec<usize>,
}

impl<'a> Positions<'a> {
    /// How many bytes are counted again at most for each offset.
    const STRIDE: usize = 256;

    /// Prepares the lines and columns of a text; a column is a character.
    pub fn new(text: &'a str) -> Self {
        Self::counting(text, Columns::Characters)
    }

    /// The same, with other columns.
    pub fn counting(text: &'a str, columns: Columns) -> Self {
        let strides = text.as_bytes().chunks(Self::STRIDE).scan(0, |before, stride| {
            *before += columns.count(stride);
            Some(*before)
        });
        Self { text, lines: Lines::new(text), columns, before: std::iter::once(0).chain(strides).collect() }
    }

    /// The line and column of a byte offset, both from 1. An offset within a character is that character's, one beyond
    /// the text is the text's end.
    pub fn of(&self, offset: usize) -> (usize, usize) {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.lines.line(offset);
        (line + 1, self.before(offset) - self.before(self.lines.starts[line]) + 1)
    }

    /// How many columns begin before a byte offset where a character begins.
    fn before(&self, offset: usize) -> usize {
        let stride = offset / Self::STRIDE;
        self.before[stride] + self.columns.count(&self.text.as_bytes()[stride * Self::STRIDE..offset])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_is_resolved_and_never_leaves_the_book() {
        let path = BookPath::new("content/1-a/1-b.fr.md");
        let joined = |relative| path.join(relative).map(|path| path.to_string());
        assert_eq!(joined("2-c.fr.md").as_deref(), Some("content/1-a/2-c.fr.md"));
        assert_eq!(joined("../2-d/x.svg").as_deref(), Some("content/2-d/x.svg"));
        assert_eq!(joined("./../../static/a").as_deref(), Some("static/a"));
        assert_eq!(joined("../../../etc/passwd"), None);
    }

    #[test]
    fn an_offset_is_on_the_line_that_began_last() {
        let lines = Lines::new("a\nbc\n");
        let line = |offset| (lines.line(offset), lines.start(offset));
        assert_eq!(
            [line(0), line(1), line(2), line(4), line(5), line(99)],
            [(0, 0), (0, 0), (1, 2), (1, 2), (2, 5), (2, 5)]
        );
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(Positions::new("é\nàb").of(5), (2, 2));
        assert_eq!(Positions::new("é\nàb").of(4), (2, 1), "an offset within a character is the character's");
        assert_eq!(Positions::new("").of(9), (1, 1));
        let of = |columns| Positions::counting("a🙂é", columns).of(7).1;
        assert_eq!([Columns::Characters, Columns::Utf16, Columns::Bytes].map(of), [4, 5, 8]);
        let text = "é".repeat(1000) + "\n" + &"à".repeat(500);
        let positions = Positions::new(&text);
        assert_eq!([positions.of(1024), positions.of(2001), positions.of(9999)], [(1, 513), (2, 1), (2, 501)]);
    }
}
