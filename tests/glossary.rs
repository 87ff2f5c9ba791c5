//! Terms, from `glossary.yml` to the pages.

mod support;

use std::sync::LazyLock;

use support::html::{Element, Html};
use support::site::Built;

static MEADOW: LazyLock<Built> = LazyLock::new(|| Built::small("glossary"));

/// The words of a page that are terms: what they read, and where they lead.
fn terms(page: &Html) -> Vec<(&str, &str)> {
    let calls = page.with_class("pal-term").filter(|call| call.name == "a");
    calls.map(|call| (call.text.as_str(), call.attribute("href").unwrap())).collect()
}

fn with_id<'a>(page: &'a Html, id: &str) -> &'a Element {
    page.elements.iter().find(|element| element.attribute("id") == Some(id)).unwrap_or_else(|| panic!("no {id}"))
}

#[test]
fn a_book_with_sound_terms_has_nothing_to_report() {
    assert_eq!(MEADOW.rules(), Vec::<&str>::new());
}

#[test]
fn a_word_leads_to_its_definition_at_the_texts_end() {
    let page = MEADOW.page("fr/pre/fleur/");
    assert_eq!(
        terms(page),
        [
            ("étamine", "#term:etamine"),
            ("pistils", "#term:pistil"),
            ("YEUX", "#term:oeil"),
            ("étamines", "#term:etamine"),
            ("stamina", "#term:etamine"),
            ("le pistil", "#term:pistil"),
            ("étamine", "#term:etamine"),
            // Within a definition.
            ("pistil", "../../glossaire/#pistil"),
        ]
    );
    let entry = with_id(page, "term:etamine");
    assert!(entry.text.contains("Partie d’une fleur qui porte le pollen"), "{}", entry.text);
    let inside: Vec<&str> =
        page.elements[entry.inside.clone()].iter().filter_map(|element| element.attribute("href")).collect();
    assert_eq!(
        inside,
        [
            "../../glossaire/#etamine",
            "./#parties",
            "../../glossaire/#pistil",
            "#termref:etamine",
            "#termref:etamine:2",
            "#termref:etamine:3",
            "#termref:etamine:4",
            "#termref:etamine:5",
        ]
    );
}

#[test]
fn terms_stand_neither_in_code_nor_for_the_teacher_alone() {
    let page = MEADOW.text("fr/pre/fleur/index.html");
    assert!(page.contains("<code>[[code]]</code>"), "{page}");
    assert!(page.contains("[[pas un terme]]"), "{page}");
    assert!(!page.contains("ortie"), "{page}");
    // Within a link, a term is its words.
    assert!(page.contains(">une <span id=\"termref:etamine:2\">étamine</span></a>"), "{page}");
}

#[test]
fn a_heading_with_a_term_keeps_its_words() {
    let page = MEADOW.page("fr/pre/fleur/");
    assert_eq!(with_id(page, "parties").text.trim_end_matches(['#', ' ']), "Les pistils et les YEUX");
}

#[test]
fn a_glossary_stands_in_the_order_of_its_language() {
    let names = |path: &str| {
        let page = MEADOW.page(path);
        page.named("dfn").map(|name| (name.text.clone(), page.lang(name).unwrap().to_owned())).collect::<Vec<_>>()
    };
    let expected = |names: &[(&str, &str)]| {
        names.iter().map(|(name, lang)| ((*name).to_owned(), (*lang).to_owned())).collect::<Vec<_>>()
    };
    let (fr, en) = ("fr-CA", "en-CA");
    assert_eq!(names("fr/glossaire/"), expected(&[("étamine", fr), ("œil", fr), ("l’ortie", fr), ("pistil", fr)]));
    assert_eq!(names("en/glossary/"), expected(&[("eye", en), ("l’ortie", fr), ("pistil", en), ("stamen", en)]));
    let letters: Vec<&str> = MEADOW.page("fr/glossaire/").named("h2").map(|letter| letter.text.as_str()).collect();
    assert_eq!(letters[..3], ["E", "O", "P"]);
}

