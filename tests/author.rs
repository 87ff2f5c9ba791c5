//! What Palier does in a book for its author, through the command: `init`, `new`, `mv`, `rm`.

mod support;

use std::cell::Cell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use palier::author::relocate::{self, MoveRequest};
use palier::builder::Edition;
use palier::model::Target;
use palier::progress::Progress;
use palier::write::NotChanged;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use support::site::bundled;
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
    for folder in ["content/livre", "content"] {
        let error = refuses(&book, &["init", folder, "--title", "Un livre"], 2);
        assert!(error.contains("fait partie d’un autre livre"), "{error}");
    }
    let full = Book::empty().with("mon-livre/devoir.docx", "x").with("mon-livre-2/devoir.docx", "x");
    let error = refuses(&full, &["init", "mon-livre", "--title", "Un livre"], 2);
    assert!(error.contains("palier init \"mon-livre-3\""), "{error}");
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
        (
            &["init", "--title", "A", "--levels", "blom"],
            "pas de pyramide nommée « blom »",
            "vouliez-vous écrire « bloom »?",
        ),
        (&["init", "--title", "A = B = C"], "ce sont 3 titres, et le livre a 2 langues", "un titre par langue"),
        (
            &["init", "--title", "A", "--languages", "fr", "--levels", "Voir = See, Agir"],
            "« Voir = See », ce sont 2 titres",
            "un titre par langue",
        ),
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
    does(&book, &["new", "naviguer/Le code = The code"]);
    let english = fs::read_to_string(book.path("content/1-naviguer/3-le-code.en.md")).unwrap();
    assert!(english.starts_with("---\ntitle: The code\nslug: the-code\n"), "{english}");
    does(&book, &["mv", "naviguer/le-code", "naviguer/Les clés = Keys"]);
    assert!(book.path("content/1-naviguer/3-les-cles.en.md").is_file());
}

#[test]
fn a_file_in_capitals_moves_with_the_end_of_its_name() {
    let book = two_levels();
    let folder = book.path("content/2-securiser");
    fs::rename(folder.join("1-mots.fr.md"), folder.join("1-MOTS.FR.MD")).unwrap();
    does(&book, &["mv", "securiser/mots", "securiser/passe"]);
    let names = files(&folder).into_iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    let names: Vec<String> = names.collect();
    assert_eq!(names, ["1-passe.FR.MD", "1-passe.en.md", "index.en.md", "index.fr.md"]);
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
        (
            &["new", "securiser/code", "--title", "A = B = C"],
            "ce sont 3 titres, et le livre a 2 langues",
            "un titre par",
        ),
        (&["new", "../ailleurs/code"], "est hors du livre", "niveau/lecon"),
        (&["new", "/tmp/code"], "est hors du livre", "niveau/lecon"),
        (&["new", "securisr/code"], "il n’y a pas de niveau « securisr »", "vouliez-vous écrire « securiser »?"),
        (&["new", "zzz/code"], "il n’y a pas de niveau « zzz »", "palier new --level \"zzz\""),
        (&["new", "securite/code"], "il n’y a pas de niveau « securite »", "vouliez-vous écrire « securiser »?"),
        (&["new", "7/code"], "il n’y a pas de niveau « 7 »", "les niveaux du livre : naviguer, securiser"),
        (&["new", "2/"], "il manque le nom de la leçon", "palier new securiser/sauvegarde"),
        (&["new", "2/index"], "il manque le nom de la leçon", "palier new securiser/sauvegarde"),
        (&["new", "securiser/code/autre"], "trop de parties", "le niveau et la leçon seulement"),
        (&["new", "Sauvegarder"], "dans quel niveau", "(ceux du livre : naviguer, securiser)"),
        (&["new", ""], "il manque le nom", "palier new securiser/sauvegarde"),
    ] {
        let error = refuses(&two_levels(), arguments, 2);
        assert!(error.contains(message) && error.contains(help), "{arguments:?}: {error}");
    }
    // An address that the site keeps for itself is a fault of the book to come.
    let error = refuses(&two_levels(), &["new", "--page", "Glossaire"], 1);
    assert!(error.contains("reserved-permalink") && error.contains("rien n’a été écrit"), "{error}");
    assert!(error.contains("donnez-lui un autre nom"), "{error}");
}

