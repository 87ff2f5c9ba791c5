//! A file that is YAML as a whole, not a front matter.

use super::Reader;
use super::block::Entry;
use crate::diagnostic::{Checked, Diagnostic};
use crate::locale::Message;
use crate::message;
use crate::rule::Rule;
use crate::source::Span;

impl<'t> Reader<'t> {
    /// The entries of the file. `is_known` tells a key from a word before a colon.
    pub(in crate::parse) fn file_entries(&mut self, is_known: fn(&str) -> bool) -> Vec<Entry<'t>> {
        let text = self.text;
        // YAML files may begin with a line `---`.
        let first = text.split_inclusive('\n').next().unwrap_or_default();
        let start = if first.trim_end() == "---" { first.len() } else { 0 };
        self.top_entries(start..text.len(), is_known)
    }

    /// What was read of the file, and what was found wrong on the way.
    pub(in crate::parse) fn finish_file<T>(self, value: T) -> Checked<T, Span> {
        let mut diagnostics: Vec<_> = self.diagnostics.into_iter().map(in_its_own_words).collect();
        diagnostics.sort_by_key(|fault| fault.at.start);
        Checked::new(value, diagnostics)
    }
}

/// What the reader says of a front matter, said of a file that is YAML as a whole.
fn in_its_own_words(fault: Diagnostic<Span>) -> Diagnostic<Span> {
    if fault.rule != Rule::InvalidFrontMatter {
        return fault;
    }
    let reworded = |message: Message| match message.key {
        "invalid-front-matter.message" => message!("invalid-yaml.message"),
        "invalid-front-matter.message-large" => message!("invalid-yaml.message-large"),
        "invalid-front-matter.message-stray" => message!("invalid-yaml.message-stray"),
        "invalid-front-matter.help-large" => message!("invalid-yaml.help-large"),
        "invalid-front-matter.help-no-entry" => message!("invalid-yaml.help-no-entry"),
        _ => message,
    };
    let (message, help) = (reworded(fault.message), fault.help.map(reworded));
    Diagnostic { rule: Rule::InvalidYaml, severity: Rule::InvalidYaml.severity(), message, help, ..fault }
}
