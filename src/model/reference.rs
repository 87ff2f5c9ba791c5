//! The works that a book cites: those of its shared bibliography, and those that lessons give.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::LessonRef;
use crate::diagnostic::Place;
use crate::locale::{Locale, Localized};

/// A work's fields: an item of CSL-JSON, with CSL 1.0.2's variables. Whatever format the author wrote it in, names are
/// lists of objects, dates are objects with `date-parts` (or `literal`), and all else is text or a number. It has no
/// `id`: the key is in [`Reference`].
pub type Item = serde_json::Map<String, serde_json::Value>;

/// The works of a book.
///
/// A key names one work in the whole book, unless two files give it differently (which is
/// reported): then each lesson has its own, and the key is here once for each.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// Every work once: those of the shared bibliography in its order, then those that only lessons
    /// give, in reading order.
    pub works: Vec<Reference>,
    /// The works of the shared bibliography by key: indices of `works`.
    pub shared: BTreeMap<String, usize>,
    /// The works of the shared bibliography whose keys Palier made, because the file has addresses for keys: by
    /// address, indices of `works`. They are in `shared` too.
    pub addresses: BTreeMap<String, usize>,
}

/// A work that texts may cite.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The key by which citations name it.
    pub key: String,
    /// The place of that key in the file that gives the work, the first of several files.
    pub place: Place,
    /// The work.
    pub work: Work,
    /// The texts that cite it, in reading order, as each language of the site shows them. A citation in what is for
    /// the teacher counts only in a site that shows it.
    pub lessons: Localized<Vec<LessonRef>>,
}

/// What is known of a work.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// Its fields: any style can format it.
    Item(Arc<Item>),
    /// The author's own words, printed as written.
    Words(ReferenceWords),
}

/// A reference in the author's own words.
#[derive(Clone, Debug, PartialEq)]
pub struct ReferenceWords {
    /// The lesson whose front matter they are in.
    pub lesson: LessonRef,
    /// The language of that front matter.
    pub locale: Locale,
    /// Their index in its list of references, which is also that of
    /// [`ProseField::Reference`](crate::parse::document::ProseField).
    pub index: usize,
    /// The words, as written: inline Markdown.
    pub text: String,
    /// The words for it in citations, “Toffler, 1980”; `None` if the author doesn't give any.
    pub short: Option<String>,
}
