//! Code: whether its language can be highlighted, and what it says of its lines.

use crate::diagnostic::Diagnostic;
use crate::locale::{Message, message};
use crate::parse::Parsed;
use crate::parse::code_language::CodeLanguage;
use crate::parse::document::CodeSlip;
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    for language in &parsed.document.code_languages {
        let CodeLanguage::Unknown(nearest) = CodeLanguage::of(&language.value) else { continue };
        let message = message!("unknown-code-language.message", language = language.value.as_str());
        let help = match nearest {
            Some(nearest) => message!("unknown-code-language.help-nearest", nearest = nearest),
            None => message!("unknown-code-language.help"),
        };
        diagnostics.push(Diagnostic::new(Rule::UnknownCodeLanguage, language.span.clone(), message).help(help));
    }
}

/// What is wrong with a block's attributes.
pub(super) fn slip(slip: &CodeSlip) -> (Rule, Message, Message) {
    let known = || message!("invalid-code-attribute.help-known");
    let (message, help) = match slip {
        CodeSlip::Unknown(name, meant) => (
            message!("invalid-code-attribute.unknown", name = name.as_str()),
            match meant {
                Some(meant) => message!("invalid-code-attribute.help-meant", meant = meant.as_str()),
                None => known(),
            },
        ),
        CodeSlip::Unread(line) => (
            message!("invalid-code-attribute.message"),
            match line {
                Some(line) => message!("invalid-code-attribute.help-line", line = line.as_str()),
                None => known(),
            },
        ),
        CodeSlip::Repeated(name) => (
            message!("invalid-code-attribute.repeated", name = name.as_str()),
            message!("invalid-code-attribute.help-repeated"),
        ),
        CodeSlip::Empty(name) => (
            message!("invalid-code-attribute.empty", name = *name),
            message!("invalid-code-attribute.help-empty", name = *name),
        ),
        CodeSlip::Start(value) => (
            message!("invalid-code-attribute.start", value = value.as_str()),
            message!("invalid-code-attribute.help-start"),
        ),
        CodeSlip::Mark(item) => (
            message!("invalid-code-attribute.mark", item = item.as_str()),
            message!("invalid-code-attribute.help-mark"),
        ),
        CodeSlip::Backwards(meant) => (
            message!("invalid-code-attribute.backwards"),
            message!("invalid-code-attribute.help-meant", meant = meant.as_str()),
        ),
        CodeSlip::Beyond(line, first, last) => (
            message!("invalid-code-attribute.beyond", line = line.to_string()),
            message!("invalid-code-attribute.help-beyond", first = first.to_string(), last = last.to_string()),
        ),
    };
    (Rule::InvalidCodeAttribute, message, help)
}
