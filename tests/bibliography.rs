//! The bibliography that lessons share, from its file to pages and back to files.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use palier::parse::bibliography::{self, BibliographyFormat};
use serde_json::Value;
use support::Book;
use support::site::Built;

/// A book of one lesson that cites the works of a file, in a language and a style.
fn book(lang: &str, style: &str, file: &str, text: &str, body: &str) -> Built {
    let toml = format!(
        "[book]\ntitle = \"A\"\nbase_url = \"https://example.org/\"\n\n[languages.{lang}]\ncitation_style = \"{style}\"\n"
    );
    let book = Book::empty()
        .with("book.toml", toml)
        .with(&format!("content/1-a/index.{lang}.md"), "---\ntitle: A\n---\n")
        .with(&format!("content/1-a/1-b.{lang}.md"), format!("---\ntitle: B\n---\n\n{body}\n"))
        .with(&format!("content/references.{file}"), text);
    Built::from_dir(book.root())
}

/// What the lesson says, and the entries under it.
fn shown(built: &Built, lang: &str) -> (String, Vec<String>) {
    let plain = |text: &str| {
        let text = text.split('↩').next().unwrap_or_default().replace(['\u{a0}', '\u{202f}'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let page = built.page(&format!("{lang}/a/b/"));
    let is_entry = |id: &str| id.starts_with("ref:");
    let entries = page.named("li").filter(|item| item.attribute("id").is_some_and(is_entry));
    let article = page.with_class("pal-text").next().unwrap().inside.clone();
    let mut texts = page.elements[article].iter().filter(|element| element.name == "p");
    let body = texts.find(|paragraph| paragraph.text.starts_with("Voir")).unwrap();
    (plain(&body.text), entries.map(|entry| plain(&entry.text)).collect())
}

#[test]
fn a_particle_with_an_apostrophe_touches_the_name() {
    for (style, given, citation, entry) in [
        ("apa", "non-dropping-particle", "(d’Alembert, 1751)", "d’Alembert, J. (1751)."),
        ("apa", "dropping-particle", "(Alembert, 1751)", "Alembert, J. d’. (1751)."),
        ("mla", "non-dropping-particle", "(d’Alembert)", "d’Alembert, Jean."),
        ("chicago-author-date", "non-dropping-particle", "(d’Alembert 1751)", "Alembert, Jean d’. 1751."),
        ("iso690-author-date-fr", "non-dropping-particle", "(d’Alembert 1751)", "D’ALEMBERT, Jean, 1751."),
    ] {
        let item = format!(
            r#"[{{"id": "k", "type": "book", "title": "Discours", "issued": {{"date-parts": [[1751]]}},
                "author": [{{"family": "Alembert", "given": "Jean", "{given}": "d'"}}]}}]"#
        );
        let (text, entries) = shown(&book("fr", style, "json", &item, "Voir [@k]."), "fr");
        assert_eq!(text, format!("Voir {citation}."), "{style}");
        assert!(entries[0].starts_with(entry), "{style}: {}", entries[0]);
    }
}

#[test]
fn what_biblatex_calls_a_genre_is_said_in_the_pages_language() {
    let bib = "@thesis{a, title = {T}, author = {Roy, Anne}, type = {phdthesis}, institution = {U}, date = {2012}}\n\
               @mastersthesis{b, title = {M}, author = {Roy, Béa}, school = {U}, year = 2013}";
    for (lang, genres) in
        [("fr", ["Thèse de doctorat", "Mémoire de maîtrise"]), ("en", ["Doctoral dissertation", "Master’s thesis"])]
    {
        let (_, entries) = shown(&book(lang, "apa", "bib", bib, "Voir [@a] [@b]."), lang);
        for (entry, genre) in entries.iter().zip(genres) {
            assert!(entry.contains(&format!("[{genre}")), "{entry}");
        }
    }
}

#[test]
fn and_others_is_et_al_without_an_and() {
    let bib = "@book{a, title = {T}, author = {Roy, Anne and others}, publisher = {P}, date = {2012}}";
    for (style, citation, entry) in [
        ("apa", "(Roy et al., 2012)", "Roy, A., et al. (2012)."),
        ("chicago-author-date", "(Roy et al. 2012)", "Roy, Anne, et al. 2012."),
    ] {
        let (text, entries) = shown(&book("en", style, "bib", bib, "Voir [@a]."), "en");
        assert_eq!(text, format!("Voir {citation}."));
        assert!(entries[0].starts_with(entry), "{}", entries[0]);
    }
}

