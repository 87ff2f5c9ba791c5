//! What a style makes of the citations of a page and of the works they cite.
//!
//! Each citation and each entry is made alone where no other changes it, and remembered; else hayagriva
//! formats the page as a whole.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash as _;
use std::str::FromStr;
use std::sync::Arc;

use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{IndependentStyle, StyleClass, SubsequentAuthorSubstituteRule};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest,
    CitePurpose, Elem, ElemChild, ElemChildren, ElemMeta, Formatted as FormattedText, LocatorPayload, SpecificLocator,
    standalone_citation,
};

use super::disambiguation::{Distinction, Letter, style_of, tell_apart};
use super::pieces::{Mark, Piece, Titles, pieces, with_particles};
use super::{groups, numbered, ranges, sorted};
use crate::render::memory::{Hashing, Memo};
use crate::source::Hash;
#[cfg(test)]
use crate::style::LOOKED_AT;
use crate::style::{CitePosition, Style, StylePart, Unpacked, short_names, without_labels};

/// A work to be cited.
#[derive(Clone)]
pub(super) struct Cited {
    /// As hayagriva takes it.
    pub(super) item: Item,
    /// The same by the words that it is sorted by, where they are others.
    pub(super) sorted: Option<Item>,
    /// The same on the last day of each range of days, where it has one.
    until: Option<Item>,
    /// Family names that a particle belongs to, which the style has elsewhere in lists: without, and with it.
    particles: Vec<(String, String)>,
    /// Its titles, where they are in another language than the page.
    titles: Option<Titles>,
    /// All of this but the work's key, hashed.
    hash: Hash,
}

impl Cited {
    /// Makes the work ready to be cited: hashes all of it but its key.
    pub(super) fn new(
        item: Item,
        until: Option<Item>,
        sorted: Option<Item>,
        particles: Vec<(String, String)>,
        titles: Option<Titles>,
    ) -> Self {
        let mut hasher = Hashing::default();
        item.0.iter().filter(|(field, _)| *field != "id").for_each(|field| field.hash(&mut hasher));
        (&until, &sorted, &particles, &titles).hash(&mut hasher);
        Self { hash: hasher.0.finalize(), item, until, sorted, particles, titles }
    }

    /// The work as it is on the last day of each range.
    fn at_its_end(&self) -> Self {
        let item = self.until.as_ref().unwrap_or(&self.item).clone();
        Self::new(item, None, None, self.particles.clone(), self.titles.clone())
    }

    /// Gives it this id in place of its key, so that hayagriva takes it for a work of its own.
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
    /// Whether the first one's author is named in the text.
    pub(super) in_text: bool,
    /// The number of the note that it is in.
    pub(super) note: Option<usize>,
}

/// Citations and works, formatted.
#[derive(Debug, Default)]
pub(super) struct Formatted {
    /// Each citation.
    pub(super) calls: Vec<Vec<Piece>>,
    /// For each citation whose author is named in the text, the author.
    pub(super) authors: Vec<Vec<Piece>>,
    /// The works that the style lists, in its order.
    pub(super) entries: Vec<ListEntry>,
}

/// What a style says of a work where it is cited.
pub(super) struct Said {
    /// Its words, as hayagriva compares them.
    pub(super) words: String,
    /// Its output, as hayagriva gives it.
    pub(super) children: ElemChildren,
}

/// A work in the list.
#[derive(Clone, Debug)]
pub(super) struct ListEntry {
    /// The work, by index.
    pub(super) work: usize,
    /// Its number or label, where the style sets it apart.
    pub(super) label: Option<Vec<Piece>>,
    /// The work.
    pub(super) pieces: Vec<Piece>,
}

/// Works of the list in its order, each with its entry.
pub(super) type Entries = Vec<(usize, Arc<ListEntry>)>;

