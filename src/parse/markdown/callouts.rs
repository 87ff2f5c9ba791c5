//! Callouts, found in the parser's quotations: `> [!NOTE] title`.

use std::ops::Range;

use pulldown_cmark::{Event, Tag as Parsed, TagEnd};

use super::steps::{Reader, Step, Steps};
use unicode_normalization::char::is_combining_mark;

use crate::parse::callout::{Callout, CalloutKind, WORD};
use crate::parse::document::{Lookalike, Slip, Tag, Why};
use crate::source::Spanned;

/// What begins a quotation's or a paragraph's first line.
enum Mark {
    /// `[!NOTE]`
    Callout(CalloutKind),
    /// `[!XYZ]`
    Unknown(String),
    /// `[!NOTE` without a bracket.
    Unclosed(String),
}

/// Turns quotations that begin with a mark into callouts, and reports marks that aren't right.
pub(super) fn read<'a>(reader: &mut Reader<'_, '_>, steps: Steps<'a>) -> Steps<'a> {
    let starts = text_starts(&steps);
    let mut read = Vec::with_capacity(steps.len());
    let mut steps = steps.into_iter().zip(starts).peekable();
    while let Some(((step, range), text)) = steps.next() {
        let is_quote = matches!(step, Step::Parsed(Event::Start(Parsed::BlockQuote(_))));
        let Some(text) = steps.peek().and_then(|(_, text)| text.clone()).filter(|_| is_quote) else {
            if let Some(text) = text {
                reader.report_unquoted(text.start);
            }
            read.push((step, range));
            continue;
        };
        match mark(reader.markdown, text.start) {
            Some((Mark::Callout(kind), mark)) => {
                // What the mark begins: a paragraph, or a definition list and its first term.
                let mut begun: Steps<'a> = steps.next().map(|(step, _)| step).into_iter().collect();
                if matches!(begun.first(), Some((Step::Parsed(Event::Start(Parsed::DefinitionList)), _))) {
                    begun.extend(steps.next().map(|(step, _)| step));
                }
                let bracket = mark.end;
                let mut callout = Callout::new(kind, reader.place(mark), reader.place(range.clone()));
                let attributes_end = reader.callout_attributes(&mut callout, bracket, text.end);
                let after = attributes_end + fold_sign(&reader.markdown[attributes_end..], |_| false);
                let after = after + blanks(reader.markdown, after);
                let (title, rest) = head(steps.by_ref().map(|(step, _)| step), after);
                callout.titled = !title.is_empty();
                if let (Some((Step::Parsed(Event::Text(_)), last)), true) = (title.last(), attributes_end == bracket) {
                    reader.report_attributes_after_title(last.clone(), bracket);
                }
                let callouts = &mut reader.builder.document.callouts;
                callouts.push(callout);
                read.push((Step::Open(Tag::Callout(callouts.len() - 1)), range));
                if !title.is_empty() {
                    let end = title.last().map_or(after, |(_, range)| range.end);
                    read.push((Step::Open(Tag::CalloutTitle), after..end));
                    read.extend(title);
                    read.push((Step::Close, end..end));
                }
                if let Some(start) = rest {
                    read.extend(begun.into_iter().map(|(step, range)| (step, start..range.end)));
                }
                continue;
            }
            Some((Mark::Unknown(word), mark)) => reader.slip(Slip::UnknownCallout(word), mark),
            Some((Mark::Unclosed(word), mark)) => reader.slip(Slip::UnclosedCallout(word), mark),
            None => {}
        }
        read.push((step, range));
        // It is a quotation's, and reported where it should be.
        read.extend(steps.next().map(|(step, _)| step));
    }
    report_cut(reader, &read);
    read
}

