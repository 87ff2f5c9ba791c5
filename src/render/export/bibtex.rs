//! A work as BibTeX. The names of types and fields are those that BibTeX and BibLaTeX both read,
//! and BibLaTeX's where BibTeX has none: it passes over what it doesn't know.

use std::borrow::Cow;

use super::item::{Item, Name, When, joined};
use super::latex::{escaped, verbatim};

/// The entry under that key ([`key`] makes one of any text).
pub(in crate::render) fn entry(work: &Item<'_>) -> String {
    let kind = kind(work);
    let mut entry = Entry { text: format!("@{kind}{{{}", key(work.key)) };
    entry.people(work);
    entry.titles(work, kind);
    entry.dates(work);
    entry.numbers(work, kind);
    entry.makers(work, kind);
    for (name, field) in [("isbn", "ISBN"), ("issn", "ISSN"), ("pmid", "PMID")] {
        entry.field(name, work.text(field));
    }
    entry.exactly("doi", work.doi());
    entry.exactly("url", work.text("URL"));
    entry.date("urldate", work, "accessed");
    entry.field("langid", work.text("language").and_then(|tag| babel(&tag)).map(str::to_owned));
    entry.field("keywords", work.text("keyword"));
    entry.field("abstract", work.text("abstract"));
    entry.field("note", work.text("note"));
    entry.text + "\n}\n"
}

/// A key, without what would end it or begin something else: a reader of BibTeX takes letters of any
/// script, digits and a few marks.
pub(in crate::render) fn key(key: &str) -> Cow<'_, str> {
    let fits = |letter: char| letter.is_alphanumeric() || "-_.:/+*!<>?$&@".contains(letter);
    match key.chars().all(fits) && !key.is_empty() {
        true => key.into(),
        false if key.is_empty() => "work".into(),
        false => key.chars().map(|letter| if fits(letter) { letter } else { '-' }).collect::<String>().into(),
    }
}

/// An entry, as far as it is written.
struct Entry {
    text: String,
}