/// What was formatted before.
#[derive(Debug, Default)]
pub(in crate::render) struct CitationMemory {
    /// Works, as hayagriva takes them.
    pub(super) works: Memo<Cited>,
    /// What a style says of a work where it is cited.
    said: Memo<Said>,
    /// Works in the list.
    entries: Memo<ListEntry>,
    /// The citations and lists of whole pages.
    pages: Memo<Formatted>,
}

/// Formats the citations of a page, in their order, and its list; empty where the style can't be unpacked. `memory`
/// gives a page again that it has formatted before.
pub(super) fn format(memory: &CitationMemory, style: &Style, cited: &[Arc<Cited>], calls: &[Call]) -> Arc<Formatted> {
    let Some(style) = style.unpacked() else { return Arc::default() };
    let of = |hasher: &mut Hashing| {
        hasher.0.update(style.id.as_bytes());
        cited.iter().for_each(|cited| {
            hasher.0.update(cited.hash.as_bytes());
        });
        calls.hash(hasher);
    };
    let make = || {
        let mut formatted = made(memory, style, cited, calls);
        if cited.iter().any(|cited| cited.until.is_some()) {
            let ends: Vec<_> = cited.iter().map(|cited| Arc::new(cited.at_its_end())).collect();
            ranges::join(&mut formatted, &made(memory, style, &ends, calls), &style.dates());
        }
        formatted.calls.iter_mut().for_each(|call| groups::delimit(call, &style.csl.citation));
        Some(formatted)
    };
    memory.pages.get(of, make).unwrap_or_default()
}

/// The citations of a page and the entries of its list, each made alone where that is possible; else hayagriva makes
/// them together.
pub(super) fn made(memory: &CitationMemory, style: &Unpacked, cited: &[Arc<Cited>], calls: &[Call]) -> Formatted {
    let whole = || -> Vec<_> { calls.iter().map(|call| whole_style(style, cited, call)).collect() };
    let alone = citations_alone(memory, style, cited, calls)
        .and_then(|(calls, told)| Some((calls, entries_alone(memory, style, cited, &told)?)))
        .or_else(|| numbered::made(memory, style, cited, calls));
    if let Some((calls_alone, entries)) = alone {
        let authors = calls.iter().map(|call| match call.in_text {
            true => author(style, &whole_style(style, cited, call), cited, call),
            false => Vec::new(),
        });
        let entries = entries.into_iter().map(|(work, entry)| ListEntry { work, ..entry.as_ref().clone() });
        return Formatted { calls: calls_alone, authors: authors.collect(), entries: spoken(entries) };
    }
    // hayagriva looks for each among all.
    #[cfg(test)]
    LOOKED_AT.with(|times| times.set(times.get() + calls.len() * cited.len()));
    let list = style.narrowed(StylePart::Whole, cited.iter().map(|cited| &cited.item));
    let narrowed = whole();
    let mut driver = BibliographyDriver::new();
    let requests = calls.iter().zip(&narrowed).map(|(call, csl)| request(style, csl, cited, call));
    requests.for_each(|request| driver.citation(request));
    let rendered = driver.finish(BibliographyRequest::new(&list, Some(style.locale.clone()), &style.words));
    let by_id = cited.iter().zip(0..).filter_map(|(cited, work)| Some((cited.item.id()?, work)));
    let by_id: HashMap<Cow<'_, str>, usize> = by_id.collect();
    let entries = rendered.bibliography.into_iter().flat_map(|list| list.items).filter_map(|item| {
        let work = *by_id.get(item.key.as_str())?;
        Some(ListEntry { work, ..listed(item, cited.get(work)?.titles.clone()) })
    });
    let mut entries = spoken(entries);
    sorted::sort(&mut entries, style, cited);
    let formatted = rendered.citations.iter().zip(calls);
    let formatted = formatted.map(|(rendered, call)| called(&rendered.citation, cited, call)).collect();
    let authors = calls.iter().zip(&narrowed).map(|(call, csl)| author(style, csl, cited, call)).collect();
    Formatted { calls: formatted, authors, entries }
}

