//! What changed in each translation since it was last said to be in step, and which parts of the others fell behind as
//! a result.

mod moved;
pub(super) mod pairing;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::locale::Locale;
use crate::model::drift::{Behind, Change, ChangeKind, Drift, Tracked};
use crate::model::{Audience, Book, Lesson, Translation};
use crate::parse::document::Document;
use crate::parse::fingerprints::{Fingerprint, Part, calling};
use crate::parse::lock::{BlockRecord, Lock};
use pairing::{Pairing, Piece};

/// Compares every lesson with its record.
pub(super) fn resolve(book: &mut Book, lock: Option<&Lock>) {
    let Some(lock) = lock else { return };
    let moved = moved::records(book, lock);
    let (config, audience) = (book.config.clone(), book.audience);
    book.par_lessons_mut().for_each(|lesson| {
        let former = moved.get(&lesson.id);
        let Some(locked) = lock.lessons.get(former.unwrap_or(&lesson.id)) else { return };
        let records = |locale| locked.get(&config.language(locale).key).map(Vec::as_slice);
        lesson.drift = Drift { former_id: former.cloned(), ..of(lesson, audience, records) };
    });
}

fn of<'l>(lesson: &Lesson, audience: Audience, records: impl Fn(Locale) -> Option<&'l [BlockRecord]>) -> Drift {
    let tracked = lesson.translations.values().filter_map(|translation| {
        let mut changes = changes(records(translation.locale)?, &translation.parsed.fingerprints);
        if !changes.is_empty() {
            let calling = calling(&translation.parsed.document);
            changes.iter_mut().for_each(|change| change.part = section(translation, change, &calling));
        }
        Some((translation.locale, Tracked { changes, behind: Vec::new() }))
    });
    let mut drift = Drift { former_id: None, translations: tracked.collect() };
    if drift.translations.values().all(|tracked| tracked.changes.is_empty()) {
        return drift;
    }
    let behind: Vec<(Locale, Vec<Behind>)> =
        drift.translations.keys().map(|&locale| (locale, behind(lesson, audience, &drift, locale))).collect();
    for (locale, behind) in behind {
        if let Some(tracked) = drift.translations.get_mut(&locale) {
            tracked.behind = behind;
        }
    }
    drift
}

/// The changes to a part's counterparts: languages, and the parts of their texts.
type Causes = BTreeSet<(Locale, Part)>;

/// The parts of a translation whose counterparts changed in another language.
fn behind(lesson: &Lesson, audience: Audience, drift: &Drift, locale: Locale) -> Vec<Behind> {
    let Some(own) = lesson.translations.get(&locale) else { return Vec::new() };
    let mut parts: BTreeMap<(usize, Option<Part>), Causes> = BTreeMap::new();
    let fingerprints = &own.parsed.fingerprints;
    // The place of each part, by its first fingerprint.
    let places: HashMap<&Part, usize> =
        fingerprints.iter().enumerate().rev().map(|(at, fingerprint)| (&fingerprint.part, at)).collect();
    for (&other, tracked) in drift.translations.iter().filter(|(other, _)| **other != locale) {
        let Some(text) = lesson.translations.get(&other) else { continue };
        if tracked.changes.is_empty() {
            continue;
        }
        let pairs = sections(lesson, audience, text, own);
        for change in &tracked.changes {
            let theirs = change.part.clone();
            let mine = match &theirs {
                Part::Section(anchor) => pairs.get(anchor).cloned(),
                // A note that is never called has no counterpart.
                Part::Note(_) => None,
                part => Some(part.clone()),
            };
            let at = mine.as_ref().and_then(|part| places.get(part).copied()).unwrap_or(fingerprints.len());
            parts.entry((at, mine)).or_default().insert((other, theirs));
        }
    }
    let own_changes = drift.translations.get(&locale).map_or(&[][..], |tracked| &tracked.changes);
    let own_parts: BTreeSet<&Part> = own_changes.iter().map(|change| &change.part).collect();
    let behind = parts.into_iter().map(|((_, part), causes)| {
        let here_too = part.as_ref().is_some_and(|part| own_parts.contains(part));
        Behind { part, causes: causes.into_iter().collect(), here_too }
    });
    behind.collect()
}

/// The part to name for a change: for a note, the section that calls it.
fn section(translation: &Translation, change: &Change, calling: &HashMap<usize, Part>) -> Part {
    let fingerprint = change.fingerprint.and_then(|fingerprint| translation.parsed.fingerprints.get(fingerprint));
    fingerprint.map_or_else(|| change.part.clone(), |fingerprint| fingerprint.section(calling))
}

