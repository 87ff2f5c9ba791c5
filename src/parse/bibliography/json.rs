//! CSL-JSON, with the place of each value.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;

use super::unreadable;
use crate::characters;
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
    let Ok(fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(raw.get()) else {
        broken(text, raw, faults);
        return None;
    };
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
    let fields: Vec<Field> = fields.into_iter().filter_map(|(key, raw)| field(text, key, raw, faults)).collect();
    let item = csl::item(&id.value, &id.span, fields, faults);
    Some((id, item))
}

fn field(text: &str, key: String, raw: &RawValue, faults: &mut Vec<Diagnostic<Span>>) -> Option<Field> {
    let at = span(text, raw);
    let read = serde_json::from_str(raw.get()).or_else(|error| {
        broken(text, raw, faults);
        // The rest of the text is still what the author wrote.
        serde_json::from_str(&whole(raw.get())).map_err(|_| error)
    });
    let mut value = read.ok()?;
    if let Some(one) = without_controls(&mut value) {
        let message = message!("hidden-character.message-code", name = characters::name(one));
        let fault = Diagnostic::new(Rule::HiddenCharacter, at.clone(), message);
        faults.push(fault.help(message!("hidden-character.help-escape")));
    }
    Some(Field { key, key_at: at.clone(), value, at })
}

/// Replaces the control characters in a value’s texts; tells the first.
fn without_controls(value: &mut Value) -> Option<char> {
    let mut first = None;
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) => {
                first = first.or_else(|| text.chars().find(|one| characters::is_control(*one)));
                *text = characters::shown(std::mem::take(text).into()).into_owned();
            }
            Value::Array(values) => waiting.extend(values),
            Value::Object(map) => waiting.extend(map.values_mut()),
            _ => {}
        }
    }
    first
}

/// Reports a value whose escapes are none: half of a character, `\ud83d`, or a list where a work
/// belongs.
fn broken(text: &str, raw: &RawValue, faults: &mut Vec<Diagnostic<Span>>) {
    let at = span(text, raw);
    let Some(half) = half(raw.get()) else { return unreadable(at.start..at.start, faults) };
    let place = at.start + half..at.start + half + ESCAPE;
    let message = message!("invalid-bibliography.half", written = &text[place.clone()]);
    let fault = Diagnostic::new(Rule::InvalidBibliography, place, message);
    faults.push(fault.help(message!("invalid-bibliography.help-half")));
}

/// A value in JSON, with a replacement character for each half of a character.
fn whole(json: &str) -> String {
    let mut whole = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = half(rest) {
        whole.push_str(&rest[..at]);
        whole.push_str("\\ufffd");
        rest = &rest[at + ESCAPE..];
    }
    whole + rest
}

/// How long an escape is: `\ud83d`.
const ESCAPE: usize = 6;

/// Where an escape is half of a character and the other half is missing.
fn half(json: &str) -> Option<usize> {
    let number = |at: usize| {
        let digits = json.get(at..at + ESCAPE)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let mut at = 0;
    while let Some(next) = json[at..].find('\\').map(|offset| at + offset) {
        at = match number(next) {
            Some(0xd800..=0xdbff) if matches!(number(next + ESCAPE), Some(0xdc00..=0xdfff)) => next + 2 * ESCAPE,
            Some(0xd800..=0xdfff) => return Some(next),
            // A backslash before a letter, or before another backslash.
            _ => next + 1 + json[next + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    None
}

/// The place of a value, which is a part of the text.
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
