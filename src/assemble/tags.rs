//! Tags: their labels in `tags.yml`, and the texts that have them.

use std::collections::{BTreeMap, BTreeSet};

use crate::assemble::{Index, Parses, fields::lesson_mut};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::load::TAGS_YML;
use crate::locale::{Locale, Localized, message};
use crate::model::{Book, Lesson, LessonRef, Slug, Tag, Title, Translation};
use crate::nearest::nearest;
use crate::parse::front_matter::TextValue;
use crate::parse::tags::{Labels, Tags, WrittenTag};
use crate::rule::Rule;
use crate::source::{BookPath, Spanned};

/// How many unknown tags are compared with every known one: no one reads more suggestions.
const MOST_COMPARISONS: usize = 100;

/// Fills in the book's tags, and each text's. Without a `tags.yml`, a tag's label is the tag as it is written.
pub(super) fn resolve(
    book: &mut Book,
    written: Option<(&BookPath, &Tags)>,
    index: &Index,
    parses: &Parses,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let is_listed = written.is_some();
    let comparisons = MOST_COMPARISONS;
    let mut gathering = Gathering {
        tags: Vec::new(),
        by_id: BTreeMap::new(),
        listed: 0,
        is_listed,
        comparisons,
        meant: BTreeSet::new(),
        diagnostics,
    };
    if let Some((path, tags)) = written {
        tags.tags.iter().for_each(|tag| gathering.add_listed(&book.config, path, tag));
        gathering.listed = gathering.tags.len();
    }
    let borne: Vec<(LessonRef, Vec<usize>)> =
        book.lessons().map(|(at, lesson)| (at, gathering.borne(&book.config, lesson))).collect();
    for (at, tags) in borne {
        // Pages of levels and the front page show no tags.
        if matches!(at, LessonRef::Lesson(..) | LessonRef::Page(_)) {
            tags.iter().for_each(|&tag| gathering.tags[tag].lessons.push(at));
            lesson_mut(book, at).tags = tags;
        }
    }
    if let Some((path, tags)) = written {
        gathering.report_unused(path, tags, &drafted(index, parses));
    }
    book.tags = gathering.tags;
    mark_namesakes(&mut book.tags, &book.config);
}

/// Marks the tags that have the same label as another one in a language.
fn mark_namesakes(tags: &mut [Tag], config: &Config) {
    let counts = config.localized(|locale| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        tags.iter().for_each(|tag| *counts.entry(tag.labels.get(locale).text.clone()).or_default() += 1);
        counts
    });
    for tag in tags {
        let labels = &tag.labels;
        tag.has_namesake =
            config.localized(|locale| counts.get(locale).get(&labels.get(locale).text).is_some_and(|&count| count > 1));
    }
}

/// The tags of drafts that are left out.
fn drafted<'p>(index: &Index, parses: &'p Parses) -> BTreeSet<&'p str> {
    let drafts = index.files.iter().filter(|(_, found)| found.is_none());
    let lists = drafts.filter_map(|(path, _)| parses.get(path)?.front_matter.tags.as_ref());
    lists.flat_map(|list| &list.value).map(|tag| tag.value.as_str()).collect()
}

