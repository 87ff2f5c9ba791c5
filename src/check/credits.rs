//! Whose images are: each licence is an SPDX expression, each source the address of a page.

use super::licences;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Book, credit};
use crate::rule::Rule;
use crate::source::{BookPath, Spanned};

/// Checks the credits of a book, in braces after images and in files beside them.
pub(super) fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    let beside = book.credits.values().map(|credit| (&credit.path, &credit.source, &credit.license));
    let texts = book.lessons().flat_map(|(_, lesson)| lesson.translations.values());
    let braces = texts.flat_map(|text| {
        let images = text.parsed.document.links.iter().filter_map(|link| link.image.as_ref());
        images.map(|image| (&text.path, &image.credit.source, &image.credit.license))
    });
    for (path, source, license) in beside.chain(braces) {
        if let Some(license) = license {
            licences::check_one(path, license, diagnostics);
        }
        if let Some(source) = source.as_ref().filter(|source| !credit::is_address(&source.value)) {
            diagnostics.push(no_address(path, source));
        }
    }
}

fn no_address(path: &BookPath, source: &Spanned<String>) -> Diagnostic {
    let message = message!("invalid-attribute.source", value = source.value.as_str());
    let meant = format!("https://{}", source.value);
    let is_host = source.value.contains('.') && !source.value.contains(':') && credit::is_address(&meant);
    Diagnostic::new(Rule::InvalidAttribute, Place::new(path, &source.span), message).help(match is_host {
        true => message!("invalid-attribute.help-meant", meant = meant),
        false => message!("invalid-attribute.help-source"),
    })
}
