//! Events of the Markdown parser → events of a [`Document`], and the lists beside them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{self as markdown, CodeBlockKind, CowStr, LinkType};

use super::flow::{Flow, Origin};
use super::malformed::Brackets;
use super::math;
use super::steps::{Step, steps};
use crate::autolink;
use crate::characters;
use crate::model::MediaKind;
use crate::parse::attributes;
use crate::parse::document::{
    Alignment, Document, Event, Events, Heading, Link, LinkKind, Note, RawHtml, RawMark, Slip, Tag, label_key,
};
use crate::parse::formula::Converter;
use crate::parse::raw_html;
use crate::parse::run::{ItemKind, Run};
use crate::parse::term;
use crate::source::{Span, Spanned};

/// How many containers may stand in each other. No text that is meant for readers comes near.
pub(super) const DEPTH: usize = 100;

/// Which part of a document a flow is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The body.
    Body,
    /// The note at that index.
    Note(usize),
    /// Inline Markdown of the front matter, with citations or without.
    Prose { citations: bool },
    /// A term's definition: inline Markdown, and terms.
    Definition,
    /// Plain CommonMark.
    CommonMark,
}

impl Part {
    pub(super) fn has_citations(self) -> bool {
        matches!(self, Self::Body | Self::Note(_) | Self::Prose { citations: true })
    }

    pub(super) fn has_calls(self) -> bool {
        matches!(self, Self::Body | Self::Note(_))
    }

    pub(super) fn has_terms(self) -> bool {
        self.has_citations() || self == Self::Definition
    }

    pub(super) fn note(self) -> Option<usize> {
        match self {
            Self::Note(index) => Some(index),
            _ => None,
        }
    }
}

/// A document being built, flow after flow.
pub(super) struct Builder<'a> {
    file: &'a str,
    pub(super) document: Document,
    /// For each heading what its anchor is made of; nothing when the author set it.
    pub(super) anchor_texts: Vec<Option<String>>,
    pub(super) notes: HashMap<String, usize>,
    /// What turns formulas into MathML; made when there is one.
    pub(super) converter: Option<Converter>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, document: Document::default(), anchor_texts: Vec::new(), notes: HashMap::new(), converter: None }
    }

    /// Adds a note; the first of a label is the one that calls find.
    pub(super) fn add_note(&mut self, note: Note) {
        let index = self.document.notes.len();
        self.notes.entry(label_key(&note.label.value)).or_insert(index);
        self.document.notes.push(note);
    }

    /// A span that surely lies in the file, between characters.
    pub(super) fn within_file(&self, span: Span) -> Span {
        let boundary = |at: usize| {
            let mut at = at.min(self.file.len());
            while !self.file.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = boundary(span.start);
        start..boundary(span.end).max(start)
    }

    /// What the file says there.
    pub(super) fn written(&self, span: &Span) -> &'a str {
        self.file.get(span.clone()).unwrap_or_default()
    }

    /// Turns a flow's events into the document's.
    pub(super) fn lower(&mut self, flow: Flow<'_>, part: Part) -> Events {
        let (markdown, origin) = (flow.markdown, flow.origin);
        let steps = steps(self, flow, part);
        let mut lowering = Lowering {
            builder: self,
            markdown,
            origin,
            part,
            out: Vec::new(),
            run: Run::default(),
            open: Vec::new(),
            depth: 0,
            in_image: false,
            around_image: None,
            in_code: false,
            in_link: false,
            raw_element: None,
            brackets: Brackets::default(),
        };
        for (step, range) in steps {
            match step {
                Step::Parsed(event) => lowering.step(event, range),
                Step::Open(tag) => lowering.open_ours(tag, range),
                Step::Mark(tag) => lowering.mark_ours(tag, range),
                Step::Close => lowering.end(range),
                Step::Fence(fence) => lowering.fence(fence),
            }
        }
        lowering.end_fences(markdown.len());
        lowering.flush();
        lowering.out
    }
}

