//! Which colons at the beginning of a line define a term. pulldown-cmark takes each for one that does.
//!
//! As in Pandoc and PHP Markdown Extra, white space follows the colon, so that `:smile:` and `:8080` are
//! text; and the term is one line. French puts a space before a colon, and an editor that wraps lines may
//! put the colon first on a line: below a paragraph of several lines it defines something only after a
//! blank line.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::shown::replaced;

/// Hides the colons that define nothing, and gives the character that replaces them; `None` if no line begins with a
/// colon.
pub(super) fn hide(text: &mut Cow<'_, str>, dialect: Options) -> Option<char> {
    let (before_text, before_space): (Vec<usize>, Vec<usize>) =
        first_colons(text).partition(|&at| text.as_bytes().get(at + 1).is_some_and(|next| !next.is_ascii_whitespace()));
    if before_text.is_empty() && before_space.is_empty() {
        return None;
    }
    let hidden = ('\u{1}'..='\u{8}').find(|&unused| !text.contains(unused))?;
    if !before_text.is_empty() {
        *text = Cow::Owned(replaced(text, &before_text, hidden));
    }
    let wrapped = if before_space.is_empty() { Vec::new() } else { wrapped(text, dialect) };
    if !wrapped.is_empty() {
        *text = Cow::Owned(replaced(text, &wrapped, hidden));
    }
    Some(hidden)
}

/// The colons that begin a line, behind `>` and spaces; those of a table's second line are no such.
fn first_colons(text: &str) -> impl Iterator<Item = usize> {
    let mut next = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = next;
        next += line.len();
        let first = line.find(|c: char| !matches!(c, ' ' | '\t' | '>'))?;
        let rest = line[first..].trim_end();
        let is_row = rest.contains('-') && rest.bytes().all(|byte| matches!(byte, b':' | b'|' | b'-' | b' ' | b'\t'));
        (rest.starts_with(':') && !is_row).then_some(start + first)
    })
}

/// The colons that go on with a paragraph of several lines.
fn wrapped(text: &str, dialect: Options) -> Vec<usize> {
    let mut wrapped = Vec::new();
    // A paragraph of several lines goes on from there, as far as it is looked at.
    let mut paragraph: Option<usize> = None;
    // How many lists are open, and how many of them hold the paragraph.
    let (mut lists, mut around) = (0_usize, 0_usize);
    // Where a term begins, and how many lines it may have yet.
    let mut term: Option<(usize, usize)> = None;
    for (event, range) in Parser::new_ext(text, dialect.difference(Options::ENABLE_MATH)).into_offset_iter() {
        let is_definition = matches!(event, Event::Start(Tag::DefinitionListDefinition));
        if is_definition || matches!(event, Event::Start(Tag::DefinitionListTitle)) {
            paragraph = paragraph.filter(|from| !has_blank_line(text, *from..range.start)).map(|_| range.start);
        }
        match event {
            Event::Start(Tag::DefinitionList) => lists += 1,
            Event::End(TagEnd::DefinitionList) => {
                paragraph = paragraph.filter(|_| around < lists);
                lists = lists.saturating_sub(1);
            }
            Event::Start(Tag::DefinitionListTitle) => {
                // The mark of a callout has its line to itself.
                let is_marked = text.get(range.start..).is_some_and(|rest| rest.starts_with("[!"));
                term = Some((range.start, if is_marked { 2 } else { 1 }));
            }
            Event::SoftBreak | Event::HardBreak => {
                term = term.map(|(start, lines)| (start, lines.saturating_sub(1)));
                if let (Some((start, 0)), None) = (term, paragraph) {
                    paragraph = Some(start);
                    around = lists;
                }
            }
            Event::End(TagEnd::DefinitionListTitle) => term = None,
            Event::Start(Tag::DefinitionListDefinition) if paragraph.is_some() => {
                let colon =
                    text.get(range.start..).and_then(|rest| rest.find(|c: char| !matches!(c, ' ' | '\t' | '>')));
                wrapped.extend(colon.map(|offset| range.start + offset).filter(|at| text.as_bytes()[*at] == b':'));
            }
            _ => {}
        }
    }
    wrapped
}

/// Whether a line is blank between two places of other lines.
fn has_blank_line(text: &str, range: Range<usize>) -> bool {
    let lines = text.get(range).unwrap_or_default().split('\n').skip(1);
    // The last one is the beginning of the line at the range's end.
    let mut lines = lines.peekable();
    while let Some(line) = lines.next() {
        let is_blank = line.chars().all(|c| c.is_whitespace() || c == '>');
        if is_blank && lines.peek().is_some() {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with what is hidden shown as `;`.
    fn hidden(text: &str) -> String {
        let mut shown = Cow::Borrowed(text);
        let by = hide(&mut shown, Options::ENABLE_DEFINITION_LIST | Options::ENABLE_TABLES);
        by.map_or_else(|| text.to_owned(), |by| shown.replace(by, ";"))
    }

    #[test]
    fn a_colon_that_no_space_follows_defines_nothing() {
        for (text, expected) in [
            ("Bravo\n:smile: merci", "Bravo\n;smile: merci"),
            ("> a\n> :-)\r\n", "> a\n> ;-)\r\n"),
            ("a\n  :8080", "a\n  ;8080"),
            ("a\n:\u{a0}b", "a\n;\u{a0}b"),
        ] {
            assert_eq!(hidden(text), expected);
        }
    }

    #[test]
    fn a_term_is_one_line() {
        for same in ["a\n: b\n: c", "a\n\n: b", "a\nb\n\n: c", "> [!NOTE] x\n> a\n> : b", "a\n:\n   b", "a | b\n:-|-:"]
        {
            assert_eq!(hidden(same), same);
        }
        for (text, expected) in [
            ("a\nb\n: c", "a\nb\n; c"),
            ("a\nb\r\n: c\n: d\ne\n: f\n\ng\n: h", "a\nb\r\n; c\n; d\ne\n; f\n\ng\n: h"),
            ("- a\n  b\n  : c\n- d\n  : e", "- a\n  b\n  ; c\n- d\n  : e"),
            ("> a\n> b\n> : c\n>\n> d\n> : e", "> a\n> b\n> ; c\n>\n> d\n> : e"),
            ("a\n: b\n\n    c\n    d\n    : e", "a\n: b\n\n    c\n    d\n    ; e"),
        ] {
            assert_eq!(hidden(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_hidden_behind_what_the_text_contains() {
        let mut text = Cow::Borrowed("\u{1}a\n:b");
        assert_eq!(hide(&mut text, Options::ENABLE_DEFINITION_LIST), Some('\u{2}'));
        let mut text = Cow::Borrowed("\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\n:b");
        assert_eq!(hide(&mut text, Options::ENABLE_DEFINITION_LIST), None);
    }
}
