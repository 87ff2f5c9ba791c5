//! What the pages of a site say about it: whom to tell of a mistake, which edition it is, what was tested, when a text was
//! translated; and a site that offers no two languages side by side.

mod support;

use palier::builder::Edition;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use support::Book;
use support::html::Html;
use support::site::{Built, published};

const URL: &str = "https://livre.example/";

/// A book of two levels in two languages, with these lines under `[book]` and `[site]`.
fn book(of_book: &str, of_site: &str) -> Book {
    let settings = format!(
        "[book]\nid = \"livre\"\ntitle = {{ fr = \"L’œil & moi\", en = \"The Eye\" }}\nbase_url = \"{URL}\"\n{of_book}\n\
         [languages.fr]\n[languages.en]\n[site]\n{of_site}\n"
    );
    let text = |title: &str| format!("---\ntitle: {title}\n---\n\n## Un {title}\n\nTexte.\n");
    Book::empty()
        .with("book.toml", settings)
        .with("content/1-a/1-b.fr.md", text("Où « ça » va?"))
        .with("content/1-a/1-b.en.md", text("Where"))
        .with("content/2-c/1-d.fr.md", text("Dire"))
        .with("content/2-c/1-d.en.md", text("Say"))
        .with("content/2-c/2-e.fr.md", text("Taire"))
        .with("content/2-c/2-e.en.md", text("Hush"))
        .with("content/page.fr.md", text("Page"))
        .with("content/page.en.md", text("Page"))
}

/// Where a page’s mistakes are reported, decoded.
fn report(page: &Html) -> Option<String> {
    let link =
        page.named("a").find(|link| ["Signaler une erreur", "Report a mistake"].contains(&link.text.as_str()))?;
    Some(percent_decode_str(link.attribute("href")?).decode_utf8().unwrap().into_owned())
}

/// The pages that are about the book, and not about how to get to it.
fn pages(built: &Built) -> impl Iterator<Item = (&String, &Html)> {
    built.pages().iter().filter(|(path, _)| !["index.html", "404.html"].contains(&path.as_str()))
}

#[test]
fn each_page_has_a_message_about_itself_to_whoever_is_to_be_told() {
    let built = Built::from_dir(book("edition = \"2026-2027\"", "contact = \"livre@ecole.example\"").root());
    assert_eq!(
        report(built.page("fr/a/b/")).unwrap(),
        "mailto:livre@ecole.example?subject=Où « ça » va? — L’œil & moi\
         &body=Page : https://livre.example/fr/a/b/\r\nLangue : français\r\nÉdition 2026-2027\r\n\r\n"
    );
    for (path, page) in pages(&built) {
        let address = format!("{URL}{}\r\n", path.trim_end_matches("index.html"));
        assert!(report(page).is_some_and(|report| report.contains(&address)), "{path}: {:?}", report(page));
    }
    let raw = built.text("fr/a/b/index.html");
    assert!(
        raw.contains("subject=O%C3%B9%20%C2%AB%20%C3%A7a%20%C2%BB%20va%3F%20")
            && raw.contains("&amp;body=Page%20%3A%20")
    );
    assert!(raw.contains("fran%C3%A7ais%0D%0A%C3%89dition"));
    assert_eq!(report(built.page_at("404.html")), None);
}

#[test]
fn a_forge_gets_an_issue_and_a_site_without_an_address_the_path() {
    let contact = "contact = \"https://gitlab.com/ecole/livre/-/issues\"";
    let book = book("", contact).with("content/2-c/3-f.fr.md", "---\ntitle: Sans traduction\n---\n");
    let local = Edition { portable: true, ..published() };
    let settings = std::fs::read_to_string(book.path("book.toml")).unwrap();
    let book = book.with("book.toml", settings.replace(&format!("base_url = \"{URL}\"\n"), ""));
    for edition in [published(), local] {
        let built = Built::with(book.root(), &edition);
        assert_eq!(
            report(built.page("en/c/d/")).unwrap(),
            "https://gitlab.com/ecole/livre/-/issues/new?issue[title]=Say — The Eye\
             &issue[description]=Page: en/c/d/\r\nLanguage: English\r\n\r\n"
        );
        assert!(report(built.page("en/c/f/")).unwrap().contains("Page: en/c/f/\r\n"));
    }
}

