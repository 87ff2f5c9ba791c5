//! Citations and the list of references of a text on its page.
//!
//! All citations of a page are formatted together, when the first of them is written: what a style
//! makes of one depends on those before it, and on the other works that are cited.

mod format;
mod groups;
mod in_notes;
mod item;
mod order;
mod pieces;
mod quotes;
mod ranges;
mod rich;
mod sorted;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use crate::locale::Locale;
use crate::model::{Item, Reference, Work};
use crate::parse::document::CitationItem;
use crate::render::html::{escape, named_by};
use crate::render::plain;
use crate::render::terms::TermsLead;
use crate::render::text::{PageText, fragment};
use format::{Call, Cited, Formatted};
pub(super) use in_notes::in_notes;
use order::Place;
use pieces::{Mark, Piece, Titles};

/// The citations of a text, formatted, and the works that they cite.
#[derive(Debug)]
pub(super) struct Citations {
    /// Each work once, by first citation: an index of the book's.
    works: Vec<usize>,
    /// For each citation of the document that is formatted, its index among them.
    calls: HashMap<usize, usize>,
    /// Where citations stand, for a style in notes.
    places: HashMap<usize, Place>,
    formatted: Arc<Formatted>,
}

impl Citations {
    /// Formats what a text cites.
    pub(super) fn new(text: &PageText<'_>) -> Self {
        let document = text.document();
        let order = order::order(document, text.style.is_in_notes());
        let mut works: Vec<usize> = Vec::new();
        let mut index: HashMap<usize, usize> = HashMap::new();
        let mut calls = Vec::with_capacity(order.len());
        let mut by_citation = HashMap::new();
        for (citation, note) in order {
            let Some(written) = document.citations.get(citation) else { continue };
            let known = written.items.iter().filter_map(|item| Some((work(text, item)?, item)));
            let cited = known.map(|(work, item)| {
                let work = *index.entry(work).or_insert_with(|| {
                    works.push(work);
                    works.len() - 1
                });
                (work, item.locator.as_ref().map(|locator| (locator.label, locator.value.clone())))
            });
            let cited: Vec<_> = cited.collect();
            if cited.is_empty() || by_citation.contains_key(&citation) {
                continue;
            }
            by_citation.insert(citation, calls.len());
            calls.push(Call { works: cited, in_text: written.in_text, note });
        }
        let cited: Vec<Cited> = works.iter().map(|work| prepared(text, *work)).collect();
        let formatted = match calls.is_empty() {
            true => Arc::default(),
            false => format::format(text.style, &cited, &calls),
        };
        let places = if text.style.is_in_notes() { order::places(document) } else { HashMap::new() };
        Self { works, calls: by_citation, places, formatted }
    }

    fn pieces(&self, citation: usize) -> Option<(&[Piece], &[Piece])> {
        let call = *self.calls.get(&citation)?;
        Some((self.formatted.calls.get(call)?, self.formatted.authors.get(call)?))
    }

    /// Whether the list has an entry of a work of the book.
    fn lists(&self, work: usize) -> bool {
        self.formatted.entries.iter().any(|entry| self.works.get(entry.work) == Some(&work))
    }
}

/// The work that an item of a citation names.
fn work(text: &PageText<'_>, item: &CitationItem) -> Option<usize> {
    text.book.reference(text.lesson, &item.key.value)
}

/// A work of the book, as the library takes it.
fn prepared(text: &PageText<'_>, work: usize) -> Cited {
    let Some(reference) = text.book.references.works.get(work) else { return cited(text, "", &Item::new()) };
    match &reference.work {
        Work::Item(item) => cited(text, &reference.key, item),
        Work::Words(words) => prepared_item(text, &reference.key, &words::item(text, words)),
    }
}

/// A work, its titles set by the rules of its language.
fn cited(text: &PageText<'_>, key: &str, item: &Item) -> Cited {
    let page = text.book.config.language(text.translation.locale).tag.as_str();
    prepared_item(text, key, &item::typeset(item, page, |tag| text.book.config.typography(tag)))
}

fn prepared_item(text: &PageText<'_>, key: &str, item: &Item) -> Cited {
    let page = text.book.config.language(text.translation.locale).tag.as_str();
    let style = text.style.unpacked();
    let particles = style.map_or_else(Default::default, |style| style.csl.settings.demote_non_dropping_particle);
    let prepare = |item: &Item| {
        let mut item = item::prepare(key, item, page, particles);
        if let Some(style) = style {
            style.told.tell(&mut item);
        }
        item
    };
    let whole = prepare(item);
    let until = item::until(item).as_ref().map(prepare);
    let sorted = sorted::sorted_as(&whole);
    Cited::new(whole, until, sorted, item::particles(item, particles), titles(item, page))
}

