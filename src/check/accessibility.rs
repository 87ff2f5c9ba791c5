//! Accessibility: what readers who can't see the page need (WCAG 2.2: 1.1.1 Non-text Content, 2.4.4 Link Purpose).

use crate::config::{Config, RawHtmlMode};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::message;
use crate::model::Lesson;
use crate::parse::Parsed;
use crate::parse::document::{Document, Event, Events, LinkKind, Tag};
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let document = &parsed.document;
    let notes = document.notes.iter().map(|note| &note.events);
    let prose = document.prose.iter().map(|prose| &prose.events);
    for events in std::iter::once(&document.body).chain(notes).chain(prose) {
        check_link_texts(document, events, diagnostics);
    }
    for link in &document.links {
        let shows = (link.kind == LinkKind::Image || link.kind.is_media()) && !link.address.trim().is_empty();
        if shows && link.alt.trim().is_empty() && link.cited.is_empty() {
            let message = message!("missing-alt-text.message", address = link.address.as_str());
            let fault = Diagnostic::new(Rule::MissingAltText, link.span.clone(), message);
            diagnostics.push(fault.help(message!("missing-alt-text.help", address = link.address.as_str())));
        }
    }
}

/// Reports images in raw HTML that have no `alt`, unless raw HTML is shown as text.
pub(super) fn check_raw(config: &Config, lesson: &Lesson, diagnostics: &mut Vec<Diagnostic>) {
    for translation in lesson.translations.values().filter(|_| config.raw_html != RawHtmlMode::Escape) {
        for span in &translation.parsed.document.unspoken {
            let place = Place::new(&translation.path, span);
            let fault = Diagnostic::new(Rule::MissingAltText, place, message!("missing-alt-text.raw"));
            diagnostics.push(fault.help(message!("missing-alt-text.help-raw")));
        }
    }
}

/// Reports links without any text. (An image in a link is read by its alternative text, and reported if it has none.)
fn check_link_texts(document: &Document, events: &Events, diagnostics: &mut Vec<Diagnostic<Span>>) {
    // The link that is open and has no text yet. Links don't nest.
    let mut empty = None;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Link(index)) => empty = Some(*index),
            Event::Text(text) | Event::Code(text) if text.trim().is_empty() => {}
            Event::Text(_)
            | Event::Code(_)
            | Event::Html(_)
            | Event::Citation(_)
            | Event::Term(_)
            | Event::Blank(_)
            | Event::Start(Tag::Image(_)) => {
                empty = None;
            }
            Event::End(Tag::Link(index)) if empty.take() == Some(*index) => {
                let Some(link) = document.links.get(*index) else { continue };
                let message = message!("empty-link-text.message", address = link.address.as_str());
                let fault = Diagnostic::new(Rule::EmptyLinkText, link.span.clone(), message);
                diagnostics.push(fault.help(message!("empty-link-text.help")));
            }
            _ => {}
        }
    }
}
