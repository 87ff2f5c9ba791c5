//! What a question's text says about its answers: gaps `[[= mot | autre]]`, lines `= mot | autre`, hints `? …`. They are
//! cut out of the steps before anything else is looked for in them, so that an answer is what is written, mark for mark.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag as Parsed, TagEnd};

use super::builder::is_block;
use super::steps::{Reader, Step, Steps};
use super::strays;
use crate::parse::callout::CalloutKind;
use crate::parse::document::{Asks, Blank, QuestionSlip, Slip, Tag};
use crate::source::Spanned;

/// How long what opens a gap is, `[[=`, or with spaces that don't belong there, `[[ =`.
fn gap(text: &str) -> Option<usize> {
    let inside = text.strip_prefix("[[")?;
    let blanks = inside.len() - inside.trim_start_matches([' ', '\t', '\u{a0}']).len();
    inside[blanks..].starts_with('=').then_some("[[".len() + blanks + 1)
}

/// The longest gap, in bytes: a sentence has room in it.
const LONGEST: usize = 2000;

/// Finds out how each question is answered, and puts blanks in the place of its answers and hints in that of its `?`
/// lines.
pub(super) fn read<'a>(reader: &mut Reader<'_, '_>, steps: Steps<'a>) -> Steps<'a> {
    // Looked for in the steps, not in the whole text: a text of ten thousand notes has as many flows.
    let callouts = &reader.builder.document.callouts;
    let is_question = |step: &Step<'_>| match step {
        Step::Open(Tag::Callout(index)) => callouts.get(*index).is_some_and(|one| one.kind == CalloutKind::Question),
        _ => false,
    };
    let has_questions = steps.iter().any(|(step, _)| is_question(step));
    let mut gaps = Gap::find(reader.markdown, &steps);
    if !has_questions && gaps.is_empty() {
        return steps;
    }
    let found = survey(reader, &steps, &mut gaps);
    for (&callout, contents) in &found {
        reader.builder.document.callouts[callout].asks = contents.asks;
    }
    if has_questions {
        let asks = found.iter().map(|(&callout, contents)| (callout, contents.asks)).collect();
        strays::report(reader, &steps, &asks);
    }
    let steps = with_blanks(reader, steps, &gaps, &found);
    if has_questions { with_lines(reader, steps, &found) } else { steps }
}

/// A gap: brackets that are meant as one.
struct Gap {
    /// The step in which it opens.
    step: usize,
    /// Its place in the Markdown, brackets included; without an end, that of what opens it.
    place: Range<usize>,
    /// Where what fills it begins.
    open: usize,
    /// Whether it ends, with all that begins in it.
    is_closed: bool,
    /// Where the link ends that it makes with the words in parentheses right behind it, if it does.
    link_end: Option<usize>,
    /// The callout around it.
    callout: Option<usize>,
}

impl Gap {
    /// The gaps among steps, in order; none overlaps another.
    fn find(markdown: &str, steps: &Steps<'_>) -> Vec<Self> {
        let mut gaps: Vec<Self> = Vec::new();
        // Code is shown as it is: in a question too, it may show how a gap is typed.
        let mut is_code = false;
        for (index, (step, range)) in steps.iter().enumerate() {
            match step {
                Step::Parsed(Event::Start(Parsed::CodeBlock(_))) => is_code = true,
                Step::Parsed(Event::End(TagEnd::CodeBlock)) => is_code = false,
                _ => {}
            }
            let written = match step {
                Step::Parsed(Event::Text(_)) if !is_code => range.clone(),
                Step::Parsed(Event::Start(tag)) if is_link(tag) => range.start..(range.start + 1).min(range.end),
                _ => continue,
            };
            let mut from = written.start.max(gaps.last().map_or(0, |gap| gap.place.end));
            while let Some(start) = markdown.get(from..written.end).and_then(|text| text.find('[')).map(|at| from + at)
            {
                from = start + 1;
                let is_escaped = start == written.start && markdown[..start].ends_with('\\');
                if let Some(length) = gap(&markdown[start..]).filter(|_| !is_escaped) {
                    let gap = Self::at(markdown, steps, index, start..start + length);
                    from = gap.place.end;
                    gaps.push(gap);
                }
            }
        }
        gaps
    }

    fn is_spaced(&self) -> bool {
        self.open > self.place.start + "[[=".len()
    }

