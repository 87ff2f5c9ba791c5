//! Slips in a text's lines, emphasis and code, found in the Markdown parser's events: there they are text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::builder::Builder;
use super::flow::Flow;
use super::{displays, dollars};
use crate::parse::document::Slip;
use crate::parse::mistyped::{self, Mistype, Mistyped, is_one_of_many, told};
use crate::source::Spanned;

/// The most bytes between two marks of emphasis.
const BETWEEN: usize = 200;

/// Reports the slips of flows.
pub(super) fn report(builder: &mut Builder<'_>, flows: &[Flow<'_>]) {
    for flow in flows {
        let found =
            lines(flow).into_iter().chain(emphasis(flow)).chain(displays::broken(flow)).chain(unclosed_code(flow));
        let found: Vec<_> = found.collect();
        for (slip, range) in found {
            let place = builder.within_file(flow.origin.place(range));
            builder.document.slips.push(Spanned::new(slip, place));
        }
    }
}

/// Reports the slips of one line of the front matter.
pub(super) fn report_inline(builder: &mut Builder<'_>, flow: &Flow<'_>) {
    for (slip, range) in emphasis(flow) {
        let place = builder.within_file(flow.origin.place(range));
        builder.document.slips.push(Spanned::new(slip, place));
    }
}

/// Reports invisible characters outside `code`, which holds byte ranges of `text`, ascending.
pub(super) fn report_invisible(builder: &mut Builder<'_>, text: &str, code: &[Range<usize>]) {
    for (at, c) in mistyped::invisible(text) {
        let next = code.partition_point(|range| range.end <= at);
        if code.get(next).is_none_or(|range| at < range.start) {
            builder.document.slips.push(Spanned::new(Slip::Invisible(c), at..at + c.len_utf8()));
        }
    }
}

/// Where the code blocks of the body and its notes are in the file, ascending.
pub(super) fn code(flows: &[Flow<'_>]) -> Vec<Range<usize>> {
    let events = flows.iter().flat_map(|flow| flow.events.iter().map(|event| (flow.origin, event)));
    let code = events.filter(|(_, (event, _))| matches!(event, Event::Start(Tag::CodeBlock(_))));
    let mut code: Vec<_> = code.map(|(origin, (_, range))| origin.place(range.clone())).collect();
    code.sort_unstable_by_key(|range| range.start);
    code
}

/// A line of a paragraph that begins with text.
struct Line<'a> {
    at: usize,
    text: &'a str,
    /// Whether it is its paragraph's first.
    is_first: bool,
    /// Whether nothing shows between it and the line above.
    is_joined: bool,
    /// Whether its paragraph has no other.
    is_alone: bool,
    /// Of an item's first line, where the item begins, and whether it is the only one of its list.
    item: Option<(usize, bool)>,
}

fn lines<'a>(flow: &'a Flow<'_>) -> Vec<(Slip, Range<usize>)> {
    let lines = text_lines(flow);
    // A mark among others like it, in lines that run into one another.
    let mark = |index: usize| lines.get(index).and_then(|line: &Line<'a>| is_one_of_many(line.text));
    let number =
        |index: usize| lines.get(index).is_some_and(|line| line.text.starts_with(|c: char| c.is_ascii_digit()));
    let alike = |a: usize, b: usize| mark(a).map_or(number(a) && number(b), |of_a| mark(b) == Some(of_a));
    let mut slips = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let joins = |index: usize| lines.get(index).is_some_and(|line| line.is_joined);
        let above = joins(index) && index > 0 && alike(index - 1, index);
        let below = joins(index + 1) && alike(index, index + 1);
        let is_title = line.is_alone && mistyped::is_title(line.text) && begins_section(flow.markdown, line);
        if let Some(slip) = mistyped::of_line(line.text, line.is_first, is_title, above || below) {
            let end = line.at + slip.mark.len();
            slips.push((Slip::Mistyped(slip), line.at..end));
        }
        slips.extend(of_item(flow.markdown, line));
        // Of lines that run into one another, the first tells of all.
        let joined = |index: usize| lines.get(index).filter(|line| line.is_joined);
        let number = |line: Option<&Line<'a>>| line.and_then(|line| mistyped::numbered(line.text));
        let above = index.checked_sub(1).and_then(|index| lines.get(index)).filter(|_| line.is_joined);
        if let Some((first, mark)) = number(joined(index))
            && first != 1
            && number(joined(index + 1)).is_some_and(|(next, _)| next == first + 1)
            && number(above).is_none()
        {
            let slip = Mistyped { kind: Mistype::Below, mark: mark.to_owned(), line: told(line.text) };
            slips.push((Slip::Mistyped(slip), line.at..line.at + mark.len()));
        }
        let columns = |line: Option<&Line<'a>>| line.and_then(|line| mistyped::columns(line.text));
        if let Some(cells) = columns(Some(line))
            && columns(joined(index + 1)).is_some_and(|next| next.len() == cells.len())
            && columns(above).is_none()
        {
            let row = told(&format!("| {} |", cells.join(" | ")));
            let slip = Mistyped { kind: Mistype::Columns, mark: "|---".repeat(cells.len()) + "|", line: row };
            slips.push((Slip::Mistyped(slip), line.at..line.at + line.text.trim_end().len()));
        }
    }
    slips
}

