//! What is found and what isn't, in the files of an index; the page and the button that lead to it; a book that wants none.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use palier::build::{BuildOptions, build};
use palier::load::Source;
use palier::plan::Artifact;
use palier::preview::{Preview, PreviewOptions};
use palier::rule::Rule;
use palier::serve::Page;
use support::Book;
use support::site::Built;

const SETTINGS: &str = "[book]\nid = \"livre\"\ntitle = \"Livre\"\nbase_url = \"https://livre.example/\"\n[languages.fr]\n[languages.en]\n";

fn book() -> Book {
    Book::empty()
        .with("book.toml", SETTINGS)
        .with("content/glossary.yml", "trace:\n  fr:\n    term: trace\n    synonyms: [vestige]\n    definition: Ce qui reste.\n")
        .with("content/1-a/index.fr.md", "---\ntitle: Base\noutcomes:\n  - Lire une [[trace]]\n---\n\nIntroduction.\n")
        .with(
            "content/1-a/1-b.fr.md",
            "---\ntitle: L'élève\ndescription: Un résumé.\ntags: [ami]\nreferences:\n  m: « Morin, 2016 »\n---\n\nAvant [@m].\n\n\
             ## Œuvre\n\nUn mot.\n\n> [!TEACHER]\n> Secret.\n\n> [!QUESTION] Combien?\n>\n> = quarante\n",
        )
        .with("content/1-a/1-b.en.md", "---\ntitle: The student\n---\n\nEnglish words.\n")
        .with("content/1-a/2-c.en.md", "---\ntitle: Only here\n---\n\nAlone.\n")
}

/// All parts of a kind of a language's index, one after the other.
fn parts(built: &Built, key: &str, kind: &str) -> String {
    let start = format!("assets/search.{key}.{kind}");
    let paths: Vec<&String> = built.files.keys().filter(|path| path.starts_with(&start)).collect();
    paths.into_iter().map(|path| built.text(path)).collect()
}

#[test]
fn a_language_finds_its_own_texts_terms_and_works() {
    let built = Built::from_dir(book().root());
    let head = built.text("fr/recherche/index.js");
    assert!(head.starts_with("palierIndex(\"head\",{\"version\":1,\"parts\":\"../../assets/search.fr.\","), "{head}");
    assert!(
        head.contains(
            "\"groups\":[{\"kind\":\"level\",\"number\":1,\"name\":\"Niveau\u{a0}1\",\"title\":\"Base\",\"texts\":2},\
             {\"kind\":\"page\",\"name\":\"Autres pages\",\"texts\":1},{\"kind\":\"term\",\"name\":\"Glossaire\",\"texts\":1},\
             {\"kind\":\"work\",\"name\":\"Références\",\"texts\":1}]"
        ),
        "{head}"
    );
    let (words, texts) = (parts(&built, "fr", "w"), parts(&built, "fr", "t"));
    for word in ["élève|", "oeuvre|", "résumé|", "vestige|", "ami|", "morin|", "trace|"] {
        assert!(words.contains(word), "{word}: {words}");
    }
    for text in [
        "\"../a/b/\"",
        "\"L’élève\"",
        "[\"%C5%93uvre\",\"Œuvre\",\"Un mot. Combien? \"",
        "\"../glossaire/#trace\"",
        "\"../references/#ref:m\"",
    ] {
        let text = text.replace(" Combien? \"", " Combien?\"");
        assert!(texts.contains(&text), "{text}: {texts}");
    }
    for hidden in ["quarante", "secret", "alone", "english", "student"] {
        assert!(!words.contains(hidden), "{hidden}: {words}");
    }
    let english = parts(&built, "en", "w");
    assert!(english.contains("student|") && english.contains("alone|") && !english.contains("élève"), "{english}");
}

#[test]
fn teachers_find_what_is_theirs() {
    let built = Built::for_teachers(book().root());
    assert!(parts(&built, "fr", "w").contains("secret|"));
}

#[test]
fn every_page_leads_to_the_search_and_only_its_page_loads_it() {
    let built = Built::from_dir(book().root());
    for (address, href) in [("fr/", "recherche/"), ("fr/a/b/", "../../recherche/"), ("fr/glossaire/", "../recherche/")]
    {
        let page = built.page(address);
        let links: Vec<_> = page.named("a").filter(|link| link.attribute("data-search").is_some()).collect();
        assert_eq!(links.len(), 1, "{address}");
        assert_eq!(links[0].attribute("href"), Some(href));
        assert_eq!(links[0].attribute("aria-label"), Some("Recherche"));
        assert!(!built.text(&format!("{address}index.html")).contains("<script defer src=\"../../assets/search."));
    }
    let page = built.text("fr/recherche/index.html");
    assert!(
        page.contains("/assets/search.") && page.contains("/assets/words.fr-CA.") && page.contains("noindex"),
        "{page}"
    );
    for list in ["../parcours/", "../glossaire/", "../references/", "../etiquettes/"] {
        assert!(page.contains(&format!("<a href=\"{list}\">")), "{list}: {page}");
    }
}

