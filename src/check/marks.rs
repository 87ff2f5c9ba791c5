//! Marks of callouts, of terms, of citations and of passages in another language: whole, and known.

use crate::diagnostic::Diagnostic;
use crate::locale::message;
use crate::parse::Parsed;
use crate::parse::callout::CalloutKind;
use crate::parse::document::{Callout, Document, Slip};
use crate::parse::passage;
use crate::rule::Rule;
use crate::source::{Span, Spanned};

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let document = &parsed.document;
    diagnostics.extend(document.slips.iter().map(diagnostic));
    for callout in &document.callouts {
        diagnostics.extend(unanswered(document, callout));
    }
}

fn diagnostic(slip: &Spanned<Slip>) -> Diagnostic<Span> {
    let (rule, message, help) = match &slip.value {
        Slip::UnknownCallout(word) => (
            Rule::UnknownCallout,
            message!("unknown-callout.message", word = word.as_str()),
            match CalloutKind::meant(word) {
                Some(kind) => message!("unknown-callout.help-nearest", nearest = kind.name().to_uppercase()),
                None => message!("unknown-callout.help", known = known_callouts()),
            },
        ),
        Slip::UnclosedCallout(kind) => (
            Rule::UnclosedCallout,
            message!("unclosed-callout.message"),
            message!("unclosed-callout.help", name = kind.name().to_uppercase()),
        ),
        Slip::UnquotedCallout(kind) => (
            Rule::UnclosedCallout,
            message!("unclosed-callout.unquoted"),
            message!("unclosed-callout.help-unquoted", name = kind.name().to_uppercase()),
        ),
        Slip::InvalidLanguage(tag) => (
            Rule::InvalidLanguageTag,
            message!("invalid-language-tag.message", tag = tag.as_str()),
            match passage::meant_tag(tag) {
                Some(meant) => message!("invalid-language-tag.help-nearest", nearest = meant),
                None => message!("invalid-language-tag.help"),
            },
        ),
        Slip::UnknownAttribute(name) => (
            Rule::UnknownAttribute,
            message!("unknown-attribute.message", name = name.as_str()),
            match CalloutKind::parse(name).or_else(|| CalloutKind::meant(name)) {
                Some(kind) => message!("unknown-attribute.help-callout", name = kind.name().to_uppercase()),
                None => message!("unknown-attribute.help"),
            },
        ),
        Slip::UnclosedSpan => (Rule::UnclosedSpan, message!("unclosed-span.message"), message!("unclosed-span.help")),
        Slip::SplitTerm => (Rule::SplitTerm, message!("split-term.message"), message!("split-term.help")),
        Slip::UnclosedCitation => {
            (Rule::UnclosedCitation, message!("unclosed-citation.message"), message!("unclosed-citation.help"))
        }
        Slip::UnknownLocator(word, meant) => (
            Rule::UnknownLocator,
            message!("unknown-locator.message", word = word.as_str()),
            message!("unknown-locator.help", meant = *meant),
        ),
        Slip::NoteInLink(label) => (
            Rule::FootnoteInLink,
            message!("footnote-in-link.message", label = label.as_str()),
            message!("footnote-in-link.help", label = label.as_str()),
        ),
        Slip::InlineNote => {
            (Rule::InlineFootnote, message!("inline-footnote.message"), message!("inline-footnote.help"))
        }
        Slip::MarkInTitle { is_term: true } => {
            (Rule::MarkInTitle, message!("mark-in-title.term"), message!("mark-in-title.help-term"))
        }
        Slip::MarkInTitle { is_term: false } => {
            (Rule::MarkInTitle, message!("mark-in-title.citation"), message!("mark-in-title.help-citation"))
        }
        Slip::UnclosedBlock => {
            (Rule::UnclosedBlock, message!("unclosed-block.message"), message!("unclosed-block.help"))
        }
        Slip::StrayFence => {
            (Rule::UnclosedBlock, message!("unclosed-block.stray"), message!("unclosed-block.help-stray"))
        }
    };
    Diagnostic::new(rule, slip.span.clone(), message).help(help)
}

fn known_callouts() -> String {
    CalloutKind::ALL.map(|kind| kind.name().to_uppercase()).join(", ")
}

/// A question that nothing answers.
fn unanswered(document: &Document, callout: &Callout) -> Option<Diagnostic<Span>> {
    let question = document.questions.get(callout.question?)?;
    if question.choices.iter().any(|choice| choice.right) {
        return None;
    }
    let (message, help) = match question.choices.is_empty() {
        true => (message!("unanswered-question.no-choice"), message!("unanswered-question.help-no-choice")),
        false => (message!("unanswered-question.message"), message!("unanswered-question.help")),
    };
    Some(Diagnostic::new(Rule::UnansweredQuestion, callout.mark.clone(), message).help(help))
}
