//! What Palier does in a book for its author, through the command: `init`.

mod support;

use std::fs;

use support::{Book, Ran, files};

/// What a command says, without its no-break spaces.
fn said(ran: &Ran) -> String {
    ran.error.replace('\u{a0}', " ")
}

/// Runs the command in a book's folder; it must end well.
fn does(book: &Book, arguments: &[&str]) -> String {
    let ran = book.palier(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}{}", ran.error, ran.out);
    said(&ran)
}

/// Runs the command, which must refuse and touch nothing, and gives what it says.
fn refuses(book: &Book, arguments: &[&str], code: i32) -> String {
    let held = || files(book.root()).into_iter().map(|path| (fs::read(&path).ok(), path)).collect::<Vec<_>>();
    let before = held();
    let ran = book.palier(arguments);
    assert_eq!((ran.code, held() == before), (Some(code), true), "{arguments:?}: {}", ran.error);
    said(&ran)
}

#[test]
fn a_new_book_builds_without_a_diagnostic() {
    for (levels, languages, title, lessons) in [
        ("maslow", "fr,en", "Apprendre à douter = Learning to doubt", 10),
        ("bloom", "en", "Thinking", 6),
        ("cecr", "fr", "Le français", 6),
        ("Observer, Comprendre, Agir", "fr", "Les médias", 3),
        ("2", "es,pt", "Los medios", 4),
    ] {
        let book = Book::empty();
        let arguments = ["init", "livre", "--title", title, "--languages", languages, "--levels", levels];
        let error = does(&book, &arguments);
        assert!(error.contains("fichiers écrits dans « livre »"), "{error}");
        assert!(error.contains("palier serve --open \"livre\""), "{error}");
        let strict = does(&book, &["check", "livre", "--strict"]);
        assert!(strict.starts_with("rien à signaler"), "{levels}: {strict}");
        let texts = files(&book.path("livre/content"));
        let of_lessons = texts.iter().filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("1-"));
        assert_eq!(of_lessons.count(), lessons, "{levels}");
        for file in [".gitignore", ".editorconfig", ".gitlab-ci.yml", ".github/workflows/book.yml", "translations.lock"]
        {
            assert!(book.path("livre").join(file).is_file(), "{file}");
        }
    }
}

#[test]
fn a_new_books_workflows_are_pinned_and_may_do_little() {
    let book = Book::empty();
    does(&book, &["init", "--title", "Un livre", "--lang", "en"]);
    let read = |path: &str| -> (String, serde_json::Value) {
        let text = fs::read_to_string(book.path(path)).unwrap();
        let value = serde_yaml::from_str(&text).unwrap();
        (text, value)
    };
    let (text, github) = read(".github/workflows/book.yml");
    assert!(text.starts_with("# Checks the book"), "{text}");
    assert_eq!(github["permissions"], serde_json::json!({ "contents": "read" }));
    assert_eq!(github["jobs"]["check"].get("permissions"), None);
    let used = text.lines().filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "));
    let pins: Vec<&str> = used.map(|action| action.split(['@', ' ']).nth(1).unwrap()).collect();
    assert_eq!(pins.len(), 4);
    assert!(pins.iter().all(|pin| pin.len() == 40 && pin.bytes().all(|byte| byte.is_ascii_hexdigit())), "{pins:?}");
    assert!(text.contains("check --strict --format github"));
    let (text, gitlab) = read(".gitlab-ci.yml");
    assert!(text.contains("check --strict") && gitlab["pages"]["artifacts"]["paths"] == serde_json::json!(["public"]));
}

#[test]
fn a_book_begins_only_where_nothing_is() {
    let init = ["init", "--title", "Un livre"];
    let full = Book::empty().with("devoir.docx", "x");
    let error = refuses(&full, &init, 2);
    assert!(error.contains("contient déjà quelque chose : « devoir.docx »"), "{error}");
    assert!(error.contains("aide : nommez un dossier vide"), "{error}");
    let book = Book::empty().with("book.toml", "[book]\ntitle = \"Un livre\"\n").with("content/1-a/1-b.fr.md", "");
    let error = refuses(&book, &init, 2);
    assert!(error.contains("contient déjà un livre") && error.contains("palier new"), "{error}");
    let error = refuses(&book, &["init", "content/livre", "--title", "Un livre"], 2);
    assert!(error.contains("fait partie d’un autre livre"), "{error}");
    let file = Book::empty().with("livre", "x");
    assert!(refuses(&file, &["init", "livre", "--title", "Un livre"], 2).contains("ne peut pas être lu"));
    // What a forge writes into a new repository stays.
    let forge =
        Book::empty().with("README.md", "# x\n").with("LICENSE", "").with(".gitignore", "mine\n").with(".git/x", "");
    let error = does(&forge, &init);
    assert!(error.contains("« .gitignore » était déjà là"), "{error}");
    assert_eq!(fs::read_to_string(forge.path(".gitignore")).unwrap(), "mine\n");
}

#[test]
fn what_makes_no_book_is_refused_and_nothing_is_written() {
    let book = Book::empty();
    for (arguments, message, help) in [
        (&["init"][..], "le livre n’a pas de titre", "--title \"Mon livre\""),
        (&["init", "--title", "?!"], "« ?! » ne contient aucune lettre", "des lettres ou des chiffres"),
        (&["init", "--title", "A", "--languages", "francais"], "n’est pas le code d’une langue", "code court"),
        (&["init", "--title", "A", "--levels", "12"], "9 niveaux au plus", "un nombre de 1 à 9"),
        (&["init", "--title", "A", "--levels", "Agir, Agir"], "deux niveaux s’appellent", "bien à lui"),
        (&["init", "--title", "A", "--levels", "Glossaire"], "reserved-permalink", "choisissez d’autres titres"),
    ] {
        let error = refuses(&book, arguments, 2);
        assert!(error.contains(message) && error.contains(help), "{arguments:?}: {error}");
    }
}

#[test]
fn alone_it_says_how_to_begin_where_there_is_no_book() {
    let error = refuses(&Book::empty(), &[], 2);
    assert!(error.contains("il n’y a pas de livre dans") && error.contains("palier init --title"), "{error}");
}
