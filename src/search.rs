//! The index of the search: the texts of a language → files that a browser asks for one at a time, as few as a query
//! needs. All of them are scripts, since a page that was opened from a disk can load no other kind of file.
//!
//! ```text
//! texts ─ sections ─ words ─ stems ─▶ vocabulary ─▶ head     the groups of texts, and what each part holds
//!                                                  ├ words   forms of words, with the sections that have them
//!                                                  └ texts   titles, headings and the words around what is found
//! ```
//!
//! Stems are found here, with Snowball, and nowhere else: the index lists the forms of each stem, so that a browser
//! needs no stemmer, and compares what was typed with forms that the book has. `web/src/site/search/` reads the files;
//! both sides fold words alike (`web/tests/fold.json` is tested on both).

mod files;
pub mod fold;
pub mod sections;
pub mod stems;
mod vocabulary;
pub mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Permalink;
use crate::theme::Content;
use stems::Stems;
use vocabulary::Vocabulary;

/// Something that is found: a lesson, a page, a term, a work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The way to it from the search page, percent-encoded.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Other names that it is found by as by its title: a term's synonyms.
    pub names: Vec<String>,
    /// The labels of its tags: they count as headings do.
    pub tags: Vec<String>,
    /// What it is about, in a few sentences: they count more than as many in its sections.
    pub summary: String,
    /// Its sections, in order. The first is what comes before any heading.
    pub sections: Vec<Section>,
}

/// A part of a text with a heading of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its anchor, without `#`; `None` for the beginning of a text.
    pub anchor: Option<String>,
    /// Its heading; empty at the beginning of a text.
    pub heading: String,
    /// Its words.
    pub text: String,
}

/// Texts of a kind, which follow each other: the choice that readers narrow a search by.
#[derive(Clone, Debug)]
pub struct Group {
    /// What they are.
    pub kind: GroupKind,
    /// What they are called: “Level 2”, “Glossary”.
    pub name: String,
    /// The title of a level; else empty.
    pub title: String,
    /// The texts.
    pub texts: Vec<Text>,
}

/// What the texts of a group are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "number")]
pub enum GroupKind {
    /// A level and its lessons; the level's number, from 1.
    Level(usize),
    /// Pages outside the levels.
    Page,
    /// Terms of the glossary.
    Term,
    /// Works that the book cites.
    Work,
}

/// The index of a language.
#[derive(Clone, Debug)]
pub struct Index {
    /// The script that begins: it names the others by their hashes.
    pub head: String,
    /// The other scripts, by their addresses, which change with what they hold.
    pub parts: BTreeMap<Permalink, Content>,
}

/// Makes the index of a language: `key` is its key in addresses, `tag` its language tag, and `page` the page from which
/// the texts' addresses lead.
pub fn index(groups: &[Group], key: &str, tag: &str, page: &Permalink) -> Index {
    let texts: Vec<&Text> = groups.iter().flat_map(|group| &group.texts).collect();
    let vocabulary = Vocabulary::new(&texts, &Stems::of(tag));
    files::index(groups, &texts, &vocabulary, files::Names { key, page })
}

/// What begins the paths of an index's parts, in the language of that key.
pub fn path_prefix(key: &str) -> String {
    format!("assets/search.{key}.")
}

/// The key of the language whose index has a part at that path of the output folder; `None` for any other file.
pub fn key_of_part(path: &str) -> Option<&str> {
    path.strip_prefix("assets/search.")?.split('.').next()
}

#[cfg(test)]
mod tests;
