//! What is learnt: the outcomes of levels, the objectives of lessons, and the questions and activities in which
//! students show them. Each has one id in every language, which edits, moves and translations don't change, since
//! students' progress is kept by it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Book, LessonRef, Translation};
use crate::locale::Locale;
use crate::parse::callout::CalloutKind;
use crate::parse::lock::LearntRecord;

/// What is learnt in a book, level by level from the base up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Learning {
    /// What is learnt on each level, by the level's index.
    pub levels: Vec<LevelLearning>,
}

/// What is learnt on a level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelLearning {
    /// What students can do after it, in the default language's order; what is missing in that language comes last.
    pub outcomes: Vec<Outcome>,
    /// The questions and activities of its own text; it has no objectives.
    pub index: LessonLearning,
    /// What is learnt in each of its lessons, by the lesson's index.
    pub lessons: Vec<LessonLearning>,
    /// The highest number that any of its outcomes ever had.
    pub given: u32,
}

/// What is learnt in a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LessonLearning {
    /// What students can do after it, in the default language's order; what is missing in that language comes last.
    pub objectives: Vec<Objective>,
    /// Its questions and activities, in the same order, without those for the teacher.
    pub tasks: Vec<Task>,
    /// The highest numbers that any of its objectives and of its tasks ever had.
    pub given: (u32, u32),
}

/// What something learnt is known by, the same in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// The id that the author gives.
    Named {
        /// That id.
        name: String,
        /// The numbers that it had before; `translations.lock` keeps them.
        former: Vec<u32>,
    },
    /// A number, since the author gives no id.
    Numbered(u32),
}

impl Identity {
    /// The id: the author's, else `_` and the number. No author's id begins with `_`.
    pub fn id(&self) -> Cow<'_, str> {
        match self {
            Self::Named { name, .. } => name.into(),
            Self::Numbered(number) => numbered(*number).into(),
        }
    }

    /// The id that the author gives; `None` if it has a number instead.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named { name, .. } => Some(name),
            Self::Numbered(_) => None,
        }
    }

    /// Its number; `None` if the author gives an id.
    pub fn number(&self) -> Option<u32> {
        match self {
            Self::Named { former, .. } => former.first().copied(),
            Self::Numbered(number) => Some(*number),
        }
    }

    /// The ids, `_` and a number, that it had before its author gave it one.
    pub fn former_ids(&self) -> impl Iterator<Item = String> {
        let former = match self {
            Self::Named { former, .. } => former.as_slice(),
            Self::Numbered(_) => &[],
        };
        former.iter().copied().map(numbered)
    }
}

/// The indices of the things that a language has, in that language's order.
fn listed<'p>(places: impl Iterator<Item = &'p BTreeMap<Locale, At>>, locale: Locale) -> impl Iterator<Item = usize> {
    let placed = places.enumerate().filter_map(|(index, places)| Some((places.get(&locale)?.index, index)));
    placed.collect::<BTreeMap<_, _>>().into_values()
}

fn numbered(number: u32) -> String {
    format!("_{number}")
}

/// Where something is in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// For an outcome or objective, its index in the front matter's list; for a task, in `document.callouts`.
    pub index: usize,
    /// The block that it is in: an index of `parsed.fingerprints`; `None` if it has no words.
    pub fingerprint: Option<usize>,
    /// The number by which `translations.lock` knows it in this language, one of its identity's; `None` if it is not
    /// recorded.
    pub number: Option<u32>,
}

/// What students can do after a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it is known by.
    pub identity: Identity,
    /// Its place in each language that has it.
    pub places: BTreeMap<Locale, At>,
    /// The objectives that serve it, lesson by lesson.
    pub served_by: Vec<ObjectiveRef>,
    /// The tasks that name it. Those that name an objective which serves it show it too.
    pub shown_by: Vec<TaskRef>,
}

/// What students can do after a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// What it is known by.
    pub identity: Identity,
    /// Its place in each language that has it.
    pub places: BTreeMap<Locale, At>,
    /// The outcomes that it serves.
    pub serves: Vec<OutcomeRef>,
    /// The tasks of its lesson that name it. Those that name an outcome which it serves show it too.
    pub shown_by: Vec<TaskRef>,
}

/// A question, or an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What it is known by.
    pub identity: Identity,
    /// Whether it is a question or an activity.
    pub kind: CalloutKind,
    /// Its place in each language that has it.
    pub places: BTreeMap<Locale, At>,
    /// The objectives and outcomes that it shows.
    pub shows: Vec<Skill>,
}

