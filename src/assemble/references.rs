//! The works of the book, from the front matters that give them to the texts that cite them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::assemble::fields::{differs, lesson_mut};
use crate::assemble::uses;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Localized, message};
use crate::model::{self, Book, Lesson, LessonRef, Reference, ReferenceWords, References, Translation};
use crate::parse::bibliography::Bibliography;
use crate::parse::front_matter::WrittenWork;
use crate::rule::Rule;
use crate::source::BookPath;

/// How many different works of one key are told apart; works beyond that are not compared.
const MOST_ALIKE: usize = 16;

/// Fills in the book's references, and records for each lesson which of them it gives.
pub(super) fn resolve(book: &mut Book, shared: Option<(&BookPath, &Bibliography)>, diagnostics: &mut Vec<Diagnostic>) {
    let mut gathering =
        Gathering { nowhere: book.config.localized(|_| Vec::new()), references: References::default(), diagnostics };
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    if let Some((path, bibliography)) = shared {
        for (key, item) in &bibliography.works {
            let place = Place::new(path, &key.span);
            let index = gathering.add(&key.value, place, model::Work::Item(Arc::clone(item)), &mut by_key);
            gathering.references.shared.insert(key.value.clone(), index);
        }
        for (address, key) in &bibliography.addresses {
            let references = &mut gathering.references;
            if let Some(&index) = references.shared.get(key) {
                references.shared.insert(address.clone(), index);
                references.addresses.insert(address.clone(), index);
            }
        }
    }
    let mut given = Vec::new();
    for (at, lesson) in book.lessons() {
        given.push((at, gathering.lesson(at, lesson, book.config.default_locale, &mut by_key)));
    }
    book.references = gathering.references;
    for (at, references) in given {
        lesson_mut(book, at).references = references;
    }
    list_lessons(book);
}

/// Records for each work which texts cite it.
fn list_lessons(book: &mut Book) {
    let works = |lesson: &Lesson, shown: &Translation| {
        let citations = &shown.parsed.document.citations;
        let seen = citations.iter().filter(|citation| !citation.for_teacher || book.audience.sees_all());
        let keys = seen.flat_map(|citation| &citation.items).map(|item| item.key.value.as_str());
        keys.filter_map(|key| book.reference(lesson, key)).collect()
    };
    for (work, locale, at) in uses(book, works) {
        book.references.works[work].lessons.get_mut(locale).push(at);
    }
}

struct Gathering<'a> {
    /// An empty list of lessons, for a new work.
    nowhere: Localized<Vec<LessonRef>>,
    references: References,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Gathering<'_> {
    /// The works that a lesson's translations give, each key once; a key given twice in one file is
    /// reported, and one that two files give differently too.
    fn lesson(
        &mut self,
        at: LessonRef,
        lesson: &Lesson,
        default: Locale,
        by_key: &mut HashMap<String, Vec<usize>>,
    ) -> BTreeMap<String, usize> {
        let mut first: BTreeMap<&str, (Locale, Place, &WrittenWork)> = BTreeMap::new();
        let mut given = BTreeMap::new();
        // The default language's first: it decides where they differ.
        let mut translations: Vec<_> = lesson.translations.values().collect();
        translations.sort_by_key(|translation| (translation.locale != default, translation.locale));
        for translation in translations {
            let locale = translation.locale;
            for (index, reference) in translation.parsed.front_matter.references.iter().enumerate() {
                let key = reference.key.value.as_str();
                let place = Place::new(&translation.path, &reference.key.span);
                match first.get(key) {
                    Some((other, at, _)) if *other == locale => {
                        let message = message!("duplicate-reference.message", key = key);
                        let fault = Diagnostic::new(Rule::DuplicateReference, place, message);
                        let fault = fault.related(at.clone(), message!("duplicate-reference.first"));
                        self.diagnostics.push(fault.help(message!("duplicate-reference.help")));
                    }
                    Some((_, at, work)) if !same_work(work, &reference.work) => {
                        self.diagnostics.push(differs(&format!("references: {key}"), place, at));
                    }
                    Some(_) => {}
                    None => {
                        first.insert(key, (locale, place.clone(), &reference.work));
                        let work = work(at, locale, index, &reference.work);
                        given.insert(key.to_owned(), self.add(key, place, work, by_key));
                    }
                }
            }
        }
        given
    }

    /// The index of the work of that key, if the book has it already; else of a new one.
    fn add(&mut self, key: &str, place: Place, work: model::Work, by_key: &mut HashMap<String, Vec<usize>>) -> usize {
        let works = &mut self.references.works;
        let known = by_key.entry(key.to_owned()).or_default();
        if let Some(&same) = known.iter().take(MOST_ALIKE).find(|&&other| same_words(&works[other].work, &work)) {
            return same;
        }
        // The first of a key is the shared bibliography's, if it has one.
        if let Some(first) = known.first().and_then(|first| works.get(*first)) {
            let message = message!("conflicting-reference.message", key = key, other = first.place.path.as_str());
            let fault = Diagnostic::new(Rule::ConflictingReference, place.clone(), message);
            let fault = fault.related(first.place.clone(), message!("conflicting-reference.first"));
            self.diagnostics.push(fault.help(message!("conflicting-reference.help")));
        }
        known.push(works.len());
        works.push(Reference { key: key.to_owned(), place, work, lessons: self.nowhere.clone() });
        works.len() - 1
    }
}

fn work(lesson: LessonRef, locale: Locale, index: usize, work: &WrittenWork) -> model::Work {
    match work {
        WrittenWork::Words { text, short } => {
            let short = short.as_ref().map(|short| short.text.trim().to_owned());
            model::Work::Words(ReferenceWords { lesson, locale, index, text: text.text.clone(), short })
        }
        WrittenWork::Item(item) => model::Work::Item(item.clone()),
    }
}

fn same_work(a: &WrittenWork, b: &WrittenWork) -> bool {
    match (a, b) {
        (WrittenWork::Words { text: a, .. }, WrittenWork::Words { text: b, .. }) => a.text == b.text,
        (WrittenWork::Item(a), WrittenWork::Item(b)) => a == b,
        _ => false,
    }
}

/// Whether two works say the same, whatever files they are in.
fn same_words(a: &model::Work, b: &model::Work) -> bool {
    match (a, b) {
        (model::Work::Words(a), model::Work::Words(b)) => a.text == b.text && a.short == b.short,
        (a, b) => a == b,
    }
}
