//! Names of outcomes and objectives that don't exist: their faults, and what to write instead.

use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Message, message};
use crate::model::{Book, Lesson, LessonRef};
use crate::nearest::Guesses;
use crate::parse::front_matter::learning;
use crate::rule::Rule;

use super::names::{self, Names};

/// The most ids that one message lists.
const LISTED: usize = 10;

/// How an outcome or an objective is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// An objective, by `serves`.
    Serves,
    /// A question or an activity, by `shows`.
    Shows,
}

impl Naming {
    /// The field or attribute, as books write it.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Serves => "serves",
            Self::Shows => "shows",
        }
    }

    /// The line that names one thing.
    fn line(self, name: &str) -> String {
        match self {
            Self::Serves => format!("serves: {name}"),
            Self::Shows => format!("shows={name}"),
        }
    }
}

/// A name of an outcome or an objective, as it is written.
pub(super) struct Named<'a> {
    /// The name.
    pub(super) name: &'a str,
    /// Its place.
    pub(super) place: Place,
    /// What names with it.
    pub(super) naming: Naming,
    /// Whether it is the only name there, rather than one of a list.
    pub(super) is_alone: bool,
}

impl Named<'_> {
    /// What to write for it: the whole line if it is alone, else only the name that takes its place in the list.
    fn help(&self, name: &str) -> Message {
        let line = if self.is_alone { self.naming.line(name) } else { name.to_owned() };
        message!("unknown-outcome.help-nearest", line = line)
    }
}

/// Makes the faults of a book's unknown names.
pub(super) struct Unknown<'a> {
    book: &'a Book,
    names: &'a Names<'a>,
    /// Limited, since each suggestion looks at all that can be named on a level.
    guesses: Guesses,
}

impl<'a> Unknown<'a> {
    /// The reporter of a book's unknown names; it makes no more than 100 suggestions.
    pub(super) fn new(book: &'a Book, names: &'a Names<'a>) -> Self {
        Self { book, names, guesses: Guesses::default() }
    }

    /// The fault of a name in the text `at`.
    pub(super) fn fault(&mut self, at: LessonRef, named: &Named<'_>) -> Diagnostic {
        let message = self.message(at, named);
        let fault = Diagnostic::new(Rule::UnknownOutcome, named.place.clone(), message).help(self.help(at, named));
        // The name may be that of an outcome of any level.
        fault.relying_on(self.book.levels.iter().flat_map(|level| level.index.files()))
    }

    fn message(&self, at: LessonRef, named: &Named<'_>) -> Message {
        let (name, is_shows) = (named.name, named.naming == Naming::Shows);
        let is_lesson = matches!(at, LessonRef::Lesson(..));
        if let (Some((level, _)), (None, _)) = (name.split_once('/'), self.names.level_of(at, name)) {
            return match level.is_empty() {
                true => message!("unknown-outcome.no-level"),
                false => message!("unknown-outcome.level", level = level),
            };
        }
        if name.contains('/') {
            return message!("unknown-outcome.of-level", id = name);
        }
        match self.names.lesson_with(name) {
            Some(lesson) if lesson == at => return message!("unknown-outcome.objective", id = name),
            Some(lesson) if is_shows => {
                let lesson = self.book.lesson(lesson).id.as_str();
                return message!("unknown-outcome.elsewhere", id = name, lesson = lesson);
            }
            _ => {}
        }
        match is_shows {
            true if self.names.is_task(at, name) => message!("unknown-outcome.task", id = name),
            true if is_lesson => message!("unknown-outcome.shows", id = name),
            _ => message!("unknown-outcome.message", id = name),
        }
    }

