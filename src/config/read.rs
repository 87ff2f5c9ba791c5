//! From `book.toml` as written to what it means.

use toml::de::DeTable;

use super::section::{Section, SectionReader};
use super::{Config, LANGUAGE, Language, PUBLISH, TABLES, language, publish, syntax};
use crate::diagnostic::Checked;
use crate::locale::message;
use crate::source::{Lines, Span};

/// The languages of a book that lists none.
const DEFAULT_LANGUAGES: &[&str] = &["fr", "en"];

/// The most languages of a book: with more, each page's list of languages would be too long to use.
const MOST_LANGUAGES: usize = 16;

/// Reads the text of `book.toml`. Every fault of the file is reported, at byte offsets of `text`; settings that can't
/// be read have their defaults.
pub fn parse(text: &str) -> Checked<Config, Span> {
    let (mut root, mut errors) = DeTable::parse_recoverable(text);
    let mended = syntax::without_lone_keys(text, &errors);
    if let Some(mended) = &mended {
        let (whole, more) = DeTable::parse_recoverable(mended);
        root = whole;
        errors.extend(more);
    }
    let lines = Lines::new(text);
    let (diagnostics, broken) = syntax::faults(&errors, text, &lines);
    let mut faults = SectionReader::new(diagnostics, lines, broken);
    let config = read(Section { entries: Some(root.get_ref()) }, &mut faults);
    Checked::new(config, faults.into_diagnostics())
}

fn read(root: Section<'_>, faults: &mut SectionReader) -> Config {
    let tables: Vec<&str> = TABLES.iter().map(|table| table.name).chain([LANGUAGE.name, PUBLISH.name]).collect();
    faults.unknown_keys(root, "", &tables);
    let mut config = Config::of_languages(languages(root, faults));
    for table in TABLES {
        let section = faults.section(root, table.name, table.name);
        faults.unknown_keys(section, table.name, &table.keys());
        table.read(&mut config, section, faults);
    }
    config.targets = publish::targets(root, faults);
    let book = root.get("book");
    config.span = book.map_or(0..0, toml::Spanned::span);
    let has_title = book.is_some_and(|book| book.get_ref().get("title").is_some());
    if !has_title && !faults.has_broken_lines() {
        let message = message!("invalid-setting.no-title");
        faults.invalid(config.span.clone(), message, message!("invalid-setting.help-no-title"));
    }
    config
}

/// The book's languages: those of `[languages]`, else French and English.
fn languages(root: Section<'_>, faults: &mut SectionReader) -> Vec<Language> {
    let section = faults.section(root, "languages", "languages");
    let mut languages = Vec::new();
    for (key, _) in section.iter() {
        if languages.len() == MOST_LANGUAGES {
            faults.invalid(
                key.span,
                message!("invalid-setting.languages", most = MOST_LANGUAGES),
                message!("invalid-setting.help-languages"),
            );
            break;
        }
        if language::is_key(key.value) {
            let path = format!("languages.{}", key.value);
            let entry = faults.section(section, key.value, &path);
            faults.unknown_keys(entry, &path, &LANGUAGE.keys());
            let mut language = Language { span: key.span, ..Language::of_key(key.value) };
            LANGUAGE.read(&mut language, entry, faults);
            languages.push(language);
        } else {
            let message = message!("invalid-setting.language-key", key = key.value);
            let help = match language::tag(key.value) {
                Some(_) if !language::is_language(key.value) => message!("invalid-setting.help-language-unknown"),
                _ => message!("invalid-setting.help-language-key"),
            };
            faults.invalid(key.span, message, help);
        }
    }
    if languages.is_empty() {
        languages = DEFAULT_LANGUAGES.iter().map(|key| Language::of_key(key)).collect();
    }
    languages
}

#[cfg(test)]
mod tests;
