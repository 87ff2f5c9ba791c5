//! Licences: each is an SPDX expression, so that programs can read it.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::Lesson;
use crate::model::licence;
use crate::rule::Rule;
use crate::source::{BookPath, Spanned};

/// Checks the book's own licence.
pub(super) fn check_book(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(license) = &config.license {
        check_one(&BookPath::new("book.toml"), license, diagnostics);
    }
}

/// Checks a lesson's licence.
pub(super) fn check(lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    for translation in lesson.translations.values() {
        if let Some(license) = &translation.parsed.front_matter.license {
            check_one(&translation.path, license, diagnostics);
        }
    }
}

/// Checks a licence.
pub(super) fn check_one(path: &BookPath, license: &Spanned<String>, diagnostics: &mut Vec<Diagnostic>) {
    let Some((shown, meant)) = licence::fault(&license.value) else { return };
    let message = message!("unknown-license.message", license = shown);
    let fault = Diagnostic::new(Rule::UnknownLicense, Place::new(path, &license.span), message);
    diagnostics.push(fault.help(match meant {
        Some(nearest) => message!("unknown-license.help-nearest", nearest = nearest),
        None => message!("unknown-license.help"),
    }));
}
