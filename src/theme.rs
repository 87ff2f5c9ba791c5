//! A theme: templates, words, and files that are published. The default one comes with the program;
//! the book's own files, under `themes/<name>/`, take the place of those of the same name.

pub mod colour;
mod css;
mod faults;
mod files;
mod own;
mod published;
pub mod strings;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use tera::{Context, ErrorKind, Tera};

pub use files::Content;
pub use published::{PublishedTheme, fingerprinted, has_fingerprint};
pub use strings::Strings;
pub use strings::dates::Day;
pub use strings::draft::ToTranslate;

use crate::config::{Config, Language};
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::locale::{Locale, Localized, Message};
use crate::message;
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::source::{BookPath, Sources};
use colour::Accent;
use files::{ThemeFile, ThemeFiles};
use own::{OwnStyles, Shelves};
use published::Named;
use strings::faults::Models;

/// The name of the theme that comes with the program.
pub const DEFAULT_THEME: &str = "palier";

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    folder: String,
    files: ThemeFiles,
    settings: Settings,
    strings: Localized<Strings>,
    own: OwnStyles,
}

/// `theme.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// What people call it.
    #[serde(rename = "name")]
    _name: String,
    /// The stylesheet, by its path in `static/`.
    stylesheet: toml::Spanned<String>,
    /// The script of every page.
    script: Option<toml::Spanned<String>>,
    /// The scripts that this one may load later.
    #[serde(default)]
    more_scripts: Vec<toml::Spanned<String>>,
    /// The site's icon.
    icon: Option<toml::Spanned<String>>,
    /// The icons of the app that the site can be installed as, PNG or SVG.
    #[serde(default)]
    app_icons: Vec<toml::Spanned<String>>,
    /// The font that pages load first.
    font: Option<toml::Spanned<String>>,
}

/// How many names of `theme.toml` that are no file's are compared with the files that there are: each looks at all.
const MOST_COMPARED: usize = 100;

/// How many files a message lists.
const LISTED: usize = 10;

impl Settings {
    /// The files that the theme names, in `static/`.
    fn named(&self) -> impl Iterator<Item = &toml::Spanned<String>> {
        let single = [Some(&self.stylesheet), self.script.as_ref(), self.icon.as_ref(), self.font.as_ref()];
        single.into_iter().flatten().chain(&self.more_scripts).chain(&self.app_icons)
    }

    /// The names that are no file's, each reported at its place in `theme.toml`, whose path is `path`.
    fn missing_files(&self, files: &ThemeFiles, path: &BookPath) -> Vec<Diagnostic> {
        let known: Vec<&str> = files.keys().filter_map(|path| path.strip_prefix("static/")).collect();
        let missing = self.named().filter(|name| !files.contains_key(&format!("static/{}", name.get_ref())));
        missing
            .enumerate()
            .map(|(number, name)| {
                let (place, file) = (Place::new(path, &name.span()), name.get_ref().as_str());
                let help = (number < MOST_COMPARED).then(|| of_the_same_kind(file, &known)).flatten();
                let help = help.unwrap_or_else(|| message!("invalid-theme.help-file", file = file));
                Diagnostic::new(Rule::InvalidTheme, place, message!("invalid-theme.message-file", file = file))
                    .help(help)
            })
            .collect()
    }
}

/// What to write for a name that is no file's: the file that was meant, else what there is of its kind; `None` if the
/// theme has no file with its ending.
fn of_the_same_kind(file: &str, known: &[&str]) -> Option<Message> {
    let ending = |path: &str| path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let own = ending(file);
    let alike: Vec<&str> = known.iter().copied().filter(|known| ending(known) == own).collect();
    let bare = file.trim_start_matches(['.', '/']);
    let bare = bare.strip_prefix("static/").unwrap_or(bare);
    let near = alike.iter().copied().find(|known| *known == bare);
    if let Some(near) = near.or_else(|| nearest(bare, alike.iter().copied())) {
        return Some(message!("invalid-theme.help-file-nearest", nearest = near));
    }
    let more = if alike.len() > LISTED { ", …" } else { "" };
    let listed = alike.get(..LISTED.min(alike.len())).filter(|listed| !listed.is_empty())?.join(", ");
    Some(message!("invalid-theme.help-file-known", file = file, known = format!("{listed}{more}")))
}