/// A container that is open.
pub(super) enum Open {
    /// It is kept; where its start stands among the events.
    Kept(Tag, usize),
    /// It is emphasis, and kept.
    Mark(Tag),
    /// It is left out, its contents are kept; whether it is a block.
    Dropped { block: bool },
    /// A block of raw HTML.
    Html,
    /// A block of code that is a formula.
    Formula,
    /// A block between lines of colons; nothing of it is kept below a certain depth.
    Fence { colons: usize, tag: Option<Tag>, range: Range<usize>, is_foreign: bool },
}

pub(super) struct Lowering<'a, 'b> {
    pub(super) builder: &'a mut Builder<'b>,
    pub(super) markdown: &'a str,
    pub(super) origin: Origin<'a>,
    pub(super) part: Part,
    pub(super) out: Events,
    /// Text not written yet.
    pub(super) run: Run,
    pub(super) open: Vec<Open>,
    /// How many of `open` are kept.
    pub(super) depth: usize,
    /// Whether what comes is an image's alternative text, which is plain.
    pub(super) in_image: bool,
    /// The run in which that image stands, and what was written before it.
    pub(super) around_image: Option<(Run, Events)>,
    /// Whether what comes is a code block's text, in which nothing is looked for.
    pub(super) in_code: bool,
    /// Whether what comes is a link's text, which holds no other link.
    pub(super) in_link: bool,
    /// Brackets that the text leaves open.
    pub(super) brackets: Brackets,
    /// The element of raw HTML that is open and in which nothing becomes a link; whether it is a block.
    pub(super) raw_element: Option<(String, bool)>,
}

impl Lowering<'_, '_> {
    fn step(&mut self, event: markdown::Event<'_>, range: Range<usize>) {
        use markdown::Event as Step;
        match event {
            Step::Start(tag) => self.start(tag, range),
            Step::End(_) => self.end(range),
            Step::Text(text) => self.text(&text, range),
            Step::Html(text) => self.run.push_text(&text, range, self.markdown),
            Step::SoftBreak => self.run.push_break(Event::SoftBreak, range),
            Step::HardBreak => self.run.push_break(Event::HardBreak, range),
            Step::Code(text) if self.in_image => self.run.push_text(&text, range, self.markdown),
            Step::Code(text) => self.inline(Event::Code(text.into_string()), range),
            Step::InlineHtml(_) if self.in_image => {}
            Step::InlineHtml(html) => {
                let outside = self.leave_run();
                self.run.push_text(&html, range.clone(), self.markdown);
                self.flush_html(false);
                self.enter_run(outside, range);
            }
            Step::FootnoteReference(label) if self.in_image => {
                self.run.push_text(&format!("[^{label}]"), range, self.markdown);
            }
            Step::FootnoteReference(label) => {
                if self.markdown.get(range.end..).is_some_and(|rest| rest.starts_with("](")) {
                    let place = self.place(range.clone());
                    let slip = Slip::NoteInLink(label.to_string());
                    self.builder.document.slips.push(Spanned::new(slip, place));
                }
                if self.run.is_open() {
                    return self.run.push_call(label.into_string(), range);
                }
                // What was called and cited before it comes first in the lists.
                self.flush();
                let call = self.note_call(label.into_string(), &range);
                self.push(call, range);
            }
            Step::Rule => self.push(Event::ThematicBreak, range),
            Step::TaskListMarker(done) => self.push(Event::TaskMarker(done), range),
            Step::InlineMath(tex) => self.formula(&tex, false, range),
            Step::DisplayMath(tex) => self.formula(&tex, true, range),
        }
    }

