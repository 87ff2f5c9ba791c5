//! Works in fields: from what authors and programs write to CSL items in one form.
//!
//! ```text
//! author: Toffler, Alvin            [{"family": "Toffler", "given": "Alvin"}]
//! issued: mars 1980          →      {"date-parts": [[1980, 3]]}
//! type: livre                       "book", and the suggestion to write that
//! ```

mod dates;
mod persons;
mod words;

use serde_json::{Map, Value};

use crate::diagnostic::Diagnostic;
use crate::locale::Message;
use crate::message;
use crate::model::Item;
use crate::nearest::nearest;
pub(super) use crate::parse::persons::turned as turned_name;
use crate::rule::Rule;
use crate::source::Span;
pub(super) use dates::{beyond as beyond_its_month, is_none as is_no_date};
pub use words::{DATES, NAMES, TYPES};
use words::{FieldKind, kind};
pub(super) use words::{is_text, role, work_type};

/// A field as it is written.
pub(super) struct Field {
    /// What it is called.
    pub(super) key: String,
    /// Where it is.
    pub(super) key_at: Span,
    /// What it is.
    pub(super) value: Value,
    /// Where that is.
    pub(super) at: Span,
}

/// Reads a work's fields. A value that can't be read is reported and left out; missing fields are reported at
/// `at`.
pub(super) fn item(key: &str, at: &Span, fields: Vec<Field>, faults: &mut Vec<Diagnostic<Span>>) -> Item {
    let is_empty = fields.is_empty();
    let mut reading = Reading { item: whole_item(fields, faults), faults };
    if !is_empty {
        reading.report_missing(key, at);
    }
    reading.item
}

/// The same, where missing fields are reported otherwise.
pub(super) fn whole_item(fields: Vec<Field>, faults: &mut Vec<Diagnostic<Span>>) -> Item {
    let mut reading = Reading { item: Item::new(), faults };
    for field in fields {
        reading.field(field);
    }
    reading.item
}

/// The fields that a reference of an item's type can't do without and doesn't have.
pub(super) fn missing(item: &Item) -> Vec<&'static str> {
    let work_type = item.get("type").and_then(Value::as_str);
    let lacks = |wanted: &&&[&str]| !wanted.iter().any(|field| item.contains_key(*field));
    words::required(work_type).iter().filter(lacks).filter_map(|wanted| wanted.first().copied()).collect()
}

struct Reading<'f> {
    item: Item,
    faults: &'f mut Vec<Diagnostic<Span>>,
}

