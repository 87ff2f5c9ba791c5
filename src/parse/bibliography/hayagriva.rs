//! Hayagriva's YAML, in CSL's words.
//!
//! ```yaml
//! sontag1977:
//!   type: book
//!   title: On Photography
//!   author: Sontag, Susan
//!   date: 1977
//!   publisher: Farrar, Straus and Giroux
//! ```
//!
//! hayagriva would read a file as a whole or not at all, and report a fault in its own words. So the file is read here,
//! each field with its place, and the values one by one by hayagriva's types.

mod fields;
mod item;
mod persons;

use std::collections::{BTreeMap, VecDeque};

use hayagriva::Entry as Work;
use hayagriva::types::EntryType;
use serde::Deserialize;
use serde_json::Value as Json;

use self::fields::{FieldKind, Meant};
use crate::diagnostic::Diagnostic;
use crate::message;
use crate::model::Item;
use crate::nearest::nearest;
use crate::parse::csl;
use crate::parse::front_matter::fields::bare_label;
use crate::parse::yaml::{self, Entry, Reader, Value};
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// How many works a work may be in, those that they are in included.
const PARENTS: usize = 16;

/// The places of a work's fields.
type Places = BTreeMap<&'static str, Span>;

/// The works of a file.
pub(super) fn read(text: &str, faults: &mut Vec<Diagnostic<Span>>) -> Vec<(Spanned<String>, Item)> {
    if let Some(at) = csl_list(text) {
        let fault = Diagnostic::new(Rule::InvalidBibliography, at, message!("invalid-bibliography.message-csl"));
        faults.push(fault.help(message!("invalid-bibliography.help-csl")));
        return Vec::new();
    }
    let mut reader = Reader::new(text);
    let entries = reader.linked_entries(|word| !word.contains(char::is_whitespace));
    let works = entries.into_iter().filter_map(|entry| work(&mut reader, entry)).collect();
    let read = reader.finish_file(works);
    faults.extend(read.diagnostics.into_iter().map(|fault| {
        match fault.help.as_ref().is_some_and(|help| help.key == "invalid-yaml.help-no-entry") {
            true => fault.help(message!("invalid-bibliography.help-entry")),
            false => fault,
        }
    }));
    read.value
}

/// The place of a list of CSL items, which Pandoc takes in YAML: alone, or under `references:`.
fn csl_list(text: &str) -> Option<Span> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let written = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        if written.is_empty() || written.starts_with('#') || written == "---" || written == "references:" {
            continue;
        }
        return written.starts_with("- ").then_some(start..start + written.len());
    }
    None
}

fn work<'t>(reader: &mut Reader<'t>, entry: Entry<'t>) -> Option<(Spanned<String>, Item)> {
    let key = bare_label(reader, entry.key, &["@", "[@"]);
    reader.tabs_reported = entry.tabs;
    if !matches!(reader.kind(&entry.value), yaml::Kind::Entries | yaml::Kind::Braces) {
        // A field of a line before that is no entry: its indentation is reported.
        if reader.text[..key.span.start].ends_with([' ', '\t']) && fields::known(&key.value).is_some() {
            return None;
        }
        let message = message!("invalid-bibliography.message-entry", key = key.value.as_str());
        let help = message!("invalid-bibliography.help-entry");
        reader.report(Rule::InvalidBibliography, key.span, message, Some(help));
        return None;
    }
    let (work, places) = levels(reader, &key, entry.value);
    let item = csl::whole_item(item::fields(&work, &key.span, &places), &mut reader.diagnostics);
    // What a tab keeps from being read isn't missing.
    if !entry.tabs {
        report_missing(reader, &key, &work, &places, &item);
    }
    Some((key, item))
}

/// Reports the fields that a work needs and doesn't have, in the words of its own file. One that can't be read is
/// reported already.
fn report_missing(reader: &mut Reader<'_>, key: &Spanned<String>, work: &Work, places: &Places, item: &Item) {
    for missing in csl::missing(item) {
        let (field, help) = match missing {
            "container-title" => ("parent", message!("missing-reference-field.help-parent")),
            "publisher" => ("publisher", message!("missing-reference-field.help-hayagriva", field = "publisher")),
            "URL" => ("url", message!("missing-reference-field.help-hayagriva", field = "url")),
            "author" | "interviewer" => {
                ("author", message!("missing-reference-field.help-hayagriva", field = "author"))
            }
            "issued" => ("date", message!("missing-reference-field.help-hayagriva", field = "date")),
            _ => ("title", message!("missing-reference-field.help-hayagriva", field = "title")),
        };
        if places.contains_key(field) && (field != "parent" || work.parents().is_empty()) {
            continue;
        }
        let message = message!("missing-reference-field.message", key = key.value.as_str(), field = field);
        reader.report(Rule::MissingReferenceField, key.span.clone(), message, Some(help));
    }
}