/// A book in which everything leads to the lesson `naviguer/traces`, in every way that Markdown has.
fn linked() -> Book {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>";
    two_levels()
        .with("content/1-naviguer/2-traces/index.fr.md", "---\ntitle: Les traces\n---\n\n## Un intertitre\n\n![Une carte](carte.svg)\n\n[Avant](../1-ecosysteme.fr.md), [le niveau](../index.fr.md), [l’accueil](../../index.fr.md).\n")
        .with("content/1-naviguer/2-traces/index.en.md", "---\ntitle: Traces\nslug: traces-left\n---\n\n## Un intertitre\n\n![A map](carte.svg)\n\n[Before](../1-ecosysteme.en.md), [the level](../index.en.md), [home](../../index.en.md).\n")
        .with("content/1-naviguer/2-traces/carte.svg", svg)
        .with("content/index.fr.md", "---\ntitle: Un livre\n---\n\n[Les traces](1-naviguer/2-traces/index.fr.md#un-intertitre).\n")
        .with("content/index.en.md", "---\ntitle: A book\n---\n\n[Traces](1-naviguer/2-traces/index.en.md#un-intertitre).\n")
        .with(
            "content/2-securiser/1-mots.fr.md",
            "---\ntitle: Les mots de passe\nprerequisites: [naviguer/ecosysteme, \"naviguer/traces\"]\nfootnotes:\n  n: Voir [ceci](../1-naviguer/2-traces \"un titre](x\").\n---\n\n\
             Un lien[^n], [par nom][traces], [Traces], <a href=\"../1-naviguer/2-traces/index.fr.md?x=1#un-intertitre\">en HTML</a>, \
             [avec chevrons](<../1-naviguer/2-traces/index.fr.md>), [depuis la racine](/fr/naviguer/traces/), et\n\
             `[code](../1-naviguer/2-traces/index.fr.md)` qui reste.\n\n> [traces]: ../1-naviguer/2-traces/index.fr.md\n\n\
             ![La même carte](../1-naviguer/2-traces/carte.svg)\n",
        )
        .with("content/2-securiser/1-mots.en.md", "---\ntitle: Passwords\nslug: passwords\n---\n\nOne [link](../1-naviguer/2-traces/index.en.md).\n\nMore.\n\n> Quoted.\n\n![The same map](../1-naviguer/2-traces/carte.svg)\n")
}

/// The texts of a book's files, by their paths.
fn texts(book: &Book) -> std::collections::BTreeMap<String, String> {
    let name = |path: &std::path::Path| path.strip_prefix(book.root()).unwrap().to_string_lossy().replace('\\', "/");
    let all = files(book.root()).into_iter().filter(|path| !path.starts_with(book.path("public")));
    all.map(|path| (name(&path), String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned())).collect()
}

/// What `check` reports: the rules, in order.
fn rules(book: &Book) -> Vec<&'static str> {
    let mut rules = book.check().rules();
    rules.sort_unstable();
    rules
}

