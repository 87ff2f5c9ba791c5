//! What is true of every site, whatever its book: the bundled one, the small ones of `tests/books`,
//! a generated one, and those that `palier init` begins.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use palier::author::begin::{self, NewBook, Pyramid};
use palier::builder::Edition;
use palier::config::BaseUrl;
use palier::locale::{Locale, UserLanguage};
use palier::model::{Lesson, LessonRef, Permalink};
use palier::parse::document::ProseField;
use palier::pictures::Pictures;
use palier::plan::{Artifact, ListingPages};
use palier::render::text::{PageText, Parts};
use palier::render::{Memory, Renderer};
use palier::theme::Content;
use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use support::generated;
use support::html::{Element, Html};
use support::site::{Built, bundled, small_books};

/// Built once for all the laws.
static SITES: LazyLock<Vec<Built>> = LazyLock::new(|| {
    let generated = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    generated::write(&generated, 15);
    let folders: Vec<_> = small_books().into_iter().chain([bundled(), generated]).chain(begun()).collect();
    folders.par_iter().map(|folder| Built::from_dir(folder)).collect()
});

/// Books of every pyramid, as `palier init` begins them.
fn begun() -> Vec<PathBuf> {
    let books = [
        ("maslow", &["fr", "en"][..]),
        ("bloom", &["en"]),
        ("cefr", &["en", "fr"]),
        ("9", &["es", "fr"]),
        ("Observer = Observe, Agir = Act", &["fr", "en"]),
    ];
    let begun = books.into_iter().enumerate().map(|(number, (levels, languages))| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("begun-{number}"));
        let _ = fs::remove_dir_all(&folder);
        let book = NewBook {
            titles: ["Apprendre à douter", "Learning to doubt"][..languages.len()]
                .iter()
                .map(|&title| title.to_owned())
                .collect(),
            languages: languages.iter().map(|&key| key.to_owned()).collect(),
            pyramid: Pyramid::parse(levels).unwrap(),
            base_url: BaseUrl::parse("https://example.org/douter/"),
            author: UserLanguage::Fr,
            is_template: false,
        };
        begin::begin(&folder, &book, || false).unwrap();
        folder
    });
    begun.collect()
}

/// What breaks a law.
#[derive(Default)]
struct Faults {
    all: Vec<String>,
    /// How many things the law was asked of: pages, links, whatever it is about.
    seen: usize,
}

impl Faults {
    fn push(&mut self, fault: String) {
        self.all.push(fault);
    }

    fn extend(&mut self, faults: impl IntoIterator<Item = String>) {
        self.all.extend(faults);
    }
}

/// Asks something of every site; all that is wrong is reported together. It is asked of `at_least` so many things, by
/// the law's own count of them: a law that sees less than there is to see is no law.
fn every_site(at_least: usize, law: impl Fn(&Built, &mut Faults)) {
    let mut faults = Faults::default();
    for built in SITES.iter() {
        let before = faults.all.len();
        law(built, &mut faults);
        faults.all[before..].iter_mut().for_each(|fault| *fault = format!("{}: {fault}", built.name));
    }
    assert!(faults.all.is_empty(), "{}", faults.all.join("\n"));
    assert!(faults.seen >= at_least, "the law was asked of {} things, not of {at_least}", faults.seen);
}

/// Asks something of every page of every site, `at_least` so many.
fn every_page(at_least: usize, law: impl Fn(&Html, &mut Vec<String>)) {
    every_site(at_least, |built, faults| {
        for (path, html) in built.pages() {
            faults.seen += 1;
            let mut found = Vec::new();
            law(html, &mut found);
            faults.extend(found.into_iter().map(|fault| format!("{path}: {fault}")));
        }
    });
}

/// A page that shows a text of the book.
struct TextPage<'a> {
    path: &'a str,
    html: &'a Html,
    at: LessonRef,
    lesson: &'a Lesson,
    locale: Locale,
    /// The language of the text; the page's own where the lesson has no text at all.
    shown: Locale,
    permalink: &'a Permalink,
}

impl TextPage<'_> {
    fn is_fallback(&self) -> bool {
        self.shown != self.locale
    }
}

fn text_pages(built: &Built) -> Vec<TextPage<'_>> {
    let book = &built.site.book;
    let pages = built.site.artifacts.iter().filter_map(|(path, artifact)| {
        let Artifact::Page { at, locale } = artifact else { return None };
        let (lesson, locale) = (book.lesson(*at), *locale);
        let shown = lesson.shown(locale, book.config.default_locale).map_or(locale, |shown| shown.locale);
        let permalink = lesson.permalinks.get(locale).as_ref()?;
        Some(TextPage { path, html: built.page_at(path), at: *at, lesson, locale, shown, permalink })
    });
    pages.collect()
}

