//! What hostile texts are put through: by the fuzzers (`fuzz/`), by the corpora of what they found
//! (`tests/corpus.rs`), and by texts that are made to be costly (`tests/costly.rs`).
//!
//! A target panics when something is wrong with what Palier says or makes; it knows nothing of time.

#![allow(dead_code, unreachable_pub, reason = "each user takes what it needs")]

use std::sync::Mutex;

use palier::builder::{Builder, Edition};
use palier::diagnostic::{Diagnostic, Place};
use palier::locale::UserLanguage;
use palier::render::Renderer;
use palier::report::{self, ReportFormat, TextStyle};
use palier::source::Sources;
use palier::theme::Content;
use scraper::{Html, Selector};

/// What a text is put through: panics if something is wrong with what Palier makes of it.
pub type Target = fn(&str);

/// The targets, by name.
pub const TARGETS: &[(&str, Target)] = &[
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("book_toml", book_toml),
    ("citation", citation),
    ("glossary", glossary),
    ("tags", tags),
    ("hayagriva", hayagriva),
    ("biblatex", biblatex),
];

/// Settings without a fault.
pub const BOOK_TOML: &str = "[book]\nid = \"livre\"\ntitle = \"Un livre\"\nbase_url = \"https://example.org/livre/\"\n[languages.fr]\n[languages.en]\n";

/// Builders that wait for another text. The theme stays the same: one that has read it need not read it again,
/// whichever test comes next.
static BUILDERS: Mutex<Vec<Builder>> = Mutex::new(Vec::new());

/// What begins the file of a text that is all body.
const FRONT: &str = "---\ntitle: Une leçon\n---\n\n";

/// The works that texts may cite, and notes that they may call.
const REFERENCES: &str = "---\ntitle: Une leçon\nreferences:\n  - key: a\n    type: book\n    title: Un livre\n    author: Ève Côté\n    \
                          year: 1980\n  - key: b\n    type: web\n    title: Une page\n    url: https://example.org/\n  \
                          - key: c\n    text: Un *mot* de @a.\nfootnotes:\n  n: Une note [@b, p. 3].\n---\n\n";

/// Builds a book whose lesson is that whole file, front matter and all.
pub fn front_matter(text: &str) {
    build(BOOK_TOML, text);
}

/// Builds a book whose lesson has that body, in each of the modes of raw HTML; but for `allow`, its pages must be
/// harmless.
pub fn markdown(text: &str) {
    for mode in ["allow", "escape", "sanitize"] {
        let pages = build(&format!("{BOOK_TOML}[build]\nraw_html = \"{mode}\"\n"), &format!("{FRONT}{text}"));
        if mode != "allow" {
            pages.iter().for_each(|page| expect_harmless(page));
        }
    }
}

/// Builds a book whose settings, `book.toml`, are that text.
pub fn book_toml(text: &str) {
    build(text, &format!("{FRONT}Un mot.\n"));
}

/// Builds a book whose lesson has that body, with works to cite and a note to call.
pub fn citation(text: &str) {
    build(BOOK_TOML, &format!("{REFERENCES}{text}"));
}

/// Builds a book whose `glossary.yml` is that text, with a lesson that uses some terms.
pub fn glossary(text: &str) {
    let lesson = format!("{FRONT}Un [[a]], des [[B|mots]] et [un [[c]]]{{lang=en}}.\n");
    build_with(&[("content/glossary.yml", text)], BOOK_TOML, &lesson);
}

/// Builds a book whose `tags.yml` is that text, with a lesson that has some tags.
pub fn tags(text: &str) {
    let lesson = "---\ntitle: Une leçon\ntags: [a, b-c, d]\n---\n";
    build_with(&[("content/tags.yml", text)], BOOK_TOML, lesson);
}

/// Builds a book whose `references.yml` is that text, with a lesson that cites some of its works.
pub fn hayagriva(text: &str) {
    let lesson = format!("{FRONT}Un [@livre; @chapitre, p. 3] et @c.\n");
    build_with(&[("content/references.yml", text)], BOOK_TOML, &lesson);
}

/// Builds a book whose `references.bib` is that text, with a lesson that cites some of its works.
pub fn biblatex(text: &str) {
    let lesson = format!("{FRONT}Un [@livre; @chapitre, p. 3] et @c.\n");
    build_with(&[("content/references.bib", text)], BOOK_TOML, &lesson);
}