#[test]
fn a_lesson_moves_with_its_files_and_every_link_follows() {
    let book = linked();
    let before = rules(&book);
    let error = does(&book, &["mv", "naviguer/traces", "securiser/empreinte"]);
    assert!(error.contains("déplacé : content/1-naviguer/2-traces → content/2-securiser/2-empreinte"), "{error}");
    assert!(error.contains("liens ou identifiants réparés"), "{error}");
    assert_eq!(rules(&book), before, "{error}");
    let texts = texts(&book);
    assert!(texts.contains_key("content/2-securiser/2-empreinte/carte.svg"));
    let moved = &texts["content/2-securiser/2-empreinte/index.fr.md"];
    assert!(moved.contains("[Avant](../../1-naviguer/1-ecosysteme.fr.md), [le niveau](../../1-naviguer/index.fr.md), [l’accueil](../../index.fr.md)"), "{moved}");
    assert!(moved.contains("![Une carte](carte.svg)") && moved.contains("aliases: [naviguer/traces]"), "{moved}");
    let english = &texts["content/2-securiser/2-empreinte/index.en.md"];
    assert!(english.contains("aliases: [/en/navigate/traces-left/]"), "{english}");
    let linking = &texts["content/2-securiser/1-mots.fr.md"];
    for written in [
        "prerequisites: [naviguer/ecosysteme, \"securiser/empreinte\"]",
        "[ceci](2-empreinte \"un titre](x\")",
        "> [traces]: 2-empreinte/index.fr.md",
        "href=\"2-empreinte/index.fr.md?x=1#un-intertitre\"",
        "(<2-empreinte/index.fr.md>)",
        "[depuis la racine](/fr/securiser/empreinte/)",
        "`[code](../1-naviguer/2-traces/index.fr.md)` qui reste",
        "![La même carte](2-empreinte/carte.svg)",
    ] {
        assert!(linking.contains(written), "{written} in {linking}");
    }
    does(&book, &["build"]);
    for former in ["fr/naviguer/traces", "en/navigate/traces-left"] {
        let page = fs::read_to_string(book.path(&format!("public/{former}/index.html"))).unwrap();
        assert!(page.contains("http-equiv=\"refresh\""), "{former}: {page}");
    }
}

#[test]
fn there_and_back_the_files_that_stay_are_as_they_were() {
    for (there, back) in [
        (["naviguer/traces", "securiser/empreinte"], ["securiser/empreinte", "naviguer/2-traces"]),
        (["naviguer", "errer"], ["errer", "naviguer"]),
        (["securiser", "1"], ["securiser", "2"]),
    ] {
        let book = linked();
        does(&book, &["sync", "--all"]);
        let before = texts(&book);
        does(&book, &["mv", there[0], there[1]]);
        assert_ne!(texts(&book), before);
        does(&book, &["mv", back[0], back[1]]);
        let after = texts(&book);
        // The name that it had in between is kept too, as any name that it was published under.
        for (path, text) in &before {
            let unnamed = |text: &str| -> Vec<String> {
                text.lines().filter(|line| !line.starts_with("aliases:")).map(str::to_owned).collect()
            };
            // In the lesson that moved, a link that is right in both places stays as it was last written.
            let is_moved = path.contains("2-traces/index");
            let is_same = is_moved || unnamed(&after[path]) == unnamed(text);
            assert!(is_same, "{there:?} {path}:\n{}", after[path]);
        }
    }
}

#[test]
fn a_number_gives_a_new_place_and_the_others_make_room() {
    let book = linked();
    let before = rules(&book);
    does(&book, &["mv", "naviguer/traces", "1"]);
    let now = texts(&book);
    assert!(now.contains_key("content/1-naviguer/1-traces/index.fr.md"), "{:?}", now.keys());
    assert!(now.contains_key("content/1-naviguer/2-ecosysteme.en.md"));
    assert!(!now.values().any(|text| text.contains("aliases:")), "no address changed");
    assert_eq!(rules(&book), before);
    does(&book, &["mv", "2-securiser", "1"]);
    let now = texts(&book);
    assert!(
        now.contains_key("content/1-securiser/1-mots.fr.md")
            && now.contains_key("content/2-naviguer/1-traces/carte.svg")
    );
    assert!(now["content/index.fr.md"].contains("(2-naviguer/1-traces/index.fr.md#un-intertitre)"));
    // A prerequisite is on a higher level now: that is so, and is said.
    assert_eq!(rules(&book).into_iter().filter(|rule| *rule != "higher-prerequisite").collect::<Vec<_>>(), before);
}

