//! Events → HTML, one after the other.

use std::borrow::Cow;

use super::notes::Notes;
use super::question::OpenQuestion;
use super::raw::OpenRaw;
use super::typeset::Typeset;
use super::{Context, Label, escape, typeset};
use crate::locale::typography::{EditKind, Typography};
use crate::parse::document::{ColumnAlignment, Document, Event, LinkKind, Tag};
use crate::source::Span;

/// What the HTML is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flavour {
    /// A page: accessible, and with what the theme styles.
    Page,
    /// Comparison with CommonMark's reference.
    Reference,
}

/// Writes events of one document.
pub(super) struct Writer<'a> {
    /// The document.
    pub(super) document: &'a Document,
    /// The page that it is written for.
    pub(super) context: &'a dyn Context,
    /// The numbers and ids of its notes.
    pub(super) notes: &'a Notes,
    flavour: Flavour,
    /// The HTML written so far.
    pub(super) html: String,
    /// How far headings are moved down, since the page's title is the only one at the top.
    shift: u8,
    /// Whether a link is open that leads somewhere.
    pub(super) linked: bool,
    /// Whether a heading is open.
    pub(super) in_heading: bool,
    /// Calls of notes in that link: a link can't hold a link, so they follow it.
    pub(super) after_link: String,
    /// How many elements of raw HTML were open before the label of a task's box, if one is open.
    task: Option<usize>,
    /// The elements of raw HTML that are open.
    pub(super) raw: OpenRaw,
    pub(super) tables: usize,
    /// The table that is open.
    table: Table,
    /// How text is set: the text's own, then in each passage that is open.
    pub(super) typography: Vec<Typography>,
    /// The questions that are open, the innermost last.
    pub(super) asked: Vec<OpenQuestion>,
    /// Where a citation ended that has a full stop of its own.
    stopped: Option<usize>,
    /// The image of the figure that is open: an index of `Document::links`.
    pub(super) figure: Option<usize>,
    /// The image that is loaded with the page and not when it comes near: an index of `Document::links`.
    pub(super) at_once: Option<usize>,
}

/// How far a table is written.
#[derive(Default)]
struct Table {
    alignments: Vec<ColumnAlignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
}

impl<'a> Writer<'a> {
    /// A writer for a page.
    pub(super) fn page(document: &'a Document, context: &'a dyn Context, notes: &'a Notes) -> Self {
        let shift = document.heading_shift() + context.lowered();
        Self::new(document, context, notes, Flavour::Page, shift)
    }

    /// A writer of what CommonMark's reference would write.
    pub(super) fn reference(document: &'a Document, context: &'a dyn Context, notes: &'a Notes) -> Self {
        Self::new(document, context, notes, Flavour::Reference, 0)
    }

    fn new(document: &'a Document, context: &'a dyn Context, notes: &'a Notes, flavour: Flavour, shift: u8) -> Self {
        Self {
            document,
            context,
            notes,
            flavour,
            html: String::new(),
            shift,
            linked: false,
            in_heading: false,
            after_link: String::new(),
            task: None,
            raw: OpenRaw::default(),
            tables: 0,
            table: Table::default(),
            typography: vec![context.typography(None)],
            asked: Vec::new(),
            stopped: None,
            figure: None,
            at_once: None,
        }
    }

    /// The same, for the text that a page is of: its first image may be on the screen when the page opens.
    pub(super) fn with_first_image_at_once(mut self) -> Self {
        self.at_once = self.document.body.iter().find_map(|(event, _)| match event {
            Event::Start(Tag::Image(link)) => Some(*link),
            _ => None,
        });
        self
    }

    /// The same, for a text in the language of a tag, if any.
    pub(super) fn in_language(mut self, lang: Option<&str>) -> Self {
        self.typography = vec![self.context.typography(lang)];
        self
    }

    /// The HTML.
    pub(super) fn finish(self) -> String {
        self.html
    }

