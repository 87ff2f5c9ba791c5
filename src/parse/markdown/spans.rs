//! `[the text]{lang=en}`: passages in another language within a line.

use std::ops::Range;

use pulldown_cmark::{Event, Tag as Parsed, TagEnd};

use super::steps::{Reader, Step, Steps};
use crate::parse::document::{Slip, Tag};
use crate::parse::passage::{LANG, Passage, SpanAttributes};
use crate::source::Spanned;

/// The longest braces, in bytes: no language's tag comes near.
const BRACES: usize = 200;

/// How deep passages may be nested.
const DEPTH: usize = 16;

/// A part of the text that is a mark of ours.
struct Cut {
    range: Range<usize>,
    /// The passage that opens there; `None` where one closes.
    opens: Option<usize>,
}

/// What is open at a place of a line.
enum Open {
    /// Emphasis, a link.
    Container,
    /// A bracket, and how deep the passages in it are nested so far.
    Bracket { at: usize, depth: usize },
    /// A bracket that is text, a backslash before it.
    Escaped,
}

/// Puts passages in the place of their brackets and braces, and reports braces without brackets.
pub(super) fn read<'a>(reader: &mut Reader<'_, '_>, steps: Steps<'a>) -> Steps<'a> {
    // Looked for in the steps, not in the whole text: a text of ten thousand notes has as many flows.
    if !steps.iter().any(|(step, _)| matches!(step, Step::Parsed(Event::Text(text)) if text.contains('{'))) {
        return steps;
    }
    let finder = Finder { reader, steps: &steps, open: Vec::new(), cuts: Vec::new(), text: Vec::new(), skipped: 0 };
    let (mut cuts, text) = finder.find();
    cuts.sort_by_key(|cut| cut.range.start);
    report_loose(reader, &steps, &cuts, &text);
    if cuts.is_empty() { steps } else { cut(steps, &cuts) }
}

struct Finder<'f, 'a, 'r, 'b> {
    reader: &'f mut Reader<'r, 'b>,
    steps: &'f Steps<'a>,
    open: Vec<Open>,
    cuts: Vec<Cut>,
    /// Where braces open that are meant as text, in order.
    text: Vec<usize>,
    /// How far the Markdown is read as braces.
    skipped: usize,
}

impl Finder<'_, '_, '_, '_> {
    fn find(mut self) -> (Vec<Cut>, Vec<usize>) {
        let steps = self.steps;
        // Where what was shown last ends: a backslash after it escapes.
        let mut shown = 0;
        // Containers whose text is not looked at.
        let mut closed = 0_usize;
        for (index, (step, range)) in steps.iter().enumerate() {
            match step {
                Step::Parsed(Event::Start(tag)) if closed > 0 || is_closed(tag) => closed += 1,
                Step::Parsed(Event::End(_)) if closed > 0 => closed -= 1,
                Step::Parsed(Event::Start(tag)) if is_inline(tag) => self.open.push(Open::Container),
                Step::Parsed(Event::End(tag)) if ends_inline(*tag) => self.close_container(),
                Step::Parsed(Event::Text(text)) if closed == 0 => self.text(index, text, range, shown),
                Step::Parsed(
                    Event::Text(_)
                    | Event::Code(_)
                    | Event::InlineHtml(_)
                    | Event::InlineMath(_)
                    | Event::DisplayMath(_)
                    | Event::FootnoteReference(_)
                    | Event::SoftBreak
                    | Event::HardBreak,
                )
                | Step::Attributes(_) => {}
                // Another block begins.
                _ => self.open.clear(),
            }
            // What holds others ends after them: of it, nothing is shown yet.
            shown = if matches!(step, Step::Parsed(Event::Start(_)) | Step::Open(_)) { range.start } else { range.end };
        }
        (self.cuts, self.text)
    }

    fn close_container(&mut self) {
        while let Some(open) = self.open.pop() {
            if matches!(open, Open::Container) {
                return;
            }
        }
    }

