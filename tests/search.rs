//! What is found and what isn't, in the files of an index; the page and the button that lead to it; a book that wants none.

mod support;

use palier::plan::Artifact;
use palier::rule::Rule;
use support::Book;
use support::site::Built;

const SETTINGS: &str = "[book]\nid = \"livre\"\ntitle = \"Livre\"\nbase_url = \"https://livre.example/\"\n[languages.fr]\n[languages.en]\n";

fn book() -> Book {
    Book::empty()
        .with("book.toml", SETTINGS)
        .with("content/glossary.yml", "trace:\n  fr:\n    term: trace\n    synonyms: [vestige]\n    definition: Ce qui reste.\n")
        .with("content/1-a/index.fr.md", "---\ntitle: Base\noutcomes: [Lire une [[trace]]]\n---\n\nIntroduction.\n")
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
            "\"groups\":[{\"kind\":\"level\",\"number\":1,\"name\":\"Niveau 1\",\"title\":\"Base\",\"texts\":2},\
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
        page.contains("/assets/search.") && page.contains("/assets/words.fr.") && page.contains("noindex"),
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