/// A work and its parents, one after the other, however they are nested.
fn levels<'t>(reader: &mut Reader<'t>, key: &Spanned<String>, value: Value<'t>) -> (Work, Places) {
    let mut waiting = VecDeque::from([(value, None)]);
    let mut works: Vec<(Work, Option<usize>)> = Vec::new();
    let mut own = Places::new();
    while let Some((value, child)) = waiting.pop_front() {
        let index = works.len();
        let of_child = child.and_then(|child: usize| works.get(child)).map(|(child, _)| *child.entry_type());
        let (work, places, parents) = level(reader, key, &value, of_child);
        works.push((work, child));
        if index == 0 {
            own = places;
        }
        for parent in parents {
            if works.len() + waiting.len() > PARENTS {
                let message = message!("invalid-bibliography.message-parents", key = key.value.as_str());
                let help = message!("invalid-bibliography.help-parents");
                let at = reader.span(&parent);
                reader.report(Rule::InvalidBibliography, at.start..at.start, message, Some(help));
                break;
            }
            waiting.push_back((parent, Some(index)));
        }
    }
    let mut parents: Vec<Vec<Work>> = works.iter().map(|_| Vec::new()).collect();
    while let (Some((mut work, child)), Some(mut above)) = (works.pop(), parents.pop()) {
        above.reverse();
        work.set_parents(above);
        match child.and_then(|child| parents.get_mut(child)) {
            Some(parents) => parents.push(work),
            None => return (work, own),
        }
    }
    (Work::new(&key.value, EntryType::Misc), own)
}

/// One work without its parents, which are given as they are written.
fn level<'t>(
    reader: &mut Reader<'t>,
    key: &Spanned<String>,
    value: &Value<'t>,
    of_child: Option<EntryType>,
) -> (Work, Places, Vec<Value<'t>>) {
    let entries = reader.entries(value);
    let own: Vec<&str> = entries.iter().filter_map(|entry| Some(fields::known(&entry.key.value)?.0)).collect();
    let is_type = |entry: &&Entry<'t>| matches!(fields::known(&entry.key.value), Some((_, FieldKind::Type)));
    let work_type = match (entries.iter().find(is_type), of_child) {
        (Some(entry), _) => self::work_type(reader, &entry.value),
        (None, Some(child)) => fields::of_parent(child),
        (None, None) => {
            let message = message!("missing-reference-field.message", key = key.value.as_str(), field = "type");
            let help = message!("missing-reference-field.help-type-hayagriva");
            reader.report(Rule::MissingReferenceField, key.span.clone(), message, Some(help));
            EntryType::Misc
        }
    };
    let mut work = Work::new(&key.value, work_type);
    let mut places = Places::new();
    let mut parents = Vec::new();
    let mut first: BTreeMap<&'static str, Span> = BTreeMap::new();
    for entry in entries {
        let known = fields::known(&entry.key.value).or_else(|| {
            report_unknown(reader, &entry.key);
            fields::synonym(&entry.key.value).and_then(fields::known).filter(|(name, _)| !own.contains(name))
        });
        let Some((name, kind)) = known else { continue };
        if let Some(first) = first.get(name) {
            reader.report_duplicate(&entry.key.value, entry.key.span, first.clone());
            continue;
        }
        first.insert(name, entry.key.span.clone());
        if reader.kind(&entry.value) == yaml::Kind::Nothing {
            continue;
        }
        let at = reader.span(&entry.value);
        places.insert(name, at.clone());
        if matches!(entry.value, Value::Block(_)) && reader.report_repeated(at.start) {
            continue;
        }
        match kind {
            FieldKind::Type => {}
            FieldKind::Parent => parents = self::parents(reader, &entry.value),
            FieldKind::Persons | FieldKind::Affiliated => persons::set(reader, &mut work, name, &entry.value),
            _ => {
                let Some(json) = json(reader, &entry.value, matches!(kind, FieldKind::Text | FieldKind::Publisher))
                else {
                    continue;
                };
                if let Err(fault) = fields::set(&mut work, name, kind, &json) {
                    reader.report(fault.rule, at, fault.message, Some(fault.help));
                }
            }
        }
    }
    (work, places, parents)
}

