//! Raw HTML as the book wants it: as it is, as text, or only what can do no harm.

use std::borrow::Cow;
use std::ops::Range;

use super::content;
use super::sanitize::{self, Piece, StartTag, Value};
use super::writer::Writer;
use super::{RawHtmlMode, escape};
use crate::parse::document::{RawHtml, RawMarkKind, Replaced};
use crate::parse::elements;
use crate::parse::raw_html::{self, Foreign};

/// How deep elements of sanitised HTML may be nested: deeper ones lose their tags.
const DEPTH: usize = 100;

/// The same where raw HTML stays as it is.
const DEPTH_AS_WRITTEN: usize = raw_html::DEPTH;

/// The elements that raw HTML has opened and not closed yet.
#[derive(Default)]
pub(super) struct OpenRaw(Vec<Open>);

struct Open {
    name: Cow<'static, str>,
    /// Whether its end is written: else it ends with its parent.
    has_end: bool,
    kind: ContentModel,
}

/// How browsers read what is in an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ContentModel {
    Html,
    /// As text, up to its end tag.
    Text,
    /// A drawing (`svg`) or a formula (`math`).
    Root,
    /// One of their elements.
    Part,
    /// One of them that holds HTML.
    Island,
}

/// A start tag as it was read.
struct Start<'a> {
    name: &'a str,
    /// Whether it ends with `/>`.
    is_closed: bool,
    /// Whether it was taken for a part of a drawing or a formula.
    as_foreign: bool,
    range: &'a Range<usize>,
}

impl OpenRaw {
    /// How many elements of raw HTML are open.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// Those after the first `outer`.
    fn inside(&self, outer: usize) -> &[Open] {
        self.0.get(outer..).unwrap_or_default()
    }

    /// The name of the drawing's or the formula's element, where its own elements may come next; `None` outside, and in
    /// an island.
    pub(super) fn root(&self) -> Option<&str> {
        let innermost =
            self.0.iter().rev().find(|open| matches!(open.kind, ContentModel::Root | ContentModel::Island))?;
        (innermost.kind == ContentModel::Root).then_some(innermost.name.as_ref())
    }

    fn has_drawing(&self) -> bool {
        self.0.iter().any(|open| open.kind == ContentModel::Root)
    }

    /// What an element is that starts here.
    fn kind(&self, name: &str) -> ContentModel {
        match self.root() {
            Some(root) if elements::is_island(root, name) => ContentModel::Island,
            _ if elements::is_foreign_root(name) => ContentModel::Root,
            Some(_) => ContentModel::Part,
            None if elements::is_text(name) => ContentModel::Text,
            None => ContentModel::Html,
        }
    }

    /// Whether an element may start in those after the first `outer`: a part of a table in a table alone, and
    /// a button not where one is open outside, which browsers would end with all that is between the two.
    fn fits(&self, outer: usize, name: &str) -> bool {
        let mut names = self.html_names(outer);
        match name {
            "button" => !self.0.iter().take(outer).any(|open| open.name == name),
            _ if elements::is_in_table(name) => {
                names.rfind(|name| matches!(*name, "table" | "template")) == Some("table")
            }
            _ => elements::fits(name, names),
        }
    }

    /// The index of the innermost element of HTML with that name, among those after the first `outer`.
    fn html_position(&self, outer: usize, name: &str) -> Option<usize> {
        let is_it = |open: &Open| open.name == name && open.kind == ContentModel::Html;
        self.inside(outer).iter().rposition(is_it).map(|at| outer + at)
    }

    /// The names of the elements of HTML among those after the first `outer`: what a drawing or a formula calls a
    /// `template` is none.
    fn html_names(&self, outer: usize) -> impl DoubleEndedIterator<Item = &str> {
        self.inside(outer).iter().filter(|open| open.kind == ContentModel::Html).map(|open| open.name.as_ref())
    }

    /// The last of those after the first `outer`.
    fn last(&self, outer: usize) -> Option<&str> {
        self.inside(outer).last().map(|open| open.name.as_ref())
    }

