//! A new book, which builds at once: its levels, and on each a first lesson that shows how to write the next ones.
//!
//! The files are templates in `src/author/begin/`, in French and English. A language other than these two gets the
//! text in the author's, marked as such, to be translated.

mod edition;
mod pyramid;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::template::{self, fill, in_language, marked, quoted, read, written_in};
use super::{NotDone, Refusal};
use crate::build::{self, BuildOptions, Prepared};
use crate::config::{self, BaseUrl};
use crate::load::{self, BOOK_TOML, FOLDERS, Source};
use crate::locale::{Message, UserLanguage, message};
use crate::model::Slug;
use crate::rule::Rule;
use crate::schema;
use crate::sync::{self, Lessons, SyncOptions};
use crate::write::{self, Step};
use pyramid::Level;
pub use pyramid::{Pyramid, titles};

/// What a new book cannot help yet: no one has translated the theme's words or its first texts (a text in another
/// language is a block that the other translation doesn't have) into its language, or taught the search its plurals.
const BEYOND_IT: [Rule; 3] = [Rule::MissingString, Rule::DifferentStructure, Rule::UnstemmedLanguage];

/// The book to begin.
#[derive(Clone, Debug)]
pub struct NewBook {
    /// Its title, in the order of its languages; the last one stands for the languages that have none.
    pub titles: Vec<String>,
    /// The keys of its languages, the first being its default.
    pub languages: Vec<String>,
    /// Its levels.
    pub pyramid: Pyramid,
    /// Where its site will be published; `None` if that isn't known yet.
    pub base_url: Option<BaseUrl>,
    /// The language in which its author reads comments, and texts in languages that Palier doesn't write.
    pub author: UserLanguage,
    /// Whether it is to be written on a forge, in the browser alone: with a guide, and a page to edit lessons on.
    pub is_template: bool,
}

/// A book that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// How many files were written.
    pub files: usize,
    /// Those that were there already, and were kept, such as `.gitignore`.
    pub kept: Vec<String>,
}

/// Begins a book in a folder, which is created if it is missing: all its files are written, or none.
///
/// # Errors
/// If the folder holds something else, or what was asked for makes no book.
pub fn begin(folder: &Path, book: &NewBook, is_stopped: impl Fn() -> bool) -> Result<Begun, NotDone> {
    let kept = kept(folder)?;
    let mut files = book.files()?;
    let begun = Begun { files: files.len() - kept.len(), kept: kept.iter().cloned().collect() };
    files.retain(|path, _| !kept.contains(path));
    let steps = files.into_iter().map(|(path, text)| Step::Write { path, text });
    let is_new = folder.symlink_metadata().is_err();
    if let Err(reason) = write::change(folder, &steps.collect::<Vec<_>>(), is_stopped) {
        if is_new {
            write::remove_empty(folder);
        }
        return Err(NotDone::NotWritten(reason));
    }
    // Its texts agree: from now on, what changes in one of them is known. If that can't be recorded, `palier status`
    // says that they aren't tracked yet.
    let _ = sync::sync(folder, &SyncOptions { lessons: Lessons::All, typo: false });
    schema::provide(folder, book.author);
    Ok(begun)
}