impl Theme {
    /// The theme that the book's settings name, with every fault of its files. Where a file of the
    /// book's can't be used, the default theme's is used instead, so the value is always whole.
    pub fn load(sources: &Sources, config: &Config) -> Checked<Self> {
        let name = config.theme.value.as_str();
        let folder = format!("themes/{name}/");
        let mut diagnostics = Vec::new();
        let bundled = files::bundled(&folder);
        let own = files::own(sources, &folder);
        if own.is_empty() && name != DEFAULT_THEME {
            diagnostics.push(missing(config));
        }
        let mut files = bundled.clone();
        // A copy of a default file is that file.
        let is_copy = |path: &String, file: &ThemeFile| {
            bundled.get(path).is_some_and(|default| default.content.hash() == file.content.hash())
        };
        files.extend(own.into_iter().filter(|(path, file)| !is_copy(path, file)));
        let tera = templates(&mut files, &bundled, &folder, &mut diagnostics);
        let settings = settings(&files, &bundled, &mut diagnostics);
        let english = bundled_words(&bundled, "en");
        let words = config.localized(|locale| {
            own_words(config.language(locale), &files, &bundled, &english, &folder, &mut diagnostics)
        });
        // A word missing in a language is said in the book's first one, which its readers may know.
        let first = words.get(config.default_locale).clone();
        let strings = config.localized(|locale| {
            let mut strings = words.get(locale).clone();
            strings.borrow_from(&first);
            strings.borrow_from(&english);
            strings
        });
        diagnostics.dedup();
        let shelves = Shelves::new(sources, config, &files);
        let own = shelves.own_styles(&mut diagnostics);
        shelves.check_theme(&mut diagnostics);
        Checked::new(Self { tera, folder, files, settings, strings, own }, diagnostics)
    }

    /// A view as its template shows it.
    ///
    /// # Errors
    /// A fault of the template, at its place in the theme's file.
    pub fn render<V: Serialize>(&self, template: &str, view: &V) -> Result<String, Box<Diagnostic>> {
        Context::from_serialize(view)
            .and_then(|context| self.tera.render(template, &context))
            .map_err(|error| Box::new(faults::of_rendering(&error, template, &self.files, &self.folder)))
    }

    /// Whether the book changed how pages look or what is in them, and not only their words.
    pub fn is_own(&self) -> bool {
        let is_own = |file: &ThemeFile| !matches!(file.content, Content::Bytes(Cow::Borrowed(_)));
        self.files.iter().any(|(path, file)| !path.starts_with("strings/") && is_own(file))
    }

    /// The theme's words in a language of the book.
    pub fn strings(&self, locale: Locale) -> &Strings {
        self.strings.get(locale)
    }

    /// The files to publish, for a book whose levels have those accents, and whose pages may be opened from a disk or not.
    pub fn publish(&self, levels: &[Accent], is_on_disk: bool) -> PublishedTheme {
        let named = Named {
            stylesheet: self.settings.stylesheet.get_ref(),
            script: self.settings.script.as_ref().map(|name| name.get_ref().as_str()),
            more_scripts: &self.settings.more_scripts,
            app_icons: &self.settings.app_icons,
            icon: self.settings.icon.as_ref().map(|name| name.get_ref().as_str()),
            font: self.settings.font.as_ref().map(|name| name.get_ref().as_str()),
            is_on_disk,
        };
        published::publish(&self.files, &named, levels, &self.strings, &self.own)
    }
}

fn missing(config: &Config) -> Diagnostic {
    let name = config.theme.value.as_str();
    let place = Place::new(&BookPath::new("book.toml"), &config.theme.span);
    Diagnostic::new(Rule::InvalidTheme, place, message!("invalid-theme.message", name = name))
        .help(message!("invalid-theme.help", name = name))
}

