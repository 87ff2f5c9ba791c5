//! What a site gives to machines: its feeds, its sitemap, what each page says that it is, and the
//! addresses of tags. The XML is read by roxmltree.

mod support;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use palier::builder::Edition;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use roxmltree::{Document, Node};
use serde_json::Value;
use support::Book;
use support::html::Html;
use support::site::{Built, bundled, small_books};

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// Built once for all the tests.
static SITES: LazyLock<Vec<Built>> = LazyLock::new(|| {
    let folders: Vec<_> = small_books().into_iter().chain([bundled()]).collect();
    folders.par_iter().map(|folder| Built::from_dir(folder)).collect()
});

fn tags() -> &'static Built {
    small("tags")
}

/// The small book of that name.
fn small(name: &str) -> &'static Built {
    all().find(|built| built.name == name).unwrap()
}

fn all() -> impl Iterator<Item = &'static Built> {
    SITES.iter()
}

fn children<'a>(node: Node<'a, 'a>, name: &'static str) -> Vec<Node<'a, 'a>> {
    node.children().filter(|child| child.has_tag_name((ATOM, name))).collect()
}

/// The text of the only child of that name.
fn only<'a>(node: Node<'a, 'a>, name: &'static str) -> &'a str {
    let [child] = children(node, name)[..] else { panic!("one <{name}> in {node:?}") };
    child.text().unwrap_or_default()
}

fn link<'a>(node: Node<'a, 'a>, relation: &str) -> Vec<&'a str> {
    let links = children(node, "link").into_iter().filter(|link| link.attribute("rel") == Some(relation));
    links.filter_map(|link| link.attribute("href")).collect()
}

fn is_moment(text: &str) -> bool {
    let (day, time) = text.split_at(10.min(text.len()));
    palier::model::Date::parse(day).is_some() && time == "T00:00:00Z"
}

/// What a page says of itself.
fn data(html: &Html) -> Option<Value> {
    let block = html.named("script").find(|script| script.attribute("type") == Some("application/ld+json"))?;
    Some(serde_json::from_str(&block.text).expect("JSON"))
}

/// The thing of a page's block that has that type.
fn thing<'v>(data: &'v Value, kind: &str) -> &'v Value {
    let is = |node: &&Value| match &node["@type"] {
        Value::Array(kinds) => kinds.iter().any(|known| known == kind),
        known => known == kind,
    };
    data["@graph"].as_array().unwrap().iter().find(is).unwrap_or_else(|| panic!("a {kind} in {data:#}"))
}

fn meta<'h>(html: &'h Html, name: &str) -> Vec<&'h str> {
    let named =
        html.named("meta").filter(|meta| [meta.attribute("property"), meta.attribute("name")].contains(&Some(name)));
    named.filter_map(|meta| meta.attribute("content")).collect()
}

#[test]
fn every_feed_is_what_rfc_4287_demands() {
    for built in all() {
        let book = &built.site.book;
        for (locale, feed) in built.site.feeds.iter() {
            let Some(feed) = feed else { continue };
            let base = book.config.base_url.as_ref().expect("a feed names whole addresses").as_str();
            let xml = built.text(&feed.output_path());
            let document = Document::parse(xml).unwrap_or_else(|error| panic!("{}: {error}", built.name));
            let root = document.root_element();
            assert!(root.has_tag_name((ATOM, "feed")));
            let language = book.config.language(locale);
            assert_eq!(root.attribute(("http://www.w3.org/XML/1998/namespace", "lang")), Some(language.tag.as_str()));
            // 4.1.1: exactly one id, title and updated; at most one self link and one alternate a
            // type and language; an author, unless each entry has one.
            assert!(only(root, "id").starts_with(base));
            assert!(!only(root, "title").is_empty());
            assert!(is_moment(only(root, "updated")));
            assert_eq!(link(root, "self"), [format!("{base}{feed}")]);
            assert_eq!(link(root, "alternate").len(), 1);
            assert!(!children(root, "author").is_empty());
            let entries = children(root, "entry");
            assert!(!entries.is_empty() && entries.len() <= 50);
            let ids: BTreeSet<&str> = entries.iter().map(|entry| only(*entry, "id")).collect();
            assert_eq!(ids.len(), entries.len(), "4.2.6: no two entries have one id");
            let updated: Vec<&str> = entries.iter().map(|entry| only(*entry, "updated")).collect();
            assert!(updated.iter().all(|moment| is_moment(moment)) && updated.is_sorted_by(|a, b| a >= b));
            assert_eq!(only(root, "updated"), updated[0]);
            for entry in entries {
                // 4.1.2: without content, an alternate link.
                assert_eq!(link(entry, "alternate"), [only(entry, "id")]);
                assert!(!only(entry, "title").is_empty());
                assert!(children(entry, "summary").len() <= 1 && children(entry, "content").is_empty());
                let path = only(entry, "id").strip_prefix(base).expect("of this site");
                let path = percent_decode_str(path).decode_utf8().expect("UTF-8");
                let page = Html::parse(built.text(&format!("{path}index.html")));
                assert_eq!(page.one("html").attribute("lang"), Some(language.tag.as_str()));
                assert_eq!(page.with_class("pal-fallback").count(), 0, "nothing in another language");
            }
        }
    }
}

