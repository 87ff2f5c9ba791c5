//! What is learnt in one translation, as its file says it and as `translations.lock` knows it.

use std::collections::HashMap;

use crate::assemble::drift;
use crate::model::learning::At;
use crate::model::{Audience, Translation};
use crate::parse::Parsed;
use crate::parse::callout::CalloutKind;
use crate::parse::document::{Document, Event, ProseField, Tag};
use crate::parse::fingerprints::Part;
use crate::parse::lock::BlockRecord;

/// An outcome, an objective or a task in one translation.
#[derive(Clone, Debug)]
pub(super) struct LearntItem {
    /// The id that the author gives.
    pub(super) name: Option<String>,
    /// The number that `translations.lock` knows it by.
    pub(super) number: Option<u32>,
    /// Of a task, which kind it is.
    pub(super) kind: Option<CalloutKind>,
    /// Where it stands.
    pub(super) at: At,
    /// Of a task, the block that translations are laid beside each other by.
    pub(super) block: Option<usize>,
}

/// All that is learnt in a translation, each list in the text's order.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) outcomes: Vec<LearntItem>,
    pub(super) objectives: Vec<LearntItem>,
    pub(super) tasks: Vec<LearntItem>,
}

impl Entries {
    /// What is learnt in a translation that stood as recorded.
    pub(super) fn of(translation: &Translation, audience: Audience, records: Option<&[BlockRecord]>) -> Self {
        let parsed = &*translation.parsed;
        let front_matter = &parsed.front_matter;
        let has_tasks = parsed.document.callouts.iter().any(|callout| callout.kind.can_show());
        if front_matter.outcomes.is_empty() && front_matter.objectives.is_empty() && !has_tasks {
            return Self::default();
        }
        let blocks = Blocks::new(parsed, records);
        let name = |id: Option<&crate::source::Spanned<String>>| id.map(|id| id.value.clone());
        let outcomes = front_matter.outcomes.iter().map(|outcome| name(outcome.id.as_ref()));
        let objectives = front_matter.objectives.iter().map(|objective| name(objective.id.as_ref()));
        Self {
            outcomes: blocks.listed(parsed, ProseField::Outcome, outcomes),
            objectives: blocks.listed(parsed, ProseField::Objective, objectives),
            tasks: if has_tasks { blocks.tasks(parsed, audience) } else { Vec::new() },
        }
    }
}

/// The blocks of a translation, and what is recorded of them.
struct Blocks<'a> {
    records: &'a [BlockRecord],
    /// For each fingerprint, its record.
    recorded: Vec<Option<usize>>,
    /// Fingerprints of items of the front matter, by their index in `document.prose`.
    items: HashMap<usize, usize>,
    /// Fingerprints of the body, by their index in `document.blocks`.
    body: HashMap<usize, usize>,
}

impl<'a> Blocks<'a> {
    fn new(parsed: &Parsed, records: Option<&'a [BlockRecord]>) -> Self {
        let (mut items, mut body) = (HashMap::new(), HashMap::new());
        for (index, fingerprint) in parsed.fingerprints.iter().enumerate() {
            match fingerprint.part {
                Part::Objectives | Part::Outcomes => items.insert(fingerprint.index(), index),
                Part::Start | Part::Section(_) => body.insert(fingerprint.index(), index),
                _ => None,
            };
        }
        let recorded = records.map_or_else(Vec::new, |records| drift::recorded(records, &parsed.fingerprints));
        Self { records: records.unwrap_or_default(), recorded, items, body }
    }

    /// The number recorded of what stands in a block after so many others.
    fn number(&self, fingerprint: Option<usize>, before: usize) -> Option<u32> {
        let record = self.recorded.get(fingerprint?).copied().flatten()?;
        self.records.get(record)?.numbers.get(before).copied().flatten()
    }

    /// The items of a list in the front matter, whose names these are.
    fn listed(
        &self,
        parsed: &Parsed,
        field: ProseField,
        names: impl Iterator<Item = Option<String>>,
    ) -> Vec<LearntItem> {
        let prose = parsed.document.prose.iter().enumerate().filter(|(_, prose)| prose.field == field);
        let entry = |(index, (name, (prose, _)))| {
            let fingerprint = self.items.get(&prose).copied();
            let number = self.number(fingerprint, 0);
            LearntItem { name, number, kind: None, at: At { index, fingerprint }, block: None }
        };
        names.zip(prose).enumerate().map(entry).collect()
    }

    fn tasks(&self, parsed: &Parsed, audience: Audience) -> Vec<LearntItem> {
        let document = &parsed.document;
        let shown: HashMap<usize, usize> = tasks(parsed.shown(audience)).collect();
        let (mut entries, mut last, mut before) = (Vec::new(), None, 0);
        for (index, block) in tasks(document) {
            before = if last == Some(block) { before + 1 } else { 0 };
            last = Some(block);
            let Some(callout) = document.callouts.get(index) else { continue };
            let fingerprint = self.body.get(&block).copied();
            entries.push(LearntItem {
                name: callout.name().map(|id| id.value.clone()),
                number: self.number(fingerprint, before),
                kind: Some(callout.kind),
                at: At { index, fingerprint },
                block: shown.get(&index).copied(),
            });
        }
        entries
    }
}

/// The questions and activities of a body, in order: callouts, each with its block. What is for the teacher is
/// not among them.
fn tasks(document: &Document) -> impl Iterator<Item = (usize, usize)> {
    let kind = |callout: usize| document.callouts.get(callout).map(|callout| callout.kind);
    let blocks = document.blocks.iter().enumerate();
    blocks.flat_map(move |(index, block)| {
        let events = document.body.get(block.events.clone()).unwrap_or_default();
        let mut teachers = 0_usize;
        events.iter().filter_map(move |(event, _)| match event {
            Event::Start(Tag::Callout(callout)) if kind(*callout) == Some(CalloutKind::Teacher) => {
                teachers += 1;
                None
            }
            Event::End(Tag::Callout(callout)) if kind(*callout) == Some(CalloutKind::Teacher) => {
                teachers = teachers.saturating_sub(1);
                None
            }
            Event::Start(Tag::Callout(callout))
                if teachers == 0 && kind(*callout).is_some_and(CalloutKind::can_show) =>
            {
                Some((*callout, index))
            }
            _ => None,
        })
    })
}
