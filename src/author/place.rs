//! Places of a book as an author names them: a lesson’s id, its file, its title, its number.

use std::path::Path;

use super::Refusal;
use super::begin::titles;
use crate::assemble::file_name::{FileName, is_index, is_markdown};
use crate::config::Config;
use crate::locale::message;
use crate::model::{Book, Lesson, LessonRef, Level, Slug};
use crate::nearest::nearest;
use crate::source::BookPath;

/// How many letters two words must share at their beginning to be meant for each other.
const ALIKE: usize = 4;

/// A path under `content/` as it was given: its parts, without `content`, the language's suffix and `index`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Given {
    /// Its parts, none of them empty.
    pub(super) parts: Vec<String>,
    /// Whether it ends with `/`.
    pub(super) is_folder: bool,
}

impl Given {
    /// Reads a path or a title. `here` is the current folder; a path that exists from there, or begins at the system's
    /// root, is meant as it is.
    ///
    /// # Errors
    /// If it leads out of the book.
    pub(super) fn read(text: &str, root: &Path, here: &Path, config: &Config) -> Result<Self, Refusal> {
        let outside = || Refusal::new(message!("author.outside", path = text), message!("author.help-outside"));
        let typed = text.trim().replace('\\', "/");
        // The front page has no name of its own.
        if !typed.is_empty() && typed.bytes().all(|byte| byte == b'/') {
            return Ok(Self { parts: Vec::new(), is_folder: true });
        }
        let from_here = from_here(&typed, root, here);
        let inside = match from_here {
            Some(inside) => inside,
            None if Path::new(&typed).is_absolute() => return Err(outside()),
            None => typed.clone(),
        };
        let mut parts: Vec<String> = inside.split('/').map(str::trim).map(str::to_owned).collect();
        parts.retain(|part| !part.is_empty() && part != ".");
        if parts.iter().any(|part| part == "..") {
            return Err(outside());
        }
        if parts.first().is_some_and(|first| first == "content") {
            parts.remove(0);
        }
        if let Some(last) = parts.last_mut() {
            *last = without_suffix(last, config).to_owned();
            if is_index(last) {
                parts.pop();
            }
        }
        Ok(Self { parts, is_folder: typed.ends_with('/') })
    }

    /// The titles in the book's languages, if the last part is one of each, `Doubt = Douter`: the first of them is then
    /// the part. (In a book of one language, `E = mc²` is a title.)
    pub(super) fn take_titles(&mut self, config: &Config) -> Option<Vec<String>> {
        let last = self.parts.last_mut()?;
        let titles = titles(last);
        if titles.len() < 2 || titles.len() != config.languages.len() {
            return None;
        }
        last.clone_from(&titles[0]);
        Some(titles)
    }
}

/// The path from the book's folder, if the path leads there from the current one: it exists, or climbs, or the current
/// folder is in `content`.
fn from_here(typed: &str, root: &Path, here: &Path) -> Option<String> {
    let real = |path: &Path| path.canonicalize().ok();
    let path = here.join(typed);
    let is_meant = Path::new(typed).is_absolute() || typed.starts_with("..") || path.symlink_metadata().is_ok();
    if !is_meant {
        return None;
    }
    // What doesn't exist yet is in a folder that does.
    let found = real(&path).or_else(|| Some(real(path.parent()?)?.join(path.file_name()?)))?;
    let inside = found.strip_prefix(real(root)?).ok()?;
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
    Some(parts.collect::<Vec<_>>().join("/")).filter(|inside| !inside.is_empty())
}

/// The folder of the level that the current folder is in; `None` if it is in none.
pub(super) fn level_here(root: &Path, here: &Path) -> Option<String> {
    let inside = from_here(".", root, here)?;
    let mut parts = inside.split('/');
    (parts.next() == Some("content")).then(|| parts.next().map(str::to_owned))?
}

/// A file's name without `.md` and the language before it.
pub(super) fn without_suffix<'n>(name: &'n str, config: &Config) -> &'n str {
    let Some((stem, extension)) = name.rsplit_once('.') else { return name };
    if !is_markdown(extension) {
        return name;
    }
    match stem.rsplit_once('.') {
        Some((stem, key)) if config.locale(&key.to_ascii_lowercase()).is_some() => stem,
        _ => stem,
    }
}

/// The name of a level's folder; `None` if none of its texts has a file.
pub(super) fn folder_of(level: &Level) -> Option<&str> {
    let path = files_of(&level.index).chain(level.lessons.iter().flat_map(files_of)).next()?;
    path.as_str().split('/').nth(1)
}

/// The files of a lesson's texts, drafts included.
pub(super) fn files_of(lesson: &Lesson) -> impl Iterator<Item = &BookPath> {
    let texts = lesson.translations.values().map(|translation| &translation.path);
    texts.chain(lesson.drafts.values())
}

/// The name of a lesson's file, without suffix, or of its folder: `2-empreinte`; `None` for a lesson without files.
pub(super) fn name_of<'l>(lesson: &'l Lesson, config: &Config) -> Option<&'l str> {
    let path = files_of(lesson).next()?;
    let stem = without_suffix(path.file_name(), config);
    if is_index(stem) { path.folder().rsplit('/').next() } else { Some(stem) }
}

