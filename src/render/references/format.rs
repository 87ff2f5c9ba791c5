//! What a style makes of the citations of a page and of the works they cite.
//!
//! What was formatted is remembered by its content: the two translations of a lesson mostly cite the
//! same, and a preview renders a page again for every word changed elsewhere on it.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose, ElemChildren, LocatorPayload,
    SpecificLocator, standalone_citation,
};

use super::pieces::{Mark, Piece, Titles, pieces, with_particles};
use crate::source::Hash;
use crate::style::{Style, Unpacked};

/// A work to be cited.
pub(super) struct Cited {
    /// As the library takes it.
    pub(super) item: Item,
    /// Family names that a particle belongs to, which the style has elsewhere in lists: without, and with it.
    pub(super) particles: Vec<(String, String)>,
    /// Its titles, where they are in another language than the page.
    pub(super) titles: Option<Titles>,
}

impl Cited {
    /// Tells it from other works by another name than its key.
    pub(super) fn name(&mut self, name: &str) {
        self.item.0.insert("id".to_owned(), hayagriva::citationberg::json::Value::String(name.to_owned()));
    }
}

/// A citation to be formatted.
#[derive(Debug)]
pub(super) struct Call {
    /// The works, by index, with the place in each.
    pub(super) works: Vec<(usize, Option<(&'static str, String)>)>,
    /// Whether the first one's author stands in the text.
    pub(super) in_text: bool,
    /// The number of the note that it stands in.
    pub(super) note: Option<usize>,
}

/// Citations and works, formatted.
#[derive(Debug, Default)]
pub(super) struct Formatted {
    /// Each citation.
    pub(super) calls: Vec<Vec<Piece>>,
    /// For each citation whose author stands in the text, the author.
    pub(super) authors: Vec<Vec<Piece>>,
    /// The works that the style lists, in its order.
    pub(super) entries: Vec<Entry>,
}

/// A work in the list.
#[derive(Debug)]
pub(super) struct Entry {
    /// The work, by index.
    pub(super) work: usize,
    /// Its number or label, where the style sets it apart.
    pub(super) label: Vec<Piece>,
    /// The work.
    pub(super) pieces: Vec<Piece>,
}

static MEMO: LazyLock<RwLock<HashMap<Hash, Arc<Formatted>>>> = LazyLock::new(RwLock::default);

/// How many pages are remembered: those of a large book.
const MOST: usize = 20_000;

/// Formats the citations of a page, in their order.
pub(super) fn format(style: &Style, cited: &[Cited], calls: &[Call]) -> Arc<Formatted> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(style.id().as_bytes());
    for cited in cited {
        hasher.update(format!("{:?}{:?}", cited.item, cited.titles.as_ref().map(|titles| &titles.lang)).as_bytes());
    }
    hasher.update(format!("{calls:?}").as_bytes());
    let key = hasher.finalize();
    if let Some(known) = MEMO.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(known);
    }
    let formatted = Arc::new(style.unpacked().map_or_else(Formatted::default, |style| made(style, cited, calls)));
    let mut memo = MEMO.write().unwrap_or_else(PoisonError::into_inner);
    if memo.len() >= MOST {
        memo.clear();
    }
    memo.insert(key, Arc::clone(&formatted));
    formatted
}

fn made(style: &Unpacked, cited: &[Cited], calls: &[Call]) -> Formatted {
    let locale = || Some(style.locale.clone());
    let mut driver = BibliographyDriver::new();
    let mut authors = Vec::with_capacity(calls.len());
    for call in calls {
        let items = call.works.iter().filter_map(|(work, place)| item(cited, *work, place.as_ref(), None)).collect();
        driver.citation(CitationRequest::new(items, &style.csl, locale(), &style.words, call.note));
        let author = call.works.first().filter(|_| call.in_text).map(|(work, _)| {
            let items = item(cited, *work, None, Some(CitePurpose::Author)).into_iter().collect();
            standalone_citation(CitationRequest::new(items, &style.csl, locale(), &style.words, None))
        });
        authors.push(author.unwrap_or_else(|| ElemChildren(Vec::new())));
    }
    let rendered =
        driver.finish(BibliographyRequest { style: &style.csl, locale: locale(), locale_files: &style.words });
    let titles = |works: &mut dyn Iterator<Item = usize>| -> Vec<Option<Titles>> {
        works.map(|work| cited.get(work).and_then(|cited| cited.titles.clone())).collect()
    };
    let by_id: HashMap<String, usize> = cited.iter().zip(0..).map(|(cited, work)| (id(&cited.item), work)).collect();
    let entries = rendered.bibliography.into_iter().flat_map(|list| list.items).filter_map(|entry| {
        let work = *by_id.get(&entry.key)?;
        let titles = titles(&mut std::iter::once(work));
        let label = entry.first_field.map(|label| pieces(&ElemChildren(vec![label]), &titles));
        let pieces = pieces(&entry.content, &titles);
        (!super::pieces::plain(&pieces).trim().is_empty()).then(|| Entry {
            work,
            label: label.unwrap_or_default(),
            pieces,
        })
    });
    let entries = entries.collect();
    let formatted = rendered.citations.iter().zip(calls).map(|(rendered, call)| {
        let pieces = pieces(&rendered.citation, &titles(&mut call.works.iter().map(|(work, _)| *work)));
        let pieces = with_particles(pieces, &particles(cited, call));
        // One work may come without its mark.
        let is_marked = pieces.iter().any(|piece| matches!(piece, Piece::Start(Mark::Work(_))));
        if is_marked || pieces.is_empty() { pieces } else { whole(pieces) }
    });
    let formatted = formatted.collect();
    let authors = authors.iter().zip(calls);
    let authors = authors.map(|(author, call)| with_particles(pieces(author, &[]), &particles(cited, call))).collect();
    Formatted { calls: formatted, authors, entries }
}

fn particles(cited: &[Cited], call: &Call) -> Vec<(String, String)> {
    call.works.iter().filter_map(|(work, _)| cited.get(*work)).flat_map(|cited| cited.particles.clone()).collect()
}

/// A work of a citation.
fn item<'c>(
    cited: &'c [Cited],
    work: usize,
    place: Option<&'c (&'static str, String)>,
    purpose: Option<CitePurpose>,
) -> Option<CitationItem<'c, Item>> {
    let locator = place
        .and_then(|(label, value)| Some(SpecificLocator(Locator::from_str(label).ok()?, LocatorPayload::Str(value))));
    Some(CitationItem::new(&cited.get(work)?.item, locator, None, false, purpose))
}

fn id(item: &Item) -> String {
    item.id().map(std::borrow::Cow::into_owned).unwrap_or_default()
}

fn whole(pieces: Vec<Piece>) -> Vec<Piece> {
    let start = std::iter::once(Piece::Start(Mark::Work(0)));
    start.chain(pieces).chain(std::iter::once(Piece::End(Mark::Work(0)))).collect()
}