    /// Takes in text. A character that an entity stands for and that nobody sees is reported; pages
    /// hold no control characters.
    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.part == Part::CommonMark {
            return self.run.push_text(text, range, self.markdown);
        }
        if let Some(one) = characters::hidden(text)
            && self.markdown.get(range.clone()) != Some(text)
        {
            let place = self.place(range.clone());
            self.builder.document.slips.push(Spanned::new(Slip::HiddenCharacter(one), place));
        }
        self.run.push_text(&characters::shown(text.into()), range, self.markdown);
    }

    /// Writes an event after the text before it.
    pub(super) fn push(&mut self, event: Event, range: Range<usize>) {
        self.flush();
        let place = self.place(range);
        self.out.push((event, place));
    }

    /// Writes an event within a line; while a bracket is open, into the run.
    pub(super) fn inline(&mut self, event: Event, range: Range<usize>) {
        let outside = self.leave_run();
        self.push(event, range.clone());
        self.enter_run(outside, range);
    }

    /// Sets aside a run in which a bracket is open, and the events so far; writes any other run.
    fn leave_run(&mut self) -> Option<(Run, Events)> {
        if self.run.is_open() {
            return Some((std::mem::take(&mut self.run), std::mem::take(&mut self.out)));
        }
        self.flush();
        None
    }

    /// Goes on with a run that was set aside: the events written meanwhile are an object in it.
    fn enter_run(&mut self, outside: Option<(Run, Events)>, range: Range<usize>) {
        let Some((run, out)) = outside else { return };
        self.flush();
        self.run = run;
        let events = std::mem::replace(&mut self.out, out);
        self.run.push_object(events, range);
    }

    pub(super) fn place(&self, range: Range<usize>) -> Span {
        self.builder.within_file(self.origin.place(range))
    }

    fn start(&mut self, tag: markdown::Tag<'_>, range: Range<usize>) {
        if self.in_image {
            return self.open.push(Open::Dropped { block: false });
        }
        let block = is_block(&tag);
        if matches!(tag, markdown::Tag::HtmlBlock) {
            self.flush();
            return self.open.push(Open::Html);
        }
        if self.part != Part::CommonMark && math::is_fenced(&tag) {
            self.flush();
            self.in_code = true;
            return self.open.push(Open::Formula);
        }
        if self.depth + room(&tag) > DEPTH {
            if self.builder.document.too_deep.is_none() {
                self.builder.document.too_deep = Some(self.place(range));
            }
            if block {
                self.flush();
            }
            return self.open.push(Open::Dropped { block });
        }
        let is_link = matches!(tag, markdown::Tag::Link { .. }) && self.run.is_open();
        if let Some(tag) = if is_link { self.tag(tag.clone(), &range) } else { mark(&tag) } {
            self.open.push(Open::Mark(tag.clone()));
            let end = if is_link { range.end } else { range.start + 1 };
            self.run.push_mark(Event::Start(tag), range.start..end);
        } else {
            if matches!(tag, markdown::Tag::Image { .. }) {
                self.around_image = self.leave_run();
            }
            self.flush();
            if block {
                self.brackets.clear();
            }
            match self.tag(tag, &range) {
                Some(tag) => {
                    self.in_image = matches!(tag, Tag::Image(_));
                    self.in_code = matches!(tag, Tag::CodeBlock(_));
                    self.in_link |= matches!(tag, Tag::Link(_));
                    self.open.push(Open::Kept(tag.clone(), self.out.len()));
                    self.push(Event::Start(tag), range);
                }
                None => return self.open.push(Open::Dropped { block }),
            }
        }
        self.depth += 1;
    }

    pub(super) fn end(&mut self, range: Range<usize>) {
        // Before what holds them, blocks that nothing closed.
        self.end_fences(range.end);
        match self.open.pop() {
            Some(Open::Kept(tag, start)) => {
                self.depth -= 1;
                self.end_kept(tag, start, range);
            }
            Some(Open::Mark(tag)) => {
                self.depth -= 1;
                self.run.push_mark(Event::End(tag), range.end..range.end);
            }
            Some(Open::Dropped { block: true }) => self.push(Event::SoftBreak, range.end..range.end),
            Some(Open::Html) => self.flush_html(true),
            Some(Open::Formula) => self.end_fenced_formula(range),
            Some(Open::Dropped { block: false } | Open::Fence { .. }) | None => {}
        }
    }

    fn end_kept(&mut self, tag: Tag, start: usize, range: Range<usize>) {
        match tag {
            Tag::Heading(index) => self.end_heading(index, start),
            Tag::Image(index) => self.end_image(index),
            Tag::Callout(index) => self.end_callout(index, start),
            Tag::Link(_) => {
                self.flush();
                self.in_link = false;
            }
            Tag::Paragraph => self.end_raw_line(),
            Tag::TableCell => {
                self.report_split_term();
                self.end_raw_line();
            }
            Tag::CodeBlock(_) => {
                self.flush_plain();
                self.in_code = false;
            }
            _ => {}
        }
        let end = range.end..range.end;
        let is_figure = tag == Tag::Paragraph && self.part != Part::CommonMark;
        match is_figure.then(|| self.figure(start)).flatten() {
            Some(figure) => {
                self.out[start].0 = Event::Start(figure.clone());
                if let Tag::Figure(link) = figure {
                    self.caption(link, &range);
                }
                self.push(Event::End(figure), end);
            }
            None => {
                let is_image = matches!(tag, Tag::Image(_));
                self.push(Event::End(tag), end);
                if is_image {
                    let outside = self.around_image.take();
                    self.enter_run(outside, range);
                }
            }
        }
    }

    /// Forgets the element of raw HTML that a line opened and didn’t close.
    fn end_raw_line(&mut self) {
        self.flush();
        self.raw_element.take_if(|(_, is_block)| !*is_block);
    }

    /// The figure that a paragraph is: one image with a title, and nothing else.
    fn figure(&mut self, start: usize) -> Option<Tag> {
        self.flush();
        match (self.out.get(start + 1), self.out.last()) {
            (Some((Event::Start(Tag::Image(first)), _)), Some((Event::End(Tag::Image(last)), _))) if first == last => {
                let link = self.builder.document.links.get(*first);
                let is_figure = link.is_some_and(|link| !link.title.is_empty() || link.kind.is_media());
                is_figure.then_some(Tag::Figure(*first))
            }
            _ => None,
        }
    }

    /// Writes what a figure's title holds, where that is more than text. A title with escapes or entities is text.
    fn caption(&mut self, link: usize, range: &Range<usize>) {
        let title = self.builder.document.links.get(link).map_or("", |link| &link.title).to_owned();
        if !title.contains(['@', '[']) && !autolink::may_be_in(&title) {
            return;
        }
        let written = self.markdown.get(range.clone()).unwrap_or_default();
        let Some(at) = written.rfind(&title).map(|at| range.start + at) else { return };
        let from = self.out.len();
        self.run.push_text(&title, at..at + title.len(), self.markdown);
        self.flush();
        if self.out[from..].iter().all(|(event, _)| matches!(event, Event::Text(_))) {
            return self.out.truncate(from);
        }
        let place = |at: usize| self.builder.within_file(self.origin.place(at..at));
        let (start, end) = (place(at), place(at + title.len()));
        self.out.insert(from, (Event::Start(Tag::Caption), start));
        self.out.push((Event::End(Tag::Caption), end));
    }

    /// The document's tag for one of the parser's; nothing when it isn't known.
    fn tag(&mut self, tag: markdown::Tag<'_>, range: &Range<usize>) -> Option<Tag> {
        use markdown::Tag as Parsed;
        Some(match tag {
            Parsed::Paragraph => Tag::Paragraph,
            // A note has no outline.
            Parsed::Heading { .. } if self.part.note().is_some() => Tag::Paragraph,
            Parsed::Heading { level, .. } => self.heading(level as u8, range),
            Parsed::BlockQuote(_) => Tag::BlockQuote,
            Parsed::CodeBlock(CodeBlockKind::Indented) => Tag::CodeBlock(None),
            Parsed::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.code_language(&info, range);
                Tag::CodeBlock(Some(info.into_string()))
            }
            Parsed::List(start) => Tag::List(start),
            Parsed::Item => Tag::Item,
            Parsed::DefinitionList => Tag::DefinitionList,
            Parsed::DefinitionListTitle => Tag::DefinitionTerm,
            Parsed::DefinitionListDefinition => Tag::DefinitionDetails,
            Parsed::Table(alignments) => Tag::Table(alignments.into_iter().map(alignment).collect()),
            Parsed::TableHead => Tag::TableHead,
            Parsed::TableRow => Tag::TableRow,
            Parsed::TableCell => Tag::TableCell,
            Parsed::Link { link_type, dest_url, title, .. } => {
                let (kind, address) = match link_type {
                    LinkType::Email => (LinkKind::Autolink, CowStr::from(format!("mailto:{dest_url}"))),
                    LinkType::Autolink => (LinkKind::Autolink, dest_url),
                    _ => (LinkKind::Link, dest_url),
                };
                Tag::Link(self.link(kind, address, title, range))
            }
            Parsed::Image { dest_url, title, .. } => {
                let kind = if self.part == Part::CommonMark { LinkKind::Image } else { shown_kind(&dest_url) };
                Tag::Image(self.link(kind, dest_url, title, range))
            }
            _ => return None,
        })
    }

    pub(super) fn link(
        &mut self,
        kind: LinkKind,
        address: CowStr<'_>,
        title: CowStr<'_>,
        range: &Range<usize>,
    ) -> usize {
        let span = self.place(range.clone());
        let links = &mut self.builder.document.links;
        let (address, title) = (address.into_string(), title.into_string());
        links.push(Link { kind, address, title, alt: String::new(), cited: Vec::new(), for_teacher: false, span });
        links.len() - 1
    }

    fn heading(&mut self, level: u8, range: &Range<usize>) -> Tag {
        let written = self.markdown.get(range.clone()).unwrap_or_default().trim_end();
        let span = self.place(range.start..range.start + written.len());
        let headings = &mut self.builder.document.headings;
        headings.push(Heading { level, anchor: String::new(), text: String::new(), classes: Vec::new(), span });
        self.builder.anchor_texts.push(None);
        Tag::Heading(headings.len() - 1)
    }

    fn end_heading(&mut self, index: usize, start: usize) {
        let attributes = match self.part {
            Part::CommonMark => None,
            _ => self.take_attributes(),
        };
        self.flush();
        let events = self.out.get(start..).unwrap_or_default();
        let text = self.builder.plain(events, false);
        let anchor_text = self.builder.plain(events, true);
        let id = attributes.as_ref().and_then(|attributes| attributes.id.clone());
        self.builder.anchor_texts[index] = id.is_none().then_some(anchor_text);
        let heading = &mut self.builder.document.headings[index];
        heading.text = text;
        heading.classes = attributes.map(|attributes| attributes.classes).unwrap_or_default();
        if let Some(id) = id {
            heading.anchor.clone_from(&id.value);
            self.builder.document.ids.push(id);
        }
    }

    /// Takes `{#id .class}` off the text that ends a heading.
    fn take_attributes(&mut self) -> Option<HeadingAttributes> {
        let found = attributes::trailing(self.run.text())?;
        let open = self.run.text()[found.start..].find('{')? + found.start;
        let close = self.run.text().rfind('}')?;
        if !self.run.is_active(open) || !self.run.is_active(close) {
            return None;
        }
        let id = found.id.map(|(id, range)| Spanned::new(id, self.place(self.run.source(range))));
        self.run.truncate(found.start).then_some(HeadingAttributes { id, classes: found.classes })
    }

    /// Tells an image its alternative text, where terms are their words.
    fn end_image(&mut self, index: usize) {
        let run = std::mem::take(&mut self.run);
        let text = run.text();
        let mut alt = String::with_capacity(text.len());
        let citations = self.cited(&run);
        let terms = if self.part.has_terms() { term::find(&run) } else { Vec::new() };
        let terms = terms.into_iter().map(|term| (term.range, Ok(term.words.unwrap_or(term.term))));
        let cited = citations.iter().map(|(range, event, _)| (range.clone(), Err(event.clone())));
        let mut marks: Vec<_> = terms.chain(cited).collect();
        marks.sort_by_key(|(range, _)| range.start);
        let (mut written, mut places) = (0, Vec::new());
        for (range, mark) in marks {
            alt.push_str(text.get(written..range.start).unwrap_or_default());
            match mark {
                Ok(words) => alt.push_str(&words),
                Err(Event::Citation(citation)) => places.push((alt.len(), citation)),
                Err(_) => {}
            }
            written = written.max(range.end);
        }
        alt.push_str(text.get(written..).unwrap_or_default());
        let alt = alt.replace('\n', " ");
        self.write(run, citations);
        self.in_image = false;
        if let Some(link) = self.builder.document.links.get_mut(index) {
            link.alt = alt;
            link.cited = places;
        }
    }

    /// Writes text in which nothing is looked for.
    fn flush_plain(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.write(run, Vec::new());
    }

    /// Writes a run, with what was found in the place of its text.
    pub(super) fn write(&mut self, run: Run, found: Vec<(Range<usize>, Event, Span)>) {
        let mut found = found.into_iter().peekable();
        let (text, items) = run.into_items();
        // How far the text is written; what begins before is part of something found.
        let mut written = 0;
        for item in items {
            let end = item.at + item.len;
            match item.kind {
                ItemKind::Object(events) => {
                    self.write_ends(&mut found, item.at);
                    if item.at >= written {
                        written = end;
                        self.out.extend(events);
                    }
                }
                ItemKind::Mark(event) | ItemKind::Break(event) => {
                    self.write_ends(&mut found, item.at);
                    if item.at >= written {
                        written = end;
                        let place = self.place(item.source);
                        self.out.push((event, place));
                    }
                }
                ItemKind::Verbatim { .. } | ItemKind::Decoded | ItemKind::Call(_) => {
                    while written < end {
                        let next = found.next_if(|(range, ..)| range.start < end);
                        let until = next.as_ref().map_or(end, |(range, ..)| range.start);
                        if let Some(part) = text.get(written..until) {
                            self.write_text(part, item.source_of(written..until));
                        }
                        written = until;
                        if let Some((range, event, span)) = next {
                            written = range.end;
                            self.out.push((event, span));
                        }
                    }
                }
            }
        }
        self.write_ends(&mut found, text.len());
    }

    /// Writes the ends of what was found that are due before a place of the run’s text.
    fn write_ends(&mut self, found: &mut Peekable<impl Iterator<Item = (Range<usize>, Event, Span)>>, at: usize) {
        let is_due =
            |(range, event, _): &(Range<usize>, Event, Span)| range.start <= at && matches!(event, Event::End(_));
        while let Some((_, event, span)) = found.next_if(is_due) {
            self.out.push((event, span));
        }
    }

    /// Writes text; it goes on with the text before it.
    fn write_text(&mut self, text: &str, source: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let place = self.place(source);
        match self.out.last_mut() {
            Some((Event::Text(before), span)) => {
                before.push_str(text);
                span.end = place.end.max(span.end);
            }
            _ => self.out.push((Event::Text(text.to_owned()), place)),
        }
    }

    /// Writes the text read as raw HTML.
    fn flush_html(&mut self, block: bool) {
        let run = std::mem::take(&mut self.run);
        if run.is_empty() {
            return;
        }
        let names = raw_html::names(run.text());
        for (id, range) in names.ids {
            let place = self.place(run.source(range));
            self.builder.document.ids.push(Spanned::new(id, place));
        }
        for (inline, range) in names.inline {
            let place = self.place(run.source(range));
            self.builder.document.inline.push((inline, place));
        }
        for range in names.unspoken {
            let place = self.place(run.source(range));
            self.builder.document.unspoken.push(place);
        }
        let element = self.raw_element.take();
        let (before, is_block) = element.map_or((None, block), |(name, is_block)| (Some(name), is_block));
        self.raw_element = raw_html::follow(run.text(), before).map(|name| (name, is_block));
        let mut addresses = Vec::with_capacity(names.addresses.len());
        for found in names.addresses {
            let source = run.source(found.range.clone());
            let index = self.link(found.kind, found.address.into(), "".into(), &source);
            addresses.push((found.range, index));
        }
        for (one, range) in names.controls.iter().cloned() {
            let place = self.place(run.source(range));
            self.builder.document.slips.push(Spanned::new(Slip::HiddenCharacter(one), place));
        }
        let marks = raw_html::marks(run.text());
        if let Some(range) = raw_html::markdown(run.text(), &marks).filter(|_| block && self.part != Part::CommonMark) {
            let written = run.text()[range.clone()].to_owned();
            let place = self.place(run.source(range));
            self.builder.document.slips.push(Spanned::new(Slip::MarkdownInHtml(written), place));
        }
        let marks = marks.into_iter().map(|(kind, range)| {
            let span = self.place(run.source(range.clone()));
            RawMark { kind, range, span }
        });
        let marks = marks.collect();
        let place = self.place(run.source(0..run.text().len()));
        let (mut text, _) = run.into_items();
        for (_, range) in names.controls {
            // `&#27;` becomes `&#00;`, which browsers show as a replacement character.
            let zeros = text[range.clone()].replace(|one: char| one.is_ascii_hexdigit(), "0");
            text.replace_range(range, &zeros);
        }
        self.out.push((Event::Html(RawHtml { text, marks, addresses, block }), place));
    }
}

