//! The command on a real terminal: the questions of `palier init`, `palier` alone, bars of progress, few lines.
#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use support::pty::{CTRL_C, CTRL_D, Pty, left};
use support::{Book, files, generated};

const LINES: usize = 40;

#[test]
fn init_asks_for_what_it_isnt_given_until_it_can_read_the_answers() {
    let folder = Book::empty();
    let mut palier = Pty::run(folder.root(), "init livre", LINES, &[]);
    palier.answers("Titre du livre", "!!!\n");
    palier.until(|written| written.contains("ne contient aucune lettre"));
    palier.answers("Titre du livre", "Les images = Pictures\n");
    palier.answers("Langues, la principale", "fr\n");
    palier.until(|written| written.contains("ce sont 2 titres, et le livre a une seule langue"));
    palier.answers("Langues, la principale", "\n");
    palier.answers("Niveaux (maslow", "blom\n");
    palier.until(|written| written.contains("vouliez-vous écrire « bloom »?"));
    palier.answers("Niveaux (maslow", "2\n");
    let (written, code) = palier.end();
    assert_eq!(code, 0, "{written}");
    assert!(written.contains("fichiers écrits dans « livre »"), "{written}");
    let ran = folder.palier(&["check", "--strict", "livre"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    let settings = fs::read_to_string(folder.path("livre/book.toml")).unwrap();
    assert!(settings.contains("title = { fr = \"Les images\", en = \"Pictures\" }"), "{settings}");
}

#[test]
fn in_a_folder_of_other_things_init_asks_for_another() {
    let folder = Book::empty().with("cours.odt", "un cours").with("notes/a.txt", "une note");
    let mut palier = Pty::run(folder.root(), "init", LINES, &[]);
    palier.until(|written| written.contains("contient déjà quelque chose"));
    palier.answers("Titre du livre", "Les images\n");
    palier.answers("[les-images]", "notes\n");
    palier.until(|written| written.contains("« notes » contient déjà quelque chose : « a.txt »"));
    palier.answers("[les-images]", "\n");
    palier.answers("Langues, la principale", "\n");
    palier.answers("Niveaux (maslow", "2\n");
    let (written, code) = palier.end();
    assert_eq!(code, 0, "{written}");
    assert!(written.contains("palier serve --open \"les-images\""), "{written}");
    assert!(folder.path("les-images/book.toml").exists() && !folder.path("book.toml").exists());
}

#[test]
fn the_end_of_the_input_at_a_question_says_that_nothing_was_written() {
    let folder = Book::empty();
    for (arguments, question) in [("init livre", "Titre du livre"), ("init livre --title Livre", "Langues, la")] {
        let mut palier = Pty::run(folder.root(), arguments, LINES, &[]);
        palier.answers(question, CTRL_D);
        let (written, code) = palier.end();
        assert_eq!(code, 2, "{written}");
        assert!(written.contains("\r\nrien n’a été écrit"), "{written}");
    }
    assert_eq!(files(folder.root()).len(), 0);
    // SIGINT is 2.
    let mut palier = Pty::run(folder.root(), "init livre", LINES, &[]);
    palier.answers("Titre du livre", CTRL_C);
    assert_eq!(palier.end().1, 128 + 2);
    assert_eq!(files(folder.root()).len(), 0);
}

/// A folder whose `xdg-open` notes the address that it is given, and the value of `PATH` with it in front.
fn browser() -> (Book, String) {
    let folder = Book::empty();
    let script = format!("#!/bin/sh\necho \"$1\" > '{}'\n", folder.path("opened").display());
    let folder = folder.with("xdg-open", script);
    fs::set_permissions(folder.path("xdg-open"), fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", folder.root().display(), std::env::var("PATH").unwrap());
    (folder, path)
}

#[test]
fn alone_it_serves_the_nearest_book_and_opens_it() {
    let (browser, path) = browser();
    let book = Book::empty()
        .with("book.toml", "[book]\nid = \"livre\"\ntitle = \"Un livre\"\n[languages.fr]\n")
        .with("content/1-voir/index.fr.md", "---\ntitle: Voir\noutcomes: [voir]\n---\n")
        .with("content/1-voir/1-image.fr.md", "---\ntitle: Une image\n---\n\nTexte.\n");
    let mut palier = Pty::run(&book.path("content/1-voir"), "", LINES, &[("PATH", &path)]);
    let written = palier.until(|written| written.contains("Ctrl-C pour arrêter"));
    while !browser.path("opened").exists() {
        std::thread::yield_now();
    }
    let address = written.split("le site est à ").nth(1).unwrap().split(' ').next().unwrap();
    let opened = || fs::read_to_string(browser.path("opened")).unwrap();
    while opened().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(opened().trim(), address);
    palier.kill();
}

#[test]
fn alone_outside_a_book_it_offers_to_begin_one() {
    let (_browser, path) = browser();
    let folder = Book::empty();
    let run = || Pty::run(folder.root(), "", LINES, &[("PATH", &path)]);
    let mut palier = run();
    palier.answers("Voulez-vous commencer un livre?", "non\n");
    let (written, code) = palier.end();
    assert_eq!((code, files(folder.root()).len()), (0, 0), "{written}");
    assert!(written.contains("pour en commencer un : palier init"), "{written}");
    let mut palier = run();
    palier.answers("Voulez-vous commencer un livre?", CTRL_D);
    let (written, code) = palier.end();
    assert_eq!((code, files(folder.root()).len()), (2, 0), "{written}");
    assert!(written.contains("\r\nrien n’a été écrit"), "{written}");
    let mut palier = run();
    palier.answers("Voulez-vous commencer un livre?", "\n");
    palier.answers("Titre du livre", "Mon livre\n");
    palier.answers("Dossier où l’écrire : [mon-livre]", "\n");
    palier.answers("Langues, la principale", "fr\n");
    palier.answers("Niveaux (maslow", "1\n");
    palier.until(|written| written.contains("Ctrl-C pour arrêter"));
    palier.kill();
    assert!(folder.path("mon-livre/book.toml").is_file());
}

#[test]
fn a_bar_shows_how_far_the_work_has_come_and_is_gone_at_the_end() {
    let book = Book::empty();
    generated::write(book.root(), 100);
    let book = book.with("content/1-niveau-1/9999-fin.fr.md", "---\ntitle: Fin\n---\n\n[Rien](rien.fr.md)\n");
    let (written, code) = Pty::run(book.root(), "check --color never", LINES, &[]).end();
    assert_eq!(code, 1, "{written}");
    assert!(written.contains('░') && written.contains(" sur "), "no bar: {written}");
    // What is left is what another program reads where there is no terminal, in lines as long.
    let (plain, _) = Pty::run(book.root(), "check --color never", LINES, &[("TERM", "dumb")]).end();
    assert!(!plain.contains(['░', '█', '\u{1b}']), "{plain}");
    assert_eq!(left(&written), left(&plain));
    // In a pipe there is no bar either, and only the answer on standard output.
    let ran = book.palier(&["check", "--format", "json"]);
    assert_eq!((ran.code, ran.error.as_str()), (Some(1), ""));
}

#[test]
fn on_a_terminal_of_few_lines_faults_are_short_and_counted() {
    let lesson = |fault: &str| format!("---\ntitle: Lire\n---\n\n{}", fault.repeat(20));
    let book = Book::empty()
        .with("book.toml", "[book]\nid = \"livre\"\ntitle = \"Un livre\"\n[languages.fr]\n")
        .with("content/1-voir/index.fr.md", "---\ntitle: Voir\noutcomes: [voir]\n---\n")
        .with("content/1-voir/1-lire.fr.md", lesson("Voir [ceci](rien.fr.md).\n\n"));
    for lines in [8, 12] {
        let mut palier = Pty::run(book.root(), "serve --port 0", lines, &[]);
        let screen = |written: &str| written.rsplit("\u{1b}[H\u{1b}[J").next().unwrap_or_default().to_owned();
        let written = palier.until(|written| screen(written).contains("_palier/"));
        let screen = screen(&written);
        assert!(screen.lines().count() <= lines, "{lines}: {screen}");
        assert!(screen.contains("erreur[broken-link]"), "{lines}: {screen}");
        assert!(screen.contains("autres, que montre « palier check »"), "{lines}: {screen}");
        palier.kill();
    }
}
