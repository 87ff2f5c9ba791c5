//! Questions in several languages: an answer counts in all of them, so that each must offer the same choices.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, message};
use crate::model::learning::Task;
use crate::model::{Book, Lesson, LessonRef, Translation};
use crate::parse::callout::Callout;
use crate::rule::Rule;

/// Reports, at a translation, a question that doesn't have as many choices as its twin, or as many right ones. That is
/// a difference of structure, a rule that books may hide if they adapt their lessons; `missing-twin` is about whole
/// questions that are missing, and only in texts that use ids.
pub(super) fn check(book: &Book, at: LessonRef, diagnostics: &mut Vec<Diagnostic>) {
    let lesson = book.lesson(at);
    for task in book.learning.of(at).into_iter().flat_map(|own| &own.tasks) {
        let default = book.config.default_locale;
        let Some(&first) =
            task.places.get_key_value(&default).or_else(|| task.places.first_key_value()).map(|(first, _)| first)
        else {
            continue;
        };
        let Some(original) = Asked::of(lesson, task, first) else { continue };
        let others = task.places.keys().filter(|&&locale| locale != first);
        let others = others.filter_map(|&locale| Asked::of(lesson, task, locale));
        diagnostics.extend(others.filter_map(|other| other.difference(&original, book)));
    }
}

/// A question in one language.
struct Asked<'a> {
    text: &'a Translation,
    callout: &'a Callout,
    choices: usize,
    right: usize,
}

impl<'a> Asked<'a> {
    fn of(lesson: &'a Lesson, task: &Task, locale: Locale) -> Option<Self> {
        let text = lesson.translations.get(&locale)?;
        let document = &text.parsed.document;
        let callout = document.callouts.get(task.places.get(&locale)?.index)?;
        let choices = &document.questions.get(callout.question?)?.choices;
        Some(Self {
            text,
            callout,
            choices: choices.len(),
            right: choices.iter().filter(|choice| choice.right).count(),
        })
    }

    fn difference(&self, original: &Self, book: &Book) -> Option<Diagnostic> {
        let language = book.config.language(original.text.locale).in_words();
        let message = if self.choices != original.choices {
            let other = original.choices.to_string();
            message!("different-structure.choices", count = self.choices, other = other, language = language)
        } else if self.right != original.right {
            let other = original.right.to_string();
            message!("different-structure.right", count = self.right, other = other, language = language)
        } else {
            return None;
        };
        let place = |asked: &Self| Place::new(&asked.text.path, &asked.callout.mark);
        let fault = Diagnostic::new(Rule::DifferentStructure, place(self), message);
        let fault = fault.related(place(original), message!("different-structure.question"));
        Some(fault.help(message!("different-structure.help-question")))
    }
}