/// The titles of a work in another language than the page.
fn titles(item: &Item, page: &str) -> Option<Titles> {
    let lang = item::language(item).filter(|lang| primary(lang) != primary(page))?;
    let fields = ["title", "title-short", "container-title", "container-title-short", "volume-title", "part-title"];
    let titles = fields.iter().filter_map(|field| item.get(*field)?.as_str());
    let folded =
        titles.map(|title| pieces::folded(&rich::read(title, false))).filter(|title| !title.is_empty()).collect();
    Some(Titles { folded, lang: lang.into_owned() })
}

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or(tag).to_ascii_lowercase()
}

/// A citation as HTML: each work a link to its reference. A `@word` of running text that is no known
/// key is text, as written. Where it is `linked` itself, the works are words: a link holds no other.
pub(super) fn citation(text: &PageText<'_>, index: usize, linked: bool) -> String {
    let document = text.document();
    let Some(written) = document.citations.get(index) else { return String::new() };
    let known: Vec<&CitationItem> = written.items.iter().filter(|item| work(text, item).is_some()).collect();
    if written.in_text && written.items.first().is_none_or(|item| work(text, item).is_none()) {
        return escape(&written.raw);
    }
    let Some((pieces, author)) = text.citations().pieces(index) else {
        // Reported as undefined; shown as it was written.
        return escape(&written.raw);
    };
    let place = text.citations().places.get(&index).copied().unwrap_or_default();
    let writer = Writer { text, known, linked, place };
    match (written.in_text, place.is_amid) {
        (true, _) => writer.in_text(pieces, author),
        (false, true) => writer.in_brackets(&pieces::without_stop(pieces)),
        (false, false) => writer.in_brackets(pieces),
    }
}

/// Writes one citation.
struct Writer<'w, 'a> {
    text: &'w PageText<'a>,
    /// Its items whose works are known.
    known: Vec<&'w CitationItem>,
    linked: bool,
    place: Place,
}

impl Writer<'_, '_> {
    fn in_brackets(&self, pieces: &[Piece]) -> String {
        let mut html = String::new();
        self.around(
            pieces,
            |index, work| {
                let item = self.known.get(index);
                match item.is_some_and(|item| item.suppress_author) {
                    true => without_author(work),
                    false => work.to_vec(),
                }
            },
            &mut html,
        );
        // Without a note, brackets set it apart.
        if self.place.in_field { format!("({html})") } else { html }
    }

    /// The author in the text, and the rest in the style's brackets.
    fn in_text(&self, pieces: &[Piece], standing: &[Piece]) -> String {
        let suppressed = self.known.first().is_some_and(|item| item.suppress_author);
        let first = works(pieces).find(|(index, _)| *index == 0).map(|(_, work)| work).unwrap_or_default();
        let names = author(first);
        // In the text, “and” is a word.
        let and = format!(" {} ", self.text.strings.get("and"));
        let named = |pieces: &[Piece]| pieces::html(&pieces::spelt_out(pieces, &and), false);
        let name = if names.is_empty() { named(standing) } else { named(&names) };
        if self.text.style.is_in_notes() {
            return if suppressed { String::new() } else { name };
        }
        let mut rest = String::new();
        self.around(
            pieces,
            |index, work| {
                let item = self.known.get(index);
                match index == 0 || item.is_some_and(|item| item.suppress_author) {
                    true => without_author(work),
                    false => work.to_vec(),
                }
            },
            &mut rest,
        );
        // A style that cites by name alone has said all.
        let is_empty = !rest.contains(|letter: char| letter.is_alphanumeric());
        match (suppressed || name.is_empty(), is_empty) {
            (true, _) => rest,
            (false, true) => self.link(0, &name),
            (false, false) if rest.starts_with("<sup>") => name + &rest,
            (false, false) => format!("{name} {rest}"),
        }
    }

    /// Writes a citation's pieces, each work in a link of its own, with what the author wrote before
    /// and after it.
    fn around(&self, pieces: &[Piece], shown: impl Fn(usize, &[Piece]) -> Vec<Piece>, html: &mut String) {
        let mut at = 0;
        while at < pieces.len() {
            let Piece::Start(Mark::Work(index)) = &pieces[at] else {
                let end = pieces[at..].iter().position(|piece| matches!(piece, Piece::Start(Mark::Work(_))));
                let end = end.map_or(pieces.len(), |end| at + end);
                html.push_str(&pieces::html(&pieces[at..end], !self.linked));
                at = end;
                continue;
            };
            let close = Piece::End(Mark::Work(*index));
            let end = pieces[at..].iter().position(|piece| *piece == close).map_or(pieces.len(), |end| at + end);
            let work = shown(*index, &pieces[at + 1..end.max(at + 1)]);
            self.work(*index, &work, html);
            at = end + 1;
        }
    }

