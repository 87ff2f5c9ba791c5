//! The state of a book's translations, text by text: for a person, or for a program.

mod human;
mod json;

pub use human::human;
pub use json::json;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::locale::Locale;
use crate::model::drift::{Change, Headings};
use crate::model::{Book, Lesson, LessonRef, Translation};
use crate::parse::fingerprints::{self, Part};
use crate::source::{Positions, Sources};

/// The texts of a book, level by level; the front page and texts outside the levels last.
fn groups(book: &Book) -> Vec<(Option<usize>, Vec<&Lesson>)> {
    let mut groups: Vec<(Option<usize>, Vec<&Lesson>)> =
        (0..book.levels.len()).map(|level| (Some(level), Vec::new())).collect();
    groups.push((None, Vec::new()));
    for (at, lesson) in book.lessons().filter(|(_, lesson)| !lesson.translations.is_empty()) {
        let group = match at {
            LessonRef::Level(level) | LessonRef::Lesson(level, _) => level,
            LessonRef::Home | LessonRef::Page(_) => book.levels.len(),
        };
        groups[group].1.push(lesson);
    }
    groups
}

/// The id that a lesson is named by on the command line.
fn id(lesson: &Lesson) -> &str {
    if lesson.id.is_empty() { "/" } else { &lesson.id }
}

/// A translation, and what is looked up in it for each part that changed.
struct Side<'a> {
    text: &'a Translation,
    headings: Headings<'a>,
    changes: HashMap<&'a Part, Vec<&'a Change>>,
    lines: Option<Positions<'a>>,
}

/// The translations of a lesson of which one fell behind.
fn sides<'a>(lesson: &'a Lesson, sources: &'a Sources) -> BTreeMap<Locale, Side<'a>> {
    let side = |text: &'a Translation| Side {
        text,
        headings: text.headings(),
        changes: lesson.changes(text.locale),
        lines: sources.text(text.path.as_str()).map(|file| Positions::new(&file.text)),
    };
    let is_behind = lesson.translations.keys().any(|&locale| !lesson.behind(locale).is_empty());
    lesson.translations.iter().filter(|_| is_behind).map(|(locale, text)| (*locale, side(text))).collect()
}

impl Side<'_> {
    /// The line of the file on which a change is, from 1; `None` for a block that is gone.
    fn line(&self, change: &Change) -> Option<usize> {
        let parsed = &self.text.parsed;
        let fingerprint = parsed.fingerprints.get(change.fingerprint?)?;
        Some(self.lines.as_ref()?.of(fingerprint.span(parsed).start).0)
    }
}

/// A run of consecutive words in a block, all new or all not.
struct WordRun {
    text: String,
    is_new: bool,
}

/// The text of a change as it is now, cut into runs of words that are new and runs that were there before.
fn runs(translation: &Translation, change: &Change) -> Vec<WordRun> {
    let Some(fingerprint) = change.fingerprint.and_then(|fingerprint| translation.parsed.fingerprints.get(fingerprint))
    else {
        return Vec::new();
    };
    let text = fingerprint.text(&translation.parsed);
    let new: BTreeSet<usize> = change.new.iter().copied().collect();
    let mut runs: Vec<WordRun> = Vec::new();
    for (index, word) in fingerprints::words(&text).into_iter().enumerate() {
        let words = text.get(word.span).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let is_new = new.contains(&index);
        match runs.last_mut().filter(|last| last.is_new == is_new) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(&words);
            }
            None => runs.push(WordRun { text: words, is_new }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{Builder, Edition};
    use crate::locale::UserLanguage;
    use crate::model::drift::GONE_THROUGH;
    use crate::parse::lock::{BlockRecord, Lock};
    use crate::parse::parse;
    use crate::report::TextStyle;

    /// A lesson of so many sections, every one of which changed in English.
    fn outdated(sections: usize) -> Sources {
        let text = |word: &str| {
            let body = (0..sections).map(|number| format!("## {number}\n\n{word} {number}[^{number}]\n\n"));
            let notes = (0..sections).map(|number| format!("[^{number}]: {word} ({number})\n\n"));
            format!("---\ntitle: B\n---\n\n{}{}", body.collect::<String>(), notes.collect::<String>())
        };
        let mut sources = Sources::default();
        sources.insert("book.toml", "[book]\ntitle = \"a\"\n[languages.fr]\n[languages.en]\n");
        let mut lock = Lock::default();
        for language in ["fr", "en"] {
            sources.insert(&format!("content/1-a/index.{language}.md"), "---\ntitle: A\noutcomes: [a]\n---\n");
            let records = parse(&text("mot")).value.fingerprints.iter().map(BlockRecord::from).collect();
            lock.lessons.entry("a/b".to_owned()).or_default().insert(language.to_owned(), records);
        }
        sources.insert("content/1-a/1-b.fr.md", &text("mot"));
        sources.insert("content/1-a/1-b.en.md", &text("word"));
        sources.insert("translations.lock", &lock.text());
        sources
    }

    #[test]
    fn headings_and_changes_are_gone_through_once_however_many_parts_are_out_of_date() {
        let gone_through = |sections: usize| {
            let sources = outdated(sections);
            let before = GONE_THROUGH.with(std::cell::Cell::get);
            let site = Builder::default().build(&sources, &Edition::default()).value.unwrap();
            let locales = || site.book.config.locales();
            let behind =
                site.book.lessons().flat_map(|(_, lesson)| locales().map(|locale| lesson.behind(locale).len()));
            let behind: usize = behind.sum();
            assert_eq!(behind, sections);
            let shown = human(&site.book, &sources, true, TextStyle::plain(UserLanguage::En));
            assert!(shown.contains(&format!("1-b.en.md:{}", 5 + 4 * (sections - 1) + 2)), "{shown}");
            json(&site.book, &sources, true);
            GONE_THROUGH.with(std::cell::Cell::get) - before
        };
        let (once, twice) = (gone_through(30), gone_through(60));
        assert!(twice * 10 < once * 23, "{once} for 30, {twice} for 60");
    }
}
