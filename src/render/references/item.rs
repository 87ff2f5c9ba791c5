//! A work as hayagriva takes it.

use std::borrow::Cow;

use hayagriva::citationberg::DemoteNonDroppingParticle;
use hayagriva::citationberg::json::{self, DateValue, LiteralName, NameItem, NameValue, VecDate, VecDateRange};
use serde_json::{Map, Value};

use super::rich;
use crate::locale::typography::Typography;
use crate::model::Item;
use crate::nearest::{Meanings, meaning};

/// What CSL calls the languages that programs write out.
const LANGUAGES: &Meanings = &[
    ("fr", &["français", "francais", "french", "fre", "fra"]),
    ("en", &["anglais", "english", "eng"]),
    ("en-US", &["american"]),
    ("en-GB", &["british"]),
    ("es", &["español", "spanish"]),
    ("de", &["deutsch", "german"]),
];

/// A work's own language, as a tag.
pub(super) fn language(item: &Item) -> Option<Cow<'_, str>> {
    let written = item.get("language")?.as_str()?.trim();
    if let Some(tag) = meaning(LANGUAGES, &written.to_lowercase()) {
        return Some(Cow::Borrowed(tag));
    }
    let tag = written.replace('_', "-");
    let is_tag = tag.split('-').enumerate().all(|(index, part)| {
        let long = if index == 0 { 2..=3 } else { 1..=8 };
        long.contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric())
    });
    is_tag.then_some(Cow::Owned(tag))
}

/// The fields that people read as sentences or names of things, addresses and numbers left out.
const PROSE: [&str; 6] = ["publisher", "publisher-place", "genre", "note", "event", "medium"];

/// What BibLaTeX calls kinds of works, and what they are called in French and in English.
const GENRES: [(&str, &str, &str); 6] = [
    ("phdthesis", "Thèse de doctorat", "Doctoral dissertation"),
    ("mathesis", "Mémoire de maîtrise", "Master’s thesis"),
    ("bathesis", "Mémoire de baccalauréat", "Bachelor’s thesis"),
    ("candthesis", "Thèse de candidature", "Candidate thesis"),
    ("techreport", "Rapport technique", "Technical report"),
    ("resreport", "Rapport de recherche", "Research report"),
];

/// A genre by BibLaTeX's name, in a language.
pub(in crate::render) fn genre(written: &str, page: &str) -> Option<&'static str> {
    let (_, french, english) = GENRES.iter().find(|(name, ..)| *name == written)?;
    Some(if page.split('-').next() == Some("fr") { french } else { english })
}

/// The work with its titles set by the `rules` of its own language: an English title stays English in a
/// French list.
pub(super) fn typeset(item: &Item, rules: Typography) -> Item {
    let set = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) if name.contains("title") || PROSE.contains(&name.as_str()) => {
                Value::String(rich::set(text, rules))
            }
            value => value.clone(),
        };
        (name.clone(), value)
    };
    item.iter().map(set).collect()
}

/// The work, for pages in a language: its titles are in that one where it names none.
pub(super) fn prepare(key: &str, item: &Item, page: &str, particles: DemoteNonDroppingParticle) -> json::Item {
    let mut fields: std::collections::BTreeMap<String, json::Value> = item
        .iter()
        .filter_map(|(name, value)| {
            let value = match value {
                // What BibLaTeX has a name for is said in the page's language.
                Value::String(text) => json::Value::String(match genre(text, page).filter(|_| name == "genre") {
                    Some(genre) => genre.to_owned(),
                    None => rich::read(text, name.contains("title")),
                }),
                Value::Array(names) => json::Value::Names(
                    names.iter().filter_map(|name| self::name(name.as_object()?, particles)).collect(),
                ),
                Value::Object(date) => json::Value::Date(self::date(date)?),
                Value::Null | Value::Bool(_) | Value::Number(_) => return None,
            };
            Some((name.clone(), value))
        })
        .collect();
    if let Some(text) = item.get("number").and_then(Value::as_str) {
        fields.insert("number".to_owned(), json::Value::String(rich::number(text)));
    }
    if let Some(text) = item.get("DOI").and_then(Value::as_str) {
        fields.insert("DOI".to_owned(), json::Value::String(doi(text).to_owned()));
    }
    fields.insert("id".to_owned(), json::Value::String(key.to_owned()));
    // CSL 1.0.2 renamed it, styles did so or not.
    for (name, other) in [("event", "event-title"), ("event-title", "event")] {
        if let (None, Some(value)) = (fields.get(name), fields.get(other)) {
            fields.insert(name.to_owned(), value.clone());
        }
    }
    // Without one, titles would get English capitals.
    let language = language(item).map_or_else(|| page.to_owned(), Cow::into_owned);
    fields.insert("language".to_owned(), json::Value::String(language));
    json::Item(fields)
}

