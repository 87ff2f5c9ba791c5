//! Ids of what is learnt: the same in every language, and kept through edits, moves and translation.

mod anchors;
mod guide;
mod kept;
mod outline;
mod progress;

use std::collections::BTreeMap;
use std::fs;

use palier::build;
use palier::builder::Edition;
use palier::model::LessonRef;
use palier::model::learning::{Identity, Learning};

use crate::support::Book;

const LEVEL: LessonRef = LessonRef::Level(0);
const LESSON: LessonRef = LessonRef::Lesson(0, 0);

/// A book of one level and one lesson in two languages, without an id, its translations in step.
fn book() -> Book {
    let book = Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\n[languages.fr]\n[languages.en]\n")
        .with("content/1-a/index.fr.md", level("A", &["lire un fil", "citer une source", "tenir parole"]))
        .with("content/1-a/index.en.md", level("A", &["read a feed", "cite a source", "keep one’s word"]))
        .with("content/1-a/1-b.fr.md", lesson("B", &["nommer un fil", "choisir"], &["Quel fil", "Quelle source"]))
        .with("content/1-a/1-b.en.md", lesson("B", &["name a feed", "choose"], &["Which feed", "Which source"]));
    sync(&book);
    book
}

fn level(title: &str, outcomes: &[&str]) -> String {
    let outcomes: String = outcomes.iter().map(|text| format!("  - {text}\n")).collect();
    format!("---\ntitle: {title}\noutcomes:\n{outcomes}---\n")
}

fn lesson(title: &str, objectives: &[&str], questions: &[&str]) -> String {
    let objectives: String = objectives.iter().map(|text| format!("  - {text}\n")).collect();
    let question = |text: &&str| format!("> [!QUESTION] {text}?\n>\n> - [x] {text} a\n> - [ ] {text} b\n\n");
    let questions: String = questions.iter().map(question).collect();
    format!("---\ntitle: {title}\nobjectives:\n{objectives}---\n\nUn début 12.\n\n{questions}")
}