/// What a heading's attributes say, placed in the file.
struct HeadingAttributes {
    id: Option<Spanned<String>>,
    classes: Vec<String>,
}

impl Builder<'_> {
    /// The plain text of events. For an anchor, as GitHub sees it: without images, citations as
    /// written.
    pub(super) fn plain(&self, events: &[(Event, Span)], for_anchor: bool) -> String {
        let mut text = String::new();
        let mut in_image = false;
        for (event, _) in events {
            match event {
                Event::Start(Tag::Image(_)) => in_image = for_anchor,
                Event::End(Tag::Image(_)) => in_image = false,
                Event::Text(part) | Event::Code(part) if !in_image => text.push_str(part),
                Event::SoftBreak | Event::HardBreak if !in_image => text.push(' '),
                Event::Math(index) if !in_image => {
                    let formula = &self.document.formulas[*index];
                    text.push_str(&if for_anchor { Cow::Borrowed(formula.tex.as_str()) } else { formula.text() });
                }
                Event::Term(index) => text.push_str(self.document.terms[*index].shown()),
                Event::Citation(index) => {
                    let citation = &self.document.citations[*index];
                    if citation.in_text || for_anchor {
                        text.push_str(&citation.raw);
                    }
                }
                _ => {}
            }
        }
        text.trim().to_owned()
    }
}