/// Reports empty callouts for the teacher, with the block right below that was probably meant to be in it: students see
/// that block.
fn report_cut(reader: &mut Reader<'_, '_>, steps: &Steps<'_>) {
    // The last callout for the teacher that ended, while what holds it goes on.
    let mut above: Option<&Range<usize>> = None;
    for (index, (step, range)) in steps.iter().enumerate() {
        match above {
            Some(callout) if range.start >= callout.end && opens(step) => {
                let begins_callout = matches!(steps.get(index + 1), Some((Step::Open(Tag::Callout(_)), _)));
                if !begins_callout {
                    reader.report_below(callout.end, step, range);
                }
                above = None;
            }
            Some(callout) if range.start < callout.start => above = None,
            _ => {}
        }
        let Step::Open(Tag::Callout(callout)) = step else { continue };
        let callout = &reader.builder.document.callouts[*callout];
        if callout.kind != CalloutKind::Teacher {
            continue;
        }
        if !callout.titled && matches!(steps.get(index + 1), Some((Step::Parsed(Event::End(_)), _))) {
            let mark = callout.mark.clone();
            reader.report_empty(mark);
        } else {
            above = Some(range);
        }
    }
}

/// Whether a step begins something that a reader sees.
fn opens(step: &Step<'_>) -> bool {
    matches!(step, Step::Parsed(Event::Start(_)) | Step::Open(_))
}

/// For each step that opens a paragraph which begins with text (and no link, say), the place of that text, up
/// to the first mark in it; and for each that opens a definition list whose first term does, and has a line for
/// a mark to itself.
fn text_starts(steps: &Steps<'_>) -> Vec<Option<Range<usize>>> {
    let text = |index: usize| match steps.get(index..index + 2)? {
        // A backslash precedes a text that begins later.
        [(Step::Parsed(Event::Start(_)), block), (Step::Parsed(Event::Text(_)), text)] => {
            (text.start == block.start).then(|| text.start..plain_end(&steps[index + 1..]))
        }
        _ => None,
    };
    let starts = steps.iter().enumerate().map(|(index, (step, _))| match step {
        Step::Parsed(Event::Start(Parsed::Paragraph)) => text(index),
        Step::Parsed(Event::Start(Parsed::DefinitionList)) => {
            text(index + 1).filter(|_| has_lines(&steps[index + 2..]))
        }
        _ => None,
    });
    starts.collect()
}

