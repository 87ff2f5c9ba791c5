//! The manual, `docs/`: a book that Palier builds, whose commands and snippets are tried.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use palier::cli::Arguments;
use palier::rule::Rule;
use support::Book;

fn manual() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// A block of code of the manual.
struct Block {
    /// Where it is, for whoever reads a failure.
    place: String,
    /// What its fence says: `md`, `sh`…
    language: String,
    /// The file that it is, of the reader's book: its `title`.
    file: Option<String>,
    /// Its lines.
    text: String,
}

/// The blocks of a page, in order; those in other blocks are part of them.
fn blocks(page: &Path) -> Vec<Block> {
    let text = fs::read_to_string(page).unwrap();
    let mut lines = text.lines().zip(1..);
    let mut blocks = Vec::new();
    while let Some((line, number)) = lines.next() {
        // In a list or a callout, a block is further to the right.
        let indent = line.len() - line.trim_start_matches([' ', '>']).len();
        let line = &line[indent..];
        let fence = &line[..line.bytes().take_while(|&byte| byte == b'`').count()];
        if fence.len() < 3 {
            continue;
        }
        let info = &line[fence.len()..];
        let file = info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"'));
        let inside = lines.by_ref().map(|(line, _)| line.get(indent..).unwrap_or_default());
        let inside: Vec<&str> = inside.take_while(|line| *line != fence).collect();
        blocks.push(Block {
            place: format!("{}:{number}", page.strip_prefix(manual()).unwrap().display()),
            language: info.split_whitespace().next().unwrap_or_default().to_owned(),
            file: file.map(|(file, _)| file.to_owned()),
            text: inside.join("\n") + "\n",
        });
    }
    blocks
}

/// The pages in both languages, without those of rules, whose examples `tests/rules.rs` runs.
fn pages() -> Vec<PathBuf> {
    let mut pages = support::files(&manual().join("content"));
    // `tests/machine.rs` runs the examples of what commands give to programs.
    let is_elsewhere =
        |path: &Path| path.parent().unwrap().ends_with("7-rules") || path.to_str().unwrap().contains("6-machine");
    pages.retain(|path| path.extension().is_some_and(|end| end == "md") && !is_elsewhere(path));
    pages
}

/// The words of a command, as a shell with nothing to expand reads them, without its comment.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in line.chars() {
        match (c, quote) {
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => {
                word.get_or_insert_default();
                quote = Some(c);
            }
            ('#', None) if word.is_none() => break,
            (c, None) if c.is_whitespace() => words.extend(word.take()),
            (c, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// What a snippet lacks since it is only a part of a book: the works that it cites, the lessons to which it links…
const SURROUNDINGS: &[Rule] = &[
    Rule::BrokenLink,
    Rule::DuplicateNumber,
    Rule::EmptyLevel,
    Rule::LevelWithoutIndex,
    Rule::MissingAnchor,
    Rule::MissingBaseUrl,
    Rule::MissingBookId,
    Rule::MissingFile,
    Rule::MissingOutcomes,
    Rule::MissingTagLabel,
    Rule::MissingTranslation,
    Rule::MissingTwin,
    Rule::UnansweredQuestion,
    Rule::UndefinedFootnote,
    Rule::UndefinedReference,
    Rule::UndefinedTerm,
    Rule::UnknownOutcome,
    Rule::UnknownPrerequisite,
    Rule::UnknownTag,
    Rule::UnservedOutcome,
    Rule::UnshownObjective,
    Rule::UnusedAsset,
    Rule::UnusedFootnote,
    Rule::UnusedReference,
    Rule::UnusedTag,
    Rule::UnusedTerm,
];

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\"><path d=\"M0 0h4v4z\"/></svg>";

/// A book in which snippets find what a book always has.
fn book(settings: &str) -> Book {
    const TITLE: &str = "title = \"T\"\n";
    let settings = match settings.split_once("[book]\n") {
        Some((_, book)) if book.split("\n[").next().is_some_and(|book| book.contains("title = ")) => {
            settings.to_owned()
        }
        Some((before, after)) => format!("{before}[book]\n{TITLE}{after}"),
        None => format!("[book]\n{TITLE}{settings}"),
    };
    let named = ["static/logo.svg", "static/logo-nuit.svg", "static/icone.svg", "themes/mine.css"];
    let book = named
        .into_iter()
        .fold(Book::empty(), |book, file| book.with(file, if file.ends_with("css") { "" } else { SVG }));
    book.with("book.toml", settings)
        .with("content/1-a/index.fr.md", "---\ntitle: A\n---\n")
        .with("content/1-a/9-b.fr.md", "---\ntitle: B\n---\n\nB.\n")
}

/// What is wrong with the snippet itself in that book.
fn faults(book: &Book) -> BTreeSet<&'static str> {
    let faults = book.check().diagnostics.into_iter().map(|fault| fault.rule);
    faults.filter(|rule| !SURROUNDINGS.contains(rule)).map(Rule::name).collect()
}

/// What is wrong with a block, tried as what its language and title say that it is.
fn faults_of(block: &Block) -> BTreeSet<&'static str> {
    let text = &block.text;
    // A name alone is a file of a theme, of an editor, or beside a picture.
    if block.file.as_ref().is_some_and(|file| !file.contains('/') && file != "book.toml") {
        return BTreeSet::new();
    }
    if let Some(file) = &block.file {
        return if file == "book.toml" { faults(&book(text)) } else { faults(&book("").with(file, text)) };
    }
    let is_whole = text.starts_with("---\n");
    match block.language.as_str() {
        "toml" => faults(&book(text)),
        "md" if is_whole => faults(&book("").with("content/1-a/1-c.fr.md", text)),
        "md" => faults(&book("").with("content/1-a/1-c.fr.md", format!("---\ntitle: C\n---\n\n{text}"))),
        "yaml" => {
            // Fields of a lesson, of a level or of a page.
            let title =
                if is_whole || text.contains("title: ") && text.starts_with("title: ") { "" } else { "title: C\n" };
            let front = if is_whole { text.clone() } else { format!("---\n{title}{text}---\n\nC.\n") };
            let places = ["content/1-a/1-c.fr.md", "content/2-d/index.fr.md", "content/c.fr.md"];
            places.map(|place| faults(&book("").with(place, &front))).into_iter().min_by_key(BTreeSet::len).unwrap()
        }
        _ => BTreeSet::new(),
    }
}

