//! What entries take from each other: from the book that a chapter names by `crossref`, from data that
//! several share (`xdata`).

use std::collections::{BTreeMap, HashMap};

use super::file::{Entry, MOST_REPEATED, Value};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::message;
use crate::nearest::Guesses;
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// How far entries are followed: a chapter, its volume, the whole, and what these share.
const FARTHEST: usize = 8;

/// How many fields of others the entries of a file may look at: some fifteen each, of tens of thousands.
const MOST_LOOKED: usize = 500_000;

/// A field, with the place of its name.
pub(super) type Held<'e> = (&'e Span, &'e Value<'e>);

/// The fields of an entry, each once, by their names.
pub(super) type Fields<'e> = BTreeMap<&'e str, Held<'e>>;

/// What belongs to an entry alone.
const OWN: [&str; 22] = [
    "abstract", "annotation", "annote", "authortype", "crossref", "entryset", "entrysubtype", "execute", "file", "ids",
    "indextitle", "keywords", "label", "options", "presort", "shorthand", "shorttitle", "sortkey", "sorttitle",
    "titleaddon", "xdata", "xref",
];

/// A title, and what it is to an entry of the kind that takes it.
const TITLES: [(&str, [&str; 3]); 2] = [
    ("title", ["maintitle", "booktitle", "journaltitle"]),
    ("subtitle", ["mainsubtitle", "booksubtitle", "journalsubtitle"]),
];

/// The entries of a file, as they are looked up.
pub(super) struct Family<'e> {
    entries: &'e [Entry<'e>],
    by_key: HashMap<&'e str, usize>,
    guesses: Guesses,
    /// How much they have taken from each other so far.
    taken: usize,
    /// How many fields they have looked at for it.
    looked: usize,
}

impl<'e> Family<'e> {
    /// Makes the entries ready to be looked up by their keys.
    pub(super) fn new(entries: &'e [Entry<'e>]) -> Self {
        // Of several with one key, the first counts.
        let by_key = entries.iter().enumerate().rev().map(|(index, entry)| (entry.key.value, index)).collect();
        Self { entries, by_key, guesses: Guesses::default(), taken: 0, looked: 0 }
    }

    /// All fields of an entry, its own and those that it takes.
    pub(super) fn fields(&mut self, entry: &'e Entry<'e>, faults: &mut Vec<Diagnostic<Span>>) -> Fields<'e> {
        // From the entry up.
        let mut line = vec![self.with_data(entry, Some(faults))];
        let mut kinds = vec![entry.kind.value.to_ascii_lowercase()];
        let mut seen = vec![entry.key.value];
        while let Some((_, value)) = line.last().and_then(|fields| fields.get("crossref")).copied() {
            let is_own = line.len() == 1;
            let parent = self.find(value.text.trim(), value, entry.key.value, is_own.then_some(&mut *faults));
            let is_new = |parent: &&Entry<'_>| !seen.contains(&parent.key.value) && line.len() < FARTHEST;
            let Some(parent) = parent.filter(is_new).filter(|parent| self.may_look(parent.fields.len())) else {
                break;
            };
            seen.push(parent.key.value);
            kinds.push(parent.kind.value.to_ascii_lowercase());
            line.push(self.with_data(parent, None));
        }
        let mut fields = line.pop().unwrap_or_default();
        while let (Some(mut below), Some(above), Some(kind)) = (line.pop(), kinds.pop(), kinds.last()) {
            for (name, held) in fields {
                for name in taken_as(name, kind, &above).into_iter().flatten() {
                    self.take(&mut below, name, held);
                }
            }
            fields = below;
        }
        fields
    }

    /// An entry’s own fields, and those of its `xdata`.
    fn with_data(&mut self, entry: &'e Entry<'e>, mut faults: Option<&mut Vec<Diagnostic<Span>>>) -> Fields<'e> {
        let mut fields = own(entry);
        let mut seen = vec![entry.key.value];
        let mut wanted: Vec<Held<'e>> = fields.get("xdata").copied().into_iter().collect();
        while let Some((_, value)) = wanted.pop() {
            for key in value.text.split(',').map(str::trim).filter(|key| !key.is_empty()) {
                if seen.len() >= FARTHEST || !self.may_look(1) {
                    return fields;
                }
                let Some(data) = self.find(key, value, entry.key.value, faults.as_deref_mut()) else { continue };
                if seen.contains(&data.key.value) || !self.may_look(data.fields.len()) {
                    continue;
                }
                seen.push(data.key.value);
                for (name, held) in own(data) {
                    match name {
                        "xdata" => wanted.push(held),
                        _ => self.take(&mut fields, name, held),
                    }
                }
            }
        }
        fields
    }

    fn take(&mut self, fields: &mut Fields<'e>, name: &'e str, held: Held<'e>) {
        if !fields.contains_key(name) && self.taken < MOST_REPEATED {
            self.taken += held.1.text.len();
            fields.insert(name, held);
        }
    }

    fn may_look(&mut self, fields: usize) -> bool {
        self.looked = self.looked.saturating_add(fields);
        self.looked < MOST_LOOKED
    }

    /// The entry of that key; where there is none, that is reported.
    fn find(
        &mut self,
        key: &str,
        value: &Value<'_>,
        of: &str,
        faults: Option<&mut Vec<Diagnostic<Span>>>,
    ) -> Option<&'e Entry<'e>> {
        if let Some(&index) = self.by_key.get(key) {
            return self.entries.get(index);
        }
        if let Some(faults) = faults {
            let known = self.entries.iter().map(|entry| entry.key.value).filter(|known| *known != of);
            let help = match self.guesses.nearest(key, known) {
                Some(near) => message!("undefined-reference.help-nearest-entry", nearest = near),
                None => message!("undefined-reference.help-entry"),
            };
            let message = message!("undefined-reference.entry", key = key, of = of);
            faults.push(Diagnostic::new(Rule::UndefinedReference, value.at.clone(), message).help(help));
        }
        None
    }
}

fn own<'e>(entry: &'e Entry<'e>) -> Fields<'e> {
    let mut fields = Fields::new();
    for (Spanned { value: name, span }, value) in &entry.fields {
        fields.entry(name.as_str()).or_insert((span, value));
    }
    fields
}

/// What a field of an entry is to one of another kind that takes it.
fn taken_as<'e>(name: &'e str, kind: &str, above: &str) -> [Option<&'e str>; 2] {
    if OWN.contains(&name) || !words::is_known(name) {
        return [None, None];
    }
    if let Some((_, [whole, book, journal])) = TITLES.iter().find(|(title, _)| *title == name) {
        return match above {
            _ if above.starts_with("mv") => [Some(whole), None],
            "periodical" => [Some(journal), None],
            "book" | "collection" | "proceedings" | "reference" => [Some(book), None],
            // What is named is a work of the same kind: its title is not this one’s.
            _ => [None, None],
        };
    }
    match name {
        "author" if above.ends_with("book") && kind != above => [Some("author"), Some("bookauthor")],
        _ => [Some(name), None],
    }
}