#[test]
fn a_level_with_a_hundred_links_into_it_is_renamed() {
    let links: String =
        (0..100).map(|number| format!("{number} [lien](../1-naviguer/1-ecosysteme.fr.md)\n\n")).collect();
    let book = linked().with("content/2-securiser/3-liens.fr.md", format!("---\ntitle: Liens\n---\n\n{links}"));
    let before = rules(&book);
    let error = does(&book, &["mv", "naviguer", "Se repérer"]);
    assert!(error.contains("déplacé : content/1-naviguer → content/1-se-reperer"), "{error}");
    assert_eq!(rules(&book), before);
    let text = fs::read_to_string(book.path("content/2-securiser/3-liens.fr.md")).unwrap();
    assert_eq!(text.matches("(../1-se-reperer/1-ecosysteme.fr.md)").count(), 100);
    does(&book, &["build"]);
    assert!(book.path("public/fr/naviguer/ecosysteme/index.html").is_file());
}

#[test]
fn what_is_learnt_and_recorded_follows() {
    let book = two_levels()
        .with("content/1-naviguer/index.fr.md", "---\ntitle: Naviguer\noutcomes:\n  lire: Lire\n---\n\nTexte.\n")
        .with("content/1-naviguer/index.en.md", "---\ntitle: Navigate\nslug: navigate\noutcomes:\n  lire: Read\n---\n\nTexte.\n")
        .with("content/1-naviguer/2-fil.fr.md", "---\ntitle: Le fil\nobjectives:\n  - { text: lire un fil, serves: lire }\n---\n\n> [!QUESTION]{#fil shows=lire} Que montre un fil?\n>\n> - [x] Ce qui retient\n> - [ ] Tout\n")
        .with("content/1-naviguer/2-fil.en.md", "---\ntitle: The feed\nslug: feed\nobjectives:\n  - { text: read a feed, serves: lire }\n---\n\n> [!QUESTION]{#fil shows=lire} What does a feed show?\n>\n> - [x] What holds you\n> - [ ] All\n");
    does(&book, &["sync", "--all"]);
    does(&book, &["check", "--strict"]);
    does(&book, &["mv", "naviguer/fil", "securiser"]);
    does(&book, &["check"]);
    let now = texts(&book);
    let moved = &now["content/2-securiser/2-fil.fr.md"];
    assert!(moved.contains("serves: naviguer/lire") && moved.contains("shows=naviguer/lire"), "{moved}");
    let lock = &now["translations.lock"];
    assert!(lock.contains("securiser/fil") && !lock.contains("naviguer/fil"), "{lock}");
}

#[test]
fn what_cant_be_moved_is_refused_with_a_remedy_and_nothing_is_touched() {
    for (from, to, message, help) in [
        ("naviguer/traces", "naviguer/ecosysteme", "« naviguer/ecosysteme » existe déjà", "choisissez un autre nom"),
        ("naviguer", "securiser", "« securiser » existe déjà", "choisissez un autre nom"),
        ("naviguer/traces", "../ailleurs/traces", "est hors du livre", "niveau/lecon"),
        ("naviguer/traces", "zzz/traces", "il n’y a pas de niveau « zzz »", "palier new --level"),
        ("naviguer/trace", "x", "ni leçon, ni niveau", "vouliez-vous écrire « naviguer/traces »?"),
        ("naviguer/traces", "naviguer/traces", "y est déjà", "exemples"),
        ("naviguer/traces", "?!", "ne contient aucune lettre", "des lettres"),
        ("naviguer", "securiser/naviguer", "un niveau ne va pas dans un autre", "palier mv securiser 1"),
        ("/", "x", "la page d’accueil ne se déplace pas", "nommez une leçon"),
        ("naviguer/traces", "a/b/c", "trop de parties", "exemples"),
        ("naviguer/traces", "securise", "pas de niveau « securise »", "palier mv naviguer/traces naviguer/securise"),
    ] {
        let error = refuses(&linked(), &["mv", from, to], 2);
        assert!(error.contains(message) && error.contains(help), "{from} {to}: {error}");
    }
    let twice = linked().with("content/2-securiser/2-y.fr.md", "---\ntitle: Traces\n---\n\nTexte.\n");
    let error = refuses(&twice, &["mv", "Traces", "securiser"], 2);
    assert!(error.contains("plusieurs leçons s’appellent « Traces » : naviguer/traces, securiser/y"), "{error}");
    // What can't be read could hold links.
    let faulty = linked().with("content/2-securiser/2-x.fr.md", "---\ntitle: X\n");
    let error = refuses(&faulty, &["mv", "naviguer/traces", "securiser"], 1);
    assert!(error.contains("unclosed-front-matter") && error.contains("rien n’a été déplacé"), "{error}");
    let written = linked()
        .with("content/2-securiser/2-x.fr.md", "---\ntitle: X\n---\n\n[x](../1-naviguer/2-traces/index&#46;fr.md)\n");
    let error = refuses(&written, &["mv", "naviguer/traces", "securiser"], 2);
    assert!(
        error.contains("content/2-securiser/2-x.fr.md:5") && error.contains("sans barre oblique inverse"),
        "{error}"
    );
}

