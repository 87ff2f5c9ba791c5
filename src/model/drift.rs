//! How the translations of a lesson stood when they were last said to be in step, against how they
//! stand now.

use std::collections::BTreeMap;

use super::{Lesson, Translation};
use crate::locale::Locale;
use crate::parse::prints::Part;
use crate::source::Span;

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
    /// The part of the text that it stands in, or stood in; of a note, where it is called.
    pub part: Part,
    /// The block as it stands: an index of `parsed.prints`; nothing for one that is gone.
    pub print: Option<usize>,
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
    /// It stands elsewhere.
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
    /// The part of this translation; nothing where it has none like it.
    pub part: Option<Part>,
    /// Where it changed: in which languages, in which part of their texts.
    pub causes: Vec<(Locale, Part)>,
    /// Whether this translation changed there too.
    pub here_too: bool,
}

/// How a translation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// As it was said to be in step, and nothing it was translated from changed since.
    InStep,
    /// Another language changed since.
    Outdated,
    /// There is none.
    Missing,
    /// Nobody ever said that it is in step.
    Untracked,
}

impl State {
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

impl Translation {
    /// The words that a reader knows a part by: its heading, or the title; nothing for the other
    /// fields, and for a section that stands no more.
    pub fn heading(&self, part: &Part) -> Option<&str> {
        match part {
            Part::Section(anchor) => {
                let mut headings = self.parsed.document.headings.iter();
                headings.find(|heading| heading.anchor == *anchor).map(|heading| heading.text.as_str())
            }
            Part::Title | Part::Start => self.parsed.front_matter.title.as_ref().map(|title| title.text.as_str()),
            _ => None,
        }
    }

    /// The first block of a part, as it stands.
    pub fn part_span(&self, part: &Part) -> Option<Span> {
        let first = self.parsed.prints.iter().find(|print| print.part == *part)?;
        Some(first.span(&self.parsed))
    }
}

impl Lesson {
    /// The changes in a part of one of its translations.
    pub fn changes<'a>(&'a self, locale: Locale, part: &'a Part) -> impl Iterator<Item = &'a Change> {
        let changes = self.drift.translations.get(&locale).map_or(&[][..], |tracked| &tracked.changes);
        changes.iter().filter(move |change| change.part == *part)
    }

    /// How its translation into a language stands.
    pub fn state(&self, locale: Locale) -> State {
        match self.drift.translations.get(&locale) {
            _ if !self.translations.contains_key(&locale) => State::Missing,
            None => State::Untracked,
            Some(tracked) if tracked.behind.is_empty() => State::InStep,
            Some(_) => State::Outdated,
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
