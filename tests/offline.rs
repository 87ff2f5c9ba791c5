//! What a site tells the service worker that keeps it on devices.

mod support;

use std::collections::BTreeSet;
use std::fs;

use palier::builder::Edition;
use palier::plan::Artifact;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use support::Book;
use support::site::{Built, bundled, published};

fn hosted() -> Built {
    Built::from_dir(&bundled())
}

/// What the worker is told.
fn publication(built: &Built) -> Value {
    let told = built.text("sw.js").strip_prefix("var palierPublication=").unwrap();
    serde_json::from_str(told.split(";\n").next().unwrap()).unwrap()
}

fn json(built: &Built, path: &str) -> Value {
    serde_json::from_str(built.text(path)).unwrap()
}

/// The output path of an address from the site's root.
fn output_path(address: &str) -> String {
    let path = percent_decode_str(address).decode_utf8().unwrap().into_owned();
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

/// The output paths of a part.
fn files(built: &Built, list: &str) -> BTreeSet<String> {
    json(built, list)["files"].as_object().unwrap().keys().map(|address| output_path(address)).collect()
}

#[test]
fn only_a_hosted_site_is_kept_on_devices() {
    let folder = Built::with(&bundled(), &Edition { portable: true, ..published() });
    let preview = Built::with(&bundled(), &Edition::preview(true));
    for built in [&folder, &preview] {
        let is_offline =
            |path: &&String| *path == "sw.js" || path.starts_with("offline/") || path.ends_with("manifest.webmanifest");
        assert_eq!(built.files.keys().find(is_offline), None);
        assert!(!built.text("fr/index.html").contains("sw.js"));
        assert!(!built.text("fr/index.html").contains("rel=\"manifest\""));
    }
    assert!(preview.text("fr/hors-ligne/index.html").contains("vous voyez l’aperçu"));
    assert!([&folder, &preview].iter().all(|built| !built.text("fr/naviguer/index.html").contains("Garder ce niveau")));
    let link = "<a href=\"../hors-ligne/#page.level-1\">Garder ce niveau</a>";
    assert!(hosted().text("fr/naviguer/index.html").contains(link));
    assert!(!folder.files.contains_key("fr/hors-ligne/index.html"));
}

#[test]
fn the_parts_of_a_language_have_every_page_of_it_with_all_that_it_needs() {
    let built = hosted();
    for key in ["fr", "en"] {
        let parts = json(&built, &format!("offline/{key}.json"));
        let lists = parts["parts"].as_array().unwrap();
        assert_eq!(lists.len(), 6);
        let mut all = BTreeSet::new();
        for part in lists {
            let own = files(&built, part["list"].as_str().unwrap());
            let bytes: usize = own.iter().map(|path| built.files[path].len()).sum();
            assert_eq!(part["bytes"].as_u64(), Some(bytes as u64));
            all.extend(own);
        }
        let bytes: usize = all.iter().map(|path| built.files[path].len()).sum();
        assert_eq!(parts["bytes"].as_u64(), Some(bytes as u64));
        let is_page = |artifact: &Artifact| match artifact {
            // What is to be printed says again what is kept.
            Artifact::Listing { kind, .. } | Artifact::Style { kind, .. } => kind.name != "print",
            artifact => artifact.is_page(),
        };
        let pages = built.site.artifacts.iter().filter(|(path, artifact)| path.starts_with(key) && is_page(artifact));
        let missing: Vec<_> = pages.filter(|(path, _)| !all.contains(*path)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}

#[test]
fn a_level_has_its_page_its_lessons_both_languages_beside_each_other_and_what_they_load() {
    let built = hosted();
    let level = files(&built, "offline/fr.1.json");
    let has = |start: &str, end: &str| level.iter().any(|path| path.starts_with(start) && path.ends_with(end));
    for (start, end) in [
        ("fr/naviguer/index.html", ""),
        ("fr/naviguer/ecosysteme/index.html", ""),
        ("fr/naviguer/ecosysteme/en/index.html", ""),
        ("assets/palier.", ".css"),
        ("assets/palier.", ".js"),
        ("assets/answers.", ".js"),
        ("assets/answers.", ".css"),
        ("assets/words.fr-CA.", ".js"),
        ("assets/outline.fr.", ".js"),
        ("assets/fonts/atkinson-next.", ".woff2"),
        ("assets/courbe-adoption.", ".svg"),
    ] {
        assert!(has(start, end), "{start}…{end}");
    }
    for start in ["fr/securiser", "en/", "assets/words.en", "assets/class.", "assets/disk.", "sw.js", "offline/"] {
        assert!(!has(start, ""), "{start}");
    }
}

#[test]
fn a_picture_in_several_widths_a_film_and_a_download_are_kept_with_their_page() {
    let html = "<img src=\"a.svg\" srcset=\"b.svg 1x, c.svg 2x\" alt=\"x\">\n\n[Fiche](fiche.txt)\n";
    let svg =
        |name: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><!--{name}--></svg>");
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson"))
        .with("content/1-jardin/1-commencer.md", format!("---\ntitle: Commencer\n---\n\n{html}"))
        .with("content/1-jardin/fiche.txt", "Une fiche")
        .with("content/1-jardin/a.svg", svg("a"))
        .with("content/1-jardin/b.svg", svg("b"))
        .with("content/1-jardin/c.svg", svg("c"));
    let built = Built::from_dir(book.root());
    let list = built.files.keys().find(|path| path.starts_with("offline/") && path.ends_with(".1.json")).unwrap();
    let own = files(&built, list);
    for name in ["a.", "b.", "c.", "fiche"] {
        assert!(own.iter().any(|path| path.rsplit('/').next().unwrap().starts_with(name)), "{name}: {own:?}");
    }
}

#[test]
fn the_id_changes_with_any_file_and_with_nothing_else() {
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson"));
    let id = || publication(&Built::from_dir(book.root()))["id"].clone();
    let before = id();
    assert_eq!(before, id());
    let lesson = book.path("content/1-jardin/1-commencer.md");
    let text = fs::read_to_string(&lesson).unwrap();
    fs::write(&lesson, format!("{text}\nUn mot.\n")).unwrap();
    assert_ne!(before, id());
    fs::write(&lesson, text).unwrap();
    assert_eq!(before, id());
    fs::create_dir_all(book.path("static")).unwrap();
    fs::write(book.path("static/notes.txt"), "x").unwrap();
    assert_ne!(before, id());
}

#[test]
fn what_is_shown_instead_of_a_page_needs_only_what_is_kept_from_the_start() {
    let built = hosted();
    let told = publication(&built);
    assert_eq!(told["instead"]["fr"], "fr/hors-ligne/");
    assert_eq!(told["parts"], "offline/fr.json");
    let shell: Vec<&str> = told["shell"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    assert!(shell.iter().all(|path| path.starts_with("assets/") && built.files.contains_key(*path)), "{shell:?}");
    for start in ["assets/palier.", "assets/keep.", "assets/fonts/atkinson-next.", "assets/words.fr-CA."] {
        assert!(shell.iter().any(|path| path.starts_with(start)), "{start}");
    }
    let bytes: usize = shell.iter().map(|path| built.files[*path].len()).sum();
    assert!(bytes < 250_000, "{bytes}");
}

#[test]
fn the_app_is_called_by_the_books_title_in_each_language() {
    let built = hosted();
    for (key, title) in [("fr", "La pyramide d’influence"), ("en", "The Pyramid of Influence")] {
        let manifest = json(&built, &format!("{key}/manifest.webmanifest"));
        assert_eq!(manifest["name"], title);
        assert_eq!((&manifest["start_url"], &manifest["scope"]), (&"./".into(), &"../".into()));
        let icons = manifest["icons"].as_array().unwrap();
        assert!(icons.iter().any(|icon| icon["sizes"] == "192x192"));
        assert!(icons.iter().any(|icon| icon["sizes"] == "512x512" && icon["purpose"] == "maskable"));
        for icon in icons {
            assert!(built.files.contains_key(icon["src"].as_str().unwrap().trim_start_matches("../")));
        }
        // One installs it from the front page; a lesson's bytes are for reading.
        assert!(built.text(&format!("{key}/index.html")).contains("rel=\"manifest\""));
    }
    assert!(!built.text("fr/naviguer/ecosysteme/index.html").contains("rel=\"manifest\""));
}

/// The icons that a manifest names, by output path, with their sizes and purposes.
fn icons(built: &Built) -> Vec<(String, String, String)> {
    let key = &built.site.book.config.languages[0].key;
    let manifest = json(built, &format!("{key}/manifest.webmanifest"));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let icons = manifest["icons"].as_array().unwrap().iter();
    let icons = icons.map(|icon| {
        (text(&icon["src"]).trim_start_matches("../").to_owned(), text(&icon["sizes"]), text(&icon["purpose"]))
    });
    icons.collect()
}

#[test]
fn the_icons_are_as_large_as_the_manifest_says() {
    for built in [hosted(), Built::small("nine-levels"), Built::small("one-lesson")] {
        let icons = icons(&built);
        let told: Vec<_> = icons.iter().map(|(_, sizes, purpose)| (sizes.as_str(), purpose.as_str())).collect();
        assert_eq!(told, [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")]);
        for (path, sizes, _) in &icons {
            let size = imagesize::blob_size(&built.files[path]).unwrap();
            assert_eq!(&format!("{}x{}", size.width, size.height), sizes);
        }
        let front = built.site.book.config.front_page(built.site.book.config.default_locale);
        let touch =
            built.page(front.as_str()).named("link").find(|link| link.attribute("rel") == Some("apple-touch-icon"));
        let touch = touch.unwrap().attribute("href").unwrap().trim_start_matches("../").to_owned();
        let size = imagesize::blob_size(&built.files[&touch]).unwrap();
        assert_eq!((size.width, size.height), (180, 180));
        let others = built.files.keys().filter(|path| path.starts_with("assets/icons/"));
        assert_eq!(others.count(), 4, "no icon that nothing names");
    }
}

#[cfg(feature = "pictures")]
#[test]
fn the_icons_are_of_the_books_own_levels_but_for_those_of_its_own_theme() {
    let plain = icons(&Built::small("nine-levels"));
    // The bundled book has the default theme in its folder: a copy of a default file is no icon of its own.
    let copied = hosted();
    let own = icons(&copied);
    assert_ne!(plain, own);
    assert_ne!(copied.files[&own[0].0], fs::read(bundled().join("themes/palier/static/icons/app-192.png")).unwrap());
    let own = fs::read(bundled().join("themes/palier/static/icons/app-512.png")).unwrap();
    let book = Book::from_dir(&bundled().join("tests/books/nine-levels"))
        .with("themes/palier/static/icons/app-192.png", own.clone());
    let built = Built::from_dir(book.root());
    let themed = icons(&built);
    assert_eq!(themed[0].1, "512x512");
    assert_eq!(built.files[&themed[0].0], own);
    assert_eq!(themed[1..], plain[1..]);
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"";

/// A book whose icon is this file of `static/`.
fn with_icon(name: &str, bytes: impl AsRef<[u8]>) -> Book {
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson"));
    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    book.with("book.toml", format!("{settings}\n[site]\nicon = \"static/{name}\"\n"))
        .with(&format!("static/{name}"), bytes)
}

#[cfg(feature = "pictures")]
#[test]
fn a_books_own_icon_is_in_the_tab_and_the_apps_icons_are_drawn_from_it() {
    let drawing = format!("{SVG}><rect width=\"40\" height=\"20\" fill=\"#f00\"/></svg>");
    let png = fs::read(bundled().join("themes/palier/static/icons/app-512.png")).unwrap();
    let plain = icons(&Built::small("one-lesson"));
    for (name, bytes) in [("logo.svg", drawing.into_bytes()), ("mon-logo.png", png)] {
        let book = with_icon(name, &bytes);
        let built = Built::from_dir(book.root());
        assert_eq!(built.rules(), Built::small("one-lesson").rules());
        assert_eq!(built.files[name], bytes);
        let icon = built.page("fr/").named("link").find(|link| link.attribute("rel") == Some("icon")).unwrap();
        assert_eq!(percent_decode_str(icon.attribute("href").unwrap()).decode_utf8().unwrap(), format!("../{name}"));
        let own = icons(&built);
        assert_eq!(own.len(), 3);
        for ((path, sizes, purpose), (was, ..)) in own.iter().zip(&plain) {
            let size = imagesize::blob_size(&built.files[path]).unwrap();
            assert_eq!(&format!("{}x{}", size.width, size.height), sizes, "{purpose}");
            assert_ne!(path, was);
        }
    }
}

#[test]
fn a_picture_that_no_icon_can_be_made_of_is_reported_where_it_is_named() {
    let large = format!("{SVG}>{}</svg>", " ".repeat(1 << 20));
    let wide: Vec<u8> = [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\x06\0\0\0\0\0\0\0"[..],
        b"\0\0\0\0IEND\xae\x42\x60\x82",
    ]
    .concat();
    let svg = |inside: &str| format!("{SVG} xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>").into_bytes();
    for (name, bytes, said) in [
        ("logo.png", b"no picture".to_vec(), "is not a picture that"),
        ("logo.svg", b"<html><body></body></html>".to_vec(), "is not a picture that"),
        ("logo.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g>".to_vec(), "is not a picture that"),
        ("logo.svg", Vec::new(), "is not a picture that"),
        ("logo.jpg", svg("<rect/>"), "is not a picture that"),
        ("logo.svg", large.into_bytes(), "too large for an icon"),
        ("logo.png", wide, "too large for an icon"),
        ("logo.svg", svg("<text>École</text>"), "contains text"),
        ("logo.svg", svg("<image href=\"file:///etc/hostname\" width=\"9\" height=\"9\"/>"), "shows other pictures"),
        ("logo.svg", svg("<image xlink:href=\"data:image/png;base64,AAAA\"/>"), "shows other pictures"),
        ("logo.svg", svg("<use xlink:href=\"other.svg#a\"/>"), "shows other pictures"),
    ] {
        let ran = with_icon(name, bytes).palier(&["check", "--lang", "en"]);
        let told = ran.out + &ran.error;
        assert!(told.contains("error[invalid-setting]") && told.contains(said), "{name} {said}: {told}");
        assert!(told.contains("icon = ") && told.contains("book.toml:"), "{told}");
    }
    let book = with_icon("logo.svg", svg("<a href=\"https://example.org/\"><use href=\"#b\"/><rect id=\"b\"/></a>"));
    assert_eq!(book.check().rules(), Built::small("one-lesson").rules());
    fs::rename(book.path("static/logo.svg"), book.path("static/Logo-1.svg")).unwrap();
    let ran = book.palier(&["check", "--lang", "en"]);
    let told = ran.out + &ran.error;
    assert!(told.contains("did you mean `static/Logo-1.svg`?"), "{told}");
}

#[test]
fn an_icon_made_to_be_costly_comes_to_an_end() {
    let deep = format!("{SVG}>{}<rect/>{}</svg>", "<g>".repeat(100_000), "</g>".repeat(100_000));
    let rows: String = (1..12)
        .map(|row| format!("<g id=\"a{row}\">{}</g>", format!("<use href=\"#a{}\"/>", row - 1).repeat(10)))
        .collect();
    let wide = format!("{SVG}><rect id=\"a0\" width=\"9\" height=\"9\"/>{rows}</svg>");
    let round = format!("{SVG}><g id=\"a\"><use href=\"#a\"/></g></svg>");
    for svg in [deep, wide, round] {
        let ran = with_icon("logo.svg", svg).palier(&["build"]);
        assert!(ran.code.is_some(), "{ran:?}");
    }
}

#[test]
fn what_is_written_is_what_is_rendered_and_a_build_that_changes_nothing_writes_nothing() {
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson"));
    assert_eq!(book.palier(&["build"]).code, Some(0));
    let written = fs::read(book.path("public/sw.js")).unwrap();
    assert_eq!(written, Built::from_dir(book.root()).files["sw.js"]);
    let ran = book.palier(&["build", "--lang", "en"]);
    assert!(ran.error.contains("0 files written"), "{ran:?}");
}

#[test]
fn a_file_of_the_authors_in_its_place_is_an_error() {
    let book = Book::from_dir(&bundled().join("tests/books/one-lesson")).with("static/sw.js", "// mine\n");
    assert!(book.check().rules().contains(&"duplicate-permalink"));
}
