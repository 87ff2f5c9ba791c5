//! Files that a site has once, at an address that never changes. The plan knows only what [`Single`] says of a file,
//! and none of the files by name.

use crate::model::Book;

/// A file that a site has once: its list of pages for search engines, say.
#[derive(Debug)]
pub struct Single {
    /// Its path in the output folder.
    pub path: &'static str,
    /// Whether a book's site has it.
    pub is_in: fn(&Book) -> bool,
    /// Whether a book may replace it with a file in `static/`.
    pub may_be_brought: bool,
}
