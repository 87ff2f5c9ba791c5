//! What is learnt: outcomes that lessons serve, objectives that something shows, and all of it in each language.
//!
//! These rules don't concern a book that uses none of this: each applies only to levels and lessons that use ids,
//! `serves` or `shows`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Message, message};
use crate::model::learning::{At, Identity, LessonLearning, LevelLearning, Objective, Outcome, OutcomeRef, Task};
use crate::model::{Book, LessonRef, Translation};
use crate::parse::callout::CalloutKind;
use crate::parse::front_matter::learning;
use crate::rule::Rule;
use crate::source::Span;

/// Checks every level and its lessons.
pub(super) fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for (number, level) in book.learning.levels.iter().enumerate() {
        let mut checker = Checker { book, level: number, objectives: objective_ids(level), diagnostics };
        checker.check_outcomes(level);
        checker.check_twins(LessonRef::Level(number), level.outcomes.iter().map(Learnt::outcome));
        checker.check_twins(LessonRef::Level(number), level.index.tasks.iter().map(Learnt::task));
        for (index, lesson) in level.lessons.iter().enumerate() {
            let at = LessonRef::Lesson(number, index);
            checker.check_objectives(at, lesson);
            checker.check_twins(at, lesson.objectives.iter().map(Learnt::objective));
            checker.check_twins(at, lesson.tasks.iter().map(Learnt::task));
        }
    }
}

/// The ids of the objectives in a level's lessons: in `shows`, these don't name an outcome.
fn objective_ids(level: &LevelLearning) -> BTreeSet<&str> {
    let objectives = level.lessons.iter().flat_map(|lesson| &lesson.objectives);
    objectives.filter_map(|one| one.identity.name()).collect()
}

fn uses_shows(lesson: &LessonLearning) -> bool {
    lesson.tasks.iter().any(|task| !task.shows.is_empty())
}

/// Checks what is learnt on a level.
struct Checker<'b, 'd> {
    book: &'b Book,
    level: usize,
    objectives: BTreeSet<&'b str>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'b> Checker<'b, '_> {
    fn check_outcomes(&mut self, level: &'b LevelLearning) {
        let objectives = level.lessons.iter().flat_map(|lesson| &lesson.objectives);
        let uses_serves = objectives.into_iter().any(|one| !one.serves.is_empty());
        let uses_shows = std::iter::once(&level.index).chain(&level.lessons).any(uses_shows);
        for (index, outcome) in level.outcomes.iter().enumerate() {
            let learnt = Learnt::outcome(outcome);
            let Some(found) = learnt.find(self.book, LessonRef::Level(self.level)) else { continue };
            let is_taught = outcome.shown_by.iter().any(|task| matches!(task.lesson, LessonRef::Lesson(..)));
            if outcome.served_by.is_empty() && !is_taught && uses_serves {
                let fault = Diagnostic::new(Rule::UnservedOutcome, found.place, message!("unserved-outcome.message"));
                let fault = fault.relying_on_book();
                self.diagnostics.push(fault.help(match outcome.identity.name() {
                    Some(id) => message!("unserved-outcome.help", id = id),
                    None => {
                        let (id, line) = learning::given_id(found.text);
                        let path = found.translation.path.as_str();
                        message!("unserved-outcome.help-id", path = path, id = id, line = line)
                    }
                }));
            } else if uses_shows && self.book.learning.tasks_showing(outcome).is_empty() {
                let fault = Diagnostic::new(Rule::UnshownObjective, found.place, message!("unshown-objective.outcome"));
                let fault = fault.relying_on_book();
                let name = self.outcome_name(OutcomeRef { level: self.level, index });
                self.diagnostics.push(fault.help(help_unshown(name, found.text)));
            }
        }
    }

    fn check_objectives(&mut self, at: LessonRef, lesson: &'b LessonLearning) {
        if !uses_shows(lesson) {
            return;
        }
        for objective in lesson.unshown() {
            let Some(found) = Learnt::objective(objective).find(self.book, at) else { continue };
            let own = objective.identity.name().map(str::to_owned);
            let name = own.or_else(|| objective.serves.iter().find_map(|&outcome| self.outcome_name(outcome)));
            let fault = Diagnostic::new(Rule::UnshownObjective, found.place, message!("unshown-objective.message"));
            let fault = fault.relying_on(self.book.lesson(at).files());
            self.diagnostics.push(fault.help(help_unshown(name, found.text)));
        }
    }

    /// The name of an outcome in a `shows` on the level; `None` if it has no id.
    fn outcome_name(&self, at: OutcomeRef) -> Option<String> {
        let id = self.book.learning.outcome(at)?.identity.name()?;
        let is_plain = at.level == self.level && !self.objectives.contains(id);
        Some(if is_plain { id.to_owned() } else { format!("{}/{id}", self.book.levels[at.level].index.id) })
    }

    /// Reports the things that are missing in one of the text's languages, at the text that has them, if any of the
    /// list has an id or is tied to something.
    fn check_twins(&mut self, at: LessonRef, list: impl Iterator<Item = Learnt<'b>> + Clone) {
        if !list.clone().any(|one| one.identity.name().is_some() || one.is_tied) {
            return;
        }
        let lesson = self.book.lesson(at);
        for one in list {
            // A list under a mistyped key is reported as such.
            let is_mistyped = |other: &Translation| {
                one.kind.field().is_some_and(|field| other.parsed.front_matter.meant.contains(&field))
            };
            let lacking = lesson.translations.values().filter(|other| !one.places.contains_key(&other.locale));
            for other in lacking.filter(|other| !is_mistyped(other)) {
                let Some(found) = one.find(self.book, at) else { continue };
                let message = one.kind.lacking(self.book.config.language(other.locale).in_words());
                let fault = Diagnostic::new(Rule::MissingTwin, found.place, message).relying_on(lesson.files());
                self.diagnostics.push(fault.help(match one.identity.name() {
                    Some(id) => message!("missing-twin.help-id", id = id, path = other.path.as_str()),
                    None => message!("missing-twin.help", path = other.path.as_str()),
                }));
            }
        }
    }
}

/// What to write so that something is shown: its name in a mark, and first an id if it has none (`name` is `None`).
fn help_unshown(name: Option<String>, text: &str) -> Message {
    let mark = |id: &str| format!("> [!QUESTION]{{shows={id}}}");
    match name {
        Some(name) => message!("unshown-objective.help", line = mark(&name)),
        None => {
            let (id, line) = learning::given_id(text);
            message!("unshown-objective.help-id", item = line, line = mark(&id))
        }
    }
}

/// Something learnt, as one of a list.
#[derive(Clone, Copy)]
struct Learnt<'b> {
    identity: &'b Identity,
    places: &'b BTreeMap<Locale, At>,
    kind: Kind,
    /// Whether it serves or shows something.
    is_tied: bool,
}