/// The files of a new book that its folder has already, and that stay: what a forge writes into a new repository.
fn kept(folder: &Path) -> Result<BTreeSet<String>, Refusal> {
    let at = folder.to_string_lossy();
    let unreadable =
        |error| Refusal::new(message!("init.unreadable", folder = &*at, reason = &error), help_elsewhere(folder));
    let names = load::names_in(folder).map_err(unreadable)?;
    if names.iter().any(|name| name == BOOK_TOML) {
        return Err(Refusal::new(message!("init.book", folder = &*at), message!("init.help-book")));
    }
    let above = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let is_in_book = above.ancestors().skip(1).any(|book| {
        let inside = above.strip_prefix(book).ok().and_then(|inside| inside.components().next());
        let is_read = inside.is_some_and(|name| FOLDERS.iter().any(|folder| name.as_os_str() == *folder));
        is_read && book.join(BOOK_TOML).is_file()
    });
    if is_in_book {
        return Err(Refusal::new(message!("init.in-book", folder = &*at), message!("init.help-in-book")));
    }
    let of_forge = |name: &str| {
        let name = name.to_ascii_lowercase();
        name.starts_with('.') || ["readme", "license", "licence"].iter().any(|stem| name.starts_with(stem))
    };
    if let Some(other) = names.iter().find(|name| !of_forge(name)) {
        let message = message!("init.not-empty", folder = &*at, name = other.as_str());
        return Err(Refusal::new(message, help_elsewhere(folder)));
    }
    let extras = EXTRAS.iter().map(|(path, _)| *path).chain([edition::GUIDE]);
    Ok(extras.filter(|path| folder.join(path).symlink_metadata().is_ok()).map(str::to_owned).collect())
}

/// What to name in a folder's place: the folder of the same name with the next number that is free.
fn help_elsewhere(folder: &Path) -> Message {
    let named = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let free = named.and_then(|name| {
        let numbered = (2..100).map(|number| folder.with_file_name(format!("{name}-{number}")));
        numbered.into_iter().find(|path| path.symlink_metadata().is_err())
    });
    match free {
        Some(free) => message!("init.help-not-empty-named", free = &*free.to_string_lossy()),
        None => message!("init.help-not-empty"),
    }
}

/// The files that are no part of the book itself, with their templates.
const EXTRAS: [(&str, &str); 4] = [
    (".gitignore", "gitignore"),
    (".editorconfig", "editorconfig"),
    (".github/workflows/book.yml", "github.yml"),
    (".gitlab-ci.yml", "gitlab.yml"),
];

/// A first lesson: what it teaches, in each language that Palier writes.
#[derive(Debug, Deserialize)]
struct Guide {
    /// The name of its template.
    name: String,
    fr: GuideWords,
    en: GuideWords,
}

#[derive(Debug, Deserialize)]
struct GuideWords {
    /// The id of the outcome that it serves.
    id: String,
    title: String,
    outcome: String,
    objective: String,
}

#[derive(Debug, Deserialize)]
struct Guides {
    guide: Vec<Guide>,
}

impl Guide {
    fn in_language(&self, language: UserLanguage) -> &GuideWords {
        match language {
            UserLanguage::Fr => &self.fr,
            UserLanguage::En => &self.en,
        }
    }
}

/// The slug of a title.
///
/// # Errors
/// If it has no letters.
pub(super) fn slug(title: &str) -> Result<String, Refusal> {
    let slug = Slug::from_name(title).map(|slug| slug.as_str().replace('.', "-"));
    slug.ok_or_else(|| Refusal::new(message!("author.no-letters", title = title), message!("author.help-no-letters")))
}

/// Refuses keys that are no languages, or are listed twice.
///
/// # Errors
/// What is wrong with them.
pub fn check_languages(keys: &[String]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !config::is_language_key(key) {
            let help = match config::language_tag(key) {
                Some(_) => message!("invalid-setting.help-language-unknown"),
                None => message!("invalid-setting.help-language-key"),
            };
            return Err(Refusal::new(message!("init.language", key = key.as_str()), help));
        }
        if !seen.insert(key) {
            let message = message!("init.language-twice", key = key.as_str());
            return Err(Refusal::new(message, message!("init.help-language-twice")));
        }
    }
    match keys.is_empty() {
        true => Err(Refusal::new(message!("init.no-language"), message!("init.help-no-language"))),
        false => Ok(()),
    }
}

/// Refuses a title of which no name can be made: of punctuation alone, or with control characters.
///
/// # Errors
/// What is wrong with it.
pub fn check_title(title: &str) -> Result<(), Refusal> {
    match title.chars().any(char::is_control) {
        true => Err(Refusal::new(message!("author.control"), message!("author.help-control"))),
        false => slug(title).map(drop),
    }
}

