//! Diagnostics as a person reads them: a repeated message is written once, and errors come last, where the screen
//! still shows them.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::UserLanguage;
use crate::rule::Rule;

/// How often a message is shown in full before it is shown once with all its places.
const OFTEN: usize = 3;

/// How many warnings of one kind are shown in full.
const OF_A_KIND: usize = 10;

/// How many warnings, and how many errors, are shown in full.
const SHOWN: usize = 100;

/// A fault to show in full, and the others with the same message.
pub(super) struct FaultGroup<'a> {
    /// The fault that is shown in full.
    pub(super) shown: &'a Diagnostic,
    /// The others, of which only the places are listed.
    pub(super) same: Vec<&'a Diagnostic>,
}

/// The faults as they are shown, in order.
pub(super) struct Grouped<'a> {
    /// The warnings that are shown in full.
    pub(super) warnings: Vec<FaultGroup<'a>>,
    /// The other warnings, by rule.
    pub(super) more_warnings: BTreeMap<Rule, Vec<&'a Diagnostic>>,
    /// The errors that are shown in full.
    pub(super) errors: Vec<FaultGroup<'a>>,
    /// The other errors, each shown on one line.
    pub(super) more_errors: Vec<&'a Diagnostic>,
}

impl<'a> Grouped<'a> {
    /// Groups faults that are in order.
    pub(super) fn of(diagnostics: &[&'a Diagnostic], language: UserLanguage) -> Self {
        let (errors, warnings): (Vec<_>, Vec<_>) =
            diagnostics.iter().partition(|diagnostic| diagnostic.severity == Severity::Error);
        let mut kinds: HashMap<(Rule, &str), usize> = HashMap::new();
        let mut grouped =
            Self { warnings: Vec::new(), more_warnings: BTreeMap::new(), errors: Vec::new(), more_errors: Vec::new() };
        for entry in entries(warnings, language) {
            let rule = entry.shown.rule;
            let of_a_kind = kinds.entry((rule, entry.shown.message.key)).or_default();
            *of_a_kind += 1;
            if *of_a_kind <= OF_A_KIND && grouped.warnings.len() < SHOWN {
                grouped.warnings.push(entry);
            } else {
                let more = grouped.more_warnings.entry(rule).or_default();
                more.push(entry.shown);
                more.extend(entry.same);
            }
        }
        for entry in entries(errors, language) {
            if grouped.errors.len() < SHOWN {
                grouped.errors.push(entry);
            } else {
                grouped.more_errors.push(entry.shown);
                grouped.more_errors.extend(entry.same);
            }
        }
        grouped
    }
}

/// Groups faults: those with the same message are together if there are more than [`OFTEN`].
fn entries<'a>(diagnostics: Vec<&'a Diagnostic>, language: UserLanguage) -> Vec<FaultGroup<'a>> {
    let said: Vec<_> = diagnostics.iter().map(|fault| (fault.rule, fault.message.text(language))).collect();
    let mut times: HashMap<_, usize> = HashMap::new();
    said.iter().for_each(|said| *times.entry(said).or_default() += 1);
    let mut entries: Vec<FaultGroup<'_>> = Vec::new();
    let mut first = HashMap::new();
    for (shown, said) in diagnostics.into_iter().zip(&said) {
        if times[said] > OFTEN {
            if let Some(&index) = first.get(said) {
                let entry: &mut FaultGroup<'_> = &mut entries[index];
                entry.same.push(shown);
                continue;
            }
            first.insert(said, entries.len());
        }
        entries.push(FaultGroup { shown, same: Vec::new() });
    }
    entries
}
