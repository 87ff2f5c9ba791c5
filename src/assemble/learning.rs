//! What is learnt: outcomes, objectives, questions and activities, each joined in all its languages; which objectives
//! serve which outcomes, and which tasks show them.

mod names;
mod places;
mod twins;
mod unknown;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rayon::prelude::*;

use super::Index;
use super::fields::differs;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::Locale;
use crate::model::learning::{
    At, LessonLearning, LevelLearning, Numbered, Objective, ObjectiveRef, Outcome, OutcomeRef, PlacedTask, Skill, Task,
    TaskRef,
};
use crate::model::{Book, Learning, Lesson, LessonRef, Translation};
use crate::parse::Parsed;
use crate::parse::lock::Lock;
use crate::source::Spanned;
use names::Names;
use places::Records;
use twins::Twins;
use unknown::{Named, Naming, Unknown};

/// Fills in what is learnt in the book; reports names that name nothing.
pub(super) fn resolve(book: &mut Book, lock: Option<&Lock>, index: &Index, diagnostics: &mut Vec<Diagnostic>) {
    let whole = &*book;
    let levels = whole.levels.par_iter().map(|level| {
        let (outcomes, own) = identify(whole, &level.index, lock);
        let lessons = level.lessons.par_iter().map(|lesson| identify(whole, lesson, lock).1).collect();
        LevelLearning { given: outcomes.1, outcomes: outcomes.0, index: own, lessons }
    });
    let mut learning = Learning { levels: levels.collect() };
    let names = Names::new(whole, index, &learning);
    let mut unknown = Unknown::new(whole, &names);
    for (at, _) in whole.lessons() {
        Linker { book: whole, names: &names, at, unknown: &mut unknown, diagnostics }.link(&mut learning);
    }
    let placed = placed(book, &learning);
    for (at, locale, placed) in placed {
        if let Some(translation) = book.lesson_mut(at).translations.get_mut(&locale) {
            translation.tasks = placed.tasks;
            translation.listed_anchors = placed.listed_anchors;
        }
    }
    book.learning = learning;
}

/// What is learnt, as a translation has it: fields of [`Translation`].
struct Placed {
    tasks: BTreeMap<usize, PlacedTask>,
    listed_anchors: BTreeMap<usize, String>,
}

/// The tasks of every translation, and the ids of its outcomes or objectives.
fn placed(book: &Book, learning: &Learning) -> Vec<(LessonRef, Locale, Placed)> {
    let mut placed = Vec::new();
    for (at, lesson) in book.lessons() {
        let Some(own) = learning.of(at) else { continue };
        let listed: Vec<_> = match at {
            LessonRef::Level(_) => learning.outcomes(at).iter().map(|one| (&one.identity, &one.places)).collect(),
            _ => own.objectives.iter().map(|one| (&one.identity, &one.places)).collect(),
        };
        for translation in lesson.translations.values() {
            let document = &translation.parsed.document;
            let mut taken: HashSet<&str> = document.anchors().collect();
            let here = own.tasks.iter().enumerate().filter_map(|(index, task)| {
                let callout = task.places.get(&translation.locale)?.index;
                let own = document.callouts.get(callout)?.id.as_ref().map(|id| id.value.as_str());
                let free = |name: &&str| own == Some(name) || !taken.contains(name);
                let anchor = task.identity.name().filter(free).map(str::to_owned);
                Some((callout, PlacedTask { task: TaskRef { lesson: at, index }, anchor }))
            });
            let tasks: BTreeMap<_, _> = here.collect();
            taken.extend(tasks.values().filter_map(|task: &PlacedTask| task.anchor.as_deref()));
            let here = listed.iter().filter_map(|(identity, places)| {
                let name = identity.name().filter(|name| !taken.contains(name))?;
                Some((places.get(&translation.locale)?.index, name.to_owned()))
            });
            let listed_anchors = here.collect();
            placed.push((at, translation.locale, Placed { tasks, listed_anchors }));
        }
    }
    placed
}

