//! The small books of `tests/books`, and what they must become. What is true of every site is in
//! `laws.rs`.

mod learning;
mod support;

use std::collections::HashSet;

use support::Book;
use support::html::{Element, Html};
use support::site::{Built, bundled, published};

use palier::builder::Edition;

/// The text of the only `h1`, trimmed, and its language.
fn heading(html: &Html) -> (String, &str) {
    let heading = html.one("h1");
    (heading.text.trim().to_owned(), html.lang(heading).unwrap())
}

/// The language switch: (language, address, whether the text is missing in it).
fn switch(html: &Html) -> Vec<(&str, &str, bool)> {
    let nav = html.with_class("pal-languages").next().expect("a switch");
    let links = html.elements[nav.inside.clone()].iter().filter(|element| element.name == "a");
    links
        .map(|link| {
            let attribute = |name| link.attribute(name).unwrap();
            (attribute("hreflang"), attribute("href"), link.has_class("pal-missing"))
        })
        .collect()
}

#[test]
fn a_title_and_one_lesson_are_a_book() {
    let built = Built::small("one-lesson");
    let mut rules = built.rules();
    rules.sort_unstable();
    assert_eq!(rules, ["level-without-index", "missing-base-url", "missing-translation"]);
    // The index of the search is named by what it holds.
    let paths: Vec<&str> = built.paths().into_iter().filter(|path| !path.starts_with("assets/search.")).collect();
    assert_eq!(
        paths,
        [
            "404.html",
            "_headers",
            "en/accessibility/index.html",
            "en/index.html",
            "en/jardin/commencer/index.html",
            "en/jardin/index.html",
            "en/jardin/print/index.html",
            "en/jardin/print/style.css",
            "en/manifest.webmanifest",
            "en/offline/index.html",
            "en/print/index.html",
            "en/print/style.css",
            "en/privacy/index.html",
            "en/progress/index.html",
            "en/search/index.html",
            "en/search/index.js",
            "fr/accessibilite/index.html",
            "fr/confidentialite/index.html",
            "fr/hors-ligne/index.html",
            "fr/imprimer/index.html",
            "fr/imprimer/style.css",
            "fr/index.html",
            "fr/jardin/commencer/index.html",
            "fr/jardin/imprimer/index.html",
            "fr/jardin/imprimer/style.css",
            "fr/jardin/index.html",
            "fr/manifest.webmanifest",
            "fr/progression/index.html",
            "fr/recherche/index.html",
            "fr/recherche/index.js",
            "index.html",
            "offline/en.0.json",
            "offline/en.1.json",
            "offline/en.json",
            "offline/fr.0.json",
            "offline/fr.1.json",
            "offline/fr.json",
            "robots.txt",
            "sw.js",
        ]
    );
    assert_eq!(heading(built.page("fr/")), ("Le compost".to_owned(), "fr-CA"));
    assert_eq!(heading(built.page("fr/jardin/commencer/")), ("Commencer un tas".to_owned(), "fr-CA"));
    assert_eq!(heading(built.page("en/jardin/commencer/")), ("Commencer un tas".to_owned(), "fr-CA"));
    assert!(built.page("fr/").links("canonical").is_empty());
    assert_eq!(built.text("robots.txt"), "User-agent: *\nAllow: /\n");
}

#[test]
fn how_a_fallback_page_is_cited_is_in_the_language_of_its_text() {
    let built = Built::small("one-lesson");
    let lang = |page: &str| {
        let page = built.page(page);
        let cited = page.with_class("pal-reference").next().unwrap();
        cited.attribute("lang").map(str::to_owned)
    };
    assert_eq!(lang("en/jardin/commencer/").as_deref(), Some("fr-CA"));
    assert_eq!(lang("fr/jardin/commencer/"), None);
}

