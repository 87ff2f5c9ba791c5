//! Formulas on lines of their own, between `$$` and `$$`. The Markdown parser looks for blocks first: a
//! line of a formula that begins with `+`, `-`, `=` or `>` would begin a list, a heading or a quotation
//! in the middle of it. What such lines begin with is hidden from pulldown-cmark. A blank line ends the formula
//! all the same, and is reported where the formula begins.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::dollars::{HIDDEN, has_signs};
use super::flow::Flow;
use super::mistyped::{is_inline, marks};
use super::shown::replaced;
use crate::parse::document::Slip;
use crate::parse::mistyped::{Mistype, Mistyped};

/// The longest formula in which blank lines are looked for, in bytes.
const LONGEST: usize = 2000;

/// Hides what would begin a block within a formula.
pub(super) fn hide(text: &mut Cow<'_, str>, dialect: Options) {
    if !text.contains("$$") || !dialect.contains(Options::ENABLE_MATH) {
        return;
    }
    let begun = begun_blocks(text);
    if begun.is_empty() {
        return;
    }
    let verbatim = verbatim(text, dialect);
    let is_verbatim = |at: usize| {
        let next = verbatim.partition_point(|range| range.end <= at);
        verbatim.get(next).is_some_and(|range| range.start <= at)
    };
    let hidden: Vec<usize> =
        begun.into_iter().filter(|(formula, _)| !is_verbatim(*formula)).map(|(_, at)| at).collect();
    if !hidden.is_empty() {
        *text = Cow::Owned(replaced(text, &hidden, HIDDEN));
    }
}

/// Where formulas hold what would begin a block, each with the beginning of its formula.
fn begun_blocks(text: &str) -> Vec<(usize, usize)> {
    let mut begun = Vec::new();
    // A formula that is open: where it begins, whether that is in a quotation, and what it holds.
    let mut open: Option<(usize, bool, Vec<usize>)> = None;
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        let start = next;
        next += line.len();
        let prefix = |is_quoted: bool| line.find(|c| !(matches!(c, ' ' | '\t') || is_quoted && c == '>'));
        if let Some((formula, is_quoted, mut found)) = open.take() {
            // A blank line ends every paragraph, and the formula with it.
            let Some(content) = prefix(is_quoted).filter(|&at| !line[at..].trim().is_empty()) else { continue };
            found.extend(begins_block(&line[content..]).then_some(start + content));
            match line[content..].contains("$$") {
                true => begun.extend(found.into_iter().map(|at| (formula, at))),
                false => open = Some((formula, is_quoted, found)),
            }
        } else if let Some(dollars) = line.find("$$")
            && !line[dollars + 2..].contains("$$")
        {
            let before = &line[..dollars];
            open = before.chars().all(is_container).then(|| (start + dollars, before.contains('>'), Vec::new()));
        }
    }
    begun
}

/// Whether pulldown-cmark would take the beginning of a line for that of a block.
fn begins_block(line: &str) -> bool {
    line.starts_with(['+', '-', '*', '=', '#', '>', '<', ':']) || line.starts_with("1.") || line.starts_with("1)")
}

/// What lines begin with in quotations and lists.
pub(super) fn is_container(c: char) -> bool {
    matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit()
}

/// Dollars of formulas that stayed text where one begins: a blank line ends it, or nothing closes it.
pub(super) fn broken(flow: &Flow<'_>) -> Vec<(Slip, Range<usize>)> {
    let mut slips = Vec::new();
    let mut open: Option<(usize, Range<usize>)> = None;
    let (mut block, mut in_code) = (0_usize, false);
    let unclosed = |opening: Range<usize>| is_line(flow.markdown, &opening).then(|| slip(Mistype::Unclosed, opening));
    for (event, range) in &flow.events {
        match event {
            Event::Text(_) if !in_code => {
                let marks = marks(flow.markdown, range);
                for mark in marks.into_iter().filter(|mark| &flow.markdown[mark.clone()] == "$$") {
                    match open.take() {
                        Some((of, opening)) if of != block && is_parted(flow.markdown, &opening, &mark) => {
                            slips.push(slip(Mistype::Parted, opening));
                        }
                        Some((of, _)) if of == block => {}
                        before => {
                            slips.extend(before.and_then(|(_, opening)| unclosed(opening)));
                            open = Some((block, mark));
                        }
                    }
                }
            }
            Event::Start(tag) if !is_inline(tag) => {
                block += 1;
                in_code = matches!(tag, Tag::CodeBlock(_));
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            _ => {}
        }
    }
    slips.extend(open.and_then(|(_, opening)| unclosed(opening)));
    slips
}

fn slip(kind: Mistype, opening: Range<usize>) -> (Slip, Range<usize>) {
    let mark = "$$".to_owned();
    (Slip::Mistyped(Mistyped { kind, line: mark.clone(), mark }), opening)
}

/// Whether a formula is between these dollars, with a blank line in it.
fn is_parted(markdown: &str, opening: &Range<usize>, closing: &Range<usize>) -> bool {
    let between = &markdown[opening.end..closing.start];
    let is_blank = |line: &str| line.trim_matches([' ', '\t', '\r', '>']).is_empty();
    let may_be_in = |line: Option<&str>| line.is_some_and(|line| is_blank(line) || has_signs(line));
    between.len() <= LONGEST
        && begins_line(markdown, opening)
        && ends_line(markdown, closing)
        && between.lines().skip(1).any(is_blank)
        && may_be_in(between.split('\n').next())
        && may_be_in(between.rsplit('\n').next())
}

/// Whether dollars have a line to themselves.
fn is_line(markdown: &str, mark: &Range<usize>) -> bool {
    begins_line(markdown, mark) && ends_line(markdown, mark)
}

fn begins_line(markdown: &str, mark: &Range<usize>) -> bool {
    let before = markdown[..mark.start].trim_end_matches(is_container);
    before.is_empty() || before.ends_with('\n')
}

fn ends_line(markdown: &str, mark: &Range<usize>) -> bool {
    let after = markdown[mark.end..].trim_start_matches([' ', '\t', '\r']);
    after.is_empty() || after.starts_with('\n')
}

/// Where text is code or HTML, ascending.
fn verbatim(text: &str, dialect: Options) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, dialect.difference(Options::ENABLE_MATH)).into_offset_iter();
    let blocks = events.filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)));
    blocks.map(|(_, range)| range).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> String {
        let mut shown = Cow::Borrowed(text);
        hide(&mut shown, Options::ENABLE_MATH);
        shown.into_owned()
    }

    #[test]
    fn what_would_begin_a_block_in_a_formula_is_hidden() {
        for (text, expected) in [
            ("$$\na\n+ b\n- c\n= d\n$$", "$$\na\n% b\n% c\n% d\n$$"),
            ("> $$ a\r\n> + b $$\r\n", "> $$ a\r\n> % b $$\r\n"),
            ("$$\na\n> b\n  # c\n1. d\n$$\n- e", "$$\na\n% b\n  % c\n%. d\n$$\n- e"),
            ("- $$\n  a\n  * b\n  $$", "- $$\n  a\n  % b\n  $$"),
        ] {
            assert_eq!(hidden(text), expected);
        }
    }

    #[test]
    fn other_lines_stay() {
        for text in [
            "- a\n- b $$x$$\n- c",
            "$$\na\n\n- b\n$$",
            "```\n$$\n- a\n$$\n```",
            "<div>\n$$\n- a\n$$\n</div>",
            "Soit $$x\n- a\n- b$$",
            "$$\n- a",
        ] {
            assert_eq!(hidden(text), text);
        }
    }
}
