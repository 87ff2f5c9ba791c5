//! The values of settings, each read as what it should be. A value that can't be read is reported, and leaves the
//! setting as it was.

use serde_json::{Value, json};
use toml::de::DeValue;

use super::section::{Section, SectionReader};
use super::setting::Given;
use super::{BaseUrl, Config, Contact, Count, Counts, EarlierEdition, Language, language};
use crate::diagnostic::{Diagnostic, Severity};
use crate::locale::typography::Typography;
use crate::locale::{Locale, Localized, message};
use crate::model::Slug;
use crate::nearest::nearest;
use crate::rule::Rule;
use crate::shape;
use crate::source::{Span, Spanned};

/// The tag of a language, which must name the language of the key; direction and typography follow from it.
pub(super) fn locale(all: &mut Language, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    let Some(tag) = language::tag(&written.value) else {
        let message = message!("invalid-setting.locale", value = written.value);
        faults.invalid(written.span, message, message!("invalid-setting.help-locale"));
        return;
    };
    let key = all.key.as_str();
    if language::contradicts(key, &tag) {
        let message = message!("invalid-setting.locale-other", value = written.value, key = key);
        let default = language::default_tag(key);
        let help = message!("invalid-setting.help-locale-other", default = default, key = tag_language(&tag));
        faults.invalid(written.span, message, help);
        return;
    }
    all.right_to_left = language::is_right_to_left(&tag);
    all.typography = Typography::of(&tag);
    all.tag = tag;
}

