//! The texts that an editor holds.

use std::path::PathBuf;

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::place::Encoding;
use crate::source::BookPath;

/// A text that an editor holds, saved or not.
pub(super) struct OpenText {
    /// Its URI, as the editor writes it.
    pub(super) uri: Uri,
    /// What it says.
    pub(super) text: String,
    /// The number that the editor gave to this state of it.
    pub(super) version: i32,
    /// The folder of its book, and its path there; `None` if it is of no book.
    pub(super) home: Option<(PathBuf, BookPath)>,
}

/// Changes a text as an editor says: a part of it, or all.
pub(super) fn apply(text: &mut String, change: TextDocumentContentChangeEvent, encoding: Encoding) {
    let Some(range) = change.range else {
        *text = change.text;
        return;
    };
    let (start, end) = (encoding.offset(text, range.start), encoding.offset(text, range.end));
    // A range that ends before it begins changes nothing but what is typed there.
    text.replace_range(start..end.max(start), &change.text);
}
