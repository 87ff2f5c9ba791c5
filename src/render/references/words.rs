//! References in the author's own words: printed as written, and cited by what can be read off them.

use serde_json::{Map, Value, json};

use super::authors;

use crate::model::{Item, ReferenceWords, Translation};
use crate::parse::document::{Events, ProseField};
use crate::render::html::escape;
use crate::render::text::{PageText, plain};

/// The words on the page.
pub(super) fn html(text: &PageText<'_>, words: &ReferenceWords) -> String {
    let Some((translation, events)) = prose(text, words) else { return escape(&words.text) };
    // They may be of another file, whose links are its own.
    let lesson = text.book.lesson(words.lesson);
    PageText::new(text.parts(), lesson, translation, text.links, text.page_locale).inline(events)
}

/// The year of a work without one, for a style that would say so: nothing is written in the
/// place of its date.
const SOME_YEAR: i64 = 1500;

/// Whether the short form that the author gave has no year: it says all that a citation says.
pub(super) fn is_undated(words: &ReferenceWords) -> bool {
    words.short.as_ref().is_some_and(|short| year_in(short).is_none())
}

/// The short form: the author's, or who made the work, and when.
pub(super) fn short(text: &PageText<'_>, words: &ReferenceWords) -> String {
    if let Some(short) = &words.short {
        return short.clone();
    }
    let written = plain_words(text, words);
    let authors = match authors::read(&written).as_slice() {
        [first, second] => format!("{first} {} {second}", text.strings.get("and")),
        [first, _, _, ..] => format!("{first} et al."),
        names => names.concat(),
    };
    match year_in(&written) {
        Some(year) => format!("{authors}, {year}"),
        None => authors,
    }
}

fn plain_words(text: &PageText<'_>, words: &ReferenceWords) -> String {
    match prose(text, words) {
        Some((translation, events)) => plain(&translation.parsed.document, events),
        None => words.text.clone(),
    }
}

/// What citations say of the work: who made it, and when.
pub(super) fn item(text: &PageText<'_>, words: &ReferenceWords) -> Item {
    let written = words.short.clone().unwrap_or_else(|| plain_words(text, words));
    let (authors, year) = match &words.short {
        // A date that is there to be left out again, else the style says that there is none.
        Some(short) if is_undated(words) => (vec![short_form(short).0], Some(SOME_YEAR)),
        Some(short) => (vec![short_form(short).0], year_in(short)),
        None => (authors::read(&written), year_in(&written)),
    };
    let mut item: Item = Map::new();
    // No style leaves books out of its list, as Chicago does other documents.
    item.insert("type".to_owned(), "book".into());
    let authors = authors.into_iter().map(|author| json!({ "literal": author }));
    item.insert("author".to_owned(), Value::Array(authors.collect()));
    // For styles that cite by title.
    item.insert("title".to_owned(), Value::from(written));
    if let Some(year) = year {
        item.insert("issued".to_owned(), json!({ "date-parts": [[year]] }));
    }
    item
}

/// The events of the words, and the text they are in.
fn prose<'a>(text: &PageText<'a>, words: &ReferenceWords) -> Option<(&'a Translation, &'a Events)> {
    let translation = text.book.lesson(words.lesson).translations.get(&words.locale)?;
    let mut prose = translation.parsed.document.prose.iter();
    let prose = prose.find(|prose| prose.field == ProseField::Reference(words.index))?;
    Some((translation, &prose.events))
}

/// “Toffler, 1980” in its two parts.
fn short_form(short: &str) -> (String, Option<i64>) {
    match year_in(short) {
        Some(year) => {
            let author = short.split(&year.to_string()).next().unwrap_or(short);
            let author = author.trim_end_matches([' ', ',', '(', '\u{a0}']);
            (author.to_owned(), Some(year))
        }
        None => (short.trim().to_owned(), None),
    }
}

/// The first number of four digits that reads as a year.
fn year_in(words: &str) -> Option<i64> {
    words
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1400..2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_and_year_are_read_off() {
        let words = "Toffler, Alvin. The Third Wave. New York : Morrow, 1980.";
        assert_eq!((authors::read(words), year_in(words)), (vec!["Toffler".to_owned()], Some(1980)));
        assert_eq!(year_in("Psychological Review 50, 370"), None);
        assert_eq!(short_form("Toffler, 1980"), ("Toffler".to_owned(), Some(1980)));
        assert_eq!(short_form("Manifeste"), ("Manifeste".to_owned(), None));
    }
}
