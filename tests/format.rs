//! A format that is not the web site, as small as can be: a lesson in one file, to be printed or sent. What a
//! format needs of Palier is what this file uses: a text, the links that the format gives it, and `told`.

mod support;

use palier::config::Language;
use palier::model::{Lesson, Permalink, Translation};
use palier::parse::document::ProseField;
use palier::pictures::Pictures;
use palier::render::Memory;
use palier::render::html::escape;
use palier::render::text::{Links, PageText, Parts, Written, told};
use support::html::Html;
use support::site::{Built, bundled, small_books};

/// The links of a file that is alone: pages are on the site, pictures and other files are left out.
struct Alone;

const SITE: &str = "https://example.org/book/";

impl Links for Alone {
    fn href(&self, to: &Permalink) -> Option<String> {
        to.output_path().ends_with(".html").then(|| format!("{SITE}{}", to.encoded()))
    }
}

/// The format: a text as a document of its own.
fn document(parts: Parts<'_>, lesson: &Lesson, text: &Translation) -> String {
    let Language { tag, right_to_left, .. } = parts.book.config.language(text.locale);
    let title = escape(&parts.book.config.set(&lesson.titles.get(text.locale).text, text.locale));
    let Written { fields, text } =
        PageText::new(parts, lesson, text, &Alone, text.locale).written(Some(ProseField::Objective));
    let objectives: String = fields.iter().map(|objective| format!("<li>{objective}</li>\n")).collect();
    let text: String = [text.body, text.notes, text.references, text.terms].into_iter().flatten().collect();
    let dir = if *right_to_left { "rtl" } else { "ltr" };
    told(format!(
        "<!doctype html>\n<html lang=\"{tag}\" dir=\"{dir}\">\n<head>\n<title>{title}</title>\n</head>\n\
         <body>\n<h1>{title}</h1>\n<ul>\n{objectives}</ul>\n{text}</body>\n</html>\n"
    ))
}

/// Does something with every text of the bundled book and the small ones.
fn every_text(mut check: impl FnMut(Parts<'_>, &Lesson, &Translation)) {
    for folder in [bundled()].into_iter().chain(small_books()) {
        let site = Built::from_dir(&folder).site;
        let (memory, pictures) = (Memory::default(), Pictures::default());
        let parts =
            Parts { book: &site.book, theme: &site.theme, styles: &site.styles, memory: &memory, pictures: &pictures };
        for (_, lesson) in site.book.lessons() {
            lesson.translations.values().for_each(|text| check(parts, lesson, text));
        }
    }
}

#[test]
fn a_text_alone_in_a_file_is_whole() {
    let (mut texts, mut to_the_site, mut within) = (0, 0, 0);
    every_text(|parts, lesson, text| {
        let html = document(parts, lesson, text);
        assert!(!html.contains(['\u{86}', '\u{98}', '\u{9c}']), "{}: a mark of lent words", text.path);
        let page = Html::parse(&html);
        let ids: Vec<&str> = page.ids().collect();
        for link in page.named("a").filter_map(|link| link.attribute("href")) {
            match link.strip_prefix('#') {
                // Percent-encoded ids are those of the web site's laws.
                Some(id) if !id.contains('%') => {
                    within += 1;
                    assert!(id.is_empty() || ids.contains(&id), "{}: #{id} leads nowhere", text.path);
                }
                Some(_) => {}
                None => {
                    to_the_site += usize::from(link.starts_with(SITE));
                    assert!(link.contains(':'), "{}: {link} leads out of the file", text.path);
                }
            }
        }
        texts += 1;
    });
    assert!(texts > 30 && to_the_site > 20 && within > 50, "{texts} texts, {to_the_site} and {within} links");
}

#[test]
fn words_lent_by_another_language_say_so_in_any_format() {
    let book = support::Book::empty()
        .with("book.toml", "[book]\ntitle = \"Buch\"\n[languages.de]\n[check]\nallow = [\"missing-string\"]\n")
        .with("content/1-a/index.de.md", "---\ntitle: A\n---\n")
        .with("content/1-a/1-b.de.md", "---\ntitle: B\n---\n\nText[^n].\n\n[^n]: Note.\n");
    let site = Built::from_dir(book.root()).site;
    let (memory, pictures) = (Memory::default(), Pictures::default());
    let parts =
        Parts { book: &site.book, theme: &site.theme, styles: &site.styles, memory: &memory, pictures: &pictures };
    let lesson = &site.book.levels[0].lessons[0];
    let html = document(parts, lesson, lesson.translations.values().next().unwrap());
    assert!(html.contains("<span lang=\"en\" dir=\"ltr\">Notes</span>"), "{html}");
}

#[test]
fn what_is_asked_of_a_text_before_it_is_written_changes_nothing() {
    let mut sections = 0;
    every_text(|parts, lesson, text| {
        let mut written = |asked: bool| {
            let text = PageText::new(parts, lesson, text, &Alone, text.locale);
            sections += if asked { text.toc().len() } else { 0 };
            let Written { fields, text } = text.written(Some(ProseField::Objective));
            (fields.concat(), [text.body, text.notes, text.references, text.terms].map(|part| part.map(String::from)))
        };
        assert_eq!(written(true), written(false), "{}", text.path);
    });
    assert!(sections > 50, "{sections} sections");
}