/// The family names whose particle the style puts after the given name in lists, without and with it.
pub(super) fn particles(item: &Item, particles: DemoteNonDroppingParticle) -> Vec<(String, String)> {
    if particles != DemoteNonDroppingParticle::DisplayAndSort {
        return Vec::new();
    }
    let names = item.values().filter_map(Value::as_array).flatten().filter_map(Value::as_object);
    let whole = names.filter_map(|name| {
        let part = |key: &str| name.get(key).and_then(Value::as_str);
        let family = part("family")?;
        let particle = part("non-dropping-particle")?;
        let between = if is_elided(particle) { "" } else { " " };
        Some((family.to_owned(), format!("{}{between}{family}", particle.replace('\'', "’"))))
    });
    whole.collect()
}

/// A DOI without the address in front of it.
fn doi(written: &str) -> &str {
    let text = written.trim();
    let prefixes = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:", "DOI:"];
    prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(text).trim()
}

/// Follows a particle that no space follows; hayagriva puts one there.
pub(super) const ELIDED: char = '\u{e0d1}';

/// Precedes “et al.” where that is one of the names; hayagriva puts an “and” there.
pub(super) const OTHERS: char = '\u{e0d2}';

/// Whether a particle touches the name: « d’ », “al-”.
fn is_elided(particle: &str) -> bool {
    particle.ends_with(['’', '\'', '-'])
}

fn name(parts: &Map<String, Value>, particles: DemoteNonDroppingParticle) -> Option<NameValue> {
    let part = |key: &str| parts.get(key).and_then(Value::as_str).map(str::to_owned);
    if let Some(literal) = part("literal") {
        // As BibLaTeX says that there are more.
        let literal = if literal == "others" { format!("{OTHERS}et al.") } else { literal };
        return Some(NameValue::Literal(LiteralName { literal }));
    }
    let family = part("family")?;
    let given = part("given");
    let particle = |key: &str| {
        part(key).map(|particle| if is_elided(&particle) { format!("{particle}{ELIDED}") } else { particle })
    };
    let (mut inner, mut dropping) = (particle("non-dropping-particle"), particle("dropping-particle"));
    // Where the style puts the particle after the given name, hayagriva does so with the other kind.
    if particles == DemoteNonDroppingParticle::DisplayAndSort && dropping.is_none() {
        dropping = inner.take();
    }
    if given.is_none() && inner.is_none() && dropping.is_none() {
        return Some(NameValue::Literal(LiteralName { literal: family }));
    }
    // With no particle at all, hayagriva looks for one in the name.
    if inner.is_none() && dropping.is_none() {
        dropping = Some(String::new());
    }
    Some(NameValue::Item(NameItem {
        family,
        given,
        non_dropping_particle: inner,
        dropping_particle: dropping,
        suffix: part("suffix"),
        comma_suffix: parts.get("comma-suffix").and_then(Value::as_bool),
    }))
}

/// The work with the last day of each range of days as its date; `None` if it has no range.
pub(super) fn until(item: &Item) -> Option<Item> {
    let ends = |value: &Value| value.get("date-parts")?.as_array()?.get(1).cloned();
    item.values().any(|value| ends(value).is_some()).then(|| {
        let until = |(name, value): (&String, &Value)| match (value, ends(value)) {
            (Value::Object(date), Some(end)) => {
                let mut date = date.clone();
                date.insert("date-parts".to_owned(), Value::Array(vec![end]));
                (name.clone(), Value::Object(date))
            }
            _ => (name.clone(), value.clone()),
        };
        item.iter().map(until).collect()
    })
}

/// A date. hayagriva knows no ranges: the first of two days is kept.
fn date(date: &Map<String, Value>) -> Option<DateValue> {
    let parts = date.get("date-parts")?.as_array()?.first()?.as_array()?;
    let mut parts: Vec<i16> = parts.iter().map_while(|part| i16::try_from(part.as_i64()?).ok()).collect();
    // hayagriva has a year 0, the one before our era’s first; CSL has none.
    if let Some(year) = parts.first_mut().filter(|year| **year < 0) {
        *year += 1;
    }
    if parts.is_empty() {
        return None;
    }
    Some(DateValue::DateParts {
        date_parts: VecDateRange(vec![VecDate(parts)]),
        literal: None,
        season: date.get("season").map(ToString::to_string),
        circa: date.get("circa") == Some(&Value::Bool(true)),
    })
}
