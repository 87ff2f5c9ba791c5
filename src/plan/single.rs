//! Files that a site has once, at an address that never changes. The plan knows what such a file tells it, and
//! none of those that there are.

use crate::model::Book;

/// A file that a site has once: its list of pages for search engines, say.
#[derive(Debug)]
pub struct Single {
    /// Its path in the output folder.
    pub path: &'static str,
    /// Whether the site of a book has it.
    pub is_in: fn(&Book) -> bool,
    /// Whether a book may bring its own, in `static/`.
    pub may_be_brought: bool,
}
