//! The states as a program reads them, lesson by lesson.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{Side, groups, id, runs, sides};
use crate::locale::Locale;
use crate::model::drift::{Behind, Change};
use crate::model::{Book, Lesson, TranslationState};
use crate::parse::fingerprints::Part;
use crate::source::Sources;

#[derive(Serialize)]
struct JsonStatus<'a> {
    lessons: Vec<JsonLesson<'a>>,
}

#[derive(Serialize)]
struct JsonLesson<'a> {
    /// The id; `/` for the front page.
    id: &'a str,
    /// The level’s number, from 1; `None` outside the levels.
    level: Option<usize>,
    title: &'a str,
    translations: Vec<JsonTranslation<'a>>,
}

#[derive(Serialize)]
struct JsonTranslation<'a> {
    language: &'a str,
    state: &'static str,
    path: Option<&'a str>,
    /// The headings of this translation under which it is out of date.
    #[serde(skip_serializing_if = "Option::is_none")]
    headings: Option<Vec<String>>,
    /// The keys of the languages that changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<Vec<&'a str>>,
    /// What changed in them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<Changed<'a>>,
}

#[derive(Serialize)]
struct Changed<'a> {
    /// The key of the language that changed.
    language: &'a str,
    kind: &'static str,
    /// The part that changed: `title`, `objectives`, `#anchor`…
    part: String,
    heading: Option<&'a str>,
    path: &'a str,
    line: Option<usize>,
    /// The part of this translation that is out of date by it.
    here: Option<String>,
    /// Whether that part changed too.
    here_too: bool,
    /// With `--diff`: the block as it is now, cut where words are new.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Vec<JsonWords>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lost: Option<usize>,
}

#[derive(Serialize)]
struct JsonWords {
    text: String,
    new: bool,
}

/// The state of a book’s translations, as JSON; with `diff`, the words that are new.
pub fn json(book: &Book, sources: &Sources, diff: bool) -> Box<RawValue> {
    let lessons = groups(book)
        .into_iter()
        .flat_map(|(level, lessons)| lessons.into_iter().map(move |lesson| (level, lesson)))
        .map(|(level, lesson)| {
            let sides = sides(lesson, sources);
            JsonLesson {
                id: id(lesson),
                level: level.map(|level| level + 1),
                title: &lesson.titles.get(book.config.default_locale).text,
                translations: book.config.locales().map(|locale| entry(book, &sides, diff, lesson, locale)).collect(),
            }
        })
        .collect();
    // Plain strings and numbers: this can’t fail.
    to_raw_value(&JsonStatus { lessons }).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

fn entry<'a>(
    book: &'a Book,
    sides: &BTreeMap<Locale, Side<'a>>,
    diff: bool,
    lesson: &'a Lesson,
    locale: Locale,
) -> JsonTranslation<'a> {
    let state = lesson.state(locale);
    let own = lesson.translations.get(&locale);
    let key = |locale| book.config.language(locale).key.as_str();
    let behind = lesson.behind(locale);
    let is_outdated = state == TranslationState::Outdated;
    let changes = behind.iter().flat_map(|behind| {
        behind.causes.iter().filter_map(move |(other, part)| {
            let side = sides.get(other)?;
            let changes = side.changes.get(part)?.iter();
            Some(changes.map(move |change| changed(diff, key(*other), side, change, behind)))
        })
    });
    let changes = changes.flatten().collect();
    JsonTranslation {
        language: key(locale),
        state: state.name(),
        path: own.map(|own| own.path.as_str()),
        headings: is_outdated.then(|| headings(sides, locale, behind)),
        changed: is_outdated.then(|| lesson.ahead_of(locale).into_iter().map(key).collect()),
        changes,
    }
}

/// The headings of the parts that are out of date; of a part that has none, the field’s name; of
/// one that is not in this translation, the heading of the other.
fn headings(sides: &BTreeMap<Locale, Side<'_>>, locale: Locale, behind: &[Behind]) -> Vec<String> {
    let own = sides.get(&locale);
    let named = behind.iter().filter_map(|behind| match (&behind.part, own) {
        (Some(part), Some(own)) => Some(heading(own, part)),
        _ => behind.causes.first().and_then(|(other, part)| Some(heading(sides.get(other)?, part))),
    });
    let mut seen = HashSet::new();
    named.filter(|named| seen.insert(named.clone())).collect()
}

fn heading(side: &Side<'_>, part: &Part) -> String {
    side.headings.of(part).map_or_else(|| part.name(), str::to_owned)
}

fn changed<'a>(diff: bool, language: &'a str, side: &Side<'a>, change: &Change, behind: &Behind) -> Changed<'a> {
    let words =
        || runs(side.text, change).into_iter().map(|run| JsonWords { text: run.text, new: run.is_new }).collect();
    Changed {
        language,
        kind: change.kind.name(),
        part: change.part.name(),
        heading: side.headings.of(&change.part),
        path: side.text.path.as_str(),
        line: side.line(change),
        here: behind.part.as_ref().map(Part::name),
        here_too: behind.here_too,
        words: diff.then(words),
        lost: diff.then_some(change.lost),
    }
}