    /// Writes events.
    pub(super) fn write(&mut self, events: &[(Event, Span)]) {
        let mut at = 0;
        let own = self.typography.first().copied().unwrap_or(Typography::AsWritten);
        let mut typeset = Typeset::new(self.document, events, self.context, own);
        // What raw HTML opens in a container ends with it.
        let mut containers = vec![self.raw.count()];
        while let Some((event, _)) = events.get(at) {
            at += 1;
            let container = containers.last().copied().unwrap_or_default().max(self.task.unwrap_or_default());
            let is_element = match event {
                Event::Html(_) | Event::Text(_) | Event::SoftBreak => false,
                Event::HardBreak => self.raw.root().is_some(),
                _ => true,
            };
            if is_element {
                self.leave_raw(container);
            }
            if matches!(event, Event::Start(Tag::Heading(_))) {
                self.leave_raw_heading(container);
            }
            match event {
                Event::Start(Tag::Image(link)) => {
                    self.image(*link);
                    // The alternative text is in the document's list.
                    let end = Event::End(Tag::Image(*link));
                    at += events[at..].iter().position(|(event, _)| *event == end).map_or(0, |length| length + 1);
                }
                Event::Start(Tag::CodeBlock(info)) if self.is_page() => {
                    let lines = events[at..].iter().map_while(|(event, _)| match event {
                        Event::Text(text) => Some(text.as_str()),
                        _ => None,
                    });
                    let code: String = lines.inspect(|_| at += 1).collect();
                    self.code_block(info.as_deref(), &code);
                    at += 1;
                }
                Event::Start(Tag::TableCell) => {
                    let is_empty = matches!(events.get(at), Some((Event::End(_), _)));
                    self.start_cell(is_empty);
                    if is_empty {
                        self.table.column += 1;
                        at += 1;
                    } else {
                        containers.push(self.raw.count());
                    }
                }
                Event::Start(tag) => {
                    let credited = (*tag == Tag::Paragraph).then(|| self.credited(&events[at..])).flatten();
                    match credited {
                        Some(image) => self.start_figure(image),
                        None => self.start(tag),
                    }
                    containers.push(self.raw.count());
                }
                Event::End(Tag::Heading(heading)) => {
                    self.close_raw(containers.pop().unwrap_or_default());
                    let inside = &events[..at - 1];
                    let start = inside.iter().rposition(|(event, _)| *event == Event::Start(Tag::Heading(*heading)));
                    self.end_heading(*heading, &inside[start.unwrap_or(at - 1)..]);
                }
                Event::End(tag) => {
                    self.close_raw(containers.pop().unwrap_or_default());
                    self.end(tag);
                }
                Event::Html(html) => self.raw_html(html, container),
                Event::Text(text) => self.text(text, at - 1, &mut typeset),
                event => self.event(event),
            }
        }
        self.close_raw(containers.first().copied().unwrap_or_default());
    }

    fn event(&mut self, event: &Event) {
        match event {
            // written with what they hold
            Event::Start(_) | Event::End(_) | Event::Html(_) | Event::Text(_) => {}
            Event::Code(text) => {
                self.push("<code>");
                escape::text(&mut self.html, text);
                self.push("</code>");
            }
            Event::SoftBreak => self.push("\n"),
            Event::HardBreak => {
                self.push("<br");
                self.close_void();
                self.push("\n");
            }
            Event::ThematicBreak => {
                self.fresh_line();
                self.push("<hr");
                self.close_void();
                self.push("\n");
            }
            Event::TaskMarker(done) => {
                self.push("<label><input type=\"checkbox\" disabled");
                self.push(if *done { " checked" } else { "" });
                self.close_void();
                self.push(" ");
                self.task = Some(self.raw.count());
            }
            Event::NoteCall(call) => self.note_call(*call),
            Event::Math(formula) => self.formula(*formula),
            Event::Blank(blank) => self.blank(*blank),
            Event::Term(term) => {
                let html = self.context.term(*term, self.linked);
                self.push(&html);
            }
            Event::Citation(citation) => {
                let html = self.context.citation(*citation, self.linked);
                self.push(&html);
                if self.linked {
                    self.calls_of_citation(*citation);
                }
                let words = ["</a>", "</i>", "</span>"].iter().fold(&*html, |html, tag| html.trim_end_matches(tag));
                self.stopped = words.ends_with('.').then_some(self.html.len());
            }
        }
    }

