//! Faults of the disk, of bytes, and of the folder to write: what a page of examples can't show.

mod support;

use std::fs;

use palier::diagnostic::Diagnostic;
use palier::locale::UserLanguage;
use palier::rule::Rule;
use support::{Book, Report};

const BOOK_TOML: &str =
    "[book]\nid = \"livre\"\ntitle = \"Un livre\"\nbase_url = \"https://example.org/\"\n[languages.fr]\n";

/// A book without a fault.
fn sound() -> Book {
    Book::empty()
        .with("book.toml", BOOK_TOML)
        .with("content/1-debut/index.fr.md", "---\ntitle: Début\noutcomes: [lire]\n---\n")
        .with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n\nUn texte.\n")
}

/// The text that a diagnostic underlines.
fn underlined<'a>(report: &'a Report, fault: &Diagnostic) -> &'a str {
    &report.sources.text(fault.at.path.as_str()).unwrap().text[fault.at.start..fault.at.end]
}

/// Every file under a folder of the book, with its bytes.
fn contents(book: &Book, folder: &str) -> Vec<(String, Vec<u8>)> {
    let files = support::files(&book.path(folder));
    let shown = |path: std::path::PathBuf| (path.display().to_string(), fs::read(&path).unwrap());
    files.into_iter().map(shown).collect()
}