/// Builds a book of that one lesson, and prints all that is wrong with it into memory; gives the HTML of its
/// pages, none if there is no site. Panics if a place is outside its file or a page can't be rendered.
pub fn build(book_toml: &str, lesson: &str) -> Vec<String> {
    build_with(&[], book_toml, lesson)
}

/// The same, with other files beside the lesson.
fn build_with(others: &[(&str, &str)], book_toml: &str, lesson: &str) -> Vec<String> {
    let mut sources = Sources::default();
    for (path, text) in others {
        sources.insert(path, text);
    }
    sources.insert("book.toml", book_toml);
    sources.insert("content/1-debut/index.fr.md", "---\ntitle: Début\n---\n");
    sources.insert("content/1-debut/1-lecon.fr.md", lesson);
    let options = Edition { published: true, ..Edition::default() };
    let mut builder = BUILDERS.lock().unwrap().pop().unwrap_or_default();
    let built = builder.build(&sources, &options);
    BUILDERS.lock().unwrap().push(builder);
    for fault in &built.diagnostics {
        expect_sound(fault, &sources);
    }
    for (format, language) in [(ReportFormat::Human, UserLanguage::Fr), (ReportFormat::Json, UserLanguage::En)] {
        report::print(&built.diagnostics, &sources, format, TextStyle::plain(language), &mut Vec::new()).unwrap();
    }
    let Some(site) = built.value else { return Vec::new() };
    let renderer = Renderer::new(site.into());
    let paths: Vec<String> = renderer.site().artifacts.keys().filter(|path| path.ends_with(".html")).cloned().collect();
    let mut pages = Vec::new();
    for path in paths {
        match renderer.render(&path) {
            Some(Ok(Content::Bytes(bytes))) => pages.push(String::from_utf8(bytes.into_owned()).unwrap()),
            Some(Err(fault)) => panic!("{path}: {fault:?}"),
            _ => {}
        }
    }
    pages
}

/// Asserts that each place of a diagnostic is in its file and cuts no character.
fn expect_sound(fault: &Diagnostic, sources: &Sources) {
    for place in fault.related.iter().map(|(place, _)| place).chain([&fault.at]) {
        let Place { path, start, end } = place;
        let Some(file) = sources.text(path.as_str()) else { continue };
        assert!(file.text.get(*start..*end).is_some(), "{}: {start}..{end} of {}", fault.rule.name(), file.text.len());
    }
}

/// Elements that no text may bring into a page whose raw HTML is not allowed. Those of Palier itself have a class that no
/// text can have.
const HARMFUL: &str = "script, style, iframe, frame, frameset, object, embed, applet, base, meta, link, form, svg, \
                       template, noscript, textarea, select, button";

/// Asserts that, as a browser reads the page, no script can run from its text, and nothing there asks for data or
/// loads a document.
pub fn expect_harmless(page: &str) {
    let html = Html::parse_document(page);
    let select = |selector: &str| Selector::parse(selector).unwrap();
    for text in html.select(&select("div.pal-text")) {
        let is_ours = |classes: &str| classes.split_ascii_whitespace().any(|class| class.starts_with("pal-"));
        let harmful = select(HARMFUL);
        let mut harmful = text.select(&harmful).filter(|element| !element.attr("class").is_some_and(is_ours));
        let found = harmful.next().map(|element| element.html());
        assert_eq!(found, None, "{page}");
        for element in text.select(&select("*")) {
            for (name, value) in element.value().attrs() {
                assert!(
                    !name.starts_with("on") && !["style", "srcdoc", "formaction"].contains(&name),
                    "{name} in {page}"
                );
                let address: String = value.chars().filter(|one| !one.is_control() && !one.is_whitespace()).collect();
                let address = address.to_lowercase();
                let runs = ["javascript:", "vbscript:", "data:"].iter().any(|scheme| address.starts_with(scheme));
                let is_picture = element.value().name() == "img" && address.starts_with("data:");
                let leads = ["href", "src", "action", "cite", "poster"].contains(&name);
                assert!(!runs || !leads || is_picture, "{address} in {page}");
            }
        }
    }
}
