//! Names as BibLaTeX has them → CSL's.
//!
//! ```text
//! Toffler, Alvin and {UNESCO}                      family and given; an organisation
//! von Humboldt, Alexander   King, Jr., Martin      a prefix; a suffix
//! family=Gogh, given=Vincent, prefix=van           the extended form
//! ```

use serde_json::{Map, Value, json};

use super::tex;
use crate::parse::persons::{Persons, has_joint, persons};

/// More names than any work has; what follows is left out.
const MOST: usize = 1_000;

/// The names of a field. `keeps_prefix` says whether prefixes belong to family names, where a name
/// doesn't say so itself.
pub(super) fn read(tex: &str, keeps_prefix: bool) -> Value {
    let names = written(tex).flat_map(|name| match several(name) {
        Some((_, Persons::Several(names))) => names.into_iter().map(Value::from).collect(),
        Some((plain, _)) => vec![json!({ "literal": plain })],
        None => Vec::from_iter(self::name(name, keeps_prefix)),
    });
    Value::Array(names.collect())
}

fn written(tex: &str) -> impl Iterator<Item = &str> {
    parts(tex, Between::And).into_iter().take(MOST).map(str::trim).filter(|name| !name.is_empty())
}

/// A name in plain text that is or may be several persons', as other programs join them.
fn several(written: &str) -> Option<(String, Persons)> {
    if is_braced(written) {
        return None;
    }
    let commas = parts(written, Between::Comma);
    let is_name = commas.len() <= 3 && !has_joint(&outside(written)) || extended(&commas, false).is_some();
    let plain = (!is_name).then(|| tex::plain(written))?;
    let persons = persons(&plain);
    (persons != Persons::One).then_some((plain, persons))
}

/// A text without what braces keep together.
fn outside(written: &str) -> String {
    let mut depth = 0_usize;
    let is_outside = |letter: &char| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    };
    written.chars().filter(is_outside).collect()
}

/// The names of a field that may be several persons', each with the names of those persons; these are empty if they
/// can't be worked out.
pub(super) fn unclear(tex: &str) -> Vec<(String, Vec<String>)> {
    let names = written(tex).filter_map(several).filter_map(|(plain, persons)| match persons {
        Persons::Unclear(names) => Some((plain, names)),
        Persons::One | Persons::Several(_) => None,
    });
    names.collect()
}

fn name(written: &str, keeps_prefix: bool) -> Option<Value> {
    if written.eq_ignore_ascii_case("others") {
        return Some(json!({ "literal": "others" }));
    }
    if is_braced(written) {
        let whole = tex::plain(written);
        return (!whole.is_empty()).then(|| json!({ "literal": whole }));
    }
    let commas = parts(written, Between::Comma);
    if let Some(name) = extended(&commas, keeps_prefix) {
        return Some(name);
    }
    match commas.as_slice() {
        [family, given] => person(prefixed(family), given, "", keeps_prefix),
        [family, suffix, given, ..] => person(prefixed(family), given, suffix, keeps_prefix),
        // “Ludwig van Beethoven”: small letters begin the prefix.
        _ => {
            let words = parts(written, Between::Blank);
            let last = words.len().saturating_sub(1);
            let prefix = words.iter().take(last).position(|word| is_small(word)).unwrap_or(last);
            let start = |index: usize| words.get(index).map_or(written.len(), |word| offset(written, word));
            let (given, rest) = written.split_at(start(prefix));
            person(prefixed(rest), given, "", keeps_prefix)
        }
    }
}

