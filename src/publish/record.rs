//! `publish.json`: what a target holds, and what differs from a site.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::build::SiteFile;
use crate::content_type::content_type;
use crate::write::{self, Class};

/// Its path at a target.
pub const RECORD: &str = "publish.json";

/// The version of the format.
const VERSION: u32 = 1;

/// Browsers may keep a file for a year without asking again, since its name changes with what it holds (RFC 8246).
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Browsers may keep a file, and ask each time whether it is still the same.
const ASK: &str = "no-cache";

/// A file of a site, as hosts should send it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its path, with `/`.
    pub path: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// The BLAKE3 hash of its bytes, in hexadecimal digits.
    pub hash: String,
    /// Its content type.
    #[serde(rename = "type")]
    pub content_type: String,
    /// How long browsers may keep it: the value of `Cache-Control`.
    pub cache: String,
    /// Its place in the order of sending.
    pub phase: Class,
}

impl Listed {
    /// A file of a site that was written.
    pub(super) fn new(file: &SiteFile) -> Self {
        Self {
            path: file.path.clone(),
            bytes: file.len,
            hash: file.hash.to_hex().to_string(),
            content_type: content_type(&file.path).to_owned(),
            cache: if file.lasts { FOR_EVER } else { ASK }.to_owned(),
            phase: file.class,
        }
    }

    /// What sorts files into the groups that are sent one after the other. Among assets, those whose names change with
    /// what they hold come first: a style or a list of search words names them.
    pub(super) fn group(&self) -> (Class, bool, &str) {
        (self.phase, self.cache != FOR_EVER, &self.content_type)
    }
}

/// What a target holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    version: u32,
    /// The id of the book.
    pub book: String,
    /// The files that are there.
    pub files: Vec<Listed>,
    /// Files of which nothing is known, because they were being sent or deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub underway: Vec<String>,
}

impl Record {
    /// The record of a target that holds these files of a book.
    pub(super) fn of(book: &str, files: Vec<Listed>) -> Self {
        Self { version: VERSION, book: book.to_owned(), files, underway: Vec::new() }
    }

    /// Reads the text of a `publish.json`; `None` if it is none, or of a later version. Paths that no site has are left
    /// out: none of them is ever deleted.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut record: Self = serde_json::from_str(text).ok().filter(|record: &Self| record.version == VERSION)?;
        let is_own = |path: &str| write::is_sound(path) && path != RECORD;
        record.files.retain(|file| is_own(&file.path));
        record.underway.retain(|path| is_own(path));
        Some(record)
    }

    /// Its text.
    pub(super) fn text(&self) -> String {
        // Only maps whose keys are no strings, and errors of types of our own, keep a value from being JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The same target while these changes are made to it.
    pub(super) fn while_sending(&self, changes: &Changes) -> Self {
        let mut underway: BTreeSet<&str> = self.underway.iter().map(String::as_str).collect();
        underway.extend(changes.paths());
        let files = self.files.iter().filter(|file| !underway.contains(&*file.path)).cloned().collect();
        Self { underway: underway.into_iter().map(str::to_owned).collect(), files, ..self.clone() }
    }
}

/// What differs between a site and a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The files to send, in order.
    pub send: Vec<Listed>,
    /// The paths to delete, pages first.
    pub delete: Vec<String>,
    /// How many files are there already.
    pub unchanged: usize,
}

impl Changes {
    /// What is to be sent and deleted, for a target to hold a site.
    pub(super) fn new(site: &[Listed], target: &Record) -> Self {
        let unknown: BTreeSet<&str> = target.underway.iter().map(String::as_str).collect();
        let there: BTreeMap<&str, &Listed> = target.files.iter().map(|file| (&*file.path, file)).collect();
        let is_there = |file: &Listed| !unknown.contains(&*file.path) && there.get(&*file.path) == Some(&file);
        let mut send: Vec<Listed> = site.iter().filter(|file| !is_there(file)).cloned().collect();
        send.sort_by(|a, b| (a.group(), &a.path).cmp(&(b.group(), &b.path)));
        let kept: BTreeSet<&str> = site.iter().map(|file| &*file.path).collect();
        let gone: BTreeSet<&str> = there.into_keys().chain(unknown).filter(|path| !kept.contains(path)).collect();
        let mut delete: Vec<String> = gone.into_iter().map(str::to_owned).collect();
        delete.sort_by_key(|path| !path.ends_with(".html"));
        let unchanged = site.len() - send.len();
        Self { send, delete, unchanged }
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.send.is_empty() && self.delete.is_empty()
    }

    /// How many bytes are to be sent.
    pub fn bytes(&self) -> u64 {
        self.send.iter().map(|file| file.bytes).sum()
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        self.send.iter().map(|file| &*file.path).chain(self.delete.iter().map(String::as_str))
    }
}
