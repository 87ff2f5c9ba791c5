//! A work's fields, read in each of the forms that CSL-JSON and Pandoc write them in.

use serde_json::{Map, Value};

use crate::render::references;

/// A work as CSL describes it.
#[derive(Clone, Copy, Debug)]
pub(in crate::render) struct Item<'a> {
    /// What the work is called by.
    pub(in crate::render) key: &'a str,
    /// The fields of CSL.
    pub(in crate::render) fields: &'a Map<String, Value>,
}

impl Item<'_> {
    /// The CSL type; `document`, which says the least, where none is given.
    pub(super) fn kind(&self) -> &str {
        self.fields.get("type").and_then(Value::as_str).unwrap_or("document")
    }

    /// A field that is a text or a number; `None` if it is empty.
    pub(super) fn text(&self, field: &str) -> Option<String> {
        match self.fields.get(field)? {
            Value::String(text) => words(text),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The text of the first of these fields that has one; `None` if none has.
    pub(super) fn first(&self, fields: &[&str]) -> Option<String> {
        fields.iter().find_map(|field| self.text(field))
    }

    /// Its genre, in words: BibLaTeX's term for it in the work's language, if it has one, else as written; `None` if
    /// the work has no genre.
    pub(super) fn genre(&self) -> Option<String> {
        let genre = self.text("genre")?;
        let language = self.text("language");
        let said = references::genre(&genre, language.as_deref().unwrap_or("en")).map(str::to_owned);
        Some(said.unwrap_or(genre))
    }

    /// The people and organisations of a field.
    pub(super) fn names(&self, field: &str) -> Vec<CreatorName> {
        self.fields.get(field).map_or_else(Vec::new, names)
    }

    /// The date of a field.
    pub(super) fn date(&self, field: &str) -> Option<When> {
        When::read(self.fields.get(field)?)
    }

    /// The DOI alone, without the address that resolves it; `None` if the work has none.
    pub(super) fn doi(&self) -> Option<String> {
        let doi = self.text("DOI")?;
        let start = doi.find("10.").filter(|start| doi[..*start].ends_with(['/', ':', ' ']) || *start == 0);
        Some(doi[start.unwrap_or_default()..].to_owned())
    }

    /// The first page and the last. The second is `None` where there is but one, and where several ranges are given as
    /// they are written in the first; `None` if the work has no pages.
    pub(super) fn pages(&self) -> Option<(String, Option<String>)> {
        let pages = self.text("page")?;
        let parts = pages.split(['-', '–', '—']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        match parts.as_slice() {
            // “A-3”, or several ranges: as they are written.
            [first, last] if !pages.contains([',', ';', '&']) => Some(((*first).to_owned(), Some((*last).to_owned()))),
            _ => Some((pages, None)),
        }
    }

    /// Whether what it is, in the author's words, is something that one listens to.
    pub(super) fn is_heard(&self) -> bool {
        let words = [self.text("medium"), self.text("genre")].into_iter().flatten().collect::<String>().to_lowercase();
        ["audio", "podcast", "balado", "radio"].iter().any(|word| words.contains(word))
    }
}

/// The names of a field: one or several.
pub(super) fn names(value: &Value) -> Vec<CreatorName> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    list.iter().filter_map(CreatorName::read).collect()
}

/// A person's or an organisation's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CreatorName {
    /// A person's, in its parts.
    Parts {
        /// The particle that always stays with the family name: “de” of “de Beauvoir”.
        particle: Option<String>,
        /// The family name alone.
        family: String,
        /// The given names.
        given: Option<String>,
        /// The particle that goes where the given name goes: “von” of “Humboldt, Alexander von”.
        dropping: Option<String>,
        /// “Jr.”
        suffix: Option<String>,
        /// Whether a comma precedes that.
        has_comma: bool,
    },
    /// An organisation's, or any name that stays as it is.
    Whole(String),
}

impl CreatorName {
    fn read(value: &Value) -> Option<Self> {
        let parts = match value {
            Value::String(whole) => return words(whole).map(Self::Whole),
            Value::Object(parts) => parts,
            _ => return None,
        };
        let part = |key: &str| parts.get(key).and_then(Value::as_str).and_then(words);
        if let Some(whole) = part("literal").or_else(|| part("name")) {
            return Some(Self::Whole(whole));
        }
        let given = part("given");
        let Some(family) = part("family") else { return given.map(Self::Whole) };
        Some(Self::Parts {
            particle: part("non-dropping-particle"),
            family,
            given,
            dropping: part("dropping-particle"),
            suffix: part("suffix"),
            has_comma: parts.get("comma-suffix").and_then(Value::as_bool).unwrap_or_default(),
        })
    }
}