    fn help(&mut self, at: LessonRef, named: &Named<'_>) -> Message {
        let name = named.name;
        let (level, own) = self.names.level_of(at, name);
        let Some(level) = level else { return self.help_level(at, named) };
        let is_elsewhere = name.contains('/');
        let prefix = name.strip_suffix(own).unwrap_or_default();
        let objectives = self.names.objectives_of(at).filter(|_| named.naming == Naming::Shows && !is_elsewhere);
        let known = || {
            let ids = objectives.into_iter().chain(self.names.outcomes_of(level));
            ids.flat_map(|ids| ids.keys().map(String::as_str))
        };
        let is_known = |id: &str| {
            objectives.is_some_and(|ids| ids.contains_key(id))
                || self.names.outcomes_of(level).is_some_and(|ids| ids.contains_key(id))
        };
        if let Some(meant) = names::meant(own).filter(|meant| is_known(meant)) {
            return named.help(&format!("{prefix}{meant}"));
        }
        if let Some(text) = self.names.labelled(level, own) {
            return self.help_none(level, own, Some(text));
        }
        if let Some(other) = self.names.level_with(own).filter(|_| !is_elsewhere) {
            return named.help(&format!("{}/{own}", self.book.levels[other].index.id));
        }
        if let Some(nearest) = self.guesses.nearest(own, known()) {
            return named.help(&format!("{prefix}{nearest}"));
        }
        if known().next().is_none() {
            return self.help_none(level, own, None);
        }
        // No more of each list, which is sorted, than may be shown.
        let lists = objectives.into_iter().chain(self.names.outcomes_of(level));
        let mut known: Vec<&str> = lists.flat_map(|ids| ids.keys().take(LISTED + 1).map(String::as_str)).collect();
        known.sort_unstable();
        known.dedup();
        let more = known.len() > LISTED;
        let listed: Vec<String> = known.into_iter().take(LISTED).map(|id| format!("{prefix}{id}")).collect();
        let more = if more { ", …" } else { "" };
        message!("unknown-outcome.help-known", ids = format!("{}{more}", listed.join(", ")))
    }

    /// What to write for a level that doesn't exist, or is written with its number.
    fn help_level(&mut self, at: LessonRef, named: &Named<'_>) -> Message {
        let (level, own) = named.name.split_once('/').unwrap_or(("", named.name));
        if level.is_empty()
            && let Some(meant) = self.without_level(at, named.naming, own)
        {
            return named.help(&meant);
        }
        let id = |level: usize| self.book.levels[level].index.id.as_str();
        let ids = || (0..self.book.levels.len()).map(id);
        let meant = self.names.numbered_level(level).map(id).or_else(|| self.guesses.nearest(level, ids()));
        let meant = meant.map(|level| format!("{level}/{own}"));
        match meant.filter(|meant| self.names.outcome(at, meant).is_some()) {
            Some(meant) => named.help(&meant),
            None => {
                let more = if self.book.levels.len() > LISTED { ", …" } else { "" };
                let listed: Vec<&str> = ids().take(LISTED).collect();
                message!("unknown-outcome.help-level", levels = format!("{}{more}", listed.join(", ")))
            }
        }
    }

    /// The name that one with nothing before its slash means, if that is known in the text.
    fn without_level(&self, at: LessonRef, naming: Naming, own: &str) -> Option<String> {
        let own = own.trim_start_matches('/');
        let own = names::meant(own).unwrap_or_else(|| own.to_owned());
        let is_objective = naming == Naming::Shows && self.names.objective(at, &own).is_some();
        (is_objective || self.names.outcome(at, &own).is_some()).then_some(own)
    }

    /// The line that gives that id to an outcome of a level: to the one with that `text`, or if it isn't known, to any.
    fn help_none(&self, level: usize, id: &str, text: Option<&str>) -> Message {
        let id = learning::meant_id(id).unwrap_or_else(|| id.to_owned());
        let default = self.book.config.default_locale;
        let Some(index) = self.book.levels[level].index.shown(default, default) else {
            return message!("unknown-outcome.help-no-level", level = self.book.levels[level].index.id.as_str());
        };
        let path = index.path.as_str();
        let line = match text.and_then(learning::labelled) {
            Some((id, text)) => learning::line_with_id(id, text),
            None => learning::line_with_id(&id, "…"),
        };
        match index.parsed.front_matter.outcomes.is_empty() {
            true => message!("unknown-outcome.help-no-outcomes", path = path, line = line),
            false => message!("unknown-outcome.help-none", path = path, line = line),
        }
    }
}

/// The faults of callouts that say what they show in a text where nothing is learnt.
pub(super) fn outside(lesson: &Lesson) -> impl Iterator<Item = Diagnostic> {
    lesson.translations.values().flat_map(|translation| {
        let named = translation.parsed.document.callouts.iter().filter_map(|callout| callout.shows.first());
        named.map(|name| {
            let place = Place::new(&translation.path, &name.span);
            let fault = Diagnostic::new(Rule::UnknownOutcome, place, message!("unknown-outcome.outside"));
            fault.help(message!("unknown-outcome.help-outside"))
        })
    })
}
