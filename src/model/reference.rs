//! The works that a book cites: those of its shared bibliography, and those that lessons give.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::LessonRef;
use crate::diagnostic::Place;
use crate::locale::{Locale, Localized};

/// A work's fields: a CSL item in JSON. Whatever it was written in, its values are in CSL-JSON's own
/// forms: names are lists of objects, dates are objects with `date-parts` (or `literal`), all else
/// is text or a number. `id` is left out: the key is beside it.
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
    /// Its works whose keys were made, since the file has addresses for keys: by address, in `shared` too.
    pub addresses: BTreeMap<String, usize>,
}

/// A work that texts may cite.
#[derive(Clone, Debug)]
pub struct Reference {
    /// What citations name it by.
    pub key: String,
    /// The place of that key in the file that gives the work: of several, the first.
    pub place: Place,
    /// The work.
    pub work: Work,
    /// The texts that cite it, in reading order, as each language of the site shows them: what only
    /// the teacher sees counts in the teacher's site alone.
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
    /// What citations call it, where the author says: “Toffler, 1980”.
    pub short: Option<String>,
}
