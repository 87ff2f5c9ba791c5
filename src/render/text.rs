//! A text of the book on the page that shows it: its links led from there, its citations, its
//! notes and references.
//!
//! The format it is written for, the web site or another, gives nothing but [`Links`]: a text knows no plan
//! of a site and no page. What the format makes of the written text goes through [`told`] once it is whole: words
//! that the theme lends one language from another carry marks until then (`tests/format.rs` is a small format).
//!
//! A [`PageText`] is written once and used up by it: the parts at a text's end list what the parts
//! before them used, so that their order is kept here and nowhere else.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::hash::Hash as _;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::config::{Counts, RawHtmlMode};
use crate::locale::Locale;
use crate::locale::number::Marks;
use crate::locale::typography::{OBJECT, Typography};
use crate::model::{Audience, Book, Lesson, Permalink, Target, Translation, is_of_every_page};
use crate::parse::document::{CalloutKind, Document, Event, Events, ProseField, TermUse};
use crate::parse::formula::{DecimalMark, Formula};
use crate::pictures::Pictures;
use crate::render::credits;
use crate::render::excerpt::{self, Excerpt};
use crate::render::html::{
    self, Context, Label, SectionLink, ShownCaptions, ShownMedia, ShownTranscript, ShownWidth, TaskMarks,
};
pub use crate::render::lent::told;
use crate::render::memory::Memory;
use crate::render::references::{self, Citations, Mentions};
use crate::render::terms::{self, TermsLead};
use crate::render::view::{Str, Text, TocEntry};
use crate::source::BookPath;
use crate::style::{Style, Styles};
use crate::theme::{Strings, Theme};

/// What a text is shown with, on whichever page.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The book that it is of.
    pub book: &'a Book,
    /// The theme, whose words it has.
    pub theme: &'a Theme,
    /// The styles of its citations.
    pub styles: &'a Styles,
    /// What was rendered before.
    pub memory: &'a Memory,
    /// The images that come in several widths.
    pub pictures: &'a Pictures,
}

/// How a format leads from the place where a text is shown to what the book publishes.
pub trait Links {
    /// The address of that page or file as a link of the text has it, percent-encoded; `None` if the format
    /// has no such page or file: then a link shows as its words, an image as its alternative text.
    fn href(&self, to: &Permalink) -> Option<String>;

    /// The address of a place in that page, asked for with that query (`?…`, or nothing).
    fn place(&self, to: &Permalink, query: &str, anchor: Option<&str>) -> Option<String> {
        let href = self.href(to)? + query;
        Some(match anchor {
            Some(anchor) => format!("{href}#{}", fragment(anchor)),
            None => href,
        })
    }
}

/// A page of the web site leads everywhere, by addresses relative to it.
impl Links for Permalink {
    fn href(&self, to: &Permalink) -> Option<String> {
        Some(Permalink::href(self, to))
    }
}

impl<F: Fn(&Permalink) -> Option<String>> Links for F {
    fn href(&self, to: &Permalink) -> Option<String> {
        self(to)
    }
}

