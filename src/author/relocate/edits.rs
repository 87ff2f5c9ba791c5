//! What is written in another way once a text has moved: links, prerequisites, names of outcomes.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::target::Rename;
use super::{Twins, new_path};
use crate::assemble::address::{Address, is_external};
use crate::author::Refusal;
use crate::locale::message;
use crate::model::{Book, LessonRef, Target, Translation};
use crate::parse::document::{Link, LinkKind};
use crate::source::{BookPath, Positions, Sources, Span};

/// What would end an address in Markdown or in HTML, or be read as another part of it.
const IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'(')
    .add(b')')
    .add(b'<')
    .add(b'>')
    .add(b'"')
    .add(b'\'')
    .add(b'%')
    .add(b'#')
    .add(b'?')
    .add(b'\\');

/// Pieces of files, each with the text that takes its place.
#[derive(Debug, Default)]
pub(super) struct Edits {
    by_file: BTreeMap<BookPath, BTreeMap<usize, (usize, String)>>,
}

impl Edits {
    fn put(&mut self, path: &BookPath, span: Span, text: String) {
        self.by_file.entry(path.clone()).or_default().insert(span.start, (span.end, text));
    }

    /// How many pieces of a file are edited.
    pub(super) fn count(&self, path: &BookPath) -> usize {
        self.by_file.get(path).map_or(0, BTreeMap::len)
    }

    /// The edited files.
    pub(super) fn texts(&self, sources: &Sources) -> BTreeMap<BookPath, String> {
        let edited = self.by_file.iter().filter_map(|(path, edits)| {
            let file = sources.text(path.as_str())?;
            let (mut text, mut from) = (String::with_capacity(file.text.len()), 0);
            for (&start, (end, new)) in edits {
                text.push_str(file.text.get(from..start)?);
                text.push_str(new);
                from = *end;
            }
            text.push_str(file.text.get(from..)?);
            Some((path.clone(), text))
        });
        edited.collect()
    }
}

/// Every text whose links are in a file of the book, with the lesson that it is of; the definitions of the glossary, and the
/// links of header and footer, too.
pub(super) fn texts(book: &Book) -> impl Iterator<Item = (LessonRef, &Translation)> {
    let of_lessons = book.lessons().flat_map(|(at, lesson)| lesson.translations.values().map(move |text| (at, text)));
    let of_glossary = book.glossary.texts.iter().filter_map(|(_, text)| Some((LessonRef::Home, text.as_ref()?)));
    let of_bars = book.bars.iter().map(|(_, text)| (LessonRef::Home, text));
    of_lessons.chain(of_glossary).chain(of_bars)
}

/// Mends the links that would lead elsewhere once the files are at their new paths.
///
/// # Errors
/// If the address of one can't be found in its file as it is meant.
pub(super) fn links(
    edits: &mut Edits,
    book: &Book,
    sources: &Sources,
    renames: &[Rename],
    twins: &Twins,
    placed: &Book,
) -> Result<(), Refusal> {
    for (_, text) in texts(book) {
        for (link, target) in text.parsed.document.links.iter().zip(&text.links) {
            let is_kept = matches!(target, Target::Nowhere | Target::External | Target::Anchor(_));
            if is_kept || link.kind == LinkKind::Autolink || is_external(&link.address) {
                continue;
            }
            let address = Address::of(link);
            let new = match address.path.strip_prefix('/') {
                Some(_) => from_root(target, twins, book, placed),
                None => relative(text, &address, renames),
            };
            let Some(new) = new else { continue };
            let Some(file) = sources.text(text.path.as_str()) else { continue };
            let written = &link.address[..link.address.len() - address.rest.len()];
            let Some(span) = place_of(&file.text, link, written.len()) else {
                let (line, _) = Positions::new(&file.text).of(link.span.start);
                let at = format!("{}:{line}", text.path);
                let message = message!("move.unwritten", at = at, address = link.address.as_str());
                return Err(Refusal::new(message, message!("move.help-unwritten")));
            };
            // Between `<` and `>`, spaces and brackets are as they look.
            let is_pointed = file.text[..span.start].ends_with('<');
            let new = if is_pointed && !written.contains('%') { new } else { encoded(&new) };
            edits.put(&text.path, span, new);
        }
    }
    Ok(())
}

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, IN_ADDRESS).to_string()
}

/// The path of a relative link, if it has to be another.
fn relative(text: &Translation, address: &Address<'_>, renames: &[Rename]) -> Option<String> {
    let from = BookPath::new(&new_path(renames, text.path.as_str()));
    let to = new_path(renames, text.path.join(&address.path)?.as_str());
    if from.join(&address.path).is_some_and(|now| now.as_str() == to) {
        return None;
    }
    let mut path = between(from.folder(), &to);
    if address.path.starts_with("./") && !path.starts_with('.') {
        path.insert_str(0, "./");
    }
    if address.path.ends_with('/') {
        path.push('/');
    }
    Some(path)
}

