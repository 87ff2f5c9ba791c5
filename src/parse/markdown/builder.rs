//! Events of the Markdown parser → events of a [`Document`], and the lists beside them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{self as markdown, CodeBlockKind, CowStr, LinkType};

use super::flow::{Flow, Origin};
use super::images::shown_kind;
use super::malformed::Brackets;
use super::math;
use super::steps::{Step, steps};
use crate::characters;
use crate::parse::document::{ColumnAlignment, Document, Event, Events, Link, LinkKind, Note, Slip, Tag, label_key};
use crate::parse::formula::Converter;
use crate::parse::raw_html::Foreign;
use crate::parse::run::Run;
use crate::source::{Span, Spanned};

/// How deep containers may be nested. No text that is meant for readers comes near.
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
    /// Whether citations are looked for in it.
    pub(super) fn has_citations(self) -> bool {
        matches!(self, Self::Body | Self::Note(_) | Self::Prose { citations: true })
    }

    /// Whether calls of notes are looked for in it.
    pub(super) fn has_calls(self) -> bool {
        matches!(self, Self::Body | Self::Note(_))
    }

    /// Whether uses of terms are looked for in it.
    pub(super) fn has_terms(self) -> bool {
        self.has_citations() || self == Self::Definition
    }

    /// The note that it is: an index of [`Document::notes`]; `None` if it isn't a note.
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
    /// The document as far as it is built.
    pub(super) document: Document,
    /// For each heading, the text that its anchor is made of; `None` if the author gave the anchor.
    pub(super) anchor_texts: Vec<Option<String>>,
    pub(super) notes: HashMap<String, usize>,
    /// What turns formulas into MathML; made when there is one.
    pub(super) converter: Option<Converter>,
}

impl<'a> Builder<'a> {
    /// A builder of an empty document; `file` is the whole text that its places are in.
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, document: Document::default(), anchor_texts: Vec::new(), notes: HashMap::new(), converter: None }
    }

    /// Adds a note; the first of a label is the one that calls find.
    pub(super) fn add_note(&mut self, note: Note) {
        let index = self.document.notes.len();
        self.notes.entry(label_key(&note.label.value)).or_insert(index);
        self.document.notes.push(note);
    }

    /// The span, moved back where needed to lie in the file and on boundaries of characters.
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
            title: None,
            in_code: false,
            in_link: false,
            raw_element: None,
            foreign: Foreign::default(),
            brackets: Brackets::default(),
        };
        for (step, range) in steps {
            match step {
                Step::Parsed(event) => lowering.step(event, range),
                Step::Open(tag) => lowering.open_ours(tag, range),
                Step::Mark(tag) => lowering.mark_ours(tag, range),
                Step::Close => lowering.end(range),
                Step::Fence(fence) => lowering.fence(fence),
                Step::Blank(blank) => lowering.blank(blank, range),
                Step::Attributes(attributes) => lowering.attributes(attributes),
            }
        }
        lowering.end_fences(markdown.len());
        lowering.flush();
        lowering.out
    }
}

/// A container that is open.
pub(super) enum Open {
    /// It is kept; the index of its start among the events.
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

/// Turns the events of one flow into those of the document.
pub(super) struct Lowering<'a, 'b> {
    /// The document that the events go to.
    pub(super) builder: &'a mut Builder<'b>,
    /// The flow's Markdown.
    pub(super) markdown: &'a str,
    /// The place of that Markdown in the file.
    pub(super) origin: Origin<'a>,
    /// The part of the document that the flow is.
    pub(super) part: Part,
    /// The events so far.
    pub(super) out: Events,
    /// Text not written yet.
    pub(super) run: Run,
    pub(super) open: Vec<Open>,
    /// How many of `open` are kept.
    pub(super) depth: usize,
    /// Whether what comes is an image's alternative text, which is plain.
    pub(super) in_image: bool,
    /// The run around that image, and the events before it.
    pub(super) around_image: Option<(Run, Events)>,
    /// Where the title of the last image is written, in the flow's Markdown, with the image's index in [`Document::links`].
    pub(super) title: Option<(usize, Range<usize>)>,
    /// Whether what comes is a code block's text, in which nothing is looked for.
    pub(super) in_code: bool,
    /// Whether what comes is a link's text, which holds no other link.
    pub(super) in_link: bool,
    /// Brackets that the text leaves open.
    pub(super) brackets: Brackets,
    /// The element of raw HTML that is open and in which nothing becomes a link; whether it is a block.
    pub(super) raw_element: Option<(String, bool)>,
    /// What is open of drawings and formulas after the last piece of raw HTML.
    pub(super) foreign: Foreign,
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

    /// Takes in text. An invisible character that an entity puts there is reported; control characters are replaced,
    /// since pages hold none.
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

    /// The place in the file of a byte range of the flow's Markdown.
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

    /// Ends the innermost open container, whose place in the flow's Markdown is `range`.
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
            Tag::CodeBlock(ref info) => {
                self.flush_plain();
                self.in_code = false;
                if let Some(info) = info.as_deref().filter(|_| self.part != Part::CommonMark) {
                    self.report_code(info, start, &range);
                }
            }
            _ => {}
        }
        let end = range.end..range.end;
        let is_figure = tag == Tag::Paragraph && self.part != Part::CommonMark;
        match is_figure.then(|| self.figure(start)).flatten() {
            Some(figure) => {
                self.out[start].0 = Event::Start(figure.clone());
                if let Tag::Figure(link) = figure {
                    self.caption(link);
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

    /// The document's tag for one of pulldown-cmark's; `None` if the document has no such tag.
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
                Tag::Link(self.link(kind, address.into_string(), written_title(title), range))
            }
            Parsed::Image { link_type, dest_url, title, .. } => {
                let kind = if self.part == Part::CommonMark { LinkKind::Image } else { shown_kind(&dest_url) };
                let title = written_title(title);
                let has_place = title.is_some() && link_type == LinkType::Inline;
                let index = self.link(kind, dest_url.into_string(), title, range);
                if has_place {
                    self.note_title(index, range);
                }
                Tag::Image(index)
            }
            _ => return None,
        })
    }

    /// Lists a link whose place in the flow's Markdown is `range`; gives its index in [`Document::links`].
    pub(super) fn link(
        &mut self,
        kind: LinkKind,
        address: String,
        title: Option<String>,
        range: &Range<usize>,
    ) -> usize {
        let span = self.place(range.clone());
        let links = &mut self.builder.document.links;
        links.push(Link {
            kind,
            address,
            title,
            alt: String::new(),
            cited: Vec::new(),
            image: None,
            for_teacher: false,
            is_dictation: false,
            span,
        });
        links.len() - 1
    }
}

/// The title of a link; the Markdown parser gives an empty one for none.
fn written_title(title: CowStr<'_>) -> Option<String> {
    (!title.is_empty()).then(|| title.into_string())
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

/// Emphasis, which a citation may span.
fn mark(tag: &markdown::Tag<'_>) -> Option<Tag> {
    match tag {
        markdown::Tag::Emphasis => Some(Tag::Emphasis),
        markdown::Tag::Strong => Some(Tag::Strong),
        markdown::Tag::Strikethrough => Some(Tag::Strikethrough),
        _ => None,
    }
}

/// Whether a tag is a block's, not one within a line.
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

fn alignment(alignment: markdown::Alignment) -> ColumnAlignment {
    match alignment {
        markdown::Alignment::None => ColumnAlignment::None,
        markdown::Alignment::Left => ColumnAlignment::Left,
        markdown::Alignment::Center => ColumnAlignment::Center,
        markdown::Alignment::Right => ColumnAlignment::Right,
    }
}