#[test]
fn the_manual_has_no_fault() {
    let book = Book::from_dir(&manual());
    let ran = book.palier(&["check", "--strict"]);
    assert_eq!(ran.code, Some(0), "{}", ran.error);
}

#[test]
fn every_command_is_one_that_palier_knows() {
    let mut count = 0;
    for block in pages().iter().flat_map(|page| blocks(page)) {
        let lines = block.text.lines().filter(|_| block.language == "sh");
        for words in lines.map(words).filter(|words| words.first().is_some_and(|word| word == "palier")) {
            let known = Arguments::try_parse_from(&words);
            assert!(known.is_ok(), "{}: {}\n{}", block.place, words.join(" "), known.err().unwrap());
            count += 1;
        }
    }
    assert!(count > 40, "{count}");
}

#[test]
fn every_snippet_is_read_as_it_is_meant() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for block in pages().iter().flat_map(|page| blocks(page)) {
        let faults = faults_of(&block);
        count += usize::from(["toml", "md", "yaml"].contains(&&*block.language));
        if !faults.is_empty() {
            wrong.push(format!("{} ({}): {faults:?}\n{}", block.place, block.language, block.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 60, "{count}");
}

#[test]
fn the_first_lesson_leads_from_an_empty_folder_to_a_site() {
    for language in ["fr", "en"] {
        let (mut book, mut ran, mut faults) = (Book::empty(), 0, 0);
        for block in blocks(&manual().join(format!("content/1-begin/1-first-lesson.{language}.md"))) {
            match (block.file, block.language.as_str()) {
                (Some(file), _) => book = book.with(&file, &block.text),
                (None, "text") => {
                    // What the preview shows meanwhile.
                    let checked = book.palier(&["check", "--lang", language]);
                    let found = checked.error.replace('\u{a0}', " ");
                    assert!(
                        found.contains(block.text.trim_end().replace('\u{a0}', " ").as_str()),
                        "{}: {found}",
                        block.place
                    );
                    faults += 1;
                }
                (None, "sh") => {
                    for command in block.text.lines().map(words).filter(|command| command[1] != "serve") {
                        let arguments: Vec<&str> = command[1..].iter().map(String::as_str).collect();
                        let done = book.palier(&arguments);
                        assert_eq!(done.code, Some(0), "{}: {}", block.place, done.error);
                        ran += 1;
                    }
                }
                _ => {}
            }
        }
        assert!(ran >= 3 && faults == 1, "{language}: {ran}, {faults}");
        let checked = book.palier(&["check", "--strict"]);
        assert_eq!(checked.code, Some(0), "{language}: {}", checked.error);
        assert!(book.path("public/fr/index.html").is_file() && book.path("public/en/index.html").is_file());
    }
}
