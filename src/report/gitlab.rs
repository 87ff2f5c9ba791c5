//! Diagnostics as GitLab's report on code quality, a list in the format of Code Climate.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::Located;
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::UserLanguage;
use crate::source::Sources;

#[derive(Serialize)]
struct Fault<'a> {
    check_name: &'static str,
    description: String,
    /// What a fault is known by in a merge request and in the branch it goes to: it stays the same when lines move.
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// Writes diagnostics, in the order given, as one JSON list and the end of its line. GitLab counts lines from 1, and needs
/// one of each fault: that of a file as a whole is on the first.
///
/// # Errors
/// Those of `out`.
pub(super) fn print(
    diagnostics: &[&Diagnostic],
    sources: &Sources,
    language: UserLanguage,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut located = Located::default();
    let mut times: HashMap<String, usize> = HashMap::new();
    let faults = diagnostics.iter().map(|diagnostic| {
        let path = diagnostic.at.path.as_str();
        let message = diagnostic.message.text(language);
        let same = times.entry(format!("{}\0{path}\0{message}", diagnostic.rule.name())).or_default();
        *same += 1;
        let fingerprint = blake3::hash(format!("{}\0{path}\0{message}\0{same}", diagnostic.rule.name()).as_bytes());
        let help = diagnostic.help.as_ref().map(|help| format!(" ({})", help.text(language)));
        Fault {
            check_name: diagnostic.rule.name(),
            description: message + &help.unwrap_or_default(),
            fingerprint: fingerprint.to_hex().to_string(),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
            },
            location: Location {
                path,
                lines: Lines { begin: located.ends(&diagnostic.at, sources).map_or(1, |[(_, line, _), _]| line) },
            },
        }
    });
    serde_json::to_writer(&mut *out, &faults.collect::<Vec<_>>())?;
    writeln!(out)
}
