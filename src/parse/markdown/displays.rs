//! Formulas on lines of their own, between `$$` and `$$`. The Markdown parser looks for blocks first: a
//! line of a formula that begins with `+`, `-`, `=` or `>` would begin a list, a heading or a quotation
//! in the middle of it. What such lines begin with is hidden from the parser.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::dollars::HIDDEN;
use super::shown::replaced;

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
            let is_first = before
                .chars()
                .all(|c| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit());
            open = is_first.then(|| (start + dollars, before.contains('>'), Vec::new()));
        }
    }
    begun
}

/// Whether the parser would take the beginning of a line for that of a block.
fn begins_block(line: &str) -> bool {
    line.starts_with(['+', '-', '*', '=', '#', '>', '<', ':']) || line.starts_with("1.") || line.starts_with("1)")
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