/// What is learnt in a text: a level's outcomes, with the highest of their numbers, and everything else.
fn identify(book: &Book, lesson: &Lesson, lock: Option<&Lock>) -> ((Vec<Outcome>, u32), LessonLearning) {
    let id = lesson.drift.former_id.as_ref().unwrap_or(&lesson.id);
    let locked = lock.and_then(|lock| lock.lessons.get(id));
    let given = lock.and_then(|lock| lock.given.get(id));
    let mut texts: Vec<(&Translation, Records<'_>)> = lesson
        .translations
        .values()
        .map(|text| {
            let blocks = locked.and_then(|locked| locked.get(&book.config.language(text.locale).key));
            (text, blocks.map(|blocks| places::records(blocks)).unwrap_or_default())
        })
        .collect();
    texts.sort_by_key(|(text, _)| (text.locale != book.config.default_locale, text.locale));
    let join = |kind: Numbered| {
        let (highest, ambiguous) = numbers(texts.iter().map(|(_, records)| records[kind as usize].as_slice()));
        let given = given.and_then(|given| given.get(&kind)).copied().unwrap_or_default().max(highest);
        let items = texts.iter().map(|(text, records)| {
            let mut items = places::items(kind, text, &records[kind as usize]);
            for item in &mut items {
                item.at.number = item.at.number.filter(|number| !ambiguous.contains(number));
            }
            (text.locale, items)
        });
        twins::join(&items.collect::<Vec<_>>(), lesson, given)
    };
    let (outcomes, highest) = join(Numbered::Outcomes);
    let outcome =
        |Twins { identity, places, .. }| Outcome { identity, places, served_by: Vec::new(), shown_by: Vec::new() };
    let outcomes = (outcomes.into_iter().map(outcome).collect(), highest);
    let (objectives, objectives_given) = join(Numbered::Objectives);
    let objective =
        |Twins { identity, places, .. }| Objective { identity, places, serves: Vec::new(), shown_by: Vec::new() };
    let (tasks, tasks_given) = join(Numbered::Tasks);
    let task = |Twins { identity, kind, places }| Some(Task { identity, kind: kind?, places, shows: Vec::new() });
    let learning = LessonLearning {
        objectives: objectives.into_iter().map(objective).collect(),
        tasks: tasks.into_iter().filter_map(task).collect(),
        given: (objectives_given, tasks_given),
    };
    (outcomes, learning)
}

/// The highest number recorded in a lesson's texts, and the numbers that a text has twice: two people gave them before
/// git merged their work, and there is no knowing to which thing a student's answer belongs.
fn numbers<'a>(texts: impl Iterator<Item = &'a [(Option<u32>, &'a [u32])]>) -> (u32, HashSet<u32>) {
    let (mut highest, mut ambiguous) = (0, HashSet::new());
    for records in texts {
        let mut seen = HashSet::new();
        for number in records.iter().filter_map(|(number, _)| *number) {
            highest = number.max(highest);
            if !seen.insert(number) {
                ambiguous.insert(number);
            }
        }
    }
    (highest, ambiguous)
}

/// Finds the outcomes and objectives that texts name.
struct Linker<'a, 'u> {
    book: &'a Book,
    names: &'a Names<'a>,
    at: LessonRef,
    unknown: &'u mut Unknown<'a>,
    diagnostics: &'u mut Vec<Diagnostic>,
}

impl<'a> Linker<'a, '_> {
    fn link(&mut self, learning: &mut Learning) {
        let at = self.at;
        let Some(own) = learning.of(at) else {
            return self.diagnostics.extend(unknown::outside(self.book.lesson(self.at)));
        };
        let objectives: Vec<_> = own.objectives.iter().map(|one| one.places.clone()).collect();
        let tasks: Vec<_> = own.tasks.iter().map(|one| one.places.clone()).collect();
        let serves = objectives.iter().map(|places| self.serves(places)).collect::<Vec<_>>();
        let shows = tasks.iter().map(|places| self.shows(places)).collect::<Vec<_>>();
        for (index, outcomes) in serves.iter().enumerate() {
            for outcome in outcomes {
                let served = learning.levels[outcome.level].outcomes.get_mut(outcome.index);
                served.into_iter().for_each(|one| one.served_by.push(ObjectiveRef { lesson: at, index }));
            }
        }
        for (index, skills) in shows.iter().enumerate() {
            let task = TaskRef { lesson: at, index };
            for outcome in skills.iter().filter_map(Skill::outcome) {
                let shown = learning.levels[outcome.level].outcomes.get_mut(outcome.index);
                shown.into_iter().for_each(|one| one.shown_by.push(task));
            }
        }
        let Some(own) = learning.of_mut(at) else { return };
        own.objectives.iter_mut().zip(serves).for_each(|(one, serves)| one.serves = serves);
        for (index, (task, skills)) in own.tasks.iter_mut().zip(shows).enumerate() {
            for skill in &skills {
                if let Skill::Objective(objective) = skill {
                    let shown = own.objectives.get_mut(*objective);
                    shown.into_iter().for_each(|one| one.shown_by.push(TaskRef { lesson: at, index }));
                }
            }
            task.shows = skills;
        }
    }

    /// The outcomes that an objective serves.
    fn serves(&mut self, places: &BTreeMap<Locale, At>) -> Vec<OutcomeRef> {
        let named = self.named(Naming::Serves, places, |parsed, at| {
            parsed.front_matter.objectives.get(at.index).map(|objective| objective.serves.as_slice())
        });
        self.found(&named, |names, at, name| names.outcome(at, name))
    }

    /// What a task shows. If a name is both an objective of its lesson and an outcome of its level, it is the
    /// objective.
    fn shows(&mut self, places: &BTreeMap<Locale, At>) -> Vec<Skill> {
        let named = self.named(Naming::Shows, places, |parsed, at| {
            parsed.document.callouts.get(at.index).map(|callout| callout.shows.as_slice())
        });
        self.found(&named, |names, at, name| {
            names.objective(at, name).map(Skill::Objective).or_else(|| names.outcome(at, name).map(Skill::Outcome))
        })
    }

    /// The things that names name, each once. Unknown names are reported, once in each file; one that differs from an
    /// id only in its accents or capitals also counts as that id, so that no other fault follows from it.
    fn found<T: Copy + Ord>(
        &mut self,
        named: &[Named<'a>],
        find: impl Fn(&Names<'a>, LessonRef, &str) -> Option<T>,
    ) -> Vec<T> {
        let (mut found, mut seen, mut reported) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        for one in named {
            let meant = find(self.names, self.at, one.name).or_else(|| {
                if reported.insert((&one.place.path, one.name)) {
                    self.diagnostics.push(self.unknown.fault(self.at, one));
                }
                find(self.names, self.at, &names::meant(one.name)?)
            });
            found.extend(meant.filter(|&meant| seen.insert(meant)));
        }
        found
    }

    /// The names that something gives in all its languages, each with its place. If two languages name different
    /// things, that is reported.
    fn named(
        &mut self,
        naming: Naming,
        places: &BTreeMap<Locale, At>,
        read: impl Fn(&'a Parsed, At) -> Option<&'a [Spanned<String>]>,
    ) -> Vec<Named<'a>> {
        let mut named = Vec::new();
        let mut said: Option<(BTreeSet<&str>, Place)> = None;
        let default = self.book.config.default_locale;
        let mut places: Vec<_> = places.iter().collect();
        places.sort_by_key(|(locale, _)| (**locale != default, **locale));
        for (locale, at) in places {
            let Some(translation) = self.book.lesson(self.at).translations.get(locale) else { continue };
            let Some(names @ [first, ..]) = read(&translation.parsed, *at) else { continue };
            let place = Place::new(&translation.path, &first.span);
            let all: BTreeSet<&str> = names.iter().map(|name| name.value.as_str()).collect();
            match &said {
                Some((said, other)) if *said != all => self.diagnostics.push(differs(naming.field(), place, other)),
                Some(_) => {}
                None => said = Some((all, place)),
            }
            let is_alone = names.len() == 1;
            named.extend(names.iter().map(|name| Named {
                name: name.value.as_str(),
                place: Place::new(&translation.path, &name.span),
                naming,
                is_alone,
            }));
        }
        named
    }
}