/// The relative path from a folder to a file or a folder.
fn between(folder: &str, to: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The path from the site's root to a text whose address changes.
fn from_root(target: &Target, twins: &Twins, book: &Book, placed: &Book) -> Option<String> {
    let Target::Lesson { to, locale, .. } = target else { return None };
    let before = book.lesson(*to).permalinks.get(*locale).as_ref()?;
    let after = placed.lesson(twins.of(*to)?).permalinks.get(*locale).as_ref()?;
    (before != after).then(|| format!("/{after}"))
}

/// Where the path of a link's address, its first `length` bytes, is in its file.
fn place_of(text: &str, link: &Link, length: usize) -> Option<Span> {
    let slice = text.get(link.span.clone())?;
    let found = |start: usize| Some(start..start + length);
    // In raw HTML, it is the address alone.
    if slice == link.address {
        return found(link.span.start);
    }
    let begins = |from: usize| {
        let rest = text.get(from..)?;
        let opened = rest.trim_start_matches([' ', '\t', '\r', '\n', '>']);
        let opened = opened.strip_prefix('<').unwrap_or(opened);
        let after = opened.strip_prefix(link.address.as_str())?;
        let ends = after.is_empty() || after.starts_with([')', '>', ' ', '\t', '\r', '\n']);
        ends.then(|| text.len() - opened.len())
    };
    let inline = slice.rmatch_indices("](").find_map(|(at, _)| begins(link.span.start + at + 2));
    if let Some(start) = inline.filter(|start| *start < link.span.end) {
        return found(start);
    }
    let label = slice.strip_suffix("[]").unwrap_or(slice);
    let label = folded(label.strip_suffix(']')?.rsplit('[').next()?);
    let defined = text.match_indices("]:").find_map(|(at, _)| {
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let before = text[line..at].trim_start_matches([' ', '\t', '>']).strip_prefix('[')?;
        if folded(before) == label { begins(at + 2) } else { None }
    });
    found(defined?)
}

/// A label as Markdown compares it.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Mends the prerequisites that name a text by an id that it no longer has, and the names of outcomes of the level that
/// a lesson left.
pub(super) fn ids(edits: &mut Edits, book: &Book, sources: &Sources, twins: &Twins, placed: &Book) {
    let renamed: BTreeMap<&str, &str> = book
        .lessons()
        .filter_map(|(at, lesson)| Some((lesson.id.as_str(), placed.lesson(twins.of(at)?).id.as_str())))
        .filter(|(old, new)| old != new)
        .collect();
    for (at, text) in texts(book) {
        let Some(file) = sources.text(text.path.as_str()) else { continue };
        let mut put = |span: &Span, old: &str, new: String| {
            // Quotes around it stay.
            let start = file.text.get(span.clone()).and_then(|written| written.find(old));
            if let Some(start) = start {
                edits.put(&text.path, span.start + start..span.start + start + old.len(), new);
            }
        };
        let front = &text.parsed.front_matter;
        for id in front.prerequisites.iter().flat_map(|all| &all.value).flat_map(|one| &one.any) {
            if let Some(new) = renamed.get(id.value.as_str()) {
                put(&id.span, &id.value, (*new).to_owned());
            }
        }
        let Some(level) = left_level(at, twins) else { continue };
        let outcomes: BTreeSet<&str> = outcome_ids(book, level);
        let lesson = book.lesson(at);
        let own = lesson.translations.values().flat_map(|text| &text.parsed.front_matter.objectives);
        let own: BTreeSet<&str> = own.filter_map(|one| Some(one.id.as_ref()?.value.as_str())).collect();
        let level = placed.lesson(twins.of(LessonRef::Level(level)).unwrap_or(LessonRef::Level(level))).id.clone();
        let served = front.objectives.iter().flat_map(|objective| &objective.serves).map(|id| (id, true));
        let shown = text.parsed.document.callouts.iter().flat_map(|callout| &callout.shows).map(|id| (id, false));
        for (id, is_outcome) in served.chain(shown) {
            let name = id.value.as_str();
            if outcomes.contains(name) && (is_outcome || !own.contains(name)) {
                put(&id.span, name, format!("{level}/{name}"));
            }
        }
    }
}

/// The level that a lesson leaves; `None` if it stays in its level.
fn left_level(at: LessonRef, twins: &Twins) -> Option<usize> {
    let LessonRef::Lesson(level, _) = at else { return None };
    match twins.of(at)? {
        LessonRef::Lesson(new, _) if twins.of(LessonRef::Level(level)) == Some(LessonRef::Level(new)) => None,
        _ => Some(level),
    }
}

fn outcome_ids(book: &Book, level: usize) -> BTreeSet<&str> {
    let texts = book.levels[level].index.translations.values();
    let outcomes = texts.flat_map(|text| &text.parsed.front_matter.outcomes);
    outcomes.filter_map(|outcome| Some(outcome.id.as_ref()?.value.as_str())).collect()
}
