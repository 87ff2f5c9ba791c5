//! What scripts are told of the book: in every page which text it shows, and in scripts of their own the outline and the
//! levels' lessons.

use palier::locale::UserLanguage;
use serde_json::{Value, json};

use super::*;
use crate::support::site::Built;

const SETTINGS: &str = "[book]\nid = \"essai\"\ntitle = \"Un essai\"\n[languages.fr]\n[languages.en]\n";

/// Two levels in two languages: an outcome served by lessons of both, tasks of each kind, aliases, alternatives.
fn essai() -> Book {
    let fr = "---\ntitle: Mots\nduration: 20\naliases: [vieux]\nobjectives:\n  - { id: dire, text: dire, serves: [a] }\n---\n\n\
              > [!QUESTION]{#fil shows=\"dire\"} Un?\n>\n> - [x] oui\n> - [ ] non\n\n\
              > [!ACTIVITY]{#sondage shows=\"a, b\"} Demander.\n\n\
              > [!TEACHER] Un mot.\n";
    let en = fr.replace("title: Mots", "title: Words").replace("aliases: [vieux]\n", "");
    Book::empty()
        .with("book.toml", SETTINGS)
        .with(
            "content/1-lire/index.fr.md",
            "---\ntitle: Lire\naliases: [dechiffrer]\noutcomes:\n  - { id: a, text: \"Savoir : lire\" }\n  - { id: b, text: Citer }\n---\n",
        )
        .with("content/1-lire/1-mots.fr.md", fr)
        .with("content/1-lire/1-mots.en.md", en)
        .with("content/1-lire/2-images.fr.md", "---\ntitle: Images\n---\n\nTexte.\n")
        .with("content/2-ecrire/index.fr.md", "---\ntitle: Écrire\n---\n\n> [!QUESTION]{#pret} Prêt?\n>\n> - [x] oui\n> - [ ] non\n")
        .with(
            "content/2-ecrire/1-lettre.fr.md",
            "---\ntitle: Une lettre\nduration: 45\nprerequisites: [lire/mots, { any: [lire/images, lire/mots] }]\n\
             objectives:\n  - { text: relire, serves: [lire/a] }\n---\n\nTexte.\n",
        )
}

/// What a page tells scripts.
fn here(built: &Built, address: &str) -> Value {
    let page = built.text(&format!("{address}index.html"));
    let island = page.split("data-progress>").nth(1).unwrap_or_else(|| panic!("{address} tells nothing"));
    serde_json::from_str(island.split("</script>").next().unwrap()).unwrap()
}

/// The script of data at a path, and the path; `name` is what it begins with, in `assets/`.
fn script(built: &Built, name: &str) -> (String, Value) {
    let start = format!("assets/{name}.");
    let is_it = |path: &&String| {
        let rest = path.strip_prefix(&start).and_then(|rest| rest.strip_suffix(".js"));
        rest.is_some_and(|hash| hash.len() == 10 && !hash.contains('.'))
    };
    let path = built.files.keys().find(is_it).unwrap_or_else(|| panic!("no {name}"));
    let text = built.text(path).strip_prefix("palier.take(").and_then(|text| text.strip_suffix(");\n")).unwrap();
    (path.clone(), serde_json::from_str(text).unwrap())
}

