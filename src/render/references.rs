//! Citations and the list of references of a text on its page.
//!
//! All citations of a page are formatted together, when the first of them is written: what a style
//! makes of one depends on those before it, and on the other works that are cited.

mod authors;
mod citation;
mod disambiguation;
mod format;
mod groups;
mod in_notes;
mod item;
mod numbered;
mod order;
mod pieces;
mod quotes;
mod ranges;
mod rich;
mod runs;
mod sorted;
mod words;

use std::collections::{HashMap, HashSet};
use std::hash::Hash as _;
use std::ops::Range;
use std::sync::Arc;

use crate::locale::Locale;
use crate::model::{Item, LessonRef, Reference, Work};
use crate::parse::document::{Citation, CitationItem};
use crate::render::html::{escape, named_by};
use crate::render::memory::Hashing;
use crate::render::plain;
use crate::render::text::{PageText, fragment};
pub(super) use citation::{Mentions, citation, citation_words};
pub(super) use format::CitationMemory;
use format::{Call, Cited, Formatted};
pub(super) use in_notes::in_notes;
pub(super) use item::genre;
use order::Surroundings;
use pieces::{Piece, Titles};

/// The citations of a text, formatted, and the works that they cite.
#[derive(Debug)]
pub(super) struct Citations {
    /// Each work once, by first citation: an index of the book's.
    works: Vec<usize>,
    /// For each citation of the document that is formatted, what was formatted for it.
    calls: HashMap<usize, Called>,
    /// The surroundings of citations, for a style in notes.
    places: HashMap<usize, Surroundings>,
    /// The works of citations that were cited before, by citation and place in it.
    repeated: HashSet<(usize, usize)>,
    formatted: Arc<Formatted>,
}