#[test]
fn nine_levels_stand_one_on_another() {
    let built = Built::small("nine-levels");
    assert_eq!(built.rules(), [""; 0]);
    let home = built.page("en/");
    let numbers: Vec<&str> = home.with_class("pal-level-number").map(|number| number.text.as_str()).collect();
    assert_eq!(numbers, ["9", "8", "7", "6", "5", "4", "3", "2", "1"]);
    let level = built.page("en/strategy/");
    assert_eq!(heading(level), ("Strategy".to_owned(), "en-GB"));
    assert_eq!(level.one("title").text, "Step 9: Strategy — Chess in nine steps");
    let eyebrow = level.with_class("pal-eyebrow").next().unwrap();
    assert_eq!(eyebrow.text.replace('\u{a0}', " "), "Step 9 of 9 · Step 9 of the way");
    let up = built.page("en/board/first/");
    let up = up.with_class("pal-card").next().unwrap();
    assert_eq!(up.attribute("href"), Some("../../pieces/"));
    assert!(up.text.replace('\u{a0}', " ").starts_with("Up: step 2"), "{}", up.text);
}

#[test]
fn a_book_in_one_language_has_no_switch_and_no_other() {
    let built = Built::small("nine-levels");
    assert!(built.pages().values().all(|html| html.with_class("pal-languages").next().is_none()));
    assert!(
        built
            .paths()
            .iter()
            .all(|path| ["en/", "offline/en.", "assets/search.en."].iter().any(|own| path.starts_with(own))
                || !path.contains('/'))
    );
    let address = "https://chess.example/en/";
    assert_eq!(built.page("en/").translations(), [("en", address), ("x-default", address)]);
}

#[test]
fn a_language_that_wants_no_fallback_has_no_page_and_leads_to_the_level() {
    let built = Built::small("three-languages");
    assert_eq!(built.rules(), [""; 0]);
    let spanish: Vec<&str> = built.paths().into_iter().filter(|path| path.starts_with("es/")).collect();
    assert_eq!(
        spanish,
        [
            "es/accesibilidad/index.html",
            "es/buscar/index.html",
            "es/buscar/index.js",
            "es/imprimir/index.html",
            "es/imprimir/style.css",
            "es/index.html",
            "es/manifest.webmanifest",
            "es/orilla/imprimir/index.html",
            "es/orilla/imprimir/style.css",
            "es/orilla/index.html",
            "es/orilla/mareas/fr/index.html",
            "es/orilla/mareas/index.html",
            "es/privacidad/index.html",
            "es/progreso/index.html",
            "es/sin-conexion/index.html",
        ]
    );
    assert_eq!(
        switch(built.page("fr/rivage/sable/")),
        [("fr", "./", false), ("en", "../../../en/shore/sand/", false), ("es", "../../../es/orilla/", true)]
    );
    // A link to what isn't there in Spanish leads to it in the language that it names.
    let tides = built.page("es/orilla/mareas/");
    let link = tides.named("a").find(|link| link.text == "la arena").unwrap();
    assert_eq!(link.attribute("href"), Some("../../../fr/rivage/sable/"));
}

#[test]
fn a_fallback_says_so_and_begins_with_its_recap() {
    let built = Built::small("three-languages");
    let page = built.page("en/shore/marees/");
    assert_eq!(page.one("html").attribute("lang"), Some("en-CA"));
    assert_eq!(heading(page), ("Les marées".to_owned(), "fr-FR"));
    let notice = page.with_class("pal-fallback").next().unwrap();
    assert!(notice.text.contains("This page doesn’t exist in English yet. Here it is in French."), "{}", notice.text);
    let recap = page.with_class("pal-recap").next().unwrap();
    assert!(recap.text.contains("The moon pulls the sea twice a day."), "{}", recap.text);
    assert_eq!(page.lang(recap), Some("en-CA"));
    let text = page.with_class("pal-text").next().unwrap();
    assert_eq!((text.attribute("lang"), text.attribute("dir")), (Some("fr-FR"), Some("ltr")));
    assert_eq!(page.links("canonical"), [("", "https://exemple.org/mer/fr/rivage/marees/")]);
    assert_eq!(page.translations(), []);
    // Inside the borrowed text, links stay in the page's language where they can.
    let sand = page.named("a").find(|link| link.text == "le sable").unwrap();
    assert_eq!(sand.attribute("href"), Some("../sand/#grains"));
    let original = built.page("fr/rivage/marees/");
    assert_eq!(
        original.translations(),
        [
            ("fr", "https://exemple.org/mer/fr/rivage/marees/"),
            ("es", "https://exemple.org/mer/es/orilla/mareas/"),
            ("x-default", "https://exemple.org/mer/fr/rivage/marees/"),
        ]
    );
}

