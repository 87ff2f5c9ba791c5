//! What can be named by its id: outcomes, objectives and tasks.

use std::collections::{BTreeMap, HashMap};

use crate::assemble::Index;
use crate::assemble::file_name::FileName;
use crate::model::learning::{LessonLearning, OutcomeRef};
use crate::model::{Book, Learning, LessonRef};
use crate::parse::front_matter::learning;

/// The indices of the things that have an id, by that id.
pub(super) type Ids = BTreeMap<String, usize>;

/// The ids of outcomes, objectives and tasks, by level and by text.
pub(super) struct Names<'a> {
    index: &'a Index,
    /// The outcomes of each level.
    outcomes: Vec<Ids>,
    /// The objectives of each lesson in which some have ids.
    objectives: BTreeMap<LessonRef, Ids>,
    /// The questions and activities of each text in which some have ids.
    tasks: BTreeMap<LessonRef, Ids>,
    /// The first level that has an outcome of that id.
    first_level: HashMap<String, usize>,
    /// The first lesson that has an objective of that id.
    first_lesson: HashMap<String, LessonRef>,
    /// The texts of outcomes without an id that begin with what looks like one, `lire: Lire un fil`: by level, and by
    /// what looks like an id.
    labelled: HashMap<(usize, &'a str), &'a str>,
}

impl<'a> Names<'a> {
    /// Indexes the ids of what is learnt in a book.
    pub(super) fn new(book: &'a Book, index: &'a Index, learning: &Learning) -> Self {
        let levels = learning.levels.iter();
        let outcomes: Vec<Ids> =
            levels.map(|level| ids(level.outcomes.iter().map(|one| one.identity.name()))).collect();
        let of_texts = |list: fn(&LessonLearning) -> Ids| -> BTreeMap<LessonRef, Ids> {
            let texts = book.lessons().filter_map(|(at, _)| Some((at, list(learning.of(at)?))));
            texts.filter(|(_, ids)| !ids.is_empty()).collect()
        };
        let objectives = of_texts(|own| ids(own.objectives.iter().map(|one| one.identity.name())));
        let tasks = of_texts(|own| ids(own.tasks.iter().map(|one| one.identity.name())));
        let mut first_level = HashMap::new();
        for (level, ids) in outcomes.iter().enumerate() {
            ids.keys().for_each(|id| {
                first_level.entry(id.clone()).or_insert(level);
            });
        }
        let mut first_lesson = HashMap::new();
        for (&at, ids) in &objectives {
            ids.keys().for_each(|id| {
                first_lesson.entry(id.clone()).or_insert(at);
            });
        }
        Self { index, outcomes, objectives, tasks, first_level, first_lesson, labelled: labelled(book) }
    }

    /// The outcome of that name: an outcome of the text's level, or `level/outcome` for another level's. `None` if
    /// there is none.
    pub(super) fn outcome(&self, at: LessonRef, name: &str) -> Option<OutcomeRef> {
        let (level, name) = self.level_of(at, name);
        let index = *self.outcomes_of(level?)?.get(name)?;
        Some(OutcomeRef { level: level?, index })
    }

    /// The index of the text's objective of that name; `None` if it has none.
    pub(super) fn objective(&self, at: LessonRef, name: &str) -> Option<usize> {
        self.objectives.get(&at)?.get(name).copied()
    }

    /// Whether a name is the id of a question or an activity of the text.
    pub(super) fn is_task(&self, at: LessonRef, name: &str) -> bool {
        self.tasks.get(&at).is_some_and(|tasks| tasks.contains_key(name))
    }

    /// The index of the level in which a name is looked for, `None` if there is no such level; and the name there.
    pub(super) fn level_of<'n>(&self, at: LessonRef, name: &'n str) -> (Option<usize>, &'n str) {
        match (name.split_once('/'), at) {
            (Some((level, name)), _) => (self.level(level), name),
            (None, LessonRef::Level(level) | LessonRef::Lesson(level, _)) => (Some(level), name),
            (None, LessonRef::Home | LessonRef::Page(_)) => (None, name),
        }
    }

    /// The index of the level that has or had that id; `None` if there is none.
    fn level(&self, id: &str) -> Option<usize> {
        match self.index.ids.get(id).or_else(|| self.index.former_ids.get(id)) {
            Some(LessonRef::Level(level)) => Some(*level),
            _ => None,
        }
    }

    /// The index of the level that is meant by a name with its number, `2-fin`; `None` if there is none.
    pub(super) fn numbered_level(&self, name: &str) -> Option<usize> {
        self.level(&FileName::parse(name).id())
    }

    /// The outcomes of a level that have ids; `None` if there is no such level.
    pub(super) fn outcomes_of(&self, level: usize) -> Option<&Ids> {
        self.outcomes.get(level)
    }

    /// The objectives of a text; `None` if none of them has an id.
    pub(super) fn objectives_of(&self, at: LessonRef) -> Option<&Ids> {
        self.objectives.get(&at)
    }

    /// The index of the first level that has an outcome of that id; `None` if none has.
    pub(super) fn level_with(&self, id: &str) -> Option<usize> {
        self.first_level.get(id).copied()
    }

    /// The first lesson that has an objective of that id; `None` if none has.
    pub(super) fn lesson_with(&self, id: &str) -> Option<LessonRef> {
        self.first_lesson.get(id).copied()
    }

    /// The text of a level's outcome that has no id, but begins with that id and a colon; `None` if there is none.
    pub(super) fn labelled(&self, level: usize, id: &str) -> Option<&'a str> {
        self.labelled.get(&(level, id)).copied()
    }
}

/// The id that was most likely meant by a name with accents, capitals or `#`; `None` if the name is an id as it is, or
/// can't be made one.
pub(super) fn meant(name: &str) -> Option<String> {
    let own = name.rsplit('/').next().unwrap_or(name);
    let id = learning::meant_id(own).filter(|id| id != own)?;
    Some(format!("{}{id}", &name[..name.len() - own.len()]))
}

fn ids<'n>(names: impl Iterator<Item = Option<&'n str>>) -> Ids {
    names.enumerate().filter_map(|(index, name)| Some((name?.to_owned(), index))).collect()
}

fn labelled(book: &Book) -> HashMap<(usize, &str), &str> {
    let levels = book.levels.iter().enumerate();
    let outcomes = levels.flat_map(|(number, level)| {
        let translations = level.index.translations.values();
        let outcomes = translations.flat_map(|translation| &translation.parsed.front_matter.outcomes);
        outcomes.filter(|one| one.id.is_none()).map(move |one| (number, one.text.text.as_str()))
    });
    outcomes.filter_map(|(level, text)| Some(((level, learning::labelled(text)?.0), text))).collect()
}
