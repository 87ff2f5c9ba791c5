//! Where a text goes: the files and folders that get another path.

use std::collections::BTreeSet;
use std::path::Path;

use super::MoveRequest;
use crate::assemble::file_name::{FileName, is_index, is_markdown};
use crate::author::Refusal;
use crate::author::begin::slug;
use crate::author::place::{self, Given, Numbers};
use crate::locale::message;
use crate::model::{Book, Lesson, LessonRef};
use crate::nearest::nearest;
use crate::source::Sources;

/// A folder, or the texts of one name in a folder, and their new path. Both are from the book's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::author) struct Rename {
    from: String,
    to: String,
    is_folder: bool,
}

impl Rename {
    /// The new path of a file, of a folder, or of a link without its suffix; `None` for one that stays.
    pub(super) fn of(&self, path: &str) -> Option<String> {
        let rest = path.strip_prefix(&self.from)?;
        let is_text = || {
            let suffix = rest.rsplit_once('.').filter(|(_, extension)| is_markdown(extension)).map(|(key, _)| key);
            // `.md`, or `.fr.md`: `1-a.b.md` is another lesson than `1-a.md`.
            suffix
                .is_some_and(|key| key.is_empty() || key.strip_prefix('.').is_some_and(|key| !key.contains(['.', '/'])))
        };
        let is_it = rest.is_empty() || if self.is_folder { rest.starts_with('/') } else { is_text() };
        is_it.then(|| format!("{}{rest}", self.to))
    }
}

/// The files and folders that a move gives another path.
///
/// # Errors
/// If nothing can be there, something else is, or the text is there already.
pub(super) fn renames(book: &Book, root: &Path, at: LessonRef, request: &MoveRequest) -> Result<Vec<Rename>, Refusal> {
    let mut to = Given::read(&request.to, root, &request.here, &book.config)?;
    // A name has one language; the titles stay.
    to.take_titles(&book.config);
    if to.parts.last().is_some_and(|word| is_number(word) && word.bytes().all(|digit| digit == b'0')) {
        let name = request.from.as_str();
        return Err(Refusal::new(message!("move.zero"), message!("move.help-zero", name = name)));
    }
    let renames = match (at, to.parts.as_slice()) {
        (LessonRef::Home, _) => return Err(Refusal::new(message!("move.home"), message!("move.help-home"))),
        (_, []) => return Err(Refusal::new(message!("move.nowhere"), message!("move.help-nowhere"))),
        (LessonRef::Level(level), [word]) => renamed_level(book, level, word)?,
        (LessonRef::Page(page), [word]) => renamed_page(book, page, word)?,
        (LessonRef::Lesson(level, _), [word]) => match place::level_named(book, word) {
            // A number alone is a place in the level where the lesson is.
            Some(into) if !is_number(word) => to_level(book, at, into, None)?,
            _ => {
                check_level(book, at, level, word)?;
                to_level(book, at, level, Some(word))?
            }
        },
        (LessonRef::Lesson(..) | LessonRef::Page(_), [level, word]) => {
            to_level(book, at, place::level_or_refusal(book, level)?, Some(word))?
        }
        (LessonRef::Level(_), _) => {
            return Err(Refusal::new(message!("move.level-in-level"), message!("move.help-level-in-level")));
        }
        _ => {
            let message = message!("new.too-deep", path = request.to.as_str());
            return Err(Refusal::new(message, message!("move.help-nowhere")));
        }
    };
    let renames: Vec<Rename> = renames.into_iter().filter(|rename| rename.from != rename.to).collect();
    if renames.is_empty() {
        let message = message!("move.nothing", name = request.from.as_str());
        return Err(Refusal::new(message, message!("move.help-nowhere")));
    }
    Ok(renames)
}

