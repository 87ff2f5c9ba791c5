//! The fields, by the kind of value that each takes.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::TextValue;
use super::suggestions;
use crate::locale::Message;
use crate::message;
use crate::model::{Colour, Date};
use crate::parse::persons::{self, Persons};
use crate::parse::yaml::{Content, Entry, Kind, Reader, Scalar, Value};
use crate::rule::Rule;
use crate::shape;
use crate::source::{Span, Spanned};

/// The longest lesson, in minutes.
const LONGEST: u32 = 10_000;

/// A text; `None` if it is empty.
pub(in crate::parse) fn text<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<TextValue> {
    if !reader.is_text(&entry.value) {
        let message = message!("invalid-field.message-text", field = entry.key.value.as_str());
        invalid(reader, &entry.value, message, message!("invalid-field.help-text"));
        return None;
    }
    Some(reader.text(&entry.value)).filter(|text| !text.text.trim().is_empty())
}

/// A text of one line, without marks.
pub(super) fn line<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<String>> {
    text(reader, entry).map(|text| Spanned::new(text.text, text.span))
}

/// A list of texts; a single one is a list of one.
pub(in crate::parse) fn texts<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<TextValue> {
    let field = entry.key.value.as_str();
    match reader.kind(&entry.value) {
        Kind::Nothing => Vec::new(),
        Kind::Scalar if begins_on_its_line(reader, &entry.value) => Vec::new(),
        Kind::Scalar => vec![reader.text(&entry.value)],
        Kind::Items | Kind::Brackets => {
            let items = reader.items(&entry.value);
            items.iter().filter_map(|item| item_text(reader, field, item)).collect()
        }
        Kind::Entries | Kind::Braces => {
            not_a_list(reader, field, &entry.value);
            Vec::new()
        }
    }
}

/// A text in a list; `None` if it is empty or no text, which is reported.
pub(super) fn item_text<'t>(reader: &mut Reader<'t>, field: &str, item: &Value<'t>) -> Option<TextValue> {
    if let Some(cut) = cut_by_a_colon(reader, item) {
        return Some(TextValue { text: reader.text[cut.clone()].to_owned(), runs: vec![(0, cut.start)], span: cut });
    }
    if !reader.is_text(item) {
        let message = message!("invalid-field.message-text-item", field = field);
        invalid(reader, item, message, message!("invalid-field.help-text"));
        return None;
    }
    let text = reader.text(item);
    if text.span.is_empty() {
        empty_item(reader, field, item);
        return None;
    }
    Some(text)
}

/// `[Compose : a phrase]`, which YAML takes for a map: reported, and its place.
fn cut_by_a_colon(reader: &mut Reader<'_>, item: &Value<'_>) -> Option<Span> {
    let Value::Node(node) = item else { return None };
    let Content::Map(_) = &node.content else { return None };
    if reader.text[node.span.clone()].starts_with('{') {
        return None;
    }
    let message = message!("unquoted-value.message-colon");
    reader.report_unquoted(&node.span, node.span.clone(), message);
    Some(node.span.clone())
}

/// A list of ids or names, with its own place; a single one is a list of one.
pub(super) fn ids<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<Vec<Spanned<String>>>> {
    let field = entry.key.value.as_str();
    let place = place(reader, &entry.value);
    let ids = match reader.kind(&entry.value) {
        Kind::Nothing => return None,
        Kind::Scalar if begins_on_its_line(reader, &entry.value) => return None,
        Kind::Scalar => {
            let scalar = reader.scalar(&entry.value);
            let list = if field == "authors" { Vec::new() } else { several(field, &scalar.text) };
            if !list.is_empty() {
                let help = message!("invalid-field.help-brackets", list = format!("{field}: [{}]", list.join(", ")));
                let message = message!("invalid-field.message-commas", field = field);
                reader.report(Rule::InvalidField, scalar.span.clone(), message, Some(help));
                return None;
            }
            vec![Spanned::new(scalar.text, scalar.span)]
        }
        Kind::Items | Kind::Brackets => {
            let items = reader.items(&entry.value);
            items.iter().filter_map(|item| item_id(reader, field, item)).collect()
        }
        Kind::Entries | Kind::Braces => {
            not_a_list(reader, field, &entry.value);
            return None;
        }
    };
    Some(Spanned::new(ids, place))
}