impl Reading<'_> {
    fn report(&mut self, rule: Rule, at: Span, message: Message, help: Message) {
        self.faults.push(Diagnostic::new(rule, at, message).help(help));
    }

    fn field(&mut self, field: Field) {
        let Field { key, key_at, value, at } = field;
        let Some((name, kind)) = kind(&key) else {
            let help = match words::meant(&key) {
                Some(near) => message!("unknown-field.help-nearest", nearest = near),
                None => message!("unknown-field.help-reference"),
            };
            return self.report(Rule::UnknownField, key_at, message!("unknown-field.reference", key = key), help);
        };
        let value = match kind {
            FieldKind::Unused => return,
            FieldKind::Type => self.work_type(&value, &at),
            FieldKind::Names => self.names(&value, &at),
            FieldKind::Date => self.date(name, &value, &at),
            FieldKind::Text => text(&value).map(Value::String),
        };
        if let Some(value) = value {
            self.item.entry(name).or_insert(value);
        }
    }

    fn work_type(&mut self, value: &Value, at: &Span) -> Option<Value> {
        let written = text(value)?;
        if let Some(known) = words::work_type(&written) {
            return Some(known.into());
        }
        let meant = words::meant_type(&written).or_else(|| nearest(&written, words::TYPES));
        let help = match meant {
            Some(near) => message!("unknown-reference-type.help-nearest", nearest = near),
            None => message!("unknown-reference-type.help"),
        };
        let message = message!("unknown-reference-type.message", value = written.as_str());
        self.report(Rule::UnknownReferenceType, at.clone(), message, help);
        Some(meant.unwrap_or("document").into())
    }

    fn names(&mut self, value: &Value, at: &Span) -> Option<Value> {
        let read = persons::read(value);
        for bare in &read.bare {
            let message = message!("bare-name.message", name = bare.as_str());
            let help = match turned_name(bare) {
                Some(turned) => message!("bare-name.help-person", turned = turned),
                None => message!("bare-name.help"),
            };
            self.report(Rule::BareName, at.clone(), message, help);
        }
        for (name, persons) in &read.unclear {
            let message = message!("bare-name.message-several", name = name.as_str());
            let whole = format!("{{ name: \"{name}\" }}");
            let help = match persons.as_slice() {
                [] => message!("bare-name.help-several-any", whole = whole),
                known => message!("bare-name.help-several", list = crate::parse::persons::list(known), whole = whole),
            };
            self.report(Rule::BareName, at.clone(), message, help);
        }
        (!read.names.is_empty()).then_some(Value::Array(read.names))
    }

    fn date(&mut self, name: &str, value: &Value, at: &Span) -> Option<Value> {
        let read = dates::read(value);
        if read.is_none() && !dates::is_none(value) {
            let written = text(value).unwrap_or_else(|| value.to_string());
            let (message, help) = date_fault(value, written, name);
            self.report(Rule::InvalidReferenceDate, at.clone(), message, help);
        }
        read.map(Value::Object)
    }

    /// Reports what a reference of its type can't do without.
    fn report_missing(&mut self, key: &str, at: &Span) {
        let written = self.item.get("type").and_then(Value::as_str).map(str::to_owned);
        let Some(work_type) = written else {
            let message = message!("missing-reference-field.message", key = key, field = "type");
            let help = message!("missing-reference-field.help-type");
            return self.report(Rule::MissingReferenceField, at.clone(), message, help);
        };
        for field in missing(&self.item) {
            let message = message!("missing-reference-field.message", key = key, field = field);
            let help = message!("missing-reference-field.help", field = field, value = work_type.as_str());
            self.report(Rule::MissingReferenceField, at.clone(), message, help);
        }
    }
}

/// What is wrong with a date that can't be read, and what to do: its value, as it is `written`, and its field.
pub(super) fn date_fault(value: &Value, written: String, field: &str) -> (Message, Message) {
    match dates::beyond(value) {
        Some((day, days)) => {
            let shown = if value.is_string() { written } else { day };
            (
                message!("invalid-reference-date.message-no-such-day", value = shown, days = days, field = field),
                message!("invalid-reference-date.help-no-such-day"),
            )
        }
        None => (
            message!("invalid-reference-date.message", value = written, field = field),
            message!("invalid-reference-date.help"),
        ),
    }
}

/// One date, as far as it is known.
pub(super) struct SingleDate {
    /// The year; negative before our era.
    pub(super) year: i32,
    /// The month, from 1; `None` if it isn't given.
    pub(super) month: Option<u8>,
    /// The day of the month, from 1; `None` if it isn't given.
    pub(super) day: Option<u8>,
    /// Whether the date is approximate (`c. 1980`).
    pub(super) circa: bool,
}

/// Reads one date, in any of the forms that authors write; `None` for a range.
pub(super) fn single_date(value: &Value) -> Option<SingleDate> {
    let read = dates::read(value).filter(|read| !read.contains_key("season"))?;
    let parts = match read.get("date-parts")?.as_array()?.as_slice() {
        [parts] => parts.as_array()?,
        _ => return None,
    };
    let part = |index: usize| parts.get(index).and_then(Value::as_u64).and_then(|part| u8::try_from(part).ok());
    let year = i32::try_from(parts.first()?.as_i64()?).ok()?;
    Some(SingleDate { year, month: part(1), day: part(2), circa: read.contains_key("circa") })
}

/// A value as text; `None` if it isn't text, or is empty.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty()).then_some(text)
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let texts: Vec<String> = values.iter().filter(|value| !value.is_array()).filter_map(text).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}

/// The text under a key of a map.
fn member(map: &Map<String, Value>, key: &str) -> Option<String> {
    text(map.get(key)?)
}

#[cfg(test)]
mod tests;