/// The pages that list what the book holds, its tags, terms and references, with their languages.
fn list_pages(built: &Built) -> Vec<(&Permalink, &Html, Locale)> {
    let pages = built.site.listings().flat_map(|(_, pages)| pages.iter()).flat_map(|(locale, pages)| {
        pages.iter().flat_map(ListingPages::iter).map(move |(_, permalink)| (permalink, locale))
    });
    pages.map(|(page, locale)| (page, &built.pages()[&page.output_path()], locale)).collect()
}

/// Where an address of a page leads: the output path and the fragment; `None` if it leads
/// outside the site.
fn resolve(built: &Built, page: &str, address: &str) -> Option<(String, String)> {
    let base = built.site.book.config.base_url.as_ref();
    let (address, fragment) = address.split_once('#').unwrap_or((address, ""));
    let inside = base.and_then(|base| address.strip_prefix(base.as_str()));
    let root = base.map_or("/", |base| base.path());
    let has_scheme = address.contains("://") || address.starts_with("mailto:");
    let path = match (inside, has_scheme, address.strip_prefix(root)) {
        (Some(inside), ..) => inside.to_owned(),
        (None, true, _) => return None,
        (None, false, Some(absolute)) => absolute.to_owned(),
        (None, false, None) => {
            let mut parts: Vec<&str> = page.split('/').collect();
            let own = parts.pop().unwrap_or_default();
            // An empty address is the page itself.
            for part in if address.is_empty() { own } else { address }.split('/') {
                match part {
                    "." => {}
                    ".." => assert!(parts.pop().is_some(), "{page}: {address} climbs out of the site"),
                    part => parts.push(part),
                }
            }
            // `.` and `..` at the end are folders, as are addresses that end with `/`.
            let is_folder = address.ends_with("/.") || address.ends_with("..") || address == ".";
            if is_folder { format!("{}/", parts.join("/")) } else { parts.join("/") }
        }
    };
    let path = path.split('?').next().unwrap_or_default();
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let decode = |text: &str| percent_decode_str(text).decode_utf8().expect("UTF-8").into_owned();
    Some((decode(&path), decode(fragment)))
}

/// The addresses that an element names.
fn addresses(element: &Element) -> Vec<&str> {
    let names = ["href", "src", "poster", "cite", "action"];
    let mut found: Vec<&str> = names.iter().filter_map(|name| element.attribute(name)).collect();
    let sets = element.attribute("srcset").into_iter().flat_map(|set| set.split(','));
    found.extend(sets.filter_map(|one| one.split_whitespace().next()));
    let refresh = element.attribute("content").filter(|_| element.attribute("http-equiv") == Some("refresh"));
    found.extend(refresh.and_then(|refresh| refresh.split_once("url=")).map(|(_, address)| address));
    found
}

#[test]
fn every_address_leads_to_something_that_is_there() {
    every_site(8_000, |built, faults| {
        let pages = built.pages();
        let ids: BTreeMap<&str, BTreeSet<&str>> =
            pages.iter().map(|(path, html)| (path.as_str(), html.ids().collect())).collect();
        for (path, html) in pages {
            for address in html.elements.iter().flat_map(addresses) {
                let Some((to, fragment)) = resolve(built, path, address) else { continue };
                faults.seen += 1;
                if !built.files.contains_key(&to) {
                    faults.push(format!("{path}: {address} leads to no file ({to})"));
                } else if !fragment.is_empty()
                    && !ids.get(to.as_str()).is_some_and(|ids| ids.contains(fragment.as_str()))
                {
                    faults.push(format!("{path}: {address} leads to no id"));
                }
            }
        }
    });
}

#[test]
fn the_stylesheets_addresses_lead_to_files() {
    every_site(20, |built, faults| {
        for path in built.files.keys().filter(|path| path.ends_with(".css")) {
            for address in built.text(path).split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
                let address = address.trim_matches(['"', '\'']);
                faults.seen += 1;
                let found = resolve(built, path, address).is_some_and(|(to, _)| built.files.contains_key(&to));
                if !found && !address.starts_with("data:") {
                    faults.push(format!("{path}: {address}"));
                }
            }
        }
    });
}

#[test]
fn every_page_is_sound_html() {
    every_page(260, |html, faults| faults.extend(html.faults.iter().cloned()));
}

#[test]
fn an_id_names_one_thing_and_what_is_referred_to_is_there() {
    every_page(260, |html, faults| {
        let mut ids = BTreeSet::new();
        faults.extend(html.ids().filter(|id| !ids.insert(*id)).map(|id| format!("the id {id} twice")));
        for element in &html.elements {
            let named = ["aria-labelledby", "aria-describedby", "aria-controls", "for"];
            let named = named.iter().filter_map(|name| element.attribute(name)).flat_map(str::split_whitespace);
            faults.extend(named.filter(|id| !ids.contains(id)).map(|id| format!("no id {id}")));
        }
    });
}