    /// The gap that begins with what is in a range of the Markdown, in the step with that index.
    fn at(markdown: &str, steps: &Steps<'_>, step: usize, opening: Range<usize>) -> Self {
        let Range { start, end: open } = opening;
        let unclosed = Self { step, place: start..open, open, is_closed: false, link_end: None, callout: None };
        let window = markdown.get(open..).unwrap_or_default();
        let limit = (0..=LONGEST.min(window.len())).rev().find(|&at| window.is_char_boundary(at)).unwrap_or_default();
        let Some(end) = window[..limit].find("]]").map(|length| open + length + 2) else { return unclosed };
        let closed = Self { place: start..end, is_closed: true, ..unclosed };
        let mut depth = 0_usize;
        for (step, range) in &steps[step..] {
            match step {
                Step::Parsed(Event::Start(tag)) if is_link(tag) && range.start == start && end <= range.end => {
                    return Self { link_end: Some(range.end), ..closed };
                }
                Step::Parsed(Event::Start(tag)) if !is_block(tag) && range.end <= end => depth += 1,
                Step::Parsed(Event::End(_)) if depth > 0 => depth -= 1,
                Step::Parsed(Event::Text(_)) if depth == 0 && range.end >= end => return closed,
                Step::Parsed(Event::Start(_) | Event::End(_)) | Step::Open(_) | Step::Close => break,
                // Code that begins in it and ends behind it.
                _ if range.start < end && range.end > end => break,
                _ => {}
            }
        }
        Self { place: start..open, is_closed: false, ..closed }
    }
}

/// Whether it is a link with its address in parentheses, which words right behind a gap look like.
fn is_link(tag: &Parsed<'_>) -> bool {
    matches!(tag, Parsed::Link { link_type: LinkType::Inline, .. })
}

/// What is in a question that says how it is answered.
#[derive(Default)]
struct Contents {
    asks: Option<Asks>,
    has_tasks: bool,
    has_ordered_list: bool,
    /// How many columns its first table has.
    columns: Option<usize>,
    has_gaps: bool,
    has_answers: bool,
    /// Whether it has lines `=mot`, which are taken for answers where there is no other.
    has_tight: bool,
}

impl Contents {
    /// How a question of those contents and classes is answered.
    fn decide(&self, has_class: impl Fn(Asks) -> bool) -> Option<Asks> {
        if has_class(Asks::Order) && self.has_ordered_list {
            return Some(Asks::Order);
        }
        if has_class(Asks::Pairs) && self.columns == Some(2) {
            return Some(Asks::Pairs);
        }
        match self {
            Self { has_tasks: true, .. } => Some(Asks::Choices),
            Self { has_gaps: true, .. } => Some(Asks::Gaps),
            Self { has_answers: true, .. } | Self { has_tight: true, .. } => Some(Asks::Short),
            _ => None,
        }
    }
}

/// What is open around a step.
enum Open {
    Callout(usize),
    List,
    Item,
    Paragraph,
    Other,
}

impl Open {
    fn of(tag: &Parsed<'_>) -> Self {
        match tag {
            Parsed::List(_) => Self::List,
            Parsed::Item => Self::Item,
            Parsed::Paragraph => Self::Paragraph,
            _ => Self::Other,
        }
    }
}

