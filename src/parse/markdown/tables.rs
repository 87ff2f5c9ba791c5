//! Tables that lose something, and lines that look like a table and are none.

use std::ops::Range;

use pulldown_cmark::{Event, Tag as Parsed};

use super::builder::is_block;
use super::steps::{Reader, Step, Steps};
use crate::parse::document::{Slip, TableSlip};

/// Reports what isn't right with the tables of a flow.
pub(super) fn check(reader: &mut Reader<'_, '_>, steps: &Steps<'_>) {
    let mut columns = None;
    // Lines of text that are no table, and whether they are a heading.
    let mut lines: Option<(Range<usize>, bool)> = None;
    let mut closed = false;
    let mut heading = false;
    let mut found = Vec::new();
    for (step, range) in steps {
        match step {
            Step::Parsed(Event::Start(Parsed::Table(alignments))) => columns = Some(alignments.len()),
            Step::Parsed(Event::Start(Parsed::TableHead | Parsed::TableRow)) => {
                row(reader.markdown, range, columns.unwrap_or_default(), &mut found);
            }
            Step::Parsed(Event::Start(Parsed::CodeBlock(_) | Parsed::HtmlBlock)) => closed = true,
            Step::Parsed(Event::Start(Parsed::Heading { .. })) => {
                heading = true;
                lines = Some((range.clone(), true));
            }
            _ if is_inline(step) => {
                if columns.is_none() && !closed && !heading {
                    let start = lines.as_ref().map_or(range.start, |(lines, _)| lines.start);
                    lines = Some((start..range.end, false));
                }
                continue;
            }
            Step::Parsed(Event::End(_)) => {
                closed = false;
                heading = false;
            }
            _ => {}
        }
        if matches!(step, Step::Parsed(Event::End(pulldown_cmark::TagEnd::Table))) {
            columns = None;
        }
        if !heading {
            found.extend(lines.take().and_then(|(range, heading)| text(reader.markdown, &range, heading)));
        }
    }
    found.extend(lines.and_then(|(range, heading)| text(reader.markdown, &range, heading)));
    for (slip, range) in found {
        reader.slip(Slip::Table(slip), range);
    }
}

fn is_inline(step: &Step<'_>) -> bool {
    match step {
        Step::Parsed(Event::Start(tag)) => !is_block(tag),
        Step::Parsed(Event::End(tag)) => {
            use pulldown_cmark::TagEnd::{Emphasis, Image, Link, Strikethrough, Strong};
            matches!(tag, Emphasis | Image | Link | Strikethrough | Strong)
        }
        Step::Parsed(Event::Html(_) | Event::Rule) => false,
        Step::Parsed(_) | Step::Mark(_) | Step::Blank(_) | Step::Attributes(_) | Step::Close => true,
        Step::Open(_) | Step::Fence(_) => false,
    }
}

/// What a row of a table loses.
fn row(markdown: &str, range: &Range<usize>, columns: usize, found: &mut Vec<(TableSlip, Range<usize>)>) {
    let written = markdown.get(range.clone()).unwrap_or_default();
    let line = written.lines().next().unwrap_or_default();
    let within = |part: Range<usize>| range.start + part.start..range.start + part.end;
    if columns > 1 && bars(line).next().is_none() {
        let length = line.trim_end().len();
        return found.extend((length > 0).then(|| (TableSlip::TakenLine, within(0..length))));
    }
    if let Some(split) = split(line) {
        let meant = escaped(&line[split.clone()]);
        return found.push((TableSlip::SplitCell(meant), within(split)));
    }
    let cells = cells(line);
    // A term that its bar cuts in two is reported as such.
    let parts_term = |cell: &Range<usize>| {
        let written = &line[cell.clone()];
        written.rfind("[[").is_some_and(|at| !written[at..].contains("]]"))
    };
    if cells.iter().any(parts_term) {
        return;
    }
    let lost = cells.get(columns..).unwrap_or_default();
    let lost: Vec<_> = lost.iter().filter(|cell| !line[(*cell).clone()].trim().is_empty()).collect();
    if let (Some(first), Some(last)) = (lost.first(), lost.last()) {
        let cell = &line[first.start..last.end];
        let start = first.start + cell.len() - cell.trim_start().len();
        found.push((TableSlip::LostCell { columns }, within(start..first.start + cell.trim_end().len())));
    }
}

/// Lines that look like a table and are none.
fn text(markdown: &str, range: &Range<usize>, heading: bool) -> Option<(TableSlip, Range<usize>)> {
    let written = markdown.get(range.clone())?;
    if !written.contains('|') {
        return None;
    }
    let mut at = range.start;
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for line in written.split_inclusive('\n') {
        // Marks of a quotation are no part of the text; the first line has none.
        let content = if lines.is_empty() { line } else { line.trim_start_matches([' ', '\t', '>']) };
        lines.push((at + line.len() - content.len(), content.trim_end()));
        at += line.len();
    }
    let place = |index: usize| lines[index].0..lines[index].0 + lines[index].1.len();
    if heading {
        let (_, under) = lines.get(1)?;
        let is_row = is_row(lines[0].1) && under.bytes().all(|byte| byte == b'-');
        return is_row.then(|| (wrong_count(lines[0].1, under), place(1)));
    }
    match lines.iter().position(|(_, line)| is_delimiter(line)) {
        Some(0) => Some((TableSlip::NoHeader, place(0))),
        Some(index) => {
            let (header, line) = (lines[index - 1].1, lines[index].1);
            bars(header).next()?;
            let (columns, found) = (cells(header).len(), cells(line).len());
            let is_hyphens = line.chars().all(|one| matches!(one, '|' | ':' | '-' | ' ' | '\t'));
            Some(match (found == columns, is_hyphens) {
                (_, false) => (TableSlip::Dashes(delimiter(header, line)), place(index)),
                (false, true) => (wrong_count(header, line), place(index)),
                (true, true) if index > 1 => (TableSlip::NoBlankLine, place(index - 1)),
                (true, true) => (TableSlip::Dashes(delimiter(header, line)), place(index)),
            })
        }
        None => {
            let first = lines.windows(2).position(|pair| {
                let (first, second) = (pair[0].1, pair[1].1);
                is_row(first) && is_row(second) && cells(first).len() == cells(second).len()
            })?;
            Some((TableSlip::NoDelimiter(delimiter(lines[first].1, "")), place(first)))
        }
    }
}