/// Parts of a name, one after another: one that ends with an apostrophe touches what follows.
pub(super) fn joined<T: AsRef<str>>(parts: impl IntoIterator<Item = T>) -> String {
    let mut name = String::new();
    for part in parts {
        if !name.is_empty() && !name.ends_with(['’', '\'', '-']) {
            name.push(' ');
        }
        name.push_str(part.as_ref());
    }
    name
}

/// A text with single spaces between its words; `None` if it has no word.
fn words(text: &str) -> Option<String> {
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

/// A date, as exact as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct When {
    /// Year, month, day, as many as are known; none for a date that is only words.
    pub(super) from: Vec<i32>,
    /// The same of its end, for a time that lasts.
    pub(super) to: Vec<i32>,
    /// Whether it is about then.
    pub(super) circa: bool,
    /// 1, spring, to 4, winter.
    pub(super) season: Option<i32>,
    /// What is no date: “in preparation”.
    pub(super) words: Option<String>,
}

impl When {
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Number(year) => Some(Self { from: vec![number(&Value::Number(year.clone()))?], ..Self::default() }),
            Value::String(text) => Self::of_text(text),
            // Pandoc once wrote a list of dates, and two for a time that lasts.
            Value::Array(dates) => {
                let mut dates = dates.iter().filter_map(Self::read);
                let first = dates.next()?;
                let to = dates.next().map(|last| last.from).unwrap_or_default();
                Some(Self { to, ..first })
            }
            Value::Object(fields) => Self::of_fields(fields),
            _ => None,
        }
    }

    fn of_fields(fields: &Map<String, Value>) -> Option<Self> {
        let season = fields.get("season").and_then(number).filter(|season| (1..=4).contains(season));
        let circa = fields.get("circa").is_some_and(|circa| !matches!(circa, Value::Bool(false) | Value::Null));
        if let Some(Value::Array(dates)) = fields.get("date-parts") {
            let one = |date: &Value| match date {
                Value::Array(parts) => parts.iter().map_while(number).take(3).collect(),
                year => number(year).into_iter().collect::<Vec<_>>(),
            };
            let from = dates.first().map(one).unwrap_or_default();
            let to = dates.get(1).map(one).unwrap_or_default();
            return (!from.is_empty()).then_some(Self { from, to, circa, season, words: None });
        }
        if let Some(year) = fields.get("year") {
            let from = [Some(year), fields.get("month"), fields.get("day")];
            let from: Vec<i32> = from.into_iter().map_while(|part| number(part?)).collect();
            return (!from.is_empty()).then(|| Self { from, circa, season, ..Self::default() });
        }
        let words = ["raw", "literal"].iter().find_map(|key| fields.get(*key)?.as_str())?;
        Self::of_text(words).map(|read| Self { circa: circa || read.circa, season: season.or(read.season), ..read })
    }

    /// A date of EDTF, level 0, and “about then” in either of its forms; else words; `None` if there are none.
    fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let exact = text.trim_matches(['~', '?']);
        let circa = exact.len() != text.len();
        let (from, to) = exact.split_once('/').map_or((exact, None), |(from, to)| (from, Some(to)));
        match (parts(from), to.map(parts)) {
            (Some(from), None) => Some(Self { from, circa, ..Self::default() }),
            (Some(from), Some(Some(to))) => Some(Self { from, to, circa, ..Self::default() }),
            _ => Some(Self { words: Some(words(text)?), ..Self::default() }),
        }
    }

    /// The year; `None` if it isn't known.
    pub(super) fn year(&self) -> Option<i32> {
        self.from.first().copied()
    }

    /// The month, from 1; `None` if it isn't known.
    pub(super) fn month(&self) -> Option<i32> {
        self.from.get(1).copied()
    }

    /// Its parts as ISO 8601 puts them together, `2016-03`, or with another mark between them.
    pub(super) fn iso(parts: &[i32], between: &str) -> String {
        let year = parts.first().map(|year| match year {
            0.. => format!("{year:04}"),
            before => format!("-{:04}", before.unsigned_abs()),
        });
        let rest = parts.iter().skip(1).map(|part| format!("{part:02}"));
        year.into_iter().chain(rest).collect::<Vec<_>>().join(between)
    }
}