#[test]
fn a_read_only_file_stops_a_move_before_it_begins() {
    let book = linked();
    let path = book.path("content/2-securiser/1-mots.fr.md");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let error = refuses(&book, &["mv", "naviguer/traces", "securiser"], 1);
    assert!(error.contains("« content/2-securiser/1-mots.fr.md » est en lecture seule"), "{error}");
    assert!(error.contains("rendez ce fichier modifiable"), "{error}");
}

fn request(from: &str, to: &str) -> MoveRequest {
    MoveRequest { from: from.to_owned(), to: to.to_owned(), here: std::env::temp_dir() }
}

#[test]
fn an_interrupted_move_puts_all_back() {
    let book = linked();
    let before = texts(&book);
    let planned = relocate::plan(book.root(), &request("naviguer", "errer"), &Progress::default()).unwrap();
    let left = Cell::new(3);
    let stopped = planned.apply(|| left.replace(left.get() - 1) == 0);
    assert!(matches!(stopped, Err(NotChanged::Interrupted)), "{stopped:?}");
    assert_eq!(texts(&book), before);
}

#[test]
fn a_move_that_was_killed_is_taken_back_by_the_next_command() {
    let book = linked();
    let before = texts(&book);
    let planned = relocate::plan(book.root(), &request("naviguer", "errer"), &Progress::default()).unwrap();
    let left = Cell::new(3);
    let killed = || if left.replace(left.get() - 1) == 0 { panic!("killed") } else { false };
    assert!(catch_unwind(AssertUnwindSafe(|| planned.apply(killed))).is_err());
    assert_ne!(texts(&book), before);
    let ran = book.palier(&["check"]);
    assert!(said(&ran).contains("une commande avait été interrompue"), "{}", ran.error);
    assert_eq!(texts(&book), before);
}

#[test]
fn only_one_command_at_a_time_changes_a_book() {
    let book = linked();
    let hold = palier::write::Hold::take(book.root()).unwrap();
    for arguments in [
        &["mv", "naviguer/traces", "securiser"][..],
        &["rm", "naviguer/ecosysteme", "--force"],
        &["new", "naviguer/autre"],
        &["sync", "--all"],
        &["strings", "pl"],
    ] {
        let error = refuses(&book, arguments, 1);
        assert!(error.contains("une autre commande est en train de changer ce livre"), "{arguments:?}: {error}");
    }
    // What changes nothing needn’t wait.
    does(&book, &["mv", "naviguer/traces", "securiser", "--dry-run"]);
    drop(hold);
    assert!(!book.path(".palier").exists());
    does(&book, &["mv", "naviguer/traces", "securiser"]);
    assert!(!book.path(".palier").exists());
}

/// How many lessons link to the one that is moved, so that a move takes its time.
#[cfg(unix)]
const LINKING: usize = 100;

