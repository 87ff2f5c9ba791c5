//! A work as CSL-JSON, by the letter of its schema: dates in parts, names in lists.

use serde_json::{Map, Value, json};

use super::item::{CreatorName, Item, When, names};
use crate::parse::csl::{DATES, NAMES};

/// The item. What CSL has no form for is left out.
pub(in crate::render) fn item(work: &Item<'_>) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("id".to_owned(), work.key.into());
    item.insert("type".to_owned(), work.kind().into());
    for (field, value) in work.fields {
        let name = field.as_str();
        let written = match value {
            _ if item.contains_key(name) => None,
            value if NAMES.contains(&name) => Some(Value::Array(names(value).iter().map(person).collect())),
            _ if DATES.contains(&name) => work.date(name).map(|when| date(&when)),
            Value::String(_) if name == "genre" => work.genre().map(Value::String),
            Value::String(_) | Value::Number(_) => work.text(name).map(Value::String),
            _ => None,
        };
        let written = written.filter(|value| value.as_array().is_none_or(|list| !list.is_empty()));
        item.extend(written.map(|value| (name.to_owned(), value)));
    }
    item
}

fn person(name: &CreatorName) -> Value {
    match name {
        CreatorName::Whole(whole) => json!({ "literal": whole }),
        CreatorName::Parts { particle, family, given, dropping, suffix, has_comma } => {
            let parts = [
                ("family", Some(family)),
                ("given", given.as_ref()),
                ("non-dropping-particle", particle.as_ref()),
                ("dropping-particle", dropping.as_ref()),
                ("suffix", suffix.as_ref()),
            ];
            let parts = parts.into_iter().filter_map(|(key, part)| Some((key.to_owned(), part?.as_str().into())));
            let comma = has_comma.then(|| ("comma-suffix".to_owned(), true.into()));
            Value::Object(parts.chain(comma).collect())
        }
    }
}

fn date(when: &When) -> Value {
    let mut date = Map::new();
    if when.from.is_empty() {
        date.extend(when.words.iter().map(|words| ("literal".to_owned(), words.as_str().into())));
        return Value::Object(date);
    }
    let parts = [&when.from, &when.to].into_iter().filter(|parts| !parts.is_empty());
    date.insert("date-parts".to_owned(), parts.cloned().collect());
    date.extend(when.season.map(|season| ("season".to_owned(), season.into())));
    if when.circa {
        date.insert("circa".to_owned(), true.into());
    }
    Value::Object(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pandoc_writes_becomes_what_the_schema_asks() {
        let fields = json!({
            "type": "article-journal",
            "id": "other",
            "title": "A theory\n of human motivation",
            "author": {"family": "Maslow", "given": "A. H."},
            "issued": 1943,
            "accessed": [{"year": 2026, "month": 1}],
            "volume": 50,
            "editor": [],
            "custom": {"mine": true}
        });
        let item = item(&Item { key: "maslow1943", fields: fields.as_object().unwrap() });
        let expected = json!({
            "id": "maslow1943",
            "type": "article-journal",
            "title": "A theory of human motivation",
            "author": [{"family": "Maslow", "given": "A. H."}],
            "issued": {"date-parts": [[1943]]},
            "accessed": {"date-parts": [[2026, 1]]},
            "volume": "50"
        });
        assert_eq!(Value::Object(item), expected);
    }

    #[test]
    fn a_date_that_is_words_stays_words() {
        let fields = json!({"type": "book", "issued": "à paraître", "author": ["Réseau ÉdCan"]});
        let item = item(&Item { key: "a", fields: fields.as_object().unwrap() });
        assert_eq!(item["issued"], json!({"literal": "à paraître"}));
        assert_eq!(item["author"], json!([{"literal": "Réseau ÉdCan"}]));
    }
}
