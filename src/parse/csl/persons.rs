//! Persons and organisations, in every form that CSL, Pandoc and authors write them in.

use serde_json::{Map, Value};

use super::member;
use crate::parse::persons::{Persons, persons};

/// More names than any work has; what follows is left out.
const MOST: usize = 1_000;

/// Names read.
pub(super) struct NamesRead {
    /// In CSL-JSON's form.
    pub(super) names: Vec<Value>,
    /// Names that could be a person's or an organisation's, and are taken as an organisation's.
    pub(super) bare: Vec<String>,
    /// Those that may be several persons', as they are written, and the persons that they would be, if they can be
    /// worked out. Taken as an organisation's.
    pub(super) unclear: Vec<(String, Vec<String>)>,
}

/// Reads one name, or a list of them.
pub(super) fn read(value: &Value) -> NamesRead {
    let mut read = NamesRead { names: Vec::new(), bare: Vec::new(), unclear: Vec::new() };
    match value {
        Value::Array(values) => values.iter().take(MOST).for_each(|value| read.add(value)),
        value => read.add(value),
    }
    read
}

impl NamesRead {
    fn add(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.written(text),
            Value::Object(parts) => self.names.extend(parts_of(parts).map(Value::Object)),
            _ => {}
        }
    }

    /// One name, or several in one text.
    fn written(&mut self, text: &str) {
        match persons(text) {
            Persons::One => {
                let name = self.text(text);
                self.names.extend(name.map(Value::Object));
            }
            Persons::Several(names) => {
                for name in names {
                    let name = self.text(&name);
                    self.names.extend(name.map(Value::Object));
                }
            }
            Persons::Unclear(names) => {
                self.names.push(Value::Object(literal(text.trim())));
                self.unclear.push((text.trim().to_owned(), names));
            }
        }
    }

    /// “Toffler, Alvin”, “King, Martin Luther, Jr.”, or an organisation’s.
    fn text(&mut self, text: &str) -> Option<Map<String, Value>> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let mut parts = text.splitn(3, ',').map(str::trim);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(family), Some(given), suffix) if !family.is_empty() && !given.is_empty() => {
                Some(person(family, Some(given), suffix))
            }
            _ => {
                self.bare.push(text.to_owned());
                Some(literal(text))
            }
        }
    }
}

fn parts_of(parts: &Map<String, Value>) -> Option<Map<String, Value>> {
    if let Some(whole) = member(parts, "literal").or_else(|| member(parts, "name")) {
        return Some(literal(&whole));
    }
    let given = member(parts, "given");
    let Some(family) = member(parts, "family") else {
        return given.map(|given| literal(&given));
    };
    let mut name = person(&family, given.as_deref(), member(parts, "suffix").as_deref());
    for particle in ["non-dropping-particle", "dropping-particle"] {
        if let Some(written) = member(parts, particle) {
            name.insert(particle.to_owned(), written.into());
        }
    }
    if parts.get("comma-suffix").is_some_and(|comma| *comma == Value::Bool(true) || *comma == 1) {
        name.insert("comma-suffix".to_owned(), true.into());
    }
    Some(name)
}

fn literal(text: &str) -> Map<String, Value> {
    Map::from_iter([("literal".to_owned(), text.into())])
}

/// A person. Small words before the family name are its particle: “de Beauvoir”.
fn person(family: &str, given: Option<&str>, suffix: Option<&str>) -> Map<String, Value> {
    let mut name = Map::new();
    let is_particle = |word: &str| {
        word.chars().next().is_some_and(char::is_lowercase) && word.chars().all(|letter| !letter.is_uppercase())
    };
    let end = family
        .match_indices(' ')
        .map(|(at, _)| at)
        .take_while(|&at| family[..at].split(' ').all(is_particle))
        .last()
        .filter(|&at| !family[at..].trim().is_empty());
    match end {
        Some(end) => {
            name.insert("non-dropping-particle".to_owned(), family[..end].trim().into());
            name.insert("family".to_owned(), family[end..].trim().into());
        }
        None => {
            name.insert("family".to_owned(), family.into());
        }
    }
    if let Some(given) = given {
        name.insert("given".to_owned(), given.into());
    }
    if let Some(suffix) = suffix.filter(|suffix| !suffix.is_empty()) {
        name.insert("suffix".to_owned(), suffix.into());
    }
    name
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_is_read_in_every_form() {
        let one = |value: Value| read(&value).names;
        let toffler = vec![json!({"family": "Toffler", "given": "Alvin"})];
        assert_eq!(one(json!("Toffler, Alvin")), toffler);
        assert_eq!(one(json!(["Toffler, Alvin"])), toffler);
        assert_eq!(one(json!({"family": "Toffler", "given": "Alvin"})), toffler);
        assert_eq!(one(json!({"name": "UNESCO"})), [json!({"literal": "UNESCO"})]);
        assert_eq!(
            one(json!("de Beauvoir, Simone")),
            [json!({"non-dropping-particle": "de", "family": "Beauvoir", "given": "Simone"})]
        );
        assert_eq!(
            one(json!([{"family": "van der Vlist", "given": "E."}])),
            [json!({"non-dropping-particle": "van der", "family": "Vlist", "given": "E."})]
        );
        assert_eq!(one(json!("bell hooks")), [json!({"literal": "bell hooks"})]);
        assert_eq!(one(json!({"family": "hooks", "given": "bell"})), [json!({"family": "hooks", "given": "bell"})]);
        assert_eq!(one(json!([null, 3, "", {}])), Vec::<Value>::new());
    }

    #[test]
    fn several_persons_in_one_text_are_several_names() {
        let raven = json!([
            {"family": "Raven", "given": "Peter H."},
            {"family": "Johnson", "given": "George B."}
        ]);
        assert_eq!(json!(read(&json!("Raven, Peter H. et Johnson, George B.")).names), raven);
        assert_eq!(json!(read(&json!(["Raven, Peter H.; Johnson, George B."])).names), raven);
        let unclear = read(&json!("Roy, Anne, Cyr, Bob"));
        assert_eq!(unclear.names, [json!({"literal": "Roy, Anne, Cyr, Bob"})]);
        assert_eq!(unclear.unclear.len(), 1);
    }

    #[test]
    fn a_bare_name_is_an_organisations_until_told_otherwise() {
        assert_eq!(read(&json!(["Conseil de l’Europe", "Morin, R."])).bare, ["Conseil de l’Europe"]);
    }
}