#[test]
fn a_book_that_wants_no_search_has_none() {
    let settings = format!("{SETTINGS}[site]\nsearch = false\n");
    let built = Built::from_dir(book().with("book.toml", settings).root());
    assert!(!built.text("fr/a/b/index.html").contains("data-search"));
    assert!(!built.files.keys().any(|path| path.contains("search.fr") || path.contains("recherche")));
    assert!(!built.site.artifacts.values().any(|artifact| matches!(artifact, Artifact::SearchIndex(_))));
}

#[test]
fn a_language_without_stems_is_searched_and_said_once() {
    let persian = Book::empty()
        .with("book.toml", SETTINGS.replace("[languages.en]", "[languages.fa]"))
        .with("content/1-a/1-b.fa.md", "---\ntitle: کتاب‌ها\n---\n\nمتن.\n");
    let built = Built::from_dir(persian.root());
    let said = built.diagnostics.iter().filter(|fault| fault.rule == Rule::UnstemmedLanguage).count();
    assert_eq!(said, 1);
    assert!(parts(&built, "fa", "w").contains("کتابها|"), "{}", parts(&built, "fa", "w"));
}

#[test]
fn a_book_without_words_has_a_head_that_finds_nothing() {
    let built = Built::from_dir(Book::empty().with("book.toml", SETTINGS).root());
    let head = built.text("fr/recherche/index.js");
    assert!(head.contains("\"kind\":\"page\""), "{head}");
}

#[test]
fn a_book_of_one_lesson_has_one_part_with_words_and_one_with_texts() {
    let lesson = "---\ntitle: Le compost\n---\n\nUn mètre suffit.\n";
    let built = Built::from_dir(Book::empty().with("book.toml", SETTINGS).with("content/1-a/1-b.fr.md", lesson).root());
    assert!(
        parts(&built, "fr", "w").starts_with("palierIndex(\"w0\",") && parts(&built, "fr", "w").contains("compost|")
    );
    assert!(parts(&built, "fr", "t").contains("Le compost"));
    assert_eq!(named(built.text("fr/recherche/index.js")).len(), 2);
}

/// The names of the parts of an index that its head gives.
fn named(head: &str) -> BTreeSet<String> {
    let head = head.strip_prefix("palierIndex(\"head\",").unwrap().trim_end().trim_end_matches(");");
    let head: serde_json::Value = serde_json::from_str(head).unwrap();
    let names = |kind: &str, list: &str| -> Vec<String> {
        let parts = head[list].as_array().unwrap().iter().enumerate();
        parts.map(|(number, part)| format!("search.fr.{kind}{number}.{}.js", part[1].as_str().unwrap())).collect()
    };
    names("w", "words").into_iter().chain(names("t", "texts")).collect()
}

#[test]
fn a_build_writes_the_parts_that_the_head_names_and_removes_others() {
    let output = tempfile::tempdir().unwrap();
    let options = BuildOptions { output: Some(output.path().join("site")), ..BuildOptions::default() };
    let written = |book: &Path| {
        build(book, &options).written.unwrap();
        let head = fs::read_to_string(output.path().join("site/fr/recherche/index.js")).unwrap();
        let files = fs::read_dir(output.path().join("site/assets")).unwrap();
        let files = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let parts: BTreeSet<String> = files.filter(|name| name.starts_with("search.fr.")).collect();
        assert_eq!(parts, named(&head));
        parts
    };
    let book = book();
    let before = written(book.root());
    assert_eq!(written(book.root()), before);
    let book = book.with("content/1-a/1-b.fr.md", "---\ntitle: Tout autre\n---\n\nChose.\n");
    assert!(written(book.root()).is_disjoint(&before));
}

#[test]
fn a_preview_makes_the_index_of_what_was_saved_last() {
    let book = book();
    let mut preview = Preview::new(Source::disk(book.root()), PreviewOptions::default());
    preview.next();
    let parts = |preview: &Preview| {
        let pages = preview.shared().pages();
        let bytes = |path: &str| match pages.get(path) {
            Some(Page::Bytes(bytes)) => String::from_utf8(bytes).unwrap(),
            _ => panic!("{path}"),
        };
        let parts = named(&bytes("fr/recherche/index.js"));
        let all: String = parts.iter().map(|name| bytes(&format!("assets/{name}"))).collect();
        (parts, all)
    };
    let (before, all) = parts(&preview);
    // The author sees what is the teacher's.
    assert!(all.contains("Secret") && !all.contains("nouveauté"));
    preview.source_mut().set("content/1-a/1-b.fr.md", "---\ntitle: B\n---\n\nUne nouveauté.\n").unwrap();
    preview.refresh().unwrap();
    let (now, all) = parts(&preview);
    assert!(all.contains("nouveauté") && now != before);
    let gone = before.difference(&now).next().unwrap();
    assert!(preview.shared().pages().get(&format!("assets/{gone}")).is_none());
}
