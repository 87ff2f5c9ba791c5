//! The record of each lesson in `translations.lock`, whatever id the lesson had when it was written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::Book;
use crate::parse::lock::{BlockRecord, Lock};

/// The id by which `translations.lock` knows a lesson, for each lesson whose id is another now: a former id that an
/// alias gives, else one that no lesson has any more and whose record is, word for word, that of this text and of no
/// other.
pub(super) fn records(book: &Book, lock: &Lock) -> HashMap<String, String> {
    let living: BTreeSet<&str> = book.lessons().map(|(_, lesson)| lesson.id.as_str()).collect();
    let mut orphans: BTreeSet<&str> =
        lock.lessons.keys().map(String::as_str).filter(|id| !living.contains(id)).collect();
    let mut records = HashMap::new();
    if orphans.is_empty() {
        return records;
    }
    let unknown = || book.lessons().map(|(_, lesson)| lesson).filter(|lesson| !lock.lessons.contains_key(&lesson.id));
    for lesson in unknown() {
        if let Some(former) = lesson.former_ids.iter().find(|id| orphans.remove(id.as_str())) {
            records.insert(lesson.id.clone(), former.clone());
        }
    }
    let mut texts: HashMap<(&str, Vec<u64>), Vec<&str>> = HashMap::new();
    for id in orphans {
        let translations = lock.lessons.get(id).into_iter().flatten();
        for (language, blocks) in translations.filter(|(_, blocks)| !blocks.is_empty()) {
            texts.entry((language, hashes(blocks))).or_default().push(id);
        }
    }
    // By former id, the lessons that could have been it.
    let mut claims: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for lesson in unknown().filter(|lesson| !records.contains_key(&lesson.id)) {
        let mut same: BTreeSet<&str> = BTreeSet::new();
        for translation in lesson.translations.values() {
            let language = book.config.language(translation.locale).key.as_str();
            let fingerprints = translation.parsed.fingerprints.iter().map(|fingerprint| fingerprint.hash).collect();
            same.extend(texts.get(&(language, fingerprints)).into_iter().flatten());
        }
        for former in &same {
            claims.entry(former).or_default().push(&lesson.id);
        }
    }
    let mut wanted: HashMap<&str, usize> = HashMap::new();
    for lesson in claims.values().flatten() {
        *wanted.entry(lesson).or_default() += 1;
    }
    for (former, lessons) in claims {
        if let [lesson] = lessons[..]
            && wanted.get(lesson) == Some(&1)
        {
            records.insert(lesson.to_owned(), former.to_owned());
        }
    }
    records
}

fn hashes(blocks: &[BlockRecord]) -> Vec<u64> {
    blocks.iter().map(|record| record.hash).collect()
}
