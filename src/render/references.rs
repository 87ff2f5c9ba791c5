//! Citations and the list of references of a lesson, in a plain author–date form. CSL styles take
//! this module's place when they come.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::locale::Locale;
use crate::model::{Reference, Translation, Words, Work};
use crate::parse::document::{Citation, CitationItem, Events, ProseField};
use crate::render::html::escape;
use crate::render::plain;
use crate::render::text::{PageText, fragment, plain};

/// A citation as HTML: `(Toffler, 1980, p. 265)`, each work a link to its reference. A `@word` of
/// running text that is no known key is text, as written.
/// Where it is `linked` itself, the works are words: a link holds no other.
pub(super) fn citation(text: &PageText<'_>, citation: &Citation, linked: bool) -> String {
    if citation.in_text {
        return in_text(text, citation, linked);
    }
    let mut html = String::from("(");
    for (index, item) in citation.items.iter().enumerate() {
        if index > 0 {
            html.push_str("; ");
        }
        let prefix = item.prefix.trim();
        if !prefix.is_empty() {
            html.push_str(&escape(prefix));
            html.push(' ');
        }
        match given(text, item) {
            Some(reference) => {
                let (author, year) = (author(text, reference), year(text, reference));
                let words = if item.suppress_author { year } else { format!("{author}, {year}") };
                html.push_str(&call(text, reference, &words, linked));
            }
            // Reported as undefined; shown as it was written.
            None => html.push_str(&format!("@{}", escape(&item.key.value))),
        }
        push_suffix(&mut html, item);
    }
    html.push(')');
    html
}

fn in_text(text: &PageText<'_>, citation: &Citation, linked: bool) -> String {
    let Some((item, reference)) = citation.items.first().and_then(|item| Some((item, given(text, item)?))) else {
        return escape(&citation.raw);
    };
    let (author, year) = (author(text, reference), year(text, reference));
    let mut html = if item.suppress_author { String::new() } else { format!("{} ", escape(&author)) };
    html.push('(');
    html.push_str(&call(text, reference, &year, linked));
    push_suffix(&mut html, item);
    html.push(')');
    html
}

fn push_suffix(html: &mut String, item: &CitationItem) {
    let suffix = item.suffix.trim().trim_start_matches(',').trim();
    if !suffix.is_empty() {
        html.push_str(", ");
        html.push_str(&escape(suffix));
    }
}

/// The link to a reference, which remembers that it was made so that the reference leads back.
fn call<'a>(text: &PageText<'a>, reference: &'a Reference, words: &str, linked: bool) -> String {
    let key = reference.key.as_str();
    let mut mentions = text.mentions.borrow_mut();
    let id = match mentions.iter().filter(|(other, _)| *other == key).count() {
        0 => format!("cite:{key}"),
        before => format!("cite:{key}-{}", before + 1),
    };
    let html = if linked {
        format!("<span id=\"{}\">{}</span>", escape(&id), escape(words))
    } else {
        format!(
            "<a class=\"citation\" id=\"{}\" href=\"#{}\" role=\"doc-biblioref\">{}</a>",
            escape(&id),
            fragment(&format!("ref:{key}")),
            escape(words)
        )
    };
    mentions.push((key, id));
    html
}

fn given<'a>(text: &PageText<'a>, item: &CitationItem) -> Option<&'a Reference> {
    let work = text.book.reference(text.lesson, &item.key.value)?;
    text.book.references.works.get(work)
}