/// An outcome: its level, and its place in [`LevelLearning::outcomes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutcomeRef {
    /// The index of the level, 0 at the base.
    pub level: usize,
    /// The index of the outcome.
    pub index: usize,
}

/// An objective: its lesson, and its place in [`LessonLearning::objectives`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectiveRef {
    /// The lesson.
    pub lesson: LessonRef,
    /// The index of the objective.
    pub index: usize,
}

/// A question or an activity: its text, and its place in [`LessonLearning::tasks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskRef {
    /// The lesson, or the level.
    pub lesson: LessonRef,
    /// The index of the task.
    pub index: usize,
}

/// A question or an activity in one translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedTask {
    /// The task.
    pub task: TaskRef,
    /// Its HTML id, the same in every language; `None` if its author gives none, or if it is already taken in this
    /// translation.
    pub anchor: Option<String>,
}

/// What a task can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skill {
    /// An objective of its own lesson, by its index.
    Objective(usize),
    /// An outcome.
    Outcome(OutcomeRef),
}

/// The kinds of things that get numbers if their author gives no ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numbered {
    /// The outcomes of a level.
    Outcomes,
    /// The objectives of a lesson.
    Objectives,
    /// The questions and activities of a text.
    Tasks,
}

impl Numbered {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Outcomes, Self::Objectives, Self::Tasks];

    /// Its name in `translations.lock`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcomes => "outcomes",
            Self::Objectives => "objectives",
            Self::Tasks => "tasks",
        }
    }
}

impl LessonLearning {
    /// The objectives that no task of the lesson shows, whether by the objective's id or by that of an outcome which it
    /// serves.
    pub fn unshown(&self) -> impl Iterator<Item = &Objective> {
        let shown: BTreeSet<OutcomeRef> =
            self.tasks.iter().flat_map(|task| &task.shows).filter_map(Skill::outcome).collect();
        let is_shown = move |one: &&Objective| {
            !one.shown_by.is_empty() || one.serves.iter().any(|outcome| shown.contains(outcome))
        };
        self.objectives.iter().filter(move |one| !is_shown(one))
    }
}

impl Skill {
    /// The outcome; `None` for an objective.
    pub fn outcome(&self) -> Option<OutcomeRef> {
        match self {
            Self::Outcome(outcome) => Some(*outcome),
            Self::Objective(_) => None,
        }
    }
}

impl Book {
    /// The key of an outcome, one for all languages: that of its level, `/`, and its id. `None` if there is no such outcome.
    pub fn outcome_key(&self, at: OutcomeRef) -> Option<String> {
        let outcome = self.learning.outcome(at)?;
        Some(format!("{}/{}", self.levels.get(at.level)?.index.id, outcome.identity.id()))
    }

    /// An outcome in plain words, and their language: `locale`, if its level has a text in it. `None` if the text shown
    /// doesn't name the outcome.
    pub fn outcome_words(&self, at: OutcomeRef, locale: Locale) -> Option<(String, Locale)> {
        let shown = self.levels.get(at.level)?.index.shown(locale, self.config.default_locale)?;
        let (place, parsed) = (self.learning.outcome(at)?.places.get(&shown.locale)?, &shown.parsed);
        let words = parsed.fingerprints.get(place.fingerprint?)?.text(parsed);
        Some((self.config.set(&words, shown.locale).into_owned(), shown.locale))
    }
}

impl Learning {
    /// What is learnt in a text; `None` for one outside the levels.
    pub fn of(&self, at: LessonRef) -> Option<&LessonLearning> {
        match at {
            LessonRef::Level(level) => Some(&self.levels.get(level)?.index),
            LessonRef::Lesson(level, lesson) => self.levels.get(level)?.lessons.get(lesson),
            LessonRef::Home | LessonRef::Page(_) => None,
        }
    }

    /// What is learnt in a text, to be completed; `None` for one outside the levels.
    pub(crate) fn of_mut(&mut self, at: LessonRef) -> Option<&mut LessonLearning> {
        match at {
            LessonRef::Level(level) => Some(&mut self.levels.get_mut(level)?.index),
            LessonRef::Lesson(level, lesson) => self.levels.get_mut(level)?.lessons.get_mut(lesson),
            LessonRef::Home | LessonRef::Page(_) => None,
        }
    }

    /// The outcomes of a level; empty for other texts.
    pub fn outcomes(&self, at: LessonRef) -> &[Outcome] {
        match at {
            LessonRef::Level(level) => self.levels.get(level).map_or(&[], |level| &level.outcomes),
            _ => &[],
        }
    }