#[test]
fn every_page_has_one_main_heading_and_headings_in_order() {
    every_page(260, |html, faults| {
        // The 404 page says the same in each language, under its first one.
        html.one("h1");
        let mut last = 0;
        for heading in &html.elements {
            let level = match heading.name.as_bytes() {
                [b'h', level @ b'1'..=b'6'] => level - b'0',
                _ => continue,
            };
            // The heading of what is beside the text comes before its title.
            let stands_beside = last == 0 && level == 2;
            if level > last + 1 && !stands_beside {
                faults.push(format!("h{level} after h{last}: {}", heading.text));
            }
            if heading.text.trim().is_empty() {
                faults.push(format!("an empty h{level}"));
            }
            last = level;
        }
    });
}

#[test]
fn a_page_says_its_own_language_and_its_texts() {
    every_site(150, |built, faults| {
        let config = &built.site.book.config;
        for page in text_pages(built) {
            faults.seen += 1;
            let root = page.html.one("html");
            let language = config.language(page.locale);
            let direction = if language.right_to_left { "rtl" } else { "ltr" };
            let said = (root.attribute("lang"), root.attribute("dir"));
            if said != (Some(language.tag.as_str()), Some(direction)) {
                faults.push(format!("{}: {said:?}", page.path));
            }
            let text_tag = Some(config.language(page.shown).tag.as_str());
            for text in page.html.with_class("pal-text").chain([page.html.one("h1")]) {
                let has_title = text.name != "h1" || !page.lesson.translations.is_empty();
                if has_title && page.html.lang(text) != text_tag {
                    faults.push(format!("{}: <{}> in {:?}", page.path, text.name, page.html.lang(text)));
                }
            }
            let notices = page.html.with_class("pal-fallback").count();
            if notices != usize::from(page.is_fallback()) {
                faults.push(format!("{}: {notices} notices", page.path));
            }
        }
    });
}

/// The sections of a page that have a way to their pair: (id, hreflang, where it leads).
fn ways_to_pairs<'a>(built: &Built, path: &str, html: &'a Html) -> Vec<(&'a str, &'a str, (String, String))> {
    let links = html.with_class("pal-pair").map(|link| {
        let heading = &html.elements[link.parent.expect("a heading around it")];
        let attribute = |element: &'a Element, name| element.attribute(name).unwrap_or_default();
        let to = resolve(built, path, attribute(link, "href")).expect("a page of the site");
        (attribute(heading, "id"), attribute(link, "hreflang"), to)
    });
    links.collect()
}

#[test]
fn a_section_leads_to_its_pair_and_the_pair_leads_back() {
    every_site(270, |built, faults| {
        let config = &built.site.book.config;
        for page in text_pages(built) {
            let own = config.language(page.shown).key.as_str();
            for (id, language, to) in ways_to_pairs(built, page.path, page.html) {
                let Some(other) = built.pages().get(&to.0) else { continue };
                faults.seen += 1;
                let root = config.languages.iter().find(|one| one.key == language).map(|one| one.tag.as_str());
                if other.one("html").attribute("lang") != root || language == own {
                    faults.push(format!("{}#{id} leads to {to:?} in {language}", page.path));
                }
                // From a fallback too one comes to the other text, which knows the original.
                let original = page.lesson.permalinks.get(page.shown).as_ref().map(Permalink::output_path);
                let back = (original.unwrap_or_default(), id.to_owned());
                let ways = ways_to_pairs(built, &to.0, other);
                if !ways.iter().any(|(from, language, way)| *from == to.1 && *language == own && *way == back) {
                    faults.push(format!("{}#{id}: no way back from {to:?}", page.path));
                }
            }
        }
    });
}

/// The pages of two texts beside each other.
struct SidePage<'a> {
    path: &'a str,
    html: &'a Html,
    lesson: &'a Lesson,
    /// The languages, that of the page first.
    locales: [Locale; 2],
}

fn side_pages(built: &Built) -> Vec<SidePage<'_>> {
    let pages = built.site.artifacts.iter().filter_map(|(path, artifact)| {
        let Artifact::SideBySide { at, locale, other } = artifact else { return None };
        let (html, lesson) = (built.page_at(path), built.site.book.lesson(*at));
        Some(SidePage { path, html, lesson, locales: [*locale, *other] })
    });
    pages.collect()
}

