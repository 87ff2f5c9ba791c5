//! Persons and organisations.

use hayagriva::Entry as Work;
use hayagriva::types::{Person, PersonRole, PersonsWithRoles};
use serde_json::Value as Json;

use super::{json, typed};
use crate::message;
use crate::nearest::{Meanings, meaning, nearest};
use crate::parse::csl;
use crate::parse::persons::{self, Persons};
use crate::parse::yaml::{Kind, Reader, Value};
use crate::rule::Rule;
use crate::source::Span;

/// What persons do for a work.
const ROLES: [&str; 20] = [
    "translator", "afterword", "foreword", "introduction", "annotator", "commentator", "holder", "compiler", "founder",
    "collaborator", "organizer", "cast-member", "composer", "producer", "executive-producer", "writer",
    "cinematography", "director", "illustrator", "narrator",
];

/// What authors write, and the role it is.
const MEANT: &Meanings = &[
    ("cast-member", &["acteur", "actor", "interprète", "performer"]),
    ("illustrator", &["illustrateur"]),
    ("narrator", &["narrateur"]),
    ("director", &["réalisateur"]),
    ("writer", &["scénariste"]),
    ("translator", &["traducteur", "traductrice"]),
];

/// The parts of a name, and what CSL and authors call them.
const PARTS: [(&str, &[&str]); 6] = [
    ("name", &["family", "nom", "literal"]),
    ("given-name", &["given", "prénom"]),
    ("prefix", &["non-dropping-particle", "particule"]),
    ("suffix", &[]),
    ("comma-suffix", &[]),
    ("alias", &[]),
];

/// The suffixes of names.
const SUFFIXES: [&str; 10] = ["jr", "sr", "ii", "iii", "iv", "v", "fils", "père", "phd", "md"];

/// More names than any work has; what follows is left out.
const MOST: usize = 1_000;

/// Gives a work the persons of a field.
pub(super) fn set<'t>(reader: &mut Reader<'t>, work: &mut Work, field: &str, value: &Value<'t>) {
    match field {
        "author" => work.set_authors(persons(reader, value)),
        "editor" => work.set_editors(persons(reader, value)),
        _ => work.set_affiliated(affiliated(reader, value)),
    }
}

fn persons<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> Vec<Person> {
    match reader.kind(value) {
        Kind::Items | Kind::Brackets => {
            let items = reader.items(value);
            if let Some(cut) = cut_by_a_comma(reader, &items) {
                let message = message!("bare-name.message-comma");
                reader.report(Rule::BareName, cut, message, Some(message!("bare-name.help-comma")));
            }
            items.iter().take(MOST).flat_map(|item| person(reader, item)).collect()
        }
        _ => person(reader, value),
    }
}

/// `[Sontag, Susan]`: two names to YAML.
fn cut_by_a_comma(reader: &Reader<'_>, items: &[Value<'_>]) -> Option<Span> {
    let word = |item: &Value<'_>| {
        let Value::Node(_) = item else { return false };
        let text = &reader.text[reader.span(item)];
        let is_capital = text.starts_with(char::is_uppercase) && text.chars().any(char::is_lowercase);
        is_capital && !text.contains([',', '{', '"']) && text.split(' ').count() <= 2
    };
    let (first, second) = (items.first()?, items.last()?);
    (items.len() == 2 && word(first) && word(second)).then(|| reader.span(first).start..reader.span(second).end)
}

/// One person, or several in one text.
fn person<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> Vec<Person> {
    let written = reader.span(value);
    let start = written.end - reader.text[written.clone()].trim_start().len();
    let at = start..written.end;
    match reader.kind(value) {
        Kind::Nothing => Vec::new(),
        _ if matches!(value, Value::Block(_)) && reader.report_repeated(at.start) => Vec::new(),
        Kind::Entries | Kind::Braces if !reader.is_text(value) => in_parts(reader, value).into_iter().collect(),
        Kind::Scalar | Kind::Entries => {
            let text = reader.text(value).text.split_whitespace().collect::<Vec<_>>().join(" ");
            match persons::persons(&text) {
                Persons::Several(names) => names.iter().filter_map(|name| in_words(reader, name, at.clone())).collect(),
                Persons::One | Persons::Unclear(_) => in_words(reader, &text, at).into_iter().collect(),
            }
        }
        _ => {
            let help = message!("invalid-field.help-name");
            reader.report(Rule::InvalidField, at, message!("invalid-field.message-name-value"), Some(help));
            Vec::new()
        }
    }
}