#[test]
fn a_feed_has_the_dated_lessons_of_its_language_the_newest_first() {
    let built = tags();
    let titles = |path: &str| -> Vec<String> {
        let document = Document::parse(built.text(path)).unwrap();
        children(document.root_element(), "entry").iter().map(|entry| only(*entry, "title").to_owned()).collect()
    };
    assert_eq!(titles("fr/atom.xml"), ["Arroser « juste </script> <!-- assez »", "Bêcher", "Les pommes"]);
    assert_eq!(titles("en/atom.xml"), ["Apples", "Watering"]);
    let document = Document::parse(built.text("fr/atom.xml")).unwrap();
    let root = document.root_element();
    assert_eq!(only(root, "subtitle"), "Semer, arroser & <récolter>.");
    let entries = children(root, "entry");
    assert_eq!(only(entries[0], "updated"), "2026-05-12T00:00:00Z");
    assert_eq!(only(entries[0], "published"), "2026-03-01T00:00:00Z");
    assert_eq!(only(entries[0], "summary"), "L’eau & le reste.");
    let authors = children(entries[2], "author").iter().map(|author| only(*author, "name")).collect::<Vec<_>>();
    assert_eq!(authors, ["A. Pomme", "B. Poire"]);
    assert_eq!(only(entries[1], "id"), "https://exemple.org/jardin/fr/potager/becher/");
}

#[test]
fn every_page_of_a_language_leads_to_its_feed_and_no_feed_is_empty() {
    for built in all() {
        for (path, html) in built.pages() {
            let feeds = html.named("link").filter(|link| link.attribute("type") == Some("application/atom+xml"));
            let feeds: Vec<&str> = feeds.filter_map(|link| link.attribute("href")).collect();
            let key = path.split('/').next().unwrap();
            let own = format!("{key}/atom.xml");
            // The chooser, the 404 page and redirects are of no language.
            let is_of_a_language = html.with_class("pal-site-header").count() > 0 && path != "404.html";
            let expected = usize::from(is_of_a_language && built.files.contains_key(&own));
            assert_eq!(feeds.len(), expected, "{}: {path}", built.name);
        }
    }
    let nothing = small("nine-levels");
    assert!(nothing.files.keys().all(|path| !path.ends_with("atom.xml")), "no lesson has a date");
}

#[test]
fn a_feed_names_fifty_lessons_at_most() {
    let mut book = Book::empty()
        .with("book.toml", "[book]\nid = \"livre\"\ntitle = \"x\"\nbase_url = \"https://a.org\"\n[languages.en]\n");
    for number in 0..60 {
        let day = number % 28 + 1;
        let lesson = format!("---\ntitle: L{number}\ndate: 2026-01-{day:02}\n---\n");
        book = book.with(&format!("content/1-a/{number}-l{number}.md"), lesson);
    }
    let built = Built::from_dir(book.root());
    assert_eq!(built.text("en/atom.xml").matches("<entry>").count(), 50);
    assert!(built.text("en/atom.xml").contains("<author><name>x</name></author>"));
}

