//! YAML as lessons write it.
//!
//! Lines and entries are told apart here, by indentation alone, so that French text is read as it
//! is written and a fault stays within its entry. What is YAML proper (lists and maps in brackets,
//! escapes, an author's own values) is left to serde-saphyr, one value at a time.

mod block;
mod fences;
mod fields;
mod linked;
mod node;
mod opening;
mod repair;
mod scalar;
mod whole;

pub(super) use fences::split;

pub(super) use block::{Entry, Kind, Value};
pub(super) use node::Content;
pub(in crate::parse) use repair::quoted;
pub(super) use scalar::Scalar;

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::locale::Message;
use crate::rule::Rule;
use crate::source::Span;

/// Reads values of one file's text, and gathers the faults found on the way.
pub(super) struct Reader<'t> {
    /// The whole file: every place is an offset in it.
    pub(super) text: &'t str,
    /// The faults so far.
    pub(super) diagnostics: Vec<Diagnostic<Span>>,
    /// Whether the entry at hand was already blamed for tabs: serde-saphyr's complaint about them
    /// would say it twice.
    pub(super) tabs_reported: bool,
    /// The names that the file gives to values by `&name`, once somebody asks.
    anchors: Option<BTreeSet<&'t str>>,
}

impl<'t> Reader<'t> {
    /// A reader of that text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, diagnostics: Vec::new(), tabs_reported: false, anchors: None }
    }

    /// Reports a fault.
    pub(super) fn report(&mut self, rule: Rule, at: Span, message: Message, help: Option<Message>) {
        let diagnostic = Diagnostic::new(rule, at, message);
        self.diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}
