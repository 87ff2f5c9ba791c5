//! A callout's attributes as authors write them with a slip: what they meant, and how it is written.

use std::borrow::Cow;
use std::ops::Range;

use crate::nearest::{Meanings, meaning, nearest};
use crate::parse::attributes;
use crate::parse::callout::CalloutKind;
use crate::parse::front_matter::learning;

/// The key that says which objectives or outcomes a callout shows.
pub(super) const SHOWS: &str = "shows";

/// The key that says what counts in the answers that students type.
pub(super) const COUNT: &str = "count";

/// What it holds where nothing counts, whatever the book says.
pub(super) const NONE: &str = "none";

const ID: &str = "id";
const CLASS: &str = "class";

/// The keys that mean something, and what authors write for them, in lower case.
const KEYS: &Meanings = &[
    (
        SHOWS,
        &[
            "shows", "show", "showing", "montre", "montrer", "verifie", "vérifie", "prouve", "serves", "sert",
            "assesses", "evalue", "évalue",
        ],
    ),
    (COUNT, &["count", "counts", "counting", "compte", "comptent", "strict"]),
    (ID, &["id", "name"]),
    (CLASS, &["class", "classe"]),
];

/// What authors join two names with.
const JOINTS: [&str; 3] = ["et", "and", "&"];

/// What encloses values where it isn't `"` or `'` alone.
const ENCLOSING: [char; 13] = ['“', '”', '«', '»', '‘', '’', '"', '\'', '[', ']', '(', ')', '{'];

/// What attributes mean.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Meant<'t> {
    /// The first id, without `#`.
    pub(super) id: Option<&'t str>,
    classes: Vec<&'t str>,
    shows: Vec<&'t str>,
    counts: Vec<&'t str>,
}

/// The key that a word means, in whatever case.
pub(super) fn key(word: &str) -> Option<&'static str> {
    let is_word = word.chars().all(char::is_alphabetic);
    meaning(KEYS, &word.to_lowercase()).or_else(|| nearest(word, [SHOWS, COUNT]).filter(|_| is_word))
}

/// What the text between braces means; `None` if a word of it means nothing, or if there is nothing to write.
pub(super) fn read(inside: &str) -> Option<Meant<'_>> {
    let mut meant = Meant::default();
    let mut of = None;
    for word in words(inside) {
        if let Some(ids) = word.strip_prefix('#') {
            let id = ids.split('#').next().filter(|id| attributes::is_name(id))?;
            meant.id.get_or_insert(id);
            of = None;
            continue;
        }
        if let Some(class) = word.strip_prefix('.') {
            meant.classes.push(Some(class).filter(|class| attributes::is_name(class))?);
            of = None;
            continue;
        }
        let value = match word.split_once(['=', ':']) {
            // The sign of `key = value`.
            Some(("", value)) => value,
            Some((name, value)) => {
                of = Some(key(name)?);
                value
            }
            None if of.is_none() => {
                of = Some(key(word)?);
                continue;
            }
            None => word,
        };
        for name in names(value).into_iter().map(|place| &value[place]).filter(|name| !is_joint(name)) {
            let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/'));
            match of.filter(|_| is_name)? {
                ID => _ = meant.id.get_or_insert(name),
                CLASS => meant.classes.push(name),
                COUNT => meant.counts.push(name),
                _ => meant.shows.push(name),
            }
        }
    }
    (meant != Meant::default()).then_some(meant)
}

/// How far the text behind a brace that never closes is attributes, and not yet the title, in bytes.
pub(super) fn begins(text: &str) -> usize {
    let mut end = 0;
    for word in text.split_whitespace() {
        let goes_on = text[..end].ends_with([',', ';', '=']);
        let is_attribute = word.contains('=') || word.len() > 1 && word.starts_with(['#', '.']);
        if !goes_on && !is_attribute {
            break;
        }
        end = word.as_ptr().addr() - text.as_ptr().addr() + word.len();
    }
    end
}

