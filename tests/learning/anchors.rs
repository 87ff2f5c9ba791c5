//! HTML ids of what is learnt, and of what is beside it: each once in a page, and links that lead to them.

use std::collections::BTreeSet;

use super::*;
use crate::support::html::Html;

const LEVEL_FR: &str = "content/1-a/index.fr.md";
const LEVEL_EN: &str = "content/1-a/index.en.md";

/// The page at an address of the built book, in which no id is there twice.
fn page(book: &Book, address: &str) -> Html {
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    let html = Html::parse(&fs::read_to_string(book.path(&format!("public/{address}/index.html"))).unwrap());
    let mut ids = BTreeSet::new();
    html.ids().for_each(|id| assert!(ids.insert(id), "{address}: {id} is there twice"));
    html
}

/// The ids of what the page lists as learnt, in its order.
fn listed(html: &Html) -> Vec<Option<&str>> {
    let list = html.with_class("pal-objectives").next().expect("a list");
    let items = html.elements[list.inside.clone()].iter().filter(|item| item.name == "li");
    items.map(|item| item.attribute("id")).collect()
}

#[test]
fn an_outcome_has_its_id_in_every_language_and_links_lead_there() {
    let book = book();
    edit(&book, LEVEL_FR, "- lire un fil", "- { id: lire, text: lire un fil }");
    edit(&book, "content/1-a/1-b.fr.md", "- choisir", "- { id: choisir, text: choisir }");
    for language in ["fr", "en"] {
        assert_eq!(listed(&page(&book, &format!("{language}/a"))), [Some("lire"), None, None]);
        assert_eq!(listed(&page(&book, &format!("{language}/a/b"))), [None, Some("choisir")]);
    }
    edit(&book, "content/1-a/1-b.en.md", "Un début", "[Read](index.en.md#lire), [choose](#choisir). Un début");
    let rules = book.check().rules();
    assert!(!rules.contains(&"missing-anchor"), "{rules:?}");
    edit(&book, "content/1-a/1-b.en.md", "#lire", "#lirre");
    let faults = book.check().diagnostics;
    let fault = faults.iter().find(|fault| fault.rule.name() == "missing-anchor").unwrap();
    assert!(format!("{:?}", fault.help).contains("\"lire\""), "{:?}", fault.help);
}

#[test]
fn an_id_that_something_else_of_the_text_has_stays_with_that() {
    let book = book();
    edit(&book, LEVEL_FR, "- lire un fil", "- { id: lire, text: lire un fil }");
    let text = fs::read_to_string(book.path(LEVEL_EN)).unwrap();
    let book = book.with(LEVEL_EN, format!("{text}\n## Lire\n"));
    assert_eq!(listed(&page(&book, "fr/a"))[0], Some("lire"));
    assert_eq!(listed(&page(&book, "en/a"))[0], None);
    let asked = format!("{text}\n> [!QUESTION]{{#lire}} What?\n>\n> - [x] This\n> - [ ] That\n");
    let book = book.with(LEVEL_EN, asked);
    assert_eq!(listed(&page(&book, "en/a"))[0], None);
}

/// A text with an id of every kind that a text can have and stay beside another, and links to those of its author.
fn every_id(title: &str) -> String {
    format!(
        "---\ntitle: {title}\nobjectives:\n  - {{ id: savoir, text: \"savoir [ici](#fil)\" }}\nreferences:\n  k: Toffler, 1980.\n---\n\n\
         ## Language\n\n[Un](#fil), [deux](#langue), [trois](#references), [quatre](#sondage), [cinq](#savoir), [six](#note), \
         [sept](#top), <a href=\"#fil\">huit</a> et [neuf]{{lang=es}}[^n], [@k].\n\n\
         ## References\n\n![Un dessin](dessin.svg \"Une figure\")\n\n### Dix {{#langue}}\n\nUn [[mot]].\n\n\
         > [!QUESTION]{{#fil}} Quoi?\n>\n> - [x] Ça[^n]\n> - [ ] Rien\n\n\
         > [!ACTIVITY]{{#sondage}} Faites\n>\n> Ceci.\n\n> [!NOTE]{{#note}} Notez\n>\n> Cela.\n\n[^n]: Une note.\n"
    )
}

#[test]
fn side_by_side_each_text_has_ids_of_its_own_and_its_links_lead_to_them() {
    let term = "mot:\n  fr: { term: mot, definition: Un mot. }\n  en: { term: mot, definition: A word. }\n";
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 2\"/>";
    let book = book()
        .with("content/glossary.yml", term)
        .with("content/1-a/dessin.svg", drawing)
        .with("content/1-a/1-b.fr.md", every_id("B"))
        .with("content/1-a/1-b.en.md", every_id("B"));
    let html = page(&book, "fr/a/b/en");
    let ids: BTreeSet<&str> = html.ids().collect();
    for id in ["savoir", "language", "references", "langue", "fil", "sondage", "note", "fn:n", "ref:k", "term:mot"] {
        assert!(["fr:", "en:"].iter().all(|side| ids.contains(format!("{side}{id}").as_str())), "{id}: {ids:?}");
    }
    let mut seen = 0;
    for side in html.with_class("pal-side") {
        let prefix = format!("{}:", &side.attribute("lang").unwrap()[..2]);
        for inside in &html.elements[side.inside.clone()] {
            let id = inside.attribute("id").map(str::to_owned);
            let link = inside.attribute("href").and_then(|href| href.strip_prefix('#')).filter(|to| *to != "top");
            let link = link.map(|to| percent_encoding::percent_decode_str(to).decode_utf8().unwrap().into_owned());
            for name in id.iter().chain(&link) {
                assert!(name.starts_with(&prefix), "{name} on the side of {prefix}");
            }
            let named = inside.attribute("aria-labelledby").into_iter().flat_map(str::split_whitespace);
            for to in link.iter().map(String::as_str).chain(named) {
                assert!(ids.contains(to), "{to} is no id of the page");
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen} links");

    // Ids of raw HTML have no side.
    edit(&book, "content/1-a/1-b.en.md", "Faites", "<b id=\"fil-cru\">Faites</b>");
    page(&book, "en/a/b");
    assert!(!book.path("public/fr/a/b/en/index.html").exists());
    for language in ["fr", "en"] {
        page(&book, &format!("{language}/a/b"));
    }
}
