//! What a style makes of the citations of a page and of the works they cite.
//!
//! What was formatted is remembered by its content: the two translations of a lesson mostly cite the
//! same, and a preview renders a page again for every word changed elsewhere on it.

use std::collections::{HashMap, HashSet};
use std::hash::{Hash as _, Hasher};
use std::str::FromStr;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use hayagriva::citationberg::json::{Item, NameValue, Value};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, CitePurpose,
    ElemChildren, LocatorPayload, SpecificLocator, standalone_citation,
};

use super::pieces::{Mark, Piece, Titles, pieces, with_particles};
use super::{ranges, sorted};
use crate::source::Hash;
use crate::style::{Kinds, Part, Style, Unpacked};

/// A work to be cited.
#[derive(Hash)]
pub(super) struct Cited {
    /// As the library takes it.
    pub(super) item: Item,
    /// The same by the words that it is sorted by, where they are others.
    pub(super) sorted: Option<Item>,
    /// The same on the last day of each range of days, where it has one.
    pub(super) until: Option<Item>,
    /// Family names that a particle belongs to, which the style has elsewhere in lists: without, and with it.
    pub(super) particles: Vec<(String, String)>,
    /// Its titles, where they are in another language than the page.
    pub(super) titles: Option<Titles>,
}

impl Cited {
    /// Tells it from other works by another name than its key.
    pub(super) fn name(&mut self, name: &str) {
        for item in std::iter::once(&mut self.item).chain(&mut self.until).chain(&mut self.sorted) {
            item.0.insert("id".to_owned(), Value::String(name.to_owned()));
        }
    }
}

/// A citation to be formatted.
#[derive(Debug, Hash)]
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
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The work, by index.
    pub(super) work: usize,
    /// Its number or label, where the style sets it apart.
    pub(super) label: Vec<Piece>,
    /// The work.
    pub(super) pieces: Vec<Piece>,
}

static ENTRIES: LazyLock<RwLock<HashMap<Hash, Arc<Entry>>>> = LazyLock::new(RwLock::default);

static MEMO: LazyLock<RwLock<HashMap<Hash, Arc<Formatted>>>> = LazyLock::new(RwLock::default);

/// How many pages are remembered: those of a large book.
const MOST: usize = 20_000;

/// Formats the citations of a page, in their order.
pub(super) fn format(style: &Style, cited: &[Cited], calls: &[Call]) -> Arc<Formatted> {
    let Some(style) = style.unpacked() else { return Arc::default() };
    let mut hasher = Hashing(blake3::Hasher::new());
    style.id.as_bytes().hash(&mut hasher);
    cited.hash(&mut hasher);
    calls.hash(&mut hasher);
    let key = hasher.0.finalize();
    if let Some(known) = MEMO.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Arc::clone(known);
    }
    let mut formatted = made(style, cited, calls);
    if let Some(ends) = ranges::ends(cited) {
        ranges::join(&mut formatted, &made(style, &ends, calls), &style.dates());
    }
    sorted::sort(&mut formatted.entries, style, cited);
    let formatted = Arc::new(formatted);
    let mut memo = MEMO.write().unwrap_or_else(PoisonError::into_inner);
    if memo.len() >= MOST {
        memo.clear();
    }
    memo.insert(key, Arc::clone(&formatted));
    formatted
}

fn made(style: &Unpacked, cited: &[Cited], calls: &[Call]) -> Formatted {
    let locale = || Some(style.locale.clone());
    // Where neighbours change nothing, each entry is made once for all pages, and here only put in order.
    let alone = style.stands_alone && are_unlike(style, cited, calls);
    let part = if alone { Part::Order } else { Part::Whole };
    let list = style.narrowed(part, &kinds(cited.iter()));
    let narrowed: Vec<_> = calls
        .iter()
        .map(|call| {
            let works = call.works.iter().filter_map(|(work, _)| cited.get(*work));
            style.narrowed(Part::Whole, &kinds(works))
        })
        .collect();
    let mut driver = BibliographyDriver::new();
    let mut authors = Vec::with_capacity(calls.len());
    for (call, csl) in calls.iter().zip(&narrowed) {
        let items = call.works.iter().filter_map(|(work, place)| item(cited, *work, place.as_ref(), None)).collect();
        driver.citation(CitationRequest::new(items, csl, locale(), &style.words, call.note));
        let author = call.works.first().filter(|_| call.in_text).map(|(work, _)| {
            let items = item(cited, *work, None, Some(CitePurpose::Author)).into_iter().collect();
            standalone_citation(CitationRequest::new(items, csl, locale(), &style.words, None))
        });
        authors.push(author.unwrap_or_else(|| ElemChildren(Vec::new())));
    }
    let rendered = driver.finish(BibliographyRequest { style: &list, locale: locale(), locale_files: &style.words });
    let titles = |works: &mut dyn Iterator<Item = usize>| -> Vec<Option<Titles>> {
        works.map(|work| cited.get(work).and_then(|cited| cited.titles.clone())).collect()
    };
    let by_id: HashMap<String, usize> = cited.iter().zip(0..).map(|(cited, work)| (id(&cited.item), work)).collect();
    let entries = rendered.bibliography.into_iter().flat_map(|list| list.items).filter_map(|item| {
        let work = *by_id.get(&item.key)?;
        let entry = match alone {
            true => entry(style, cited.get(work)?)?.as_ref().clone(),
            false => listed(item, cited.get(work)?.titles.clone()),
        };
        Some(Entry { work, ..entry })
    });
    let entries = entries.filter(|entry| !super::pieces::plain(&entry.pieces).trim().is_empty()).collect();
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

/// An entry of the list.
fn listed(item: BibliographyItem, titles: Option<Titles>) -> Entry {
    let titles = [titles];
    let label = item.first_field.map(|label| pieces(&ElemChildren(vec![label]), &titles));
    Entry { work: 0, label: label.unwrap_or_default(), pieces: pieces(&item.content, &titles) }
}

/// A work's entry, where the others change nothing in it.
fn entry(style: &Unpacked, cited: &Cited) -> Option<Arc<Entry>> {
    let mut hasher = Hashing(blake3::Hasher::new());
    style.id.as_bytes().hash(&mut hasher);
    cited.hash(&mut hasher);
    let key = hasher.0.finalize();
    if let Some(known) = ENTRIES.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return Some(Arc::clone(known));
    }
    let csl = style.narrowed(Part::Entry, &kinds([cited].into_iter()));
    let locale = || Some(style.locale.clone());
    let mut driver = BibliographyDriver::new();
    let items = vec![CitationItem::with_entry(&cited.item)];
    driver.citation(CitationRequest::new(items, &csl, locale(), &style.words, None));
    let rendered = driver.finish(BibliographyRequest { style: &csl, locale: locale(), locale_files: &style.words });
    let item = rendered.bibliography?.items.into_iter().next()?;
    let entry = Arc::new(listed(item, cited.titles.clone()));
    let mut memo = ENTRIES.write().unwrap_or_else(PoisonError::into_inner);
    if memo.len() >= MOST {
        memo.clear();
    }
    memo.insert(key, Arc::clone(&entry));
    Some(entry)
}