#[test]
fn what_is_not_set_is_not_on_any_page() {
    let built = Built::from_dir(book("", "").root());
    for (path, page) in built.pages() {
        assert_eq!(report(page), None, "{path}");
        assert!(page.named("footer").all(|footer| !footer.text.contains("dition")), "{path}");
    }
}

#[test]
fn the_edition_is_on_each_page_in_citations_and_in_what_students_take_along() {
    let editions = "edition = \"2026-2027\"\neditions = { \"2025-2026\" = \"https://livre.example/2025/\", \"2024-2025\" = \"https://old.example/\" }";
    let built = Built::from_dir(book(editions, "").root());
    for (path, page) in
        pages(&built).filter(|(path, _)| path.as_str() != "fr/index.html" && path.as_str() != "en/index.html")
    {
        let said = if path.starts_with("fr/") { "Édition 2026-2027" } else { "2026-2027 edition" };
        let link = page.named("a").find(|link| link.text == said).unwrap_or_else(|| panic!("{path}"));
        assert!(link.attribute("href").unwrap().ends_with("/#page.editions"), "{path}");
    }
    let front = built.page("fr/");
    let list = front.elements.iter().find(|element| element.attribute("id") == Some("page.editions")).unwrap();
    assert_eq!(list.text, "Éditions antérieures\u{a0}: 2025-2026, 2024-2025");
    let links: Vec<_> = front.elements[list.inside.clone()].iter().filter_map(|link| link.attribute("href")).collect();
    assert_eq!(links, ["https://livre.example/2025/", "https://old.example/"]);

    let cite = |address: &str| built.page(address).with_class("pal-cite").next().unwrap().text.clone();
    let (french, english) = (cite("fr/a/b/"), cite("en/a/b/"));
    assert!(
        french.contains("éd. 2026-2027")
            && french.contains("edition = {2026-2027}")
            && french.contains("ET  - 2026-2027"),
        "{french}"
    );
    assert!(english.contains("2026-2027 ed.") && !english.contains("2027th"), "{english}");
    let data = front.named("script").find(|script| script.attribute("type") == Some("application/ld+json")).unwrap();
    let data: Value = serde_json::from_str(&data.own_text).unwrap();
    assert_eq!(data["@graph"][0]["version"], "2026-2027");
    let outline = built.files.iter().find(|(path, _)| path.starts_with("assets/outline.fr.")).unwrap().1;
    assert!(String::from_utf8_lossy(outline).contains("\"edition\":\"2026-2027\""));

    let second = Built::from_dir(book("edition = \"2\"", "").root());
    let english = second.page("en/a/b/").with_class("pal-cite").next().unwrap().text.clone();
    assert!(english.contains("2nd ed."), "{english}");
}

