//! What a book makes of the look of its site: its logo, its links in header and footer, its stylesheets.

mod support;

use std::fs;

use palier::builder::Edition;
use support::Book;
use support::html::{Element, Html};
use support::site::{Built, bundled, published};

fn own_look() -> Book {
    Book::from_dir(&bundled().join("tests/books/own-look"))
}

/// The same book with that in `book.toml` in the place of all that is of its look.
fn with_settings(settings: &str) -> Book {
    let book = own_look();
    let text = fs::read_to_string(book.path("book.toml")).unwrap();
    let rest = text.split("[site]").next().unwrap();
    book.with("book.toml", format!("{rest}{settings}"))
}

/// What `palier check` says of the book.
fn told(book: &Book) -> String {
    let ran = book.palier(&["check", "--lang", "en"]);
    ran.out + &ran.error
}

/// The links of a bar: words, address, language, whether it is the page itself.
fn links<'h>(html: &'h Html, class: &str) -> Vec<(&'h str, &'h str, Option<&'h str>, bool)> {
    let bar = html.with_class(class).next().unwrap_or_else(|| panic!("no {class}"));
    let inside = html.elements[bar.inside.clone()].iter().filter(|element| element.name == "a");
    let link = |link: &'h Element| {
        let href = link.attribute("href").unwrap();
        (link.text.as_str(), href, link.attribute("lang"), link.attribute("aria-current").is_some())
    };
    inside.map(link).collect()
}

#[test]
fn the_book_of_the_manual_has_no_fault() {
    assert_eq!(own_look().check().rules(), Vec::<&str>::new());
}

#[test]
fn a_logo_is_on_every_page_in_the_place_of_the_pyramid_and_of_the_title() {
    let built = Built::small("own-look");
    let mut seen = 0;
    for (path, html) in built.pages().iter().filter(|(path, _)| *path != "index.html") {
        let logos: Vec<&Element> = html.with_class("pal-logo").collect();
        let [light, dark] = logos.as_slice() else { panic!("{path}: {logos:?}") };
        let file = |logo: &Element| logo.attribute("src").unwrap().rsplit('/').next().unwrap().to_owned();
        assert_eq!([file(light), file(dark)], ["logo.svg", "nuit.svg"]);
        assert_eq!((light.attribute("width"), light.attribute("height")), (Some("120"), Some("40")));
        let alt = if path.starts_with("en/") { "Stream School" } else { "École du Ruisseau" };
        assert_eq!(light.attribute("alt"), Some(alt), "{path}");
        let title = html.with_class("pal-site-title").next().unwrap();
        assert_eq!(title.text.trim(), "");
        seen += 1;
    }
    assert!(seen > 15);
    assert!(built.text("404.html").contains("src=\"/potager/logo.svg\""));
}

#[test]
fn a_logo_beside_the_title_says_no_more_than_it_and_one_alone_says_it() {
    for (settings, alt, has_title) in [
        ("[site]\nlogo = \"static/logo.svg\"\n", "", true),
        ("[site]\nlogo = { file = \"static/logo.svg\", title = false }\n", "Le potager", false),
        ("[site]\nlogo = { file = \"/static/logo.svg\", alt = \"École\" }\n", "École", true),
    ] {
        let built = Built::from_dir(with_settings(settings).root());
        let html = built.page("fr/terre/sol/");
        let logos: Vec<&Element> = html.with_class("pal-logo").collect();
        assert_eq!(logos.len(), 1);
        assert_eq!(logos[0].attribute("alt"), Some(alt), "{settings}");
        let title = html.with_class("pal-site-title").next().unwrap();
        assert_eq!(title.text.trim(), if has_title { "Le potager" } else { "" }, "{settings}");
        // A page without a logo loads nothing of it.
        assert!(!Built::small("one-lesson").text("fr/index.html").contains("logo."));
    }
}

