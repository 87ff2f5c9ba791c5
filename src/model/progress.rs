//! The keys under which students’ progress is kept: one for each thing that can be done or shown, the same in every
//! language, with the keys that it had before.

use std::collections::BTreeMap;

use super::learning::TaskRef;
use super::{Book, LessonRef};

impl Book {
    /// What students’ answers to a question, or their word that an activity is done, are kept by: `naviguer/ecosysteme#fil`.
    /// `None` if the book has no such thing.
    pub fn task_key(&self, at: TaskRef) -> Option<String> {
        Some(format!("{}#{}", self.lesson(at.lesson).id, self.learning.task(at)?.identity.id()))
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
