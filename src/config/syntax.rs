//! The faults of syntax that the toml crate finds, in a teacher's words.

use std::collections::BTreeSet;

use toml::de::Error;

use crate::diagnostic::Diagnostic;
use crate::locale::{Message, message};
use crate::rule::Rule;
use crate::source::{Lines, Span};

/// The toml crate's words for a key alone on its line.
const LONE_KEY: &str = "key with no value";

/// The text with spaces over the lines that hold nothing but a key, so that byte offsets stay the same. The toml crate
/// gives up the rest of the file after such a line, and all its settings would seem to be missing. `None` if there is
/// no such line.
pub(super) fn without_lone_keys(text: &str, errors: &[Error]) -> Option<String> {
    let lone = |error: &&Error| error.message().starts_with(LONE_KEY);
    let mut bytes = text.as_bytes().to_vec();
    let mut found = false;
    for span in errors.iter().filter(lone).filter_map(Error::span) {
        let at = span.start.min(bytes.len());
        for byte in bytes[..at].iter_mut().rev().take_while(|byte| **byte != b'\n') {
            *byte = b' ';
        }
        for byte in bytes[at..].iter_mut().take_while(|byte| **byte != b'\n') {
            *byte = b' ';
        }
        found = true;
    }
    // Whole lines are blanked, so the rest is still UTF-8.
    found.then(|| String::from_utf8(bytes).ok()).flatten()
}

/// One fault for each line, since others on the same line mostly follow from the first; and those lines, from 0.
pub(super) fn faults(errors: &[Error], text: &str, lines: &Lines) -> (Vec<Diagnostic<Span>>, BTreeSet<usize>) {
    let mut broken = BTreeSet::new();
    let mut diagnostics = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if broken.insert(lines.line(span.start)) {
            let (message, help) = words(error.message(), text.get(span.clone()).unwrap_or_default());
            diagnostics.push(Diagnostic::new(Rule::InvalidBookToml, span, message).help(help));
        }
    }
    (diagnostics, broken)
}

/// The message and help for a fault. The toml crate's own messages are in English and for programmers: each slip that it
/// knows is one of a few of ours, and what is left is said to be unreadable.
fn words(reason: &str, written: &str) -> (Message, Message) {
    let is = |starts: &[&str]| starts.iter().any(|start| reason.starts_with(start));
    if is(&["duplicate key"]) {
        let key = written.trim();
        (message!("invalid-book-toml.twice", key = key), message!("invalid-book-toml.help-twice", key = key))
    } else if is(&["string values must be quoted"]) && written.trim().is_empty() {
        (message!("invalid-book-toml.no-value"), message!("invalid-book-toml.help-no-value"))
    } else if is(&["invalid basic string", "invalid multi-line basic string"]) && written.contains('\\')
        || is(&["missing escaped value", "too few unicode value digits"])
    {
        (message!("invalid-book-toml.escape"), message!("invalid-book-toml.help-escape"))
    } else if is(&[
        "string values must be quoted",
        "missing opening quote",
        "invalid basic",
        "invalid literal",
        "invalid multi",
    ]) {
        (message!("invalid-book-toml.quotes"), message!("invalid-book-toml.help-quotes"))
    } else if is(&["unclosed"]) {
        (message!("invalid-book-toml.unclosed"), message!("invalid-book-toml.help-unclosed"))
    } else if is(&["missing value", LONE_KEY]) {
        (message!("invalid-book-toml.no-value"), message!("invalid-book-toml.help-no-value"))
    } else if is(&["missing comma"]) {
        (message!("invalid-book-toml.comma"), message!("invalid-book-toml.help-comma"))
    } else if is(&["extra comma"]) {
        (message!("invalid-book-toml.extra-comma"), message!("invalid-book-toml.help-extra-comma"))
    } else if is(&["extra assignment", "extra `=`", "unexpected `=`"]) {
        (message!("invalid-book-toml.extra-equals"), message!("invalid-book-toml.help-extra-equals"))
    } else if is(&["missing assignment", "invalid key-value pair"]) {
        (message!("invalid-book-toml.no-equals"), message!("invalid-book-toml.help-no-equals"))
    } else if is(&[
        "invalid unquoted key",
        "unquoted keys",
        "keys cannot",
        "missing key",
        "invalid inline table element",
    ]) {
        (message!("invalid-book-toml.key"), message!("invalid-book-toml.help-key"))
    } else if is(&[
        "invalid boolean",
        "invalid integer",
        "invalid float",
        "invalid hex",
        "invalid octal",
        "invalid binary",
        "invalid date",
        "invalid time",
        "invalid value",
        "integers with",
        "radix",
        "redundant",
        "unexpected leading zero",
        "unexpected sign",
        "`_` may",
    ]) {
        (message!("invalid-book-toml.value"), message!("invalid-book-toml.help-value"))
    } else {
        (message!("invalid-book-toml.message"), message!("invalid-book-toml.help"))
    }
}

#[cfg(test)]
mod tests {
    use crate::config;

    #[test]
    fn slips_are_said_in_words_of_ours() {
        for (line, words) in [
            ("title = Lire", "quotes"),
            ("title = Lire\"", "quotes"),
            ("title = \"Lire", "quotes"),
            ("title = “Lire”", "quotes"),
            ("authors = [\"A\" \"B\"]", "comma"),
            ("authors = [\"A\",, \"B\"]", "extra-comma"),
            ("authors = [\"A\"", "unclosed"),
            ("title = { fr = \"A\" en = \"B\" }", "comma"),
            ("title", "no-value"),
            ("title =", "no-value"),
            ("title \"Lire\"", "no-value"),
            ("titré = \"Lire\"", "key"),
            ("= \"Lire\"", "key"),
            ("max_file_size = 012", "value"),
            ("max_file_size = 1__0", "value"),
            ("title = \"C:\\livre\"", "escape"),
            ("title = \"A\"\ntitle = \"B\"", "twice"),
        ] {
            let diagnostics = config::parse(&format!("[book]\n{line}\n")).diagnostics;
            let said = diagnostics.first().map(|fault| fault.message.key);
            assert_eq!(said, Some(format!("invalid-book-toml.{words}").as_str()), "{line}");
        }
    }
}
