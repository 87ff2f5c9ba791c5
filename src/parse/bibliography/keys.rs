//! Keys for works whose own are addresses, as Zotero exports them: `http://zotero.org/users/1/items/ABC`.
//!
//! A key is made of the first author and the year, `toffler1980`, with a letter where several works would
//! have the same. It depends on the file alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::Item;

/// The longest name in a key, in letters.
const LONGEST: usize = 24;

/// The persons that a work is named by, in this order.
const NAMED_BY: [&str; 4] = ["author", "editor", "director", "translator"];

/// Whether a key is an address.
pub(super) fn is_address(key: &str) -> bool {
    key.starts_with("http://") || key.starts_with("https://")
}

/// For each work the key that is made for it; `None` for one that keeps its own, which is no address.
pub(super) fn made<'w>(works: impl Iterator<Item = (&'w str, &'w Item)> + Clone) -> Vec<Option<String>> {
    let mut taken: BTreeSet<String> =
        works.clone().filter(|(key, _)| !is_address(key)).map(|(key, _)| key.to_owned()).collect();
    let bases: Vec<Option<String>> = works.map(|(key, item)| is_address(key).then(|| base(item))).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for base in bases.iter().flatten() {
        *counts.entry(base).or_default() += 1;
    }
    let mut letters: BTreeMap<&str, usize> = BTreeMap::new();
    let keys = bases.iter().map(|base| {
        let base = base.as_deref()?;
        if counts.get(base) == Some(&1) && taken.insert(base.to_owned()) {
            return Some(base.to_owned());
        }
        let number = letters.entry(base).or_default();
        loop {
            let key = format!("{base}{}", letter(*number));
            *number += 1;
            if taken.insert(key.clone()) {
                return Some(key);
            }
        }
    });
    keys.collect()
}

/// The first author and the year, as far as they are known.
fn base(item: &Item) -> String {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(folded);
    let named = NAMED_BY.iter().find_map(|field| {
        let first = item.get(*field)?.as_array()?.first()?;
        text(first, "family").or_else(|| text(first, "literal")).filter(|name| !name.is_empty())
    });
    let titled = || {
        let title = item.get("title")?.as_str()?;
        // An article says nothing.
        title.split(|letter: char| !letter.is_alphanumeric()).map(folded).find(|word| word.len() > 3)
    };
    let year = item.get("issued").and_then(|date| date.pointer("/date-parts/0/0")).and_then(Value::as_i64);
    let year = year.map_or_else(String::new, |year| year.unsigned_abs().to_string());
    format!("{}{year}", named.or_else(titled).unwrap_or_else(|| "ref".to_owned()))
}

/// A name in small letters without accents, and nothing else.
fn folded(name: &str) -> String {
    let letters = deunicode::deunicode(name).to_ascii_lowercase();
    letters.chars().filter(char::is_ascii_alphanumeric).take(LONGEST).collect()
}

/// `a` to `z`, then `aa`.
fn letter(number: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = number + 1;
    while rest > 0 {
        letters.push(char::from(b'a' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(works: Value) -> Vec<Option<String>> {
        let works: Vec<(String, Item)> = works
            .as_array()
            .unwrap()
            .iter()
            .map(|work| (work["id"].as_str().unwrap().to_owned(), work.as_object().unwrap().clone()))
            .collect();
        made(works.iter().map(|(key, item)| (key.as_str(), item)))
    }

    #[test]
    fn a_key_is_made_of_author_and_year() {
        let address = "http://zotero.org/users/1/items/ABC";
        let made = keys(json!([
            {"id": address, "author": [{"family": "Côté", "given": "Zoé"}], "issued": {"date-parts": [[2010, 3]]}},
            {"id": address, "editor": [{"literal": "Conseil de l’Europe"}], "issued": {"date-parts": [[1999]]}},
            {"id": address, "title": "La vie des formes"},
            {"id": address},
            {"id": "roy2000", "author": [{"family": "Roy"}]},
        ]));
        let made: Vec<_> = made.iter().map(Option::as_deref).collect();
        assert_eq!(made, [Some("cote2010"), Some("conseildeleurope1999"), Some("formes"), Some("ref"), None]);
    }

    #[test]
    fn keys_that_would_be_the_same_have_letters() {
        let roy = |id: &str| json!({"id": id, "author": [{"family": "Roy"}], "issued": {"date-parts": [[2000]]}});
        assert_eq!(
            keys(json!([roy("https://a"), roy("https://b")])),
            [Some("roy2000a".into()), Some("roy2000b".into())]
        );
        // What the file calls so already stays.
        assert_eq!(keys(json!([roy("https://a"), roy("roy2000")])), [Some("roy2000a".into()), None]);
        assert_eq!([0, 25, 26].map(letter), ["a", "z", "aa"]);
    }
}
