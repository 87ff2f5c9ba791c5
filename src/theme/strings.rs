//! The theme's words in one language: counts in its plural forms, durations, dates.

pub mod dates;
pub(super) mod draft;
pub(super) mod faults;
pub mod lent;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;

use icu_locale_core::Locale as LocaleTag;
use icu_plurals::{PluralCategory, PluralRuleType, PluralRules};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::characters;
use crate::config;
use crate::locale::number;
use crate::model::Date;
use dates::Day;

/// The words of pages that scripts which are loaded later need too.
const SHARED: &[&str] = &[
    "activities",
    "all_done",
    "all_shown",
    "begun_lessons",
    "begun_outcomes",
    "duration_hours",
    "duration_hours_minutes",
    "duration_minutes",
    "go_on",
    "left",
    "lessons",
    "lessons_left",
    "list_alternative",
    "list_separator",
    "next_step",
    "next_here",
    "of_total",
    "questions",
    "read_lessons",
    "read_outcomes",
    "review",
    "separator",
    "shown_lessons",
    "shown_outcomes",
    "shown_outcomes_in_full",
    "state_begun",
    "state_read",
    "state_shown",
    "state_to_come",
    "take_stock",
    "to_come_count",
    "why_begun",
    "why_done",
    "why_here",
    "why_needed",
    "why_order",
];

/// The words of one language, by key. A template sees those that have one form; Rust fills the
/// others in.
#[derive(Clone, Debug)]
pub struct Strings {
    tag: String,
    decimal_mark: char,
    forms: BTreeMap<String, Forms>,
}

/// A text in one form, or in one for each plural category that the language has.
#[derive(Clone, Debug)]
enum Forms {
    Single(String),
    Plural(BTreeMap<PluralCategory, String>),
}

impl Strings {
    /// Reads `strings/<lang>.toml` for a language of that tag (BCP 47).
    ///
    /// # Errors
    /// The text is no TOML.
    pub fn parse(tag: &str, toml: &str) -> Result<Self, toml::de::Error> {
        let table: toml::Table = toml::from_str(toml)?;
        let forms = table.into_iter().filter_map(|(key, value)| Some((key, Forms::read(value)?))).collect();
        Ok(Self { forms, ..Self::empty(tag) })
    }

    /// No words yet.
    pub fn empty(tag: &str) -> Self {
        Self { tag: tag.to_owned(), decimal_mark: number::decimal_mark(tag), forms: BTreeMap::new() }
    }

    /// Takes from `other`, in the same language, the keys that are not there.
    pub fn complete_with(&mut self, other: &Self) {
        for (key, forms) in &other.forms {
            self.forms.entry(key.clone()).or_insert_with(|| forms.clone());
        }
    }

    /// Takes from `lender`, in another language, the keys that are not there. Their words say what
    /// language they are in; parts of addresses can't.
    pub fn borrow_from(&mut self, lender: &Self) {
        let lent = |key: &str, forms: &Forms| match key.ends_with("_slug") {
            true => forms.clone(),
            false => forms.lent(lender.language_here()),
        };
        for (key, forms) in &lender.forms {
            self.forms.entry(key.clone()).or_insert_with(|| lent(key, forms));
        }
    }

    /// The language's tag and direction.
    fn language_here(&self) -> (&str, &str) {
        (&self.tag, direction(&self.tag))
    }

    /// The language's tag.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What parts a number's decimals: `,` or `.`, as a rule.
    pub fn decimal_mark(&self) -> char {
        self.decimal_mark
    }