#[test]
fn two_texts_beside_each_other_are_each_in_their_language_with_ids_of_their_own() {
    every_site(1_000, |built, faults| {
        let config = &built.site.book.config;
        for page in side_pages(built) {
            let languages = page.locales.map(|locale| config.language(locale));
            let tags = languages.map(|language| Some(language.tag.as_str()));
            let prefixes = languages.map(|language| format!("{}:", language.key));
            let sides = page.html.with_class("pal-sides").map(|row| {
                let inside = row.inside.clone();
                inside
                    .map(|at| &page.html.elements[at])
                    .filter(|element| element.parent.is_some_and(|at| std::ptr::eq(&page.html.elements[at], row)))
            });
            if page.html.one("html").attribute("lang") != tags[0] {
                faults.push(format!("{}: not in the language of its first text", page.path));
            }
            for sides in sides {
                faults.seen += 1;
                let sides: Vec<&Element> = sides.filter(|side| side.attribute("lang").is_some()).collect();
                if sides.iter().map(|side| side.attribute("lang")).ne(tags) {
                    faults.push(format!("{}: {} sides", page.path, sides.len()));
                }
                for (side, prefix) in sides.into_iter().zip(&prefixes) {
                    let direction =
                        if page.html.lang(side).is_some_and(|lang| lang.starts_with("ar")) { "rtl" } else { "ltr" };
                    if side.attribute("dir") != Some(direction) {
                        faults.push(format!("{}: {:?} is not {direction}", page.path, side.attribute("lang")));
                    }
                    for element in side.inside.clone().map(|at| &page.html.elements[at]) {
                        let own = element
                            .attribute("id")
                            .into_iter()
                            .chain(element.attribute("href").and_then(|href| href.strip_prefix('#')));
                        let strange = own.filter(|id| !id.starts_with(prefix.as_str()));
                        faults.extend(strange.map(|id| format!("{}: {id} in the side {prefix}", page.path)));
                    }
                }
            }
        }
    });
}

#[test]
fn two_texts_beside_each_other_say_all_that_each_says_alone() {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    every_site(95, |built, faults| {
        for page in side_pages(built) {
            for locale in page.locales {
                faults.seen += 1;
                let alone = page.lesson.permalinks.get(locale).as_ref().expect("a page").output_path();
                let tag = built.site.book.config.language(locale).tag.as_str();
                let alone = built.page_at(&alone);
                let mut said: Vec<String> = alone.with_class("pal-text").flat_map(|text| words(&text.text)).collect();
                let sides = page.html.with_class("pal-text").filter(|text| text.attribute("lang") == Some(tag));
                let mut beside: Vec<String> = sides.flat_map(|text| words(&text.text)).collect();
                // Alone, each heading has a way to its pair.
                let pairs: Vec<String> = alone.with_class("pal-pair").map(|pair| pair.text.clone()).collect();
                said.retain(|word| !pairs.contains(word));
                beside.retain(|word| !pairs.contains(word));
                if said != beside {
                    let other = said.iter().zip(&beside).find(|(a, b)| a != b);
                    faults.push(format!("{}: {tag} says other things: {other:?}", page.path));
                }
            }
        }
    });
}

#[test]
fn two_texts_beside_each_other_are_found_from_either_and_by_no_search_engine() {
    every_site(45, |built, faults| {
        let base = built.site.book.config.base_url.as_ref();
        for page in side_pages(built) {
            faults.seen += 1;
            let own = page.lesson.permalinks.get(page.locales[0]).as_ref().expect("a page");
            let canonical: Vec<_> = base.iter().map(|base| format!("{}{}", base.as_str(), own.encoded())).collect();
            let found: Vec<&str> = page.html.links("canonical").into_iter().map(|(_, to)| to).collect();
            if found != canonical || !page.html.is_unlisted() || !page.html.translations().is_empty() {
                faults.push(format!("{}: known as {found:?}", page.path));
            }
            let leads = |from: &str, html: &Html, to: &str| {
                let found = html.named("a").flat_map(addresses).filter_map(|address| resolve(built, from, address));
                found.map(|(path, _)| path).any(|path| path == to)
            };
            if !leads(&own.output_path(), built.page_at(&own.output_path()), page.path) {
                faults.push(format!("{own} doesn't lead to {}", page.path));
            }
            for locale in page.locales {
                let alone = page.lesson.permalinks.get(locale).as_ref().expect("a page").output_path();
                if !leads(page.path, page.html, &alone) {
                    faults.push(format!("{} doesn't lead to {alone}", page.path));
                }
            }
        }
    });
}

#[test]
fn the_switch_keeps_anchors_only_between_pages_of_one_text() {
    every_site(180, |built, faults| {
        for page in text_pages(built) {
            let links = page.html.named("a").filter(|link| link.attribute("data-text").is_some());
            for link in links {
                let to = resolve(built, page.path, link.attribute("href").unwrap()).map(|(path, _)| path);
                let Some(other) = to.and_then(|path| built.pages().get(&path)) else { continue };
                faults.seen += 1;
                let anchors = |html: &Html| {
                    let anchors = html.with_class("pal-anchor").filter_map(|link| link.attribute("href"));
                    anchors.map(str::to_owned).collect::<Vec<_>>()
                };
                if anchors(page.html) != anchors(other) {
                    faults.push(format!("{}: another text behind {link:?}", page.path));
                }
            }
        }
    });
}

