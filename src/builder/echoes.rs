//! Faults that only follow from others: a text relies on what is in a file, and the file isn't read as it was meant;
//! a value doesn't fit a field that its text shouldn't have. Whoever mends the first would look for them in vain.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::check;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Reliance, Severity};
use crate::locale::Message;
use crate::model::Book;
use crate::rule::Rule;
use crate::source::BookPath;

/// Removes them from a book's reported faults. A warning explains warnings only: a site must not be built with an error
/// that nobody was told of.
pub(super) fn remove(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    remove_of_misplaced(book, diagnostics);
    let misread = Misread::of(book, diagnostics);
    if !misread.files.is_empty() {
        diagnostics.retain(|fault| misread.explained(&fault.relies_on, &book.config) < Some(fault.severity));
    }
}

/// Removes what is wrong with the value of a field that its text doesn't show: the field goes, whatever its value is.
fn remove_of_misplaced(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    let misplaced = diagnostics.iter().filter(|fault| fault.rule == Rule::MisplacedField);
    let misplaced: HashSet<(BookPath, usize)> =
        misplaced.map(|fault| (fault.at.path.clone(), fault.at.start)).collect();
    if misplaced.is_empty() {
        return;
    }
    let mut values: HashMap<BookPath, Vec<Range<usize>>> = HashMap::new();
    for translation in book.lessons().flat_map(|(_, lesson)| lesson.translations.values()) {
        let front_matter = &translation.parsed.front_matter;
        let starts = || front_matter.keys.iter().map(|key| key.span.start);
        for (start, end) in starts().zip(starts().skip(1).chain([front_matter.span.end])) {
            if misplaced.contains(&(translation.path.clone(), start)) {
                values.entry(translation.path.clone()).or_default().push(start..end);
            }
        }
    }
    let is_of_misplaced = |fault: &Diagnostic| {
        let values = values.get(&fault.at.path).filter(|_| fault.rule == Rule::InvalidField);
        values.is_some_and(|values| values.iter().any(|value| value.contains(&fault.at.start)))
    };
    diagnostics.retain(|fault| !is_of_misplaced(fault));
}

/// The files that aren't read as they were meant, each with the severity of what is reported of it.
#[derive(Default)]
struct Misread {
    /// Those that the book has, or would have under their right name.
    files: HashMap<BookPath, Severity>,
    /// The names of lessons of which a file isn't part of the book.
    names: HashMap<String, Severity>,
    /// The most severe of what may matter to any other file.
    all: Option<Severity>,
}

impl Misread {
    fn of(book: &Book, diagnostics: &[Diagnostic]) -> Self {
        let parts: HashSet<&BookPath> = book.lessons().flat_map(|(_, lesson)| lesson.files()).collect();
        let mut misread = Self::default();
        // What relies on something itself explains nothing.
        for fault in diagnostics.iter().filter(|fault| fault.relies_on == Reliance::Place) {
            let (path, severity) = (&fault.at.path, fault.severity);
            // A field under a mistyped name isn't read.
            let is_meant = |help: &Message| help.key == "unknown-field.help-nearest";
            let loses_text = fault.rule.loses_text() || fault.help.as_ref().is_some_and(is_meant);
            let loses_file = fault.rule.loses_file() && !parts.contains(path);
            if loses_text || loses_file {
                misread.add(path.clone(), severity);
            }
            if fault.rule == Rule::MisnamedFile {
                check::meant(path).into_iter().for_each(|meant| misread.add(BookPath::new(meant), severity));
            }
            if loses_file {
                let known = misread.names.entry(name(path, &book.config)).or_insert(severity);
                *known = severity.max(*known);
            }
            if loses_file || loses_text && severity == Severity::Error {
                misread.all = misread.all.max(Some(severity));
            }
        }
        misread
    }

    fn add(&mut self, path: BookPath, severity: Severity) {
        let known = self.files.entry(path).or_insert(severity);
        *known = severity.max(*known);
    }

    /// How severe what explains a fault is, if it relies on such things; `None` if nothing explains it.
    fn explained(&self, relies_on: &Reliance, config: &Config) -> Option<Severity> {
        let of_file = |file: &BookPath| {
            let is_any = !self.names.is_empty();
            let by_name = || is_any.then(|| self.names.get(&name(file, config))).flatten();
            self.files.get(file).or_else(by_name).copied()
        };
        match relies_on {
            Reliance::Place => None,
            Reliance::Files(files) => files.iter().filter_map(of_file).max(),
            Reliance::Book => self.all,
        }
    }
}

/// The name of a lesson, from the path of one of its files, even if that doesn't end as it should: `content/1-a/2-b` for
/// `content/1-a/2-B.fr.txt` and `content/1-a/2-b-fr.md`.
fn name(path: &BookPath, config: &Config) -> String {
    let path = path.as_str().to_lowercase();
    let file = path.rfind('/').map_or(0, |slash| slash + 1);
    let number = path[file..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let end = path[file + number..].find('.').map_or(path.len(), |dot| file + number + dot);
    let stem = path[..end].trim_end();
    let named = stem.rsplit_once(['-', '_', ' ']).filter(|(_, last)| config.locale(last).is_some());
    named.map_or(stem, |(stem, _)| stem).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_has_one_name_however_its_files_end() {
        let config = crate::config::parse("[book]\ntitle = \"x\"\n").value;
        let named = |path: &str| name(&BookPath::new(path), &config);
        for path in
            ["2-b.fr.md", "2-b.en.md", "2-B.FR.MD", "2-b.fr.txt", "2-b-fr.md", "2-b fr.md", "2-b.fr .md", "2-b.fr"]
        {
            assert_eq!(named(&format!("content/1-a/{path}")), "content/1-a/2-b", "{path}");
        }
        assert_eq!(named("content/1-a/2. b.fr.md"), "content/1-a/2. b");
        assert_eq!(named("content/1-a/index.md"), "content/1-a/index");
    }
}
