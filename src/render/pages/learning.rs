//! What a page teaches and assesses, for search engines and other programs: outcomes by their ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::locale::Locale;
use crate::model::LessonRef;
use crate::model::learning::{OutcomeRef, Skill as Shown, Task};
use crate::parse::callout::CalloutKind;
use crate::render::metadata::{CreativeWork, OutcomeTerm, Skill};
use crate::render::pages::Place;
use crate::render::plain;
use crate::render::view::{Listed, Str};

/// A question, or an activity.
const TASK: &[&str] = &["LearningResource"];

impl<'a> Place<'a> {
    /// The language of the text shown: on a fallback page, another than the page's.
    fn text_locale(&self) -> Locale {
        self.shown.map_or(self.locale, |shown| shown.locale)
    }

    /// The outcomes or objectives that the text lists in these words.
    pub(super) fn listed(&self, words: Vec<Str<'a>>) -> Vec<Listed<'a>> {
        let (book, locale) = (&self.renderer.site.book, self.text_locale());
        let outcomes = match self.at {
            LessonRef::Level(level) => book.learning.outcomes_in(level, locale),
            _ => Vec::new(),
        };
        let keys = outcomes.into_iter().filter_map(|at| {
            let place = book.learning.outcome(at)?.places.get(&locale)?;
            Some((place.index, book.outcome_key(at)?))
        });
        let mut keys: BTreeMap<usize, String> = keys.collect();
        let anchor = |index: usize| self.shown?.listed_anchors.get(&index).cloned();
        let words = words.into_iter().enumerate();
        words.map(|(index, html)| Listed { html, anchor: anchor(index), key: keys.remove(&index) }).collect()
    }

    /// What a text teaches: its objectives or outcomes in words, which the page shows as this HTML; an outcome with
    /// an id as a term, and after the objectives of a lesson the outcomes that they serve.
    pub(super) fn taught(&self, base: &str, shown: &[Str<'_>]) -> Vec<Skill<'a>> {
        let learning = &self.renderer.site.book.learning;
        let mut skills: Vec<Skill<'a>> = shown.iter().map(|words| Skill::Words(plain::text(words))).collect();
        let mut served = BTreeSet::new();
        if let LessonRef::Level(level) = self.at {
            for (index, outcome) in learning.outcomes(self.at).iter().enumerate() {
                let place = outcome.places.get(&self.text_locale()).and_then(|place| skills.get_mut(place.index));
                if let (Some(skill), Some(term)) = (place, self.outcome(base, OutcomeRef { level, index })) {
                    *skill = Skill::Outcome(term);
                }
            }
        } else if let Some(lesson) = learning.of(self.at) {
            served.extend(lesson.objectives.iter().flat_map(|objective| objective.serves.iter().copied()));
        }
        skills.extend(served.into_iter().filter_map(|outcome| self.outcome(base, outcome)).map(Skill::Outcome));
        skills
    }

    /// The outcomes that the questions and activities of a text show.
    pub(super) fn assessed(&self, base: &str) -> Vec<Skill<'a>> {
        let tasks = self.renderer.site.book.learning.of(self.at).map_or(&[][..], |lesson| &lesson.tasks);
        let outcomes: BTreeSet<OutcomeRef> = tasks.iter().flat_map(|task| self.outcomes_of(task)).collect();
        outcomes.into_iter().filter_map(|outcome| self.outcome(base, outcome)).map(Skill::Outcome).collect()
    }

    /// The questions and activities of a text that have ids.
    pub(super) fn task_works(&self, base: &str, page: &str) -> Vec<CreativeWork<'a>> {
        let tasks = self.renderer.site.book.learning.of(self.at).map_or(&[][..], |lesson| &lesson.tasks);
        let shown = |task: &&Task| Some(&self.shown?.tasks.get(&task.places.get(&self.text_locale())?.index)?.anchor);
        let anchored = |task| Some((task, shown(&task)?.as_ref()?));
        let works = tasks.iter().filter_map(anchored).map(|(task, anchor)| {
            let assesses = self.outcomes_of(task).into_iter().filter_map(|outcome| self.outcome(base, outcome));
            CreativeWork {
                kinds: TASK,
                id: format!("{page}#{anchor}"),
                learning_resource_type: Some(if task.kind == CalloutKind::Activity { "activity" } else { "question" }),
                assesses: assesses.map(Skill::Outcome).collect(),
                ..CreativeWork::default()
            }
        });
        works.collect()
    }

    /// The outcomes that a task shows, by themselves or by an objective that serves them.
    fn outcomes_of(&self, task: &Task) -> BTreeSet<OutcomeRef> {
        let objectives = self.renderer.site.book.learning.of(self.at).map_or(&[][..], |lesson| &lesson.objectives);
        let outcomes = task.shows.iter().flat_map(|shown| match shown {
            Shown::Outcome(outcome) => vec![*outcome],
            Shown::Objective(index) => objectives.get(*index).map_or_else(Vec::new, |one| one.serves.clone()),
        });
        outcomes.collect()
    }

    /// An outcome as a term, in the page's language; `None` if it has no id, or no words in the language shown.
    fn outcome(&self, base: &str, at: OutcomeRef) -> Option<OutcomeTerm> {
        let book = &self.renderer.site.book;
        let outcome = book.learning.outcome(at)?;
        let (name, _) = book.outcome_words(at, self.locale)?;
        Some(OutcomeTerm::new(base, &book.levels.get(at.level)?.index.id, outcome.identity.name()?, name))
    }
}
