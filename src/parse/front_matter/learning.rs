//! Fields of what is learnt, whose items are texts or ids, or maps that say more: outcomes, objectives,
//! prerequisites of which one will do.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};

use super::TextValue;
use super::fields::{
    begins_on_its_line, ids, invalid, item_id, item_text, labelled_text, no_value, not_a_list, place, shown, single,
    text,
};
use crate::message;
use crate::model::Slug;
use crate::nearest::{Meanings, meaning};
use crate::parse::yaml::{Entry, Kind, Reader, Value, quoted};
use crate::rule::Rule;
use crate::shape::{self, Shape, in_yaml};
use crate::source::{Span, Spanned};

/// What students can do after a level, as one file says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WrittenOutcome {
    /// The id by which objectives and questions name it, the same in every language; `None` if the author
    /// gives none.
    pub id: Option<Spanned<String>>,
    /// What it says: inline Markdown.
    pub text: TextValue,
}

/// What students can do after a lesson, as one file says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WrittenObjective {
    /// The id by which questions name it, the same in every language; `None` if the author gives none.
    pub id: Option<Spanned<String>>,
    /// What it says: inline Markdown.
    pub text: TextValue,
    /// Ids of the outcomes that it leads to, unchecked, each once.
    pub serves: Vec<Spanned<String>>,
}

/// What has to be done before a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Prerequisite {
    /// Ids of lessons, unchecked, of which any one will do; at least one.
    pub any: Vec<Spanned<String>>,
}

/// The longest id, in characters.
pub(crate) const LONGEST: usize = 60;

/// The longest text that a message repeats whole, in bytes.
const LONGEST_LINE: usize = 160;

/// The fields of an item, and what authors write in their place, folded to ASCII and lower case.
const FIELDS: &Meanings = &[
    (TEXT, &["text", "texte"]),
    (ID, &["id", "identifiant"]),
    (SERVES, &["serves", "serve", "sert", "mene", "mene-a", "leads-to"]),
    (ANY, &["any", "any-of", "one-of", "or", "un-de", "une-de", "un-parmi", "au-choix", "ou"]),
];

const TEXT: &str = "text";
const ID: &str = "id";
const SERVES: &str = "serves";
const ANY: &str = "any";

/// What an objective may say, where it isn’t a text alone. An outcome says the same but for `serves`.
pub(crate) const ITEM: [(&str, Shape); 3] = [(TEXT, in_yaml::text), (ID, id_shape), (SERVES, in_yaml::texts)];

/// Several lessons of which one will do.
pub(crate) const CHOICE: [(&str, Shape); 1] = [(ANY, in_yaml::texts)];

fn id_shape() -> Json {
    in_yaml::pattern("[a-z0-9-]{1,60}")
}

/// An item of a list of texts. One with a colon in it, “Compose : a phrase”, is a map to other readers of YAML.
fn item_shape() -> Json {
    let cut = json!({ "type": "object", "maxProperties": 1, "additionalProperties": in_yaml::text() });
    shape::any_of([json!({ "type": ["string", "number", "boolean"] }), shape::defined("item"), cut])
}

/// The shape of [`objectives`].
pub(super) fn objectives_shape() -> Json {
    in_yaml::list(item_shape())
}

/// The shape of [`outcomes`].
pub(super) fn outcomes_shape() -> Json {
    shape::any_of([in_yaml::list(item_shape()), in_yaml::texts_by_name()])
}

/// The shape of [`prerequisites`].
pub(super) fn prerequisites_shape() -> Json {
    in_yaml::list(shape::any_of([json!({ "type": "string" }), shape::defined("choice")]))
}

fn is_field(key: &str) -> bool {
    meaning(FIELDS, key).is_some()
}