/// The questions among steps, by the indices of their callouts, with what is in each. Reports gaps that are in none.
fn survey(reader: &mut Reader<'_, '_>, steps: &Steps<'_>, gaps: &mut [Gap]) -> HashMap<usize, Contents> {
    let mut found: HashMap<usize, Contents> = HashMap::new();
    let mut open: Vec<Open> = Vec::new();
    let mut callouts: Vec<usize> = Vec::new();
    let mut gaps = gaps.iter_mut().peekable();
    for (index, (step, _)) in steps.iter().enumerate() {
        while let Some(gap) = gaps.next_if(|gap| gap.step <= index) {
            gap.callout = callouts.last().copied();
            match gap.callout.and_then(|callout| found.get_mut(&callout)) {
                Some(contents) if gap.is_closed => {
                    contents.has_gaps = true;
                    if gap.is_spaced() {
                        let inside = reader.markdown[gap.open..gap.place.end].trim_start();
                        reader
                            .slip(Slip::Question(QuestionSlip::SpacedGap(format!("[[= {inside}"))), gap.place.clone());
                    }
                }
                // In no question, it is a term with an odd name.
                None if gap.is_spaced() => {}
                Some(_) => reader.slip(Slip::Question(QuestionSlip::UnclosedGap), gap.place.clone()),
                None if gap.is_closed => reader.slip(Slip::Question(QuestionSlip::GapOutside), gap.place.clone()),
                None => {}
            }
        }
        match step {
            Step::Open(Tag::Callout(callout)) => {
                let kind = reader.builder.document.callouts.get(*callout).map(|callout| callout.kind);
                if kind == Some(CalloutKind::Question) {
                    found.insert(*callout, Contents::default());
                }
                open.push(Open::Callout(*callout));
                callouts.push(*callout);
            }
            Step::Open(_) | Step::Mark(_) => open.push(Open::Other),
            Step::Close | Step::Parsed(Event::End(_)) => {
                if let Some(Open::Callout(_)) = open.pop() {
                    callouts.pop();
                }
            }
            Step::Parsed(Event::TaskListMarker(_)) => {
                let mut around = open.iter().rev().skip_while(|open| matches!(open, Open::Paragraph | Open::Item));
                if let (Some(Open::List), Some(Open::Callout(callout))) = (around.next(), around.next())
                    && let Some(contents) = found.get_mut(callout)
                {
                    contents.has_tasks = true;
                }
            }
            Step::Parsed(Event::Start(tag)) => {
                if let Some(Open::Callout(callout)) = open.last()
                    && let Some(contents) = found.get_mut(callout)
                {
                    match tag {
                        Parsed::List(start) => contents.has_ordered_list |= start.is_some(),
                        Parsed::Table(columns) => contents.columns = contents.columns.or(Some(columns.len())),
                        Parsed::Paragraph => {
                            let lines = Line::of(reader.markdown, &steps[index + 1..]);
                            let ends = [lines.first(), lines.last()];
                            let has = |kind| ends.into_iter().flatten().any(|line: &Line| line.kind == kind);
                            contents.has_answers |= has(LineKind::Answer);
                            contents.has_tight |= has(LineKind::Tight);
                        }
                        _ => {}
                    }
                }
                open.push(Open::of(tag));
            }
            _ => {}
        }
    }
    for (&callout, contents) in &mut found {
        let callout = &reader.builder.document.callouts[callout];
        contents.asks = contents.decide(|asks| callout.has_class(asks.name()));
    }
    found
}

/// Puts blanks in the place of gaps, in questions that are answered so; reports those in others.
fn with_blanks<'a>(
    reader: &mut Reader<'_, '_>,
    steps: Steps<'a>,
    gaps: &[Gap],
    found: &HashMap<usize, Contents>,
) -> Steps<'a> {
    let mut cuts = Vec::new();
    for gap in gaps.iter().filter(|gap| gap.is_closed) {
        let contents = gap.callout.and_then(|callout| found.get(&callout));
        match contents.and_then(|contents| contents.asks) {
            Some(Asks::Gaps) => {
                let inside = written(reader.markdown, gap.open..gap.place.end - 2);
                cuts.push((gap, add_blank(reader, &gap.place, &inside)));
            }
            Some(asks) => reader.slip(Slip::Question(QuestionSlip::GapBeside(asks)), gap.place.clone()),
            None => {}
        }
    }
    if cuts.is_empty() {
        return steps;
    }
    let markdown = reader.markdown;
    let mut read: Steps<'a> = Vec::with_capacity(steps.len());
    let mut cuts = cuts.into_iter().peekable();
    // The gap that is begun, with the link it makes.
    let mut begun = 0..0;
    for (step, range) in steps {
        match &step {
            Step::Parsed(Event::Text(_)) => {
                let mut at = range.start.max(begun.end);
                while let Some((gap, blank)) = cuts.next_if(|(gap, _)| gap.place.start < range.end) {
                    push_text(&mut read, markdown, at..gap.place.start);
                    read.push((Step::Blank(blank), gap.place.clone()));
                    at = gap.place.end;
                    begun = gap.place.clone();
                }
                match at == range.start {
                    true => read.push((step, range)),
                    false => push_text(&mut read, markdown, at..range.end),
                }
            }
            Step::Parsed(Event::Start(tag)) if is_link(tag) => {
                match cuts.next_if(|(gap, _)| gap.place.start == range.start && gap.link_end == Some(range.end)) {
                    Some((gap, blank)) => {
                        read.push((Step::Blank(blank), gap.place.clone()));
                        push_text(&mut read, markdown, gap.place.end..range.end);
                        begun = range;
                    }
                    None => read.extend((range.end > begun.end).then_some((step, range))),
                }
            }
            // What is in a gap is part of the answer.
            step if is_inline(step) && begun.start <= range.start && range.end <= begun.end => {}
            _ => read.push((step, range)),
        }
    }
    read
}