/// One translation, as it is shown on one page, nothing of it written yet.
pub struct PageText<'a> {
    /// The book.
    pub(super) book: &'a Book,
    /// The theme, for its words.
    pub(super) theme: &'a Theme,
    /// The lesson that the text is a translation of.
    pub(super) lesson: &'a Lesson,
    /// The text.
    pub(super) translation: &'a Translation,
    /// The links from where it is shown.
    pub(super) links: &'a dyn Links,
    /// The page's language, which the text's may differ from.
    pub(super) page_locale: Locale,
    /// The words of the text's language.
    pub(super) strings: &'a Strings,
    /// The book's citation styles.
    pub(super) styles: &'a Styles,
    /// What was rendered before.
    pub(super) memory: &'a Memory,
    /// The images that come in several widths.
    pub(super) pictures: &'a Pictures,
    /// That of its language.
    pub(super) style: &'a Style,
    /// For whom it is shown: the book's readers, unless the page says otherwise.
    pub(super) audience: Audience,
    /// What it says, with its citations in notes, where its style has them there.
    pub(super) noted: Option<Box<Document>>,
    /// Its citations, formatted when the first is written.
    pub(super) citations: OnceCell<Citations>,
    /// Its notes' numbers, for the citations that call some among their words.
    pub(super) notes: OnceCell<html::Notes>,
    /// Where works were cited so far. Filled by what uses the text up, in the order of the page; what may be asked
    /// before (the table of contents) gives no place in the text. A cell, since whatever writes a text asks for its
    /// citations and terms through a shared [`Context`], from within a link, a note or a citation: to pass these counts
    /// along, each function that writes HTML would take and give them, for the two that use them.
    pub(super) mentions: RefCell<Mentions>,
    /// The page of the glossary in the page's language.
    pub(super) glossary: Option<&'a Permalink>,
    /// Where words lead that are terms.
    pub(super) terms_lead: TermsLead,
    /// The terms used so far, and how often; written as `mentions` are.
    pub(super) terms: RefCell<BTreeMap<usize, usize>>,
    /// Its sections in the other languages of the site.
    pub(super) sections: Vec<Sections<'a>>,
    /// How the text is set.
    pub(super) typography: Typography,
    /// The prefix of every id of the text: not empty if other texts are on the page too.
    pub(super) prefix: &'a str,
    /// What of it the page shows, if that is no more than some of its callouts.
    pub(super) excerpt: Option<Excerpt<'a>>,
    /// Whether the page is made for paper.
    pub(super) is_for_paper: bool,
    /// By how many levels its headings are lower than on a page of its own.
    pub(super) lowered: u8,
    /// Where its links have led so far; written as `mentions` are.
    pub(super) addresses: RefCell<HashSet<String>>,
}

/// A text, written.
pub struct Written<'a> {
    /// The front-matter fields before the body, each as inline HTML.
    pub fields: Vec<Str<'a>>,
    /// The body, and the lists at its end.
    pub text: Text<'a>,
}

/// A text, written in pieces for a page that sets others between them.
pub(super) struct InPieces<'a> {
    /// The front-matter fields before the body, each as inline HTML.
    pub(super) fields: Vec<Str<'a>>,
    /// The body's pieces, in order.
    pub(super) pieces: Vec<String>,
    /// The lists at the text's end; it has no body.
    pub(super) end: Text<'a>,
}

/// The sections of a text in another language of the site.
pub(super) struct Sections<'a> {
    /// The page that shows them.
    pub(super) page: &'a Permalink,
    /// Its language's key.
    pub(super) key: &'a str,
    /// Its language's name, in the language of the text.
    pub(super) language: Cow<'a, str>,
    /// The other text.
    pub(super) document: &'a Document,
    /// For each heading of the text, that of the other.
    pub(super) pairs: Vec<Option<usize>>,
}

impl<'a> PageText<'a> {
    /// A translation of a lesson as the book's readers see it, on a page in the language `page_locale`.
    pub fn new(
        parts: Parts<'a>,
        lesson: &'a Lesson,
        translation: &'a Translation,
        links: &'a dyn Links,
        page_locale: Locale,
    ) -> Self {
        Self::for_audience(parts.book.audience, parts, lesson, translation, links, page_locale)
    }

    /// As some of the book's readers see it.
    pub(super) fn for_audience(
        audience: Audience,
        Parts { book, theme, styles, memory, pictures }: Parts<'a>,
        lesson: &'a Lesson,
        translation: &'a Translation,
        links: &'a dyn Links,
        page_locale: Locale,
    ) -> Self {
        let strings = theme.strings(translation.locale);
        let style = styles.get(translation.locale);
        let document = translation.parsed.shown(audience);
        let language = book.config.language(translation.locale).tag.as_str();
        let noted = (!document.citations.is_empty() && style.is_in_notes())
            .then(|| references::in_notes(document, language, |key| book.reference(lesson, key).is_some()));
        Self {
            book,
            theme,
            styles,
            memory,
            pictures,
            style,
            audience,
            noted: noted.flatten().map(Box::new),
            citations: OnceCell::new(),
            notes: OnceCell::new(),
            lesson,
            translation,
            links,
            page_locale,
            strings,
            mentions: RefCell::default(),
            glossary: None,
            terms_lead: TermsLead::ToTheEnd,
            terms: RefCell::default(),
            sections: Vec::new(),
            typography: book.config.language(translation.locale).typography,
            prefix: "",
            excerpt: None,
            is_for_paper: false,
            lowered: 0,
            addresses: RefCell::default(),
        }
    }

