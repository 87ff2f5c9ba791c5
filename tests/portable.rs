//! Sites that are opened from a folder: every link names a file that is in it, and nothing in them needs a server.

mod support;

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use palier::builder::Edition;
use support::Book;
use support::html::Element;
use support::site::{Built, bundled, small_books};

fn portable() -> Edition {
    Edition { published: true, portable: true, ..Edition::default() }
}

/// The bundled book, the small ones, and the bundled one for teachers, each as a folder to carry along.
fn sites() -> Vec<Built> {
    let folders = small_books().into_iter().chain([bundled()]);
    let students = folders.map(|folder| Built::with(&folder, &portable()));
    students.chain([Built::with(&bundled(), &Edition { teacher: true, ..portable() })]).collect()
}

/// The addresses of an element that a browser follows or loads, without what is in the page they lead to.
fn addresses(element: &Element) -> Vec<&str> {
    let named = ["href", "src", "poster", "data", "action"].into_iter().filter_map(|name| element.attribute(name));
    let refresh = element.attribute("content").filter(|_| element.attribute("http-equiv") == Some("refresh"));
    let all = named.chain(refresh.and_then(|refresh| Some(refresh.split_once("url=")?.1)));
    all.map(|address| address.split(['?', '#']).next().unwrap_or_default()).filter(|way| !way.is_empty()).collect()
}

/// The path of the file that an address leads to from the file at `from`, as a file system has it.
fn followed(from: &str, address: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "{from}: {address} climbs out of the folder"),
            part => parts.push(part),
        }
    }
    percent_decode_str(&parts.join("/")).decode_utf8().unwrap().into_owned()
}

#[test]
fn every_address_names_a_file_of_the_folder() {
    let mut seen = 0;
    for built in sites() {
        for (path, html) in built.pages() {
            for address in html.elements.iter().flat_map(addresses) {
                if address.contains("://") || address.starts_with("mailto:") || address.starts_with("data:") {
                    continue;
                }
                seen += 1;
                let to = followed(path, address);
                assert!(built.files.contains_key(&to), "{}, {path}: {address} is no file ({to})", built.name);
            }
        }
    }
    assert!(seen > 9000, "{seen}");
}

#[test]
fn nothing_is_of_a_host_or_needs_one() {
    for built in sites() {
        for file in ["404.html", "sitemap.xml", "robots.txt", "_headers", "fr/atom.xml"] {
            assert!(!built.files.contains_key(file), "{}: {file}", built.name);
        }
        for (path, html) in built.pages() {
            for element in &html.elements {
                // Browsers load no module into a page of a folder, and no font that is asked for across origins.
                assert_ne!(element.attribute("type"), Some("module"), "{path}");
                assert_ne!(element.attribute("rel"), Some("preload"), "{path}");
                assert_ne!(element.attribute("rel"), Some("canonical"), "{path}");
            }
            // Where a teacher makes a route, it is for students of the published site.
            let text = built.text(path).replace("data-published=\"https://example.org/pyramide/", "");
            assert!(!text.contains("https://example.org/pyramide/"), "{path}");
        }
        assert!(!built.diagnostics.iter().any(|fault| fault.rule.name() == "missing-base-url"), "{}", built.name);
    }
}

#[test]
fn what_scripts_are_told_of_the_book_names_files_too() {
    let built = Built::with(&bundled(), &portable());
    let outline = built.files.keys().find(|path| path.starts_with("assets/outline.fr.")).unwrap();
    let told = built.text(outline).trim_start_matches("palier.take(").trim_end_matches(");\n");
    let told: serde_json::Value = serde_json::from_str(told).unwrap();
    let mut seen = 0;
    for level in told["levels"].as_array().unwrap() {
        let lessons = level["part"]["lessons"].as_array().unwrap().iter();
        for href in lessons.map(|lesson| &lesson["href"]).chain([&level["href"]]) {
            let to = followed("fr/index.html", href.as_str().unwrap());
            assert!(built.files.contains_key(&to), "{to}");
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}

#[test]
fn a_folder_differs_from_a_hosted_site_by_its_links_and_what_hosts_need() {
    let hosted = Built::with(&bundled(), &Edition { published: true, ..Edition::default() });
    let carried = Built::with(&bundled(), &portable());
    let pages = |built: &Built| built.pages().len();
    // All pages but that of addresses that lead nowhere, those on which pages are kept, and those made for paper.
    let is_print = |path: &&String| path.ends_with("/imprimer/index.html") || path.ends_with("/print/index.html");
    let prints = hosted.pages().keys().filter(is_print).count();
    assert_eq!(prints, 12);
    assert_eq!(pages(&hosted) - 3 - prints, pages(&carried));
    let names = |built: &Built| -> BTreeMap<String, usize> {
        // Nothing is drawn for a folder, which nobody shares a link to, or installs.
        let others = ["outline.", "/search.", "/cover.", "/icons/"];
        let assets = built.files.iter().filter(|(path, _)| !others.iter().any(|other| path.contains(other)));
        let assets = assets.filter(|(path, _)| path.starts_with("assets/"));
        // Fonts are always shown from a folder, so stylesheets differ.
        let named = |(path, bytes): (&String, &Vec<u8>)| match path.strip_suffix(".css") {
            Some(name) => (name.rsplit_once('.').unwrap().0.to_owned(), 0),
            None => (path.clone(), bytes.len()),
        };
        assets.map(named).collect()
    };
    assert_eq!(names(&hosted), names(&carried));
}

#[test]
fn a_link_in_a_themes_template_or_in_raw_html_names_its_file() {
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson"))
        .with("content/1-jardin/2-lire.md", "---\ntitle: Lire\n---\n\n<p><a href=\"1-commencer.md\">x</a></p>\n")
        .with("themes/palier/templates/page.html", "<!doctype html>\n<p><a href=\"../\">Retour</a></p>\n")
        .with("content/a-propos.md", "---\ntitle: À propos\n---\n");
    let built = Built::with(book.root(), &portable());
    let all: String = built.pages().keys().map(|path| built.text(path)).collect();
    assert!(all.contains("<a href=\"../index.html\">Retour</a>"));
    assert!(all.contains("<a href=\"../commencer/index.html\">x</a>"), "{all}");
}

#[test]
fn the_command_writes_it_beside_the_hosted_site_and_says_what_to_open() {
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson"));
    let ran = book.palier(&["build", "--portable"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(book.path("public-portable/index.html").is_file());
    assert!(!book.path("public").exists());
    assert!(ran.error.contains("public-portable/index.html dans un navigateur"), "{ran:?}");
    assert!(!ran.error.contains("missing-base-url"), "{ran:?}");
    let ran = book.palier(&["build", "--portable", "--base-url", "https://a.test/"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.error.contains("ne s’emploie pas avec"), "{ran:?}");
}