/// The entries that say something.
fn spoken(entries: impl Iterator<Item = ListEntry>) -> Vec<ListEntry> {
    entries.filter(|entry| !super::pieces::plain(&entry.pieces).trim().is_empty()).collect()
}

/// The style for a citation's works.
pub(super) fn whole_style(style: &Unpacked, cited: &[Arc<Cited>], call: &Call) -> Arc<IndependentStyle> {
    let works = call.works.iter().filter_map(|(work, _)| cited.get(*work));
    style.narrowed(StylePart::Whole, works.map(|cited| &cited.item))
}

/// The citations, each made alone, and how each work is distinguished from the others; `None` where citations
/// depend on each other by more than that.
fn citations_alone(
    memory: &CitationMemory,
    style: &Unpacked,
    cited: &[Arc<Cited>],
    calls: &[Call],
) -> Option<(Vec<Vec<Piece>>, Vec<Distinction>)> {
    if !style.cites_alone {
        return None;
    }
    let places = places(style, calls);
    let mut used: Vec<(usize, CitePosition)> = Vec::new();
    for (call, places) in calls.iter().zip(&places) {
        let of_call = call.works.iter().zip(places).map(|((work, _), position)| (*work, *position));
        // An “ibid.” tells no works apart.
        used.extend(of_call.filter(|(_, at)| !matches!(at, CitePosition::Ibid | CitePosition::IbidWithLocator)));
    }
    used.sort_unstable();
    used.dedup();
    let told = tell_apart(memory, style, cited, &used, || sorted::order(style, cited))?;
    let made = calls.iter().zip(&places).map(|(call, places)| citation(memory, style, cited, call, places, &told));
    Some((made.collect::<Option<_>>()?, told))
}