#[test]
fn every_sitemap_is_well_formed_and_names_each_page_once() {
    const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
    for built in all().filter(|built| built.files.contains_key("sitemap.xml")) {
        let base = built.site.book.config.base_url.as_ref().unwrap().as_str();
        let document = Document::parse(built.text("sitemap.xml")).unwrap();
        let root = document.root_element();
        assert!(root.has_tag_name((SITEMAP, "urlset")));
        let mut seen = BTreeSet::new();
        for url in root.children().filter(Node::is_element) {
            assert!(url.has_tag_name((SITEMAP, "url")));
            let named: Vec<&str> = url.children().map(|child| child.tag_name().name()).collect();
            assert!(["loc", "lastmod"].starts_with(&named[..]) && !named.is_empty(), "{named:?}");
            let place = url.first_child().unwrap().text().unwrap();
            assert!(place.starts_with(base) && seen.insert(place), "{place}");
        }
    }
}

#[test]
fn a_tag_has_a_page_in_each_language_that_leads_to_its_lessons_by_level() {
    let built = tags();
    let page = built.page("fr/etiquettes/eau/");
    assert_eq!(page.one("h1").text, "Eau");
    assert_eq!(page.one("title").text, "Étiquette : Eau — Le jardin");
    let headings: Vec<String> =
        page.named("h2").chain(page.named("h3")).map(|heading| heading.text.replace('\u{a0}', " ")).collect();
    let expected = [
        "Niveau 1 : Le potager",
        "Niveau 2 : Le verger",
        "Autres pages",
        "Le jardin",
        "Arroser « juste </script> <!-- assez »",
        "Les pommes",
        "À propos",
    ];
    assert_eq!(headings, expected);
    let links = |html: &Html, class: &str| -> Vec<(String, String)> {
        let list = html.with_class(class).next().expect("a list");
        let links = html.elements[list.inside.clone()].iter().filter(|element| element.name == "a");
        links.map(|link| (link.attribute("href").unwrap().to_owned(), link.text.clone())).collect()
    };
    let pair = |href: &str, text: &str| (href.to_owned(), text.to_owned());
    let hrefs: Vec<_> = links(page, "pal-languages").into_iter().map(|(href, _)| href).collect();
    assert_eq!(hrefs, ["./", "../../../en/tags/eau/"]);
    let names: Vec<_> = page.with_class("pal-language-name").map(|name| name.text.as_str()).collect();
    assert_eq!(names, ["Français", "English"]);
    assert_eq!(links(page, "pal-breadcrumb"), [pair("../../", "Le jardin"), pair("../", "Étiquettes")]);
    let all = built.page("fr/etiquettes/");
    assert_eq!(
        links(all, "pal-tags"),
        [pair("eau/", "Eau, 2 leçons, 1 page"), pair("sol/", "Terre, 1 leçon"), pair("terre/", "Terre, 2 leçons"),]
    );
    let lesson = built.page("en/orchard/apples/");
    assert_eq!(
        links(lesson, "pal-colophon")[..2],
        [pair("../../tags/eau/", "Water"), pair("../../tags/terre/", "Earth")]
    );
    // Two tags that are called alike have titles of their own.
    assert_eq!(built.page("fr/etiquettes/sol/").one("title").text, "Étiquette : Terre (sol) — Le jardin");
    // A label that is missing in a language is borrowed from another, and has the `lang` of that one.
    let borrowed = built.page("en/tags/sol/");
    assert_eq!((borrowed.one("h1").text.as_str(), borrowed.one("h1").attribute("lang")), ("Terre", Some("fr-CA")));
}

#[test]
fn a_page_is_unlisted_where_a_tag_has_fallbacks_only() {
    let built = tags();
    let page = built.page("en/tags/sol/");
    assert!(page.is_unlisted() && page.translations().is_empty());
    assert!(!built.page("en/tags/terre/").is_unlisted());
}

