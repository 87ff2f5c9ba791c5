//! Hayagriva's names of fields and types, those that authors use, and their values by hayagriva's types.

use hayagriva::Entry as Work;
use hayagriva::types::{
    ChunkedString, Date, EntryType, FormatString, Publisher, QualifiedUrl, SerialNumber, StringChunk,
};
use serde_json::{Value as Json, json};

use super::typed;
use crate::locale::Message;
use crate::message;
use crate::nearest::{Meanings, meaning, nearest};
use crate::parse::{csl, passage};
use crate::rule::Rule;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    /// What the work is.
    Type,
    /// Words, which a style may shorten or write in capitals.
    Text,
    /// Who publishes, and where.
    Publisher,
    /// Persons and organisations.
    Persons,
    /// Persons, by what they did.
    Affiliated,
    /// A date.
    Date,
    /// A number, or a word for one.
    Number,
    /// A number and nothing else.
    Count,
    /// Pages, or a time.
    Range,
    /// An address, and when it was read.
    Url,
    /// What it is registered under.
    Serial,
    /// A language tag.
    Language,
    /// Its parent.
    Parent,
}

const FIELDS: [(&str, FieldKind); 29] = [
    ("type", FieldKind::Type),
    ("title", FieldKind::Text),
    ("author", FieldKind::Persons),
    ("date", FieldKind::Date),
    ("parent", FieldKind::Parent),
    ("abstract", FieldKind::Text),
    ("genre", FieldKind::Text),
    ("editor", FieldKind::Persons),
    ("affiliated", FieldKind::Affiliated),
    ("call-number", FieldKind::Text),
    ("publisher", FieldKind::Publisher),
    ("location", FieldKind::Text),
    ("organization", FieldKind::Text),
    ("issue", FieldKind::Number),
    ("volume", FieldKind::Number),
    ("volume-total", FieldKind::Count),
    ("chapter", FieldKind::Number),
    ("edition", FieldKind::Number),
    ("page-range", FieldKind::Range),
    ("page-total", FieldKind::Count),
    ("time-range", FieldKind::Range),
    ("runtime", FieldKind::Range),
    ("url", FieldKind::Url),
    ("serial-number", FieldKind::Serial),
    ("serial", FieldKind::Serial),
    ("language", FieldKind::Language),
    ("archive", FieldKind::Text),
    ("archive-location", FieldKind::Text),
    ("note", FieldKind::Text),
];