#[test]
fn a_language_without_a_fallback_has_no_borrowed_page() {
    every_site(14, |built, faults| {
        // The pyramid is whole in each language: each has its front page and its levels.
        let is_lesson = |page: &&TextPage<'_>| matches!(page.at, LessonRef::Lesson(..) | LessonRef::Page(_));
        for page in text_pages(built).iter().filter(|page| page.is_fallback()).filter(is_lesson) {
            faults.seen += 1;
            let language = built.site.book.config.language(page.locale);
            if language.fallback == palier::config::Fallback::None {
                faults.push(page.path.to_owned());
            }
        }
    });
}

#[test]
fn the_translations_of_a_page_name_each_other_and_fallbacks_none() {
    every_site(140, |built, faults| {
        let config = &built.site.book.config;
        let pages = text_pages(built);
        let Some(base) = &config.base_url else {
            let named = pages.iter().filter(|page| !page.html.translations().is_empty());
            faults.extend(named.map(|page| format!("{}: hreflang without an address", page.path)));
            return;
        };
        let address = |permalink: &Permalink| format!("{}{}", base.as_str(), permalink.encoded());
        for page in &pages {
            faults.seen += 1;
            let found: BTreeSet<(&str, &str)> = page.html.translations().into_iter().collect();
            let mut expected = BTreeSet::new();
            let own: Vec<(Locale, String)> = config
                .locales()
                .filter(|locale| page.lesson.translations.is_empty() || page.lesson.translations.contains_key(locale))
                .filter_map(|locale| Some((locale, address(page.lesson.permalinks.get(locale).as_ref()?))))
                .collect();
            if !page.is_fallback() {
                expected.extend(own.iter().map(|(locale, to)| (config.language(*locale).key.as_str(), to.as_str())));
                let default = own.iter().find(|(locale, _)| *locale == config.default_locale).or(own.first());
                expected.extend(default.map(|(_, to)| ("x-default", to.as_str())));
            }
            if found != expected {
                faults.push(format!("{}: {found:?}, not {expected:?}", page.path));
            }
        }
    });
}

#[test]
fn what_names_a_translation_is_named_by_it() {
    every_site(440, |built, faults| {
        let pages = built.pages();
        for (path, html) in pages {
            let named = html.translations();
            if named.is_empty() {
                continue;
            }
            let own: Vec<&str> = html.links("canonical").into_iter().map(|(_, to)| to).collect();
            if own.len() != 1 || !named.iter().any(|(_, to)| *to == own[0]) {
                faults.push(format!("{path} doesn't name itself among {named:?}"));
            }
            for (language, to) in &named {
                faults.seen += 1;
                let other = resolve(built, path, to).and_then(|(to, _)| Some(pages.get(to.as_str())?.translations()));
                if other.as_ref() != Some(&named) {
                    faults.push(format!("{path}: {to} ({language}) names {other:?}"));
                }
            }
        }
    });
}

#[test]
fn a_page_of_a_tag_is_listed_where_one_of_its_lessons_is() {
    every_site(15, |built, faults| {
        let book = &built.site.book;
        for (tag, locale) in (0..book.tags.len()).flat_map(|tag| book.config.locales().map(move |to| (tag, to))) {
            let lessons = book.tags[tag].lessons.iter().map(|at| book.lesson(*at));
            let has_page = lessons.clone().any(|lesson| lesson.permalinks.get(locale).is_some());
            let is_listed = lessons.clone().any(|lesson| lesson.translations.contains_key(&locale));
            let page = built.site.listing("tags", locale).and_then(|tags| tags.page(Some(tag)));
            if page.is_some() != has_page {
                faults.push(format!("{} in {locale:?}: {page:?}", book.tags[tag].id));
            }
            let Some(page) = page else { continue };
            faults.seen += 1;
            let html = Html::parse(built.text(&page.output_path()));
            let named = html.translations().len();
            if html.is_unlisted() == is_listed || (named > 0) != (is_listed && book.config.base_url.is_some()) {
                faults.push(format!("{page}: listed {is_listed}, {named} translations"));
            }
        }
    });
}

#[test]
fn a_page_is_known_by_its_own_address_and_a_fallback_by_the_originals() {
    every_site(150, |built, faults| {
        let base = built.site.book.config.base_url.as_ref();
        for page in text_pages(built) {
            faults.seen += 1;
            let original = page.lesson.permalinks.get(page.shown).as_ref().unwrap_or(page.permalink);
            let expected: Vec<String> =
                base.iter().map(|base| format!("{}{}", base.as_str(), original.encoded())).collect();
            let found: Vec<&str> = page.html.links("canonical").into_iter().map(|(_, to)| to).collect();
            if found != expected {
                faults.push(format!("{}: {found:?}", page.path));
            }
        }
    });
}