    /// The outcome that a reference names; `None` if there is none.
    pub fn outcome(&self, outcome: OutcomeRef) -> Option<&Outcome> {
        self.levels.get(outcome.level)?.outcomes.get(outcome.index)
    }

    /// The objective that a reference names; `None` if there is none.
    pub fn objective(&self, objective: ObjectiveRef) -> Option<&Objective> {
        self.of(objective.lesson)?.objectives.get(objective.index)
    }

    /// The task that a reference names; `None` if there is none.
    pub fn task(&self, task: TaskRef) -> Option<&Task> {
        self.of(task.lesson)?.tasks.get(task.index)
    }

    /// The outcomes of a level in the order of a language, without those that are missing in it.
    pub fn outcomes_in(&self, level: usize, locale: Locale) -> Vec<OutcomeRef> {
        let outcomes = self.outcomes(LessonRef::Level(level)).iter().map(|one| &one.places);
        listed(outcomes, locale).map(|index| OutcomeRef { level, index }).collect()
    }

    /// The objectives of a lesson in the order of a language, without those that are missing in it.
    pub fn objectives_in(&self, lesson: LessonRef, locale: Locale) -> Vec<ObjectiveRef> {
        let objectives = self.of(lesson).map_or(&[][..], |own| &own.objectives).iter().map(|one| &one.places);
        listed(objectives, locale).map(|index| ObjectiveRef { lesson, index }).collect()
    }

    /// The tasks that show an outcome, whether by its id or by that of an objective which serves it, in reading order.
    pub fn tasks_showing(&self, outcome: &Outcome) -> Vec<TaskRef> {
        let served = outcome.served_by.iter().filter_map(|objective| self.objective(*objective));
        let by_objectives = served.flat_map(|objective| &objective.shown_by);
        let mut tasks: Vec<TaskRef> = outcome.shown_by.iter().chain(by_objectives).copied().collect();
        tasks.sort_unstable_by_key(|task| (task.lesson.reading_order(), task.index));
        tasks.dedup();
        tasks
    }

    /// The lessons with an objective that serves an outcome, in reading order.
    pub fn lessons_serving(outcome: &Outcome) -> Vec<LessonRef> {
        let mut lessons: Vec<LessonRef> = outcome.served_by.iter().map(|objective| objective.lesson).collect();
        lessons.sort_unstable_by_key(|lesson| lesson.reading_order());
        lessons.dedup();
        lessons
    }

    /// The highest number that each kind ever had in a text, for `translations.lock`.
    pub fn given(&self, at: LessonRef) -> BTreeMap<Numbered, u32> {
        let outcomes = match at {
            LessonRef::Level(level) => self.levels.get(level).map_or(0, |level| level.given),
            _ => 0,
        };
        let (objectives, tasks) = self.of(at).map_or((0, 0), |lesson| lesson.given);
        let given = [(Numbered::Outcomes, outcomes), (Numbered::Objectives, objectives), (Numbered::Tasks, tasks)];
        given.into_iter().filter(|(_, highest)| *highest > 0).collect()
    }

    /// What `translations.lock` records of what is learnt in a translation, in order: for each block, by its index in
    /// `parsed.fingerprints`.
    pub fn recorded(&self, at: LessonRef, translation: &Translation) -> BTreeMap<usize, Vec<LearntRecord>> {
        let lesson = self.of(at);
        let outcomes = self.outcomes(at).iter().map(|one| &one.places);
        let objectives = lesson.into_iter().flat_map(|lesson| &lesson.objectives).map(|one| &one.places);
        let tasks = lesson.into_iter().flat_map(|lesson| &lesson.tasks).map(|one| &one.places);
        let tasks: HashMap<usize, Option<u32>> = tasks
            .filter_map(|places| places.get(&translation.locale))
            .map(|place| (place.index, place.number))
            .collect();
        let mut recorded: BTreeMap<usize, Vec<LearntRecord>> = BTreeMap::new();
        for place in outcomes.chain(objectives).filter_map(|places| places.get(&translation.locale)) {
            let learnt = LearntRecord { number: place.number, words: Vec::new() };
            place.fingerprint.into_iter().for_each(|block| recorded.entry(block).or_default().push(learnt.clone()));
        }
        for task in &translation.parsed.tasks {
            let number = tasks.get(&task.callout).copied().flatten();
            let learnt = LearntRecord { number, words: task.own_words().to_vec() };
            task.fingerprint.into_iter().for_each(|block| recorded.entry(block).or_default().push(learnt.clone()));
        }
        recorded
    }
}