    /// The text of that key; the key itself when there is none, which the default theme's keys
    /// never come to.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        match self.forms.get(key) {
            Some(Forms::Single(text)) => text,
            Some(Forms::Plural(forms)) => forms.get(&PluralCategory::Other).map_or(key, String::as_str),
            None => key,
        }
    }

    /// The text of that key, with its `{name}` places filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let text = self.get(key);
        let is_lent = lent::language(text).is_some();
        // Within words of another language, those of this one are the foreign ones. Capitals alone
        // number things (A, C) or are a code (FR).
        let is_word = |c: char| c.is_alphabetic() && !c.is_ascii_uppercase();
        let filled =
            fill(text, values, |value| match is_lent && value.contains(is_word) && lent::language(&value).is_none() {
                true => lent::marked(&value, self.language_here()),
                false => value,
            });
        // Where nothing but the places has words, the whole is in the language of the first.
        match lent::language(&filled).filter(|_| !is_lent) {
            Some(language) if !has_words(text) => lent::marked(&filled, language),
            _ => filled,
        }
    }

    /// The text of that key in the form that `count` calls for, `{n}` being the count.
    pub fn count(&self, key: &str, count: usize) -> String {
        // Lent words count as their own language does.
        let (tag, _) = lent::language(self.get(key)).unwrap_or(self.language_here());
        let category = plural_rules(tag).map_or(PluralCategory::Other, |rules| rules.category_for(count));
        let text = match self.forms.get(key) {
            Some(Forms::Plural(forms)) => forms.get(&category).map_or_else(|| self.get(key), String::as_str),
            _ => self.get(key),
        };
        fill(text, &[("n", &number::whole(tag, count as u64))], |count| count)
    }

    /// The texts of these keys as a JSON object, for the page's script: those with plural forms as objects of their own, by
    /// category (`one`, `other`…). `<` is written so that the object can stand in a page.
    pub fn as_json(&self, keys: &[&str]) -> String {
        let value = |key: &str| self.forms.get(key).map_or_else(|| key.into(), Forms::as_json);
        let words: serde_json::Map<_, _> = keys.iter().map(|key| ((*key).to_owned(), value(key))).collect();
        serde_json::Value::Object(words).to_string().replace('<', "\\u003c")
    }

    /// Several things after one another: “a, b, c”.
    pub fn list(&self, items: &[impl AsRef<str>]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        items.join(self.get("list_separator"))
    }

    /// A duration: “25 min”, “1 h 10 min”.
    pub fn duration(&self, minutes: u32) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let hours_text = || self.count("duration_hours", hours as usize);
        let minutes_text = || self.count("duration_minutes", rest as usize);
        match (hours, rest) {
            (0, _) => minutes_text(),
            (_, 0) => hours_text(),
            _ => self.fill("duration_hours_minutes", &[("hours", &hours_text()), ("minutes", &minutes_text())]),
        }
    }

    /// A day, for machines and for people.
    pub fn day(&self, date: Date) -> Day {
        Day { datetime: date.to_string(), label_html: dates::long_html(&self.tag, date) }
    }

    /// “Level 2”, in the book's own word for a level if it has one.
    pub fn level(&self, number: usize, name: Option<&str>) -> String {
        self.fill("level_number", &[("level", &name.unwrap_or(self.get("level"))), ("number", &number)])
    }

    /// “Level 2 of 5”.
    pub fn level_of(&self, number: usize, levels: usize, name: Option<&str>) -> String {
        let name = name.unwrap_or(self.get("level"));
        self.fill("level_of", &[("level", &name), ("number", &number), ("levels", &levels)])
    }

    /// “Up to level 3”, “Down to level 1”.
    pub fn level_step(&self, up: bool, number: usize, name: Option<&str>) -> String {
        // With a word of the book's own, a sentence that needs neither its article nor its gender.
        match (up, name.filter(|name| *name != lent::plain(self.get("level").into()))) {
            (true, None) => self.fill("up_to_level", &[("number", &number)]),
            (false, None) => self.fill("down_to_level", &[("number", &number)]),
            (true, Some(name)) => {
                self.fill("up_to_named", &[("level", &first_letter_small(name)), ("number", &number)])
            }
            (false, Some(name)) => {
                self.fill("down_to_named", &[("level", &first_letter_small(name)), ("number", &number)])
            }
        }
    }

    /// What a language of the book is called in this one (“English”, « anglais »); its own name, which
    /// it lends, where the theme doesn't know.
    pub fn language<'a>(&'a self, language: &config::Language) -> Cow<'a, str> {
        match self.forms.get(&format!("language_{}", language.key)) {
            Some(Forms::Single(name)) => name.into(),
            _ if language.tag == self.tag => language.name.clone().into(),
            _ => lent::marked(&language.name, (&language.tag, direction(&language.tag))).into(),
        }
    }

    /// The words of scripts that are loaded later, those whose keys begin with `script_`, as a JSON object by the rest of
    /// their keys, and those of pages that scripts need too. Each is a text, or an object of its plural forms; where another
    /// language lends it, a list of that and that language's tag.
    pub fn for_scripts(&self) -> String {
        let words = self.forms.iter().filter_map(|(key, forms)| {
            let name = key.strip_prefix("script_").or_else(|| SHARED.contains(&key.as_str()).then_some(key))?;
            let word = forms.as_json();
            let word = match lent::language(self.get(key)) {
                Some((tag, _)) => serde_json::json!([word, tag]),
                None => word,
            };
            Some((name, word))
        });
        // A map of texts always serialises.
        serde_json::to_string(&words.collect::<BTreeMap<_, _>>()).unwrap_or_default()
    }

    /// The keys that every language needs: all but the languages' names, which have their own names
    /// to fall back on.
    pub fn needed_keys(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(String::as_str).filter(|key| !key.starts_with("language_"))
    }

    /// All keys.
    #[cfg(test)]
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(String::as_str)
    }

    /// The places that the texts of that key have together.
    #[cfg(test)]
    pub(super) fn filled(&self, key: &str) -> std::collections::BTreeSet<&str> {
        self.forms[key].places()
    }

    /// Whether there is a text of that key.
    pub fn has(&self, key: &str) -> bool {
        self.forms.contains_key(key)
    }
}