/// Whether that word names a text: by the name of its file, its id, its number alone, or its title in any language.
fn is_named(word: &str, name: Option<&str>, lesson: &Lesson, last_of_id: &str) -> bool {
    let number = |name: &str| FileName::parse(name).number;
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let parsed = FileName::parse(word);
    let is_numbered = |name: &str| parsed.number.is_none() || number(name) == parsed.number || is_number;
    match name {
        Some(name) if name == word => true,
        Some(name) if is_number => number(name).is_some() && number(name) == word.parse().ok(),
        Some(name) if !is_numbered(name) => false,
        _ => {
            let id = parsed.id();
            let slug = |title: &str| Slug::from_name(title).map(|slug| slug.to_string());
            let of_titles = || lesson.titles.iter().any(|(_, title)| slug(&title.text).as_ref() == Some(&id));
            id == last_of_id || of_titles()
        }
    }
}

/// The level that a word names.
pub(super) fn level_named(book: &Book, word: &str) -> Option<usize> {
    book.levels.iter().position(|level| is_named(word, folder_of(level), &level.index, &level.index.id))
}

/// The lesson of a level that a word names.
pub(super) fn lesson_named(book: &Book, level: usize, word: &str) -> Option<usize> {
    let is_it = |lesson: &Lesson| {
        let last = lesson.id.rsplit('/').next().unwrap_or_default();
        is_named(word, name_of(lesson, &book.config), lesson, last)
    };
    book.levels[level].lessons.iter().position(is_it)
}

/// The page outside the levels that a word names.
pub(super) fn page_named(book: &Book, word: &str) -> Option<usize> {
    book.pages.iter().position(|page| is_named(word, name_of(page, &book.config), page, &page.id))
}

/// Why a word doesn't name one lesson: these have it as their name or title.
fn ambiguous(book: &Book, word: &str, lessons: &[(usize, usize)]) -> Refusal {
    let ids = lessons.iter().map(|&(level, lesson)| book.levels[level].lessons[lesson].id.as_str());
    let ids = ids.collect::<Vec<_>>().join(", ");
    let message = message!("author.ambiguous", name = word, lessons = ids.as_str());
    Refusal::new(message, message!("author.help-ambiguous"))
}

/// The text that a path names.
///
/// # Errors
/// If there is none: with the nearest, or a word on how to find out.
pub(super) fn text_named(book: &Book, given: &Given, typed: &str) -> Result<LessonRef, Refusal> {
    let found = match given.parts.as_slice() {
        [] => Some(LessonRef::Home),
        [one] => match (level_named(book, one), page_named(book, one)) {
            (Some(level), _) => Some(LessonRef::Level(level)),
            (None, Some(page)) => Some(LessonRef::Page(page)),
            // A lesson's name alone, if no other lesson has it.
            (None, None) => {
                let all = (0..book.levels.len()).filter_map(|level| Some((level, lesson_named(book, level, one)?)));
                let all: Vec<_> = all.collect();
                match all[..] {
                    [(level, lesson)] => Some(LessonRef::Lesson(level, lesson)),
                    [] => None,
                    _ => return Err(ambiguous(book, typed, &all)),
                }
            }
        },
        [level, lesson] => level_named(book, level)
            .and_then(|level| Some(LessonRef::Lesson(level, lesson_named(book, level, lesson)?))),
        _ => None,
    };
    found.ok_or_else(|| {
        let ids = book.lessons().map(|(_, lesson)| lesson.id.as_str()).filter(|id| !id.is_empty());
        let help = match nearest(&given.parts.join("/"), ids) {
            Some(nearest) => message!("sync.help-nearest", nearest = nearest),
            None => message!("sync.help-unknown"),
        };
        Refusal::new(message!("author.unknown", name = typed), help)
    })
}

/// The level that a word names.
///
/// # Errors
/// If there is none.
pub(super) fn level_or_refusal(book: &Book, word: &str) -> Result<usize, Refusal> {
    level_named(book, word).ok_or_else(|| {
        let ids = || book.levels.iter().map(|level| level.index.id.as_str());
        // The noun for the verb, « securite » for « securiser », begins alike.
        let begins = |id: &&str| word.len() >= ALIKE && id.get(..ALIKE) == word.get(..ALIKE);
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let help = match nearest(word, ids()).or_else(|| ids().find(begins)) {
            Some(nearest) if !is_number => message!("sync.help-nearest", nearest = nearest),
            _ => {
                let (levels, new) = (ids().collect::<Vec<_>>().join(", "), if is_number { "…" } else { word });
                message!("author.help-which-level", levels = levels, new = new)
            }
        };
        Refusal::new(message!("author.no-level", level = word), help)
    })
}

/// The numbers of the names in a folder, and how many digits they have at least: `01-a` has two.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// The number and the name of each that has one.
    pub(super) taken: Vec<(u64, String)>,
    width: usize,
}

impl Numbers {
    /// Those of the names.
    pub(super) fn of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut numbers = Self::default();
        for name in names {
            if let Some(number) = FileName::parse(name).number {
                numbers.taken.push((number, name.to_owned()));
                if name.starts_with('0') {
                    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
                    numbers.width = numbers.width.max(digits);
                }
            }
        }
        numbers
    }

    /// The name that has a number.
    pub(super) fn at(&self, number: u64) -> Option<&str> {
        self.taken.iter().find(|(taken, _)| *taken == number).map(|(_, name)| name.as_str())
    }

    /// The number after the last.
    pub(super) fn next(&self) -> u64 {
        self.taken.iter().map(|(number, _)| number.saturating_add(1)).max().unwrap_or(1)
    }

    /// A name with that number in front.
    pub(super) fn numbered(&self, number: u64, name: &str) -> String {
        format!("{number:0width$}-{name}", width = self.width)
    }
}
