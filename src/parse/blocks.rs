//! The blocks of a text at its top level: what two translations of it are laid beside each other by.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::document::{Document, Event, Events, Tag};
use super::raw_html::left_open;

/// One block of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its events: a range of [`Document::body`].
    pub events: Range<usize>,
    /// The heading that it is, or the last one before it: an index of [`Document::headings`].
    pub section: Option<usize>,
    /// How long it is to read, in characters of its text.
    pub length: usize,
    /// What a translation leaves as it is: code, formulas, files, labels of notes, cited works,
    /// numbers. Hashes, ascending, none twice.
    pub cues: Vec<u64>,
    /// How its longer words begin, without accents: related languages share many of these. Hashes,
    /// ascending, none twice.
    pub beginnings: Vec<u64>,
}

/// What a block is, as far as a translation keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of that level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// A list, its items numbered or not.
    List,
    /// Terms and what defines them.
    Definitions,
    /// A quotation.
    Quotation,
    /// A callout of any kind.
    Callout,
    /// A block in another language.
    Passage,
    /// Code.
    Code,
    /// A table.
    Table,
    /// A figure.
    Figure,
    /// A line across.
    Break,
    /// Raw HTML, with all the content of the elements it opens.
    Html,
}

/// The blocks of a body, in order.
pub fn blocks(document: &Document) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut section = None;
    for (kind, range) in pieces(document) {
        let events = &document.body[range.clone()];
        let last_heading = events.iter().rev().find_map(|(event, _)| match event {
            Event::Start(Tag::Heading(heading)) => Some(*heading),
            _ => None,
        });
        if let BlockKind::Heading(_) = kind {
            section = last_heading;
        }
        let Measure { length, cues, beginnings } = measure(document, events);
        blocks.push(Block { kind, events: range, section, length, cues, beginnings });
        if kind == BlockKind::Html {
            section = last_heading.or(section);
        }
    }
    blocks
}

/// The kinds of the blocks, and the ranges of their events. The content of an element that raw HTML opens in one
/// block and closes in another is one with it.
fn pieces(document: &Document) -> Vec<(BlockKind, Range<usize>)> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < document.body.len() {
        let end = end_of_block(&document.body, start);
        pieces.extend(kind(document, &document.body[start].0).map(|kind| (kind, start..end)));
        start = end;
    }
    // For each piece the one where all is closed that it opens: itself, as a rule.
    let mut closed: Vec<usize> = (0..pieces.len()).collect();
    let mut waiting: Vec<(usize, isize)> = Vec::new();
    let mut depth = 0;
    for (index, (_, range)) in pieces.iter().enumerate() {
        let Some(Event::Html(html)) = document.body.get(range.start).map(|(event, _)| event) else { continue };
        waiting.push((index, depth));
        depth += left_open(&html.text);
        while let Some((opener, _)) = waiting.pop_if(|(_, before)| *before >= depth) {
            closed[opener] = index;
        }
    }
    let mut whole = Vec::with_capacity(pieces.len());
    let mut index = 0;
    while let Some((kind, range)) = pieces.get(index) {
        let last = closed[index];
        let end = pieces.get(last).map_or(range.end, |(_, range)| range.end);
        whole.push((*kind, range.start..end));
        index = last + 1;
    }
    whole
}

/// Where the block that starts there ends.
fn end_of_block(body: &Events, start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, (event, _)) in body.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    body.len()
}

fn kind(document: &Document, event: &Event) -> Option<BlockKind> {
    Some(match event {
        Event::ThematicBreak => BlockKind::Break,
        Event::Html(_) => BlockKind::Html,
        Event::Start(tag) => match tag {
            Tag::Heading(heading) => BlockKind::Heading(document.headings.get(*heading)?.level),
            Tag::List(_) => BlockKind::List,
            Tag::DefinitionList => BlockKind::Definitions,
            Tag::BlockQuote => BlockKind::Quotation,
            Tag::Callout(_) => BlockKind::Callout,
            Tag::Passage(_) => BlockKind::Passage,
            Tag::CodeBlock(_) => BlockKind::Code,
            Tag::Table(_) => BlockKind::Table,
            Tag::Figure(_) => BlockKind::Figure,
            _ => BlockKind::Paragraph,
        },
        _ => return None,
    })
}

/// What is known of a block beside what it is.
struct Measure {
    length: usize,
    cues: Vec<u64>,
    beginnings: Vec<u64>,
}

