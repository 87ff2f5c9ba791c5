//! The index as scripts. `web/src/site/search/parts.ts` reads them, and says what is in them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::fold::unaccented;
use super::vocabulary::{Entry, Vocabulary};
use super::{Group, GroupKind, Index, Text, path_prefix};
use crate::model::Permalink;
use crate::theme::{Content, fingerprinted};

/// The version of the form of these files.
const VERSION: u32 = 1;

/// How many bytes a part with texts has at least, the last aside: in gzip it is some 5 kB.
const TEXTS: usize = 12_000;

/// How many bytes a part with words has at least, the last aside, and at most unless one word has more: its lists of sections
/// hardly shrink in gzip.
const WORDS: std::ops::Range<usize> = 8_000..16_000;

/// Words that begin with the same letters, so many, are in one part if they have room there.
const KEY: usize = 3;

/// The largest weight that is told apart from larger ones, and in how many steps.
const MOST: f32 = 20.0;
const STEPS: f32 = 25.0;

/// Where the files are.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    /// The language's key.
    pub(super) key: &'a str,
    /// The search page.
    pub(super) page: &'a Permalink,
}

#[derive(Serialize)]
struct Head<'a> {
    version: u32,
    /// What begins the addresses of the other parts, from the search page.
    parts: String,
    groups: Vec<HeadGroup<'a>>,
    /// How many sections each text has, a digit of base 36 for each.
    sections: String,
    /// The first key of each part with words, and the part's hash.
    words: Vec<(&'a str, &'a str)>,
    /// How many texts are in each part with texts, and the part's hash.
    texts: Vec<(usize, &'a str)>,
}

#[derive(Serialize)]
struct HeadGroup<'a> {
    #[serde(flatten)]
    kind: GroupKind,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    texts: usize,
}

/// A text: the way to it, its title, and each section's anchor, heading and words.
#[derive(Serialize)]
struct PartText<'a>(&'a str, &'a str, Vec<(&'a str, &'a str, &'a str)>);

/// Parts that are made, each with what the head says of it.
struct Parts<T> {
    names: Vec<(T, String)>,
    files: BTreeMap<Permalink, Content>,
}

/// The scripts of an index.
pub(super) fn index(groups: &[Group], texts: &[&Text], vocabulary: &Vocabulary, names: Names<'_>) -> Index {
    let words = word_parts(vocabulary, names);
    let shown = text_parts(texts, names);
    let prefix = path_prefix(names.key);
    let folder = names.page.href(&Permalink::file(&prefix));
    let sections = texts.iter().filter_map(|text| char::from_digit(text.sections.len() as u32, 36));
    let head = Head {
        version: VERSION,
        parts: folder,
        groups: groups
            .iter()
            .map(|group| HeadGroup {
                kind: group.kind,
                name: &group.name,
                title: &group.title,
                texts: group.texts.len(),
            })
            .collect(),
        sections: sections.collect(),
        words: words.names.iter().map(|(key, hash)| (key.as_str(), hash.as_str())).collect(),
        texts: shown.names.iter().map(|(count, hash)| (*count, hash.as_str())).collect(),
    };
    let head = call("head", &head);
    let mut parts = words.files;
    parts.extend(shown.files);
    Index { head, parts }
}

/// The script that gives a part to whoever loads it.
fn call(name: &str, part: &impl Serialize) -> String {
    // Texts and numbers always serialise.
    format!("palierIndex(\"{name}\",{});\n", serde_json::to_string(part).unwrap_or_default())
}