#[test]
fn the_page_on_accessibility_says_what_is_so_of_the_book() {
    let text = |built: &Built, address: &str| built.page(address).named("main").next().unwrap().text.clone();
    let plain = text(&Built::from_dir(book("", "").root()), "fr/accessibilite/");
    for said in [
        "n’est pas une déclaration de conformité",
        "Ce livre ne nomme personne",
        "Une image sans texte de remplacement\u{a0}: les auteurs en sont avertis",
        "Une langue mal indiquée\u{a0}: le site n’est pas publié",
    ] {
        assert!(plain.contains(said), "{said}: {plain}");
    }
    assert!(
        !plain.contains("d’autres sites")
            && !plain.contains("changé l’apparence")
            && !plain.contains("disent les auteurs")
    );

    let said = "contact = \"a@ecole.example\"\nallow_hosts = [\"www.example.org\"]\naccessibility = \"Lu par <deux> élèves.\\n\\nEn mai.\"\n\
                [check]\ndeny = [\"missing-alt-text\"]\nallow = [\"missing-captions\"]";
    let own = book("", said).with("themes/palier/templates/404.html", "{{ frame.title }}");
    let built = Built::from_dir(own.root());
    let page = text(&built, "en/accessibility/");
    for said in [
        "An image without alternative text: the site isn’t published",
        "A video without captions: the authors have turned this check off",
        "content from other sites",
        "changed how they look",
        "a@ecole.example",
        "<deux>",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let link = built.page("en/accessibility/").named("a").find(|link| link.text == "a@ecole.example").unwrap();
    assert!(link.attribute("href").unwrap().starts_with("mailto:a@ecole.example?subject=Accessibility"));
    for (path, page) in pages(&built) {
        let name = if path.starts_with("fr/") { "Accessibilité" } else { "Accessibility" };
        assert!(page.named("a").any(|link| link.text == name), "{path}");
    }
    // Words alone don’t change what was tested.
    let words = book("", "").with("themes/palier/strings/fr.toml", "glossary = \"Lexique\"\n");
    assert!(!text(&Built::from_dir(words.root()), "fr/accessibilite/").contains("changé l’apparence"));
}

#[test]
fn where_two_languages_are_not_offered_side_by_side_nothing_leads_there() {
    let beside = |built: &Built| -> Vec<String> {
        let pages = built.pages().keys().filter(|path| {
            ["fr/a/b/en/", "fr/c/d/en/", "fr/c/e/en/", "fr/page/en/"].contains(&path.trim_end_matches("index.html"))
        });
        pages.cloned().collect()
    };
    let off = |book: Book, path: &str, title: &str| {
        book.with(path, format!("---\ntitle: {title}\nside_by_side: false\n---\n\n## Un {title}\n\nTexte.\n"))
    };
    let all = book("", "");
    assert_eq!(beside(&Built::from_dir(all.root())).len(), 4);
    let lesson = off(all, "content/1-a/1-b.fr.md", "Où");
    assert_eq!(
        beside(&Built::from_dir(lesson.root())),
        ["fr/c/d/en/index.html", "fr/c/e/en/index.html", "fr/page/en/index.html"]
    );
    let level = off(lesson, "content/2-c/index.fr.md", "Niveau");
    assert_eq!(beside(&Built::from_dir(level.root())), ["fr/page/en/index.html"]);

    let none = Built::from_dir(book("", "side_by_side = false").root());
    assert!(beside(&none).is_empty());
    for (path, bytes) in
        none.files.iter().filter(|(path, _)| [".html", ".xml", ".json"].iter().any(|end| path.ends_with(end)))
    {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("data-twin=") && !text.contains("/b/en/") && !text.contains("/d/en/"), "{path}");
    }
    // Whoever kept the address of such a page can be led on.
    let old = book("", "side_by_side = false")
        .with("content/1-a/1-b.en.md", "---\ntitle: Where\naliases: [/en/a/b/fr/]\n---\n");
    let built = Built::from_dir(old.root());
    assert!(built.text("en/a/b/fr/index.html").contains("href=\"../\""));
}

#[test]
fn a_translation_says_when_it_was_made_wherever_a_date_is_asked_for() {
    let original = "---\ntitle: Dire\ndate: 2026-01-10\n---\n\nTexte.\n";
    let translation = "---\ntitle: Say\ndate: 2026-01-10\ntranslated: 2026-05-12\n---\n\nText.\n";
    let with = |translation: &str| {
        let book = book("", "").with("content/2-c/1-d.fr.md", original).with("content/2-c/1-d.en.md", translation);
        Built::from_dir(book.root())
    };
    let built = with(translation);
    let said = |built: &Built, address: &str| built.page(address).with_class("pal-meta").next().unwrap().text.clone();
    assert!(
        said(&built, "en/c/d/").contains("Translated on") && said(&built, "en/c/d/").contains("12"),
        "{}",
        said(&built, "en/c/d/")
    );
    assert!(said(&built, "fr/c/d/").contains("Publié le"));
    let page = built.text("en/c/d/index.html");
    for expected in [
        "\"datePublished\":\"2026-05-12\"",
        "article:published_time\" content=\"2026-05-12\"",
        "citation_publication_date\" content=\"2026/05/12\"",
    ] {
        assert!(page.contains(expected), "{expected}");
    }
    assert!(built.text("fr/c/d/index.html").contains("\"datePublished\":\"2026-01-10\""));
    assert!(built.text("en/atom.xml").contains("<published>2026-05-12T00:00:00Z</published>"));
    assert!(built.text("fr/atom.xml").contains("<published>2026-01-10T00:00:00Z</published>"));
    let revised = with(&translation.replace("translated:", "updated: 2026-06-01\ntranslated:"));
    assert!(said(&revised, "en/c/d/").contains("Updated on"));
    // A text that is shown for want of a translation says of itself what it says at home.
    let alone = book("", "").with("content/2-c/3-f.en.md", translation);
    assert!(said(&Built::from_dir(alone.root()), "fr/c/f/").contains("Traduit le"));
}
