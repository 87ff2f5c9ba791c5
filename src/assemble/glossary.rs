//! Terms: their words in `glossary.yml`, and the texts that use them.

mod term_index;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::assemble::{Index, Parses};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Alphabet, Locale, Localized, message};
use crate::model::{Book, Definition, Glossary, Term, Title, Translation};
use crate::parse::glossary::{Glossary as Written, TermWords, WrittenTerm};
use crate::rule::Rule;
use crate::source::BookPath;
use term_index::TermIndex;

/// Fills in the book's glossary, and records for each text which terms it uses.
pub(super) fn resolve(
    book: &mut Book,
    written: Option<(&BookPath, &Written)>,
    index: &Index,
    parses: &Parses,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut names = TermIndex::new(&book.config);
    if let Some((path, written)) = written {
        book.glossary = gather(&book.config, path, written, &mut names, diagnostics);
    }
    let used = uses::resolve(book, &mut names, diagnostics);
    if let Some((path, written)) = written {
        let drafted = uses::in_drafts(&book.config, &names, index, parses);
        report_unused(path, written, &used, &drafted, diagnostics);
    }
}

/// The terms of the file. A name that two of them have leads to the first.
fn gather(
    config: &Config,
    path: &BookPath,
    written: &Written,
    names: &mut TermIndex,
    diagnostics: &mut Vec<Diagnostic>,
) -> Glossary {
    let texts = config.localized(|locale| {
        let parsed = written.texts.get(config.language(locale).key.as_str())?;
        let (path, parsed) = (path.clone(), Arc::clone(parsed));
        Some(Translation {
            path,
            locale,
            draft: false,
            parsed,
            links: Vec::new(),
            terms: Vec::new(),
            tasks: BTreeMap::new(),
            listed_anchors: BTreeMap::new(),
        })
    });
    for (index, term) in written.terms.iter().enumerate() {
        report_languages(config, path, term, diagnostics);
        for (locale, words) in known(config, term) {
            names.add(locale, index, words, path, diagnostics);
        }
        names.add_id(index, &term.id.value);
    }
    let mut next = config.localized(|_| 0);
    let mut terms: Vec<Term> = written.terms.iter().map(|term| gathered(config, term, &mut next)).collect();
    let order = config.localized(|locale| in_order(config, locale, &mut terms));
    Glossary { terms, order, texts }
}

/// The words of a term in each of its languages that is the book's too.
fn known<'w>(config: &Config, term: &'w WrittenTerm) -> impl Iterator<Item = (Locale, &'w TermWords)> {
    term.words.iter().filter_map(|(key, words)| Some((config.locale(&key.value)?, words)))
}

/// A term, with another language's words in the place of missing ones. `next` holds the index of the next definition in
/// each language's text.
fn gathered(config: &Config, term: &WrittenTerm, next: &mut Localized<usize>) -> Term {
    let words = config.localized(|locale| known(config, term).find(|(own, _)| *own == locale).map(|(_, words)| words));
    let own = config.localized(|locale| {
        words.get(locale).and_then(|words| words.definition.as_ref()).map(|_| {
            let prose = next.get_mut(locale);
            *prose += 1;
            Definition { locale, prose: *prose - 1 }
        })
    });
    let name = |locale: Locale| {
        let name = words.get(locale).and_then(|words| words.term.as_ref())?;
        Some(Title { text: name.text.trim().to_owned(), locale })
    };
    let default = config.default_locale;
    let others = || std::iter::once(default).chain(config.locales());
    let synonyms = config.localized(|locale| {
        let synonyms = words.get(locale).iter().flat_map(|words| &words.synonyms);
        synonyms.map(|synonym| synonym.text.trim().to_owned()).collect()
    });
    Term {
        id: term.id.value.clone(),
        names: config.localized(|locale| {
            let any = name(locale).or_else(|| others().find_map(name));
            any.unwrap_or_else(|| Title { text: term.id.value.clone(), locale: default })
        }),
        synonyms,
        definitions: config
            .localized(|locale| (*own.get(locale)).or_else(|| others().find_map(|other| *own.get(other)))),
        ranks: config.localized(|_| 0),
        lessons: config.localized(|_| Vec::new()),
    }
}

/// The terms in a language's alphabetical order; each is given its place.
fn in_order(config: &Config, locale: Locale, terms: &mut [Term]) -> Vec<usize> {
    let alphabet = Alphabet::new(&config.language(locale).tag);
    let mut order: Vec<usize> = (0..terms.len()).collect();
    order.sort_by(|&a, &b| {
        let name = |term: usize| terms[term].names.get(locale).text.as_str();
        alphabet.compare(name(a), name(b))
    });
    for (rank, &term) in order.iter().enumerate() {
        *terms[term].ranks.get_mut(locale) = rank;
    }
    order
}

/// Reports languages that are not the book's, and those of the book that are missing.
fn report_languages(config: &Config, path: &BookPath, term: &WrittenTerm, diagnostics: &mut Vec<Diagnostic>) {
    let id = term.id.value.as_str();
    for (key, _) in term.words.iter().filter(|(key, _)| config.locale(&key.value).is_none()) {
        let message = message!("unknown-field.language", key = key.value.as_str());
        let keys = config.languages.iter().map(|language| language.key.as_str());
        let help = message!("unknown-field.help-language", known = keys.collect::<Vec<_>>().join(", "));
        diagnostics.push(Diagnostic::new(Rule::UnknownField, Place::new(path, &key.span), message).help(help));
    }
    // Words that could not be read are reported as such: they aren't missing.
    if term.is_broken {
        return;
    }
    for locale in config.locales() {
        let language = config.language(locale);
        let key = language.key.as_str();
        let written = term.words.iter().find(|(written, _)| written.value == key);
        let named = written.filter(|(_, words)| words.term.is_some());
        let place = Place::new(path, written.map_or(&term.id.span, |(key, _)| &key.span));
        match named {
            None => {
                let message = message!("missing-term.message", term = id, language = language.in_words());
                let fault = Diagnostic::new(Rule::MissingTerm, place, message);
                diagnostics.push(fault.help(message!("missing-term.help", key = key)));
            }
            Some((_, words)) if words.definition.is_none() => {
                let message = message!("missing-definition.message", term = id, language = language.in_words());
                let fault = Diagnostic::new(Rule::MissingDefinition, place, message);
                diagnostics.push(fault.help(message!("missing-definition.help", key = key)));
            }
            Some(_) => {}
        }
    }
}

fn report_unused(
    path: &BookPath,
    written: &Written,
    used: &BTreeSet<usize>,
    drafted: &BTreeSet<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (index, term) in written.terms.iter().enumerate() {
        if !used.contains(&index) && !drafted.contains(&index) {
            let id = term.id.value.as_str();
            let fault = Diagnostic::new(
                Rule::UnusedTerm,
                Place::new(path, &term.id.span),
                message!("unused-term.message", term = id),
            );
            let fault = fault.relying_on_book();
            diagnostics.push(fault.help(message!("unused-term.help", term = id)));
        }
    }
}