/// The words, by the beginnings of their forms: those that begin alike are in one part, or in few that follow each other. A word
/// whose forms begin in several ways is in the part of each.
fn word_parts(vocabulary: &Vocabulary, names: Names<'_>) -> Parts<String> {
    let forms = vocabulary.entries.iter().enumerate();
    let mut forms: Vec<(String, usize)> =
        forms.flat_map(|(number, entry)| entry.forms.iter().map(move |form| (unaccented(form), number))).collect();
    forms.sort_unstable();
    let mut parts = Parts { names: Vec::new(), files: BTreeMap::new() };
    let mut lines = String::new();
    let mut held = HashSet::new();
    let (mut first, mut before) = (String::new(), String::new());
    for (form, number) in forms {
        if held.contains(&number) {
            before = form;
            continue;
        }
        let mut line = String::new();
        push_line(&mut line, &vocabulary.entries[number]);
        let common = common_letters(&before, &form);
        let is_over = lines.len() + line.len() > WORDS.end;
        let ends = is_over || (lines.len() >= WORDS.start && common < KEY);
        // Who looks for a word reads one part.
        if ends && form != before && !lines.is_empty() {
            parts.add(std::mem::take(&mut first), "w", &std::mem::take(&mut lines), names);
            held.clear();
        }
        if lines.is_empty() {
            // The shortest beginning that no form before has.
            first = form.chars().take(common + 1).collect();
        } else {
            lines.push('\n');
        }
        lines.push_str(&line);
        held.insert(number);
        before = form;
    }
    if !lines.is_empty() {
        parts.add(first, "w", &lines, names);
    }
    parts
}

/// How many letters two words begin with alike.
fn common_letters(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
}

/// `forme formes|3F1aC`: after the forms, for each section that has one, its distance from the one before in base 32, and
/// its weight as a capital letter. `*` begins the list of a word that says nothing of most of the sections that have it, and
/// are left out.
fn push_line(lines: &mut String, entry: &Entry) {
    for (place, form) in entry.forms.iter().enumerate() {
        if place > 0 {
            lines.push(' ');
        }
        lines.push_str(form);
    }
    lines.push_str(if entry.is_common { "|*" } else { "|" });
    let mut before = 0;
    for &(section, weight) in &entry.postings {
        push_number(lines, section - before);
        before = section;
        lines.push(letter(weight));
    }
}

fn push_number(text: &mut String, number: u32) {
    let digits = (0..7).rev().map(|place| (number >> (5 * place)) & 31).skip_while(|digit| *digit == 0);
    let digits: String = digits.filter_map(|digit| char::from_digit(digit, 32)).collect();
    text.push_str(if digits.is_empty() { "0" } else { &digits });
}

/// A weight as a letter. Differences between small ones matter more.
fn letter(weight: f32) -> char {
    let step = (STEPS * (weight / MOST).sqrt()).round().clamp(0.0, STEPS);
    char::from(b'A' + step as u8)
}

/// The texts, those that follow each other in one part.
fn text_parts(texts: &[&Text], names: Names<'_>) -> Parts<usize> {
    let mut parts = Parts { names: Vec::new(), files: BTreeMap::new() };
    let mut held: Vec<PartText<'_>> = Vec::new();
    let mut size = 0;
    for text in texts {
        if size >= TEXTS {
            parts.add(held.len(), "t", &std::mem::take(&mut held), names);
            size = 0;
        }
        let sections = text.sections.iter().enumerate().map(|(place, section)| {
            let words = if place == 0 && section.text.is_empty() { &text.summary } else { &section.text };
            (section.anchor.as_deref().unwrap_or_default(), section.heading.as_str(), words.as_str())
        });
        let sections: Vec<_> = sections.collect();
        size +=
            sections.iter().map(|(anchor, heading, words)| anchor.len() + heading.len() + words.len()).sum::<usize>();
        size += text.href.len() + text.title.len();
        held.push(PartText(&text.href, &text.title, sections));
    }
    if !held.is_empty() {
        parts.add(held.len(), "t", &held, names);
    }
    parts
}

impl<T> Parts<T> {
    /// Adds a part, of words (`w`) or texts (`t`), under the next number of its kind.
    fn add(&mut self, says: T, kind: &str, held: &impl Serialize, names: Names<'_>) {
        let name = format!("{kind}{}", self.names.len());
        let content = Content::Bytes(Cow::Owned(call(&name, held).into_bytes()));
        let path = format!("{}{name}.js", path_prefix(names.key).trim_start_matches("assets/"));
        let permalink = fingerprinted(&path, &content.hash());
        let hash = permalink.as_str().rsplit('.').nth(1).unwrap_or_default().to_owned();
        self.names.push((says, hash));
        self.files.insert(permalink, content);
    }
}
