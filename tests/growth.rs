//! What a book costs grows as the book does: work is counted for a book of n and for one of 2n, and never
//! timed. What is shared by all pages, or near each of them, is bounded. The stages before are counted by
//! what they allocate.

mod support;

use std::alloc::System;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use palier::assemble::{self, Parses, Scope, SharedFiles};
use palier::config::{self, Config};
use palier::model::Permalink;
use palier::search::{self, Group, GroupKind, Section, Text as Found};
use palier::source::Sources;
use palier::{check, parse};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use support::site::Built;
use support::{Book, generated};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Holds the other tests of this file back while the guard lives: allocations are counted for the whole process.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

const SETTINGS: &str = "[book]\nid = \"livre\"\ntitle = \"Livre\"\nbase_url = \"https://livre.example/\"\n[languages.fr]\n[languages.en]\n";

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
fn the_page_of_a_lesson_is_as_large_however_many_lessons_the_book_has() {
    let _alone = alone();
    let page = |lessons: usize| {
        let folder = tempfile::tempdir().unwrap();
        generated::write(folder.path(), lessons);
        Built::from_dir(folder.path()).text("fr/niveau-1/lecon-20/index.html").len()
    };
    let (some, many) = (page(60), page(180));
    // Counts have a digit more.
    assert!(many < some + 40, "{some} bytes of 60 lessons, {many} of 180");
    assert!(many <= 29_000, "{many} bytes");
}

#[test]
fn a_search_loads_parts_as_small_however_many_lessons_the_book_has() {
    let _alone = alone();
    let sizes = |lessons: usize| {
        let folder = tempfile::tempdir().unwrap();
        generated::write(folder.path(), lessons);
        let built = Built::from_dir(folder.path());
        let parts = built.files.iter().filter(|(path, _)| path.starts_with("assets/search.fr."));
        let sizes: Vec<usize> = parts.map(|(_, bytes)| bytes.len()).collect();
        (sizes.iter().sum::<usize>(), sizes.into_iter().max().unwrap(), built.text("fr/recherche/index.js").len())
    };
    let (some, many) = (sizes(60), sizes(180));
    assert!(many.0 < 3 * some.0 + 1000, "{} bytes of 60 lessons, {} of 180", some.0, many.0);
    assert!(many.1 < 26_000, "a part has {} bytes", many.1);
    // The head names each part with texts, of two lessons or more, and says how many sections each text has.
    assert!(many.2 < some.2 + 120 * 25, "the head has {} bytes of 60 lessons, {} of 180", some.2, many.2);
}