    fn work(&self, index: usize, pieces: &[Piece], html: &mut String) {
        let Some(item) = self.known.get(index) else {
            html.push_str(&pieces::html(pieces, false));
            return;
        };
        if !item.prefix.is_empty() {
            match self.place.begins && index == 0 {
                true => html.push_str(&escape(&with_capital(&item.prefix))),
                false => html.push_str(&escape(&item.prefix)),
            }
            html.push_str(if item.prefix.ends_with(['’', '\'', '\u{a0}']) { "" } else { " " });
        }
        if let Some(words) = self.words_in_note(index, item) {
            html.push_str(&words);
            return;
        }
        // A link can't hold a link: what follows an address stands after it.
        let end = pieces.iter().position(|piece| matches!(piece, Piece::Link { .. })).unwrap_or(pieces.len());
        let (inside, after) = pieces::cut(pieces, end);
        let words = pieces::html(&inside, false);
        match words.is_empty() {
            true => {}
            false => html.push_str(&self.link(index, &words)),
        }
        html.push_str(&pieces::html(&after, !self.linked));
        if !item.suffix.is_empty() {
            let apart = if item.suffix.starts_with([',', ';', '.', ':']) { "" } else { ", " };
            html.push_str(apart);
            html.push_str(&escape(&item.suffix));
        }
    }

    /// In a note, a reference in the author's own words is those words.
    fn words_in_note(&self, index: usize, item: &CitationItem) -> Option<String> {
        let reference = self.text.book.references.works.get(work(self.text, item)?)?;
        let Work::Words(words) = &reference.work else { return None };
        if !self.text.style.is_in_notes() {
            return None;
        }
        let mut html = words::html(self.text, words);
        if self.place.is_amid && html.ends_with('.') {
            html.pop();
        }
        if let Some(locator) = &item.locator {
            html = format!("{}, {}", html.trim_end_matches('.'), escape(&locator.written));
        }
        if !html.contains("<a ") {
            html = self.link(index, &html);
        }
        if !item.suffix.is_empty() {
            html.push_str(", ");
            html.push_str(&escape(&item.suffix));
        }
        Some(html)
    }

    /// Words that lead to a work's reference, and remember that they do so that it leads back.
    fn link(&self, index: usize, words: &str) -> String {
        let Some((item, work)) = self.known.get(index).and_then(|item| Some((item, work(self.text, item)?))) else {
            return words.to_owned();
        };
        // What stands apart from the text, a summary, has no list of its own.
        if self.text.terms_lead == TermsLead::ToTheGlossary {
            return words.to_owned();
        }
        let (key, prefix) = (item.key.value.as_str(), self.text.prefix);
        let mut mentions = self.text.mentions.borrow_mut();
        let id = match mentions.iter().filter(|(other, _)| *other == work).count() {
            0 => format!("{prefix}cite:{key}"),
            before => format!("{prefix}cite:{key}-{}", before + 1),
        };
        let is_listed = self.text.citations().lists(work);
        let html = if self.linked || !is_listed {
            format!("<span id=\"{}\">{words}</span>", escape(&id))
        } else {
            format!(
                "<a class=\"citation\" id=\"{}\" href=\"#{}\" role=\"doc-biblioref\">{words}</a>",
                escape(&id),
                fragment(&format!("{prefix}ref:{key}")),
            )
        };
        mentions.push((work, id));
        html
    }
}

/// Words as they begin a sentence.
fn with_capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The works of a citation, with what is written of each.
fn works(pieces: &[Piece]) -> impl Iterator<Item = (usize, &[Piece])> {
    pieces.iter().enumerate().filter_map(|(at, piece)| {
        let Piece::Start(Mark::Work(index)) = piece else { return None };
        let end = pieces[at..].iter().position(|piece| *piece == Piece::End(Mark::Work(*index)))?;
        Some((*index, &pieces[at + 1..at + end]))
    })
}

/// Where a work's author ends: with its names, else, where a title stands for them, before the date.
fn author_end(work: &[Piece]) -> Option<usize> {
    let names = work.iter().position(|piece| *piece == Piece::End(Mark::Names)).map(|end| end + 1);
    names.or_else(|| work.iter().position(|piece| *piece == Piece::Start(Mark::Date))).filter(|end| *end > 0)
}

/// The author that a work is cited by, if by one.
fn author(work: &[Piece]) -> Vec<Piece> {
    let Some(end) = author_end(work) else { return Vec::new() };
    pieces::trimmed_end(pieces::cut(work, end).0)
}

/// What a work is cited by, but its author.
fn without_author(work: &[Piece]) -> Vec<Piece> {
    match author_end(work) {
        Some(end) => pieces::trimmed_start(pieces::cut(work, end).1),
        None => work.to_vec(),
    }
}

