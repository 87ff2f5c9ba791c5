//! Diagnostics as GitHub's workflow commands.

use std::io::{self, Write};

use super::Located;
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::UserLanguage;
use crate::source::Sources;

/// Writes diagnostics, in the order given, as workflow commands (`::error file=…::…`), one on each line. GitHub counts
/// lines and columns from 1.
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
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(out, "::{command} file={}", escaped(diagnostic.at.path.as_str(), &[',', ':']))?;
        if let Some([(_, line, column), (_, end_line, end_column)]) = located.ends(&diagnostic.at, sources) {
            write!(out, ",line={line}")?;
            // Columns are allowed only where the place is on one line.
            match end_line == line {
                true => write!(out, ",col={column},endColumn={end_column}")?,
                false => write!(out, ",endLine={end_line}")?,
            }
        }
        let mut sentence = diagnostic.message.text(language);
        if let Some(help) = &diagnostic.help {
            sentence.push('\n');
            sentence.push_str(&help.text(language));
        }
        writeln!(out, ",title={}::{}", diagnostic.rule.name(), escaped(&sentence, &[]))?;
    }
    Ok(())
}

/// A text with `%`, ends of lines and the characters in `also` percent-encoded, so that none ends the value.
fn escaped(text: &str, also: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' | '\r' | '\n' => escaped.push_str(&format!("%{:02X}", u32::from(c))),
            c if also.contains(&c) => escaped.push_str(&format!("%{:02X}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    escaped
}