/// The list of the works that the text cited, by author and year, each with the ways back to where
/// it is cited; empty when nothing is cited.
pub(super) fn list(text: &PageText<'_>) -> String {
    let mentions = text.mentions.borrow();
    let cited: BTreeSet<usize> = mentions.iter().filter_map(|(key, _)| text.book.reference(text.lesson, key)).collect();
    let mut references: Vec<_> = cited.into_iter().filter_map(|work| text.book.references.works.get(work)).collect();
    if references.is_empty() {
        return String::new();
    }
    references.sort_by_key(|given| (author(text, given).to_lowercase(), year(text, given)));
    let heading = escape(text.strings.get("references"));
    let mut html = format!(
        "<section class=\"references\" role=\"doc-bibliography\" aria-labelledby=\"references\">\n\
         <h2 id=\"references\">{heading}</h2>\n<ul>\n"
    );
    for given in references {
        let key = given.key.as_str();
        let ids: Vec<_> = mentions.iter().filter(|(other, _)| *other == key).map(|(_, id)| id).collect();
        html.push_str(&format!("<li id=\"{}\">{}", escape(&format!("ref:{key}")), entry(text, given)));
        for (index, id) in ids.iter().enumerate() {
            html.push_str(&way_back(text, id, index + 1, ids.len()));
        }
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n</section>\n");
    html
}

/// The works that the texts of a language cite, in the order of its style, each by its index and as
/// an entry. `text` is any text as the page shows it.
pub(super) fn of_book(text: &PageText<'_>, locale: Locale) -> Vec<(usize, String)> {
    let works = text.book.references.works.iter().enumerate();
    let mut cited: Vec<_> = works.filter(|(_, work)| !work.lessons.get(locale).is_empty()).collect();
    cited.sort_by_key(|(_, given)| (author(text, given).to_lowercase(), year(text, given)));
    cited.into_iter().map(|(index, given)| (index, entry(text, given).trim_end().to_owned())).collect()
}

/// A work that is not of the book, as an entry in the style of the text's language.
pub(super) fn item(text: &PageText<'_>, item: &Map<String, Value>) -> String {
    item_entry(text, item).trim_end().to_owned()
}

/// A work as plain text, as the style of the text's language writes it.
pub(super) fn words(text: &PageText<'_>, given: &Reference) -> String {
    plain::text(&entry(text, given))
}

fn way_back(text: &PageText<'_>, id: &str, number: usize, of: usize) -> String {
    let label = if of == 1 {
        text.strings.get("reference_back").to_owned()
    } else {
        text.strings.fill("reference_back_to", &[("number", &number)])
    };
    let words = if of == 1 { String::from("↩") } else { format!("↩{number}") };
    format!(
        " <a class=\"way-back\" href=\"#{}\" role=\"doc-backlink\" aria-label=\"{}\">{words}</a>",
        fragment(id),
        escape(&label)
    )
}

/// One reference, whole.
fn entry(text: &PageText<'_>, given: &Reference) -> String {
    match &given.work {
        Work::Words(words) => {
            let lesson = text.book.lesson(words.lesson);
            let Some((translation, events)) = prose(text, words) else { return escape(&words.text) };
            // The words may stand in another file, whose links are its own.
            let parts = (text.book, text.theme);
            PageText::new(parts, lesson, translation, text.page, text.page_locale).inline(events)
        }
        Work::Item(item) => item_entry(text, item),
    }
}

/// The events of a reference in words, and the text they stand in.
fn prose<'a>(text: &PageText<'a>, words: &Words) -> Option<(&'a Translation, &'a Events)> {
    let translation = text.book.lesson(words.lesson).translations.get(&words.locale)?;
    let mut prose = translation.parsed.document.prose.iter();
    let prose = prose.find(|prose| prose.field == ProseField::Reference(words.index))?;
    Some((translation, &prose.events))
}

