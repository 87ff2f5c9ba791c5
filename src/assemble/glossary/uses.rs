//! The terms that texts use.

use std::collections::{BTreeSet, HashMap};

use super::term_index::{TermIndex, fold};
use crate::assemble::fields::lesson_mut;
use crate::assemble::links::relative;
use crate::assemble::{Index, Parses, uses};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::load::GLOSSARY_YML;
use crate::locale::{Locale, Message, message};
use crate::model::{Book, Lesson, LessonRef, Translation, UsedTerm};
use crate::parse::document::TermUse;
use crate::rule::Rule;
use crate::source::BookPath;

/// Records for each text which terms it uses, and for each term which texts use it. Gives the indices of the terms that
/// are used anywhere, or were probably meant.
pub(super) fn resolve(book: &mut Book, names: &mut TermIndex, diagnostics: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
    let mut resolver = Resolver { book, names, lessons: None, used: BTreeSet::new(), diagnostics };
    let mut found: Vec<(LessonRef, Locale, Vec<Option<UsedTerm>>)> = Vec::new();
    for (at, lesson) in book.lessons() {
        for translation in lesson.translations.values() {
            found.push((at, translation.locale, resolver.terms(translation)));
        }
    }
    let texts = book.glossary.texts.iter().filter_map(|(_, text)| text.as_ref());
    let defined: Vec<_> = texts.map(|text| (text.locale, resolver.terms(text))).collect();
    let used = resolver.used;
    for (at, locale, terms) in found {
        if let Some(translation) = lesson_mut(book, at).translations.get_mut(&locale) {
            translation.terms = terms;
        }
    }
    for (locale, terms) in defined {
        if let Some(text) = book.glossary.texts.get_mut(locale) {
            text.terms = terms;
        }
    }
    list_lessons(book);
    used
}

/// Records for each term which texts use it.
fn list_lessons(book: &mut Book) {
    let terms = |_: &Lesson, shown: &Translation| {
        let uses = shown.parsed.document.terms.iter().zip(&shown.terms);
        let seen = uses.filter(|(written, _)| !written.for_teacher || book.audience.sees_all());
        seen.filter_map(|(_, used)| Some((*used)?.term)).collect()
    };
    for (term, locale, at) in uses(book, terms) {
        book.glossary.terms[term].lessons.get_mut(locale).push(at);
    }
}

/// The indices of the terms that left-out drafts use, in any language.
pub(super) fn in_drafts(config: &Config, names: &TermIndex, index: &Index, parses: &Parses) -> BTreeSet<usize> {
    let drafts = index.files.iter().filter(|(_, found)| found.is_none());
    let terms = drafts.filter_map(|(path, _)| parses.get(path)).flat_map(|parsed| &parsed.document.terms);
    let found = terms.filter_map(|used| config.locales().find_map(|locale| names.find(locale, &used.term)));
    found.map(|used| used.term).collect()
}

struct Resolver<'a> {
    book: &'a Book,
    names: &'a mut TermIndex,
    /// Lessons by their folded titles and ids; made for the first word that isn't a term.
    lessons: Option<HashMap<String, LessonRef>>,
    used: BTreeSet<usize>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Resolver<'_> {
    /// The terms that a text uses; `None` for a word that isn't one, which is reported.
    fn terms(&mut self, text: &Translation) -> Vec<Option<UsedTerm>> {
        text.parsed.document.terms.iter().map(|written| self.term(text, written)).collect()
    }

    fn term(&mut self, text: &Translation, written: &TermUse) -> Option<UsedTerm> {
        let locale = language(&self.book.config, text.locale, written);
        let found = self.names.find(locale, &written.term);
        match found {
            Some(found) => {
                self.used.insert(found.term);
            }
            None => {
                let help = self.help(text, locale, written);
                let message = message!("undefined-term.message", term = written.term.as_str());
                let place = Place::new(&text.path, &written.span);
                let fault = Diagnostic::new(Rule::UndefinedTerm, place, message).help(help);
                self.diagnostics.push(fault.relying_on([&BookPath::new(GLOSSARY_YML)]));
            }
        }
        found
    }

    /// What to do about a word that isn't a term.
    fn help(&mut self, text: &Translation, locale: Locale, written: &TermUse) -> Message {
        let word = written.term.as_str();
        if let Some(link) = self.link(text, written) {
            return message!("undefined-term.help-lesson", link = link);
        }
        if let Some(term) = self.names.elsewhere(locale, word) {
            self.used.insert(term);
            let name = &self.book.glossary.terms[term].names.get(locale);
            if name.locale == locale {
                return message!("undefined-term.help-language", name = name.text.as_str(), words = written.shown());
            }
        }
        match self.names.nearest(locale, word) {
            // A mistyped term is one fault, not two: the term that was probably meant is not reported as unused.
            Some((near, term)) => {
                self.used.insert(term);
                message!("undefined-term.help-nearest", nearest = near)
            }
            None => message!("undefined-term.help"),
        }
    }

    /// The link to write if the word is a lesson's title or id; else `None`.
    fn link(&mut self, text: &Translation, written: &TermUse) -> Option<String> {
        let book = self.book;
        let lessons = self.lessons.get_or_insert_with(|| lessons(book));
        let at = *lessons.get(&fold(&written.term))?;
        let to = book.file(at, text.locale)?;
        Some(format!("[{}]({})", written.shown(), relative(&text.path, to)))
    }
}

/// The language of a word: that of its passage, if the book has it, else the text's own.
fn language(config: &Config, own: Locale, written: &TermUse) -> Locale {
    let Some(lang) = &written.lang else { return own };
    let is_tag = |locale: &Locale| primary(&config.language(*locale).tag) == primary(lang);
    config.locale(lang).or_else(|| config.locales().find(is_tag)).unwrap_or(own)
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Lessons by the names that an author would give them; of several with one name, the first.
fn lessons(book: &Book) -> HashMap<String, LessonRef> {
    let mut lessons = HashMap::new();
    for (at, lesson) in book.lessons() {
        let titles = lesson.titles.iter().map(|(_, title)| fold(&title.text));
        let last = lesson.id.rsplit('/').next().unwrap_or_default().to_owned();
        for name in titles.chain([lesson.id.clone(), last]).filter(|name| !name.is_empty()) {
            lessons.entry(name).or_insert(at);
        }
    }
    lessons
}
