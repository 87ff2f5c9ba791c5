//! A book of which an editor holds files that are not saved yet: its site is the one that they would make if
//! they were, and nothing is written.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use palier::build::{self, BuildOptions};
use palier::load::{Loader, Source};
use palier::preview::{Event, Preview, PreviewOptions};
use palier::serve::Page;
use support::{Book, files};

const LESSON: &str = "content/1-debut/1-lire.fr.md";
const OTHER: &str = "content/1-debut/2-ecrire.fr.md";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"/>\n";

fn book() -> Book {
    Book::empty()
        .with("book.toml", "[book]\ntitle = \"Un livre\"\nbase_url = \"https://exemple.org/\"\n[languages.fr]\n")
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: [lire]\n---\n")
        .with(LESSON, "---\ntitle: Lire\n---\n\nUn texte, et [l’autre](2-ecrire.fr.md).\n")
        .with(OTHER, "---\ntitle: Écrire\n---\n\nUn [[mot]].\n\n![Un plan](plan.svg)\n")
        .with("content/1-debut/plan.svg", DRAWING)
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
    let outcome = build::build(source, &BuildOptions { output: Some(folder.clone()), ..BuildOptions::default() });
    let site = if outcome.written.is_ok() { contents(&folder) } else { BTreeMap::new() };
    (format!("{:?}", outcome.diagnostics), site)
}

/// Files in memory (`None`: one that is taken away) make the site that they make once they are saved.
fn assert_as_if_saved(files: &[(&str, Option<&str>)]) {
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.map(str::as_bytes))).collect();
    assert_bytes_as_if_saved(&files);
}