/// `2016`, `2016-03` or `2016-03-12`, the year signed or not.
fn parts(text: &str) -> Option<Vec<i32>> {
    let (sign, digits) = text.trim().strip_prefix('-').map_or((1, text.trim()), |rest| (-1, rest));
    let mut parts = Vec::new();
    for (index, part) in digits.split('-').enumerate() {
        let lengths = if index == 0 { 1..=4 } else { 1..=2 };
        let fits = lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.push(part.parse::<i32>().ok().filter(|_| fits)?);
    }
    parts[0] *= sign;
    let fits = parts.len() <= 3 && parts.get(1).is_none_or(|month| (1..=12).contains(month));
    (fits && parts.get(2).is_none_or(|day| (1..=31).contains(day))).then_some(parts)
}

fn number(value: &Value) -> Option<i32> {
    match value {
        Value::Number(number) => i32::try_from(number.as_i64()?).ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_date_is_read_in_every_form_that_csl_and_pandoc_write() {
        let march = When { from: vec![1980, 3], ..When::default() };
        for written in [
            json!("1980-03"),
            json!({"year": 1980, "month": 3}),
            json!({"date-parts": [[1980, 3]]}),
            json!({"date-parts": [["1980", "03"]]}),
            json!([{"year": "1980", "month": "3"}]),
            json!({"raw": "1980-03"}),
        ] {
            assert_eq!(When::read(&written), Some(march.clone()), "{written}");
        }
        assert_eq!(When::read(&json!(1943)).unwrap().from, [1943]);
        let lasting = When::read(&json!("2001-05/2003")).unwrap();
        assert_eq!((lasting.from, lasting.to), (vec![2001, 5], vec![2003]));
        assert!(When::read(&json!("1880~")).unwrap().circa);
        assert_eq!(When::read(&json!("-0399")).unwrap().from, [-399]);
        assert_eq!(When::iso(&[-399, 2], "-"), "-0399-02");
        for words in ["à paraître", "2016-13", "12 mars 2016", "1980-"] {
            assert_eq!(When::read(&json!(words)).unwrap().words.as_deref(), Some(words));
        }
        assert_eq!(When::read(&json!("")), None);
        assert_eq!(When::read(&json!({"date-parts": [[]]})), None);
    }

    #[test]
    fn names_are_read_in_parts_and_whole() {
        let read = names(&json!([
            {"family": "Beauvoir", "given": "Simone", "non-dropping-particle": "de"},
            {"family": "Alembert", "given": "Jean", "non-dropping-particle": "d’"},
            {"name": "Conseil de l’Europe"},
            "Réseau ÉdCan",
            {"given": "Colette"},
            {"family": ""}
        ]));
        let family = |name: &CreatorName| match name {
            CreatorName::Parts { particle, family, .. } => joined(particle.iter().chain([family])),
            CreatorName::Whole(whole) => whole.clone(),
        };
        let families: Vec<_> = read.iter().map(family).collect();
        assert_eq!(families, ["de Beauvoir", "d’Alembert", "Conseil de l’Europe", "Réseau ÉdCan", "Colette"]);
        assert_eq!(names(&json!({"family": "Morin"})).len(), 1);
    }

    #[test]
    fn a_doi_comes_without_its_address_and_pages_in_two() {
        let fields = of(json!({"DOI": "https://doi.org/10.1037/h0054346", "page": "370–396"}));
        let item = Item { key: "maslow", fields: &fields };
        assert_eq!(item.doi().as_deref(), Some("10.1037/h0054346"));
        assert_eq!(item.pages(), Some(("370".to_owned(), Some("396".to_owned()))));
        let fields = of(json!({"DOI": "10.1/10.2", "page": "3-5, 9"}));
        let item = Item { key: "x", fields: &fields };
        assert_eq!(item.doi().as_deref(), Some("10.1/10.2"));
        assert_eq!(item.pages(), Some(("3-5, 9".to_owned(), None)));
    }
}
