//! From `book.toml` as written to what it means.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::language;
use super::section::{KnownKeys, Section, SectionReader};
use super::syntax;
use super::{BaseUrl, Config, Fallback, Language, MAX_FILE_SIZE, RawHtmlMode};
use crate::diagnostic::{Checked, Diagnostic, Severity};
use crate::locale::typography::Typography;
use crate::locale::{Locale, Localized, message};
use crate::model::Slug;
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::source::{Lines, Span, Spanned};

const TABLES: &[&str] = &["book", "languages", "site", "build", "check"];

const KEYS: KnownKeys = &[
    (
        "book",
        &["id", "title", "description", "level_name", "authors", "license", "base_url", "default_language", "edit_url"],
    ),
    ("site", &["allow_hosts", "side_by_side"]),
    ("build", &["output", "theme", "raw_html", "max_file_size"]),
    ("check", &["allow", "warn", "deny"]),
];

const LANGUAGE_KEYS: &[&str] = &["name", "locale", "fallback", "typography", "guillemets", "citation_style"];

/// The languages of a book that lists none.
const DEFAULT_LANGUAGES: &[&str] = &["fr", "en"];

/// More would make an address book of each page's list of languages.
const MOST_LANGUAGES: usize = 16;

/// Reads `book.toml`. Every fault of the file is reported; the value is as whole as they allow.
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
    faults.unknown_keys(root, "", TABLES, KEYS);
    let mut table = |name: &'static str| {
        let section = faults.section(root, name, name);
        let keys = KEYS.iter().find(|(table, _)| *table == name).map_or(&[][..], |(_, keys)| keys);
        faults.unknown_keys(section, name, keys, KEYS);
        section
    };
    let (book, site, build, check) = (table("book"), table("site"), table("build"), table("check"));
    let languages = languages(root, faults);
    let default_locale = default_locale(book, &languages, faults);
    let title = title(root, book, &languages, default_locale, faults);
    let descriptions = by_language(book, "description", &languages, faults);
    let level_names = by_language(book, "level_name", &languages, faults);
    let localized = |texts: Vec<Option<String>>| {
        Localized::from_fn(languages.len(), |locale| texts.get(locale.index()).cloned().flatten())
    };
    let descriptions = localized(descriptions.into_iter().map(|text| text.filter(|text| !text.is_empty())).collect());
    let base_url = base_url(book, faults);
    Config {
        id: id(book, title.get(default_locale), faults),
        description: descriptions,
        level_name: localized(level_names),
        title,
        authors: faults.texts_at(book, "authors").into_iter().map(|author| author.value).collect(),
        license: faults.text_at(book, "license"),
        stated_url: base_url.clone(),
        base_url,
        default_locale,
        edit_url: edit_url(book, faults),
        languages,
        allow_hosts: allow_hosts(site, faults),
        side_by_side: faults.truth_at(site, "side_by_side").unwrap_or(true),
        output: output(build, faults),
        theme: theme(build, faults),
        raw_html: raw_html(build, faults),
        max_file_size: max_file_size(build, faults),
        ranks: ranks(check, faults),
        span: root.get("book").map_or(0..0, toml::Spanned::span),
    }
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
            faults.unknown_keys(entry, &path, LANGUAGE_KEYS, KEYS);
            languages.push(read_language(key.value, entry, faults));
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
        let absent = Section { entries: None };
        languages = DEFAULT_LANGUAGES.iter().map(|key| read_language(key, absent, faults)).collect();
    }
    languages
}

fn read_language(key: &str, entry: Section<'_>, faults: &mut SectionReader) -> Language {
    let tag = faults.text_at(entry, "locale").and_then(|written| {
        let tag = language::tag(&written.value);
        if tag.is_none() {
            let message = message!("invalid-setting.locale", value = written.value.as_str());
            faults.invalid(written.span.clone(), message, message!("invalid-setting.help-locale"));
        }
        let tag = tag?;
        if language::contradicts(key, &tag) {
            let message = message!("invalid-setting.locale-other", value = written.value, key = key);
            let default = language::default_tag(key);
            let help = message!("invalid-setting.help-locale-other", default = default, key = tag_language(&tag));
            faults.invalid(written.span, message, help);
            return None;
        }
        Some(tag)
    });
    let tag = tag.unwrap_or_else(|| language::default_tag(key));
    Language {
        key: key.to_owned(),
        name: faults.text_at(entry, "name").map_or_else(|| language::name(key).to_owned(), |name| name.value),
        right_to_left: language::is_right_to_left(&tag),
        typography: typography(&tag, entry, faults),
        tag,
        fallback: faults
            .choice_at(entry, "fallback", &[("page", Fallback::Page), ("none", Fallback::None)])
            .unwrap_or(Fallback::Page),
        citation_style: faults.text_at(entry, "citation_style"),
    }
}

