//! What progress will be kept by: keys, in the model and in the pages, and what shows and serves what.

use palier::model::learning::{Learning, OutcomeRef, TaskRef};

use super::*;

const FR: &str = "content/1-a/1-b.fr.md";
const EN: &str = "content/1-a/1-b.en.md";

/// The page at an address of the built book.
fn page(book: &Book, address: &str) -> String {
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    fs::read_to_string(book.path(&format!("public/{address}/index.html"))).unwrap()
}

#[test]
fn a_question_has_one_id_and_one_key_in_every_language() {
    let book = book();
    edit(&book, FR, "[!QUESTION] Quel fil", "[!QUESTION]{#fil} Quel fil");
    edit(&book, FR, "title: B", "title: B\naliases: [a/avant]");
    edit(&book, EN, "[!QUESTION] Which feed", "[!QUESTION]{#Old.Anchor} Which feed");
    let former = r##""former":[["a/avant","a/b"],["a/b#_1","a/b#fil"]]"##;
    for language in ["fr", "en"] {
        let html = page(&book, &format!("{language}/a/b"));
        assert!(html.contains("<div id=\"fil\" class=\"pal-callout pal-callout-question\""), "{html}");
        assert!(html.contains("data-pal-task=\"fil\"") && html.contains("data-pal-task=\"_2\""), "{html}");
        assert!(html.contains(former), "{html}");
        assert!(page(&book, &format!("{language}/a")).contains("<li data-outcome=\"a/_3\">"));
    }
    assert!(page(&book, "en/a/b").contains("<span id=\"Old.Anchor\"></span>"));
    assert!(!page(&book, "fr/a/b").contains("<span id="));

    // An id that is something else’s in a translation stays with that.
    edit(&book, EN, "Un début 12.", "## Fil");
    let html = page(&book, "en/a/b");
    assert!(
        html.contains("<h2 id=\"fil\"")
            && html.contains("<div id=\"Old.Anchor\"")
            && html.contains("data-pal-task=\"fil\""),
        "{html}"
    );
}

#[test]
fn a_fallback_page_has_the_keys_of_the_text_that_it_shows() {
    let book = book();
    edit(&book, FR, "  - nommer", "  - { id: fil, text: nommer }\n  - choisir encore\n  - nommer");
    fs::remove_file(book.path(EN)).unwrap();
    let of = |language: &str| {
        let html = page(&book, &format!("{language}/a/b"));
        html.matches("data-pal-task=\"").count()
    };
    assert_eq!((of("fr"), of("en")), (2, 2));
}

#[test]
fn what_shows_an_outcome_and_what_serves_it_is_told_in_reading_order() {
    let book = book();
    edit(&book, "content/1-a/index.fr.md", "  - citer", "  - { id: citer, text: citer }\n  - citer");
    edit(&book, FR, "  - choisir", "  - { id: choisir, text: choisir, serves: citer }");
    edit(&book, FR, "[!QUESTION] Quel fil", "[!QUESTION]{shows=\"citer, choisir\"} Quel fil");
    edit(&book, FR, "[!QUESTION] Quelle source", "[!QUESTION]{shows=choisir} Quelle source");
    let learning = learning(&book);
    let outcome = learning.outcomes(LEVEL).iter().find(|one| one.identity.name() == Some("citer")).unwrap();
    let task = |index| TaskRef { lesson: LESSON, index };
    assert_eq!(learning.tasks_showing(outcome), [task(0), task(1)]);
    assert_eq!(Learning::lessons_serving(outcome), [LESSON]);
}

#[test]
fn each_language_has_its_own_order() {
    let book = book()
        .with("content/1-a/index.fr.md", "---\ntitle: A\noutcomes:\n  lire: lire un fil\n  citer: citer\n---\n")
        .with("content/1-a/index.en.md", "---\ntitle: A\noutcomes:\n  citer: cite\n  lire: read a feed\n---\n");
    let learning = learning(&book);
    let locales = learning_locales(&learning);
    let outcomes = |locale| learning.outcomes_in(0, locale).iter().map(|one| one.index).collect::<Vec<_>>();
    assert_eq!((outcomes(locales[0]), outcomes(locales[1])), (vec![0, 1], vec![1, 0]));
    let own = build::read(book.root(), &Edition::default()).site.unwrap();
    let key = |index| own.book.outcome_key(OutcomeRef { level: 0, index });
    assert_eq!((key(1).as_deref(), key(9)), (Some("a/citer"), None));
}

#[test]
fn a_question_offers_the_same_choices_in_each_language() {
    let faults = |book: &Book| -> Vec<String> {
        let faults = book.check().diagnostics.into_iter().filter(|fault| fault.rule.name() == "different-structure");
        faults.map(|fault| fault.message.key.to_owned()).collect()
    };
    let book = book();
    assert_eq!(faults(&book), [""; 0]);
    edit(&book, EN, "- [ ] Which feed b", "- [x] Which feed b");
    assert_eq!(faults(&book), ["different-structure.right"]);
    edit(&book, EN, "> - [x] Which feed b\n", "");
    assert_eq!(faults(&book), ["different-structure.choices"]);
    edit(&book, EN, "> - [x] Which feed a\n", "> What do you think?\n");
    assert_eq!(faults(&book), ["different-structure.kind"]);
}
