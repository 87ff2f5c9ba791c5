//! Raw HTML as the book wants it: as it is, as text, or only what can do no harm.

use std::borrow::Cow;

use super::content;
use super::sanitize::{self, Piece, StartTag, Value};
use super::writer::Writer;
use super::{RawHtmlMode, escape};
use crate::parse::document::{RawHtml, RawMark, RawMarkKind, Replaced};
use crate::parse::elements;

/// How many elements of sanitised HTML may stand in each other: what is deeper loses its tags.
const DEPTH: usize = 100;

/// The same where raw HTML stays as it is.
const DEPTH_AS_WRITTEN: usize = 400;

/// The elements that raw HTML has opened and not closed yet.
#[derive(Default)]
pub(super) struct OpenRaw(Vec<Open>);

struct Open {
    name: Cow<'static, str>,
    /// Whether its end is written: else it ends with what it stands in.
    has_end: bool,
}

impl OpenRaw {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Those after the first `outer`.
    fn inside(&self, outer: usize) -> &[Open] {
        self.0.get(outer..).unwrap_or_default()
    }

    /// The last of those after the first `outer`.
    fn last(&self, outer: usize) -> Option<&str> {
        self.inside(outer).last().map(|open| open.name.as_ref())
    }

    /// Where the innermost of those after the first `outer` stands that is so called.
    fn position(&self, outer: usize, name: &str) -> Option<usize> {
        self.inside(outer).iter().rposition(|open| open.name == name).map(|at| outer + at)
    }
}

/// How far raw HTML is copied.
struct Copied<'a> {
    raw: &'a RawHtml,
    /// What comes next of the text.
    from: usize,
    /// What comes next of what is replaced.
    next: usize,
}