#[test]
#[cfg(unix)]
fn a_signal_while_a_move_is_made_leaves_it_whole_or_not_begun() {
    use rustix::process::{Pid, Signal, kill_process};
    let link = |number: usize| format!("---\ntitle: Leçon {number}\n---\n\n[Les mots](../2-securiser/1-mots.fr.md).\n");
    for (signal, moment) in [
        (Signal::INT, ".palier/changing"),
        (Signal::INT, ".palier/change"),
        (Signal::INT, ".palier/change/journal"),
        (Signal::TERM, ".palier/change/journal"),
        (Signal::HUP, ".palier/change/journal"),
        (Signal::KILL, ".palier/change"),
        (Signal::KILL, ".palier/change/journal"),
    ] {
        let named = |number: usize| format!("content/1-naviguer/{number}-lecon-{number}.fr.md");
        let book = (10..10 + LINKING).fold(two_levels(), |book, number| book.with(&named(number), link(number)));
        let before = texts(&book);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_palier"));
        command.args(["mv", "securiser/mots", "naviguer", "--lang", "fr"]).current_dir(book.root());
        let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
        let mut has_ended = false;
        while !book.path(moment).exists() && !has_ended {
            has_ended = child.try_wait().unwrap().is_some();
            std::thread::yield_now();
        }
        let _ = kill_process(Pid::from_child(&child), signal);
        let ended = child.wait_with_output().unwrap();
        let error = String::from_utf8(ended.stderr).unwrap();
        // The next command takes back what a kill left half done.
        book.palier(&["check"]);
        let after = texts(&book);
        let kept = |path: &String| !path.starts_with(".palier/");
        let is_untouched = after.iter().filter(|(path, _)| kept(path)).eq(before.iter());
        let is_whole = after.contains_key("content/1-naviguer/110-mots.fr.md")
            && after.values().filter(|text| text.contains("[Les mots](110-mots.fr.md)")).count() == LINKING;
        assert!(is_untouched != is_whole, "{signal:?} at {moment}: {error}{:?}", after.keys());
        match ended.status.code() {
            Some(0) => assert!(is_whole, "{signal:?} at {moment}: {error}"),
            Some(_) => assert!(is_untouched && error.contains("interrompu"), "{signal:?} at {moment}: {error}"),
            // Before it listens, and where nothing can listen.
            None => {}
        }
        assert!(!book.path(".palier/change/journal").exists(), "{signal:?} at {moment}");
    }
}

#[test]
#[cfg(unix)]
fn a_folder_that_cant_be_written_in_stops_a_move_half_way_and_all_is_put_back() {
    use std::os::unix::fs::PermissionsExt;
    let book = linked();
    let before = texts(&book);
    let may = |path: &str, mode| fs::set_permissions(book.path(path), fs::Permissions::from_mode(mode)).unwrap();
    let all = walkdir::WalkDir::new(book.root()).into_iter().map(Result::unwrap);
    for entry in all {
        let mode = if entry.file_type().is_dir() { 0o777 } else { 0o666 };
        fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
    }
    may("content/1-naviguer", 0o555);
    let ran = book.palier_as_nobody(&["mv", "naviguer/traces", "securiser"]);
    may("content/1-naviguer", 0o777);
    assert_eq!(ran.code, Some(1), "{}", ran.error);
    assert!(said(&ran).contains("tout a été remis comme avant"), "{}", ran.error);
    assert_eq!(texts(&book), before);
}

