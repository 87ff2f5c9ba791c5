//! Raw HTML as the book wants it: as it is, as text, or only what can do no harm.

use super::content;
use super::sanitize::{self, Piece, StartTag, Value};
use super::writer::Writer;
use super::{RawHtmlMode, escape};
use crate::parse::document::RawHtml;

/// How many elements of raw HTML may stand in each other: what is deeper loses its tags.
const DEPTH: usize = 100;

/// The elements that sanitised HTML has opened and not closed yet.
#[derive(Default)]
pub(super) struct OpenRaw(Vec<&'static str>);

impl OpenRaw {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Those after the first `outer`.
    fn inside(&self, outer: usize) -> &[&'static str] {
        self.0.get(outer..).unwrap_or_default()
    }
}

impl Writer<'_> {
    /// Writes raw HTML. Of the elements that are open, the first `outer` are outside the container
    /// that it stands in.
    pub(super) fn raw_html(&mut self, raw: &RawHtml, outer: usize) {
        if raw.block {
            self.fresh_line();
        }
        match self.context.raw_html() {
            RawHtmlMode::Allow if self.is_page() => self.addressed(raw),
            RawHtmlMode::Allow => self.push(&raw.text),
            RawHtmlMode::Escape if raw.block => {
                self.block("<p>");
                escape::text(&mut self.html, raw.text.trim_end());
                self.push("</p>\n");
            }
            RawHtmlMode::Escape => escape::text(&mut self.html, &raw.text),
            RawHtmlMode::Sanitize => self.sanitized(raw, outer),
        }
    }

    /// Raw HTML, its addresses replaced by where they lead from the page.
    fn addressed(&mut self, raw: &RawHtml) {
        let mut from = 0;
        for (range, link) in &raw.addresses {
            let Some(before) = raw.text.get(from..range.start) else { continue };
            match self.context.href(*link) {
                Some(href) => {
                    self.push(before);
                    escape::unquoted(&mut self.html, &href);
                    from = range.end;
                }
                None => {
                    let attribute = attribute(&raw.text, range.clone());
                    self.push(raw.text.get(from..attribute.start).unwrap_or(before));
                    from = attribute.end.max(from);
                }
            }
        }
        self.push(raw.text.get(from..).unwrap_or_default());
    }

    /// The harmless part of raw HTML, written anew: nothing of it is copied.
    fn sanitized(&mut self, raw: &RawHtml, outer: usize) {
        for piece in sanitize::pieces(raw) {
            match piece {
                Piece::Text(text) => escape::text(&mut self.html, &text),
                Piece::Start(tag) => self.start_raw(&tag, outer),
                Piece::End(name) => {
                    // One that opens nowhere in the container closes nothing of ours.
                    if let Some(at) = self.raw.inside(outer).iter().rposition(|open| *open == name) {
                        self.close_raw(outer + at);
                    }
                }
            }
        }
    }

    fn start_raw(&mut self, tag: &StartTag, outer: usize) {
        while self.raw.inside(outer).last().is_some_and(|open| content::ends(open, tag.name)) {
            self.close_raw(self.raw.count() - 1);
        }
        let parent = self.raw.inside(outer).last().copied();
        let within = |names: &[&str]| self.raw.0.iter().any(|open| names.contains(open));
        let nests = match tag.name {
            "a" => self.linked || within(&["a"]),
            name if content::is_heading(name) => self.in_heading || within(content::HEADINGS),
            _ => false,
        };
        if nests || !content::fits(parent, tag.name) || self.raw.count() >= DEPTH {
            return;
        }
        self.push("<");
        self.push(tag.name);
        for (name, value) in &tag.attributes {
            match value {
                Value::None => {
                    self.push(" ");
                    self.push(name);
                }
                Value::Text(text) => self.attribute(name, text),
                Value::Link(link) => {
                    if let Some(href) = self.context.href(*link).filter(|href| sanitize::is_harmless(href)) {
                        self.address(name, &href);
                    }
                }
            }
        }
        self.push(">");
        if !tag.is_void {
            self.raw.0.push(tag.name);
        }
    }

    /// Closes the parts of a table that nothing of ours may stand in. Of the elements that are open,
    /// the first `outer` are outside the container.
    pub(super) fn leave_raw_table(&mut self, outer: usize) {
        while self.raw.inside(outer).last().is_some_and(|open| content::is_table_part(open)) {
            self.close_raw(self.raw.count() - 1);
        }
    }

    /// Closes elements of raw HTML until so many are open.
    pub(super) fn close_raw(&mut self, left: usize) {
        while self.raw.0.len() > left {
            if let Some(name) = self.raw.0.pop() {
                self.push(&format!("</{name}>"));
            }
        }
    }
}

/// The whole attribute around an address in raw HTML, with the space before it.
fn attribute(html: &str, value: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let before = &html[..value.start];
    let unspaced = before.trim_ascii_end();
    let opened = unspaced.strip_suffix(['"', '\'']);
    let quote = opened.and(unspaced.chars().next_back());
    let named = opened.unwrap_or(before).trim_ascii_end();
    let Some(named) = named.strip_suffix('=') else {
        // One candidate of a `srcset`: it has no attribute of its own.
        return value.start..value.start;
    };
    let named = named.trim_ascii_end();
    let start = named
        .trim_end_matches(|one: char| !one.is_ascii_whitespace() && !matches!(one, '/' | '"' | '\''))
        .trim_ascii_end()
        .len();
    let end = match quote {
        Some(quote) => html[value.end..].find(quote).map_or(value.end, |length| value.end + length + 1),
        None => value.end,
    };
    start..end
}