/// The counterpart of each section of a text in another, by the section's anchor: the heading that is aligned with its
/// own, or if there is none, the heading above the block that is aligned with its first paragraph.
fn sections(lesson: &Lesson, audience: Audience, text: &Translation, other: &Translation) -> HashMap<String, Part> {
    let Some(alignment) = lesson.alignment(text.locale, other.locale) else { return HashMap::new() };
    let (text, other) = (text.parsed.shown(audience), other.parsed.shown(audience));
    let section = |document: &Document, heading: Option<usize>| {
        let heading = heading.and_then(|heading| document.headings.get(heading));
        heading.map_or(Part::Start, |heading| Part::Section(heading.anchor.clone()))
    };
    let mut pairs = HashMap::new();
    for (heading, pair) in text.headings.iter().zip(alignment.heading_pairs(text, other)) {
        pairs.extend(pair.map(|pair| (heading.anchor.clone(), section(other, Some(pair)))));
    }
    for row in alignment.rows.iter().filter(|row| row.is_pair()) {
        let (first, second) = (text.blocks.get(row.first.clone()), other.blocks.get(row.second.clone()));
        let Some(like) = second.and_then(<[_]>::first) else { continue };
        for block in first.into_iter().flatten() {
            let Some(heading) = block.section.and_then(|heading| text.headings.get(heading)) else { continue };
            pairs.entry(heading.anchor.clone()).or_insert_with(|| section(other, like.section));
        }
    }
    pairs
}

