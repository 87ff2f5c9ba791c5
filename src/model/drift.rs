//! The translations of a lesson as they are, compared with those that were last said to be in step.

use std::collections::{BTreeMap, HashMap};

use super::{Lesson, Translation};
use crate::locale::Locale;
use crate::parse::fingerprints::Part;

/// How the translations of a lesson changed since they were last said to be in step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// The id that `translations.lock` knows the lesson by; `None` if it is the lesson's own.
    pub former_id: Option<String>,
    /// The changes in each language; a translation that was never said to be in step is left out.
    pub translations: BTreeMap<Locale, Tracked>,
}

/// A translation that was said to be in step with the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    /// What has changed in it since then.
    pub changes: Vec<Change>,
    /// Its parts that fell behind the others, in its own order.
    pub behind: Vec<Behind>,
}

/// A block that has changed, appeared, disappeared or moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How it changed.
    pub kind: ChangeKind,
    /// The part of the text that it is in, or was in; for a note, the part that calls it.
    pub part: Part,
    /// The block as it is now: an index of `parsed.fingerprints`; `None` for one that is gone.
    pub fingerprint: Option<usize>,
    /// The indices of its words that are new.
    pub new: Vec<usize>,
    /// How many words it lost.
    pub lost: usize,
}

/// How a block changed.
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
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
        }
    }
}

/// A part of a translation whose counterpart in another language changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind {
    /// The part of this translation; `None` if it has no counterpart.
    pub part: Option<Part>,
    /// The parts that changed, each with its language.
    pub causes: Vec<(Locale, Part)>,
    /// Whether this translation changed there too.
    pub here_too: bool,
}

/// The state of a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TranslationState {
    /// It was said to be in step, and no other language has changed since.
    InStep,
    /// Another language has changed since it was said to be in step.
    Outdated,
    /// There is no translation.
    Missing,
    /// Nobody ever said that it is in step.
    Untracked,
}

impl TranslationState {
    /// All states, from best to worst.
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

/// The words by which a reader knows the parts of a text.
#[derive(Debug)]
pub struct Headings<'t> {
    title: Option<&'t str>,
    sections: HashMap<&'t str, &'t str>,
}

impl<'t> Headings<'t> {
    /// The heading of a part, or the title; `None` for the other fields, and for a section that is gone.
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
    /// The headings of its parts, prepared to look up many.
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
    /// The changes in its translation into a language, by the part that they are in.
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

    /// The parts of its translation into a language that fell behind the others.
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