#[test]
fn a_page_says_which_book_and_text_it_shows_in_every_language() {
    let built = Built::from_dir(essai().root());
    let (outline, _) = script(&built, "outline.fr");
    let name = outline.strip_prefix("assets/").unwrap();
    assert_eq!(
        here(&built, "fr/lire/mots/"),
        json!({
            "version": 1,
            "book": "essai",
            "outline": format!("../../../assets/{name}"),
            "level": 0,
            "text": "lire/mots",
            "former": [["dechiffrer/mots", "lire/mots"], ["dechiffrer/vieux", "lire/mots"], ["lire/vieux", "lire/mots"]],
        })
    );
    let english = here(&built, "en/lire/mots/");
    assert_eq!((&english["text"], &english["former"]), (&json!("lire/mots"), &here(&built, "fr/lire/mots/")["former"]));
    assert_eq!(english["outline"], format!("../../../{}", script(&built, "outline.en").0));
    assert_eq!(here(&built, "fr/lire/")["text"], "lire");
    assert_eq!(here(&built, "en/lire/images/")["text"], "lire/images", "a fallback is the same lesson");
    assert_eq!(here(&built, "fr/lire/mots/en/")["text"], "lire/mots", "and so are two texts side by side");
    for page in ["fr/", "fr/progression/", "fr/confidentialite/"] {
        let keys: Vec<String> = here(&built, page).as_object().unwrap().keys().cloned().collect();
        assert_eq!(keys, ["book", "outline", "version"], "{page}");
    }
    for page in ["index.html", "404.html"] {
        assert!(!built.text(page).contains("data-progress>"), "{page}");
    }
}

#[test]
fn the_outline_of_a_small_book_holds_its_lessons_and_says_what_shows_what() {
    let built = Built::from_dir(essai().root());
    let (_, outline) = script(&built, "outline.fr");
    assert_eq!(
        outline,
        json!({
            "version": 1,
            "book": "essai",
            "title": "Un essai",
            "record": "progression/",
            "levels": [
                {
                    "key": "lire", "title": "Lire", "href": "lire/",
                    "outcomes": [
                        { "key": "lire/a", "text": "Savoir\u{a0}: lire", "lessons": 2 },
                        { "key": "lire/b", "text": "Citer", "lessons": 0 },
                    ],
                    "lessons": 2, "minutes": 20, "untimed": 1,
                    "part": {
                        "version": 1, "level": "lire",
                        "lessons": [
                            {
                                "key": "lire/mots", "title": "Mots", "href": "lire/mots/", "minutes": 20,
                                "serves": ["lire/a"],
                                "tasks": [
                                    { "id": "fil", "shows": ["lire/a"] },
                                    { "id": "sondage", "kind": "activity", "shows": ["lire/a", "lire/b"] },
                                ],
                            },
                            { "key": "lire/images", "title": "Images", "href": "lire/images/" },
                        ],
                    },
                },
                {
                    "key": "ecrire", "title": "Écrire", "href": "ecrire/", "outcomes": [],
                    "lessons": 1, "minutes": 45,
                    "part": {
                        "version": 1, "level": "ecrire",
                        "index": { "key": "ecrire", "tasks": [{ "id": "pret" }] },
                        "lessons": [{
                            "key": "ecrire/lettre", "title": "Une lettre", "href": "ecrire/lettre/", "minutes": 45,
                            "serves": ["lire/a"],
                            "needs": ["lire/mots", ["lire/images", "lire/mots"]],
                        }],
                    },
                },
            ],
            "former": [
                ["dechiffrer", "lire"], ["dechiffrer/mots", "lire/mots"], ["dechiffrer/vieux", "lire/mots"],
                ["lire/vieux", "lire/mots"], ["dechiffrer/images", "lire/images"],
            ],
        })
    );
}

#[test]
fn titles_and_tasks_that_a_language_lacks_say_so() {
    let book = essai();
    edit(&book, "content/1-lire/1-mots.en.md", "> [!ACTIVITY]{#sondage shows=\"a, b\"} Demander.\n", "");
    let built = Built::from_dir(book.root());
    let (_, outline) = script(&built, "outline.en");
    let level = &outline["levels"][0];
    assert_eq!((&level["title"], &level["lang"]), (&json!("Lire"), &json!("fr-CA")));
    assert_eq!(level["outcomes"][0]["lang"], "fr-CA");
    let [words, images] = [0, 1].map(|at| &level["part"]["lessons"][at]);
    assert_eq!((&words["title"], words.get("lang")), (&json!("Words"), None));
    assert_eq!(images["lang"], "fr-CA");
    assert_eq!(
        words["tasks"][1],
        json!({ "id": "sondage", "kind": "activity", "shows": ["lire/a", "lire/b"], "absent": true })
    );
    assert_eq!(words["tasks"][0].get("absent"), None);
}

