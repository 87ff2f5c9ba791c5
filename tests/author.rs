//! What Palier does in a book for its author, through the command: `init`, `new`.

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

/// A book of two levels in French and English, without a fault.
fn two_levels() -> Book {
    let text = |title: &str, more: &str| format!("---\ntitle: {title}\n{more}---\n\nTexte.\n");
    Book::empty()
        .with(
            "book.toml",
            "[book]\nid = \"livre\"\ntitle = \"Un livre\"\nbase_url = \"https://example.org/\"\n[languages.fr]\n[languages.en]\n",
        )
        .with("content/1-naviguer/index.fr.md", text("Naviguer", "outcomes: [lire]\n"))
        .with("content/1-naviguer/index.en.md", text("Navigate", "slug: navigate\noutcomes: [read]\n"))
        .with("content/1-naviguer/1-ecosysteme.fr.md", text("L’écosystème", ""))
        .with("content/1-naviguer/1-ecosysteme.en.md", text("The ecosystem", "slug: ecosystem\n"))
        .with("content/2-securiser/index.fr.md", text("Sécuriser", "outcomes: [garder]\n"))
        .with("content/2-securiser/index.en.md", text("Secure", "slug: secure\noutcomes: [keep]\n"))
        .with("content/2-securiser/1-mots.fr.md", text("Les mots de passe", ""))
        .with("content/2-securiser/1-mots.en.md", text("Passwords", "slug: passwords\n"))
}

#[test]
fn a_lesson_is_added_as_a_teacher_names_it() {
    for (path, title, stem) in [
        ("2-securiser/3-sauvegarde", "Sauvegarde", "2-securiser/3-sauvegarde"),
        ("securiser/sauvegarde", "Sauvegarde", "2-securiser/2-sauvegarde"),
        ("content/2-securiser/sauvegarde.fr.md", "Sauvegarde", "2-securiser/2-sauvegarde"),
        ("2/Sauvegarder ses données", "Sauvegarder ses données", "2-securiser/2-sauvegarder-ses-donnees"),
        ("Sécuriser\\Le code : à quoi bon?", "Le code : à quoi bon?", "2-securiser/2-le-code-a-quoi-bon"),
    ] {
        let book = two_levels();
        let error = does(&book, &["new", path]);
        for key in ["fr", "en"] {
            let file = format!("content/{stem}.{key}.md");
            assert!(error.contains(&format!("écrit : {file}")), "{path}: {error}");
            let text = fs::read_to_string(book.path(&file)).unwrap();
            assert!(text.starts_with(&format!("---\ntitle: {title}\n")), "{path}: {text}");
        }
        does(&book, &["check", "--strict"]);
    }
    let book = two_levels();
    does(&book, &["new", "naviguer/trace", "--title", "Les traces = Traces"]);
    let english = fs::read_to_string(book.path("content/1-naviguer/2-trace.en.md")).unwrap();
    assert!(english.starts_with("---\ntitle: Traces\nslug: traces\n"), "{english}");
}

#[test]
fn a_lesson_goes_in_the_level_where_its_author_is() {
    let book = two_levels();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_palier"));
    command.current_dir(book.path("content/2-securiser")).args(["new", "Sauvegarder ses données"]);
    assert!(command.output().unwrap().status.success());
    assert!(book.path("content/2-securiser/2-sauvegarder-ses-donnees.en.md").is_file());
}

#[test]
fn a_level_and_a_page_are_added_too() {
    let book = two_levels();
    does(&book, &["new", "3-creer", "--title", "Créer = Create"]);
    let error = does(&book, &["new", "--level", "Influencer"]);
    assert!(error.contains("écrit : content/4-influencer/index.fr.md"), "{error}");
    assert!(book.path("content/4-influencer/1-premiere-lecon.en.md").is_file());
    does(&book, &["new", "--page", "À propos"]);
    assert!(book.path("content/a-propos.en.md").is_file());
    does(&book, &["check", "--strict"]);
    let inside = fs::read_to_string(book.path("content/3-creer/index.en.md")).unwrap();
    assert!(inside.contains("title: Create\nslug: create\n"), "{inside}");
}

#[test]
fn what_cant_be_added_is_refused_with_a_remedy() {
    for (arguments, message, help) in [
        (&["new", "securiser/mots"][..], "« securiser/mots » existe déjà", "choisissez un autre nom"),
        (&["new", "securiser/7-Les mots de passe"], "« securiser/mots » existe déjà", "palier mv"),
        (&["new", "securiser/1-code"], "le numéro 1 est pris par « 1-mots »", "« 2-code »"),
        (&["new", "2-creer"], "le numéro 2 est pris par « 2-securiser »", "« 3-creer »"),
        (&["new", "--level", "Naviguer"], "« naviguer » existe déjà", "autre nom"),
        (&["new", "securiser/?!"], "« ?! » ne contient aucune lettre", "des lettres ou des chiffres"),
        (&["new", "securiser/code", "--title", "…"], "« … » ne contient aucune lettre", "des lettres"),
        (&["new", "../ailleurs/code"], "est hors du livre", "niveau/lecon"),
        (&["new", "/tmp/code"], "est hors du livre", "niveau/lecon"),
        (&["new", "securisr/code"], "il n’y a pas de niveau « securisr »", "vouliez-vous écrire « securiser »?"),
        (&["new", "zzz/code"], "il n’y a pas de niveau « zzz »", "palier new --level \"zzz\""),
        (&["new", "securiser/code/autre"], "trop de parties", "le niveau et la leçon seulement"),
        (&["new", "Sauvegarder"], "dans quel niveau", "palier new \"securiser/Sauvegarder\""),
        (&["new", ""], "il manque le nom", "palier new securiser/sauvegarde"),
    ] {
        let error = refuses(&two_levels(), arguments, 2);
        assert!(error.contains(message) && error.contains(help), "{arguments:?}: {error}");
    }
    // An address that the site keeps for itself is a fault of the book to come.
    let error = refuses(&two_levels(), &["new", "--page", "Glossaire"], 1);
    assert!(error.contains("reserved-permalink") && error.contains("rien n’a été écrit"), "{error}");
}
