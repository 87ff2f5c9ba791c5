//! A lesson's references: in words, or as CSL items.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

use super::fields::{bare_label, invalid, no_value, not_a_map};
use super::{Reference, Work};
use crate::message;
use crate::model::Item;
use crate::parse::yaml::{Entry, Kind, Reader, Value};
use crate::source::{Span, Spanned};

/// The fields of a CSL item that are text, and so are read as they stand.
const TEXTS: [&str; 44] = [
    "id",
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "original-title",
    "original-publisher",
    "original-publisher-place",
    "part-title",
    "reviewed-title",
    "reviewed-genre",
    "volume-title",
    "publisher",
    "publisher-place",
    "event",
    "event-title",
    "event-place",
    "jurisdiction",
    "authority",
    "division",
    "note",
    "annote",
    "abstract",
    "genre",
    "medium",
    "dimensions",
    "scale",
    "status",
    "archive",
    "archive_collection",
    "archive_location",
    "archive-place",
    "source",
    "references",
    "keyword",
    "call-number",
    "language",
    "URL",
    "DOI",
    "ISBN",
    "ISSN",
    "PMID",
    "PMCID",
];

/// The value of `references`: a map from key to work, or a list of CSL items with their `id`.
pub(super) fn read<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<Reference> {
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

fn by_key<'t>(reader: &mut Reader<'t>, entry: Entry<'t>) -> Option<Reference> {
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
        return Some(Reference { key, work: Work::Item(Arc::new(item(reader, entries))) });
    }
    if !reader.is_text(&entry.value) {
        let message = message!("invalid-field.message-reference", key = key.value.as_str());
        invalid(reader, &entry.value, message, message!("invalid-field.help-reference"));
        return None;
    }
    Some(Reference { key, work: Work::Words(reader.text(&entry.value)) })
}

fn by_id<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> Option<Reference> {
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
    Some(Reference { key, work: Work::Item(Arc::new(item(reader, entries))) })
}

/// A CSL item's fields. One that can't be read is reported and left out; the others stay.
fn item<'t>(reader: &mut Reader<'t>, entries: Vec<Entry<'t>>) -> Item {
    let mut fields = Item::new();
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for Entry { key, value, .. } in entries {
        if let Some(first) = first.get(&key.value) {
            reader.report_duplicate(&key.value, key.span, first.clone());
            continue;
        }
        first.insert(key.value.clone(), key.span);
        let is_text = TEXTS.contains(&key.value.as_str()) && reader.is_text(&value);
        let json = if is_text { Some(Json::String(reader.text(&value).text)) } else { reader.json(&value) };
        if let Some(json) = json.filter(|json| !json.is_null()) {
            fields.insert(key.value, json);
        }
    }
    fields
}