#[test]
fn an_entry_has_its_equivalents_its_synonyms_and_the_texts_that_use_it() {
    let page = MEADOW.page("fr/glossaire/");
    let entry = with_id(page, "oeil");
    assert!(entry.text.contains("anglais\u{a0}: eye"), "{}", entry.text);
    assert!(entry.text.contains("Aussi\u{a0}: le bourgeon"), "{}", entry.text);
    let links = |id: &str| -> Vec<&str> {
        let inside = &page.elements[with_id(page, id).inside.clone()];
        inside.iter().filter_map(|element| element.attribute("href")).collect()
    };
    assert_eq!(links("oeil"), ["../../en/glossary/#oeil", "../pre/fleur/"]);
    assert_eq!(links("pistil")[1..], ["../pre/", "../pre/fleur/"]);
    // On a page in French, the English text that replaces the missing French one.
    assert_eq!(links("ortie"), ["../pre/ronce/"]);
}

#[test]
fn a_fallback_explains_its_words_in_its_own_language() {
    let page = MEADOW.page("fr/pre/ronce/");
    assert_eq!(terms(page), [("stamen", "#term:etamine"), ("l’ortie", "#term:ortie")]);
    let name = |id: &str| {
        let entry = with_id(page, id).inside.clone();
        let name = page.elements[entry]
            .iter()
            .rfind(|element| ["a", "span"].contains(&element.name.as_str()) && !element.text.contains('↩'))
            .unwrap();
        page.lang(name).unwrap()
    };
    assert_eq!(name("term:etamine"), "en-CA");
    let entry = with_id(page, "term:ortie");
    assert!(entry.text.contains("Plante qui pique"), "{}", entry.text);
    let recap = MEADOW.page("en/pre/fleur/").with_class("pal-recap").next().unwrap();
    assert!(recap.text.contains("A stamen bears pollen."));
}

#[test]
fn a_glossary_is_for_search_engines_in_the_languages_that_have_terms() {
    assert_eq!(MEADOW.page("fr/glossaire/").translations().len(), 3);
    assert!(!MEADOW.page("en/glossary/").is_unlisted());
    assert!(MEADOW.page("ar/مسرد/").is_unlisted());
    let data = MEADOW.text("fr/glossaire/index.html").split("application/ld+json\">").nth(1).unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split("</script>").next().unwrap()).unwrap();
    let set = &data["@graph"][0];
    assert_eq!(set["@type"], "DefinedTermSet");
    assert_eq!(set["hasDefinedTerm"].as_array().unwrap().len(), 4);
    assert_eq!(set["hasDefinedTerm"][0]["@id"], "https://exemple.org/pre/fr/glossaire/#etamine");
    assert_eq!(set["hasDefinedTerm"][1]["description"], "Bourgeon qui s’ouvre.");
}

#[test]
fn a_title_shows_no_marks() {
    let book = support::Book::empty()
        .with("book.toml", "[book]\nid = \"livre\"\ntitle = \"A\"\n\n[languages.fr]\nlocale = \"fr-CA\"\n\n[check]\nallow = [\"missing-outcomes\"]\n")
        .with("content/glossary.yml", "oeuvre:\n  fr: { term: œuvre, definition: Un travail. }\n")
        .with("content/1-a/index.fr.md", "---\ntitle: A\n---\n")
        .with("content/1-a/1-b.fr.md", "---\ntitle: Lire l’[[œuvre|œuvre d’art]] [@a] ici\nreferences:\n  a: A, B. *C*. 1980.\n---\n\nUne [[œuvre]] [@a].\n");
    let built = Built::from_dir(book.root());
    assert_eq!(built.rules(), ["missing-base-url", "mark-in-title", "mark-in-title"]);
    let page = built.page("fr/a/b/");
    assert_eq!(page.named("h1").next().unwrap().text, "Lire l’œuvre d’art ici");
    assert!(!built.text("fr/glossaire/index.html").contains("[["));
}