#[test]
fn a_language_beside_french_and_english_has_its_own_words_numbers_and_dates() {
    let first = |html: &Html, class: &str| {
        let element = html.with_class(class).next().unwrap_or_else(|| panic!("a {class}"));
        element.text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let spanish = Built::small("three-languages");
    let level = spanish.page("es/orilla/");
    assert_eq!(first(level, "pal-level-here"), "Usted está aquí");
    assert_eq!(first(level, "pal-level-title"), "Nivel 1 de 1: La orilla, 1 lección");
    assert_eq!(first(level, "pal-meta"), "1 lecciónImprimir el nivelGuardar este nivel");
    assert_eq!(first(spanish.page("es/orilla/mareas/"), "pal-made"), "Hecho con Palier");
    let arabic = Built::small("right-to-left");
    let level = arabic.page("ar/الجذر/");
    assert_eq!(first(level, "pal-level-here"), "أنت هنا");
    assert_eq!(first(level, "pal-meta"), "3 دروسطباعة المستوىحفظ هذا المستوى");
    let lesson = arabic.page("ar/الجذر/الماء/");
    assert_eq!(first(lesson, "pal-meta"), "المدة: 25 دقيقة حُدّث في 1 نوفمبر 2026");
    assert_eq!(lesson.with_class("pal-choices").next().unwrap().attribute("type"), Some("1"));
    assert_eq!(first(lesson, "pal-right-answer"), "الجواب الصحيح: 2");
}

#[test]
fn a_script_from_right_to_left_turns_its_pages_and_its_borrowed_texts() {
    let built = Built::small("right-to-left");
    assert_eq!(built.rules(), [""; 0]);
    let direction = |address: &str| {
        let page = built.page(address);
        let text = page.with_class("pal-text").next().and_then(|text| text.attribute("dir").map(str::to_owned));
        (page.one("html").attribute("dir").unwrap().to_owned(), text)
    };
    let (left, right) = ("ltr".to_owned(), "rtl".to_owned());
    assert_eq!(direction("ar/الجذر/الماء/"), (right.clone(), None));
    assert_eq!(direction("fr/racine/الماء/"), (left.clone(), Some(right.clone())));
    assert_eq!(direction("ar/الجذر/turba/"), (right, Some(left)));
    let home = built.page("ar/");
    assert_eq!(home.links("canonical"), [("", "https://exemple.org/ar/")]);
    assert!(home.translations().contains(&("x-default", "https://exemple.org/ar/")));
    let chooser = built.page("");
    let choices: Vec<&str> = chooser.named("a").filter_map(|link| link.attribute("lang")).collect();
    assert_eq!(choices, ["fr-CA", "ar"]);
}

/// The book from right to left, its Arabic taken for Persian, of which the theme has one word.
fn with_few_words() -> Book {
    let folder = bundled().join("tests/books/right-to-left");
    // A build may have kept pictures there.
    let files = support::files(&folder).into_iter().filter(|file| !file.starts_with(folder.join(".palier")));
    files.fold(Book::empty(), |book, file| {
        let text = std::fs::read_to_string(&file).unwrap();
        let text = [("ar: ", "fa: "), ("ar = ", "fa = "), ("\"ar\"", "\"fa\""), ("languages.ar", "languages.fa")]
            .iter()
            .fold(text.replace(".ar.", ".fa."), |text, (old, new)| text.replace(old, new));
        let path = file.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/").replace(".ar.", ".fa.");
        book.with(&path, text)
    })
}

#[test]
fn each_word_that_a_language_lacks_says_what_language_it_is_in() {
    let book = with_few_words().with("themes/palier/strings/fa.toml", "toc = \"در این صفحه\"\n");
    let built = Built::from_dir(book.root());
    assert!(
        built.rules().iter().all(|rule| ["missing-string", "unstemmed-language"].contains(rule)),
        "{:?}",
        built.rules()
    );
    let mut said = 0;
    for (path, html) in built.pages() {
        assert_eq!(html.faults, [""; 0], "{path}");
        // What is in no language, or can't say it.
        let is_mute = |element: &Element| {
            let names = ["title", "script", "code", "pre", "mi", "mtext", "mo", "mn", "annotation"];
            names.contains(&element.name.as_str())
                || element.attribute("rel") == Some("license")
                // Citations are in the words of the style.
                || element.attribute("data-copy").is_some()
                // A language’s key and the page’s address are no words.
                || element.attribute("class").is_some_and(|class| ["pal-language-key", "pal-address"].contains(&class))
        };
        let code = html.elements.iter().filter(|element| is_mute(element)).flat_map(|element| element.inside.clone());
        let code: HashSet<usize> = code.collect();
        for (at, element) in html.elements.iter().enumerate() {
            let text = &element.own_text;
            let is_word = text.contains(|c: char| c.is_ascii_lowercase()) && !is_mute(element) && !code.contains(&at);
            assert!(!is_word || html.lang(element) != Some("fa"), "{path}: nothing says what language “{text}” is in");
            if element.attribute("lang") == Some("en") {
                assert!(!text.contains(|c| ('\u{600}'..='\u{6ff}').contains(&c)), "{path}: “{text}” is not in English");
                said += 1;
            }
        }
    }
    assert!(said > 100, "{said}");
    for text in built.files.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()) {
        assert!(!text.contains(['\u{98}', '\u{86}', '\u{9c}', '\u{fffd}']), "{text}");
    }
    let lesson = built.text("fa/الجذر/الماء/index.html");
    for expected in [
        "<h2 id=\"page.toc\">در این صفحه</h2>",
        "<h2 id=\"page.objectives\"><span lang=\"en\" dir=\"ltr\">After this lesson, you can</span></h2>",
        "<span lang=\"en\" dir=\"ltr\">Level\u{a0}1</span>",
        "aria-label=\"Previous and next lesson\"",
        "data-go=\"Read at the end of the page\" data-go-lang=\"en\"",
    ] {
        assert!(lesson.contains(expected), "{expected} is not in\n{lesson}");
    }
}