#[test]
fn a_folder_without_a_book_is_reported() {
    let ran = Book::empty().with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n").palier(&["check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.starts_with("erreur[missing-book]"), "{}", ran.error);
    assert_eq!(Book::empty().check().rules(), ["missing-book"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let book = sound();
    let allow = |path: &str, mode| fs::set_permissions(book.path(path), fs::Permissions::from_mode(mode)).unwrap();
    allow("", 0o755);
    allow("content/1-debut/1-lire.fr.md", 0o000);
    let ran = book.palier_as_nobody(&["check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.error);
    assert!(ran.error.contains("erreur[unreadable-file]") && ran.error.contains("1-lire.fr.md"), "{}", ran.error);
    allow("content/1-debut/1-lire.fr.md", 0o644);
    allow("content/1-debut", 0o000);
    let ran = book.palier_as_nobody(&["check"]);
    assert!(ran.error.contains("erreur[unreadable-file]") && ran.error.contains("1-debut"), "{}", ran.error);
    allow("content/1-debut", 0o755);
    assert_eq!(book.palier_as_nobody(&["check"]).code, Some(0));
}

#[test]
fn a_text_that_is_not_utf_8_is_reported_where_it_breaks() {
    for (bytes, at) in [
        (&b"---\ntitle: Lire\n---\n\nUn \xe9t\xe9.\n"[..], "\u{fffd}"),
        (b"---\ntitle: Lire\n---\n\nUn\0deux.\n", "\0"),
    ] {
        let report = sound().with("content/1-debut/1-lire.fr.md", bytes).check();
        let fault = report.diagnostics.iter().find(|fault| fault.rule.name() == "invalid-text").unwrap();
        assert_eq!(underlined(&report, fault), at);
        assert!(
            report.rules().iter().all(|rule| ["invalid-text", "missing-title"].contains(rule)),
            "{:?}",
            report.rules()
        );
    }
    let report = sound().with("book.toml", b"[book]\ntitle = \"\xc9t\xe9\"\n").check();
    assert!(report.rules().contains(&"invalid-text"), "{:?}", report.rules());
}

#[test]
fn a_text_in_utf_16_is_told_as_such_and_nothing_else() {
    let text = "---\ntitle: Lire\n---\n\nUn été.\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for bytes in [marked(b"\xff\xfe", &little), marked(b"\xfe\xff", &big), little, big] {
        let report = sound().with("content/1-debut/1-lire.fr.md", bytes).check();
        assert_eq!(report.rules(), ["invalid-text"]);
        assert_eq!(report.diagnostics[0].message.key, "invalid-text.utf-16");
    }
}

#[test]
fn a_byte_order_mark_and_the_line_ends_of_windows_are_fine() {
    let lesson = "\u{feff}---\r\ntitle: Été : l’ombre\r\nfootnotes:\r\n  a: |\r\n    Deux\r\n    lignes.\r\n---\r\n\r\n\
                  ## Été\r\n\r\nUn mot[^a], [ici](#été).\r\n";
    let toml = format!("\u{feff}{}", BOOK_TOML.replace('\n', "\r\n"));
    let book = sound().with("book.toml", toml).with("content/1-debut/1-lire.fr.md", lesson);
    assert_eq!(book.check().rules(), [""; 0]);
    let built = book.palier(&["build"]);
    assert_eq!(built.code, Some(0), "{}", built.error);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_reported_and_not_followed() {
    use std::os::unix::fs::symlink;
    let elsewhere = Book::empty().with("2-secret.fr.md", "---\ntitle: Secret\n---\n");
    let book = sound();
    symlink(elsewhere.path("2-secret.fr.md"), book.path("content/1-debut/2-secret.fr.md")).unwrap();
    symlink(elsewhere.root(), book.path("content/2-suite")).unwrap();
    symlink("..", book.path("content/1-debut/3-boucle")).unwrap();
    symlink("nulle-part", book.path("content/1-debut/absent.svg")).unwrap();
    let report = book.check();
    assert_eq!(report.rules(), ["skipped-link"; 4]);
    let built = book.palier(&["build"]);
    assert_eq!(built.code, Some(0), "{}", built.error);
    let public = support::files(&book.path("public"));
    assert!(!public.iter().any(|path| path.to_str().unwrap().contains("secret")), "{public:?}");

    let allowed = book.with("book.toml", format!("{BOOK_TOML}[check]\nallow = [\"skipped-link\"]\n"));
    assert_eq!(allowed.check().rules(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_linked_folder_or_file_of_the_books_own_is_not_followed_either() {
    use std::os::unix::fs::symlink;
    let elsewhere = Book::empty()
        .with("id_rsa", "secret")
        .with("1-debut/1-lire.fr.md", "---\ntitle: Secret\n---\n")
        .with("book.toml", BOOK_TOML)
        .with("translations.lock", "secret");
    for (name, rules) in [
        ("static", &["skipped-link"][..]),
        ("themes", &["skipped-link"]),
        ("themes/palier", &["skipped-link"]),
        ("translations.lock", &["skipped-link"]),
        ("content/glossary.yml", &["skipped-link"]),
        ("content/tags.yml", &["skipped-link"]),
        ("content/references.bib", &["skipped-link"]),
        ("content/style.csl", &["skipped-link"]),
        ("content", &["skipped-link", "empty-book"]),
        ("book.toml", &["missing-book"]),
    ] {
        let book = if name == "content" { Book::empty().with("book.toml", BOOK_TOML) } else { sound() };
        let target = if elsewhere.path(name).is_file() { elsewhere.path(name) } else { elsewhere.path("") };
        let _ = fs::remove_file(book.path(name));
        fs::create_dir_all(book.path(name).parent().unwrap()).unwrap();
        symlink(target, book.path(name)).unwrap();
        assert_eq!(book.check().rules(), rules, "{name}");
        let ran = book.palier(&["build"]);
        assert_eq!(ran.code == Some(0), rules == ["skipped-link"], "{name}: {}", ran.error);
        assert!(ran.error.contains("lien symbolique"), "{name}: {}", ran.error);
        let public = book.path("public");
        let published = if public.exists() { support::files(&public) } else { Vec::new() };
        assert!(!published.iter().any(|path| path.ends_with("id_rsa")), "{name}: {published:?}");
    }
    let book = sound();
    symlink("/proc/self", book.path("static")).unwrap();
    assert_eq!(book.check().rules(), ["skipped-link"], "and it comes to an end");
}

#[cfg(unix)]
#[test]
fn a_book_reached_through_a_link_is_a_book() {
    use std::os::unix::fs::symlink;
    let (book, other) = (sound(), Book::empty());
    symlink(book.root(), other.path("link")).unwrap();
    for words in [["check", "link"], ["check", "link/content"], ["check", "link/book.toml"], ["build", "link"]] {
        let ran = other.palier(&words);
        assert_eq!(ran.code, Some(0), "{words:?}: {}", ran.error);
    }
    assert!(book.path("public/fr/debut/lire/index.html").is_file());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_reported_and_never_opened() {
    use std::os::unix::net::UnixListener;
    for name in [
        "book.toml",
        "translations.lock",
        "content/1-debut/2-ecrire.fr.md",
        "content/1-debut/a.png",
        "content/glossary.yml",
        "content/references.json",
        "static/x",
        "static",
        "themes/palier/static/palier.css",
    ] {
        let book = sound().with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n");
        let _ = fs::remove_file(book.path(name));
        fs::create_dir_all(book.path(name).parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(book.path(name)).status().unwrap().success());
        let ran = book.palier(&["check"]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.error);
        assert!(ran.error.contains("erreur[unreadable-file]"), "{name}: {}", ran.error);
        assert!(ran.error.contains("ni un fichier ni un dossier") && ran.error.contains(name), "{}", ran.error);
    }
    let book = sound().with("static/", "");
    let _socket = UnixListener::bind(book.path("static/s")).unwrap();
    assert_eq!(book.check().rules(), ["unreadable-file"]);
}

#[test]
fn a_folder_for_a_file_and_a_file_for_a_folder_are_reported() {
    for name in ["book.toml/", "translations.lock/", "content/glossary.yml/", "content/1-debut/2-ecrire.fr.md/"] {
        let book = sound();
        let _ = fs::remove_file(book.path(name.trim_end_matches('/')));
        let ran = book.with(name, "").palier(&["check"]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.error);
        assert!(ran.error.contains("erreur[unreadable-file]"), "{name}: {}", ran.error);
        assert!(ran.error.contains("est un dossier, mais porte un nom de fichier"), "{name}: {}", ran.error);
    }
    for name in ["static", "themes"] {
        // What git leaves of a link where the system has none.
        let ran = sound().with(name, "../partage").palier(&["check"]);
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.error);
        assert!(ran.error.contains("est un fichier, mais doit être un dossier"), "{name}: {}", ran.error);
    }
}

#[test]
fn what_editors_leave_behind_is_no_part_of_the_book() {
    let mut book = sound().with("static/a/4913/a.txt", "a folder").with("static/#1", "a file");
    for name in [
        "#1-lire.fr.md#", ".#1-lire.fr.md", "1-lire.fr.md~", ".1-lire.fr.md.swp", "4913", "~$doc.docx",
        ".~lock.doc.odt#", ".DS_Store", "Thumbs.db", "ehthumbs.db", "desktop.ini", "Desktop.ini",
    ] {
        book = book.with(&format!("content/1-debut/{name}"), "left").with(&format!("static/{name}"), "left");
    }
    assert_eq!(book.check().rules(), [""; 0]);
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    let left = contents(&book, "public").into_iter().filter(|(_, bytes)| bytes == b"left");
    assert_eq!(left.count(), 0);
    assert!(book.path("public/a/4913/a.txt").is_file() && book.path("public/#1").is_file());
}

#[cfg(unix)]
#[test]
fn words_are_not_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let elsewhere = Book::empty().with("de.toml", "");
    for (link, target) in [("themes", ""), ("themes/palier", ""), ("themes/palier/strings/de.toml", "de.toml")] {
        let book = sound();
        fs::create_dir_all(book.path(link).parent().unwrap()).unwrap();
        symlink(elsewhere.path(target), book.path(link)).unwrap();
        let ran = book.palier(&["strings", "de"]);
        assert_eq!(ran.code, Some(1), "{link}: {}", ran.error);
        assert!(ran.error.contains("[skipped-link]"), "{link}: {}", ran.error);
        assert_eq!(contents(&elsewhere, "").len(), 1, "{link}");
        assert_eq!(fs::read_to_string(elsewhere.path("de.toml")).unwrap(), "", "{link}");
    }
    let ran = sound().with("themes/palier/strings/de.toml", b"search = \"\xe9\"\n").palier(&["strings", "de"]);
    assert!(ran.error.contains("erreur[invalid-text]"), "what can't be read is not written over: {}", ran.error);
}

#[test]
fn an_output_among_the_sources_is_refused() {
    for output in ["content/site", "content", ".", "themes/palier/static", "../LIVRE/static"] {
        let book = sound();
        let output = output.replace("../LIVRE", &book.root().display().to_string());
        let before = contents(&book, "");
        let ran = book.palier(&["build", "--output", &output]);
        assert_eq!(ran.code, Some(1), "{output}: {}", ran.error);
        assert!(ran.error.contains("erreur[output-in-book]"), "{output}: {}", ran.error);
        assert_eq!(contents(&book, ""), before, "{output}");
    }
    let book = sound().with("book.toml", format!("{BOOK_TOML}[build]\noutput = \"content/site\"\n"));
    let ran = book.palier(&["build"]);
    assert!(ran.error.contains("erreur[output-in-book]"), "{}", ran.error);
    assert!(ran.error.contains("output = \"content/site\""), "the line is shown: {}", ran.error);
}

#[test]
fn an_output_with_files_of_someone_is_refused() {
    let book = sound().with("documents/these.txt", "Cinq ans de travail\n");
    let before = contents(&book, "");
    let ran = book.palier(&["build", "--output", "documents"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.contains("erreur[foreign-output]"), "{}", ran.error);
    assert_eq!(contents(&book, ""), before);
}

#[test]
fn an_output_that_can_t_be_written_is_reported() {
    let book = sound().with("fichier", "Un fichier, non un dossier\n");
    let before = contents(&book, "");
    let ran = book.palier(&["build", "--output", "fichier/site"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.contains("erreur[unwritable-output]"), "{}", ran.error);
    assert_eq!(contents(&book, ""), before);
}

/// A book in two languages, two levels, two lessons each.
fn published() -> Book {
    let mut book =
        Book::empty().with("book.toml", BOOK_TOML.replace("[languages.fr]", "[languages.fr]\n[languages.en]"));
    for (level, name) in [(1, "lire"), (2, "ecrire")] {
        for key in ["fr", "en"] {
            let index = format!("---\ntitle: {name}\noutcomes: [lire]\n---\n");
            book = book.with(&format!("content/{level}-{name}/index.{key}.md"), index);
            for (number, lesson) in [(1, "mots"), (2, "phrases")] {
                let text = format!("---\ntitle: {lesson}\n---\n\nLe texte de {lesson} dans {name} ({key}).\n");
                book = book.with(&format!("content/{level}-{name}/{number}-{lesson}.{key}.md"), text);
            }
        }
    }
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
    assert!(!ran.error.contains("vanished-address"), "{}", ran.error);
    book
}

fn rename(book: &Book, from: &str, to: &str) {
    fs::create_dir_all(book.path(to).parent().unwrap()).unwrap();
    fs::rename(book.path(from), book.path(to)).unwrap();
}

/// What a strict build says of addresses, each fault by its place and what to write.
fn vanished(book: &Book) -> Vec<String> {
    let ran = book.palier(&["--lang", "en", "build", "--strict"]);
    let faults = ran.error.split("\n\n").filter(|fault| fault.contains("[vanished-address]"));
    let line = |fault: &str, mark: &str| {
        let found = fault.lines().find_map(|line| Some(line.split_once(mark)?.1.trim().to_owned()));
        found.unwrap_or_default()
    };
    faults.map(|fault| format!("{} {}", line(fault, "╭▸"), line(fault, "help:"))).collect()
}

#[test]
fn a_published_address_that_vanishes_is_reported_with_the_line_that_keeps_it() {
    let book = published();
    for key in ["fr", "en"] {
        rename(&book, &format!("content/1-lire/1-mots.{key}.md"), &format!("content/2-ecrire/3-vocabulaire.{key}.md"));
    }
    // Nothing shows that it is the same lesson, except where it was.
    let before = contents(&book, "public");
    let said = vanished(&book);
    // Once for both languages, with the id, which keeps progress too.
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].contains("aliases: [lire/mots]; ") && said[0].contains("students’ progress"), "{said:#?}");
    assert_eq!(contents(&book, "public"), before);
    // `check` doesn't look at the output.
    assert_eq!(book.palier(&["check", "--strict"]).code, Some(0));
    for key in ["fr", "en"] {
        rename(&book, &format!("content/2-ecrire/1-mots.{key}.md"), &format!("content/2-ecrire/1-motz.{key}.md"));
    }
    let said = vanished(&book);
    assert!(said.iter().any(|said| said.contains("1-motz.")), "{said:#?}");
    assert!(said.iter().any(|said| said.contains("aliases: [ecrire/mots]; ")), "{said:#?}");
}

#[test]
fn an_alias_keeps_a_published_address_and_the_record_of_the_lesson() {
    let book = published();
    let text = |key: &str| format!("---\ntitle: mots\naliases: [lire/mots]\n---\n\nUn texte tout autre ({key}).\n");
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
    let mut book = book;
    for key in ["fr", "en"] {
        fs::remove_file(book.path(&format!("content/1-lire/1-mots.{key}.md"))).unwrap();
        book = book.with(&format!("content/2-ecrire/4-termes.{key}.md"), text(key));
    }
    assert_eq!(vanished(&book), [""; 0]);
    let page = fs::read_to_string(book.path("public/en/lire/mots/index.html")).unwrap_or_default();
    let status = book.palier(&["status", "--format", "json"]).out;
    assert!(status.contains("\"outdated\""), "{status}");
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let moved = fs::read_to_string(book.path("public/en/lire/mots/index.html")).unwrap();
    assert_ne!(moved, page);
    assert!(moved.contains("url=../../ecrire/termes/"), "{moved}");
    assert_eq!(book.palier(&["sync", "ecrire/termes"]).code, Some(0));
    let lock = fs::read_to_string(book.path("translations.lock")).unwrap();
    assert!(!lock.contains("lire/mots ") && lock.contains("ecrire/termes fr"), "{lock}");
}

#[test]
fn a_lesson_that_moved_word_for_word_keeps_its_record_without_an_alias() {
    let book = published();
    assert_eq!(book.palier(&["sync", "--all"]).code, Some(0));
    for key in ["fr", "en"] {
        rename(&book, &format!("content/1-lire/1-mots.{key}.md"), &format!("content/2-ecrire/9-termes.{key}.md"));
    }
    let states = |book: &Book| book.palier(&["status", "--fail-on", "untracked,outdated"]).code;
    assert_eq!(states(&book), Some(0));
    // Twice the same text is certain no more.
    let text = fs::read(book.path("content/2-ecrire/9-termes.fr.md")).unwrap();
    let english = fs::read(book.path("content/2-ecrire/9-termes.en.md")).unwrap();
    let book = book.with("content/2-ecrire/8-autre.fr.md", text).with("content/2-ecrire/8-autre.en.md", english);
    assert_eq!(states(&book), Some(1));
    fs::remove_file(book.path("content/2-ecrire/8-autre.fr.md")).unwrap();
    fs::remove_file(book.path("content/2-ecrire/8-autre.en.md")).unwrap();
    // One language word for word is enough: the other then changed.
    let book = book.with("content/2-ecrire/9-termes.en.md", "---\ntitle: mots\n---\n\nAnother text altogether.\n");
    let status = book.palier(&["status", "--format", "json"]).out;
    assert!(status.contains("\"outdated\""), "{status}");
    let ran = book.palier(&["sync", "--all"]);
    let lock = fs::read_to_string(book.path("translations.lock")).unwrap();
    assert!(!lock.contains("lire/mots ") && lock.contains("ecrire/termes fr"), "{}{lock}", ran.error);
}

#[test]
fn a_renamed_level_is_one_word_and_one_line_keeps_all_its_addresses() {
    let book = published();
    rename(&book, "content/1-lire", "content/1-dechiffrer");
    let said = vanished(&book);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].contains("aliases: [lire]; "), "{said:#?}");
    assert!(said[0].contains("content/1-dechiffrer/index."), "{said:#?}");
    let index = "---\ntitle: lire\noutcomes: [lire]\naliases: [lire]\n---\n";
    let book = book.with("content/1-dechiffrer/index.fr.md", index);
    assert_eq!(vanished(&book), [""; 0]);
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let page = fs::read_to_string(book.path("public/en/lire/phrases/index.html")).unwrap();
    assert!(page.contains("url=../../dechiffrer/phrases/"), "{page}");
    // Redirects are addresses too: without the alias, what is lost is reported, for all languages at once.
    let book = book.with("content/1-dechiffrer/index.fr.md", index.replace("aliases: [lire]\n", ""));
    let said = vanished(&book);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].contains("concerns it: aliases: [lire/mots, lire/phrases, /en/lire/, /fr/lire/]; "), "{said:#?}");
}

#[test]
fn what_an_author_takes_back_is_no_address_lost() {
    let book = published();
    // A draft is taken back on purpose; a fallback page takes the place of a translation.
    let draft = "---\ntitle: mots\ndraft: true\n---\n\nUn texte.\n";
    let book = book.with("content/1-lire/1-mots.fr.md", draft).with("content/1-lire/1-mots.en.md", draft);
    fs::remove_file(book.path("content/2-ecrire/1-mots.en.md")).unwrap();
    assert_eq!(vanished(&book), [""; 0]);
    // A lesson deleted, a language given up.
    fs::remove_file(book.path("content/2-ecrire/1-mots.fr.md")).unwrap();
    let said = vanished(&book);
    assert!(said.iter().all(|said| said.contains("in the front matter of the page that replaces")), "{said:#?}");
    let book = book.with("book.toml", BOOK_TOML);
    let said = vanished(&book);
    assert!(said.iter().any(|said| said.contains("[languages.en]")), "{said:#?}");
    assert!(said.len() == 2, "{said:#?}");
}

#[test]
fn the_last_good_site_stays_when_the_book_breaks() {
    let book = sound();
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let before = contents(&book, "public");
    let book = book.with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n\n[Nulle part](x.md)\n");
    assert_eq!(book.palier(&["build"]).code, Some(1));
    assert_eq!(contents(&book, "public"), before);
}

#[test]
fn ten_thousand_nested_lists_are_one_fault() {
    let lists: String = (0..1_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let nested = format!("---\ntitle: Lire\n---\n\n{}a\n\n{}a\n", "> ".repeat(10_000), "- ".repeat(10_000));
    let report = sound()
        .with("content/1-debut/1-lire.fr.md", nested)
        .with("content/1-debut/2-ecrire.fr.md", format!("---\ntitle: Écrire\n---\n\n{lists}"))
        .check();
    assert_eq!(report.rules(), ["nested-too-deep"; 2]);
}

#[test]
fn thousands_of_broken_links_are_all_reported_and_fast() {
    let links: String = (0..5_000).map(|index| format!("[a](leçon-{index}.fr.md) ![b](image-{index}.svg)\n")).collect();
    let report = sound().with("content/1-debut/1-lire.fr.md", format!("---\ntitle: Lire\n---\n\n{links}")).check();
    assert_eq!(report.diagnostics.len(), 10_000);
}

#[test]
fn a_text_above_the_limit_is_reported_and_the_limit_can_be_set() {
    let long = |bytes: usize| format!("---\ntitle: Lire\n---\n{}", "x".repeat(bytes - 20));
    let lesson = "content/1-debut/1-lire.fr.md";
    assert_eq!(sound().with(lesson, long(1 << 20)).check().rules(), [""; 0]);
    let book = sound().with(lesson, long((1 << 20) + 1));
    let report = book.check();
    assert_eq!(report.diagnostics[0].at.path.as_str(), lesson);
    assert!(report.rules().contains(&"oversized-text"), "{:?}", report.rules());
    let raised = book.with("book.toml", format!("{BOOK_TOML}[build]\nmax_file_size = \"2 Mo\"\n"));
    assert_eq!(raised.check().rules(), [""; 0]);
    let lowered = sound().with("book.toml", format!("{BOOK_TOML}[build]\nmax_file_size = 30\n"));
    assert!(lowered.check().rules().contains(&"oversized-text"));
    let wrong = sound().with("book.toml", format!("{BOOK_TOML}[build]\nmax_file_size = \"huge\"\n"));
    assert_eq!(wrong.check().rules(), ["invalid-setting"]);
}

#[test]
fn a_shared_file_that_gives_nothing_is_told_once_and_not_at_each_use_of_it() {
    let text = "---\ntitle: Lire\n---\n\nUn mot [@a] du [[lexique]], un autre [@b] [[encore]].\n";
    let book = || sound().with("content/1-debut/1-lire.fr.md", text);
    let uses = ["undefined-reference", "undefined-term", "undefined-reference", "undefined-term"];
    assert_eq!(book().check().rules(), uses);
    let (references, terms) = (&["undefined-reference"; 2][..], &["undefined-term"; 2][..]);
    let large = "% \n".repeat(1 << 19);
    let told = book().with("content/references.bib", large.as_str()).check();
    let told = told.diagnostics.iter().find(|fault| fault.rule == Rule::OversizedText).unwrap();
    assert!(told.help.as_ref().unwrap().text(UserLanguage::En).starts_with("make this file smaller"));
    for (path, contents, rule, left) in [
        ("content/references.bib", large.as_str(), "oversized-text", terms),
        ("content/references.json", "[{\"id\": \"a\"", "invalid-bibliography", terms),
        ("content/references.json", "<!DOCTYPE html><html></html>", "invalid-bibliography", terms),
        ("content/bibliographie.bib", "@book{a, title = {A}}", "misnamed-file", &uses),
        ("content/glossary.yml", &large.replace('%', "#"), "oversized-text", references),
        ("content/glossaire.yml", "lexique:\n  fr: Lexique\n", "misnamed-file", &uses),
    ] {
        let rules = book().with(path, contents).check().rules();
        assert_eq!(rules.iter().filter(|found| **found == rule).count(), 1, "{path}: {rules:?}");
        let others: Vec<_> = rules.into_iter().filter(|found| *found != rule).collect();
        assert_eq!(others, left, "{path}");
    }
}

#[test]
fn an_image_too_large_to_decode_is_reported() {
    // A PNG's signature and its header: 10,000 by 6,000 pixels.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(10_000u32.to_be_bytes().into_iter().chain(6_000u32.to_be_bytes()).chain([8, 2, 0, 0, 0, 0, 0, 0, 0]));
    png.extend(b"\0\0\0\0IEND\xAE\x42\x60\x82");
    let book = sound()
        .with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n\n![Un marché](m.png) ![Une carte](c.svg)\n")
        .with("content/1-debut/m.png", png);
    let drawn =
        book.with("content/1-debut/c.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 90000 90000\"/>");
    let report = drawn.check();
    assert_eq!(report.rules(), ["oversized-image"]);
    assert_eq!(report.diagnostics[0].at.path.as_str(), "content/1-debut/m.png");
    let heavy = sound()
        .with("content/1-debut/1-lire.fr.md", "---\ntitle: Lire\n---\n\n![Un marché](m.gif)\n")
        .with("content/1-debut/m.gif", [&b"GIF89a\x28\0\x14\0"[..], &[0; 10_000_000]].concat());
    assert_eq!(heavy.check().rules(), ["oversized-image"]);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_one_on_other_systems_are_reported() {
    let lesson = "---\ntitle: Écrire\n---\n";
    let case = sound().with("content/1-debut/2-Ecrire.fr.md", lesson).with("content/1-debut/2-ecrire.fr.md", lesson);
    assert!(case.check().rules().contains(&"clashing-names"));
    let (composed, decomposed) = ("content/1-debut/2-\u{e9}crire.fr.md", "content/1-debut/2-e\u{301}crire.fr.md");
    let form = sound().with(composed, lesson).with(decomposed, lesson);
    assert_eq!(form.check().rules(), ["clashing-names"]);
    assert_eq!(sound().with(decomposed, lesson).check().rules(), [""; 0]);
}

/// A file that may not grow beyond a limit fails as one does on a disk that is full, whoever runs it
/// and wherever: no disk need be filled.
#[cfg(unix)]
#[test]
fn a_full_disk_is_reported_and_the_site_of_before_stays() {
    let book = sound();
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let site = contents(&book, "public");
    let lesson = "---\ntitle: Un texte long\n---\n\n".to_owned() + &"Un mot. ".repeat(40_000);
    let book = book.with("content/1-debut/9-long.fr.md", lesson);
    let own = |(path, _): &(String, Vec<u8>)| !path.contains(".palier/");
    for blocks in [0, 1, 8, 64, 256] {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" build");
        let ran = book.run(std::process::Command::new("sh"), &["-c", &script, env!("CARGO_BIN_EXE_palier")]);
        assert_eq!(ran.code, Some(1), "{blocks}: {}", ran.error);
        assert!(ran.error.contains("erreur[unwritable-output]"), "{blocks}: {}", ran.error);
        let stands: Vec<_> = contents(&book, "public").into_iter().filter(own).collect();
        assert_eq!(stands, site.iter().filter(|file| own(file)).cloned().collect::<Vec<_>>(), "{blocks}");
    }
    assert_eq!(book.palier(&["build"]).code, Some(0));
    assert!(book.path("public/fr/debut/long/index.html").is_file());
}

#[test]
fn a_build_while_another_writes_is_told_so() {
    let book = sound();
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let lock = fs::File::options().write(true).open(book.path("public/.palier/lock")).unwrap();
    lock.lock().unwrap();
    let ran = book.palier(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.error.contains("erreur[unwritable-output]: Palier est déjà en train d’écrire"), "{}", ran.error);
    lock.unlock().unwrap();
    assert_eq!(book.palier(&["build"]).code, Some(0));
}

#[test]
fn a_file_that_goes_while_the_book_is_read_was_never_there() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let book = sound();
    let names: Vec<_> =
        (20..60).map(|number| book.path(&format!("content/1-debut/{number}-l{number}.fr.md"))).collect();
    let image = book.path("content/1-debut/a.svg");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                names.iter().for_each(|name| fs::write(name, "---\ntitle: Une leçon\n---\n\n![a](a.svg)\n").unwrap());
                fs::write(&image, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").unwrap();
                names.iter().chain([&image]).for_each(|name| fs::remove_file(name).unwrap());
            }
        });
        for _ in 0..40 {
            let report = book.check();
            let unreadable = report.diagnostics.iter().find(|fault| fault.rule == Rule::UnreadableFile);
            assert!(unreadable.is_none(), "{unreadable:?}");
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn a_file_named_where_markdown_makes_no_link_is_not_unused() {
    let text = "---\ntitle: Lire\n---\n\n![Une carte](my map.png) et le [plan](plan de cours.pdf); le reste (fiche)[fiche.pdf].\n\n\
                ![Photo](photo.png\n";
    let book = sound().with("content/1-debut/1-lire.fr.md", text);
    let names = ["my map.png", "plan de cours.pdf", "fiche.pdf", "photo.png"];
    let book = names.iter().fold(book, |book, name| book.with(&format!("content/1-debut/{name}"), "x"));
    let rules = book.check().rules();
    assert_eq!(rules.iter().filter(|rule| **rule == "malformed-link").count(), 4, "{rules:?}");
    assert!(!rules.contains(&"unused-asset"), "{rules:?}");
}

#[test]
fn control_characters_never_reach_the_site() {
    let text = "---\ntitle: \"a \\u0000 b\"\ndescription: \"c \\u001b d\"\nobjectives: [\"e \\b f\"]\n---\n\nUn\u{1b} mot&#27; \
                <b title=\"&#x1b;\">gras</b>\u{b}\u{9b}.\n";
    let book = sound().with("content/1-debut/1-lire.fr.md", text);
    let rules = book.check().rules();
    assert_eq!(rules.iter().filter(|rule| **rule == "hidden-character").count(), 6, "{rules:?}");
    assert_eq!(book.palier(&["build"]).code, Some(0));
    for (path, bytes) in contents(&book, "public") {
        if path.ends_with(".html") || path.ends_with(".xml") || path.ends_with(".json") {
            let text = String::from_utf8(bytes).unwrap();
            let is_odd = |one: char| one.is_control() && !matches!(one, '\n' | '\t' | '\r');
            assert!(!text.contains(is_odd), "{path}");
            for written in ["\\u0000", "\\u001b", "\\b ", "&#27;", "&#x1b;"] {
                assert!(!text.contains(written), "{path}: {written}");
            }
        }
    }
}