    /// What it is shown with.
    pub(super) fn parts(&self) -> Parts<'a> {
        let Self { book, theme, styles, memory, pictures, .. } = *self;
        Parts { book, theme, styles, memory, pictures }
    }

    /// The whole text: the front-matter fields of that kind, which come before its body, the body, the
    /// notes, references and terms.
    pub fn written(self, before: Option<ProseField>) -> Written<'a> {
        // In the order of the page: the way back from a reference leads to the first place that cites it.
        let fields = self.fields(before);
        let body = html::body(self.document(), &self);
        Written { fields, text: self.end(Some(body).filter(|body| !body.is_empty())) }
    }

    /// The same with the body in pieces, each a run of the text's blocks.
    pub(super) fn in_pieces(
        self,
        before: Option<ProseField>,
        runs: impl Iterator<Item = Range<usize>>,
    ) -> InPieces<'a> {
        let fields = self.fields(before);
        let pieces = self.pieces(runs);
        InPieces { fields, pieces, end: self.end(None) }
    }

    /// Of an excerpt, its outermost callouts of the kinds that `is_kept` names, each as HTML, and the notes that they
    /// call.
    pub(super) fn callouts(mut self, is_kept: impl Fn(CalloutKind) -> bool) -> (Vec<String>, Option<String>) {
        let (document, places) = excerpt::of(self.document(), is_kept);
        self.noted = Some(Box::new(document));
        (html::pieces(self.document(), &self, places.into_iter()), html::notes(self.document(), &self))
    }

    /// The first front-matter field of that kind alone, as inline HTML; `None` if the text has none.
    pub(super) fn field(self, field: ProseField) -> Option<Str<'a>> {
        self.fields(Some(field)).into_iter().next()
    }

    fn pieces(&self, runs: impl Iterator<Item = Range<usize>>) -> Vec<String> {
        let document = self.document();
        let events = |blocks: Range<usize>| match document.blocks.get(blocks).unwrap_or_default() {
            [] => 0..0,
            [first, .., last] => first.events.start..last.events.end,
            [one] => one.events.clone(),
        };
        html::pieces(document, self, runs.map(events))
    }

    /// A body with the notes, references and terms that it and the fields before it use.
    fn end(&self, body: Option<String>) -> Text<'a> {
        let notes = html::notes(self.document(), self);
        let language = self.book.config.language(self.translation.locale);
        Text {
            lang: language.tag.as_str().into(),
            dir: if language.right_to_left { "rtl" } else { "ltr" },
            body: body.map(Str::from),
            notes: notes.map(Str::from),
            references: references::list(self).map(Str::from),
            // Last: the terms of the notes are listed there too.
            terms: terms::list(self).map(Str::from),
        }
    }

    /// What this site's readers get to see of the text.
    pub(super) fn document(&self) -> &Document {
        self.noted.as_deref().unwrap_or_else(|| self.translation.parsed.shown(self.audience))
    }

    /// Its citations, formatted.
    pub(super) fn citations(&self) -> &Citations {
        self.citations.get_or_init(|| Citations::new(self))
    }

    /// Its notes' numbers.
    pub(super) fn notes(&self) -> &html::Notes {
        self.notes.get_or_init(|| html::Notes::new(self.document()))
    }

    /// The id that an anchor of the text has in the page. Ids of raw HTML have no prefix, but a text that sets some
    /// is never on a page with others.
    fn own_id<'i>(&self, anchor: &'i str) -> Cow<'i, str> {
        let is_plain = self.prefix.is_empty() || is_of_every_page(anchor);
        if is_plain { anchor.into() } else { format!("{}{anchor}", self.prefix).into() }
    }

    /// The address of a file shown in pages, from this page.
    fn shown(&self, path: &BookPath) -> Option<String> {
        let shown = self.book.assets.get(path)?.shown.as_ref()?;
        self.links.href(shown)
    }

    /// Its front-matter fields of that kind, each as inline HTML.
    pub(super) fn fields(&self, field: Option<ProseField>) -> Vec<Str<'a>> {
        let document = self.document();
        let items = document.prose.iter().filter(|prose| Some(prose.field) == field);
        items.map(|prose| self.inline(&prose.events).into()).collect()
    }

    /// Inline events of this document, as HTML.
    pub(super) fn inline(&self, events: &Events) -> String {
        html::prose(self.document(), events, self)
    }

    /// The sections of the text, when there are at least two.
    pub fn toc(&self) -> Vec<TocEntry<'a>> {
        // The headings are the same, wherever citations are.
        let document = self.translation.parsed.shown(self.audience);
        let shift = document.heading_shift();
        let entries: Vec<_> = document
            .headings
            .iter()
            .zip(html::headings(document, self))
            .map(|(heading, text)| (heading.shown_level(shift), heading, text))
            .filter(|(level, ..)| (2..=3).contains(level))
            .map(|(level, heading, text)| TocEntry {
                level,
                text: text.into(),
                anchor: fragment(&format!("{}{}", self.prefix, heading.anchor)).into(),
            })
            .collect();
        if entries.len() < 2 { Vec::new() } else { entries }
    }
}