fn wrong_count(header: &str, line: &str) -> TableSlip {
    TableSlip::Columns { found: cells(line).len(), columns: cells(header).len(), meant: delimiter(header, line) }
}

/// Whether a line is surely meant as a row: bars at both ends, and at least one between them.
fn is_row(line: &str) -> bool {
    line.starts_with('|') && line.ends_with('|') && bars(line).count() > 2
}

/// Whether a line is meant as the one under the headings: dashes of any kind, and bars.
fn is_delimiter(line: &str) -> bool {
    let is_dash = |one: char| matches!(one, '-' | '–' | '—' | '−' | '‐' | '‑' | '―' | '─' | '=' | '_');
    line.contains('|')
        && line.contains(is_dash)
        && line.chars().all(|one| is_dash(one) || matches!(one, '|' | ':' | '+' | ' ' | '\t' | '\u{a0}'))
}

/// The line to write under the headings: as many cells as they have, aligned as those of `line`.
fn delimiter(header: &str, line: &str) -> String {
    let written = cells(line);
    let mut meant = String::from("|");
    for column in 0..cells(header).len().max(1) {
        let cell = written.get(column).map_or("", |cell| line[cell.clone()].trim());
        meant.push_str(match (cell.starts_with(':'), cell.len() > 1 && cell.ends_with(':')) {
            (true, true) => ":---:|",
            (true, false) => ":---|",
            (false, true) => "---:|",
            (false, false) => "---|",
        });
    }
    meant
}

/// Where the bars of a row are that part cells.
fn bars(line: &str) -> impl Iterator<Item = usize> {
    line.match_indices('|').map(|(at, _)| at).filter(|&at| !line[..at].ends_with('\\'))
}

/// The cells of a row.
fn cells(line: &str) -> Vec<Range<usize>> {
    let (start, end) = (line.len() - line.trim_start().len(), line.trim_end().len());
    let mut cells = Vec::new();
    let mut from = start;
    for bar in bars(line) {
        if bar > start {
            cells.push(from..bar);
        }
        from = bar + 1;
    }
    if from < end {
        cells.push(from..end);
    }
    cells
}

/// Code or a formula in a row that a bar parts: where the first one is.
fn split(line: &str) -> Option<Range<usize>> {
    let bytes = line.as_bytes();
    let mut at = 0;
    // Where a mark opened that nothing closes: no other of its kind closes either.
    let mut hopeless = [false; 2];
    while at < bytes.len() {
        let mark = bytes[at];
        let length = bytes[at..].iter().take_while(|byte| **byte == mark).count();
        match mark {
            b'\\' => at += 2,
            b'`' if !hopeless[0] => match code_end(line, at, length) {
                Some(end) if is_parted(&line[at + length..end - length]) => return Some(at..end),
                end => {
                    hopeless[0] = end.is_none();
                    at = end.unwrap_or(at + length);
                }
            },
            b'$' if length == 1 && !hopeless[1] => match formula_end(line, at) {
                Some(end) if bars(&line[at + 1..end - 1]).next().is_some() => return Some(at..end),
                Some(end) => at = end,
                None => {
                    hopeless[1] = !line[at + 1..].contains('$');
                    at += 1;
                }
            },
            _ => at += length,
        }
    }
    None
}

/// Where code that opens with so many backticks ends.
fn code_end(line: &str, start: usize, length: usize) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = start + length;
    while at < bytes.len() {
        let ticks = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        if ticks == length {
            return Some(at + ticks);
        }
        at += ticks.max(1);
    }
    None
}

/// Whether a bar parts code: one alone in its cell may be meant as itself, `` | ` | accent | ` | ``.
fn is_parted(code: &str) -> bool {
    bars(code).next().is_some_and(|bar| bar == 0 || !code[..bar].trim().is_empty())
}

/// Where a formula that opens with a dollar ends, by Pandoc's rule: the signs touch it, and neither is
/// a price's.
fn formula_end(line: &str, start: usize) -> Option<usize> {
    let (before, inside) = (&line[..start], &line[start + 1..]);
    if before.ends_with(|one: char| one.is_alphanumeric()) || inside.starts_with(char::is_whitespace) {
        return None;
    }
    let end = inside.find('$').filter(|&end| end > 0)?;
    let (formula, after) = (&inside[..end], &inside[end + 1..]);
    let is_price = formula.ends_with(char::is_whitespace) || after.starts_with(|one: char| one.is_ascii_digit());
    // `$5|6$`: a price before the bar, another after it.
    (!is_price && !formula.starts_with(|one: char| one.is_ascii_digit())).then_some(start + 1 + end + 1)
}

/// A part of a row with its bars escaped.
fn escaped(part: &str) -> String {
    let mut meant = String::with_capacity(part.len() + 2);
    let mut from = 0;
    for bar in bars(part) {
        meant.push_str(&part[from..bar]);
        meant.push_str("\\|");
        from = bar + 1;
    }
    meant.push_str(&part[from..]);
    meant
}