#[test]
fn years_before_our_era_are_counted_as_biblatex_and_csl_count_them() {
    let bib = "@book{a, title = {T}, author = {Platon}, publisher = {P}, date = {-0380}}";
    let json = r#"[{"id": "a", "type": "book", "title": "T", "publisher": "P", "issued": {"date-parts": [[-381]]},
                    "author": [{"family": "Platon"}]}]"#;
    for (file, text) in [("bib", bib), ("json", json)] {
        let (text, _) = shown(&book("en", "apa", file, text, "Voir [@a]."), "en");
        assert_eq!(text.replace(' ', ""), "Voir(Platon,381B.C.E.).", "{file}");
    }
}

/// The works of a file by their keys.
#[test]
fn marked_titles_keep_the_typography_of_their_language() {
    let bib = r#"@book{k, title = {Le {NASA} : "oui" d'\emph{ici}}, author = {Roy, Anne}, date = {2012}, publisher = {B}, langid = {french}}"#;
    let json = r#"[{"id": "k", "type": "book", "title": "Le <span class=\"nocase\">NASA</span> : \"oui\" d'<i>ici</i>",
        "author": [{"family": "Roy", "given": "Anne"}], "issued": {"date-parts": [[2012]]}, "publisher": "B", "language": "fr"}]"#;
    let yml = "k:\n  type: book\n  title: 'Le {NASA} : \"oui\" d''ici'\n  author: Roy, Anne\n  date: 2012\n  \
               publisher: B\n  language: fr\n";
    for (file, text) in [("bib", bib), ("json", json), ("yml", yml)] {
        for (lang, title) in [("fr", "Le NASA : « oui » d’ici"), ("en", "Le NASA : « oui » d’ici")] {
            let (_, entries) = shown(&book(lang, "apa", file, text, "Voir [@k]."), lang);
            assert!(entries[0].contains(title), "{file}: {}", entries[0]);
        }
    }
}

#[test]
fn eras_stand_apart_from_their_year() {
    let json = |date: &str| {
        format!(
            r#"[{{"id": "k", "type": "book", "title": "T", "publisher": "B", "author": [{{"literal": "Platon"}}],
                "issued": {{"date-parts": {date}}}}}]"#
        )
    };
    for (style, lang, date, expected) in [
        ("apa", "fr", "[[-381]]", "Voir (Platon, 381 av. J.-C.)."),
        ("apa", "fr", "[[-380], [-370]]", "Voir (Platon, 380–370 av. J.-C.)."),
        ("chicago-author-date", "fr", "[[-381]]", "Voir (Platon 381 av. J.-C.)."),
        ("iso690-author-date-fr", "fr", "[[-381]]", "Voir (Platon 381 av. J.-C.)."),
        ("apa", "en", "[[-381]]", "Voir (Platon, 381 B.C.E.)."),
    ] {
        let (text, _) = shown(&book(lang, style, "json", &json(date), "Voir [@k]."), lang);
        assert_eq!(text, expected, "{style}, {lang}");
    }
}

#[test]
fn iso_690_prints_no_abstract_and_says_where_and_when_in_french() {
    let json = r#"[{"id": "k", "type": "webpage", "title": "T", "author": [{"family": "Roy", "given": "Anne"}],
        "abstract": "Le résumé.", "URL": "https://example.com/", "issued": {"date-parts": [[2020]]},
        "accessed": {"date-parts": [[2026, 3, 3]]}, "language": "fr"}]"#;
    for style in ["iso690-author-date-fr", "iso-690-author-date", "iso-690-numeric"] {
        let (_, entries) = shown(&book("fr", style, "json", json, "Voir [@k]."), "fr");
        assert!(!entries[0].contains("résumé"), "{style}: {}", entries[0]);
    }
    let (_, entries) = shown(&book("fr", "iso690-author-date-fr", "json", json, "Voir [@k]."), "fr");
    assert!(
        entries[0].ends_with("Disponible à l’adresse : https://example.com/ [Consulté le 3 mars 2026]."),
        "{entries:?}"
    );
}

