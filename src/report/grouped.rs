//! Diagnostics as a person reads them: what is said often is said once, and errors come last, where the
//! screen still shows them.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::UserLanguage;
use crate::rule::Rule;

/// How often one sentence is said in full before it is said once with all its places.
const OFTEN: usize = 3;

/// How many warnings of one kind are shown in full.
const OF_A_KIND: usize = 10;

/// How many warnings, and how many errors, are shown in full.
const SHOWN: usize = 100;

/// A fault to show in full, and the others of which the same is to be said.
pub(super) struct FaultGroup<'a> {
    pub(super) shown: &'a Diagnostic,
    pub(super) same: Vec<&'a Diagnostic>,
}

/// What of the faults is shown, in order.
pub(super) struct Grouped<'a> {
    pub(super) warnings: Vec<FaultGroup<'a>>,
    /// Warnings beyond those, by rule.
    pub(super) more_warnings: BTreeMap<Rule, Vec<&'a Diagnostic>>,
    pub(super) errors: Vec<FaultGroup<'a>>,
    /// Errors beyond those: each is still shown, in a line.
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

/// The faults, those that say the same together if they are many.
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