/// `family=Gogh, given=Vincent, prefix=van, useprefix=true`.
fn extended(parts: &[&str], keeps_prefix: bool) -> Option<Value> {
    const KEYS: [&str; 4] = ["family", "given", "prefix", "suffix"];
    let pairs = parts.iter().filter_map(|part| part.trim().trim_matches('"').split_once('='));
    let pairs: Vec<(String, &str)> = pairs.map(|(key, value)| (key.trim().to_ascii_lowercase(), value)).collect();
    if !pairs.iter().any(|(key, _)| KEYS.contains(&key.as_str())) || pairs.len() != parts.len() {
        return None;
    }
    let part = |wanted: &str| {
        let found = pairs.iter().find(|(key, _)| key == wanted);
        found.map_or("", |(_, value)| value.trim().trim_matches('"'))
    };
    let keeps = match part("useprefix").to_ascii_lowercase().as_str() {
        "" => keeps_prefix,
        told => told == "true" || told == "1",
    };
    person((part("prefix"), part("family")), part("given"), part("suffix"), keeps)
}

fn person((prefix, family): (&str, &str), given: &str, suffix: &str, keeps_prefix: bool) -> Option<Value> {
    // What touches the family name is a part of it to BibLaTeX, and stays.
    let (touching, family) = family.split_at(elided(family));
    let (stays, goes) = if keeps_prefix { (prefix, "") } else { ("", prefix) };
    let stays = format!("{stays} {touching}");
    let parts = [
        ("non-dropping-particle", stays.as_str()),
        ("dropping-particle", goes),
        ("family", family),
        ("given", given),
        ("suffix", suffix),
    ];
    let parts = parts.into_iter().map(|(key, part)| (key.to_owned(), tex::plain(part)));
    let name: Map<String, Value> =
        parts.filter(|(_, part)| !part.is_empty()).map(|(key, part)| (key, part.into())).collect();
    match (name.contains_key("family"), name.get("given")) {
        (true, _) => Some(Value::Object(name)),
        (false, Some(given)) => Some(json!({ "literal": given })),
        (false, None) => None,
    }
}

/// The words in small letters that a family name begins with, and the rest.
fn prefixed(family: &str) -> (&str, &str) {
    let family = family.trim();
    let words = parts(family, Between::Blank);
    let last = words.len().saturating_sub(1);
    let small = words.iter().take(last).take_while(|word| is_small(word)).count();
    words.get(small).map_or(("", family), |word| family.split_at(offset(family, word)))
}

/// How long the `d’` or `al-` is that a family name begins with.
fn elided(word: &str) -> usize {
    let end = word.char_indices().find(|(_, letter)| !letter.is_lowercase());
    let end = end.filter(|(at, mark)| (1..=3).contains(at) && matches!(mark, '’' | '\'' | '-'));
    let end = end.map_or(0, |(at, mark)| at + mark.len_utf8());
    if word[end..].starts_with(|next: char| next.is_uppercase() || next == '{') { end } else { 0 }
}

/// Whether a word begins with a small letter. One in braces doesn't, but for an accent in them.
fn is_small(word: &str) -> bool {
    let is_whole = word.starts_with('{') && !word.starts_with("{\\");
    !is_whole && tex::plain(word).chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_lowercase)
}

/// The byte offset of a part of a text in it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

/// Whether one pair of braces holds the whole name.
fn is_braced(name: &str) -> bool {
    let mut depth = 0_usize;
    let mut ends = 0;
    let mut skip = false;
    for letter in name.chars() {
        match letter {
            _ if skip => skip = false,
            '\\' => skip = true,
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                ends += usize::from(depth == 0);
            }
            _ => {}
        }
    }
    // `{\'E}ric` has more after its end.
    name.starts_with('{') && name.ends_with('}') && ends == 1
}

/// The separator of parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    And,
    Comma,
    Blank,
}