/// The position of each citation of a work among the others.
fn places(style: &Unpacked, calls: &[Call]) -> Vec<Vec<CitePosition>> {
    let mut seen = HashSet::new();
    let mut last: Option<&(usize, Option<(&'static str, String)>)> = None;
    let is_in_notes = style.csl.settings.class == StyleClass::Note;
    let mut places = Vec::with_capacity(calls.len());
    for call in calls {
        // An author named in the text, beside the notes, is no citation of its own.
        let is_beside = is_in_notes && call.note.is_none();
        let of_work = call.works.iter().map(|item| {
            let (work, place) = item;
            let is_first = seen.insert(*work);
            let before = last.replace(item).filter(|(before, _)| before == work && !is_beside);
            match before {
                _ if is_first => CitePosition::First,
                Some((_, before)) if before == place => CitePosition::Ibid,
                Some(_) if place.is_some() => CitePosition::IbidWithLocator,
                _ => CitePosition::Subsequent,
            }
        });
        places.push(of_work.collect());
    }
    places
}

/// A citation, where the others change nothing in it.
fn citation(
    memory: &CitationMemory,
    style: &Unpacked,
    cited: &[Arc<Cited>],
    call: &Call,
    places: &[CitePosition],
    told: &[Distinction],
) -> Option<Vec<Piece>> {
    let layout = &style.csl.citation.layout;
    let text = |text: &str| ElemChild::Text(FormattedText { text: text.to_owned(), formatting: Default::default() });
    let mut children = Vec::new();
    if call.works.len() == 1 || style.keeps_order {
        for (index, ((work, place), position)) in call.works.iter().zip(places).enumerate() {
            let said = said(memory, style, cited.get(*work)?, place.as_ref(), *position, told.get(*work)?)?;
            children.extend(layout.delimiter.as_deref().filter(|_| index > 0).map(text));
            let (children_of_work, meta) = (said.children.clone(), Some(ElemMeta::Entry(index)));
            children.push(ElemChild::Elem(Elem { children: children_of_work, display: None, meta }));
        }
    } else {
        children.extend(together(style, cited, call, places, told)?.0);
    }
    let children = ElemChildren(children);
    let mut words = String::new();
    children.write_buf(&mut words, BufWriteFormat::Plain).ok()?;
    let suffix = layout.suffix.as_deref().filter(|suffix| !words.ends_with(suffix)).map(text);
    let around = layout.prefix.as_deref().map(text).into_iter().chain(children.0).chain(suffix);
    Some(called(&ElemChildren(around.collect()), cited, call))
}

/// A citation of several works that the style puts in order, or draws together: “(Roy, 2020a, 2020b)”.
fn together(
    style: &Unpacked,
    cited: &[Arc<Cited>],
    call: &Call,
    places: &[CitePosition],
    told: &[Distinction],
) -> Option<ElemChildren> {
    let of_call: Vec<usize> = call.works.iter().map(|(work, _)| *work).collect();
    // hayagriva finds out by itself which letter each has, when it sees them all in their order.
    let set = |work: usize| told.get(work)?.letter.as_ref().map(|letter| letter.set);
    let sets: HashSet<usize> = of_call.iter().filter_map(|work| set(*work)).collect();
    let mut lettered: Vec<usize> = match sets.is_empty() {
        true => Vec::new(),
        false => (0..cited.len()).filter(|work| set(*work).is_some_and(|set| sets.contains(&set))).collect(),
    };
    lettered.sort_by_key(|work| &told[*work].letter);
    let works: Vec<usize> = of_call.iter().chain(&lettered).copied().collect();
    let names = works.iter().filter_map(|work| told.get(*work)?.names).max();
    let tells_apart = works.iter().any(|work| told.get(*work).is_some_and(|told| told.by_style));
    let csl = |position: CitePosition| {
        let part = StylePart::Citation { position, names, tells_apart };
        style.narrowed(part, works.iter().filter_map(|work| Some(&cited.get(*work)?.item)))
    };
    // Each narrows the style for all of the works: once is enough for all places that are alike.
    let positions: BTreeSet<CitePosition> =
        places.iter().map(|position| if style.looks_back { *position } else { CitePosition::First }).collect();
    let mut styles = positions.into_iter().map(csl);
    let csl = styles.next()?;
    // It must say the same of each work wherever that is cited.
    if !styles.all(|other| other == csl) {
        return None;
    }
    let are_short = short_names(&csl).is_some();
    let items = works.iter().map(|work| {
        let told = Distinction { letter: None, ..told.get(*work)?.clone() };
        Some((*work, told.item(&cited.get(*work)?.item, style, are_short)))
    });
    let items: HashMap<usize, Cow<'_, Item>> = items.collect::<Option<_>>()?;
    let mut driver = BibliographyDriver::new();
    let locale = || Some(style.locale.clone());
    if !lettered.is_empty() {
        let hidden = lettered.iter().filter_map(|work| items.get(work));
        let hidden = hidden.map(|item| CitationItem::new(item.as_ref(), None, None, true, None)).collect();
        driver.citation(CitationRequest::new(hidden, &csl, locale(), &style.words, None));
    }
    let mut of_call: Vec<usize> = (0..call.works.len()).collect();
    by_letter(&mut of_call, |at| told.get(call.works.get(at)?.0)?.letter.as_ref());
    let requested = of_call.iter().map(|at| {
        let (work, place) = call.works.get(*at)?;
        Some(item(items.get(work)?.as_ref(), place.as_ref(), None))
    });
    let requested = requested.collect::<Option<Vec<_>>>()?;
    driver.citation(CitationRequest::new(requested, &csl, locale(), &style.words, call.note));
    let rendered = driver.finish(BibliographyRequest::new(&csl, locale(), &style.words));
    let mut citation = rendered.citations.into_iter().next_back()?.citation;
    for child in &mut citation.0 {
        if let ElemChild::Elem(Elem { meta: Some(ElemMeta::Entry(index)), .. }) = child {
            *index = *of_call.get(*index)?;
        }
    }
    Some(citation)
}

/// Puts works that letters distinguish from each other in the order of these letters, in the places they had.
fn by_letter<'t>(of_call: &mut [usize], letter: impl Fn(usize) -> Option<&'t Letter>) {
    let mut sets: HashMap<usize, Vec<usize>> = HashMap::new();
    for (place, at) in of_call.iter().enumerate() {
        if let Some(letter) = letter(*at) {
            sets.entry(letter.set).or_default().push(place);
        }
    }
    for places in sets.into_values() {
        let mut lettered: Vec<usize> = places.iter().map(|place| of_call[*place]).collect();
        lettered.sort_by_key(|at| letter(*at));
        places.into_iter().zip(lettered).for_each(|(place, of)| of_call[place] = of);
    }
}

/// What a style says of a work where it is cited.
pub(super) fn said(
    memory: &CitationMemory,
    style: &Unpacked,
    cited: &Cited,
    place: Option<&(&'static str, String)>,
    position: CitePosition,
    told: &Distinction,
) -> Option<Arc<Said>> {
    // A style that doesn't look back says the same everywhere.
    let position = if style.looks_back { position } else { CitePosition::First };
    let of = |hasher: &mut Hashing| {
        hasher.0.update(style.id.as_bytes()).update(cited.hash.as_bytes());
        (place, position, told).hash(hasher);
    };
    memory.said.get(of, || {
        let as_told = told.item(&cited.item, style, false);
        let mut csl = style_of(style, &as_told, position, told);
        let mut as_told = as_told;
        if told.has_given_names() && short_names(&csl).is_some() {
            as_told = told.item(&cited.item, style, true);
            csl = style_of(style, &as_told, position, told);
        }
        let items = vec![item(&as_told, place, None)];
        let locale = Some(style.locale.clone());
        let mut children = standalone_citation(CitationRequest::new(items, &csl, locale, &style.words, None));
        told.letter_in(&mut children, &cited.item, style);
        Some(Said { words: children.to_string(), children })
    })
}

/// The entries of works in the order of the list, where none changes another but the next.
fn entries_alone(
    memory: &CitationMemory,
    style: &Unpacked,
    cited: &[Arc<Cited>],
    told: &[Distinction],
) -> Option<Entries> {
    let Some(list) = &style.csl.bibliography else { return Some(Vec::new()) };
    let order = sorted::order(style, cited);
    let works = order.into_iter().filter_map(|work| Some((work, cited.get(work)?, told.get(work)?)));
    let works: Vec<_> = works.collect();
    let made = works.iter().map(|(work, cited, told)| Some((*work, entry(memory, style, &[(cited, told)], 0)?)));
    let mut entries: Vec<_> = made.collect::<Option<_>>()?;
    // A style may have a dash in place of names that the entry before has too.
    let is_whole = match (&list.subsequent_author_substitute, list.subsequent_author_substitute_rule) {
        (None, _) => return Some(entries),
        (Some(_), SubsequentAuthorSubstituteRule::CompleteAll | SubsequentAuthorSubstituteRule::CompleteEach) => true,
        (Some(_), _) => false,
    };
    let names: Vec<String> =
        entries.iter().map(|(_, entry)| super::pieces::plain(first_names(&entry.pieces))).collect();
    for at in 1..entries.len() {
        if is_whole && names[at] != names[at - 1] {
            continue;
        }
        let [(_, before, before_told), (work, this, this_told)] = works[at - 1..=at] else { continue };
        entries[at] = (work, entry(memory, style, &[(before, before_told), (this, this_told)], 0)?);
    }
    Some(entries)
}

/// The first names of an entry.
fn first_names(pieces: &[Piece]) -> &[Piece] {
    let at = |wanted: &Piece| pieces.iter().position(|piece| piece == wanted);
    match (at(&Piece::Start(Mark::Names)), at(&Piece::End(Mark::Names))) {
        (Some(start), Some(end)) => pieces.get(start..end).unwrap_or_default(),
        _ => &[],
    }
}

/// A citation, as it is asked for.
pub(super) fn request<'r>(
    style: &'r Unpacked,
    csl: &'r IndependentStyle,
    cited: &'r [Arc<Cited>],
    call: &'r Call,
) -> CitationRequest<'r, Item> {
    let items = call.works.iter().filter_map(|(work, place)| Some(item(&cited.get(*work)?.item, place.as_ref(), None)));
    CitationRequest::new(items.collect(), csl, Some(style.locale.clone()), &style.words, call.note)
}