#[test]
fn the_sitemap_lists_every_page_in_its_own_language_and_no_other() {
    every_site(150, |built, faults| {
        let Some(base) = &built.site.book.config.base_url else {
            faults.extend(built.files.get("sitemap.xml").map(|_| "a sitemap without an address".to_owned()));
            return;
        };
        let texts = text_pages(built);
        let texts = texts.iter().filter(|page| !page.is_fallback()).map(|page| page.permalink);
        let lists = list_pages(built).into_iter().filter(|(_, html, _)| !html.is_unlisted());
        let expected: BTreeSet<String> = texts
            .chain(lists.map(|(permalink, ..)| permalink))
            .map(|permalink| format!("{}{}", base.as_str(), permalink.encoded()))
            .collect();
        let entries = built.text("sitemap.xml").split("<loc>").skip(1);
        let listed: Vec<String> = entries.map(|entry| entry.split('<').next().unwrap().to_owned()).collect();
        faults.seen += listed.len();
        if listed.len() != expected.len() || listed.into_iter().collect::<BTreeSet<_>>() != expected {
            faults.push("the sitemap lists other pages".to_owned());
        }
        if !built.text("robots.txt").contains(&format!("Sitemap: {}sitemap.xml", base.as_str())) {
            faults.push("robots.txt doesn't name the sitemap".to_owned());
        }
    });
}

/// The policy of a book that allows no host, in full: a page loads, shows and sends what is the site's own, and no
/// element of it can move its addresses elsewhere.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; \
                      frame-src 'self'; object-src 'self'; form-action 'self'; base-uri 'none'";

#[test]
fn every_page_has_the_policy_before_anything_else() {
    every_site(260, |built, faults| {
        assert!(built.site.book.config.allow_hosts.is_empty(), "{} allows hosts", built.name);
        let head = format!(
            "<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"
        );
        for (path, artifact) in &built.site.artifacts {
            let is_page = artifact.is_page()
                || matches!(artifact, Artifact::Redirect { .. })
                || ["index.html", "404.html"].contains(&path.as_str());
            faults.seen += usize::from(is_page);
            if is_page && built.text(path).matches(&head).count() != 1 {
                faults.push(format!("{path}: no policy"));
            }
        }
        if !built.text("_headers").contains(&format!("404.html\n  Content-Security-Policy: {POLICY}\n")) {
            faults.push("_headers without the policy".to_owned());
        }
    });
}

#[test]
fn a_title_names_one_page() {
    every_site(160, |built, faults| {
        let mut titles = BTreeMap::new();
        // A fallback has the title of its original; a redirect says only that the page moved.
        let texts = text_pages(built).into_iter().filter(|page| !page.is_fallback());
        let texts = texts.map(|page| (page.permalink, page.html, page.locale));
        for (permalink, html, locale) in texts.chain(list_pages(built)) {
            faults.seen += 1;
            let title = html.named("title").next().map_or("", |title| title.text.trim()).to_owned();
            if title.is_empty() {
                faults.push(format!("{permalink}: no title"));
            } else if let Some(other) = titles.insert((locale, title), permalink) {
                faults.push(format!("{permalink} and {other} have one title"));
            }
        }
    });
}

#[test]
fn no_page_has_a_script_or_a_style_of_its_own() {
    every_page(260, |html, faults| {
        // The theme's own, a file of the site.
        let is_file = |element: &&Element| {
            let file = element.attribute("src").is_some_and(|file| !file.contains("//") && file.contains("assets/"));
            element.name == "script" && file && element.text.is_empty()
        };
        // What is not run.
        let is_of =
            |element: &&Element, kind: &str| element.name == "script" && element.attribute("type") == Some(kind);
        let is_data = |element: &&Element| is_of(element, "application/ld+json") || is_of(element, "application/json");
        if html.elements.iter().filter(|element| is_of(element, "application/ld+json")).count() > 1 {
            faults.push("two blocks of metadata".to_owned());
        }
        // That of every page, and one of its kind, which may have its words beside it.
        let is_words = |element: &&Element| element.attribute("src").is_some_and(|file| file.contains("assets/words."));
        if html.elements.iter().filter(is_file).filter(|element| !is_words(element)).count() > 2 {
            faults.push("three scripts".to_owned());
        }
        for element in html.elements.iter().filter(|element| !is_data(element) && !is_file(element)) {
            let is_refused = ["script", "style", "iframe", "object", "embed"].contains(&element.name.as_str());
            let refused = element.attributes.keys().filter(|name| *name == "style" || name.starts_with("on"));
            faults.extend(refused.map(|name| format!("<{} {name}>", element.name)));
            if is_refused {
                faults.push(format!("<{}>", element.name));
            }
            let address = addresses(element).into_iter().find(|address| address.starts_with("javascript:"));
            faults.extend(address.map(str::to_owned));
        }
    });
}

/// The classes that a stylesheet's selectors name.
fn selected(css: &str) -> impl Iterator<Item = &str> {
    let rules = css.split('{').map(|before| before.rsplit(['}', ';', '/']).next().unwrap_or_default());
    let is_part = |one: char| one.is_alphanumeric() || matches!(one, '-' | '_');
    let after = rules.flat_map(|selector| selector.split('.').skip(1).chain(selector.split("[class").skip(1)));
    let names =
        after.map(move |rest| rest.trim_start_matches(['*', '^', '~', '=', '"']).split(|one| !is_part(one)).next());
    // Others are numbers (`@media (max-width: 61.99rem)`), or end a sentence of a comment.
    names.flatten().filter(|name| name.starts_with(|one: char| one.is_alphabetic()))
}