/// How long events are to read, what a translation leaves of them as it is, and how words begin.
fn measure(document: &Document, events: &[(Event, crate::source::Span)]) -> Measure {
    let mut length = 0;
    let mut cues = Vec::new();
    let mut beginnings = Vec::new();
    let mut in_code = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(Tag::CodeBlock(_)) => in_code = false,
            Event::Text(text) => {
                length += text.chars().count();
                match in_code {
                    true => cues.push(cue("code", text)),
                    false => {
                        cues.extend(numbers(text).map(|number| cue("number", number)));
                        beginnings.extend(text.split(|letter: char| !letter.is_alphabetic()).filter_map(beginning));
                    }
                }
            }
            Event::Code(text) => {
                length += text.chars().count();
                cues.push(cue("code", text));
            }
            Event::Math(formula) => {
                cues.extend(document.formulas.get(*formula).map(|formula| cue("math", &formula.tex)))
            }
            Event::NoteCall(call) => cues.extend(document.note_calls.get(*call).map(|call| cue("note", &call.label))),
            Event::Citation(citation) => {
                let items = document.citations.get(*citation).map_or(&[][..], |citation| &citation.items);
                cues.extend(items.iter().map(|item| cue("work", &item.key.value)));
            }
            Event::Start(Tag::Link(link) | Tag::Image(link)) => {
                cues.extend(document.links.get(*link).map(|link| cue("file", file(&link.address))));
            }
            Event::SoftBreak | Event::HardBreak => length += 1,
            _ => {}
        }
    }
    for hashes in [&mut cues, &mut beginnings] {
        hashes.sort_unstable();
        hashes.dedup();
    }
    beginnings.truncate(MOST_BEGINNINGS);
    Measure { length, cues, beginnings }
}

/// How many beginnings of words are kept of a block. The least hashes are the same words in any text,
/// so that long blocks stay comparable.
const MOST_BEGINNINGS: usize = 64;

/// How many letters make two words of two languages one by their beginning: Simard, Foster and
/// Isabelle, “Using Cognates to Align Sentences in Bilingual Corpora”, TMI 1992.
const BEGINNING: usize = 4;

/// A hash of a word's first letters, without accents; `None` for a short one.
fn beginning(word: &str) -> Option<u64> {
    let (end, last) = word.char_indices().nth(BEGINNING - 1)?;
    let letters = &word[..end + last.len_utf8()];
    let mut folded = deunicode::deunicode(letters).to_ascii_lowercase();
    folded.truncate(BEGINNING);
    Some(cue("beginning", &folded))
}

fn cue(kind: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, text).hash(&mut hasher);
    hasher.finish()
}

/// An address as both translations write it: without the anchor, which is in each one's words, and
/// without the suffix of a lesson's file.
fn file(address: &str) -> &str {
    let path = address.split('#').next().unwrap_or(address);
    let Some(path) = path.strip_suffix(".md") else { return path };
    match path.rsplit_once('.') {
        Some((name, language)) if !language.contains('/') => name,
        _ => path,
    }
}

/// The numbers in a text, one digit alone left out.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter(|number| number.len() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::parse;

    fn of(markdown: &str) -> Vec<Block> {
        blocks(&parse(markdown).value.document)
    }

    fn kinds(markdown: &str) -> Vec<BlockKind> {
        of(markdown).into_iter().map(|block| block.kind).collect()
    }

    #[test]
    fn each_top_level_block_is_one_whatever_it_holds() {
        let markdown =
            "Texte.\n\n## Titre\n\n- un\n\n  encore\n- deux\n\n> [!NOTE]\n> Attention.\n\n```rust\nfn\n```\n\n---\n";
        use BlockKind::{Break, Callout, Code, Heading, List, Paragraph};
        assert_eq!(kinds(markdown), [Paragraph, Heading(2), List, Callout, Code, Break]);
    }

    #[test]
    fn what_raw_html_holds_together_is_one_block() {
        use BlockKind::{Heading, Html, Paragraph};
        let details = "a\n\n<details>\n<summary>b</summary>\n\nc\n\n## d\n\n</details>\n\ne\n";
        assert_eq!(kinds(details), [Paragraph, Html, Paragraph]);
        assert_eq!(of(details)[2].section, Some(0));
        let nested = "<div>\n\n<div>\n\na\n\n</div>\n\nb\n\n</div>\n\n## c\n";
        assert_eq!(kinds(nested), [Html, Heading(2)]);
        // What is never closed, or needs no end, holds nothing.
        assert_eq!(kinds("<div>\n\na\n\n<br>\n\nb\n").len(), 4);
        assert_eq!(kinds("<p>\n\na\n"), [Html, Paragraph]);
    }

    #[test]
    fn events_of_the_blocks_are_those_of_the_body_in_order() {
        let document = parse("Un *deux*.\n\n| a |\n|---|\n| b |\n\nTrois.\n").value.document;
        let covered: Vec<usize> = blocks(&document).into_iter().flat_map(|block| block.events).collect();
        assert_eq!(covered, (0..document.body.len()).collect::<Vec<_>>());
    }

    #[test]
    fn blocks_know_the_heading_they_stand_under() {
        let sections: Vec<_> = of("a\n\n## b\n\nc\n\n### d\n\ne\n").into_iter().map(|block| block.section).collect();
        assert_eq!(sections, [None, Some(0), Some(0), Some(1), Some(1)]);
    }

    #[test]
    fn links_to_a_lesson_are_the_same_in_both_languages() {
        assert_eq!(of("[x](../a/1-b.fr.md#tête)")[0].cues, of("[y](../a/1-b.en.md#head)")[0].cues);
    }

    #[test]
    fn numbers_notes_and_works_are_cues_and_words_are_none() {
        let cues = |text| of(text)[0].cues.clone();
        assert_eq!(cues("En 1943, trois besoins [@maslow]."), cues("Three needs in 1943 [@maslow]!"));
        assert!(cues("Des mots et 5 doigts.").is_empty());
    }
}
