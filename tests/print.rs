//! A level, and the book, as one page to print: what it holds, where its links lead, and where it is not.

mod support;

use std::collections::HashSet;

use palier::builder::Edition;
use support::Book;
use support::html::Html;
use support::site::{Built, bundled, published};

const SETTINGS: &str = "[book]\nid = \"livre\"\ntitle = \"Livre\"\nbase_url = \"https://livre.example/\"\n[languages.fr]\n[languages.en]\n";

/// Two levels. The first has two lessons with the same headings and notes, which lead to each other.
fn book() -> Book {
    let question = "> [!QUESTION]{#q} Où?\n>\n> - [x] Ici\n>   > Feedback.\n> - [ ] Là\n>\n> ? Un indice.\n>\n> L’explication[^b].\n";
    let first = format!(
        "---\ntitle: Une\nobjectives: [{{id: o, text: Faire}}]\nduration: 20\n---\n\n## Vue\n\nLire[^a] [ceci](#vue), [la suite](2-deux.md), \
         [sa vue](2-deux.md#vue), [plus haut](../2-haut/1-trois.md), un [site](https://example.org/a) et le [même](https://example.org/a).\n\n\
         {question}\n> [!TEACHER] Pour l’enseignante\n> Le corrigé.\n\n[^a]: Une note.\n\n[^b]: Une autre.\n"
    );
    Book::empty()
        .with("book.toml", SETTINGS)
        .with("content/index.fr.md", "---\ntitle: Accueil\n---\n\nBienvenue.\n")
        .with("content/1-bas/index.fr.md", "---\ntitle: Bas\noutcomes: [{id: a, text: Savoir}]\n---\n\nLe bas.\n")
        .with("content/1-bas/1-une.fr.md", first)
        .with(
            "content/1-bas/2-deux.fr.md",
            "---\ntitle: 'Deux \"dits\"'\n---\n\n## Vue\n\nEncore[^a], [avant](1-une.md#vue).\n\n[^a]: Note.\n",
        )
        .with("content/2-haut/index.fr.md", "---\ntitle: Haut\n---\n\nLe haut.\n")
        .with(
            "content/2-haut/1-trois.fr.md",
            "---\ntitle: Trois\nprerequisites: [bas/une]\n---\n\n### Profond\n\nFin.\n",
        )
        .with("content/a-propos.fr.md", "---\ntitle: À propos\n---\n\nDe nous.\n")
}

fn hrefs(page: &Html) -> Vec<&str> {
    page.named("a").filter_map(|link| link.attribute("href")).collect()
}

#[test]
fn a_level_is_one_page_whose_links_stay_in_it() {
    let built = Built::from_dir(book().root());
    let page = built.page("fr/bas/imprimer/");
    let ids: Vec<&str> = page.ids().collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{ids:?}");
    for id in [
        "level-1", "level-1:a", "lesson-1-1", "lesson-1-1:o", "lesson-1-1:vue", "lesson-1-2:vue", "lesson-1-1:fn:a",
        "lesson-1-2:fn:a",
    ] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    let hrefs = hrefs(page);
    for href in ["#lesson-1-1:vue", "#lesson-1-2", "#lesson-1-2:vue"] {
        assert!(hrefs.contains(&href), "{href} in {hrefs:?}");
    }
    assert!(hrefs.contains(&"../../haut/trois/"), "what the page doesn’t have is on the site: {hrefs:?}");
    let within = hrefs.iter().filter_map(|href| href.strip_prefix('#'));
    within.for_each(|id| assert!(ids.contains(&id), "{id}"));
}

#[test]
fn the_book_is_one_page_in_the_order_of_the_book() {
    let built = Built::from_dir(book().root());
    let page = built.page("fr/imprimer/");
    let contents = hrefs(page).into_iter().filter(|href| href.starts_with('#') && !href.contains(':')).skip(1);
    let contents: Vec<&str> = contents.take(6).collect();
    assert_eq!(contents, ["#level-1", "#lesson-1-1", "#lesson-1-2", "#level-2", "#lesson-2-1", "#page-1"]);
    let html = built.text("fr/imprimer/index.html");
    for heading in [
        "<h1>Accueil</h1>",
        "<h2><span id=\"level-1:text:name\">Bas</span></h2>",
        "<h4 id=\"lesson-1-1:vue\">Vue</h4>",
        "2.1</span>",
    ] {
        assert!(html.contains(heading), "{heading}");
    }
    assert!(html.contains("<a href=\"#lesson-1-1\">Une</a>"), "a lesson to do before is in the page");
}

#[test]
fn students_get_no_answer_and_teachers_get_them_all() {
    let book = book();
    let students = Built::from_dir(book.root());
    let page = students.text("fr/bas/imprimer/index.html");
    for hidden in [
        "Feedback", "Un indice", "L’explication", "Une autre", "Le corrigé", "pal-answer", "pal-hint", "<button class",
        "data-pal-ask",
    ] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    assert!(page.contains("Où?") && page.contains("Ici") && page.contains("Une note."));
    let teachers = Built::for_teachers(book.root());
    let page = teachers.text("fr/bas/imprimer/index.html");
    for shown in
        ["Feedback", "Un indice", "L’explication", "Une autre", "Le corrigé", "<details class=\"pal-answer\" open>"]
    {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("data-declare") && !page.contains("data-pal-ask"));
}

