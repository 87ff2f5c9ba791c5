//! The files of `content/`, sorted into levels, lessons and pages by their names alone.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::assemble::file_name::{self, FileName, Suffix};
use crate::config::{Config, is_language_key};
use crate::diagnostic::{Diagnostic, Place};
use crate::locale::{Locale, Message, message};
use crate::rule::Rule;
use crate::source::{BookPath, Sources};

/// The files of one lesson, by language.
#[derive(Clone, Debug)]
pub(super) struct Outline {
    /// Its name, from which its order, id and address follow.
    pub(super) name: FileName,
    /// Its files.
    pub(super) files: BTreeMap<Locale, BookPath>,
}

/// The files of one level.
#[derive(Clone, Debug)]
pub(super) struct LevelOutline {
    /// Its folder.
    pub(super) folder: String,
    /// Its own `index` files.
    pub(super) index: Outline,
    /// Its lessons, in order.
    pub(super) lessons: Vec<Outline>,
}

/// The whole of `content/`.
#[derive(Debug)]
pub(super) struct BookOutline {
    /// The front page.
    pub(super) home: Outline,
    /// The levels, in order.
    pub(super) levels: Vec<LevelOutline>,
    /// The pages outside the levels, in order.
    pub(super) pages: Vec<Outline>,
}

/// The place of a file in the book.
enum Shelf {
    Home,
    Page(FileName),
    Level(String),
    Lesson(String, FileName),
}

/// Sorts the Markdown files of `content/`.
pub(super) fn outline(config: &Config, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> BookOutline {
    let mut home = Outline { name: FileName::parse("index"), files: BTreeMap::new() };
    let mut levels: BTreeMap<String, (Outline, BTreeMap<String, Outline>)> = BTreeMap::new();
    let mut pages: BTreeMap<String, Outline> = BTreeMap::new();
    let is_markdown = |path: &BookPath| {
        let extension = path.file_name().rsplit_once('.').map_or("", |(_, extension)| extension);
        path.as_str().starts_with("content/") && file_name::is_markdown(extension)
    };
    for path in sources.texts.keys().filter(|path| is_markdown(path)) {
        let Some((shelf, locale)) = shelve(path, sources, config, diagnostics) else { continue };
        let outline = match shelf {
            Shelf::Home => &mut home,
            Shelf::Page(name) => pages.entry(name.id()).or_insert_with(|| Outline { name, files: BTreeMap::new() }),
            Shelf::Level(folder) => &mut level(&mut levels, &folder).0,
            Shelf::Lesson(folder, name) => level(&mut levels, &folder)
                .1
                .entry(name.id())
                .or_insert_with(|| Outline { name, files: BTreeMap::new() }),
        };
        add(outline, locale, path, config, diagnostics);
    }
    let mut levels: Vec<LevelOutline> = levels
        .into_iter()
        .map(|(folder, (index, lessons))| LevelOutline { folder, index, lessons: in_order(lessons) })
        .collect();
    levels.sort_by(|a, b| a.index.name.order(&b.index.name));
    report_level_clashes(&mut levels, diagnostics);
    for level in &levels {
        report_numbers(level.lessons.iter().map(|lesson| (&lesson.name, first_file(lesson))), diagnostics);
    }
    BookOutline { home, levels, pages: in_order(pages) }
}

fn level<'a>(
    levels: &'a mut BTreeMap<String, (Outline, BTreeMap<String, Outline>)>,
    folder: &str,
) -> &'a mut (Outline, BTreeMap<String, Outline>) {
    levels
        .entry(folder.to_owned())
        .or_insert_with(|| (Outline { name: FileName::parse(folder), files: BTreeMap::new() }, BTreeMap::new()))
}

fn in_order(outlines: BTreeMap<String, Outline>) -> Vec<Outline> {
    let mut outlines: Vec<_> = outlines.into_values().collect();
    outlines.sort_by(|a, b| a.name.order(&b.name));
    outlines
}

fn first_file(outline: &Outline) -> Option<&BookPath> {
    outline.files.values().next()
}

/// The place of a Markdown file in the book, and its language; `None` for a README, or for a file that is reported.
fn shelve(
    path: &BookPath,
    sources: &Sources,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Shelf, Locale)> {
    let parts: Vec<&str> = path.as_str().split('/').skip(1).collect();
    let (&file, folders) = parts.split_last()?;
    let (stem, locale) = match Suffix::parse(file, config) {
        Suffix::Language(stem, locale) => (stem, locale),
        Suffix::None(stem) if stem.eq_ignore_ascii_case("readme") => return None,
        Suffix::None(stem) => {
            if let Some(meant) = meant_suffix(path, stem, sources, config) {
                let fault =
                    Diagnostic::new(Rule::UnknownLanguage, Place::file(path), message!("unknown-language.sign"));
                diagnostics.push(fault.help(message!("unknown-language.help-rename", name = meant)));
                return None;
            }
            (stem, config.default_locale)
        }
        Suffix::Unknown(suffix) => {
            // `lesson.fr.md.md`
            if let Some(meant) = file_name::meant_lesson(file, config).filter(|_| suffix.eq_ignore_ascii_case("md")) {
                let message = message!("mistyped-extension.message", name = file);
                let fault = Diagnostic::new(Rule::MistypedExtension, Place::file(path), message);
                diagnostics.push(fault.help(message!("mistyped-extension.help", meant = meant)));
                return None;
            }
            let message = message!("unknown-language.message", suffix = suffix);
            let fault = Diagnostic::new(Rule::UnknownLanguage, Place::file(path), message);
            diagnostics.push(fault.help(known_suffix(path, suffix, config)));
            return None;
        }
    };
    let is_level = |folder: &str| FileName::parse(folder).number.is_some();
    let is_index = file_name::is_index(stem);
    let shelf = match *folders {
        [] if is_index => Shelf::Home,
        [] => Shelf::Page(FileName::parse(stem)),
        [folder] if is_level(folder) && is_index => Shelf::Level(folder.to_owned()),
        [folder] if is_level(folder) => Shelf::Lesson(folder.to_owned(), FileName::parse(stem)),
        [folder] if is_index => Shelf::Page(FileName::parse(folder)),
        [level, folder] if is_level(level) && is_index => Shelf::Lesson(level.to_owned(), FileName::parse(folder)),
        _ => {
            let fault = Diagnostic::new(Rule::NestedTooDeep, Place::file(path), message!("nested-too-deep.file"));
            diagnostics.push(fault.help(message!("nested-too-deep.help-file")));
            return None;
        }
    };
    Some((shelf, locale))
}