impl Meant<'_> {
    /// Whether they say what the callout shows, or what counts in its answers.
    pub(super) fn names_something(&self) -> bool {
        !self.shows.is_empty() || !self.counts.is_empty()
    }

    /// The attributes as they are read, without braces: those that a callout of this kind can't have are left out.
    pub(super) fn written(&self, kind: CalloutKind) -> String {
        let mut written: Vec<String> = self.id.iter().map(|id| format!("#{id}")).collect();
        written.extend(self.classes.iter().map(|class| format!(".{class}")));
        if kind.can_show() {
            written.extend(list(SHOWS, self.shows.iter().map(|name| sound(name)).collect()));
        }
        if kind == CalloutKind::Question {
            written.extend(list(COUNT, self.counts.iter().map(|name| name.to_lowercase().into()).collect()));
        }
        written.join(" ")
    }
}

/// An attribute whose value is a list of names; `None` without any.
fn list(key: &str, names: Vec<Cow<'_, str>>) -> Option<String> {
    match names.as_slice() {
        [] => None,
        [name] => Some(format!("{key}={name}")),
        names => Some(format!("{key}=\"{}\"", names.join(", "))),
    }
}

/// Whether a word joins two names, and is no name itself.
pub(super) fn is_joint(word: &str) -> bool {
    JOINTS.contains(&word)
}

/// The byte range of the first word that joins two names of a value.
pub(super) fn joint(value: &str) -> Option<Range<usize>> {
    let names = names(value);
    let between = names.get(1..names.len().saturating_sub(1))?;
    between.iter().find(|name| is_joint(&value[(*name).clone()])).cloned()
}

/// A name as the id that it is meant to be; unchanged if it is one, or can't be any.
fn sound(name: &str) -> Cow<'_, str> {
    let start = name.rfind('/').map_or(0, |slash| slash + 1);
    let (level, own) = name.split_at(start);
    match learning::meant_id(own).filter(|meant| meant != own) {
        Some(meant) => format!("{level}{meant}").into(),
        None => name.into(),
    }
}

/// The words of a text, between white space and commas.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|word| !word.is_empty())
}

/// The byte ranges of the names in a value: between commas, semicolons and white space, without what encloses
/// them.
pub(super) fn names(value: &str) -> Vec<Range<usize>> {
    let names = words(value).map(|word| word.trim_matches(ENCLOSING));
    let start = |name: &str| name.as_ptr().addr() - value.as_ptr().addr();
    names.filter(|name| !name.is_empty()).map(|name| start(name)..start(name) + name.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_between_commas_and_spaces() {
        let value = " traces,autre ; “x”";
        let names: Vec<_> = names(value).into_iter().map(|place| &value[place]).collect();
        assert_eq!(names, ["traces", "autre", "x"]);
    }

    #[test]
    fn what_means_nothing_has_no_line() {
        for text in ["", " ", "traces", "lang=en", "x=1", "#", ".", "shows=", "shows=a?", "#a b", "shows=a lang=en"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_written_as_the_ids_that_they_are_meant_to_be() {
        let written = |text| read(text).unwrap().written(CalloutKind::Question);
        assert_eq!(written("shows=\"Lire et noté\""), "shows=\"lire, note\"");
        assert_eq!(written("shows=1-voir/Écrire"), "shows=1-voir/ecrire");
        assert_eq!(written("#a compte: [Accents, marks]"), "#a count=\"accents, marks\"");
        assert_eq!(read("#a count=accents").unwrap().written(CalloutKind::Note), "#a");
    }

    #[test]
    fn attributes_end_where_a_title_begins() {
        for (text, length) in [("#a shows=b Quoi?", 10), ("shows=a, b Quoi", 10), ("shows=\"a", 8), ("a b", 0), ("", 0)]
        {
            assert_eq!(begins(text), length, "{text}");
        }
    }
}