/// What is meant by a name that is no field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// That field.
    Field(&'static str),
    /// A value within another field.
    Within(&'static str),
}

/// What authors write, and the field it is.
const MEANT: &Meanings = &[
    ("location", &["address", "lieu", "place", "publisher-place"]),
    ("note", &["annote"]),
    ("date", &["année", "issued", "year"]),
    ("author", &["auteur", "auteurs", "authors"]),
    ("editor", &["editors", "éditeurs"]),
    ("publisher", &["editeur", "éditeur"]),
    ("edition", &["édition"]),
    ("organization", &["institution", "school"]),
    ("language", &["lang", "langue"]),
    ("url", &["lien", "link"]),
    ("issue", &["number", "numéro"]),
    ("page-range", &["page", "pages"]),
    ("abstract", &["résumé"]),
    ("title", &["titre"]),
    ("volume", &["tome"]),
    ("volume-total", &["volumes"]),
];

/// What authors write, and the line that says it.
const WITHIN: &Meanings = &[
    ("url: { value: https://…, date: 2026-01-31 }", &["accessed", "consulté", "urldate"]),
    ("serial-number: { arxiv: … }", &["arxiv"]),
    ("parent: { title: … }", &["booktitle", "container-title", "journal", "journaltitle", "magazine", "revue", "site"]),
    ("parent: { type: anthology, title: … }", &["collection", "collection-title", "series"]),
    ("affiliated: [{ role: director, names: [\"…, …\"] }]", &["director"]),
    ("serial-number: { doi: … }", &["doi"]),
    ("affiliated: [{ role: illustrator, names: [\"…, …\"] }]", &["illustrator"]),
    ("serial-number: { isbn: … }", &["isbn"]),
    ("serial-number: { issn: … }", &["issn"]),
    ("serial-number: { pmcid: … }", &["pmcid"]),
    ("serial-number: { pmid: … }", &["pmid"]),
    ("title: { value: …, short: … }", &["short-title", "shorttitle", "title-short"]),
    ("affiliated: [{ role: translator, names: [\"…, …\"] }]", &["traducteur", "translator"]),
];

/// The types of works.
pub(super) const TYPES: [&str; 30] = [
    "article", "chapter", "entry", "anthos", "report", "thesis", "web", "scene", "artwork", "patent", "case",
    "newspaper", "legislation", "manuscript", "original", "post", "misc", "performance", "periodical", "proceedings",
    "book", "blog", "reference", "conference", "anthology", "repository", "thread", "video", "audio", "exhibition",
];

/// What authors write, and the type it is.
const MEANT_TYPES: &Meanings = &[
    (
        "article",
        &[
            "article-journal", "article-magazine", "article-newspaper", "inproceedings", "paper-conference",
            "post-weblog",
        ],
    ),
    ("audio", &["balado", "chanson", "podcast", "song"]),
    ("chapter", &["chapitre", "inbook"]),
    ("reference", &["dictionary", "dictionnaire", "encyclopedia", "encyclopédie"]),
    ("misc", &["document"]),
    ("entry", &["entry-encyclopedia"]),
    ("video", &["film", "motion_picture", "movie"]),
    ("artwork", &["graphic", "image", "photo"]),
    ("anthos", &["incollection"]),
    ("periodical", &["journal", "magazine", "revue"]),
    ("case", &["jugement", "legal_case"]),
    ("legislation", &["law", "loi"]),
    ("book", &["livre"]),
    ("repository", &["logiciel", "software"]),
    ("thesis", &["mastersthesis", "mémoire", "phdthesis", "thèse"]),
    ("web", &["online", "page web", "site web", "webpage", "website"]),
    ("report", &["rapport"]),
];

/// A value that can't be read.
pub(super) struct Fault {
    /// The rule that it breaks.
    pub(super) rule: Rule,
    /// What is wrong.
    pub(super) message: Message,
    /// What to do.
    pub(super) help: Message,
}

fn fold(name: &str) -> String {
    name.trim().to_lowercase().replace('_', "-")
}

/// The name and kind of a field, whatever the case of its letters; `None` if there is no such field.
pub(super) fn known(written: &str) -> Option<(&'static str, FieldKind)> {
    let folded = fold(written);
    let (name, kind) = FIELDS.iter().copied().find(|(name, _)| *name == folded)?;
    Some((if kind == FieldKind::Serial { "serial-number" } else { name }, kind))
}

/// The field that goes by another name; `None` if the name is no field's.
pub(super) fn synonym(written: &str) -> Option<&'static str> {
    meaning(MEANT, &fold(written))
}

/// What was probably meant by a name that is no field's; `None` if it is like no other.
pub(super) fn meant(written: &str) -> Option<Meant> {
    let within = meaning(WITHIN, &fold(written)).map(Meant::Within);
    let field = || synonym(written).or_else(|| nearest(written, FIELDS.iter().map(|(name, _)| *name)));
    within.or_else(|| field().map(Meant::Field))
}

/// The type of that name, whatever the case of its letters; `None` if there is no such type.
pub(super) fn work_type(written: &str) -> Option<EntryType> {
    typed(&Json::String(written.trim().to_lowercase()))
}

/// The type that was probably meant by an unknown word; `None` if it is like no type's.
pub(super) fn meant_type(written: &str) -> Option<&'static str> {
    meaning(MEANT_TYPES, &written.trim().to_lowercase())
}

