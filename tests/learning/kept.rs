//! An identity is neither lost nor passed on to something else, whatever is done around it.

use super::*;

const FR: &str = "content/1-a/1-b.fr.md";
const EN: &str = "content/1-a/1-b.en.md";

/// Puts Markdown into one block.
type Wrap = fn(&str) -> String;

/// Ways to put questions into one block.
const WRAPPED: [(&str, Wrap); 4] = [
    ("a list", |questions| format!("- Un point.\n\n{}", indented(questions, "  "))),
    ("details", |questions| format!("<details>\n<summary>À voir</summary>\n\n{questions}\n</details>\n")),
    ("a quotation", |questions| format!("> Cité.\n>\n{}", indented(questions, "> "))),
    ("a note", |questions| format!("Un appel[^n].\n\n[^n]: Une note.\n\n{}", indented(questions, "    "))),
];

fn indented(text: &str, before: &str) -> String {
    text.lines().map(|line| format!("{before}{line}\n")).collect()
}

fn questions(texts: &[&str]) -> String {
    let question = |text: &&str| format!("> [!QUESTION] {text}?\n>\n> - [x] {text} a\n> - [ ] {text} b\n\n");
    texts.iter().map(question).collect()
}

fn in_step(fr: &str, en: &str) -> Book {
    let text = |body: &str| format!("---\ntitle: B\n---\n\n{body}");
    let book = book().with(FR, text(fr)).with(EN, text(en));
    fs::remove_file(book.path("translations.lock")).unwrap();
    sync(&book);
    book
}

#[test]
fn tasks_in_one_block_keep_their_numbers_when_another_comes_before_them() {
    for (name, wrapped) in WRAPPED {
        let text = |texts: &[&str]| wrapped(&questions(texts));
        let book = in_step(&text(&["Quel fil", "Quelle source"]), &text(&["Which feed", "Which source"]));
        assert_eq!(ids(&book, 0)[2], ["_1", "_2"], "{name}");
        let more = text(&["Tout neuf", "Quel fil", "Et encore", "Quelle source exactement"]);
        let book = book.with(FR, format!("---\ntitle: B\n---\n\n{more}"));
        assert_eq!(ids(&book, 0)[2], ["_3", "_1", "_4", "_2"], "{name}");
        assert_eq!(ids(&book, 1)[2], ["_1", "_2"], "{name}");
        sync(&book);
        assert_eq!(ids(&book, 0)[2], ["_3", "_1", "_4", "_2"], "{name}");
        // Out of the block, and in another order.
        let moved = questions(&["Quelle source exactement", "Quel fil"]) + &text(&["Et encore"]);
        let book = book.with(FR, format!("---\ntitle: B\n---\n\n{moved}"));
        let found: BTreeMap<usize, String> = learning(&book)
            .of(LESSON)
            .unwrap()
            .tasks
            .iter()
            .filter_map(|task| {
                let at = task.places.get(&learning_locales(&learning(&book))[0])?;
                Some((at.index, task.identity.id().into_owned()))
            })
            .collect();
        assert_eq!(found.into_values().collect::<Vec<_>>(), ["_2", "_1", "_4"], "{name}");
    }
}

#[test]
fn a_number_that_two_people_gave_is_nobody_s() {
    let texts =
        [["Avant", "Quel fil", "Quelle source", "Après"], ["Before", "Which feed", "Which source", "Afterwards"]];
    let book = in_step(&questions(&texts[0]), &questions(&texts[1]));
    let lock = fs::read_to_string(book.path("translations.lock")).unwrap();
    // As git leaves it when one synced a question that comes first, the other one that comes last.
    let lock = lock.replace(" 4\n", " 1\n").replace(" tasks 1\n", " tasks 3\n");
    fs::write(book.path("translations.lock"), lock).unwrap();
    for _ in 0..2 {
        for language in 0..2 {
            assert_eq!(ids(&book, language)[2], ["_4", "_2", "_3", "_5"]);
        }
        sync(&book);
    }
}

#[test]
fn two_ids_are_two_things_whatever_is_recorded() {
    let book = book();
    edit(&book, FR, "[!QUESTION] Quel fil", "[!QUESTION]{#fil} Quel fil");
    edit(&book, EN, "[!QUESTION] Which feed", "[!QUESTION]{#thread} Which feed");
    assert_eq!((ids(&book, 0)[2].clone(), ids(&book, 1)[2].clone()), (owned(&["fil", "_2"]), owned(&["thread", "_2"])));
    assert!(book.check().rules().contains(&"missing-twin"));

    edit(&book, "content/1-a/index.fr.md", "  - lire un fil", "  - { id: fil, text: lire un fil }");
    edit(&book, "content/1-a/index.en.md", "  - read a feed", "  - { id: thread, text: read a feed }");
    edit(&book, FR, "  - nommer un fil", "  - { text: nommer un fil, serves: fil }");
    edit(&book, EN, "  - name a feed", "  - { text: name a feed, serves: thread }");
    assert!(!book.check().rules().contains(&"unknown-outcome"), "{:?}", book.check().rules());
    let served = |one: &palier::model::learning::Outcome| one.served_by.len();
    assert_eq!(learning(&book).outcomes(LEVEL).iter().map(served).collect::<Vec<_>>(), [1, 0, 0, 1]);

    // One id makes them one again, and every number that it had is known.
    edit(&book, EN, "{#thread}", "{#fil}");
    let fil = learning(&book).of(LESSON).unwrap().tasks[0].identity.clone();
    assert_eq!((fil.id().into_owned(), fil.former_ids().collect::<Vec<_>>()), ("fil".to_owned(), owned(&["_1"])));
}