/// The description of a text in its front matter: plain text, citations and terms in it as words.
pub(super) fn description<'a>(
    parts: Parts<'a>,
    lesson: &'a Lesson,
    translation: &'a Translation,
    page: &'a Permalink,
    page_locale: Locale,
) -> Option<Cow<'a, str>> {
    let config = &parts.book.config;
    let written = translation.parsed.front_matter.description.as_ref()?;
    let is_mark = |event: &Event| matches!(event, Event::Citation(_) | Event::Term(_));
    let mut prose = translation.parsed.document.prose.iter();
    let marked = prose.find(|prose| prose.field == ProseField::Description);
    let Some(prose) = marked.filter(|prose| prose.events.iter().any(|(event, _)| is_mark(event))) else {
        return Some(config.set(&written.text, translation.locale));
    };
    let text = PageText::new(parts, lesson, translation, page, page_locale);
    let words = prose.events.iter().map(|event| match event {
        (Event::Citation(citation), _) => text.citation_words(*citation),
        event => plain(text.document(), &vec![event.clone()]),
    });
    let words: String = words.collect();
    Some(Cow::Owned(config.set(&words, translation.locale).into_owned()))
}

/// An anchor, percent-encoded for an address.
pub(super) fn fragment(anchor: &str) -> String {
    // The characters that RFC 3986 allows in a fragment (§3.5) and GitHub's anchors hold.
    const KEPT: &percent_encoding::AsciiSet =
        &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':').remove(b'/');
    utf8_percent_encode(anchor, KEPT).to_string()
}

