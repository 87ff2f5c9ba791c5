//! Films of other hosts: each address is that of one film, alone in its paragraph, with a title.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::film::{self, Fault};
use crate::locale::message;
use crate::parse::Parsed;
use crate::parse::document::{Document, LinkKind};
use crate::rule::Rule;
use crate::source::Span;

/// Checks one file.
pub(super) fn check(parsed: &Parsed, diagnostics: &mut Vec<Diagnostic<Span>>) {
    let document = &parsed.document;
    let mut films = document.links.iter().enumerate().filter(|(_, link)| link.kind == LinkKind::Film).peekable();
    if films.peek().is_none() {
        return;
    }
    let played = played(document);
    for (index, link) in films {
        let address = link.address.as_str();
        let (message, help) = match film::at(address) {
            None => continue,
            Some(Err(Fault::Insecure(meant))) => {
                (message!("invalid-film.insecure"), message!("invalid-film.help-insecure", meant = meant))
            }
            Some(Err(Fault::Playlist)) => (message!("invalid-film.playlist"), message!("invalid-film.help-playlist")),
            Some(Err(Fault::NeedsPlayer)) => {
                (message!("invalid-film.needs-player"), message!("invalid-film.help-needs-player"))
            }
            Some(Err(Fault::NoFilm(look))) => {
                (message!("invalid-film.message", address = address), message!("invalid-film.help", look = look))
            }
            Some(Ok(_)) if !played.contains(&index) => {
                (message!("invalid-film.in-line"), message!("invalid-film.help-in-line"))
            }
            Some(Ok(_)) if link.alt.trim().is_empty() && link.cited.is_empty() => {
                (message!("invalid-film.untitled"), message!("invalid-film.help-untitled", address = address))
            }
            Some(Ok(_)) => continue,
        };
        diagnostics.push(Diagnostic::new(Rule::InvalidFilm, link.span.clone(), message).help(help));
    }
}

/// The films that are alone in their paragraph.
fn played(document: &Document) -> HashSet<usize> {
    document.films().map(|(link, _)| link).collect()
}