/// The name that a file was meant to have, if another sign than a full stop comes before its language (`doubt-fr.md`) and
/// the lesson has other files.
fn meant_suffix(path: &BookPath, stem: &str, sources: &Sources, config: &Config) -> Option<String> {
    let (name, key) = stem.trim_end().rsplit_once(['-', '_', ' ', '.'])?;
    let locale = config.locale(&key.to_ascii_lowercase())?;
    let name = name.trim_end();
    let begins = format!("{}/{name}.", path.folder());
    let mut others = sources.texts.range::<str, _>((Bound::Included(begins.as_str()), Bound::Unbounded));
    let has_other = others.next().is_some_and(|(other, _)| other.as_str().starts_with(&begins) && other != path);
    has_other.then(|| format!("{name}.{}.md", config.language(locale).key))
}

/// What to do about a suffix that names no language of the book: nothing that `book.toml` would refuse.
fn known_suffix(path: &BookPath, suffix: &str, config: &Config) -> Message {
    let key = suffix.to_ascii_lowercase().replace('_', "-");
    let primary = key.split('-').next().unwrap_or_default();
    if let Some(locale) = config.locale(primary).filter(|_| key != primary) {
        let file = path.file_name();
        let stem = file.rsplitn(3, '.').nth(2).unwrap_or(file);
        let name = format!("{stem}.{}.md", config.language(locale).key);
        return message!("unknown-language.help-rename", name = name);
    }
    if is_language_key(&key) {
        return message!("unknown-language.help", suffix = key);
    }
    let keys: Vec<&str> = config.locales().map(|locale| config.language(locale).key.as_str()).collect();
    message!("unknown-language.help-suffix", languages = keys.join(", "))
}

/// Adds a file to its lesson, unless that language is taken.
fn add(outline: &mut Outline, locale: Locale, path: &BookPath, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = outline.files.get(&locale) else {
        outline.files.insert(locale, path.clone());
        return;
    };
    let stem = |path: &BookPath| {
        let (Suffix::Language(stem, _) | Suffix::None(stem) | Suffix::Unknown(stem)) =
            Suffix::parse(path.file_name(), config);
        format!("{}/{stem}", path.folder())
    };
    let language = config.language(locale).in_words();
    let (rule, message, help) = if stem(path) == stem(first) {
        let message = message!("duplicate-translation.message", first = first.as_str(), language = language);
        (Rule::DuplicateTranslation, message, message!("duplicate-translation.help"))
    } else {
        let message = message!("duplicate-id.message", first = first.as_str(), id = outline.name.id());
        (Rule::DuplicateId, message, message!("duplicate-id.help"))
    };
    diagnostics.push(Diagnostic::new(rule, Place::file(path), message).help(help));
}

/// Reports levels that share an id (and keeps the first), or a number.
fn report_level_clashes(levels: &mut Vec<LevelOutline>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    levels.retain(|level| {
        let id = level.index.name.id();
        let any = first_file(&level.index).or_else(|| level.lessons.iter().find_map(first_file));
        match seen.get(&id) {
            Some(first) => {
                let place = any.map_or_else(|| Place::file(&BookPath::new("content")), Place::file);
                let message = message!("duplicate-id.level", first = first.as_str(), id = id.as_str());
                diagnostics
                    .push(Diagnostic::new(Rule::DuplicateId, place, message).help(message!("duplicate-id.help")));
                false
            }
            None => {
                seen.insert(id, level.folder.clone());
                true
            }
        }
    });
    let files = levels.iter().map(|level| {
        (&level.index.name, first_file(&level.index).or_else(|| level.lessons.iter().find_map(first_file)))
    });
    report_numbers(files, diagnostics);
}

/// Reports files that follow each other in order and have the same number.
fn report_numbers<'a>(
    names: impl Iterator<Item = (&'a FileName, Option<&'a BookPath>)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut last: Option<&FileName> = None;
    for (name, path) in names {
        if let (Some(previous), Some(number), Some(path)) = (last, name.number, path)
            && previous.number == Some(number)
        {
            let other = previous.text.as_str();
            let message = message!("duplicate-number.message", number = number.to_string(), other = other);
            let fault = Diagnostic::new(Rule::DuplicateNumber, Place::file(path), message);
            diagnostics.push(fault.help(message!("duplicate-number.help")));
        }
        last = Some(name);
    }
}