/// Refuses more titles than the book has languages: the others would be lost.
///
/// # Errors
/// If there are more.
pub fn check_titles(titles: &[String], languages: usize) -> Result<(), Refusal> {
    if titles.len() <= languages {
        return Ok(());
    }
    let (all, given) = (titles.join(" = "), titles.len().to_string());
    let message = message!("init.too-many-titles", count = languages, titles = all, given = given);
    Err(Refusal::new(message, message!("init.help-too-many-titles")))
}

/// Refuses a folder that holds something else than what a forge writes into a new repository, or one that is read as
/// part of another book.
///
/// # Errors
/// What is in the way.
pub fn check_folder(folder: &Path) -> Result<(), Refusal> {
    kept(folder).map(drop)
}

impl NewBook {
    /// All files of the book, by path.
    ///
    /// # Errors
    /// If what was asked for makes no book.
    pub fn files(&self) -> Result<BTreeMap<String, String>, NotDone> {
        check_languages(&self.languages)?;
        check_titles(&self.titles, self.languages.len())?;
        self.pyramid.check_titles(self.languages.len())?;
        for title in &self.titles {
            check_title(title)?;
        }
        let absent = self.base_url.is_none().then_some(Rule::MissingBaseUrl);
        let allowed: Vec<Rule> = absent.into_iter().collect();
        let diagnostics = checked(&self.composed(&allowed)?).diagnostics;
        let more = BEYOND_IT.into_iter().filter(|rule| diagnostics.iter().any(|fault| fault.rule == *rule));
        let files = self.composed(&allowed.into_iter().chain(more).collect::<Vec<_>>())?;
        let Prepared { sources, diagnostics, .. } = checked(&files);
        if diagnostics.is_empty() { Ok(files) } else { Err(NotDone::Faults { sources, diagnostics }) }
    }

    fn title(&self, locale: usize) -> &str {
        self.titles.get(locale).or(self.titles.last()).map_or("", |title| title.trim())
    }

    /// The files, with those rules allowed.
    fn composed(&self, allowed: &[Rule]) -> Result<BTreeMap<String, String>, Refusal> {
        let mut files = BTreeMap::from([(BOOK_TOML.to_owned(), self.settings(allowed)?)]);
        for (path, template) in EXTRAS {
            let head = in_language(self.author, template);
            files.insert(path.to_owned(), fill(read(template), &[("head", head), ("lang", self.author.key())]));
        }
        for (locale, key) in self.languages.iter().enumerate() {
            let file = format!("index.{key}.md");
            let language = written_in(key, self.author);
            let values = [("title", &*template::title(self.title(locale))), ("file", &file)];
            let home = fill(in_language(language, "home.md"), &values);
            files.insert(format!("content/{file}"), marked(home, key, self.author));
        }
        let default = self.languages.first().map_or(self.author, |key| written_in(key, self.author));
        let levels = self.pyramid.levels(&self.languages, |key| written_in(key, self.author))?;
        let guides = toml::from_str::<Guides>(read("guides.toml")).map_or_else(|_| Vec::new(), |guides| guides.guide);
        let guides = guides.iter().filter(|guide| self.languages.len() > 1 || guide.name != "translate");
        let places = levels.iter().zip(guides).enumerate().map(|(index, (level, guide))| {
            let name = slug(&guide.in_language(default).title)?;
            Ok(Place { folder: format!("{}-{}", index + 1, slug(level.title(0))?), name, level, guide })
        });
        let places = places.collect::<Result<Vec<_>, Refusal>>()?;
        if self.is_template {
            files.extend(self.edition(&places));
        }
        for place in &places {
            for (locale, key) in self.languages.iter().enumerate() {
                self.compose_level(place, places.first(), locale, key, default, &mut files)?;
            }
        }
        Ok(files)
    }

