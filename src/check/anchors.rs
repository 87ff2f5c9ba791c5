//! Anchors: each id once in a page.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::parse::Parsed;
use crate::rule::Rule;
use crate::source::Span;

/// The beginnings of the ids that a page gives to its notes, references, terms and callouts, to their places in the text,
/// and to its own parts.
const OWN: [&str; 9] = ["fn:", "fnref:", "ref:", "cite:", "term:", "termref:", "callout:", "endnotes:", "page."];

/// Checks the ids that a file's author gives.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let mut seen: HashMap<&str, &Span> = HashMap::new();
    for id in &parsed.document.ids {
        if let Some(prefix) = OWN.iter().find(|prefix| id.value.starts_with(**prefix)) {
            let message = message!("duplicate-anchor.own", prefix = *prefix);
            let fault = Diagnostic::new(Rule::DuplicateAnchor, id.span.clone(), message);
            diagnostics.push(fault.help(message!("duplicate-anchor.help-own")));
            continue;
        }
        let Some(first) = seen.insert(&id.value, &id.span) else { continue };
        let message = message!("duplicate-anchor.message", anchor = id.value.as_str());
        let fault = Diagnostic::new(Rule::DuplicateAnchor, id.span.clone(), message);
        let fault = fault.related(first.clone(), message!("duplicate-anchor.first"));
        diagnostics.push(fault.help(message!("duplicate-anchor.help")));
    }
}
