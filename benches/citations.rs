//! The cost of citations: a generated book of 1,000 lessons in French and English with five citations in each text, of
//! works of its own and of the shared bibliography. It is given in processor time, which a busy machine distorts
//! little.
//!
//! `cargo bench --bench citations [STYLE…]`

#![allow(clippy::print_stdout, reason = "it is what a benchmark is for")]

#[path = "../tests/support/generated.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests")]
mod generated;

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use palier::builder::{Builder, Edition};
use palier::plan::Site;
use palier::render::Renderer;
use palier::source::Sources;
use rayon::prelude::*;

const LESSONS: usize = 1000;

/// How many works are in the shared bibliography.
const SHARED: usize = 200;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let styles = if asked.is_empty() { vec!["apa".to_owned()] } else { asked };
    let folder = tempfile::tempdir().unwrap();
    generated::write(folder.path(), LESSONS);
    let sources = palier::build::read(folder.path(), &options()).sources;

    println!("milliseconds of processor a page, of {} pages", LESSONS * 2);
    println!("{:<28} {:>9} {:>9} {:>9} {:>9} {:>9}", "style", "without", "with", "citations", "again", "list (s)");
    for style in styles {
        let (without, with) = (site(&cited(&sources, &style, 0)), site(&cited(&sources, &style, 5)));
        let plain = page(&without);
        let cold = page(&with);
        let plain_again = page(&without);
        let again = page(&with);
        let list = time(|| render(&with, |path| path == "fr/references/index.html"));
        println!(
            "{style:<28} {plain:>9.2} {cold:>9.2} {:>9.2} {:>+9.2} {list:>9.2}",
            cold - plain,
            again - plain_again
        );
    }
}

fn options() -> Edition {
    Edition { published: true, ..Edition::default() }
}

fn site(sources: &Sources) -> Arc<Site> {
    let built = Builder::default().build(sources, &options());
    assert_eq!(built.diagnostics, [], "the book is sound");
    Arc::new(built.value.unwrap())
}

/// The processor time that a lesson's page takes on average, in milliseconds.
fn page(site: &Arc<Site>) -> f64 {
    time(|| render(site, |path| path.contains("/lecon-"))) * 1000.0 / (2 * LESSONS) as f64
}

fn render(site: &Arc<Site>, is_wanted: impl Fn(&str) -> bool) {
    let renderer = Renderer::new(Arc::clone(site));
    let paths: Vec<&String> = site.artifacts.keys().filter(|path| is_wanted(path)).collect();
    assert!(!paths.is_empty());
    paths.into_par_iter().for_each(|path| {
        renderer.render(path).unwrap().unwrap();
    });
}

/// The processor time that a work takes on all cores together, in seconds.
fn time(work: impl FnOnce()) -> f64 {
    let before = worked();
    work();
    worked() - before
}

/// The processor time of the process so far, in seconds, as Linux reports it.
fn worked() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap();
    let (_, fields) = stat.rsplit_once(')').unwrap();
    let ticks: Vec<f64> = fields.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse().unwrap()).collect();
    ticks.iter().sum::<f64>() / 100.0
}

/// The book with so many citations in each lesson instead of those that it has.
fn cited(sources: &Sources, style: &str, citations: usize) -> Sources {
    let mut sources = sources.clone();
    let settings = sources.text("book.toml").unwrap().text.clone();
    let languages = ["fr", "en"].map(|key| format!("\n[languages.{key}]\ncitation_style = \"{style}\"\n"));
    sources.insert("book.toml", &format!("{settings}{}", languages.concat()));
    if citations > 0 {
        let works: Vec<String> = (0..SHARED).map(shared).collect();
        sources.insert("content/references.json", &format!("[{}]", works.join(",\n")));
    }
    for number in 0..LESSONS {
        for key in ["fr", "en"] {
            let path = generated::lesson_path(number, key);
            let text = lesson(&sources.text(&path).unwrap().text, number, citations);
            sources.insert(&path, &text);
        }
    }
    sources
}