#[derive(Clone, Copy)]
enum Kind {
    Outcome,
    Objective,
    Question,
    Activity,
}

impl Kind {
    /// The field of the front matter that lists such things.
    fn field(self) -> Option<&'static str> {
        match self {
            Self::Outcome => Some("outcomes"),
            Self::Objective => Some("objectives"),
            Self::Question | Self::Activity => None,
        }
    }

    /// The message that it is missing in a language.
    fn lacking(self, language: Message) -> Message {
        match self {
            Self::Outcome => message!("missing-twin.outcome", language = language),
            Self::Objective => message!("missing-twin.objective", language = language),
            Self::Question => message!("missing-twin.question", language = language),
            Self::Activity => message!("missing-twin.activity", language = language),
        }
    }
}

/// The place where something learnt is written.
struct Found<'b> {
    translation: &'b Translation,
    place: Place,
    /// What it says; empty for a question or an activity.
    text: &'b str,
}

impl<'b> Learnt<'b> {
    fn outcome(one: &'b Outcome) -> Self {
        Self { identity: &one.identity, places: &one.places, kind: Kind::Outcome, is_tied: false }
    }

    fn objective(one: &'b Objective) -> Self {
        let is_tied = !one.serves.is_empty();
        Self { identity: &one.identity, places: &one.places, kind: Kind::Objective, is_tied }
    }

    fn task(one: &'b Task) -> Self {
        let kind = if one.kind == CalloutKind::Activity { Kind::Activity } else { Kind::Question };
        Self { identity: &one.identity, places: &one.places, kind, is_tied: !one.shows.is_empty() }
    }

    /// The place where it is written: in the default language, else in the first that has it.
    fn find(&self, book: &'b Book, at: LessonRef) -> Option<Found<'b>> {
        let default = book.config.default_locale;
        let (locale, at_place) = self.places.get_key_value(&default).or_else(|| self.places.first_key_value())?;
        let translation = book.lesson(at).translations.get(locale)?;
        let (front_matter, document) = (&translation.parsed.front_matter, &translation.parsed.document);
        let (span, text): (&Span, &str) = match self.kind {
            Kind::Outcome => front_matter.outcomes.get(at_place.index).map(|one| (&one.text.span, &*one.text.text))?,
            Kind::Objective => {
                front_matter.objectives.get(at_place.index).map(|one| (&one.text.span, &*one.text.text))?
            }
            Kind::Question | Kind::Activity => document.callouts.get(at_place.index).map(|one| (&one.mark, ""))?,
        };
        Some(Found { translation, place: Place::new(&translation.path, span), text })
    }
}
