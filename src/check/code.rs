//! Code: whether its language can be highlighted.

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::parse::Parsed;
use crate::parse::code_language::CodeLanguage;
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