    fn text(&mut self, index: usize, text: &str, range: &Range<usize>, shown: usize) {
        if self.reader.markdown.get(range.clone()) != Some(text) {
            return;
        }
        let escaped = |offset: usize, at: usize| {
            offset == 0 && at > shown && self.reader.markdown.as_bytes().get(at - 1) == Some(&b'\\')
        };
        if text.starts_with('{') && escaped(0, range.start) {
            self.text.push(range.start);
        }
        for (offset, bracket) in text.match_indices(['[', ']']) {
            let at = range.start + offset;
            let is_escaped = escaped(offset, at);
            if at < self.skipped || is_escaped && bracket == "]" {
                continue;
            }
            if bracket == "[" {
                self.open.push(if is_escaped { Open::Escaped } else { Open::Bracket { at, depth: 0 } });
            } else {
                self.close_bracket(at, index);
            }
        }
    }

    fn close_bracket(&mut self, at: usize, index: usize) {
        let mut is_text = false;
        while self.open.pop_if(|open| matches!(open, Open::Escaped)).is_some() {
            is_text = true;
        }
        match self.open.pop_if(|open| matches!(open, Open::Bracket { .. })) {
            Some(Open::Bracket { at: open, depth }) => self.pair(open, at, depth, index),
            _ if is_text => self.text.push(at + 1),
            _ => {}
        }
    }

    /// A pair of brackets: a passage when attributes follow it.
    fn pair(&mut self, open: usize, close: usize, depth: usize, index: usize) {
        let markdown = self.reader.markdown;
        let found = braces(markdown, close + 1).filter(|braces| {
            depth < DEPTH && !markdown[open + 1..].starts_with('^') && self.is_text(close + 1..braces.end, index)
        });
        let attributes =
            found.as_ref().and_then(|braces| SpanAttributes::parse(&markdown[braces.start + 1..braces.end - 1]));
        let (Some(braces), Some(attributes)) = (found, attributes) else {
            return self.deepen(depth);
        };
        self.skipped = braces.end;
        let passage = self.reader.passage(&attributes, braces.start + 1, open..braces.end, true);
        self.cuts.push(Cut { range: open..open + 1, opens: Some(passage) });
        self.cuts.push(Cut { range: close..braces.end, opens: None });
        self.deepen(depth + 1);
    }

    fn deepen(&mut self, inside: usize) {
        let outer = self.open.iter_mut().rev().find(|open| matches!(open, Open::Bracket { .. }));
        if let Some(Open::Bracket { depth, .. }) = outer {
            *depth = inside.max(*depth);
        }
    }

    /// Whether the Markdown there is plain text, from the step at `index` on.
    fn is_text(&self, range: Range<usize>, index: usize) -> bool {
        let mut at = range.start;
        for (step, place) in &self.steps[index..] {
            if at >= range.end {
                break;
            }
            let verbatim = matches!(step, Step::Parsed(Event::Text(text)) if self.reader.markdown.get(place.clone()) == Some(text));
            if !verbatim || place.start > at {
                return false;
            }
            at = at.max(place.end);
        }
        at >= range.end
    }
}

/// The braces that open at a place, on the same line.
fn braces(markdown: &str, at: usize) -> Option<Range<usize>> {
    let rest = &markdown.as_bytes()[at..];
    if rest.first() != Some(&b'{') {
        return None;
    }
    let end = rest.iter().take(BRACES).position(|byte| matches!(byte, b'}' | b'\n'))?;
    (rest[end] == b'}').then_some(at..at + end + 1)
}