/// What `![…](address)` shows, by the extension of its file.
fn shown_kind(address: &str) -> LinkKind {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    match MediaKind::of(path.rsplit('/').next().unwrap_or_default()) {
        Some(MediaKind::Audio) => LinkKind::Audio,
        Some(MediaKind::Video) => LinkKind::Video,
        None => LinkKind::Image,
    }
}

/// Emphasis, which a citation may span.
fn mark(tag: &markdown::Tag<'_>) -> Option<Tag> {
    match tag {
        markdown::Tag::Emphasis => Some(Tag::Emphasis),
        markdown::Tag::Strong => Some(Tag::Strong),
        markdown::Tag::Strikethrough => Some(Tag::Strikethrough),
        _ => None,
    }
}

pub(super) fn is_block(tag: &markdown::Tag<'_>) -> bool {
    use markdown::Tag as Parsed;
    mark(tag).is_none()
        && !matches!(tag, Parsed::Link { .. } | Parsed::Image { .. } | Parsed::Superscript | Parsed::Subscript)
}

/// How many levels a container takes with those that it can't be without.
fn room(tag: &markdown::Tag<'_>) -> usize {
    use markdown::Tag as Parsed;
    match tag {
        Parsed::List(_) | Parsed::DefinitionList => 2,
        Parsed::Table(_) => 3,
        _ => 1,
    }
}

fn alignment(alignment: markdown::Alignment) -> Alignment {
    match alignment {
        markdown::Alignment::None => Alignment::None,
        markdown::Alignment::Left => Alignment::Left,
        markdown::Alignment::Center => Alignment::Center,
        markdown::Alignment::Right => Alignment::Right,
    }
}