#[test]
fn an_address_is_written_once_on_paper() {
    let built = Built::from_dir(book().root());
    let page = built.page("fr/bas/imprimer/");
    let links = page.named("a").filter(|link| link.attribute("href") == Some("https://example.org/a"));
    let bare: Vec<bool> = links.map(|link| link.has_class("pal-bare")).collect();
    assert_eq!(bare, [false, true]);
}

#[test]
fn sheets_bear_the_titles_of_the_book_and_of_their_text() {
    let built = Built::from_dir(book().root());
    let style = built.text("fr/bas/imprimer/style.css");
    assert!(style.contains("@top-left { content: \"Livre\"; }"), "{style}");
    assert!(style.contains(r#"@page lesson-1-2 { @top-right { content: "Deux « dits »"; } }"#), "{style}");
    let arabic = Built::small("right-to-left");
    let styles = arabic.files.keys().filter(|path| path.ends_with("style.css") && path.starts_with("ar/"));
    let mut styles = styles.map(|path| arabic.text(path)).filter(|style| style.contains("@page"));
    assert!(styles.next().unwrap().contains("@top-right { content: \""), "lines begin at the right");
}

#[test]
fn a_text_whose_html_has_ids_is_printed_from_its_own_page() {
    let book =
        book().with("content/1-bas/2-deux.fr.md", "---\ntitle: Deux\n---\n\n## Vue\n\n<b id=\"vue-2\">À part</b>\n");
    let built = Built::from_dir(book.root());
    let page = built.text("fr/bas/imprimer/index.html");
    assert!(!page.contains("À part"));
    assert!(page.contains("<p class=\"pal-fallback\"><a href=\"../deux/\">"));
    assert!(page.contains("<a href=\"../deux/\">la suite</a>") && page.contains("<a href=\"../deux/#vue\">sa vue</a>"));
}

#[test]
fn what_is_too_long_for_a_page_is_printed_in_parts() {
    let text = |words: usize| format!("---\ntitle: Long\n---\n\n{}\n", "mot ".repeat(words));
    let long =
        book().with("content/1-bas/2-deux.fr.md", text(60_000)).with("content/2-haut/1-trois.fr.md", text(60_000));
    let built = Built::from_dir(long.root());
    let page = built.page("fr/imprimer/");
    assert!(page.with_class("pal-printed").next().is_none(), "the book has 120,000 words");
    assert!(hrefs(page).contains(&"../bas/imprimer/") && hrefs(page).contains(&"../haut/imprimer/"));
    assert!(!built.files.contains_key("fr/imprimer/style.css"));
    assert!(built.page("fr/bas/imprimer/").with_class("pal-printed").next().is_some());

    let longer = book().with("content/1-bas/2-deux.fr.md", text(100_001));
    let built = Built::from_dir(longer.root());
    assert!(!built.files.contains_key("fr/bas/imprimer/index.html"));
    assert!(!built.text("fr/bas/index.html").contains("imprimer/\">Imprimer le niveau"));
    assert!(built.text("fr/imprimer/index.html").contains("imprimez ses leçons une à une"));
    assert!(hrefs(built.page("fr/imprimer/")).contains(&"../bas/"));
}

#[test]
fn prints_are_for_readers_and_for_no_machine() {
    let built = Built::from_dir(&bundled());
    for address in ["fr/imprimer/", "fr/naviguer/imprimer/", "en/print/", "en/navigate/print/"] {
        assert!(built.page(address).is_unlisted(), "{address}");
        assert!(!built.text("sitemap.xml").contains(&format!("{address}<")), "{address}");
        let kept = built
            .files
            .keys()
            .filter(|path| path.starts_with("offline/"))
            .any(|list| built.text(list).contains(address));
        assert!(!kept, "{address} says again what the device keeps");
    }
    assert!(hrefs(built.page("fr/naviguer/")).contains(&"imprimer/"));
    assert!(hrefs(built.page("fr/")).contains(&"imprimer/"));
    let folder = Built::with(&bundled(), &Edition { portable: true, ..published() });
    assert!(!folder.files.keys().any(|path| path.contains("/imprimer/") || path.contains("/print/")));
    assert!(!folder.text("fr/naviguer/index.html").contains("imprimer/"));
}

#[test]
fn no_lesson_takes_the_address_of_its_levels_print() {
    let taken = |lesson: &str| {
        Book::empty().with("book.toml", SETTINGS).with(lesson, "---\ntitle: A\n---\n\nA.\n").check().rules()
    };
    assert!(taken("content/1-bas/1-imprimer.fr.md").contains(&"reserved-permalink"));
    assert!(taken("content/imprimer.fr.md").contains(&"reserved-permalink"));
    assert!(!taken("content/1-bas/1-glossaire.fr.md").contains(&"reserved-permalink"), "there is one for the book");
}