#[test]
fn shown_files_get_a_fingerprint_and_offered_ones_keep_their_names() {
    let built = Built::small("files");
    assert_eq!(built.rules(), [""; 0]);
    let is_shown = |path: &&str| path.ends_with(".svg");
    let shown: Vec<&str> = built.paths().into_iter().filter(is_shown).collect();
    assert_eq!(shown, ["assets/couches.86cefa9800.svg", "assets/plan.4362d3ac0d.svg"]);
    let page = built.page("fr/terre/sol/");
    let images: Vec<_> =
        page.named("img").map(|image| ["src", "width", "height"].map(|name| image.attribute(name))).collect();
    assert_eq!(images[0], [Some("../../../assets/couches.86cefa9800.svg"), Some("30"), Some("90")]);
    assert_eq!(images[1][0], Some("../../../assets/plan.4362d3ac0d.svg"));
    assert_eq!(page.one("figcaption").text, "Du haut vers le bas.");
    let handout = page.named("a").find(|link| link.text == "la fiche").unwrap();
    assert_eq!(handout.attribute("href"), Some("fiche%20%C3%A0%20remplir.txt"));
    assert_eq!(built.text("fr/terre/sol/fiche à remplir.txt"), "Nom : \nCouches : \n");
    assert_eq!(built.text("CNAME"), "potager.example\n");
    assert_eq!(built.text("reglement.txt"), "On ferme la barrière.\n");
}

#[test]
fn a_formula_of_a_heading_is_plain_text_where_the_heading_is_repeated() {
    let lesson = "---\ntitle: Lire\n---\n\n## Voir $E=mc^2$\n\nUn.\n\n## Autre\n\nDeux.\n\n## Encore\n\nTrois.\n";
    let book = Book::empty()
        .with(
            "book.toml",
            "[book]\nid = \"livre\"\ntitle = \"Livre\"\nbase_url = \"https://livre.example/\"\n[languages.fr]\n",
        )
        .with("content/1-a/index.fr.md", "---\ntitle: A\noutcomes: [a]\n---\n\nTexte.\n")
        .with("content/1-a/1-lire.fr.md", lesson);
    let built = Built::from_dir(book.root());
    let page = built.page("fr/a/lire/");
    let links: Vec<_> = page.named("a").filter(|link| link.attribute("href") == Some("#voir-emc2")).collect();
    let [contents, anchor] = links.as_slice() else { panic!("{} links", links.len()) };
    assert_eq!(contents.text, "Voir E = mc²");
    assert_eq!(anchor.attribute("aria-label"), Some("Lien vers la section «\u{a0}Voir E = mc²\u{a0}»"));
}