/// The type of a work whose own isn't given, by the type of the work within it.
pub(super) fn of_parent(child: EntryType) -> EntryType {
    match child {
        EntryType::Article => EntryType::Periodical,
        EntryType::Chapter => EntryType::Book,
        EntryType::Entry => EntryType::Reference,
        EntryType::Anthos | EntryType::Legislation => EntryType::Anthology,
        EntryType::Web => EntryType::Web,
        EntryType::Scene | EntryType::Video => EntryType::Video,
        EntryType::Artwork => EntryType::Exhibition,
        EntryType::Post => EntryType::Post,
        EntryType::Audio => EntryType::Audio,
        _ => EntryType::Misc,
    }
}

/// Gives a work the field, read from `json`.
pub(super) fn set(work: &mut Work, name: &'static str, kind: FieldKind, json: &Json) -> Result<(), Fault> {
    let found = match kind {
        FieldKind::Text => text(json).map(|text| set_text(work, name, text)),
        FieldKind::Publisher => publisher(json).map(|publisher| work.set_publisher(publisher)),
        FieldKind::Date => return date(json, name).map(|date| date.into_iter().for_each(|date| work.set_date(date))),
        FieldKind::Number | FieldKind::Range | FieldKind::Count => set_number(work, name, json),
        FieldKind::Url => return url(json).map(|url| work.set_url(url)),
        FieldKind::Serial => serial(json).map(|serial| work.set_serial_number(serial)),
        FieldKind::Language => return set_language(work, json),
        FieldKind::Type | FieldKind::Persons | FieldKind::Affiliated | FieldKind::Parent => Some(()),
    };
    found.ok_or_else(|| match kind {
        FieldKind::Count => {
            let message = message!("invalid-field.message-number", field = name);
            Fault { rule: Rule::InvalidField, message, help: message!("invalid-field.help-number") }
        }
        _ => unread(name, message!("invalid-field.help-value")),
    })
}

/// That a field's value can't be read at all.
fn unread(name: &str, help: Message) -> Fault {
    Fault { rule: Rule::InvalidField, message: message!("invalid-field.message-value", field = name), help }
}