fn lesson(text: &str, number: usize, citations: usize) -> String {
    let text = text.replace(&format!(" [@morin{number}, p. 12]"), "").replace(" [@toffler, p. 265]", "");
    let (head, rest) = text.split_once("references:\n").unwrap();
    let (_, mut body) = rest.split_once("\n---\n").unwrap();
    let mut head = head.to_owned();
    let mut text = String::new();
    for citation in 0..citations {
        if citation == 0 {
            head.push_str("references:\n");
        }
        let key = match citation {
            0 | 1 => {
                let _ = write!(head, "{}", own(number, citation));
                format!("own{number}x{citation}")
            }
            _ => format!("shared{}", (number * 7 + citation * 31) % SHARED),
        };
        let citation = match citation {
            1 => format!("@{key} le dit"),
            2 => format!("[@{key}, p. {}]", number + 1),
            _ => format!("[@{key}]"),
        };
        // Each in a paragraph of its own, as in a lesson.
        let (before, after) = body.split_once(".\n\n").unwrap();
        let _ = write!(text, "{before} {citation}.\n\n");
        body = after;
    }
    format!("{head}---\n{text}{body}")
}

/// A work that one lesson cites.
fn own(number: usize, kind: usize) -> String {
    match kind {
        0 => format!(
            "  own{number}x0:\n    type: book\n    title: \"Le réseau et ses traces, volume {number}\"\n    \
             author: [{{ family: Morin{number}, given: Raymond }}, {{ family: Roy, given: Anne }}]\n    \
             issued: {}\n    publisher: Presses de l’Université\n    publisher-place: Québec\n    language: fr\n",
            1950 + number % 75
        ),
        _ => format!(
            "  own{number}x1:\n    type: webpage\n    title: \"Images in class {number}\"\n    \
             author: [{{ family: Tremblay{number}, given: Jo }}]\n    issued: {}-03-12\n    \
             container-title: Classroom Notes\n    URL: \"https://example.org/notes/{number}\"\n    \
             accessed: 2026-01-05\n    language: en\n",
            2000 + number % 25
        ),
    }
}

/// A work of the shared bibliography.
fn shared(number: usize) -> String {
    let year = 1960 + number % 60;
    let authors = format!(
        "\"author\": [{{\"family\": \"Auteur{number}\", \"given\": \"Marie\"}}, {{\"family\": \"Lee\", \"given\": \"Sam\"}}, \
         {{\"family\": \"Gagnon\", \"given\": \"Luc\"}}]"
    );
    let rest = match number % 3 {
        0 => format!(
            "\"type\": \"article-journal\", \"title\": \"Reading pictures {number}\", \"container-title\": \"Journal of Media\", \
             \"volume\": \"{}\", \"issue\": \"2\", \"page\": \"101-118\", \"DOI\": \"10.1000/j.{number}\", \"language\": \"en\"",
            number + 1
        ),
        1 => format!(
            "\"type\": \"chapter\", \"title\": \"Voir et dire {number}\", \"container-title\": \"L’image en classe\", \
             \"editor\": [{{\"family\": \"Côté\", \"given\": \"Jean\"}}], \"publisher\": \"Fides\", \
             \"publisher-place\": \"Montréal\", \"page\": \"12-40\", \"language\": \"fr\""
        ),
        _ => format!(
            "\"type\": \"report\", \"title\": \"Les jeunes et l’écran {number}\", \"publisher\": \"Conseil des écrans\", \
             \"publisher-place\": \"Québec\", \"URL\": \"https://example.org/r/{number}\", \"language\": \"fr\""
        ),
    };
    format!("{{\"id\": \"shared{number}\", {authors}, \"issued\": {{\"date-parts\": [[{year}, 4]]}}, {rest}}}")
}