    /// The index of the innermost element with that name, among those after the first `outer`.
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
    /// around it.
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
        // In an element of text, another tag than its end is text.
        if let Some(open) = self.raw.0.last().filter(|open| open.kind == ContentModel::Text)
            && raw.marks.first().is_none_or(|mark| mark.kind != RawMarkKind::End(open.name.to_string()))
        {
            return escape::text(&mut self.html, &raw.text);
        }
        let mut copy = Copied { raw, from: 0, next: 0 };
        let mut foreign = Foreign::among(self.raw.0.iter().map(|open| open.name.as_ref()));
        if foreign.is_empty() {
            for mark in &raw.marks {
                self.write_mark(&mark.kind, &mark.range, outer, &mut copy);
            }
        } else {
            // In a drawing that was opened before, browsers read it as a part of that.
            for (kind, range) in raw_html::marks(&raw.text, &mut foreign) {
                self.write_mark(&kind, &range, outer, &mut copy);
            }
        }
        self.copy(&mut copy, raw.text.len());
        // The text of an element in a block ends with the block, or all that follows would be in it.
        if raw.block && self.raw.inside(outer).last().is_some_and(|open| open.kind == ContentModel::Text) {
            // In a script, a comment hides its end.
            let is_script = self.raw.last(outer) == Some("script");
            self.push(if is_script && raw.text.contains("<!--") { "-->" } else { "" });
            self.close_raw(self.raw.count() - 1);
        }
    }

    fn write_mark(&mut self, kind: &RawMarkKind, range: &Range<usize>, outer: usize, copy: &mut Copied<'_>) {
        let (start, end) = (range.start, range.end);
        match kind {
            RawMarkKind::Start { name, self_closing, foreign, .. } => {
                let start = Start { name, is_closed: *self_closing, as_foreign: *foreign, range };
                self.write_start(&start, outer, copy);
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
            RawMarkKind::Instruction | RawMarkKind::MistypedEnd => {}
        }
    }

    /// Writes a start tag, if it is allowed there; `as_foreign` is how it was read.
    fn write_start(&mut self, start: &Start<'_>, outer: usize, copy: &mut Copied<'_>) {
        let Start { name, is_closed, as_foreign, range } = *start;
        if let Some(left) = self.left_before(name, as_foreign, outer) {
            self.copy(copy, range.start);
            self.close_raw(left);
        }
        let kind = self.raw.kind(name);
        let is_foreign = matches!(kind, ContentModel::Root | ContentModel::Part | ContentModel::Island);
        let fits = is_foreign || self.raw.fits(outer, name);
        // What was read as tags can't become the text of an element.
        let is_misread = kind == ContentModel::Text && as_foreign;
        let tag = copy.raw.text.get(range.clone()).unwrap_or_default();
        if !fits || is_misread || is_dropped(name, tag) || self.raw.count() >= DEPTH_AS_WRITTEN {
            return self.skip(copy, range.start, range.end);
        }
        let left = if self.raw.root().is_none() { self.ended_by(name, outer) } else { None };
        if let Some(left) = left {
            self.copy(copy, range.start);
            self.close_raw(left);
        }
        let holds_nothing = if is_foreign { is_closed } else { elements::is_void(name) };
        if is_closed && !holds_nothing {
            self.copy(copy, range.end);
            self.push(&format!("</{name}>"));
        } else if !holds_nothing {
            let has_end = match kind {
                ContentModel::Part => false,
                // An end tag that may be left out is needed where what is around would end: `<svg><desc><p></svg>`.
                ContentModel::Html => elements::needs_end(name) || self.raw.has_drawing(),
                ContentModel::Text | ContentModel::Root | ContentModel::Island => true,
            };
            self.raw.0.push(Open { name: Cow::Owned(name.to_owned()), has_end, kind });
        }
    }

    /// How many elements are left where one starts that ends all of the drawing or the formula around it, or
    /// all that is open in a table’s part where another part can’t be.
    fn left_before(&self, name: &str, as_foreign: bool, outer: usize) -> Option<usize> {
        let inside = self.raw.inside(outer);
        let behind = |is: &dyn Fn(&Open) -> bool| inside.iter().rposition(is).map(|at| at + 1);
        if elements::is_in_table(name) {
            let holds = |around: &str| match (name, around) {
                (_, "table" | "template") | ("col", "colgroup") => true,
                ("caption" | "col" | "colgroup", _) => false,
                _ => elements::is_in_table(around),
            };
            let part = behind(&|open| open.kind == ContentModel::Html && holds(&open.name))?;
            return (part < inside.len()).then_some(outer + part);
        }
        if !elements::leaves_foreign(self.raw.root()?, name) && as_foreign {
            return None;
        }
        // All that are open, down to the innermost HTML in them.
        let island = behind(&|open| open.kind == ContentModel::Island).unwrap_or_default();
        let root = inside[island..].iter().position(|open| open.kind == ContentModel::Root)?;
        Some(outer + island + root)
    }

    /// How many elements are left where another one starts, when browsers end some there. They are ended
    /// in so many words, so that no end tag is left over that would close the page's own.
    fn ended_by(&self, name: &str, outer: usize) -> Option<usize> {
        let inside = self.raw.inside(outer);
        let last = self.raw.last(outer)?;
        match name {
            "a" | "button" | "nobr" => self.raw.html_position(outer, name),
            "input" | "keygen" | "select" | "svg" | "math" => self.raw.html_position(outer, "select"),
            _ if elements::is_text(name) && name != "script" => self.raw.html_position(outer, "select"),
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
            _ => None,
        }
    }

    /// The index of the open table, unless a cell of it is open.
    fn table_around(&self, outer: usize) -> Option<usize> {
        let holds_text = |name: &str| matches!(name, "caption" | "td" | "template" | "th");
        let innermost = self.raw.html_names(outer).rfind(|name| content::is_table_part(name) || holds_text(name))?;
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
            self.raw.0.push(Open { name: Cow::Borrowed(tag.name), has_end: true, kind: ContentModel::Html });
        }
    }

    /// Closes elements that can hold nothing of ours: parts of a table; as written, choices, drawings and
    /// formulas too, which browsers would leave. Of the elements that are open, the first `outer`
    /// are outside the container.
    pub(super) fn leave_raw(&mut self, outer: usize) {
        let is_left = |open: &Open| open.name == "select" || open.kind == ContentModel::Root;
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

    /// Closes a heading of raw HTML before one of ours: browsers end it there, and its end tag would end another heading
    /// around both.
    pub(super) fn leave_raw_heading(&mut self, outer: usize) {
        if self.raw.last(outer).is_some_and(content::is_heading) {
            self.close_raw(self.raw.count() - 1);
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

/// Whether a start tag is left out: those of the page, and those that make browsers read what follows
/// otherwise, in or out of the drawing or the formula that they are in.
fn is_dropped(name: &str, tag: &str) -> bool {
    match name {
        // It shows nowhere, and its text with it.
        "title" => false,
        // To readers with script the inside would be text, to others HTML: it is HTML to all.
        "malignmark" | "mglyph" | "noscript" => true,
        // One that says that it holds HTML does.
        "annotation-xml" => tag.contains('&') || tag.to_ascii_lowercase().contains("html"),
        _ => elements::is_of_the_page(name),
    }
}

/// The whole attribute around an address in raw HTML, with the space before it.
fn attribute(html: &str, value: Range<usize>) -> Range<usize> {
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