/// The author of a citation, named in the text.
fn author(style: &Unpacked, csl: &IndependentStyle, cited: &[Arc<Cited>], call: &Call) -> Vec<Piece> {
    let work = call.works.first().filter(|_| call.in_text).and_then(|(work, _)| cited.get(*work));
    let Some(work) = work else { return Vec::new() };
    let items = vec![item(&work.item, None, Some(CitePurpose::Author))];
    let locale = Some(style.locale.clone());
    let csl = without_labels(csl);
    let author = standalone_citation(CitationRequest::new(items, &csl, locale, &style.words, None));
    with_particles(pieces(&author, &[]), &particles(cited, call))
}

/// A citation as hayagriva formatted it.
pub(super) fn called(children: &ElemChildren, cited: &[Arc<Cited>], call: &Call) -> Vec<Piece> {
    let titles = call.works.iter().map(|(work, _)| cited.get(*work).and_then(|cited| cited.titles.clone()));
    let pieces = pieces(children, &titles.collect::<Vec<_>>());
    let pieces = with_particles(pieces, &particles(cited, call));
    // One work may come without its mark.
    let is_marked = pieces.iter().any(|piece| matches!(piece, Piece::Start(Mark::Work(_))));
    if is_marked || pieces.is_empty() { pieces } else { whole(pieces) }
}

