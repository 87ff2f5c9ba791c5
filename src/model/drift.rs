//! The translations of a lesson when they were last said to be in step, against those of
//! today.

use std::collections::{BTreeMap, HashMap};

use super::{Lesson, Translation};
use crate::locale::Locale;
use crate::parse::fingerprints::Part;

/// What became of the translations of a lesson that were once said to be in step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// The id that `translations.lock` knows the lesson by, where the lesson has another one now.
    pub former_id: Option<String>,
    /// By language; a translation that was never said to be in step is not among them.
    pub translations: BTreeMap<Locale, Tracked>,
}

/// A translation that was said to be in step with the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    /// What changed in it since.
    pub changes: Vec<Change>,
    /// Where it fell behind the others, in its own order.
    pub behind: Vec<Behind>,
}

/// A block that is no longer what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// The part of the text that it is in, or was in; of a note, the part that calls it.
    pub part: Part,
    /// The block as it is now: an index of `parsed.fingerprints`; `None` for one that is gone.
    pub fingerprint: Option<usize>,
    /// Which of its words are new.
    pub new: Vec<usize>,
    /// How many words it lost.
    pub lost: usize,
}

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It says something else.
    Changed,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is elsewhere.
    Moved,
}

impl ChangeKind {
    /// Its name, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
        }
    }
}

/// A part of a translation whose like in another language changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The part of this translation; `None` if it has no part like it.
    pub part: Option<Part>,
    /// Where it changed: in which languages, in which part of their texts.
    pub causes: Vec<(Locale, Part)>,
    /// Whether this translation changed there too.
    pub here_too: bool,
}

/// The state of a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TranslationState {
    /// As it was said to be in step, and nothing it was translated from changed since.
    InStep,
    /// Another language changed since.
    Outdated,
    /// There is none.
    Missing,
    /// Nobody ever said that it is in step.
    Untracked,
}

impl TranslationState {
    /// All, from best to worst.
    pub const ALL: [Self; 4] = [Self::InStep, Self::Outdated, Self::Missing, Self::Untracked];

    /// Its name, for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::InStep => "in-step",
            Self::Outdated => "outdated",
            Self::Missing => "missing",
            Self::Untracked => "untracked",
        }
    }
}

/// The words that a reader knows the parts of a text by.
#[derive(Debug)]
pub struct Headings<'t> {
    title: Option<&'t str>,
    sections: HashMap<&'t str, &'t str>,
}

impl<'t> Headings<'t> {
    /// Of a part: its heading, or the title; `None` for the other fields, and for a section that is gone.
    pub fn of(&self, part: &Part) -> Option<&'t str> {
        match part {
            Part::Section(anchor) => self.sections.get(anchor.as_str()).copied(),
            Part::Title | Part::Start => self.title,
            _ => None,
        }
    }
}

#[cfg(test)]
thread_local! {
    /// How many headings and changes were gone through on this thread: tests count it.
    pub(crate) static GONE_THROUGH: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Translation {
    /// The headings of its parts, to look up those of many.
    pub fn headings(&self) -> Headings<'_> {
        let headings = &self.parsed.document.headings;
        #[cfg(test)]
        GONE_THROUGH.with(|count| count.set(count.get() + headings.len()));
        let sections = headings.iter().rev().map(|heading| (heading.anchor.as_str(), heading.text.as_str()));
        let title = self.parsed.front_matter.title.as_ref().map(|title| title.text.as_str());
        Headings { title, sections: sections.collect() }
    }
}

impl Lesson {
    /// The changes in one of its translations, by the part that they are in.
    pub fn changes(&self, locale: Locale) -> HashMap<&Part, Vec<&Change>> {
        let changes = self.drift.translations.get(&locale).map_or(&[][..], |tracked| &tracked.changes);
        #[cfg(test)]
        GONE_THROUGH.with(|count| count.set(count.get() + changes.len()));
        let mut by_part: HashMap<&Part, Vec<&Change>> = HashMap::new();
        changes.iter().for_each(|change| by_part.entry(&change.part).or_default().push(change));
        by_part
    }

    /// The state of its translation into a language.
    pub fn state(&self, locale: Locale) -> TranslationState {
        match self.drift.translations.get(&locale) {
            _ if !self.translations.contains_key(&locale) => TranslationState::Missing,
            None => TranslationState::Untracked,
            Some(tracked) if tracked.behind.is_empty() => TranslationState::InStep,
            Some(_) => TranslationState::Outdated,
        }
    }

    /// Where its translation into a language fell behind the others.
    pub fn behind(&self, locale: Locale) -> &[Behind] {
        self.drift.translations.get(&locale).map_or(&[], |tracked| &tracked.behind)
    }

    /// The languages whose change left that translation behind, in the book's order.
    pub fn ahead_of(&self, locale: Locale) -> Vec<Locale> {
        let causes = self.behind(locale).iter().flat_map(|behind| &behind.causes);
        let mut locales: Vec<Locale> = causes.map(|(locale, _)| *locale).collect();
        locales.sort();
        locales.dedup();
        locales
    }
}
