//! What a book costs grows as the book does: work is counted for a book of n and for one of 2n, and never
//! timed. What is shared by all pages, or near each of them, is bounded.

mod support;

use support::Book;
use support::site::Built;

const SETTINGS: &str =
    "[book]\ntitle = \"Livre\"\nbase_url = \"https://livre.example/\"\n[languages.fr]\n[languages.en]\n";

/// A book with one lesson.
fn book() -> Book {
    Book::empty()
        .with("book.toml", SETTINGS)
        .with("content/1-a/index.fr.md", "---\ntitle: A\noutcomes: [a]\n---\n\nTexte.\n")
        .with("content/1-a/1-b.fr.md", "---\ntitle: B\n---\n\nTexte.\n")
}

/// Asserts that twice as much of something takes no more than twice and a bit as much.
fn grows(what: &str, cost: impl Fn(usize) -> usize, n: usize) {
    let (once, twice) = (cost(n), cost(2 * n));
    assert!(twice * 10 < once * 23, "{what}: {once} for {n}, {twice} for {}", 2 * n);
}

/// How many bytes the site has.
fn bytes(book: &Book) -> usize {
    Built::from_dir(book.root()).files.values().map(Vec::len).sum()
}

#[test]
fn pages_outside_the_levels_name_those_near_them_and_the_front_page_names_all() {
    let pages = |n: usize| {
        (0..n).fold(book(), |book, page| {
            let text = format!("---\ntitle: Page {page}\n---\n\nTexte.\n");
            book.with(&format!("content/page-{page:03}.fr.md"), text)
        })
    };
    grows("bytes of a site by its pages", |n| bytes(&pages(n)), 60);

    let built = Built::from_dir(pages(40).root());
    let named = |address: &str| {
        let links = built.page(address).named("a");
        links.filter(|link| link.text.starts_with("Page ")).map(|link| link.text.clone()).collect::<Vec<_>>()
    };
    // Three of them are in the header too.
    assert_eq!(named("fr/").len(), 40 + 3);
    assert_eq!(named("fr/a/b/").len(), 24 + 3);
    for page in ["fr/page-000/", "fr/page-020/", "fr/page-039/", "en/page-020/"] {
        let named = named(page);
        assert_eq!(named.len(), 24 + 3, "{page}");
        let own = format!("Page {}", page[8..11].parse::<usize>().unwrap());
        assert!(named.contains(&own), "{page}: {named:?}");
    }
    let all = built.page("fr/page-020/").named("a").find(|link| link.text == "Toutes les pages").unwrap();
    assert_eq!(all.attribute("href"), Some("../#page.footer-title"));
    assert!(built.page("fr/").ids().any(|id| id == "page.footer-title"));
    assert!(built.page("fr/").named("a").all(|link| link.text != "Toutes les pages"));
    let few = Built::from_dir(pages(24).root());
    assert!(few.page("fr/a/b/").named("a").all(|link| link.text != "Toutes les pages"));
    assert_eq!(few.page("fr/a/b/").named("a").filter(|link| link.text.starts_with("Page ")).count(), 24 + 3);
}

#[test]
fn a_lesson_grows_with_its_headings() {
    let lesson = |n: usize| {
        let headings: String = (0..n).map(|number| format!("## Partie {number:03}\n\nTexte.\n\n")).collect();
        ["fr", "en"].into_iter().fold(book(), |book, language| {
            book.with(&format!("content/1-a/1-b.{language}.md"), format!("---\ntitle: B\n---\n\n{headings}"))
        })
    };
    grows("bytes of a site by the headings of a lesson", |n| bytes(&lesson(n)), 200);
}

#[test]
fn a_site_grows_with_the_works_that_its_lessons_cite() {
    let lessons = |n: usize| {
        (0..n).fold(book(), |book, lesson| {
            let works: String =
                (0..5).map(|work| format!("  k{lesson:03}{work}: « Titre {lesson} », 20{work}0\n")).collect();
            let cited: String = (0..5).map(|work| format!("[@k{lesson:03}{work}] ")).collect();
            let text = format!("---\ntitle: Leçon {lesson:03}\nreferences:\n{works}---\n\n{cited}\n");
            // Each in a level of its own: a level's pages list its lessons.
            let level = format!("content/{}-niveau{lesson:03}", lesson + 2);
            let index = format!("---\ntitle: Niveau {lesson:03}\noutcomes: [a]\n---\n\nTexte.\n");
            book.with(&format!("{level}/index.fr.md"), index).with(&format!("{level}/1-b.fr.md"), text)
        })
    };
    let list = |n: usize| {
        let built = Built::from_dir(lessons(n).root());
        let list = &built.files["fr/references/index.html"];
        assert_eq!(String::from_utf8_lossy(list).matches("« Titre").count(), 5 * n);
        list.len()
    };
    grows("bytes of the list of all references", list, 20);
}