/// The direction of a language's script, as pages say it.
fn direction(tag: &str) -> &'static str {
    if config::is_right_to_left(tag) { "rtl" } else { "ltr" }
}

fn plural_rules(tag: &str) -> Option<PluralRules> {
    let locale: LocaleTag = tag.parse().ok()?;
    PluralRules::try_new(locale.into(), PluralRuleType::Cardinal.into()).ok()
}

/// The plural categories, each with the name that CLDR gives it.
const CATEGORIES: [(PluralCategory, &str); 6] = [
    (PluralCategory::Zero, "zero"),
    (PluralCategory::One, "one"),
    (PluralCategory::Two, "two"),
    (PluralCategory::Few, "few"),
    (PluralCategory::Many, "many"),
    (PluralCategory::Other, "other"),
];

fn category_name(category: PluralCategory) -> &'static str {
    CATEGORIES.iter().find(|(known, _)| *known == category).map_or("other", |(_, name)| name)
}

/// The plural categories of a language (CLDR); only `other` if CLDR doesn't have it.
pub fn plural_categories(tag: &str) -> Vec<&'static str> {
    let rules = plural_rules(tag);
    let has = |category| match &rules {
        Some(rules) => rules.categories().any(|known| known == category),
        None => category == PluralCategory::Other,
    };
    CATEGORIES.into_iter().filter(|(category, _)| has(*category)).map(|(_, name)| name).collect()
}

/// The names in the `{…}` places of a text.
fn places(text: &str) -> impl Iterator<Item = &str> {
    let names = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    names.filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
}

/// Whether a text says something besides what is filled in.
fn has_words(text: &str) -> bool {
    let mut is_place = false;
    text.chars().any(|c| {
        is_place = c == '{' || is_place && c != '}';
        !is_place && c.is_alphabetic()
    })
}

