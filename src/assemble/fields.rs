//! Front-matter fields that translations share, and those that lead to other lessons.

use std::collections::{BTreeMap, BTreeSet};

use crate::assemble::{Index, aliases};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Localized, message};
use crate::model::{Book, Drift, Lesson, LessonRef, Permalink, Title, Translation};
use crate::nearest::nearest;
use crate::parse::front_matter::{FIELDS, FrontMatter, Sharing};
use crate::rule::Rule;
use crate::source::Spanned;

/// A lesson, with the fields that its translations share taken from whichever says them.
/// Prerequisites, tags and references stay empty until every lesson is known.
pub(super) fn lesson(
    config: &Config,
    id: &str,
    translations: BTreeMap<Locale, Translation>,
    permalinks: Localized<Option<Permalink>>,
    titles: Localized<Title>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Lesson {
    let in_turn = in_turn(&translations, config.default_locale);
    report_differences(&in_turn, diagnostics);
    let front_matters: Vec<&FrontMatter> = in_turn.iter().map(|text| &text.parsed.front_matter).collect();
    let authors = first(&front_matters, |fields| fields.authors.as_ref());
    let authors = authors.map(|all| all.into_iter().map(|author| author.value).collect());
    let license = first(&front_matters, |fields| fields.license.as_ref());
    Lesson {
        drafts: BTreeMap::new(),
        id: id.to_owned(),
        former_ids: Vec::new(),
        permalinks,
        titles,
        prerequisites: Vec::new(),
        duration: first(&front_matters, |fields| fields.duration.as_ref()),
        colour: first(&front_matters, |fields| fields.color.as_ref()),
        tags: Vec::new(),
        authors: authors.unwrap_or_else(|| config.authors.clone()),
        date: first(&front_matters, |fields| fields.date.as_ref()),
        license: license.or_else(|| config.license.as_ref().map(|license| license.value.clone())),
        side_by_side: first(&front_matters, |fields| fields.side_by_side.as_ref()),
        references: BTreeMap::new(),
        translations,
        alignments: BTreeMap::new(),
        students_alignments: BTreeMap::new(),
        drift: Drift::default(),
    }
}

/// The translations, the default language’s first: it decides where they differ.
fn in_turn(translations: &BTreeMap<Locale, Translation>, default: Locale) -> Vec<&Translation> {
    let mut all: Vec<_> = translations.values().collect();
    all.sort_by_key(|translation| (translation.locale != default, translation.locale));
    all
}

/// The field of the first translation that has it; `None` if none has.
fn first<T: Clone>(front_matters: &[&FrontMatter], read: impl Fn(&FrontMatter) -> Option<&Spanned<T>>) -> Option<T> {
    front_matters.iter().find_map(|&fields| read(fields)).map(|said| said.value.clone())
}

/// Reports each field that translations share and give differently.
fn report_differences(in_turn: &[&Translation], diagnostics: &mut Vec<Diagnostic>) {
    for field in FIELDS {
        let Sharing::Shared(said) = field.sharing else { continue };
        let mut said = in_turn.iter().filter_map(|translation| {
            let (value, span) = said(&translation.parsed.front_matter)?;
            Some((value, Place::new(&translation.path, &span)))
        });
        let Some((value, at)) = said.next() else { continue };
        let others = said.filter(|(other, _)| *other != value);
        diagnostics.extend(others.map(|(_, place)| differs(field.key, place, &at)));
    }
}

/// The fault of a field that two files give differently.
pub(super) fn differs(name: &str, place: Place, first: &Place) -> Diagnostic {
    let message = message!("shared-field-differs.message", field = name, other = first.path.as_str());
    let fault = Diagnostic::new(Rule::SharedFieldDiffers, place, message);
    let fault = fault.relying_on([&first.path]).related(first.clone(), message!("shared-field-differs.first"));
    fault.help(message!("shared-field-differs.help"))
}

/// Fills in the prerequisites, which are found by the ids that lessons have and had.
pub(super) fn resolve(book: &mut Book, index: &Index, diagnostics: &mut Vec<Diagnostic>) {
    let mut resolved: Vec<(LessonRef, Vec<Vec<LessonRef>>)> = Vec::new();
    for (at, lesson) in book.lessons() {
        let (mut found, mut seen, mut reported) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for translation in lesson.translations.values() {
            for prerequisite in translation.parsed.front_matter.prerequisites.iter().flat_map(|all| &all.value) {
                let mut any = Vec::new();
                for id in &prerequisite.any {
                    match index.ids.get(&id.value).or_else(|| index.former_ids.get(&id.value)).copied() {
                        Some(to @ LessonRef::Lesson(..)) => any.push(to),
                        _ if !reported.insert(&id.value) => {}
                        _ => diagnostics.push(match index.draft_ids.contains(&id.value) {
                            true => draft_prerequisite(translation, id),
                            false => unknown_prerequisite(book, index, lesson, translation, id),
                        }),
                    }
                }
                let mut listed = BTreeSet::new();
                any.retain(|&to| listed.insert(to));
                if !any.is_empty() && seen.insert(listed) {
                    found.push(any);
                }
            }
        }
        resolved.push((at, found));
    }
    for (at, prerequisites) in resolved {
        lesson_mut(book, at).prerequisites = prerequisites;
    }
}

fn draft_prerequisite(translation: &Translation, id: &Spanned<String>) -> Diagnostic {
    let message = message!("draft-link.prerequisite", id = id.value.as_str());
    let fault = Diagnostic::new(Rule::DraftLink, Place::new(&translation.path, &id.span), message);
    fault.help(message!("draft-link.help-prerequisite"))
}

fn unknown_prerequisite(
    book: &Book,
    index: &Index,
    lesson: &Lesson,
    translation: &Translation,
    id: &Spanned<String>,
) -> Diagnostic {
    let message = message!("unknown-prerequisite.message", id = id.value.as_str());
    let fault = Diagnostic::new(Rule::UnknownPrerequisite, Place::new(&translation.path, &id.span), message);
    // What is there already isn't meant a second time.
    let all = translation.parsed.front_matter.prerequisites.iter().flat_map(|all| &all.value);
    let listed: BTreeSet<&str> = all.flat_map(|one| &one.any).map(|id| id.value.as_str()).collect();
    let lessons = book.levels.iter().flat_map(|level| &level.lessons).map(|lesson| lesson.id.as_str());
    let lessons = lessons.filter(|known| *known != lesson.id && !listed.contains(known));
    let last = |id: &'_ str| id.rfind('/').map_or(0, |at| at + 1);
    // A file's name stands for the lesson in it.
    let named = aliases::id_of_file(&id.value, &book.config).unwrap_or_else(|| id.value.clone());
    let name = &named[last(&named)..];
    let with_name = |name: &str| lessons.clone().find(|known| known[last(known)..] == *name);
    let near =
        with_name(name).or_else(|| with_name(nearest(name, lessons.clone().map(|known| &known[last(known)..]))?));
    let is_of_level = id.value.split_once('/').is_some_and(|(level, _)| index.ids.contains_key(level));
    fault.help(match near {
        Some(near) => message!("unknown-prerequisite.help-nearest", nearest = near),
        None if is_of_level => message!("unknown-prerequisite.help-renamed", id = id.value.as_str()),
        None => message!("unknown-prerequisite.help"),
    })
}

/// The text that `at` names, to be completed.
pub(super) fn lesson_mut(book: &mut Book, at: LessonRef) -> &mut Lesson {
    match at {
        LessonRef::Home => &mut book.home,
        LessonRef::Level(level) => &mut book.levels[level].index,
        LessonRef::Lesson(level, lesson) => &mut book.levels[level].lessons[lesson],
        LessonRef::Page(page) => &mut book.pages[page],
    }
}
