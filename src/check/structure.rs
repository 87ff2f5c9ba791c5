//! Translations of one structure: what one says, the other says too.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::{Alignment, Audience, Lesson, Translation};
use crate::parse::blocks::BlockKind;
use crate::rule::Rule;
use crate::source::Span;

/// Reports, once for each translation, the first block that it or its original has alone.
pub(super) fn check(config: &Config, audience: Audience, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    let Some(original) = lesson.shown(config.default_locale, config.default_locale) else { return };
    for translation in lesson.translations.values().filter(|other| other.locale != original.locale) {
        let Some(alignment) = lesson.alignment(original.locale, translation.locale) else { continue };
        diagnostics.extend(difference(config, audience, original, translation, &alignment));
    }
}

fn difference(
    config: &Config,
    audience: Audience,
    original: &Translation,
    translation: &Translation,
    alignment: &Alignment,
) -> Option<Diagnostic> {
    let alone = || alignment.rows.iter().filter(|row| !row.is_pair());
    let row = alone().next()?;
    let (text, other, block) = match row.first.is_empty() {
        true => (translation, original, row.second.start),
        false => (original, translation, row.first.start),
    };
    let document = text.parsed.shown(audience);
    let block = document.blocks.get(block)?;
    let language = config.language(other.locale).name.as_str();
    let message = match block.kind {
        BlockKind::Heading(_) => message!("different-structure.heading", language = language),
        _ => message!("different-structure.message", language = language),
    };
    let place = document.body.get(block.events.clone()).map_or(0..0, span);
    let fault = Diagnostic::new(Rule::DifferentStructure, Place::new(&text.path, &place), message);
    let path = other.path.as_str();
    Some(match alone().count() - 1 {
        0 => fault.help(message!("different-structure.help", path = path)),
        more => fault.help(message!("different-structure.help-more", path = path, count = more)),
    })
}

/// Where a block stands.
fn span(events: &[(crate::parse::document::Event, Span)]) -> Span {
    events.first().map_or(0..0, |(_, span)| span.clone())
}
