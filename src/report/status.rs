//! How the translations of a book stand, text by text: for a person, or for a program.

mod human;
mod json;

pub use human::human;
pub use json::json;

use std::collections::BTreeSet;

use crate::model::drift::Change;
use crate::model::{Book, Lesson, LessonRef, Translation};
use crate::parse::prints;
use crate::source::{Positions, Sources};

/// The texts of a book, level by level; the front page and what stands outside the levels last.
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

/// A run of words of a block, and whether they are new.
struct Run {
    text: String,
    is_new: bool,
}

/// What a change says now, cut into what is new and what was there before.
fn runs(translation: &Translation, change: &Change) -> Vec<Run> {
    let Some(print) = change.print.and_then(|print| translation.parsed.prints.get(print)) else { return Vec::new() };
    let text = print.text(&translation.parsed);
    let new: BTreeSet<usize> = change.new.iter().copied().collect();
    let mut runs: Vec<Run> = Vec::new();
    for (index, word) in prints::words(&text).into_iter().enumerate() {
        let words = text.get(word.span).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let is_new = new.contains(&index);
        match runs.last_mut().filter(|last| last.is_new == is_new) {
            Some(last) => {
                last.text.push(' ');
                last.text.push_str(&words);
            }
            None => runs.push(Run { text: words, is_new }),
        }
    }
    runs
}

/// The line of a file on which a change stands; nothing for what is gone.
fn line(translation: &Translation, change: &Change, sources: &Sources) -> Option<usize> {
    let print = translation.parsed.prints.get(change.print?)?;
    let text = &sources.text(translation.path.as_str())?.text;
    Some(Positions::new(text).of(print.span(&translation.parsed).start).0)
}