/// An entry of the list.
fn listed(item: BibliographyItem, titles: Option<Titles>) -> ListEntry {
    let titles = [titles];
    let label = item.first_field.map(|label| pieces(&ElemChildren(vec![label]), &titles));
    let label = label.filter(|label| !label.is_empty());
    ListEntry { work: 0, label, pieces: pieces(&item.content, &titles) }
}

/// The entry of the last of some works, where no other but these changes anything in it; the first has that number,
/// from 0.
pub(super) fn entry(
    memory: &CitationMemory,
    style: &Unpacked,
    works: &[(&Cited, &Distinction)],
    number: usize,
) -> Option<Arc<ListEntry>> {
    let of = |hasher: &mut Hashing| {
        number.hash(hasher);
        hasher.0.update(style.id.as_bytes());
        for (cited, told) in works {
            hasher.0.update(cited.hash.as_bytes());
            told.letter.as_ref().map(Letter::text).hash(hasher);
        }
    };
    memory.entries.get(of, || {
        let items: Vec<_> = works.iter().map(|(cited, told)| told.item(&cited.item, style, false)).collect();
        let csl = style.narrowed(StylePart::Entry, items.iter().map(Cow::as_ref));
        let locale = || Some(style.locale.clone());
        let mut driver = BibliographyDriver::new().with_citation_number_offset(number);
        let cited = items.iter().map(|item| CitationItem::with_entry(item.as_ref())).collect();
        driver.citation(CitationRequest::new(cited, &csl, locale(), &style.words, None));
        let rendered = driver.finish(BibliographyRequest::new(&csl, locale(), &style.words));
        let (cited, told) = works.last()?;
        let mut item = rendered.bibliography?.items.into_iter().next_back()?;
        told.letter_in(&mut item.content, &cited.item, style);
        Some(listed(item, cited.titles.clone()))
    })
}

fn particles(cited: &[Arc<Cited>], call: &Call) -> Vec<(String, String)> {
    call.works.iter().filter_map(|(work, _)| cited.get(*work)).flat_map(|cited| cited.particles.clone()).collect()
}

/// A work of a citation.
fn item<'c>(
    work: &'c Item,
    place: Option<&'c (&'static str, String)>,
    purpose: Option<CitePurpose>,
) -> CitationItem<'c, Item> {
    let locator = place
        .and_then(|(label, value)| Some(SpecificLocator(Locator::from_str(label).ok()?, LocatorPayload::Str(value))));
    CitationItem::new(work, locator, None, false, purpose)
}

