//! Translations: each lesson in each language of the book.

use std::collections::HashSet;

use crate::config::{Config, Language};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Lesson, LessonRef};
use crate::parse::fingerprints::Part;
use crate::rule::Rule;
use crate::source::BookPath;

/// The most changes that one diagnostic shows.
const MOST_CAUSES: usize = 5;

/// Reports the languages in which a lesson is missing, each at the text that a translator would start from.
pub(super) fn check(config: &Config, at: LessonRef, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    let Some(original) =
        lesson.translations.get(&config.default_locale).or_else(|| lesson.translations.values().next())
    else {
        return;
    };
    for locale in config.locales().filter(|locale| !lesson.translations.contains_key(locale)) {
        let language = config.language(locale);
        let wanted = translated_path(&original.path, &config.language(original.locale).key, &language.key);
        let title = original.parsed.front_matter.title.as_ref().map_or(0..0, |title| title.span.clone());
        let name = language.in_words();
        let draft = lesson.drafts.get(&locale);
        let message = match at {
            _ if draft.is_some() => message!("missing-translation.draft", language = name),
            LessonRef::Lesson(..) => message!("missing-translation.message", language = name),
            LessonRef::Level(_) => message!("missing-translation.level", language = name),
            LessonRef::Home | LessonRef::Page(_) => message!("missing-translation.page", language = name),
        };
        let fault = Diagnostic::new(Rule::MissingTranslation, Place::new(&original.path, &title), message);
        let fault = fault.relying_on([&BookPath::new(&wanted)]);
        diagnostics.push(fault.help(match draft {
            Some(draft) => message!("missing-translation.help-draft", path = draft.as_str()),
            None => message!("missing-translation.help", path = wanted),
        }));
    }
}

/// Reports summaries in languages that the book doesn't have.
pub(super) fn check_recaps(config: &Config, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    let keys: Vec<&str> = config.locales().map(|locale| config.language(locale).key.as_str()).collect();
    for translation in lesson.translations.values() {
        for (language, _) in &translation.parsed.front_matter.recap {
            if config.locale(&language.value) == Some(translation.locale) {
                let place = Place::new(&translation.path, &language.span);
                let name = config.language(translation.locale).in_words();
                let fault =
                    Diagnostic::new(Rule::UnusedRecap, place, message!("unused-recap.message", language = name));
                let others: Vec<&str> = keys.iter().copied().filter(|key| *key != language.value).collect();
                diagnostics.push(match others.is_empty() {
                    true => fault.help(message!("unused-recap.help-alone")),
                    false => fault.help(message!("unused-recap.help", languages = others.join(", "))),
                });
                continue;
            }
            if keys.contains(&language.value.as_str()) {
                continue;
            }
            let place = Place::new(&translation.path, &language.span);
            let message = message!("unknown-language.recap", language = language.value.as_str());
            let fault = Diagnostic::new(Rule::UnknownLanguage, place, message);
            diagnostics.push(fault.help(message!("unknown-language.help-recap", languages = keys.join(", "))));
        }
    }
}

/// Reports texts that were revised before they were published, or translated before the original was.
pub(super) fn check_dates(lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    let of_originals = lesson.translations.values().filter_map(|original| {
        let fields = &original.parsed.front_matter;
        Some((original, fields.date.as_ref().filter(|_| fields.translated.is_none())?))
    });
    let original = of_originals.min_by_key(|(_, date)| date.value);
    for translation in lesson.translations.values() {
        let (Some(translated), Some((original, date))) = (&translation.parsed.front_matter.translated, original) else {
            continue;
        };
        if translated.value < date.value {
            let (day, of) = (translated.value.to_string(), date.value.to_string());
            let message = message!("unlikely-date.translated", translated = day, date = of);
            let fault = Diagnostic::new(Rule::UnlikelyDate, Place::new(&translation.path, &translated.span), message);
            let said = Place::new(&original.path, &date.span);
            let fault = fault.related(said, message!("unlikely-date.date"));
            diagnostics.push(fault.help(message!("unlikely-date.help")));
        }
    }
    for translation in lesson.translations.values() {
        let Some(updated) = &translation.parsed.front_matter.updated else { continue };
        let Some(date) = lesson.published(translation.locale).filter(|date| updated.value < *date) else { continue };
        let place = Place::new(&translation.path, &updated.span);
        let message = message!("unlikely-date.message", updated = updated.value.to_string(), date = date.to_string());
        let fault = Diagnostic::new(Rule::UnlikelyDate, place, message).relying_on(lesson.files());
        let said = std::iter::once(translation).chain(lesson.translations.values()).find_map(|translation| {
            let written = &translation.parsed.front_matter;
            let written =
                written.translated.as_ref().or(written.date.as_ref()).filter(|written| written.value == date)?;
            Some(Place::new(&translation.path, &written.span))
        });
        let fault = said.into_iter().fold(fault, |fault, place| fault.related(place, message!("unlikely-date.date")));
        diagnostics.push(fault.help(message!("unlikely-date.help")));
    }
}

/// Reports each translation that fell behind another, at the first part that did. A translation that was never said to
/// be in step can't fall behind.
pub(super) fn check_drift(config: &Config, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    for translation in lesson.translations.values() {
        let behind = lesson.behind(translation.locale);
        if behind.is_empty() {
            continue;
        }
        let parts: HashSet<&Part> = behind.iter().filter_map(|behind| behind.part.as_ref()).collect();
        let first = translation.parsed.fingerprints.iter().find(|fingerprint| parts.contains(&fingerprint.part));
        let place = match first {
            Some(first) => Place::new(&translation.path, &first.span(&translation.parsed)),
            None => Place::file(&translation.path),
        };
        let ahead = lesson.ahead_of(translation.locale).into_iter().map(|locale| config.language(locale));
        let Some(languages) = Language::all_in_words(ahead) else { continue };
        let message = message!("outdated-translation.message", languages = languages, count = behind.len());
        let id = if lesson.id.is_empty() { "/" } else { &lesson.id };
        let help = message!("outdated-translation.help", lesson = id);
        let fault = Diagnostic::new(Rule::OutdatedTranslation, place, message).relying_on(lesson.files());
        let mut fault = fault.help(help);
        for (locale, part) in behind.iter().flat_map(|behind| &behind.causes).take(MOST_CAUSES) {
            let Some(original) = lesson.translations.get(locale) else { continue };
            let changes = lesson.changes(*locale);
            let mut blocks = changes.get(part).into_iter().flatten();
            let Some(block) = blocks.find_map(|change| original.parsed.fingerprints.get(change.fingerprint?)) else {
                continue;
            };
            let changed = Place::new(&original.path, &block.span(&original.parsed));
            fault = fault.related(changed, message!("outdated-translation.changed"));
        }
        diagnostics.push(fault);
    }
}

/// The path of a translation: that of a text, with the suffix of the other language.
fn translated_path(path: &BookPath, own: &str, other: &str) -> String {
    let text = path.as_str();
    let (stem, extension) = text.rsplit_once('.').unwrap_or((text, "md"));
    let is_own = |key: &str| key.eq_ignore_ascii_case(own);
    let stem = stem.rsplit_once('.').filter(|(_, key)| is_own(key)).map_or(stem, |(stem, _)| stem);
    format!("{stem}.{other}.{}", extension.to_ascii_lowercase())
}