#[test]
fn a_logo_that_the_header_can_t_show_is_reported_where_it_is_named() {
    let wide = [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x27\x10\0\0\x27\x10\x08\x06\0\0\0\0\0\0\0"[..],
        b"\0\0\0\0IEND\xae\x42\x60\x82",
    ]
    .concat();
    let heavy = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{}</svg>", " ".repeat(100_000));
    for (name, bytes, said) in [
        ("l.png", wide, "is too large for a logo"),
        ("l.svg", heavy.into_bytes(), "is too large for a logo"),
        ("l.png", b"no picture".to_vec(), "is not a picture that the header can show"),
        ("l.svg", b"<html></html>".to_vec(), "is not a picture that the header can show"),
        ("l.jpg", b"no picture".to_vec(), "is not a picture that the header can show"),
    ] {
        for setting in [
            format!("logo = \"static/{name}\""),
            format!("logo = {{ file = \"static/logo.svg\", dark = \"static/{name}\" }}"),
        ] {
            let book = with_settings(&format!("[site]\n{setting}\n")).with(&format!("static/{name}"), &bytes);
            let told = told(&book);
            assert!(told.contains("error[invalid-setting]") && told.contains(said), "{setting}: {told}");
            assert!(told.contains("book.toml:10:"), "{told}");
        }
    }
    for (setting, said) in [
        ("logo = \"static/logos.svg\"", "did you mean `static/logo.svg`?"),
        ("logo = 3", "takes text"),
        ("logo = {}", "the logo has no `file`"),
        ("logo = { file = \"static/logo.svg\", titel = false }", "did you mean `title`?"),
        ("logo = { file = \"static/logo.svg\", title = \"no\" }", "true or false"),
        ("logo = { file = \"static/logo.svg\", alt = { fr = \"École\" } }", "missing-translation"),
    ] {
        let told = told(&with_settings(&format!("[site]\n{setting}\n")));
        assert!(told.contains(said) && told.contains("book.toml:10:"), "{setting}: {told}");
    }
}