/// Whether a step is in a line, or an end of what is.
fn is_inline(step: &Step<'_>) -> bool {
    match step {
        Step::Parsed(Event::Start(tag)) => !is_block(tag),
        Step::Parsed(Event::End(tag)) => {
            matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
        }
        Step::Parsed(_) => true,
        _ => false,
    }
}

fn push_text(steps: &mut Steps<'_>, markdown: &str, range: Range<usize>) {
    if let Some(text) = markdown.get(range.clone()).filter(|text| !text.is_empty()) {
        steps.push((Step::Parsed(Event::Text(text.to_owned().into())), range));
    }
}

/// What is written in a part of the Markdown, cut at the ends of lines: what begins a line in a quotation or an item
/// is none of it. Each piece with its place.
fn written(markdown: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let text = markdown.get(range.clone()).unwrap_or_default();
    let mut pieces = Vec::new();
    let mut at = range.start;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let own = if index == 0 { line } else { line.trim_start_matches([' ', '\t', '>']) };
        let start = at + line.len() - own.len();
        pieces.push(start..start + own.trim_end().len());
        at += line.len();
    }
    pieces
}

/// Lists a blank that accepts what is written in `pieces`; gives its index in `Document::blanks`.
fn add_blank(reader: &mut Reader<'_, '_>, place: &Range<usize>, pieces: &[Range<usize>]) -> usize {
    let accepts = accepted(reader, pieces);
    let span = reader.place(place.clone());
    if accepts.is_empty() {
        reader.slip(Slip::Question(QuestionSlip::EmptyBlank), place.clone());
    }
    let blanks = &mut reader.builder.document.blanks;
    blanks.push(Blank { accepts, span });
    blanks.len() - 1
}

/// The answers between bars, without the spaces around them; a bar after a backslash is part of one.
fn accepted(reader: &Reader<'_, '_>, pieces: &[Range<usize>]) -> Vec<Spanned<String>> {
    let mut accepted = Vec::new();
    let (mut answer, mut place) = (String::new(), None::<Range<usize>>);
    let mut end = |answer: &mut String, place: Option<Range<usize>>| {
        let (text, place) = (std::mem::take(answer), place.unwrap_or_default());
        let (from, kept) = (text.len() - text.trim_start().len(), text.trim());
        if !kept.is_empty() {
            // Escapes before its beginning are none of its own.
            let start = (place.start + from).min(place.end);
            accepted.push(Spanned::new(kept.to_owned(), reader.place(start..place.end)));
        }
    };
    for piece in pieces {
        let text = reader.markdown.get(piece.clone()).unwrap_or_default();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let at = piece.start + at;
            let c = match (c, chars.peek()) {
                ('\\', Some((_, '|'))) => chars.next().map_or(c, |(_, bar)| bar),
                ('|', _) => {
                    end(&mut answer, place.take());
                    continue;
                }
                (c, _) => c,
            };
            answer.push(c);
            let place = place.get_or_insert(at..at);
            if !c.is_whitespace() {
                place.end = at + c.len_utf8();
            }
        }
        answer.push(' ');
    }
    end(&mut answer, place.take());
    accepted
}

/// What a line of a question's own paragraphs is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LineKind {
    /// `= mot | autre`
    Answer,
    /// `=mot`
    Tight,
    /// `? texte`
    Hint,
    Text,
}

/// A line of a paragraph: its steps, counted from the paragraph's first, and where it begins.
struct Line {
    kind: LineKind,
    steps: Range<usize>,
    start: usize,
}