/// The language that a tag names: `de` of `de-DE`.
fn tag_language(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The words for a language's typography.
pub(super) const TYPOGRAPHY: [&str; 3] = ["auto", "thin", "off"];
/// The words for the spaces inside French quotation marks.
pub(super) const GUILLEMETS: [&str; 2] = ["auto", "thin"];

/// A language's typography, if the book sets it otherwise than the language's own rules do.
pub(super) fn typography(all: &mut Language, given: Given<'_>, faults: &mut SectionReader) {
    match (faults.choice(given, &TYPOGRAPHY.map(|name| (name, name))), &mut all.typography) {
        (Some("off"), typography) => *typography = Typography::AsWritten,
        (Some("thin"), Typography::French(french)) => french.thin_before_marks = true,
        _ => {}
    }
}

/// The spaces inside French quotation marks.
pub(super) fn guillemets(all: &mut Language, given: Given<'_>, faults: &mut SectionReader) {
    let is_thin = faults.choice(given, &GUILLEMETS.map(|name| (name, name == "thin")));
    if let Typography::French(french) = &mut all.typography {
        french.thin_in_guillemets |= is_thin == Some(true);
    }
}

/// The language of texts that don't say theirs.
pub(super) fn default_language(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    match all.locale(&written.value) {
        Some(locale) => all.default_locale = locale,
        None => faults.invalid(
            written.span,
            message!("invalid-setting.default-language", value = written.value),
            message!("invalid-setting.help-default-language", known = keys(&all.languages)),
        ),
    }
}

/// One text for all languages, or one for each: `"…"`, or `{ fr = "…", en = "…" }`.
pub(super) fn by_language(
    given: Given<'_>,
    languages: &[Language],
    faults: &mut SectionReader,
) -> Localized<Option<String>> {
    placed_by_language(given, languages, faults).map(|text| text.as_ref().map(|text| text.value.clone()))
}

/// The same, each text with its place.
pub(super) fn placed_by_language(
    given: Given<'_>,
    languages: &[Language],
    faults: &mut SectionReader,
) -> Localized<Option<Spanned<String>>> {
    let Given { key, value } = given;
    let mut texts = Localized::from_fn(languages.len(), |_| None);
    match value.get_ref() {
        DeValue::String(_) => {
            let text = faults.text(given);
            texts = Localized::from_fn(languages.len(), |_| text.clone());
        }
        DeValue::Table(table) => {
            let table = Section { entries: Some(table) };
            unknown_languages(table, languages, faults);
            missing_languages(key, table, value.span(), languages, faults);
            for (locale, Language { key, .. }) in (0..).map(Locale).zip(languages) {
                *texts.get_mut(locale) = table.get(key).and_then(|value| faults.text(Given { key, value }));
            }
        }
        _ => faults.invalid(
            value.span(),
            message!("invalid-setting.by-language", key = key),
            message!("invalid-setting.help-by-language", key = key),
        ),
    }
    texts
}

/// What counts in typed answers: `["accents"]`, or `{ fr = ["accents"], en = [] }`. Nothing counts in a language that
/// is left out.
pub(super) fn counts(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let DeValue::Table(table) = given.value.get_ref() else {
        let counts = counts_of(given, faults);
        all.counts = all.localized(|_| counts);
        return;
    };
    let table = Section { entries: Some(table) };
    unknown_languages(table, &all.languages, faults);
    for (locale, Language { key, .. }) in (0..).map(Locale).zip(&all.languages) {
        if let Some(value) = table.get(key) {
            *all.counts.get_mut(locale) = counts_of(Given { key, value }, faults);
        }
    }
}

fn counts_of(given: Given<'_>, faults: &mut SectionReader) -> Counts {
    let names = faults.texts(given);
    let counts = names.into_iter().filter_map(|name| {
        let count = Count::parse(&name.value);
        if count.is_none() {
            let known = Count::ALL.map(|count| format!("\"{}\"", count.name())).join(", ");
            let message = message!("invalid-setting.choice", key = given.key, value = name.value);
            faults.invalid(name.span, message, message!("invalid-setting.help-choice", known = known));
        }
        count
    });
    counts.collect()
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

/// Reports the languages of the book that a text given by language leaves out: their pages would show another
/// language's text, or none.
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
        // TOML reads all of JSON's escapes.
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

/// The title; for a language without one, the default language's, else the first one given. The book's id is made of
/// it.
pub(super) fn title(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let titles = by_language(given, &all.languages, faults);
    let default = titles.get(all.default_locale).as_ref();
    let Some(fallback) = default.or_else(|| titles.iter().find_map(|(_, title)| title.as_ref())) else { return };
    if let Some(slug) = Slug::from_name(fallback) {
        all.id = slug.as_str().to_owned();
    }
    all.title = Some(all.localized(|locale| titles.get(locale).as_ref().unwrap_or(fallback).clone()));
}

/// The book's id.
pub(super) fn id(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    // One that doesn't fit is reported as such: it isn't missing.
    all.has_id = true;
    match Slug::parse(&written.value) {
        Some(slug) => all.id = slug.as_str().to_owned(),
        None => {
            let message = message!("invalid-setting.id", value = written.value);
            faults.invalid(written.span, message, message!("invalid-setting.help-id"));
        }
    }
}

/// The address of the site.
pub(super) fn base_url(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    all.base_url = BaseUrl::parse(&written.value);
    all.stated_url = all.base_url.clone();
    if all.base_url.is_none() {
        let message = message!("invalid-setting.base-url", value = written.value);
        faults.invalid(written.span, message, message!("invalid-setting.help-base-url"));
    }
}

/// The most characters of an edition's name, which is on every page.
const LONGEST_EDITION: usize = 40;
/// The most earlier editions: the front page lists them all.
const MOST_EDITIONS: usize = 30;

/// Which edition of the book it is.
pub(super) fn edition(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    if is_edition(&written, faults) {
        all.edition = Some(written.value);
    }
}

/// The earlier editions: addresses by name.
pub(super) fn editions(all: &mut Config, Given { key, value }: Given<'_>, faults: &mut SectionReader) {
    let DeValue::Table(table) = value.get_ref() else {
        let message = message!("invalid-setting.editions", key = key);
        faults.invalid(value.span(), message, message!("invalid-setting.help-editions"));
        return;
    };
    for (name, value) in (Section { entries: Some(table) }).iter() {
        if all.editions.len() == MOST_EDITIONS {
            let message = message!("invalid-setting.editions-many", most = MOST_EDITIONS);
            faults.invalid(name.span, message, message!("invalid-setting.help-editions-many"));
            return;
        }
        let name = Spanned::new(name.value.trim().to_owned(), name.span);
        let Some(address) = faults.text(Given { key: &name.value, value }) else { continue };
        if all.edition.as_ref() == Some(&name.value) {
            let message = message!("invalid-setting.edition-present", edition = name.value);
            faults.invalid(name.span, message, message!("invalid-setting.help-edition-present"));
        } else if BaseUrl::parse(&address.value).is_none() {
            let message = message!("invalid-setting.base-url", value = address.value);
            faults.invalid(address.span, message, message!("invalid-setting.help-base-url"));
        } else if is_edition(&name, faults) {
            all.editions.push(EarlierEdition { name: name.value, address: address.value });
        }
    }
}

/// Whether a text can name an edition: pages say the word “edition” before it.
fn is_edition(written: &Spanned<String>, faults: &mut SectionReader) -> bool {
    let name = written.value.as_str();
    let words = name.to_lowercase();
    let (message, help) =
        if name.is_empty() || name.chars().count() > LONGEST_EDITION || name.contains(char::is_control) {
            let message = message!("invalid-setting.edition-long", most = LONGEST_EDITION);
            (message, message!("invalid-setting.help-edition-long"))
        } else if words.contains("édition") || words.contains("edition") {
            let message = message!("invalid-setting.edition-word", value = name);
            (message, message!("invalid-setting.help-edition-word"))
        } else {
            return true;
        };
    faults.invalid(written.span.clone(), message, help);
    false
}

/// The shape of [`edition`].
pub(super) fn edition_shape() -> Value {
    json!({ "type": "string", "pattern": "\\S", "maxLength": LONGEST_EDITION })
}

/// The shape of [`editions`].
pub(super) fn editions_shape() -> Value {
    let address = shape::pattern(BaseUrl::PATTERN);
    json!({ "type": "object", "propertyNames": edition_shape(), "additionalProperties": address, "maxProperties": MOST_EDITIONS })
}

/// The address of a text's source, with `{path}` in it.
pub(super) fn edit_url(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    let absolute = written.value.starts_with("https://") || written.value.starts_with("http://");
    if absolute && written.value.contains("{path}") && !written.value.contains(char::is_whitespace) {
        all.edit_url = Some(written.value);
        return;
    }
    let message = message!("invalid-setting.edit-url", value = written.value);
    faults.invalid(written.span, message, message!("invalid-setting.help-edit-url", path = "{path}"));
}

/// Where readers report a mistake.
pub(super) fn contact(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    all.contact = Contact::parse(&written.value);
    if all.contact.is_none() {
        let message = message!("invalid-setting.contact", value = written.value);
        faults.invalid(written.span, message, message!("invalid-setting.help-contact"));
    }
}

/// Hosts go into the site's security policy, where a space or a `;` would begin something else.
pub(super) fn allow_hosts(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    for written in faults.texts(given) {
        if is_host(&written.value) {
            all.allow_hosts.push(written.value.to_ascii_lowercase());
        } else {
            let help = match host_within(&written.value) {
                Some(host) => message!("invalid-setting.help-host-within", host = host),
                None => message!("invalid-setting.help-host"),
            };
            let message = message!("invalid-setting.host", value = written.value);
            faults.invalid(written.span, message, help);
        }
    }
}

/// The host that a pasted address names: `https://www.example.org/embed/1`, `www.example.org/`.
fn host_within(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    (host.contains('.') && is_host(&host)).then_some(host)
}

/// The pattern of what [`is_host`] accepts.
pub(super) const HOST: &str = r"(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?";

/// `example.org`, `*.example.org`, `localhost:8000`.
pub(super) fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "80"));
    let label = |label: &str| {
        let fits = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
        !label.is_empty() && label.len() <= 63 && label.bytes().all(fits) && label.trim_matches('-') == label
    };
    name.strip_prefix("*.").unwrap_or(name).split('.').all(label) && port.parse::<u16>().is_ok()
}

