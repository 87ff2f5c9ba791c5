//! The structure of translations: a block of one has a counterpart in the other.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::alignment::Row;
use crate::model::{Alignment, Audience, Lesson, Translation};
use crate::parse::blocks::BlockKind;
use crate::rule::Rule;
use crate::source::Span;

/// Reports, once for each translation, the first block that only it or its original has.
pub(super) fn check(config: &Config, audience: Audience, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    let Some(original) = lesson.shown(config.default_locale, config.default_locale) else { return };
    for translation in lesson.translations.values().filter(|other| other.locale != original.locale) {
        let Some(alignment) = lesson.alignment(original.locale, translation.locale) else { continue };
        let difference = difference(config, audience, original, translation, &alignment);
        let fault = difference.or_else(|| too_long(audience, original, translation, &alignment));
        diagnostics.extend(fault.map(|fault| fault.relying_on(lesson.files())));
    }
}

/// The fault of a passage whose counterpart is found, but which is too long to be read side by side; `None` if there is
/// none.
fn too_long(
    audience: Audience,
    original: &Translation,
    translation: &Translation,
    alignment: &Alignment,
) -> Option<Diagnostic> {
    let [first, second] = [original, translation].map(|text| text.parsed.shown(audience));
    let row = alignment.too_long(&first.blocks, &second.blocks)?;
    let blocks = first.blocks.get(row.first.clone())?;
    let length = blocks.iter().map(|block| block.length).sum::<usize>();
    let place = first.body.get(blocks.first()?.events.clone()).map_or(0..0, span);
    let message = message!("different-structure.long", count = length);
    let fault = Diagnostic::new(Rule::DifferentStructure, Place::new(&original.path, &place), message);
    let help = match blocks.first()?.kind {
        BlockKind::Html => message!("different-structure.help-long-html"),
        _ => message!("different-structure.help-long"),
    };
    Some(fault.help(help))
}

fn difference(
    config: &Config,
    audience: Audience,
    original: &Translation,
    translation: &Translation,
    alignment: &Alignment,
) -> Option<Diagnostic> {
    let alone = || alignment.rows.iter().filter(|row| !row.is_pair());
    let index = alignment.rows.iter().position(|row| !row.is_pair())?;
    let row = &alignment.rows[index];
    let lacks_in_original = row.first.is_empty();
    let (text, other, block) = match lacks_in_original {
        true => (translation, original, row.second.start),
        false => (original, translation, row.first.start),
    };
    let document = text.parsed.shown(audience);
    let block = document.blocks.get(block)?;
    let language = config.language(other.locale).in_words();
    let message = match block.kind {
        BlockKind::Heading(_) => message!("different-structure.heading", language = language),
        _ => message!("different-structure.message", language = language),
    };
    let place = document.body.get(block.events.clone()).map_or(0..0, span);
    let fault = Diagnostic::new(Rule::DifferentStructure, Place::new(&text.path, &place), message);
    // Its place in the other text: after the last pair before it, or before the first pair.
    let others = other.parsed.shown(audience);
    let place_of = |block: usize| {
        let block = others.blocks.get(block)?;
        Some(Place::new(&other.path, &others.body.get(block.events.clone()).map_or(0..0, span)))
    };
    let side = |row: &Row| if lacks_in_original { row.first.clone() } else { row.second.clone() };
    let pairs = |rows: &'_ [Row]| rows.iter().filter(|row| row.is_pair()).map(side).collect::<Vec<_>>();
    let before = pairs(&alignment.rows[..index]).last().and_then(|blocks| place_of(blocks.end - 1));
    let after = || pairs(&alignment.rows[index..]).first().and_then(|blocks| place_of(blocks.start));
    let fault = match before {
        Some(place) => fault.related(place, message!("different-structure.after")),
        None => match after() {
            Some(place) => fault.related(place, message!("different-structure.before")),
            None => fault,
        },
    };
    let path = other.path.as_str();
    Some(match alone().count() - 1 {
        0 => fault.help(message!("different-structure.help", path = path)),
        more => fault.help(message!("different-structure.help-more", path = path, count = more)),
    })
}

/// The place of a block's events, in bytes of the text.
fn span(events: &[(crate::parse::document::Event, Span)]) -> Span {
    events.first().map_or(0..0, |(_, span)| span.clone())
}