#[test]
fn what_names_a_part_of_a_file_is_kept_wherever_the_file_is_named() {
    let written = "---\ntitle: Lire\nfootnotes:\n  n: \"[note](doc.pdf#page=9)\"\n---\n\n\
        [trois](doc.pdf#page=3) [x](doc.pdf?x=1&y=2#page=4) [é](l%C3%A0%20bas.pdf#nameddest=%C3%A9t%C3%A9) [q](doc.pdf?x=1) \
        [s](/plan.pdf#page=5) [t](../../static/plan.pdf?x=1) [r](2-b.fr.md?imprimer=oui#fin) [ici](?v=2#suite)[^n]\n\n\
        ## Suite\n\n\
        ![v](f.mp4#t=10,20)\n\n![d](d.svg#view)\n\n![son](s.mp3#t=5)\n\n\
        | a | b |\n|---|---|\n| [c](doc.pdf#page=6) | ![e](d.svg?x=1) |\n\n\
        > [!NOTE]\n> [n](doc.pdf#page=7)\n\n\
        <a href=\"doc.pdf#page=8\">a</a> <img src=\"d.svg#view\" srcset=\"d.svg#a 1x, d.svg#b 2x\" alt=\"\">\n\n\
        <video src=\"f.mp4#t=30\" poster=\"d.svg#poster\"><source src=\"f.mp4#t=40\"><track src=\"f.fr.vtt#x\"></video>\n";
    for raw_html in ["sanitize", "allow"] {
        let settings = format!(
            "[book]\nid = \"livre\"\ntitle = \"Livre\"\nbase_url = \"https://livre.example/\"\n[build]\nraw_html = \"{raw_html}\"\n[languages.fr]\n"
        );
        let book = Book::empty()
            .with("book.toml", settings)
            .with("content/1-a/index.fr.md", "---\ntitle: A\noutcomes: [a]\n---\n\nTexte.\n")
            .with("content/1-a/1-lire.fr.md", written)
            .with("content/1-a/2-b.fr.md", "---\ntitle: B\n---\n\n## Fin\n\nTexte.\n")
            .with("content/1-a/doc.pdf", "pdf")
            .with("content/1-a/là bas.pdf", "pdf")
            .with("static/plan.pdf", "pdf")
            .with("content/1-a/f.mp4", b"\0\0\0\x08ftyp")
            .with("content/1-a/f.fr.vtt", "WEBVTT\n")
            .with("content/1-a/s.mp3", "son")
            .with("content/1-a/s.fr.txt", "Ce qui se dit.\n")
            .with("content/1-a/d.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>");
        let built = Built::from_dir(book.root());
        assert_eq!(built.rules(), [""; 0]);
        let page = built.page("fr/a/lire/");
        let text = |name: &'static str| -> Vec<&str> {
            page.named("a").filter(|link| link.text == name).filter_map(|link| link.attribute("href")).collect()
        };
        assert_eq!(text("trois"), ["doc.pdf#page=3"]);
        assert_eq!(text("x"), ["doc.pdf?x=1&y=2#page=4"]);
        assert_eq!(text("é"), ["l%C3%A0%20bas.pdf#nameddest=%C3%A9t%C3%A9"]);
        assert_eq!(text("q"), ["doc.pdf?x=1"]);
        assert_eq!(text("s"), ["../../../plan.pdf#page=5"]);
        assert_eq!(text("t"), ["../../../plan.pdf?x=1"]);
        assert_eq!(text("r"), ["../b/?imprimer=oui#fin"]);
        assert_eq!(text("ici"), ["?v=2#suite"]);
        assert_eq!(
            (text("c"), text("n"), text("a")),
            (vec!["doc.pdf#page=6"], vec!["doc.pdf#page=7"], vec!["doc.pdf#page=8"])
        );
        assert_eq!(text("note"), ["doc.pdf#page=9"]);
        let parts = |name: &'static str, attribute: &'static str| -> Vec<String> {
            let written = page.named(name).filter_map(|shown| shown.attribute(attribute));
            let of_each = written.flat_map(|written| written.split(", ").map(str::to_owned).collect::<Vec<_>>());
            of_each.map(|address| address[address.find(['?', '#']).unwrap_or(address.len())..].to_owned()).collect()
        };
        assert_eq!(parts("img", "src"), ["#view", "?x=1", "#view"]);
        // What is cleaned has no `srcset`.
        let sets: &[&str] = if raw_html == "allow" { &["#a 1x", "#b 2x"] } else { &[] };
        assert_eq!(parts("img", "srcset"), sets);
        assert_eq!(parts("video", "src"), ["#t=10,20", "#t=30"]);
        assert_eq!(parts("video", "poster"), ["#poster"]);
        assert_eq!(parts("source", "src"), ["#t=40"]);
        assert_eq!(parts("track", "src"), ["", "#x"], "captions beside the film are found");
        assert_eq!(parts("audio", "src"), ["#t=5"]);
    }
}