/// The theme: a folder of `themes/`, by its name, which leads nowhere else.
pub(super) fn theme(all: &mut Config, given: Given<'_>, faults: &mut SectionReader) {
    let Some(written) = faults.text(given) else { return };
    let stray = written.value.contains(|c: char| matches!(c, '/' | '\\' | ':') || c.is_control());
    if stray || written.value.starts_with('.') {
        let message = message!("invalid-setting.theme", value = written.value);
        faults.invalid(written.span, message, message!("invalid-setting.help-theme"));
        return;
    }
    all.theme = written;
}

/// The most bytes that a text may have: a number of bytes, or `"2 MB"`.
pub(super) fn max_file_size(all: &mut Config, Given { key, value }: Given<'_>, faults: &mut SectionReader) {
    let (size, written) = match value.get_ref() {
        DeValue::Integer(number) => (number.as_str().parse().ok(), Some(number.as_str())),
        DeValue::String(text) => (size(text), Some(text.trim()).filter(|text| !text.is_empty())),
        _ => (None, None),
    };
    if let Some(size) = size.filter(|&size| size > 0) {
        all.max_file_size = size;
        return;
    }
    let message = match written {
        Some(written) => message!("invalid-setting.size", value = written),
        None => message!("invalid-setting.no-size", key = key),
    };
    faults.invalid(value.span(), message, message!("invalid-setting.help-size"));
}