/// A CSL item: authors, year, title, where it appeared, where it is to be had.
fn item_entry(text: &PageText<'_>, item: &Map<String, Value>) -> String {
    let names = names(item);
    let mut html = String::new();
    if !names.is_empty() {
        let all: Vec<String> = names.iter().map(Name::inverted).collect();
        html.push_str(&escape(&join(&all, text.strings.get("and"))));
        html.push_str(if html.ends_with('.') { " " } else { ". " });
    }
    let year = issued(item).map_or_else(|| text.strings.get("no_date").to_owned(), |year| year.to_string());
    let title = title(text, item);
    // Without an author the title stands first, as it does in the citation.
    if names.is_empty() {
        html.push_str(&format!("{title} ({}). ", escape(&year)));
    } else {
        html.push_str(&format!("({}). {title}. ", escape(&year)));
    }
    let appeared = appeared(text, item);
    if !appeared.is_empty() {
        html.push_str(&appeared);
        html.push_str(". ");
    }
    if let Some(doi) = string(item, "DOI") {
        let doi = doi.trim_start_matches("https://doi.org/");
        html.push_str(&address(&format!("https://doi.org/{doi}")));
    } else if let Some(url) =
        string(item, "URL").filter(|url| url.starts_with("https://") || url.starts_with("http://"))
    {
        html.push_str(&address(&url));
    }
    html.trim_end().to_owned()
}

/// The title, in its own language: of a work that stands alone in italics.
fn title(text: &PageText<'_>, item: &Map<String, Value>) -> String {
    let title = escape(&string(item, "title").unwrap_or_default());
    let language = string(item, "language");
    let own = &text.book.config.language(text.translation.locale).tag;
    let other = language.filter(|language| primary(language) != primary(own));
    let element = if string(item, "container-title").is_some() { "span" } else { "cite" };
    match other {
        Some(language) => format!("<{element} lang=\"{}\">{title}</{element}>", escape(&language)),
        None if element == "span" => title,
        None => format!("<cite>{title}</cite>"),
    }
}

fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// Where the work appeared: its container with volume, issue and pages, and its publisher.
fn appeared(text: &PageText<'_>, item: &Map<String, Value>) -> String {
    let mut parts = Vec::new();
    if let Some(container) = string(item, "container-title") {
        let mut part = format!("<cite>{}</cite>", escape(&container));
        match (string(item, "volume"), string(item, "issue")) {
            (Some(volume), Some(issue)) => part.push_str(&format!(", {}({})", escape(&volume), escape(&issue))),
            (Some(number), None) | (None, Some(number)) => part.push_str(&format!(", {}", escape(&number))),
            (None, None) => {}
        }
        if let Some(pages) = string(item, "page") {
            part.push_str(&format!(", {}", escape(&pages.replace('-', "–"))));
        }
        parts.push(part);
    }
    let place = string(item, "publisher-place").map(|place| escape(&place));
    let publisher = string(item, "publisher").map(|publisher| escape(&publisher));
    parts.extend(match (place, publisher) {
        (Some(place), Some(publisher)) => Some(format!("{place}{}{publisher}", text.strings.get("colon"))),
        (place, publisher) => place.or(publisher),
    });
    parts.join(". ")
}

fn address(url: &str) -> String {
    let url = escape(url);
    format!("<a href=\"{url}\">{url}</a>")
}

/// Who a citation names: the families of up to two authors, the first “et al.” of more; the title
/// of a work without any.
fn author(text: &PageText<'_>, given: &Reference) -> String {
    match &given.work {
        Work::Words(words) => {
            let words = prose(text, words).map_or_else(
                || words.text.clone(),
                |(translation, events)| plain(&translation.parsed.document, events),
            );
            let end = words.find([',', '(', '.']).unwrap_or(words.len());
            words[..end].trim().to_owned()
        }
        Work::Item(item) => {
            let names = names(item);
            match names.as_slice() {
                [] => string(item, "title").unwrap_or_else(|| given.key.clone()),
                [one] => one.family.clone(),
                [one, two] => format!("{} {} {}", one.family, text.strings.get("and"), two.family),
                [one, ..] => format!("{} et al.", one.family),
            }
        }
    }
}

/// The year a citation names, or the words for none.
fn year(text: &PageText<'_>, given: &Reference) -> String {
    let year = match &given.work {
        Work::Words(words) => year_in(&words.text),
        Work::Item(item) => issued(item),
    };
    year.map_or_else(|| text.strings.get("no_date").to_owned(), |year| year.to_string())
}

