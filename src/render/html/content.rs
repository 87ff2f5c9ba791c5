//! Which elements are allowed within which (HTML Living Standard §4), as far as it matters to where they end.
//!
//! A browser closes elements that were not closed: an `li` ends the `li` before it, whatever is
//! between them but another list. Tags that come in pairs could so close more than they opened, the
//! page's own elements among them. What sanitised HTML opens is therefore kept open exactly as long as a browser
//! keeps it, and every end tag finds its own start.

use crate::parse::elements;

/// Headings, which can't be nested.
pub(super) const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements, and those that may hold them directly.
const PARENTS: &[(&[&str], &[&str])] = &[
    (&["li"], &["ol", "ul"]),
    (&["dd", "dt"], &["dl"]),
    (&["caption", "colgroup", "tbody", "tfoot", "thead"], &["table"]),
    (&["col"], &["colgroup"]),
    (&["tr"], &["table", "tbody", "tfoot", "thead"]),
    (&["td", "th"], &["tr"]),
    (&["rp", "rt"], &["ruby"]),
];

/// Elements of text in a line: the others end a `p`.
const PHRASING: &[&str] = &[
    "a", "abbr", "audio", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span", "strong", "sub", "sup", "time",
    "track", "u", "var", "video", "wbr",
];

/// Parts of a table that hold other parts alone: other content there, browsers put before the table.
const TABLE_PARTS: &[&str] = &["colgroup", "table", "tbody", "tfoot", "thead", "tr"];

/// Whether the element that is open ends where the other begins.
pub(super) fn ends(open: &str, begins: &str) -> bool {
    match open {
        "p" => !PHRASING.contains(&begins),
        _ => elements::ends(open, begins),
    }
}

/// Whether an element is allowed within the open one (`None`: within one of the page's own).
pub(super) fn fits(parent: Option<&str>, name: &str) -> bool {
    match PARENTS.iter().find(|(names, _)| names.contains(&name)) {
        Some((_, parents)) => parent.is_some_and(|parent| parents.contains(&parent)),
        None => !parent.is_some_and(is_table_part),
    }
}

/// Whether an element is a part of a table that holds other parts alone.
pub(super) fn is_table_part(name: &str) -> bool {
    TABLE_PARTS.contains(&name)
}

/// Whether an element is a heading.
pub(super) fn is_heading(name: &str) -> bool {
    HEADINGS.contains(&name)
}