/// The parts of a text, cut outside of braces.
fn parts(text: &str, between: Between) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    let mut skip = false;
    // Whether what comes next begins a word.
    let mut begins = false;
    for (at, letter) in text.char_indices() {
        let is_blank = letter.is_ascii_whitespace() || letter == '~' && between == Between::Blank;
        let cut = match between {
            _ if skip || depth > 0 || at < start => None,
            Between::And if begins => {
                let is_and = text.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case("and"));
                let ends = text[at..].chars().nth(3).is_none_or(|next| next.is_ascii_whitespace());
                (is_and && ends).then_some(3)
            }
            Between::Comma if letter == ',' => Some(1),
            Between::Blank if is_blank => Some(1),
            _ => None,
        };
        match letter {
            _ if skip => skip = false,
            '\\' => skip = true,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        begins = is_blank;
        if let Some(length) = cut {
            parts.push(&text[start..at]);
            start = at + length;
        }
    }
    parts.push(&text[start..]);
    if between == Between::Blank {
        parts.retain(|part| !part.is_empty());
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_in_every_form() {
        for (tex, name) in [
            ("Toffler, Alvin", json!({"family": "Toffler", "given": "Alvin"})),
            ("Alvin Toffler", json!({"family": "Toffler", "given": "Alvin"})),
            ("{UNESCO}", json!({"literal": "UNESCO"})),
            ("{Research and Co, {Ltd}}", json!({"literal": "Research and Co, Ltd"})),
            ("Colette", json!({"family": "Colette"})),
            ("King, Jr., Martin Luther", json!({"family": "King", "given": "Martin Luther", "suffix": "Jr."})),
            ("de Beauvoir, Simone", json!({"family": "Beauvoir", "given": "Simone", "dropping-particle": "de"})),
            ("Ludwig van Beethoven", json!({"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"})),
            ("{\\'E}ric {\\'E}tienne", json!({"family": "Étienne", "given": "Éric"})),
            ("{van Gogh}, Vincent", json!({"family": "van Gogh", "given": "Vincent"})),
            ("hooks, bell", json!({"family": "hooks", "given": "bell"})),
            (
                "family=Gogh, given=Vincent, prefix=van, useprefix=true",
                json!({"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}),
            ),
            ("given={Jean, Paul}, family=Sartre, given-i=J", json!({"family": "Sartre", "given": "Jean, Paul"})),
            ("Jean d’Alembert", json!({"family": "Alembert", "given": "Jean", "non-dropping-particle": "d’"})),
            ("O’Neil, Cathy", json!({"family": "O’Neil", "given": "Cathy"})),
        ] {
            assert_eq!(read(tex, false), json!([name]), "{tex}");
        }
        assert_eq!(
            read("de Beauvoir, Simone", true),
            json!([{"family": "Beauvoir", "given": "Simone", "non-dropping-particle": "de"}])
        );
    }

    #[test]
    fn several_persons_in_one_name_are_told_apart_or_told() {
        for tex in ["Roy, Anne et Cyr, Bob", "Roy, Anne; Cyr, Bob", "Roy, A., Cyr, B."] {
            assert_eq!(read(tex, false).as_array().map(Vec::len), Some(2), "{tex}");
        }
        assert_eq!(read("Roy, Anne, Cyr, Bob", false), json!([{"literal": "Roy, Anne, Cyr, Bob"}]));
        assert_eq!(
            unclear("Roy, Anne, Cyr, Bob and {Bell, Roy, Cyr, Ltd}"),
            [("Roy, Anne, Cyr, Bob".to_owned(), vec!["Roy, Anne".to_owned(), "Cyr, Bob".to_owned()])]
        );
        assert_eq!(unclear("Roy, Anne et Cyr, Bob and Procter \\& Gamble"), []);
    }

    #[test]
    fn several_names_are_cut_at_and() {
        let names = read("Roy, Anne and\n{Bell and Sons} AND Anderson, Al and others", false);
        assert_eq!(
            names,
            json!([
                {"family": "Roy", "given": "Anne"}, {"literal": "Bell and Sons"},
                {"family": "Anderson", "given": "Al"}, {"literal": "others"}
            ])
        );
        assert_eq!(read(" and and ", false), json!([]));
        assert_eq!(read("{a", false), json!([{"family": "a"}]));
    }
}