#[test]
fn one_id_keeps_what_was_done_under_two_numbers() {
    let book = in_step(&questions(&["Quel fil"]), &questions(&["Which feed"]));
    let lock = fs::read_to_string(book.path("translations.lock")).unwrap();
    let (en, fr) = lock.split_once("a/b fr").unwrap();
    let en = en.replacen("tasks 1", "tasks 2", 1);
    let en = en.strip_suffix(" 1\n").unwrap();
    fs::write(book.path("translations.lock"), format!("{en} 2\na/b fr{fr}")).unwrap();
    assert_eq!((ids(&book, 0)[2].clone(), ids(&book, 1)[2].clone()), (owned(&["_1"]), owned(&["_2"])));
    edit(&book, FR, "[!QUESTION]", "[!QUESTION]{#fil}");
    edit(&book, EN, "[!QUESTION]", "[!QUESTION]{#fil}");
    for _ in 0..2 {
        let fil = Identity::Named { name: "fil".to_owned(), former: vec![1, 2] };
        let tasks = learning(&book).of(LESSON).unwrap().tasks.clone();
        assert_eq!(tasks.into_iter().map(|task| task.identity).collect::<Vec<_>>(), [fil]);
        sync(&book);
    }
}

#[test]
fn a_lesson_in_one_language_keeps_its_numbers() {
    for draft in [None, Some("---\ntitle: B\ndraft: true\n---\n\nA draft.\n")] {
        let book = book();
        fs::remove_file(book.path("translations.lock")).unwrap();
        fs::remove_file(book.path(EN)).unwrap();
        let book = draft.into_iter().fold(book, |book, draft| book.with(EN, draft));
        sync(&book);
        edit(&book, FR, "> [!QUESTION] Quel fil", "> [!QUESTION] Neuf?\n> - [x] oui\n\n> [!QUESTION] Quel fil");
        edit(&book, FR, "  - nommer", "  - ouvrir l’œil\n  - nommer");
        assert_eq!(ids(&book, 0)[1..], [owned(&["_3", "_1", "_2"]), owned(&["_3", "_1", "_2"])]);
        assert_eq!(book.palier(&["sync", "a/b"]).code, Some(0));
    }
}

#[test]
fn a_number_goes_with_what_is_most_alike() {
    let book = book();
    let texts = ["citer chaque source", "tenir toute parole", "tout neuf"];
    let book = book.with("content/1-a/index.fr.md", level("A", &texts));
    assert_eq!(ids(&book, 0)[0], ["_2", "_3", "_4"]);
    let book = book.with("content/1-a/1-b.fr.md", lesson("B", &[], &["Quelle bonne source", "Quel long détour"]));
    assert_eq!(ids(&book, 0)[2], ["_2", "_3"]);
}

#[test]
fn the_teacher_s_site_has_the_students_ids() {
    let shared = "`alpha` `beta` 1943 `gamma` 1944 [lien](https://example.org/)";
    let teacher = format!("> [!TEACHER] {shared}\n>\n> {shared}\n\n");
    let fr = questions(&["Un 12"]) + &teacher + &questions(&["Deux"]);
    let en = teacher.clone() + &questions(&["One 12"]);
    let text = |body: &str| format!("---\ntitle: B\n---\n\n{body}");
    let book = book().with(FR, text(&fr)).with(EN, text(&en));
    fs::remove_file(book.path("translations.lock")).unwrap();
    let of = |options: &Edition| build::read(book.root(), options).site.unwrap().book.learning.clone();
    let teachers = Edition { teacher: true, published: true, ..Edition::default() };
    let students = of(&Edition::default());
    assert_eq!(students.of(LESSON).unwrap().tasks[0].places.len(), 2);
    assert_eq!(students, of(&teachers));
    assert_eq!(students, of(&Edition::preview(false)));
}

#[test]
fn of_three_languages_those_that_lie_best_beside_each_other_decide() {
    let text = |body: &str| format!("---\ntitle: B\n---\n\n{body}");
    let two = |first: &str, second: &str| text(&format!("{first}\n\n{}{}", questions(&["1943"]), questions(&[second])));
    let book = book()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\n[languages.fr]\n[languages.en]\n[languages.es]\n")
        .with("content/1-a/index.es.md", level("A", &["leer", "citar", "cumplir"]))
        .with(FR, text(&questions(&["1943"])))
        .with(EN, two("A start.", "Something else"))
        .with(
            "content/1-a/1-b.es.md",
            text(&format!("Un comienzo.\n\n{}{}", questions(&["Cuál"]), questions(&["1943"]))),
        );
    fs::remove_file(book.path("translations.lock")).unwrap();
    assert_eq!(ids(&book, 1)[2], ["_1", "_2"]);
    assert_eq!(ids(&book, 2)[2], ["_1", "_2"]);
}

#[test]
fn what_a_question_in_a_note_shows_is_looked_up() {
    let note = "Un appel[^n].\n\n[^n]: Une note.\n\n    > [!QUESTION]{shows=rien} Quoi?\n    >\n    > - [x] a\n";
    let book = book().with(FR, format!("---\ntitle: B\n---\n\n{note}"));
    assert!(book.check().rules().contains(&"unknown-outcome"), "{:?}", book.check().rules());
}