/// A value: a text that `as_written` keeps whatever it holds, a list or a map.
fn json<'t>(reader: &mut Reader<'t>, value: &Value<'t>, as_written: bool) -> Option<Json> {
    let json = match (reader.is_text(value), reader.kind(value)) {
        (true, _) if as_written => Some(Json::String(reader.text(value).text)),
        (_, yaml::Kind::Scalar) => Some(Json::String(reader.scalar(value).text)),
        (_, yaml::Kind::Entries | yaml::Kind::Braces) => Some(Json::Object(map(reader, value, as_written))),
        _ => reader.json(value),
    };
    json.map(in_texts)
}

/// The values of a map, each as it is written: a comma that would cut one is reported.
fn map<'t>(reader: &mut Reader<'t>, value: &Value<'t>, as_written: bool) -> serde_json::Map<String, Json> {
    let mut map = serde_json::Map::new();
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for entry in reader.entries(value) {
        if let Some(first) = first.get(&entry.key.value) {
            reader.report_duplicate(&entry.key.value, entry.key.span, first.clone());
            continue;
        }
        first.insert(entry.key.value.clone(), entry.key.span);
        let value = match (reader.kind(&entry.value), reader.is_text(&entry.value)) {
            (yaml::Kind::Scalar, true) if as_written => Some(Json::String(reader.text(&entry.value).text)),
            (yaml::Kind::Scalar, _) => Some(Json::String(reader.scalar(&entry.value).text)),
            _ => reader.json(&entry.value),
        };
        map.extend(value.map(|value| (entry.key.value, value)));
    }
    map
}

fn work_type<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> EntryType {
    let yaml::Scalar { text: word, span: written } = reader.scalar(value);
    let known = fields::work_type(&word);
    known.unwrap_or_else(|| {
        let meant = fields::meant_type(&word).or_else(|| nearest(&word, fields::TYPES));
        let help = match meant {
            Some(near) => message!("unknown-reference-type.help-nearest", nearest = near),
            None => message!("unknown-reference-type.help-hayagriva"),
        };
        let message = message!("unknown-reference-type.message", value = word.as_str());
        reader.report(Rule::UnknownReferenceType, written, message, Some(help));
        meant.and_then(fields::work_type).unwrap_or(EntryType::Misc)
    })
}

/// The parents of a work: fields, or a list of them.
fn parents<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> Vec<Value<'t>> {
    let parents = match reader.kind(value) {
        yaml::Kind::Items | yaml::Kind::Brackets => reader.items(value),
        _ => vec![value.clone()],
    };
    let is_map = |value: &Value<'t>| matches!(reader.kind(value), yaml::Kind::Entries | yaml::Kind::Braces);
    let (maps, others): (Vec<_>, Vec<_>) = parents.into_iter().partition(is_map);
    for other in others {
        let at = reader.span(&other);
        let title = json(reader, &other, true).and_then(|title| Some(title.as_str()?.replace(['"', '\\'], "")));
        let line = format!("parent: {{ title: \"{}\" }}", title.as_deref().unwrap_or("…"));
        let help = message!("invalid-field.help-parent", line = line);
        reader.report(Rule::InvalidField, at, message!("invalid-field.message-parent"), Some(help));
    }
    maps
}

fn report_unknown(reader: &mut Reader<'_>, key: &Spanned<String>) {
    let help = match fields::meant(&key.value) {
        Some(Meant::Field(near)) => message!("unknown-field.help-nearest", nearest = near),
        Some(Meant::Within(line)) => message!("unknown-field.help-within", line = line),
        None => message!("unknown-field.help-hayagriva"),
    };
    let message = message!("unknown-field.reference", key = key.value.as_str());
    reader.report(Rule::UnknownField, key.span.clone(), message, Some(help));
}

/// A value with its numbers as texts, from which hayagriva's types read more of what is written.
/// Recurses as deep as the values that are read.
fn in_texts(json: Json) -> Json {
    match json {
        Json::Number(number) => Json::String(number.to_string()),
        Json::Array(values) => Json::Array(values.into_iter().map(in_texts).collect()),
        Json::Object(map) => {
            map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, in_texts(value))).collect()
        }
        other => other,
    }
}

/// A value as one of hayagriva's types.
fn typed<'j, T: Deserialize<'j>>(json: &'j Json) -> Option<T> {
    T::deserialize(json).ok()
}

#[cfg(test)]
mod tests;