impl Context for PageText<'_> {
    fn coloured(&self, language: &str, code: &str) -> Option<Arc<String>> {
        self.memory.code.get(|hasher| (language, code).hash(hasher), || html::coloured(language, code))
    }

    fn href(&self, link: usize) -> Option<Cow<'_, str>> {
        let written = self.document().links.get(link)?;
        match self.translation.links.get(link)? {
            Target::Lesson { to, locale, anchor } => {
                let permalinks = &self.book.lesson(*to).permalinks;
                // On a fallback page, what leads to the text's own language leads to the page's.
                let own = (*locale == self.translation.locale).then(|| permalinks.get(self.page_locale).as_ref());
                let permalink = own.flatten().or(permalinks.get(*locale).as_ref())?;
                self.links.place(permalink, written.query(), anchor.as_deref()).map(Cow::from)
            }
            Target::Shown(path) => Some((self.shown(path)? + written.part()).into()),
            Target::Played(media) => Some((self.shown(&media.path)? + written.part()).into()),
            Target::Offered(_, permalink) | Target::Static(permalink) => {
                Some((self.links.href(permalink)? + written.part()).into())
            }
            Target::Anchor(anchor) => match &self.excerpt {
                Some(Excerpt { page, .. }) => self.links.place(page, written.query(), Some(anchor)).map(Cow::from),
                None => Some(format!("{}#{}", written.query(), fragment(&self.own_id(anchor))).into()),
            },
            Target::External => Some(written.address.as_str().into()),
            Target::Nowhere => None,
        }
    }

    fn dimensions(&self, link: usize) -> Option<(u32, u32)> {
        match self.translation.links.get(link)? {
            Target::Shown(path) => self.book.assets.get(path)?.file.dimensions,
            Target::Played(media) => self.book.assets.get(&media.path)?.file.dimensions,
            _ => None,
        }
    }

    fn widths(&self, link: usize) -> Vec<ShownWidth> {
        let Some(Target::Shown(path)) = self.translation.links.get(link) else { return Vec::new() };
        let widths = self
            .pictures
            .of(path)
            .iter()
            .map(|made| Some(ShownWidth { src: self.links.href(&made.width.address)?, width: made.width.width }));
        widths.collect::<Option<_>>().unwrap_or_default()
    }

    fn credit(&self, link: usize) -> Option<String> {
        let credit = self.book.credit(self.translation, link)?;
        let html = credits::html(&credit, &self.book.config, self.strings, self.translation.locale);
        let words = [self.strings.get("credit"), self.strings.get("colon")].map(html::escape).concat();
        Some(words + &html)
    }

    fn media(&self, link: usize) -> ShownMedia<'_> {
        let Some(Target::Played(media)) = self.translation.links.get(link) else { return ShownMedia::default() };
        let captions = media.captions.iter().enumerate().filter_map(|(index, captions)| {
            Some(ShownCaptions {
                src: self.shown(&captions.path)?.into(),
                lang: captions.lang.as_str().into(),
                name: captions.name.as_str().into(),
                default: index == 0,
            })
        });
        let own = &self.book.config.language(self.translation.locale).tag;
        let transcript = media.transcript.as_ref().map(|transcript| ShownTranscript {
            lang: (transcript.lang != *own).then(|| transcript.lang.as_str().into()),
            text: (&*transcript.text).into(),
        });
        ShownMedia { captions: captions.collect(), transcript }
    }

    fn citation(&self, citation: usize, linked: bool) -> String {
        references::citation(self, citation, linked)
    }

    fn citation_words(&self, citation: usize) -> String {
        references::citation_words(self, citation)
    }

    fn term(&self, term: usize, linked: bool) -> String {
        terms::call(self, term, linked)
    }

    fn task(&self, callout: usize) -> Option<TaskMarks> {
        let placed = self.translation.tasks.get(&callout)?;
        let key = self.book.task_key(placed.task)?;
        let id = match &self.excerpt {
            Some(excerpt) => excerpt.tasks.get(&callout).map(|(_, id)| id.clone()),
            None => placed.anchor.clone(),
        };
        Some(TaskMarks { id, key })
    }

    fn task_number(&self, callout: usize) -> Option<&str> {
        let (number, _) = self.excerpt.as_ref()?.tasks.get(&callout)?;
        Some(number)
    }

    fn permalinks(&self) -> bool {
        !self.is_for_paper
    }

    fn is_for_paper(&self) -> bool {
        self.is_for_paper
    }

    fn plays_films(&self) -> bool {
        !self.is_for_paper && self.excerpt.is_none()
    }

    fn lowered(&self) -> u8 {
        self.lowered
    }

    fn is_new_address(&self, address: &str) -> bool {
        self.addresses.borrow_mut().insert(address.to_owned())
    }

    fn id_prefix(&self) -> &str {
        self.prefix
    }

    fn section_links(&self, heading: usize) -> Vec<SectionLink> {
        let links = self.sections.iter().filter_map(|sections| {
            let pair = sections.pairs.get(heading).copied().flatten()?;
            let anchor = &sections.document.headings.get(pair)?.anchor;
            let code = sections.key.to_uppercase();
            let values: [(&str, &dyn Display); 2] = [("language", &sections.language), ("code", &code)];
            Some(SectionLink {
                href: format!("{}#{}", self.links.href(sections.page)?, fragment(anchor)),
                hreflang: sections.key.to_owned(),
                label: self.strings.fill("section_in", &values),
                code,
            })
        });
        links.collect()
    }

    fn label(&self, label: Label<'_>) -> Cow<'_, str> {
        let strings = self.strings;
        match label {
            Label::NoteCall(number) => strings.fill("note_call", &[("number", &number)]).into(),
            Label::NoteBack => strings.get("note_back").into(),
            Label::NoteBackTo(call) => strings.fill("note_back_to", &[("number", &call)]).into(),
            Label::Notes => strings.get("notes").into(),
            Label::Callout(kind) => strings.get(callout(kind)).into(),
            Label::Colon => strings.get("colon").into(),
            Label::TeacherOnly => strings.get("teacher_only").into(),
            Label::Declare => strings.get("declare").into(),
            Label::ShowAnswer(false) => strings.get("show_answer").into(),
            Label::ShowAnswer(true) => strings.get("show_answers").into(),
            Label::ChoiceMarks => strings.get("choice_marks").into(),
            Label::RightAnswers(false) => strings.fill("right_answer", &[("answer", &OBJECT)]).into(),
            Label::RightAnswers(true) => strings.fill("right_answers", &[("answers", &OBJECT)]).into(),
            Label::RightOrder => strings.fill("right_order", &[("answers", &OBJECT)]).into(),
            Label::ListSeparator => strings.get("list_separator").into(),
            Label::Or => strings.get("list_alternative").into(),
            Label::Hint(number) => strings.fill("hint", &[("number", &number)]).into(),
            Label::Transcript => strings.get("transcript").into(),
            Label::Permalink(heading) => strings.fill("permalink", &[("title", &heading)]).into(),
            Label::Table(number) => strings.fill("table", &[("number", &number)]).into(),
            Label::FilmFrom(host) => strings.fill("film_from", &[("host", &host)]).into(),
            Label::FilmWatch => strings.get("film_watch").into(),
            Label::FilmOpen(host) => strings.fill("film_open", &[("host", &host)]).into(),
            Label::FilmOffline => strings.get("film_offline").into(),
            Label::MarkedLines(lines) => strings.fill("marked_lines", &[("lines", &lines)]).into(),
        }
    }

    fn counts(&self) -> Counts {
        *self.book.config.counts.get(self.translation.locale)
    }

    fn number_marks(&self) -> Marks {
        Marks::of(self.strings.tag())
    }

    fn opens_answers(&self) -> bool {
        // The author's preview shows a question as students get it.
        self.audience == Audience::Teachers
    }

    fn decimal_mark(&self) -> DecimalMark {
        match self.strings.decimal_mark() {
            ',' => DecimalMark::Comma,
            _ => DecimalMark::Point,
        }
    }

    fn typography(&self, lang: Option<&str>) -> Typography {
        let config = &self.book.config;
        lang.map_or(self.typography, |lang| config.typography(lang))
    }

    fn raw_html(&self) -> RawHtmlMode {
        self.book.config.raw_html
    }
}

/// The theme's word for a callout.
fn callout(kind: CalloutKind) -> &'static str {
    match kind {
        CalloutKind::Note => "alert_note",
        CalloutKind::Tip => "alert_tip",
        CalloutKind::Important => "alert_important",
        CalloutKind::Warning => "alert_warning",
        CalloutKind::Caution => "alert_caution",
        CalloutKind::Question => "callout_question",
        CalloutKind::Activity => "callout_activity",
        CalloutKind::Teacher => "callout_teacher",
    }
}

/// The plain text of inline events of a document.
pub(super) fn plain(document: &Document, events: &Events) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::Math(index) => text.extend(document.formulas.get(*index).map(Formula::text)),
            Event::Term(index) => text.push_str(document.terms.get(*index).map_or("", TermUse::shown)),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}