impl Line {
    /// The lines of the paragraph that the steps begin with.
    fn of(markdown: &str, steps: &[(Step<'_>, Range<usize>)]) -> Vec<Self> {
        let mut lines = Vec::new();
        let (mut depth, mut first) = (0_usize, 0);
        for (index, (step, _)) in steps.iter().enumerate() {
            match step {
                Step::Parsed(Event::End(TagEnd::Paragraph)) => {
                    lines.push(Self::new(markdown, steps, first..index));
                    break;
                }
                Step::Parsed(Event::SoftBreak | Event::HardBreak) if depth == 0 => {
                    lines.push(Self::new(markdown, steps, first..index));
                    first = index + 1;
                }
                Step::Parsed(Event::Start(_)) => depth += 1,
                Step::Parsed(Event::End(_)) => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        lines
    }

    fn new(markdown: &str, steps: &[(Step<'_>, Range<usize>)], own: Range<usize>) -> Self {
        let line = steps.get(own.clone()).unwrap_or_default();
        let (kind, start) = match line.first() {
            Some((Step::Parsed(Event::Text(_)), range)) if !markdown[..range.start].ends_with('\\') => {
                let end = line.iter().map(|(_, range)| range.end).max().unwrap_or(range.end);
                let text = markdown.get(range.start..end).unwrap_or_default();
                let marked = |mark: char| text.strip_prefix(mark).map(|rest| rest.chars().next());
                let kind = match (marked('='), marked('?')) {
                    (Some(None), _) => LineKind::Answer,
                    (Some(Some(next)), _) if next.is_whitespace() && !text.contains('\n') => LineKind::Answer,
                    (Some(Some(next)), _) if begins_answer(next) && !text.contains('\n') => LineKind::Tight,
                    (_, Some(Some(next))) if next.is_whitespace() => LineKind::Hint,
                    _ => LineKind::Text,
                };
                (kind, range.start)
            }
            Some((_, range)) => (LineKind::Text, range.start),
            None => (LineKind::Text, 0),
        };
        Self { kind, steps: own, start }
    }
}

/// Whether a line `=…` with that sign behind its `=` was meant for an answer.
fn begins_answer(next: char) -> bool {
    next.is_alphanumeric() || matches!(next, '"' | '«' | '“' | '-' | '−')
}

/// Puts blanks in the place of `= …` lines, in questions that are answered so, and hints in that of `? …` lines.
fn with_lines<'a>(reader: &mut Reader<'_, '_>, steps: Steps<'a>, found: &HashMap<usize, Contents>) -> Steps<'a> {
    let mut read: Steps<'a> = Vec::with_capacity(steps.len());
    // The questions that are open, and how many containers are open in each.
    let mut open: Vec<(Option<usize>, usize)> = Vec::new();
    // For each short answer its blank.
    let mut blanks: HashMap<usize, usize> = HashMap::new();
    let mut steps = steps.into_iter();
    while let Some((step, range)) = steps.next() {
        let question = match (open.last(), &step) {
            (Some((Some(callout), 0)), Step::Parsed(Event::Start(Parsed::Paragraph))) => Some(*callout),
            _ => None,
        };
        if let Some((callout, contents)) = question.and_then(|callout| Some((callout, found.get(&callout)?))) {
            let mut inside: Steps<'a> = Vec::new();
            for step in steps.by_ref() {
                inside.push(step);
                if matches!(inside.last(), Some((Step::Parsed(Event::End(TagEnd::Paragraph)), _))) {
                    break;
                }
            }
            let lines = Line::of(reader.markdown, &inside);
            if lines.iter().any(|line| line.kind != LineKind::Text) {
                let paragraph = Paragraph { steps: &inside, range, callout };
                paragraph.read(reader, lines, contents.asks, &mut blanks, &mut read);
            } else {
                read.push((step, range));
                read.extend(inside);
            }
            continue;
        }
        match &step {
            Step::Open(Tag::Callout(callout)) => open.push((found.contains_key(callout).then_some(*callout), 0)),
            Step::Open(_) | Step::Mark(_) | Step::Parsed(Event::Start(_)) => {
                if let Some((_, depth)) = open.last_mut() {
                    *depth += 1;
                }
            }
            Step::Close | Step::Parsed(Event::End(_)) => match open.last_mut() {
                Some((_, 0)) => {
                    open.pop();
                }
                Some((_, depth)) => *depth -= 1,
                None => {}
            },
            _ => {}
        }
        read.push((step, range));
    }
    read
}

/// A paragraph of a question.
struct Paragraph<'p, 'a> {
    /// What it holds.
    steps: &'p [(Step<'a>, Range<usize>)],
    range: Range<usize>,
    callout: usize,
}

impl<'a> Paragraph<'_, 'a> {
    fn read(
        &self,
        reader: &mut Reader<'_, '_>,
        mut lines: Vec<Line>,
        asks: Option<Asks>,
        blanks: &mut HashMap<usize, usize>,
        read: &mut Steps<'a>,
    ) {
        // An answer is at the beginning or the end of a paragraph, a hint at the beginning, or under another.
        let is_answer = |line: &Line| match line.kind {
            LineKind::Answer => true,
            LineKind::Tight => asks == Some(Asks::Short),
            LineKind::Hint | LineKind::Text => false,
        };
        let answers_before = lines.iter().take_while(|line| is_answer(line)).count();
        let rest = lines.split_off(answers_before);
        let answers_after = rest.iter().rev().take_while(|line| is_answer(line)).count();
        let (text, after) = rest.split_at(rest.len() - answers_after);
        for line in &lines {
            self.answer(reader, line, asks, blanks, read);
        }
        match text.first().map(|line| line.kind) {
            Some(LineKind::Hint) => self.hints(reader.markdown, text, read),
            Some(_) => self.paragraph(text, read),
            None => {}
        }
        for line in after {
            self.answer(reader, line, asks, blanks, read);
        }
    }

    /// Lines that stay what they are.
    fn paragraph(&self, lines: &[Line], read: &mut Steps<'a>) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let steps = &self.steps[first.steps.start..last.steps.end];
        let end = steps.last().map_or(self.range.end, |(_, range)| range.end);
        let range = first.start..end.max(first.start);
        read.push((Step::Parsed(Event::Start(Parsed::Paragraph)), range.clone()));
        read.extend(steps.iter().cloned());
        read.push((Step::Parsed(Event::End(TagEnd::Paragraph)), range));
    }

    fn answer(
        &self,
        reader: &mut Reader<'_, '_>,
        line: &Line,
        asks: Option<Asks>,
        blanks: &mut HashMap<usize, usize>,
        read: &mut Steps<'a>,
    ) {
        let end = self.steps[line.steps.clone()].iter().map(|(_, range)| range.end).max().unwrap_or(line.start);
        let place = line.start..end;
        match asks {
            Some(Asks::Short) | None => {}
            Some(asks) => {
                reader.slip(Slip::Question(QuestionSlip::AnswerBeside(asks)), place);
                return self.paragraph(std::slice::from_ref(line), read);
            }
        }
        if line.kind == LineKind::Tight {
            let meant = format!("= {}", reader.markdown[line.start + 1..end].trim());
            reader.slip(Slip::Question(QuestionSlip::TightAnswer(meant)), place.clone());
        }
        let piece = line.start + 1..end;
        read.push((Step::Open(Tag::AnswerLine), place.clone()));
        match blanks.get(&self.callout) {
            Some(&blank) => {
                let more = accepted(reader, std::slice::from_ref(&piece));
                if more.is_empty() {
                    reader.slip(Slip::Question(QuestionSlip::EmptyBlank), place);
                }
                reader.builder.document.blanks[blank].accepts.extend(more);
            }
            None => {
                let blank = add_blank(reader, &place, std::slice::from_ref(&piece));
                blanks.insert(self.callout, blank);
                read.push((Step::Blank(blank), place));
            }
        }
        read.push((Step::Close, end..end));
    }

    /// Lines of which each that begins with a `?` begins a hint.
    fn hints(&self, markdown: &str, lines: &[Line], read: &mut Steps<'a>) {
        let starts: Vec<usize> =
            (0..lines.len()).filter(|&line| lines[line].kind == LineKind::Hint).chain([lines.len()]).collect();
        for hint in starts.windows(2) {
            let [from, to] = [hint[0], hint[1]];
            let steps = &self.steps[lines[from].steps.start..lines[to - 1].steps.end];
            let Some(((_, first), rest)) = steps.split_first() else { continue };
            let end = steps.last().map_or(first.end, |(_, range)| range.end);
            read.push((Step::Open(Tag::Hint), first.start..end));
            let text = markdown.get(first.start + 1..first.end).unwrap_or_default();
            push_text(read, markdown, first.end - text.trim_start().len()..first.end);
            read.extend(rest.iter().cloned());
            read.push((Step::Close, end..end));
        }
    }
}
