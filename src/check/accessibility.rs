//! Accessibility: what a reader who can't see the page still needs.

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::parse::Parsed;
use crate::parse::document::LinkKind;
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    for link in &parsed.document.links {
        if link.kind == LinkKind::Image && link.alt.trim().is_empty() {
            let message = message!("missing-alt-text.message", address = link.address.as_str());
            let fault = Diagnostic::new(Rule::MissingAltText, link.span.clone(), message);
            diagnostics.push(fault.help(message!("missing-alt-text.help", address = link.address.as_str())));
        }
    }
}