/// Reports languages of a text in several that the book doesn't have.
pub(super) fn report_unknown_languages(
    config: &Config,
    path: &BookPath,
    labels: &[(Spanned<String>, TextValue)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (key, _) in labels.iter().filter(|(key, _)| config.locale(&key.value).is_none()) {
        let message = message!("unknown-field.language", key = key.value.as_str());
        let keys = config.languages.iter().map(|language| language.key.as_str());
        let help = message!("unknown-field.help-language", known = keys.collect::<Vec<_>>().join(", "));
        diagnostics.push(Diagnostic::new(Rule::UnknownField, Place::new(path, &key.span), message).help(help));
    }
}

struct Gathering<'d> {
    tags: Vec<Tag>,
    by_id: BTreeMap<String, usize>,
    /// How many of the tags are those of `tags.yml`, which come first.
    listed: usize,
    /// Whether there is a `tags.yml`.
    is_listed: bool,
    /// How many more unknown tags are compared with every known one.
    comparisons: usize,
    /// Tags that unknown ones probably meant: they are not reported as unused too.
    meant: BTreeSet<String>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl Gathering<'_> {
    fn add(&mut self, id: &str, labels: Localized<Title>) -> usize {
        let index = self.tags.len();
        self.by_id.insert(id.to_owned(), index);
        let has_namesake = Localized::from_fn(labels.iter().count(), |_| false);
        self.tags.push(Tag { id: id.to_owned(), labels, lessons: Vec::new(), has_namesake });
        index
    }

    /// The indices of a text's tags, each once: those of the default language if its files differ.
    fn borne(&mut self, config: &Config, lesson: &Lesson) -> Vec<usize> {
        let mut translations: Vec<_> = lesson.translations.values().collect();
        translations.sort_by_key(|translation| (translation.locale != config.default_locale, translation.locale));
        let mut borne: Option<Vec<usize>> = None;
        let mut reported = BTreeSet::new();
        for translation in translations {
            let Some(list) = &translation.parsed.front_matter.tags else { continue };
            let mut found = Vec::with_capacity(list.value.len());
            for tag in &list.value {
                let index = self.find(config, translation, tag, reported.insert(tag.value.as_str()));
                found.extend(index.filter(|index| !found.contains(index)));
            }
            borne.get_or_insert(found);
        }
        borne.unwrap_or_default()
    }

    /// The index of the tag that a text names, a new one if it isn't known. Its faults are reported if `report` is set.
    fn find(&mut self, config: &Config, from: &Translation, tag: &Spanned<String>, report: bool) -> Option<usize> {
        let word = tag.value.as_str();
        if let Some(&known) = self.by_id.get(word).filter(|&&index| index < self.listed) {
            return Some(known);
        }
        let place = Place::new(&from.path, &tag.span);
        let Some(id) = Slug::from_name(word) else {
            if report {
                let message = message!("invalid-field.message-tag", tag = word);
                let fault = Diagnostic::new(Rule::InvalidField, place, message);
                self.diagnostics.push(fault.help(message!("invalid-field.help-tag")));
            }
            return None;
        };
        let id = id.as_str();
        if self.is_listed && report {
            let help = match self.nearest(id) {
                Some(nearest) => {
                    self.meant.insert(nearest.clone());
                    message!("unknown-tag.help-nearest", nearest = nearest)
                }
                None => message!("unknown-tag.help", tag = id),
            };
            let message = message!("unknown-tag.message", tag = word);
            let fault = Diagnostic::new(Rule::UnknownTag, place, message).help(help);
            self.diagnostics.push(fault.relying_on([&BookPath::new(TAGS_YML)]));
        }
        let same = self.by_id.get(id).copied();
        let label = || config.localized(|_| Title { text: word.to_owned(), locale: from.locale });
        Some(same.unwrap_or_else(|| self.add(id, label())))
    }

    /// The tag of `tags.yml` that was most likely meant; `None` if none is like it.
    fn nearest(&mut self, id: &str) -> Option<String> {
        self.comparisons = self.comparisons.checked_sub(1)?;
        nearest(id, self.tags[..self.listed].iter().map(|tag| tag.id.as_str())).map(str::to_owned)
    }

    fn report_unused(&mut self, path: &BookPath, written: &Tags, drafted: &BTreeSet<&str>) {
        for (tag, written) in self.tags.iter().zip(&written.tags) {
            let is_named = drafted.contains(tag.id.as_str()) || self.meant.contains(&tag.id);
            if tag.lessons.is_empty() && !is_named {
                let message = message!("unused-tag.message", tag = tag.id.as_str());
                let fault = Diagnostic::new(Rule::UnusedTag, Place::new(path, &written.id.span), message);
                let fault = fault.relying_on_book();
                self.diagnostics.push(fault.help(message!("unused-tag.help", tag = tag.id.as_str())));
            }
        }
    }

    fn add_listed(&mut self, config: &Config, path: &BookPath, tag: &WrittenTag) {
        let labels = match &tag.labels {
            Labels::Same(label) => config.localized(|locale| Title { text: label.text.clone(), locale }),
            Labels::Unreadable => config.localized(|locale| Title { text: tag.id.value.clone(), locale }),
            Labels::ByLanguage(labels) => self.labels(config, path, &tag.id, labels),
        };
        self.add(&tag.id.value, labels);
    }

    /// The label in each language: its own, else another language's, else the id.
    fn labels(
        &mut self,
        config: &Config,
        path: &BookPath,
        id: &Spanned<String>,
        labels: &[(Spanned<String>, TextValue)],
    ) -> Localized<Title> {
        report_unknown_languages(config, path, labels, self.diagnostics);
        let given = |locale: Locale| {
            let key = config.language(locale).key.as_str();
            let label = labels.iter().find(|(language, _)| language.value == key).map(|(_, label)| label);
            label.map(|label| label.text.trim()).filter(|label| !label.is_empty())
        };
        for locale in config.locales().filter(|&locale| given(locale).is_none()) {
            let language = config.language(locale);
            let message =
                message!("missing-tag-label.message", tag = id.value.as_str(), language = language.in_words());
            let fault = Diagnostic::new(Rule::MissingTagLabel, Place::new(path, &id.span), message);
            self.diagnostics.push(fault.help(message!("missing-tag-label.help", key = language.key.as_str())));
        }
        let mut any = std::iter::once(config.default_locale).chain(config.locales());
        let any = any.find_map(|locale| given(locale).map(|label| (label, locale)));
        config.localized(|locale| {
            let own = given(locale).map(|label| (label, locale));
            let (label, locale) = own.or(any).unwrap_or((&id.value, locale));
            Title { text: label.to_owned(), locale }
        })
    }
}
