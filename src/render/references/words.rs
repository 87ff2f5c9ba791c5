//! References in the author's own words: printed as written, and cited by what can be read off them.

use serde_json::{Map, Value, json};

use crate::model::{Item, Translation, Words};
use crate::parse::document::{Events, ProseField};
use crate::render::html::escape;
use crate::render::text::{PageText, plain};

/// The words on the page.
pub(super) fn html(text: &PageText<'_>, words: &Words) -> String {
    let Some((translation, events)) = prose(text, words) else { return escape(&words.text) };
    // They may stand in another file, whose links are its own.
    let lesson = text.book.lesson(words.lesson);
    let parts = (text.book, text.theme, text.styles);
    PageText::new(parts, lesson, translation, text.page, text.page_locale).inline(events)
}

/// What citations say of the work: who made it, and when.
pub(super) fn item(text: &PageText<'_>, words: &Words) -> Item {
    let written = match (&words.short, prose(text, words)) {
        (Some(short), _) => short.clone(),
        (None, Some((translation, events))) => plain(&translation.parsed.document, events),
        (None, None) => words.text.clone(),
    };
    let (author, year) = match &words.short {
        Some(short) => short_form(short),
        None => (author_in(&written), year_in(&written)),
    };
    let mut item: Item = Map::new();
    item.insert("type".to_owned(), "document".into());
    item.insert("author".to_owned(), json!([{ "literal": author }]));
    // For styles that cite by title.
    item.insert("title".to_owned(), Value::from(written));
    if let Some(year) = year {
        item.insert("issued".to_owned(), json!({ "date-parts": [[year]] }));
    }
    item
}

/// The events of the words, and the text they stand in.
fn prose<'a>(text: &PageText<'a>, words: &Words) -> Option<(&'a Translation, &'a Events)> {
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

/// What stands before the first comma, bracket or full stop.
fn author_in(words: &str) -> String {
    let end = words.find([',', '(', '.']).unwrap_or(words.len());
    words[..end].trim().to_owned()
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
        assert_eq!((author_in(words).as_str(), year_in(words)), ("Toffler", Some(1980)));
        assert_eq!(year_in("Psychological Review 50, 370"), None);
        assert_eq!(short_form("Toffler, 1980"), ("Toffler".to_owned(), Some(1980)));
        assert_eq!(short_form("Manifeste"), ("Manifeste".to_owned(), None));
    }
}