impl Serialize for Strings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, forms) in &self.forms {
            if let Forms::Single(text) = forms {
                map.serialize_entry(key, text)?;
            }
        }
        map.end()
    }
}

impl Forms {
    /// A string, or a table of plural categories; `None` for what a newer theme may hold.
    fn read(value: toml::Value) -> Option<Self> {
        match value {
            toml::Value::String(text) => Some(Self::Single(characters::shown(text.into()).into_owned())),
            toml::Value::Table(table) => {
                let forms = table.into_iter().filter_map(|(category, text)| {
                    let text = characters::shown(text.as_str()?.into()).into_owned();
                    Some((PluralCategory::get_for_cldr_string(&category)?, text))
                });
                Some(Self::Plural(forms.collect()))
            }
            _ => None,
        }
    }

    /// A text, or an object of texts by plural category.
    fn as_json(&self) -> serde_json::Value {
        let plain = |text: &String| serde_json::Value::from(lent::plain(text.into()));
        match self {
            Self::Single(text) => plain(text),
            Self::Plural(forms) => {
                let named = forms.iter().map(|(category, text)| (category_name(*category).to_owned(), plain(text)));
                serde_json::Value::Object(named.collect())
            }
        }
    }

    /// The same, lent by that language. What is but signs and places is in no language.
    fn lent(&self, language: (&str, &str)) -> Self {
        let lent = |text: &String| if has_words(text) { lent::marked(text, language) } else { text.clone() };
        match self {
            Self::Single(text) => Self::Single(lent(text)),
            Self::Plural(forms) => Self::Plural(forms.iter().map(|(category, text)| (*category, lent(text))).collect()),
        }
    }
}