impl Entry {
    fn raw(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.text.push_str(&format!(",\n  {name} = {value}"));
        }
    }

    fn field(&mut self, name: &str, value: Option<String>) {
        let value = value.map(|value| escaped(&value, |_, _| false)).filter(|value| !value.is_empty());
        self.raw(name, &value.map(|value| format!("{{{value}}}")).unwrap_or_default());
    }

    /// A field that is read letter for letter.
    fn exactly(&mut self, name: &str, value: Option<String>) {
        self.raw(name, &value.map(|value| format!("{{{}}}", verbatim(&value))).unwrap_or_default());
    }

    /// A field that is a date in BibLaTeX.
    fn date(&mut self, name: &str, work: &Item<'_>, field: &str) {
        let Some(when) = work.date(field).filter(|when| !when.from.is_empty()) else { return };
        let ends = [&when.from, &when.to].into_iter().filter(|end| !end.is_empty()).map(|end| When::iso(end, "-"));
        let about = if when.circa { "~" } else { "" };
        self.raw(name, &format!("{{{}{about}}}", ends.collect::<Vec<_>>().join("/")));
    }

    fn people(&mut self, work: &Item<'_>) {
        let makers = ["author", "director", "host", "composer", "performer", "interviewer", "guest"];
        let author = makers.into_iter().find(|field| !work.names(field).is_empty());
        let fields = [
            ("author", author),
            ("editor", Some("editor")),
            ("translator", Some("translator")),
            ("bookauthor", Some("container-author")),
        ];
        for (name, field) in fields {
            let names: Vec<String> =
                field.map(|field| work.names(field)).unwrap_or_default().iter().map(person).collect();
            if !names.is_empty() {
                self.raw(name, &format!("{{{}}}", names.join(" and ")));
            }
        }
    }

    fn titles(&mut self, work: &Item<'_>, kind: &str) {
        let english = work.text("language").is_some_and(|tag| tag.split('-').next() == Some("en"));
        let keep = |word: &str, is_first: bool| {
            // A style may put titles in small letters: names keep their capitals, and in titles
            // that are not English each capital is one of a name.
            let inner = word.chars().filter(|letter| letter.is_alphabetic()).skip(1).any(char::is_uppercase);
            let begins = word.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase);
            inner || begins && !is_first && !english
        };
        let mut title = |name: &str, field: &str| {
            if let Some(value) = work.text(field) {
                self.raw(name, &format!("{{{}}}", escaped(&value, keep)));
            }
        };
        title("title", "title");
        title("shorttitle", "title-short");
        title("origtitle", "original-title");
        let within = match kind {
            "article" => "journal",
            "online" => "organization",
            _ => "booktitle",
        };
        self.field(within, work.text("container-title"));
        self.field("series", work.text("collection-title"));
        self.field("eventtitle", work.first(&["event-title", "event"]));
    }

    fn dates(&mut self, work: &Item<'_>) {
        if let Some(when) = work.date("issued") {
            let year = |parts: &[i32]| parts.first().map(ToString::to_string);
            match (year(&when.from), year(&when.to)) {
                (Some(from), _) if when.circa => self.raw("year", &format!("{{ca. {from}}}")),
                (Some(from), Some(to)) if from != to => self.raw("year", &format!("{{{from}--{to}}}")),
                (Some(from), _) => self.raw("year", &format!("{{{from}}}")),
                (None, _) => self.field("year", when.words.clone()),
            }
            let month = when.month().and_then(|month| MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?));
            self.raw("month", month.filter(|_| when.to.is_empty()).copied().unwrap_or_default());
            let day = when.day().filter(|_| when.to.is_empty());
            self.raw("day", &day.map(|day| format!("{{{day}}}")).unwrap_or_default());
        }
        self.date("origdate", work, "original-date");
        self.date("eventdate", work, "event-date");
    }

    fn numbers(&mut self, work: &Item<'_>, kind: &str) {
        self.field("edition", work.text("edition"));
        self.field("volume", work.text("volume"));
        let number = if kind == "article" { work.first(&["issue", "number"]) } else { work.text("number") };
        self.field("number", number.or_else(|| work.first(&["collection-number", "issue"])));
        self.field("volumes", work.text("number-of-volumes"));
        self.field("chapter", work.text("chapter-number"));
        let pages = work.pages().map(|(first, last)| match last {
            Some(last) => format!("{first}--{last}"),
            None => first.replace(['–', '—'], "--"),
        });
        self.field("pages", pages);
        self.field("pagetotal", work.text("number-of-pages"));
        self.field("version", work.text("version"));
    }

    fn makers(&mut self, work: &Item<'_>, kind: &str) {
        let publisher = match kind {
            "phdthesis" | "mastersthesis" => "school",
            "techreport" => "institution",
            "standard" => "organization",
            _ => "publisher",
        };
        let genre = if matches!(kind, "phdthesis" | "mastersthesis" | "techreport") { "type" } else { "howpublished" };
        self.field(genre, work.first(&["genre", "medium"]));
        self.field(publisher, work.first(&["publisher", "authority"]));
        self.field("address", work.text("publisher-place"));
        self.field("venue", work.text("event-place"));
        self.field("origpublisher", work.text("original-publisher"));
        self.field("origlocation", work.text("original-publisher-place"));
    }
}

/// The months, as BibTeX's styles name them.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A name: “de Beauvoir, Simone”. What is no person stands in braces of its own, and so does a part
/// that would be cut.
fn person(name: &Name) -> String {
    let plain = |text: &str| escaped(text, |_, _| false);
    let part = |text: &str| {
        let is_cut = text.contains(',') || text.split_whitespace().any(|word| word.eq_ignore_ascii_case("and"));
        if is_cut { format!("{{{}}}", plain(text)) } else { plain(text) }
    };
    match name {
        Name::Whole(whole) => format!("{{{}}}", plain(whole)),
        Name::Parts { family, given, dropping, suffix } => {
            let parts = [joined(dropping, family), suffix.clone(), given.clone()];
            let parts: Vec<_> = parts.iter().filter(|text| !text.is_empty()).map(|text| part(text)).collect();
            match parts.as_slice() {
                // One word alone would be read as a name without a family.
                [family] => format!("{{{family}}}"),
                parts => parts.join(", "),
            }
        }
    }
}