fn whole(pieces: Vec<Piece>) -> Vec<Piece> {
    let start = std::iter::once(Piece::Start(Mark::Work(0)));
    start.chain(pieces).chain(std::iter::once(Piece::End(Mark::Work(0)))).collect()
}

#[cfg(test)]
mod tests {
    use hayagriva::archive::ArchivedStyle;
    use serde_json::Map;

    use super::super::item;
    use super::*;

    /// What was formatted, without what says nothing.
    fn said(formatted: Formatted) -> String {
        let spoken = |pieces: Vec<Piece>| {
            let mut spoken: Vec<Piece> = Vec::new();
            for piece in pieces {
                match (spoken.last(), &piece) {
                    (_, Piece::Text(text, _)) if text.is_empty() => {}
                    (Some(Piece::Start(start)), Piece::End(end)) if start == end => {
                        spoken.pop();
                    }
                    _ => spoken.push(piece),
                }
            }
            spoken
        };
        let all = |each: Vec<Vec<Piece>>| -> Vec<_> { each.into_iter().map(spoken).collect() };
        let entries = formatted.entries.into_iter();
        let entries = entries.map(|entry| (entry.work, entry.label.map(spoken), spoken(entry.pieces)));
        format!("{:#?}", (all(formatted.calls), all(formatted.authors), entries.collect::<Vec<_>>()))
    }

    /// Works of every type, some by one author.
    const ITEMS: &str = include_str!("../../../tests/references/items.json");