#[test]
fn every_class_has_the_themes_prefix() {
    // The small books give no classes of their own. One class is HTML's: that of code's language.
    every_page(260, |html, faults| {
        for element in &html.elements {
            let classes = element.attribute("class").into_iter().flat_map(str::split_ascii_whitespace);
            let is_ours = |class: &&str| class.starts_with("pal-");
            let is_code = |class: &&str| element.name == "code" && class.starts_with("language-");
            // What the bundled book’s authors call their questions.
            let is_authors = |class: &&str| ["gaps", "order", "pairs"].contains(class);
            let others = classes.filter(|class| !is_ours(class) && !is_code(class) && !is_authors(class));
            faults.extend(others.map(str::to_owned));
        }
    });
    let dashboard = include_str!("../src/serve/dashboard.css");
    every_site(8_500, |built, faults| {
        let published = built.files.iter().filter(|(path, _)| path.starts_with("assets/") && path.ends_with(".css"));
        let published = published.map(|(path, _)| built.text(path)).collect::<String>();
        let classes: Vec<&str> = selected(&published).chain(selected(dashboard)).collect();
        assert!(classes.len() > 400, "{}", classes.len());
        faults.seen += classes.len();
        faults.extend(classes.into_iter().filter(|class| !class.starts_with("pal-")).map(str::to_owned));
    });
}

#[test]
fn no_place_to_fill_in_is_left() {
    let is_name = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
    every_page(260, |html, faults| {
        // Code is as it is written, BibTeX with its braces; a script fills in the words that it is given, in a script of data
        // or an attribute.
        let code = html.named("pre").chain(html.named("script"));
        let code: Vec<&str> = code.map(|element| element.text.as_str()).filter(|text| !text.is_empty()).collect();
        let shown = |element: &'_ Element| {
            let attributes = element.attributes.iter().filter(|(name, _)| !name.starts_with("data-"));
            attributes.map(|(_, value)| value.clone()).chain([element.text.clone()]).collect::<Vec<_>>()
        };
        // Names that others gave: of metadata, and of a kind of card.
        let is_foreign = |text: &String| text.starts_with("citation_") || text == "summary_large_image";
        let texts = html.elements.iter().flat_map(shown).filter(|text| !is_foreign(text));
        for text in texts {
            let text = code.iter().fold(text, |text, code| text.replace(code, ""));
            let places = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
            faults.extend(places.filter(|(name, _)| is_name(name)).map(|(name, _)| format!("{{{name}}}")));
            // A key of the theme's strings, in place of its words; a word of code may look like one.
            if is_name(&text) && text.contains('_') && !code.iter().any(|code| code.contains(&text)) {
                faults.push(text);
            }
        }
    });
}

#[test]
fn a_page_can_be_reached_from_its_languages_front_page() {
    every_site(230, |built, faults| {
        let pages = built.pages();
        let book = &built.site.book;
        for locale in book.config.locales() {
            let Some(home) = book.home.permalinks.get(locale) else { continue };
            let mut seen = 0;
            let mut reached = BTreeSet::from([home.output_path()]);
            let mut waiting = vec![home.output_path()];
            while let Some(path) = waiting.pop() {
                let Some(html) = pages.get(path.as_str()) else { continue };
                for to in html.named("a").flat_map(addresses).filter_map(|address| resolve(built, &path, address)) {
                    if reached.insert(to.0.clone()) {
                        waiting.push(to.0);
                    }
                }
            }
            let own = built.site.artifacts.iter().filter(|(_, artifact)| match artifact {
                Artifact::Page { locale: own, .. }
                | Artifact::SideBySide { locale: own, .. }
                | Artifact::Listing { locale: own, .. } => *own == locale,
                _ => false,
            });
            let lost = own.inspect(|_| seen += 1).filter(|(path, _)| !reached.contains(*path));
            faults.extend(lost.map(|(path, _)| format!("no way to {path}")));
            faults.seen += seen;
        }
    });
}

