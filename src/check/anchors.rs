//! Anchors: each id once in a page.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::parse::Parsed;
use crate::rule::Rule;
use crate::source::Span;

/// Checks the ids that one file's author set.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let mut seen: HashMap<&str, &Span> = HashMap::new();
    for id in &parsed.document.ids {
        let Some(first) = seen.insert(&id.value, &id.span) else { continue };
        let message = message!("duplicate-anchor.message", anchor = id.value.as_str());
        let fault = Diagnostic::new(Rule::DuplicateAnchor, id.span.clone(), message);
        let fault = fault.related(first.clone(), message!("duplicate-anchor.first"));
        diagnostics.push(fault.help(message!("duplicate-anchor.help")));
    }
}
