//! The keys under which students’ progress is kept: one for each thing that can be done or shown, the same in every
//! language, with the keys that it had before.

use super::learning::{Identity, ObjectiveRef, OutcomeRef, TaskRef};
use super::{Book, LessonRef};

/// What progress is kept on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressOn {
    /// A text that is read.
    Text(LessonRef),
    /// An outcome that is shown.
    Outcome(OutcomeRef),
    /// An objective that is shown.
    Objective(ObjectiveRef),
    /// A question that is answered, or an activity that is done.
    Task(TaskRef),
}

/// The key of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressKey {
    /// The text’s id, the kind of step, and for something learnt its id: `naviguer/ecosysteme:task:fil`.
    pub key: String,
    /// The keys that it had when the text or the thing learnt had another id, the latest ids first.
    pub former: Vec<String>,
}

impl Book {
    /// The key of a step; `None` if the book has no such thing.
    pub fn progress_key(&self, step: ProgressOn) -> Option<ProgressKey> {
        let learning = &self.learning;
        let (at, kind, identity): (LessonRef, &str, Option<&Identity>) = match step {
            ProgressOn::Text(at) => (at, "text", None),
            ProgressOn::Outcome(at) => (LessonRef::Level(at.level), "outcome", Some(&learning.outcome(at)?.identity)),
            ProgressOn::Objective(at) => (at.lesson, "objective", Some(&learning.objective(at)?.identity)),
            ProgressOn::Task(at) => (at.lesson, "task", Some(&learning.task(at)?.identity)),
        };
        let lesson = self.lesson(at);
        let ids: Vec<String> = identity.map_or_else(
            || vec![String::new()],
            |identity| {
                let former = identity.former_ids();
                std::iter::once(identity.id().into_owned()).chain(former).map(|id| format!(":{id}")).collect()
            },
        );
        let texts = std::iter::once(&lesson.id).chain(&lesson.former_ids);
        let mut keys = texts.flat_map(|text| ids.iter().map(move |id| format!("{text}:{kind}{id}")));
        Some(ProgressKey { key: keys.next()?, former: keys.collect() })
    }
}