/// What changed in a text since it was recorded.
fn changes(records: &[BlockRecord], fingerprints: &[Fingerprint]) -> Vec<Change> {
    if is_unchanged(records, fingerprints) {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for group in Part::GROUPS {
        let records: Vec<&BlockRecord> = records.iter().filter(|record| record.part.group() == group).collect();
        let blocks = fingerprints.iter().enumerate().filter(|(_, fingerprint)| fingerprint.part.group() == group);
        compare(&records, &blocks.collect::<Vec<_>>(), &mut changes);
    }
    // In the order of the text; blocks that are gone come last.
    changes.sort_by_key(|change| change.fingerprint.unwrap_or(usize::MAX));
    changes
}

fn is_unchanged(records: &[BlockRecord], fingerprints: &[Fingerprint]) -> bool {
    records.len() == fingerprints.len()
        && records.iter().zip(fingerprints).all(|(record, fingerprint)| record.hash == fingerprint.hash)
}

/// Compares two sequences of blocks: as they were, and as they are, each with its index.
fn compare(records: &[&BlockRecord], blocks: &[(usize, &Fingerprint)], changes: &mut Vec<Change>) {
    let old: Vec<_> = records.iter().map(|record| Piece { key: record.hash, words: &record.words }).collect();
    let new: Vec<_> = blocks.iter().map(|(_, block)| Piece { key: block.hash, words: &block.words }).collect();
    let Pairing { moved, changed, mut gone, new, .. } = Pairing::of(&old, &new);
    let became = |kind, old: usize, new: usize| {
        let (record, (index, block)) = (records[old], blocks[new]);
        let (words, lost) = differences(&record.words, &block.words);
        Change { kind, part: block.part.clone(), fingerprint: Some(index), new: words, lost }
    };
    for (old, new) in moved {
        let is_changed = records[old].hash != blocks[new].1.hash;
        match blocks[new].1.part {
            // Notes have no order.
            Part::Note(_) if is_changed => changes.push(became(ChangeKind::Changed, old, new)),
            Part::Note(_) => {}
            _ => changes.push(became(ChangeKind::Moved, old, new)),
        }
    }
    changes.extend(changed.into_iter().map(|(old, new)| became(ChangeKind::Changed, old, new)));
    gone.sort_unstable();
    changes.extend(gone.into_iter().map(|old| {
        let BlockRecord { part, words, .. } = records[old];
        let kind = ChangeKind::Removed;
        Change { kind, part: part.clone(), fingerprint: None, new: Vec::new(), lost: words.len() }
    }));
    changes.extend(new.into_iter().map(|new| {
        let (index, block) = blocks[new];
        let (kind, words) = (ChangeKind::Added, (0..block.words.len()).collect());
        Change { kind, part: block.part.clone(), fingerprint: Some(index), new: words, lost: 0 }
    }));
}

/// The indices of the words that are new, and how many words are gone.
fn differences(old: &[u32], new: &[u32]) -> (Vec<usize>, usize) {
    let (mut words, mut lost) = (Vec::new(), 0);
    for operation in capture_diff_slices(Algorithm::Myers, old, new) {
        if !matches!(operation, DiffOp::Equal { .. }) {
            let range: Range<usize> = operation.new_range();
            words.extend(range);
            lost += operation.old_range().len();
        }
    }
    (words, lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    /// What changed between two texts: how, where, which words are new, how many are lost.
    fn between(old: &str, new: &str) -> Vec<(ChangeKind, String, String, usize)> {
        let records: Vec<BlockRecord> = parse(old).value.fingerprints.iter().map(BlockRecord::from).collect();
        let parsed = parse(new).value;
        let words = |change: &Change| {
            let Some(fingerprint) = change.fingerprint.map(|fingerprint| &parsed.fingerprints[fingerprint]) else {
                return String::new();
            };
            let text = fingerprint.text(&parsed);
            let words = crate::parse::fingerprints::words(&text);
            change.new.iter().map(|&word| &text[words[word].span.clone()]).collect::<Vec<_>>().join(" ")
        };
        let changes = changes(&records, &parsed.fingerprints);
        changes.iter().map(|change| (change.kind, change.part.name(), words(change), change.lost)).collect()
    }

    fn kinds(old: &str, new: &str) -> Vec<(ChangeKind, String)> {
        between(old, new).into_iter().map(|(kind, part, ..)| (kind, part)).collect()
    }

    const OLD: &str = "---\ntitle: Titre\n---\n\nUn début.\n\n## A\n\nUne image vient de loin.\n\nUne autre phrase.\n\n## B\n\nLa fin du texte.\n";

    #[test]
    fn nothing_changed_where_nothing_that_counts_did() {
        assert_eq!(between(OLD, OLD), []);
        assert_eq!(between(OLD, &OLD.replace("Un début.", "Un  *début* .")), []);
    }

    #[test]
    fn a_changed_paragraph_tells_its_new_words() {
        use ChangeKind::Changed;
        let new = OLD.replace("vient de loin", "vient de très près");
        assert_eq!(between(OLD, &new), [(Changed, "#a".to_owned(), "très près.".to_owned(), 1)]);
        assert_eq!(kinds(OLD, &OLD.replace("Titre", "Autre")), [(Changed, "title".to_owned())]);
    }

    #[test]
    fn blocks_are_added_removed_and_moved() {
        use ChangeKind::{Added, Changed, Moved, Removed};
        let named = |kinds: &[(ChangeKind, &str)]| -> Vec<_> {
            kinds.iter().map(|(kind, part)| (*kind, (*part).to_owned())).collect()
        };
        let added = OLD.replace("## B", "Tout neuf.\n\n## B");
        assert_eq!(kinds(OLD, &added), named(&[(Added, "#a")]));
        assert_eq!(kinds(&added, OLD), named(&[(Removed, "#a")]));
        let moved = OLD.replace("\n\nUne autre phrase.", "") + "\nUne autre phrase.\n";
        assert_eq!(kinds(OLD, &moved), named(&[(Moved, "#b")]));
        // One became another, and one is new beside it.
        let both = OLD.replace("Une image vient de loin.", "Voici.\n\nUne image vient de près.");
        assert_eq!(kinds(OLD, &both), named(&[(Added, "#a"), (Changed, "#a")]));
        // A section that goes, heading and all.
        let gone = OLD.split("\n## B").next().unwrap();
        assert_eq!(kinds(OLD, gone), named(&[(Removed, "#b"), (Removed, "#b")]));
    }

    #[test]
    fn a_renamed_heading_changes_nothing_below_it() {
        assert_eq!(kinds(OLD, &OLD.replace("## A", "## Z")), [(ChangeKind::Changed, "#z".to_owned())]);
    }

    #[test]
    fn notes_have_no_order() {
        let text = |a: &str, b: &str| format!("x[^{a}] y[^{b}]\n\n[^{a}]: Une note.\n\n[^{b}]: Une autre.\n");
        assert_eq!(kinds(&text("a", "b"), &text("b", "a")), []);
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_compared() {
        let text = |seed: usize| (0..20_000).map(|n| format!("mot{}\n\n", n * 2 + seed)).collect::<String>();
        assert_eq!(between(&text(0), &text(1)).len(), 20_000);
    }
}