/// The language that a tag is in: `de` of `de-DE`.
fn tag_language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// How a language's texts are set: by its own rules, as far as the book doesn't say otherwise.
fn typography(tag: &str, entry: Section<'_>, faults: &mut SectionReader) -> Typography {
    let mut typography = Typography::of(tag);
    let asked = faults.choice_at(entry, "typography", &[("auto", "auto"), ("thin", "thin"), ("off", "off")]);
    let guillemets = faults.choice_at(entry, "guillemets", &[("auto", false), ("thin", true)]);
    if let Typography::French(french) = &mut typography {
        french.thin_before_marks |= asked == Some("thin");
        french.thin_in_guillemets = guillemets == Some(true);
    }
    if asked == Some("off") { Typography::AsWritten } else { typography }
}

/// The language of `default_language`, else the first one.
fn default_locale(book: Section<'_>, languages: &[Language], faults: &mut SectionReader) -> Locale {
    let Some(written) = faults.text_at(book, "default_language") else { return Locale(0) };
    let found = (0..).map(Locale).zip(languages).find(|(_, language)| language.key == written.value);
    match found {
        Some((locale, _)) => locale,
        None => {
            faults.invalid(
                written.span,
                message!("invalid-setting.default-language", value = written.value),
                message!("invalid-setting.help-default-language", known = keys(languages)),
            );
            Locale(0)
        }
    }
}

/// A text for every language, or one for each: `"…"`, or `{ fr = "…", en = "…" }`.
fn by_language(
    book: Section<'_>,
    key: &str,
    languages: &[Language],
    faults: &mut SectionReader,
) -> Vec<Option<String>> {
    let Some(value) = book.get(key) else { return vec![None; languages.len()] };
    match value.get_ref() {
        DeValue::String(_) => {
            let text = faults.text(value, key).map(|text| text.value);
            vec![text; languages.len()]
        }
        DeValue::Table(table) => {
            let table = Section { entries: Some(table) };
            unknown_languages(table, languages, faults);
            missing_languages(key, table, value.span(), languages, faults);
            languages.iter().map(|language| faults.text_at(table, &language.key).map(|text| text.value)).collect()
        }
        _ => {
            faults.invalid(
                value.span(),
                message!("invalid-setting.by-language", key = key),
                message!("invalid-setting.help-by-language", key = key),
            );
            vec![None; languages.len()]
        }
    }
}

fn unknown_languages(table: Section<'_>, languages: &[Language], faults: &mut SectionReader) {
    for (key, _) in table.iter().filter(|(key, _)| languages.iter().all(|language| language.key != key.value)) {
        let message = message!("unknown-setting.language", key = key.value);
        let help = if language::is_key(key.value) {
            message!("unknown-setting.help-language", known = keys(languages), key = key.value)
        } else {
            message!("unknown-setting.help", known = keys(languages))
        };
        faults.push(Diagnostic::new(Rule::UnknownSetting, key.span, message).help(help));
    }
}

/// Reports the languages of the book that a text given by language leaves out: their pages would show
/// another language's words, or none.
fn missing_languages(
    setting: &str,
    table: Section<'_>,
    span: Span,
    languages: &[Language],
    faults: &mut SectionReader,
) {
    let missing = languages.iter().filter(|language| table.get(&language.key).is_none());
    // A key that is no language of the book is reported: it was probably meant for the one missing.
    let is_known = |key: &str| languages.iter().any(|language| language.key == key);
    if table.iter().any(|(key, _)| !is_known(key.value)) {
        return;
    }
    let Some(missing) = Language::all_in_words(missing) else { return };
    let entries = languages.iter().map(|language| {
        let text = table.get(&language.key).and_then(|text| text.get_ref().as_str()).unwrap_or("…");
        // What JSON escapes, TOML reads.
        format!("{} = {}", language.key, serde_json::Value::from(text))
    });
    let line = format!("{setting} = {{ {} }}", entries.collect::<Vec<_>>().join(", "));
    let message = message!("missing-translation.setting", setting = setting, languages = missing);
    let fault = Diagnostic::new(Rule::MissingTranslation, span, message);
    faults.push(fault.help(message!("missing-translation.help-setting", line = line)));
}