#[test]
fn line_ends_marks_and_decomposed_names_stay_as_they_are() {
    let with_crlf = |text: &str| text.replace('\n', "\r\n");
    let linking =
        with_crlf("---\ntitle: Les mots de passe\n---\n\nUn [lien](../1-naviguer/3-e\u{301}te\u{301}.fr.md).\n");
    let moved = format!("\u{feff}{}", with_crlf("---\ntitle: L’été\n---\n\n[Avant](1-ecosysteme.fr.md).\n"));
    let book = two_levels()
        .with("content/1-naviguer/3-e\u{301}te\u{301}.fr.md", moved)
        .with(
            "content/1-naviguer/3-e\u{301}te\u{301}.en.md",
            "\u{feff}---\ntitle: Summer\nslug: summer\n---\n\nText.\n",
        )
        .with("content/2-securiser/1-mots.fr.md", linking);
    let before = rules(&book);
    does(&book, &["mv", "naviguer/été", "securiser/saison"]);
    assert_eq!(rules(&book), before);
    let all = texts(&book);
    let moved = &all["content/2-securiser/2-saison.fr.md"];
    assert!(moved.starts_with("\u{feff}---\r\n") && moved.contains("aliases: [naviguer/ete]\r\n"), "{moved:?}");
    assert!(moved.contains("[Avant](../1-naviguer/1-ecosysteme.fr.md).\r\n"), "{moved:?}");
    assert!(!moved.replace("\r\n", "").contains('\n'), "{moved:?}");
    assert!(all["content/2-securiser/2-saison.en.md"].starts_with("\u{feff}---\n"));
    let linking = &all["content/2-securiser/1-mots.fr.md"];
    assert!(linking.contains("Un [lien](2-saison.fr.md).\r\n"), "{linking:?}");
    assert!(!linking.replace("\r\n", "").contains('\n'), "{linking:?}");
    // Nothing that stays is written anew.
    let book = two_levels()
        .with("content/1-naviguer/3-e\u{301}te\u{301}.fr.md", "---\r\ntitle: L’été\r\n---\r\n\r\nTexte.\r\n");
    let error = does(&book, &["rm", "naviguer/été"]);
    assert!(error.contains("gardé dans .palier/removed/1/"), "{error}");
    let kept = files(&book.path(".palier/removed/1/content/1-naviguer"));
    assert_eq!(fs::read_to_string(&kept[0]).unwrap(), "---\r\ntitle: L’été\r\n---\r\n\r\nTexte.\r\n");
}

#[test]
fn a_new_name_leaves_the_title_and_says_so() {
    let book = linked();
    let error = does(&book, &["mv", "naviguer/traces", "securiser", "--dry-run"]);
    assert!(!error.contains("le titre reste"), "{error}");
    let error = does(&book, &["mv", "naviguer/traces", "empreinte", "--dry-run"]);
    assert!(error.contains("le titre reste comme il est"), "{error}");
    let error = does(&book, &["mv", "naviguer/traces", "les-traces", "--dry-run"]);
    assert!(!error.contains("le titre reste"), "{error}");
    let error = refuses(&book, &["mv", "naviguer/traces", "0"], 2);
    assert!(error.contains("il n’y a pas de place 0"), "{error}");
}

#[test]
fn a_dry_run_shows_and_touches_nothing_and_programs_read_it() {
    let book = linked();
    let before = texts(&book);
    let error = does(&book, &["mv", "naviguer/traces", "securiser", "--dry-run"]);
    assert!(error.contains("rien n’a été changé"), "{error}");
    let ran = book.palier(&["mv", "naviguer/traces", "securiser", "--dry-run", "--format", "json"]);
    assert_eq!((ran.code, ran.error.as_str()), (Some(0), ""));
    let told: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let told = &told["result"];
    assert_eq!(told["dry_run"], true);
    assert_eq!(told["moved"][0]["to"], "content/2-securiser/2-traces");
    assert!(told["kept"].as_array().unwrap().contains(&serde_json::json!({
        "path": "content/2-securiser/2-traces/index.fr.md", "alias": "naviguer/traces"
    })));
    assert_eq!(texts(&book), before);
}

#[test]
fn what_is_needed_is_not_removed_and_what_is_removed_is_kept() {
    let book = linked();
    let error = refuses(&book, &["rm", "naviguer/traces"], 1);
    for word in [
        "broken-link]: ce lien mène à ce que vous supprimez",
        "unknown-prerequisite]: ce préalable est ce que vous supprimez",
        "« naviguer/traces » sert encore",
        "palier rm --force",
    ] {
        assert!(error.contains(word), "{word}: {error}");
    }
    assert!(!error.contains("vouliez-vous"), "{error}");
    let error = refuses(&book, &["rm", "zzz"], 2);
    assert!(error.contains("ni leçon, ni niveau"), "{error}");
    refuses(&book, &["rm", "/"], 2);
    let error = does(&book, &["rm", "naviguer/traces", "--force"]);
    assert!(error.contains("gardé dans .palier/removed/1/content/1-naviguer/2-traces"), "{error}");
    assert!(book.path(".palier/removed/1/content/1-naviguer/2-traces/carte.svg").is_file());
    let alone = two_levels().with("content/1-naviguer/3-seule.fr.md", "---\ntitle: Seule\n---\n\nTexte.\n");
    let error = does(&alone, &["rm", "naviguer/seule"]);
    assert!(error.contains("supprimé : content/1-naviguer/3-seule.fr.md"), "{error}");
}