/// The ids of a text that has several, `a, b et c`; empty if it has one. Tags may have a word like “and” in them.
fn several(field: &str, text: &str) -> Vec<String> {
    let is_joint = |word: &str| field != "tags" && matches!(word.to_lowercase().as_str(), "et" | "and" | "&" | "+");
    let mut ids = vec![String::new()];
    for word in text.split_whitespace() {
        let id = ids.last_mut().filter(|_| !is_joint(word));
        let Some(id) = id else {
            ids.push(String::new());
            continue;
        };
        if !id.is_empty() {
            id.push(' ');
        }
        let own = word.trim_end_matches([',', ';']);
        id.push_str(own);
        if own.len() < word.len() {
            ids.push(String::new());
        }
    }
    ids.retain(|id| !id.is_empty());
    if ids.len() > 1 { ids } else { Vec::new() }
}

/// Authors of a text: names, of which one may be several persons'.
pub(super) fn authors<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<Vec<Spanned<String>>>> {
    let written = ids(reader, entry)?;
    let mut authors = Vec::with_capacity(written.value.len());
    for Spanned { value, span } in written.value {
        match persons::authors(&value) {
            Persons::Several(names) => {
                authors.extend(names.into_iter().map(|name| Spanned::new(name, span.clone())));
                continue;
            }
            Persons::Unclear(names) => {
                let message = message!("bare-name.message-several", name = value.as_str());
                let help = message!("bare-name.help-several-authors", list = persons::list(&names));
                reader.report(Rule::BareName, span.clone(), message, Some(help));
            }
            Persons::One => {}
        }
        authors.push(Spanned::new(value, span));
    }
    Some(Spanned::new(authors, written.span))
}

/// An id or a name in a list; `None` if it is empty or no text, which is reported.
pub(super) fn item_id<'t>(reader: &mut Reader<'t>, field: &str, item: &Value<'t>) -> Option<Spanned<String>> {
    if let Some(cut) = cut_by_a_colon(reader, item) {
        return Some(Spanned::new(reader.text[cut.clone()].to_owned(), cut));
    }
    match (reader.kind(item), item) {
        (Kind::Nothing, _) => {
            empty_item(reader, field, item);
            None
        }
        // `- Compose : a phrase` is for `scalar` to report.
        (Kind::Scalar, _) | (Kind::Entries, Value::Block(_)) => {
            let Scalar { text, span } = reader.scalar(item);
            Some(Spanned::new(text, span))
        }
        _ => {
            let message = message!("invalid-field.message-text-item", field = field);
            invalid(reader, item, message, message!("invalid-field.help-text"));
            None
        }
    }
}

/// Texts by label: notes, summaries by language. Labels written twice are kept.
pub(in crate::parse) fn labelled_texts<'t>(
    reader: &mut Reader<'t>,
    entry: &Entry<'t>,
) -> Vec<(Spanned<String>, TextValue)> {
    let field = entry.key.value.as_str();
    match reader.kind(&entry.value) {
        Kind::Nothing => Vec::new(),
        Kind::Entries | Kind::Braces => {
            let entries = reader.entries(&entry.value);
            entries.into_iter().filter_map(|entry| labelled_text(reader, field, entry)).collect()
        }
        Kind::Scalar | Kind::Items | Kind::Brackets => {
            not_a_map(reader, field, &entry.value);
            Vec::new()
        }
    }
}

/// A text by its label.
pub(super) fn labelled_text<'t>(
    reader: &mut Reader<'t>,
    field: &str,
    entry: Entry<'t>,
) -> Option<(Spanned<String>, TextValue)> {
    if !reader.is_text(&entry.value) {
        let message = message!("invalid-field.message-text-item", field = field);
        invalid(reader, &entry.value, message, message!("invalid-field.help-text"));
        return None;
    }
    let text = reader.text(&entry.value);
    let label = bare_label(reader, entry.key, &["[^", "^"]);
    if text.text.trim().is_empty() {
        no_value(reader, &label);
    }
    Some((label, text))
}