impl Writer<'_> {
    /// Writes raw HTML. Of the elements that are open, the first `outer` are outside the container
    /// that it stands in.
    pub(super) fn raw_html(&mut self, raw: &RawHtml, outer: usize) {
        if raw.block {
            self.fresh_line();
        }
        match self.context.raw_html() {
            RawHtmlMode::Allow if self.is_page() => self.as_written(raw, outer),
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

    /// Raw HTML as it is written, as far as it stays in its container: an end tag that closes nothing of
    /// the author's own there is left out, what is left open is closed, and what never ends is cut off. So
    /// nothing that an author writes takes the page's frame with it.
    fn as_written(&mut self, raw: &RawHtml, outer: usize) {
        let mut copy = Copied { raw, from: 0, next: 0 };
        for mark in &raw.marks {
            self.write_mark(mark, outer, &mut copy);
        }
        self.copy(&mut copy, raw.text.len());
        // The text of an element in a block ends with the block, or all that follows would be in it.
        if let Some(RawMarkKind::Start { name, foreign: false, self_closing: false, .. }) =
            raw.marks.last().map(|mark| &mark.kind).filter(|_| raw.block)
            && elements::is_text(name)
            && self.raw.last(outer) == Some(name.as_str())
        {
            // In a script, a comment hides its end.
            self.push(if name == "script" && raw.text.contains("<!--") { "-->" } else { "" });
            self.close_raw(self.raw.count() - 1);
        }
    }

    fn write_mark(&mut self, mark: &RawMark, outer: usize, copy: &mut Copied<'_>) {
        let (start, end) = (mark.range.start, mark.range.end);
        match &mark.kind {
            RawMarkKind::Start { name, self_closing, foreign, .. } => {
                let is_root = elements::is_foreign_root(name);
                let inside = self.raw.inside(outer).iter().map(|open| open.name.as_ref());
                let is_kept = !elements::is_of_the_page(name) && elements::fits(name, inside);
                if !is_kept || self.raw.count() >= DEPTH_AS_WRITTEN {
                    return self.skip(copy, start, end);
                }
                if let Some(left) = self.ended_by(name, outer) {
                    self.copy(copy, start);
                    self.close_raw(left);
                }
                let foreign = *foreign || self.raw.0.iter().any(|open| elements::is_foreign_root(&open.name));
                let holds_nothing = if foreign { *self_closing } else { elements::is_void(name) };
                if *self_closing && !holds_nothing {
                    self.copy(copy, end);
                    self.push(&format!("</{name}>"));
                } else if !holds_nothing {
                    let has_end = if foreign { is_root } else { elements::needs_end(name) };
                    self.raw.0.push(Open { name: Cow::Owned(name.clone()), has_end });
                }
            }
            RawMarkKind::End(name) => match self.raw.position(outer, name) {
                Some(at) => {
                    if self.raw.count() > at + 1 {
                        self.copy(copy, start);
                        self.close_raw(at + 1);
                    }
                    self.raw.0.truncate(at);
                }
                None => self.skip(copy, start, end),
            },
            RawMarkKind::OpenComment => {
                self.copy(copy, end);
                self.push("-->");
            }
            RawMarkKind::Cut => {
                self.skip(copy, start, end);
                escape::text(&mut self.html, copy.raw.text.get(start..end).unwrap_or_default());
            }
            RawMarkKind::Section => {
                self.skip(copy, start, start + 1);
                self.push("&lt;");
            }
            RawMarkKind::Instruction => {}
        }
    }

    /// How many elements are left where another one starts, when browsers end some there. They are ended
    /// in so many words, so that no end tag is left over that would close the page's own.
    fn ended_by(&self, name: &str, outer: usize) -> Option<usize> {
        let inside = self.raw.inside(outer);
        let last = self.raw.last(outer)?;
        match name {
            "a" | "button" | "nobr" => self.raw.position(outer, name),
            "input" | "keygen" | "select" | "textarea" => self.raw.position(outer, "select"),
            "table" => self.table_around(outer),
            "p" if last == "p" => Some(self.raw.count() - 1),
            _ if content::is_heading(name) && content::is_heading(last) => Some(self.raw.count() - 1),
            "li" | "dd" | "dt" => {
                let stop = inside.iter().rposition(|open| elements::ends(&open.name, name))?;
                let passes = inside[stop + 1..].iter().all(|open| !elements::stops_items(&open.name));
                passes.then_some(outer + stop)
            }
            _ if elements::ends(last, name) => {
                let ended = inside.iter().rev().take_while(|open| elements::ends(&open.name, name)).count();
                Some(self.raw.count() - ended)
            }
            _ if elements::leaves_foreign(name) => {
                // All that are open, down to the innermost HTML in them.
                let island = inside.iter().rposition(|open| elements::is_island(&open.name));
                let from = island.map_or(0, |island| island + 1);
                let root = inside[from..].iter().position(|open| elements::is_foreign_root(&open.name))?;
                Some(outer + from + root)
            }
            _ => None,
        }
    }

    /// Where the table stands that is open, unless a cell of it is.
    fn table_around(&self, outer: usize) -> Option<usize> {
        let holds_text = |name: &str| matches!(name, "caption" | "td" | "template" | "th");
        let mut inside = self.raw.inside(outer).iter().map(|open| open.name.as_ref());
        let innermost = inside.rfind(|name| content::is_table_part(name) || holds_text(name))?;
        if holds_text(innermost) { None } else { self.raw.position(outer, "table") }
    }

    /// Copies up to a place, and goes on after another.
    fn skip(&mut self, copy: &mut Copied<'_>, start: usize, end: usize) {
        self.copy(copy, start);
        copy.from = copy.from.max(end);
    }

    /// Copies up to a place, addresses replaced by where they lead from the page, and the theme's classes by
    /// one that says nothing.
    fn copy(&mut self, copy: &mut Copied<'_>, to: usize) {
        let text = copy.raw.text.as_str();
        while let Some((range, replaced)) = copy.raw.replaced.get(copy.next).filter(|(range, _)| range.start < to) {
            copy.next += 1;
            let Some(before) = text.get(copy.from..range.start) else { continue };
            let link = match replaced {
                Replaced::Address(link) => *link,
                Replaced::Class => {
                    self.push(before);
                    self.push("_");
                    copy.from = range.end;
                    continue;
                }
            };
            match self.context.href(link) {
                Some(href) => {
                    self.push(before);
                    escape::unquoted(&mut self.html, &href);
                    copy.from = range.end;
                }
                None => {
                    let attribute = attribute(text, range.clone());
                    self.push(text.get(copy.from..attribute.start).unwrap_or(before));
                    copy.from = attribute.end.max(copy.from);
                }
            }
        }
        self.push(text.get(copy.from..to).unwrap_or_default());
        copy.from = copy.from.max(to);
    }

    /// The harmless part of raw HTML, written anew: nothing of it is copied.
    fn sanitized(&mut self, raw: &RawHtml, outer: usize) {
        for piece in sanitize::pieces(raw) {
            match piece {
                Piece::Text(text) => escape::text(&mut self.html, &text),
                Piece::Start(tag) => self.start_raw(&tag, outer),
                Piece::End(name) => {
                    // One that opens nowhere in the container closes nothing of ours.
                    if let Some(at) = self.raw.position(outer, name) {
                        self.close_raw(at);
                    }
                }
            }
        }
    }

    fn start_raw(&mut self, tag: &StartTag, outer: usize) {
        while self.raw.last(outer).is_some_and(|open| content::ends(open, tag.name)) {
            self.close_raw(self.raw.count() - 1);
        }
        let parent = self.raw.last(outer);
        let within = |names: &[&str]| self.raw.0.iter().any(|open| names.contains(&open.name.as_ref()));
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
            self.raw.0.push(Open { name: Cow::Borrowed(tag.name), has_end: true });
        }
    }

    /// Closes what nothing of ours may stand in: parts of a table; as written, choices, drawings and
    /// formulas too, which browsers would leave. Of the elements that are open, the first `outer`
    /// are outside the container.
    pub(super) fn leave_raw(&mut self, outer: usize) {
        let is_left = |open: &Open| open.name == "select" || elements::is_foreign_root(&open.name);
        match self.context.raw_html() {
            RawHtmlMode::Sanitize => {
                while self.raw.last(outer).is_some_and(content::is_table_part) {
                    self.close_raw(self.raw.count() - 1);
                }
            }
            RawHtmlMode::Allow => {
                let left = self.raw.inside(outer).iter().position(is_left).map(|at| outer + at);
                if let Some(at) = left.into_iter().chain(self.table_around(outer)).min() {
                    self.close_raw(at);
                }
            }
            RawHtmlMode::Escape => {}
        }
    }

    /// Closes elements of raw HTML until so many are open.
    pub(super) fn close_raw(&mut self, left: usize) {
        while self.raw.0.len() > left {
            if let Some(open) = self.raw.0.pop().filter(|open| open.has_end) {
                self.push(&format!("</{}>", open.name));
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