/// What students can do after a level: texts, texts by id, or items with both.
pub(super) fn outcomes<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<WrittenOutcome> {
    let field = entry.key.value.as_str();
    let is_map = match reader.kind(&entry.value) {
        Kind::Braces => true,
        Kind::Entries => !reader.is_text(&entry.value),
        Kind::Nothing | Kind::Scalar | Kind::Items | Kind::Brackets => false,
    };
    let mut outcomes: Vec<WrittenOutcome> = match is_map.then(|| reader.entries(&entry.value)) {
        Some(entries) if !entries.iter().any(|entry| entry.key.value == TEXT) => {
            let texts = entries.into_iter().filter_map(|entry| labelled_text(reader, field, entry));
            let texts: Vec<_> = texts.filter(|(_, text)| !text.text.trim().is_empty()).collect();
            texts.into_iter().map(|(id, text)| WrittenOutcome { id: Some(id), text }).collect()
        }
        _ => {
            let items = items(reader, entry, &[TEXT, ID]);
            items.into_iter().map(|WrittenObjective { id, text, .. }| WrittenOutcome { id, text }).collect()
        }
    };
    settle_ids(reader, outcomes.iter_mut().map(|outcome| &mut outcome.id).collect());
    outcomes
}

/// What students can do after a lesson: texts, or items that say which outcomes they serve.
pub(super) fn objectives<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<WrittenObjective> {
    let mut objectives = items(reader, entry, &[TEXT, ID, SERVES]);
    settle_ids(reader, objectives.iter_mut().map(|objective| &mut objective.id).collect());
    objectives
}

/// Lessons to do before: ids, and lists of which any one will do.
pub(super) fn prerequisites<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Option<Spanned<Vec<Prerequisite>>> {
    let field = entry.key.value.as_str();
    let of_one = |id| Prerequisite { any: vec![id] };
    let prerequisites = match reader.kind(&entry.value) {
        Kind::Nothing | Kind::Scalar => ids(reader, entry)?.value.into_iter().map(of_one).collect(),
        Kind::Items | Kind::Brackets => {
            let items = reader.items(&entry.value);
            let read = |item| match fields(reader, field, item, &[ANY]) {
                Some(fields) => any(reader, &fields),
                None => item_id(reader, field, item).map(of_one),
            };
            items.iter().filter_map(read).collect()
        }
        Kind::Entries | Kind::Braces => match fields(reader, field, &entry.value, &[ANY]) {
            Some(fields) => any(reader, &fields).into_iter().collect(),
            None => {
                not_a_list(reader, field, &entry.value);
                return None;
            }
        },
    };
    Some(Spanned::new(prerequisites, place(reader, &entry.value)))
}

/// What a list says, to be compared with another file’s, and its place.
pub(super) fn said(list: &Spanned<Vec<Prerequisite>>) -> (String, Span) {
    let ids = |one: &Prerequisite| one.any.iter().map(|id| id.value.clone()).collect::<Vec<_>>();
    (format!("{:?}", list.value.iter().map(ids).collect::<Vec<_>>()), list.span.clone())
}

/// `any: [a/b, c/d]`
fn any<'t>(reader: &mut Reader<'t>, fields: &BTreeMap<&'static str, Entry<'t>>) -> Option<Prerequisite> {
    let list = fields.get(ANY)?;
    let is_empty = reader.kind(&list.value) == Kind::Nothing;
    let any = if is_empty { Vec::new() } else { ids(reader, list)?.value };
    if any.is_empty() {
        let (message, help) = (message!("invalid-field.message-any"), message!("invalid-field.help-any"));
        reader.report(Rule::InvalidField, list.key.span.clone(), message, Some(help));
        return None;
    }
    Some(Prerequisite { any: each_once(reader, any) })
}