fn text_lines<'a>(flow: &'a Flow<'_>) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    let mut before: Option<&Event<'_>> = None;
    // The list that begins here, the item, and whether the paragraph that does has one line.
    let (mut list, mut item, mut is_alone) = (0, None, false);
    for (event, range) in &flow.events {
        match event {
            Event::Start(Tag::List(_)) => list = range.end,
            Event::Start(Tag::Item) => {
                let is_first = matches!(before, Some(Event::Start(Tag::List(_))));
                item = Some((range.start, is_first && range.end == list));
            }
            Event::Start(Tag::Paragraph) => {
                is_alone = flow.markdown.get(range.clone()).is_some_and(|text| !text.trim_end().contains('\n'));
            }
            Event::Text(_) if !flow.markdown[..range.start].ends_with('\\') => {
                if let Some(is_first) = before.and_then(begins_line) {
                    let text = flow.markdown[range.start..].lines().next().unwrap_or_default();
                    let is_joined = matches!(before, Some(Event::SoftBreak));
                    let is_alone = is_alone && matches!(before, Some(Event::Start(Tag::Paragraph)));
                    lines.push(Line { at: range.start, text, is_first, is_joined, is_alone, item });
                }
                item = None;
            }
            _ => item = None,
        }
        before = Some(event);
    }
    lines
}

/// Whether a line that may be a title begins a section: no word announces it, and something follows.
fn begins_section(markdown: &str, line: &Line<'_>) -> bool {
    let (above, below) = (&markdown[..line.at], &markdown[line.at + line.text.len()..]);
    !above.trim_end().ends_with(':') && !below.trim_start().is_empty()
}

/// What of an item's first line was meant otherwise: emphasis, a checkbox.
fn of_item(markdown: &str, line: &Line<'_>) -> Option<(Slip, Range<usize>)> {
    let (start, is_only) = line.item?;
    let bullet = &markdown[start..line.at];
    let (kind, length, written) = match mistyped::starred(line.text).filter(|_| is_only && bullet.starts_with('*')) {
        Some(words) => (Mistype::Starred, words.len() + 1, format!("*{}", line.text)),
        None => {
            let (length, task) = mistyped::checkbox(line.text)?;
            (Mistype::Task, length, format!("{} {task}", bullet.trim_end()))
        }
    };
    let mark = markdown[start..line.at + length].to_owned();
    let slip = Slip::Mistyped(Mistyped { kind, mark, line: told(&written) });
    Some((slip, start..line.at + length))
}

/// Whether a line begins after that event, and then whether it is the first of its paragraph.
fn begins_line(event: &Event<'_>) -> Option<bool> {
    match event {
        Event::Start(Tag::Paragraph | Tag::Item) => Some(true),
        Event::SoftBreak | Event::HardBreak => Some(false),
        _ => None,
    }
}

/// Marks of emphasis, and dollars of formulas, that stayed text because a space is on the wrong side of one.
fn emphasis(flow: &Flow<'_>) -> Vec<(Slip, Range<usize>)> {
    let mut slips = Vec::new();
    // Those of a line so far.
    let mut line: Vec<Range<usize>> = Vec::new();
    let mut in_code = false;
    for (event, range) in &flow.events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(_) if !in_code => {
                for mark in marks(flow.markdown, range) {
                    match line.last_mut() {
                        // pulldown-cmark cuts a run of marks where it likes.
                        Some(last) if last.end == mark.start && same(flow.markdown, last, &mark) => last.end = mark.end,
                        _ => line.push(mark),
                    }
                }
            }
            Event::SoftBreak | Event::HardBreak => pair(flow.markdown, &mut line, &mut slips),
            Event::Start(tag) if !is_inline(tag) => pair(flow.markdown, &mut line, &mut slips),
            _ => {}
        }
    }
    pair(flow.markdown, &mut line, &mut slips);
    slips
}

