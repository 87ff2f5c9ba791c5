//! What changed in each translation since it was last said to be in step, and which parts of the
//! others fell behind by it.

mod moved;

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

/// The most blocks that took the place of each other of which each is compared with each.
const COMPARED: usize = 40;

/// How much of their words, of 10, two blocks share of which one became the other.
const ALIKE: usize = 3;

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

/// Where a part's like changed: languages, and the parts of their texts.
type Causes = BTreeSet<(Locale, Part)>;

/// The parts of a translation whose like changed in another language.
fn behind(lesson: &Lesson, audience: Audience, drift: &Drift, locale: Locale) -> Vec<Behind> {
    let Some(own) = lesson.translations.get(&locale) else { return Vec::new() };
    let mut parts: BTreeMap<(usize, Option<Part>), Causes> = BTreeMap::new();
    let fingerprints = &own.parsed.fingerprints;
    // The first of each part's.
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
                // A note that is called nowhere has no like.
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

/// The part to name for a change: of a note, the section that calls it.
fn section(translation: &Translation, change: &Change, calling: &HashMap<usize, Part>) -> Part {
    let fingerprint = change.fingerprint.and_then(|fingerprint| translation.parsed.fingerprints.get(fingerprint));
    fingerprint.map_or_else(|| change.part.clone(), |fingerprint| fingerprint.section(calling))
}

/// For each section of a text by its anchor, its like in another: the headings that are beside
/// each other, and for one that is alone, the heading of the block beside its first paragraph.
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

/// What changed in a text since it stood as recorded.
fn changes(records: &[BlockRecord], fingerprints: &[Fingerprint]) -> Vec<Change> {
    if is_unchanged(records, fingerprints) {
        return Vec::new();
    }
    let mut changes = Comparison::of(records, fingerprints).changes;
    // In the order of the text, what is gone at its end.
    changes.sort_by_key(|change| change.fingerprint.unwrap_or(usize::MAX));
    changes
}

/// For each block of a text, the record of it; `None` for a new one.
pub(super) fn recorded(records: &[BlockRecord], fingerprints: &[Fingerprint]) -> Vec<Option<usize>> {
    if is_unchanged(records, fingerprints) {
        return (0..fingerprints.len()).map(Some).collect();
    }
    Comparison::of(records, fingerprints).recorded
}

fn is_unchanged(records: &[BlockRecord], fingerprints: &[Fingerprint]) -> bool {
    records.len() == fingerprints.len()
        && records.iter().zip(fingerprints).all(|(record, fingerprint)| record.hash == fingerprint.hash)
}

/// The blocks as they stood and as they stand.
struct Comparison<'a> {
    records: &'a [BlockRecord],
    fingerprints: &'a [Fingerprint],
    changes: Vec<Change>,
    /// For each block as it stands, the record of it.
    recorded: Vec<Option<usize>>,
}

impl<'a> Comparison<'a> {
    fn of(records: &'a [BlockRecord], fingerprints: &'a [Fingerprint]) -> Self {
        let recorded = vec![None; fingerprints.len()];
        let mut comparison = Self { records, fingerprints, changes: Vec::new(), recorded };
        for group in 0..=Part::Note(String::new()).group() {
            let records: Vec<usize> =
                (0..records.len()).filter(|&index| records[index].part.group() == group).collect();
            let fingerprints: Vec<usize> =
                (0..fingerprints.len()).filter(|&index| fingerprints[index].part.group() == group).collect();
            comparison.compare(&records, &fingerprints);
        }
        comparison
    }

