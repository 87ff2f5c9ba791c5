//! A new lesson, level or page: a file in every language of the book, with the next number.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::begin::{check_title, check_titles, slug, slug_line};
use super::place::{self, Given, Numbers};
use super::template::{self, fill, in_language, marked};
use super::{NotDone, Refusal};
use crate::assemble::file_name::{FileName, is_index};
use crate::build;
use crate::builder::{Built, Edition};
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::Source;
use crate::locale::{Message, UserLanguage, message};
use crate::model::Book;
use crate::progress::{Progress, Task};
use crate::write::{self, Step};

/// What is to be added.
#[derive(Clone, Debug)]
pub struct NewText {
    /// Its path, its id or its title, as the author types it.
    pub path: String,
    /// Its title in the order of the book's languages, the last standing for those without; none if the path says it.
    pub titles: Vec<String>,
    /// What it is.
    pub kind: NewKind,
    /// The author's current folder.
    pub here: PathBuf,
    /// The language of what stands in its files until its author writes it, where the book's is neither French nor
    /// English.
    pub author: UserLanguage,
}

/// What a new text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NewKind {
    /// What its path says: a lesson in a level, or a level if it is one numbered name.
    #[default]
    Told,
    /// A level.
    Level,
    /// A page outside the levels.
    Page,
}

/// Adds a text to a book, in all its languages, and gives the paths of its files; it is counted in `progress` how far that has
/// come.
///
/// # Errors
/// Why nothing was added.
pub fn add(
    root: &Path,
    new: &NewText,
    progress: &Progress,
    is_stopped: impl Fn() -> bool,
) -> Result<Vec<String>, NotDone> {
    let underway = progress.begin(Task::Readings, 2);
    let edition = Edition { drafts: true, with_echoes: true, ..Edition::default() };
    let Built { sources, site, diagnostics } = build::read(root, &edition);
    underway.one();
    let Some(site) = site else { return Err(NotDone::Faults { sources, diagnostics }) };
    let files = compose(&site.book, root, new)?;
    let mut source = Source::disk(root);
    for (path, text) in &files {
        source.set(path, text).map_err(|error| {
            Refusal::new(
                message!("author.unreadable-name", path = error.path.as_str()),
                message!("author.help-unreadable-name"),
            )
        })?;
    }
    let would = build::read(source, &edition);
    let faults = new_errors(&diagnostics, would.diagnostics);
    if !faults.is_empty() {
        return Err(NotDone::Faults { sources: would.sources, diagnostics: faults });
    }
    let steps: Vec<Step> =
        files.iter().map(|(path, text)| Step::Write { path: path.clone(), text: text.clone() }).collect();
    write::change(root, &steps, is_stopped).map_err(NotDone::NotWritten)?;
    Ok(files.into_keys().collect())
}

/// The errors that were not there before.
fn new_errors(before: &[Diagnostic], after: Vec<Diagnostic>) -> Vec<Diagnostic> {
    after.into_iter().filter(|fault| fault.severity == Severity::Error && !before.contains(fault)).collect()
}

/// What a new text is, and its place.
enum Kind {
    Level { name: String },
    Page { name: String },
    Lesson { level: usize, name: String },
}

/// The new files, by path.
fn compose(book: &Book, root: &Path, new: &NewText) -> Result<BTreeMap<String, String>, Refusal> {
    let mut given = Given::read(&new.path, root, &new.here, &book.config)?;
    let in_languages = given.take_titles(&book.config);
    let Some(typed) = given.parts.last().filter(|_| !is_level_alone(new, &given)) else {
        return Err(Refusal::new(message!("new.nothing"), message!("new.help-nothing")));
    };
    let titles = in_languages.filter(|_| new.titles.is_empty()).unwrap_or_else(|| titles(new, typed));
    check_titles(&titles, book.config.languages.len())?;
    for title in &titles {
        check_title(title)?;
    }
    // In the order of the book's languages.
    let title = |locale: usize| titles.get(locale).or(titles.last()).map_or("", String::as_str);
    let (stem, what, first) = match kind(book, root, new, &given)? {
        Kind::Level { name } => {
            let numbers = Numbers::of(book.levels.iter().filter_map(place::folder_of));
            let (folder, id) = named(&name, &numbers, |word| {
                place::level_named(book, word).map(|at| book.levels[at].index.id.clone())
            })?;
            (format!("content/{folder}/index"), ("new-level.md", id), Some(format!("content/{folder}/1-")))
        }
        Kind::Page { name } => {
            let id = FileName::parse(&name).id();
            if let Some(page) = place::page_named(book, &name) {
                return Err(taken(&book.pages[page].id));
            }
            (format!("content/{id}"), ("new-page.md", id), None)
        }
        Kind::Lesson { level, name } => {
            let all = &book.levels[level];
            let names = all.lessons.iter().filter_map(|lesson| place::name_of(lesson, &book.config));
            let exists = |word: &str| Some(all.lessons[place::lesson_named(book, level, word)?].id.clone());
            let (file, id) = named(&name, &Numbers::of(names), exists)?;
            let folder = place::folder_of(all).unwrap_or_default();
            (format!("content/{folder}/{file}"), ("new-lesson.md", id), None)
        }
    };
    let mut files = BTreeMap::new();
    for (locale, language) in book.config.languages.iter().enumerate() {
        let key = &language.key;
        let written_in = template::written_in(key, new.author);
        let mut put = |stem: &str, template: &str, title: &str, id: &str| -> Result<(), Refusal> {
            let values = [("title", &*template::title(title)), ("slug", &*slug_line(&slug(title)?, id))];
            let text = fill(in_language(written_in, template), &values);
            files.insert(format!("{stem}.{key}.md"), marked(text, key, new.author));
            Ok(())
        };
        put(&stem, what.0, title(locale), &what.1)?;
        if let Some(first) = &first {
            // A level without lessons is nothing that students can do.
            let titles = |language| message!("new.first-lesson").text(language);
            let default =
                book.config.languages.first().map_or(new.author, |first| template::written_in(&first.key, new.author));
            let id = slug(&titles(default))?;
            put(&format!("{first}{id}"), "new-lesson.md", &titles(written_in), &id)?;
        }
    }
    Ok(files)
}

