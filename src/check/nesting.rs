//! Nesting: no deeper than a page can show.

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::parse::Parsed;
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    if let Some(place) = &parsed.document.too_deep {
        let fault = Diagnostic::new(Rule::NestedTooDeep, place.clone(), message!("nested-too-deep.markdown"));
        diagnostics.push(fault.help(message!("nested-too-deep.help-markdown")));
    }
}