fn sync(book: &Book) {
    let ran = book.palier(&["sync", "--all"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
}

fn edit(book: &Book, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(book.path(path)).unwrap();
    assert!(text.contains(from), "{path}: {from}");
    fs::write(book.path(path), text.replacen(from, to, 1)).unwrap();
}

fn learning(book: &Book) -> Learning {
    build::read(book.root(), &Edition::default()).site.unwrap().book.learning.clone()
}

/// The ids of the outcomes, of the objectives and of the tasks, each in the order of a language: 0 is French.
fn ids(book: &Book, language: usize) -> [Vec<String>; 3] {
    let learning = learning(book);
    let locale = learning_locales(&learning)[language];
    let list = |all: Vec<(&Identity, Option<usize>)>| {
        let placed: BTreeMap<usize, String> =
            all.into_iter().filter_map(|(identity, index)| Some((index?, identity.id().into_owned()))).collect();
        placed.into_values().collect::<Vec<_>>()
    };
    let own = learning.of(LESSON).unwrap();
    let index = |places: &BTreeMap<_, palier::model::learning::At>| places.get(&locale).map(|at| at.index);
    [
        list(learning.outcomes(LEVEL).iter().map(|one| (&one.identity, index(&one.places))).collect()),
        list(own.objectives.iter().map(|one| (&one.identity, index(&one.places))).collect()),
        list(own.tasks.iter().map(|one| (&one.identity, index(&one.places))).collect()),
    ]
}

fn learning_locales(learning: &Learning) -> Vec<palier::locale::Locale> {
    let mut locales: Vec<_> = learning.outcomes(LEVEL).iter().flat_map(|one| one.places.keys().copied()).collect();
    locales.sort_unstable();
    locales.dedup();
    locales
}

#[test]
fn what_is_inserted_before_others_leaves_them_their_ids() {
    let book = book();
    let before = [["_1", "_2", "_3"].as_slice(), &["_1", "_2"], &["_1", "_2"]];
    assert_eq!(ids(&book, 0), before);
    assert_eq!(ids(&book, 1), before);

    edit(&book, "content/1-a/index.fr.md", "  - lire", "  - regarder autour de soi\n  - lire");
    edit(&book, "content/1-a/1-b.fr.md", "  - nommer", "  - ouvrir l’œil\n  - nommer");
    let new = "> [!QUESTION] Tout nouveau, non?\n>\n> - [x] oui, parfaitement\n\n> [!QUESTION] Quel fil";
    edit(&book, "content/1-a/1-b.fr.md", "> [!QUESTION] Quel fil", new);
    let inserted = [["_4", "_1", "_2", "_3"].as_slice(), &["_3", "_1", "_2"], &["_3", "_1", "_2"]];
    assert_eq!(ids(&book, 0), inserted);
    assert_eq!(ids(&book, 1), before);

    // A translation of what is new is one with it; so it stays, in step or not.
    edit(&book, "content/1-a/index.en.md", "  - read", "  - look around\n  - read");
    edit(&book, "content/1-a/1-b.en.md", "  - name", "  - keep an eye open\n  - name");
    let new = "> [!QUESTION] All new, no?\n>\n> - [x] yes, perfectly\n\n> [!QUESTION] Which feed";
    edit(&book, "content/1-a/1-b.en.md", "> [!QUESTION] Which feed", new);
    assert_eq!(ids(&book, 1), inserted);
    sync(&book);
    assert_eq!((ids(&book, 0), ids(&book, 1)), (inserted.map(owned), inserted.map(owned)));

    // Words that change, and a number that was given before.
    edit(&book, "content/1-a/index.fr.md", "citer une source", "citer chaque source");
    edit(&book, "content/1-a/index.fr.md", "  - regarder autour de soi\n", "");
    edit(&book, "content/1-a/index.en.md", "  - look around\n", "");
    sync(&book);
    edit(&book, "content/1-a/index.fr.md", "  - tenir parole\n", "  - tenir parole\n  - recommencer\n");
    assert_eq!(ids(&book, 0)[0], ["_1", "_2", "_3", "_5"]);
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

#[test]
fn a_lesson_that_moves_and_an_id_given_later_keep_what_was_known() {
    let book = book();
    edit(
        &book,
        "content/1-a/1-b.fr.md",
        "> [!QUESTION] Quel fil",
        "> [!QUESTION] Neuf?\n> - [x] oui\n\n> [!QUESTION] Quel fil",
    );
    edit(&book, "content/1-a/1-b.fr.md", "title: B", "title: B\naliases: [a/b]");
    for key in ["fr", "en"] {
        let renamed = book.path(&format!("content/1-a/1-c.{key}.md"));
        fs::rename(book.path(&format!("content/1-a/1-b.{key}.md")), renamed).unwrap();
    }
    assert_eq!(ids(&book, 0)[2], ["_3", "_1", "_2"]);
    sync(&book);
    assert_eq!(ids(&book, 0)[2], ["_3", "_1", "_2"]);

    edit(&book, "content/1-a/1-c.fr.md", "[!QUESTION] Quelle source", "[!QUESTION]{#source} Quelle source");
    for _ in 0..2 {
        assert_eq!(ids(&book, 1)[2], ["_1", "source"]);
        let named = learning(&book).of(LESSON).unwrap().tasks[2].identity.clone();
        assert_eq!(named, Identity::Named { name: "source".to_owned(), former: vec![2] });
        sync(&book);
    }
}

#[test]
fn an_id_of_the_author_s_is_the_same_in_every_order() {
    let book = book()
        .with("content/1-a/index.fr.md", "---\ntitle: A\noutcomes:\n  lire: lire un fil\n  citer: citer\n---\n")
        .with("content/1-a/index.en.md", "---\ntitle: A\noutcomes:\n  citer: cite\n  lire: read a feed\n---\n");
    assert_eq!(ids(&book, 0)[0], ["lire", "citer"]);
    assert_eq!(ids(&book, 1)[0], ["citer", "lire"]);
    assert_eq!(learning(&book).outcomes(LEVEL).len(), 2);
}

#[test]
fn thirty_questions_and_a_language_that_comes_later_have_one_id_each() {
    let questions: Vec<String> = (1..=30).map(|number| format!("Question {number}")).collect();
    let questions: Vec<&str> = questions.iter().map(String::as_str).collect();
    let book = book().with("content/1-a/1-b.fr.md", lesson("B", &[], &questions));
    fs::remove_file(book.path("content/1-a/1-b.en.md")).unwrap();
    fs::remove_file(book.path("translations.lock")).unwrap();
    let alone: Vec<String> = (1..=30).map(|number| format!("_{number}")).collect();
    assert_eq!(ids(&book, 0)[2], alone);
    let book = book.with("content/1-a/1-b.en.md", lesson("B", &[], &questions));
    assert_eq!((ids(&book, 0)[2].as_slice(), ids(&book, 1)[2].as_slice()), (alone.as_slice(), alone.as_slice()));
}