/// The list of the works that the text cites, as its style has it, each with the ways back to where
/// it is cited; empty when nothing is cited.
pub(super) fn list(text: &PageText<'_>) -> String {
    let mentions = text.mentions.borrow();
    let citations = text.citations();
    let entries =
        citations.formatted.entries.iter().filter_map(|entry| Some((*citations.works.get(entry.work)?, entry)));
    let entries: Vec<_> = entries.filter(|(work, _)| mentions.iter().any(|(other, _)| other == work)).collect();
    if entries.is_empty() {
        return String::new();
    }
    let heading = escape(text.strings.get("references"));
    let (prefix, named_by) = (text.prefix, named_by(text.prefix, "references"));
    let is_labelled = entries.iter().any(|(_, entry)| !entry.label.is_empty());
    let class = if is_labelled { " class=\"labelled\"" } else { "" };
    let mut html = format!(
        "<section class=\"references\" role=\"doc-bibliography\" aria-labelledby=\"{named_by}\">\n\
         <h2 id=\"{prefix}references\">{heading}</h2>\n<ul{class}>\n"
    );
    for (work, entry) in entries {
        let Some(reference) = text.book.references.works.get(work) else { continue };
        let ids: Vec<_> = mentions.iter().filter(|(other, _)| *other == work).map(|(_, id)| id).collect();
        html.push_str(&format!("<li id=\"{}\">", escape(&format!("{prefix}ref:{}", reference.key))));
        if !entry.label.is_empty() {
            let label = pieces::html(&entry.label, true);
            html.push_str(&format!("<span class=\"reference-label\">{}</span> ", label.trim()));
        }
        match &reference.work {
            Work::Words(words) => html.push_str(&words::html(text, words)),
            Work::Item(_) => html.push_str(pieces::html(&entry.pieces, true).trim()),
        }
        for (index, id) in ids.iter().enumerate() {
            html.push_str(&way_back(text, id, index + 1, ids.len()));
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n</section>\n");
    html
}

/// The works that the texts of a language cite, in the order of its style, each by its index and as
/// an entry. `text` is any text as the page shows it.
pub(super) fn of_book(text: &PageText<'_>, locale: Locale) -> Vec<(usize, String)> {
    let works = text.book.references.works.iter().enumerate();
    let works: Vec<_> = works.filter(|(_, work)| !work.lessons.get(locale).is_empty()).map(|(work, _)| work).collect();
    // One key may name several works of a book; here its number tells them apart.
    let cited = works.iter().map(|work| {
        let mut cited = prepared(text, *work);
        cited.name(&work.to_string());
        cited
    });
    let formatted = listed(text, &cited.collect::<Vec<_>>());
    let entries = formatted.entries.iter().filter_map(|entry| {
        let work = *works.get(entry.work)?;
        let html = match &text.book.references.works.get(work)?.work {
            Work::Words(words) => words::html(text, words),
            Work::Item(_) => pieces::html(&entry.pieces, true).trim().to_owned(),
        };
        Some((work, html))
    });
    entries.collect()
}

/// A work that is not of the book, as an entry in the style of the text's language.
pub(super) fn item(text: &PageText<'_>, item: &Item) -> String {
    entry_of(text, cited(text, "item", item))
}

/// A work as plain text, as the style of the text's language writes it.
pub(super) fn words(text: &PageText<'_>, given: &Reference) -> String {
    match &given.work {
        Work::Words(words) => plain::text(&words::html(text, words)),
        Work::Item(fields) => plain::text(&item(text, fields)),
    }
}

/// The entries of works, wherever they are cited.
fn listed(text: &PageText<'_>, cited: &[Cited]) -> Arc<Formatted> {
    let calls: Vec<Call> =
        (0..cited.len()).map(|work| Call { works: vec![(work, None)], in_text: false, note: None }).collect();
    format::format(text.style, cited, &calls)
}

fn entry_of(text: &PageText<'_>, cited: Cited) -> String {
    let formatted = listed(text, &[cited]);
    formatted.entries.first().map_or_else(String::new, |entry| pieces::html(&entry.pieces, true).trim().to_owned())
}

fn way_back(text: &PageText<'_>, id: &str, number: usize, of: usize) -> String {
    let label = if of == 1 {
        text.strings.get("reference_back").to_owned()
    } else {
        text.strings.fill("reference_back_to", &[("number", &number)])
    };
    let words = if of == 1 { String::from("↩") } else { format!("↩{number}") };
    format!(
        " <a class=\"way-back\" href=\"#{}\" role=\"doc-backlink\" aria-label=\"{}\">{words}</a>",
        fragment(id),
        escape(&label)
    )
}
