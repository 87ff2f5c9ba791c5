//! The keys under which students’ progress is kept: one for each thing that can be done or shown, the same in every
//! language, with the keys that it had before.

use std::collections::BTreeMap;

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

/// The version of what pages and scripts are told of the book, which `web/src/site/progress/book.ts` reads.
pub const VERSION: u32 = 1;

/// The hash by which the short codes of progress know a key (`web/src/site/progress/code/hash.ts`): FNV-1a over UTF-16
/// units, its bits then mixed as MurmurHash3 does. Students have such codes, so it never changes.
pub fn hash(key: &str) -> u32 {
    let sum = key.encode_utf16().fold(0x811c_9dc5_u32, |sum, unit| (sum ^ u32::from(unit)).wrapping_mul(0x0100_0193));
    let sum = (sum ^ (sum >> 16)).wrapping_mul(0x85eb_ca6b);
    let sum = (sum ^ (sum >> 13)).wrapping_mul(0xc2b2_ae35);
    sum ^ (sum >> 16)
}

impl Book {
    /// Every key that codes of progress may hold, present and former ones: of the texts of the levels, and of their
    /// questions and activities (`level/lesson#task`), each with its text.
    fn coded_keys(&self) -> impl Iterator<Item = (String, LessonRef)> {
        let texts = self.lessons().filter(|(at, _)| matches!(at, LessonRef::Level(_) | LessonRef::Lesson(..)));
        texts.flat_map(|(at, lesson)| {
            let tasks = self.learning.of(at).map_or(&[][..], |own| &own.tasks).iter();
            let ids = tasks
                .flat_map(|task| std::iter::once(task.identity.id().into_owned()).chain(task.identity.former_ids()));
            let ids: Vec<String> = ids.collect();
            let names = std::iter::once(&lesson.id).chain(&lesson.former_ids);
            let keys = names.flat_map(move |name| {
                let tasks: Vec<String> = ids.iter().map(|id| format!("{name}#{id}")).collect();
                std::iter::once(name.clone()).chain(tasks)
            });
            keys.map(move |key| (key, at))
        })
    }

    /// Keys that codes of progress would take for each other, since they have one hash: the second of each pair with
    /// its text, and the first.
    pub fn clashing_keys(&self) -> Vec<((String, LessonRef), String)> {
        let mut seen: BTreeMap<u32, String> = BTreeMap::new();
        let mut clashing = Vec::new();
        for (key, at) in self.coded_keys() {
            match seen.get(&hash(&key)) {
                Some(first) if *first != key => clashing.push(((key, at), first.clone())),
                Some(_) => {}
                None => {
                    seen.insert(hash(&key), key);
                }
            }
        }
        clashing
    }
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_hash_is_that_of_the_scripts() {
        // `web/tests/progress-code.test.ts` has the same numbers.
        let keys = ["", "a", "naviguer/ecosysteme#_1", "été/leçon"];
        assert_eq!(keys.map(hash), [2_872_998_923, 444_641_715, 202_588_862, 2_930_771_082]);
    }
}