/// The templates; those of the book that can't be parsed are reported, and taken out of `files`.
fn templates(files: &mut ThemeFiles, bundled: &ThemeFiles, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Tera {
    let mut faulty = Vec::new();
    for (name, text) in template_texts(files) {
        let path = format!("templates/{name}");
        if bundled.get(&path).and_then(ThemeFile::text) == Some(text) {
            continue;
        }
        // One at a time, so that each says what is wrong with it; alone it is without its parts, which
        // is no fault.
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && matches!(error.kind(), ErrorKind::SyntaxError(_))
        {
            diagnostics.extend(faults::of_templates(&error, files, folder));
            faulty.push(path);
        }
    }
    for path in faulty {
        match bundled.get(&path) {
            Some(file) => files.insert(path, file.clone()),
            None => files.remove(&path),
        };
    }
    let mut tera = Tera::default();
    if let Err(error) = tera.add_raw_templates(template_texts(files)) {
        if diagnostics.is_empty() {
            diagnostics.extend(faults::of_templates(&error, files, folder));
        }
        // The default theme's own are sound (a test renders them all).
        let _ = tera.add_raw_templates(template_texts(bundled));
    }
    tera
}

fn template_texts(files: &ThemeFiles) -> impl Iterator<Item = (&str, &str)> {
    files.iter().filter_map(|(path, file)| Some((path.strip_prefix("templates/")?, file.text()?)))
}

/// `theme.toml`, or the default theme's where it can't be used.
fn settings(files: &ThemeFiles, bundled: &ThemeFiles, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    if let Some((file, text)) = files.get("theme.toml").and_then(|file| Some((file, file.text()?))) {
        match toml::from_str::<Settings>(text) {
            Ok(settings) => {
                diagnostics.extend(settings.missing_files(files, &file.path));
                return settings;
            }
            Err(error) => diagnostics.push(not_toml(file, &error)),
        }
    }
    let default = bundled.get("theme.toml").and_then(|file| toml::from_str(file.text()?).ok());
    default.unwrap_or_else(|| Settings {
        _name: DEFAULT_THEME.to_owned(),
        stylesheet: toml::Spanned::new(0..0, "palier.css".to_owned()),
        script: None,
        more_scripts: Vec::new(),
        icon: None,
        app_icons: Vec::new(),
        font: None,
    })
}

fn not_toml(file: &ThemeFile, error: &toml::de::Error) -> Diagnostic {
    let place = Place::new(&file.path, &error.span().unwrap_or(0..0));
    Diagnostic::new(Rule::InvalidTheme, place, message!("invalid-theme.message-toml", reason = error.message()))
        .help(message!("invalid-theme.help-toml"))
}

/// The words of a language of the book: those for its tag, over those for its key, over those for its
/// language, the book's own over the default theme's. So a book may reword one sentence and leave the
/// others. Missing words are reported.
fn own_words(
    language: &Language,
    files: &ThemeFiles,
    bundled: &ThemeFiles,
    english: &Strings,
    folder: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Strings {
    let tag = language.tag.as_str();
    let primary = tag.split('-').next().unwrap_or(tag);
    let mut paths = Vec::new();
    for name in [tag, language.key.as_str(), primary] {
        let path = format!("strings/{name}.toml");
        if files.contains_key(&path) && !paths.contains(&path) {
            paths.push(path);
        }
    }
    let Some(first) = paths.first().and_then(|path| files.get(path)) else {
        diagnostics.push(no_words(language, folder));
        return Strings::empty(tag);
    };
    let mut strings = Strings::empty(tag);
    let mut is_whole = true;
    for path in &paths {
        let default = bundled.get(path);
        let own = files.get(path).and_then(|file| Some((file, file.text()?)));
        if let Some((file, text)) = own.filter(|(_, text)| default.and_then(ThemeFile::text) != Some(*text)) {
            match Strings::parse(tag, text) {
                Ok(words) => strings.complete_with(&words),
                Err(error) => {
                    diagnostics.push(not_toml(file, &error));
                    is_whole = false;
                }
            }
            let french = bundled_words(bundled, "fr");
            let models = Models { english, french: &french };
            diagnostics.extend(strings::faults::unfit(&file.path, text, tag, &models));
        }
        if let Some(words) = default.and_then(|file| Strings::parse(tag, file.text()?).ok()) {
            strings.complete_with(&words);
        }
    }
    // What a broken file would have said is not missed as well.
    if is_whole {
        diagnostics.extend(strings::faults::missing(&first.path, &strings, english, &language.key));
    }
    strings
}

/// The book's file of words for the language of that key and tag, with the words missing from it and from
/// the default theme added in the language `model`, `fr` or `en`.
///
/// # Errors
/// The file is no TOML.
pub fn to_translate(tag: &str, key: &str, standing: &str, model: &str) -> Result<ToTranslate, toml::de::Error> {
    let bundled = files::bundled("");
    let text = |name: &str| bundled.get(&format!("strings/{name}.toml")).and_then(ThemeFile::text);
    let primary = tag.split('-').next().unwrap_or(tag);
    let had = [tag, key, primary].into_iter().filter_map(|name| toml::from_str::<toml::Table>(text(name)?).ok());
    let had = had.flatten().map(|(word, _)| word).collect();
    strings::draft::draft(standing, text(model).unwrap_or_default(), &had, tag, key)
}

/// That the theme has not a word in a language.
fn no_words(language: &Language, folder: &str) -> Diagnostic {
    let file = format!("{folder}strings/{}.toml", language.key);
    let message = message!("missing-string.no-file", language = language.in_words());
    let help = message!("missing-string.help-no-file", file = file.as_str(), key = language.key.as_str());
    Diagnostic::new(Rule::MissingString, Place::file(&BookPath::new(&file)), message).help(help)
}

/// The default theme's words in a language that it comes with; those in English have every key.
fn bundled_words(bundled: &ThemeFiles, language: &str) -> Strings {
    let file = bundled.get(&format!("strings/{language}.toml"));
    let words = file.and_then(|file| Strings::parse(language, file.text()?).ok());
    words.unwrap_or_else(|| Strings::empty(language))
}

#[cfg(test)]
mod tests;