fn fill(template: &str, values: &[(&str, &dyn Display)], written: impl Fn(String) -> String) -> String {
    let mut text = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let found = after
            .split_once('}')
            .and_then(|(name, rest)| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, rest)));
        match found {
            Some((value, after)) => {
                text.push_str(&written(value.to_string()));
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

fn first_letter_small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french() -> Strings {
        Strings::parse("fr-CA", include_str!("../../themes/palier/strings/fr.toml")).unwrap()
    }

    fn english() -> Strings {
        Strings::parse("en-CA", include_str!("../../themes/palier/strings/en.toml")).unwrap()
    }

    #[test]
    fn zero_is_singular_in_french_and_plural_in_english() {
        assert_eq!(french().count("lessons", 0), "0 leçon");
        assert_eq!(french().count("lessons", 3), "3 leçons");
        assert_eq!(english().count("lessons", 0), "0 lessons");
        assert_eq!(english().count("lessons", 1), "1 lesson");
    }

    #[test]
    fn a_language_with_many_plural_forms_has_the_right_one() {
        let arabic =
            Strings::parse("ar", "x = { one = \"one\", two = \"two\", few = \"few {n}\", other = \"other {n}\" }");
        let arabic = arabic.unwrap();
        assert_eq!(arabic.count("x", 2), "two");
        assert_eq!(arabic.count("x", 3), "few 3");
        assert_eq!(arabic.count("x", 100), "other 100");
    }

    #[test]
    fn a_count_in_thousands_is_parted_as_the_language_does() {
        assert_eq!(french().count("lessons", 12_500), "12\u{a0}500 leçons");
        assert_eq!(english().count("lessons", 12_500), "12,500 lessons");
    }

    #[test]
    fn a_language_has_its_plural_categories() {
        assert_eq!(plural_categories("ar"), ["zero", "one", "two", "few", "many", "other"]);
        assert_eq!(plural_categories("fr-CA"), ["one", "many", "other"]);
        assert_eq!(plural_categories("ja"), ["other"]);
        assert_eq!(plural_categories("!"), ["other"]);
    }

    #[test]
    fn a_script_gets_words_with_their_plural_forms_and_without_marks() {
        let words: serde_json::Value = serde_json::from_str(&french().as_json(&["close", "lessons", "none"])).unwrap();
        assert_eq!(words["close"], "Fermer");
        assert_eq!(words["lessons"]["one"], "{n} leçon");
        assert_eq!(words["lessons"].as_object().unwrap().len(), 3);
        assert_eq!(words["none"], "none");
        let lent: serde_json::Value = serde_json::from_str(&borrowing().as_json(&["close"])).unwrap();
        assert_eq!(lent["close"], "Close");
        let hostile = Strings::parse("fr", "a = \"</script>\"").unwrap();
        assert_eq!(hostile.as_json(&["a"]), "{\"a\":\"\\u003c/script>\"}");
    }

    #[test]
    fn durations_read_as_people_say_them() {
        assert_eq!(french().duration(25), "25\u{a0}min");
        assert_eq!(french().duration(70), "1\u{a0}h\u{a0}10\u{a0}min");
        assert_eq!(english().duration(120), "2\u{a0}h");
        let arabic = Strings::parse("ar", include_str!("../../themes/palier/strings/ar.toml")).unwrap();
        assert_eq!(arabic.duration(2), "دقيقتان");
        assert_eq!(arabic.duration(130), "ساعتان و10\u{a0}دقائق");
    }

    #[test]
    fn a_step_to_a_level_takes_the_books_own_word() {
        assert_eq!(french().level_step(true, 3, None), "Monter au niveau\u{a0}3");
        assert_eq!(french().level_step(true, 3, Some("Niveau")), "Monter au niveau\u{a0}3");
        assert_eq!(french().level_step(true, 3, Some("Étape")), "Monter\u{a0}: étape\u{a0}3");
    }

    /// Arabic with one word of its own, the rest from English.
    fn borrowing() -> Strings {
        let mut words = Strings::parse("ar", "draft = \"مسودة\"").unwrap();
        words.borrow_from(&Strings::parse("en", include_str!("../../themes/palier/strings/en.toml")).unwrap());
        words
    }

    #[test]
    fn a_lent_word_says_its_language_and_signs_and_addresses_have_none() {
        let words = borrowing();
        assert_eq!((words.get("draft"), words.get("colon"), words.get("glossary_slug")), ("مسودة", ": ", "glossary"));
        assert_eq!(words.get("toc"), lent::marked("On this page", ("en", "ltr")));
        assert_eq!(words.fill("of_site", &[("title", &"أ"), ("site", &"ب")]), "أ — ب");
    }

    #[test]
    fn what_fills_a_lent_text_keeps_its_own_language() {
        let words = borrowing();
        let (english, arabic) = (("en", "ltr"), ("ar", "rtl"));
        assert_eq!(
            words.fill("tag_title", &[("tag", &"ماء")]),
            lent::marked(&format!("Tag: {}", lent::marked("ماء", arabic)), english)
        );
        assert_eq!(words.fill("table", &[("number", &2)]), lent::marked("Table\u{a0}2", english));
        // Of places alone: as the first says.
        let level = lent::marked("Level", english);
        assert_eq!(words.level(2, None), lent::marked(&format!("{level}\u{a0}2"), english));
        assert_eq!(words.level(2, Some("درجة")), "درجة\u{a0}2");
        assert_eq!(words.level_step(true, 3, Some("Level")), words.level_step(true, 3, None));
    }

    #[test]
    fn lent_words_count_as_their_language_does() {
        let mut japanese = Strings::empty("ja");
        japanese.borrow_from(&french());
        assert_eq!(japanese.count("lessons", 1), lent::marked("1 leçon", ("fr-CA", "ltr")));
        assert_eq!(japanese.count("lessons", 12_500), lent::marked("12\u{a0}500 leçons", ("fr-CA", "ltr")));
    }

    #[test]
    fn what_is_no_place_to_fill_stays() {
        assert_eq!(fill("{a} {b} {", &[("a", &1)], |value| value), "1 {b} {");
    }
}