#[test]
fn the_day_of_a_visit_has_its_article_in_french() {
    let json = |accessed: &str| {
        format!(
            r#"[{{"id": "k", "type": "webpage", "title": "T", "author": [{{"family": "Roy", "given": "Anne"}}],
            "URL": "https://example.com/"{accessed}, "language": "fr"}}]"#
        )
    };
    let visited = json(r#", "accessed": {"date-parts": [[2026, 3, 3]]}"#);
    for (style, expected) in [
        ("apa", "Consulté le 3 mars 2026, à l’adresse https://example.com/"),
        ("american-sociological-association", "Consulté le 3 mars 2026. https://example.com/."),
        ("chicago-author-date", "Consulté le 3 mars 2026. https://example.com/."),
    ] {
        let (_, entries) = shown(&book("fr", style, "json", &visited, "Voir [@k]."), "fr");
        assert!(entries[0].ends_with(expected), "{style}: {}", entries[0]);
    }
    let (_, entries) = shown(&book("en", "apa", "json", &visited, "Voir [@k]."), "en");
    assert!(entries[0].ends_with("Retrieved March 3, 2026, from https://example.com/"), "{}", entries[0]);
    let (_, entries) = shown(&book("fr", "apa", "json", &json(""), "Voir [@k]."), "fr");
    assert!(!entries[0].contains("Consulté le"), "{}", entries[0]);
}

#[test]
fn a_work_with_an_address_for_a_key_is_cited_by_author_and_year_or_by_the_address() {
    let work = |id: &str, title: &str| {
        format!(
            r#"{{"id": "http://zotero.org/users/1/items/{id}", "type": "book", "title": "{title}", "publisher": "B",
                "author": [{{"family": "Côté", "given": "Zoé"}}], "issued": {{"date-parts": [[2012]]}}}}"#
        )
    };
    let one = format!("[{}]", work("ABC", "T"));
    let built = book("fr", "apa", "json", &one, "Voir [@cote2012] et [@{http://zotero.org/users/1/items/ABC}].");
    let (text, entries) = shown(&built, "fr");
    assert_eq!((text.as_str(), entries.len()), ("Voir (Côté, 2012) et (Côté, 2012).", 1));
    let page = built.page("fr/a/b/");
    assert_eq!(page.named("a").filter(|link| link.attribute("href") == Some("#ref:cote2012")).count(), 2);
    let two = format!("[{}, {}]", work("ABC", "T"), work("DEF", "U"));
    let (_, entries) = shown(&book("fr", "apa", "json", &two, "Voir [@cote2012a; @cote2012b]."), "fr");
    assert_eq!(entries.len(), 2);
}

fn works(format: BibliographyFormat, text: &str) -> BTreeMap<String, Value> {
    let read = bibliography::read(format, text);
    assert_eq!(read.diagnostics, []);
    read.value.works.into_iter().map(|(key, item)| (key.value, Value::Object((*item).clone()))).collect()
}

/// The exported files of a book that cites every work of `items.json`.
fn exported() -> (BTreeMap<String, Value>, Built) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references/items.json");
    let items = std::fs::read_to_string(path).unwrap();
    let works = works(BibliographyFormat::Json, &items);
    assert!(works.len() >= 40);
    let body: String = works.keys().map(|key| format!("Voir [@{key}].\n\n")).collect();
    let built = book("fr", "apa", "json", &items, &body);
    (works, built)
}

#[test]
fn every_work_is_the_same_once_exported_as_csl_json_and_read_again() {
    let (given, built) = exported();
    assert_eq!(works(BibliographyFormat::Json, built.text("references.json")), given);
}

#[test]
fn every_work_is_the_same_once_exported_as_biblatex_and_read_again() {
    let (mut given, built) = exported();
    for item in given.values_mut() {
        // The name that `event-title` had before CSL 1.0.2.
        item.as_object_mut().unwrap().remove("event");
    }
    let read = works(BibliographyFormat::BibLatex, built.text("references.bib"));
    for (key, item) in &given {
        assert_eq!(read.get(key), Some(item), "{key}");
    }
    assert_eq!(read.len(), given.len());
}