#[test]
fn pages_outside_the_levels_name_those_near_them_and_the_front_page_names_all() {
    let _alone = alone();
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
    let _alone = alone();
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
    let _alone = alone();
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

/// The allocations of a work, in number and in bytes: what it makes, whatever the machine and its load. What only
/// looks again at what is there is not in them.
fn allocations<T>(work: impl FnOnce() -> T) -> [usize; 2] {
    let region = Region::new(ALLOCATOR);
    let made = work();
    let change = region.change();
    drop(made);
    [change.allocations + change.reallocations, change.bytes_allocated]
}

/// Asserts that what a work allocates grows as what it is given; a few allocations may be made once for all.
fn allocates_as_it_grows(what: &str, cost: impl Fn(usize) -> [usize; 2], n: usize) {
    // Tables that never change are made before.
    cost(1);
    let (once, twice) = (cost(n), cost(2 * n));
    for (unit, few, (once, twice)) in [("allocations", 20, (once[0], twice[0])), ("bytes", 2_000, (once[1], twice[1]))]
    {
        assert!(twice * 10 < once * 24 + few * 10, "{what}: {once} {unit} for {n}, {twice} for {}", 2 * n);
    }
}

#[test]
fn indexing_costs_as_the_texts_do() {
    let _alone = alone();
    let cost = |lessons: usize| {
        let texts = (0..lessons).map(|n| Found {
            href: format!("../a/l{n}/"),
            title: format!("Leçon {n}"),
            sections: vec![Section {
                text: format!("Un mot{n} et l’ami du mot{} {}", n / 2, "encore ".repeat(50)),
                ..Section::default()
            }],
            ..Found::default()
        });
        let texts = texts.collect();
        let groups = [Group { kind: GroupKind::Page, name: "Pages".to_owned(), title: String::new(), texts }];
        allocations(|| search::index(&groups, "fr", "fr-CA", &Permalink::page(["fr", "recherche"])))
    };
    allocates_as_it_grows("indexing", cost, 1280);
}

/// What a text may be full of: a name, and a piece by its number.
type Piece = (&'static str, fn(usize) -> String);

const PIECES: [Piece; 20] = [
    ("paragraphs", |n| format!("Un mot {n}, et *un autre* **encore**.\n\n")),
    ("headings", |n| format!("## Partie {n}\n\nTexte.\n\n")),
    ("headings of one name", |_| "## Partie\n\nTexte.\n\n".to_owned()),
    ("links", |n| format!("[ici](ailleurs-{n}.md#là) et https://exemple.org/{n}\n\n")),
    ("links by labels", |n| format!("[ici][l{n}]\n\n[l{n}]: https://exemple.org/{n}\n\n")),
    ("notes", |n| format!("Un mot[^n{n}].\n\n[^n{n}]: Une note.\n\n")),
    ("calls of notes without any", |n| format!("Un mot[^n{n}].\n\n")),
    ("citations", |n| format!("[voir @clé{n}, p. {n}; @autre]\n\n")),
    ("terms", |n| format!("[[terme {n}]] et [[autre|le même]]\n\n")),
    ("items", |n| format!("- Un point {n}\n  - dessous\n")),
    ("tables", |n| format!("| a | b |\n|---|---|\n| {n} | d |\n\n")),
    ("callouts", |n| format!("> [!QUESTION]{{#q{n}}}\n> Qui ?\n>\n> - [x] Moi\n> - [ ] Toi\n\n")),
    ("gaps", |n| format!("> [!QUESTION]{{#q{n} .gaps}}\n> Un [[= trou {n} | deux]] ici.\n>\n> ? Indice\n\n")),
    ("answers", |n| format!("> [!QUESTION]{{#q{n}}} Quoi?\n>\n> = mot {n} | autre\n>\n> ? Indice\n\n")),
    ("orders", |n| format!("> [!QUESTION]{{#q{n} .order}} Quoi?\n>\n> 1. un {n}\n> 2. deux\n\n")),
    ("pairs", |n| {
        format!("> [!QUESTION]{{#q{n} .pairs}} Quoi?\n>\n> | a | b |\n> |---|---|\n> | c{n} | d |\n> | e | f |\n\n")
    }),
    ("formulas", |n| format!("$x_{{{n}}} = \\frac{{1}}{{2}}$\n\n")),
    ("code", |n| format!("```rust\nlet a = {n};\n```\n\n")),
    ("raw HTML", |n| format!("<div id=\"i{n}\"><b>Un mot</b></div>\n\n")),
    ("slips", |n| format!("[un lien] (x{n}) #Titre ** mot ** <b>\n\n")),
];

/// A lesson full of something.
fn full_of(piece: fn(usize) -> String, n: usize) -> String {
    format!("---\ntitle: Leçon\n---\n\n{}", (0..n).map(piece).collect::<String>())
}

#[test]
fn parsing_and_checking_a_file_allocate_as_it_grows() {
    let _alone = alone();
    for (what, piece) in PIECES {
        let parse = |n: usize| {
            let text = full_of(piece, n);
            allocations(|| parse::parse(&text))
        };
        allocates_as_it_grows(&format!("parse: {what}"), parse, 60);
        let check = |n: usize| {
            let parsed = parse::parse(&full_of(piece, n)).value;
            allocations(|| check::check_file(&parsed))
        };
        allocates_as_it_grows(&format!("check: {what}"), check, 60);
    }
}

/// The files of a book of `n` lessons, each a part of what the others are: it links to the one before, needs it,
/// shares tags and terms, has an alias and works of its own, and a translation that fell behind.
fn lessons(n: usize) -> Sources {
    let mut sources = Sources::default();
    sources.insert("book.toml", SETTINGS);
    sources.insert("content/glossary.yml", "mot: { fr: { term: mot, definition: Un mot. } }\n");
    for level in 0..4 {
        sources
            .insert(&format!("content/{0}-n{0}/index.fr.md", level + 1), "---\ntitle: Niveau\noutcomes: [lire]\n---\n");
    }
    for lesson in 0..n {
        let (level, before) = (lesson % 4 + 1, lesson.saturating_sub(4));
        let path = format!("content/{level}-n{level}/{}-l{lesson}", lesson / 4 + 1);
        let fields = format!(
            "title: Leçon {lesson}\ntags: [t{lesson}, commun]\nprerequisites: [n{level}/l{before}]\naliases: [/vieux/{lesson}]\n\
             objectives: [Lire {lesson}]\nreferences:\n  k{lesson}: « Titre {lesson} », 2020"
        );
        let link = format!("{}-l{before}.fr.md", before / 4 + 1);
        sources.insert(
            &format!("{path}.fr.md"),
            &format!("---\n{fields}\n---\n\nUn [[mot]], [@k{lesson}], [avant]({link}), [rien](rien.fr.md).\n"),
        );
        sources.insert(&format!("{path}.en.md"), &format!("---\ntitle: Lesson {lesson}\n---\n\n## A\n\nA word.\n"));
    }
    sources
}

#[test]
fn assembling_and_checking_a_book_allocate_as_it_grows() {
    let _alone = alone();
    let read = |n: usize| {
        let sources = lessons(n);
        let config = Arc::new(config::parse(SETTINGS).value);
        let texts = sources.texts.values().filter(|file| file.path.as_str().ends_with(".md"));
        let parses: Parses = texts.map(|file| (file.path.clone(), Arc::new(parse::parse(&file.text).value))).collect();
        (sources, config, parses)
    };
    let assemble = |(sources, config, parses): &(Sources, Arc<Config>, Parses)| {
        assemble::assemble(config, sources, parses, &SharedFiles::default(), Scope::default())
    };
    let assembling = |n: usize| {
        let read = read(n);
        allocations(|| assemble(&read))
    };
    let checking = |n: usize| {
        let read = read(n);
        let book = assemble(&read).value;
        allocations(|| (check::check(&book), check::check_files(&read.0)))
    };
    allocates_as_it_grows("assemble", assembling, 100);
    allocates_as_it_grows("check", checking, 100);
}

#[test]
fn what_scripts_are_told_grows_with_the_book_and_what_a_page_tells_them_does_not() {
    let _alone = alone();
    let lessons = |n: usize| {
        let outcomes: String = (0..n).map(|at| format!("  - {{ id: o{at:03}, text: Savoir }}\n")).collect();
        let index = format!("---\ntitle: A\noutcomes:\n{outcomes}---\n");
        let book = (0..n).fold(book().with("content/1-a/index.fr.md", index), |book, at| {
            let objective = format!("  - {{ id: p, text: Faire, serves: [o{at:03}] }}");
            let question = "> [!QUESTION]{#q shows=\"p\"} Qui?\n>\n> - [x] Moi\n> - [ ] Toi";
            let text = format!("---\ntitle: Leçon {at:03}\nobjectives:\n{objective}\n---\n\n{question}\n");
            book.with(&format!("content/1-a/{}-l{at:03}.fr.md", at + 2), text)
        });
        Built::from_dir(book.root())
    };
    let told = |n: usize| {
        let built = lessons(n);
        let scripts = built.files.iter().filter(|(path, _)| path.starts_with("assets/outline."));
        scripts.map(|(_, script)| script.len()).sum()
    };
    grows("bytes of what scripts are told, by lessons", told, 70);
    let here = |n: usize| {
        let built = lessons(n);
        let page = built.text("fr/a/b/index.html");
        page.split("data-progress>").nth(1).unwrap().split("</script>").next().unwrap().len()
    };
    assert_eq!(here(70), here(140));
}