    /// Compares two sequences of blocks.
    fn compare(&mut self, records: &[usize], fingerprints: &[usize]) {
        let old: Vec<u64> = records.iter().map(|&index| self.records[index].hash).collect();
        let new: Vec<u64> = fingerprints.iter().map(|&index| self.fingerprints[index].hash).collect();
        let (mut gone, mut come) = (Vec::new(), Vec::new());
        for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
            let (old, new) = (&records[operation.old_range()], &fingerprints[operation.new_range()]);
            if matches!(operation, DiffOp::Equal { .. }) {
                old.iter().zip(new).for_each(|(&record, &fingerprint)| self.recorded[fingerprint] = Some(record));
            } else {
                gone.push(old);
                come.push(new);
            }
        }
        // What is gone here and has come there was moved; notes have no order.
        let mut elsewhere: HashMap<u64, Vec<usize>> = HashMap::new();
        for &index in gone.iter().copied().flatten() {
            elsewhere.entry(self.records[index].hash).or_default().push(index);
        }
        let mut moved_from = BTreeSet::new();
        let mut moved_to = BTreeSet::new();
        for &index in come.iter().copied().flatten() {
            let Some(from) = elsewhere.get_mut(&self.fingerprints[index].hash).and_then(Vec::pop) else { continue };
            moved_from.insert(from);
            moved_to.insert(index);
            self.recorded[index] = Some(from);
            if !matches!(self.fingerprints[index].part, Part::Note(_)) {
                self.push(ChangeKind::Moved, None, Some(index));
            }
        }
        for (gone, come) in gone.into_iter().zip(come) {
            let gone: Vec<usize> = gone.iter().copied().filter(|index| !moved_from.contains(index)).collect();
            let come: Vec<usize> = come.iter().copied().filter(|index| !moved_to.contains(index)).collect();
            self.replace(&gone, &come);
        }
    }

    /// What took the place of what: pairs of which one became the other, the rest gone and new.
    fn replace(&mut self, gone: &[usize], come: &[usize]) {
        let pairs: Vec<(usize, usize)> = if gone.len() == come.len() {
            (0..gone.len()).map(|index| (index, index)).collect()
        } else if gone.len() <= COMPARED && come.len() <= COMPARED {
            self.most_alike(gone, come)
        } else {
            (0..gone.len().min(come.len())).map(|index| (index, index)).collect()
        };
        let (mut gone_left, mut come_left) =
            (BTreeSet::from_iter(gone.iter().copied()), BTreeSet::from_iter(come.iter().copied()));
        for (old, new) in pairs {
            gone_left.remove(&gone[old]);
            come_left.remove(&come[new]);
            self.recorded[come[new]] = Some(gone[old]);
            self.push(ChangeKind::Changed, Some(gone[old]), Some(come[new]));
        }
        gone_left.into_iter().for_each(|index| self.push(ChangeKind::Removed, Some(index), None));
        come_left.into_iter().for_each(|index| self.push(ChangeKind::Added, None, Some(index)));
    }

    /// The pairs, in the order of both, that share the most words.
    fn most_alike(&self, gone: &[usize], come: &[usize]) -> Vec<(usize, usize)> {
        let likeness: Vec<Vec<usize>> = gone
            .iter()
            .map(|&old| {
                come.iter().map(|&new| likeness(&self.records[old].words, &self.fingerprints[new].words)).collect()
            })
            .collect();
        let mut best = vec![vec![0; come.len() + 1]; gone.len() + 1];
        for old in (0..gone.len()).rev() {
            for new in (0..come.len()).rev() {
                let pair = likeness[old][new] + best[old + 1][new + 1];
                best[old][new] = best[old + 1][new].max(best[old][new + 1]).max(pair);
            }
        }
        let (mut old, mut new, mut pairs) = (0, 0, Vec::new());
        while old < gone.len() && new < come.len() {
            let here = best[old][new];
            if likeness[old][new] > 0 && here == likeness[old][new] + best[old + 1][new + 1] {
                pairs.push((old, new));
                (old, new) = (old + 1, new + 1);
            } else if here == best[old + 1][new] {
                old += 1;
            } else {
                new += 1;
            }
        }
        pairs
    }

    fn push(&mut self, kind: ChangeKind, record: Option<usize>, fingerprint: Option<usize>) {
        let (old, new) = (record.map(|index| &self.records[index]), fingerprint.map(|index| &self.fingerprints[index]));
        let part = new.map(|fingerprint| &fingerprint.part).or(old.map(|record| &record.part));
        let Some(part) = part.cloned() else { return };
        let (words, lost) = match (old, new) {
            (Some(old), Some(new)) => differences(&old.words, &new.words),
            (Some(old), None) => (Vec::new(), old.words.len()),
            (None, Some(new)) if kind == ChangeKind::Added => ((0..new.words.len()).collect(), 0),
            _ => (Vec::new(), 0),
        };
        self.changes.push(Change { kind, part, fingerprint, new: words, lost });
    }
}

/// How many words two blocks share; 0 where they share too few for one to have become the other.
fn likeness(old: &[u32], new: &[u32]) -> usize {
    let (mut left, mut right) = (old.to_vec(), new.to_vec());
    left.sort_unstable();
    right.sort_unstable();
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    if 10 * shared >= ALIKE * left.len().max(right.len()) { shared } else { 0 }
}

/// Which words are new, and how many are gone.
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