/// Whether the path names a level and no lesson in it: `2/`, `2/index`.
fn is_level_alone(new: &NewText, given: &Given) -> bool {
    let is_index = new.path.rsplit(['/', '\\']).next().is_some_and(|last| last.split('.').next().is_some_and(is_index));
    let is_new = |name: &str| FileName::parse(name).number.is_some() && name.contains(|c: char| !c.is_ascii_digit());
    let [name] = given.parts.as_slice() else { return false };
    new.kind == NewKind::Told && (is_index || given.is_folder && !is_new(name))
}

/// The titles that are given; else that of the path's last part.
fn titles(new: &NewText, typed: &str) -> Vec<String> {
    if !new.titles.is_empty() {
        return new.titles.clone();
    }
    let name = FileName::parse(typed);
    let is_name =
        name.text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
    vec![if is_name { name.title() } else { name.text }]
}

fn kind(book: &Book, root: &Path, new: &NewText, given: &Given) -> Result<Kind, Refusal> {
    let here = place::level_here(root, &new.here);
    let is_numbered =
        |name: &str| FileName::parse(name).number.is_some_and(|_| !name.bytes().all(|byte| byte.is_ascii_digit()));
    match (new.kind, given.parts.as_slice()) {
        (NewKind::Level, [name]) => Ok(Kind::Level { name: name.clone() }),
        (NewKind::Page, [name]) => Ok(Kind::Page { name: name.clone() }),
        (NewKind::Told, [name]) if here.is_some() => Ok(Kind::Lesson {
            level: place::level_or_refusal(book, here.as_deref().unwrap_or_default())?,
            name: name.clone(),
        }),
        (NewKind::Told, [name]) if is_numbered(name) => Ok(Kind::Level { name: name.clone() }),
        (NewKind::Told, [name]) => match book.levels.as_slice() {
            [_] => Ok(Kind::Lesson { level: 0, name: name.clone() }),
            levels => {
                let ids: Vec<&str> = levels.iter().map(|level| level.index.id.as_str()).collect();
                let (level, levels) = (ids.first().copied().unwrap_or("1-niveau"), ids.join(", "));
                let help = message!("new.help-where", levels = levels, level = level, name = name.as_str());
                Err(Refusal::new(message!("new.where", name = name.as_str()), help))
            }
        },
        (NewKind::Told, [level, name]) => {
            Ok(Kind::Lesson { level: place::level_or_refusal(book, level)?, name: name.clone() })
        }
        _ => Err(Refusal::new(message!("new.too-deep", path = new.path.as_str()), message!("new.help-too-deep"))),
    }
}

/// The name with its number, and its id; refused if one of them is taken.
fn named(typed: &str, numbers: &Numbers, exists: impl Fn(&str) -> Option<String>) -> Result<(String, String), Refusal> {
    let name = FileName::parse(typed);
    let slug = slug(&name.text)?;
    // By its name alone: a number is looked at below.
    if let Some(id) = exists(&name.text).filter(|_| !name.text.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(taken(&id));
    }
    let next = numbers.next();
    let number = name.number.unwrap_or(next);
    if let Some(other) = numbers.at(number) {
        let message = message!("new.number-taken", number = number.to_string(), other = other);
        let free = numbers.numbered(next, &slug);
        return Err(Refusal::new(message, message!("new.help-number-taken", free = free)));
    }
    Ok((numbers.numbered(number, &slug), FileName { number: None, text: slug }.id()))
}

fn taken(id: &str) -> Refusal {
    Refusal::new(message!("new.id-taken", id = id), message!("new.help-id-taken"))
}

/// What was done, in words.
pub fn said(files: &[String]) -> Vec<Message> {
    files.iter().map(|file| message!("new.done", file = file.as_str())).collect()
}