/// Summaries by language. One given twice is reported, and the first counts.
pub(super) fn recaps<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<(Spanned<String>, TextValue)> {
    let mut kept: Vec<(Spanned<String>, TextValue)> = Vec::new();
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for (language, text) in labelled_texts(reader, entry) {
        match first.get(&language.value) {
            Some(first) => reader.report_duplicate(&language.value, language.span, first.clone()),
            None => {
                first.insert(language.value.clone(), language.span.clone());
                kept.push((language, text));
            }
        }
    }
    kept
}

/// A label without the signs that belong to its uses (`[^note]`, `@key`), which are reported.
pub(in crate::parse) fn bare_label(reader: &mut Reader<'_>, key: Spanned<String>, signs: &[&str]) -> Spanned<String> {
    let Some(bare) = signs.iter().find_map(|sign| key.value.strip_prefix(sign)) else { return key };
    let bare = bare.strip_suffix(']').unwrap_or(bare);
    let message = message!("invalid-field.message-label", label = key.value.as_str());
    let help = message!("invalid-field.help-label", label = bare);
    reader.report(Rule::InvalidField, key.span.clone(), message, Some(help));
    Spanned::new(bare.to_owned(), key.span)
}

/// A number of minutes.
pub(super) fn minutes<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<u32>> {
    let scalar = single(reader, entry)?;
    let digits = scalar.text.bytes().all(|byte| byte.is_ascii_digit());
    match scalar.text.parse().ok().filter(|minutes| digits && (1..=LONGEST).contains(minutes)) {
        Some(minutes) => Some(Spanned::new(minutes, scalar.span)),
        None => {
            let help = match suggestions::minutes(&scalar.text).filter(|minutes| (1..=LONGEST).contains(minutes)) {
                Some(minutes) => message!("invalid-field.help-duration-meant", minutes = minutes.to_string()),
                None => message!("invalid-field.help-duration"),
            };
            let message = message!("invalid-field.message-duration", value = shown(&scalar.text));
            reader.report(Rule::InvalidField, scalar.span, message, Some(help));
            None
        }
    }
}

/// The shape of [`minutes`].
pub(super) fn minutes_shape() -> Json {
    let number = json!({ "type": ["integer", "null"], "minimum": 1, "maximum": LONGEST });
    shape::any_of([number, shape::pattern("0*[1-9][0-9]{0,4}")])
}

/// A day of the calendar.
pub(super) fn date<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<Date>> {
    let scalar = single(reader, entry)?;
    if let Some(date) = Date::parse(&scalar.text) {
        return Some(Spanned::new(date, scalar.span));
    }
    let help = match suggestions::date(&scalar.text) {
        Some(date) => message!("invalid-field.help-date-meant", date = date.to_string()),
        None => message!("invalid-field.help-date"),
    };
    let message = match suggestions::days_passed(&scalar.text) {
        Some(days) => {
            message!("invalid-field.message-no-such-day", value = shown(&scalar.text), days = u64::from(days))
        }
        None => message!("invalid-field.message-date", value = shown(&scalar.text)),
    };
    reader.report(Rule::InvalidField, scalar.span, message, Some(help));
    None
}

/// A colour.
pub(super) fn colour<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<Colour>> {
    let written = line(reader, entry)?;
    let text = written.value.trim();
    if let Some(colour) = Colour::parse(text) {
        return Some(Spanned::new(colour, written.span));
    }
    let help = match suggestions::colour(text) {
        Some(colour) => message!("invalid-field.help-colour-meant", colour = colour.to_string()),
        None => message!("invalid-field.help-colour"),
    };
    let message = message!("invalid-field.message-colour", value = shown(text));
    reader.report(Rule::InvalidField, written.span, message, Some(help));
    None
}

/// `true` or `false`.
pub(super) fn truth<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<bool>> {
    let scalar = single(reader, entry)?;
    let help = match scalar.text.to_lowercase().as_str() {
        "true" => return Some(Spanned::new(true, scalar.span)),
        "false" => return Some(Spanned::new(false, scalar.span)),
        "oui" | "vrai" | "yes" | "on" | "y" | "o" | "1" => message!("invalid-field.help-draft-meant", value = "true"),
        "non" | "faux" | "no" | "off" | "n" | "0" => message!("invalid-field.help-draft-meant", value = "false"),
        _ => message!("invalid-field.help-draft"),
    };
    let (message, help) = match entry.key.value.as_str() {
        "draft" => (message!("invalid-field.message-draft", value = shown(&scalar.text)), help),
        field => {
            let message = message!("invalid-field.message-truth", field = field, value = shown(&scalar.text));
            (message, message!("invalid-field.help-truth"))
        }
    };
    reader.report(Rule::InvalidField, scalar.span, message, Some(help));
    None
}