/// A new name that is almost a level's is more likely that level, mistyped.
fn check_level(book: &Book, at: LessonRef, level: usize, word: &str) -> Result<(), Refusal> {
    let ids = book.levels.iter().map(|level| level.index.id.as_str());
    let Some(nearest) = nearest(&FileName::parse(word).id(), ids) else { return Ok(()) };
    let path = format!("{}/{word}", book.levels[level].index.id);
    let help = message!(
        "move.help-perhaps-level",
        nearest = nearest,
        from = book.lesson(at).id.as_str(),
        path = path.as_str()
    );
    Err(Refusal::new(message!("move.perhaps-level", name = word), help))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name as it was given: its number and its text, each `None` if it isn't given.
fn given_name(word: &str) -> Result<(Option<u64>, Option<String>), Refusal> {
    let name = FileName::parse(word);
    if is_number(word) {
        return Ok((name.number, None));
    }
    Ok((name.number, Some(slug(&name.text)?)))
}

fn exists(id: &str) -> Refusal {
    Refusal::new(message!("move.exists", id = id), message!("move.help-exists"))
}

fn renamed_level(book: &Book, level: usize, word: &str) -> Result<Vec<Rename>, Refusal> {
    let folder = |level: usize| place::folder_of(&book.levels[level]);
    let Some(own) = folder(level) else { return Ok(Vec::new()) };
    let (number, text) = given_name(word)?;
    if let Some(text) = &text
        && let Some(other) = book.levels.iter().position(|level| level.index.id == FileName::parse(text).id())
        && other != level
    {
        return Err(exists(&book.levels[other].index.id));
    }
    let siblings = (0..book.levels.len()).filter(|&other| other != level);
    let siblings: Vec<(usize, &str)> = siblings.filter_map(|other| Some((other, folder(other)?))).collect();
    let own = FileName::parse(own);
    let numbers = Numbers::of(siblings.iter().map(|(_, name)| *name).chain(folder(level)));
    let number = number.or(own.number).unwrap_or_else(|| numbers.next());
    let name = numbers.numbered(number, &text.unwrap_or_else(|| own.text.clone()));
    let mut renames = vec![folder_rename(folder(level).unwrap_or_default(), &name)];
    for (_, from, to) in shifted(&siblings, &numbers, number, own.number) {
        renames.push(folder_rename(from, &to));
    }
    Ok(renames)
}

fn folder_rename(from: &str, to: &str) -> Rename {
    Rename { from: format!("content/{from}"), to: format!("content/{to}"), is_folder: true }
}

fn renamed_page(book: &Book, page: usize, word: &str) -> Result<Vec<Rename>, Refusal> {
    let text = slug(&FileName::parse(word).text)?;
    let id = FileName::parse(&text).id();
    if let Some(other) = book.pages.iter().position(|other| other.id == id)
        && other != page
    {
        return Err(exists(&id));
    }
    Ok(of_lesson(book, &book.pages[page], &format!("content/{text}")))
}

/// A lesson or a page moved into a level, under the name that is given, else its own.
fn to_level(book: &Book, at: LessonRef, level: usize, word: Option<&str>) -> Result<Vec<Rename>, Refusal> {
    let lesson = book.lesson(at);
    let Some(own) = place::name_of(lesson, &book.config).map(FileName::parse) else { return Ok(Vec::new()) };
    let (number, text) = word.map_or(Ok((None, None)), given_name)?;
    let text = text.unwrap_or_else(|| own.text.clone());
    let all = &book.levels[level];
    let is_own = |number: usize| at == LessonRef::Lesson(level, number);
    let id = format!("{}/{}", all.index.id, FileName::parse(&text).id());
    if let Some(other) = all.lessons.iter().position(|other| other.id == id)
        && !is_own(other)
    {
        return Err(exists(&id));
    }
    let siblings = all.lessons.iter().enumerate().filter(|(number, _)| !is_own(*number));
    let siblings: Vec<(usize, &str)> =
        siblings.filter_map(|(number, lesson)| Some((number, place::name_of(lesson, &book.config)?))).collect();
    let numbers = Numbers::of(siblings.iter().map(|(_, name)| *name));
    let stays = matches!(at, LessonRef::Lesson(from, _) if from == level);
    // In its own level a lesson keeps its number, or has none as before.
    let number = number.or(if stays { own.number } else { Some(numbers.next()) });
    let name = number.map_or_else(|| text.clone(), |number| numbers.numbered(number, &text));
    let folder = place::folder_of(all).unwrap_or_default();
    let mut renames = of_lesson(book, lesson, &format!("content/{folder}/{name}"));
    for (sibling, _, to) in number
        .map_or_else(Vec::new, |number| shifted(&siblings, &numbers, number, if stays { own.number } else { None }))
    {
        renames.extend(of_lesson(book, &all.lessons[sibling], &format!("content/{folder}/{to}")));
    }
    Ok(renames)
}

/// The siblings that make room at a number, each with its name and its new one: that which has it, and those right
/// after; or right before, if the number that is left, `from`, is before it.
fn shifted<'n>(
    siblings: &[(usize, &'n str)],
    numbers: &Numbers,
    number: u64,
    from: Option<u64>,
) -> Vec<(usize, &'n str, String)> {
    let is_later = from.is_some_and(|from| from < number);
    let mut shifted = Vec::new();
    let mut taken = number;
    loop {
        let next = if is_later { taken.checked_sub(1) } else { taken.checked_add(1) };
        let at: Vec<_> = siblings.iter().filter(|(_, name)| FileName::parse(name).number == Some(taken)).collect();
        let Some(next) = next.filter(|_| !at.is_empty()) else { return shifted };
        let renumbered = |name: &str| numbers.numbered(next, &FileName::parse(name).text);
        shifted.extend(at.into_iter().map(|&(sibling, name)| (sibling, name, renumbered(name))));
        taken = next;
    }
}

/// A lesson's files or folders, moved to a new stem.
fn of_lesson(book: &Book, lesson: &Lesson, to: &str) -> Vec<Rename> {
    let mut seen = BTreeSet::new();
    let stems = place::files_of(lesson).map(|path| {
        let stem = place::without_suffix(path.file_name(), &book.config);
        match stem {
            stem if is_index(stem) => (path.folder().to_owned(), true),
            stem => (format!("{}/{stem}", path.folder()), false),
        }
    });
    let stems: Vec<_> = stems.filter(|stem| seen.insert(stem.clone())).collect();
    stems.into_iter().map(|(from, is_folder)| Rename { from, to: to.to_owned(), is_folder }).collect()
}

/// The files and folders to move, in an order in which each finds its new path free.
///
/// # Errors
/// If there is no such order: two names would have to change places at once.
pub(super) fn in_order(sources: &Sources, renames: &[Rename]) -> Result<Vec<(String, String)>, Refusal> {
    let files = || sources.texts.keys().chain(sources.assets.keys());
    let mut moves: Vec<(String, String)> = Vec::new();
    for rename in renames {
        if rename.is_folder {
            moves.push((rename.from.clone(), rename.to.clone()));
            continue;
        }
        moves.extend(files().filter_map(|path| Some((path.to_string(), rename.of(path.as_str())?))));
    }
    let mut ordered = Vec::new();
    while !moves.is_empty() {
        let is_free = |to: &str| !moves.iter().any(|(from, _)| from == to);
        let Some(next) = moves.iter().position(|(_, to)| is_free(to)) else {
            let (from, to) = (moves[0].0.as_str(), moves[0].1.as_str());
            return Err(Refusal::new(message!("move.swap", from = from, to = to), message!("move.help-swap")));
        };
        ordered.push(moves.remove(next));
    }
    Ok(ordered)
}