/// A value that is a text which says something.
fn words(json: &Json) -> Option<&str> {
    json.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn set_text(work: &mut Work, name: &str, text: FormatString) {
    match name {
        "title" => work.set_title(text),
        "abstract" => work.set_abstract_(text),
        "genre" => work.set_genre(text),
        "call-number" => work.set_call_number(text),
        "location" => work.set_location(text),
        "organization" => work.set_organization(text),
        "archive" => work.set_archive(text),
        "archive-location" => work.set_archive_location(text),
        _ => work.set_note(text),
    }
}

fn set_number(work: &mut Work, name: &str, json: &Json) -> Option<()> {
    match name {
        "issue" => work.set_issue(typed(json)?),
        "volume" => work.set_volume(typed(json)?),
        "volume-total" => work.set_volume_total(typed(json)?),
        "chapter" => work.set_chapter(typed(json)?),
        "edition" => work.set_edition(typed(json)?),
        "page-range" => work.set_page_range(typed(json)?),
        "page-total" => work.set_page_total(typed(json)?),
        "time-range" => work.set_time_range(typed(json)?),
        _ => work.set_runtime(typed(json)?),
    }
    Some(())
}

/// A text, or one with a short form, or one that keeps its capitals.
fn text(json: &Json) -> Option<FormatString> {
    match json {
        Json::Object(map) => {
            let value = map.get("value")?;
            let verbatim =
                map.get("verbatim").is_some_and(|verbatim| *verbatim == Json::Bool(true) || verbatim == "true");
            let value = match value.as_str().filter(|_| verbatim) {
                Some(text) => StringChunk::verbatim(text).into(),
                None => chunks(value)?,
            };
            Some(FormatString { value, short: map.get("short").and_then(chunks).map(Box::new) })
        }
        json => Some(FormatString { value: chunks(json)?, short: None }),
    }
}

/// Text in which `{…}` keeps its capitals and `$…$` is a formula: unless they are something else.
fn chunks(json: &Json) -> Option<ChunkedString> {
    let Some(text) = json.as_str() else { return typed(json) };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let whole = || ChunkedString::from(StringChunk::normal(text.clone()));
    let is_formula = text.matches('$').count() % 2 == 0;
    Some(text.parse().ok().filter(|_| is_formula).unwrap_or_else(whole))
}

fn publisher(json: &Json) -> Option<Publisher> {
    match json {
        Json::Object(map) => {
            let part = |name: &str| map.get(name).and_then(text);
            (map.contains_key("name") || map.contains_key("location"))
                .then(|| Publisher::new(part("name"), part("location")))
        }
        json => Some(Publisher::new(Some(text(json)?), None)),
    }
}

/// A date; `None` if the field says that there is none.
fn date(json: &Json, field: &str) -> Result<Option<Date>, Fault> {
    let has_such_day = csl::beyond_its_month(json).is_none();
    let written = json.as_str().and_then(|text| text.parse().ok()).filter(|_| has_such_day);
    let approximate =
        json.as_str().and_then(|text| text.trim().strip_prefix('~')).map(|text| json!(format!("{text}~")));
    if let Some(date) = written.or_else(|| csl::single_date(approximate.as_ref().unwrap_or(json)).map(in_parts)) {
        return Ok(Some(date));
    }
    if csl::is_no_date(json) {
        return Ok(None);
    }
    let written = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let (message, help) = csl::date_fault(json, written, field);
    Err(Fault { rule: Rule::InvalidReferenceDate, message, help })
}

/// A date as hayagriva counts: from January, and the first of a month, as 0.
fn in_parts(date: csl::SingleDate) -> Date {
    let from_0 = |part: Option<u8>| part.and_then(|part| part.checked_sub(1));
    Date { month: from_0(date.month), day: from_0(date.day), approximate: date.circa, ..Date::from_year(date.year) }
}

fn url(json: &Json) -> Result<QualifiedUrl, Fault> {
    let (address, visited) = match json {
        Json::Object(map) => (map.get("value").unwrap_or(&Json::Null), map.get("date")),
        json => (json, None),
    };
    let fault = || {
        let Some(written) = words(address) else { return unread("url", message!("invalid-field.help-url")) };
        let with_scheme = Json::String(format!("https://{written}"));
        let is_address = written.contains('.') && typed::<QualifiedUrl>(&with_scheme).is_some();
        let help = match is_address {
            true => message!("invalid-field.help-url-scheme", url = format!("https://{written}")),
            false => message!("invalid-field.help-url"),
        };
        let message = message!("invalid-field.message-url", value = written);
        Fault { rule: Rule::InvalidField, message, help }
    };
    let mut url: QualifiedUrl = typed(address).filter(|_| address.is_string()).ok_or_else(fault)?;
    url.visit_date = visited.map_or(Ok(None), |visited| date(visited, "url"))?;
    Ok(url)
}

fn serial(json: &Json) -> Option<SerialNumber> {
    let serial: SerialNumber = typed(json)?;
    Some(SerialNumber(serial.0.into_iter().map(|(scheme, number)| (scheme.to_lowercase(), number)).collect()))
}

fn set_language(work: &mut Work, json: &Json) -> Result<(), Fault> {
    let help = || message!("invalid-field.help-language");
    let written = words(json).ok_or_else(|| unread("language", help()))?.to_lowercase();
    let named = passage::tag_of_name(&written).map(|tag| json!(tag));
    // Tags of languages have no other length; words would pass for some.
    let is_tag = written.split(['-', '_']).next().is_some_and(|language| (2..=3).contains(&language.len()));
    match typed(named.as_ref().unwrap_or(json)) {
        Some(language) if named.is_some() || is_tag => work.set_language(language),
        _ => {
            let message = message!("invalid-field.message-language", value = written);
            return Err(Fault { rule: Rule::InvalidField, message, help: help() });
        }
    }
    Ok(())
}