#[test]
fn without_a_list_tags_are_called_as_they_are_written() {
    let book = Book::empty()
        .with(
            "book.toml",
            "[book]\nid = \"livre\"\ntitle = \"x\"\n[languages.fr]\n[check]\nallow = [\"missing-base-url\", \"level-without-index\"]\n",
        )
        .with("content/1-a/1-b.fr.md", "---\ntitle: B\ntags: [Vie privée, IA]\n---\n")
        .with("content/1-a/2-c.fr.md", "---\ntitle: C\ntags: [vie-privee]\n---\n");
    let built = Built::from_dir(book.root());
    assert_eq!(built.rules(), [""; 0]);
    assert_eq!(built.page("fr/etiquettes/vie-privee/").one("h1").text, "Vie privée");
    assert!(built.files.contains_key("fr/etiquettes/ia/index.html"));
    assert!(data(built.page("fr/")).is_none(), "without an address nothing has an id");
}

#[test]
fn a_lesson_says_what_it_is() {
    let built = tags();
    let page = built.page("en/orchard/apples/");
    let data = data(page).unwrap();
    assert_eq!(data["@context"], "https://schema.org");
    let lesson = thing(&data, "LearningResource");
    assert_eq!(lesson["@type"], serde_json::json!(["LearningResource", "Article"]));
    assert_eq!(lesson["@id"], "https://exemple.org/jardin/en/orchard/apples/");
    assert_eq!((&lesson["inLanguage"], &lesson["timeRequired"]), (&"en-CA".into(), &"PT70M".into()));
    assert_eq!(lesson["datePublished"], "2026-04-01");
    assert_eq!(lesson["position"], 1);
    assert_eq!(lesson["teaches"], serde_json::json!(["choose a good apple"]));
    assert_eq!(lesson["keywords"], serde_json::json!(["Water", "Earth"]));
    assert_eq!(lesson["license"], serde_json::json!(["https://opensource.org/license/mit"]));
    assert_eq!(lesson["citation"][0], "Tusser, Thomas. A Hundreth Good Pointes of Husbandrie. London, 1557.");
    assert_eq!(lesson["author"], serde_json::json!([{ "name": "A. Pomme" }, { "name": "B. Poire" }]));
    assert_eq!(lesson["educationalLevel"]["@id"], "https://exemple.org/jardin/#level-verger");
    assert_eq!(lesson["educationalLevel"]["inDefinedTermSet"]["@id"], "https://exemple.org/jardin/#levels");
    assert_eq!(lesson["competencyRequired"][0]["@id"], "https://exemple.org/jardin/#level-potager");
    assert_eq!(lesson["isPartOf"]["@id"], "https://exemple.org/jardin/en/orchard/");
    assert_eq!(lesson["isPartOf"]["isPartOf"]["@type"][0], "Course");
    let crumbs = thing(&data, "BreadcrumbList")["itemListElement"].as_array().unwrap();
    assert_eq!(
        crumbs.iter().map(|crumb| crumb["name"].as_str().unwrap()).collect::<Vec<_>>(),
        ["The garden", "The orchard", "Apples"]
    );
    let features = lesson["accessibilityFeature"].as_array().unwrap();
    assert!(features.contains(&"tableOfContents".into()));
    assert_eq!(
        (&lesson["accessMode"], &lesson["accessibilityHazard"]),
        (&serde_json::json!(["textual"]), &"none".into())
    );
    assert_eq!(thing(&self::data(built.page("fr/potager/becher/")).unwrap(), "Article")["accessMode"][1], "visual");
}