/// The first number of four digits that reads as a year.
fn year_in(words: &str) -> Option<i64> {
    words
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|digits| digits.len() == 4)
        .filter_map(|digits| digits.parse().ok())
        .find(|year| (1400..2200).contains(year))
}

/// The year of `issued`, in any of the forms that CSL and Pandoc write it in.
fn issued(item: &Map<String, Value>) -> Option<i64> {
    let from_text = |text: &str| text.get(..4).and_then(|year| year.parse().ok()).or_else(|| year_in(text));
    let issued = match item.get("issued")? {
        Value::Array(parts) => parts.first()?,
        issued => issued,
    };
    match issued {
        Value::Number(year) => year.as_i64(),
        Value::String(text) => from_text(text),
        Value::Object(date) => match (date.get("date-parts"), date.get("year"), date.get("raw")) {
            (Some(Value::Array(parts)), ..) => match parts.first()? {
                Value::Array(parts) => year_of(parts.first()?),
                year => year_of(year),
            },
            (_, Some(year), _) => year_of(year),
            (.., Some(Value::String(raw))) => from_text(raw),
            _ => None,
        },
        _ => None,
    }
}

fn year_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// A person's or an organisation's name.
struct Name {
    family: String,
    given: String,
}

impl Name {
    /// “Toffler, A.”; an organisation's as it is.
    fn inverted(&self) -> String {
        let initials: Vec<String> = self
            .given
            .split([' ', '\u{a0}'])
            .filter_map(|part| part.chars().next().map(|first| format!("{first}.")))
            .collect();
        if initials.is_empty() { self.family.clone() } else { format!("{}, {}", self.family, initials.join(" ")) }
    }
}

/// The work's authors, or its editors.
fn names(item: &Map<String, Value>) -> Vec<Name> {
    let people = item.get("author").or_else(|| item.get("editor"));
    let list: Vec<&Value> = match people {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    list.into_iter().filter_map(name).collect()
}

fn name(value: &Value) -> Option<Name> {
    match value {
        Value::String(whole) => Some(Name { family: whole.clone(), given: String::new() }),
        Value::Object(parts) => {
            let family = ["family", "literal", "name"].iter().find_map(|key| string(parts, key))?;
            let particle = string(parts, "non-dropping-particle").map(|particle| format!("{particle} "));
            let given = string(parts, "given").unwrap_or_default();
            Some(Name { family: particle.unwrap_or_default() + &family, given })
        }
        _ => None,
    }
}

fn join(names: &[String], and: &str) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} {and} {last}", rest.join(", ")),
        names => names.concat(),
    }
}

fn string(item: &Map<String, Value>, key: &str) -> Option<String> {
    match item.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn item(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn a_year_is_read_in_every_form_that_csl_has() {
        for issued_as in [
            json!(1980),
            json!("1980"),
            json!("1980-03"),
            json!({"year": 1980}),
            json!({"date-parts": [[1980, 3]]}),
            json!([{"year": "1980"}]),
            json!({"raw": "mars 1980"}),
        ] {
            assert_eq!(issued(&item(json!({"issued": issued_as}))), Some(1980), "{issued_as}");
        }
        assert_eq!(issued(&item(json!({}))), None);
        assert_eq!(year_in("Toffler, Alvin. The Third Wave. New York : Morrow, 1980."), Some(1980));
    }

    #[test]
    fn names_are_inverted_and_organisations_are_not() {
        let item = item(json!({"author": [
            {"family": "Maslow", "given": "A. H."},
            {"name": "Conseil de l’Europe"},
            {"family": "Beauvoir", "given": "Simone", "non-dropping-particle": "de"}
        ]}));
        let names: Vec<_> = names(&item).iter().map(Name::inverted).collect();
        assert_eq!(names, ["Maslow, A. H.", "Conseil de l’Europe", "de Beauvoir, S."]);
        assert_eq!(join(&names, "et"), "Maslow, A. H., Conseil de l’Europe et de Beauvoir, S.");
    }
}
