//! Formulas: whether each can be shown.

use crate::diagnostic::Diagnostic;
use crate::locale::{Message, message};
use crate::parse::Parsed;
use crate::parse::formula::Reason;
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    for formula in &parsed.document.formulas {
        let Err(fault) = &formula.math else { continue };
        let (message, help) = explain(&fault.reason);
        diagnostics.push(Diagnostic::new(Rule::InvalidFormula, fault.span.clone(), message).help(help));
    }
}

/// What is wrong with a formula, and what to do.
fn explain(reason: &Reason) -> (Message, Message) {
    match reason {
        Reason::UnknownCommand(name, nearest) => (
            message!("invalid-formula.command", name = name.as_str()),
            match nearest {
                Some(nearest) => message!("invalid-formula.help-command-nearest", nearest = *nearest),
                None => message!("invalid-formula.help-command"),
            },
        ),
        Reason::UnknownEnvironment(name, nearest) => (
            message!("invalid-formula.environment", name = name.as_str()),
            match nearest {
                Some(nearest) => message!("invalid-formula.help-environment-nearest", nearest = *nearest),
                None => message!("invalid-formula.help-environment"),
            },
        ),
        Reason::UnknownColour(name) => {
            (message!("invalid-formula.colour", name = name.as_str()), message!("invalid-formula.help-colour"))
        }
        Reason::Unclosed(closing) => (
            message!("invalid-formula.unclosed", closing = closing.as_str()),
            message!("invalid-formula.help-unclosed", closing = closing.as_str()),
        ),
        Reason::Unopened(closing) => (
            message!("invalid-formula.unopened", closing = closing.as_str()),
            message!("invalid-formula.help-unopened", closing = closing.as_str()),
        ),
        Reason::MissingArgument => (message!("invalid-formula.argument"), message!("invalid-formula.help-argument")),
        Reason::MissingDelimiter(command) => (
            message!("invalid-formula.delimiter", command = command.as_str()),
            message!("invalid-formula.help-delimiter", command = command.as_str()),
        ),
        Reason::WrongEnd { open, named } => (
            message!("invalid-formula.end", open = open.as_str(), named = named.as_str()),
            message!("invalid-formula.help-end", ending = format!("\\end{{{open}}}")),
        ),
        Reason::Misplaced(found) => misplaced(found),
        Reason::DoubleScript => (message!("invalid-formula.script"), message!("invalid-formula.help-script")),
        Reason::OtherMode => (message!("invalid-formula.mode"), message!("invalid-formula.help-mode")),
        Reason::Length => (message!("invalid-formula.length"), message!("invalid-formula.help-length")),
        Reason::Link(name) => (
            message!("invalid-formula.link", name = name.as_str()),
            message!("invalid-formula.help-link", begin = "\\begin{equation}", end = "\\end{equation}"),
        ),
        Reason::TooLong => (message!("invalid-formula.long"), message!("invalid-formula.help-long")),
        Reason::Other(said) => {
            (message!("invalid-formula.message", reason = said.as_str()), message!("invalid-formula.help"))
        }
    }
}

fn misplaced(found: &str) -> (Message, Message) {
    let message = message!("invalid-formula.misplaced", found = found);
    match found {
        "&" => (message, message!("invalid-formula.help-misplaced-column")),
        _ => (message, message!("invalid-formula.help-misplaced", found = found)),
    }
}