/// The shape of [`max_file_size`].
pub(super) fn size_shape() -> Value {
    let with_unit = shape::pattern("([0-9]+[.,]?[0-9]*|[.,][0-9]+)\\s*([kKmM]([iI]?[oObB])?|[oObB])");
    shape::any_of([json!({ "type": "integer", "minimum": 1 }), with_unit])
}

/// A size in bytes, from `2 MB`, `500 ko`, `1.5 MiB`: a number and a unit in any case, French or English. `None` for
/// another text, or less than a byte or more than 10¹² bytes.
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

/// A list of rules that get a severity, `None` to hide them; a rule can be in one such list only.
pub(super) fn rank(all: &mut Config, given: Given<'_>, rank: Option<Severity>, faults: &mut SectionReader) {
    for written in faults.texts(given) {
        let Some(rule) = ranked_rule(&written, rank, faults) else { continue };
        let Some(first) = all.ranks.get(&rule) else {
            all.ranks.insert(rule, Spanned::new(rank, written.span));
            continue;
        };
        let message = message!("invalid-setting.rule-twice", rule = rule.name());
        let twice = Diagnostic::new(Rule::InvalidSetting, written.span, message);
        let twice = twice.related(first.span.clone(), message!("invalid-setting.rule-twice-first"));
        faults.push(twice.help(message!("invalid-setting.help-rule-twice")));
    }
}

/// The shape of a list of rules: of all of them, or of those whose severity can be lowered.
pub(super) fn rules_shape(all: bool) -> Value {
    let rules = Rule::ALL.iter().filter(|rule| all || !rule.is_fixed());
    json!({ "type": "array", "items": shape::choice(rules.map(|rule| rule.name())), "uniqueItems": true })
}

/// The rule of that name, if it can have that severity; otherwise the name is reported.
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
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_and_a_unit() {
        for (text, bytes) in [("2 MB", 2_000_000), ("500 ko", 500_000), ("1,5 Mo", 1_500_000), ("1 MiB", 1_048_576)] {
            assert_eq!(size(text), Some(bytes), "{text}");
        }
        for text in ["", "2", "MB", "2 apples", "-1 MB", "0 MB", "99999999999 MB"] {
            assert_eq!(size(text), None, "{text}");
        }
    }
}