/// What was formatted for a citation.
#[derive(Debug)]
struct Called {
    /// Its calls, one for each run.
    calls: Range<usize>,
    /// Runs of its known works that the style may sort.
    runs: Vec<Range<usize>>,
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
        let (mut seen, mut repeated) = (HashSet::new(), HashSet::new());
        for (citation, note) in order {
            let Some(written) = document.citations.get(citation) else { continue };
            let known: Vec<_> = written.items.iter().filter_map(|item| Some((work(text, item)?, item))).collect();
            if known.is_empty() || by_citation.contains_key(&citation) {
                continue;
            }
            let items: Vec<_> = known.iter().map(|(_, item)| *item).collect();
            let in_text = stands_in_text(text, written);
            let (start, runs) = (calls.len(), runs::runs(&items, in_text));
            for run in runs.iter().cloned() {
                let cited = known[run.clone()].iter().zip(run.clone()).map(|((work, item), place)| {
                    if !seen.insert(*work) {
                        repeated.insert((citation, place));
                    }
                    let work = *index.entry(*work).or_insert_with(|| {
                        works.push(*work);
                        works.len() - 1
                    });
                    (work, item.locator.as_ref().map(|locator| (locator.label, locator.value.clone())))
                });
                calls.push(Call { works: cited.collect(), in_text: in_text && run.start == 0, note });
            }
            by_citation.insert(citation, Called { calls: start..calls.len(), runs });
        }
        let cited: Vec<Arc<Cited>> = works.iter().map(|work| prepared(text, *work)).collect();
        let formatted = match calls.is_empty() {
            true => Arc::default(),
            false => format::format(&text.memory.references, text.style, &cited, &calls),
        };
        let places = if text.style.is_in_notes() { order::places(document) } else { HashMap::new() };
        Self { works, calls: by_citation, places, repeated, formatted }
    }

    /// What a style made of a citation whose works are parted by `delimiter`, and of the author named
    /// in the text.
    fn pieces(&self, citation: usize, delimiter: &str) -> Option<(Vec<Piece>, &[Piece])> {
        let Called { calls, runs } = self.calls.get(&citation)?;
        let author = self.formatted.authors.get(calls.start)?;
        let formatted = self.formatted.calls.get(calls.clone())?;
        Some((runs::joined(formatted.iter().zip(runs), delimiter), author))
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

/// Whether an author is named in the text: a `@word` that is no known key is a word.
fn stands_in_text(text: &PageText<'_>, citation: &Citation) -> bool {
    citation.in_text && citation.items.first().is_some_and(|item| work(text, item).is_some())
}

/// A work of the book, as hayagriva takes it.
fn prepared(text: &PageText<'_>, work: usize) -> Arc<Cited> {
    let Some(reference) = text.book.references.works.get(work) else { return cited(text, "", &Item::new()) };
    match &reference.work {
        Work::Item(item) => cited(text, &reference.key, item),
        Work::Words(words) => Arc::new(prepared_item(text, &reference.key, &words::item(text, words))),
    }
}

/// A work, its titles set by the rules of its language.
fn cited(text: &PageText<'_>, key: &str, item: &Item) -> Arc<Cited> {
    let page = text.book.config.language(text.translation.locale).tag.as_str();
    let rules = text.book.config.typography(item::language(item).as_deref().unwrap_or(page));
    let of = |hasher: &mut Hashing| {
        hasher.0.update(text.style.unpacked().map_or(&[], |style| style.id.as_bytes().as_slice()));
        (key, page, rules, item).hash(hasher);
    };
    let make = || Some(prepared_item(text, key, &item::typeset(item, rules)));
    text.memory.references.works.get(of, make).unwrap_or_else(|| Arc::new(prepared_item(text, key, item)))
}

fn prepared_item(text: &PageText<'_>, key: &str, item: &Item) -> Cited {
    let page = text.book.config.language(text.translation.locale).tag.as_str();
    let style = text.style.unpacked();
    let particles = style.map_or_else(Default::default, |style| style.csl.settings.demote_non_dropping_particle);
    let prepare = |item: &Item| {
        let mut item = item::prepare(key, item, page, particles);
        if let Some(style) = style {
            // The standard has no abstracts, whatever the style’s authors made of it.
            if style.csl.info.id.contains("/iso690") {
                item.0.remove("abstract");
            }
            style.told.tell(&mut item, key);
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

/// The list of the works that the text cites, as its style has it, each with the ways back to where
/// it is cited; `None` when nothing is cited.
pub(super) fn list(text: &PageText<'_>) -> Option<String> {
    let mentions = text.mentions.borrow();
    let citations = text.citations();
    let entries =
        citations.formatted.entries.iter().filter_map(|entry| Some((*citations.works.get(entry.work)?, entry)));
    let entries: Vec<_> = entries.filter(|(work, _)| mentions.has(*work)).collect();
    if entries.is_empty() {
        return None;
    }
    let heading = escape(text.strings.get("references"));
    let (prefix, named_by) = (text.prefix, named_by(text.prefix, "references:title"));
    let is_labelled = entries.iter().any(|(_, entry)| entry.label.is_some());
    let class = if is_labelled { " class=\"pal-labelled\"" } else { "" };
    let mut html = format!(
        "<section class=\"pal-references\" role=\"doc-bibliography\" aria-labelledby=\"{named_by}\">\n\
         <h{level} id=\"{prefix}references:title\">{heading}</h{level}>\n<ul{class}>\n",
        level = 2 + text.lowered
    );
    for (work, entry) in entries {
        let Some(reference) = text.book.references.works.get(work) else { continue };
        let ids = mentions.of(work);
        html.push_str(&format!("<li id=\"{}\">", escape(&format!("{prefix}ref:{}", reference.key))));
        if let Some(label) = &entry.label {
            let label = pieces::html(label, true);
            html.push_str(&format!("<span class=\"pal-reference-label\">{}</span> ", label.trim()));
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
    Some(html)
}

/// The works that the texts of a language cite, in the order of its style, each by its index and as
/// an entry. `text` is any text as the page shows it.
pub(super) fn of_book(text: &PageText<'_>, locale: Locale) -> Vec<(usize, String)> {
    of_texts(text, locale, |_| true)
}

/// Those of them that one of some texts cites.
pub(super) fn of_texts(
    text: &PageText<'_>,
    locale: Locale,
    is_wanted: impl Fn(&LessonRef) -> bool,
) -> Vec<(usize, String)> {
    let works = text.book.references.works.iter().enumerate();
    let works = works.filter(|(_, work)| work.lessons.get(locale).iter().any(&is_wanted));
    let works: Vec<_> = works.map(|(work, _)| work).collect();
    // One key may name several works of a book; here the number distinguishes them.
    let cited = works.iter().map(|work| {
        let mut cited = prepared(text, *work).as_ref().clone();
        cited.name(&work.to_string());
        Arc::new(cited)
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
fn listed(text: &PageText<'_>, cited: &[Arc<Cited>]) -> Arc<Formatted> {
    let calls: Vec<Call> =
        (0..cited.len()).map(|work| Call { works: vec![(work, None)], in_text: false, note: None }).collect();
    format::format(&text.memory.references, text.style, cited, &calls)
}

fn entry_of(text: &PageText<'_>, cited: Arc<Cited>) -> String {
    let formatted = listed(text, &[cited]);
    formatted.entries.first().map_or_else(String::new, |entry| pieces::html(&entry.pieces, true).trim().to_owned())
}

fn way_back(text: &PageText<'_>, id: &str, number: usize, of: usize) -> String {
    let label = if of == 1 {
        text.strings.get("reference_back").to_owned()
    } else {
        text.strings.fill("reference_back_to", &[("number", &number)])
    };
    let words = if of == 1 { String::from("↩\u{fe0e}") } else { format!("↩\u{fe0e}{number}") };
    format!(
        " <a class=\"pal-way-back\" href=\"#{}\" role=\"doc-backlink\" aria-label=\"{}\">{words}</a>",
        fragment(id),
        escape(&label)
    )
}