#[test]
fn the_book_is_a_course_whose_levels_are_terms_of_one_set() {
    let built = tags();
    for (address, title) in [("fr/", "Le jardin"), ("en/", "The garden")] {
        let data = data(built.page(address)).unwrap();
        let course = thing(&data, "Course");
        assert_eq!(course["name"], title);
        let parts = course["hasPart"].as_array().unwrap();
        assert_eq!(parts.iter().map(|part| part["position"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2]);
        let terms = thing(&data, "DefinedTermSet")["hasDefinedTerm"].as_array().unwrap();
        let ids: Vec<&str> = terms.iter().map(|term| term["@id"].as_str().unwrap()).collect();
        // The same in both languages.
        assert_eq!(ids, ["https://exemple.org/jardin/#level-potager", "https://exemple.org/jardin/#level-verger"]);
    }
    let level = data(built.page("fr/potager/")).unwrap();
    let parts = thing(&level, "LearningResource")["hasPart"].as_array().unwrap();
    assert_eq!(parts.len(), 3);
    assert_eq!(thing(&level, "DefinedTerm")["name"], "Le potager");
}

#[test]
fn an_original_names_its_translations_and_they_name_it_never_both_ways() {
    for built in all() {
        for (path, html) in built.pages() {
            let Some(data) = data(html) else { continue };
            let translated = html.translations().iter().filter(|(language, _)| *language != "x-default").count();
            let work = &data["@graph"][0];
            let (to, from) =
                (work["workTranslation"].as_array().map_or(0, Vec::len), work["translationOfWork"].is_object());
            assert!(to == 0 || !from, "{path} says both");
            assert!(from || to + 1 == translated.max(1), "{path}: {to} translations of {translated}");
            let original = if from { &work["translationOfWork"]["@id"] } else { &work["@id"] };
            let default = html.translations().into_iter().find(|(language, _)| *language == "x-default");
            assert_eq!(original.as_str(), default.map(|(_, to)| to), "{path}");
        }
    }
}

#[test]
fn what_is_said_of_a_page_stands_in_it() {
    for built in all() {
        for (path, html) in built.pages() {
            let Some(data) = data(html) else { continue };
            let said = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown = said(&html.one("body").text);
            let work = &data["@graph"][0];
            let mut texts: Vec<&str> = Vec::new();
            for field in ["name", "teaches", "keywords", "citation"] {
                match &work[field] {
                    Value::Array(items) => texts.extend(items.iter().filter_map(Value::as_str)),
                    item => texts.extend(item.as_str()),
                }
            }
            texts.extend(work["author"].as_array().into_iter().flatten().filter_map(|author| author["name"].as_str()));
            texts.extend(work["educationalLevel"]["name"].as_str());
            for text in texts {
                assert!(shown.contains(&said(text)), "{}: {path} doesn't show {text:?}", built.name);
            }
        }
    }
}

#[test]
fn a_fallback_and_a_draft_say_nothing_of_themselves() {
    let built = tags();
    assert!(data(built.page("en/vegetables/becher/")).is_none());
    let draft = Book::from_dir(&bundled().join("tests/books/tags"))
        .with("content/1-potager/3-attendre.fr.md", "---\ntitle: Attendre\ndraft: true\ndate: 2026-06-01\n---\n");
    let options = Edition { drafts: true, published: true, ..Edition::default() };
    let built = palier::build::read(draft.root(), &options);
    let files = support::site::render(&std::sync::Arc::new(built.site.unwrap()));
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert!(data(&Html::parse(&text("fr/potager/attendre/index.html"))).is_none());
    assert!(!text("fr/atom.xml").contains("Attendre"));
}

#[test]
fn a_shared_link_shows_the_page() {
    let built = tags();
    let lesson = built.page("fr/potager/arroser/");
    assert_eq!(meta(lesson, "og:type"), ["article"]);
    assert_eq!(meta(lesson, "og:title"), ["Arroser « juste </script> <!-- assez »"]);
    assert_eq!(meta(lesson, "og:url"), ["https://exemple.org/jardin/fr/potager/arroser/"]);
    assert_eq!(meta(lesson, "og:site_name"), ["Le jardin"]);
    assert_eq!(meta(lesson, "og:description"), ["L’eau & le reste."]);
    assert_eq!((meta(lesson, "og:locale"), meta(lesson, "og:locale:alternate")), (vec!["fr_CA"], vec!["en_CA"]));
    assert_eq!(meta(lesson, "article:published_time"), ["2026-03-01"]);
    assert_eq!(meta(lesson, "article:modified_time"), ["2026-05-12"]);
    assert_eq!(meta(lesson, "author"), ["Les jardiniers"]);
    assert_eq!(meta(built.page("fr/"), "og:type"), ["website"]);
    let fallback = built.page("en/vegetables/becher/");
    assert_eq!(meta(fallback, "og:url"), ["https://exemple.org/jardin/fr/potager/becher/"]);
    assert_eq!(meta(fallback, "og:locale"), ["fr_CA"]);
    assert!(meta(small("one-lesson").page("fr/"), "og:url").is_empty());
}

/// The only value of a page's metadata of that name.
fn one<'h>(html: &'h Html, name: &str) -> &'h str {
    let values = meta(html, name);
    assert_eq!(values.len(), 1, "{name}");
    values[0]
}

