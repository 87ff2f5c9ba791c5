//! A work as RIS, the tagged form that reference managers share.

use super::item::{CreatorName, Item, When, joined};
use super::latex;

/// The record, its lines ended as the page that shows it ends them.
pub(in crate::render) fn record(work: &Item<'_>) -> String {
    let mut record = Record::default();
    record.line("TY", Some(kind(work)));
    record.line("ID", Some(work.key));
    for (field, tag) in people(work) {
        for name in work.names(field) {
            record.line(tag, Some(&inverted(&name)));
        }
    }
    record.text("TI", work.text("title"));
    record.text("T2", work.text("container-title"));
    record.text("T3", work.text("collection-title"));
    record.text("ST", work.text("title-short"));
    if let Some(when) = work.date("issued") {
        let year = when.year().map(|year| year.to_string());
        record.line("PY", year.as_deref().or(when.words.as_deref()));
        if when.month().is_some() {
            record.line("DA", Some(&When::iso(&when.from, "/")));
        }
    }
    if let Some(year) = work.date("original-date").and_then(|when| when.year()) {
        record.line("OP", Some(&year.to_string()));
    }
    record.text("ET", work.text("edition"));
    record.text("VL", work.text("volume"));
    record.text("IS", work.first(&["issue", "number"]));
    match work.pages() {
        Some((first, last)) => {
            record.line("SP", Some(&first));
            record.text("EP", last);
        }
        None => record.text("SP", work.text("number-of-pages")),
    }
    record.text("PB", work.first(&["publisher", "authority"]));
    record.text("CY", work.first(&["publisher-place", "event-place"]));
    record.text("M3", work.genre().or_else(|| work.text("medium")));
    record.text("SN", work.first(&["ISBN", "ISSN"]));
    record.text("DO", work.doi());
    record.text("UR", work.text("URL"));
    if let Some(when) = work.date("accessed").filter(|when| !when.from.is_empty()) {
        record.line("Y2", Some(&When::iso(&when.from, "/")));
    }
    record.text("LA", work.text("language"));
    record.text("AB", work.text("abstract"));
    for keyword in work.text("keyword").iter().flat_map(|keywords| keywords.split([',', ';'])) {
        record.line("KW", Some(keyword));
    }
    record.text("N1", work.text("note"));
    record.0 + "ER  - \n"
}

#[derive(Default)]
struct Record(String);

impl Record {
    /// A line, where there is something to say: plain text, without the marks of CSL.
    fn line(&mut self, tag: &str, value: Option<&str>) {
        let Some(value) = value.map(latex::plain) else { return };
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.0.push_str(&format!("{tag}  - {value}\n"));
        }
    }

    fn text(&mut self, tag: &str, value: Option<String>) {
        self.line(tag, value.as_deref());
    }
}

/// The fields of those who made it, each with its tag.
fn people(work: &Item<'_>) -> Vec<(&'static str, &'static str)> {
    let makers = ["author", "director", "host", "composer", "performer", "interviewer", "guest"];
    let first = makers.into_iter().find(|field| !work.names(field).is_empty());
    let mut people: Vec<_> = first.into_iter().map(|field| (field, "AU")).collect();
    // The editor of a collection takes an author's place.
    let is_whole = first.is_none() && work.text("container-title").is_none();
    people.push(("editor", if is_whole { "ED" } else { "A2" }));
    people.push(("collection-editor", "A3"));
    people.push(("translator", "A4"));
    people
}

/// “Beauvoir, Simone de”, as RIS has its names: family, given names, what follows them.
fn inverted(name: &CreatorName) -> String {
    match name {
        CreatorName::Whole(whole) => whole.clone(),
        CreatorName::Parts { particle, family, given, dropping, suffix, .. } => {
            let given = Some(joined(given.iter().chain(dropping))).filter(|given| !given.is_empty());
            let parts = [Some(joined(particle.iter().chain([family]))), given, suffix.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    }
}

fn kind(work: &Item<'_>) -> &'static str {
    match work.kind() {
        "article-journal" | "review" | "review-book" => "JOUR",
        "article-magazine" => "MGZN",
        "article-newspaper" => "NEWS",
        "bill" => "BILL",
        "book" => "BOOK",
        "classic" => "CLSWK",
        "broadcast" if work.is_heard() => "SOUND",
        "broadcast" => "VIDEO",
        "chapter" => "CHAP",
        "collection" => "EDBOOK",
        "dataset" => "DATA",
        "entry" | "entry-encyclopedia" => "ENCYC",
        "entry-dictionary" => "DICT",
        "figure" => "FIGURE",
        "graphic" => "ART",
        "hearing" => "HEAR",
        "legal_case" => "CASE",
        "legislation" => "STAT",
        "manuscript" => "MANSCPT",
        "map" => "MAP",
        "motion_picture" => "MPCT",
        "musical_score" | "song" => "MUSIC",
        "pamphlet" => "PAMP",
        "paper-conference" => "CPAPER",
        "patent" => "PAT",
        "periodical" => "SER",
        "personal_communication" => "PCOMM",
        "post-weblog" => "BLOG",
        "post" | "webpage" => "ELEC",
        "regulation" | "treaty" => "GOVDOC",
        "report" => "RPRT",
        "software" => "COMP",
        "speech" => "SLIDE",
        "standard" => "STAND",
        "thesis" => "THES",
        _ => "GEN",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_article_has_its_pages_and_its_day() {
        let fields = json!({
            "type": "article-journal",
            "title": "A <i>theory</i> of human motivation",
            "author": [
                {"family": "Maslow", "given": "A. H.", "suffix": "Jr."},
                {"family": "Humboldt", "given": "Alexander", "dropping-particle": "von"},
                {"literal": "Réseau ÉdCan"}
            ],
            "container-title": "Psychological Review",
            "volume": 50,
            "issue": 4,
            "page": "370-396",
            "issued": "1943-07-02",
            "DOI": "10.1037/h0054346"
        });
        let record = record(&Item { key: "maslow1943", fields: fields.as_object().unwrap() });
        assert_eq!(
            record,
            "TY  - JOUR\nID  - maslow1943\nAU  - Maslow, A. H., Jr.\nAU  - Humboldt, Alexander von\n\
             AU  - Réseau ÉdCan\nTI  - A theory of human motivation\nT2  - Psychological Review\nPY  - 1943\n\
             DA  - 1943/07/02\nVL  - 50\nIS  - 4\nSP  - 370\nEP  - 396\nDO  - 10.1037/h0054346\nER  - \n"
        );
    }

    #[test]
    fn the_first_publication_is_told() {
        let fields = json!({"type": "book", "title": "T", "issued": 1999, "original-date": {"date-parts": [[1900]]}});
        let record = record(&Item { key: "k", fields: fields.as_object().unwrap() });
        assert!(record.contains("PY  - 1999\nOP  - 1900\n"), "{record}");
    }

    #[test]
    fn a_line_break_in_a_field_makes_no_line() {
        let fields = json!({"type": "webpage", "title": "Un\nER  - \nTY  - BOOK", "note": "  "});
        let record = record(&Item { key: "k", fields: fields.as_object().unwrap() });
        assert_eq!(record, "TY  - ELEC\nID  - k\nTI  - Un ER - TY - BOOK\nER  - \n");
    }
}