/// A list of texts, some with fields beside them; a single one is a list of one.
fn items<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>, names: &[&'static str]) -> Vec<WrittenObjective> {
    let field = entry.key.value.as_str();
    let kind = reader.kind(&entry.value);
    match kind {
        Kind::Nothing => Vec::new(),
        Kind::Items | Kind::Brackets => {
            let items = reader.items(&entry.value);
            items.iter().filter_map(|value| item(reader, field, value, names)).collect()
        }
        Kind::Scalar if begins_on_its_line(reader, &entry.value) => Vec::new(),
        Kind::Scalar => item(reader, field, &entry.value, names).into_iter().collect(),
        Kind::Entries | Kind::Braces => match fields(reader, field, &entry.value, names) {
            Some(fields) => with_fields(reader, field, &entry.value, &fields).into_iter().collect(),
            None if kind == Kind::Entries && reader.is_text(&entry.value) => {
                item(reader, field, &entry.value, names).into_iter().collect()
            }
            None => {
                not_a_list(reader, field, &entry.value);
                Vec::new()
            }
        },
    }
}

fn item<'t>(
    reader: &mut Reader<'t>,
    field: &str,
    value: &Value<'t>,
    names: &[&'static str],
) -> Option<WrittenObjective> {
    match fields(reader, field, value, names) {
        Some(fields) => with_fields(reader, field, value, &fields),
        None => item_text(reader, field, value).map(|text| WrittenObjective { text, ..WrittenObjective::default() }),
    }
}

fn with_fields<'t>(
    reader: &mut Reader<'t>,
    field: &str,
    value: &Value<'t>,
    fields: &BTreeMap<&'static str, Entry<'t>>,
) -> Option<WrittenObjective> {
    let id = fields.get(ID).and_then(|id| single(reader, id));
    let id = id.map(|id| Spanned::new(id.text, id.span));
    let serves = fields.get(SERVES).and_then(|serves| ids(reader, serves));
    let serves = serves.map_or_else(Vec::new, |serves| each_once(reader, serves.value));
    let Some(written) = fields.get(TEXT) else {
        let message = message!("invalid-field.message-no-text", field = field);
        invalid(reader, value, message, message!("invalid-field.help-no-text"));
        return None;
    };
    let text = text(reader, written);
    if text.is_none() && reader.is_text(&written.value) {
        no_value(reader, &written.key);
    }
    text.map(|text| WrittenObjective { id, text, serves })
}

/// The fields of a value that is a map of them, by name; the others are reported.
fn fields<'t>(
    reader: &mut Reader<'t>,
    field: &str,
    value: &Value<'t>,
    names: &[&'static str],
) -> Option<BTreeMap<&'static str, Entry<'t>>> {
    let bare = names.first().copied().filter(|&name| name == TEXT);
    let mut fields: BTreeMap<&'static str, Entry<'t>> = BTreeMap::new();
    for entry in reader.fields(value, is_field, bare)? {
        let key = entry.key.value.as_str();
        let folded = deunicode::deunicode(key).to_lowercase().replace([' ', '_'], "-");
        let meant = meaning(FIELDS, &folded).filter(|name| names.contains(name));
        if meant != Some(key) {
            let help = match meant {
                Some(name) => message!("unknown-field.help-nearest", nearest = name),
                None => message!("unknown-field.help-item", fields = names.join(", ")),
            };
            let message = message!("unknown-field.item", key = shown(key), field = field);
            reader.report(Rule::UnknownField, entry.key.span.clone(), message, Some(help));
        }
        match meant.map(|name| (name, fields.get(name))) {
            Some((name, Some(first))) => {
                let first = first.key.span.clone();
                reader.report_duplicate(name, entry.key.span, first);
            }
            Some((name, None)) => {
                fields.insert(name, entry);
            }
            None => {}
        }
    }
    Some(fields)
}

/// Whether it can be the id of something learnt, or of what shows it.
pub(in crate::parse) fn is_id(id: &str) -> bool {
    let is_sound = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST).contains(&id.len()) && id.bytes().all(is_sound)
}

/// The id that a text which is none was most likely meant to be.
pub(crate) fn meant_id(id: &str) -> Option<String> {
    let meant = Slug::from_name(id)?.as_str().replace(['_', '.'], "-");
    is_id(&meant).then_some(meant)
}

