//! `glossary.yml`: terms, what they are called in each language, and what they mean.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Parsed;
use super::front_matter::TextValue;
use super::front_matter::fields;
use super::ids::{Ids, is_id};
use super::markdown;
use super::yaml::{Entry, Kind, Reader};
use crate::diagnostic::Checked;
use crate::message;
use crate::nearest::{Meanings, meaning, nearest};
use crate::rule::Rule;
use crate::shape::{Shape, in_yaml};
use crate::source::{Span, Spanned};

/// What `glossary.yml` says: each term once, in the file's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Glossary {
    /// The terms.
    pub terms: Vec<WrittenTerm>,
    /// The definitions in each language, by the language's key: texts whose prose they are.
    pub texts: BTreeMap<String, Arc<Parsed>>,
}

/// A term as `glossary.yml` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenTerm {
    /// Its id, and the place of that.
    pub id: Spanned<String>,
    /// Its words by the language's key, unchecked.
    pub words: Vec<(Spanned<String>, TermWords)>,
    /// Whether something of it could not be read, and is reported.
    pub is_broken: bool,
}

/// A term in one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermWords {
    /// What it is called.
    pub term: Option<TextValue>,
    /// What it means: inline Markdown.
    pub definition: Option<TextValue>,
    /// What else it is called.
    pub synonyms: Vec<TextValue>,
    /// Its plural, and other forms that its words have.
    pub plural: Vec<TextValue>,
}

impl TermWords {
    /// Everything that it is called: the term itself, its synonyms, their plurals.
    pub fn names(&self) -> impl Iterator<Item = &TextValue> {
        self.term.iter().chain(&self.synonyms).chain(&self.plural)
    }
}

/// What a term has in a language.
pub const TERM: [(&str, Shape); 4] =
    [("term", in_yaml::text), ("definition", in_yaml::text), ("synonyms", in_yaml::texts), ("plural", in_yaml::texts)];

/// What authors write in their place.
const MEANT: &Meanings = &[
    ("term", &["terme", "nom", "name"]),
    ("definition", &["définition", "def"]),
    ("synonyms", &["synonyme", "synonymes", "synonym"]),
    ("plural", &["pluriel", "pluriels"]),
];

/// Reads `glossary.yml`; places are byte ranges of `text`. A fault costs its own value and no other.
pub fn read(text: &str) -> Checked<Glossary, Span> {
    let mut reader = Reader::new(text);
    let entries = reader.file_entries(is_id);
    let mut ids = Ids::default();
    let mut terms = Vec::with_capacity(entries.len());
    for entry in &entries {
        if !ids.take(&mut reader, entry, |id| message!("invalid-field.message-term", term = id)) {
            continue;
        }
        let faults = reader.diagnostics.len();
        let words = languages(&mut reader, entry);
        let is_broken = reader.diagnostics.len() > faults;
        terms.push(WrittenTerm { id: entry.key.clone(), words, is_broken });
    }
    let texts = texts(text, &terms);
    reader.finish_file(Glossary { terms, texts })
}

/// A term's words, language by language.
fn languages<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<(Spanned<String>, TermWords)> {
    let mut languages: Vec<(Spanned<String>, TermWords)> = Vec::new();
    for language in map(reader, entry) {
        let key = &language.key;
        match languages.iter().find(|(other, _)| other.value == key.value) {
            Some((first, _)) => reader.report_duplicate(&key.value, key.span.clone(), first.span.clone()),
            None => {
                let words = words(reader, &language);
                languages.push((language.key, words));
            }
        }
    }
    languages
}

fn words<'t>(reader: &mut Reader<'t>, language: &Entry<'t>) -> TermWords {
    let mut words = TermWords::default();
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for field in map(reader, language) {
        let (key, at) = (field.key.value.clone(), field.key.span.clone());
        if let Some(first) = first.get(&key) {
            reader.report_duplicate(&key, at, first.clone());
            continue;
        }
        match key.as_str() {
            "term" => words.term = fields::text(reader, &field),
            "definition" => words.definition = fields::text(reader, &field),
            "synonyms" => words.synonyms = names(reader, &field),
            // Either is a word that means it.
            "plural" | "plurals" => words.plural = names(reader, &field),
            unknown => report_unknown(reader, unknown, at.clone()),
        }
        first.insert(key, at);
    }
    words
}

fn names<'t>(reader: &mut Reader<'t>, field: &Entry<'t>) -> Vec<TextValue> {
    fields::texts(reader, field).into_iter().filter(|name| !name.text.trim().is_empty()).collect()
}

