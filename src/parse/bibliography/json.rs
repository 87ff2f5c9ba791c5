//! CSL-JSON, with the place of each value.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::unreadable;
use crate::diagnostic::Diagnostic;
use crate::message;
use crate::model::Item;
use crate::parse::csl::{self, Field};
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// The works of a list of items.
pub(super) fn read(text: &str, faults: &mut Vec<Diagnostic<Span>>) -> Vec<(Spanned<String>, Item)> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let items: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(items) => items,
        Err(error) => {
            let at = place(text, &error);
            unreadable(at..at, faults);
            return Vec::new();
        }
    };
    items.into_iter().filter_map(|item| work(text, item, faults)).collect()
}

fn work(text: &str, raw: &RawValue, faults: &mut Vec<Diagnostic<Span>>) -> Option<(Spanned<String>, Item)> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).ok()?;
    let id = fields.get("id").and_then(|id| match serde_json::from_str(id.get()).ok()? {
        Value::String(id) => Some(Spanned::new(id, span(text, fields.get("id")?))),
        Value::Number(id) => Some(Spanned::new(id.to_string(), span(text, fields.get("id")?))),
        _ => None,
    });
    let Some(id) = id else {
        let at = span(text, raw);
        let fault = Diagnostic::new(Rule::InvalidField, at.start..at.start, message!("invalid-field.message-no-id"));
        faults.push(fault.help(message!("invalid-bibliography.help-id")));
        return None;
    };
    let fields = fields.into_iter().filter_map(|(key, raw)| {
        let at = span(text, raw);
        Some(Field { key, key_at: at.clone(), value: serde_json::from_str(raw.get()).ok()?, at })
    });
    let item = csl::item(&id.value, &id.span, fields.collect(), faults);
    Some((id, item))
}

/// Where a value stands: it is a part of the text.
fn span(text: &str, raw: &RawValue) -> Span {
    let start = (raw.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + raw.get().len()
}

/// Where the text can no longer be read.
fn place(text: &str, error: &serde_json::Error) -> usize {
    let line = error.line().saturating_sub(1);
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let mut at = (start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
