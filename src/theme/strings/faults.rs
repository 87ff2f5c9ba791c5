//! What is wrong with a book's own file of words: missing keys, places that nothing fills, plural
//! forms that the language doesn't have, or that are missing.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::{Forms, Strings, places, plural_categories};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, message};
use crate::nearest::Guesses;
use crate::rule::Rule;
use crate::source::{BookPath, Span};

/// The keys that are named one by one; the rest are counted.
const NAMED: usize = 5;

/// The keys of `needed` that are missing from a language's words, as one fault of its file; `None` if
/// none is.
pub(in crate::theme) fn missing(path: &BookPath, words: &Strings, needed: &Strings, key: &str) -> Option<Diagnostic> {
    let lacking: Vec<&str> = needed.needed_keys().filter(|key| !words.has(key)).collect();
    let named = lacking.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let message = match lacking.len().checked_sub(NAMED) {
        _ if lacking.is_empty() => return None,
        None | Some(0) => message!("missing-string.message", keys = named),
        Some(more) => message!("missing-string.message-more", keys = named, more = more),
    };
    let help = message!("missing-string.help", key = key);
    Some(Diagnostic::new(Rule::MissingString, Place::file(path), message).help(help))
}

/// What is wrong with each text of a file, in a language of tag `tag`.
pub(in crate::theme) fn unfit(path: &BookPath, text: &str, tag: &str, models: &Models<'_>) -> Vec<Diagnostic> {
    let known = models.english;
    // A file that can't be read is reported where it is read.
    let Ok(table) = DeTable::parse(text) else { return Vec::new() };
    let own: BTreeSet<&str> = table.get_ref().iter().map(|(key, _)| key.get_ref().as_ref()).collect();
    let mut found = Found { path, tag, diagnostics: Vec::new() };
    let mut guesses = Guesses::default();
    let mut untranslated: Vec<(&str, Span)> = Vec::new();
    for (key, value) in table.get_ref() {
        let (name, span) = (key.get_ref().as_ref(), key.span());
        if models.of_others(tag).any(|model| is_copied(value.get_ref(), model.forms.get(name))) {
            untranslated.push((name, value.span()));
        }
        match known.forms.get(name) {
            Some(forms) => found.text(name, forms, value),
            // A theme may have words of its own: only what looks like a slip is one.
            None => {
                let unsaid = known.needed_keys().filter(|known| !own.contains(known));
                if let Some(nearest) = guesses.nearest(name, unsaid) {
                    let message = message!("invalid-string.key", key = name);
                    found.push(span, message, message!("invalid-string.help-key", nearest = nearest));
                }
            }
        }
    }
    if let Some((_, first)) = untranslated.first() {
        let named: Vec<&str> = untranslated.iter().take(NAMED).map(|(name, _)| *name).collect();
        let more = if untranslated.len() > NAMED { ", …" } else { "" };
        let keys = format!("{}{more}", named.join(", "));
        let message = message!("missing-string.untranslated", count = untranslated.len(), keys = keys);
        let fault = Diagnostic::new(Rule::MissingString, Place::new(path, first), message);
        found.diagnostics.push(fault.help(message!("missing-string.help-untranslated")));
    }
    found.diagnostics
}

/// The default theme's words in the languages that `palier strings` begins with.
pub(in crate::theme) struct Models<'a> {
    /// These have every key.
    pub(in crate::theme) english: &'a Strings,
    pub(in crate::theme) french: &'a Strings,
}

impl<'a> Models<'a> {
    /// Those that are not in the language of that tag.
    fn of_others(&self, tag: &str) -> impl Iterator<Item = &'a Strings> + use<'a> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or(tag).to_owned();
        let own = primary(tag);
        [self.english, self.french].into_iter().filter(move |model| primary(model.tag()) != own)
    }
}

/// How many words make a text that two languages never share as a whole: “Notes” they may.
const SENTENCE: usize = 3;

/// Whether a text is a sentence left as it was before its translation.
fn is_copied(value: &DeValue<'_>, model: Option<&Forms>) -> bool {
    let is_sentence = |text: &str| {
        let words =
            text.split_whitespace().filter(|word| word.chars().all(|c| c.is_alphabetic() || c.is_ascii_punctuation()));
        words.filter(|word| !word.contains('{') && word.chars().any(char::is_alphabetic)).count() >= SENTENCE
    };
    match (value, model) {
        (DeValue::String(text), Some(Forms::Single(model))) => text == model && is_sentence(text),
        (DeValue::Table(forms), Some(Forms::Plural(model))) => {
            let mut forms = forms.values().filter_map(|form| form.get_ref().as_str()).peekable();
            forms.peek().is_some() && forms.all(|form| is_sentence(form) && model.values().any(|known| known == form))
        }
        _ => false,
    }
}

struct Found<'a> {
    path: &'a BookPath,
    tag: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl Found<'_> {
    fn push(&mut self, span: Span, message: Message, help: Message) {
        self.diagnostics.push(Diagnostic::new(Rule::InvalidString, Place::new(self.path, &span), message).help(help));
    }

    fn text(&mut self, key: &str, known: &Forms, value: &toml::Spanned<DeValue<'_>>) {
        let filled = known.places();
        match (value.get_ref(), known) {
            (DeValue::String(text), _) => self.places(text, &filled, value.span()),
            (DeValue::Table(forms), Forms::Plural(_)) => self.forms(key, forms, &filled, value.span()),
            (DeValue::Table(_), Forms::Single(_)) => {
                self.push(
                    value.span(),
                    message!("invalid-string.single", key = key),
                    message!("invalid-string.help-text"),
                );
            }
            _ => self.push(
                value.span(),
                message!("invalid-string.text", key = key),
                message!("invalid-string.help-text"),
            ),
        }
    }

    fn forms(&mut self, key: &str, forms: &DeTable<'_>, filled: &BTreeSet<&str>, span: Span) {
        let categories = plural_categories(self.tag);
        let all = categories.join(", ");
        for (category, text) in forms {
            let name = category.get_ref().as_ref();
            if !categories.contains(&name) {
                let message = message!("invalid-string.category", category = name);
                self.push(category.span(), message, message!("invalid-string.help-categories", known = all.as_str()));
            }
            match text.get_ref() {
                DeValue::String(form) => self.places(form, filled, text.span()),
                _ => self.push(
                    text.span(),
                    message!("invalid-string.text", key = name),
                    message!("invalid-string.help-text"),
                ),
            }
        }
        let lacking: Vec<&str> = categories.into_iter().filter(|category| !forms.contains_key(*category)).collect();
        if !lacking.is_empty() {
            let message = message!("invalid-string.forms", key = key, lacking = lacking.join(", "));
            self.push(span, message, message!("invalid-string.help-categories", known = all));
        }
    }

    fn places(&mut self, text: &str, filled: &BTreeSet<&str>, span: Span) {
        for place in places(text).filter(|place| !filled.contains(place)) {
            let message = message!("invalid-string.place", place = format!("{{{place}}}"));
            let help = match filled.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ") {
                none if none.is_empty() => message!("invalid-string.help-no-place"),
                known => message!("invalid-string.help-place", known = known),
            };
            self.push(span.clone(), message, help);
        }
    }
}

impl Forms {
    /// The places that the program fills in this text.
    pub(super) fn places(&self) -> BTreeSet<&str> {
        match self {
            Self::Single(text) => places(text).collect(),
            Self::Plural(forms) => forms.values().flat_map(|text| places(text)).collect(),
        }
    }
}