#[test]
fn added_links_lead_to_pages_files_and_other_sites_in_each_language() {
    let built = Built::small("own-look");
    let header = links(built.page("fr/terre/sol/"), "pal-site-links");
    let own = |links: &[(&'_ str, &'_ str, Option<&'_ str>, bool)], label: &str| {
        let link = links.iter().find(|(text, ..)| *text == label).unwrap_or_else(|| panic!("no {label}: {links:?}"));
        (link.1.to_owned(), link.2.map(str::to_owned), link.3)
    };
    let of = |href: &str| (href.to_owned(), None, false);
    assert_eq!(own(&header, "À propos"), of("../../a-propos/"));
    assert_eq!(own(&header, "L’école"), of("https://ecole.example/potager"));
    let footer = links(built.page("fr/terre/sol/"), "pal-site-footer");
    assert_eq!(own(&footer, "Le plan"), of("../../../plan.txt"));
    assert_eq!(own(&footer, "Le sol"), of("./#les-couches"));
    assert_eq!(own(&footer, "À propos"), of("../../a-propos/"), "the page itself stays there");
    let english = links(built.page("en/terre/sol/"), "pal-site-footer");
    assert_eq!(own(&english, "The plan"), of("../../../plan.txt"));
    assert_eq!(own(&english, "The soil"), of("./#layers"));
    let about = links(built.page("en/a-propos/"), "pal-site-links");
    assert_eq!(own(&about, "About"), ("./".to_owned(), None, true));
    // A folder to carry along has files, and no addresses of folders.
    let portable = Edition { portable: true, ..published() };
    let built = Built::with(&bundled().join("tests/books/own-look"), &portable);
    assert_eq!(own(&links(built.page("fr/terre/sol/"), "pal-site-links"), "À propos").0, "../../a-propos/index.html");
}

#[test]
fn a_label_that_a_language_lacks_is_another_language_s_and_says_so() {
    let book = with_settings(
        "[site]\nheader_links = [{ label = { fr = \"Notre école\" }, to = \"https://ecole.example/\" }]\n",
    );
    assert_eq!(book.check().rules(), ["missing-translation"]);
    let header = Built::from_dir(book.root());
    let english = links(header.page("en/terre/"), "pal-site-links");
    assert!(english.contains(&("Notre école", "https://ecole.example/", Some("fr-CA"), false)), "{english:?}");
}

#[test]
fn an_added_link_that_leads_nowhere_is_reported_at_its_place() {
    for (to, rule, said) in [
        ("content/apropos", "error[broken-link]", "did you mean `content/a-propos.en.md`?"),
        ("content/a-propos#rien", "error[missing-anchor]", "rien"),
        ("static/plans.txt", "error[missing-file]", "did you mean `static/plan.txt`?"),
        ("../ailleurs.md", "error[outside-link]", "leads outside the book’s folder"),
        ("/fr/nulle-part/", "error[broken-link]", "nulle-part"),
        ("www.ecole.example/x", "error[broken-link]", "https://www.ecole.example/x"),
        ("javascript:alert(1)", "[unsafe-address]", "javascript:"),
        ("content/brouillon", "warning[draft-link]", "content/brouillon"),
    ] {
        let book =
            with_settings(&format!("[site]\nfooter_links = [\n  {{ label = \"Un lien\", to = \"{to}\" }},\n]\n"))
                .with("content/brouillon.fr.md", "---\ntitle: Brouillon\ndraft: true\n---\n");
        let told = told(&book);
        assert!(told.contains(rule) && told.contains(said), "{to}: {told}");
        assert!(told.contains("book.toml:11:30"), "{to}: {told}");
        // Once for all languages, unless each has a text of its own that lacks the anchor.
        assert_eq!(told.matches("book.toml:").count(), if to.contains('#') { 2 } else { 1 }, "{told}");
    }
    // A link to a draft is left out.
    let draft = with_settings("[site]\nfooter_links = [{ label = \"Un lien\", to = \"content/brouillon\" }]\n")
        .with("content/brouillon.fr.md", "---\ntitle: Brouillon\ndraft: true\n---\n");
    assert!(!Built::from_dir(draft.root()).text("fr/index.html").contains("Un lien"));
}

#[test]
fn what_is_no_list_of_links_is_reported() {
    for (settings, said) in [
        ("header_links = \"https://ecole.example/\"", "is a list of links"),
        ("header_links = [\"https://ecole.example/\"]", "is a list of links"),
        ("header_links = [{ label = \"École\" }]", "is a list of links"),
        ("header_links = [{ to = \"content/a-propos\" }]", "is a list of links"),
        ("[site.header_links]\nlabel = \"École\"\nto = \"content/a-propos\"", "write header_links = [{ label ="),
        ("header_links = [{ label = \"École\", to = \"content/a-propos\", titre = \"x\" }]", "`titre` is unknown"),
        ("header_links = [{ label = 3, to = \"content/a-propos\" }]", "takes text"),
        ("header_links = [{ label = \"\", to = \"content/a-propos\" }]", "empty"),
        ("header_link = []", "did you mean `header_links`?"),
    ] {
        let told = told(&with_settings(&format!("[site]\n{settings}\n")));
        assert!(told.contains(said), "{settings}: {told}");
    }
}

#[test]
fn moving_a_page_mends_the_links_of_the_bars() {
    let book = own_look();
    let ran = book.palier(&["mv", "a-propos", "qui-sommes-nous", "--lang", "en"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let settings = fs::read_to_string(book.path("book.toml")).unwrap();
    assert!(settings.contains("to = \"content/qui-sommes-nous\" }"), "{settings}");
    assert_eq!(book.check().rules(), Vec::<&str>::new());
}

/// The published stylesheets of a page, in order, by their output paths.
fn styles(built: &Built, address: &str) -> Vec<String> {
    let links = built.page(address).named("link").filter(|link| link.attribute("rel") == Some("stylesheet"));
    links.map(|link| link.attribute("href").unwrap().trim_start_matches("../").to_owned()).collect()
}

#[test]
fn added_stylesheets_come_after_the_themes_under_names_of_what_they_hold() {
    let built = Built::small("own-look");
    for page in ["fr/", "en/terre/sol/", "fr/a-propos/"] {
        let styles = styles(&built, page);
        let last: Vec<&str> = styles.iter().rev().take(3).map(|path| path.split('.').next().unwrap()).collect();
        assert_eq!(last, ["assets/after", "assets/mine", "assets/palier"], "{page}");
    }
    let mine = styles(&built, "fr/").into_iter().find(|path| path.starts_with("assets/mine.")).unwrap();
    let css = built.text(&mine);
    let part = built.files.keys().find(|path| path.starts_with("assets/parts/headings.")).unwrap();
    assert!(css.contains(&format!("@import \"{}\";", part.strip_prefix("assets/").unwrap())), "{css}");
    assert!(css.contains("url(\"papier."), "{css}");
    assert!(built.text(part).contains("url(../../logo.svg)"), "{}", built.text(part));
    // A name changes with what the stylesheet names.
    let other = own_look().with("themes/papier.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
    let other = Built::from_dir(other.root());
    assert!(!styles(&other, "fr/").contains(&mine));
}

#[test]
fn a_level_that_is_kept_has_what_the_books_own_stylesheets_name() {
    let built = Built::small("own-look");
    let kept: Vec<&str> =
        built.files.iter().filter(|(path, _)| path.ends_with(".json")).map(|(path, _)| built.text(path)).collect();
    for named in ["assets/papier.", "assets/parts/headings.", "assets/mine.", "assets/after.", "logo.svg", "nuit.svg"] {
        assert!(kept.iter().any(|part| part.contains(named)), "{named}: {kept:?}");
    }
}

#[test]
fn what_a_stylesheet_names_and_is_not_there_is_reported_in_it() {
    let theme = "[build]\ntheme = \"palier\"\n";
    for (path, settings) in
        [("themes/mine.css", "[theme]\ncss = [\"themes/mine.css\"]\n"), ("themes/palier/static/mine.css", theme)]
    {
        let up = if path.starts_with("themes/palier") { "../../" } else { "" };
        for (css, rule, said) in [
            (format!("a{{b:url({up}papiers.svg)}}"), "error[missing-file]", "papier.svg`"),
            (format!("@import '{up}rien.css';"), "error[missing-file]", "rien.css"),
            ("a{b:url(/logos.svg)}".to_owned(), "error[missing-file]", "static/logo.svg`"),
            ("a{b:url(../../../../../etc/passwd)}".to_owned(), "error[outside-link]", "leads outside"),
            (
                "@import url(https://fonts.example/css?family=X);".to_owned(),
                "warning[blocked-content]",
                "fonts.example",
            ),
            ("a{b:url(//cdn.example/a.png)}".to_owned(), "warning[blocked-content]", "cdn.example"),
        ] {
            let told = told(&with_settings(settings).with(path, &css));
            assert!(told.contains(rule) && told.contains(said), "{path} {css}: {told}");
            assert!(told.contains(&format!("{path}:1:")), "{told}");
        }
        for css in [
            "a{b:url(data:image/png;base64,AAAA) url(#x) url(/logo.svg)}".to_owned(),
            format!("a{{b:url({up}papier.svg?v=1#x)}}"),
        ] {
            let report = with_settings(settings).with(path, &css).check();
            assert_eq!(report.rules(), Vec::<&str>::new(), "{css}");
        }
    }
    // What the book allows is shown, but for styles.
    let allowed = "[site]\nallow_hosts = [\"cdn.example\"]\n[theme]\ncss = [\"themes/mine.css\"]\n";
    let book = |css: &str| with_settings(allowed).with("themes/mine.css", css);
    assert_eq!(book("a{b:url(https://cdn.example/a.png)}").check().rules(), Vec::<&str>::new());
    assert_eq!(book("@import \"https://cdn.example/a.css\";").check().rules(), ["blocked-content"]);
}

#[test]
fn a_stylesheet_that_is_not_there_is_reported_where_it_is_named() {
    for (css, rule, said) in [
        ("[\"themes/mines.css\"]", "error[invalid-setting]", "did you mean `themes/mine.css`?"),
        ("[\"mine.css\"]", "error[invalid-setting]", "did you mean `themes/mine.css`?"),
        ("[\"static/logo.svg\"]", "error[invalid-setting]", "is not in the book’s folder themes/"),
        ("[\"../mine.css\"]", "error[outside-link]", "leads outside the book’s folder"),
        ("\"themes/mine.css\"", "error[invalid-setting]", "list"),
        ("[3]", "error[invalid-setting]", "text"),
    ] {
        let told = told(&with_settings(&format!("[theme]\ncss = {css}\n")));
        assert!(told.contains(rule) && told.contains(said), "{css}: {told}");
        assert!(told.contains("book.toml:10:"), "{told}");
    }
    assert!(told(&with_settings("[theme]\nccs = []\n")).contains("you can write one of these here: css"));
}

#[test]
fn the_manual_names_properties_that_the_theme_has() {
    let manual = include_str!("../docs/content/5-publish/2-appearance.en.md");
    let theme = include_str!("../web/style/colours.css");
    let table = manual.split("| property | is |").nth(1).unwrap();
    let named: Vec<&str> = table.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()).collect();
    let named: Vec<&str> = named.iter().flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(named.len() > 12, "{named:?}");
    for property in named {
        assert!(theme.contains(&format!("  {property}: ")), "{property}");
    }
}
