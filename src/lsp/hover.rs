//! What a place of a text leads to: shown where the mouse rests, and gone to when asked.

use lsp_types::{GotoDefinitionResponse, Hover, HoverContents, Location, MarkupContent, MarkupKind};

use super::open_book::OpenBook;
use super::place::{Encoding, uri_of};
use super::shown::{Text, Thing};
use crate::load::GLOSSARY_YML;
use crate::locale::Locale;
use crate::model::Target;
use crate::source::{BookPath, Span};

/// What is shown of a place: a note, a definition or a reference as it will read, where a link leads; else the same
/// passage in the other languages.
pub(super) fn at(book: &OpenBook, path: &BookPath, at: usize, encoding: Encoding) -> Option<Hover> {
    let text = Text::of(&book.site()?.book, path)?;
    let (value, place) = match text.thing(at) {
        Some((thing, place)) => (of_thing(book, &text, &thing)?, place),
        None => {
            let (place, others) = text.counterparts(at)?;
            let others = others.into_iter().filter_map(|(other, place)| {
                let name = &text.book.config.language(other.locale).name;
                Some(format!("**{name}**\n\n{}", quoted(book, &other.path, &place)?))
            });
            (Some(others.collect::<Vec<_>>().join("\n\n---\n\n")).filter(|value| !value.is_empty())?, place)
        }
    };
    let range = encoding.positions(&book.sources().text(path.as_str())?.text).range(&place);
    let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: Some(range) })
}

fn of_thing(book: &OpenBook, text: &Text<'_>, thing: &Thing<'_>) -> Option<String> {
    match thing {
        Thing::Note(note) => quoted(book, &text.translation.path, &text.note(*note)?),
        Thing::Work(work) => {
            Some(escaped(&book.renderer()?.reference_in_words(text.at, text.translation.locale, *work)?))
        }
        Thing::Term(term) => {
            let name = escaped(&text.book.glossary.terms.get(*term)?.names.get(text.translation.locale).text);
            let definition = book.renderer()?.definition_in_words(text.translation.locale, *term);
            Some(match definition {
                Some(definition) => format!("**{name}**\n\n{}", escaped(&definition)),
                None => format!("**{name}**"),
            })
        }
        Thing::Link(target) => match target {
            Target::Lesson { to, locale, anchor } => {
                let (linked, place) = text.linked(*to, *locale, anchor.as_deref())?;
                let title = escaped(&linked.lesson.titles.get(linked.translation.locale).text);
                let description = linked.translation.parsed.front_matter.description.as_ref();
                let description = description.map(|description| escaped(&description.text));
                let heading = place.and_then(|place| quoted(book, &linked.translation.path, &place));
                let parts = [Some(format!("**{title}**")), heading.or(description)];
                Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
            }
            Target::Anchor(anchor) => quoted(book, &text.translation.path, &text.anchor(anchor)?),
            Target::Shown(file) | Target::Offered(file, _) => Some(file_in_words(book, file)),
            Target::Played(media) => Some(file_in_words(book, &media.path)),
            Target::Static(_) | Target::External | Target::Nowhere => None,
        },
    }
}

/// A file by its path, and for an image or a film its size in pixels.
fn file_in_words(book: &OpenBook, file: &BookPath) -> String {
    match book.sources().assets.get(file).and_then(|asset| asset.dimensions) {
        Some((width, height)) => format!("`{file}`\n\n{width}\u{a0}×\u{a0}{height}"),
        None => format!("`{file}`"),
    }
}

/// Where a place leads: to a text, a file, a note, a definition, the file that gives a work; else to the same passage
/// in the other languages.
pub(super) fn definition(
    book: &OpenBook,
    path: &BookPath,
    at: usize,
    encoding: Encoding,
) -> Option<GotoDefinitionResponse> {
    let text = Text::of(&book.site()?.book, path)?;
    let location = |path: &BookPath, place: &Span| {
        let file = book.sources().text(path.as_str());
        let range = file.map(|file| encoding.positions(&file.text).range(place)).unwrap_or_default();
        Some(Location { uri: uri_of(&book.disk(path))?, range })
    };
    let own = &text.translation.path;
    let found = match text.thing(at) {
        None => {
            let (_, others) = text.counterparts(at)?;
            others.into_iter().filter_map(|(other, place)| location(&other.path, &place)).collect()
        }
        Some((thing, _)) => vec![match thing {
            Thing::Note(note) => location(own, &text.document().notes.get(note)?.label.span)?,
            Thing::Work(work) => {
                let place = &text.book.references.works.get(work)?.place;
                location(&place.path, &(place.start..place.end))?
            }
            Thing::Term(term) => {
                location(&BookPath::new(GLOSSARY_YML), &place_of_term(&text, term, text.translation.locale))?
            }
            Thing::Link(target) => match target {
                Target::Lesson { to, locale, anchor } => {
                    let (linked, place) = text.linked(*to, *locale, anchor.as_deref())?;
                    location(&linked.translation.path, &place.unwrap_or_default())?
                }
                Target::Anchor(anchor) => location(own, &text.anchor(anchor)?)?,
                Target::Shown(file) | Target::Offered(file, _) => location(file, &Span::default())?,
                Target::Played(media) => location(&media.path, &Span::default())?,
                Target::Static(_) | Target::External | Target::Nowhere => return None,
            },
        }],
    };
    Some(GotoDefinitionResponse::Array(found))
}

/// The place of a term's definition in the glossary; its beginning for a term without one.
fn place_of_term(text: &Text<'_>, term: usize, locale: Locale) -> Span {
    let glossary = &text.book.glossary;
    let found = || {
        let definition = (*glossary.terms.get(term)?.definitions.get(locale))?;
        let document = &glossary.texts.get(definition.locale).as_ref()?.parsed.document;
        Some(document.prose.get(definition.prose)?.events.first()?.1.clone())
    };
    found().unwrap_or_default()
}

/// A passage as it is written: Markdown, which editors show as such.
fn quoted(book: &OpenBook, path: &BookPath, place: &Span) -> Option<String> {
    let text = &book.sources().text(path.as_str())?.text;
    Some(text.get(place.clone())?.trim().to_owned())
}

/// Plain text as Markdown that says it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>#&".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
