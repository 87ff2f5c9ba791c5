//! What is learnt: outcomes that lessons serve, objectives that something shows, and all of it in each language.
//!
//! A book that names none of it hears nothing: each rule begins where the level or the lesson uses ids, `serves`
//! or `shows`.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Message, message};
use crate::model::learning::{At, Identity, LessonLearning, LevelLearning};
use crate::model::{Book, Lesson, LessonRef, Translation};
use crate::parse::callout::CalloutKind;
use crate::rule::Rule;
use crate::source::Span;

/// Checks every level and its lessons.
pub(super) fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for (number, level) in book.learning.levels.iter().enumerate() {
        check_outcomes(book, LessonRef::Level(number), level, diagnostics);
        check_twins(book, LessonRef::Level(number), &level.index, diagnostics);
        for (index, lesson) in level.lessons.iter().enumerate() {
            let at = LessonRef::Lesson(number, index);
            check_objectives(book, at, lesson, diagnostics);
            check_twins(book, at, lesson, diagnostics);
        }
    }
}

fn check_outcomes(book: &Book, at: LessonRef, level: &LevelLearning, diagnostics: &mut Vec<Diagnostic>) {
    let text = book.lesson(at);
    let uses_serves = level.lessons.iter().flat_map(|lesson| &lesson.objectives).any(|one| !one.serves.is_empty());
    let uses_shows = std::iter::once(&level.index).chain(&level.lessons).any(uses_shows);
    for outcome in &level.outcomes {
        let Some((translation, place)) = place(book, text, &outcome.places, Listed::Outcome) else { continue };
        if outcome.served_by.is_empty() && outcome.shown_by.is_empty() && uses_serves {
            let fault = Diagnostic::new(Rule::UnservedOutcome, place, message!("unserved-outcome.message"));
            diagnostics.push(fault.help(match outcome.identity.name() {
                Some(id) => message!("unserved-outcome.help", id = id),
                None => message!("unserved-outcome.help-id", path = translation.path.as_str()),
            }));
        } else if uses_shows && book.learning.tasks_showing(outcome).is_empty() {
            let fault = Diagnostic::new(Rule::UnshownObjective, place, message!("unshown-objective.outcome"));
            diagnostics.push(fault.help(help_unshown(&outcome.identity)));
        }
    }
    let has_ids = level.outcomes.iter().any(|one| one.identity.name().is_some());
    for outcome in level.outcomes.iter().filter(|_| has_ids) {
        let lacks = |language| message!("missing-twin.outcome", language = language);
        report_twin(book, at, (&outcome.identity, &outcome.places), Listed::Outcome, lacks, diagnostics);
    }
}

fn check_objectives(book: &Book, at: LessonRef, lesson: &LessonLearning, diagnostics: &mut Vec<Diagnostic>) {
    if uses_shows(lesson) {
        for objective in lesson.unshown() {
            let Some((_, place)) = place(book, book.lesson(at), &objective.places, Listed::Objective) else { continue };
            let fault = Diagnostic::new(Rule::UnshownObjective, place, message!("unshown-objective.message"));
            diagnostics.push(fault.help(help_unshown(&objective.identity)));
        }
    }
    let has_ids = lesson.objectives.iter().any(|one| one.identity.name().is_some() || !one.serves.is_empty());
    for objective in lesson.objectives.iter().filter(|_| has_ids) {
        let lacks = |language| message!("missing-twin.objective", language = language);
        report_twin(book, at, (&objective.identity, &objective.places), Listed::Objective, lacks, diagnostics);
    }
}

/// Reports questions and activities that a language lacks.
fn check_twins(book: &Book, at: LessonRef, lesson: &LessonLearning, diagnostics: &mut Vec<Diagnostic>) {
    let has_ids = lesson.tasks.iter().any(|task| task.identity.name().is_some() || !task.shows.is_empty());
    for task in lesson.tasks.iter().filter(|_| has_ids) {
        let lacks = |language| match task.kind {
            CalloutKind::Activity => message!("missing-twin.activity", language = language),
            _ => message!("missing-twin.question", language = language),
        };
        report_twin(book, at, (&task.identity, &task.places), Listed::Task, lacks, diagnostics);
    }
}

/// Reports what one of the text's languages lacks, at the text that has it.
fn report_twin(
    book: &Book,
    at: LessonRef,
    (identity, places): (&Identity, &BTreeMap<Locale, At>),
    list: Listed,
    lacks: impl Fn(Message) -> Message,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let lesson = book.lesson(at);
    for other in lesson.translations.values().filter(|other| !places.contains_key(&other.locale)) {
        let Some((_, place)) = place(book, lesson, places, list) else { continue };
        let language = book.config.language(other.locale).in_words();
        let fault = Diagnostic::new(Rule::MissingTwin, place, lacks(language));
        diagnostics.push(fault.help(match identity.name() {
            Some(id) => message!("missing-twin.help-id", id = id, path = other.path.as_str()),
            None => message!("missing-twin.help", path = other.path.as_str()),
        }));
    }
}

fn uses_shows(lesson: &LessonLearning) -> bool {
    lesson.tasks.iter().any(|task| !task.shows.is_empty())
}

fn help_unshown(identity: &Identity) -> Message {
    match identity.name() {
        Some(id) => message!("unshown-objective.help", line = format!("> [!QUESTION]{{shows={id}}}")),
        None => message!("unshown-objective.help-id"),
    }
}

/// A list that something learnt stands in.
#[derive(Clone, Copy)]
enum Listed {
    Outcome,
    Objective,
    Task,
}

/// Where something stands: in the default language, else in the first that has it.
fn place<'b>(
    book: &Book,
    lesson: &'b Lesson,
    places: &BTreeMap<Locale, At>,
    list: Listed,
) -> Option<(&'b Translation, Place)> {
    let default = book.config.default_locale;
    let (locale, at) = places.get_key_value(&default).or_else(|| places.first_key_value())?;
    let translation = lesson.translations.get(locale)?;
    let (front_matter, document) = (&translation.parsed.front_matter, &translation.parsed.document);
    let span: Option<Span> = match list {
        Listed::Outcome => front_matter.outcomes.get(at.index).map(|outcome| outcome.text.span.clone()),
        Listed::Objective => front_matter.objectives.get(at.index).map(|objective| objective.text.span.clone()),
        Listed::Task => document.callouts.get(at.index).map(|callout| callout.mark.clone()),
    };
    Some((translation, Place::new(&translation.path, &span?)))
}