/// What the texts of a book say, by language and title.
fn words(book: &Book) -> Vec<(u8, String, Vec<u64>, usize)> {
    let built = palier::build::read(book.root(), &Edition::preview(true));
    let site = built.site.unwrap();
    let texts = site.book.lessons().flat_map(|(_, lesson)| lesson.translations.values());
    let mut words: Vec<_> = texts
        .map(|text| {
            let title = text.parsed.front_matter.title.as_ref().map_or("", |title| &title.text).to_owned();
            let blocks = text.parsed.fingerprints.iter().map(|block| block.hash).collect();
            let led = text.links.iter().filter(|link| !matches!(link, Target::Nowhere)).count();
            (text.locale.0, title, blocks, led)
        })
        .collect();
    words.sort();
    words
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 20,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/author.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn after_any_moves_of_the_bundled_book_every_link_leads_where_it_did(
        moves in proptest::collection::vec((any::<proptest::sample::Index>(), any::<proptest::sample::Index>(), 1..7_u8, 0..4_u8), 1..4)
    ) {
        let book = Book::empty();
        for file in ["book.toml", "translations.lock", "content"] {
            support::copy_into(&bundled().join(file), &book.path(file));
        }
        let (before, mut faults) = (words(&book), rules(&book));
        for (what, level, number, kind) in moves {
            let built = palier::build::read(book.root(), &Edition::preview(true));
            let site = built.site.unwrap();
            let ids: Vec<&str> = site.book.lessons().map(|(_, lesson)| lesson.id.as_str()).filter(|id| !id.is_empty()).collect();
            let levels: Vec<&str> = site.book.levels.iter().map(|level| level.index.id.as_str()).collect();
            let from = *what.get(&ids);
            let to = match kind {
                0 => number.to_string(),
                1 => format!("{number}-nom-{number}"),
                2 => format!("{}/", level.get(&levels)),
                _ => format!("{}/{number}", level.get(&levels)),
            };
            // What can't be done is refused; what is done is done well.
            if let Ok(planned) = relocate::plan(book.root(), &request(from, &to), &Progress::default()) {
                planned.apply(|| false).unwrap();
                prop_assert_eq!(&words(&book), &before, "{} {}", from, to);
                faults.extend(planned.warnings.iter().map(|fault| fault.rule.name()));
                let untold: Vec<_> = rules(&book).into_iter().filter(|rule| !faults.contains(rule)).collect();
                prop_assert!(untold.is_empty(), "{} {}: {:?}", from, to, untold);
            }
        }
    }
}

#[test]
fn the_template_is_what_init_writes() {
    let begun = Book::empty();
    does(&begun, &["init", "--template", "--title", "Mon livre = My book", "livre"]);
    let texts = |root: &std::path::Path| {
        let of = |path: std::path::PathBuf| {
            let text = fs::read_to_string(&path).unwrap();
            (path.strip_prefix(root).unwrap().to_owned(), text)
        };
        files(root).into_iter().map(of).collect::<std::collections::BTreeMap<_, _>>()
    };
    // What Palier makes again whenever it is asked is in no repository.
    fs::remove_dir_all(begun.path("livre/.palier")).unwrap();
    let template = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("template");
    let written = texts(&begun.path("livre"));
    if support::is_blessing() {
        let _ = fs::remove_dir_all(&template);
        support::copy_into(&begun.path("livre"), &template);
    }
    assert!(written == texts(&template), "run again with PALIER_BLESS=1");
}