#[test]
fn the_steps_go_through_every_level_and_back() {
    every_site(80, |built, faults| {
        let book = &built.site.book;
        let pages = built.pages();
        let step = |path: &str, relation: &str| {
            let link = pages[path].named("a").find(|link| link.attribute("rel") == Some(relation))?;
            Some(resolve(built, path, link.attribute("href")?)?.0)
        };
        for locale in book.config.locales() {
            let level_paths: Vec<String> = book
                .levels
                .iter()
                .filter_map(|level| Some(level.index.permalinks.get(locale).as_ref()?.output_path()))
                .collect();
            for pair in level_paths.windows(2) {
                if step(&pair[0], "next").as_ref() != Some(&pair[1])
                    || step(&pair[1], "prev").as_ref() != Some(&pair[0])
                {
                    faults.push(format!("no steps between {} and {}", pair[0], pair[1]));
                }
            }
            for (number, level) in book.levels.iter().enumerate() {
                let paths = level
                    .lessons
                    .iter()
                    .filter_map(|lesson| Some(lesson.permalinks.get(locale).as_ref()?.output_path()));
                let paths: Vec<String> = paths.collect();
                for (index, path) in paths.iter().enumerate() {
                    faults.seen += 1;
                    let next = paths.get(index + 1).or(level_paths.get(number + 1));
                    let previous = index.checked_sub(1).map_or(level_paths.get(number), |before| paths.get(before));
                    if step(path, "next").as_ref() != next || step(path, "prev").as_ref() != previous {
                        faults.push(format!("wrong steps from {path}"));
                    }
                }
            }
        }
    });
}

#[test]
fn everything_planned_has_bytes() {
    every_site(370, |built, faults| {
        faults.seen += built.files.len();
        let empty = built.files.iter().filter(|(_, bytes)| bytes.is_empty());
        faults.extend(empty.map(|(path, _)| path.clone()));
        let front = built.site.book.config.locales().filter(|&locale| {
            let home = built.site.book.lesson(LessonRef::Home).permalinks.get(locale);
            !home.as_ref().is_some_and(|home| built.files.contains_key(&home.output_path()))
        });
        faults.extend(front.map(|locale| format!("{locale:?} has no front page")));
    });
}

#[test]
fn two_builds_are_equal_to_the_byte() {
    every_site(370, |built, faults| {
        faults.seen += built.files.len();
        let again = Built::from_dir(&built.folder);
        if built.files.keys().ne(again.files.keys()) {
            faults.push("other files".to_owned());
        }
        faults.extend(
            built
                .files
                .iter()
                .filter(|(path, bytes)| again.files.get(*path) != Some(bytes))
                .map(|(path, _)| path.clone()),
        );
    });
}

#[test]
fn the_bundled_book_and_the_generated_one_are_without_a_fault() {
    for built in SITES.iter().rev().take(2) {
        assert_eq!(built.diagnostics, [], "{}", built.name);
    }
}

#[test]
fn a_text_is_written_without_a_site_for_a_format_that_gives_its_links() {
    let links = |to: &Permalink| (!to.output_path().ends_with(".svg")).then(|| format!("format:/{to}"));
    let mut led = 0;
    for built in SITES.iter() {
        let (book, memory, pictures) = (&*built.site.book, &Memory::default(), &Pictures::default());
        let parts = Parts { book, theme: &built.site.theme, styles: &built.site.styles, memory, pictures };
        for (_, lesson) in book.lessons() {
            for text in lesson.translations.values() {
                let written = PageText::new(parts, lesson, text, &links, text.locale);
                let written = written.written(Some(ProseField::Objective));
                let parts = [written.text.body, written.text.notes, written.text.references, written.text.terms];
                let html = written.fields.into_iter().chain(parts.into_iter().flatten()).collect::<String>();
                for address in ["href=\"", "src=\""].iter().flat_map(|name| html.split(name).skip(1)) {
                    let address = address.split('"').next().unwrap_or_default();
                    led += usize::from(address.starts_with("format:/"));
                    let is_elsewhere = address.split('/').next().is_some_and(|scheme| scheme.contains(':'));
                    assert!(is_elsewhere || address.starts_with('#'), "{}: {address}", text.path);
                    assert!(!address.starts_with("format:/") || !address.ends_with(".svg"), "{}: {address}", text.path);
                }
            }
        }
    }
    assert!(led > 50, "{led} links");
}

#[test]
fn what_is_published_is_in_the_preview_too() {
    every_site(350, |built, faults| {
        let preview = palier::build::read(built.folder.as_path(), &Edition::preview(true));
        let renderer = Renderer::new(Arc::new(preview.site.unwrap()));
        for (path, artifact) in &built.site.artifacts {
            // They name the site's own address, which a preview hasn't; the outline does where the book has no id.
            let is_outline = path.starts_with("assets/outline.");
            // A preview is never kept on a device.
            let is_offline = artifact.is_sealed() || path.ends_with("manifest.webmanifest");
            // Nobody shares a preview, or installs it.
            let is_shared = matches!(artifact, Artifact::Feed(_) | Artifact::Drawn(_)) || path == "sitemap.xml";
            if is_shared || is_outline || is_offline {
                continue;
            }
            faults.seen += 1;
            let served = match renderer.render(path) {
                Some(Ok(Content::Bytes(bytes))) => bytes.len() as u64,
                Some(Ok(Content::Asset(asset))) => asset.len,
                Some(Err(_)) | None => 0,
            };
            if served == 0 && !built.files[path].is_empty() {
                faults.push(format!("{path} is built and not served"));
            }
        }
    });
}
