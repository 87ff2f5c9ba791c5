//! Works, from front matters to the page of all references and the files for reference managers.

mod support;

use std::sync::LazyLock;

use serde_json::{Value, json};
use support::site::Built;

static WORKS: LazyLock<Built> = LazyLock::new(|| Built::small("works"));

/// The entries of a page of all references: their ids, and the texts that they say cite them.
fn entries(address: &str) -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let page = WORKS.page(address);
    let entries = page.named("li").filter(|item| item.attribute("id").is_some_and(|id| id.starts_with("ref:")));
    let lessons = entries.map(|entry| {
        let inside = &page.elements[entry.inside.clone()];
        let links = inside.iter().filter(|element| element.name == "a");
        let links = links.map(|link| (link.text.as_str(), link.attribute("href").unwrap()));
        let own = links.filter(|(_, href)| href.starts_with("../")).collect();
        (entry.attribute("id").unwrap(), own)
    });
    lessons.collect()
}

#[test]
fn the_page_of_all_references_tells_which_texts_cite_each() {
    let lire = ("Lire : une image & un texte", "../debut/lire/");
    assert_eq!(
        entries("fr/references/"),
        [
            ("ref:carnet", vec![lire]),
            ("ref:beauvoir1949", vec![lire]),
            ("ref:même", vec![lire]),
            // Another work by the same key.
            ("ref:même-2", vec![("Voir", "../debut/voir/")]),
        ]
    );
    // In English, one lesson cites in its own words and another is a fallback.
    assert_eq!(
        entries("en/references/"),
        [
            ("ref:beauvoir1949", vec![("Reading", "../beginning/reading/")]),
            ("ref:même", vec![("Voir", "../beginning/voir/")]),
        ]
    );
}

#[test]
fn every_page_leads_to_the_references_of_its_language() {
    for (page, href) in [("fr/debut/lire/", "../../references/"), ("en/", "references/")] {
        let links = WORKS.page(page).named("a");
        assert_eq!(links.filter(|link| link.attribute("href") == Some(href)).count(), 1, "{page}");
    }
    assert!(WORKS.text("sitemap.xml").contains("<loc>https://exemple.org/lire/en/references/</loc>"));
}

#[test]
fn the_works_are_there_as_csl_json() {
    let items: Value = serde_json::from_str(WORKS.text("references.json")).unwrap();
    let ids: Vec<&str> = items.as_array().unwrap().iter().filter_map(|item| item["id"].as_str()).collect();
    assert_eq!(ids, ["beauvoir1949", "carnet", "même", "même-2"]);
    assert_eq!(items[0]["issued"], json!({"date-parts": [[1949]]}));
    assert_eq!(items[1]["note"], "Anonyme. Carnet de lecture. Québec, 2001.");
    assert_eq!(items[2]["accessed"], json!({"date-parts": [[2026, 1, 5]]}));
}

#[test]
fn the_works_are_there_as_bibtex_and_ris() {
    let bib = WORKS.text("references.bib");
    assert!(bib.contains("@book{beauvoir1949,\n  author = {de Beauvoir, Simone},"), "{bib}");
    assert!(bib.contains("title = {Un \\emph{site} \\& l’autre}"), "{bib}");
    assert!(bib.contains("url = {https://exemple.org/un_site},\n  urldate = {2026-01-05}"), "{bib}");
    let ris = WORKS.text("references.ris");
    assert!(ris.contains("TY  - JOUR\nID  - même-2\nAU  - Zola, Émile\n"), "{ris}");
    assert_eq!(ris.matches("\nER  - \n").count(), 4);
}

/// What “cite this page” shows at that address: the citation, BibTeX, RIS.
fn cited(address: &str) -> (String, String, String) {
    let page = WORKS.page(address);
    let cite = page.with_class("pal-cite").next().unwrap_or_else(|| panic!("{address}"));
    let inside = &page.elements[cite.inside.clone()];
    let text = |name: &str, index: usize| {
        inside.iter().filter(|element| element.name == name).nth(index).unwrap().text.clone()
    };
    (text("p", 0), text("pre", 0), text("pre", 1))
}

#[test]
fn a_page_says_how_it_is_cited() {
    let (citation, bibtex, ris) = cited("fr/debut/lire/");
    for part in ["Ada Nom", "Le Collectif", "2026", "Lire", "https://exemple.org/lire/fr/debut/lire/"] {
        assert!(citation.contains(part), "{part}: {citation}");
    }
    for part in [
        "@incollection{",
        "author = {{Ada Nom} and {Le Collectif}}",
        "title = {Lire : une image \\& un texte}",
        "booktitle = {Lire \\& relire}",
        "date = {2026-05-12}",
        "year = {2026}",
        "url = {https://exemple.org/lire/fr/debut/lire/}",
    ] {
        assert!(bibtex.contains(part), "{part}: {bibtex}");
    }
    for part in ["TY  - CHAP", "AU  - Ada Nom", "T2  - Lire & relire", "DA  - 2026/05/12", "LA  - fr"] {
        assert!(ris.contains(part), "{part}: {ris}");
    }
    // A translation has a date of its own, and a key of its own.
    let (_, english, _) = cited("en/beginning/reading/");
    assert!(english.contains("title = {Reading}") && english.contains("date = {2026-03"), "{english}");
    assert_ne!(bibtex.split(',').next(), english.split(',').next());
}

#[test]
fn a_fallback_is_cited_as_the_original() {
    let (citation, bibtex, _) = cited("en/beginning/voir/");
    assert!(citation.contains("https://exemple.org/lire/fr/debut/voir/"), "{citation}");
    assert!(bibtex.contains("booktitle = {Lire \\& relire}"), "{bibtex}");
    assert!(!WORKS.text("en/beginning/voir/index.html").contains("citation_title"));
}

#[test]
fn reference_managers_read_what_the_page_is() {
    let page = WORKS.page("fr/debut/lire/");
    let metas = page.named("meta").filter_map(|meta| Some((meta.attribute("name")?, meta.attribute("content")?)));
    let metas: Vec<_> = metas.filter(|(name, _)| name.starts_with("citation_")).collect();
    assert_eq!(
        metas,
        [
            ("citation_title", "Lire : une image & un texte"),
            ("citation_author", "Ada Nom"),
            ("citation_author", "Le Collectif"),
            ("citation_publication_date", "2026/05/12"),
            ("citation_inbook_title", "Lire & relire"),
            ("citation_book_title", "Lire & relire"),
            ("citation_language", "fr"),
            ("citation_public_url", "https://exemple.org/lire/fr/debut/lire/"),
            ("citation_fulltext_html_url", "https://exemple.org/lire/fr/debut/lire/"),
        ]
    );
}