#[test]
fn a_former_address_is_a_page_in_its_own_language_known_by_the_new_address() {
    let settings = "[book]\nid = \"livre\"\ntitle = \"Livre\"\nbase_url = \"https://exemple.org/\"\n[languages.fr]\n[languages.en]\n";
    let book = Book::empty()
        .with("book.toml", settings)
        .with("content/1-a/index.fr.md", "---\ntitle: A\n---\n")
        .with("content/1-a/1-b.fr.md", "---\ntitle: B\n---\n\nTexte.\n")
        .with("content/1-a/1-b.en.md", "---\ntitle: B\naliases: [/en/old/]\n---\n\nText.\n");
    let built = Built::from_dir(book.root());
    let former = built.page("en/old/");
    let new = built.page("en/a/b/");
    assert_eq!(former.one("html").attribute("lang"), new.one("html").attribute("lang"));
    assert_ne!(former.one("html").attribute("lang"), built.page("fr/").one("html").attribute("lang"));
    assert_eq!(former.links("canonical"), new.links("canonical"));
    assert_eq!(former.links("canonical").len(), 1);
}

#[test]
fn a_former_address_leads_on_and_a_former_id_still_names_its_lesson() {
    let built = Built::small("files");
    let redirect = built.page("fr/ancien-sol/");
    let refresh = redirect.named("meta").find_map(|meta| {
        let is_refresh = meta.attribute("http-equiv") == Some("refresh");
        meta.attribute("content").filter(|_| is_refresh)
    });
    assert_eq!(refresh, Some("0; url=../terre/sol/"));
    assert_eq!(redirect.named("a").next().unwrap().attribute("href"), Some("../terre/sol/"));
    let seeds = built.page("fr/terre/graines/");
    let before = seeds.with_class("pal-before").next().expect("what to do first");
    assert!(before.text.contains("Le sol"), "{}", before.text);
}

#[test]
fn a_draft_is_nowhere_unless_it_is_asked_for() {
    let built = Built::small("files");
    assert!(built.files.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("L’eau")));
    let page = built.page("fr/terre/sol/");
    assert!(page.named("a").all(|link| link.text != "le brouillon"), "a link to a draft is text");
    assert!(page.with_class("pal-text").next().unwrap().text.contains("puis lisez le brouillon"));

    let folder = bundled().join("tests/books/files");
    let options = Edition { drafts: true, ..published() };
    let site = palier::build::read(folder.as_path(), &options).site.expect("a site");
    assert!(site.artifacts.contains_key("fr/terre/eau/index.html"));
}