/// Pairs the marks of a line, and takes them.
fn pair(markdown: &str, line: &mut Vec<Range<usize>>, slips: &mut Vec<(Slip, Range<usize>)>) {
    // A formula has stars and underscores of its own.
    let is_dollar = |mark: &Range<usize>| markdown.as_bytes().get(mark.start) == Some(&b'$');
    let (dollars, others): (Vec<_>, Vec<_>) = line.drain(..).partition(is_dollar);
    for marks in [others, dollars] {
        let mut open: Option<Range<usize>> = None;
        for mark in marks {
            let found = open.take().and_then(|open| spaced(markdown, &open, &mark));
            if found.is_none() {
                open = Some(mark);
            }
            slips.extend(found);
        }
    }
}

/// Whether a tag is emphasis, a link or an image.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

/// Whether two runs are of the same character.
fn same(markdown: &str, one: &Range<usize>, other: &Range<usize>) -> bool {
    markdown.as_bytes().get(one.start) == markdown.as_bytes().get(other.start)
}

/// The runs of marks in a text that no backslash makes plain.
pub(super) fn marks(markdown: &str, text: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = markdown.as_bytes();
    let mut marks = Vec::new();
    let mut at = text.start;
    while at < text.end.min(bytes.len()) {
        let byte = bytes[at];
        let length = bytes[at..text.end].iter().take_while(|&&other| other == byte).count();
        if matches!(byte, b'*' | b'_' | b'~' | b'$') && (at == 0 || bytes[at - 1] != b'\\') {
            marks.push(at..at + length);
        }
        at += length;
    }
    marks
}

/// The slip of two marks with the words between them, where a space keeps them from being emphasis.
fn spaced(markdown: &str, open: &Range<usize>, close: &Range<usize>) -> Option<(Slip, Range<usize>)> {
    let length = open.len();
    let mark = &markdown[open.clone()];
    let is_double = length >= 2;
    if length > 3 || close.len() != length || !same(markdown, open, close) || (mark == "~") {
        return None;
    }
    let between = markdown.get(open.end..close.start).filter(|text| text.len() <= BETWEEN && !text.contains('\n'))?;
    let words = between.trim();
    if mark.starts_with('$') {
        // `5 $ a $` is money, and the text between two formulas is words.
        let is_price = markdown[..open.start].trim_end().ends_with(|last: char| last.is_ascii_digit());
        let is_whole = words.len() < between.len() && !words.contains('$') && !is_price;
        let is_formula = is_whole && dollars::is_surely_formula(words);
        let line = told(&format!("{mark}{words}{mark}"));
        let slip = Slip::Mistyped(Mistyped { kind: Mistype::Formula, mark: mark.to_owned(), line });
        return is_formula.then_some((slip, open.start..close.end));
    }
    let (before, after) = (markdown[..open.start].chars().next_back(), markdown[close.end..].chars().next());
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let opened = between.starts_with(char::is_whitespace);
    let closed = between.ends_with(char::is_whitespace);
    let at_start = before.is_none_or(|c| c == '\n');
    let is_slip = match (opened, closed) {
        (true, true) => length == 2 && at_start,
        (true, false) => !is_space(after) || is_double || is_space(before),
        (false, true) => is_double || is_space(before) || before.is_some_and(|c| matches!(c, '(' | '«' | '“' | '"')),
        (false, false) => false,
    };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    // One star or line alone may be a product or a footnote's; a line that begins a line is neither.
    let fewest = if at_start && opened { 1 } else { 3 };
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_single = letters(words) >= fewest
        && is_apart(before)
        && is_apart(after)
        && words.starts_with(char::is_alphabetic)
        && words.ends_with(|c: char| c.is_alphabetic() || matches!(c, '.' | '!' | '?' | '…'));
    if !is_slip || !(is_double && letters(words) > 0 || is_single) {
        return None;
    }
    let line = told(&format!("{mark}{words}{mark}"));
    let slip = Mistyped { kind: Mistype::Emphasis, mark: mark.to_owned(), line };
    Some((Slip::Mistyped(slip), open.start..close.end))
}

/// Fences of code that nothing closes: all that follows is code.
fn unclosed_code(flow: &Flow<'_>) -> Vec<(Slip, Range<usize>)> {
    let mut slips = Vec::new();
    for (event, range) in &flow.events {
        let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = event else { continue };
        let Some(written) = flow.markdown.get(range.clone()) else { continue };
        let sign = if written.starts_with('~') { '~' } else { '`' };
        let fence = &written[..written.find(|c| c != sign).unwrap_or(written.len())];
        let first = written.lines().next().unwrap_or_default().trim_end();
        let last = written.trim_end().rsplit('\n').next().unwrap_or_default();
        let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>').trim_end();
        let closes = last.len() >= fence.len() && last.chars().all(|c| c == sign) && written.trim_end().contains('\n');
        if !closes {
            let to_end = flow.markdown[range.end..].trim().is_empty();
            let slip = Slip::UnclosedCode { fence: fence.to_owned(), to_end };
            slips.push((slip, range.start..range.start + first.len()));
        }
    }
    slips
}