fn keys(languages: &[Language]) -> String {
    languages.iter().map(|language| language.key.as_str()).collect::<Vec<_>>().join(", ")
}

/// The title; where a language has none, the default language's, else the first there is.
fn title(
    root: Section<'_>,
    book: Section<'_>,
    languages: &[Language],
    default: Locale,
    faults: &mut SectionReader,
) -> Localized<String> {
    let titles = by_language(book, "title", languages, faults);
    if book.get("title").is_none() && !faults.has_broken_lines() {
        let at = root.get("book").map_or(0..0, toml::Spanned::span);
        faults.invalid(at, message!("invalid-setting.no-title"), message!("invalid-setting.help-no-title"));
    }
    let given = |locale: Locale| titles.get(locale.index()).cloned().flatten();
    let fallback = given(default).or_else(|| titles.iter().flatten().next().cloned()).unwrap_or_default();
    Localized::from_fn(languages.len(), |locale| given(locale).unwrap_or_else(|| fallback.clone()))
}

/// The book's id, else a slug of its title.
fn id(book: Section<'_>, title: &str, faults: &mut SectionReader) -> String {
    let written = faults.text_at(book, "id").and_then(|written| {
        let slug = Slug::parse(&written.value);
        if slug.is_none() {
            let message = message!("invalid-setting.id", value = written.value);
            faults.invalid(written.span, message, message!("invalid-setting.help-id"));
        }
        slug
    });
    let slug = written.or_else(|| Slug::from_name(title));
    slug.map_or_else(|| "book".to_owned(), |slug| slug.as_str().to_owned())
}

fn base_url(book: Section<'_>, faults: &mut SectionReader) -> Option<BaseUrl> {
    let written = faults.text_at(book, "base_url")?;
    let url = BaseUrl::parse(&written.value);
    if url.is_none() {
        let message = message!("invalid-setting.base-url", value = written.value);
        faults.invalid(written.span, message, message!("invalid-setting.help-base-url"));
    }
    url
}

fn edit_url(book: Section<'_>, faults: &mut SectionReader) -> Option<String> {
    let written = faults.text_at(book, "edit_url")?;
    let absolute = written.value.starts_with("https://") || written.value.starts_with("http://");
    if absolute && written.value.contains("{path}") && !written.value.contains(char::is_whitespace) {
        return Some(written.value);
    }
    let message = message!("invalid-setting.edit-url", value = written.value);
    faults.invalid(written.span, message, message!("invalid-setting.help-edit-url", path = "{path}"));
    None
}

/// Hosts go into the site's security policy, where a space or a `;` would begin something else.
fn allow_hosts(site: Section<'_>, faults: &mut SectionReader) -> Vec<String> {
    let mut hosts = Vec::new();
    for written in faults.texts_at(site, "allow_hosts") {
        if is_host(&written.value) {
            hosts.push(written.value.to_ascii_lowercase());
        } else {
            let help = match host_within(&written.value) {
                Some(host) => message!("invalid-setting.help-host-within", host = host),
                None => message!("invalid-setting.help-host"),
            };
            let message = message!("invalid-setting.host", value = written.value);
            faults.invalid(written.span, message, help);
        }
    }
    hosts
}

/// The host that a pasted address names: `https://www.example.org/embed/1`, `www.example.org/`.
fn host_within(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    (host.contains('.') && is_host(&host)).then_some(host)
}

/// `example.org`, `*.example.org`, `localhost:8000`.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "80"));
    let label = |label: &str| {
        let fits = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
        !label.is_empty() && label.len() <= 63 && label.bytes().all(fits)
    };
    name.strip_prefix("*.").unwrap_or(name).split('.').all(label) && port.parse::<u16>().is_ok()
}

fn output(build: Section<'_>, faults: &mut SectionReader) -> Spanned<String> {
    faults.text_at(build, "output").unwrap_or_else(|| Spanned::new("public".to_owned(), 0..0))
}

