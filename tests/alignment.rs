//! How well translations are laid beside each other, measured on the bundled book: real texts that
//! people translated. Every block that is not with its like is named.

#![allow(clippy::print_stdout, reason = "the figures are for whoever asks with --nocapture")]

mod support;

use std::ops::Range;
use std::sync::Arc;

use palier::builder::{Builder, Edition};
use palier::load::Loader;
use palier::model::{Audience, Book, Translation};
use palier::parse::blocks::{Block, BlockKind};
use palier::parse::document::Event;
use palier::source::Sources;
use support::site::{bundled, with_text};

fn book(sources: &Sources) -> Arc<Book> {
    let built = Builder::default().build(sources, &Edition::default());
    Arc::clone(&built.value.expect("a site").book)
}

/// The beginning of a block's text.
fn words(text: &Translation, block: &Block) -> String {
    let mut words = String::new();
    for (event, _) in &text.parsed.shown(Audience::Students).body[block.events.clone()] {
        match event {
            Event::Text(part) | Event::Code(part) => words.push_str(part),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.chars().take(48).collect()
}

fn blocks(text: &Translation) -> &[Block] {
    &text.parsed.shown(Audience::Students).blocks
}

/// Where each block begins in the source, and where the text ends.
fn starts(text: &Translation, source: &str) -> Vec<usize> {
    let body = &text.parsed.shown(Audience::Students).body;
    let starts = blocks(text).iter().filter_map(|block| Some(body.get(block.events.start)?.1.start));
    starts.chain([source.len()]).collect()
}

/// The rows of a lesson's two texts.
fn rows(book: &Book, id: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let lesson = book.lessons().find(|(_, lesson)| lesson.id == id).expect("the lesson").1;
    let alignment = lesson.alignments.values().next().expect("two texts");
    alignment.rows.iter().map(|row| (row.first.clone(), row.second.clone())).collect()
}

#[test]
fn the_bundled_texts_lie_block_against_block() {
    let book = book(&Loader::default().load(&bundled().as_path().into()).value);
    let (mut texts, mut all, mut astray) = (0, 0, Vec::new());
    for (_, lesson) in book.lessons() {
        for ((first, second), alignment) in &lesson.alignments {
            let (first, second) = (&lesson.translations[first], &lesson.translations[second]);
            let side = |text: &Translation, range: &Range<usize>| {
                let said = blocks(text)[range.clone()].iter().map(|block| words(text, block));
                said.collect::<Vec<_>>().join(" + ")
            };
            texts += 1;
            all += alignment.rows.len();
            let others = alignment.rows.iter().filter(|row| row.first.len() != 1 || row.second.len() != 1);
            let named = others.map(|row| {
                format!("{}: « {} » = “{}”", first.path, side(first, &row.first), side(second, &row.second))
            });
            astray.extend(named);
        }
    }
    println!("{texts} texts, {all} rows, {} of them not one block against one", astray.len());
    assert_eq!(astray, [""; 0]);
}

/// A change of one translation, and the rows that must come of it.
struct Change {
    what: String,
    text: String,
    rows: Vec<(Range<usize>, Range<usize>)>,
}

/// Every block of a text taken out, and every two paragraphs that follow each other made one.
fn changes(text: &Translation, source: &str) -> Vec<Change> {
    let blocks = blocks(text);
    let starts = starts(text, source);
    let mut changes = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let said = words(text, block);
        let row = |at: usize| match at.cmp(&index) {
            std::cmp::Ordering::Less => (at..at + 1, at..at + 1),
            std::cmp::Ordering::Equal => (at..at + 1, at..at),
            std::cmp::Ordering::Greater => (at..at + 1, at - 1..at),
        };
        changes.push(Change {
            what: format!("without “{said}”"),
            text: format!("{}{}", &source[..starts[index]], &source[starts[index + 1]..]),
            rows: (0..blocks.len()).map(row).collect(),
        });
        let next = blocks.get(index + 1).filter(|next| [block.kind, next.kind] == [BlockKind::Paragraph; 2]);
        if next.is_some() {
            let row = |at: usize| match at.cmp(&index) {
                std::cmp::Ordering::Less => (at..at + 1, at..at + 1),
                std::cmp::Ordering::Equal => (at..at + 2, at..at + 1),
                std::cmp::Ordering::Greater => (at + 1..at + 2, at..at + 1),
            };
            changes.push(Change {
                what: format!("“{said}” and the next made one"),
                text: format!("{}\n{}", source[..starts[index + 1]].trim_end(), &source[starts[index + 1]..]),
                rows: (0..blocks.len() - 1).map(row).collect(),
            });
        }
    }
    changes
}

#[test]
fn a_block_that_the_translation_lacks_or_makes_one_with_another_is_found() {
    let sources = Loader::default().load(&bundled().as_path().into()).value;
    let mut builder = Builder::default();
    let built = builder.build(&sources, &Edition::default());
    let book = built.value.expect("a site").book;
    let (mut edits, mut right, mut of) = (0, 0, 0);
    let mut astray = Vec::new();
    for (_, lesson) in book.lessons() {
        let Some((_, second)) = lesson.alignments.keys().next() else { continue };
        let text = &lesson.translations[second];
        let path = text.path.as_str();
        for change in changes(text, &sources.text(path).expect("its source").text) {
            let sources = with_text(sources.clone(), path, Some(&change.text));
            let changed = builder.build(&sources, &Edition::default()).value.expect("a site").book;
            let found = rows(&changed, &lesson.id);
            let as_expected = found.iter().filter(|row| change.rows.contains(row)).count();
            edits += 1;
            right += as_expected;
            of += change.rows.len();
            if as_expected < change.rows.len() {
                let wrong = change.rows.len() - as_expected;
                astray.push(format!("{path} {}: {wrong} of {} rows", change.what, change.rows.len()));
            }
        }
    }
    println!("{edits} changes, {right} of {of} rows right; {} changes with a row astray", astray.len());
    println!("{}", astray.join("\n"));
    // Where three paragraphs of one length have no number, name or note, they can't be distinguished.
    assert!(20 * astray.len() < edits && 100 * (of - right) < of, "{}", astray.join("\n"));
}