/// “Family, Given”, “Family, Jr., Given”, or a name that is whole.
fn in_words(reader: &mut Reader<'_>, text: &str, at: Span) -> Option<Person> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let is_suffix = |part: &str| SUFFIXES.contains(&part.trim_end_matches('.').to_lowercase().as_str());
    let read = match parts.as_slice() {
        [""] => return None,
        [whole] => {
            if let Some(turned) = csl::turned_name(whole) {
                let message = message!("bare-name.message", name = *whole);
                let help = message!("bare-name.help-person", turned = turned);
                reader.report(Rule::BareName, at.clone(), message, Some(help));
            }
            None
        }
        [family, given] if !persons::has_joint(given) => Person::from_strings(vec![family, given]).ok(),
        [family, suffix, given] if is_suffix(suffix) => Person::from_strings(vec![family, suffix, given]).ok(),
        // As CSL and BibTeX's readers are used to.
        [family, given, suffix] if is_suffix(suffix) => Person::from_strings(vec![family, suffix, given]).ok(),
        _ => {
            let message = message!("invalid-field.message-name", name = text);
            let help = match persons::persons(text) {
                Persons::Unclear(names) if !names.is_empty() => {
                    let whole = format!("{{ name: \"{text}\" }}");
                    message!("bare-name.help-several", list = persons::list(&names), whole = whole)
                }
                _ => message!("invalid-field.help-name"),
            };
            reader.report(Rule::InvalidField, at, message, Some(help));
            None
        }
    };
    let whole = || Person {
        name: text.to_owned(),
        given_name: None,
        prefix: None,
        suffix: None,
        comma_suffix: false,
        alias: None,
    };
    Some(read.unwrap_or_else(whole))
}

/// `{ name: Watkins, given-name: Gloria Jean }`.
fn in_parts<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> Option<Person> {
    let mut parts = serde_json::Map::new();
    for entry in reader.entries(value) {
        let written = entry.key.value.to_lowercase().replace('_', "-");
        let known = PARTS.iter().find(|(name, _)| *name == written);
        let meant = PARTS.iter().find(|(_, others)| others.contains(&written.as_str()));
        if known.is_none() {
            let message = message!("unknown-field.name", key = entry.key.value.as_str());
            let help = match meant {
                Some((near, _)) => message!("unknown-field.help-nearest", nearest = *near),
                None => message!("unknown-field.help-name"),
            };
            reader.report(Rule::UnknownField, entry.key.span, message, Some(help));
        }
        let Some((name, _)) = known.or(meant) else { continue };
        let Some(value) = json(reader, &entry.value, true) else { continue };
        let value = if *name == "comma-suffix" { Json::Bool(value == "true") } else { value };
        parts.entry(*name).or_insert(value);
    }
    let person: Option<Person> = typed(&Json::Object(parts));
    if person.is_none() {
        let help = message!("invalid-field.help-name-parts");
        reader.report(Rule::InvalidField, reader.span(value), message!("invalid-field.message-name-parts"), Some(help));
    }
    person.filter(|person| !person.name.trim().is_empty())
}

/// `- { role: translator, names: [Family, Given] }`, or one of them.
fn affiliated<'t>(reader: &mut Reader<'t>, value: &Value<'t>) -> Vec<PersonsWithRoles> {
    let groups = match reader.kind(value) {
        Kind::Items | Kind::Brackets => reader.items(value),
        _ => vec![value.clone()],
    };
    groups.iter().take(MOST).filter_map(|group| with_role(reader, group)).collect()
}

fn with_role<'t>(reader: &mut Reader<'t>, group: &Value<'t>) -> Option<PersonsWithRoles> {
    let entries = reader.entries(group);
    let find = |name: &str| entries.iter().find(|entry| entry.key.value.eq_ignore_ascii_case(name));
    let (Some(role), Some(names)) = (find("role"), find("names").or_else(|| find("name"))) else {
        let help = message!("invalid-field.help-affiliated");
        reader.report(Rule::InvalidField, reader.span(group), message!("invalid-field.message-affiliated"), Some(help));
        return None;
    };
    let written = reader.scalar(&role.value);
    let mut known = self::role(&written.text);
    if known.is_none() {
        let folded = written.text.to_lowercase();
        let meant = meaning(MEANT, &folded).or_else(|| nearest(&written.text, ROLES));
        known = meant.and_then(self::role);
        let help = match meant {
            Some(near) => message!("unknown-field.help-nearest", nearest = near),
            None => message!("invalid-field.help-role"),
        };
        let message = message!("invalid-field.message-role", role = written.text.as_str());
        reader.report(Rule::InvalidField, written.span, message, Some(help));
    }
    let names = persons(reader, &names.value);
    Some(PersonsWithRoles::new(names, known?))
}

/// The role of that name: `cast-member`, `CastMember`.
fn role(written: &str) -> Option<PersonRole> {
    let mut name = String::with_capacity(written.len() + 2);
    let mut after_small = false;
    for letter in written.trim().chars() {
        if letter.is_uppercase() && after_small {
            name.push('-');
        }
        after_small = letter.is_lowercase();
        match letter {
            ' ' | '_' => name.push('-'),
            letter => name.extend(letter.to_lowercase()),
        }
    }
    typed(&Json::String(name))
}