/// A map of the author's own.
pub(super) fn map<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Map<String, Json>> {
    match reader.kind(&entry.value) {
        Kind::Nothing => None,
        Kind::Entries | Kind::Braces => match reader.json(&entry.value)? {
            Json::Object(map) => Some(map),
            _ => None,
        },
        Kind::Scalar | Kind::Items | Kind::Brackets => {
            not_a_map(reader, &entry.key.value, &entry.value);
            None
        }
    }
}

/// A value that is neither a list nor a map; `None` if there is none, or if it is one of these, which is reported.
pub(super) fn single<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Scalar> {
    match reader.kind(&entry.value) {
        Kind::Nothing => None,
        Kind::Scalar => Some(reader.scalar(&entry.value)),
        _ => {
            let message = message!("invalid-field.message-single", field = entry.key.value.as_str());
            invalid(reader, &entry.value, message, message!("invalid-field.help-single"));
            None
        }
    }
}

/// Reports a list, in lines or brackets, where a map belongs.
pub(super) fn not_a_map(reader: &mut Reader<'_>, field: &str, value: &Value<'_>) {
    let message = message!("invalid-field.message-map", field = field);
    let help = match field {
        "footnotes" => message!("invalid-field.help-footnotes"),
        "recap" => message!("invalid-field.help-recap"),
        "references" => message!("invalid-field.help-references"),
        _ => message!("invalid-field.help-map"),
    };
    invalid(reader, value, message, help);
}

/// Reports another kind of value where a list belongs.
pub(super) fn not_a_list(reader: &mut Reader<'_>, field: &str, value: &Value<'_>) {
    let message = message!("invalid-field.message-list", field = field);
    invalid(reader, value, message, message!("invalid-field.help-list"));
}

/// Whether a list begins on its field's line, `tags: - a`, where its hyphen would be read as text; it is reported.
pub(super) fn begins_on_its_line(reader: &mut Reader<'_>, value: &Value<'_>) -> bool {
    let begins = reader.text[place(reader, value)].starts_with("- ");
    if begins {
        invalid(reader, value, message!("invalid-field.message-item"), message!("invalid-field.help-list"));
    }
    begins
}

fn empty_item(reader: &mut Reader<'_>, field: &str, item: &Value<'_>) {
    let message = message!("invalid-field.message-empty-item", field = field);
    invalid(reader, item, message, message!("invalid-field.help-empty-item"));
}

/// Reports a label without a value.
pub(super) fn no_value(reader: &mut Reader<'_>, label: &Spanned<String>) {
    let message = message!("invalid-field.message-no-value", label = label.value.as_str());
    let help = message!("invalid-field.help-no-value");
    reader.report(Rule::InvalidField, label.span.clone(), message, Some(help));
}

/// Reports a value of the wrong kind, on its first line.
pub(in crate::parse) fn invalid(reader: &mut Reader<'_>, value: &Value<'_>, message: Message, help: Message) {
    let place = place(reader, value);
    let written = &reader.text[place.clone()];
    let first = written.find('\n').map_or(written, |newline| &written[..newline]).trim_end().len();
    reader.report(Rule::InvalidField, place.start..place.start + first, message, Some(help));
}

/// The place of a value, without the blanks around it.
pub(super) fn place(reader: &Reader<'_>, value: &Value<'_>) -> Span {
    let span = match value {
        Value::Node(node) => node.span.clone(),
        Value::Block(region) => reader.content_span(region),
    };
    let written = &reader.text[span.clone()];
    let start = span.end - written.trim_start().len();
    start..start + written.trim().len()
}

/// A value short enough for a sentence.
pub(super) fn shown(text: &str) -> String {
    let text = text.split('\n').next().unwrap_or_default();
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}