/// What looks like an id at the beginning of a text, `lire: Lire un fil`, and what follows its colon. The text stays
/// whole where nothing says otherwise: « html : écrire une page » is one too.
pub(crate) fn labelled(text: &str) -> Option<(&str, &str)> {
    let (id, rest) = text.split_once(": ")?;
    let rest = rest.trim();
    (is_id(id) && !rest.is_empty()).then_some((id, rest))
}

/// The item that gives a text an id, ready for a list; without its text if that is longer than a line.
pub(crate) fn line_with_id(id: &str, text: &str) -> String {
    let text = text.trim();
    let text = if text.len() > LONGEST_LINE || text.contains('\n') { "…" } else { text };
    let is_plain = !text.contains([',', '[', ']', '{', '}', ':', '#', '"', '\'', '\\'])
        && text.starts_with(|c: char| c.is_alphabetic() || c == '…');
    let text = if is_plain { text.to_owned() } else { quoted(text) };
    format!("- {{ id: {id}, text: {text} }}")
}

/// An id for a text that has none, and the item that gives it: what the text begins with if that looks like an id,
/// else one made of its first words.
pub(crate) fn given_id(text: &str) -> (String, String) {
    let (id, text) = match labelled(text) {
        Some((id, rest)) => (id.to_owned(), rest),
        None => {
            let mut end = 0;
            let ends = text.split_inclusive(char::is_whitespace).map(|word| {
                end += word.len();
                end
            });
            let words = ends.take_while(|&end| end <= LONGEST / 2).last().map_or("", |end| &text[..end]);
            (meant_id(words).unwrap_or_else(|| "id-1".to_owned()), text)
        }
    };
    let line = line_with_id(&id, text);
    (id, line)
}

/// Checks the ids of a list. An invalid one is reported, and replaced by the one that was most likely meant, so that
/// names for it aren't faults too; one that was given before is reported, and removed.
fn settle_ids(reader: &mut Reader<'_>, mut slots: Vec<&mut Option<Spanned<String>>>) {
    let sound = |id: &&Spanned<String>| is_id(&id.value);
    let mut taken: BTreeSet<String> =
        slots.iter().filter_map(|slot| slot.as_ref()).filter(sound).map(|id| id.value.clone()).collect();
    for slot in &mut slots {
        let Some(id) = slot.take() else { continue };
        if is_id(&id.value) {
            **slot = Some(id);
            continue;
        }
        let meant = meant_id(&id.value).and_then(|meant| {
            let other = format!("{meant}-2");
            [meant, other].into_iter().find(|id| is_id(id) && !taken.contains(id))
        });
        let help = match &meant {
            Some(meant) => message!("invalid-field.help-tag-nearest", nearest = meant.as_str()),
            None => message!("invalid-field.help-id", most = LONGEST),
        };
        let message = message!("invalid-field.message-id", id = shown(&id.value));
        reader.report(Rule::InvalidField, id.span.clone(), message, Some(help));
        if let Some(meant) = meant {
            taken.insert(meant.clone());
            **slot = Some(Spanned::new(meant, id.span));
        }
    }
    each_id_once(reader, slots.into_iter());
}

/// Takes away the ids that were given before, and reports them.
fn each_id_once<'i>(reader: &mut Reader<'_>, ids: impl Iterator<Item = &'i mut Option<Spanned<String>>>) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for slot in ids {
        let Some(Spanned { value, span }) = slot else { continue };
        match first.get(value) {
            Some(first) => {
                reader.report_duplicate(value, span.clone(), first.clone());
                *slot = None;
            }
            None => {
                first.insert(value.clone(), span.clone());
            }
        }
    }
}

/// A list without what it says again, which is reported.
fn each_once(reader: &mut Reader<'_>, ids: Vec<Spanned<String>>) -> Vec<Spanned<String>> {
    let mut slots: Vec<_> = ids.into_iter().map(Some).collect();
    each_id_once(reader, slots.iter_mut());
    slots.into_iter().flatten().collect()
}
