//! A book of which an editor holds texts that are not saved yet: its site is the one that they would make if
//! they were, and nothing is written.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use palier::build::{self, Options};
use palier::load::Source;
use palier::preview::{self, Event, Preview};
use palier::serve::Page;
use support::{Book, files};

const LESSON: &str = "content/1-debut/1-lire.fr.md";
const OTHER: &str = "content/1-debut/2-ecrire.fr.md";

fn book() -> Book {
    Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\nbase_url = \"https://exemple.org/\"\n[languages.fr]\n")
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: [lire]\n---\n")
        .with(LESSON, "---\ntitle: Lire\n---\n\nUn texte, et [l’autre](2-ecrire.fr.md).\n")
        .with(OTHER, "---\ntitle: Écrire\n---\n\nUn [[mot]].\n")
        .with("content/glossary.yml", "mot: { fr: { term: mot, definition: Un mot. } }\n")
}

/// All files of a folder, with their bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let named = files(folder).into_iter().map(|path| {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (name, fs::read(path).unwrap())
    });
    named.collect()
}

/// What is wrong with a book, and its site.
fn built(source: Source) -> (String, BTreeMap<String, Vec<u8>>) {
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().join("public");
    let outcome = build::build(source, &Options { output: Some(folder.clone()), ..Options::default() });
    let site = if outcome.written.is_ok() { contents(&folder) } else { BTreeMap::new() };
    (format!("{:?}", outcome.diagnostics), site)
}

/// Texts in memory (`None`: one that is taken away) make the site that they make once they are saved.
fn assert_as_if_saved(texts: &[(&str, Option<&str>)]) {
    let book = book();
    let before = contents(book.root());
    let mut source = Source::disk(book.root());
    for (path, text) in texts {
        match text {
            Some(text) => source.set(path, text).unwrap(),
            None => source.remove(path).unwrap(),
        }
    }
    let in_memory = built(source.clone());
    assert_eq!(contents(book.root()), before, "nothing is written in the book");
    assert_ne!(in_memory, built(Source::disk(book.root())), "it is another book");
    for (path, text) in texts {
        match text {
            Some(text) => {
                fs::create_dir_all(book.path(path).parent().unwrap()).unwrap();
                fs::write(book.path(path), text).unwrap();
            }
            None => fs::remove_file(book.path(path)).unwrap(),
        }
    }
    let saved = built(Source::disk(book.root()));
    assert!(in_memory == saved, "{texts:?}: in memory\n{}\nsaved\n{}", in_memory.0, saved.0);
    // What is forgotten is on disk by now.
    texts.iter().for_each(|(path, _)| source.forget(path));
    assert!(built(source) == saved, "{texts:?}, forgotten");
}

#[test]
fn a_text_in_memory_takes_the_place_of_its_file() {
    assert_as_if_saved(&[(LESSON, Some("---\ntitle: Lire mieux\n---\n\nUn [[mot]] neuf.\n"))]);
    assert_as_if_saved(&[("book.toml", Some("[book]\ntitle = \"Autre\"\n[languages.fr]\n[languages.en]\n"))]);
    assert_as_if_saved(&[("themes/palier/templates/lesson.html", Some("<!doctype html><title>Une leçon</title>\n"))]);
}

#[test]
fn a_text_may_be_in_memory_only() {
    assert_as_if_saved(&[
        ("content/2-suite/index.fr.md", Some("---\ntitle: Suite\noutcomes: [suivre]\n---\n")),
        ("content/2-suite/1-relire.fr.md", Some("---\ntitle: Relire\nprerequisites: [debut/lire]\n---\n\nEncore.\n")),
    ]);
}

#[test]
fn a_text_that_is_taken_away_is_gone() {
    assert_as_if_saved(&[(OTHER, None)]);
    assert_as_if_saved(&[("content/glossary.yml", None)]);
    assert_as_if_saved(&[("book.toml", None)]);
}

#[test]
fn what_is_wrong_with_a_text_is_found_in_memory_too() {
    assert_as_if_saved(&[(LESSON, Some("---\ntitle: Lire\n---\n\nUn \u{7} signe, et \0.\n"))]);
    let long = format!("---\ntitle: Lire\n---\n\n{}\n", "mot ".repeat(600_000));
    assert_as_if_saved(&[(LESSON, Some(&long))]);
    assert_as_if_saved(&[(LESSON, Some("\u{feff}---\ntitle: Avec une marque\n---\n\nDu texte.\n"))]);
}

#[test]
fn only_texts_of_the_book_can_be_in_memory() {
    let mut source = Source::disk("/book");
    for path in ["notes.md", "content/../x.md", "content/./x.md", "content//x.md", "content/.x.md", "content/x.md~"] {
        assert_eq!(source.set(path, "").unwrap_err().path.as_str(), path);
        assert!(source.remove(path).is_err(), "{path}");
    }
    assert!(source.set("content/1-debut/dessin.svg", "<svg/>").is_err());
    assert!(source.set("content/1-debut/1-lire.fr.md", "").is_ok());
}

#[cfg(unix)]
#[test]
fn nothing_is_read_below_a_link_in_memory_either() {
    let book = book();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), book.path("content/2-suite")).unwrap();
    let on_disk = built(Source::disk(book.root()));
    let mut source = Source::disk(book.root());
    source.set("content/2-suite/1-relire.fr.md", "---\ntitle: Relire\n---\n").unwrap();
    assert_eq!(built(source), on_disk);
}

#[test]
fn a_preview_shows_what_is_not_saved_yet() {
    let book = book();
    let before = contents(book.root());
    let mut preview = Preview::new(Source::disk(book.root()), preview::Options::default());
    let pages = |event: Option<Event>| match event {
        Some(Event::Built { pages, .. }) => pages,
        other => panic!("{other:?}"),
    };
    let shown = |preview: &Preview| match preview.shared().pages().get("fr/debut/lire/index.html") {
        Some(Page::Bytes(bytes)) => String::from_utf8(bytes).unwrap(),
        _ => String::new(),
    };
    assert_eq!(preview.shared().pages().version(), 0);
    let at_first = pages(preview.next());
    assert!(shown(&preview).contains("Un texte"));
    assert!(preview.refresh().is_none(), "the book is the same");

    preview.source_mut().set(LESSON, "---\ntitle: Lire\n---\n\nPas encore sauvé.\n").unwrap();
    assert_eq!(pages(preview.refresh()), at_first);
    assert!(shown(&preview).contains("Pas encore sauvé."));
    assert_eq!(preview.shared().pages().version(), 2);

    preview.source_mut().remove("book.toml").unwrap();
    assert_eq!(pages(preview.refresh()), None);
    assert!(matches!(preview.shared().pages().get("fr/index.html"), Some(Page::Fault(_))));

    preview.source_mut().forget("book.toml");
    preview.source_mut().forget(LESSON);
    assert_eq!(pages(preview.refresh()), at_first);
    assert!(shown(&preview).contains("Un texte"));
    assert_eq!(contents(book.root()), before, "nothing is written");
}
