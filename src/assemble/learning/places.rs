//! What is learnt in one translation, from its file and from its record in `translations.lock`.

use crate::assemble::drift::pairing::{Pairing, Piece};
use crate::model::Translation;
use crate::model::learning::{At, Numbered};
use crate::parse::Parsed;
use crate::parse::callout::CalloutKind;
use crate::parse::document::ProseField;
use crate::parse::fingerprints::Part;
use crate::parse::lock::BlockRecord;

/// An outcome, an objective or a task in one translation.
#[derive(Clone, Debug)]
pub(super) struct LearntItem {
    /// The id that the author gives; `None` if there is none.
    pub(super) name: Option<String>,
    /// The kind of a task; `None` for an outcome or an objective.
    pub(super) kind: Option<CalloutKind>,
    /// Its place, with the number by which `translations.lock` knows it.
    pub(super) at: At,
    /// For a task, the index of its block among those that students see, by which translations are aligned; `None`
    /// otherwise.
    pub(super) block: Option<usize>,
}

/// The records of what is learnt in a translation, by kind: the number and the words of each thing.
pub(super) type Records<'a> = [Vec<(Option<u32>, &'a [u32])>; Numbered::ALL.len()];

/// The records of a translation, from those of its blocks.
pub(super) fn records(blocks: &[BlockRecord]) -> Records<'_> {
    let mut records = Records::default();
    for block in blocks {
        let kind = match block.part {
            Part::Outcomes => Numbered::Outcomes,
            Part::Objectives => Numbered::Objectives,
            _ => Numbered::Tasks,
        };
        let learnt = block.learnt.iter().map(|learnt| {
            let words = if learnt.words.is_empty() { &block.words } else { &learnt.words };
            (learnt.number, words.as_slice())
        });
        records[kind as usize].extend(learnt);
    }
    records
}

/// What is learnt of a kind in a translation, in the order of its fingerprints.
pub(super) fn items(kind: Numbered, translation: &Translation, records: &[(Option<u32>, &[u32])]) -> Vec<LearntItem> {
    let parsed = &*translation.parsed;
    let front_matter = &parsed.front_matter;
    let name = |id: Option<&crate::source::Spanned<String>>| id.map(|id| id.value.clone());
    let mut items = match kind {
        Numbered::Outcomes => {
            let names = front_matter.outcomes.iter().map(|outcome| name(outcome.id.as_ref()));
            listed(parsed, ProseField::Outcome, names)
        }
        Numbered::Objectives => {
            let names = front_matter.objectives.iter().map(|objective| name(objective.id.as_ref()));
            listed(parsed, ProseField::Objective, names)
        }
        Numbered::Tasks => tasks(parsed),
    };
    if records.is_empty() {
        return items.into_iter().map(|(item, _)| item).collect();
    }
    let placed = items.iter().enumerate().filter(|(_, (item, _))| item.at.fingerprint.is_some());
    let (indices, new): (Vec<usize>, Vec<_>) =
        placed.map(|(index, (_, words))| (index, Piece { key: *words, words })).unzip();
    let old: Vec<_> = records.iter().map(|&(_, words)| Piece { key: words, words }).collect();
    for (old, new) in Pairing::of(&old, &new).pairs() {
        items[indices[new]].0.at.number = records[old].0;
    }
    items.into_iter().map(|(item, _)| item).collect()
}

/// The items of a list in the front matter, whose names these are, each with its words.
fn listed(
    parsed: &Parsed,
    field: ProseField,
    names: impl Iterator<Item = Option<String>>,
) -> Vec<(LearntItem, &[u32])> {
    let part = if field == ProseField::Outcome { Part::Outcomes } else { Part::Objectives };
    let mut blocks = parsed.fingerprints.iter().enumerate().filter(|(_, block)| block.part == part).peekable();
    let prose = parsed.document.prose.iter().enumerate().filter(|(_, prose)| prose.field == field);
    let item = |(index, (name, (prose, _)))| {
        let block = blocks.next_if(|(_, block)| block.index() == prose);
        let at = At { index, fingerprint: block.map(|(index, _)| index), number: None };
        let words = block.map_or(&[][..], |(_, block)| &block.words);
        (LearntItem { name, kind: None, at, block: None }, words)
    };
    names.zip(prose).enumerate().map(item).collect()
}

/// The questions and activities, each with its words.
fn tasks(parsed: &Parsed) -> Vec<(LearntItem, &[u32])> {
    let tasks = parsed.tasks.iter().filter_map(|task| {
        let callout = parsed.document.callouts.get(task.callout)?;
        let item = LearntItem {
            name: callout.name().map(|id| id.value.clone()),
            kind: Some(callout.kind),
            at: At { index: task.callout, fingerprint: task.fingerprint, number: None },
            block: task.block,
        };
        Some((item, task.words(&parsed.fingerprints)))
    });
    tasks.collect()
}