/// The types of works.
pub(super) fn kinds<'c>(cited: impl Iterator<Item = &'c Cited>) -> Kinds {
    let kind = |cited: &Cited| match cited.item.0.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        _ => String::new(),
    };
    cited.map(kind).collect()
}

/// Whether no two works could be cited alike, so that the style has nothing to tell apart: none begins with
/// a name or a title that another has.
fn are_unlike(style: &Unpacked, cited: &[Cited], calls: &[Call]) -> bool {
    let citation = &style.csl.citation;
    let mut works = HashSet::new();
    if citation.disambiguate_add_year_suffix || citation.disambiguate_add_names || citation.disambiguate_add_givenname {
        // A work that is cited twice is like itself.
        if !calls.iter().flat_map(|call| &call.works).all(|(work, _)| works.insert(*work)) {
            return false;
        }
    }
    let mut seen: HashSet<String> = HashSet::new();
    cited.iter().all(|cited| {
        let words: HashSet<String> = words(&cited.item).collect();
        !words.is_empty() && words.into_iter().all(|word| seen.insert(word))
    })
}

/// What a work can be cited by at the front: the first of its authors, of its editors…, and its titles.
fn words(item: &Item) -> impl Iterator<Item = String> {
    item.0.iter().flat_map(|(field, value)| match value {
        Value::String(text) if field.starts_with("title") => vec![text.to_lowercase()],
        Value::Names(names) => names
            .first()
            .map(|name| match name {
                NameValue::Literal(name) => name.literal.to_lowercase(),
                NameValue::Item(name) => name.family.to_lowercase(),
            })
            .into_iter()
            .collect(),
        Value::String(_) | Value::Number(_) | Value::Date(_) => Vec::new(),
    })
}

/// A hash of content, for what hashes itself.
struct Hashing(blake3::Hasher);

impl Hasher for Hashing {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let mut start = [0; 8];
        start.iter_mut().zip(self.0.finalize().as_bytes()).for_each(|(to, from)| *to = *from);
        u64::from_le_bytes(start)
    }
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

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::super::item;
    use super::*;

    /// Works of every type, some by one author.
    const ITEMS: &str = include_str!("../../../tests/references/items.json");

    #[test]
    fn what_is_narrowed_and_made_once_is_what_the_whole_style_makes_of_a_page() {
        let items: Vec<Map<String, serde_json::Value>> = serde_json::from_str(ITEMS).unwrap();
        let mut made_once = 0;
        for (style, tag) in [("apa", "fr-CA"), ("apa", "en-CA"), ("ieee", "fr-CA")] {
            let narrowed = Unpacked::named(style, tag);
            let whole = Unpacked::named(style, tag).never_narrowed();
            let pages = items.chunks(5);
            for page in pages {
                let prepare = |item: &Map<String, serde_json::Value>| {
                    let mut item = item::prepare(item["id"].as_str().unwrap(), item, tag, Default::default());
                    whole.told.tell(&mut item);
                    Cited { item, until: None, sorted: None, particles: Vec::new(), titles: None }
                };
                let cited: Vec<Cited> = page.iter().map(prepare).collect();
                let mut calls: Vec<Call> = (0..cited.len())
                    .map(|work| {
                        let place = (work % 2 == 0).then(|| ("page", "12".to_owned()));
                        Call { works: vec![(work, place)], in_text: work % 3 == 0, note: Some(work + 1) }
                    })
                    .collect();
                for again in [false, true] {
                    if again {
                        let works = (0..cited.len()).map(|work| (work, None)).collect();
                        calls.push(Call { works, in_text: false, note: Some(cited.len() + 1) });
                    }
                    made_once += usize::from(narrowed.stands_alone && are_unlike(&narrowed, &cited, &calls));
                    let made = |style| format!("{:#?}", made(style, &cited, &calls));
                    assert!(made(&narrowed) == made(&whole), "{style} {tag} {:?}", page[0]["id"]);
                }
            }
        }
        assert!(made_once > 10, "{made_once}");
    }
}
