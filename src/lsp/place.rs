//! Places as editors give them: files by URI, positions by line and column.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::{Position, PositionEncodingKind, Range, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::source::{Columns, Lines, Positions, Span};

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every editor knows.
    Utf16,
}

impl Encoding {
    /// The one that costs least of those that an editor offers.
    pub(super) fn chosen(offered: Option<&[PositionEncodingKind]>) -> Self {
        match offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    /// Its name in the protocol.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    /// The byte offset of a position: a column beyond its line is the line's end, a line beyond the text the text's.
    pub(super) fn offset(self, text: &str, position: Position) -> usize {
        let Some(start) = Lines::new(text).start_of(position.line as usize) else { return text.len() };
        let line = text[start..].split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let mut left = position.character as usize;
        for (at, c) in line.char_indices() {
            let units = if self == Self::Utf8 { c.len_utf8() } else { c.len_utf16() };
            if left < units {
                return start + at;
            }
            left -= units;
        }
        start + line.len()
    }

    /// The lines and columns of a text.
    pub(super) fn positions(self, text: &str) -> Ruler<'_> {
        let columns = if self == Self::Utf8 { Columns::Bytes } else { Columns::Utf16 };
        Ruler(Positions::counting(text, columns))
    }
}

/// The lines and columns of a text as the editor counts them.
pub(super) struct Ruler<'t>(Positions<'t>);

impl Ruler<'_> {
    /// The position of a byte offset.
    pub(super) fn position(&self, offset: usize) -> Position {
        let (line, column) = self.0.of(offset);
        let number = |number: usize| u32::try_from(number - 1).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(column) }
    }

    /// The two positions of a byte range.
    pub(super) fn range(&self, span: &Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }
}

/// The path of a file's URI; `None` for anything else.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `/C:/book`, as URIs have Windows' drives.
    let drive = path.strip_prefix('/').filter(|rest| cfg!(windows) && rest.as_bytes().get(1) == Some(&b':'));
    let path = Path::new(drive.unwrap_or(&path));
    path.is_absolute().then(|| path.to_owned())
}

/// The URI of a file; `None` if its path isn't text.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    let path = path.to_str()?.replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let root = if path.starts_with('/') { "" } else { "/" };
    Uri::from_str(&format!("file://{root}{}", utf8_percent_encode(&path, KEPT))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_and_its_offset_lead_to_each_other() {
        let text = "é🙂a\r\n\n🙂b";
        for (encoding, end) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4)] {
            let ruler = encoding.positions(text);
            for offset in [0, 2, 6, 7, 9, 10, 14, 15] {
                assert_eq!(encoding.offset(text, ruler.position(offset)), offset, "{encoding:?}");
            }
            assert_eq!(ruler.position(7), Position { line: 0, character: end });
            assert_eq!(encoding.offset(text, Position { line: 0, character: 99 }), 7, "the line's end");
            assert_eq!(encoding.offset(text, Position { line: 9, character: 0 }), text.len(), "the text's end");
        }
        assert_eq!(
            Encoding::Utf16.offset(text, Position { line: 2, character: 1 }),
            10,
            "within a character: before it"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_path_and_its_uri_lead_to_each_other() {
        let path = Path::new("/livres/Été 100 %/a#b?.md");
        let uri = uri_of(path).unwrap();
        assert_eq!(uri.as_str(), "file:///livres/%C3%89t%C3%A9%20100%20%25/a%23b%3F.md");
        assert_eq!(path_of(&uri).as_deref(), Some(path));
        assert_eq!(path_of(&Uri::from_str("untitled:Untitled-1").unwrap()), None);
    }
}