#[test]
fn an_address_from_the_command_line_takes_the_books_place() {
    let book = Book::from_dir(&bundled().join("tests/books/three-languages"));
    let ran = book.palier(&["build", "--base-url", "https://ailleurs.example/cours"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    let read = |path: &str| std::fs::read_to_string(book.path("public").join(path)).unwrap();
    let page = Html::parse(&read("fr/index.html"));
    assert_eq!(page.links("canonical"), [("", "https://ailleurs.example/cours/fr/")]);
    assert!(read("404.html").contains("href=\"/cours/fr/\""));
}

#[test]
fn a_template_of_the_book_sees_the_authors_own_values() {
    let book = Book::empty()
        .with("book.toml", "[book]\nid = \"livre\"\ntitle = \"Livre\"\n[languages.fr]\n")
        .with("content/1-a/1-b.fr.md", "---\ntitle: B\nextra:\n  couleur: bleu marin\n---\n\nTexte.\n")
        .with("themes/palier/templates/lesson.html", "<!doctype html><p>{{ frame.extra.couleur }}</p>");
    let built = Built::from_dir(book.root());
    let page = built.text("fr/a/b/index.html");
    // The policy is in every page, whatever its template.
    assert!(page.starts_with("<!doctype html>\n<meta http-equiv=\"Content-Security-Policy\""), "{page}");
    assert!(page.ends_with("\"><p>bleu marin</p>"), "{page}");
}

#[test]
fn all_that_a_page_shows_is_set_in_its_own_language() {
    let built = Built::small("typography");
    let page = built.page("fr/eau/source/");
    assert_eq!(heading(page), ("L’eau, « vive »\u{202f}?".replace("« vive »", "«\u{a0}vive\u{a0}»"), "fr-FR"));
    // What is no page has spaces that are nothing else.
    assert_eq!(page.one("title").text, "L’eau, « vive » ? — L’eau : « vive »");
    let shown = built.text("fr/eau/source/index.html");
    for set in
        ["Dire «\u{a0}oui\u{a0}»\u{202f}!", "De l’eau «\u{a0}souterraine\u{a0}»\u{202f}!", "Une <a", "nappe d’eau</a>…"]
    {
        assert!(shown.contains(set), "{set}");
    }
    let contents: Vec<&str> = page.with_class("pal-toc").map(|toc| toc.text.as_str()).collect();
    assert!(contents.iter().any(|text| text.contains("L’eau\u{a0}: \"x\"\u{202f}?")), "{contents:?}");
    assert!(!page.ids().any(|id| id.contains(['’', '\u{a0}', '\u{202f}'])));
    // The fallback’s summary is in the page’s language, its text in its own.
    let fallback = built.text("en/eau/source/index.html");
    assert!(fallback.contains("It’s “here”.") && fallback.contains("Dire «\u{a0}oui\u{a0}»\u{202f}!"));
    assert_eq!(heading(built.page("en/eau/")), ("Where’s “water” from?".to_owned(), "en-CA"));
    assert!(built.text("fr/atom.xml").contains("<summary>L’eau : d’où ?</summary>"));
    assert!(built.text("en/glossary/index.html").contains("groundwater’s table"));
}

#[test]
fn a_half_translated_book_borrows_what_it_lacks_and_says_so() {
    let built = Built::small("half-translated");
    assert_eq!(built.rules(), [""; 0]);
    // A lesson in the second language only: the first borrows it, and opens with its summary.
    let eggs = built.page("fr/nid/eggs/");
    assert_eq!(heading(eggs), ("Eggs".to_owned(), "en-CA"));
    let recap = eggs.with_class("pal-recap").next().expect("a recap");
    assert!(recap.text.contains("Un œuf a la couleur de ce qui l’entoure."), "{}", recap.text);
    assert_eq!(eggs.lang(recap), Some("fr-CA"));
    // The third wants no fallback: the switch leads to the level, and says beforehand what is missing.
    assert!(!built.files.contains_key("es/nid/eggs/index.html"));
    assert_eq!(
        switch(eggs),
        [("fr", "./", true), ("en", "../../../en/nest/eggs/", false), ("es", "../../../es/nid/", true)]
    );
    let said = eggs.with_class("pal-missing-note").map(|note| note.text.trim()).collect::<Vec<_>>();
    assert_eq!(said, ["Cette page n’existe pas encore en français.", "Cette page n’existe pas encore en espagnol."]);
    // A lesson in the third language only.
    assert_eq!(heading(built.page("en/nest/plumas/")).0, "Las plumas");
    // A level whose own text is in the third language only has its page in each, with its lessons.
    let level = built.page("en/vol/");
    assert_eq!(heading(level).0, "El vuelo");
    assert!(level.named("a").any(|link| link.text == "Gliding"));
}

#[test]
fn texts_that_lie_beside_each_other_are_read_so_and_others_section_by_section() {
    let built = Built::small("half-translated");
    let beside = built.paths().into_iter().filter(|path| path.split('/').count() == 5);
    assert_eq!(
        beside.collect::<Vec<_>>(),
        [
            "en/nest/made-of/fr/index.html",
            "es/vol/planear/fr/index.html",
            "fr/nid/matiere/en/index.html",
            "fr/vol/planer/es/index.html",
        ]
    );
    // A section is missing from the English text: those that it has still lead to their pairs.
    let pairs =
        built.page("fr/vol/planer/").with_class("pal-pair").filter(|pair| pair.attribute("hreflang") == Some("en"));
    let pairs: Vec<&str> = pairs.filter_map(|pair| pair.attribute("href")).collect();
    assert_eq!(pairs, ["../../../en/vol/gliding/#warm-air", "../../../en/vol/gliding/#the-slope"]);
}

#[test]
fn a_page_tells_its_script_where_the_scripts_are_that_it_may_load_later() {
    let theme =
        "name = \"Ours\"\nstylesheet = \"palier.css\"\nscript = \"palier.js\"\nmore_scripts = [\"more/quiz.js\"]\n";
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson"))
        .with("themes/palier/theme.toml", theme)
        .with("themes/palier/static/more/quiz.js", "quiz();\n")
        .with("themes/palier/static/more/quiz.css", ".quiz {}\n");
    let built = Built::from_dir(book.root());
    for (path, root) in [("fr/index.html", "../"), ("fr/jardin/commencer/index.html", "../../../"), ("404.html", "/")] {
        let page = built.page_at(path);
        let script = page.named("script").find_map(|script| script.attribute("data-scripts"));
        let addresses: serde_json::Value = serde_json::from_str(script.expect(path)).unwrap();
        let address = addresses["more/quiz.js"].as_str().unwrap().strip_prefix(root).expect(path);
        assert!(address.starts_with("assets/more/quiz.") && address.ends_with(".js"), "{address}");
        assert_eq!(built.text(address), "quiz();\n");
        let look = addresses["more/quiz.css"].as_str().unwrap().strip_prefix(root).expect(path);
        assert_eq!(built.text(look), ".quiz {}\n");
        let words = built.text(addresses["words"].as_str().unwrap().strip_prefix(root).expect(path));
        let words = words.strip_prefix("var palierWords=").and_then(|words| words.strip_suffix(";\n")).expect(path);
        let words: serde_json::Value = serde_json::from_str(words).unwrap();
        assert_eq!(words["close"], "Fermer");
    }
    let book = book.with("themes/palier/theme.toml", theme.replace("quiz", "none"));
    assert!(book.check().rules().contains(&"invalid-theme"));
    let book = book.with("themes/palier/theme.toml", theme.replace("more_scripts = [\"more/quiz.js\"]\n", ""));
    let plain = Built::from_dir(book.root());
    assert!(!plain.files.keys().any(|path| path.starts_with("assets/words.")));
    let script = plain.page_at("fr/index.html").named("script").find_map(|script| script.attribute("data-scripts"));
    assert_eq!(script, None);
}

#[test]
fn an_image_is_credited_under_it_and_on_a_page_of_each_language() {
    let built = Built::small("pictures");
    assert_eq!(built.rules(), [""; 0]);
    for (page, credits, words, titles) in [
        ("fr/voir/cadre/", "fr/credits/", "Crédit\u{a0}: ", ["La colline", "CC0 1.0"]),
        ("en/see/frame/", "en/credits/", "Credit: ", ["The hill", "CC0 1.0"]),
    ] {
        let html = built.page(page);
        let shown: Vec<&str> = html.with_class("pal-credit").map(|credit| credit.text.trim()).collect();
        // Wherever the hill is shown, as its file says; the eye, where its braces do.
        let hill = format!("{words}{}, Marie Roy, CC BY 4.0", titles[0]);
        assert_eq!(shown, [hill.as_str(), &hill, &format!("{words}Léo Gagnon, {}", titles[1])]);
        assert!(html.named("figcaption").all(|caption| caption.text.contains(words)));

        let page = built.page(credits);
        let listed: Vec<&str> = page.with_class("pal-reference").map(|entry| entry.text.trim()).collect();
        assert_eq!(listed.len(), 2, "{listed:?}");
        assert!(listed[0].ends_with(&format!("{}, Marie Roy, CC BY 4.0", titles[0])), "{listed:?}");
        assert!(listed[1].ends_with("Léo Gagnon, CC0 1.0"), "{listed:?}");
        let leads = |href: &str| page.named("a").any(|link| link.attribute("href") == Some(href));
        assert!(leads("https://exemple.org/colline"));
        assert!(html.named("a").any(|link| link.attribute("href").is_some_and(|href| href.ends_with("credits/"))));
    }
}

#[test]
fn a_book_without_credits_has_no_page_of_them() {
    let built = Built::small("one-lesson");
    assert!(built.paths().iter().all(|path| !path.contains("credits")));
}