#[cfg(feature = "pictures")]
#[test]
fn a_shared_link_shows_the_pyramid_of_its_level_and_language() {
    let mut shared = 0;
    for built in all() {
        let Some(base) = &built.site.book.config.base_url else { continue };
        for (path, html) in built.pages() {
            if meta(html, "og:url").is_empty() {
                continue;
            }
            let image = one(html, "og:image").strip_prefix(base.as_str()).unwrap_or_else(|| panic!("{path}"));
            let size = imagesize::blob_size(&built.files[image]).unwrap();
            let told = ["og:image:width", "og:image:height"].map(|name| one(html, name).parse::<usize>().unwrap());
            assert_eq!((size.width, size.height), (1200, 630));
            assert_eq!(told, [1200, 630]);
            assert!(built.files[image].starts_with(b"\x89PNG") && built.files[image].len() < 100_000);
            assert_eq!(one(html, "twitter:card"), "summary_large_image");
            assert!(!one(html, "og:image:alt").is_empty());
            shared += 1;
        }
    }
    assert!(shared > 50);
    let built = tags();
    let image = |address: &str| one(built.page(address), "og:image").to_owned();
    let alt = |address: &str| one(built.page(address), "og:image:alt").to_owned();
    assert_eq!(image("fr/potager/arroser/"), image("fr/potager/"));
    assert_ne!(image("fr/potager/"), image("fr/"));
    assert_ne!(image("fr/"), image("en/"));
    assert_eq!(image("fr/etiquettes/"), image("fr/"));
    assert_eq!(image("en/vegetables/becher/"), image("fr/potager/"), "a fallback is the original's page");
    assert_eq!(alt("fr/"), "Le jardin : une pyramide de 2 niveaux");
    assert!(alt("fr/potager/arroser/").starts_with("Le jardin : une pyramide de 2 niveaux, où « "));
}

#[test]
fn a_site_that_does_not_know_its_address_has_no_picture_for_links() {
    let built = small("one-lesson");
    assert!(meta(built.page("fr/"), "og:image").is_empty());
    assert!(!built.files.keys().any(|path| path.starts_with("assets/cover.")));
    let preview = Built::with(&bundled(), &Edition::preview(true));
    assert!(!preview.files.keys().any(|path| path.starts_with("assets/cover.")));
}

#[test]
fn a_page_leads_to_where_its_source_can_be_bettered() {
    let built = tags();
    let edit = |address: &str| {
        let page = built.page(address);
        let place = page.with_class("pal-edit").next()?;
        let link = page.elements[place.inside.clone()].iter().find(|element| element.name == "a")?;
        Some(link.attribute("href").unwrap().to_owned())
    };
    let source = |path: &str| Some(format!("https://forge.example/edit/main/livre/content/{path}"));
    assert_eq!(edit("fr/potager/becher/"), source("1-potager/2-b%C3%AAcher/index.fr.md"));
    assert_eq!(edit("fr/a-propos/"), source("%C3%A0-propos.fr.md"));
    assert_eq!(edit("en/vegetables/becher/"), source("1-potager/2-b%C3%AAcher/index.fr.md"));
    assert_eq!(edit("fr/etiquettes/"), None);
}

#[test]
fn a_licence_leads_to_its_text() {
    let built = tags();
    let page = built.page("fr/verger/pommes/");
    let licences: Vec<(&str, &str)> = page
        .named("a")
        .filter(|link| link.attribute("rel") == Some("license"))
        .map(|link| (link.text.as_str(), link.attribute("href").unwrap()))
        .collect();
    let deed = "https://creativecommons.org/licenses/by-sa/4.0/deed.fr";
    assert_eq!(licences, [("MIT", "https://opensource.org/license/mit"), ("CC BY-SA 4.0", deed)]);
    assert!(page.with_class("pal-colophon").next().unwrap().text.contains("MIT ou verger"));
}