/// The theme: a folder of `themes/`, by its name, which leads nowhere else.
fn theme(build: Section<'_>, faults: &mut SectionReader) -> Spanned<String> {
    let default = || Spanned::new("palier".to_owned(), 0..0);
    let Some(written) = faults.text_at(build, "theme") else { return default() };
    let stray = written.value.contains(|c: char| matches!(c, '/' | '\\' | ':') || c.is_control());
    if stray || written.value.starts_with('.') {
        let message = message!("invalid-setting.theme", value = written.value);
        faults.invalid(written.span, message, message!("invalid-setting.help-theme"));
        return default();
    }
    written
}

fn raw_html(build: Section<'_>, faults: &mut SectionReader) -> RawHtmlMode {
    let choices = [("allow", RawHtmlMode::Allow), ("escape", RawHtmlMode::Escape), ("sanitize", RawHtmlMode::Sanitize)];
    faults.choice_at(build, "raw_html", &choices).unwrap_or(RawHtmlMode::Allow)
}

/// The most bytes of a text: a number of them, or `"2 MB"`.
fn max_file_size(build: Section<'_>, faults: &mut SectionReader) -> u64 {
    let Some(written) = build.get("max_file_size") else { return MAX_FILE_SIZE };
    let (size, shown) = match written.get_ref() {
        DeValue::Integer(number) => (number.as_str().parse().ok(), number.as_str().to_owned()),
        DeValue::String(text) => (size(text), text.to_string()),
        _ => (None, String::new()),
    };
    if let Some(size) = size.filter(|&size| size > 0) {
        return size;
    }
    let message = message!("invalid-setting.size", value = shown);
    faults.invalid(written.span(), message, message!("invalid-setting.help-size"));
    MAX_FILE_SIZE
}

/// `2 MB`, `500 ko`, `1.5 MiB`: a number and a unit, in any case, French or English.
fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))?;
    let number: f64 = text[..end].replace(',', ".").parse().ok()?;
    let factor = match text[end..].trim().to_lowercase().as_str() {
        "o" | "b" => 1.0,
        "ko" | "kb" | "k" => 1e3,
        "mo" | "mb" | "m" => 1e6,
        "kio" | "kib" => 1024.0,
        "mio" | "mib" => 1_048_576.0,
        _ => return None,
    };
    let bytes = number * factor;
    // Beyond, no text could be read anyway.
    (1.0..=1e12).contains(&bytes).then_some(bytes as u64)
}

/// The severities that the book sets, each rule's once.
fn ranks(check: Section<'_>, faults: &mut SectionReader) -> BTreeMap<Rule, Option<Severity>> {
    let mut ranks = BTreeMap::new();
    let mut places: BTreeMap<Rule, Span> = BTreeMap::new();
    for (list, rank) in [("allow", None), ("warn", Some(Severity::Warning)), ("deny", Some(Severity::Error))] {
        for written in faults.texts_at(check, list) {
            let Some(rule) = ranked_rule(&written, rank, faults) else { continue };
            match places.get(&rule) {
                Some(first) => {
                    let message = message!("invalid-setting.rule-twice", rule = rule.name());
                    let first_place = message!("invalid-setting.rule-twice-first");
                    let twice = Diagnostic::new(Rule::InvalidSetting, written.span, message);
                    let help = message!("invalid-setting.help-rule-twice");
                    faults.push(twice.related(first.clone(), first_place).help(help));
                }
                None => {
                    ranks.insert(rule, rank);
                    places.insert(rule, written.span);
                }
            }
        }
    }
    ranks
}

/// The rule of that name, when it can have that rank.
fn ranked_rule(written: &Spanned<String>, rank: Option<Severity>, faults: &mut SectionReader) -> Option<Rule> {
    let name = written.value.as_str();
    let Some(rule) = Rule::parse(name) else {
        let help = match nearest(name, Rule::ALL.iter().map(|rule| rule.name())) {
            Some(nearest) => message!("invalid-setting.help-rule-nearest", nearest = nearest),
            None => message!("invalid-setting.help-rule"),
        };
        faults.invalid(written.span.clone(), message!("invalid-setting.rule", rule = name), help);
        return None;
    };
    if rule.is_fixed() && rank != Some(Severity::Error) {
        let message = message!("invalid-setting.rule-fixed", rule = name);
        faults.invalid(written.span.clone(), message, message!("invalid-setting.help-rule-fixed"));
        return None;
    }
    Some(rule)
}

#[cfg(test)]
mod tests;