#[test]
fn a_task_that_got_an_id_says_what_it_was_called() {
    let book = super::book();
    edit(&book, "content/1-a/1-b.fr.md", "[!QUESTION] Quel fil", "[!QUESTION]{#fil} Quel fil");
    edit(&book, "content/1-a/1-b.en.md", "[!QUESTION] Which feed", "[!QUESTION]{#fil} Which feed");
    let built = Built::from_dir(book.root());
    assert_eq!(here(&built, "fr/a/b/")["former"], json!([["a/b#_1", "a/b#fil"]]));
    let (_, outline) = script(&built, "outline.fr");
    let tasks = &outline["levels"][0]["part"]["lessons"][0]["tasks"];
    assert_eq!(*tasks, json!([{ "id": "fil", "former": ["_1"] }, { "id": "_2" }]));
}

#[test]
fn a_large_book_has_a_script_for_each_level_that_its_outline_leads_to() {
    let lesson = |n: usize| format!("---\ntitle: Leçon {n}\n---\n\nTexte.\n");
    let book = (0..61).fold(Book::empty().with("book.toml", SETTINGS), |book, n| {
        book.with(&format!("content/{}-n{}/{n}-l{n}.fr.md", n % 2 + 1, n % 2 + 1), lesson(n))
    });
    let built = Built::from_dir(book.root());
    let (_, outline) = script(&built, "outline.fr");
    for (at, lessons) in [(0, 31), (1, 30)] {
        let (path, part) = script(&built, &format!("outline.fr.{}", at + 1));
        assert_eq!(outline["levels"][at]["part"], json!(path.strip_prefix("assets/").unwrap()));
        assert_eq!(
            (&part["level"], part["lessons"].as_array().unwrap().len()),
            (&outline["levels"][at]["key"], lessons)
        );
    }
}

#[test]
fn what_ends_a_script_element_stays_within_it() {
    let book =
        essai().with("content/2-ecrire/2-x.fr.md", "---\ntitle: \"</script><b>\"\naliases: [\"a-b\"]\n---\n\nTexte.\n");
    let built = Built::from_dir(book.root());
    here(&built, "fr/ecrire/x/");
    assert!(!built.text("fr/ecrire/x/index.html").contains("</script><b>"));
}

#[test]
fn without_an_id_the_address_is_one_and_a_warning_has_the_line_that_keeps_it() {
    let book_of = |toml: &str| {
        let book = Book::empty().with("book.toml", format!("[book]\ntitle = \"Un essai\"\n{toml}[languages.fr]\n"));
        Built::from_dir(book.with("content/1-a/1-b.fr.md", "---\ntitle: B\n---\n\nTexte.\n").root())
    };
    for (toml, id) in [
        ("base_url = \"https://École.example/Livre/\"\n", "ecole.example-livre"),
        ("base_url = \"http://localhost:8000\"\n", "localhost-8000"),
        ("", "un-essai"),
    ] {
        let built = book_of(toml);
        assert_eq!(here(&built, "fr/a/b/")["book"], id);
        let fault = built.diagnostics.iter().find(|fault| fault.rule.name() == "missing-book-id").unwrap();
        let help = fault.help.as_ref().unwrap().text(UserLanguage::En);
        assert!(help.contains(&format!("id = \"{id}\"")), "{help}");
        let mended = book_of(&format!("id = \"{id}\"\n{toml}"));
        assert_eq!(here(&mended, "fr/a/b/")["book"], id);
        assert!(!mended.rules().contains(&"missing-book-id"));
    }
}

#[test]
fn a_former_key_never_is_a_present_one() {
    let book = essai();
    edit(&book, "content/1-lire/1-mots.fr.md", "aliases: [vieux]", "aliases: [images]");
    let built = Built::from_dir(book.root());
    assert!(built.rules().contains(&"duplicate-id"));
    let (_, outline) = script(&built, "outline.fr");
    let former = outline["former"].as_array().unwrap();
    assert!(former.iter().all(|pair| pair[0] != "lire/images"), "{former:?}");
}