    /// Writes the text of an event as it is set.
    fn text(&mut self, text: &str, event: usize, typeset: &mut Typeset) {
        // A sentence has one full stop.
        let is_second = self.stopped == Some(self.html.len()) && text.starts_with('.') && !text.starts_with("..");
        let mut rest = usize::from(is_second);
        while let Some(edit) = typeset.next(event) {
            escape::text(&mut self.html, &text[rest..edit.range.start]);
            rest = edit.range.end;
            match edit.change {
                EditKind::Replace(by) => self.push(by),
                // In a drawing, it would end that.
                EditKind::Raise if self.raw.root().is_some() => escape::text(&mut self.html, &text[edit.range]),
                EditKind::Raise => {
                    self.push("<sup>");
                    escape::text(&mut self.html, &text[edit.range]);
                    self.push("</sup>");
                }
            }
        }
        escape::text(&mut self.html, &text[rest..]);
    }

    /// A text beside the events (a caption, an alternative text), as it is set here.
    pub(super) fn set<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.typography.last().map_or(Cow::Borrowed(text), |typography| typography.set(text))
    }

    /// Adds HTML as it is, without escaping it.
    pub(super) fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Ends a tag that has no end tag. The Nu checker advises against the slash.
    pub(super) fn close_void(&mut self) {
        self.push(match self.flavour {
            Flavour::Page => ">",
            Flavour::Reference => " />",
        });
    }

    /// Whether the HTML is for a page of the site, not for comparison with the CommonMark reference.
    pub(super) fn is_page(&self) -> bool {
        self.flavour == Flavour::Page
    }

    /// Begins a block: it is on a line of its own.
    pub(super) fn fresh_line(&mut self) {
        self.close_task();
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.push("\n");
        }
    }

    fn close_task(&mut self) {
        if let Some(before) = self.task.take() {
            self.close_raw(before);
            self.push("</label>");
        }
    }

    /// Adds HTML, which isn't escaped, on a line of its own.
    pub(super) fn block(&mut self, html: &str) {
        self.fresh_line();
        self.push(html);
    }

    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::Heading(heading) => self.start_heading(*heading),
            Tag::BlockQuote => self.block("<blockquote>\n"),
            Tag::Callout(callout) => self.start_callout(*callout),
            Tag::CalloutTitle => {}
            Tag::Choices(question) => self.start_choices(*question),
            Tag::Choice => self.start_choice(),
            Tag::Feedback(_) | Tag::Explanation(_) | Tag::Ordered | Tag::Partner => self.start_aside(),
            Tag::AnswerLine => self.block("<p class=\"pal-blank-line\">"),
            // Written at their ends, shuffled.
            Tag::Order(_) | Tag::Partners(_) => self.fresh_line(),
            Tag::ListName(side) => self.start_list_name(*side),
            Tag::Pairs(_) => self.start_pairs(),
            Tag::Paired(partner) => self.start_paired(*partner),
            Tag::Hint => self.start_hint(),
            Tag::Passage(passage) => self.start_passage(*passage),
            Tag::CodeBlock(info) => self.start_code(info.as_deref()),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionTerm => self.block("<dt>"),
            Tag::DefinitionDetails => self.block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.push("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.push(if self.table.has_body { "<tr>\n" } else { "<tbody>\n<tr>\n" });
                self.table.has_body = true;
                self.table.column = 0;
            }
            Tag::TableCell => self.start_cell(false),
            Tag::Emphasis => self.push("<em>"),
            Tag::Strong => self.push("<strong>"),
            Tag::Strikethrough => self.push("<del>"),
            Tag::Link(link) => self.start_link(*link),
            Tag::Figure(link) => self.start_figure(*link),
            Tag::Caption => self.push("\n<figcaption>"),
            // written whole where it starts
            Tag::Image(_) => {}
        }
    }

    fn end(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph => match self.figure {
                Some(image) => self.end_figure(image),
                None => {
                    self.close_task();
                    self.push("</p>\n");
                }
            },
            // with what it holds
            Tag::Heading(_) => {}
            Tag::BlockQuote => self.block("</blockquote>\n"),
            Tag::Callout(callout) => self.end_callout(*callout),
            Tag::CalloutTitle => self.push("</p>\n"),
            Tag::Choices(_) => self.block("</ol>\n"),
            Tag::Choice | Tag::Paired(_) => self.push("</li>\n"),
            Tag::Feedback(_) => self.end_feedback(),
            Tag::Explanation(_) => self.end_explanation(),
            Tag::AnswerLine | Tag::ListName(_) => self.push("</p>\n"),
            Tag::Order(_) => self.end_order(),
            Tag::Ordered | Tag::Partner => self.end_thing(),
            Tag::Pairs(_) => self.push("</ol>\n"),
            Tag::Partners(_) => self.end_partners(),
            Tag::Hint => self.end_hint(),
            Tag::Passage(passage) => self.end_passage(*passage),
            Tag::CodeBlock(_) => self.push("</code></pre>\n"),
            Tag::List(None) => self.block("</ul>\n"),
            Tag::List(Some(_)) => self.block("</ol>\n"),
            Tag::Item => {
                self.close_task();
                self.push("</li>\n");
            }
            Tag::DefinitionList => self.block("</dl>\n"),
            Tag::DefinitionTerm => self.push("</dt>\n"),
            Tag::DefinitionDetails => {
                self.close_task();
                self.push("</dd>\n");
            }
            Tag::Table(_) => self.end_table(),
            Tag::TableHead => {
                self.table.in_head = false;
                self.push("</tr>\n</thead>\n");
            }
            Tag::TableRow => self.push("</tr>\n"),
            Tag::TableCell => {
                self.push(if self.table.in_head { "</th>\n" } else { "</td>\n" });
                self.table.column += 1;
            }
            Tag::Emphasis => self.push("</em>"),
            Tag::Strong => self.push("</strong>"),
            Tag::Strikethrough => self.push("</del>"),
            Tag::Link(_) => self.end_link(),
            Tag::Figure(link) => self.end_figure(*link),
            Tag::Caption => self.end_caption(),
            Tag::Image(_) => {}
        }
    }

    fn level(&self, heading: usize) -> u8 {
        self.document.headings.get(heading).map_or(2, |heading| heading.shown_level(self.shift))
    }

    fn start_heading(&mut self, index: usize) {
        self.in_heading = true;
        let level = self.level(index);
        self.block(&format!("<h{level}"));
        if let (Flavour::Page, Some(heading)) = (self.flavour, self.document.headings.get(index)) {
            self.attribute("id", &format!("{}{}", self.context.id_prefix(), heading.anchor));
            if !heading.classes.is_empty() {
                self.attribute("class", &heading.classes.join(" "));
            }
        }
        self.push(">");
    }

    fn end_heading(&mut self, index: usize, events: &[(Event, Span)]) {
        self.in_heading = false;
        self.close_task();
        let level = self.level(index);
        let heading = self.document.headings.get(index);
        if let Some(heading) = heading.filter(|_| self.is_page() && self.context.permalinks()) {
            self.push(" <a class=\"pal-anchor\"");
            self.attribute("href", &format!("#{}{}", self.context.id_prefix(), heading.anchor));
            let text = typeset::plain(self.document, events, self.context);
            let label = self.context.label(Label::Permalink(&text));
            self.attribute("aria-label", &label);
            self.push("><span aria-hidden=\"true\">#</span></a>");
        }
        for link in self.context.section_links(index) {
            self.push(" <a class=\"pal-pair\"");
            self.address("href", &link.href);
            self.attribute("hreflang", &link.hreflang);
            self.attribute("aria-label", &link.label);
            self.push(">");
            escape::text(&mut self.html, &link.code);
            self.push("</a>");
        }
        self.push(&format!("</h{level}>\n"));
    }

    /// Adds an attribute to the open tag, its value escaped.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        escape::text(&mut self.html, value);
        self.push("\"");
    }

    /// Adds an attribute whose value is an address, escaped as addresses are.
    pub(super) fn address(&mut self, name: &str, address: &str) {
        self.push(" ");
        self.push(name);
        self.push("=\"");
        escape::address(&mut self.html, address);
        self.push("\"");
    }

    /// A formula; one that can't be read shows as it was written.
    fn formula(&mut self, index: usize) {
        let Some(formula) = self.document.formulas.get(index) else { return };
        match &formula.math {
            Ok(math) => self.push(&math.html(self.context.decimal_mark())),
            Err(_) => {
                self.push("<code>");
                escape::text(&mut self.html, &formula.tex);
                self.push("</code>");
            }
        }
    }

    /// A code block as CommonMark's reference writes it.
    fn start_code(&mut self, info: Option<&str>) {
        self.block("<pre><code");
        let language = info.and_then(|info| info.split_whitespace().next());
        if let Some(language) = language {
            self.attribute("class", &format!("language-{language}"));
        }
        self.push(">");
    }

    fn start_table(&mut self, alignments: &[ColumnAlignment]) {
        self.tables += 1;
        self.table = Table { alignments: alignments.to_vec(), ..Table::default() };
        // A wide table scrolls by itself. A group, not a region: it is no landmark of the page.
        self.block("<div class=\"pal-table\" role=\"group\" tabindex=\"0\"");
        let label = self.context.label(Label::Table(self.tables));
        self.attribute("aria-label", &label);
        self.push(">\n<table>\n");
    }

    fn end_table(&mut self) {
        if self.table.has_body {
            self.push("</tbody>\n");
        }
        self.push("</table>\n</div>\n");
    }

    fn start_cell(&mut self, is_empty: bool) {
        let class = match self.table.alignments.get(self.table.column) {
            Some(ColumnAlignment::Left) => " class=\"pal-align-left\"",
            Some(ColumnAlignment::Center) => " class=\"pal-align-center\"",
            Some(ColumnAlignment::Right) => " class=\"pal-align-right\"",
            Some(ColumnAlignment::None) | None => "",
        };
        // A heading without words would be read as one.
        let (tag, scope) = match self.table.in_head && !is_empty {
            true => ("th", " scope=\"col\""),
            false => ("td", ""),
        };
        self.push(&format!("<{tag}{scope}{class}>"));
        if is_empty {
            self.push(&format!("</{tag}>\n"));
        }
    }

    fn start_link(&mut self, index: usize) {
        let Some(href) = self.context.href(index) else { return };
        self.push("<a");
        let link = self.document.links.get(index);
        // On paper, which shows where links lead, an address is written once: not after words that are it, nor when the
        // text has led there before.
        let is_again = href.starts_with("http") && !self.context.is_new_address(&href);
        if self.is_page() && (is_again || link.is_some_and(|link| link.kind == LinkKind::Autolink)) {
            self.attribute("class", "pal-bare");
        }
        self.address("href", &href);
        if let Some(title) = link.and_then(|link| link.title.as_deref()) {
            self.attribute("title", &self.set(title));
        }
        self.push(">");
        self.linked = true;
    }

    fn end_link(&mut self) {
        if std::mem::take(&mut self.linked) {
            self.push("</a>");
        }
        let calls = std::mem::take(&mut self.after_link);
        self.push(&calls);
    }

    /// The prefix of ids, as it is written in an attribute.
    pub(super) fn id_prefix(&self) -> String {
        escape(self.context.id_prefix())
    }
}