/// Where the run of text ends that these steps begin with.
fn plain_end(steps: &[(Step<'_>, Range<usize>)]) -> usize {
    let mut end = steps.first().map_or(0, |(_, range)| range.start);
    for (step, range) in steps {
        match step {
            Step::Parsed(Event::Text(_)) if range.start == end => end = range.end,
            _ => break,
        }
    }
    end
}

/// Whether a definition list's term, whose steps these are, has lines below its first.
fn has_lines(term: &[(Step<'_>, Range<usize>)]) -> bool {
    let mut depth = 0_usize;
    for (step, _) in term {
        match step {
            Step::Parsed(Event::End(TagEnd::DefinitionListTitle)) => return false,
            Step::Parsed(Event::SoftBreak | Event::HardBreak) if depth == 0 => return true,
            Step::Parsed(Event::Start(_)) => depth += 1,
            Step::Parsed(Event::End(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// The steps of a callout's first line, and where the paragraph goes on below it; `None` when the
/// paragraph ends there.
fn head<'a>(steps: impl Iterator<Item = (Step<'a>, Range<usize>)>, after: usize) -> (Steps<'a>, Option<usize>) {
    let mut title: Steps<'a> = Vec::new();
    let mut depth = 0_usize;
    for (step, range) in steps {
        match &step {
            Step::Parsed(Event::End(TagEnd::Paragraph)) => return (title, None),
            Step::Parsed(Event::SoftBreak | Event::HardBreak) if depth == 0 => return (title, Some(range.end)),
            Step::Parsed(Event::Start(_)) => depth += 1,
            Step::Parsed(Event::End(_)) => depth = depth.saturating_sub(1),
            Step::Parsed(Event::Text(_)) if range.end <= after => continue,
            Step::Parsed(Event::Text(text)) if range.start < after => {
                if let Some(text) = text.get(after - range.start..) {
                    title.push((Step::Parsed(Event::Text(text.to_owned().into())), after..range.end));
                }
                continue;
            }
            _ => {}
        }
        title.push((step, range));
    }
    (title, None)
}

/// The mark that a line begins with, and its place.
fn mark(markdown: &str, start: usize) -> Option<(Mark, Range<usize>)> {
    let line = markdown.get(start..)?.lines().next()?;
    let rest = line.strip_prefix("[!")?;
    let length = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
    let word = rest.get(..length).filter(|word| !word.is_empty() && word.len() <= WORD)?;
    let end = start + 2 + length;
    let kind = CalloutKind::parse(word);
    // Lookalikes of a mark for the teacher are reported elsewhere, wherever they are in the text.
    let is_teachers = CalloutKind::is_like_teacher(word);
    match (rest[length..].chars().next(), kind) {
        (Some(']'), Some(_)) if is_followed_by_colon(&rest[length + 1..]) => None,
        (Some(']'), Some(kind)) => Some((Mark::Callout(kind), start..end + 1)),
        _ if is_teachers => None,
        // `[!a](b)` and `[!a][b]` are links that lead nowhere.
        (Some(']'), None) if !rest[length + 1..].starts_with(['(', '[']) => {
            Some((Mark::Unknown(word.to_owned()), start..end + 1))
        }
        // Of several words in brackets, lookalikes tell.
        (_, Some(_)) if !rest.contains(']') => Some((Mark::Unclosed(word.to_owned()), start..end)),
        _ => None,
    }
}

/// Whether a colon follows a mark: Markdown may take it for the definition of a link, and drop it.
fn is_followed_by_colon(rest: &str) -> bool {
    rest.trim_start().starts_with([':', '：'])
}

/// What the word of a mark is made of.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, '-' | '_')
}

/// The length of the sign that says in Obsidian that a callout folds, `[!TIP]-` or `[!TIP]+`, at the
/// beginning of a text: here none folds, and the sign is no part of the title. Behind it comes white space,
/// or what `ends` takes for the end of the mark.
pub(super) fn fold_sign(text: &str, ends: impl Fn(char) -> bool) -> usize {
    let mut following = text.chars();
    let is_sign = matches!(following.next(), Some('+' | '-'));
    usize::from(is_sign && following.next().is_none_or(|next| next.is_whitespace() || ends(next)))
}

fn blanks(markdown: &str, at: usize) -> usize {
    markdown[at..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

impl Reader<'_, '_> {
    /// Reports a mark that begins a paragraph which is no quotation's first.
    fn report_unquoted(&mut self, start: usize) {
        match mark(self.markdown, start) {
            Some((Mark::Callout(kind), mark)) if kind != CalloutKind::Teacher => {
                let word = self.markdown[mark.start + 2..mark.end - 1].to_owned();
                self.slip(Slip::UnquotedCallout(word), mark);
            }
            _ => {}
        }
    }

    /// Reports a callout for the teacher without a title and without a text.
    fn report_empty(&mut self, mark: Range<usize>) {
        let written = self.builder.written(&mark).to_owned();
        let line = format!("> {written}");
        let lookalike = Lookalike { written, kind: Some(CalloutKind::Teacher), line, why: Why::Empty };
        self.builder.document.slips.push(Spanned::new(Slip::Lookalike(lookalike), mark));
    }

    /// Reports what begins right below a callout for the teacher that ends there, when it looks like
    /// a part of it.
    fn report_below(&mut self, end: usize, step: &Step<'_>, range: &Range<usize>) {
        let Some(between) = self.markdown.get(end..range.start) else { return };
        let breaks = between.matches('\n').count() + usize::from(self.markdown[..end].ends_with('\n'));
        let is_quote = matches!(step, Step::Parsed(Event::Start(Parsed::BlockQuote(_))));
        let is_callout = matches!(step, Step::Open(Tag::Callout(_)));
        if is_callout || !(is_quote || breaks < 2) || between.chars().any(|c| !c.is_whitespace() && c != '>') {
            return;
        }
        let first = self.markdown.get(range.clone()).and_then(|text| text.lines().next()).unwrap_or_default();
        self.slip(Slip::Cut { is_quote: breaks >= 2 }, range.start..range.start + first.len());
    }
}