fn assert_bytes_as_if_saved(files: &[(&str, Option<&[u8]>)]) {
    let book = book();
    let before = contents(book.root());
    let mut source = Source::disk(book.root());
    for (path, bytes) in files {
        match bytes {
            Some(bytes) => source.set(path, bytes).unwrap(),
            None => source.remove(path).unwrap(),
        }
    }
    let in_memory = built(source.clone());
    assert_eq!(contents(book.root()), before, "nothing is written in the book");
    assert_ne!(in_memory, built(Source::disk(book.root())), "it is another book");
    for (path, bytes) in files {
        match bytes {
            Some(bytes) => {
                fs::create_dir_all(book.path(path).parent().unwrap()).unwrap();
                fs::write(book.path(path), bytes).unwrap();
            }
            None => fs::remove_file(book.path(path)).unwrap(),
        }
    }
    let saved = built(Source::disk(book.root()));
    assert!(in_memory == saved, "{files:?}: in memory\n{}\nsaved\n{}", in_memory.0, saved.0);
    // What is forgotten is on disk by now.
    files.iter().for_each(|(path, _)| source.forget(path));
    assert!(built(source) == saved, "{files:?}, forgotten");
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
fn an_image_in_memory_is_added_or_takes_the_place_of_its_file() {
    assert_as_if_saved(&[("content/1-debut/plan.svg", Some(&DRAWING.replace("20", "30")))]);
    assert_as_if_saved(&[("static/plan.svg", Some(DRAWING)), ("themes/palier/static/icon.svg", Some(DRAWING))]);
    // A GIF of 3 by 2 pixels, cut off after its head.
    let pixels: &[u8] = b"GIF89a\x03\0\x02\0\x80\0\0\xff\xff\xff\0\0\0";
    let shown: &[u8] = "---\ntitle: Lire\n---\n\n![Deux points](points.gif)\n".as_bytes();
    assert_bytes_as_if_saved(&[("content/1-debut/points.gif", Some(pixels)), (LESSON, Some(shown))]);
}

#[test]
fn an_image_that_is_taken_away_is_gone() {
    assert_as_if_saved(&[("content/1-debut/plan.svg", None)]);
    assert_as_if_saved(&[("content/1-debut/plan.svg", None), (OTHER, Some("---\ntitle: Écrire\n---\n\nSans.\n"))]);
}

#[test]
fn a_film_with_its_captions_and_its_transcript_may_be_in_memory() {
    let text = "---\ntitle: Lire\n---\n\n![Un film](film.webm)\n";
    let captions = "WEBVTT\n\n00:01.000 --> 00:02.000\nOui\n";
    for captions in [captions, "1\n00:00:01,000 --> 00:00:02,000\nOui\n"] {
        assert_as_if_saved(&[
            (LESSON, Some(text)),
            ("content/1-debut/film.webm", Some("film")),
            ("content/1-debut/film.fr.vtt", Some(captions)),
            ("content/1-debut/film.fr.txt", Some("Une personne dit oui.\n")),
        ]);
    }
}

#[test]
fn what_is_wrong_with_a_text_is_found_in_memory_too() {
    assert_as_if_saved(&[(LESSON, Some("---\ntitle: Lire\n---\n\nUn \u{7} signe, et \0.\n"))]);
    let long = format!("---\ntitle: Lire\n---\n\n{}\n", "mot ".repeat(600_000));
    assert_as_if_saved(&[(LESSON, Some(&long))]);
    assert_as_if_saved(&[(LESSON, Some("\u{feff}---\ntitle: Avec une marque\n---\n\nDu texte.\n"))]);
}

#[test]
fn only_files_of_the_book_can_be_in_memory() {
    let mut source = Source::disk("/book");
    for path in [
        "notes.md", "content", "drawings/a.svg", "content/../x.md", "content/./x.md", "content//x.md", "content/.x.md",
        "content/x.md~",
    ] {
        assert_eq!(source.set(path, "").unwrap_err().path.as_str(), path);
        assert!(source.remove(path).is_err(), "{path}");
    }
    assert!(source.set("content/1-debut/dessin.svg", "<svg/>").is_ok());
    assert!(source.set("translations.lock", "").is_ok());
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

/// Of a book that was read, these changes are read again as the whole book would be: the same files, the same faults.
fn assert_read_again(change: impl FnOnce(&Path), paths: &[&str]) {
    assert_read_again_of(&book(), change, paths);
}

fn assert_read_again_of(book: &Book, change: impl FnOnce(&Path), paths: &[&str]) {
    let (source, mut loader) = (Source::disk(book.root()), Loader::default());
    let known = loader.load(&source);
    change(book.root());
    let paths: BTreeSet<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let again = loader.load_again(&source, &known.value, &known.diagnostics, &paths);
    let whole = Loader::default().load(&source);
    let texts = |sources: &palier::source::Sources| -> Vec<_> {
        sources.texts.values().map(|file| (file.path.clone(), file.text.clone(), file.hash)).collect()
    };
    assert_eq!(texts(&again.value), texts(&whole.value), "{paths:?}");
    assert_eq!(again.value.assets, whole.value.assets, "{paths:?}");
    assert_eq!(again.diagnostics, whole.diagnostics, "{paths:?}");
}

#[test]
fn what_changed_is_read_as_the_whole_book_would_be() {
    let write = |path: &'static str, bytes: &'static [u8]| {
        move |root: &Path| fs::write(root.join(path), bytes).expect("it can be written")
    };
    assert_read_again(write(LESSON, b"---\ntitle: Relire\n---\n"), &[LESSON]);
    assert_read_again(write(LESSON, b"\xef\xbb\xbf---\ntitle: Relire\n---\n"), &[LESSON, ".1-lire.fr.md.swp"]);
    assert_read_again(write(LESSON, b"\xff\xfe\0"), &[LESSON]);
    assert_read_again(write(LESSON, b"un\x07son"), &[LESSON]);
    assert_read_again(write("content/1-debut/plan.svg", b"<svg/>"), &["content/1-debut/plan.svg"]);
    assert_read_again(write("content/1-debut/3-neuf.fr.md", b"neuf"), &["content/1-debut/3-neuf.fr.md"]);
    assert_read_again(write("book.toml", b"[book]\n[build]\nmax_file_size = \"40 B\"\n"), &["book.toml"]);
    assert_read_again(write(LESSON, &[b' '; 3_000_000]), &[LESSON]);
    // An editor's file that came and went.
    assert_read_again(write(LESSON, b"neuf"), &[LESSON, "content/1-debut/sedAbCdE", "content/1-debut/1-lire.fr.md~"]);
    let remove = |path: &'static str| move |root: &Path| fs::remove_file(root.join(path)).expect("it can be removed");
    assert_read_again(remove(OTHER), &[OTHER]);
    assert_read_again(remove(OTHER), &["content/1-debut"]);
    assert_read_again(
        |root| fs::remove_dir_all(root.join("content")).expect("it can be removed"),
        &["content/1-debut"],
    );
    let large = "content/1-debut/3-long.fr.md";
    let faulty = || book().with(large, " ".repeat(3_000_000));
    assert_read_again_of(&faulty(), remove(large), &[large]);
    assert_read_again_of(&faulty(), write(large, b"court"), &[large]);
    assert_read_again_of(&faulty(), write(LESSON, b"neuf"), &[LESSON]);
    let rename = |root: &Path| {
        fs::rename(root.join(LESSON), root.join("content/1-debut/4-relire.fr.md")).expect("it can be renamed");
    };
    assert_read_again(rename, &[LESSON, "content/1-debut/4-relire.fr.md"]);
}

#[cfg(unix)]
#[test]
fn a_text_that_became_a_link_is_not_read_again() {
    let link = |root: &Path| {
        fs::rename(root.join(LESSON), root.join("elsewhere.md")).expect("it can be moved");
        std::os::unix::fs::symlink(root.join("elsewhere.md"), root.join(LESSON)).expect("a link can be made");
    };
    assert_read_again(link, &[LESSON]);
    let folder = |root: &Path| std::os::unix::fs::symlink("/etc", root.join("static")).expect("a link can be made");
    assert_read_again(folder, &["static"]);
}

#[test]
fn only_what_changed_is_read_again() {
    let book = book();
    let (source, mut loader) = (Source::disk(book.root()), Loader::default());
    let known = loader.load(&source);
    for path in [LESSON, OTHER] {
        fs::write(book.root().join(path), "neuf").expect("it can be written");
    }
    let again = loader.load_again(&source, &known.value, &known.diagnostics, &BTreeSet::from([PathBuf::from(LESSON)]));
    let text = |path| again.value.text(path).map(|file| file.text.to_string());
    assert_eq!(text(LESSON).as_deref(), Some("neuf"));
    assert_ne!(text(OTHER).as_deref(), Some("neuf"), "nothing said that it changed");
}

#[test]
fn a_preview_shows_what_is_not_saved_yet() {
    let book = book();
    let before = contents(book.root());
    let mut preview = Preview::new(Source::disk(book.root()), PreviewOptions::default());
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

    preview.source_mut().set("content/1-debut/plan.svg", DRAWING.replace("20", "30")).unwrap();
    assert_eq!(pages(preview.refresh()), at_first);
    let Some(Page::Bytes(page)) = preview.shared().pages().get("fr/debut/ecrire/index.html") else { panic!("no page") };
    let page = String::from_utf8(page).unwrap();
    let address = &page[page.find("assets/plan.").unwrap()..];
    let address = &address[..address.find(".svg").unwrap() + ".svg".len()];
    let Some(Page::Asset(drawing)) = preview.shared().pages().get(address) else { panic!("no drawing at {address}") };
    let mut served = String::new();
    drawing.open().unwrap().read_to_string(&mut served).unwrap();
    assert_eq!(served, DRAWING.replace("20", "30"));

    preview.source_mut().forget("content/1-debut/plan.svg");
    preview.source_mut().remove("book.toml").unwrap();
    assert_eq!(pages(preview.refresh()), None);
    // The last site stays, and says why there is no other.
    assert!(matches!(preview.shared().pages().get("fr/index.html"), Some(Page::Bytes(_))));
    assert!(preview.shared().pages().state().contains("missing-book"));

    preview.source_mut().forget("book.toml");
    preview.source_mut().forget(LESSON);
    assert_eq!(pages(preview.refresh()), at_first);
    assert!(shown(&preview).contains("Un texte"));
    assert_eq!(contents(book.root()), before, "nothing is written");
}