    /// A level's own text and its first lesson, in one language.
    fn compose_level(
        &self,
        place: &Place<'_>,
        first: Option<&Place<'_>>,
        locale: usize,
        key: &str,
        default: UserLanguage,
        files: &mut BTreeMap<String, String>,
    ) -> Result<(), Refusal> {
        let Place { folder, name, level, guide } = place;
        let language = written_in(key, self.author);
        let words = guide.in_language(language);
        let id = guide.in_language(default).id.as_str();
        let file = format!("content/{folder}/index.{key}.md");
        let own = slug(level.title(locale))?;
        let text = fill(
            in_language(language, "level.md"),
            &[
                ("title", &template::title(level.title(locale))),
                ("slug", &slug_line(&own, &slug(level.title(0))?)),
                ("need", &level.need(locale).map_or_else(String::new, |need| format!("\nneed: {need}"))),
                ("guide", id),
                ("outcome", &words.outcome),
                ("about", level.about(locale)),
                ("file", &file),
            ],
        );
        files.insert(file, marked(text, key, self.author));
        let file = format!("content/{folder}/1-{name}.{key}.md");
        let to_first = first.map_or_else(String::new, |first| format!("../{}/1-{}.{key}.md", first.folder, first.name));
        let first_id = match first {
            Some(first) => format!("{}/{}", slug(first.level.title(0))?, first.name),
            None => String::new(),
        };
        let body = fill(
            in_language(language, &format!("guides/{}.md", guide.name)),
            &[("file", &*file), ("guide", id), ("first", &to_first), ("first_id", &first_id)],
        );
        let text = fill(
            in_language(language, "lesson.md"),
            &[
                ("title", &*words.title),
                ("slug", &slug_line(&slug(&words.title)?, name)),
                ("objective", &words.objective),
                ("guide", id),
                ("body", body.trim_end()),
            ],
        );
        files.insert(file, marked(text, key, self.author));
        Ok(())
    }

    fn settings(&self, allowed: &[Rule]) -> Result<String, Refusal> {
        let same = self.languages.iter().enumerate().all(|(locale, _)| self.title(locale) == self.title(0));
        let titles =
            self.languages.iter().enumerate().map(|(locale, key)| format!("{key} = {}", quoted(self.title(locale))));
        let title = match same {
            true => quoted(self.title(0)),
            false => format!("{{ {} }}", titles.collect::<Vec<_>>().join(", ")),
        };
        let languages = self
            .languages
            .iter()
            .map(|key| format!("[languages.{key}]\nlocale = {}\n", quoted(&config::default_language_tag(key))));
        let base_url = match &self.base_url {
            Some(address) => format!("base_url = {}", quoted(address.as_str())),
            None => format!("# {}\n# base_url = \"https://…/\"", message!("init.no-address").text(self.author)),
        };
        let rules: Vec<String> = allowed.iter().map(|rule| quoted(rule.name())).collect();
        Ok(fill(
            in_language(self.author, "book.toml"),
            &[
                ("id", &quoted(&slug(self.title(0))?)),
                ("title", &title),
                ("base_url", &base_url),
                ("default", &quoted(self.languages.first().map_or("", String::as_str))),
                ("languages", &languages.collect::<Vec<_>>().join("\n")),
                ("allow", &format!("allow = [{}]", rules.join(", "))),
            ],
        ))
    }
}

/// A level's folder, its first lesson's name, and what they are made of.
struct Place<'a> {
    folder: String,
    name: String,
    level: &'a Level,
    guide: &'a Guide,
}

/// The line of front matter that gives a text an address of its own; nothing if its file's name gives it already.
pub(super) fn slug_line(own: &str, name: &str) -> String {
    if own == name { String::new() } else { format!("\nslug: {own}") }
}

/// What is wrong with a book of those files.
fn checked(files: &BTreeMap<String, String>) -> Prepared {
    let mut source = Source::memory();
    for (path, text) in files {
        // What is no part of the book isn't read.
        let _ = source.set(path, text);
    }
    build::check(source, &BuildOptions::default())
}

#[cfg(test)]
mod tests;
