//! The languages that code can be in, by name: what the info string of a code block says.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::nearest::nearest;

/// The meaning of a name in an info string (CommonMark 0.31.2 §4.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeLanguage {
    /// A language whose code can be coloured.
    Known,
    /// Text, or no language: the author wants no colours.
    Plain,
    /// An unknown language, with the known one most like it, if any.
    Unknown(Option<&'static str>),
}

/// Names for code without colours.
const PLAIN: &[&str] = &["plain", "text", "txt", "plaintext", "none", "output", "console-output"];

/// The language that an info string names: its first word, without attributes (`{…}`) and what
/// follows a comma.
pub fn named(info: &str) -> Option<&str> {
    let word = info.split_whitespace().next()?;
    let end = word.find(['{', ',']).unwrap_or(word.len());
    Some(&word[..end]).filter(|name| !name.is_empty())
}

/// The names that an info string begins with or has in braces, but none between quotation marks: `teacher`,
/// `{teacher}`, `{.md .teacher}`.
pub fn names(info: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | ',' | ':' | '.');
    let most = if info.contains('{') { usize::MAX } else { 1 };
    let unquoted = info.split('"').step_by(2).flat_map(move |part| part.split(is_between));
    unquoted.filter(|name| !name.is_empty()).take(most)
}

impl CodeLanguage {
    /// The meaning of a name; its case doesn't count.
    pub fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        if PLAIN.contains(&name.as_str()) {
            Self::Plain
        } else if NAMES.contains(name.as_str()) {
            Self::Known
        } else {
            // The common ones first: of two that are as like, one of them is meant.
            Self::Unknown(nearest(&name, COMMON.iter().copied().chain(all())))
        }
    }
}

/// The languages of lessons.
const COMMON: &[&str] = &[
    "python", "javascript", "html", "css", "sql", "java", "c", "cpp", "csharp", "rust", "bash", "json", "yaml", "toml",
    "xml", "latex", "markdown", "php", "ruby", "r", "go", "kotlin", "swift", "typescript", "powershell",
];

static NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| all().collect());

/// Every name and alias, one language a line.
fn all() -> impl Iterator<Item = &'static str> {
    include_str!("code_languages.txt").split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_counts_without_attributes() {
        assert_eq!(named("python title=\"x\""), Some("python"));
        assert_eq!(named("python{1,3}"), Some("python"));
        assert_eq!(named("rust,no_run"), Some("rust"));
        assert_eq!(named("{.python}"), None);
        assert_eq!(named("  "), None);
    }

    #[test]
    fn usual_names_are_known_and_a_slip_is_understood() {
        for name in
            ["js", "py", "sh", "html", "css", "json", "yaml", "toml", "rust", "c", "java", "Python", "c++", "SQL"]
        {
            assert_eq!(CodeLanguage::of(name), CodeLanguage::Known, "{name}");
        }
        for name in ["text", "plain", "none", "Text"] {
            assert_eq!(CodeLanguage::of(name), CodeLanguage::Plain, "{name}");
        }
        assert_eq!(CodeLanguage::of("python3"), CodeLanguage::Unknown(Some("python")));
        assert_eq!(CodeLanguage::of("javascrpt"), CodeLanguage::Unknown(Some("javascript")));
        assert_eq!(CodeLanguage::of("recette"), CodeLanguage::Unknown(None));
    }
}