fn kind(work: &Item<'_>) -> &'static str {
    match work.kind() {
        "article-journal" | "article-magazine" | "article-newspaper" | "review" | "review-book" => "article",
        "article" if work.text("container-title").is_some() => "article",
        "article" | "manuscript" | "speech" => "unpublished",
        "book" | "classic" | "musical_score" => "book",
        "collection" => "collection",
        "periodical" => "periodical",
        "pamphlet" => "booklet",
        "chapter" | "entry" | "entry-dictionary" | "entry-encyclopedia" => "incollection",
        "paper-conference" => "inproceedings",
        "thesis" if is_masters(work) => "mastersthesis",
        "thesis" => "phdthesis",
        "report" => "techreport",
        "standard" => "standard",
        "post" | "post-weblog" | "webpage" => "online",
        "dataset" => "dataset",
        "software" => "software",
        "patent" => "patent",
        "bill" | "legislation" | "regulation" | "treaty" => "legislation",
        "legal_case" => "jurisdiction",
        "hearing" => "legal",
        "personal_communication" => "letter",
        "broadcast" if work.is_heard() => "audio",
        "broadcast" | "motion_picture" => "video",
        "song" => "music",
        "performance" => "performance",
        "graphic" => "artwork",
        "figure" => "image",
        _ => "misc",
    }
}

/// Whether a thesis is a master's, by what it calls itself in French or English.
fn is_masters(work: &Item<'_>) -> bool {
    let genre = work.text("genre").unwrap_or_default().to_lowercase();
    ["master", "maîtrise", "mémoire"].iter().any(|word| genre.contains(word))
}

/// A language as Babel names it, by which BibLaTeX hyphenates and words an entry.
fn babel(tag: &str) -> Option<&'static str> {
    let lower = tag.to_ascii_lowercase();
    Some(match lower.as_str() {
        "en-ca" => "canadian",
        "en-gb" => "british",
        "en-us" => "american",
        lower => match lower.split('-').next()? {
            "ca" => "catalan",
            "de" => "ngerman",
            "el" => "greek",
            "en" => "english",
            "es" => "spanish",
            "fr" => "french",
            "it" => "italian",
            "nl" => "dutch",
            "pl" => "polish",
            "pt" => "portuguese",
            "ru" => "russian",
            _ => return None,
        },
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn written(key: &str, fields: Value) -> String {
        entry(&Item { key, fields: fields.as_object().unwrap() })
    }

    #[test]
    fn an_article_reads_as_bibtex() {
        let entry = written(
            "morin2016",
            json!({
                "type": "article-magazine",
                "title": "Transfert de pouvoir & d’influence à Québec",
                "author": [{"family": "Morin", "given": "Raymond"}],
                "container-title": "Éducation Canada",
                "volume": 56, "issue": 1, "page": "12-15",
                "issued": "2016-03-12",
                "language": "fr-CA",
                "URL": "https://example.org/a_b",
                "accessed": "2026-01-05"
            }),
        );
        assert_eq!(
            entry,
            "@article{morin2016,\n  author = {Morin, Raymond},\n  \
             title = {Transfert de pouvoir \\& d’influence à {Québec}},\n  journal = {Éducation Canada},\n  \
             year = {2016},\n  month = mar,\n  day = {12},\n  volume = {56},\n  number = {1},\n  \
             pages = {12--15},\n  url = {https://example.org/a_b},\n  urldate = {2026-01-05},\n  \
             langid = {french}\n}\n"
        );
    }

    #[test]
    fn names_keep_their_particles_and_organisations_stay_whole() {
        let authors = json!([
            {"family": "Beauvoir", "given": "Simone", "non-dropping-particle": "de"},
            {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
            {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
            {"literal": "Ministère de l’Éducation, du Loisir and du Sport"},
            {"family": "Colette"}
        ]);
        let entry = written("k", json!({"type": "book", "author": authors}));
        let expected = "author = {de Beauvoir, Simone and von Humboldt, Alexander and King, Jr., Martin Luther \
                        and {Ministère de l’Éducation, du Loisir and du Sport} and {Colette}}";
        assert!(entry.contains(expected), "{entry}");
    }

    #[test]
    fn capitals_of_names_are_kept_and_english_titles_are_free() {
        let title =
            |language: &str, title: &str| written("k", json!({"type": "book", "language": language, "title": title}));
        assert!(title("en", "The Third Wave").contains("title = {The Third Wave}"));
        assert!(title("en-CA", "The iPhone in PLoS ONE").contains("title = {The {iPhone} in {PLoS} {ONE}}"));
        assert!(title("fr", "Le Québec, l’École").contains("title = {Le {Québec,} {l’École}}"));
    }

    #[test]
    fn a_key_can_end_nothing() {
        assert!(written("a,b}{é %", json!({"type": "book"})).starts_with("@book{a-b--é--"));
        assert_eq!(key(""), "work");
    }

    #[test]
    fn dates_that_are_no_year_are_told_all_the_same() {
        let year = |issued: Value| written("k", json!({"type": "book", "issued": issued}));
        assert!(year(json!("1880~")).contains("year = {ca. 1880}"));
        assert!(year(json!("2001/2003")).contains("year = {2001--2003}"));
        assert!(year(json!("à paraître")).contains("year = {à paraître}"));
        assert!(!year(json!(null)).contains("year"));
        let original = written("k", json!({"type": "book", "issued": 1999, "original-date": 1895}));
        assert!(original.contains("origdate = {1895}"));
    }
}
