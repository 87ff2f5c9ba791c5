//! Headings: in order, and not empty.

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::parse::Parsed;
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file's headings. The page's title is the only one of level 1.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let document = &parsed.document;
    // Headings of level 1 are reported once, at the first. The others are then judged as if that fault were mended: one
    // piece of advice must not undo another.
    let first = document.headings.iter().find(|heading| heading.level == 1);
    if let Some(heading) = first {
        let fault = Diagnostic::new(Rule::HeadingOrder, heading.span.clone(), message!("heading-order.title"));
        diagnostics.push(fault.help(message!("heading-order.help-title")));
    }
    let mut above = 1;
    for heading in &document.headings {
        let level = heading.level.max(2);
        if level > above + 1 {
            let marks = |level: u8| "#".repeat(usize::from(level));
            let message = message!("heading-order.message", found = marks(level));
            let fault = Diagnostic::new(Rule::HeadingOrder, heading.span.clone(), message);
            diagnostics.push(fault.help(message!("heading-order.help", expected = marks(above + 1))));
        }
        above = level;
        if heading.text.is_empty() {
            let fault = Diagnostic::new(Rule::EmptyHeading, heading.span.clone(), message!("empty-heading.message"));
            diagnostics.push(fault.help(message!("empty-heading.help")));
        }
    }
}