/// The entries of a value that should be a map; what is none is reported.
fn map<'t>(reader: &mut Reader<'t>, entry: &Entry<'t>) -> Vec<Entry<'t>> {
    match reader.kind(&entry.value) {
        Kind::Nothing => Vec::new(),
        Kind::Entries | Kind::Braces => reader.entries(&entry.value),
        Kind::Scalar | Kind::Items | Kind::Brackets => {
            let message = message!("invalid-field.message-map", field = entry.key.value.as_str());
            fields::invalid(reader, &entry.value, message, message!("invalid-field.help-glossary"));
            Vec::new()
        }
    }
}

fn report_unknown(reader: &mut Reader<'_>, key: &str, at: Span) {
    let folded = key.trim().to_lowercase();
    let keys = TERM.map(|(key, _)| key);
    let help = match meaning(MEANT, &folded).or_else(|| nearest(key, keys)) {
        Some(near) => message!("unknown-field.help-nearest", nearest = near),
        None => message!("unknown-field.help-glossary", known = keys.join(", ")),
    };
    reader.report(Rule::UnknownField, at, message!("unknown-field.glossary", key = key), Some(help));
}

/// The definitions as texts, one for each language.
fn texts(text: &str, terms: &[WrittenTerm]) -> BTreeMap<String, Arc<Parsed>> {
    let mut definitions: BTreeMap<&str, Vec<(usize, &TextValue)>> = BTreeMap::new();
    for (index, term) in terms.iter().enumerate() {
        for (language, words) in &term.words {
            let of_language = definitions.entry(language.value.as_str()).or_default();
            of_language.extend(words.definition.as_ref().map(|definition| (index, definition)));
        }
    }
    let parsed = |definitions: Vec<(usize, &TextValue)>| {
        let document = markdown::definitions(text, definitions);
        Arc::new(Parsed { document, ..Parsed::default() })
    };
    definitions.into_iter().map(|(language, definitions)| (language.to_owned(), parsed(definitions))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# les mots du livre\n\
        consommacteur:\n\
        \x20 fr:\n\
        \x20   term: consomm'acteur\n\
        \x20   plural: consomm'acteurs\n\
        \x20   definition: Personne qui *achète* : et qui publie. Voir [[curation]].\n\
        \x20   synonyms: [consommateur-acteur]\n\
        \x20 en: { term: prosumer, definition: A person who… }\n";

    fn rules(text: &str) -> Vec<(Rule, &str)> {
        read(text).diagnostics.into_iter().map(|fault| (fault.rule, &text[fault.at])).collect()
    }

    #[test]
    fn a_term_is_read_in_lines_and_in_braces() {
        let read = read(TEXT);
        assert_eq!(read.diagnostics, []);
        let [term] = read.value.terms.as_slice() else { panic!("{:?}", read.value) };
        assert_eq!(&TEXT[term.id.span.clone()], "consommacteur");
        let names = |language: usize| term.words[language].1.names().map(|name| name.text.as_str()).collect::<Vec<_>>();
        assert_eq!(names(0), ["consomm'acteur", "consommateur-acteur", "consomm'acteurs"]);
        assert_eq!(names(1), ["prosumer"]);
    }

    #[test]
    fn a_definition_is_markdown_whose_places_are_the_files() {
        let read = read(TEXT);
        let document = &read.value.texts["fr"].document;
        assert_eq!(document.prose.len(), 1);
        assert_eq!(&TEXT[document.terms[0].span.clone()], "[[curation]]");
        assert_eq!(read.value.texts["en"].document.prose.len(), 1);
    }

    #[test]
    fn what_is_no_term_is_reported_at_its_place() {
        assert_eq!(rules("Capital social: { fr: { term: x } }"), [(Rule::InvalidField, "Capital social")]);
        assert_eq!(rules("a: { fr: x }"), [(Rule::InvalidField, "x")]);
        assert_eq!(rules("a: x"), [(Rule::InvalidField, "x")]);
        assert_eq!(rules("a: { fr: { terme: x } }"), [(Rule::UnknownField, "terme")]);
        assert_eq!(rules("a: { fr: { term: x }, fr: { term: y } }").len(), 1);
        assert_eq!(rules("a: {}\na: {}"), [(Rule::DuplicateField, "a")]);
        assert_eq!(rules("- a"), [(Rule::InvalidYaml, "- a")]);
        assert_eq!(rules(""), []);
    }
}