impl Reader<'_, '_> {
    /// Lists a passage whose attributes are at `inside`, and reports those that mean nothing.
    pub(super) fn passage(
        &mut self,
        attributes: &SpanAttributes,
        inside: usize,
        range: Range<usize>,
        inline: bool,
    ) -> usize {
        let within = |range: &Range<usize>| inside + range.start..inside + range.end;
        for (name, place) in &attributes.unknown {
            self.slip(Slip::UnknownAttribute(name.clone()), within(place));
        }
        let lang = attributes.lang.as_ref().map(|(lang, place)| Spanned::new(lang.clone(), within(place)));
        let span = self.place(range);
        let passage = Passage::new(lang.as_ref(), inline, span);
        if let (Some(lang), None) = (lang, &passage.lang) {
            self.slip(Slip::InvalidLanguage(lang.value), lang.span);
        }
        let passages = &mut self.builder.document.passages;
        passages.push(passage);
        passages.len() - 1
    }
}

/// Reports `{lang=…` in text, which no brackets make a passage, unless it is meant as text.
fn report_loose(reader: &mut Reader<'_, '_>, steps: &Steps<'_>, cuts: &[Cut], meant: &[usize]) {
    let mut in_code = false;
    for (step, range) in steps {
        match step {
            Step::Parsed(Event::Start(tag)) => in_code = is_closed(tag),
            Step::Parsed(Event::End(_)) => in_code = false,
            Step::Parsed(Event::Text(text)) if !in_code && text.contains('{') => {
                for (offset, _) in text.match_indices('{') {
                    let at = range.start + offset;
                    let cut = cuts.partition_point(|cut| cut.range.start <= at);
                    let is_cut = cut.checked_sub(1).is_some_and(|cut| cuts[cut].range.end > at);
                    if !is_cut && meant.binary_search(&at).is_err() && is_lang(&text[offset + 1..]) {
                        let rest = text.as_bytes()[offset..].iter().take(BRACES);
                        let length = rest
                            .clone()
                            .position(|byte| matches!(byte, b'}' | b'\n'))
                            .map_or(rest.len(), |end| end + 1);
                        reader.slip(Slip::UnclosedSpan, at..at + length);
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_lang(text: &str) -> bool {
    text.trim_start().strip_prefix(LANG).is_some_and(|rest| rest.starts_with('='))
}

/// The steps with the marks in the place of the text that says them.
fn cut<'a>(steps: Steps<'a>, cuts: &[Cut]) -> Steps<'a> {
    let mut cuts = cuts.iter().peekable();
    let mut done: Steps<'a> = Vec::with_capacity(steps.len() + 2 * cuts.len());
    // How far the Markdown is written.
    let mut written = 0;
    for (step, range) in steps {
        let Step::Parsed(Event::Text(text)) = &step else {
            done.push((step, range));
            continue;
        };
        if range.start >= written && cuts.peek().is_none_or(|cut| cut.range.start >= range.end) {
            done.push((step, range));
            continue;
        }
        let piece = |from: usize, to: usize, done: &mut Steps<'a>| {
            if from < to
                && let Some(part) = text.get(from - range.start..to - range.start)
            {
                done.push((Step::Parsed(Event::Text(part.to_owned().into())), from..to));
            }
        };
        let mut at = range.start.max(written);
        while let Some(cut) = cuts.next_if(|cut| cut.range.start < range.end) {
            piece(at, cut.range.start, &mut done);
            let step = cut.opens.map_or(Step::Close, |passage| Step::Mark(Tag::Passage(passage)));
            done.push((step, cut.range.clone()));
            at = cut.range.end;
            written = at;
        }
        piece(at, range.end, &mut done);
    }
    done
}

fn is_inline(tag: &Parsed<'_>) -> bool {
    matches!(
        tag,
        Parsed::Emphasis | Parsed::Strong | Parsed::Strikethrough | Parsed::Link { .. } | Parsed::Image { .. }
    )
}

fn ends_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// Whether nothing is looked for in what it holds.
fn is_closed(tag: &Parsed<'_>) -> bool {
    matches!(tag, Parsed::CodeBlock(_) | Parsed::HtmlBlock)
}