    #[test]
    fn what_is_narrowed_and_made_once_is_what_the_whole_style_makes_of_a_page() {
        let items: Vec<Map<String, serde_json::Value>> = serde_json::from_str(ITEMS).unwrap();
        let mut made_once = 0;
        for (style, tag) in [
            ("apa", "fr-CA"),
            ("apa", "en-CA"),
            ("ieee", "fr-CA"),
            ("chicago-author-date", "en-CA"),
            ("chicago-notes", "fr-CA"),
            ("mla", "en-CA"),
            ("iso690-author-date-fr", "fr-CA"),
        ] {
            let narrowed = Unpacked::named(style, tag);
            let whole = Unpacked::named(style, tag).never_narrowed();
            let pages = items.chunks(5);
            for page in pages {
                let prepare = |item: &Map<String, serde_json::Value>| {
                    let key = item["id"].as_str().unwrap();
                    let mut item = item::prepare(key, item, tag, Default::default());
                    whole.told.tell(&mut item, key);
                    Arc::new(Cited::new(item, None, None, Vec::new(), None))
                };
                let cited: Vec<Arc<Cited>> = page.iter().map(prepare).collect();
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
                    let alone = citations_alone(&CitationMemory::default(), &narrowed, &cited, &calls);
                    // Palier tells works apart in other ways than hayagriva.
                    if alone.as_ref().is_some_and(|(_, told)| told.iter().any(|told| *told != Distinction::default())) {
                        continue;
                    }
                    made_once += usize::from(alone.is_some());
                    let made = |style| said(made(&CitationMemory::default(), style, &cited, &calls));
                    let (narrowed, whole) = (made(&narrowed), made(&whole));
                    assert!(narrowed == whole, "{style} {tag} {:?}", page[0]["id"]);
                }
            }
        }
        assert!(made_once > 10, "{made_once}");
    }

    /// Works of one author each, or all of one author and year.
    fn works(count: usize, are_alike: bool) -> Vec<Arc<Cited>> {
        let work = |number: usize| {
            let family = if are_alike { "Roy".to_owned() } else { format!("Nom{number}") };
            let item = serde_json::json!({
                "type": "book", "title": format!("Titre {number}"), "author": [{"family": family, "given": "Anne"}],
                "issued": {"date-parts": [[2000]]},
            });
            let item = item::prepare(&format!("k{number}"), item.as_object().unwrap(), "fr-CA", Default::default());
            Arc::new(Cited::new(item, None, None, Vec::new(), None))
        };
        (0..count).map(work).collect()
    }

    #[test]
    fn citations_in_numbers_are_made_alone_as_the_library_makes_them_of_the_whole_page() {
        let items: Vec<Map<String, serde_json::Value>> = serde_json::from_str(ITEMS).unwrap();
        let names = ArchivedStyle::all().iter().filter_map(|style| style.names().first());
        let mut numbered = Vec::new();
        for name in names {
            let style = Unpacked::named(name, "fr-CA");
            if !style.numbers_alone {
                continue;
            }
            numbered.push(*name);
            let cited = items.iter().step_by(4).map(|item| {
                let key = item["id"].as_str().unwrap();
                let mut item = item::prepare(key, item, "fr-CA", Default::default());
                style.told.tell(&mut item, key);
                Arc::new(Cited::new(item, None, None, Vec::new(), None))
            });
            let cited: Vec<_> = cited.collect();
            let call = |works: &[usize]| {
                let place = |work: &usize| (work % 3 == 1).then(|| ("page", "12".to_owned()));
                let works = works.iter().map(|work| (*work, place(work))).collect();
                Call { works, in_text: false, note: None }
            };
            // Those that follow each other, those that don't, again, and in any order.
            let calls: [&[usize]; 8] =
                [&[2], &[3, 1], &[0, 4, 5, 6], &[9, 0, 8, 7], &[1], &[11, 1, 10, 3, 4, 5], &[5, 5], &[6, 4, 3, 2, 1]];
            let calls = calls.map(call);
            let whole =
                made(&CitationMemory::default(), &Unpacked::named(name, "fr-CA").never_narrowed(), &cited, &calls);
            assert!(said(made(&CitationMemory::default(), &style, &cited, &calls)) == said(whole), "{name}");
        }
        // IEEE and Vancouver, among others.
        for name in ["institute-of-electrical-and-electronics-engineers", "nlm-citation-sequence"] {
            assert!(numbered.contains(&name), "{numbered:?}");
        }
    }

    #[test]
    fn works_in_one_citation_are_looked_at_so_many_times_each_however_many_there_are() {
        for (name, are_alike) in
            [("apa", false), ("apa", true), ("mla", false), ("mla", true), ("ieee", false), ("ieee", true)]
        {
            let style = Unpacked::named(name, "fr-CA");
            let looked_at = |count: usize| {
                let works = works(count, are_alike);
                // One work at many places, many works at one place, and each at its own.
                let places = (0..count).map(|page| (0, Some(("page", page.to_string())))).collect();
                let all = (0..count).map(|work| (work, None)).collect();
                let each = (0..count).map(|work| vec![(work, None)]);
                let calls = [places, all].into_iter().chain(each);
                let calls: Vec<_> = calls.map(|works| Call { works, in_text: false, note: None }).collect();
                let before = LOOKED_AT.with(std::cell::Cell::get);
                made(&CitationMemory::default(), &style, &works, &calls);
                LOOKED_AT.with(std::cell::Cell::get) - before
            };
            let (once, twice) = (looked_at(30), looked_at(60));
            assert!(twice * 10 < once * 23, "{name}, {are_alike}: {once} for 30, {twice} for 60");
        }
    }

    #[test]
    fn a_list_of_any_length_is_in_the_order_of_its_style() {
        let style = Unpacked::named("apa", "fr-CA");
        let mut works = works(30, false);
        works.reverse();
        let order = sorted::order(&style, &works);
        let names: Vec<_> = order.iter().map(|work| works[*work].item.0["title"].to_str().unwrap()).collect();
        let mut expected: Vec<usize> = (0..30).collect();
        expected.sort_by_key(|number| format!("Nom{number}"));
        assert_eq!(names, expected.iter().map(|number| format!("Titre {number}")).collect::<Vec<_>>());
    }
}
