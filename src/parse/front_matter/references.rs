//! A lesson's references: in words, or as CSL items.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::fields::{bare_label, invalid, no_value, not_a_map};
use super::{WrittenReference, WrittenWork};
use crate::message;
use crate::model::Item;
use crate::parse::csl::{self, Field};
use crate::parse::yaml::{Entry, Kind, Reader, Value};
use crate::rule::Rule;
use crate::shape::{self, in_yaml};
use crate::source::{Span, Spanned};

/// The value of `references`: a map from key to work, or a list of CSL items with their `id`.
pub(super) fn read<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<WrittenReference> {
    match reader.kind(&entry.value) {
        Kind::Nothing => Vec::new(),
        Kind::Entries | Kind::Braces => {
            let entries = reader.entries(&entry.value);
            entries.into_iter().filter_map(|entry| by_key(reader, entry)).collect()
        }
        Kind::Items | Kind::Brackets => {
            let items = reader.items(&entry.value);
            items.iter().filter_map(|value| by_id(reader, value)).collect()
        }
        Kind::Scalar => {
            not_a_map(reader, &entry.key.value, &entry.value);
            Vec::new()
        }
    }
}

/// The shape of `references`: the fields of works are CSL’s, and those of the books that have their own.
pub(super) fn shape() -> Json {
    let work = json!({ "type": "object" });
    let by_key = json!({ "type": ["object", "null"], "additionalProperties": { "anyOf": [in_yaml::text(), work] } });
    shape::any_of([by_key, shape::list(json!({ "type": "object", "required": ["id"] }))])
}

/// A work by its key.
pub(super) fn by_key<'t>(reader: &mut Reader<'t>, entry: Entry<'t>) -> Option<WrittenReference> {
    let key = bare_label(reader, entry.key, &["@", "[@"]);
    let is_item = match reader.kind(&entry.value) {
        Kind::Nothing => {
            no_value(reader, &key);
            return None;
        }
        Kind::Braces => true,
        Kind::Entries => !reader.is_text(&entry.value),
        Kind::Scalar | Kind::Brackets | Kind::Items => false,
    };
    if is_item {
        let entries = reader.entries(&entry.value);
        let work = work(reader, &key, entries);
        return Some(WrittenReference { key, work });
    }
    if !reader.is_text(&entry.value) {
        let message = message!("invalid-field.message-reference", key = key.value.as_str());
        invalid(reader, &entry.value, message, message!("invalid-field.help-reference"));
        return None;
    }
    Some(WrittenReference { key, work: WrittenWork::Words { text: reader.text(&entry.value), short: None } })
}

fn by_id<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> Option<WrittenReference> {
    let entries = match reader.kind(value) {
        Kind::Entries | Kind::Braces => reader.entries(value),
        _ => Vec::new(),
    };
    let Some(id) = entries.iter().find(|entry| entry.key.value == "id") else {
        let message = message!("invalid-field.message-no-id");
        invalid(reader, value, message, message!("invalid-field.help-references"));
        return None;
    };
    let id = reader.text(&id.value);
    let key = bare_label(reader, Spanned::new(id.text, id.span), &["@"]);
    let work = work(reader, &key, entries);
    Some(WrittenReference { key, work })
}

/// A work in words, or in fields.
fn work<'t>(reader: &mut Reader<'t>, key: &Spanned<String>, entries: Vec<Entry<'t>>) -> WrittenWork {
    let find = |name: &str| entries.iter().find(|entry| entry.key.value == name);
    match find("text") {
        Some(text) => {
            let text = reader.text(&text.value);
            let short = find("short").map(|short| reader.text(&short.value));
            for entry in entries.iter().filter(|entry| !["id", "text", "short"].contains(&entry.key.value.as_str())) {
                let message = message!("unknown-field.reference-words", key = entry.key.value.as_str());
                let help = message!("unknown-field.help-reference-words");
                reader.report(Rule::UnknownField, entry.key.span.clone(), message, Some(help));
            }
            WrittenWork::Words { text, short: short.filter(|short| !short.text.trim().is_empty()) }
        }
        None => WrittenWork::Item(Arc::new(item(reader, key, entries))),
    }
}

/// A CSL item's fields. One that can't be read is reported and left out; the others stay.
fn item<'t>(reader: &mut Reader<'t>, key: &Spanned<String>, entries: Vec<Entry<'t>>) -> Item {
    let mut fields = Vec::with_capacity(entries.len());
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for Entry { key, value, .. } in entries {
        if let Some(first) = first.get(&key.value) {
            reader.report_duplicate(&key.value, key.span, first.clone());
            continue;
        }
        first.insert(key.value.clone(), key.span.clone());
        // Text is read as written, colons and numbers included.
        let is_text = csl::is_text(&key.value) && reader.is_text(&value);
        let json = if is_text { Some(Json::String(reader.text(&value).text)) } else { reader.json(&value) };
        if let Some(json) = json.filter(|json| !json.is_null()) {
            let at = reader.span(&value);
            fields.push(Field { key: key.value, key_at: key.span, value: json, at });
        }
    }
    csl::item(&key.value, &key.span, fields, &mut reader.diagnostics)
}
